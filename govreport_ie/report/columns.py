"""Columns and tables: what a table holds, declared once for every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

__all__ = ["Column", "ColumnType", "Table"]

ColumnType = Literal["string", "integer", "decimal", "float", "boolean"]

Item = TypeVar("Item")
"""What a row of a table is made of."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One column of a table.

    Attributes:
        name: its name, the same in every format.
        meaning: what it holds, in a line; formats that can carry it do.
        get: the cell of a row.
        type: the type of its cells, each of which may be None.
    """

    name: str
    meaning: str
    get: Callable[[Item], Any]
    type: ColumnType = "string"


@dataclass(frozen=True, eq=False)
class Table(Generic[Item]):
    """One table; two tables are equal if they are the same object.

    Attributes:
        name: its name.
        columns: its columns, in the order in which every format writes them.
    """

    name: str
    columns: tuple[Column[Item], ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def record(self, item: Item) -> dict[str, Any]:
        """A row as a dict.

        Args:
            item: what the row is made of.

        Returns:
            Column name to cell, absent values None.
        """
        return {column.name: column.get(item) for column in self.columns}
