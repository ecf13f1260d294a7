"""What speaks for an area: votes of terms, by the place where they stand.

A vote is (area, feature, value, hit).  A feature is the place of the evidence and the weight of the term; how much each
counts was learned from labelled metrics (`weights.json`, models/policy/train.py), tied across areas, so that what is
measured outweighs the clause, the clause the sentence and the sentence the heading.
"""

from __future__ import annotations

from math import exp

from govreport_ie.policy.terms import Hit

__all__ = ["FEATURES", "PLACES"]

PLACES = (
    "head",  # the last weighty term of the indicator
    "inner",  # the indicator's other terms
    "base",  # what a share is taken of: terms after 占
    "clause_before",
    "clause_after",
    "sentence_before",
    "sentence_after",
    "previous",  # the sentence before
    "lead",  # the first sentence of the paragraph
    "heading",
    "left",  # area of the metric before, in the same sentence
    "right",
    "unit",
)
WEIGHTS = range(5)
FEATURES = {(place, weight): number for number, (place, weight) in enumerate((p, w) for p in PLACES for w in WEIGHTS)}
Vote = tuple[int, int, float, "Hit | None"]

_NEAR = [exp(-distance / 12) for distance in range(400)]
_FAR = [exp(-distance / 40) for distance in range(400)]


def indicator_votes(hits: list[Hit], base: range) -> list[Vote]:
    """Votes of the terms inside the indicator.

    Args:
        hits: the indicator's terms.
        base: where the whole stands of which the indicator is a share (占…比重, 与…之比).
    """
    head = len(hits) - 1
    for number in range(len(hits) - 1, -1, -1):
        if hits[number].term.weight and hits[number].start not in base:
            head = number
            break
    return [
        (
            hit.area,
            FEATURES["head" if number == head else "base" if hit.start in base else "inner", hit.term.weight],
            1.0,
            hit,
        )
        for number, hit in enumerate(hits)
    ]


def context_votes(hits: list[Hit], low: int, high: int, clause: tuple[int, int], skip: tuple[int, int]) -> list[Vote]:
    """Votes of the terms of the sentence outside the indicator.

    Args:
        hits: terms of the sentence.
        low: start of indicator and quantity together.
        high: their end.
        clause: the clause around them.
        skip: the indicator, whose own terms do not count again.
    """
    votes: list[Vote] = []
    clause_start, clause_end = clause
    skip_start, skip_end = skip
    for hit in hits:
        if hit.start >= skip_start and hit.end <= skip_end:
            continue
        before = hit.start < low
        distance = (low - hit.end) if before else (hit.start - high)
        distance = 0 if distance < 0 else 399 if distance > 399 else distance
        if clause_start <= hit.start < clause_end:
            place, value = ("clause_before" if before else "clause_after"), _NEAR[distance]
        else:
            place, value = ("sentence_before" if before else "sentence_after"), _FAR[distance]
        votes.append((hit.area, FEATURES[place, hit.term.weight], value, hit))
    return votes
