"""Counts that add up: what one window contributes, and figures computed from sums of them.

Every window gets its own `Counts`, so that tables by region or year and resampling of windows need no second scoring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

__all__ = [
    "ACCURACIES",
    "LABELS",
    "LAYERS",
    "Accuracy",
    "Counts",
    "FieldName",
    "LayerName",
    "Score",
    "accuracies_of",
    "scores_of",
    "total",
]

LABELS = ("PROJECT", "PLACE", "INSTITUTION")
"""Labels of entities, in the order of the tables."""

LayerName = Literal[
    "quantity span",
    "quantity normalised",
    "metric indicator",
    "whole row",
    "named row",
    "entity PROJECT",
    "entity PLACE",
    "entity INSTITUTION",
    "entity all",
]
FieldName = Literal[
    "kind",
    "modifier",
    "shared-head name",
    "full name",
    "measure",
    "direction",
    "status",
    "period",
    "policy area",
]

LAYERS: tuple[LayerName, ...] = get_args(LayerName)
"""What precision, recall and F1 are given for."""

ACCURACIES: tuple[FieldName, ...] = get_args(FieldName)
"""Fields of the objects that were found, and how many of them are right."""

Counts = Counter[tuple[str, ...]]
"""Counts keyed by (table, row, cell): ``("layer", "quantity span", "tp")``, ``("field", "status", "right")``,
``("kind", "money", "fn")``, ``("area", "finance", "wrong")``, ``("confusion", "finance", "fiscal")``.

``("lost", layer, outcome, cause, …)`` counts objects that a layer's F1 lost, with all that is wrong with them (outcome:
``wrong`` is a false positive and a false negative, ``missed`` a false negative, ``spurious`` a false positive), and
``("detail", layer, cause, gold, predicted, outcome)`` those whose only cause it is, or with ``any`` all of them."""


@dataclass(frozen=True, slots=True)
class Score:
    """True positives, false positives, false negatives and what follows from them."""

    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right; 0 if nothing was."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 if there is none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the judged objects are right."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """Share that is right; 0 if none was judged."""
        return self.right / self.total if self.total else 0.0


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    result: Counts = Counter()
    for part in parts:
        result.update(part)
    return result


def rows_of(counts: Counts, table: str) -> list[str]:
    """The rows of a table, sorted; unnamed ones (a prediction without a kind) last."""
    return sorted({key[1] for key in counts if key[0] == table}, key=lambda row: (not row, row))


def score_of(counts: Counts, table: str, row: str) -> Score:
    """Precision, recall and F1 of one row."""
    return Score(counts[table, row, "tp"], counts[table, row, "fp"], counts[table, row, "fn"])


def scores_of(counts: Counts) -> dict[str, Score]:
    """Every layer's score; ``entity all`` is the sum over the labels."""
    scores = {layer: score_of(counts, "layer", layer) for layer in LAYERS}
    labels = [scores[f"entity {label}"] for label in LABELS]
    scores["entity all"] = Score(sum(s.tp for s in labels), sum(s.fp for s in labels), sum(s.fn for s in labels))
    return scores


def accuracies_of(counts: Counts) -> dict[str, Accuracy]:
    """Every field's accuracy; fields of which nothing was judged are left out."""
    result = {}
    for name in ACCURACIES:
        right, wrong = counts["field", name, "right"], counts["field", name, "wrong"]
        if right + wrong:
            result[name] = Accuracy(right, right + wrong)
    return result
