"""Writers of reports: whole reports as JSON lines, or their tables in any format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from govreport_ie.report.models import Report
from govreport_ie.tables.files import TableWriter
from govreport_ie.tables.reports import ReportTable
from govreport_ie.tables.rows import Rows

__all__ = ["LineWriter", "TablesWriter"]


class LineWriter:
    """One report a line, in the JSON form of the models: nothing is lost.

    Args:
        file: an open text file; it is left open.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, report: Report) -> None:
        """Write one report."""
        self._file.write(report.model_dump_json() + "\n")

    def close(self) -> None:
        """Nothing is left to do: every report is complete when it is written."""


class TablesWriter:
    """The rows of some tables.

    Args:
        writer: what takes the rows.
        tables: the tables.
    """

    def __init__(self, writer: TableWriter, tables: Iterable[ReportTable]) -> None:
        self._writer = writer
        self._tables = tuple(tables)

    def write(self, report: Report) -> None:
        """Write the rows of one report."""
        for table in self._tables:
            self._writer.write(Rows.of(table, table.items(report)))

    def close(self) -> None:
        """Finish the files."""
        self._writer.close()
