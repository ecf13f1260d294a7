"""Short names of towns and villages, which are too ambiguous to look for anywhere.

Two contexts show them: a report on their own city or county (屯堡、白果、七里坪街道), and a list that ends with a number and the class
of its members (石砚、枫渡两镇).
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction.entities.context import PlaceSpan
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.gazetteer import gazetteer
from govreport_ie.extraction.entities.home import Home

__all__ = ["classed_lists", "open_lists", "short_towns", "town_names"]

_CLASS = re.compile(r"(?:[^镇乡]{1,4}族乡|街道|镇|乡|苏木)$")
_CLASSED = re.compile(
    r"([两三四五六七八九十\d](?:(?<=[两三四五六七八九十])|[两三四五六七八九十\d](?=个)|(?=个)|(?=大)))"
    r"[个大]?(?:统筹|贫困|重点|中心|国家级贫困|边境|沿海|特色)?(乡镇|街道|社区|片区|园区|工业园区|化工园区|新城|水库|流域|景区|镇|乡|村|县|区|港|湖|河|山|库)(?![级域里内外湾]|建(?!设))"
)
_OPEN = re.compile(
    r"等(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[一多]批|多)?(?:个|条|座|处|块|大)?(?:重点|核心|主要|特色|骨干|中小|市级|区级|县级|A级|沿线)?"
    r"(社区|片区|景区|景点|旅游景区|河流|河道|湖泊|水库|湿地|古镇|古村|村落|村庄|城中村|旧村|口岸|流域|村|乡镇|镇|街道|区县|县区|县市|区市县|县|区域|地区)(?![级域里内外长委民]|建(?!设)|改(?!造))"
)
_SUBTYPES = {
    **dict.fromkeys(("村", "社区"), "settlement"),
    **dict.fromkeys(("水库", "流域", "湖", "河", "山", "库"), "natural"),
    **dict.fromkeys(("片区", "园区", "工业园区", "化工园区", "新城"), "zone"),
    **dict.fromkeys(("景区",), "scenic"),
    **dict.fromkeys(("港",), "other"),
}
_LAND = frozenset("河江湖溪沟湾港村镇乡山岛寨屯庄坝峡谷泉峰岩洞塘埔围")
_HAN = re.compile(r"[㐀-鿿]")
_DIRECTIONS = ("东西", "南北", "左右", "上下")
_DIGITS = "两三四五六七八九十"
_LONGEST_MEMBER = 5
_MOST_MEMBERS = 16
_JOINS = frozenset("、和与及")
_AFTER = frozenset("、,。;:()”—- ")


def town_names(folded: str, edges: Edges, home: Home) -> list[PlaceSpan]:
    """Find every short name of a town of the home region that cuts no common word, whether it stands as a place or not.

    Args:
        folded: the folded text.
        edges: the common words of the text.
        home: the region of the report.

    Returns:
        Places that are not sure, in text order.
    """
    prefix = home.county or home.city
    names, automaton = _towns_of(prefix) if prefix else ({}, None)
    if not names or automaton is None:
        return []
    found: list[PlaceSpan] = []
    for _, start, end in automaton.find_matches_as_indexes(folded):
        if edges.cut_left(start, end) < 0 and not edges.cut_right(start, end):
            name, code = names[folded[start:end]]
            found.append(PlaceSpan(start, end, name, code or None, "town", False, "division", "entities.towns:short"))
    return found


def short_towns(
    folded: str, spans: list[PlaceSpan], names: list[PlaceSpan], edges: Edges, home: Home
) -> list[PlaceSpan]:
    """Choose the short names of towns that stand as places in a report on a city, county or town.

    A short name must end where a word ends, and stand in a list beside another place or town, or alone between punctuation.

    Args:
        folded: the folded text.
        spans: the places found so far, in text order.
        names: the short names of towns in the text (see `town_names`).
        edges: the common words of the text.
        home: the region of the report.

    Returns:
        Towns that overlap no place found so far.
    """
    taken = {offset for span in spans if span.sure for offset in range(span.start, span.end)}
    place_to = {span.end for span in spans if span.sure}
    place_from = {span.start for span in spans if span.sure}
    hits = [town for town in names if town.start not in taken and town.end - 1 not in taken]
    place_to |= {town.end for town in hits}
    place_from |= {town.start for town in hits}
    found: list[PlaceSpan] = []
    for town in hits:
        start, end = town.start, town.end
        before, after = folded[start - 1 : start], folded[end : end + 1]
        listed = (before in _JOINS and start - 1 in place_to) or (after in _JOINS and end + 1 in place_from)
        left = before in _AFTER or before in _JOINS or edges.ends_at(start)
        right = after in _AFTER or after in _JOINS or edges.starts_at(end)
        if left and right and (listed or (bool(home.county) and not edges.is_word(start, end))):
            town.sure = True
            found.append(town)
    return found


def classed_lists(folded: str, spans: list[PlaceSpan], edges: Edges) -> list[PlaceSpan]:
    """Find the members of lists that a number and a class close: 石砚、枫渡两镇, 云泉、望潮、禾塘三个街道.

    Args:
        folded: the folded text.
        spans: the places found so far, in text order.
        edges: the common words of the text.

    Returns:
        Members that overlap no place found so far, with the class in their names.
    """
    taken = {offset for span in spans if span.sure for offset in range(span.start, span.end)}
    place_to = {span.end: span.start for span in spans if span.sure}
    found: list[PlaceSpan] = []
    for match in _CLASSED.finditer(folded):
        end = match.start()
        open_list = folded[end - 1 : end] == "等"
        members = _members(folded, end - open_list, place_to, edges, gazetteer().common)
        count, cls = _count(match.group(1)), match.group(2)
        # the number tells how many members there are, or after 等 at least how many
        if len(members) < 2 or (count != len(members) and not (open_list and count > len(members))):
            continue
        subtype = _SUBTYPES.get(cls, "division")
        for start, end in reversed(members):
            if taken.isdisjoint(range(start, end)):
                name = folded[start:end]
                if cls not in ("乡镇", "库") and not name.endswith(cls):
                    name += cls
                found.append(PlaceSpan(start, end, name, None, "grammar", True, subtype, "entities.towns:classed"))
    return found


def open_lists(folded: str, spans: list[PlaceSpan], edges: Edges) -> list[PlaceSpan]:
    """Find the unlisted members of lists that 等 and a class of places close: 汤水、石溪等11条河流, 云坪、禾塘等社区.

    Args:
        folded: the folded text.
        spans: the places found so far, in text order.
        edges: the common words of the text.

    Returns:
        Members that overlap no place found so far.
    """
    taken = {offset for span in spans if span.sure for offset in range(span.start, span.end)}
    place_to = {span.end: span.start for span in spans if span.sure}
    found: list[PlaceSpan] = []
    for match in _OPEN.finditer(folded):
        members = _members(folded, match.start(), place_to, edges, None)
        known = sum(place_to.get(end) == start for start, end in members)
        shaped = sum(folded[end - 1] in _LAND for _, end in members)
        if len(members) < 2 or not (known or shaped):
            continue
        subtype = "settlement" if match.group(1) in ("村", "社区", "村落", "村庄", "古村") else "other"
        for start, end in reversed(members):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append(
                    PlaceSpan(start, end, folded[start:end], None, "grammar", True, subtype, "entities.towns:open_list")
                )
    found.sort(key=lambda span: span.start)
    return found


def _members(
    folded: str, end: int, place_to: dict[int, int], edges: Edges, everyday: Container[str] | None
) -> list[tuple[int, int]]:
    """The members of the list that ends at an offset, from the last to the first.

    Args:
        folded: the folded text.
        end: where the list ends.
        place_to: end to start of the sure places.
        edges: the common words of the text.
        everyday: the common words that are no member; None for all of them.
    """
    members: list[tuple[int, int]] = []
    while end > 1 and len(members) < _MOST_MEMBERS:
        start = place_to.get(end)
        if start is None:
            start = _member_start(folded, end, edges)
            glued = gazetteer().glued.match(folded, start, end)
            if glued is not None and end - glued.end() > 1:
                start = glued.end()  # 新设荔湖
            if edges.is_word(start, end) and (everyday is None or folded[start:end] in everyday):
                break
        if end - start < 2 or folded[start:end] in _DIRECTIONS:
            break
        members.append((start, end))
        if folded[start - 1 : start] not in _JOINS:
            break
        end = start - 1
    return members


def _count(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    if len(numeral) == 1:
        return _DIGITS.index(numeral) + 2 if numeral in _DIGITS else 0
    return 10 + _DIGITS.index(numeral[1]) + 2 if numeral[0] == "十" and numeral[1] in _DIGITS else 0


def _member_start(folded: str, end: int, edges: Edges) -> int:
    """Where the member of a list that ends here begins: behind a separator, or behind a common word."""
    for start in range(end - 1, max(end - _LONGEST_MEMBER, 0) - 1, -1):
        if not _HAN.match(folded, start):
            return start + 1
        if folded[start] in _JOINS:
            return start + 1
        if start < end - 1 and edges.ends_at(start + 1) and not edges.is_noun(start, end):
            return start + 1
        if start == 0:
            return 0
    return end


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
