"""Where the rows of a batch go in the end: a file a table, or one database or workbook, streamed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from govreport_ie.corpus.batch.schema import pyarrow_module, schema_of
from govreport_ie.errors import MissingExtraError

if TYPE_CHECKING:
    import pyarrow

__all__ = ["OUTPUT_FORMATS", "SINGLE_SUFFIXES", "TableOutput", "plain", "table_output"]

OUTPUT_FORMATS = ("parquet", "csv", "jsonl", "xlsx", "dta", "duckdb", "docbin")
"""Formats of a batch; the first is the default."""

SINGLE_SUFFIXES = {".duckdb": "duckdb", ".ddb": "duckdb", ".xlsx": "xlsx"}
"""Suffixes of an output that is one file."""

_GROUP = 20_000  # rows written at a time
_GROUP_BYTES = 32_000_000  # the same in bytes: the texts of reports are long
_DUCKDB_MEMORY = "300MB"  # else it would keep up to four fifths of the machine's
_SHEET_ROWS = 1_048_575  # what Excel keeps of a sheet, without the header


class TableOutput(Protocol):
    """What takes the rows of several tables."""

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        """Add rows to a table."""
        ...

    def close(self) -> None:
        """Finish the files."""
        ...


def table_output(
    format: str, target: Path, tables: Iterable[str], schemas: Callable[[str], Any] = schema_of
) -> TableOutput:
    """Open an output.

    Args:
        format: one of parquet, csv, jsonl, xlsx, dta or duckdb.
        target: the file, if it ends in one of `SINGLE_SUFFIXES`; else the folder, which exists.
        tables: names of the tables.
        schemas: gives the Arrow schema of a table.

    Raises:
        MissingExtraError: if the format needs a package that is not installed.
    """
    names = list(tables)
    single = target.suffix.lower() in SINGLE_SUFFIXES
    if format == "duckdb":
        return _DuckDB(target, names, schemas)
    if format == "xlsx":
        return _Workbooks(target, names, schemas, single=single)
    if format == "dta":
        from govreport_ie.corpus.batch.stata import StataOutput

        return StataOutput(target, names, schemas)
    makers = {"parquet": _Parquet, "csv": _Csv, "jsonl": _Jsonl}
    return _Files({name: makers[format](target / f"{name}.{format}", schemas(name)) for name in names})


def plain(value: Any) -> Any:
    """A value of an Arrow table as Python writes it: Decimals lose the zeros that their column adds."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return whole if value == whole else value.normalize()
    return value


class _Files:
    def __init__(self, writers: dict[str, Any]) -> None:
        self._writers = writers

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        self._writers[table].write(batch)

    def raw(self, table: str, data: bytes) -> None:
        self._writers[table].raw(data)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


class _Parquet:
    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        import pyarrow.parquet as parquet

        self._schema = schema
        self._writer = parquet.ParquetWriter(path, schema, compression="zstd")
        self._batches: list[pyarrow.RecordBatch] = []
        self._rows = self._bytes = 0

    def write(self, batch: pyarrow.RecordBatch) -> None:
        self._batches.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= _GROUP or self._bytes >= _GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pyarrow_module().Table.from_batches(self._batches, schema=self._schema))
        self._batches, self._rows, self._bytes = [], 0, 0


class _Csv:
    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        # Excel takes a CSV file for UTF-8 only with a byte order mark.
        self._file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 (closed by close)
        self._rows = csv.writer(self._file, lineterminator="\r\n")
        self._rows.writerow(schema.names)

    def write(self, batch: pyarrow.RecordBatch) -> None:
        columns = [[_csv_cell(value) for value in column.to_pylist()] for column in batch.columns]
        self._rows.writerows(zip(*columns, strict=True))

    def close(self) -> None:
        self._file.close()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(plain(value), "f")
    if isinstance(value, bool):
        return str(value).lower()
    return value


class _Jsonl:
    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        self._file = open(path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 (closed by close)

    def write(self, batch: pyarrow.RecordBatch) -> None:
        for row in batch.to_pylist():
            cells = {key: format(plain(v), "f") if isinstance(v, Decimal) else v for key, v in row.items()}
            self._file.write(json.dumps(cells, ensure_ascii=False) + "\n")

    def raw(self, data: bytes) -> None:
        self._file.write(data.decode("utf-8"))

    def close(self) -> None:
        self._file.close()


class _Workbooks:
    """One workbook with a sheet a table, or one a table; a table that is too long goes on in the next sheet."""

    def __init__(self, target: Path, tables: list[str], schemas: Callable[[str], Any], *, single: bool) -> None:
        try:
            from openpyxl import Workbook
        except ImportError as error:
            raise MissingExtraError('xlsx needs openpyxl: pip install "govreport-ie[files]"') from error
        self._schemas = schemas
        self._books: dict[Path, Any] = {}
        self._sheets: dict[str, tuple[Any, Any]] = {}
        self._rows: dict[str, int] = {}
        for name in tables:
            path = target if single else target / f"{name}.xlsx"
            if path not in self._books:
                self._books[path] = Workbook(write_only=True)
            self._new_sheet(name, self._books[path], name)

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        from govreport_ie.writers.workbook import workbook_cell

        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if self._rows[table] and self._rows[table] % _SHEET_ROWS == 0:
                number = self._rows[table] // _SHEET_ROWS + 1
                self._new_sheet(table, self._sheets[table][0], f"{table}_{number}")
            sheet = self._sheets[table][1]
            sheet.append([workbook_cell(sheet, plain(value)) for value in row])
            self._rows[table] += 1

    def close(self) -> None:
        for path, book in self._books.items():
            book.save(path)

    def _new_sheet(self, table: str, book: Any, title: str) -> None:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(self._schemas(table).names)
        self._sheets[table] = (book, sheet)
        self._rows.setdefault(table, 0)


class _DuckDB:
    def __init__(self, target: Path, tables: list[str], schemas: Callable[[str], Any]) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError('duckdb needs its package: pip install "govreport-ie[files]"') from error
        self._database = duckdb.connect(str(target), config={"memory_limit": _DUCKDB_MEMORY})
        self._schemas = schemas
        self._batches: dict[str, list[pyarrow.RecordBatch]] = {name: [] for name in tables}
        for name in tables:
            self._send(f'CREATE TABLE "{name}" AS SELECT * FROM batch', name)
            for field in schemas(name):
                meaning = (field.metadata or {}).get(b"description", b"").decode("utf-8").replace("'", "''")
                self._database.execute(f'COMMENT ON COLUMN "{name}"."{field.name}" IS \'{meaning}\'')

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        self._batches[table].append(batch)
        waiting = self._batches[table]
        if sum(part.num_rows for part in waiting) >= _GROUP or sum(part.nbytes for part in waiting) >= _GROUP_BYTES:
            self._send(f'INSERT INTO "{table}" SELECT * FROM batch', table)

    def close(self) -> None:
        for table, batches in self._batches.items():
            if batches:
                self._send(f'INSERT INTO "{table}" SELECT * FROM batch', table)
        self._database.close()

    def _send(self, statement: str, table: str) -> None:
        rows = pyarrow_module().Table.from_batches(self._batches[table], schema=self._schemas(table))
        self._batches[table] = []
        self._database.register("batch", rows)
        self._database.execute(statement)
        self._database.unregister("batch")
