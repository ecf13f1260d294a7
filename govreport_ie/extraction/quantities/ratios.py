"""Shares and proportions that are written with words or signs of their own.

百分之六, 千分之三点五, 三分之二, 1/4, 一半, 半数, 翻番, and a:b or a:b:c with any colon.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.amounts import RATIO_UNIT, Amount, Numeral, Rejection, approximate
from govreport_ie.extraction.quantities.names import in_quotes
from govreport_ie.extraction.quantities.numerals import NUMERAL, number_value
from govreport_ie.extraction.quantities.units import Unit, UnitTable, to_decimal

__all__ = ["CHANGE", "LINK", "LINK_BEGINS", "REDACTED", "Ratios"]

LINK = lazy_pattern(r" ?(?:——|[-—–~―－至到]|一(?=[0-9])) ?")
"""Between the ends of a range; scanned texts show a long dash as 一."""

LINK_BEGINS = frozenset(" —-–~―－至到一")
"""The first characters of a link."""

CHANGE = lazy_pattern(r"[由从自][^,。;、]{0,8}$")
"""Before the first of two values that a change leads from and to: 由5%到8% is no range."""

REDACTED = lazy_pattern(r"(?:[XxＸ]{1,8}|[×✕]{1,8}|\*{1,8})(?:[.·](?:[XxＸ×✕]{1,4}|\*{1,4}))?[0-9]{0,4}")
"""A number that is blotted out: XX, x.x, ××.×, ***, X0."""

_PART = r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|[Xx×*]{1,4}(?:\.[Xx×*]{1,4})?)"
_PROPORTION = lazy_pattern(rf"{_PART}(?: ?: ?{_PART}){{1,4}}(?![0-9:.])")
_VULGAR = lazy_pattern(r"([0-9]{1,2})/([0-9]{1,3})(?![0-9/.A-Za-z])")
_NEGATIVE = frozenset("负負-")
_PER = frozenset(["百分之", "千分之", "万分之", "佰分之", "仟分之"])
_COMPARED = lazy_pattern(r"比([0-9]{1,9}(?:\.[0-9]{1,9})?)(?![0-9.%万亿倍])")
_PROPORTIONAL = lazy_pattern(
    r"比例?(?:约|达到?|为|是|缩小到?|下降到?|降至|由|从|扩大到?)?[^,。;]{0,8}$|之比[^,。;]{0,6}$"
)
_CIRCLE = lazy_pattern(r"[^,。;、\n]{0,10}圈")


class Ratios:
    """Reads shares and proportions.

    Args:
        table: the units.
    """

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self.percent = table.by_surface["%"]
        self.permille = table.by_surface["‰"]
        self.doubling = table.by_surface["番"]
        self.hour = table.by_surface["小时"]
        self.plain = RATIO_UNIT

    def per(self, text: str, start: int) -> Amount | Rejection | None:
        """百分之六, 千分之三点五, 百分之五到七, 百分之百; None if none begins here."""
        scale_of = text[start : start + 3]
        if scale_of == "百分百":
            return Amount(start, start + 3, "percent", Decimal(100), self.percent, start, "ratios:per", unit_text="%")
        if scale_of not in _PER:
            return None
        number = start + 3
        negative = text[start - 1 : start] in _NEGATIVE and start > 0
        begin = start - negative
        if text[number : number + 1] in _NEGATIVE:  # 百分之负三
            negative, number = True, number + 1
        end, value = self._number(text, number)
        if value is None:
            return self._per_inexact(text, begin, start, number, end)
        if scale_of[0] == "万":
            value = to_decimal(Fraction(value) / 10)
        if value == 100 and text.endswith("个", 0, start) and in_quotes(text, start, end):
            return start, end, "names:quoted"  # “六个百分之百”
        if negative:
            value = value.copy_negate()
        unit, mark = self._unit_of(scale_of)
        ranged = self._per_range(text, start, end, value)
        if ranged:
            stop, high = ranged
            return Amount(
                begin, stop, "percent", None, unit, start, "ratios:per_range", low=value, high=high, unit_text=mark
            )  # fmt: skip
        return Amount(begin, end, "percent", value, unit, start, "ratios:per", unit_text=mark)

    def _unit_of(self, scale_of: str) -> tuple[Unit, str]:
        return (self.percent, "%") if scale_of[0] in "百佰" else (self.permille, "‰")

    def _per_inexact(self, text: str, begin: int, start: int, number: int, end: int) -> Amount | Rejection:
        """百分之三四十, 百分之××: figures from ``number`` to ``end`` that have no one value."""
        unit, mark = self._unit_of(text[start : start + 3])
        ends = approximate(text[number:end]) if text[start] != "万" else None
        if ends:
            return Amount(
                begin, end, "percent", None, unit, start, "ratios:per", low=ends[0], high=ends[1], unit_text=mark
            )  # fmt: skip
        redacted = REDACTED.match(text, number)
        if redacted is None:
            return start, number, "ratios:malformed"
        return Amount(start, redacted.end(), "percent", None, unit, start, "ratios:per", unit_text=mark, redacted=True)

    def _per_range(self, text: str, start: int, end: int, value: Decimal) -> tuple[int, Decimal] | None:
        """End and upper value of 百分之五到七, 百分之五到百分之七; None if no range goes on at ``end``."""
        link = LINK.match(text, end)
        if link is None or CHANGE.search(text, max(0, start - 10), start):
            return None
        again = 3 if text.startswith(text[start : start + 3], link.end()) else 0
        stop, high = self._number(text, link.end() + again)
        if high is None or high <= value or (not again and self.table.begins_unit(text, stop)):
            return None
        return stop, high

    def _number(self, text: str, start: int) -> tuple[int, Decimal | None]:
        numeral = NUMERAL.match(text, start)
        end = numeral.end() if numeral else start
        if end == start:  # 百 before 分点 or 分之 is no magnitude of its own, but 百分之百 ends in one
            return (start + 1, Decimal(100)) if text.startswith("百", start) else (start, None)
        return end, number_value(text[start:end])

    def fraction(self, text: str, start: int, end: int) -> Amount | Rejection:
        """三分之二: ``end`` is where 分之 stands."""
        stop, above = self._number(text, end + 2)
        below = number_value(text[start:end])
        if above is None or not below or self.table.begins_unit(text, stop):
            return start, max(end + 2, stop), "ratios:malformed"
        value = to_decimal(Fraction(above) / Fraction(below))
        return Amount(start, stop, "ratio", value, self.plain, stop, "ratios:fraction")

    def mixed(self, text: str, whole: Numeral, end: int) -> Amount | None:
        """三又二分之一: ``end`` is where 又 stands; None if no fraction follows."""
        below = NUMERAL.match(text, end + 1)
        if below is None or not below[0] or not text.startswith("分之", below.end()) or whole.value is None:
            return None
        part = self.fraction(text, end + 1, below.end())
        if not isinstance(part, Amount) or part.value is None:
            return None
        value = to_decimal(Fraction(whole.value) + Fraction(part.value))
        return Amount(whole.start, part.end, "ratio", value, self.plain, part.end, "ratios:fraction")

    def vulgar(self, text: str, start: int) -> Amount | None:
        """A fraction with a stroke below one: 1/4."""
        match = _VULGAR.match(text, start)
        if match is None or not 0 < int(match[1]) < int(match[2]):
            return None
        value = to_decimal(Fraction(int(match[1]), int(match[2])))
        return Amount(start, match.end(), "ratio", value, self.plain, match.end(), "ratios:fraction")

    def proportion(self, text: str, start: int) -> Amount | Rejection | None:
        """11.8:48.3:39.9, ×.××:1; a time of day and the scale of a map are none."""
        match = _PROPORTION.match(text, start)
        if match is None:
            return None
        end = match.end()
        parts = [part.strip() for part in match[0].split(":")]
        if not all(part[0].isdigit() for part in parts):
            return Amount(start, end, "ratio", None, self.plain, end, "ratios:proportion", redacted=True)
        if text.startswith("万", end):
            return start, end + 1, "ratios:map_scale"
        if text.startswith("年", end) or text.endswith(("附件", "附录", "附表"), 0, start):
            return start, match.start() + len(parts[0]), "ratios:number_of_annex"
        near = text[max(0, start - 20) : start]
        if _is_clock(parts) and "比" not in near and "结构" not in near:
            return start, end, "ratios:time_of_day"
        numbers = tuple(Decimal(part) for part in parts)
        return Amount(start, end, "ratio", None, self.plain, end, "ratios:proportion", values=numbers)

    def compared(self, text: str, numeral: Numeral, end: int) -> Amount | None:
        """2.1比1, where the words before speak of a proportion; ``end`` is where 比 stands."""
        match = _COMPARED.match(text, end)
        if (
            match is None
            or numeral.value is None
            or not _PROPORTIONAL.search(text, max(0, numeral.start - 16), numeral.start)
        ):
            return None
        values = numeral.value, Decimal(match[1])
        return Amount(
            numeral.start, match.end(), "ratio", None, self.plain, match.end(), "ratios:proportion", values=values
        )  # fmt: skip

    def half(self, text: str, start: int) -> Amount | Rejection:
        """一半, 半数, 半小时."""
        if text[start] == "一":
            if in_quotes(text, start, start + 2):
                return start, start + 2, "names:quoted"
            if text.startswith("导体", start + 2):
                return start, start + 2, "rejection:word"
            return Amount(start, start + 2, "ratio", Decimal("0.5"), self.plain, start + 2, "ratios:half")
        if text[start + 1] == "成":
            if text.startswith(("品", "熟", "型", "立"), start + 2):
                return start, start + 2, "rejection:word"
            return Amount(
                start, start + 2, "percent", Decimal(5), self.percent, start + 1, "ratios:half", unit_text="%"
            )
        if text[start + 1] in "数數":
            return Amount(start, start + 2, "ratio", Decimal("0.5"), self.plain, start + 2, "ratios:half")
        if text.startswith("小时", start + 1) and text[start - 1 : start] not in ("上", "下", "前", "后", "大"):
            if _CIRCLE.match(text, start + 3) or in_quotes(text, start, start + 3):
                return start, start + 3, "rejection:circle"
            return Amount(
                start, start + 3, "measure", Decimal("0.5"), self.hour, start + 1, "ratios:half", optional=True
            )
        return start, start + 1, ""

    def bare_doubling(self, text: str, start: int) -> Amount | Rejection:
        """翻番 without a number is one doubling; “两个翻番” is the name of a goal."""
        if text.endswith("个", 0, start) and in_quotes(text, start, start + 2):
            return start, start + 2, "names:quoted"
        return Amount(start, start + 2, "ratio", Decimal(1), self.doubling, start + 1, "ratios:doubling")


def _is_clock(parts: list[str]) -> bool:
    """Whether the parts of a proportion may be hours, minutes and seconds."""
    hours, *others = parts
    whole = all("." not in part for part in parts)
    return whole and len(parts) < 4 and int(hours) < 25 and all(len(part) == 2 and int(part) < 60 for part in others)
