"""Terms of a taxonomy found in one pass over a text."""

from __future__ import annotations

from typing import NamedTuple

import ahocorasick_rs

from govreport_ie.extraction.policy.taxonomy import FULL_WEIGHT, Boundary, Taxonomy, Term
from govreport_ie.extraction.text import fold

__all__ = ["Entry", "Hit", "TermIndex"]

Hit = tuple[int, int, int]
"""A term in a text: its number in the index, where it begins and ends (-1 and -1 where it is no stretch of the text).

A report has thousands of them, so they stay the plain tuples that the automaton returns.
"""


class Entry(NamedTuple):
    """What the index knows of a term."""

    area: int  # number of the level-1 area
    weight: int
    term: Term


class TermIndex:
    """An automaton over the terms of a taxonomy; of overlapping terms the leftmost, then the longest is found.

    Args:
        taxonomy: the taxonomy.

    Attributes:
        areas: ids of the level-1 areas by number.
        entries: the terms by number; behind those that the automaton finds stand those that boundary rules make of them.
        redirected: for a term with conditional boundary rules, the numbers of the terms that its rules make of it.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.areas: list[str] = [area.id for area in taxonomy.areas.values() if area.level == 1]
        number = {area: index for index, area in enumerate(self.areas)}
        terms = taxonomy.terms
        self.entries = [Entry(number[taxonomy.top(term.area)], term.weight, term) for term in terms]
        self.redirected: dict[int, tuple[int, ...]] = {}
        for position, term in enumerate(terms):
            if term.cases:
                first = len(self.entries)
                self.entries += [_redirected(term, rule, taxonomy, number) for rule in term.cases]
                self.redirected[position] = tuple(range(first, len(self.entries)))
        self._automaton = ahocorasick_rs.AhoCorasick(
            [fold(term.text) for term in terms], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def scan(self, folded: str) -> list[Hit]:
        """The terms in a folded text, in order, without overlap."""
        return self._automaton.find_matches_as_indexes(folded)


def _redirected(term: Term, rule: Boundary, taxonomy: Taxonomy, number: dict[str, int]) -> Entry:
    """The term in the area that a boundary rule gives it."""
    secondary = taxonomy.top(rule.secondary) if rule.secondary else ""
    area = taxonomy.top(rule.area)
    made = Term(term.text, rule.area, FULL_WEIGHT, "policy_boundaries", "" if secondary == area else secondary)
    return Entry(number[area], FULL_WEIGHT, made)
