"""Places that a list holds, read in their context.

`see_places` finds the candidates and says which of them stand as a place of their own; `find_places` makes entities of those.
A full name (`绵阳市`) stands by itself.  A short name (`绵阳`) must not cut a common word, and one that is
an everyday word (`和平`, `光明`) needs a cue: a place before it, a list of places around it.
"""

from __future__ import annotations

import re

from govreport_ie.entities.context import EntityContext, PlaceSpan, span_at
from govreport_ie.entities.edges import Edges
from govreport_ie.entities.gazetteer import gazetteer
from govreport_ie.entities.home import Home, home_of
from govreport_ie.entities.place_shapes import shaped_places
from govreport_ie.entities.towns import classed_lists, open_lists, short_towns
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_places", "see_places"]

_EVENT = re.compile(
    r"[^,。;:、!?“”《》\n与和及办召参获赴评选]{0,12}?(?:奥运会|冬奥会|亚运会|全运会|省运会|大赛|博览会|艺术节|音乐节|文化节|旅游节|电影节|马拉松|联赛|论坛|峰会|"
    r"大运会|运动会|设计周|时装周|电影周|读书月|文化遗产月|音乐季|购物节|美食节|啤酒节|采摘节|丰收节|电影展|创投周|双年展|交易会|展览会|投洽会|洽谈会|对接大会|大会|锦标赛|公开赛|邀请赛|世园会|世博会|园博会|艺博会|进博会|广交会|创博会)"
)
_LISTED_QUOTE = re.compile("[、-]")
_SLOGAN = 14
_HAN = re.compile(r"[㐀-鿿]")
_LEVELS = {"province": 0, "city": 1, "county": 2}
_SEPARATORS = frozenset("、和及与至到等,。;:()“”—-~0123456789")
_BEFORE_ITEM = _SEPARATORS | frozenset("在对向以从由")
_AFTER_ITEM = ("等", "两", "三", "四", "五", "六", "新区", "片区", "地区")
_AND = ("、", "和", "及", "与", "以及", "至", "到", "—", "-", "~", "·")


def see_places(analysis: Analysis, edges: Edges) -> tuple[list[PlaceSpan], Home]:
    """Find the place names of a report, sure or not.

    Args:
        analysis: an analysis with structure and quantities.
        edges: the common words of its folded text.

    Returns:
        Place spans in text order without overlaps, and the region the report is about.
    """
    listed = gazetteer()
    folded = analysis.folded
    hits, heads = listed.scan(folded)
    home = home_of(hits, analysis)
    local = analysis.level in ("city", "county", "township")
    spans: list[PlaceSpan] = []
    generic: list[tuple[int, int]] = []
    done = 0
    for start, end, name in hits:
        if start < done:
            continue
        # a word that is no place and that a chance word cuts (城山体|育公园) is still one
        generic_word = not listed.entries[name]
        if (
            edges.cut_left(start, end) >= 0
            and not (generic_word and end - start > 2)
            and not _listed_at_home(folded, start, end, name, home)
        ):
            continue
        if generic_word:
            done = end  # a word that is no place
            generic.append((start, end))
            continue
        span = _read(folded, start, end, name, home, edges)
        if span is not None:
            if spans and spans[-1].end > start:
                if not span.sure:
                    continue
                spans.pop()  # 新罗湖: 罗湖 is at home here, 新罗 is not
            spans.append(span)
            if span.sure:
                done = end
    spans = _merge_nested(spans)
    spans = shaped_places(
        folded, spans, heads, edges, home, [(q.start, q.end) for q in analysis.quantities], generic, local=local
    )
    _settle_lists(spans, folded, edges)
    if local:
        spans = _add(spans, short_towns(folded, spans, edges, home))
    spans = _add(spans, classed_lists(folded, spans, edges))
    spans = _add(spans, open_lists(folded, spans, edges))
    return _merge_nested(spans), home


def _listed_at_home(folded: str, start: int, end: int, name: str, home: Home) -> bool:
    """Whether a name that cuts a common word is a division of the home region that opens a list: 以上犹、宁都为…."""
    if folded[end : end + 1] not in ("、", "和", "至") or folded[start - 1] not in "以在从由向到把将对与和为让":
        return False
    return any(home.nearness(entry.code) > 1 for entry in gazetteer().entries[name] if entry.code)


def _read(folded: str, start: int, end: int, name: str, home: Home, edges: Edges) -> PlaceSpan | None:
    """Choose the meaning of a listed name and tell whether it is sure."""
    listed = gazetteer()
    if folded.startswith("市场", end):
        return None
    meanings = listed.entries[name]
    entry = meanings[0]
    if len(meanings) > 1:
        entry = max(meanings, key=lambda one: (home.nearness(one.code), one.level == "region", one.form != "short"))
        if home.nearness(entry.code) < 2:  # 天山 in a report on Xinjiang is the mountains, not the district
            entry = next((one for one in meanings if one.level == "region"), entry)
    near = home.nearness(entry.code) if entry.code else 0
    exact = entry.form != "short" or entry.level in ("city", "county")
    if (
        end - start == 2
        and name[1] == "县"
        and not near
        and start
        and _HAN.match(folded, start - 1)
        and not edges.ends_at(start)
    ):
        return None  # 提高县级…, 致富县: two characters are too easily the end of a word and 县
    if exact and entry.level not in ("region", "country", "abroad") and edges.cut_right(start, end):
        return None
    codes = {one.code for one in meanings if one.code}
    code: str | None = entry.code or None
    if len(codes) > 1 and not near:
        # the one division of the highest level, else none: 甘孜 is the prefecture, 鼓楼 any of four districts
        entry = min(meanings, key=lambda one: _LEVELS.get(one.level, 9))
        higher = {one.code for one in meanings if one.level == entry.level}
        code = entry.code if len(higher) == 1 and entry.code else None
    if name in listed.common:
        # its own full name, its own short name between whole words, a city in its own province
        own = entry.form != "short" or edges.alone(start, end)
        sure = (near > 1 and own) or (near > 0 and entry.level == "city")
    elif entry.form == "short" and entry.level == "county":
        # in a local report, a county of another city must stand between whole words: 洪雅玉屏山 is no 屏山
        far = near == 1 and bool(home.city) and not edges.alone(start, end)
        sure = (near > 0 and not far) or (end - start > 2 and len(codes) == 1)
    else:
        sure = True
    rule = entry.form
    return PlaceSpan(start, end, entry.name, code, entry.level, sure, entry.subtype, f"entities.places:{rule}")


def _add(spans: list[PlaceSpan], more: list[PlaceSpan]) -> list[PlaceSpan]:
    """Both lists in text order; a place that is not sure gives way."""
    if not more:
        return spans
    starts = {offset for span in more for offset in range(span.start, span.end)}
    kept = [span for span in spans if span.sure or starts.isdisjoint(range(span.start, span.end))]
    return sorted([*kept, *more], key=lambda span: span.start)


def _merge_nested(spans: list[PlaceSpan]) -> list[PlaceSpan]:
    """Join a division and the larger one right before it (上海黄浦区, 俄罗斯海参崴): one place with the code of the smaller."""
    merged: list[PlaceSpan] = []
    for span in spans:
        before = merged[-1] if merged else None
        if before is not None and before.end == span.start and before.sure and _holds(before, span):
            span.start = before.start
            span.sure = True
            merged[-1] = span
        else:
            merged.append(span)
    return merged


def _holds(outer: PlaceSpan, inner: PlaceSpan) -> bool:
    if outer.level == "country":
        return inner.level == "abroad"
    if not outer.code or not inner.code or outer.level not in ("province", "city", "county"):
        return False
    stem = outer.code.rstrip("0") if outer.level != "county" else outer.code
    return inner.code != outer.code and inner.code.startswith(stem)


def _settle_lists(spans: list[PlaceSpan], folded: str, edges: Edges) -> None:
    """A short name in a list beside a sure division of its province is sure (百色、田阳、田东).

    An everyday word, and a division that is not near the home region, must stand alone between two separators of the list.
    """
    listed = gazetteer()
    starts = {span.start for span in spans}
    for order in (range(1, len(spans)), range(len(spans) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for index in order:
            span, other = spans[index], spans[index + step]
            if span.sure or not other.sure or not other.code or span.end in starts:
                continue
            left, right = (other, span) if step == -1 else (span, other)
            gap = folded[left.end : right.start]
            if not gap or gap not in _AND:
                continue
            surface = folded[span.start : span.end]
            meaning = next((one for one in listed.entries.get(surface, ()) if one.code[:2] == other.code[:2]), None)
            if meaning is not None and (
                _stands_alone(folded, span) or (surface not in listed.common and edges.alone(span.start, span.end))
            ):
                span.sure, span.name, span.code = True, meaning.name, meaning.code
                span.rule = "entities.places:list"


def _stands_alone(folded: str, span: PlaceSpan) -> bool:
    before = folded[span.start - 1 : span.start]
    after = folded[span.end : span.end + 1]
    return before in _BEFORE_ITEM and (after in _SEPARATORS or folded.startswith(_AFTER_ITEM, span.end))


def _in_name(place: PlaceSpan, context: EntityContext) -> bool:
    """Whether a place is only a part of the name of an event, a document or a slogan, which are no entities."""
    folded = context.folded
    if _EVENT.match(folded, place.end, place.end + 24):
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
        if place.sure and not _in_name(place, context)
    ]
