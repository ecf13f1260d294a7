"""Everything of the lists that stands in a report: places, bodies and last words of names, found in one pass."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction.entities.gazetteer import PlaceHead, gazetteer
from govreport_ie.extraction.entities.terms import Body, Head, terms

__all__ = ["Listed", "Lists", "lists"]


_START = itemgetter(0)


class Listed(NamedTuple):
    """What of the lists stands in a text, as (start, end, what).

    Attributes:
        places: listed names of places and words that look like them, overlaps included, by start and longest first.
        place_heads: the last words of places, overlaps included, by end and longest first.
        bodies: listed bodies, of overlapping ones the first and longest.
        heads: the last words of institutions and projects, of overlapping ones the first and longest.
    """

    places: list[tuple[int, int, str]]
    place_heads: list[tuple[int, int, PlaceHead]]
    bodies: list[tuple[int, int, Body]]
    heads: list[tuple[int, int, Head]]


class Lists:
    """One automaton over the gazetteer and the terms."""

    def __init__(self) -> None:
        known, bodies = gazetteer(), terms()
        self._names = known.names
        self._place_heads = known.heads
        self._bodies = list(bodies.bodies.values())
        self._heads = list(bodies.heads.values())
        words = (*known.names, *(head.word for head in known.heads), *bodies.bodies, *bodies.heads)
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def scan(self, folded: str) -> Listed:
        """What stands in a folded text.

        Args:
            folded: a folded text.
        """
        first_head = len(self._names)
        first_body = first_head + len(self._place_heads)
        names, place_heads = self._names, self._place_heads
        places: list[tuple[int, int, str]] = []
        heads_of_places: list[tuple[int, int, PlaceHead]] = []
        terms_found: list[tuple[int, int, int]] = []
        # the automaton tells what it finds by its end, and of one end the longest first
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if index < first_head:
                places.append((start, end, names[index]))
            elif index < first_body:
                heads_of_places.append((start, end, place_heads[index - first_head]))
            else:
                terms_found.append((start, end, index - first_body))
        # from the last end to the first, so that of one start the longest stays first
        places.reverse()
        places.sort(key=_START)
        terms_found.reverse()
        terms_found.sort(key=_START)
        return Listed(places, heads_of_places, *self._without_overlaps(terms_found))

    def _without_overlaps(
        self, found: list[tuple[int, int, int]]
    ) -> tuple[list[tuple[int, int, Body]], list[tuple[int, int, Head]]]:
        bodies: list[tuple[int, int, Body]] = []
        heads: list[tuple[int, int, Head]] = []
        body_end = head_end = 0
        first_head = len(self._bodies)
        for start, end, index in found:
            if index < first_head:
                if start >= body_end:
                    body_end = end
                    bodies.append((start, end, self._bodies[index]))
            elif start >= head_end:
                head_end = end
                heads.append((start, end, self._heads[index - first_head]))
        return bodies, heads


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The packaged lists, their automaton built once a process."""
    return Lists()
