"""What exactly a metric counts, so that a target is compared with a result of the same thing only.

A canonical indicator is not enough: 幼儿园学位 and 学位, 供水管网 and 燃气管网 may share one, 新建 and 累计 do.  So every metric has
an *object*: its name without jurisdictions and verbs that only say that it is done, its other verbs each put for their
manner.  The headline indicators of the lexicon ``headline_indicators``, whose aliases are synonyms, need none, unless a
word narrows them (户籍人口城镇化率) or another name stands before them (开发区规上工业增加值).
"""

from __future__ import annotations

import re
from functools import lru_cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.text import fold

__all__ = ["is_named_in_full", "object_of", "plain_name"]

_SPELLING = re.compile(r"[\s“”\"‘’《》·「」]|\((?:GDP|CPI|PPI|R&D)\)|\([^()]{0,12}不变价[^()]{0,6}\)")
_TAIL = re.compile(r"(?:增速|增幅|增长率|总量|总数|数量|规模|总额|总值|指标|目标|任务|额|数|量|值)$")
_LONGEST = 60
_SHORTEST = 3
"""A name of fewer characters tells no object (投资, 项目)."""


@lru_cache(maxsize=1)
def _manners() -> tuple[re.Pattern[str], dict[str, str]]:
    manner = {fold(verb): row["manner"] for row in lexicons.load("manners") for verb in lexicons.values(row["verbs"])}
    verbs = "|".join(map(re.escape, sorted(manner, key=len, reverse=True)))
    return re.compile(rf"(?!建成区(?!级))(?:{verbs})"), manner  # 建成区绿化覆盖率 is of the built-up area


@lru_cache(maxsize=1)
def _scopes() -> dict[str, tuple[str, ...]]:
    return {row["id"]: tuple(map(fold, lexicons.values(row["scope"]))) for row in lexicons.load("headline_indicators")}


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    """Names of the headline indicators, the longest first."""
    names: dict[str, tuple[str, ...]] = {}
    for row in lexicons.load("indicators"):
        if row["id"] in _scopes():
            all_names = (
                row["name_zh"],
                *lexicons.values(row["aliases"]),
                *lexicons.values(row["context_only_aliases"]),
            )
            names[row["id"]] = tuple(sorted({_spelled(name) for name in all_names}, key=len, reverse=True))
    return names


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicons.load("metric_words") if row["role"] == "generic")


def _spelled(name: str) -> str:
    return _SPELLING.sub("", fold(name)).replace("规模以上", "规上").replace("限额以上", "限上")


@lru_cache(maxsize=50_000)
def plain_name(name: str) -> str:
    """A name as it is compared: jurisdictions and verbs of attainment gone, other verbs put for their manner.

    Args:
        name: the full name of an indicator.

    Example:
        >>> plain_name("全市建成停车位"), plain_name("新建停车位"), plain_name("累计建成停车位")
        ('新建停车位', '新建停车位', '累计停车位')
    """
    rest = _spelled(name)[-_LONGEST:]
    pattern, manner = _manners()
    found = ""
    while (match := pattern.match(rest)) and match.end() < len(rest):
        found = found or manner[match.group()]
        rest = rest[match.end() :]
    return found + rest


@lru_cache(maxsize=50_000)
def object_of(indicator_id: str | None, name: str) -> str | None:
    """What a name says beyond its canonical indicator.

    Args:
        indicator_id: the canonical indicator, if any.
        name: the full name in the report.

    Returns:
        None for a headline indicator that nothing narrows; else the name as it is compared.

    Example:
        >>> object_of("urbanisation_rate", "城镇化率"), object_of("urbanisation_rate", "户籍人口城镇化率")
        (None, '户籍人口城镇化率')
    """
    plain = plain_name(name)
    scopes = _scopes().get(indicator_id or "")
    if scopes is None:
        return plain
    alias = next((alias for alias in _aliases()[indicator_id or ""] if alias in plain), None)
    if alias is None:
        return plain
    before, _, behind = plain.partition(alias)
    rest = plain_name(before) if before else ""
    pattern, manner = _manners()
    if pattern.fullmatch(rest) and not manner[rest]:
        rest = ""
    narrowed = any(word in plain for word in scopes)
    if narrowed or _LEFT.sub("", rest) or _TAIL.sub("", _LEFT.sub("", behind)):
        return plain
    return None


_LEFT = re.compile(
    r"地方|财政|外贸|货物|贸易|居民|家庭|常住|全社会|全口径|全体|社会|实现|完成|的|年均|平均|总|比重|占比|比例|比率|占|与|相当于|全[省市区县]|生产总值|GDP|\([^()]*\)"
)


def is_named_in_full(indicator_id: str | None, name: str) -> bool:
    """Whether a name says what is counted, so that it can be compared over the years (and not just 投资 or 项目).

    Args:
        indicator_id: the canonical indicator, if any.
        name: the full name in the report.
    """
    if indicator_id:
        return True
    rest = _spelled(name)
    pattern, _ = _manners()
    while (match := pattern.match(rest)) and match.end() <= len(rest) and rest:
        rest = rest[match.end() :]
    return len(rest) >= _SHORTEST and rest not in _generic()
