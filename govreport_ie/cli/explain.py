"""``govreport-ie explain``: why an object of a report is what it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.cli.messages import note_line, printable
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
from govreport_ie.errors import ReadError, UnknownObjectError

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["explain"]


def explain(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="File with the report; - is standard input.", show_default=False)
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id of a metric, quantity, entity or section (M12, Q3, E1, S2), or an offset into the text.",
            show_default=False,
        ),
    ],
    report_number: Annotated[
        int, typer.Option("--report", min=1, help="Which report, where the file holds several.")
    ] = 1,
    year: YearOption = None,
    region: RegionOption = None,
    encoding: EncodingOption = None,
    pipeline: PipelineOption = "default",
    policy_areas: PolicyAreasOption = None,
    indicators: IndicatorsOption = None,
    entity_rules: EntityRulesOption = None,
    names: NamesOption = None,
) -> None:
    """Tell which rules, lexicon entries and words gave each field of an object.

    govreport-ie explain report.txt M12     a metric: its indicator, measure, status, period, policy area
    govreport-ie explain report.txt 1204    the number at that offset, or why it is no quantity

    Ids stand in every table that extract and batch write, and on the page that view makes.
    """
    from govreport_ie.api import explain as explain_object
    from govreport_ie.api import read

    if file == "-" and sys.stdin.isatty():
        note_line("reading the report from the terminal; end it with Ctrl-D")
    nlp = load_choice(choice_of(pipeline, policy_areas, indicators, entity_rules, names))
    report = _report(file, report_number, list(read(file, year=year, region=region, encoding=encoding, nlp=nlp)))
    try:
        found = explain_object(report, int(target) if target.isdecimal() else target, nlp=nlp)
    except UnknownObjectError as error:
        raise typer.BadParameter(str(error), param_hint="ID") from error
    for line in str(found).split("\n"):
        typer.echo(" " * (len(line) - len(line.lstrip(" "))) + printable(line.strip()))


def _report(file: str, number: int, reports: list[Report]) -> Report:
    if not reports:
        raise ReadError(f"{'standard input' if file == '-' else file}: no report in it")
    if number > len(reports):
        raise typer.BadParameter(f"the file holds {len(reports)}", param_hint="--report")
    return reports[number - 1]
