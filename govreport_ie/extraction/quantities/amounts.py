"""The numeral as it stands in the text, and the amount that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.numerals import DIGITS, MAGNITUDES, NUMERAL, number_value, scale
from govreport_ie.extraction.quantities.units import Unit, UnitTable

__all__ = ["BARE", "BARE_UNIT", "RATIO_UNIT", "Amount", "Numeral", "Rejection", "approximate", "read_numeral", "scaled"]

Rejection = tuple[int, int, str]
"""Start, end and rule of a numeral that is no amount; an empty rule marks a character that is no numeral at all."""

BARE = frozenset(
    ["百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "十亿", "万亿", "亿万", "百千", "千百", "万万"]
)
"""Magnitudes that stand without a digit (亿元, 百亿级, 千村)."""

BARE_UNIT = Unit(None, "count", "count", Fraction(1), None)
"""The unit of a count that is written without one."""

RATIO_UNIT = Unit(None, "ratio", "ratio", Fraction(1), "dimensionless")
"""The unit of a plain ratio: 三分之二, a:b, a 倍差 of 1.9."""

_INNER = lazy_pattern(r"[余餘多来來几]((?:[十百万亿]|千(?![瓦伏米克帕卡焦升])){0,3})")
_PAIR = lazy_pattern(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万亿]|$)")


@dataclass(slots=True)
class Numeral:
    """A number at its place: digits, magnitudes and an inserted 余, 多, 来 or 几, without its unit.

    Attributes:
        start: offset of its first character.
        stop: offset behind its last character, where a unit may begin.
        run: digits and magnitudes as written, without the inserted word.
        in_figures: whether it begins with an Arabic numeral.
        value: the value, None for an approximate numeral.
        low: lower end of an approximate numeral (三四百).
        high: upper end of an approximate numeral.
        inner: the inserted word, if there is one.
    """

    start: int
    stop: int
    run: str
    in_figures: bool
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    inner: str | None = None


@dataclass(slots=True)
class Amount:
    """An amount as the scan finds it; offsets point into the scanned text.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        kind: the kind of quantity.
        value: the value, None for ranges, proportions and redactions.
        unit: the unit.
        unit_start: where the unit is written.
        rule: the rule that found the amount, as ``module:rule``.
        low: lower end of a range.
        high: upper end of a range.
        values: the parts of a proportion a:b:c.
        unit_text: the unit to record, where it is not what stands between ``unit_start`` and ``end``.
        inner: 余, 多, 来 or 几 inside the number.
        redacted: whether the number is blotted out.
        optional: whether the amount needs no metric.
        list_end: end of the last member of the list whose unit it shares, or -1.
        multiplier: how many there are of it: 2 in 2×66万千瓦.
    """

    start: int
    end: int
    kind: str
    value: Decimal | None
    unit: Unit
    unit_start: int
    rule: str
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] | None = None
    unit_text: str | None = None
    inner: str | None = None
    redacted: bool = False
    optional: bool = False
    list_end: int = -1
    multiplier: Decimal | None = None


def scaled(value: Decimal | None, power: int) -> Decimal | None:
    """A value times ten to a power, exactly; None stays None."""
    return None if value is None else scale(format(value, "f"), power)


def read_numeral(text: str, start: int, table: UnitTable) -> Numeral | None:
    """Read the number that begins at an offset.

    Args:
        text: the scanned text.
        start: offset of a digit or magnitude.
        table: the units, to tell 十来个 (about ten) from 十来到.

    Returns:
        The numeral; its value and both ends are None if it is not well formed (十二五), and it is None if no
        number begins here at all.
    """
    match = NUMERAL.match(text, start)
    if match is None:
        return None
    run, stop = match[0], match.end()
    if not run:
        return None
    in_figures = "0" <= run[0] <= "9"
    if run[-1] in DIGITS and len(run) > 1 and _holds_next(run, in_figures=in_figures):
        run, stop = run[:-1], stop - 1
    numeral = Numeral(start, stop, run, in_figures, number_value(run))
    if not in_figures and (numeral.value is None or len(run) == 2):
        ends = approximate(run)
        if ends:
            numeral.value, numeral.low, numeral.high = None, *ends
    follow = text[stop : stop + 1]
    if follow == "个":
        _spoken(text, numeral)
    elif follow in _INSERTED and run != "一":
        _insert(text, numeral, table)
    return numeral


def _holds_next(run: str, *, in_figures: bool) -> bool:
    """Whether the last Chinese digit of a run begins the next number: 400亿|两个台阶, 100亿|三家."""
    return "点" not in run and (in_figures or (run[-1] == "两" and run != "一两"))


_INSERTED = frozenset("余餘多来來几")


_SPOKEN_ON = frozenset("多余几来亿")
"""What goes on behind 个 where money is spoken of."""
_SPOKEN = lazy_pattern(r"个([多余几来]?)(亿)(?=元?(?:[,。;、:()”\n]|$|的|资金|投资|左右|以内|元?以上[,。;]))")


def _spoken(text: str, numeral: Numeral) -> None:
    """Read 个 and the magnitude behind it into a numeral, as people speak of money: 3个亿, 一个多亿."""
    match = _SPOKEN.match(text, numeral.stop) if text[numeral.stop + 1 : numeral.stop + 2] in _SPOKEN_ON else None
    if match is None or numeral.value is None or numeral.run[-1] in "万亿":
        return
    numeral.value = scaled(numeral.value, sum(MAGNITUDES[c] for c in match[2]))
    numeral.run, numeral.stop, numeral.inner = numeral.run + match[2], match.end(), match[1] or None


def _insert(text: str, numeral: Numeral, table: UnitTable) -> None:
    """Read 余, 多, 来 or 几 and the magnitudes behind it into a numeral."""
    match = _INNER.match(text, numeral.stop)
    if match is None:
        return
    magnitudes = match[1]
    word = text[numeral.stop]
    if not magnitudes and word not in "余餘":
        unit = table.match(text, match.end())
        if (unit is None or unit[0].no_unit) and (word not in "多" or numeral.run[-1] not in "万亿"):
            return
    numeral.inner, numeral.stop = word, match.end()
    if magnitudes:
        power = sum(MAGNITUDES[c] for c in magnitudes)
        whole = number_value(numeral.run + magnitudes) if numeral.value is not None else None
        # 一亿六千余万 is 1.6 亿, not 一亿六千 times 万
        numeral.value = whole if whole is not None else scaled(numeral.value, power)
        numeral.low, numeral.high = scaled(numeral.low, power), scaled(numeral.high, power)


def approximate(run: str) -> tuple[Decimal, Decimal] | None:
    """The ends of 三四百, 五六十, 一百二三十, 三五: neighbouring digits mean one or the other."""
    match = _PAIR.search(run)
    if match is None or len(run) > 12:
        return None
    first, second = match.groups()
    if DIGITS[second] - DIGITS[first] != 1 and first + second not in ("三五", "二四"):
        return None
    low = number_value(run[: match.start()] + first + run[match.end() :])
    high = number_value(run[: match.start()] + second + run[match.end() :])
    return (low, high) if low is not None and high is not None and low < high else None
