"""Why a number with a unit is no amount after all: words, ordinals, vague numbers, units that are everyday words."""

from __future__ import annotations

from collections.abc import Callable

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.quantities.amounts import BARE, Numeral
from govreport_ie.extraction.quantities.units import Unit
from govreport_ie.extraction.text import ORDINAL_NUMERALS

__all__ = ["CIRCLE", "chinese_word", "fits_context", "letters_or_formula", "vague"]

CIRCLE = lazy_pattern(r"[^,。;、\n]{0,10}圈|[^,。;、\n“”]{1,10}\+[0-9]")
"""Behind a time that names a circle of places: 15分钟生活圈, 5分钟便利店+10分钟农贸市场."""

_DENOMINATOR = lazy_pattern(r"GDP|地区生产|生产总值|国内|工业增加|产值|增加值")
_THRESHOLD = lazy_pattern(r"以上|级|以下|[^,。]{0,4}(?:项目|企业)")
_SESSION = lazy_pattern(rf"、?[{ORDINAL_NUMERALS}]{{1,3}}次|全|会")
_SINGLE_WORDS = frozenset("零〇○壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟")
_HEDGED = frozenset("超破近逾过约")
_HEDGED_MONEY = frozenset("超破近逾过约上达跨越")
_BEFORE_BARE_MONEY = ("突破", "超过", "达到", "跨过", "跨越", "迈过", "逼近", "接近", "不足", "不到")
_SELECTED = lazy_pattern(
    r"(?:、[十百千]?[万亿]元){0,3}"
    rf"(?:[左以级]|及以|大关|俱乐部|台阶|门槛|[^,。;、:\n0-9]{{0,8}}{alternation('selected_by_money')})"
)
_SLOGAN = frozenset(["个", "把", "场", "轮", "批", "步", "次", "道", "条", "点", "字", "大类"])
_SLOGAN_SHARE = lazy_pattern(r"[0-9.]{1,5}%")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]|m")
_BEFORE_ONE = frozenset(("最", "进", "统", "唯", "后", "不", "万", "逐"))
_JOINERS = frozenset("+&@#_./=")


def letters_or_formula(text: str, start: int, end: int) -> str | None:
    """The rule that rejects figures beside letters, signs or further figures: PM2.5, 1+N, 7×24, 3.5.2."""
    before = text[start - 1 : start]
    if before:
        if before.isascii() and (before.isalpha() or before in _JOINERS):
            if before != "." or text[start - 2 : start - 1].isalnum():
                return "rejection:letters"
        elif before in "×·•" and (
            text[start - 2 : start - 1].isdigit() or (before == "×" and not _HAN.match(text, start - 2))
        ):
            return "rejection:letters"
    after = text[end : end + 1]
    if (after and after in "+×·•*") or (after == "." and text[end + 1 : end + 2].isdigit()):
        return "rejection:formula"
    return None


def chinese_word(text: str, numeral: Numeral, unit: Unit, end: int) -> str | None:
    """The rule by which Chinese figures before a unit are a word and no amount; None if they are one.

    Args:
        text: the scanned text.
        numeral: the number, in Chinese figures.
        unit: the unit behind it.
        end: offset behind the unit.
    """
    run = numeral.run
    if numeral.low is not None or numeral.inner:
        return "rejection:weak_unit" if unit.weak or run == "一二" else None
    surface = text[numeral.stop : end]
    if len(run) == 1 and _is_slogan(text, run, unit, surface, end):
        return "rejection:slogan"
    before = text[numeral.start - 1 : numeral.start]
    if run in BARE:
        return _bare_magnitude(text, numeral, before, unit, end)
    if surface == "次" and (before in ("届", "会", "委") or _SESSION.match(text, end)):
        return "rejection:session"
    rule = _single_figure(run, before, unit, surface) if len(run) == 1 else None
    return rule or _weak(run, unit)


def _weak(run: str, unit: Unit) -> str | None:
    """A weak unit is one only behind a number that is certain: 三百九十万担."""
    certain = run[-1] in "万亿" or (unit.kind == "measure" and len(run) > 2)
    return "rejection:weak_unit" if unit.weak and not certain else None


def _is_slogan(text: str, figure: str, unit: Unit, surface: str, end: int) -> bool:
    """两个“毫不动摇”, but 两名“最美护士”; 两个15%."""
    if unit.kind == "count" and text.startswith("“", end) and (figure == "一" or surface in _SLOGAN):
        return True
    return surface == "个" and _SLOGAN_SHARE.match(text, end) is not None


def _single_figure(figure: str, before: str, unit: Unit, surface: str) -> str | None:
    """The rule by which one Chinese figure before a unit is a word."""
    if figure in _SINGLE_WORDS:
        return "rejection:word"
    if figure == "一":
        counts = unit.kind in ("ratio", "percentage_point") or surface in ("成", "亩", "吨", "公里")
        return None if counts and before not in _BEFORE_ONE else "rejection:one"
    # amounts take 两; 二轮, 二次, 二类 are ordinals
    return "rejection:ordinal" if figure == "二" and unit.kind == "count" else None


_NOT_VAGUE = ("建成", "完成", "形成", "培育成", "变成", "人数", "户数", "跃上", "跨上", "迈上", "登上", "站上", "踏上")


def vague(text: str, start: int) -> bool:
    """Whether 数, 几, 上 or 成 before a magnitude leaves the number open: 数十亿元, 上百家, 成千上万."""
    return text[start - 1 : start] in _VAGUE and not text.endswith(_NOT_VAGUE, 0, start)


def _bare_magnitude(text: str, numeral: Numeral, before: str, unit: Unit, end: int) -> str | None:
    """百, 千, 万, 亿 without a digit: money and hedged thresholds are amounts, most others are names."""
    if vague(text, numeral.start):
        return "rejection:vague"
    if before in ("(", ":") and text[end : end + 1] in ("", ")", "\n"):
        return "rejection:unit_label"
    if unit.kind == "money":
        if _DENOMINATOR.match(text, end):
            return "rejection:denominator"
        if numeral.run == "万":
            named = not _THRESHOLD.match(text, end) and before not in ("超", "过", "破", "近", "上")
            return "rejection:bare_magnitude" if named else None
        hedged = before in _HEDGED_MONEY or text.startswith(_BEFORE_BARE_MONEY, max(0, numeral.start - 2))
        return None if hedged or _SELECTED.match(text, end) else "rejection:blank"  # 完成亿元: the number is left out
    if not unit.weak and (before in _HEDGED or text.startswith(("以上", "左右"), end)):
        return None
    return "rejection:bare_magnitude"


_VAGUE = frozenset("数几數幾上成")
_SCORE = lazy_pattern(alternation("score"))
_MEDAL_WON = lazy_pattern(r"[获夺得揽取摘斩]|共|总")
_MEDAL_NEXT = lazy_pattern(r"[0-9一二两三四五六七八九十、,。枚和 及(]|牌")
_MEDAL_LIST = lazy_pattern(r"[、 ]?[0-9]{1,3}[银铜]")


def _score(text: str, numeral: Numeral, end: int) -> bool:
    return "." in numeral.run or _SCORE.search(text, max(0, numeral.start - 16), numeral.start) is not None


def _electricity(text: str, numeral: Numeral, end: int) -> bool:
    near = text[max(0, numeral.start - 8) : numeral.start] + text[end : end + 4]
    return numeral.run[-1] in "万亿" or "电" in near or "能耗" in near


def _great(text: str, numeral: Numeral, end: int) -> bool:
    return numeral.run[-1] in "万亿" or (numeral.in_figures and text[end : end + 1] in ",。、;)")


def _distance(text: str, numeral: Numeral, end: int) -> bool:
    return numeral.run[-1] in "万亿" or text[end : end + 1] in ",。、"


def _medal(text: str, numeral: Numeral, end: int) -> bool:
    near = text[max(0, numeral.start - 8) : numeral.start]
    won = near.rstrip("、 ")[-1:] in ("金", "银") or _MEDAL_LIST.match(text, end) is not None
    return won or (_MEDAL_WON.search(near) is not None and _MEDAL_NEXT.match(text, end) is not None)


def _camera(text: str, numeral: Numeral, end: int) -> bool:
    if (len(numeral.run) > 2 or numeral.run[-1] in "万亿") and not text.startswith("公交", end):
        return True
    near = text[max(0, numeral.start - 16) : numeral.start]
    return "视频" in near or "监控" in near


def _small_change(text: str, numeral: Numeral, end: int) -> bool:
    return text[end : end + 1] in ",。、;"


def _gold_weight(text: str, numeral: Numeral, end: int) -> bool:
    return text[end : end + 1] in ",。、黄白"


_CONTEXT: dict[str, Callable[[str, Numeral, int], bool]] = {
    "分": _score, "度": _electricity, "方": _great, "升": _great, "角": _great, "里": _distance, "金": _medal,
    "银": _medal, "铜": _medal, "路": _camera, "毛": _small_change, "两": _gold_weight,
}  # fmt: skip


def fits_context(text: str, numeral: Numeral, surface: str, end: int) -> bool:
    """Whether a unit that is also an everyday word (分, 度, 方, 金 …) is meant as a unit here."""
    test = _CONTEXT.get(surface)
    return test is None or test(text, numeral, end)
