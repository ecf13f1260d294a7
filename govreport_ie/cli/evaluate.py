"""``govreport-ie evaluate``: predictions against gold labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from govreport_ie.cli.messages import data_console, note_line, progress, warning_line
from govreport_ie.cli.pipelines import (
    EntityRulesOption,
    IndicatorsOption,
    NamesOption,
    PipelineOption,
    PolicyAreasOption,
    choice_of,
    load_choice,
)
from govreport_ie.errors import WriteError
from govreport_ie.pipeline.choice import PipelineChoice

if TYPE_CHECKING:
    from govreport_ie.evaluation import Evaluation
    from govreport_ie.evaluation.sheets import Findings

__all__ = ["evaluate"]

_FEW_DOCUMENTS = 10

Mode = Literal["reference", "exact", "overlap"]


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold windows (JSONL).", show_default=False)],
    predictions: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PRED]",
            help="Predictions (JSONL): reports as extract writes them, or the flat form; the library is run on the gold "
            "documents when omitted.",
            show_default=False,
        ),
    ] = None,
    docs: Annotated[
        Path | None,
        typer.Option("--docs", exists=True, file_okay=False, help="Folder of the gold documents."),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write the figures to, with intervals: .json, .csv, .md or .html; may be given several times.",
            show_default=False,
        ),
    ] = None,
    errors: Annotated[Path | None, typer.Option("--errors", help="File to write every error to, as TSV.")] = None,
    other: Annotated[
        Path | None,
        typer.Option("--compare", metavar="PRED2", help="Predictions to compare PRED with, by a paired test."),
    ] = None,
    annotator: Annotated[
        Path | None,
        typer.Option(
            "--agreement",
            metavar="GOLD2",
            help="Another annotator's labels of the same windows: tell how far the two agree.",
        ),
    ] = None,
    match: Annotated[
        Mode,
        typer.Option("--match", help="How spans are matched: with the labels' tolerances, exactly, or by overlap."),
    ] = "reference",
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="region|year|level|doc",
            help="Break the figures down by this; may be given several times.",
            show_default=False,
        ),
    ] = None,
    with_intervals: Annotated[
        bool, typer.Option("--intervals", help="Add bootstrap 95 % confidence intervals.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    pipeline: PipelineOption = "default",
    policy_areas: PolicyAreasOption = None,
    indicators: IndicatorsOption = None,
    entity_rules: EntityRulesOption = None,
    names: NamesOption = None,
) -> None:
    """Precision, recall and F1 against gold labels, layer by layer.

    govreport-ie evaluate gold.jsonl                        run the library on the gold documents
    govreport-ie evaluate gold.jsonl predictions.jsonl      score predictions
    govreport-ie evaluate gold.jsonl --errors errors.tsv    and write every error
    govreport-ie evaluate gold.jsonl -o figures.html        a page with plots

    govreport-ie evaluate gold.jsonl old.jsonl --compare new.jsonl
    govreport-ie evaluate first.jsonl --agreement second.jsonl
    """
    from govreport_ie.evaluation import evaluate as run
    from govreport_ie.evaluation.outputs import findings

    outputs = outputs or []
    _check_groupings(by or ())
    _check_outputs(outputs, errors)
    if annotator is not None:
        if any((predictions, other, errors, by, with_intervals)):
            raise typer.BadParameter("goes with --match, --json and -o only", param_hint="--agreement")
        _agreement(gold, annotator, match, outputs, as_json)
        return
    choice = choice_of(pipeline, policy_areas, indicators, entity_rules, names)
    if predictions is None:
        evaluation = _run_library(gold, docs, match, choice)
    elif choice.is_default:
        evaluation = run(gold, predictions, match=match)
    else:
        raise typer.BadParameter("goes without predictions only: there is nothing to extract", param_hint="--pipeline")
    second = run(gold, other, match=match) if other is not None else None
    told = bool(with_intervals or outputs)
    _warn([evaluation] if second is None else [evaluation, second], tests=told or second is not None)
    found = findings(evaluation, with_intervals=told, other=second, by=by or ())
    _print(found, as_json)
    _write(found, outputs, evaluation, errors)


def _check_groupings(by: Sequence[str]) -> None:
    from govreport_ie.evaluation import GROUPINGS

    for key in by:
        if key not in GROUPINGS:
            raise typer.BadParameter(f"{key!r} is none of {', '.join(GROUPINGS)}", param_hint="--by")


def _write(found: Findings, outputs: Sequence[Path], evaluation: Evaluation, errors: Path | None) -> None:
    """Write the figures and, if asked, the errors."""
    from govreport_ie.evaluation.outputs import write_findings

    for path in outputs:
        write_findings(found, path)
        note_line(f"figures → {path}")
    if errors is not None:
        evaluation.write_errors(errors)
        note_line(f"{len(evaluation.errors)} errors → {errors}")


def _run_library(gold: Path, docs: Path | None, match: Mode, choice: PipelineChoice) -> Evaluation:
    from govreport_ie.evaluation import evaluate as run

    nlp = load_choice(choice)
    with progress("extracting") as step:
        return run(gold, docs_dir=docs, match=match, nlp=nlp, progress=lambda done, total: step(done, total, ""))


def _warn(evaluations: Sequence[Evaluation], *, tests: bool) -> None:
    documents = len({window.window.doc for window in evaluations[0].windows})
    if tests and documents < _FEW_DOCUMENTS:
        warning_line(f"{documents} documents are too few for intervals and tests, which draw documents, to mean much")
    for evaluation in evaluations:
        for note in evaluation.notes:
            warning_line(note)


def _check_outputs(outputs: Sequence[Path], errors: Path | None) -> None:
    from govreport_ie.evaluation.outputs import check_suffix
    from govreport_ie.writers import check_output

    for path, option in [*((path, "--output") for path in outputs), *([(errors, "--errors")] if errors else [])]:
        try:
            if option == "--output":
                check_suffix(path)
            check_output(path)
        except WriteError as error:
            raise typer.BadParameter(str(error), param_hint=option) from error


def _print(found: Findings, as_json: bool) -> None:
    from govreport_ie.evaluation.terminal import tables

    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    console = data_console()
    for table in tables(found):
        console.print(table)


def _agreement(first: Path, second: Path, match: Mode, outputs: Sequence[Path], as_json: bool) -> None:
    from govreport_ie.evaluation import agreement

    result = agreement(first, second, match=match)
    for note in result.notes:
        warning_line(note)
    if as_json:
        typer.echo(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        data_console().print(result)
    for path in outputs:
        result.write(path)
        note_line(f"figures → {path}")
