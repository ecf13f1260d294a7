"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from govreport_ie.evaluation.figures import AgreementFigures, Differences
from govreport_ie.evaluation.sheets import Findings, Sheet, agreement_sheets, comparison_sheet, sheets

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["agreement_tables", "comparison_table", "tables"]


def tables(findings: Findings) -> Iterator[RenderableType]:
    """The tables of an evaluation.

    Args:
        findings: what is told.

    Yields:
        Renderables for a rich console; figures with three places, as the reference scorer prints them.
    """
    evaluation = findings.evaluation
    quantities, entities = evaluation.layers["quantity span"], evaluation.layers["entity all"]
    mode = "" if evaluation.match == "reference" else f"  {evaluation.match} matching"
    yield Text(
        f"windows {len(evaluation.windows)}  gold quantities {quantities.tp + quantities.fn}  "
        f"gold entities {entities.tp + entities.fn}{mode}"
    )
    for sheet in sheets(findings):
        yield _table(sheet)


def comparison_table(comparison: Differences) -> Table:
    """The table of a comparison; differences that chance hardly explains (p below 0.05) stand out.

    Args:
        comparison: the comparison to show.
    """
    return _table(comparison_sheet(comparison))


def agreement_tables(agreement: AgreementFigures) -> Iterator[RenderableType]:
    """The tables of two annotators' agreement.

    Args:
        agreement: the agreement to show.
    """
    for sheet in agreement_sheets(agreement):
        yield _table(sheet)
        yield Text(sheet.note, style="dim")


def _table(sheet: Sheet) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
    table.add_column(sheet.columns[0].name, min_width=24, no_wrap=True)
    for column in sheet.columns[1:]:
        table.add_column(column.name, justify="left" if column.kind == "text" else "right", no_wrap=True)
    for row in sheet.rows[: sheet.short]:
        cells = (Text(column.show(value)) for column, value in zip(sheet.columns, row, strict=True))
        clear = sheet.columns[-1].kind == "p" and row[-1] < 0.05
        table.add_row(*cells, style="bold" if clear else "")
    return table
