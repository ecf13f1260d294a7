"""The page: template, style, script and data in one file that needs nothing else.

Text of a report cannot become markup or code: it stands in one JSON block in which every character that HTML gives a
meaning is escaped, the script writes it into text nodes only, and the page's own policy lets no script run but the
one it was built with, nor anything be loaded from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.report import templates
from govreport_ie.report.models import Report
from govreport_ie.view.data import page_data

if TYPE_CHECKING:
    import jinja2

__all__ = ["LANGUAGES", "asset", "json_block", "labels", "page", "source_hash", "template"]

LANGUAGES = ("auto", "zh", "en")
"""Languages of the page's own words; ``auto`` is the reader's browser's."""

_ROOM = "govreport_ie.view"
_SCRIPTS = ("dom", "labels", "text", "relation", "table", "panels", "keys", "app")
"""The script's files in the order in which they are joined."""

_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&'\u2028\u2029"})


def asset(name: str) -> str:
    """The text of a file in this room's ``assets``.

    Args:
        name: the file.
    """
    return templates.asset(_ROOM, name)


def template(name: str) -> jinja2.Template:
    """A template in this room's ``assets``.

    Args:
        name: the file.
    """
    return templates.template(_ROOM, name)


@cache
def labels() -> dict[str, dict[str, str]]:
    """The page's own words: language to key to text."""
    return json.loads(asset("labels.json"))


def json_block(value: Any) -> str:
    r"""JSON that can stand inside a script element whatever it holds.

    Args:
        value: what to write.

    Example:
        >>> json_block("</script>")
        '"\\u003c/script\\u003e"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def source_hash(source: str) -> str:
    """The name by which a content security policy allows one inline script or style and no other.

    Args:
        source: what stands between the tags.

    Example:
        >>> source_hash("")
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _script() -> str:
    return '(() => {\n"use strict";\n' + "\n".join(asset(f"{name}.js") for name in _SCRIPTS) + "\n})();"


def page(reports: Report | Sequence[Report], *, language: str = "auto", home: str | None = None) -> str:
    """One self-contained HTML page of reports: no network, no other files.

    Args:
        reports: a report, or several to choose from.
        language: ``zh``, ``en``, or ``auto`` for that of the reader's browser; the page has a switch.
        home: address of a link back to where the page was made; none when omitted.

    Returns:
        The page.

    Raises:
        ConfigError: if there is no report, or no such language.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.view import page
        >>> page(gi.extract("2023年，全县新建停车位1860个。", year=2024))[:15]
        '<!DOCTYPE html>'
    """
    if isinstance(reports, Report):
        reports = [reports]
    if not reports:
        raise ConfigError("a page needs at least one report")
    if language not in LANGUAGES:
        raise ConfigError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    from markupsafe import Markup

    style, script = asset("page.css"), _script()
    return template("page.html").render(
        title=reports[0].title or reports[0].doc_id or "政府工作报告",
        language=language,
        home=home,
        words=labels()["en" if language == "en" else "zh"],
        style=Markup(style),
        style_hash=Markup(source_hash(style)),
        script=Markup(script),
        script_hash=Markup(source_hash(script)),
        labels=Markup(json_block(labels())),
        data=Markup(json_block(page_data(reports))),
    )
