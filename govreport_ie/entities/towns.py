"""Short names of the towns of the home region (屯堡、白果、七里坪街道), which are too ambiguous to look for anywhere else."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.entities.context import PlaceSpan
from govreport_ie.entities.edges import Edges
from govreport_ie.entities.gazetteer import gazetteer
from govreport_ie.entities.home import Home

__all__ = ["short_towns"]

_CLASS = re.compile(r"(?:[^镇乡]{1,4}族乡|街道|镇|乡|苏木)$")
_JOINS = frozenset("、和与及")
_AFTER = frozenset("、,。;:()”—- ")


def short_towns(folded: str, spans: list[PlaceSpan], edges: Edges, home: Home) -> list[PlaceSpan]:
    """Find short names of towns in a report on a city, county or town.

    A short name must end where a word ends, and stand in a list beside another place or town, or alone between punctuation.

    Args:
        folded: the folded text.
        spans: the places found so far, in text order.
        edges: the common words of the text.
        home: the region of the report.

    Returns:
        Towns that overlap no place found so far.
    """
    prefix = home.county or home.city
    if not prefix:
        return []
    names, automaton = _towns_of(prefix)
    if not names:
        return []
    known = names  # surface to (full name, code)
    taken = {offset for span in spans if span.sure for offset in range(span.start, span.end)}
    place_to = {span.end for span in spans if span.sure}
    place_from = {span.start for span in spans if span.sure}
    hits = [
        (start, end)
        for _, start, end in automaton.find_matches_as_indexes(folded)
        if start not in taken
        and end - 1 not in taken
        and edges.cut_left(start, end) < 0
        and not edges.cut_right(start, end)
    ]
    place_to |= {end for _, end in hits}
    place_from |= {start for start, _ in hits}
    found: list[PlaceSpan] = []
    for start, end in hits:
        before, after = folded[start - 1 : start], folded[end : end + 1]
        listed = (before in _JOINS and start - 1 in place_to) or (after in _JOINS and end + 1 in place_from)
        left = before in _AFTER or before in _JOINS or edges.ends_at(start)
        right = after in _AFTER or after in _JOINS or edges.starts_at(end)
        if left and right and (listed or (bool(home.county) and not edges.is_word(start, end))):
            name, code = known[folded[start:end]]
            found.append(PlaceSpan(start, end, name, code or None, "town", True, "division", "entities.towns:short"))
    return found


@lru_cache(maxsize=32)
def _towns_of(prefix: str) -> tuple[dict[str, tuple[str, str]], AhoCorasick]:
    """Short names of the towns of a county or city, and an automaton over them."""
    listed = gazetteer()
    names: dict[str, tuple[str, str]] = {}
    for code, name in listed.towns_under(prefix):
        short = _CLASS.sub("", name)
        if len(short) < 2 or short in listed.entries or short == name:
            continue
        # two towns of one short name: no code, and the name as written
        names[short] = (name, code) if short not in names else (short, "")
    return names, AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
