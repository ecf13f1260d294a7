"""Micro and macro averages.

A micro average pools the objects, so that frequent classes and long documents weigh most; a macro average is the plain mean
over classes or documents.  Macro F1 is the mean of the classes' F1, not the F1 of mean precision and recall, which can be
much higher (Opitz and Burst 2019).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govreport_ie.evaluation.counts import LABELS, LAYERS, Counts, Score, rows_of, score_of, scores_of, total
from govreport_ie.evaluation.layers import WindowScore

__all__ = ["Average", "area_scores", "averages", "by_document"]


@dataclass(frozen=True, slots=True)
class Average:
    """Averages over classes or documents.

    Attributes:
        over: what is averaged over: ``kind``, ``label``, ``area`` or ``document``.
        classes: how many there are; classes that the gold does not have are left out.
        precision: macro precision.
        recall: macro recall.
        f1: macro F1.
        micro_f1: F1 of all objects together.
    """

    over: str
    classes: int
    precision: float
    recall: float
    f1: float
    micro_f1: float


def averages(windows: Sequence[WindowScore]) -> dict[str, Average]:
    """Averages over kinds of quantity, entity labels, policy areas, and documents.

    Args:
        windows: the scored windows.

    Returns:
        Name to average: ``quantity span by kind``, ``entity by label``, ``policy area by area``, and for every layer
        ``whole row by document`` and so on.  What the gold has nothing of is absent.
    """
    counts = total(window.counts for window in windows)
    kinds = {kind: score_of(counts, "kind", kind) for kind in rows_of(counts, "kind")}
    labels = {label: score_of(counts, "layer", f"entity {label}") for label in LABELS}
    result = {
        "quantity span by kind": _average("kind", kinds),
        "entity by label": _average("label", labels),
        "policy area by area": _average("area", area_scores(counts)),
    }
    documents = [scores_of(part) for part in by_document(windows).values()]
    for layer in LAYERS:
        scores = {str(number): scores[layer] for number, scores in enumerate(documents)}
        result[f"{layer} by document"] = _average("document", scores)
    return {name: average for name, average in result.items() if average is not None}


def by_document(windows: Sequence[WindowScore]) -> dict[str, Counts]:
    """Document to the counts of its windows together.

    Args:
        windows: the scored windows.
    """
    grouped: dict[str, list[Counts]] = {}
    for window in windows:
        grouped.setdefault(window.window.doc, []).append(window.counts)
    return {doc: total(parts) for doc, parts in grouped.items()}


def area_scores(counts: Counts) -> dict[str, Score]:
    """Precision, recall and F1 of every policy area, over the metrics that were found.

    Args:
        counts: the counts of an evaluation.
    """
    right: dict[str, int] = {}
    missed: dict[str, int] = {}
    wrongly: dict[str, int] = {}
    for key, number in counts.items():
        if key[0] != "confusion":
            continue
        gold, predicted = key[1], key[2]
        if gold == predicted:
            right[gold] = right.get(gold, 0) + number
        else:
            missed[gold] = missed.get(gold, 0) + number
            wrongly[predicted] = wrongly.get(predicted, 0) + number
    names = sorted({*right, *missed, *wrongly} - {"none"})
    return {name: Score(right.get(name, 0), wrongly.get(name, 0), missed.get(name, 0)) for name in names}


def _average(over: str, scores: Mapping[str, Score]) -> Average | None:
    """The averages of scores; classes without gold have no recall and count in the micro average only."""
    known = [score for score in scores.values() if score.tp + score.fn]
    if not known:
        return None
    every = scores.values()
    pooled = Score(sum(s.tp for s in every), sum(s.fp for s in every), sum(s.fn for s in every))
    return Average(
        over=over,
        classes=len(known),
        precision=sum(s.precision for s in known) / len(known),
        recall=sum(s.recall for s in known) / len(known),
        f1=sum(s.f1 for s in known) / len(known),
        micro_f1=pooled.f1,
    )
