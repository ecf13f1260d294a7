"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from govreport_ie.evaluation.counts import Accuracy, Score
    from govreport_ie.evaluation.evaluation import Evaluation
    from govreport_ie.evaluation.significance import Comparison

__all__ = ["comparison_table", "tables"]


def tables(
    evaluation: Evaluation, intervals: Mapping[str, tuple[float, float]] | None = None
) -> Iterator[RenderableType]:
    """The tables of an evaluation: layers, fields, kinds of quantity, policy areas.

    Args:
        evaluation: the evaluation to show.
        intervals: confidence intervals of layers and fields, for a column of their own.

    Yields:
        Renderables for a rich console; figures with three places, as the reference scorer prints them.
    """
    layers = evaluation.layers
    quantities, entities = layers["quantity span"], layers["entity all"]
    yield Text(
        f"windows {len(evaluation.windows)}  gold quantities {quantities.tp + quantities.fn}  "
        f"gold entities {entities.tp + entities.fn}"
    )
    yield _scores("layer", layers, intervals)
    if evaluation.fields:
        yield _accuracies("field", evaluation.fields, intervals)
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


def _scores(title: str, scores: dict[str, Score], intervals: Mapping[str, tuple[float, float]] | None = None) -> Table:
    table = _table(title, "P", "R", "F1", "tp", "fp", "fn", *(["95 % of F1"] if intervals else []))
    for name, score in scores.items():
        table.add_row(
            name or "none",
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            str(score.tp),
            str(score.fp),
            str(score.fn),
            *([_interval(intervals.get(name))] if intervals else []),
        )
    return table


def _accuracies(
    title: str, accuracies: dict[str, Accuracy], intervals: Mapping[str, tuple[float, float]] | None = None
) -> Table:
    table = _table(title, "accuracy", "right", "of", *(["95 %"] if intervals else []))
    for name, accuracy in accuracies.items():
        interval = [_interval(intervals.get(name))] if intervals else []
        table.add_row(name, f"{accuracy.value:.3f}", str(accuracy.right), str(accuracy.total), *interval)
    return table


def _interval(bounds: tuple[float, float] | None) -> str:
    return f"{bounds[0]:.3f}–{bounds[1]:.3f}" if bounds else ""


def comparison_table(comparison: Comparison) -> Table:
    """The table of a comparison; differences that chance hardly explains (p below 0.05) stand out.

    Args:
        comparison: the comparison to show.
    """
    table = _table("figure", "first", "second", "difference", "95 %", "p")
    for name, item in comparison.differences.items():
        table.add_row(
            name,
            f"{item.first:.3f}",
            f"{item.second:.3f}",
            f"{item.difference:+.3f}",
            f"{item.low:+.3f}…{item.high:+.3f}",
            f"{item.p:.3f}",
            style="bold" if item.p < 0.05 else "",
        )
    return table
