"""Excel workbooks: a sheet a table."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.writers.tables import TABLES

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["XlsxWriter", "workbook_cell"]

_CELL_LIMIT = 32_767  # characters that Excel keeps in a cell
_EXACT_DIGITS = 15  # digits that Excel keeps of a number
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML 1.0 cannot hold


class XlsxWriter:
    """A workbook with the sheets ``metrics``, ``reports``, ``sections``, ``quantities`` and ``entities``.

    Numbers that Excel would round are written as text.  Characters that a workbook cannot hold become U+FFFD.
    """

    def __init__(self, path: Path) -> None:
        try:
            from openpyxl import Workbook
        except ImportError as error:
            raise MissingExtraError('xlsx needs openpyxl: pip install "govreport-ie[files]"') from error
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {}
        for name in sorted(TABLES, key=lambda name: name != "metrics"):
            sheet = self._book.create_sheet(name)
            sheet.freeze_panes = "A2"
            sheet.append(list(TABLES[name].columns))
            self._sheets[name] = sheet

    def write(self, report: Report) -> None:
        """Add the rows of one report."""
        for name, sheet in self._sheets.items():
            table = TABLES[name]
            for row in table.rows(report):
                sheet.append([workbook_cell(sheet, row[column]) for column in table.columns])

    def close(self) -> None:
        """Save the workbook."""
        self._book.save(self._path)


def workbook_cell(sheet: Any, value: Any) -> Any:
    """A value as a workbook holds it.

    Args:
        sheet: the write-only sheet that it goes to.
        value: text, number, truth value or None.

    Returns:
        The value, text instead of numbers that Excel would round, or a cell for text that looks like a formula.
    """
    if isinstance(value, Decimal):
        written = format(value, "f")
        if len(written.replace(".", "").strip("-0")) <= _EXACT_DIGITS:
            return value
        value = written
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("\ufffd", value)[:_CELL_LIMIT]
    if not text.startswith("="):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # text of a report is never a formula
    return cell
