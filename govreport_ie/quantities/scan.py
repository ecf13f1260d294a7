"""One scan over the text: every numeral becomes an amount or a rejected numeral.

`Scanner.scan` looks at one numeral after the other and asks, in this order: is it a word or a name, an ordinal, a
fraction, a proportion a:b, a range, a number with a unit, a number without one.  An amount is
numeral × magnitude × 余/多/来/几 × unit; the pieces are read by `numerals` and `units`, the decisions stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govreport_ie.lexicons import load, values
from govreport_ie.quantities.numerals import DIGITS, MAGNITUDES, NUMERAL, number_value, scale
from govreport_ie.quantities.units import Unit, UnitTable, compound, to_decimal

__all__ = ["Amount", "Rejection", "Scanner"]

Rejection = tuple[int, int, str]
"""Start, end and rule of a numeral that is no amount."""

_CN = "零〇○一二三四五六七八九两壹贰貳叁叄肆伍陆陸柒捌玖十拾百佰千仟万亿廿卅"
_START = re.compile(rf"翻番|[0-9{_CN}×*]|[Xx](?=[Xx.×多余十百千万亿%‰个家户人套公亩吨元成位项件条座所处场名平倍])|首位|半[数數小]")
_REDACTED = re.compile(r"(?:[XxＸ]{1,8}|[×✕]{1,8}|\*{1,8})(?:[.·](?:[XxＸ×✕]{1,4}|\*{1,4}))?[0-9]{0,4}")
_INNER = re.compile(r"[余餘多来來几]((?:[十百万亿]|千(?![瓦伏米克帕卡焦升])){0,3})")
_MAGNITUDE = re.compile(r"(?:[十百万亿]|千(?![瓦伏米克帕卡焦升])){0,3}")
_LINK = re.compile(r" ?(?:——|[-—–~―－至到]|一(?=\d)) ?")
_PROPORTION = re.compile(
    r"(?:\d{1,9}(?:\.\d{1,9})?|[Xx×*]{1,4}(?:\.[Xx×*]{1,4})?)(?: ?: ?(?:\d{1,9}(?:\.\d{1,9})?|[Xx×*]{1,4})){1,4}(?![\d:.])"
)
_VULGAR = re.compile(r"(\d{1,2})/(\d{1,3})(?![\d/.])")
_SIGN_BEFORE = re.compile(r"(?<![\d%‰A-Za-z元万亿年月日号第)])-$|(?<![减重背担税欠])[负負]$")
_CHANGE = re.compile(r"[由从自][^，。；、]{0,8}$")
_RANKED = re.compile(
    r"(?:[居列排跃升位保占获夺]|取得|进入|成为)[^，。；]{0,14}$|(?:[省国市区县州盟旗球界部类级]|行业|系统|排名|位次|名列)[^，。；]{0,8}$|第[一二三四五六七八九十\d]{1,3}位?[、和及]$"
)
_RANK_END = re.compile(r"[，,。；;、)）\n]|和|与|及|的(?!一|重|动|资|要)|$")
_FIRST = re.compile(r"[居列占跃升排稳保全][^，。；、]{0,14}$")
_TOP = re.compile(r"前$")
_MONEY_NEAR = re.compile(r"元|资|额|产值|总值|收入|营收|税|利润|贷|债|款|市值|规模|GDP|增加值|投入|出口|进口|成本|销售")
_MONEY_AFTER = re.compile(r"[级元]|[^，。；]{0,6}(?:企业|产业|集群|园区|项目|大关|俱乐部|龙头|强|投资|资金|级)")
_PEOPLE = re.compile(r"人|[在学师考]|剂|次|农|户|居|群|职|学|党|老|民|贫|妇|儿|受益|新增就业|[^，。；]{0,6}(?:人|生|户|民|群众|职工|劳动力)")
_SCORE_NEAR = re.compile(r"指标|中考|得分|评分|满意|分值|考核|考评|指数|平均|成绩|测评|高考|扣|总分|均分")
_POWER_NEAR = re.compile(r"电|能耗")
_AREA_NEAR = re.compile(r"建筑|改造|房|开工|面积|竣工|装配|厂房|楼|安置|拆|棚")
_MEDAL = re.compile(r"[\d一二两三四五六七八九十、,，。枚和 及（(]|牌")
_INDEX = re.compile(r"(?:指数|系数|倍差|死亡率|弹性|比值|效率)[^，。；、：（(\d]{0,8}$")
_INDEX_END = re.compile(r"左右|以[上内下]|[，。；、,;]|$")
_UNKNOWN = re.compile(r"[\u4e00-\u9fff](?=[，。；、,;])(?<![线厂井盐号万亿千百十])")
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_NAME_TAIL = re.compile(r"[^，。；、\n]{0,10}圈")

_BARE = frozenset(["百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "十亿", "万亿", "亿万", "百千", "千百"])


@dataclass(slots=True)
class Amount:
    """An amount as the scan finds it; offsets point into the scanned text."""

    start: int
    end: int
    kind: str
    value: Decimal | None
    unit: Unit | None
    unit_start: int
    rule: str
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] | None = None
    unit_text: str | None = None  # where it is not the text from unit_start to end
    inner: str | None = None  # 余 多 来 几 inside the number
    redacted: bool = False
    optional: bool = False
    list_end: int = -1  # end of the list's last member, for a number that shares its unit


class Scanner:
    """Finds the amounts and the rejected numerals of a text.

    Args:
        table: the units.
    """

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self.percent = table.by_surface["%"]
        self.permille = table.by_surface["‰"]
        self.times = table.by_surface["倍"]
        self.doubling = table.by_surface["番"]
        self.cny = table.by_surface["元"]
        self.points = table.by_surface["个百分点"]
        self.rank = Unit("rank", "rank", "rank", Fraction(1), "rank")
        self.bare = Unit(None, "count", "count", Fraction(1), None)
        self.proportion = Unit(None, "ratio", "ratio", Fraction(1), None)
        self.names: dict[str, tuple[list[int], dict[str, str]]] = {}
        for row in load("numeral_names"):
            for surface in values(row["surfaces"]):
                lengths, kinds = self.names.setdefault(surface[0], ([], {}))
                kinds[surface] = row["kind"]
                if len(surface) not in lengths:
                    lengths.append(len(surface))
        for lengths, _ in self.names.values():
            lengths.sort(reverse=True)

    def scan(self, text: str) -> tuple[list[Amount], list[Rejection]]:
        """All amounts of a text, and its rejected numerals.

        Args:
            text: folded text, gaps inside amounts taken out.

        Returns:
            Both in text order; no two overlap.
        """
        found: list[Amount] = []
        rejected: list[Rejection] = []
        position, search = 0, _START.search
        while match := search(text, position):
            result = self._at(text, match.start())
            if isinstance(result, Amount):
                while found and result.start < found[-1].end:  # a sign or 翻 cannot reach into the amount before
                    result.start = found[-1].end
                found.append(result)
                position = result.end
            else:
                if result[2]:
                    rejected.append(result)
                position = result[1]
            position = max(position, match.end())
        return found, rejected

    def _at(self, text: str, start: int) -> Amount | Rejection:
        """The amount or rejection that begins at a numeral."""
        head = text[start]
        if head in "Xx×*":
            return self._redacted(text, start)
        if head == "首":
            return self._first(text, start)
        if head == "翻":
            return Amount(start, start + 2, "ratio", Decimal(1), self.doubling, start + 1, "scan:doubling")
        if head == "半":
            return self._half(text, start)
        named = self._name(text, start)
        if named:
            return named
        denominator = text[start : start + 3]
        if denominator in ("百分之", "千分之", "万分之", "佰分之", "仟分之"):
            return self._per(text, start, start + 3, denominator[0])
        numeral = NUMERAL.match(text, start)
        end = numeral.end() if numeral else start
        if end == start:
            return start, start + 1, ""
        if text[start - 1 : start] == "第":
            return self._ordinal(text, start, end)
        run = text[start:end]
        if text.startswith("分之", end):
            return self._fraction(text, start, end, run)
        if run == "一" and text.startswith("半", end):
            if self._quoted(text, start, end + 1):
                return start, end + 1, "scan:quoted"
            return Amount(start, end + 1, "ratio", Decimal("0.5"), self.proportion, end + 1, "scan:half")
        if "0" <= run[0] <= "9":
            special = self._figures(text, start, end)
            if special:
                return special
        return self._number(text, start, end, run)

    def _name(self, text: str, start: int) -> Rejection | None:
        """A name, slogan, idiom or everyday word that begins here."""
        entry = self.names.get(text[start])
        if entry:
            for length in entry[0]:
                kind = entry[1].get(text[start : start + length])
                if kind:
                    return start, start + length, f"scan:name_{kind}"
        return None

    def _figures(self, text: str, start: int, end: int) -> Amount | Rejection | None:
        """What only Arabic numerals form: proportions, 1/4, names with letters, formulas."""
        before = text[start - 1 : start]
        after = text[end : end + 1]
        if before and before.isascii() and (before.isalpha() or before in "+&@#_./=" or (before in ".·" and text[start - 2 : start - 1].isdigit())):
            if before != "." or text[start - 2 : start - 1].isalnum():
                return start, end, "scan:name_letters"
        if before in "×·•" and (text[start - 2 : start - 1].isdigit() or before == "×"):
            return start, end, "scan:name_letters"
        if after in ":" and after:
            ratio = _PROPORTION.match(text, start)
            if ratio:
                return self._proportion(text, start, ratio.end())
        if after == "/":
            vulgar = _VULGAR.match(text, start)
            if vulgar and 0 < int(vulgar[1]) < int(vulgar[2]) and re.match(r"[^A-Za-z\d/]|$", text[vulgar.end() : vulgar.end() + 1]):
                value = to_decimal(Fraction(int(vulgar[1]), int(vulgar[2])))
                return Amount(start, vulgar.end(), "ratio", value, self.proportion, vulgar.end(), "scan:fraction")
        if after and after in "+×·•*" or (after == "." and text[end + 1 : end + 2].isdigit()):
            return start, end, "scan:formula"
        return None

    def _proportion(self, text: str, start: int, end: int) -> Amount | Rejection:
        surface = text[start:end]
        parts = [part.strip() for part in surface.split(":")]
        if not all(part[0].isdigit() for part in parts):
            return Amount(start, end, "ratio", None, self.proportion, end, "scan:proportion", redacted=True)
        if text[end : end + 1] == "万":
            return start, end + 1, "scan:map_scale"
        if len(parts) == 2 and len(parts[1]) == 2 and "." not in surface and int(parts[0]) < 25 and int(parts[1]) < 60:
            near = text[max(0, start - 20) : start]
            if "比" not in near and "结构" not in near:
                return start, end, "scan:time_of_day"
        numbers = tuple(Decimal(part) for part in parts)
        return Amount(start, end, "ratio", None, self.proportion, end, "scan:proportion", values=numbers)

    def _first(self, text: str, start: int) -> Amount | Rejection:
        context = text[max(0, start - 16) : start]
        after = text[start + 2 : start + 3]
        if _FIRST.search(context) and after != "度" and context[-1:] not in "在于放摆" and not re.search(r"[放摆置]在", context[-6:]):
            return Amount(start, start + 2, "rank", Decimal(1), self.rank, start + 1, "scan:rank_first")
        return start, start + 2, "scan:ordinal"

    def _half(self, text: str, start: int) -> Amount | Rejection:
        if text[start + 1] in "数數":
            return Amount(start, start + 2, "ratio", Decimal("0.5"), self.proportion, start + 2, "scan:half")
        if text.startswith("小时", start + 1) and text[start - 1 : start] not in tuple("上下前后大"):
            unit = self.table.by_surface["小时"]
            if _NAME_TAIL.match(text, start + 3) or self._quoted(text, start, start + 3):
                return start, start + 3, "scan:circle"
            return Amount(start, start + 3, "measure", Decimal("0.5"), unit, start + 1, "scan:half", optional=True)
        return start, start + 1, ""

    def _redacted(self, text: str, start: int) -> Amount | Rejection:
        """XX亿元, xx.x%, ***个: an amount whose number is blotted out."""
        match = _REDACTED.match(text, start)
        if match is None:
            return start, start + 1, ""
        before = text[start - 1 : start]
        if before and before.isascii() and before.isalnum():
            return start, match.end(), ""
        if text[match.end() : match.end() + 1] == ":":
            ratio = _PROPORTION.match(text, start)
            if ratio:
                return self._proportion(text, start, ratio.end())
        stop = match.end()
        link = _LINK.match(text, stop)
        if link:
            second = _REDACTED.match(text, link.end())
            stop = second.end() if second else stop
        inner = _INNER.match(text, stop)
        stop = _MAGNITUDE.match(text, inner.end() if inner else stop).end()  # type: ignore[union-attr]
        found = self.unit_at(text, stop)
        if found is None or found[0].no_unit or found[0].weak:
            return start, match.end(), "scan:redacted_name"
        unit, end = found
        kind, first = unit.kind, start
        if before == "第":
            first = start - 1
            kind, unit = "rank", self.rank
        mark = inner[0][0] if inner else None
        return Amount(first, end, kind, None, unit, stop, "scan:redacted", inner=mark, redacted=True, unit_text=_unit_text(text[stop:end]))

    def _ordinal(self, text: str, start: int, end: int) -> Amount | Rejection:
        """第N: a rank where something is ranked, else an ordinal."""
        value = number_value(text[start:end])
        context = text[max(0, start - 18) : start - 1]
        if value is not None and _RANKED.search(context) and not re.search(r"[放摆置]在?$", context):
            if text[end : end + 1] in ("位", "名") and text[end : end + 2] != "名录":
                return Amount(start - 1, end + 1, "rank", value, self.rank, end, "scan:rank")
            if _RANK_END.match(text, end):
                return Amount(start - 1, end, "rank", value, self.rank, end, "scan:rank_bare")
        return start - 1, end, "scan:ordinal"

    def _per(self, text: str, start: int, number: int, scale_of: str) -> Amount | Rejection:
        """百分之六, 千分之三点五, 百分之五到七."""
        numeral = NUMERAL.match(text, number)
        end = numeral.end() if numeral else number
        if end == number and text[number : number + 1] == "百":
            end += 1
        value = number_value(text[number:end]) if end > number else None
        unit = self.percent if scale_of in "百佰" else self.permille
        if value is None:
            match = _REDACTED.match(text, number)
            if match:
                return Amount(start, match.end(), "percent", None, unit, start, "scan:per", redacted=True, unit_text="%" if unit is self.percent else "‰")
            return start, number, "scan:malformed"
        if scale_of == "万":
            value = to_decimal(Fraction(value) / 10)
        begin = start
        if text[start - 1 : start] in ("负", "負", "-"):
            begin, value = start - 1, value.copy_negate()
        mark = "%" if unit is self.percent else "‰"
        link = _LINK.match(text, end)
        if link and not _CHANGE.search(text, max(0, start - 10), start):
            after = link.end() + (3 if text.startswith(text[start:number], link.end()) else 0)
            second = NUMERAL.match(text, after)
            high = number_value(second[0]) if second and second[0] else None
            if second and high is not None and high > value and not self._followed_by_unit(text, second.end()):
                return Amount(begin, second.end(), "percent", None, unit, start, "scan:per_range", low=value, high=high, unit_text=mark)
        return Amount(begin, end, "percent", value, unit, start, "scan:per", unit_text=mark)

    def _fraction(self, text: str, start: int, end: int, run: str) -> Amount | Rejection:
        numeral = NUMERAL.match(text, end + 2)
        stop = numeral.end() if numeral else end + 2
        above = number_value(text[end + 2 : stop]) if stop > end + 2 else None
        below = number_value(run)
        if above is None or not below or self._followed_by_unit(text, stop):
            return start, max(end + 2, stop), "scan:malformed"
        value = to_decimal(Fraction(above) / Fraction(below))
        return Amount(start, stop, "ratio", value, self.proportion, stop, "scan:fraction")

    def _followed_by_unit(self, text: str, position: int) -> bool:
        found = self.unit_at(text, position)
        return found is not None and not found[0].no_unit and not found[0].weak

    def unit_at(self, text: str, position: int) -> tuple[Unit, int] | None:
        """The unit at a position, with bracketed and per-unit parts, and its end."""
        found = self.table.match(text, position)
        if found is None:
            return None
        unit, end = found
        if unit.no_unit:
            return found
        last = text[end - 1]
        follow = text[end : end + 1]
        if last.isascii() and last.isalpha() and follow.isascii() and follow.isalnum():
            return None
        if follow == "(":
            inner = self.table.match(text, end + 1)
            if inner and not inner[0].no_unit and text[inner[1] : inner[1] + 1] == ")":
                return unit, inner[1] + 1
        elif follow == "/" or follow == "每":
            power = _MAGNITUDE.match(text, end + 1).end()  # type: ignore[union-attr]
            below = self.table.match(text, power)
            if below and (not below[0].no_unit or text[power : below[1]] in _PERIODS):
                lower = below[0] if not below[0].no_unit else _PERIODS[text[power]]
                stop = below[1]
                if text[stop : stop + 1] == "·":
                    more = self.table.match(text, stop + 1)
                    if more:
                        return compound(compound(unit, lower), more[0]), more[1]
                if follow == "/" or power == end + 1:
                    return compound(unit, lower, _power(text[end + 1 : power])), stop
        return unit, end

    def _number(self, text: str, start: int, end: int, run: str) -> Amount | Rejection:
        """A plain number: find 余/多, the range, the unit; then decide."""
        figures = "0" <= run[0] <= "9"
        value, low, high = number_value(run), None, None
        if not figures:
            span = _approximate(run)
            if span and (value is None or len(run) == 2):
                low, high = span
                value = None
        if value is None and low is None:
            return start, end, "scan:malformed"
        inner, stop = None, end
        match = _INNER.match(text, end)
        if match and run != "一" and (match[1] or text[end] in "余餘多" or self._followed_by_unit(text, match.end())):
            following = self.table.match(text, match.end())
            if match[1] or text[end] in "余餘" or (following and not following[0].no_unit) or run[-1] in "万亿":
                inner, stop = text[end], match.end()
                power = sum(MAGNITUDES[c] for c in match[1])
                if power:  # 一亿六千余万 is 1.6亿, not 一亿六千 times 万
                    whole = number_value(run + match[1]) if value is not None else None
                    value = whole if whole is not None else _scaled(value, power)
                    low, high = _scaled(low, power), _scaled(high, power)
        found = self.unit_at(text, stop)
        if found and low is None and text[found[1] : found[1] + 1] in "余多" and False:
            pass
        if value is not None and inner is None:
            ranged = self._range(text, start, stop, run, value, found)
            if ranged:
                return ranged
        if found is None or found[0].no_unit:
            return self._without_unit(text, start, stop, run, value, low, high, inner, found)
        return self._with_unit(text, start, stop, run, value, low, high, inner, *found)

    def _range(self, text: str, start: int, stop: int, run: str, value: Decimal, found: tuple[Unit, int] | None) -> Amount | Rejection | None:
        """5%—7%, 5至8家, 10万到15万元; or a span of dates."""
        link = _LINK.match(text, found[1] if found and not found[0].no_unit else stop)
        if link is None:
            return None
        numeral = NUMERAL.match(text, link.end())
        if numeral is None or not numeral[0]:
            return None
        end = numeral.end()
        second = number_value(numeral[0])
        inner = _INNER.match(text, end)
        if inner and inner[1] and second is not None:
            second, end = _scaled(second, sum(MAGNITUDES[c] for c in inner[1])), inner.end()
        last = self.unit_at(text, end)
        if second is None or last is None:
            return None
        unit, finish = last
        if unit.no_unit:
            return (start, finish, f"scan:{unit.kind}") if unit.kind == "date" and found is None else None
        if found and not found[0].no_unit and found[0] is not unit:
            return None
        if unit.weak and not ("0" <= run[0] <= "9"):
            return None
        if link[0].strip() in "到至" and _CHANGE.search(text, max(0, start - 10), start):
            return None
        magnitudes = numeral[0].lstrip("0123456789.,")
        if found is None and magnitudes and all(c in MAGNITUDES for c in magnitudes) and run[-1] not in MAGNITUDES:
            scaled = _scaled(value, sum(MAGNITUDES[c] for c in magnitudes))
            if scaled is not None and scaled < second:
                value = scaled
        surface = text[end:finish]
        if surface == "成":
            value, second = value * 10, second * 10
        if value >= second:
            return None
        quoted = self._quoted(text, start, finish)
        if quoted and unit.kind not in ("money", "percent", "percentage_point"):
            return start, finish, "scan:quoted"
        return Amount(start, finish, unit.kind, None, unit, end, "scan:range", low=value, high=second, unit_text=_unit_text(surface))

    def _without_unit(
        self, text: str, start: int, stop: int, run: str, value: Decimal | None, low: Decimal | None,
        high: Decimal | None, inner: str | None, found: tuple[Unit, int] | None,
    ) -> Amount | Rejection:  # fmt: skip
        """A number that no unit follows: counted people, money without 元, a member of a list, or nothing."""
        noun = found is not None and found[0].kind == "noun"
        if found is not None and not noun:
            return start, found[1] if found[0].kind == "date" else stop, f"scan:{found[0].kind}"
        figures = "0" <= run[0] <= "9"
        last = text[stop - 1]
        great = last in "万亿" and (figures or len(run) > 1 and run not in _BARE) or (inner in ("余", "餘", "多") and last in "万亿余餘多" and (figures or len(run) > 1))
        before = text[max(0, start - 14) : start]
        after = text[stop : stop + 10]
        if self._quoted(text, start, stop):
            return start, stop, "scan:quoted"
        if last in "亿万" and (great or run in _BARE):
            money = run[-1] == "亿" or last == "亿"
            if run in _BARE:
                if not (money or run == "千万") or not (_MONEY_AFTER.match(after) or re.search(r"[超破过]$", before)):
                    return start, stop, "scan:bare_magnitude"
                return Amount(start, stop, "money", value, self.cny, stop, "scan:money_without_yuan", unit_text="元", optional=True, inner=inner)
            if not noun and not _PEOPLE.match(after) and (_MONEY_NEAR.search(before) if money else _MONEY_NEAR.search(before[-6:])) or (money and _MONEY_AFTER.match(after)):
                optional = bool(_MONEY_AFTER.match(after)) or after[:1] == "、"
                return Amount(start, stop, "money", value, self.cny, stop, "scan:money_without_yuan", low=low, high=high, unit_text="元", inner=inner, optional=optional)
        if great:
            return Amount(start, stop, "count", value, self.bare, stop, "scan:count_without_unit", low=low, high=high, unit_text="", inner=inner)
        if figures and not noun:
            shared = self._shared(text, start, stop, run)
            if shared is not None and value is not None:
                unit, surface, end = shared
                return Amount(start, stop, unit.kind, value, unit, stop, "scan:list_shared_unit", unit_text=surface, list_end=end, inner=inner)
        if figures and not noun and value is not None:
            if _INDEX.search(text, max(0, start - 18), start) and _INDEX_END.match(text, stop):
                return Amount(start, stop, "count", value, self.bare, stop, "scan:index", unit_text="")
            unknown = _UNKNOWN.match(text, stop)
            if unknown and not _YEARLIKE.fullmatch(run) and text[start - 1 : start] not in ("第", "[", "(", "［"):
                unit = Unit(None, "count", "count", Fraction(1), None)
                return Amount(start, unknown.end(), "count", value, unit, stop, "scan:unknown_classifier")
        return start, stop, "scan:noun" if noun else "scan:no_unit"

    def _shared(self, text: str, start: int, stop: int, run: str) -> tuple[Unit, str, int] | None:
        """The unit of the list that a bare number is a member of: 提高19.73和15.14个百分点."""
        position = stop
        if text[start - 1 : start] in ("", "\n", " ", "(", "[", "。", ";", "；", "第"):
            return None
        for _ in range(6):
            link = re.compile(r"[、,，和与及]").match(text, position)
            if link is None:
                return None
            numeral = NUMERAL.match(text, link.end())
            if numeral is None or not numeral[0] or not numeral[0][0].isdigit():
                return None
            found = self.unit_at(text, numeral.end())
            if found:
                if found[0].no_unit or found[0].weak:
                    return None
                surface = text[numeral.end() : found[1]]
                decimal = "." in run or found[0].kind in ("percent", "percentage_point")
                if not decimal and link[0] in ",，":
                    return None
                return found[0], _unit_text(surface) or surface, found[1]
            position = numeral.end()
        return None

    def _quoted(self, text: str, start: int, end: int) -> bool:
        """Whether the span stands inside a short quotation or a title: a name, not an amount."""
        low = max(0, start - 16)
        opened = max(text.rfind("“", low, start), text.rfind("‘", low, start))
        if opened >= 0 and max(text.rfind("”", opened, start), text.rfind("’", opened, start)) < 0:
            closed = text.find("”", end, opened + 20)
            return closed >= 0
        opened = text.rfind("《", max(0, start - 40), start)
        return opened >= 0 and text.rfind("》", opened, start) < 0

    def _with_unit(
        self, text: str, start: int, stop: int, run: str, value: Decimal | None, low: Decimal | None,
        high: Decimal | None, inner: str | None, unit: Unit, end: int,
    ) -> Amount | Rejection:  # fmt: skip
        """A number with a unit: an amount, unless the context makes it a word or a name."""
        figures = "0" <= run[0] <= "9"
        surface = text[stop:end]
        before = text[start - 1 : start]
        kind = unit.kind
        if before == "每":
            return start, end, "scan:denominator"
        if before in ("数", "几", "數", "幾") and run[0] in MAGNITUDES:
            return start, end, "scan:vague"
        if not figures:
            rule = self._word(text, start, stop, end, run, inner, unit, low is not None)
            if rule:
                return start, end, rule
        if surface in _CONTEXT and not self._fits(text, start, end, run, surface):
            return start, stop, "scan:word"
        bare = run in _BARE and inner is None
        if bare and before in (" ", "\t", "_", "　") and text[start - 2 : start - 1] != "\n":
            return start, end, "scan:blank"
        if self._quoted(text, start, end) and (bare or not figures or kind not in ("money", "percent", "percentage_point")):
            return start, end, "scan:quoted"
        if unit.dimension == "time" and _NAME_TAIL.match(text, end):
            return start, end, "scan:circle"
        unit_text = None
        begin, optional = start, bare
        if surface == "成":
            value, low, high = (None if v is None else v * 10 for v in (value, low, high))
            tail = text[end : end + 1]
            if value is not None and tail in "一二三四五六七八九半" and tail and not self._followed_by_unit(text, end + 1):
                value += 5 if tail == "半" else DIGITS[tail]
                end += 1
        elif surface == "番":
            if text[start - 1 : start] == "翻":
                begin = start - 1
            elif text[start - 2 : start] == "翻了":
                begin = start - 2
            else:
                return start, end, "scan:word"
        elif unit.id == "CNY" and surface == "元" and value is not None:
            value, end = self._minor(text, end, value)
            unit_text = "元"
        elif unit.id == "hour" and value is not None:
            minutes = re.compile(r"(\d{1,2})分钟").match(text, end)
            if minutes:
                value, end, unit_text = to_decimal(Fraction(value) + Fraction(int(minutes[1]), 60)), minutes.end(), surface
        elif surface in ("位", "名"):
            context = text[max(0, start - 14) : start]
            if _TOP.search(context):
                kind, unit, optional = "rank", self.rank, True
            elif surface == "位" and re.search(r"(?:排名|位次|位居|排位|升至|升到|跃升|升[至到]|列)[^，。；]{0,6}$|排$", context) and not re.search(r"万|百", run):
                kind, unit = "rank", self.rank
            elif surface == "位" and re.search(r"(?:前进|上升|提升|后退|下降|进位|跃升|提高|前移|下滑)$", context):
                kind, unit, optional = "rank", self.rank, True
        elif unit.id == "position":
            kind, optional = "rank", True
        elif _TOP.search(text[max(0, start - 1) : start]) and kind in ("measure", "count") and unit.dimension in ("time", "count"):
            return start, end, "scan:date" if unit.dimension == "time" else "scan:ordinal"
        if kind == "percentage_point" and surface[0] in "百千":
            unit_text = "个" + surface
        sign = _SIGN_BEFORE.search(text, max(0, start - 2), start)
        if sign and value is not None and figures and not (sign[0] != "-" and kind == "money") and kind in ("percent", "percentage_point", "measure", "money"):
            begin, value = start - 1, value.copy_negate()
        return Amount(
            begin, end, kind, value, unit, stop, "scan:unit", low=low, high=high,
            unit_text=unit_text or _unit_text(surface), inner=inner, optional=optional or self._optional(text, start, end, unit),
        )  # fmt: skip

    def _word(self, text: str, start: int, stop: int, end: int, run: str, inner: str | None, unit: Unit, approximate: bool) -> str | None:
        """Why Chinese figures before a unit are a word and no amount; None if they are one."""
        if approximate or inner:
            return "scan:weak_unit" if unit.weak or run == "一二" else None
        if unit.kind == "count" and text.startswith("“", end) and len(run) == 1:
            return "scan:slogan"
        before = text[start - 1 : start]
        if run in _BARE:
            if before in ("上", "成", "数", "几") and before:
                return "scan:vague"
            if before in ("(", ":") and text[end : end + 1] in ("", ")", "\n"):
                return "scan:unit_label"
            if unit.kind == "money":
                if re.match("GDP|地区生产|生产总值|国内|工业增加|产值|增加值", text[end : end + 4]):
                    return "scan:denominator"
                return None if run != "万" or re.match("以上|级|以下|[^，。]{0,4}(?:项目|企业)", text[end : end + 6]) or before in "超过破近上" else "scan:bare_magnitude"
            if unit.weak or before not in tuple("超破近逾过约") or before == "":
                if not unit.weak and re.match("以上|左右", text[end : end + 2]):
                    return None
                return "scan:bare_magnitude"
            return None
        if before in ("届", "会", "委", "十") and before and text[stop:end] == "次":
            return "scan:session"
        if text[stop:end] == "次" and re.match(r"、?[一二三四五六七八九十]{1,3}次|全|会", text[end : end + 4]):
            return "scan:session"
        if len(run) == 1:
            if run in "零〇○壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟":
                return "scan:word"
            if run == "一" and unit.kind not in ("ratio", "percentage_point") and text[stop:end] not in ("成", "亩", "吨", "公里"):
                return "scan:one"
            if run == "二" and unit.kind == "count":
                return "scan:ordinal"  # amounts take 两: 二轮, 二次, 二类 are ordinals
            if run == "一" and before in "最进统唯之后不万逐" and before:
                return "scan:one"
        if unit.weak:
            return "scan:weak_unit"
        return None

    def _fits(self, text: str, start: int, end: int, run: str, surface: str) -> bool:
        """Whether a unit that is also an everyday word is meant as a unit here."""
        near = text[max(0, start - 16) : start]
        great = run[-1] in "万亿"
        if surface == "分":
            return "." in run or _SCORE_NEAR.search(near) is not None
        if surface == "度":
            return great or _POWER_NEAR.search(near[-8:] + text[end : end + 4]) is not None
        if surface in ("方", "升", "角", "里"):
            return great or surface == "里" and text[end : end + 1] in "，。、"
        if surface in ("金", "银", "铜"):
            return near[-1:] in tuple("金银") or re.match(r"[、 ]?\d{1,3}[银铜]", text[end : end + 5]) is not None or re.search(r"[获夺得揽取摘斩]|共|总", near[-8:]) is not None and _MEDAL.match(text, end) is not None
        if surface == "两":
            return text[end : end + 1] in "，。、黄白"
        if surface == "路":
            return (len(run) > 2 or great) and text[end : end + 2] != "公交" or "视频" in near or "监控" in near
        if surface == "毛":
            return text[end : end + 1] in "，。、；"
        if surface == "集":
            return text[end : end + 1] != "中"
        return True

    def _minor(self, text: str, end: int, value: Decimal) -> tuple[Decimal, int]:
        """3元5角, 18元5角6分."""
        match = re.compile(r"([\d一二三四五六七八九])角(?:([\d一二三四五六七八九])分)?").match(text, end)
        if match is None:
            return value, end
        cents = 10 * int(DIGITS.get(match[1], match[1])) + int(DIGITS.get(match[2], match[2]) if match[2] else 0)
        return to_decimal(Fraction(value) + Fraction(cents, 100)), match.end()

    def _optional(self, text: str, start: int, end: int, unit: Unit) -> bool:
        """Thresholds that select things, classes of size, ages: an amount that needs no metric."""
        if unit.kind == "money":
            return re.match(r"(?:及?以上|级|以下)(?:的)?[^，。；、]{0,8}(?:项目|企业|产业|集群|投资|园区|平台|开发区)|级", text[end : end + 16]) is not None
        return unit.dimension in ("voltage", "age") or text.startswith("级", end)


_CONTEXT = frozenset(["路", "毛", "分", "度", "方", "升", "角", "里", "金", "银", "铜", "两", "集"])
_PERIODS = {
    "年": Unit("year", "measure", "time", Fraction(31557600), "second"),
    "月": Unit("month", "measure", "time", Fraction(2629800), "second"),
    "日": Unit("day", "measure", "time", Fraction(86400), "second"),
    "周": Unit("week", "measure", "time", Fraction(604800), "second"),
    "时": Unit("hour", "measure", "time", Fraction(3600), "second"),
    "季": Unit("quarter", "measure", "time", Fraction(7889400), "second"),
}


def _power(magnitudes: str) -> int:
    return sum(MAGNITUDES[c] for c in magnitudes)


def _unit_text(surface: str) -> str | None:
    """The recorded unit where it differs from what is written."""
    return "%" if surface == "成" else None


def _scaled(value: Decimal | None, power: int) -> Decimal | None:
    return None if value is None else scale(format(value, "f"), power)


_PAIR = re.compile(r"([一二两三四五六七八])([二三四五六七八九])(?=[十百千万亿]|$)")


def _approximate(run: str) -> tuple[Decimal, Decimal] | None:
    """The ends of 三四百, 五六十, 一百二三十, 三五: neighbouring digits mean one or the other."""
    match = _PAIR.search(run)
    if match is None or len(run) > 12:
        return None
    first, second = match.groups()
    if DIGITS[second] - DIGITS[first] != 1 and first + second not in ("三五", "二四"):
        return None
    low = number_value(run[: match.start()] + first + run[match.end() :])
    high = number_value(run[: match.start()] + second + run[match.end() :])
    if low is None or high is None or low >= high:
        return None
    return low, high
