"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from govreport_ie.evaluation.counts import Accuracy, Score
    from govreport_ie.evaluation.evaluation import Evaluation

__all__ = ["tables"]


def tables(evaluation: Evaluation) -> Iterator[RenderableType]:
    """The tables of an evaluation: layers, fields, kinds of quantity, policy areas.

    Args:
        evaluation: the evaluation to show.

    Yields:
        Renderables for a rich console; figures with three places, as the reference scorer prints them.
    """
    layers = evaluation.layers
    quantities, entities = layers["quantity span"], layers["entity all"]
    yield Text(
        f"windows {len(evaluation.windows)}  gold quantities {quantities.tp + quantities.fn}  "
        f"gold entities {entities.tp + entities.fn}"
    )
    yield _scores("layer", layers)
    if evaluation.fields:
        yield _accuracies("field", evaluation.fields)
    if evaluation.kinds:
        yield _scores("kind of quantity", evaluation.kinds)
    if evaluation.areas:
        yield _accuracies("policy area", evaluation.areas)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
    table.add_column(columns[0], min_width=24, no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _scores(title: str, scores: dict[str, Score]) -> Table:
    table = _table(title, "P", "R", "F1", "tp", "fp", "fn")
    for name, score in scores.items():
        table.add_row(
            name or "none",
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            str(score.tp),
            str(score.fp),
            str(score.fn),
        )
    return table


def _accuracies(title: str, accuracies: dict[str, Accuracy]) -> Table:
    table = _table(title, "accuracy", "right", "of")
    for name, accuracy in accuracies.items():
        table.add_row(name, f"{accuracy.value:.3f}", str(accuracy.right), str(accuracy.total))
    return table
