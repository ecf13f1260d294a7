"""Places that no list holds, found by their head (`河`, `村`, `经济带`) and a left edge.

From the head leftwards, the name takes in unknown characters, a listed place, and before heads of zones also common nouns; it ends
at punctuation, at verbs, at function words and at connectors.  A name needs evidence: a listed place or characters that are
no common word.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from govreport_ie.entities.context import PlaceSpan
from govreport_ie.entities.gazetteer import PlaceHead, gazetteer
from govreport_ie.entities.home import Home
from govreport_ie.entities.edges import Edges

__all__ = ["shaped_places"]

_REACH = {"zone": 16, "part": 8, "scenic": 10}
_SHORT_REACH = 6
_HAN = re.compile(r"[㐀-鿿]")
_PLAIN = frozenset("新老大小中上下内外东西南北前后各类型级化性业者家人户年月日一二三四五六七八九十百千万亿两首条项座所批次期号及其等总主副高低全多省市县区乡镇村州旗")
_REDACTED = re.compile(r"(?:XX|xx|××|\*\*|某某)(?:自治区|自治州|自治县|开发区|街道|新区|[省市县区镇乡村州])")


def shaped_places(
    folded: str, spans: list[PlaceSpan], heads: list[tuple[int, int, PlaceHead]], edges: Edges, home: Home
) -> list[PlaceSpan]:
    """Add the places found by shape to the listed ones.

    Args:
        folded: the folded text.
        spans: listed places in text order.
        heads: every head in the text, sorted by end and longest first.
        edges: the known words of the text.
        home: the region of the report.

    Returns:
        All places in text order without overlaps; a shaped name replaces the listed names inside it.
    """
    place_to = {span.end: span for span in spans}
    found: list[PlaceSpan] = []
    last_end = -1
    for start, end, head in heads:
        if end == last_end:
            continue  # a longer head of the same end
        last_end = end
        span = _shape(folded, start, end, head, place_to, edges, home)
        if span is not None:
            found.append(span)
    for match in _REDACTED.finditer(folded):
        found.append(PlaceSpan(match.start(), match.end(), match.group(), None, "grammar", True, "division", "entities.place_shapes:redacted"))
    return _merge(spans, found)


def _shape(
    folded: str, start: int, end: int, head: PlaceHead, place_to: dict[int, PlaceSpan], edges: Edges, home: Home
) -> PlaceSpan | None:
    kind = head.kind
    if kind == "town":
        town = _listed_town(folded, start, end, home, edges)
        if town is not None:
            return town
    at = edges.word_before(start)
    # a common word that holds the head and more is no name: 社区, 山区, 道路
    if edges.cut(start, end):
        return None
    low = max(0, start - _REACH.get(kind, _SHORT_REACH))
    left = start
    unknown = plain = nouns = 0
    place: PlaceSpan | None = None
    while left > low:
        listed = place_to.get(left)
        if listed is not None and listed.start >= low:
            place = listed
            left = listed.start
            while at >= 0 and edges.ends[at] > left:
                at -= 1
            continue
        word_end = edges.ends[at] if at >= 0 else 0
        if word_end < left:
            char = folded[left - 1]
            if not _HAN.match(char) or place is not None:
                break
            if char in _PLAIN:
                plain += 1
            else:
                unknown += 1
            left -= 1
            continue
        if edges.classes[at] != "N" or place is not None or kind not in ("zone", "scenic"):
            break
        left = edges.starts[at]
        nouns += 1
        at -= 1
    if left == start:
        return None
    if place is None:
        if kind == "zone" and unknown < 2:
            return None
        if unknown < 1 or unknown + plain > 4 + (nouns > 0) * 3:
            return None
        if kind in ("part", "road", "scenic", "port") and unknown + plain < 2:
            return None
    elif kind in ("water", "land", "village", "town", "road") and not place.sure and unknown + plain == 0 and place.level == "county":
        pass
    text = folded[left:end]
    return PlaceSpan(left, end, text, None, "grammar", True, head.subtype, f"entities.place_shapes:{kind}")


def _listed_town(folded: str, start: int, end: int, home: Home, edges: Edges) -> PlaceSpan | None:
    """A town of the list that ends here, the longest first; its code by the home region."""
    listed = gazetteer()
    for left in range(max(0, end - 10), start):
        codes = listed.town_codes(folded[left:end])
        if not codes:
            continue
        best = max(codes, key=home.nearness)
        near = home.nearness(best)
        if len(codes) > 1 and not near:
            code = None
        else:
            level = [one for one in codes if home.nearness(one) == near]
            code = best if len(level) == 1 else None
        return PlaceSpan(left, end, folded[left:end], code, "town", True, "division", "entities.place_shapes:town")
    return None


def _merge(spans: list[PlaceSpan], found: list[PlaceSpan]) -> list[PlaceSpan]:
    """Both kinds in text order; of two that overlap, the longer stays."""
    merged: list[PlaceSpan] = []
    for span in sorted([*spans, *found], key=lambda one: (one.start, -one.end)):
        while merged and span.start < merged[-1].end and span.end - span.start > merged[-1].end - merged[-1].start:
            merged.pop()
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged
