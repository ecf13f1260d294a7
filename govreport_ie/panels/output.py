"""Panels as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from govreport_ie.errors import ConfigError
from govreport_ie.panels.build import panel_items
from govreport_ie.panels.tables import PANEL_TABLES
from govreport_ie.tables.arrow import pyarrow_module
from govreport_ie.tables.files import (
    SHARED_SUFFIXES,
    TABLE_FORMATS,
    TableWriter,
    check_output,
    clear_errors,
    open_tables,
    staged,
)
from govreport_ie.tables.rows import Rows

__all__ = ["PANEL_FORMATS", "panel_format", "write_panel"]

PANEL_FORMATS = ("csv", "xlsx", "dta", "parquet", "duckdb", "jsonl")
"""Formats of a panel, by the suffix of the file."""

_ROWS = 5_000


def panel_format(output: Path) -> str:
    """The format of a panel's file.

    Args:
        output: the file.

    Raises:
        ConfigError: if its suffix indicates none.
    """
    suffix = output.suffix.lower()
    name = SHARED_SUFFIXES.get(suffix) or suffix.lstrip(".")
    if name not in PANEL_FORMATS:
        raise ConfigError(
            f"{output}: the suffix {suffix!r} indicates no format; use one of .{', .'.join(PANEL_FORMATS)}"
        )
    return name


def write_panel(
    metrics: Iterable[Mapping[str, Any]],
    output: str | Path,
    format: str | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    raw: bool = False,
) -> dict[str, int]:
    """Write a panel with its side tables.

    A database or workbook holds all three tables; in other formats the side tables stand beside the panel, as
    ``NAME_conflicts`` and ``NAME_targets``.

    Args:
        metrics: rows of the metrics table.
        output: the file.
        format: one of `PANEL_FORMATS`; by the suffix when omitted.
        progress: called with the number of metrics read.
        raw: write texts into CSV as they are, even where a spreadsheet takes them for formulas.

    Returns:
        The number of rows of each table.

    Raises:
        WriteError: if the file cannot be written.
        ConfigError: if no format is known.
        MissingExtraError: if a package is missing.
    """
    pyarrow_module()
    output = check_output(output)
    name = format or panel_format(output)
    if name not in PANEL_FORMATS:
        raise ConfigError(f"no format {name!r}; there are {', '.join(PANEL_FORMATS)}")
    shared = TABLE_FORMATS[name].shared is not None
    with clear_errors(output), staged(output.parent, last=output.name) as folder:
        # the panel itself takes its place last: where it is, the others are
        writer = open_tables(
            name,
            PANEL_TABLES.values(),
            lambda table: folder / (output if shared else _beside(output, table)).name,
            raw=raw,
        )
        return _write(writer, metrics, progress)


def _beside(output: Path, table: str) -> Path:
    return output if table == "panel" else output.with_name(f"{output.stem}_{table}{output.suffix}")


def _write(
    writer: TableWriter, metrics: Iterable[Mapping[str, Any]], progress: Callable[[int], None] | None
) -> dict[str, int]:
    counts = dict.fromkeys(PANEL_TABLES, 0)
    waiting: dict[str, list[Any]] = {table: [] for table in PANEL_TABLES}

    def hand_on(table: str) -> None:
        rows = Rows.of(PANEL_TABLES[table], waiting[table])
        writer.write(
            Rows.from_arrow(rows.table, rows.arrow())
        )  # so that computed values have the same digits everywhere
        counts[table] += len(waiting[table])
        waiting[table] = []

    for table, item in panel_items(metrics, progress):
        waiting[table].append(item)
        if len(waiting[table]) >= _ROWS:
            hand_on(table)
    for table, items in waiting.items():
        if items:
            hand_on(table)
    writer.close()
    return counts
