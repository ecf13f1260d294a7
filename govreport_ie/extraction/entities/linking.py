"""What is known of a name once its edges and label are known: division code, full name, subtype, stage of works.

Small look-ups: the gazetteer and the towns of the home region for places, the listed bodies, and the last word of the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.gazetteer import Entry, gazetteer
from govreport_ie.extraction.entities.home import Home
from govreport_ie.extraction.entities.stage_of_work import stage_of
from govreport_ie.extraction.entities.terms import Head, terms
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import EntityRecord

__all__ = ["describe"]

_WORKS = lazy_pattern(alternation("built"))
_SERVICES = lazy_pattern(alternation("programme"))
_MARKS = str.maketrans("", "", '“”"‘’')
_BRACKET = lazy_pattern(r"\([^()]{1,12}\)$")
_PHASE = lazy_pattern(r"[一二三四五六七八九十\d]期(?:工程|项目)?$|\([一二三四五六七八九十\d]+期\)$")
_ENDS_OF_PHASES = ("期", "工程", "项目", ")")
_LONGEST_HEAD = 8


def describe(record: EntityRecord, context: EntityContext, home: Home) -> None:
    """Fill the subtype, the stage, the name and the code of an entity in place.

    Args:
        record: an entity whose edges and label are decided.
        context: the context of its report.
        home: the region the report is about.
    """
    surface = context.folded[record.start : record.end]
    if record.label == "PLACE":
        _describe_place(record, surface, context, home)
        return
    bare = surface if surface.isalnum() else surface.translate(_MARKS)
    if record.label == "INSTITUTION":
        body = terms().bodies.get(bare)
        head = _last_head(_BRACKET.sub("", bare) if bare.endswith(")") else bare)
        record.subtype = body.subtype if body else head.subtype if head and head.label != "PROJECT" else "other"
        if body or head:
            record.link = f"entities.linking:{'body' if body else 'head'} | {bare if body else head.word}"  # type: ignore[union-attr]
        return
    works = not _is_programme(bare)
    record.subtype = "construction" if works else "programme"
    record.stage = stage_of(context.folded, record.start, record.end) if works else None


def _describe_place(record: EntityRecord, surface: str, context: EntityContext, home: Home) -> None:
    seen = context.place_from.get(record.start)
    if seen is not None and seen.end == record.end and seen.sure:
        _link(record, "seen", seen.name, own_code(seen.code, seen.level), seen.subtype)
        return
    entry = _listed(surface, home)
    if entry is not None:
        _link(record, entry.form, entry.name, own_code(entry.code, entry.level), entry.subtype)
        return
    town = _town(surface, home)
    if town is not None:
        _link(record, "town", *town, "division")
        return
    # 上海黄浦区: a larger division and the smaller one behind it, whose code counts
    inner = context.place_to.get(record.end)
    if inner is not None and inner.start > record.start and inner.code:
        outer = next((place for place in context.places if place.start == record.start), None)
        if outer is not None and outer.end == inner.start and outer.code and _within(inner.code, outer.code):
            _link(record, "within", inner.name, own_code(inner.code, inner.level), inner.subtype)
            return
    record.subtype = _place_subtype(surface)
    record.link = "entities.linking:head"


def _link(record: EntityRecord, how: str, name: str, code: str | None, subtype: str) -> None:
    record.name, record.kb_id, record.subtype = name, code, subtype
    record.link = f"entities.linking:{how} | {name}{f' {code}' if code else ''}"


def own_code(code: str | None, level: str) -> str | None:
    """The code of a place, None where the list only knows that of the province it lies in (高雄市, 沙田区)."""
    if not code or (level != "province" and code.endswith("0000")):
        return None
    return code


def _within(code: str, outer: str) -> bool:
    stem = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return code != outer and code.startswith(stem)


def _listed(surface: str, home: Home) -> Entry | None:
    """The meaning of a listed name: the nearest to the home region, else the only one of the highest level.

    A short name of a far county that is an everyday word may be any village or quarter: it gets no code.
    """
    meanings = gazetteer().entries.get(surface)
    if not meanings:
        return None
    near = max(meanings, key=lambda one: (home.nearness(one.code) if one.code else 0, one.form != "short"))
    if near.code and home.nearness(near.code) >= 2:
        return near
    if near.form == "short" and near.level == "county" and not (near.code and home.nearness(near.code)):
        return near._replace(name=surface, code="", subtype="other")
    if len({one.code for one in meanings}) == 1:
        return near
    order = {"province": 0, "city": 1, "region": 1, "county": 2}
    first = min(meanings, key=lambda one: order.get(one.level, 3))
    same = {one.code for one in meanings if one.level == first.level}
    return first if len(same) == 1 else first._replace(name=surface, code="")


def _town(surface: str, home: Home) -> tuple[str, str | None] | None:
    """Name and code of a town of the home region, by its full or short name."""
    prefix = home.county or home.city
    if not prefix:
        return None
    codes = _towns(prefix).get(surface)
    if codes is None:
        return None
    name, code = codes
    return name, code or None


@lru_cache(maxsize=32)
def _towns(prefix: str) -> dict[str, tuple[str, str]]:
    """Towns of a county or city by full and short name; the code is empty where two share the name."""
    found: dict[str, tuple[str, str]] = {}
    for code, name in gazetteer().towns_under(prefix):
        short = re.sub(r"(?:[^镇乡]{1,4}族乡|街道|镇|乡|苏木)$", "", name)
        for key in {name, name.removesuffix("办事处"), short}:
            if len(key) > 1:
                found[key] = (name, code) if key not in found else (key, "")
    return found


def _place_subtype(surface: str) -> str:
    """The subtype that the last word of a place gives."""
    heads = _place_heads()
    for size in range(min(len(surface) - 1, _LONGEST_HEAD), 0, -1):
        subtype = heads.get(surface[-size:])
        if subtype is not None:
            return subtype
    return "other"


@lru_cache(maxsize=1)
def _place_heads() -> dict[str, str]:
    return {head.word: head.subtype for head in gazetteer().heads}


def _last_head(name: str) -> Head | None:
    """The longest head of institutions or projects that a name ends with."""
    heads = terms().heads
    for size in _head_sizes().get(name[-1:], ()):
        head = heads.get(name[-size:])
        if head is not None:
            return head
    return None


@lru_cache(maxsize=1)
def _head_sizes() -> dict[str, list[int]]:
    """The lengths of the heads that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for word in terms().heads:
        found.setdefault(word[-1], set()).add(len(word))
    return {last: sorted(sizes, reverse=True) for last, sizes in found.items()}


def _is_programme(name: str) -> bool:
    """Whether a project is a programme or action (`名师培育工程`) and no construction work (`引水工程`)."""
    if name.endswith(_ENDS_OF_PHASES):
        name = _PHASE.sub("", name)
    head = _last_head(name)
    if head is not None and head.kind == "prog" and head.word not in ("工程", "项目"):
        return True
    if head is None or head.word in ("工程", "项目"):
        return not _WORKS.search(name) and _SERVICES.search(name) is not None
    return False
