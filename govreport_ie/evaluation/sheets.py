"""The tables of an evaluation, once for every form they are written in: terminal, Markdown, CSV and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govreport_ie.evaluation.costs import Cost
from govreport_ie.evaluation.counts import Accuracy, Score
from govreport_ie.evaluation.figures import AgreementFigures, Differences, Figures

__all__ = [
    "GROUPINGS",
    "Bounds",
    "Findings",
    "Sheet",
    "SheetColumn",
    "agreement_sheets",
    "comparison_sheet",
    "confusion_sheet",
    "sheets",
]

GROUPINGS = ("region", "year", "level", "doc")
"""What figures can be broken down by."""

Bounds = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Findings:
    """What is told about an evaluation.

    Attributes:
        evaluation: the figures.
        intervals: table (``scores``, ``kind``, ``area``) to confidence intervals of its figures; empty if none were drawn.
        comparison: the comparison with other predictions, if there is one.
        by: attributes of windows to break the figures down by, of `GROUPINGS`.
    """

    evaluation: Figures
    intervals: Mapping[str, Bounds] = field(default_factory=dict)
    comparison: Differences | None = None
    by: Sequence[str] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        result = self.evaluation.to_dict()
        if self.intervals:
            result["intervals"] = {name: list(bounds) for name, bounds in self.intervals["scores"].items()}
            for table in ("kind", "area"):
                result[f"{table}_intervals"] = {name: list(b) for name, b in self.intervals[table].items()}
        if self.comparison is not None:
            result["comparison"] = self.comparison.to_dict()
        for key in self.by:
            groups = self.evaluation.by(key).items()
            result[f"by_{key}"] = {name: {"windows": len(e.windows), **e.scores()} for name, e in groups}
        return result


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading and what its values are.

    Attributes:
        name: the heading.
        kind: ``text``, ``count``, ``share`` (three places), ``gain`` (with a sign), ``p``,
            ``interval`` or ``gains`` (two figures).
    """

    name: str
    kind: str = "text"

    def show(self, value: Any) -> str:
        """The value as it is printed; nothing for None.

        Args:
            value: a value of the column.
        """
        if value is None:
            return ""
        if self.kind in ("share", "p"):
            return f"{value:.3f}"
        if self.kind == "gain":
            return f"{value:+.3f}"
        if self.kind == "interval":
            return f"{value[0]:.3f}–{value[1]:.3f}"
        if self.kind == "gains":
            return f"{value[0]:+.3f}…{value[1]:+.3f}"
        return str(value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Attributes:
        key: its name in CSV files.
        title: its heading.
        columns: its columns; the first names the row.
        rows: its rows, with raw values.
        note: what a reader must know to read it.
        short: how many rows the terminal shows; None for all.
    """

    key: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    short: int | None = None


def sheets(findings: Findings) -> Iterator[Sheet]:
    """The tables of an evaluation.

    Args:
        findings: what is told.

    Yields:
        Layers, fields, averages, kinds, policy areas, groups, costs of errors and the comparison; empty ones are left out.
    """
    evaluation, bounds = findings.evaluation, findings.intervals
    made = [
        _scores("layer", "layer", evaluation.layers, bounds.get("scores")),
        _accuracies("field", "field", evaluation.fields, bounds.get("scores")),
        _averages(evaluation),
        _scores("kind", "kind of quantity", evaluation.kinds, bounds.get("kind")),
        _areas(evaluation, bounds.get("area")),
        *(_groups(evaluation, key) for key in findings.by),
        _costs("cost", "error", evaluation.costs),
        _costs("cost_by_value", "wanted → predicted", evaluation.costs_by_value, short=8),
    ]
    yield from (sheet for sheet in made if sheet.rows)
    if findings.comparison is not None:
        yield comparison_sheet(findings.comparison)


def confusion_sheet(evaluation: Figures) -> Sheet:
    """The confusion matrix of policy areas, a row for every gold area.

    Args:
        evaluation: the evaluation.
    """
    table = evaluation.confusion
    names = sorted({*table, *(name for row in table.values() for name in row)}, key=lambda name: (name == "none", name))
    rows = tuple((gold, *(table[gold].get(name) for name in names)) for gold in names if gold in table)
    columns = (SheetColumn("gold ↓ predicted →"), *(SheetColumn(name, "count") for name in names))
    return Sheet("confusion", "Confusion of policy areas", columns, rows, "Accepted readings count as the gold area.")


def comparison_sheet(comparison: Differences) -> Sheet:
    """The table of a comparison.

    Args:
        comparison: the comparison.
    """
    columns = (
        SheetColumn("figure"),
        SheetColumn("first", "share"),
        SheetColumn("second", "share"),
        SheetColumn("difference", "gain"),
        SheetColumn("95 %", "gains"),
        SheetColumn("p", "p"),
    )
    rows = tuple(
        (name, d.first, d.second, d.difference, (d.low, d.high), d.p) for name, d in comparison.differences.items()
    )
    note = "Difference is second minus first; p by approximate randomisation over documents, not corrected for the number of figures."
    return Sheet("comparison", "Comparison", columns, rows, note)


def agreement_sheets(result: AgreementFigures) -> Iterator[Sheet]:
    """The tables of two annotators' agreement.

    Args:
        result: the agreement.

    Yields:
        Layers, then fields and characters.
    """
    columns = (
        SheetColumn("layer"),
        SheetColumn("F1", "share"),
        SheetColumn("first as gold", "share"),
        SheetColumn("second as gold", "share"),
    )
    rows = tuple((name, a.f1, a.first_as_gold.f1, a.second_as_gold.f1) for name, a in result.layers.items())
    note = f"{result.windows} windows. Spans have no chance agreement, so their measure is F1, the mean of both directions."
    yield Sheet("agreement_layer", "Agreement on spans and rows", columns, rows, note)
    columns = (
        SheetColumn("category"),
        SheetColumn("objects", "count"),
        SheetColumn("same", "share"),
        SheetColumn("Cohen's κ", "share"),
        SheetColumn("Krippendorff's α", "share"),
    )
    categories = {**result.fields, **{f"characters: {name}": a for name, a in result.characters.items()}}
    rows = tuple((name, a.objects, a.observed, a.kappa, a.alpha) for name, a in categories.items())
    note = "Over objects that both marked with the same span; empty where only one value occurs."
    yield Sheet("agreement_category", "Agreement on categories", columns, rows, note)


_SCORE = (SheetColumn("P", "share"), SheetColumn("R", "share"), SheetColumn("F1", "share"))


def _scores(key: str, title: str, scores: Mapping[str, Score], bounds: Bounds | None) -> Sheet:
    columns = (
        SheetColumn(title),
        *_SCORE,
        SheetColumn("tp", "count"),
        SheetColumn("fp", "count"),
        SheetColumn("fn", "count"),
    )
    rows = [(name or "none", s.precision, s.recall, s.f1, s.tp, s.fp, s.fn) for name, s in scores.items()]
    if bounds:
        columns = (*columns, SheetColumn("95 % of F1", "interval"))
        rows = [(*row, bounds.get("" if row[0] == "none" else row[0])) for row in rows]
    return Sheet(key, title, columns, tuple(rows))


def _accuracies(key: str, title: str, accuracies: Mapping[str, Accuracy], bounds: Bounds | None) -> Sheet:
    columns = (
        SheetColumn(title),
        SheetColumn("accuracy", "share"),
        SheetColumn("right", "count"),
        SheetColumn("of", "count"),
    )
    rows = [(name, a.value, a.right, a.total) for name, a in accuracies.items()]
    if bounds:
        columns = (*columns, SheetColumn("95 %", "interval"))
        rows = [(*row, bounds.get(row[0])) for row in rows]
    return Sheet(key, title, columns, tuple(rows))


def _averages(evaluation: Figures) -> Sheet:
    columns = (
        SheetColumn("average"),
        SheetColumn("micro F1", "share"),
        SheetColumn("macro F1", "share"),
        SheetColumn("macro P", "share"),
        SheetColumn("macro R", "share"),
        SheetColumn("over", "count"),
    )
    rows = tuple((n, a.micro_f1, a.f1, a.precision, a.recall, a.classes) for n, a in evaluation.averages.items())
    note = "Micro: all objects together. Macro: the mean over the classes or documents that the gold has."
    return Sheet("average", "micro and macro averages", columns, rows, note)


def _areas(evaluation: Figures, bounds: Bounds | None) -> Sheet:
    columns = (
        SheetColumn("policy area"),
        SheetColumn("accuracy", "share"),
        SheetColumn("right", "count"),
        SheetColumn("of", "count"),
        *_SCORE,
    )
    rows: list[tuple[Any, ...]] = []
    for name, a in evaluation.areas.items():
        score = evaluation.area_scores.get(name)  # metrics that have no area by the gold are no class of their own
        figures = (score.precision, score.recall, score.f1) if score else (None, None, None)
        rows.append((name, a.value, a.right, a.total, *figures))
    if bounds:
        columns = (*columns, SheetColumn("95 % of accuracy", "interval"))
        rows = [(*row, bounds.get(row[0])) for row in rows]
    return Sheet("area", "policy area", columns, tuple(rows), "Over the metrics that were found.")


_GROUP_FIGURES = {
    "quantities": "quantity normalised",
    "indicators": "metric indicator",
    "rows": "whole row",
    "named rows": "named row",
    "areas": "policy area",
    "entities": "entity all",
}


def _groups(evaluation: Figures, key: str) -> Sheet:
    columns = (
        SheetColumn(key),
        SheetColumn("windows", "count"),
        *(SheetColumn(name, "share") for name in _GROUP_FIGURES),
    )
    rows = []
    for name, group in evaluation.by(key).items():
        figures: Iterable[float | None] = (_figure(group, figure) for figure in _GROUP_FIGURES.values())
        rows.append((name, len(group.windows), *figures))
    return Sheet(
        f"by_{key}", f"by {key}", columns, tuple(rows), "F1, for areas accuracy; empty where there is nothing."
    )


def _figure(evaluation: Figures, name: str) -> float | None:
    if name in evaluation.layers:
        score = evaluation.layers[name]
        return score.f1 if score.tp + score.fp + score.fn else None
    return evaluation.fields[name].value if name in evaluation.fields else None


def _costs(key: str, title: str, costs: Sequence[Cost], short: int | None = None) -> Sheet:
    columns = (
        SheetColumn(title),
        SheetColumn("layer"),
        SheetColumn("objects", "count"),
        SheetColumn("alone", "count"),
        SheetColumn("F1 without it", "gain"),
    )
    rows = tuple((_name(cost), cost.layer, cost.objects, cost.sole, cost.f1_gain) for cost in costs)
    note = "Alone: with no other error. F1 without it: what the layer's F1 would gain if this error did not happen."
    return Sheet(key, "which errors cost most" if key == "cost" else "by value", columns, rows, note, short)


def _name(cost: Cost) -> str:
    return f"{cost.error}: {cost.gold} → {cost.predicted}" if cost.gold or cost.predicted else cost.error
