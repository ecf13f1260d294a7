"""``govreport-ie evaluate``: predictions against gold labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govreport_ie.cli.messages import data_console, note_line, progress, warning_line

__all__ = ["evaluate"]

_FEW_DOCUMENTS = 10


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
    errors: Annotated[Path | None, typer.Option("--errors", help="File to write every error to, as TSV.")] = None,
    other: Annotated[
        Path | None,
        typer.Option("--compare", metavar="PRED2", help="Predictions to compare PRED with, by a paired test."),
    ] = None,
    with_intervals: Annotated[
        bool, typer.Option("--intervals", help="Add bootstrap 95 % confidence intervals.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Precision, recall and F1 against gold labels, layer by layer.

    govreport-ie evaluate gold.jsonl                        run the library on the gold documents
    govreport-ie evaluate gold.jsonl predictions.jsonl      score predictions
    govreport-ie evaluate gold.jsonl --errors errors.tsv    and write every error

    govreport-ie evaluate gold.jsonl old.jsonl --compare new.jsonl
    """
    from govreport_ie.errors import WriteError
    from govreport_ie.evaluation import compare, intervals
    from govreport_ie.evaluation import evaluate as run
    from govreport_ie.evaluation.tables import tables
    from govreport_ie.writers import check_output

    if errors is not None:
        try:
            check_output(errors)
        except WriteError as error:
            raise typer.BadParameter(str(error), param_hint="--errors") from error
    if predictions is not None:
        evaluation = run(gold, predictions)
    else:
        with progress("extracting") as step:
            evaluation = run(gold, docs_dir=docs, progress=lambda done, total: step(done, total, ""))
    second = run(gold, other) if other is not None else None
    bounds = intervals(evaluation) if with_intervals else None
    comparison = compare(evaluation, second) if second is not None else None
    documents = len({window.window.doc for window in evaluation.windows})
    if (with_intervals or other is not None) and documents < _FEW_DOCUMENTS:
        warning_line(f"{documents} documents are too few for intervals and tests, which draw documents, to mean much")
    for note in (*evaluation.notes, *(second.notes if second is not None else ())):
        warning_line(note)
    if as_json:
        import json

        figures = evaluation.to_dict()
        if bounds is not None:
            figures["intervals"] = {name: list(interval) for name, interval in bounds.items()}
        if comparison is not None:
            figures["comparison"] = comparison.to_dict()
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        console = data_console()
        for table in tables(evaluation, bounds):
            console.print(table)
        if comparison is not None:
            console.print(comparison)
    if errors is not None:
        evaluation.write_errors(errors)
        note_line(f"{len(evaluation.errors)} errors → {errors}")
