"""The results of an evaluation as data: figures, agreement, differences, and the tables and lists that follow from them.

What shows them (`govreport_ie.evaluation.sheets`, `terminal`, `outputs`, `page`) reads these classes; `Evaluation`, `Agreement`
and `Comparison` are the same with ways to show themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from govreport_ie.evaluation.averages import Average, area_scores, averages
from govreport_ie.evaluation.costs import Cost, costs
from govreport_ie.evaluation.counts import (
    Accuracy,
    Counts,
    FieldName,
    LayerName,
    Score,
    accuracies_of,
    rows_of,
    score_of,
    scores_of,
    total,
)
from govreport_ie.evaluation.errors import Mistake
from govreport_ie.evaluation.layers import WindowScore

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["AgreementFigures", "Difference", "Differences", "FieldAgreement", "Figures", "LayerAgreement"]


@dataclass(frozen=True)
class Figures:
    """How predictions compare with gold labels.  Figures that were not judged anywhere are absent, not zero.

    Attributes:
        windows: the windows with their counts and mistakes, in the order of the gold.
        notes: what a reader of the figures should know, such as documents without predictions.
        match: how spans were matched, one of `govreport_ie.evaluation.matching.MODES`.
    """

    windows: tuple[WindowScore, ...]
    notes: tuple[str, ...] = field(default=())
    match: str = "reference"

    @cached_property
    def counts(self) -> Counts:
        """The counts of all windows together."""
        return total(window.counts for window in self.windows)

    @cached_property
    def layers(self) -> dict[str, Score]:
        """Precision, recall and F1 of every layer and entity label."""
        return scores_of(self.counts)

    @cached_property
    def fields(self) -> dict[str, Accuracy]:
        """Accuracy of every field that was judged."""
        return accuracies_of(self.counts)

    @cached_property
    def kinds(self) -> dict[str, Score]:
        """Precision, recall and F1 of quantity spans by kind of quantity."""
        return {kind: score_of(self.counts, "kind", kind) for kind in rows_of(self.counts, "kind")}

    @cached_property
    def areas(self) -> dict[str, Accuracy]:
        """Accuracy of the policy area by gold area."""
        result = {}
        for area in rows_of(self.counts, "area"):
            right, wrong = self.counts["area", area, "right"], self.counts["area", area, "wrong"]
            result[area] = Accuracy(right, right + wrong)
        return result

    @cached_property
    def confusion(self) -> dict[str, dict[str, int]]:
        """Gold area to predicted area to the number of metrics; accepted readings count as the gold area."""
        table: dict[str, dict[str, int]] = {}
        for (kind, gold, *predicted), number in sorted(self.counts.items()):
            if kind == "confusion":
                table.setdefault(gold, {})[predicted[0]] = number
        return table

    @cached_property
    def area_scores(self) -> dict[str, Score]:
        """Precision, recall and F1 of every policy area, over the metrics that were found."""
        return area_scores(self.counts)

    @cached_property
    def averages(self) -> dict[str, Average]:
        """Micro and macro averages over kinds, labels, policy areas and documents."""
        return averages(self.windows)

    @cached_property
    def costs(self) -> list[Cost]:
        """What every class of error costs, dearest first."""
        return costs(self.counts)

    @cached_property
    def costs_by_value(self) -> list[Cost]:
        """What every confusion of two values costs, dearest first."""
        return costs(self.counts, by_value=True)

    @property
    def errors(self) -> list[Mistake]:
        """Every disagreement with the gold, window by window."""
        return [mistake for window in self.windows for mistake in window.mistakes]

    @overload
    def __getitem__(self, name: LayerName) -> Score: ...

    @overload
    def __getitem__(self, name: FieldName) -> Accuracy: ...

    @overload
    def __getitem__(self, name: str) -> Score | Accuracy: ...

    def __getitem__(self, name: str) -> Score | Accuracy:
        """The figure of a layer (``whole row``) or field (``status``).

        Raises:
            KeyError: if there is no such layer, or nothing of that field was judged.
        """
        return self.layers[name] if name in self.layers else self.fields[name]

    def scores(self) -> dict[str, float]:
        """One number a layer (F1) and field (accuracy), rounded to four places as the reference scorer does."""
        figures = {name: round(score.f1, 4) for name, score in self.layers.items()}
        figures.update({name: round(accuracy.value, 4) for name, accuracy in self.fields.items()})
        return figures

    def by(self, key: str | Callable[[WindowScore], object]) -> dict[str, Self]:
        """The same figures for every group of windows.

        Args:
            key: ``region``, ``year``, ``level``, ``doc`` or ``id`` of the window, or a function of a `WindowScore`.

        Returns:
            Group to its figures, sorted by group.

        Raises:
            AttributeError: if windows have no such attribute.
        """
        groups: dict[str, list[WindowScore]] = {}
        for window in self.windows:
            value = key(window) if callable(key) else getattr(window.window, key)
            groups.setdefault("unknown" if value is None else str(value), []).append(window)
        return {group: replace(self, windows=tuple(windows), notes=()) for group, windows in sorted(groups.items())}

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dict a row of every table: layers, fields, kinds and areas."""
        return list(self._records())

    def _records(self) -> Iterator[dict[str, Any]]:
        for table, scores in (("layer", self.layers), ("kind", self.kinds)):
            for name, score in scores.items():
                yield {
                    "table": table,
                    "name": name or "none",
                    "precision": score.precision,
                    "recall": score.recall,
                    "f1": score.f1,
                    "tp": score.tp,
                    "fp": score.fp,
                    "fn": score.fn,
                    "accuracy": None,
                    "right": None,
                    "total": None,
                }
        for table, accuracies in (("field", self.fields), ("area", self.areas)):
            for name, accuracy in accuracies.items():
                yield {
                    "table": table,
                    "name": name,
                    "precision": None,
                    "recall": None,
                    "f1": None,
                    "tp": None,
                    "fp": None,
                    "fn": None,
                    "accuracy": accuracy.value,
                    "right": accuracy.right,
                    "total": accuracy.total,
                }

    def to_dict(self) -> dict[str, Any]:
        """Everything but the error list, as plain JSON values with unrounded figures; ``scores`` is `scores`."""
        keep = {"layer": ("precision", "recall", "f1", "tp", "fp", "fn"), "field": ("accuracy", "right", "total")}
        keep |= {"kind": keep["layer"], "area": keep["field"]}
        names = {"layer": "layers", "field": "fields", "kind": "kinds", "area": "areas"}
        result: dict[str, Any] = {"windows": len(self.windows), "scores": self.scores()}
        result |= {name: {} for name in names.values()}
        for record in self._records():
            table = record["table"]
            result[names[table]][record["name"]] = {key: record[key] for key in keep[table]}
        return {
            **result,
            "match": self.match,
            "area_scores": {
                name: {"precision": score.precision, "recall": score.recall, "f1": score.f1}
                for name, score in self.area_scores.items()
            },
            "averages": {name: asdict(average) for name, average in self.averages.items()},
            "confusion": self.confusion,
            "costs": [asdict(cost) for cost in self.costs],
            "costs_by_value": [asdict(cost) for cost in self.costs_by_value],
            "errors": len(self.errors),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """How one figure differs between two sets of predictions.

    Attributes:
        first: the figure of the first.
        second: the figure of the second.
        difference: second minus first.
        low: lower bound of the difference's 95 % confidence interval.
        high: upper bound.
        p: probability of so large a difference if the two were equally good.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Differences:
    """Two sets of predictions on the same gold, figure by figure."""

    differences: dict[str, Difference]

    def __getitem__(self, name: str) -> Difference:
        """The difference of one figure."""
        return self.differences[name]

    def to_dict(self) -> dict[str, Any]:
        """Figure to its difference, as plain JSON values."""
        return {name: asdict(difference) for name, difference in self.differences.items()}


@dataclass(frozen=True, slots=True)
class LayerAgreement:
    """Agreement on spans and what is compared with them.

    Attributes:
        first_as_gold: the second annotator scored against the first.
        second_as_gold: the first scored against the second; the two differ where one marked items as optional or
            accepts more than one reading.
        f1: the mean of the two F1.
    """

    first_as_gold: Score
    second_as_gold: Score

    @property
    def f1(self) -> float:
        """Mean F1 of the two directions."""
        return (self.first_as_gold.f1 + self.second_as_gold.f1) / 2


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement on a category.

    Attributes:
        objects: how many objects both annotators gave a value for.
        observed: share with the same value.
        kappa: Cohen's kappa; None where it is undefined, because only one value occurs.
        alpha: Krippendorff's alpha for nominal values; None where it is undefined.
    """

    objects: int
    observed: float
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True)
class AgreementFigures:
    """How far two annotators agree.

    Attributes:
        windows: the number of windows that both labelled.
        layers: layer to agreement on it.
        fields: field of quantities and metrics to agreement on its value.
        characters: ``quantities`` and ``entities`` to agreement on the label of every character.
        notes: what a reader should know, such as windows that only one of the two labelled.
    """

    windows: int
    layers: dict[str, LayerAgreement]
    fields: dict[str, FieldAgreement]
    characters: dict[str, FieldAgreement]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        layers = {
            name: {"f1": a.f1, "first_as_gold": asdict(a.first_as_gold), "second_as_gold": asdict(a.second_as_gold)}
            for name, a in self.layers.items()
        }
        return {
            "windows": self.windows,
            "layers": layers,
            "fields": {name: asdict(a) for name, a in self.fields.items()},
            "characters": {name: asdict(a) for name, a in self.characters.items()},
            "notes": list(self.notes),
        }
