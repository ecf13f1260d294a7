"""Writers: reports as JSON lines, CSV, Excel workbooks, Parquet files, DuckDB databases and HTML pages.

A file appears under its name only when it is complete: writing goes to a temporary file beside it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from govreport_ie.errors import GovReportError, WriteError

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["FORMATS", "TEXT_FORMATS", "ReportWriter", "check_output", "format_of", "open_writer", "write"]

FORMATS: dict[str, tuple[str, ...]] = {
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "parquet": (".parquet", ".pq"),
    "duckdb": (".duckdb", ".ddb"),
    "html": (".html", ".htm"),
}
"""Format to the suffixes that mean it."""

TEXT_FORMATS = ("jsonl", "csv")
"""Formats that can be written to standard output."""


class ReportWriter(Protocol):
    """What takes reports one after another."""

    def write(self, report: Report) -> None:
        """Add one report."""
        ...

    def close(self) -> None:
        """Finish the output."""
        ...


def format_of(path: str | Path) -> str:
    """The format that a file's suffix means.

    Args:
        path: the file.

    Returns:
        A key of `FORMATS`.

    Raises:
        WriteError: if the suffix means none.

    Example:
        >>> format_of("metrics.parquet")
        'parquet'
    """
    suffix = Path(path).suffix.lower()
    for name, suffixes in FORMATS.items():
        if suffix in suffixes:
            return name
    known = ", ".join(suffixes[0] for suffixes in FORMATS.values())
    raise WriteError(f"{path}: the suffix {suffix!r} tells no format; use one of {known}, or name the format")


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
    if not folder.is_dir():
        try:
            folder.mkdir()
        except OSError as error:
            raise WriteError(f"{path}: the folder {folder} does not exist; create it first") from error
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise WriteError(f"{path} cannot be written; choose another place or change its permissions")
    return path


@contextlib.contextmanager
def open_writer(path: str | Path, format: str | None = None) -> Iterator[ReportWriter]:
    """Open a file to write reports to, one after another.

    Args:
        path: the file; an existing one is replaced when the new one is complete.
        format: a key of `FORMATS`; by the suffix when omitted.

    Yields:
        The writer.  If the block raises, nothing is left behind.

    Raises:
        WriteError: if the place cannot be written or no format is known.
        MissingExtraError: if the format needs a package that is not installed; the message says how to install it.
    """
    path = check_output(path)
    name = format or format_of(path)
    if name not in FORMATS:
        raise WriteError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with contextlib.ExitStack() as stack:
            writer = _make(name, part, stack)
            try:
                yield writer
            except BaseException:
                with contextlib.suppress(Exception):  # only to let go of the file, which is thrown away
                    writer.close()
                raise
            writer.close()
        os.replace(part, path)
    except OSError as error:
        if isinstance(error, GovReportError):
            raise
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _make(name: str, path: Path, stack: contextlib.ExitStack) -> ReportWriter:
    if name in TEXT_FORMATS:
        # Excel takes a CSV file for UTF-8 only with a byte order mark.
        encoding = "utf-8-sig" if name == "csv" else "utf-8"
        return text_writer(name, stack.enter_context(open(path, "w", encoding=encoding, newline="")))
    if name == "html":
        from govreport_ie.writers.page import HtmlWriter

        return HtmlWriter(path)
    if name == "xlsx":
        from govreport_ie.writers.workbook import XlsxWriter

        return XlsxWriter(path)
    from govreport_ie.writers.arrow import DuckDBWriter, ParquetWriter

    return ParquetWriter(path) if name == "parquet" else DuckDBWriter(path)


def text_writer(format: str, file: TextIO) -> ReportWriter:
    """A writer of a line format to an open text file.

    Args:
        format: one of `TEXT_FORMATS`.
        file: the file; it is left open.
    """
    from govreport_ie.writers.text import CsvWriter, JsonlWriter

    return JsonlWriter(file) if format == "jsonl" else CsvWriter(file)


def write(reports: Iterable[Report], path: str | Path, format: str | None = None) -> int:
    """Write reports to a file.

    Args:
        reports: the reports; they are taken one at a time.
        path: the file.
        format: ``jsonl`` (whole reports), ``csv`` or ``parquet`` (metrics), ``xlsx`` or ``duckdb`` (every table),
            ``html`` (a page to look at); by the suffix when omitted.

    Returns:
        The number of reports written.

    Raises:
        WriteError: if the file cannot be written or no format is known.
        MissingExtraError: if the format needs a package that is not installed.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.writers import write
        >>> write(gi.pipe(["全年新增就业1.2万人。"]), "metrics.csv")  # doctest: +SKIP
        1
    """
    number = 0
    with open_writer(path, format) as writer:
        for report in reports:
            writer.write(report)
            number += 1
    return number
