"""Columnar formats: Parquet files and DuckDB databases, given many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.report.columns import Table
from govreport_ie.tables.arrow import arrow_schema, pyarrow_module
from govreport_ie.tables.limits import DUCKDB_MEMORY, DUCKDB_MEMORY_LONG, GROUP_BYTES, GROUP_ROWS, LONG_ROW
from govreport_ie.tables.rows import Rows

if TYPE_CHECKING:
    import pyarrow

__all__ = ["DuckDBFile", "ParquetFile"]


_COMBINED = 32
"""So many batches of rows are brought into one: each has some hundred arrays of its own, however few its rows are."""


class _Group:
    """Rows of one table that wait until they are many.

    They wait as batches in levels: `_COMBINED` batches of a level are one of the next, so that few small ones lie about and every
    row is copied two or three times.
    """

    def __init__(self, table: Table[Any]) -> None:
        self.table = table
        self.rows = 0
        self._bytes = 0
        self._levels: list[list[pyarrow.RecordBatch]] = [[]]

    @property
    def full(self) -> bool:
        """Whether it is time to write the rows."""
        return self.rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES

    def add(self, rows: Rows) -> None:
        batch = rows.arrow()
        self.rows += batch.num_rows
        self._bytes += batch.get_total_buffer_size()  # nbytes takes fifty times as long
        self._levels[0].append(batch)
        level = 0
        while len(self._levels[level]) == _COMBINED:
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1] += self._table(self._levels[level]).combine_chunks().to_batches()
            self._levels[level] = []
            level += 1

    def take(self) -> pyarrow.Table:
        """The rows that waited; none are left."""
        rows = self._table([batch for level in reversed(self._levels) for batch in level])
        self._levels, self.rows, self._bytes = [[]], 0, 0
        return rows

    def _table(self, batches: list[pyarrow.RecordBatch]) -> pyarrow.Table:
        return pyarrow_module().Table.from_batches(batches, schema=arrow_schema(self.table))


class ParquetFile:
    """A Parquet file, values as ``decimal(38, 10)``, with the meanings of the columns.

    Args:
        path: the file.
        table: the table.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """

    def __init__(self, path: Path, table: Table[Any]) -> None:
        pyarrow_module()
        import pyarrow.parquet as parquet

        self._group = _Group(table)
        self._writer = parquet.ParquetWriter(path, arrow_schema(table), compression="zstd")

    def write(self, rows: Rows) -> None:
        """Add rows."""
        self._group.add(rows)
        if self._group.full:
            self._writer.write_table(self._group.take())

    def close(self) -> None:
        """Write what is left and the file's footer."""
        if self._group.rows:
            self._writer.write_table(self._group.take())
        self._writer.close()


class DuckDBFile:
    """A DuckDB database with a table for each of some tables; the meanings of columns are their comments.

    Args:
        path: the file.
        tables: the tables.

    Raises:
        MissingExtraError: if duckdb or pyarrow is not installed.
    """

    def __init__(self, path: Path, tables: Iterable[Table[Any]]) -> None:
        pyarrow_module()
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError('duckdb needs its package: pip install "govreport-ie[files]"') from error
        self._database = duckdb.connect(str(path), config={"memory_limit": DUCKDB_MEMORY, "threads": 1})
        self._groups = {table.name: _Group(table) for table in tables}
        # a transaction is written to the disk when it ends, so tables, comments and the first rows share one
        self._database.begin()
        self._begun = True
        for group in self._groups.values():
            self._send(f'CREATE TABLE "{group.table.name}" AS SELECT * FROM batch', group)
            for column in group.table.columns:
                meaning = column.meaning.replace("'", "''")
                self._database.execute(f'COMMENT ON COLUMN "{group.table.name}"."{column.name}" IS \'{meaning}\'')

    def write(self, rows: Rows) -> None:
        """Add rows to their table."""
        group = self._groups[rows.table.name]
        group.add(rows)
        if group.full:
            self._insert(group)
            self._commit()  # later groups are transactions of their own: an open one keeps what it wrote in memory

    def close(self) -> None:
        """Write what is left and close the database."""
        if not self._begun:
            self._database.begin()
            self._begun = True
        for group in self._groups.values():
            if group.rows:
                self._insert(group)
        self._commit()
        self._database.close()

    def _commit(self) -> None:
        if self._begun:
            self._database.commit()
            self._begun = False

    def _insert(self, group: _Group) -> None:
        self._send(f'INSERT INTO "{group.table.name}" SELECT * FROM batch', group)

    def _send(self, statement: str, group: _Group) -> None:
        rows = group.take()
        if rows.get_total_buffer_size() > LONG_ROW * max(rows.num_rows, 1):
            self._database.execute(f"SET memory_limit = '{DUCKDB_MEMORY_LONG}'")
        self._database.register("batch", rows)
        self._database.execute(statement)
        self._database.unregister("batch")
