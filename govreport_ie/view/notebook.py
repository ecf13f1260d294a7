"""What a notebook shows for `show`: the whole page in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.report.models import Report
from govreport_ie.tables.files import check_output, write_text
from govreport_ie.view.page import page, template

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Shown", "show"]

_HEIGHT = 720


class Shown:
    """A page in a frame of its own, which notebooks display.

    The frame is sandboxed: the page can neither read the notebook nor load anything.
    """

    def __init__(self, html: str, height: int = _HEIGHT) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        return template("frame.html").render(page=self.html, height=self.height)

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters; a notebook displays it, .save(path) writes it to a file>"

    def save(self, path: Any) -> None:
        """Write the page to a file.

        Args:
            path: the file.

        Raises:
            WriteError: if it cannot be written.
        """
        write_text(check_output(path), self.html)


def show(item: Doc | Report, *, language: str = "auto", height: int = _HEIGHT) -> Shown:
    """The page of a report, for the last line of a notebook cell.

    Args:
        item: a report, or a Doc that a pipeline of `govreport_ie.load` has processed.
        language: ``zh``, ``en``, or ``auto`` for that of the browser.
        height: height of the frame in pixels.

    Returns:
        An object that notebooks display; ``save`` writes it to a file.

    Raises:
        ConfigError: if the item is neither, or the Doc has no results.

    Example:
        >>> import govreport_ie as gi
        >>> gi.show(gi.extract("2023年，全县新建停车位1860个。", year=2024))  # doctest: +ELLIPSIS
        <page of ... characters; a notebook displays it, .save(path) writes it to a file>
    """
    if not isinstance(item, Report):
        item = _report_of(item)
    return Shown(page(item, language=language), height)


def _report_of(doc: Any) -> Report:
    from spacy.tokens import Doc

    from govreport_ie.pipeline.layers import GROUPS, report_of

    if not isinstance(doc, Doc):
        raise ConfigError(f"show takes a Report or a Doc, not {type(doc).__name__}")
    if not any(key in doc.spans for key in GROUPS.values()):
        raise ConfigError("the Doc has no results of this library; process the text with govreport_ie.load()")
    return report_of(doc)
