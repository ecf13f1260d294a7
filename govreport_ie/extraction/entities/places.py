"""Places that a list holds, read in their context.

`see_places` finds the listed names and says which of them stand as a place of their own; `find_places` makes entities of those.
A full name (`绵阳市`) stands by itself.  A short name (`绵阳`) must not cut a common word, and one that is
an everyday word (`和平`, `光明`) needs a cue: a place before it, a list of places around it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from govreport_ie.extraction.entities.context import EntityContext, PlaceSpan, span_at
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.gazetteer import Entry, gazetteer
from govreport_ie.extraction.entities.home import Home
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern, words_of
from govreport_ie.extraction.records import Analysis, EntityRecord

__all__ = ["find_places", "see_places"]

_CONTEXTS = "place_contexts"
_EVENT = re.compile(
    rf"[^,。;:、!?“”《》\n与和及在办召参获赴评选]{{0,12}}?(?:{alternation('event', _CONTEXTS)}"
    rf"|{alternation('contest', _CONTEXTS)}[㐀-鿿]{{0,3}}比赛|{alternation('harvest', _CONTEXTS)}[㐀-鿿]{{0,2}}节)"
    rf"|{alternation('called', _CONTEXTS)}"
)
# 第六届砚湖消费节, 首届中国望岭(石砚)设计展
_NTH = re.compile(r"(?:首届|第[一二三四五六七八九十\d]{1,3}届)(?:中国)?(?:[\u3400-\u9fff]{2,4}\()?$")
_AFFAIRS = re.compile(f"港澳台?{alternation('affairs', _CONTEXTS)}")
_LISTED_QUOTE = re.compile("[、-]")
_SENTENCE_END = re.compile("[,。;:\n]")
_SLOGAN = 14
_HAN = lazy_pattern(r"[㐀-鿿]")
_LEVELS = {"province": 0, "city": 1, "county": 2}
_AUTONOMOUS = ("自治县", "自治州", "自治旗", "自治区")
_SEPARATORS = frozenset("、和及与至到等,。;:()“”—-~0123456789")
_BEFORE_ITEM = _SEPARATORS | frozenset("在对向以从由")
_AFTER_ITEM = words_of("behind_list", _CONTEXTS)
_AND = ("、", "和", "及", "与", "以及", "至", "到", "—", "-", "~", "·")


def see_places(analysis: Analysis, edges: Edges, hits: list[tuple[int, int, str]], home: Home) -> list[PlaceSpan]:
    """Find the listed place names of a report, sure or not.

    Args:
        analysis: an analysis with structure and quantities.
        edges: the common words of its folded text.
        hits: listed names and words that look like them, by start and longest first.
        home: the region the report is about.

    Returns:
        Place spans in text order without overlaps.
    """
    listed = gazetteer()
    folded = analysis.folded
    spans: list[PlaceSpan] = []
    done = 0
    for start, end, name in hits:
        if start < done:
            continue
        # a word that is no place and that a chance word cuts (城山体|育公园) is still one
        generic_word = not listed.entries[name]
        if not (generic_word and end - start > 2) and _cuts_a_word(folded, start, end, name, home, edges):
            continue
        if generic_word:
            done = end  # a word that is no place
            continue
        span = _read(folded, start, end, name, home, edges)
        if span is None:
            continue
        if spans and spans[-1].end > start:
            if not span.sure:
                continue
            spans.pop()  # 新罗湖: 罗湖 is at home here, 新罗 is not
        if spans and _street_of(spans[-1], span, home):
            span.sure = False
        spans.append(span)
        if span.sure:
            done = span.end
    spans = _merge_nested(spans, folded)
    _settle_lists(spans, folded, edges)
    return _merge_nested(spans, folded)


def _cuts_a_word(folded: str, start: int, end: int, name: str, home: Home, edges: Edges) -> bool:
    """Whether a listed name begins inside a common word that counts."""
    cut = edges.cut_left(start, end)
    return (
        cut >= 0
        and not _listed_at_home(folded, start, end, name, home)
        and not _after_preposition(folded, start, end, edges.starts[cut], edges.ends[cut])
    )


def _street_of(before: PlaceSpan, span: PlaceSpan, home: Home) -> bool:
    """Whether a short name of a far city stands right behind a county of the home region, whose street or quarter it names."""
    return (
        before.end == span.start
        and before.sure
        and before.level == "county"
        and bool(before.code and home.nearness(before.code))
        and span.level == "city"
        and span.shape == "short"
        and not (span.code and home.nearness(span.code))
    )


def _listed_at_home(folded: str, start: int, end: int, name: str, home: Home) -> bool:
    """Whether a name that cuts a common word is a division of the home region that opens a list: 以上犹、宁都为…."""
    if folded[end : end + 1] not in ("、", "和", "至", "为") or folded[start - 1] not in "以在从由向到把将对与和为让":
        return False
    return any(
        home.nearness(entry.code) > (entry.level == "county") for entry in gazetteer().entries[name] if entry.code
    )


def _after_preposition(folded: str, start: int, end: int, cut_start: int, cut_end: int) -> bool:
    """Whether the word that a name cuts is only a preposition and its first character: 向上海供气, 以南疆各县为重点."""
    if cut_end != start + 1 or cut_start != start - 1:
        return False
    if folded[cut_start] == "向":
        return end - start > 1 and not folded.startswith("部", end)
    return folded[cut_start] == "以" and "为" in _SENTENCE_END.split(folded[end : end + 16], 1)[0]


def _read(folded: str, start: int, end: int, name: str, home: Home, edges: Edges) -> PlaceSpan | None:
    """Choose the meaning of a listed name and tell whether it is sure."""
    meanings = gazetteer().entries[name]
    entry = _meaning_at_home(meanings, home)
    near = home.nearness(entry.code) if entry.code else 0
    if meanings[0].code and folded.startswith("市场", end):
        return None
    if _ends_a_word(folded, start, end, near, edges) or _begins_a_word(folded, start, end, entry, edges):
        return None
    only = _is_one_division(meanings)
    code: str | None = entry.code or None
    if not only and not near:
        entry, code = _highest(meanings)
    sure = True
    if name in gazetteer().common:
        sure = _is_sure_everyday_word(start, end, entry, near, edges)
    elif entry.form == "short" and entry.level == "county":
        sure = _is_sure_county(start, end, near, home, edges, only=only)
    if _lacks_peoples(folded, end, entry):
        end += 3
        sure = True
    rule = f"entities.places:{entry.form}"
    return PlaceSpan(start, end, entry.name, code, entry.level, sure, entry.subtype, rule, entry.form)


def _is_one_division(meanings: list[Entry]) -> bool:
    """Whether the meanings of a name are no two divisions."""
    return len(meanings) == 1 or len({one.code for one in meanings if one.code}) <= 1


def _highest(meanings: list[Entry]) -> tuple[Entry, str | None]:
    """The meaning of the highest level, with its code if it is the only one: 甘孜 is the prefecture, 鼓楼 any of four districts."""
    entry = min(meanings, key=lambda one: _LEVELS.get(one.level, 9))
    peers = {one.code for one in meanings if one.level == entry.level}
    return entry, entry.code if len(peers) == 1 and entry.code else None


def _is_sure_county(start: int, end: int, near: int, home: Home, edges: Edges, *, only: bool) -> bool:
    """Whether the short name of a county is meant as a place: one at home, or the only one of three characters or more."""
    # in a local report, a county of another city must stand between whole words: 洪雅玉屏山 is no 屏山
    far = near == 1 and bool(home.city) and not edges.alone(start, end)
    return (near > 0 and not far) or (end - start > 2 and only)


def _meaning_at_home(meanings: list[Entry], home: Home) -> Entry:
    """The meaning of a name that lies nearest to the home region; a landscape before a division far away."""
    if len(meanings) == 1:
        return meanings[0]
    entry = max(meanings, key=lambda one: (home.nearness(one.code), one.level == "region", one.form != "short"))
    far = home.nearness(entry.code) < 2
    if far or (entry.form == "short" and entry.level == "county"):
        # 天山 in a report on Xinjiang is the mountains, not the district
        regions = (one for one in meanings if one.level == "region" and (far or one.subtype == "natural"))
        return next(regions, entry)
    return entry


def _lacks_peoples(folded: str, end: int, entry: Entry) -> bool:
    """Whether 自治县 and the like follow a short name, which is then the full one without its peoples."""
    return entry.form == "short" and entry.name.endswith(_AUTONOMOUS) and folded.startswith(entry.name[-3:], end)


def _ends_a_word(folded: str, start: int, end: int, near: int, edges: Edges) -> bool:
    """Whether two characters are the end of a word and 县 (提高县级…, 致富县), as they easily are."""
    if end - start != 2 or folded[start + 1] != "县" or near or not start:
        return False
    return _HAN.match(folded, start - 1) is not None and not edges.ends_at(start)


def _begins_a_word(folded: str, start: int, end: int, entry: Entry, edges: Edges) -> bool:
    """Whether the name of a division ends inside a common word; 砚湖区县域经济 holds it all the same."""
    if entry.level in ("region", "country", "abroad"):
        return False
    exact = entry.form != "short" or entry.level in ("city", "county")
    return exact and edges.cut_right(start, end) and not folded.startswith("县域", end)


def _is_sure_everyday_word(start: int, end: int, entry: Entry, near: int, edges: Edges) -> bool:
    """Whether an everyday word is meant as a place.

    It is its own full name, its own short name between whole words, or a city in its own province.
    """
    if near > 0 and entry.level == "city":
        return True
    if near < 2:
        return False
    return (
        entry.form != "short"
        or edges.alone(start, end)
        or (near > 2 and edges.starts_at(end) and not edges.is_verb(start, end))
    )


def _merge_nested(spans: list[PlaceSpan], folded: str) -> list[PlaceSpan]:
    """Join a division and the larger one right before it (上海黄浦区, 俄罗斯海参崴): one place with the code of the smaller."""
    merged: list[PlaceSpan] = []
    for span in spans:
        before = merged[-1] if merged else None
        if (
            before is not None
            and before.end == span.start
            and before.sure
            and _holds(before, span)
            and (
                span.sure or folded[span.start : span.end] not in gazetteer().common  # 辽宁振兴 is no district
            )
        ):
            span.start = before.start
            span.sure = True
            merged[-1] = span
        elif before is not None and before.end == span.start and _begins(before, span):
            # 望岭砚湖新区, and not the zone of that name elsewhere
            span.name, span.code = before.name + span.name if span.code else folded[before.start : span.end], None
            span.start = before.start
            merged[-1] = span
        else:
            merged.append(span)
    return merged


def _begins(outer: PlaceSpan, inner: PlaceSpan) -> bool:
    """Whether a division and the zone, the landscape or the settlement right behind it are one name."""
    return (
        outer.sure
        and inner.sure
        and outer.level in ("province", "city", "county")
        and (
            inner.level in ("region", "zone", "grammar", "town")
            or (inner.level == "county" and inner.name.endswith("新区"))
        )
        and not (inner.subtype == "other" and outer.level != "province")  # a city and the region that it lies in
        and inner.shape not in ("reach", "redacted")
    )


def _holds(outer: PlaceSpan, inner: PlaceSpan) -> bool:
    if outer.level == "country":
        return inner.level == "abroad"
    if not outer.code or not inner.code or outer.level not in ("province", "city", "county"):
        return False
    stem = outer.code.rstrip("0") if outer.level != "county" else outer.code
    return (inner.code != outer.code or inner.level != outer.level) and inner.code.startswith(stem)


def _settle_lists(spans: list[PlaceSpan], folded: str, edges: Edges) -> None:
    """A short name in a list beside a sure division of its province is sure (百色、田阳、田东).

    An everyday word, and a division that is not near the home region, must stand alone between two separators of the list.
    """
    starts = {span.start for span in spans}
    _settle_pairs(spans, folded, edges)
    for left, right in pairwise(spans):
        if right.end not in starts:
            _settle_beside(right, left, folded, edges)
    for right, left in pairwise(reversed(spans)):
        if left.end not in starts:
            _settle_beside(left, right, folded, edges)


def _settle_beside(span: PlaceSpan, other: PlaceSpan, folded: str, edges: Edges) -> None:
    """Make a short name sure that a list holds right before or behind a sure division of its province."""
    if span.sure or not other.sure or not other.code:
        return
    behind = other.start < span.start
    gap = folded[other.end : span.start] if behind else folded[span.end : other.start]
    if gap not in _AND:
        return
    meanings = gazetteer().entries.get(folded[span.start : span.end], ())
    meaning = next((one for one in meanings if one.code[:2] == other.code[:2]), None)
    if meaning is None:
        return
    last = behind and gap == "、" and edges.starts_at(span.end)  # the last member: 民和、同仁新型城镇化
    if last or _is_whole_item(span, folded, edges):
        _settle(span, meaning)


def _settle_pairs(spans: list[PlaceSpan], folded: str, edges: Edges) -> None:
    """Two short names of one city side by side in a list are sure, even where nothing else tells of that city: 与田东、德保协作."""
    for left, right in pairwise(spans):
        if left.sure or right.sure or folded[left.end : right.start] not in _AND:
            continue
        pair = _counties_of_one_city(folded[left.start : left.end], folded[right.start : right.end])
        if pair and _is_whole_item(left, folded, edges) and _is_whole_item(right, folded, edges):
            _settle(left, pair[0])
            _settle(right, pair[1])


def _counties_of_one_city(left: str, right: str) -> tuple[Entry, Entry] | None:
    """The first two counties of these names that lie in one city."""
    entries = gazetteer().entries
    ones, others = ([one for one in entries.get(name, ()) if one.level == "county"] for name in (left, right))
    return next(((one, other) for one in ones for other in others if one.code[:4] == other.code[:4]), None)


def _is_whole_item(span: PlaceSpan, folded: str, edges: Edges) -> bool:
    """Whether a name stands alone between separators, or is no everyday word and stands between whole words."""
    if _stands_alone(folded, span):
        return True
    return folded[span.start : span.end] not in gazetteer().common and edges.alone(span.start, span.end)


def _settle(span: PlaceSpan, meaning: Entry) -> None:
    """Make a name that a list holds a sure place."""
    span.sure, span.name, span.code = True, meaning.name, meaning.code
    span.rule, span.shape = "entities.places:list", ""


def _stands_alone(folded: str, span: PlaceSpan) -> bool:
    before = folded[span.start - 1 : span.start]
    after = folded[span.end : span.end + 1]
    return before in _BEFORE_ITEM and (after in _SEPARATORS or folded.startswith(_AFTER_ITEM, span.end))


def _in_name(place: PlaceSpan, context: EntityContext) -> bool:
    """Whether a place is only a part of the name of an event, a document or a slogan, which are no entities."""
    folded = context.folded
    if _EVENT.match(folded, place.end, place.end + 24) or _AFFAIRS.match(folded, place.start):
        return True
    before = folded[max(0, place.start - 14) : place.start]
    if "届" in before and _NTH.search(before):
        return True
    quote = span_at(context.quotes, place.start)
    if quote is None or quote[1] <= place.end:
        return False
    if folded[quote[0]] == "《":
        return True
    if place.subtype == "zone":
        return False
    return (
        quote[1] - quote[0] <= _SLOGAN
        and (quote[0] + 1 < place.start or quote[1] - 1 > place.end)
        and not _LISTED_QUOTE.search(folded, *quote)
    )


def find_places(context: EntityContext) -> list[EntityRecord]:
    """Make entities of the sure places.

    Args:
        context: the context of the report.

    Returns:
        PLACE records in text order; name and code are those of the context's places.
    """
    return [
        EntityRecord(place.start, place.end, "PLACE", rule=place.rule)
        for place in context.places
        if place.sure and not _in_name(place, context)
    ]
