"""The form to paste a text or upload a file, without script."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from govreport_ie.serve.errors import RequestError
from govreport_ie.serve.jobs import KINDS
from govreport_ie.serve.limits import Limits
from govreport_ie.view.page import source_hash

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse
    from starlette.requests import Request

__all__ = ["asset", "home_page", "language_of", "sample_text"]


@cache
def asset(name: str) -> str:
    """The text of a file beside this module."""
    return (resources.files("govreport_ie.serve") / "assets" / name).read_text(encoding="utf-8")


def sample_text() -> str:
    """An invented report to try things on."""
    return asset("sample.txt")


def language_of(request: Request) -> str:
    """The language of a request: what its address says, else what its browser prefers.

    Args:
        request: the request.
    """
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return asked
    return "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"


def home_page(language: str, limits: Limits, error: RequestError | None = None, text: str = "") -> HTMLResponse:
    """The form.

    Args:
        language: ``zh`` or ``en``.
        limits: bounds, of which the form tells.
        error: why the last try failed.
        text: the text of the last try.
    """
    import jinja2
    from fastapi.responses import HTMLResponse
    from markupsafe import Markup

    style = asset("home.css")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined).from_string(
        asset("home.html")
    )
    words = json.loads(asset("home.json"))[language]
    html = template.render(
        language=language,
        words=words,
        style=Markup(style),
        error=error,
        text=text,
        told=words.get(f"error.{error.code}") if error else None,
        kinds=",".join(KINDS),
        megabytes=f"{limits.max_bytes / 1_000_000:g}",
        characters=f"{limits.max_characters:,}",
    )
    policy = f"default-src 'none'; style-src {source_hash(style)}; img-src data:; form-action 'self'; base-uri 'none'"
    return HTMLResponse(html, error.status if error else 200, headers={"Content-Security-Policy": policy})
