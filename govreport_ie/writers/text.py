"""Line formats: JSON lines (the whole report) and CSV (its metrics)."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from govreport_ie.writers.tables import TABLES

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["CsvWriter", "JsonlWriter"]


class JsonlWriter:
    """One report a line, in the JSON form of the models: nothing is lost."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, report: Report) -> None:
        """Write one report."""
        self._file.write(report.model_dump_json() + "\n")

    def close(self) -> None:
        """Nothing is left to do: every report is complete when it is written."""


class CsvWriter:
    """One metric a row, with a header line; numbers exactly, truth values as ``true`` and ``false``."""

    def __init__(self, file: TextIO, table: str = "metrics") -> None:
        self._table = TABLES[table]
        self._rows = csv.writer(file, lineterminator="\r\n")
        self._rows.writerow(self._table.columns)

    def write(self, report: Report) -> None:
        """Write the rows of one report."""
        for row in self._table.rows(report):
            self._rows.writerow([_cell(row[column]) for column in self._table.columns])

    def close(self) -> None:
        """Nothing is left to do: every row is complete when it is written."""


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return str(value).lower()
    return value
