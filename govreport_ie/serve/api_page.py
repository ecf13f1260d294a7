"""The page ``/docs``: the JSON interface as its own description tells it, without script.

This module imports FastAPI, so it is imported only where the server is made.
"""

from __future__ import annotations

import json
from typing import Any

import jinja2
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from govreport_ie.serve.home import asset
from govreport_ie.view.page import source_hash

__all__ = ["api_page", "calls_of"]

_EXAMPLES = {
    "/extract": """curl -X POST {base}/extract -H 'Content-Type: application/json' -d '{{"text": "2023年，新建学校8所。", "year": 2024}}'""",
    "/extract/file": "curl -X POST {base}/extract/file -F file=@report.docx -F year=2024",
    "/view": "curl -X POST {base}/view -F file=@report.docx -o report.html",
    "/health": "curl {base}/health",
}
_BASE = "http://127.0.0.1:8421"


def calls_of(description: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls that a description of OpenAPI tells of.

    Args:
        description: the description, as ``/openapi.json`` gives it.

    Returns:
        A dict a call: method, path, summary, fields (name, type, required, meaning), example, answers.
    """
    calls: list[dict[str, Any]] = []
    for path, methods in description["paths"].items():
        for method, call in methods.items():
            calls.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": call.get("summary", ""),
                    "fields": _fields(call, description),
                    "example": _EXAMPLES.get(path, f"curl -X {method.upper()} {{base}}{path}").format(base=_BASE),
                    "answers": ", ".join(call.get("responses", {})),
                }
            )
    return calls


def _fields(call: dict[str, Any], description: dict[str, Any]) -> list[dict[str, Any]]:
    content = call.get("requestBody", {}).get("content", {})
    for media in content.values():
        schema = _resolved(media["schema"], description)
        required = set(schema.get("required", ()))
        return [
            {
                "name": name,
                "type": _type(field),
                "required": name in required,
                "meaning": field.get("description", ""),
            }
            for name, field in schema.get("properties", {}).items()
        ]
    return []


def _resolved(schema: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    return description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]


def _type(field: dict[str, Any]) -> str:
    kinds = [field, *field.get("anyOf", ())]
    named = [kind["type"] for kind in kinds if "type" in kind and kind["type"] != "null"]
    return "file" if field.get("format") == "binary" else " | ".join(dict.fromkeys(named)) or "object"


def api_page(language: str, description: dict[str, Any]) -> HTMLResponse:
    """The page.

    Args:
        language: ``zh`` or ``en``.
        description: the description of the interface.
    """
    style = asset("home.css")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined).from_string(
        asset("api.html")
    )
    words = json.loads(asset("home.json"))[language]["api_page"]
    html = template.render(language=language, words=words, style=Markup(style), calls=calls_of(description))
    policy = f"default-src 'none'; style-src {source_hash(style)}; img-src data:; base-uri 'none'"
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})
