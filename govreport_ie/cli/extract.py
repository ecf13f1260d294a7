"""``govreport-ie extract``: reports in, metrics out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.cli.messages import (
    DEBUG_VARIABLE,
    PLAIN_WIDTH,
    data_console,
    error_line,
    internal_error,
    note_line,
    progress,
    warning_line,
)
from govreport_ie.cli.pipelines import (
    EncodingOption,
    EntityRulesOption,
    IndicatorsOption,
    NamesOption,
    PipelineOption,
    PolicyAreasOption,
    RawOption,
    RegionOption,
    ThresholdsOption,
    YearOption,
    choice_of,
    load_choice,
)
from govreport_ie.errors import GovReportError, MissingExtraError, WriteError

if TYPE_CHECKING:
    from spacy.language import Language

    from govreport_ie.report.models import Report

__all__ = ["Format", "check_encoding", "extract"]

STDIN = "-"


class Format(str, Enum):
    """Output formats of ``extract``."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    duckdb = "duckdb"
    html = "html"


def extract(
    files: Annotated[list[str], typer.Argument(help="Files with reports; - is standard input.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write to, instead of standard output.")
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; by OUT's suffix, a table on standard output."),
    ] = None,
    year: YearOption = None,
    region: RegionOption = None,
    encoding: EncodingOption = None,
    pipeline: PipelineOption = "default",
    policy_areas: PolicyAreasOption = None,
    indicators: IndicatorsOption = None,
    entity_rules: EntityRulesOption = None,
    names: NamesOption = None,
    raw: RawOption = False,
    thresholds: ThresholdsOption = False,
) -> None:
    """Extract quantities, metrics, entities and policy areas from reports.

    govreport-ie extract report.txt                    a table on the terminal
    govreport-ie extract report.docx -o report.jsonl   everything, one report a line
    govreport-ie extract *.txt -o metrics.csv          one metric a row (xlsx, parquet, duckdb as well)
    govreport-ie extract report.txt -o report.html     a page to look at; see view
    """
    name = _format(out, format)
    if out is not None:
        _check_out(out, files)
    if encoding is not None:
        check_encoding(encoding)
    nlp = load_choice(choice_of(pipeline, policy_areas, indicators, entity_rules, names))
    failures: list[tuple[str, str]] = []
    written = metrics = 0
    hidden = out is None and sys.stdout.isatty()
    with _sink(out, name, raw, thresholds) as write, progress("extracting", hidden=hidden) as step:
        for number, file in enumerate(files):
            step(number, len(files), _name(file))
            for report in _read(file, year, region, encoding, nlp, failures):
                write(report)
                written += 1
                metrics += len(report.metrics)
                for warning in report.warnings if name != "table" else ():
                    warning_line(f"{_name(file)}: {warning}")
    if out is not None:
        note_line(f"{written} report{'s' * (written != 1)}, {metrics} metrics → {out}")
    _report_failures(failures, len(files), written)


def _name(file: str) -> str:
    from govreport_ie.corpus.readers import shown

    return "standard input" if file == STDIN else shown(file)


def _format(out: Path | None, format: Format | None) -> str:
    from govreport_ie.writers import TEXT_FORMATS, format_of

    if out is None:
        name = (format or Format.table).value
        if name != "table" and name not in TEXT_FORMATS:
            raise typer.BadParameter(
                f"{name} is no text; name a file to write it to with -o OUT", param_hint="--format"
            )
        return name
    if format is not None:
        return format.value
    try:
        return format_of(out)
    except WriteError as error:
        raise typer.BadParameter(f"{error} with --format", param_hint="--out") from error


def _check_out(out: Path, files: list[str]) -> None:
    from govreport_ie.writers import check_output

    for file in files:
        with contextlib.suppress(OSError):
            if file != STDIN and os.path.samefile(file, out):
                raise typer.BadParameter(f"{out} is one of the files to read", param_hint="--out")
    try:
        check_output(out)
    except WriteError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error


def check_encoding(encoding: str) -> None:
    """Refuse an encoding that Python does not know.

    Raises:
        typer.BadParameter: if it is unknown.
    """
    import codecs

    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise typer.BadParameter(f"Python knows no encoding {encoding!r}", param_hint="--encoding") from error


def _read(
    file: str,
    year: int | None,
    region: str | None,
    encoding: str | None,
    nlp: Language | None,
    failures: list[tuple[str, str]],
) -> Iterator[Report]:
    """The reports of one file; what keeps it from being read goes to the failures, so that other files go on."""
    from govreport_ie.api import read
    from govreport_ie.corpus.readers import shown

    if file == STDIN and sys.stdin.isatty():
        note_line("reading the report from the terminal; end it with Ctrl-D")
    empty = True
    before = len(failures)

    def failed(name: str, error: GovReportError) -> None:
        failures.append((shown(name), str(error)))

    try:
        for report in read(file, year=year, region=region, encoding=encoding, nlp=nlp, on_error=failed):
            empty = False
            yield report
        if empty and len(failures) == before:
            failures.append((file, "no report in it"))
    except MemoryError:
        failures.append((file, "out of memory; split the file"))
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        failures.append((file, internal_error(error)))


@contextlib.contextmanager
def _sink(out: Path | None, name: str, raw: bool, thresholds: bool) -> Iterator[Callable[[Report], object]]:
    """A function that takes each report to where it belongs."""
    from govreport_ie.writers import TEXT_FORMATS, open_writer, text_writer

    if name == "table":
        from rich.console import Console

        from govreport_ie.cli.table import ReportTable
        from govreport_ie.tables.files import clear_errors, staged_file

        if out is None:
            yield lambda report: data_console().print(ReportTable(report, thresholds=thresholds))
            return
        with clear_errors(out), staged_file(out) as new, new.open("w", encoding="utf-8") as file:
            console = Console(file=file, width=PLAIN_WIDTH, color_system=None)
            yield lambda report: console.print(ReportTable(report, thresholds=thresholds))
    elif out is None and name in TEXT_FORMATS:
        writer = text_writer(name, sys.stdout, raw=raw, thresholds=thresholds)
        yield writer.write
        writer.close()
    elif out is not None:
        try:
            with open_writer(out, name, raw=raw, thresholds=thresholds) as writer:
                yield writer.write
        except MissingExtraError as error:
            error_line(str(error))  # not in typer's box, which would break the install command in two
            raise typer.Exit(2) from error


def _report_failures(failures: list[tuple[str, str]], files: int, written: int) -> None:
    if not failures:
        return
    for file, message in failures:
        # Messages of the readers name the file themselves.
        error_line(message if _name(file) in message else f"{_name(file)}: {message}")
    if files > 1:
        rest = "the others were written" if written else "nothing was written"
        note_line(
            f"{len(failures)} of {files} files failed; {rest}"
            if len(failures) <= files
            else f"{len(failures)} failures; {rest}"
        )
    raise typer.Exit(1)
