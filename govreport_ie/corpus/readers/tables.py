"""Tables with one report a row: CSV, XLSX, Parquet and JSONL with a text column and columns of metadata."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from govreport_ie.corpus.readers.documents import missing_extra
from govreport_ie.corpus.readers.encoding import open_text
from govreport_ie.errors import ReadError
from govreport_ie.extraction import lexicons
from govreport_ie.tables.reports import TABLES
from govreport_ie.tables.text import unguarded

__all__ = ["TABLE_SUFFIXES", "RowErrorHandler", "TableRow", "clean_metadata", "table_rows", "text_column_of"]

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".jsonl", ".ndjson", ".json"})

_BUFFER = 1 << 20
_CELL = 2**31 - 1  # characters of a cell; Python's own limit is below the length of a report
_NO_TEXT = 1_000  # rows without a text column with which a table may begin

Row = Mapping[str, Any]
RowErrorHandler = Callable[[int, ReadError], None]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds a text.

    Attributes:
        number: its number among the rows, from 1.
        text: the text.
        metadata: what the other columns say.
        encoding: encoding of the file, where it has one.
        warnings: what was noticed while reading.
    """

    number: int
    text: str
    metadata: dict[str, Any]
    encoding: str | None
    warnings: tuple[str, ...]


def table_rows(
    file: IO[bytes], suffix: str, *, encoding: str | None, text_column: str | None, name: str, on_error: RowErrorHandler
) -> Iterator[TableRow]:
    """The rows of a table that hold a text, read one after another, so that a table may be larger than the memory.

    Args:
        file: the open file, which can seek.
        suffix: the kind of file, one of `TABLE_SUFFIXES`.
        encoding: encoding of CSV and JSONL files, where known.
        text_column: the column of the texts; found by its name when omitted.
        name: what to call the file in messages.
        on_error: called with number and error of each row that cannot be used; the others are read.

    Yields:
        Each row.  Metadata has every other column; ``year``, ``region`` and ``doc_id`` under these names whatever the column's
        heading.

    Raises:
        ReadError: if the file is broken or no column holds texts.
        MissingExtraError: without the package that the kind of file needs.
    """
    used: str | None = None
    notes: tuple[str, ...] = ()
    if suffix in (".xlsx", ".xlsm"):
        rows: Iterable[Row | ReadError] = _xlsx(file, name)
    elif suffix == ".parquet":
        rows = _parquet(file, name)
    else:
        text, used, notes = open_text(file, encoding, name)
        rows = _json(text, suffix, name) if suffix in (".jsonl", ".ndjson", ".json") else _csv(text, suffix, name)
    columns = _TextColumn(text_column, name, on_error)
    found = failed = False
    for number, row in enumerate(rows, 1):
        if isinstance(row, ReadError):
            failed = True
            on_error(number, ReadError(f"{name}#{number}: {row}"))
            continue
        column = columns.of(number, row)
        if column is None:
            continue
        value = row[column]
        if value is None or not str(value).strip():
            continue
        found = True
        try:
            metadata = clean_metadata({key: item for key, item in row.items() if key != column}, name, number)
        except ReadError as error:
            on_error(number, error)
            continue
        yield TableRow(number, str(value), metadata, used, notes)
    columns.end()
    if not found and not failed:
        raise ReadError(f"{name}: no row holds a text")


class _TextColumn:
    """Finds the text column of each row.

    Rows without one are failures of their own once a row has shown that the table has one; else it is the table's.
    """

    def __init__(self, wanted: str | None, name: str, on_error: RowErrorHandler) -> None:
        self._wanted, self._name, self._on_error = wanted, name, on_error
        self._column: str | None = None
        self._early: list[tuple[int, ReadError]] = []

    def of(self, number: int, row: Row) -> str | None:
        """The column, or None for a row without one."""
        if self._column is not None and self._column in row:
            return self._column
        try:
            found = text_column_of(row, self._wanted, self._name)
        except ReadError as error:
            if self._column is not None:
                self._on_error(number, self._named(number, error))
                return None
            self._early.append((number, error))
            if len(self._early) >= _NO_TEXT:
                self.end()
            return None
        self._column = found
        for early, error in self._early:
            self._on_error(early, self._named(early, error))
        self._early.clear()
        return found

    def _named(self, number: int, error: ReadError) -> ReadError:
        return ReadError(str(error).replace(self._name, f"{self._name}#{number}", 1))

    def end(self) -> None:
        """Refuse a table of which no row has a text column."""
        if self._column is None and self._early:
            raise self._early[0][1]


def clean_metadata(fields: Mapping[str, Any], name: str, row: int | None = None) -> dict[str, Any]:
    """Bring the known fields (year, region, doc_id) under their names and the year to an int.

    Args:
        fields: what columns or file name say.
        name: what to call the file in messages.
        row: number of the row, for messages.

    Returns:
        The metadata; empty values are left out.

    Raises:
        ReadError: if a year is no year.
    """
    known = {entry["name"].casefold(): entry["field"] for entry in lexicons.load("table_columns")}
    metadata: dict[str, Any] = {}
    for key, value in fields.items():
        target = known.get(str(key).strip().casefold(), str(key))
        if (
            target == "text"
            or value is None
            or (isinstance(value, float) and value != value)
            or str(value).strip() == ""
        ):
            continue
        if target == "year":
            value = _year(value, f"{name}#{row}" if row else name)
        elif target in ("region", "doc_id", "level"):
            value = str(value).strip()
        metadata.setdefault(target, value)
    return metadata


def _year(value: Any, where: str) -> int:
    text = str(value).strip().removesuffix("年").removesuffix(".0")
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
        raise ReadError(f"{where}: {value!r} is no year")
    return int(text)


def text_column_of(row: Row, wanted: str | None, name: str) -> str:
    """The column of a table that holds the texts.

    Args:
        row: a row, for its keys.
        wanted: the column the user named, if any.
        name: what to call the table in messages.

    Returns:
        The column.

    Raises:
        ReadError: if there is none; the message lists the columns.
    """
    if wanted is not None:
        if wanted in row:
            return wanted
        raise ReadError(f"{name}: no column {wanted!r}; columns: {', '.join(map(str, row))}")
    known = [entry["name"].casefold() for entry in lexicons.load("table_columns") if entry["field"] == "text"]
    by_name = {str(key).strip().casefold(): key for key in row}
    for candidate in known:
        if candidate in by_name:
            return by_name[candidate]
    raise ReadError(
        f"{name}: which column holds the texts? give text_column=, or --text-column of batch; columns: {', '.join(map(str, row))}"
    )


def _csv(text: IO[str], suffix: str, name: str) -> Iterator[Row | ReadError]:
    if csv.field_size_limit() < _CELL:
        csv.field_size_limit(_CELL)  # of the whole process, so it is never lowered again under another table
    head = text.readline().removeprefix("\ufeff")
    delimiter = "\t" if suffix == ".tsv" or head.count("\t") > head.count(",") else ","
    delimiter = ";" if head.count(";") > head.count(delimiter) else delimiter
    rows = csv.DictReader(chain([head], text), delimiter=delimiter)
    ours = head.strip().split(delimiter) == list(TABLES["reports"].names)  # a table that a batch has written
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            if rows.fieldnames is None:
                raise ReadError(f"{name}: not a readable table ({error})") from error
            yield ReadError(f"line {rows.line_num} is not readable ({error})")
            continue
        if row is None:
            return
        cells = {key: value for key, value in row.items() if key is not None}
        yield {key: unguarded(value or "") for key, value in cells.items()} if ours else cells


def _json(text: IO[str], suffix: str, name: str) -> Iterator[Row | ReadError]:
    if suffix == ".json":
        try:
            value = json.loads(text.read().removeprefix("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise ReadError(f"{name}: not valid JSON ({error})") from error
        items = list(value) if isinstance(value, list) else [value]
        numbered = enumerate(items, 1)
    else:
        numbered = _json_lines(text)
    for number, item in numbered:
        if isinstance(item, str):
            item = {"text": item}
        if isinstance(item, dict | ReadError):
            yield item
        else:
            what = "line" if suffix != ".json" else "item"
            yield ReadError(f"{what} {number} is no object and no string but {type(item).__name__}")


def _json_lines(text: IO[str]) -> Iterator[tuple[int, Any]]:
    """Line number and value of each line, or its error."""
    for number, line in enumerate(text, 1):
        line = line.removeprefix("\ufeff") if number == 1 else line
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, ReadError(f"line {number} is not valid JSON ({error})")


def _xlsx(file: IO[bytes], name: str) -> Iterator[Row]:
    try:
        import openpyxl
    except ImportError:
        raise missing_extra("openpyxl", "XLSX") from None
    if file.read(4) == b"\xd0\xcf\x11\xe0":
        raise ReadError(f"{name}: encrypted, or in the old .xls format; save it as .xlsx without a password")
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(cell) if cell is not None else f"column {index}" for index, cell in enumerate(next(rows, ()), 1)]
        yield from (dict(zip(header, row, strict=False)) for row in rows)
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises whatever zipfile or the XML parser meets
        raise ReadError(f"{name}: not a readable .xlsx file ({type(error).__name__}: {error})") from error


def _parquet(file: IO[bytes], name: str) -> Iterator[Row]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise missing_extra("pyarrow", "Parquet") from None
    try:
        # with a buffer, pages are read as they are needed, not a row group at a time
        for batch in pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False).iter_batches(batch_size=16):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise ReadError(f"{name}: not a readable Parquet file ({error})") from error
