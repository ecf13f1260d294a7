"""Numbers that no unit follows: counted people, money without 元, members of a list, index values, or nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.quantities.amounts import BARE, BARE_UNIT, RATIO_UNIT, Amount, Numeral, Rejection
from govreport_ie.extraction.quantities.names import in_quotes
from govreport_ie.extraction.quantities.numerals import NUMERAL
from govreport_ie.extraction.quantities.units import PERIODS, Unit, UnitTable
from govreport_ie.extraction.text import FIGURE_YEAR, HAN

__all__ = ["Unitless"]

_MONEY_NEAR = lazy_pattern(alternation("money_near"))
_MONEY_AFTER = lazy_pattern(rf"[级元]|、[0-9]{{1,5}}亿(?:元|规模|级)|[^,。;]{{0,6}}{alternation('money_after')}")
_PEOPLE_AFTER = lazy_pattern(
    r"[人在学师考剂次农户居群职党老民贫妇儿]|受益|新增就业|[^,。;]{0,6}(?:人|生|户|民|群众|职工|劳动力)"
)
_PEOPLE_FAR = lazy_pattern(r"[^,。;、]{0,8}(?:对象|教师|困难户|人员|职工|工人|[玉矿民]工)")
_MANY_PEOPLE = re.compile(rf"([多余]?){alternation('people')}(?![^,。;、]{{0,8}}(?:热线|平台|电话))")
_COUNTED_BEFORE = lazy_pattern(r"(?:人口|人数|人次|游客|用户|粉丝|户数|员额)[^,。;、]{0,6}$")
_CLAUSE_MARK = lazy_pattern(r"[,。;、]")
_STEPS_AFTER = lazy_pattern(r"(?:[、和][0-9]{1,5}万?亿){0,3}[一两二三四五六七]?个?大?(?:台阶|关口|大关|级)")
_STEP_AFTER = lazy_pattern("大关|大台阶")  # 千亿大关 is no 大 of a list (三大产业)
_EXCEEDS = lazy_pattern(r"[超破过]$")
_INDEX = lazy_pattern(
    r"(指数|系数|倍差|死亡率|弹性|比值|效率)"
    rf"[^,。;、:(0-9]{{0,8}}(?:{FIGURE_YEAR}年的?)?(?:[0-9.]{{1,7}}(?:提高|上升|提升|下降|降低|降|缩小)(?:到|至|为))?$"
)
_INDEX_END = lazy_pattern(r"左右|以[上内下]|(?:提高|上升|提升|下降|降低|降|缩小)(?:到|至|为)|[,。;、]|$")
_UNKNOWN_UNIT = lazy_pattern(rf"[{HAN}](?<![线厂井盐号万亿千百十])(?=[,。;、])")
_YEARS_OF = re.compile(r"(?:受教育年限|使用年限|年限)[^,。;、:0-9]{0,10}$")
_YEAR = lazy_pattern(FIGURE_YEAR)
_LIST_LINK = lazy_pattern(r"[、,和与及]")
_LIST_MEMBERS = 6  # members to look ahead for the unit that a dealt-out list names at its end


class Unitless:
    """Reads numbers without a unit.

    Args:
        table: the units.
    """

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self.yuan = table.by_surface["元"]

    def read(self, text: str, numeral: Numeral, found: tuple[Unit, int] | None) -> Amount | Rejection:
        """A number that no unit follows: counted people, money without 元, a member of a list, or nothing.

        Args:
            text: the scanned text.
            numeral: the number.
            found: what the table of units reads behind it, which is no unit, and its end.
        """
        start, stop = numeral.start, numeral.stop
        noun = found is not None and found[0].kind == "noun"
        if found is not None and not noun:
            dated = self._dated(text, numeral, *found)
            if dated:
                return dated
        if in_quotes(text, start, stop):
            return start, stop, "names:quoted"
        amount = self._counted(text, numeral, noun=noun)
        return amount or (start, stop, "unitless:noun" if noun else "unitless:no_unit")

    def _dated(self, text: str, numeral: Numeral, unit: Unit, end: int) -> Amount | Rejection | None:
        """A duration, or a date or word that is no amount; None for 千亿大关."""
        if unit.kind == "date" and numeral.value is not None and numeral.in_figures:
            years = self._years(text, numeral, end)
            if years:
                return years
        if numeral.run[-1] == "亿" and _STEP_AFTER.match(text, numeral.stop):
            return None
        return numeral.start, end if unit.kind == "date" else numeral.stop, f"unitless:{unit.kind}"

    def _counted(self, text: str, numeral: Numeral, *, noun: bool) -> Amount | Rejection | None:
        """What is counted without a unit; ``noun`` where a word with a number in it (三角) may begin behind the number."""
        great = text[numeral.stop - 1] in "万亿" or numeral.inner in ("余", "餘", "多")
        bare = numeral.run in BARE and numeral.inner is None
        amount = self._great(text, numeral, noun, bare) if great or bare else None
        if amount is None and not great:
            amount = _people(text, numeral)
        if amount is None and numeral.in_figures and not noun:
            amount = self._list_member(text, numeral) or _index(text, numeral) or _unknown_classifier(text, numeral)
        return amount

    def _great(self, text: str, numeral: Numeral, noun: bool, bare: bool) -> Amount | Rejection | None:
        """A number in 万, 亿 or with 余, or a bare 亿: money, a member of a list, or a count whose noun is left out."""
        start, stop = numeral.start, numeral.stop
        counts = not bare and _is_written_out(text, numeral)
        if not (counts or bare):
            return None
        money = self._money_without_yuan(text, numeral, noun, bare) if text[stop - 1] in "万亿" else None
        if money:
            return money
        exact = numeral.in_figures and numeral.inner is None
        shared = self._list_member(text, numeral) if counts and exact and not noun else None
        if shared and shared.unit.kind == "measure":
            return shared
        if bare and not _EXCEEDS.search(text, max(0, start - 1), start):
            return None
        return Amount(
            start, stop, "count", numeral.value, BARE_UNIT, stop, "unitless:count_without_unit",
            low=numeral.low, high=numeral.high, inner=numeral.inner, optional=bare,
        )  # fmt: skip

    def _years(self, text: str, numeral: Numeral, end: int) -> Amount | None:
        """A duration that measures something: 平均受教育年限提高到11.2年; None for dates and periods."""
        start, stop = numeral.start, numeral.stop
        if text[stop:end] != "年" or len(numeral.run) > 5:
            return None
        if "." not in numeral.run and not (
            _YEARS_OF.search(text, max(0, start - 20), start) and not _YEAR.fullmatch(numeral.run)
        ):
            return None
        return Amount(start, end, "measure", numeral.value, PERIODS["年"], stop, "unitless:years", inner=numeral.inner)

    def _money_without_yuan(self, text: str, numeral: Numeral, noun: bool, bare: bool) -> Amount | Rejection | None:
        """过50亿项目, 营收超百亿, 投资13.5亿; None where people or things are counted."""
        start, stop = numeral.start, numeral.stop
        before = text[max(0, start - 14) : start]
        if _COUNTED_BEFORE.search(before):
            return None
        after = text[stop : stop + 10]
        optional = _MONEY_AFTER.match(after) is not None or _STEPS_AFTER.match(text, stop) is not None
        if bare:
            named = text[stop - 1] == "亿" or numeral.run == "千万"
            if not named or not (optional or _EXCEEDS.search(before)):
                return start, stop, "rejection:bare_magnitude"
        elif not _is_money(text, numeral, before, noun=noun, typical=optional):
            return None
        return Amount(
            start, stop, "money", numeral.value, self.yuan, stop, "unitless:money_without_yuan", low=numeral.low,
            high=numeral.high, unit_text="元", inner=numeral.inner, optional=optional or bare or after[:1] == "、",
        )  # fmt: skip

    def _list_member(self, text: str, numeral: Numeral) -> Amount | None:
        """A bare number that shares the unit of the last member of its list: 提高19.73和15.14个百分点."""
        start = numeral.start
        if text[start - 1 : start] in ("", "\n", " ", "(", "[", "。", ";", "第"):
            return None
        last = self._last_member(text, numeral.stop)
        if last is None or last.unit.no_unit or last.unit.weak:
            return None
        unit, surface = last.unit, text[last.start : last.end]
        whole = "." not in numeral.run and unit.kind not in ("percent", "percentage_point")
        # 2,3人 and 5、10天 are whole numbers that hardly make a list
        if whole and (last.comma or (unit.dimension == "time" and len(numeral.run) == 1)):
            return None
        return Amount(
            start, numeral.stop, unit.kind, numeral.value, unit, numeral.stop, "unitless:list_shared_unit",
            unit_text="%" if surface == "成" else surface, list_end=last.end,
        )  # fmt: skip

    def _last_member(self, text: str, position: int) -> _LastMember | None:
        """The first number with a unit among those that a list goes on with.

        Args:
            text: the scanned text.
            position: the end of a number without a unit.
        """
        for _ in range(_LIST_MEMBERS):
            link = _LIST_LINK.match(text, position)
            member = NUMERAL.match(text, link.end()) if link else None
            if link is None or member is None or not "0" <= member[0][:1] <= "9":
                return None
            position = member.end()
            found = self.table.read(text, position)
            if found is not None:
                return _LastMember(found[0], position, found[1], comma=link[0] == ",")
        return None


class _LastMember(NamedTuple):
    """The unit at the end of a list of numbers.

    Attributes:
        unit: the unit.
        start: where it stands.
        end: its end.
        comma: whether a comma stands before its number.
    """

    unit: Unit
    start: int
    end: int
    comma: bool


def _is_written_out(text: str, numeral: Numeral) -> bool:
    """Whether a number in 万 or 亿 or with 余 is more than one Chinese character, which is a word as often as a number."""
    magnitude = text[numeral.stop - 1] in "万亿"
    if numeral.inner is not None:
        return numeral.in_figures or len(numeral.run) > 1 or magnitude
    return magnitude and (numeral.in_figures or len(numeral.run) > 1)


def _is_money(text: str, numeral: Numeral, before: str, *, noun: bool, typical: bool) -> bool:
    """Whether a number in 万 or 亿 counts money and not people or things.

    Args:
        text: the scanned text.
        numeral: the number.
        before: what stands before it.
        noun: whether a word with a number in it may begin behind it.
        typical: whether a word follows that follows sums of money (亿级, 亿规模).
    """
    start, stop = numeral.start, numeral.stop
    milliards = text[stop - 1] == "亿"
    if milliards and typical:
        return True
    if noun or _PEOPLE_AFTER.match(text[stop : stop + 10]) or (not milliards and _PEOPLE_FAR.match(text, stop)):
        return False
    spoken = "个" in text[start:stop]  # 3个亿
    near = before if milliards else _CLAUSE_MARK.split(before[-6:])[-1]
    return spoken or _MONEY_NEAR.search(near) is not None


def _people(text: str, numeral: Numeral) -> Amount | None:
    """1200多贫困户: people without a classifier."""
    start, stop, run = numeral.start, numeral.stop, numeral.run
    many = _MANY_PEOPLE.match(text, stop) if len(run) > 1 else None
    if many is None or run in BARE or _YEAR.fullmatch(run):
        return None
    end = stop + len(many[1])
    return Amount(
        start, end, "count", numeral.value, BARE_UNIT, end, "unitless:count_of_people", low=numeral.low,
        high=numeral.high, inner=many[1] or None,
    )  # fmt: skip


def _index(text: str, numeral: Numeral) -> Amount | None:
    """基尼系数0.46."""
    start, stop = numeral.start, numeral.stop
    index = _INDEX.search(text, max(0, start - 28), start)
    if index is None or not _INDEX_END.match(text, stop):
        return None
    kind, unit = ("ratio", RATIO_UNIT) if index[1] == "倍差" else ("count", BARE_UNIT)
    return Amount(start, stop, kind, numeral.value, unit, stop, "unitless:index")


def _unknown_classifier(text: str, numeral: Numeral) -> Amount | None:
    start, stop = numeral.start, numeral.stop
    unknown = _UNKNOWN_UNIT.match(text, stop)
    if unknown is None or _YEAR.fullmatch(numeral.run) or text[start - 1 : start] in ("[", "(", "〔"):
        return None
    unit = Unit(None, "count", "count", Fraction(1), None)
    return Amount(start, unknown.end(), "count", numeral.value, unit, stop, "unitless:unknown_classifier")
