"""What kind of number a metric is (level, increment, growth …) and which way it goes."""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.phrases import Phrase
from govreport_ie.extraction.records import QuantityRecord

__all__ = ["measure_of", "measure_of_column"]

_RATE_OF_CHANGE = lazy_pattern(
    r"(?:增速|增幅|涨幅|降幅|减幅|(?<!自然)增长率|增长速度|(?:增长|上涨|上升|下降|降低|回落)幅度|升幅|跌幅|增长)(?:目标|预期目标|预期)?$"
)
_DOWN_RATE = lazy_pattern(r"(?:降幅|减幅|跌幅|(?:下降|降低|回落)幅度|下降率|压减率|减排率)(?:目标)?$")
_GROWTH_BEHIND = lazy_pattern(r"(?:以上|左右|以内)?的?(?:增长|增速|增幅|速度增长|速度递增|速度)")
_INCREMENT = re.compile(r"新增(?!长)|净增|多增|增设|增添|年增|增收$")
_INCREMENT_VERB = re.compile(r"^(?:力争|确保|预计)?(?:增加|扩增|新增加)(?!值|额)")
_DECREASE_VERB = re.compile(r"^(?:累计|全年|共|净)?(?:减少|净减|削减|压减(?!率))")
_LIGHTEN = lazy_pattern(r"(?:累计|全年|共|预计)*(?:降低|减轻|节约)(?!.{0,12}(?:资金|贷款))")
_SHRINK = lazy_pattern(rf"^(?:累计|全年|大幅|再|又|平均)*{alternation('shrink')}")
_GROW = lazy_pattern(r"^(?:累计|全年|大幅|再|又)*(?:提高|增加|提升|上调|扩大)(?!到|至)")
_SIGNS = {"+": "up", "-": "down"}
_TIMES = lazy_pattern(r"[倍番]")
_SHARE = lazy_pattern(r"(?:率|比重|占比|比例|指数)$")


def measure_of(q: QuantityRecord, text: str, phrase: Phrase, name: str, behind: str) -> tuple[str, str | None, str]:
    """Measure, direction and rule of one quantity.

    Args:
        q: the quantity.
        text: the quantity's text, folded.
        phrase: what the words on its left say.
        name: the indicator's phrase, with its verb.
        behind: the text behind the quantity.
    """
    if q.kind == "rank":
        return "rank", None, "metrics.measure:rank"
    if q.kind == "percentage_point":
        return _points(phrase.change, name)
    if q.kind == "ratio":
        return _ratio(q, text, phrase, name) or _percent(phrase, name, behind, text)
    if q.kind == "percent":
        return _percent(phrase, name, behind, text)
    return _amount(q, phrase, name)


def _points(change: str, name: str) -> tuple[str, str | None, str]:
    if change:
        return "points", change, "metrics.measure:verb of change"
    direction = "down" if _SHRINK.match(name) or _DOWN_RATE.search(name) else "up"
    return "points", direction, "metrics.measure:points"


def _ratio(q: QuantityRecord, text: str, phrase: Phrase, name: str) -> tuple[str, str | None, str] | None:
    """What a ratio measures by its own form; None where it is read as a percentage is."""
    if q.values or ":" in text:
        return "ratio", None, "metrics.measure:proportion"
    if "番" in text:
        return "growth", "up", "metrics.measure:doubling"
    if _TIMES.search(text):
        if phrase.change and not phrase.to:
            return "growth", phrase.change, "metrics.measure:times more"
        return "ratio", None, "metrics.measure:times"
    return ("ratio", None, "metrics.measure:gap in multiples") if "倍差" in name else None


def _amount(q: QuantityRecord, phrase: Phrase, name: str) -> tuple[str, str | None, str]:
    """What a count, a measure or an amount of money measures: a level, or by how much one has changed."""
    if phrase.to:
        return "level", None, "metrics.measure:reached"
    if phrase.change:
        return "increment", phrase.change, "metrics.measure:verb of change"
    if _INCREMENT.search(name) or _INCREMENT_VERB.match(name):
        return "increment", "up", "metrics.measure:verb of increase"
    if _DECREASE_VERB.match(name) or (q.kind == "money" and _LIGHTEN.match(name)):
        return "increment", "down", "metrics.measure:verb of decrease"
    return "level", None, "metrics.measure:level"


_GROWTH_COLUMN = lazy_pattern(r"增长|增速|增幅|同比|环比|涨跌|±|升降|增减.{0,6}%")
_INCREASE_COLUMN = lazy_pattern(r"增加|增减|净增|增量|增收|增减额")
_NO_CHANGE_COLUMN = lazy_pattern(r"比重|占比|增加值|目标")


def measure_of_column(q: QuantityRecord, text: str, header: str) -> tuple[str, str | None, str] | None:
    """Measure, direction and rule of an amount in a column of rates of growth or of increases; None in any other.

    Args:
        q: the amount.
        text: the amount's text, folded.
        header: the folded header of its column.
    """
    direction = "down" if text[:1] == "-" else "up"
    if q.kind == "percent" and _GROWTH_COLUMN.search(header) and not _NO_CHANGE_COLUMN.search(header):
        return "growth", direction, "metrics.measure:column of growth"
    if q.kind == "percentage_point" and _GROWTH_COLUMN.search(header):
        return "points", direction, "metrics.measure:column of growth"
    if q.kind in ("money", "measure", "count") and _INCREASE_COLUMN.search(header) and "增加值" not in header:
        return "increment", direction, "metrics.measure:column of increases"
    return None


def _percent(phrase: Phrase, name: str, behind: str, text: str) -> tuple[str, str | None, str]:
    """What a percentage measures: growth where its sign, the words before or behind it or its name say so, else a share."""
    if not phrase.to:
        if text[:1] in _SIGNS and (text[0] == "+" or phrase.compared):
            # 同比-5.9%, 收入3亿元(+6.1%)
            return "growth", _SIGNS[text[0]], "metrics.measure:sign of change"
        if phrase.change:
            return "growth", phrase.change, "metrics.measure:verb of change"
        if phrase.year_on_year and not _SHARE.search(name):
            return "growth", "up", "metrics.measure:year on year"  # 产值5.8亿元,同比2.8%
    if _RATE_OF_CHANGE.search(name):
        return "growth", "down" if _DOWN_RATE.search(name) else "up", "metrics.measure:rate of change"
    if _GROWTH_BEHIND.match(behind):
        return "growth", "up", "metrics.measure:growth behind"
    if not phrase.to and not phrase.attained:
        if _SHRINK.match(name):
            return "growth", "down", "metrics.measure:verb of decrease"
        if _GROW.match(name):
            return "growth", "up", "metrics.measure:verb of increase"
    return "share", None, "metrics.measure:share"
