"""Choosing among candidate names: a linear model over their features, then the best of those that overlap.

The weights are learned by models/entities/train_weights.py (logistic regression); a feature that is not in the file
weighs nothing.
"""

from __future__ import annotations

from functools import lru_cache

from govreport_ie import lexicons
from govreport_ie.entities.candidates import Candidate, candidates
from govreport_ie.entities.context import EntityContext

__all__ = ["chosen", "choose", "weights"]


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The packaged weights, feature to weight."""
    return {row["feature"]: int(row["weight"]) / 100 for row in lexicons.load("entity_weights")}


_MARGIN = 2.0


def choose(scored: list[Candidate]) -> list[Candidate]:
    """The accepted candidates: above zero, the best first, none overlapping a better one.

    Of candidates of one label that begin together the longest is taken, unless a shorter one is much better: the
    guidelines want the longest name.

    Args:
        scored: candidates with their scores.

    Returns:
        Accepted candidates in text order.
    """
    longest: dict[tuple[int, str], Candidate] = {}
    for item in scored:
        if item.score <= 0:
            continue
        key = (item.start, item.label)
        other = longest.get(key)
        if other is None:
            longest[key] = item
        else:
            long, short = (item, other) if item.end > other.end else (other, item)
            if long.score > short.score - _MARGIN:
                long.score = max(long.score, short.score)
                longest[key] = long
            else:
                longest[key] = short
    accepted: list[Candidate] = []
    taken: set[int] = set()
    for item in sorted(longest.values(), key=lambda c: (-c.score, c.start - c.end, c.start)):
        span = range(item.start, item.end)
        if taken.isdisjoint(span):
            taken.update(span)
            accepted.append(item)
    accepted.sort(key=lambda c: c.start)
    return accepted


def chosen(context: EntityContext) -> list[Candidate]:
    """The names of institutions and projects of a report.

    Args:
        context: the shared context of the entities stage.

    Returns:
        Candidates in text order without overlaps.
    """
    cached = context.cache.get("names")
    if cached is None:
        table = weights()
        weigh = table.get
        found = list(candidates(context))
        for candidate in found:
            score = weigh("bias" + candidate.label[0], 0.0)
            for feature in candidate.features:
                score += weigh(feature, 0.0)
            candidate.score = score
        cached = context.cache["names"] = choose(found)
    return cached  # type: ignore[return-value]
