"""One scan over the folded text: every numeral becomes an amount or a rejection."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from govreport_ie.quantities.numerals import DIGITS, NUMERAL, number_value, scale
from govreport_ie.quantities.units import Unit, UnitTable, compound

__all__ = ["Amount", "Scanner"]

_CN = "零〇○一二三四五六七八九两壹贰貳叁叄肆伍陆陸柒捌玖十拾百佰千仟万亿廿卅"
_START = re.compile(rf"[0-9{_CN}XxＸ×*]|首位|首名|翻番|半(?=数|小时)|过半")
_REDACTED = re.compile(r"第?(?:[XxＸ×]{1,8}|\*{1,8})(?:[.·](?:[XxＸ×]{1,4}|\*{1,4}))?[0-9]?(?:[-—~至](?:[XxＸ×]{1,8}|\*{1,8}))?[十百千万亿]*")
_INNER = re.compile(r"([余多来几餘])?(万亿|百万|千万|[十百千万亿]*)([余多来餘])?")
_MAG = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_DASH = re.compile(r" ?(?:[-—–~―－~至到]|——) ?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?) ?: ?(\d+(?:\.\d+)?)(?: ?: ?(\d+(?:\.\d+)?))?(?: ?: ?(\d+(?:\.\d+)?))?(?![\d:.])")
_FRACTION = re.compile(rf"([{_CN}]{{1,4}})分之")
_APPROX = re.compile(r"(?<![第])([一二两三四五六七八][二三四五六七八九])(?=[十百千万亿余多来]|[^\d零〇○一二三四五六七八九点、])")


@dataclass(slots=True)
class Amount:
    """An amount as it is found; offsets in the scanned text."""

    start: int
    end: int
    kind: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] | None = None
    unit_text: str = ""
    unit: Unit | None = None
    inner: str | None = None
    redacted: bool = False
    optional: bool = False
    rule: str = ""


class Scanner:
    """Finds amounts and rejected numerals.

    Args:
        table: the units.
    """

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self.cny = table.by_surface["元"]
        self.percent = table.by_surface["%"]
        self.permille = table.by_surface["‰"]
        self.times = table.by_surface["倍"]
        self.bare = Unit(None, "count", "count", self.times.factor, None)
        self.rank = Unit("rank", "rank", "rank", self.times.factor, "rank")

    def scan(self, text: str) -> tuple[list[Amount], list[tuple[int, int, str]]]:
        """All amounts of a text in order, and the rejected numerals with their rules."""
        found: list[Amount] = []
        rejected: list[tuple[int, int, str]] = []
        position = 0
        search = _START.search
        while True:
            match = search(text, position)
            if match is None:
                return found, rejected
            start = match.start()
            result = self.at(text, start, match[0])
            if isinstance(result, Amount):
                found.append(result)
                position = max(result.end, start + 1)
            else:
                end, rule = result
                if rule:
                    rejected.append((start, end, rule))
                position = max(end, start + 1)

    def at(self, text: str, start: int, head: str) -> Amount | tuple[int, str]:
        """The amount at a position, or the end and rule of the rejection."""
        if head in ("首位", "首名"):
            return self._first(text, start)
        if head == "翻番":
            return Amount(start, start + 2, "ratio", Decimal(1), unit_text="番", unit=self.table.by_surface["番"], rule="ratio:doubling")
        if head in "XxＸ×*":
            return self._redacted(text, start)
        if head in ("半", "过半"):
            if text.startswith("半数", start):
                return Amount(start, start + 2, "ratio", Decimal("0.5"), unit=self.times, rule="ratio:half")
            return start + 1, "reject:half"
        before = text[start - 1 : start]
        numeral = NUMERAL.match(text, start)
        end = numeral.end() if numeral else start
        if end == start:
            return start + 1, ""
        if before == "第":
            return self._ordinal(text, start, end)
        run = text[start:end]
        if text.startswith("分之", end):
            return self._fraction(text, start, end, run)
        if run == "一" and text.startswith("半", end) :
            return Amount(start, end + 1, "ratio", Decimal("0.5"), unit=self.times, rule="ratio:half")
        if run[0].isascii():
            if before and (before.isascii() and (before.isalpha() or before in "./+&@#_")):
                return end, "reject:name"
            ratio = _RATIO.match(text, start)
            if ratio and ratio.end() > end:
                return self._ratio(text, ratio)
        return self._plain(text, start, end, run)

    def _first(self, text: str, start: int) -> Amount | tuple[int, str]:
        if re.search(r"[居列占跃升排稳保全][^，。；、]{0,12}$", text[max(0, start - 14) : start]) and not re.match("度", text[start + 2 : start + 3]) and not re.search("[放摆置作]在?$", text[max(0, start - 3) : start]):
            return Amount(start, start + 2, "rank", Decimal(1), unit_text="位", unit=self.rank, rule="rank:first")
        return start + 2, "reject:first"

    def _redacted(self, text: str, start: int) -> Amount | tuple[int, str]:
        match = _REDACTED.match(text, start)
        if match is None:
            return start + 1, ""
        end = match.end()
        if start and text[start - 1].isascii() and text[start - 1].isalnum():
            return end, ""
        unit = self._unit(text, end)
        if unit is None or unit[0].weak:
            return end, "reject:redacted_name"
        first = start - 1 if text[start - 1 : start] == "第" else start
        kind = "rank" if first < start and text[end] in "位名" else unit[0].kind
        percent = text[end] == "成"
        return Amount(first, unit[1], kind, unit=self.percent if percent else unit[0], unit_text="%" if percent else text[end : unit[1]], redacted=True, rule="scan:redacted")

    def _ordinal(self, text: str, start: int, end: int) -> Amount | tuple[int, str]:
        value = number_value(text[start:end])
        after = text[end : end + 1]
        context = text[max(0, start - 16) : start - 1]
        ranked = re.search(r"[居列排跃升位进保占为][^，。；]{0,12}$|[全]?[省国市区县州盟旗球][^，。；]{0,8}$|[和、与]$", context)
        if value is not None and ranked:
            if after in ("位", "名"):
                return Amount(start - 1, end + 1, "rank", value, unit_text=after, unit=self.rank, rule="rank:unit")
            if after in ("", "，", ",", "。", "；", ";", "、", "和", "的", ")", "）", "\n", "与", "及"):
                return Amount(start - 1, end, "rank", value, unit=self.rank, rule="rank:bare")
        return end, "reject:ordinal"

    def _fraction(self, text: str, start: int, end: int, run: str) -> Amount | tuple[int, str]:
        numeral = NUMERAL.match(text, end + 2)
        stop = numeral.end() if numeral else end + 2
        value = number_value(text[end + 2 : stop]) if stop > end + 2 else None
        below = number_value(run)
        if value is None or not below:
            return end + 2, "reject:fraction"
        if run in ("百", "佰"):
            return Amount(start, stop, "percent", value, unit_text="%", unit=self.percent, rule="scan:percent_words")
        if run in ("千", "仟"):
            return Amount(start, stop, "percent", value, unit_text="‰", unit=self.permille, rule="scan:permille_words")
        result = (value / below).quantize(Decimal("1.0000000000"))
        return Amount(start, stop, "ratio", result.normalize(), unit=self.times, rule="ratio:fraction")

    def _ratio(self, text: str, match: re.Match[str]) -> Amount | tuple[int, str]:
        parts = tuple(Decimal(p) for p in match.groups() if p)
        if len(parts) == 2 and len(match[2]) == 2 and parts[1] < 60 and parts[0] < 25 and "比" not in text[max(0, match.start() - 20) : match.start()]:
            return match.end(), "reject:time"
        return Amount(match.start(), match.end(), "ratio", values=parts, unit=self.times, rule="ratio:parts")

    def _unit(self, text: str, position: int) -> tuple[Unit, int] | None:
        """The unit at a position, compounds included, and its end."""
        if text.startswith("成", position) and not text.startswith(("成为", "成立", "成功", "成效", "成果", "成员", "成本", "成长"), position):
            return self.percent, position + 1
        found = self.table.match(text, position)
        if found is None:
            return None
        unit, end = found
        follow = text[end : end + 1]
        if follow == "(":
            inner = self.table.match(text, end + 1)
            if inner and text[inner[1] : inner[1] + 1] == ")":
                return unit, inner[1] + 1
        elif follow in ("/", "每") or follow == "／":
            offset = re.compile(r"[十百千万]*").match(text, end + 1).end()
            below = self.table.match(text, offset)
            if below:
                return compound(unit, below[0]), below[1]
        return unit, end

    def _plain(self, text: str, start: int, end: int, run: str) -> Amount | tuple[int, str]:
        ascii_run = run[0].isascii()
        value = number_value(run)
        low = high = None
        if not ascii_run:
            approx = _APPROX.match(text, start)
            if approx and value is None or (approx and len(run) == 2):
                a, b = approx[1]
                rest = run[2:]
                first, second = number_value(a + rest), number_value(b + rest)
                if first is not None and second is not None and (DIGITS[b] - DIGITS[a] == 1 or approx[1] == "三五"):
                    low, high, value = first, second, None
                else:
                    return end, "reject:positional"
        if value is None and low is None:
            return end, "reject:malformed"
        # 余 多 来 几 inside
        inner = None
        stop = end
        if text[end : end + 1] in ("余", "多", "来", "几", "餘"):
            match = re.compile("[余多来几餘]([十百千万亿]*)").match(text, end)
            power = sum(_MAG[c] for c in match[1])
            if self._unit(text, match.end()) or power or text[end] in "余多":
                inner = text[end]
                stop = match.end()
                if power and value is not None:
                    value = scale(format(value, "f"), power)
        found = self._unit(text, stop)
        if found and found[1] and text[found[1] : found[1] + 1] in ("余", "多") and False:
            pass
        # range
        if low is None and value is not None:
            ranged = self._range(text, start, stop, value, found)
            if ranged is not None:
                return ranged
        if found is None:
            if inner == "余" or (inner == "多" and ascii_run) or (ascii_run and run[-1] in "万亿") or (run[-1] in "万亿" and len(run) > 1):
                near = text[max(0, start - 12) : start]
                money = re.search("元|资|额|值|收入|产值|税|款|营收|债|投[^，。]*$", near + text[stop : stop + 6]) and run[-1] in "亿"
                if money:
                    return Amount(start, stop, "money", value, low, high, unit=self.cny, unit_text="元", inner=inner, rule="scan:money_bare")
                return Amount(start, stop, "count", value, low, high, unit=self.bare, inner=inner, rule="scan:count_bare")
            return stop, "reject:no_unit"
        unit, final = found
        surface = text[stop:final]
        if unit.dimension == "time" and surface in ("年", "月", "日", "周", "天", "星期"):
            if surface != "天" or not ascii_run:
                return final, "reject:date"
        if surface in ("点", "分", "度", "两", "方", "里", "期", "号", "级", "届") and not ascii_run:
            return final, "reject:word"
        if not ascii_run and low is None and inner is None:
            bare = run in ("十", "百", "千", "万", "亿", "万亿", "百万", "千万", "十万", "百亿", "千亿", "十亿", "亿万")
            if run == "一" and unit.kind not in ("ratio",) and surface != "成" and unit.kind not in ("measure", "percentage_point"):
                return final, "reject:one"
            if bare and not (unit.kind == "money") and run != "十":
                return final, "reject:bare_magnitude"
            if unit.weak:
                return final, "reject:weak_classifier"
        kind = unit.kind
        if surface == "成":
            ten = lambda x: None if x is None else x * 10
            value, low, high = ten(value), ten(low), ten(high)
            tail = text[final : final + 1]
            if tail in DIGITS and value is not None and not self._unit(text, final + 1):
                value, final = value + DIGITS[tail], final + 1
            surface = "%"
        optional = run in ("亿", "百亿", "千亿", "万", "千万", "百万", "十亿", "万亿")
        if text[start - 1 : start] == "翻" and surface == "番":
            start -= 1
        elif text[start - 2 : start] == "翻了" and surface == "番":
            start -= 2
        elif surface == "番":
            return final, "reject:word"
        if text[start - 1 : start] == "-" and not text[max(0, start - 2) : start - 1].isalnum() and value is not None:
            start, value = start - 1, -value
        if kind == "percentage_point" and surface[0] != "个":
            surface = "个" + surface
        if kind == "money" and surface in ("角", "元"):
            minor = re.compile(r"(\d|[一二三四五六七八九])角").match(text, final)
            if minor and value is not None:
                value, final = value + Decimal(str(DIGITS.get(minor[1], minor[1]))) / 10, minor.end()
        return Amount(start, final, kind, value, low, high, unit_text=surface, unit=unit, inner=inner, optional=optional, rule="scan:unit")

    def _range(self, text: str, start: int, stop: int, value: Decimal, found: tuple[Unit, int] | None) -> Amount | None:
        after = found[1] if found else stop
        dash = _DASH.match(text, after)
        if dash is None:
            return None
        numeral = NUMERAL.match(text, dash.end())
        if numeral is None or not numeral[0]:
            return None
        second = number_value(numeral[0])
        unit = self._unit(text, numeral.end())
        if second is None or unit is None or unit[0].kind == "ratio":
            return None
        if found and found[0] is not unit[0]:
            return None
        surface = text[numeral.end() : unit[1]]
        if surface in ("年", "月", "日", "号"):
            return None
        tail = numeral[0].lstrip("0123456789.,")
        if found is None and tail and not text[start:stop].endswith(tuple("十百千万亿")):
            value = number_value(text[start:stop] + tail) or value
        if value >= second:
            return None
        return Amount(start, unit[1], unit[0].kind, low=value, high=second, unit_text=surface, unit=unit[0], rule="scan:range")
