"""Line formats: CSV and JSON lines."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from govreport_ie.report.columns import Table
from govreport_ie.tables.rows import Rows

__all__ = ["CsvFile", "CsvLines", "JsonlFile", "guarded", "json_lines", "unguarded"]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_JSON = json.JSONEncoder(ensure_ascii=False)


def guarded(cell: str) -> str:
    """A text as a cell of a CSV file that spreadsheets do not take for a formula: an apostrophe goes before ``= + - @`` and tabs.

    What a report says must not run where its table is opened (CWE-1236; OWASP, CSV injection).  A text that has the apostrophe
    itself gets another, so that `unguarded` gives every text back.

    Args:
        cell: the text.

    Example:
        >>> guarded("=1+1"), guarded("新建学校"), guarded("'=1")
        ("'=1+1", '新建学校', "''=1")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text that `guarded` has made a cell of.

    Args:
        cell: the cell.

    Example:
        >>> unguarded("'=1+1"), unguarded("'quoted'")
        ('=1+1', "'quoted'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


class CsvLines:
    """The rows of one table as CSV in an open text file: numbers exactly, truth values as ``true`` and ``false``.

    Args:
        file: the file; it is left open.
        table: the table; its header is written at once.
        raw: write texts as they are, not `guarded`.
    """

    def __init__(self, file: TextIO, table: Table[Any], *, raw: bool = False) -> None:
        self._texts = [column.type == "string" and not raw for column in table.columns]
        self._lines = csv.writer(file, lineterminator="\r\n")
        self._lines.writerow(table.names)

    def write(self, rows: Rows) -> None:
        """Add rows."""
        columns = zip(self._texts, rows.columns, strict=True)
        cells = [[guarded(v) if v else v for v in column] if text else map(_cell, column) for text, column in columns]
        self._lines.writerows(zip(*cells, strict=True))

    def close(self) -> None:
        """Nothing is left to do: every row is complete when it is written."""


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return str(value).lower()
    return value


class CsvFile(CsvLines):
    """A CSV file with a byte order mark, without which Excel does not take it for UTF-8.

    Args:
        path: the file.
        table: the table.
        raw: write texts as they are, not `guarded`.
    """

    def __init__(self, path: Path, table: Table[Any], *, raw: bool = False) -> None:
        self._file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 (closed by close)
        super().__init__(self._file, table, raw=raw)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def json_lines(rows: Rows) -> str:
    """Rows as JSON lines: an object a row, decimals as strings.

    Args:
        rows: the rows.
    """
    names, encode = rows.table.names, _JSON.encode
    columns = [
        [None if cell is None else format(cell, "f") for cell in cells] if column.type == "decimal" else cells
        for column, cells in zip(rows.table.columns, rows.columns, strict=True)
    ]
    return "".join([encode(dict(zip(names, cells, strict=True))) + "\n" for cells in zip(*columns, strict=True)])


class JsonlFile:
    """A file of JSON lines: an object a row, decimals as strings.

    Args:
        path: the file.
        table: the table.
    """

    def __init__(self, path: Path, table: Table[Any]) -> None:
        self._file = open(path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 (closed by close)
        self._table = table

    def write(self, rows: Rows) -> None:
        """Add rows."""
        self._file.write(json_lines(rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
