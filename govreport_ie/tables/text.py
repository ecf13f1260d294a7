"""Line formats: CSV and JSON lines."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from govreport_ie.report.columns import Table
from govreport_ie.tables.rows import Rows

__all__ = ["CsvFile", "CsvLines", "JsonlFile"]


class CsvLines:
    """The rows of one table as CSV in an open text file: numbers exactly, truth values as ``true`` and ``false``.

    Args:
        file: the file; it is left open.
        table: the table; its header is written at once.
    """

    def __init__(self, file: TextIO, table: Table[Any]) -> None:
        self._lines = csv.writer(file, lineterminator="\r\n")
        self._lines.writerow(table.names)

    def write(self, rows: Rows) -> None:
        """Add rows."""
        self._lines.writerows(zip(*([_cell(value) for value in cells] for cells in rows.columns), strict=True))

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
    """

    def __init__(self, path: Path, table: Table[Any]) -> None:
        self._file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 (closed by close)
        super().__init__(self._file, table)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


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
        for record in rows.records():
            cells = {name: format(cell, "f") if isinstance(cell, Decimal) else cell for name, cell in record.items()}
            self._file.write(json.dumps(cells, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
