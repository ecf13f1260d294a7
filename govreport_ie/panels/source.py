"""Tables of a batch's output and of a panel, in whatever format they were written."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from govreport_ie.errors import MissingExtraError, ReadError
from govreport_ie.panels.tables import PANEL_TABLES
from govreport_ie.report.columns import Table
from govreport_ie.report.flat import METRICS
from govreport_ie.tables.text import unguarded

__all__ = ["is_panel", "read_metrics", "read_panel"]

_CHUNK = 10_000
_TABLE = METRICS.name


def read_metrics(path: str | Path) -> Iterator[dict[str, Any]]:
    """Read the metrics table of a batch.

    Args:
        path: the folder or file that the batch wrote, or its metrics file.

    Yields:
        The rows, values as in the flat form of a report.

    Raises:
        ReadError: if there is no metrics table, or it lacks a column.
        MissingExtraError: if the format needs a package that is not installed.
    """
    path = Path(path)
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder")
    if path.is_dir():
        found = [path / f"{_TABLE}.{suffix}" for suffix in _READERS if (path / f"{_TABLE}.{suffix}").exists()]
        if not found:
            raise ReadError(f"{path}: no metrics table in it ({_TABLE}.parquet, .csv …); is it a batch's output?")
        path = found[0]
    return _rows_of(path, METRICS, _TABLE, "the metrics table of a batch")


def is_panel(path: str | Path) -> bool:
    """Whether a file is a panel, by the columns or tables that it holds.

    Args:
        path: a file.
    """
    path = Path(path)
    if not path.is_file() or path.suffix.lower().lstrip(".") not in _READERS:
        return False
    try:
        first = next(iter(_READERS[path.suffix.lower().lstrip(".")](path, "panel")), None)
    except Exception:  # whatever a library says of a file that is none of ours
        return False
    return first is not None and {"region_code", "indicator_id", "object", "sources"} <= first.keys()


def read_panel(path: str | Path) -> dict[str, list[dict[str, Any]]]:
    """Read a panel with its side tables.

    Args:
        path: the file that `write_panel` wrote; of formats with a file a table, the panel itself, its side tables beside it.

    Returns:
        Table name to rows; a side table that is not there is empty.

    Raises:
        ReadError: if the file is no panel or cannot be read.
        MissingExtraError: if the format needs a package that is not installed.
    """
    path = Path(path)
    if not path.exists():
        raise ReadError(f"{path}: no such file")
    shared = path.suffix.lower().lstrip(".") in ("xlsx", "duckdb", "ddb")
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table in PANEL_TABLES.items():
        beside = path if shared or name == "panel" else path.with_name(f"{path.stem}_{name}{path.suffix}")
        found[name] = list(_rows_of(beside, table, name, "a panel")) if beside.exists() else []
    return found


def _rows_of(path: Path, table: Table[Any], name: str, what: str) -> Iterator[dict[str, Any]]:
    reader = _READERS.get(path.suffix.lower().lstrip("."))
    if reader is None:
        raise ReadError(f"{path}: no format of tables; known: {', '.join(_READERS)}")
    convert = _converter(path, table, what)
    try:
        for row in reader(path, name):
            yield convert(row)
    except (ReadError, MissingExtraError):
        raise
    except ImportError as error:
        raise MissingExtraError(f'{path}: needs {error.name}: pip install "govreport-ie[files]"') from error
    except Exception as error:  # each library has errors of its own for broken files
        raise ReadError(f"{path}: cannot be read ({type(error).__name__}: {error})") from error


def _converter(path: Path, table: Table[Any], what: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    convert: dict[str, Callable[[Any], Any]] = {
        "string": unguarded if path.suffix.lower() == ".csv" else str,
        "integer": lambda value: int(float(value)) if isinstance(value, str) else int(value),
        "decimal": lambda value: value if isinstance(value, Decimal) else Decimal(str(value)),
        "float": float,
        "boolean": lambda value: value.lower() in ("true", "1") if isinstance(value, str) else bool(value),
    }
    columns = [(column.name, convert[column.type]) for column in table.columns]

    def row_of(row: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, change in columns:
            if name not in row:
                raise ReadError(f"{path}: no column {name!r}; is it {what}?")
            value = row[name]
            empty = value is None or value == "" or value != value
            result[name] = None if empty else change(value)
        return result

    return row_of


def _parquet(path: Path, table: str) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as parquet

    for batch in parquet.ParquetFile(path).iter_batches(batch_size=_CHUNK):
        yield from batch.to_pylist()


def _csv(path: Path, table: str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _jsonl(path: Path, table: str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _dta(path: Path, table: str) -> Iterator[dict[str, Any]]:
    import pandas as pd

    chunks: Any = pd.read_stata(path, chunksize=_CHUNK, convert_categoricals=False)
    with chunks:
        for chunk in chunks:
            yield from chunk.to_dict("records")


def _xlsx(path: Path, table: str) -> Iterator[dict[str, Any]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.title.split("_")[0] == table]
    if not sheets:
        raise ReadError(f"{path}: no sheet {table!r}")
    for sheet in sheets:
        rows = sheet.iter_rows(values_only=True)
        header = next(rows, ())
        names = [str(name) for name in header]
        for row in rows:  # empty cells at the end of a row are left out
            yield dict(zip_longest(names, row[: len(names)]))
    book.close()


def _duckdb(path: Path, table: str) -> Iterator[dict[str, Any]]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as database:
        result = database.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in result.description or ()]
        while rows := result.fetchmany(_CHUNK):
            yield from (dict(zip(names, row, strict=True)) for row in rows)


_READERS: dict[str, Callable[[Path, str], Iterator[dict[str, Any]]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "dta": _dta,
    "xlsx": _xlsx,
    "duckdb": _duckdb,
    "ddb": _duckdb,
}
