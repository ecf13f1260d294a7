"""Excel workbooks: a sheet a table."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.report.columns import Table
from govreport_ie.tables.limits import CELL_CHARACTERS, SHEET_DIGITS, SHEET_ROWS
from govreport_ie.tables.rows import Rows

__all__ = ["WorkbookFile"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML 1.0 cannot hold


class WorkbookFile:
    """A workbook with a sheet for each of some tables; a table that is too long goes on in the next sheet.

    Every sheet has its header fixed, with a filter a column.  Numbers that Excel would round are written as text.  Characters that a workbook cannot hold become U+FFFD.

    Args:
        path: the file.
        tables: the tables, in the order of their sheets.

    Raises:
        MissingExtraError: if openpyxl is not installed.
    """

    def __init__(self, path: Path, tables: Iterable[Table[Any]]) -> None:
        try:
            from openpyxl import Workbook
        except ImportError as error:
            raise MissingExtraError('xlsx needs openpyxl: pip install "govreport-ie[files]"') from error
        self._path = path
        self._book = Workbook(write_only=True)
        self._written: dict[str, int] = {}
        self._columns: dict[str, int] = {}
        self._sheets: dict[str, Any] = {}
        for table in tables:
            self._written[table.name] = 0
            self._columns[table.name] = len(table.names)
            self._sheets[table.name] = self._sheet(table, table.name)

    def write(self, rows: Rows) -> None:
        """Add rows to their table."""
        name = rows.table.name
        for row in zip(*rows.columns, strict=True):
            if self._written[name] and self._written[name] % SHEET_ROWS == 0:
                _filter(self._sheets[name], self._columns[name], SHEET_ROWS)
                number = self._written[name] // SHEET_ROWS + 1
                self._sheets[name] = self._sheet(rows.table, f"{name}_{number}")
            sheet = self._sheets[name]
            sheet.append([_cell(sheet, value) for value in row])
            self._written[name] += 1

    def close(self) -> None:
        """Save the workbook; its sheets, which wait in temporary files, are let go of even if that fails."""
        from openpyxl.writer.excel import ExcelWriter

        for name, sheet in self._sheets.items():
            written = self._written[name]
            _filter(sheet, self._columns[name], written and (written - 1) % SHEET_ROWS + 1)
        try:
            # Workbook.save leaves an archive that cannot be finished, and open sheets, to the collector, which complains of them
            with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as archive:
                ExcelWriter(self._book, archive).save()
        except BaseException:
            for sheet in self._book.worksheets:
                with contextlib.suppress(Exception):
                    sheet.close()  # pyright: ignore[reportAttributeAccessIssue]
            raise

    def _sheet(self, table: Table[Any], title: str) -> Any:
        sheet: Any = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(table.names)
        return sheet


def _filter(sheet: Any, columns: int, rows: int) -> None:
    """Let a reader filter by every column: the header and the rows below it."""
    from openpyxl.utils import get_column_letter

    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def _cell(sheet: Any, value: Any) -> Any:
    """A value as a workbook holds it: text for numbers that Excel would round, a cell for text that looks like a formula."""
    if isinstance(value, Decimal):
        written = format(value, "f")
        if len(written.replace(".", "").strip("-0")) <= SHEET_DIGITS:
            return value
        value = written
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("\ufffd", value)[:CELL_CHARACTERS]
    if not text.startswith("="):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # text of a report is never a formula
    return cell
