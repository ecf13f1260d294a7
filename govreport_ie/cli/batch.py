"""``govreport-ie batch``: a corpus in, tables out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.cli.extract import check_encoding
from govreport_ie.cli.messages import error_line, note_line, progress, warning_line
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
from govreport_ie.errors import ConfigError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from govreport_ie.corpus.batch import BatchResult

__all__ = ["BatchFormat", "batch"]

_SHOWN = 20  # failures shown on the terminal; the table has them all
_EVERY = 60.0  # seconds between lines of progress where there is no terminal
_MEGABYTE = 1_000_000


class BatchFormat(str, Enum):
    """Output formats of ``batch``."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"
    dta = "dta"
    duckdb = "duckdb"
    docbin = "docbin"


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help="Files, folders, archives and tables with reports; - is standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="Folder for a file a table, or one file that ends in .duckdb or .xlsx.",
            show_default=False,
        ),
    ],
    format: Annotated[
        BatchFormat | None, typer.Option("--format", "-f", help="Output format; by OUT's suffix, else parquet.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="Worker processes; one a processor when omitted.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take over what an earlier run has done of files that are unchanged.")
    ] = False,
    year: YearOption = None,
    region: RegionOption = None,
    name_pattern: Annotated[
        str | None, typer.Option("--file-names", help='What file names tell, e.g. "{level}_{region}_{year}".')
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(help="Column of the texts in tables; found by its name when omitted.")
    ] = None,
    encoding: EncodingOption = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds after which a text is given up.")] = 600,
    memory: Annotated[int, typer.Option(min=100, help="Megabytes that a worker may take for its data.")] = 2000,
    max_characters: Annotated[int, typer.Option(min=1, help="Longer texts are refused.")] = 10_000_000,
    pipeline: PipelineOption = "default",
    policy_areas: PolicyAreasOption = None,
    indicators: IndicatorsOption = None,
    entity_rules: EntityRulesOption = None,
    names: NamesOption = None,
    raw: RawOption = False,
    thresholds: ThresholdsOption = False,
) -> None:
    """Annotate a corpus: one table each of reports, sections, metrics, quantities, entities and failures.

    govreport-ie batch reports/ -o corpus.duckdb              one database
    govreport-ie batch reports/ -o tables -f dta -w 8         Stata files, eight processes
    govreport-ie batch texts.csv more.zip -o tables --resume  go on, or add to what is there

    A run that was cut off goes on where it stopped when the same command is given again.
    """
    from govreport_ie.corpus.batch import Options, run_batch
    from govreport_ie.corpus.batch.run import output_format
    from govreport_ie.corpus.readers import NamePattern

    if encoding is not None:
        check_encoding(encoding)
    try:
        output_format(out, format.value if format else None)
        if name_pattern is not None:
            NamePattern(name_pattern)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from error
    _check_inputs(inputs, out)
    choice = choice_of(pipeline, policy_areas, indicators, entity_rules, names)
    load_choice(choice)  # what is wrong with it is told before a worker starts
    options = Options(
        pipeline=choice,
        year=year,
        region=region,
        encoding=encoding,
        text_column=text_column,
        name_pattern=name_pattern,
        max_characters=max_characters,
        thresholds=thresholds,
    )
    try:
        with progress("annotating") as step:
            result = run_batch(
                inputs,
                out,
                format=format.value if format else None,
                workers=workers or os.cpu_count() or 1,
                resume=resume,
                options=options,
                timeout=timeout,
                memory=memory * _MEGABYTE,
                progress=_reporter(step),
                raw=raw,
            )
    except MissingExtraError as error:
        error_line(str(error))  # not in typer's box, which would break the install command in two
        raise typer.Exit(2) from error
    except ReadError as error:
        raise typer.BadParameter(str(error), param_hint="IN") from error
    _report(result)


def _check_inputs(inputs: list[str], out: Path) -> None:
    for name in inputs:
        if name == "-":
            continue
        if not os.path.exists(name):
            raise typer.BadParameter(f"{name}: no such file or folder", param_hint="IN")
        if os.path.isfile(name) and os.path.exists(out) and os.path.samefile(name, out):
            raise typer.BadParameter(f"{out} is one of the files to read", param_hint="--out")


def _reporter(step: Callable[[int, int, str], None]) -> Callable[[BatchResult, str], None]:
    """Tells the progress bar, or writes a line from time to time where there is none."""
    started = last = time.monotonic()
    terminal = sys.stderr.isatty()

    def report(result: BatchResult, name: str) -> None:
        nonlocal last
        now = time.monotonic()
        fresh = result.done - result.resumed
        rate = fresh / (now - started) if now > started else 0.0
        if terminal:
            failed = f", {len(result.failures)} failed" if result.failures else ""
            step(result.done, result.files, f"{rate:.1f} files/s{failed}  {Path(name).name}")
        elif now - last >= _EVERY:
            last = now
            left = (result.files - result.done) / rate / 60 if rate else 0.0
            note_line(f"{result.done} of {result.files} files, {rate:.1f} files/s, {left:.0f} minutes left")

    return report


def _report(result: BatchResult) -> None:
    for warning in result.warnings:
        warning_line(warning)
    for name, _, message, attempts in result.failures[:_SHOWN]:
        tries = f" (tried {attempts} times)" if attempts > 1 else ""
        error_line((message if name in message else f"{name}: {message}") + tries)
    if len(result.failures) > _SHOWN:
        note_line(f"… and {len(result.failures) - _SHOWN} more in the table failures")
    taken = f", {result.resumed} files taken over" if result.resumed else ""
    note_line(
        f"{result.reports} report{'s' * (result.reports != 1)}, {result.metrics} metrics in {result.seconds:.1f} s{taken} → "
        f"{result.output}"
    )
    if result.failures:
        raise typer.Exit(1)
