"""Rows of one table on their way to a file: as Python values or as Arrow, whichever the format asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from govreport_ie.report.columns import Table
from govreport_ie.tables.arrow import arrow_schema, fit_decimal, pyarrow_module, without_zeros

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Rows"]

Item = TypeVar("Item")


class Rows:
    """Some rows of a table, column by column.

    Args:
        table: the table.
        columns: the cells of each column, in the table's order.
        batch: the same as Arrow; `from_arrow` gives rows that are turned into Python values only where a format needs them.
    """

    def __init__(
        self, table: Table[Any], columns: list[list[Any]] | None = None, batch: pyarrow.RecordBatch | None = None
    ) -> None:
        self.table = table
        self._columns = columns
        self._batch = batch

    @classmethod
    def of(cls, table: Table[Item], items: Iterable[Item]) -> Rows:
        """The rows that some items give.

        Args:
            table: the table.
            items: what its rows are made of.
        """
        rows = cls(table, [[] for _ in table.columns])
        rows.extend(items)
        return rows

    @classmethod
    def from_arrow(cls, table: Table[Any], batch: pyarrow.RecordBatch) -> Rows:
        """Rows of an Arrow record batch.

        Args:
            table: the table.
            batch: its rows, with the table's schema.
        """
        return cls(table, batch=batch)

    def extend(self, items: Iterable[Any]) -> None:
        """Add the rows of more items.

        Args:
            items: what the rows are made of.
        """
        items = list(items)
        for column, cells in zip(self.table.columns, self.columns, strict=True):
            cells.extend(map(column.get, items))
        self._batch = None

    def __len__(self) -> int:
        if self._batch is not None:
            return self._batch.num_rows
        return len(self.columns[0])

    @property
    def columns(self) -> list[list[Any]]:
        """The cells of each column as Python values; Decimals without the zeros that an Arrow column adds."""
        if self._columns is None:
            assert self._batch is not None
            self._columns = [column.to_pylist() for column in self._batch.columns]
            for column, cells in zip(self.table.columns, self._columns, strict=True):
                if column.type == "decimal":
                    cells[:] = [None if cell is None else without_zeros(cell) for cell in cells]
        return self._columns

    def records(self) -> Iterable[dict[str, Any]]:
        """The rows as dicts, column name to cell."""
        names = self.table.names
        return (dict(zip(names, cells, strict=True)) for cells in zip(*self.columns, strict=True))

    def arrow(self) -> pyarrow.RecordBatch:
        """The rows as an Arrow record batch; decimals that do not fit their column are null.

        Raises:
            MissingExtraError: if pyarrow is not installed.
        """
        if self._batch is None:
            pa = pyarrow_module()
            schema = arrow_schema(self.table)
            arrays = []
            for column, cells, item in zip(self.table.columns, self.columns, schema, strict=True):
                if column.type == "decimal":
                    cells = [None if cell is None else fit_decimal(cell) for cell in cells]
                arrays.append(pa.array(cells, type=item.type))
            self._batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
        return self._batch
