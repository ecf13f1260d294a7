"""A report as a readable table: its metrics, section by section."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from govreport_ie.cli.messages import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from govreport_ie.report.models import Metric, Quantity, Report

__all__ = ["ReportTable", "normalised"]

HEADERS = ("indicator", "as written", "normalised", "measure", "status", "period", "policy area")
_NORMALISED, _STATUS = 2, 4
_FLEXIBLE = (0, 1, 2, 6)  # columns that fold on a narrow terminal
_LEAST = 10  # and how far
_MODIFIERS = {"approx": "≈ ", "over": "> ", "at_least": "≥ ", "under": "< ", "at_most": "≤ "}
_DIRECTIONS = {"up": " +", "down": " -"}
_STATUS_STYLES = {"actual": "green", "estimated": "yellow", "target": "cyan"}


class ReportTable:
    """The metrics of a report under the headings of its sections, and a summary line; for rich to print.

    Columns keep their width from section to section, and share what the terminal has.
    """

    def __init__(self, report: Report, *, thresholds: bool = False) -> None:
        self.report = report
        self.thresholds = thresholds

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines for rich."""
        from govreport_ie.report.flat import THRESHOLD

        report = self.report
        yield Text(printable(_title(report)), style="bold")
        yield ""
        headings = {section.id: section for section in report.sections}
        rows = [
            (metric, _cells(metric, quantity))
            for metric, quantity in report.iter_rows()
            if self.thresholds or quantity.role != THRESHOLD
        ]
        widths = _widths([cells for _, cells in rows], options.max_width)
        for identifier, members in groupby(rows, key=lambda row: row[0].section):
            section = headings.get(identifier or "")
            heading = (section.heading or f"({section.kind})") if section else "(no section)"
            yield Text(printable(heading), style="bold magenta", overflow="ellipsis", no_wrap=True)
            yield _section_table(members, widths)
            yield ""
        for warning in report.warnings:
            yield Text(f"warning: {printable(str(warning))}", style="yellow")
        yield Text(_summary(report), style="dim")


def normalised(quantity: Quantity) -> str:
    """The value in its unit, with its hedge.

    Example:
        >>> import govreport_ie as gi
        >>> normalised(gi.parse_quantity("近11.7万亩"))
        '< 117,000 亩'
    """
    if quantity.redacted:
        number = "redacted"
    elif quantity.values:
        number = ":".join(map(_plain, quantity.values))
    elif quantity.value is not None:
        number = _plain(quantity.value)
    elif quantity.low is not None and quantity.high is not None:
        number = f"{_plain(quantity.low)}–{_plain(quantity.high)}"
    else:
        number = "?"
    return f"{_MODIFIERS.get(quantity.modifier or '', '')}{number} {quantity.unit_text}".rstrip()


def _plain(value: Decimal) -> str:
    return format(value, ",f")


def _title(report: Report) -> str:
    title = report.title or report.doc_id or "report"
    facts = [
        f"year {report.year}" if report.year else "year unknown",
        report.region or "region not stated",
        *([report.level] if report.level else []),
    ]
    name = f"{report.doc_id}: " if report.doc_id and report.doc_id != title else ""
    return f"{name}{title} ({', '.join(facts)})"


def _cells(metric: Metric, quantity: Quantity) -> tuple[str, ...]:
    period = ""
    if metric.period:
        period = str(metric.period.start)
        if metric.period.end != metric.period.start:
            period += f"–{metric.period.end}"
    return (
        printable(metric.indicator.name),
        printable(quantity.text),
        printable(normalised(quantity)),
        metric.measure + _DIRECTIONS.get(metric.direction or "", ""),
        metric.status,
        period,
        metric.policy_area.name if metric.policy_area else "",
    )


def _widths(rows: list[tuple[str, ...]], available: int) -> list[int]:
    """Column widths that show every cell in full where there is room; else the widest columns give way first."""
    widths = [
        max([cell_len(header), *(cell_len(cells[column]) for cells in rows)]) for column, header in enumerate(HEADERS)
    ]
    room = available - 2 * (len(HEADERS) - 1)
    while sum(widths) > room:
        widest = max(_FLEXIBLE, key=lambda column: widths[column])
        if widths[widest] <= _LEAST:
            break
        widths[widest] -= 1
    return widths


def _section_table(rows: Iterable[tuple[Metric, tuple[str, ...]]], widths: list[int]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim", padding=(0, 1), collapse_padding=True
    )
    for column, (header, width) in enumerate(zip(HEADERS, widths, strict=True)):
        justify = "right" if column == _NORMALISED else "left"
        table.add_column(header, min_width=width, max_width=width, justify=justify, overflow="fold")
    for metric, cells in rows:
        texts = [Text(cell) for cell in cells]
        texts[_STATUS].stylize(_STATUS_STYLES.get(metric.status, ""))
        table.add_row(*texts)
    return table


def _summary(report: Report) -> str:
    labels = [entity.label for entity in report.entities]
    return (
        f"{len(report.text):,} characters, {len(report.sections)} sections, {len(report.quantities)} quantities, "
        f"{len(report.metrics)} metrics, {len(labels)} entities ({labels.count('PROJECT')} projects, "
        f"{labels.count('PLACE')} places, {labels.count('INSTITUTION')} institutions)"
    )
