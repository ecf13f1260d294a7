"""One scan over the text: every numeral becomes an amount or a rejected numeral.

An amount is numeral × magnitude × 余/多/来/几 × unit.  `Scanner` walks from numeral to numeral and asks in this order:
is it a name, a share or proportion, an ordinal, a range, a number with a unit, a number without one.  The pieces are
read by `amounts`, `numerals`, `units`, `ratios` and `ranks`; `names` and `rejection` say what is no amount.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.amounts import BARE, BARE_UNIT, Amount, Numeral, Rejection, read_numeral, scaled
from govreport_ie.extraction.quantities.names import NameTable, in_quotes
from govreport_ie.extraction.quantities.numerals import DIGITS, MAGNITUDES, scale
from govreport_ie.extraction.quantities.ranks import RANK, first_place, ordinal, place
from govreport_ie.extraction.quantities.ratios import CHANGE, LINK, LINK_BEGINS, REDACTED, Ratios
from govreport_ie.extraction.quantities.rejection import CIRCLE, chinese_word, fits_context, letters_or_formula, vague
from govreport_ie.extraction.quantities.unitless import Unitless
from govreport_ie.extraction.quantities.units import Unit, UnitTable, to_decimal
from govreport_ie.extraction.text import FIGURE_YEAR

__all__ = ["Scanner"]

_CHINESE = "零〇○一二三四五六七八九两壹贰貳叁叄肆伍陆陸柒捌玖十拾百佰千仟万亿廿卅"
# one set of first characters in front, so that the regex engine can skip all others quickly
_START = re.compile(
    rf"[0-9{_CHINESE}×*¥￥$€£翻首半hwXx](?:(?<=[0-9{_CHINESE}×*¥￥$€£])|(?<=翻)番|(?<=首)位|(?<=半)[数數小成]"
    r"|(?<=h)ttps?://|(?<=w)ww\.|(?<=[Xx])(?=[Xx0.×多余十百千万亿%‰个家户人套公亩吨元成位项件条座所处场名平倍]))"
)
_URL = lazy_pattern(r"(?:https?://|www\.)[!-'*+\--:<-~]{1,2000}")  # a folded full-width comma ends it
_MAGNITUDES = lazy_pattern(r"(?:[十百万亿]|千(?![瓦伏米克帕卡焦升])){0,3}")
_INSERTED = lazy_pattern(r"[余多]?")
_NEGATIVE = lazy_pattern(r"(?<![0-9%‰A-Za-z元万亿年月日号第)])-$|(?<![减重背担税欠])[负負]$")
_MINUS = frozenset("-负負\n")
_THRESHOLD = lazy_pattern(
    r"(?:及?以上|级|以下)的?[^,。;、]{0,8}(?:项目|企业|产业|集群|投资|园区|平台|开发区)|级"
)  # fmt: skip
_SMALLER_UNIT = lazy_pattern(r"零?([0-9]{1,2}|[一二两三四五六七八九壹贰貳叁肆伍陆柒捌玖])(角|毛|分钟|分|秒|两)")
_SIGNS = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_NO_FIGURE = frozenset("Xx×*hw首翻半").union(_SIGNS)
_PARTS = frozenset("百千万佰仟")
"""What 百分之, 千分之 begin with."""
_SMALLER = {"元": "角毛分", "角": "分", "毛": "分", "小时": ("分钟", "分"), "分钟": "秒", "斤": "两"}
_SMALLER_FACTOR = {
    ("元", "角"): Fraction(1, 10), ("元", "毛"): Fraction(1, 10), ("元", "分"): Fraction(1, 100),
    ("角", "分"): Fraction(1, 10), ("毛", "分"): Fraction(1, 10), ("小时", "分钟"): Fraction(1, 60),
    ("小时", "分"): Fraction(1, 60), ("小时", "秒"): Fraction(1, 3600), ("分钟", "秒"): Fraction(1, 60),
    ("斤", "两"): Fraction(1, 10),
}  # fmt: skip
_REACHES = lazy_pattern(r"(?:率|达|达到|为|是|实现|至|到)$")
_TIMES = frozenset("×*xX")
_SIDE = lazy_pattern(r"[0-9](?:[米里丈寸尺]|[a-z]{1,2}|[公厘毫分]米|公里)$")
_ABBREVIATION = lazy_pattern(r"(?<![A-Za-z0-9\-./&_])(?:[A-Z]{2,6}|A[Pp][Pp]|app)$")
_NUMBERED = frozenset(
    (
        "PM",
        "CO",
        "ISO",
        "GB",
        "GBT",
        "HACCP",
        "DF",
        "CBD",
        "TOP",
        "NO",
        "SO",
        "VOC",
        "COD",
        "IP",
        "IPV",
        "AG",
        "AJ",
        "CRH",
        "QC",
    )
)
"""Abbreviations whose numbers are part of a name: PM2.5, ISO9001."""
_BEFORE_PLUS = lazy_pattern(r"[0-9A-Za-z%+”]")
_ENGLISH = re.compile(
    r" ?(thousand|million|billion|trillion|bn|mn)\b(?: ?((?:Chinese )?(?:yuan|renminbi)|RMB|CNY|US dollars?|U\.S\. dollars?|dollars?|USD|euros?|HK dollars?|pounds?|yen"
    r"|tons?|tonnes?|mu|hectares?|kilowatts?|kilomet(?:er|re)s?|square met(?:er|re)s?)\b)?",
    re.IGNORECASE,
)
_ENGLISH_BEFORE = lazy_pattern(r"\b(RMB|CNY|USD|HKD|EUR) ?$")
_ENGLISH_POWERS = {"thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_ENGLISH_UNITS = {
    "yuan": "元", "chinese yuan": "元", "renminbi": "元", "chinese renminbi": "元", "rmb": "元", "cny": "元", "us dollar": "美元", "u.s. dollar": "美元",
    "dollar": "美元", "usd": "美元", "euro": "欧元", "eur": "欧元", "hk dollar": "港元", "hkd": "港元", "pound": "英镑", "yen": "日元", "ton": "吨", "tonne": "吨",
    "mu": "亩", "hectare": "公顷", "kilowatt": "千瓦", "kilometer": "公里", "kilometre": "公里", "square meter": "平方米",
    "square metre": "平方米",
}  # fmt: skip
_SMALL_MONEY = frozenset(("分钱", "毛钱"))
_BLOCK_PRICE = lazy_pattern(r"([0-9]|[一二三四五六七八九])(?:毛|角)?(?![0-9.]|[万亿千百十个项条座])")
_PER_VOLUME = ("每立方米", "每立方", "每标准立方米")
_PRICE = lazy_pattern(r"[价费钱卖收补贴付]|每[吨度斤公方千]")
_RELEASE = lazy_pattern(r"[1-9]\.0项目")
_VOLUME = lazy_pattern(rf"{FIGURE_YEAR}卷")
_VERSIONED = frozenset("项卷")
_NOT_ALWAYS = _VERSIONED.union("人篇点°")
"""Units that `_of_surface` knows of."""
_JOINTS = frozenset("分又比半")
_PARTS_OF_FORMULAS = frozenset("×·•")
"""Signs beyond ASCII that make figures part of a formula or a name."""
_VAGUE = frozenset("数几數幾")
_BLANKS = frozenset(" \t_")
_READ_ON = frozenset(("成", "块", "番", "位", "名", "百分点", "千分点")).union(_SMALL_MONEY, _SMALLER)
"""Units that say more than their row in the table."""
_PRODUCT = lazy_pattern(r"×[0-9.]{1,12}")  # 2×66万千瓦
_HALF_MORE = lazy_pattern(r"半(?![数數小年导径岛])")


class _OtherEnd(NamedTuple):
    """The upper end of a range.

    Attributes:
        link: what joins it to the lower one.
        numeral: its number, with a value.
        unit: its unit.
        finish: where the unit ends.
    """

    link: str
    numeral: Numeral
    unit: Unit
    finish: int


class Scanner:
    """Finds the amounts and the rejected numerals of a text.

    Args:
        table: the units.
    """

    def __init__(self, table: UnitTable) -> None:
        self.table = table
        self.names = NameTable()
        self.ratios = Ratios(table)
        self.percent = table.by_surface["%"]
        self.unitless = Unitless(table)
        self.points = table.by_surface["个百分点"]
        self.yuan = table.by_surface["元"]

    def scan(self, text: str) -> tuple[list[Amount], list[Rejection]]:
        """All amounts of a text, and its rejected numerals.

        Args:
            text: folded text, gaps inside amounts taken out.

        Returns:
            Both in text order; no two amounts overlap.
        """
        found: list[Amount] = []
        rejected: list[Rejection] = []
        position, search = 0, _START.search
        while match := search(text, position):
            start, position = match.span()
            result = self._at(text, start)
            if isinstance(result, Amount):
                if found and result.start < found[-1].end:  # a sign or 翻 cannot reach into the amount before
                    result.start = found[-1].end
                found.append(result)
                end = result.end
            else:
                if result[2]:
                    rejected.append(result)
                end = result[1]
            if end > position:
                position = end
        return found, rejected

    def _at(self, text: str, start: int) -> Amount | Rejection:
        """What begins at the offset of a numeral."""
        head = text[start]
        if head in _NO_FIGURE:
            return self._sign_or_word(text, start, head)
        name = self.names.match(text, start)
        share = self.ratios.per(text, start) if head in _PARTS else None
        if share and (name is None or _reaches_all(text, start)):
            return share
        if name:
            return start, name[0], f"names:{name[1]}"
        if text[start - 1 : start] == "第":
            return ordinal(text, start)
        numeral = read_numeral(text, start, self.table)
        if numeral is None:
            return start, start + 1, ""
        end = start + len(numeral.run)
        follow = text[end : end + 1]
        special = self._joined(text, numeral, end) if follow in _JOINTS else None
        if special is None and numeral.in_figures and not _stands_alone(text, start, follow, numeral.stop == end):
            special = self._figures(text, numeral, end)
        if special:
            return special
        return self._number(text, numeral)

    def _sign_or_word(self, text: str, start: int, head: str) -> Amount | Rejection:
        """What begins with no figure: a sign, a number that is blotted out, an address, 首位, 翻番, 半."""
        if head in "Xx×*":
            return self._redacted(text, start)
        if head in "hw":
            url = _URL.match(text, start)
            return start, url.end() if url else start + 1, "rejection:url"
        if head == "首":
            return first_place(text, start)
        if head == "翻":
            return self.ratios.bare_doubling(text, start)
        if head == "半":
            return self.ratios.half(text, start)
        return self._signed_money(text, start)

    def _joined(self, text: str, numeral: Numeral, end: int) -> Amount | Rejection | None:
        """What one of `_JOINTS` joins to the figures: 三分之二, 三又二分之一, 2.1比1, 一半; ``end`` is where it stands."""
        joint = text[end]
        if joint == "分" and text.startswith("分之", end):
            return self.ratios.fraction(text, numeral.start, end)
        if joint == "又" and numeral.value is not None:
            return self.ratios.mixed(text, numeral, end)
        if joint == "比" and numeral.in_figures:
            return self.ratios.compared(text, numeral, end)
        if joint == "半" and numeral.run == "一":
            return self.ratios.half(text, numeral.start)
        return None

    def _figures(self, text: str, numeral: Numeral, end: int) -> Amount | Rejection | None:
        """What only Arabic numerals form: proportions, 1/4, names with letters, formulas."""
        start = numeral.start
        follow = text[end : end + 1]
        if follow == ":" or (follow == " " and text.startswith(" :", end)):
            proportion = self.ratios.proportion(text, start)
            if proportion:
                return proportion
        elif follow == "/":
            vulgar = self.ratios.vulgar(text, start)
            if vulgar:
                return vulgar
        english = self._english(text, numeral)
        if english:
            return english
        product = self._product(text, numeral, end)
        if product:
            return product
        rule = letters_or_formula(text, start, end)
        if rule is None or (rule == "rejection:letters" and self._glued(text, numeral)):
            return None
        formula = _PRODUCT.match(text, end) if follow == "×" else None
        return start, formula.end() if formula else end, rule

    def _english(self, text: str, numeral: Numeral, unit: Unit | None = None) -> Amount | None:
        """An amount with an English magnitude: $8.4 billion, 300 million yuan, 12 million people; None without one."""
        match = _ENGLISH.match(text, numeral.stop) if text[numeral.stop : numeral.stop + 1].isascii() else None
        if match is None or numeral.value is None:
            return None
        before = _ENGLISH_BEFORE.search(text, max(0, numeral.start - 8), numeral.start)
        named = (match[2] or (before[1] if before else "")).strip().lower().removesuffix("s")
        unit = unit or self.table.by_surface.get(_ENGLISH_UNITS.get(named, ""))
        begin = before.start() if before else numeral.start
        value = scaled(numeral.value, _ENGLISH_POWERS[match[1].lower()])
        end = match.end() if match[2] else match.end(1)
        if unit is None:
            return Amount(numeral.start, end, "count", value, BARE_UNIT, end, "scan:english_magnitude", unit_text="")
        surface = next(s for s, u in self.table.by_surface.items() if u is unit)
        return Amount(begin, end, unit.kind, value, unit, end, "scan:english_magnitude", unit_text=surface)

    def _glued(self, text: str, numeral: Numeral) -> bool:
        """Whether figures only touch what stands before them: an abbreviation (GDP286亿元), a plus sign (+6.1%)."""
        start = numeral.start
        found = self.table.read(text, numeral.stop)
        if found is None or found[0].no_unit or found[0].weak:
            return False
        if text[start - 1] == "+":
            return found[0].kind in ("percent", "percentage_point") and not _BEFORE_PLUS.match(
                text[start - 2 : start - 1]
            )
        letters = _ABBREVIATION.search(text, max(0, start - 8), start)
        return letters is not None and letters[0] not in _NUMBERED

    def _product(self, text: str, numeral: Numeral, end: int) -> Amount | None:
        """Several of one size: 2×66万千瓦; the value is that of one."""
        if (
            text[end : end + 1] not in _TIMES
            or not numeral.run.isdigit()
            or len(numeral.run) > 2
            or text[numeral.start - 1 : numeral.start] in _TIMES
        ):
            return None
        one = read_numeral(text, end + 1, self.table)
        found = self.table.read(text, one.stop) if one and one.in_figures and one.value is not None else None
        if one is None or found is None or found[0].kind != "measure" or found[0].dimension == "time":
            return None
        amount = self._amount(text, one, *found)
        amount.start, amount.multiplier, amount.rule = numeral.start, numeral.value, "scan:product"
        return amount

    def _signed_money(self, text: str, start: int) -> Amount | Rejection:
        """A sum behind the sign of its currency: ¥13.5, $1.4亿."""
        numeral = read_numeral(text, start + 1, self.table)
        if numeral is None or numeral.value is None or not numeral.in_figures:
            return start, start + 1, ""
        unit_text = _SIGNS[text[start]]
        unit = self.table.by_surface[unit_text]
        english = self._english(text, numeral, unit)
        if english:
            english.start = start
            return english
        return Amount(
            start, numeral.stop, "money", numeral.value, unit, start, "scan:currency_sign",
            unit_text=unit_text, inner=numeral.inner,
        )  # fmt: skip

    def _redacted(self, text: str, start: int) -> Amount | Rejection:
        """XX亿元, xx.x%, ***个: an amount whose number is blotted out."""
        match = REDACTED.match(text, start)
        if match is None or (text[start + 1 : start + 2].isdigit() and _SIDE.search(text, max(0, start - 8), start)):
            return start, start + 1, ""  # 120米×60米
        before = text[start - 1 : start]
        stop = match.end()
        if before and before.isascii() and before.isalnum():
            return start, stop, ""
        if text.startswith(":", stop):
            proportion = self.ratios.proportion(text, start)
            if proportion:
                return proportion
        stop, inner = _redacted_end(text, stop)
        found = self.table.read(text, stop)
        if found is None or found[0].no_unit or found[0].weak:
            return start, match.end(), "scan:redacted_name"
        unit, end = found
        kind = unit.kind
        if before == "第":
            start, kind, unit = start - 1, "rank", RANK
        return Amount(
            start, end, kind, None, unit, stop, "scan:redacted",
            inner=inner, redacted=True, unit_text=_unit_text(text[stop:end]),
        )  # fmt: skip

    def _number(self, text: str, numeral: Numeral) -> Amount | Rejection:
        """A plain number: a range, a number with a unit, or one without."""
        if numeral.value is None and numeral.low is None:
            return numeral.start, numeral.start + len(numeral.run), "scan:malformed"
        found = self.table.read(text, numeral.stop)
        if found is None and text[numeral.stop : numeral.stop + 1] == "(" and numeral.value is not None:
            bracketed = self._unit_in_brackets(text, numeral)
            if bracketed:
                return bracketed
        if found and text[numeral.stop : found[1]] == "两" and self.table.begins_unit(text, found[1]):
            found = None  # 400亿|两个台阶
        if numeral.value is not None and numeral.inner is None:
            ranged = self._range(text, numeral, found)
            if ranged:
                return ranged
        if found is None or found[0].no_unit:
            return self.unitless.read(text, numeral, found)
        return self._with_unit(text, numeral, *found)

    def _unit_in_brackets(self, text: str, numeral: Numeral) -> Amount | None:
        """12.5亿(美元)."""
        found = self.table.match(text, numeral.stop + 1)
        if (
            found is None
            or found[0].no_unit
            or found[0].kind not in ("money", "measure")
            or text[found[1] : found[1] + 1] != ")"
        ):
            return None
        unit, end = found
        return Amount(
            numeral.start, end + 1, unit.kind, numeral.value, unit, end, "scan:unit_in_brackets",
            inner=numeral.inner, unit_text=text[numeral.stop + 1 : end],
        )  # fmt: skip

    def _range(self, text: str, numeral: Numeral, found: tuple[Unit, int] | None) -> Amount | Rejection | None:
        """5%—7%, 5至8家, 10万到15万元; or a span of dates."""
        written = found if found and not found[0].no_unit else None
        stop = written[1] if written else numeral.stop
        if text[stop : stop + 1] not in LINK_BEGINS:  # as nearly always
            return None
        other = self._other_end(text, stop)
        if other is None:
            return None
        unit, finish = other.unit, other.finish
        if unit.no_unit:
            dates = unit.kind == "date" and found is None
            return (numeral.start, finish, f"unitless:{unit.kind}") if dates else None
        if (written and written[0] is not unit) or (unit.weak and not numeral.in_figures):
            return None
        if other.link in "到至" and CHANGE.search(text, max(0, numeral.start - 10), numeral.start):
            return None
        return self._between(text, numeral, other, shared=written is None)

    def _other_end(self, text: str, stop: int) -> _OtherEnd | None:
        """What a range goes on with behind its first number."""
        link = LINK.match(text, stop)
        second = read_numeral(text, link.end(), self.table) if link else None
        last = self.table.read(text, second.stop) if second and second.value is not None else None
        return None if link is None or second is None or last is None else _OtherEnd(link[0].strip(), second, *last)

    @staticmethod
    def _between(text: str, numeral: Numeral, other: _OtherEnd, *, shared: bool) -> Amount | Rejection | None:
        """The amount between two numbers.

        Args:
            text: the scanned text.
            numeral: the first number, with a value.
            other: the other end.
            shared: whether the first number stands without a unit.
        """
        second, unit, finish = other.numeral, other.unit, other.finish
        low, high = numeral.value, second.value
        assert low is not None
        assert high is not None
        if shared:
            low = _shared_magnitude(low, numeral.run, text[second.start : second.stop], high)
        surface = text[second.stop : finish]
        if surface == "成":
            low, high = scale(format(low, "f"), 1), scale(format(high, "f"), 1)
        if low >= high:
            return None
        rule = _rejected_range(text, numeral.start, finish, unit)
        if rule:
            return numeral.start, finish, rule
        return Amount(
            numeral.start, finish, unit.kind, None, unit, second.stop, "scan:range",
            low=low, high=high, inner=second.inner, unit_text=_unit_text(surface),
        )  # fmt: skip

    def _with_unit(self, text: str, numeral: Numeral, unit: Unit, end: int) -> Amount | Rejection:
        """A number with a unit: an amount, unless the context makes it a word or a name."""
        bare = numeral.run in BARE and numeral.inner is None
        rule = self._rejected(text, numeral, unit, text[numeral.stop : end], end, bare)
        if rule:
            return numeral.start, numeral.stop if rule == "rejection:other_word" else end, rule
        amount = self._amount(text, numeral, unit, end)
        threshold = unit.kind == "money" and _THRESHOLD.match(text, end)
        if bare or threshold or unit.dimension in ("voltage", "age") or text.startswith("级", end):
            amount.optional = True
        return amount

    def _amount(self, text: str, numeral: Numeral, unit: Unit, end: int) -> Amount:
        """The amount of a number and its unit."""
        start = numeral.start
        surface = text[numeral.stop : end]
        amount = Amount(
            start, end, unit.kind, numeral.value, unit, numeral.stop, "scan:unit", low=numeral.low,
            high=numeral.high, inner=numeral.inner,
        )  # fmt: skip
        if surface in _READ_ON:
            self._read_on(text, numeral, amount, surface)
        elif unit.dimension == "mass" and text.endswith(_PER_VOLUME, 0, start):
            # 每立方米29微克: the unit is one of concentration, though only the mass is written behind the number
            found = self.table.read(f"{surface}/立方米", 0)
            amount.unit, amount.unit_text = found[0] if found else unit, surface
        elif unit.id == "position":
            amount.kind, amount.optional = "rank", True
        if not numeral.in_figures and text.startswith("半", amount.end) and (unit.kind == "measure" or surface == "倍"):
            self._and_a_half(text, amount)
        if numeral.in_figures and unit.kind != "count":
            self._negative(text, amount)
        return amount

    def _read_on(self, text: str, numeral: Numeral, amount: Amount, surface: str) -> None:
        """What some units say beyond their row in the table."""
        if surface == "成":
            self._tenths(text, amount)
        elif surface in _SMALL_MONEY:
            self._in_yuan(amount)
        elif surface == "块":
            self._block_price(text, amount)
        elif surface == "番":
            verbs = (verb for verb in ("翻", "翻了") if text.endswith(verb, 0, amount.start))
            amount.start -= len(next(verbs, ""))
        elif surface in _SMALLER:
            self._smaller_units(text, amount, surface)
        elif surface in ("位", "名"):
            ranked, moved = place(text, numeral, surface)
            if ranked:
                amount.kind, amount.unit, amount.optional = "rank", RANK, moved
        elif surface in ("百分点", "千分点"):
            amount.unit_text = "个" + surface

    def _in_yuan(self, amount: Amount) -> None:
        """5角 is half a yuan."""
        amount.value = scaled(amount.value, 0) and to_decimal(Fraction(amount.value or 0) * amount.unit.factor)
        amount.unit, amount.unit_text = self.yuan, "元"

    def _block_price(self, text: str, amount: Amount) -> None:
        """每公斤3块5."""
        tail = _BLOCK_PRICE.match(text, amount.end)
        if tail is None or not _PRICE.search(text, max(0, amount.start - 12), amount.start):
            return
        tenths = DIGITS.get(tail[1], tail[1])
        amount.value = amount.value and amount.value + Decimal(int(tenths)) / 10
        amount.kind, amount.unit, amount.unit_text, amount.end = "money", self.yuan, "元", tail.end()

    def read_alone(self, text: str, start: int) -> Amount | None:
        """The amount at an offset of a text that is nothing but one amount.

        No context is needed there: 第3位 is a rank, 一个 is one, 5角 half a yuan.
        """
        if text.startswith("首位", start):
            return Amount(start, start + 2, "rank", Decimal(1), RANK, start + 1, "ranks:first")
        rank = text.startswith("第", start)
        numeral = read_numeral(text, start + rank, self.table)
        if numeral is None or (numeral.value is None and numeral.low is None):
            return None
        if rank:
            end = numeral.stop + text.startswith(("位", "名"), numeral.stop)
            return Amount(start, end, "rank", numeral.value, RANK, numeral.stop, "ranks:numbered")
        found = self.table.read(text, numeral.stop)
        if found is None and numeral.value is None and numeral.stop == len(text):  # 一万六七
            return Amount(
                start, numeral.stop, "count", None, BARE_UNIT, numeral.stop, "scan:approximate", low=numeral.low, high=numeral.high
            )  # fmt: skip
        return None if found is None or found[0].no_unit else self._amount(text, numeral, *found)

    def _rejected(self, text: str, numeral: Numeral, unit: Unit, surface: str, end: int, bare: bool) -> str | None:
        """The rule that rejects a number with a unit, if one does."""
        start = numeral.start
        before = text[start - 1 : start]
        if before == "每":
            return "rejection:denominator"  # 每千人, 每50公斤
        if not numeral.in_figures:
            rule = _of_words(text, numeral, unit, end)
            if rule:
                return rule
        if not fits_context(text, numeral, surface, end):
            return "rejection:other_word"
        if surface == "番" and not text.endswith(("翻", "翻了"), 0, start):
            return "rejection:word"
        if bare and before in _BLANKS and text[start - 2 : start - 1] != "\n":
            return "rejection:blank"  # the number before 亿元 is left out
        if self._named(text, numeral, unit, end, bare=bare):
            return "names:quoted"
        rule = _of_surface(text, start, end, surface) if surface in _NOT_ALWAYS else None
        return rule or _of_time(text, start, end, unit, surface)

    @staticmethod
    def _named(text: str, numeral: Numeral, unit: Unit, end: int, *, bare: bool) -> bool:
        """Whether quotation marks make a number with a unit a name: “两个15%”政策."""
        start = numeral.start
        figure = numeral.in_figures and not bare and unit.kind in ("money", "percent", "percentage_point")
        counted = unit.kind == "percent" and text[start - 1 : start] == "个"
        if (figure and not counted) or not in_quotes(text, start, end):
            return False
        return unit.id is None or not unit.id.endswith("_medal")

    def _tenths(self, text: str, amount: Amount) -> None:
        """三成 is 30 %, 一成二 12 %, 三成半 35 %."""
        amount.value, amount.low, amount.high = (scaled(v, 1) for v in (amount.value, amount.low, amount.high))
        amount.unit_text = "%"
        tail = text[amount.end : amount.end + 1]
        follows = tail and tail in "一二三四五六七八九半" and not self.table.begins_unit(text, amount.end + 1)
        if follows and amount.value is not None:
            amount.value += 5 if tail == "半" else DIGITS[tail]
            amount.end += 1

    def _smaller_units(self, text: str, amount: Amount, surface: str) -> None:
        """18元5角6分, 1小时30分钟, 6斤8两: the value is in the larger unit."""
        end, value = amount.end, amount.value
        if value is None or not _SMALLER_UNIT.match(text, end):
            return
        total, unit = Fraction(value), surface
        while unit in _SMALLER:
            match = _SMALLER_UNIT.match(text, end)
            if match is None or match[2] not in _SMALLER[unit]:
                break
            unit, end = match[2], match.end()
            total += Fraction(int(DIGITS.get(match[1], match[1]))) * _SMALLER_FACTOR[surface, unit]
        if end > amount.end:
            amount.value, amount.end, amount.unit_text = to_decimal(total), end, surface

    def _and_a_half(self, text: str, amount: Amount) -> None:
        """一倍半, 两米半."""
        if _HALF_MORE.match(text, amount.end) and amount.value is not None:
            amount.unit_text = text[amount.unit_start : amount.end]
            amount.value += Decimal("0.5")
            amount.end += 1

    def _negative(self, text: str, amount: Amount) -> None:
        """-1.86‰, 负3.9%, +6.1%."""
        start = amount.start
        if text[start - 1 : start] == "+" and amount.kind in ("percent", "percentage_point"):
            amount.start = start - 1
            return
        if text[start - 1 : start] not in _MINUS:
            return
        sign = _NEGATIVE.search(text, max(0, start - 2), start)
        if sign and amount.value is not None and (sign[0] == "-" or amount.kind != "money"):
            amount.start, amount.value = sign.start(), amount.value.copy_negate()


def _reaches_all(text: str, start: int) -> bool:
    """Whether 百分百 is what something reaches, and no part of a name."""
    return text.startswith("百分百", start) and _REACHES.search(text, max(0, start - 6), start) is not None


def _stands_alone(text: str, start: int, follow: str, exact: bool) -> bool:
    """Whether no letter or sign of a formula stands beside figures, so that they are a number and nothing else.

    Args:
        text: the scanned text.
        start: where the figures begin.
        follow: what stands behind them.
        exact: whether the numeral ends with them.
    """
    before = text[start - 1 : start]
    if not exact or before <= _ASCII or before in _PARTS_OF_FORMULAS:
        return False
    return follow == "%" or (follow > _ASCII and follow not in _PARTS_OF_FORMULAS)


_ASCII = "\x7f"


def _of_words(text: str, numeral: Numeral, unit: Unit, end: int) -> str | None:
    """The rule by which a number in Chinese numerals is a vague one (数千人) or part of a word."""
    start = numeral.start
    if text[start - 1 : start] in _VAGUE and numeral.run[0] in MAGNITUDES and vague(text, start):
        return "rejection:vague"
    return chinese_word(text, numeral, unit, end)


def _of_surface(text: str, start: int, end: int, surface: str) -> str | None:
    """The rule by which a number with one of a few units is something else: a release, a time of day, a coordinate."""
    if surface in _VERSIONED and (_RELEASE.fullmatch(text, start, end + 1) or _VOLUME.fullmatch(text, start, end)):
        return "rejection:version"  # 工业4.0项目, 2014卷
    if surface == "人" and text.startswith("制", end) and not text.startswith(("制定", "制订"), end):
        return "rejection:word"  # 3人制篮球场
    if surface == "篇" and text.endswith(("报告-", "报告—"), 0, start):
        return "rejection:page_mark"  # 政府工作报告-10篇, the title of a page
    if surface == "点" and text[end : end + 1].isdigit():
        return "rejection:time_of_day"  # 8点30分
    if surface == "°" and text.endswith(("北纬", "东经", "南纬", "西经"), 0, start):
        return "rejection:coordinate"
    return None


def _of_time(text: str, start: int, end: int, unit: Unit, surface: str) -> str | None:
    """The rule by which a number of units of time or things is a position among them: 前三批, 首九个月."""
    if unit.dimension == "time" and CIRCLE.match(text, end):
        return "rejection:circle"
    before = text[start - 1 : start]
    if before == "前" and unit.dimension in ("time", "count") and surface not in ("位", "名"):
        return "rejection:ordinal"  # 前三批, 前10个月
    if before == "首" and unit.dimension == "time":
        return "rejection:ordinal"  # 首九个月
    return None


def _rejected_range(text: str, start: int, end: int, unit: Unit) -> str | None:
    """The rule that rejects a range with a unit, if one does."""
    if unit.kind not in ("money", "percent", "percentage_point") and in_quotes(text, start, end):
        return "names:quoted"
    return "rejection:circle" if unit.dimension == "time" and CIRCLE.match(text, end) else None


def _redacted_end(text: str, stop: int) -> tuple[int, str | None]:
    """Where a number that is blotted out ends, with the other end of its range and its magnitudes; what is inserted (余)."""
    link = LINK.match(text, stop)
    second = REDACTED.match(text, link.end()) if link else None
    stop = second.end() if second else stop
    inserted = _INSERTED.match(text, stop)
    inner = inserted[0] if inserted else ""
    magnitudes = _MAGNITUDES.match(text, stop + len(inner))
    return magnitudes.end() if magnitudes else stop, inner or None


def _unit_text(surface: str) -> str | None:
    """The unit to record where it differs from what is written."""
    return "%" if surface == "成" else None


def _shared_magnitude(value: Decimal, run: str, second: str, high: Decimal) -> Decimal:
    """The lower end of a range with the magnitude that only the upper end writes: 2000-2500万元, 一百二到一百五十万元."""
    if run[-1] in "万亿":
        return value
    tail = second.rstrip("余餘多来來几")
    great = tail[len(tail.rstrip("万亿")) :]
    every = tail[len(tail.rstrip("".join(MAGNITUDES))) :]
    for magnitudes in (great if any(c in MAGNITUDES for c in run) else every, great):
        shared = scaled(value, sum(MAGNITUDES[c] for c in magnitudes))
        if magnitudes and shared is not None and shared < high:
            return shared
    return value
