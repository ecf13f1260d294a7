"""What speaks for an area: the votes of terms, by the place where they stand.

A vote is (area, feature, value, hit).  A feature is a place and the weight of the term that stands there; how much each
counts was learned once from labelled metrics (`weights.json`, models/policy/train.py), tied across areas, so that what is
measured outweighs the clause, the clause the sentence, and the sentence the heading.
"""

from __future__ import annotations

from math import exp

from govreport_ie.extraction.policy.terms import Entry, Hit

__all__ = [
    "FEATURES",
    "FIRM_HEADS",
    "GENERIC_HEAD",
    "PLACES",
    "REACH",
    "SURROUNDINGS",
    "WEIGHTS",
    "Vote",
    "context_votes",
    "indicator_votes",
    "settled",
    "spread_votes",
]

PLACES = (
    "head",  # the last weighty term of the indicator: the head noun
    "inner",  # its other terms
    "base",  # the whole of which the indicator is a share
    "nearest",  # the last weighty term before it in the sentence: the subject of an elided clause
    "clause_before",
    "clause_after",
    "sentence_before",
    "sentence_after",
    "previous",  # the sentence before
    "lead",  # the first sentence of the paragraph
    "heading",
)
WEIGHTS = range(5)
FEATURES = {(place, weight): number for number, (place, weight) in enumerate((p, w) for p in PLACES for w in WEIGHTS)}
Vote = tuple[int, int, float, Hit]

GENERIC_HEAD = FEATURES["head", 0]
FIRM_HEADS = frozenset(FEATURES["head", weight] for weight in WEIGHTS[1:])
LONG = 4
"""A term of so many characters is seldom a part of something else."""

# The nearer a term, the more it says: its vote falls to 1/e over 12 characters in the clause, 40 in the sentence.
REACH = 160
# The firmer the indicator's own head noun, the less its surroundings count: by the head's weight; first without any term;
# with a head of full weight they do not count at all.
SURROUNDINGS = {None: 2.0, 0: 1.4, 1: 1.0, 2: 0.6, 3: 0.3}
_NEAR = [exp(-distance / 12) for distance in range(REACH)]
_FAR = [exp(-distance / 40) for distance in range(REACH)]
_SURE_HEAD = FEATURES["head", 4]
_HEAD, _INNER, _BASE = FEATURES["head", 0], FEATURES["inner", 0], FEATURES["base", 0]
_NEAREST = FEATURES["nearest", 0]
_CLAUSE = FEATURES["clause_before", 0], FEATURES["clause_after", 0]
_SENTENCE = FEATURES["sentence_before", 0], FEATURES["sentence_after", 0]


def indicator_votes(hits: list[Hit], entries: list[Entry], base: range) -> tuple[list[Vote], int | None]:
    """Votes of the terms inside the indicator, and the weight of its head noun.

    Args:
        hits: the indicator's terms.
        entries: the terms by number.
        base: offsets of the whole of which the indicator is a share (占…比重, 与…之比).
    """
    if not hits:
        return [], None
    if len(hits) == 1:
        area, weight, _ = entries[hits[0][0]]
        return [(area, _HEAD + weight, 1.0, hits[0])], weight
    head = len(hits) - 1
    for position in range(head, -1, -1):
        number, start, _ = hits[position]
        if entries[number].weight and start not in base:
            head = position
            break
    votes: list[Vote] = []
    for position, hit in enumerate(hits):
        area, weight, _ = entries[hit[0]]
        place = _HEAD if position == head else _BASE if hit[1] in base else _INNER
        votes.append((area, place + weight, 1.0, hit))
    return votes, entries[hits[head][0]].weight


def context_votes(
    hits: list[Hit],
    entries: list[Entry],
    low: int,
    high: int,
    clause: tuple[int, int],
    skip: tuple[int, int],
    share: float,
) -> list[Vote]:
    """Votes of the terms of the sentence outside the indicator.

    Args:
        hits: terms of the sentence.
        entries: the terms by number.
        low: start of indicator and quantity together.
        high: their end.
        clause: the clause around them.
        skip: the indicator, whose own terms do not count again.
        share: how much the surroundings count.
    """
    votes: list[Vote] = []
    clause_start, clause_end = clause
    skip_start, skip_end = skip
    nearest: Hit | None = None
    for hit in hits:
        number, start, end = hit
        if start < skip_end and skip_start < end:
            continue
        area, weight, _ = entries[number]
        after = start >= low
        if not after and weight >= 2:
            nearest = hit
        distance = start - high if after else low - end
        if distance >= REACH:
            continue
        if distance < 0:
            distance = 0
        if clause_start <= start < clause_end:
            votes.append((area, _CLAUSE[after] + weight, _NEAR[distance] * share, hit))
        else:
            votes.append((area, _SENTENCE[after] + weight, _FAR[distance] * share, hit))
    if nearest is not None:
        area, weight, _ = entries[nearest[0]]
        votes.append((area, _NEAREST + weight, share, nearest))
    return votes


def settled(votes: list[Vote], entries: list[Entry]) -> bool:
    """Whether the terms of the indicator decide alone: two that agree, one under a boundary rule, or a long sure one by itself.

    Args:
        votes: the votes for a metric.
        entries: the terms by number.
    """
    inside = [vote for vote in votes if vote[1] < _BASE]  # those of its head and inner terms
    for head in inside:
        if head[1] < _INNER:
            break
    else:
        return False
    area, feature, _, hit = head
    if len(inside) > 1 and feature != GENERIC_HEAD and not [vote for vote in inside if vote[0] != area]:
        return True
    term = entries[hit[0]].term
    alone = len(votes) == 1 and len(term.text) >= LONG
    return feature == _SURE_HEAD and (alone or term.rule == "policy_boundaries")


def spread_votes(place: str, hits: list[Hit], entries: list[Entry]) -> list[Vote]:
    """Votes of terms that share one voice: those of a heading, or of another sentence."""
    if not hits:
        return []
    first, value = FEATURES[place, 0], 1 / len(hits)
    votes: list[Vote] = []
    for hit in hits:
        area, weight, _ = entries[hit[0]]
        votes.append((area, first + weight, value, hit))
    return votes
