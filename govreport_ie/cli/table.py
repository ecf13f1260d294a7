"""A report as a readable table: its metrics, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

from govreport_ie.cli.messages import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from govreport_ie.models import Metric, Quantity, Report

__all__ = ["normalised", "report_table"]

HEADERS = ("indicator", "as written", "normalised", "measure", "status", "period", "policy area")
_WIDEST = (36, 18, 22, 11, 9, 9, 18)  # columns a terminal gives to each at most
_MODIFIERS = {"approx": "≈ ", "over": "> ", "at_least": "≥ ", "under": "< ", "at_most": "≤ "}
_DIRECTIONS = {"up": " +", "down": " -"}
_STATUS_STYLES = {"actual": "green", "estimated": "yellow", "target": "cyan"}
_NO_SECTION = "(no section)"


def report_table(report: Report) -> RenderableType:
    """The metrics of a report under the headings of its sections, and a summary line.

    Args:
        report: the report.

    Returns:
        Something for a rich console to print.
    """
    parts: list[RenderableType] = [Text(printable(_title(report)), style="bold"), Text()]
    headings = {section.id: section for section in report.sections}
    rows = [(metric, quantity, _cells(metric, quantity)) for metric, quantity in report.iter_rows()]
    widths = [
        min(widest, max([cell_len(header), *(cell_len(cells[column]) for _, _, cells in rows)]))
        for column, (header, widest) in enumerate(zip(HEADERS, _WIDEST, strict=True))
    ]
    for identifier, members in groupby(rows, key=lambda row: row[0].section):
        section = headings.get(identifier or "")
        heading = (section.heading or f"({section.kind})") if section else _NO_SECTION
        parts.append(Text(printable(heading), style="bold magenta", overflow="ellipsis", no_wrap=True))
        parts.append(_section_table(members, widths))
        parts.append(Text())
    parts.extend(Text(f"warning: {printable(warning)}", style="yellow") for warning in report.warnings)
    parts.append(Text(_summary(report), style="dim"))
    return Group(*parts)


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


def _section_table(rows: Iterator[tuple[Metric, Quantity, tuple[str, ...]]], widths: list[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim", padding=(0, 1))
    for column, (header, width) in enumerate(zip(HEADERS, widths, strict=True)):
        # Columns keep their width from section to section; on a narrow terminal the wide ones fold.
        table.add_column(
            header,
            max_width=width,
            min_width=min(width, 8 if column in (1, 2) else 12 if column == 0 else width),
            width=width if column > 2 else None,
            ratio=None,
            justify="right" if column == 2 else "left",
            overflow="fold",
        )
    for metric, _, cells in rows:
        texts = [Text(cell) for cell in cells]
        texts[4].stylize(_STATUS_STYLES.get(metric.status, ""))
        table.add_row(*texts)
    return table


def _summary(report: Report) -> str:
    labels = [entity.label for entity in report.entities]
    return (
        f"{len(report.text):,} characters, {len(report.sections)} sections, {len(report.quantities)} quantities, "
        f"{len(report.metrics)} metrics, {len(labels)} entities ({labels.count('PROJECT')} projects, "
        f"{labels.count('PLACE')} places, {labels.count('INSTITUTION')} institutions)"
    )
