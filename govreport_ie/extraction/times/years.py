"""Years as reports write them, and the years of the five-year plans.

Source: the outlines of the plans themselves (first plan 1953-1957; 1963-1965 were years of adjustment between the second
and the third).
"""

from __future__ import annotations

__all__ = ["five_year_plan", "plan_of", "time_number"]

_CHINESE_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "0": 0, "两": 2}


def time_number(text: str) -> int:
    """The value of a year or small number as reports write them.

    Args:
        text: digits (2023, 12), Chinese digits one by one (二〇二三), or a number up to 99 (十二, 二十三).

    Example:
        >>> time_number("一九五六"), time_number("十二"), time_number("二十三")
        (1956, 12, 23)
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 4:
        value = 0
        for char in text:
            value = value * 10 + (int(char) if char.isascii() and char.isdigit() else _CHINESE_DIGITS[char])
        return value
    tens, ten, units = text.partition("十")
    if not ten:
        return _CHINESE_DIGITS[text]
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[units] if units else 0)


def five_year_plan(number: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan.

    Example:
        >>> five_year_plan(1), five_year_plan(6), five_year_plan(14)
        ((1953, 1957), (1981, 1985), (2021, 2025))
    """
    first = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    return first, first + 4


def plan_of(year: int) -> tuple[int, int]:
    """First and last year of the five-year plan that this year falls in (the next one for the years of adjustment)."""
    if year <= 1962:
        return five_year_plan(1 if year <= 1957 else 2)
    return five_year_plan(max(3, (year - 1966) // 5 + 3))
