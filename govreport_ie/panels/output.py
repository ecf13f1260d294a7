"""Panels as files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from govreport_ie.corpus.batch.outputs import SINGLE_SUFFIXES, table_output
from govreport_ie.corpus.batch.schema import pyarrow_module
from govreport_ie.errors import ConfigError, GovReportError, WriteError
from govreport_ie.panels.build import panel_rows
from govreport_ie.panels.tables import PANEL_TABLES, panel_schema, record_batch
from govreport_ie.writers import check_output

__all__ = ["PANEL_FORMATS", "panel_format", "write_panel"]

PANEL_FORMATS = ("csv", "xlsx", "dta", "parquet", "duckdb", "jsonl")
"""Formats of a panel, by the suffix of the file."""

_ROWS = 5_000


def panel_format(output: Path) -> str:
    """The format of a panel's file.

    Args:
        output: the file.

    Raises:
        ConfigError: if its suffix tells none.
    """
    suffix = output.suffix.lower()
    name = SINGLE_SUFFIXES.get(suffix) or suffix.lstrip(".")
    if name not in PANEL_FORMATS:
        raise ConfigError(f"{output}: the suffix {suffix!r} tells no format; use one of .{', .'.join(PANEL_FORMATS)}")
    return name


def write_panel(
    metrics: Iterable[Mapping[str, Any]],
    output: str | Path,
    format: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Write a panel with its side tables.

    A database or workbook holds all three tables; in other formats the side tables stand beside the panel, as
    ``NAME_conflicts`` and ``NAME_targets``.

    Args:
        metrics: rows of the metrics table.
        output: the file.
        format: one of `PANEL_FORMATS`; by the suffix when omitted.
        progress: told of the number of metrics read.

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
    suffix = {"duckdb": ".duckdb", "xlsx": ".xlsx"}.get(name)
    staging: Path | None = None
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
        target = staging / f"all{suffix}" if suffix else staging
        counts = _write(table_output(name, target, PANEL_TABLES, panel_schema), metrics, progress)
        if suffix:
            os.replace(target, output)
        else:
            for table in reversed(PANEL_TABLES):  # the panel itself last: where it is, the others are
                os.replace(staging / f"{table}.{name}", _beside(output, table))
    except OSError as error:
        if isinstance(error, GovReportError):
            raise
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
    return counts


def _beside(output: Path, table: str) -> Path:
    return output if table == "panel" else output.with_name(f"{output.stem}_{table}{output.suffix}")


def _write(writer: Any, metrics: Iterable[Mapping[str, Any]], progress: Callable[[int], None] | None) -> dict[str, int]:
    counts = dict.fromkeys(PANEL_TABLES, 0)
    waiting: dict[str, list[Mapping[str, Any]]] = {table: [] for table in PANEL_TABLES}
    for table, row in panel_rows(metrics, progress):
        counts[table] += 1
        waiting[table].append(row)
        if len(waiting[table]) >= _ROWS:
            writer.write(table, record_batch(table, waiting[table]))
            waiting[table] = []
    for table, rows in waiting.items():
        if rows:
            writer.write(table, record_batch(table, rows))
    writer.close()
    return counts
