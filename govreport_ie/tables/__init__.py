"""Tables: their columns, and one writer a format, for `extract`, batches and panels alike.

`govreport_ie.tables.reports` declares the tables of reports, `govreport_ie.tables.files` opens the files to write them to.
"""

from __future__ import annotations

from govreport_ie.report.columns import Column, Table
from govreport_ie.tables.files import TABLE_FORMATS, TableWriter, check_output, open_tables, staged
from govreport_ie.tables.reports import BATCH_TABLES, TABLES, RowBuffer, schema_of
from govreport_ie.tables.rows import Rows

__all__ = [
    "BATCH_TABLES",
    "TABLES",
    "TABLE_FORMATS",
    "Column",
    "RowBuffer",
    "Rows",
    "Table",
    "TableWriter",
    "check_output",
    "open_tables",
    "schema_of",
    "staged",
]
