"""What a notebook shows: a card without script for a report on its own, the whole page for `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.view.data import area_names

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from govreport_ie.report.models import Report

__all__ = ["Shown", "card", "show"]

_ROWS = 12  # metrics on a card; the rest are counted
_AREAS = 8  # segments of its bar; the rest are one
_HEIGHT = 720


class Shown:
    """A page in a frame of its own, which notebooks display.

    The frame is sandboxed: the page can neither read the notebook nor load anything.
    """

    def __init__(self, html: str, height: int = _HEIGHT) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        from govreport_ie.view.page import template

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
        from govreport_ie.writers.page import write_page

        write_page(self.html, path)


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
    from govreport_ie.report.models import Report
    from govreport_ie.view.page import page

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


def card(report: Report) -> str:
    """A report in brief as HTML: its facts, the attention by area and its first metrics; no script.

    Args:
        report: the report.
    """
    from govreport_ie.view.page import template

    names = area_names([report])
    shares = [
        (names.get(area, {}).get("zh", area), float(share["metrics"]))
        for area, share in report.attention().items()
        if share["metrics"] and area in names
    ]
    shares.sort(key=lambda item: -item[1])
    rest = sum(share for _, share in shares[_AREAS:])
    bar = [*shares[:_AREAS], *([("其他", rest)] if rest else [])]
    facts = [report.region, report.level, report.year, f"{len(report.text):,} 字"]
    facts += [f"{len(report.metrics):,} metrics", f"{len(report.entities):,} entities"]
    return template("card.html").render(
        title=report.title or report.doc_id or "政府工作报告",
        facts=" · ".join(str(fact) for fact in facts if fact),
        bar=[
            (name, round(100 * share, 1), round(index * 137.508 + 200) % 360) for index, (name, share) in enumerate(bar)
        ],
        rows=list(report.iter_rows())[:_ROWS],
        more=max(0, len(report.metrics) - _ROWS),
        warnings=report.warnings,
    )
