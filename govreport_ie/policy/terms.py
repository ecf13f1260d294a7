"""Terms of a taxonomy found in one pass over a text."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

import ahocorasick_rs

from govreport_ie import lexicons
from govreport_ie.policy.taxonomy import FULL_WEIGHT, Boundary, Taxonomy, Term

__all__ = ["Hit", "TermIndex"]


class Hit(NamedTuple):
    """A term in a text."""

    start: int
    end: int
    term: Term
    area: int  # index of the level-1 area


_hit = partial(tuple.__new__, Hit)  # a report has thousands: several times faster than Hit(...)


class TermIndex:
    """An automaton over the terms of a taxonomy; of overlapping terms the leftmost, then the longest is found.

    Args:
        taxonomy: the taxonomy.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.areas: list[str] = [area.id for area in taxonomy.areas.values() if area.level == 1]
        number = {area: index for index, area in enumerate(self.areas)}
        self.terms = list(taxonomy.terms)
        self._area = [number[taxonomy.top(term.area)] for term in self.terms]
        self._automaton = ahocorasick_rs.AhoCorasick(
            [term.text for term in self.terms], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self._simplified = {
            ord(traditional): row["simplified"]
            for row in lexicons.load("traditional")
            for traditional in lexicons.values(row["traditional"])
        }
        self._traditional = re.compile("[" + "".join(map(chr, self._simplified)) + "]")

    def redirect(self, hit: Hit, rule: Boundary) -> Hit:
        """The hit in the area that a boundary rule gives it."""
        secondary = self._taxonomy.top(rule.secondary) if rule.secondary else ""
        area = self._taxonomy.top(rule.area)
        term = Term(hit.term.text, rule.area, FULL_WEIGHT, "policy_boundaries", "" if secondary == area else secondary)
        return Hit(hit.start, hit.end, term, self.areas.index(area))

    def scan(self, text: str) -> list[Hit]:
        """The terms in a text, simplified or traditional, in order, without overlap."""
        if self._traditional.search(text):
            text = text.translate(self._simplified)
        terms, areas = self.terms, self._area
        return [
            _hit((start, end, terms[index], areas[index]))
            for index, start, end in self._automaton.find_matches_as_indexes(text)
        ]
