"""Written numbers and their values: ASCII, Chinese, formal and mixed numerals as exact Decimals.

The grammar follows the reading rules of GB/T 15835-2011 (general rules for writing numerals): digits, the magnitudes
十 百 千 万 亿, which multiply what stands before them and stack (万亿, 千万, 百万), 零 for a skipped place, 点 for the
decimal point.  Spoken short forms are read as speakers mean them: 一百一 is 110 and 两万五 is 25000.

Everything here works on folded text (`govreport_ie.extraction.text.fold`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = ["DIGITS", "MAGNITUDES", "NUMERAL", "number_value", "scale"]

DIGITS: dict[str, int] = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2,
    "壹": 1, "贰": 2, "貳": 2, "叁": 3, "叄": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
    "壱": 1, "弐": 2, "参": 3, "俩": 2, "仨": 3, "幺": 1,
}  # fmt: skip
"""Digit characters and their values."""

MAGNITUDES: dict[str, int] = {
    "十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "亿": 8, "兆": 12, "廿": 1, "卅": 1, "卌": 1,
}  # fmt: skip
"""Magnitude characters and their powers of ten; 廿 卅 卌 are 20, 30 and 40."""

_TENS = {"廿": 20, "卅": 30, "卌": 40}
_D = "零〇○一二三四五六七八九两壹贰貳叁叄肆伍陆陸柒捌玖"
# 千 and 百 that begin a unit (千瓦, 千米, 百分点) are no magnitude
_M = f"[十拾佰仟万亿廿卅]|千(?![瓦伏米克帕卡焦升])|百(?!分点|分之|帕|姓)|兆(?=[{_D}])"
_A = r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"

NUMERAL = re.compile(rf"(?:{_A}|[{_D}]*)(?:(?:{_M})(?:[零〇]?{_A}|[{_D}]+)?)*(?:点[{_D}]+(?:{_M})*)?")
"""One written number, anchored at its first character; may match nothing."""

_MAX_RUN = 60
_PLAIN = re.compile(rf"({_A})([十拾百佰千仟万亿兆]*)")


def scale(digits: str, power: int) -> Decimal:
    """Multiply a plain decimal string by ten to a power, exactly and without an exponent in the result.

    Decimal arithmetic rounds to the context's precision; moving the point in the string does not.

    Example:
        >>> scale("11.7", 4)
        Decimal('117000')
    """
    if "." not in digits:
        return Decimal(digits + "0" * power)
    whole, fraction = digits.split(".")
    if len(fraction) <= power:
        return Decimal(whole + fraction + "0" * (power - len(fraction)))
    return Decimal(f"{whole}{fraction[:power]}.{fraction[power:]}")


@lru_cache(maxsize=4096)
def number_value(numeral: str) -> Decimal | None:
    """The value of a folded numeral, or None if it is not well formed.

    Args:
        numeral: a string that `NUMERAL` matches, without sign.

    Example:
        >>> number_value("12亿3千万")
        Decimal('1230000000')
    """
    plain = _PLAIN.fullmatch(numeral)
    if plain:
        power = sum(map(MAGNITUDES.__getitem__, plain[2]))
        return scale(plain[1].replace(",", ""), power) if len(plain[2]) < 6 else None
    if len(numeral) > _MAX_RUN:
        return None
    whole, point, rest = numeral.partition("点")
    return _with_point(whole, rest) if point else _integer(numeral)


def _with_point(whole: str, rest: str) -> Decimal | None:
    """The value of 一点二亿: what stands before 点 and behind it."""
    fraction = rest.rstrip("十拾百佰千仟万亿兆")
    if "." in whole or not fraction or not DIGITS.keys() >= set(fraction):
        return None
    value = _integer(whole) if whole else None
    if value is None:
        return None
    power = sum(MAGNITUDES[c] for c in rest[len(fraction) :])
    return scale(f"{value}.{''.join(str(DIGITS[c]) for c in fraction)}", power)


def _integer(numeral: str) -> Decimal | None:
    if all(c in DIGITS for c in numeral):
        return Decimal("".join(str(DIGITS[c]) for c in numeral))
    return _mixed(numeral)


_NONE = 99
"""Power of a magnitude that is not there: greater than every one."""
_HUNDRED = 2
_TOKEN = lazy_pattern(rf"{_A}|[{_D}]+|[十拾百佰千仟万亿兆廿卅卌]")


def _mixed(numeral: str) -> Decimal | None:
    """Numbers built of digits and magnitudes: 三万四千五百零七, 12亿3千万, 一万亿, 10万万."""
    tokens = _TOKEN.findall(numeral)
    if "".join(tokens) != numeral:
        return None
    reader = _Reader(tokens)
    if not all(reader.take(index, token) for index, token in enumerate(tokens)):
        return None
    return reader.value()


class _Reader:
    """Reads the tokens of a numeral one after another; a token that does not fit ends it.

    Attributes:
        total: finished groups of 万 and 亿.
        group: the group being read, below its 万 or 亿.
        pending: digits that wait for their magnitude.
        zero: whether a 零 stands between the last magnitude and the pending digits.
        last: power of the last magnitude inside the group.
        big: power of the last 万 or 亿.
    """

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.total = self.group = Decimal(0)
        self.pending: Decimal | None = None
        self.zero = False
        self.last = self.big = _NONE

    def take(self, index: int, token: str) -> bool:
        """Read a token; False if it does not fit."""
        if token in _TENS:
            return self._tens(token)
        if token in MAGNITUDES:
            power = MAGNITUDES[token]
            return self._small(power) if power < MAGNITUDES["万"] else self._great(power)
        if self.pending is not None:
            return False
        return self._figures(index, token) if token[0].isascii() else self._digits(index, token)

    def _tens(self, token: str) -> bool:
        if self.pending is not None or self.last <= 1:
            return False
        self.group, self.last = self.group + _TENS[token], 1
        return True

    def _small(self, power: int) -> bool:
        """十, 百, 千."""
        if power >= self.last and (self.group or self.pending is not None):  # 千千, 十百
            return False
        self.group += _times(Decimal(1) if self.pending is None else self.pending, power)
        self.pending, self.last, self.zero = None, power, False
        return True

    def _great(self, power: int) -> bool:
        """万, 亿, 兆."""
        head = self.group + (self.pending or 0)
        if self.pending is None and not self.group:
            if not self.total and self.big == _NONE:
                head = Decimal(1)  # bare 万, 亿
            elif self.last == _NONE:  # stacked: 万亿, 万万
                if power < self.big and self.tokens[0] not in MAGNITUDES:  # 一万亿万
                    return False
                self.total, self.big = _times(self.total, power), power
                return True
        if power == self.big and self.total < 10 ** (power + 4):  # 两亿三亿, but 三万亿零一亿
            return False
        if power > self.big:  # 五万三千亿: all so far counts 亿
            head, self.total = head + self.total, Decimal(0)
        self.total += _times(head, power)
        self.group, self.pending, self.last, self.big, self.zero = Decimal(0), None, _NONE, power, False
        return True

    def _figures(self, index: int, token: str) -> bool:
        if "." in token and index and index + 1 == len(self.tokens):  # 12亿3.5, but 12亿3456.7万
            return False
        self.pending = Decimal(token.replace(",", ""))
        return True

    def _digits(self, index: int, token: str) -> bool:
        stripped = token.lstrip("零〇○")
        self.zero = self.zero or len(stripped) < len(token)
        if not stripped:
            if token is self.tokens[-1]:
                self.pending = Decimal(0)
            return index > 0  # ○亿元: the number is left out; 一千零十: the zero goes with the magnitude that follows
        positional = len(stripped) > 1
        if positional and (self.last != _NONE or self.big != _NONE or len(self.tokens) > 1):
            return False  # positional digits do not mix with magnitudes
        self.pending = Decimal("".join(str(DIGITS[c]) for c in stripped))
        return True

    def value(self) -> Decimal:
        """What was read, a last digit without magnitude as speakers mean it: 一百一 is 110, 两万五 25000."""
        if self.pending is None:
            return self.total + self.group
        pending = self.pending
        if len(self.tokens[-1]) == 1 and not self.zero:
            if self.last != _NONE and self.last >= _HUNDRED:
                pending = _times(pending, self.last - 1)
            elif self.last == _NONE and self.big != _NONE:
                pending = _times(pending, self.big - 1)
        return self.total + self.group + pending


def _times(value: Decimal, power: int) -> Decimal:
    return scale(format(value, "f"), power)
