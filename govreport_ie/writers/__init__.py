"""Writers: reports as JSON lines, CSV, Excel workbooks, Parquet files, DuckDB databases and HTML pages.

A file appears under its name only when it is complete: writing goes to a temporary file beside it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TextIO

from govreport_ie.errors import WriteError
from govreport_ie.report.models import Report
from govreport_ie.tables.files import TABLE_FORMATS, check_output, clear_errors, open_tables, staged_file
from govreport_ie.tables.reports import TABLES, report_tables
from govreport_ie.tables.text import CsvLines
from govreport_ie.writers.page import HtmlWriter
from govreport_ie.writers.reports import LineWriter, TablesWriter

__all__ = ["FORMATS", "TEXT_FORMATS", "ReportWriter", "check_output", "format_of", "open_writer", "write"]

FORMATS: dict[str, tuple[str, ...]] = {
    **{name: TABLE_FORMATS[name].suffixes for name in ("jsonl", "csv", "xlsx", "parquet", "duckdb")},
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
    raise WriteError(f"{path}: the suffix {suffix!r} indicates no format; use one of {known}, or name the format")


@contextlib.contextmanager
def open_writer(
    path: str | Path, format: str | None = None, *, raw: bool = False, thresholds: bool = False
) -> Iterator[ReportWriter]:
    """Open a file to write reports to, one after another.

    Args:
        path: the file; an existing one is replaced when the new one is complete.
        format: a key of `FORMATS`; by the suffix when omitted.
        raw: write texts into CSV as they are, even where a spreadsheet takes them for formulas.
        thresholds: whether tables have rows of thresholds, too.

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
    with clear_errors(path), staged_file(path) as new, contextlib.ExitStack() as stack:
        writer = _make(name, new, stack, raw=raw, thresholds=thresholds)
        try:
            yield writer
        except BaseException:
            with contextlib.suppress(Exception):  # only to let go of the file, which is thrown away
                writer.close()
            raise
        writer.close()


def _make(name: str, path: Path, stack: contextlib.ExitStack, *, raw: bool, thresholds: bool) -> ReportWriter:
    if name == "jsonl":
        return LineWriter(stack.enter_context(open(path, "w", encoding="utf-8", newline="")))
    if name == "html":
        return HtmlWriter(path)
    shared = TABLE_FORMATS[name].shared is not None
    # the metrics are the first sheet of a workbook, because they are what most look for
    names = sorted(TABLES, key=lambda table: table != "metrics") if shared else ["metrics"]
    made = report_tables(thresholds=thresholds)
    tables = [made[table] for table in names]
    return TablesWriter(open_tables(name, tables, lambda table: path, raw=raw), tables)


def text_writer(format: str, file: TextIO, *, raw: bool = False, thresholds: bool = False) -> ReportWriter:
    """A writer of a line format to an open text file.

    Args:
        format: one of `TEXT_FORMATS`.
        file: the file; it is left open.
        raw: write texts into CSV as they are.
        thresholds: whether tables have rows of thresholds, too.
    """
    table = report_tables(thresholds=thresholds)["metrics"]
    return LineWriter(file) if format == "jsonl" else TablesWriter(CsvLines(file, table, raw=raw), [table])


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
