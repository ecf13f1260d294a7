"""Columnar formats by way of Arrow: Parquet (metrics) and DuckDB (every table)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.writers.tables import TABLES, Table

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["DECIMAL_DIGITS", "DECIMAL_PLACES", "DuckDBWriter", "ParquetWriter", "arrow_schema", "fit_decimal"]

DECIMAL_DIGITS = 38
"""Digits of a decimal column, the most that Parquet readers and DuckDB share."""

DECIMAL_PLACES = 10
"""Places behind the point of a decimal column, the most that the models keep of a value that does not end."""

_BATCH = 10_000  # rows a row group
_CHARACTERS = 10_000_000  # of text in the rows of reports, that are written earlier for it
_LIMIT = Decimal(10) ** (DECIMAL_DIGITS - DECIMAL_PLACES)
_STEP = Decimal(1).scaleb(-DECIMAL_PLACES)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError('parquet and duckdb need pyarrow: pip install "govreport-ie[files]"') from error
    return pyarrow


def arrow_schema(table: Table) -> Any:
    """The Arrow schema of a table, with each column's meaning as its metadata.

    Args:
        table: one of `govreport_ie.writers.tables.TABLES`.

    Returns:
        A ``pyarrow.Schema``.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    pa = _pyarrow()
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(DECIMAL_DIGITS, DECIMAL_PLACES),
        "float": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema(
        [
            pa.field(column, types[table.type_of(column)], metadata={"description": meaning})
            for column, meaning in table.columns.items()
        ]
    )


class _Buffer:
    """Rows of one table, turned into Arrow tables a batch at a time."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.schema = arrow_schema(table)
        self._columns: dict[str, list[Any]] = {column: [] for column in table.columns}
        self.rows = 0
        self._characters = 0

    @property
    def full(self) -> bool:
        """Whether it is time to write the rows."""
        return self.rows >= _BATCH or self._characters >= _CHARACTERS

    def add(self, report: Report) -> None:
        if self._table.name == "reports":
            self._characters += len(report.text)
        for row in self._table.rows(report):
            self.rows += 1
            for column, cells in self._columns.items():
                value = row[column]
                cells.append(fit_decimal(value) if isinstance(value, Decimal) else value)

    def flush(self) -> Any:
        batch = _pyarrow().table(self._columns, schema=self.schema)
        for cells in self._columns.values():
            cells.clear()
        self.rows = self._characters = 0
        return batch


def fit_decimal(value: Decimal) -> Decimal | None:
    """The value as a decimal column holds it; one with too many digits is null, its words are in the text column.

    Args:
        value: a value of a report.

    Returns:
        The value with `DECIMAL_PLACES` places, or None.
    """
    if value.copy_abs() >= _LIMIT:
        return None
    with localcontext() as context:
        context.prec = DECIMAL_DIGITS
        return value.quantize(_STEP)


class ParquetWriter:
    """The metrics as a Parquet file, values as ``decimal(38, 10)``."""

    def __init__(self, path: Path, table: str = "metrics") -> None:
        _pyarrow()
        import pyarrow.parquet as parquet

        self._buffer = _Buffer(TABLES[table])
        self._writer = parquet.ParquetWriter(path, self._buffer.schema, compression="zstd")

    def write(self, report: Report) -> None:
        """Add the rows of one report."""
        self._buffer.add(report)
        if self._buffer.full:
            self._writer.write_table(self._buffer.flush())

    def close(self) -> None:
        """Write what is left and the file's footer."""
        if self._buffer.rows:
            self._writer.write_table(self._buffer.flush())
        self._writer.close()


class DuckDBWriter:
    """A DuckDB database with the tables ``reports``, ``sections``, ``metrics``, ``quantities`` and ``entities``."""

    def __init__(self, path: Path) -> None:
        _pyarrow()
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError('duckdb needs its package: pip install "govreport-ie[files]"') from error
        self._buffers = {name: _Buffer(table) for name, table in TABLES.items()}
        self._database = duckdb.connect(str(path))
        for name, buffer in self._buffers.items():
            self._send(f'CREATE TABLE "{name}" AS SELECT * FROM batch', buffer)
            for column, meaning in TABLES[name].columns.items():
                quoted = meaning.replace("'", "''")
                self._database.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS \'{quoted}\'')

    def write(self, report: Report) -> None:
        """Add the rows of one report."""
        for name, buffer in self._buffers.items():
            buffer.add(report)
            if buffer.full:
                self._send(f'INSERT INTO "{name}" SELECT * FROM batch', buffer)

    def close(self) -> None:
        """Write what is left and close the database."""
        for name, buffer in self._buffers.items():
            if buffer.rows:
                self._send(f'INSERT INTO "{name}" SELECT * FROM batch', buffer)
        self._database.close()

    def _send(self, statement: str, buffer: _Buffer) -> None:
        self._database.register("batch", buffer.flush())
        self._database.execute(statement)
        self._database.unregister("batch")
