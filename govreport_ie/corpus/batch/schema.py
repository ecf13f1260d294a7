"""The tables of a batch and their Arrow schemas, in one place for every format and engine."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.writers.arrow import arrow_schema, fit_decimal
from govreport_ie.writers.tables import TABLES, Table

if TYPE_CHECKING:
    import pyarrow

    from govreport_ie.report.models import Report

__all__ = ["BATCH_TABLES", "FAILURES", "RowBuffer", "pyarrow_module", "schema_of"]

FAILURES = Table(
    "failures",
    {
        "source_path": "file, member of an archive (archive.zip!/member) or row of a table (table.csv#3)",
        "reason": "read, text, memory, killed, time, package or internal",
        "message": "what happened and what to do",
        "attempts": "how often it was tried",
    },
    lambda report: iter(()),
)
"""What could not be annotated and why."""

BATCH_TABLES: dict[str, Table] = {**TABLES, FAILURES.name: FAILURES}
"""Table name to table, in the order in which outputs hold them."""


def pyarrow_module() -> Any:
    """The package pyarrow.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError('batches need pyarrow: pip install "govreport-ie[files]"') from error
    return pyarrow


@cache
def schema_of(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table, every column with its description as metadata.

    Args:
        table: a key of `BATCH_TABLES`.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    pyarrow_module()
    return arrow_schema(BATCH_TABLES[table])


class RowBuffer:
    """Rows of all tables, gathered report by report and handed on as Arrow record batches."""

    def __init__(self, tables: tuple[str, ...] = tuple(TABLES)) -> None:
        self.tables = tables
        self._columns: dict[str, dict[str, list[Any]]] = {
            name: {column: [] for column in TABLES[name].columns} for name in tables
        }
        self.rows = 0

    def add(self, report: Report) -> None:
        """Add the rows of one report to every table."""
        for name, columns in self._columns.items():
            for row in TABLES[name].rows(report):
                self.rows += 1
                for column, cells in columns.items():
                    value = row[column]
                    cells.append(fit_decimal(value) if isinstance(value, Decimal) else value)

    def take(self) -> dict[str, pyarrow.RecordBatch]:
        """The rows gathered so far, a record batch a table; the buffer is empty afterwards."""
        pa = pyarrow_module()
        batches: dict[str, pyarrow.RecordBatch] = {}
        for name, columns in self._columns.items():
            schema = schema_of(name)
            arrays = [pa.array(columns[field.name], type=field.type) for field in schema]
            batches[name] = pa.RecordBatch.from_arrays(arrays, schema=schema)
            for cells in columns.values():
                cells.clear()
        self.rows = 0
        return batches
