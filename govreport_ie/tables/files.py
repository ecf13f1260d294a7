"""Files of tables: one writer a format, and places that files take only when they are complete."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from govreport_ie.errors import GovReportError, WriteError
from govreport_ie.report.columns import Table
from govreport_ie.tables.columnar import DuckDBFile, ParquetFile
from govreport_ie.tables.rows import Rows
from govreport_ie.tables.stata import StataFile
from govreport_ie.tables.text import CsvFile, JsonlFile
from govreport_ie.tables.workbook import WorkbookFile

__all__ = [
    "SHARED_SUFFIXES",
    "TABLE_FORMATS",
    "TableFormat",
    "TableWriter",
    "check_output",
    "clear_errors",
    "is_disk_full",
    "open_tables",
    "staged",
    "staged_file",
    "write_text",
]


_FULL = (errno.ENOSPC, errno.EFBIG, *((errno.EDQUOT,) if hasattr(errno, "EDQUOT") else ()))


class TableWriter(Protocol):
    """What takes the rows of one or several tables."""

    def write(self, rows: Rows) -> None:
        """Add rows to their table."""
        ...

    def close(self) -> None:
        """Finish the files."""
        ...


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format of tables.

    Attributes:
        suffixes: the suffixes that mean it, the one it writes first.
        single: opens a file of one table; None if files of the format hold several.
        shared: opens a file of several tables.
        raw: opens a file of one table with texts as they are, where the format otherwise guards them.
    """

    suffixes: tuple[str, ...]
    single: Callable[[Path, Table[Any]], TableWriter] | None = None
    shared: Callable[[Path, Iterable[Table[Any]]], TableWriter] | None = None
    raw: Callable[[Path, Table[Any]], TableWriter] | None = None


TABLE_FORMATS: dict[str, TableFormat] = {
    "parquet": TableFormat((".parquet", ".pq"), single=ParquetFile),
    "csv": TableFormat((".csv",), single=CsvFile, raw=partial(CsvFile, raw=True)),
    "jsonl": TableFormat((".jsonl", ".ndjson"), single=JsonlFile),
    "xlsx": TableFormat((".xlsx",), shared=WorkbookFile),
    "dta": TableFormat((".dta",), single=StataFile),
    "duckdb": TableFormat((".duckdb", ".ddb"), shared=DuckDBFile),
}
"""Format to what is known of it."""

SHARED_SUFFIXES: dict[str, str] = {
    suffix: name for name, item in TABLE_FORMATS.items() if item.shared is not None for suffix in item.suffixes
}
"""Suffix of a file that holds several tables, to its format."""


class _Files:
    """Several files, each with tables of its own."""

    def __init__(self, writers: Mapping[str, TableWriter]) -> None:
        self._writers = writers

    def write(self, rows: Rows) -> None:
        self._writers[rows.table.name].write(rows)

    def close(self) -> None:
        for writer in dict.fromkeys(self._writers.values()):
            writer.close()


def open_tables(
    format: str, tables: Iterable[Table[Any]], path_of: Callable[[str], Path], *, raw: bool = False
) -> TableWriter:
    """Open the files of some tables.

    Args:
        format: a key of `TABLE_FORMATS`.
        tables: the tables, in the order in which a file that holds several has them.
        path_of: gives the file of a table; formats such as xlsx and duckdb hold several tables in one file.
        raw: write texts into CSV as they are, even where a spreadsheet takes them for formulas.

    Returns:
        What takes the rows; its ``close`` finishes every file.

    Raises:
        MissingExtraError: if the format needs a package that is not installed.
        WriteError: if two tables have one file, and the format holds one table a file.
    """
    kind = TABLE_FORMATS[format]
    by_path: dict[Path, list[Table[Any]]] = {}
    for table in tables:
        by_path.setdefault(path_of(table.name), []).append(table)
    writers: dict[str, TableWriter] = {}
    for path, members in by_path.items():
        if kind.shared is not None:
            writer = kind.shared(path, members)
        elif len(members) == 1 and kind.single is not None:
            writer = (kind.raw if raw and kind.raw is not None else kind.single)(path, members[0])
        else:
            raise WriteError(f"{path}: a {format} file holds one table, not {len(members)}")
        writers.update(dict.fromkeys((table.name for table in members), writer))
    return _Files(writers)


def check_output(path: str | Path) -> Path:
    """Make sure that a file can be written, before any work is done for it.

    A missing folder is created, but not the folders above it, which are more likely a slip of the pen.

    Args:
        path: the file.

    Returns:
        The path.

    Raises:
        WriteError: if it is a folder, its folder cannot be created, or either may not be written.
    """
    path = Path(path)
    folder = path.parent
    if path.is_dir():
        raise WriteError(f"{path} is a folder; name a file in it")
    if _is_special(path) and os.access(path, os.W_OK):
        return path
    if not folder.is_dir():
        try:
            folder.mkdir()
        except OSError as error:
            raise WriteError(f"{path}: the folder {folder} does not exist; create it first") from error
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise WriteError(f"{path} cannot be written; choose another place or change its permissions")
    return path


@contextlib.contextmanager
def clear_errors(path: Path, remedy: str = "free some space") -> Iterator[None]:
    """Turn what keeps a file from being written into one clear error.

    Args:
        path: the file, for the message.
        remedy: what to do about a full disk.

    Raises:
        WriteError: instead of an OSError, and of whatever a library raises that met a full disk.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, GovReportError):
            raise
        if is_disk_full(error):
            raise WriteError(f"{path}: the disk is full; {remedy}") from error
        if isinstance(error, OSError):
            raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
        raise


def is_disk_full(error: Exception) -> bool:
    """Whether an error says that the disk, a quota or a limit on the size of files is at its end.

    Args:
        error: the system's error, or one that a library (DuckDB, lxml) made of it.
    """
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    said = str(error)
    return any(os.strerror(number) in said or errno.errorcode[number] in said for number in _FULL)


@contextlib.contextmanager
def staged(home: Path, last: str | None = None, folder: Path | None = None) -> Iterator[Path]:
    """A folder for new files, which take the places of their namesakes when all are complete.

    Args:
        home: the folder where they are to stand.
        last: the name of the file that takes its place last: where it is, the others are.
        folder: the folder for the new files, on the same file system; emptied first.  A temporary one when omitted.

    Yields:
        The folder.  If the block raises, nothing of it is left behind, and the old files stay as they were.

    Raises:
        OSError: if something cannot be written.
    """
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=home))
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    try:
        yield folder
        # a database that was open when the block began may have left its log behind
        files = sorted(
            (path for path in folder.iterdir() if path.suffix != ".wal"), key=lambda path: (path.name == last, path)
        )
        for path in files:
            _sync(path)
        for path in files:
            _take_place(path, home / path.name)
        _sync(home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_place(path: Path, target: Path) -> None:
    """Move a file to a place: what a link there points to is replaced, and the new file has the old one's mode."""
    real = Path(os.path.realpath(target))
    with contextlib.suppress(OSError):
        os.chmod(path, stat.S_IMODE(real.stat().st_mode))
    try:
        os.replace(path, real)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with staged(real.parent) as folder:  # the link points to another file system
            shutil.copy(path, folder / real.name)


def _is_special(path: Path) -> bool:
    """Whether something stands there that is written to and not replaced: a pipe, a device."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextlib.contextmanager
def staged_file(path: Path) -> Iterator[Path]:
    """Where to write a file that takes its place when it is complete; into a pipe or a device it is copied then.

    Args:
        path: the file.

    Yields:
        The path to write to.  If the block raises, nothing of it is left behind, and an old file stays as it was.

    Raises:
        OSError: if something cannot be written.
    """
    if not _is_special(path):
        with staged(path.parent) as folder:
            yield folder / path.name
        return
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, path.name)
        yield new
        with open(new, "rb") as source, open(path, "wb") as target:
            shutil.copyfileobj(source, target)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open folders
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: str | Path, text: str) -> None:
    """Write a text to a file as UTF-8, line ends as they are; it appears under its name when it is complete.

    Args:
        path: the file.
        text: what to write.

    Raises:
        WriteError: if it cannot be written.
    """
    path = Path(path)
    with clear_errors(path), staged_file(path) as new:
        new.write_bytes(text.encode("utf-8"))
