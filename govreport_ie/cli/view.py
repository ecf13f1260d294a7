"""``govreport-ie view``: a report as a page to look at."""

from __future__ import annotations

import contextlib
import os
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from govreport_ie.cli.extract import check_encoding
from govreport_ie.cli.messages import note_line, warning_line
from govreport_ie.cli.pipelines import (
    EncodingOption,
    EntityRulesOption,
    IndicatorsOption,
    NamesOption,
    PipelineOption,
    PolicyAreasOption,
    RegionOption,
    YearOption,
    choice_of,
    load_choice,
)
from govreport_ie.errors import ReadError, WriteError

__all__ = ["PageLanguage", "view"]

_MANY = 100  # reports in one page that begin to make it slow


class PageLanguage(str, Enum):
    """Languages of the page's own words."""

    auto = "auto"
    zh = "zh"
    en = "en"


def view(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="File with reports; - is standard input.", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Page to write; FILE with .html in its place when omitted.")
    ] = None,
    language: Annotated[
        PageLanguage, typer.Option(help="Language of the page's own words; the reader can switch.")
    ] = PageLanguage.auto,
    year: YearOption = None,
    region: RegionOption = None,
    encoding: EncodingOption = None,
    pipeline: PipelineOption = "default",
    policy_areas: PolicyAreasOption = None,
    indicators: IndicatorsOption = None,
    entity_rules: EntityRulesOption = None,
    names: NamesOption = None,
) -> None:
    """Make a page that shows a report with its evidence highlighted, or a panel of many.

    govreport-ie view report.docx -o report.html     open report.html in any browser

    govreport-ie view panel.parquet -o panel.html    what `panel` wrote: regions, years, targets beside results

    The page is one file that needs no network: the text with quantities, metrics, names and policy areas marked in
    place, a table of the metrics that jumps to the evidence and back, and targets beside results.
    """
    from govreport_ie.api import read
    from govreport_ie.panels.source import is_panel
    from govreport_ie.writers import open_writer
    from govreport_ie.writers.page import HtmlWriter

    out = _output(file, out)
    if file != "-" and is_panel(file):
        _view_panel(Path(file), out, language)
        return
    if encoding is not None:
        check_encoding(encoding)
    if file == "-" and sys.stdin.isatty():
        note_line("reading the report from the terminal; end it with Ctrl-D")
    nlp = load_choice(choice_of(pipeline, policy_areas, indicators, entity_rules, names))
    reports = list(read(file, year=year, region=region, encoding=encoding, nlp=nlp))
    if not reports:
        raise ReadError(f"{'standard input' if file == '-' else file}: no report in it")
    if len(reports) > _MANY:
        warning_line(f"{len(reports)} reports in one page make it slow; batch is for corpora")
    with open_writer(out, "html") as writer:
        assert isinstance(writer, HtmlWriter)
        writer.language = language.value
        for report in reports:
            writer.write(report)
            for warning in report.warnings:
                warning_line(str(warning))
    metrics = sum(len(report.metrics) for report in reports)
    note_line(f"{len(reports)} report{'s' * (len(reports) != 1)}, {metrics} metrics → {out}")


def _view_panel(file: Path, out: Path, language: PageLanguage) -> None:
    from govreport_ie.panels.source import read_panel
    from govreport_ie.tables.files import write_text
    from govreport_ie.view.panel_page import panel_page

    tables = read_panel(file)
    write_text(out, panel_page(tables, title=file.stem, language=language.value))
    note_line(f"{len(tables['panel']):,} cells, {len(tables['targets']):,} targets → {out}")


def _output(file: str, out: Path | None) -> Path:
    from govreport_ie.writers import check_output

    if out is None:
        if file == "-":
            raise typer.BadParameter("name a page to write with -o OUT", param_hint="--out")
        out = Path(file).with_suffix(".html")
        if out.exists():
            raise typer.BadParameter(f"{out} is there already; name a page to write with -o OUT", param_hint="--out")
    with contextlib.suppress(OSError):
        if file != "-" and os.path.samefile(file, out):
            raise typer.BadParameter(f"{out} is the file to read", param_hint="--out")
    try:
        return check_output(out)
    except WriteError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
