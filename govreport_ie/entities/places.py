"""Places: listed names in their context, and names that no list holds by their shape.

`see_places` finds candidates and says which of them stand as a place of their own; `find_places` makes entities of those.
"""

from __future__ import annotations

import re
from collections import Counter

from govreport_ie.entities.context import EntityContext, PlaceSpan
from govreport_ie.entities.gazetteer import Entry, gazetteer
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_places", "see_places"]

_LEVEL_WEIGHT = {"province": 1, "city": 2, "county": 3, "zone": 2}
_NOT_AFTER = re.compile(r"[市](?=场|民|值|委|直|容|域|属|级|内|外|中心|区|长)|[省州县区](?=委|级|直|属|长|域|内|外)")
_JOIN = "、和及与至到-—~－·"


def see_places(analysis: Analysis) -> list[PlaceSpan]:
    """Find the place names of a report, sure or not.

    Args:
        analysis: an analysis with structure.

    Returns:
        Place spans in text order without overlaps.
    """
    listed = gazetteer()
    folded = analysis.folded
    names, entries, common = listed.names, listed.entries, listed.common
    hits = [(start, end, names[index]) for index, start, end in listed.automaton.find_matches_as_indexes(folded)]
    home = _home(hits, analysis)
    spans: list[PlaceSpan] = []
    for start, end, name in hits:
        meanings = entries[name]
        entry = _choose(meanings, home)
        full = entry.form != "short"
        sure = True
        if entry.level in ("county", "zone"):
            sure = full or (name not in common and (len({m.code for m in meanings}) == 1 or entry.code[:2] in home))
        if full and entry.level in ("county", "city") and _NOT_AFTER.match(folded, end - 1):
            sure = False
        code = entry.code or None
        if sum(m.code != entry.code for m in meanings) and entry.code[:2] not in home:
            code = None
        spans.append(PlaceSpan(start, end, entry.name, code, entry.level, sure, entry.subtype, f"entities.places:{entry.form}"))
    _lists(spans, folded)
    return spans


def _home(hits: list[tuple[int, int, str]], analysis: Analysis) -> set[str]:
    """Code prefixes (province, city, county) of the region that the report is about."""
    entries = gazetteer().entries
    votes: Counter[str] = Counter()
    for start, _, name in hits:
        meanings = entries[name]
        if len({m.code for m in meanings}) > 1 or not meanings[0].code or meanings[0].form == "short":
            continue
        code, level = meanings[0].code, meanings[0].level
        weight = _LEVEL_WEIGHT.get(level, 1) * (5 if start < 300 else 1)
        votes[code[:2]] += weight
        if level != "province":
            votes[code[:4]] += weight
        if level == "county":
            votes[code] += weight
    home: set[str] = set()
    for length in (2, 4, 6):
        best = [(count, key) for key, count in votes.items() if len(key) == length]
        if best:
            home.add(max(best)[1])
    return home


def _choose(meanings: list[Entry], home: set[str]) -> Entry:
    for length in (6, 4, 2):
        for entry in meanings:
            if entry.code and entry.code[:length] in home:
                return entry
    return meanings[0]


def _lists(spans: list[PlaceSpan], folded: str) -> None:
    """A name in a list with a sure place is sure."""
    for order in (range(1, len(spans)), range(len(spans) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for index in order:
            span, other = spans[index], spans[index + step]
            if span.sure or not other.sure:
                continue
            left, right = (other, span) if step == -1 else (span, other)
            gap = folded[left.end : right.start]
            if gap == "、" or (gap in ("和", "及", "与") and span.level == other.level):
                span.sure = True
                span.rule = "entities.places:list"


def find_places(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Make entities of the sure places.

    Args:
        analysis: the analysis.
        context: its context.

    Returns:
        PLACE records in text order.
    """
    return [
        EntityRecord(place.start, place.end, "PLACE", place.subtype, None, place.name, place.code, None, place.rule)
        for place in context.places
        if place.sure
    ]
