"""Which errors cost most: what F1 would be if one class of error did not happen.

A row counts only if everything about it is right, so that the most frequent error is not always the dearest: a wrong status
on a row whose indicator is wrong too costs nothing by itself.  As in TIDE (Bolya et al. 2020), one class of error at a time
is put right and F1 counted again.  The gains of single classes therefore do not add up to everything that is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govreport_ie.evaluation.counts import Counts, Score, scores_of

__all__ = ["Cost", "costs"]

_Name = tuple[str, str, str]  # error, gold, predicted
_LAYERS = ("whole row", "entity all")
_GAIN = {"wrong": (1, -1, -1), "missed": (1, 0, -1), "spurious": (0, -1, 0)}
"""What one object put right adds to true positives, false positives and false negatives."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One class of error.

    Attributes:
        layer: the layer whose F1 it costs: ``whole row`` or ``entity all``.
        error: the class: ``indicator``, ``status``, ``quantity span``, ``entity missed`` …
        gold: the value that was wanted, in costs by value; empty in costs by class.
        predicted: the value that was predicted instead.
        objects: rows or entities with this error.
        sole: those with no other error, which would be right without it.
        f1_gain: what F1 would gain if the error did not happen.
    """

    layer: str
    error: str
    gold: str
    predicted: str
    objects: int
    sole: int
    f1_gain: float


def costs(counts: Counts, *, by_value: bool = False) -> list[Cost]:
    """The cost of every class of error, dearest first.

    Args:
        counts: the counts of an evaluation.
        by_value: one entry for every pair of wanted and predicted value (of status, measure, direction, policy area
            and entity label) instead of one for every class.

    Example:
        >>> from collections import Counter
        >>> row = ("layer", "whole row")
        >>> counts = Counter({(*row, "tp"): 8, (*row, "fp"): 2, (*row, "fn"): 2})
        >>> counts.update({("lost", "whole row", "wrong", "status"): 1})
        >>> counts.update({("lost", "whole row", "wrong", "period", "status"): 1})
        >>> [(c.error, c.objects, c.sole, round(c.f1_gain, 2)) for c in costs(counts)]
        [('status', 2, 1, 0.1), ('period', 1, 0, 0.0)]
    """
    scores = scores_of(counts)
    found = [cost for layer in _LAYERS for cost in _of_layer(counts, layer, scores[layer], by_value)]
    return sorted(found, key=lambda c: (-c.f1_gain, -c.objects, c.layer, c.error, c.gold, c.predicted))


def _of_layer(counts: Counts, layer: str, score: Score, by_value: bool) -> Iterable[Cost]:
    objects: dict[_Name, int] = {}
    sole: dict[_Name, list[tuple[str, int]]] = {}
    for key, number in counts.items():
        if by_value and key[:2] == ("detail", layer):
            _, _, error, gold, predicted, outcome = key
            name = error, gold, predicted
            if outcome == "any":
                objects[name] = objects.get(name, 0) + number
            else:
                sole.setdefault(name, []).append((outcome, number))
        elif not by_value and key[:2] == ("lost", layer):
            outcome, errors = key[2], key[3:]
            for error in errors:
                objects[error, "", ""] = objects.get((error, "", ""), 0) + number
            if len(errors) == 1:
                sole.setdefault((errors[0], "", ""), []).append((outcome, number))
    for name, number in objects.items():
        alone = sole.get(name, [])
        yield Cost(layer, *name, number, sum(n for _, n in alone), _without(score, alone).f1 - score.f1)


def _without(score: Score, lost: Iterable[tuple[str, int]]) -> Score:
    tp, fp, fn = score.tp, score.fp, score.fn
    for outcome, number in lost:
        right, false, missed = _GAIN[outcome]
        tp, fp, fn = tp + right * number, fp + false * number, fn + missed * number
    return Score(tp, fp, fn)
