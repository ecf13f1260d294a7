"""Numbers and periods as annotators write them: ``6.5``, ``5~8``, ``11.8:48.3:39.9``; ``2023``, ``2018-2022``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

__all__ = ["Number", "format_number", "format_period", "parse_number", "parse_period"]

Number = tuple[str | None, str | None, str | None, tuple[str, ...] | None]
"""value, low, high, values: decimal strings; what is not there is None."""

_PERIOD = re.compile(r"\s*([0-9]{4})(?:\s*[-—–~至]\s*([0-9]{4}))?\s*年?\s*")


def format_number(
    value: str | None, low: str | None = None, high: str | None = None, values: Sequence[str] | None = None
) -> str | None:
    """A number, range or ratio on one line; None if there is none.

    Example:
        >>> format_number(None, "5", "8"), format_number(None, values=["2.1", "1"])
        ('5~8', '2.1:1')
    """
    if value is not None:
        return value
    if values is not None:
        return ":".join(values) if len(values) > 1 else f"{''.join(values)}:"
    if low is not None or high is not None:
        return f"{low or ''}~{high or ''}"
    return None


def parse_number(text: str) -> Number:
    """What `format_number` wrote, or an annotator typed.

    Raises:
        ValueError: if a part of it is no decimal number.

    Example:
        >>> parse_number("5 ~ 8")
        (None, '5', '8', None)
    """
    text = text.strip().replace("：", ":").replace("～", "~")
    if ":" in text:
        return None, None, None, tuple(_decimal(part) for part in text.split(":") if part.strip())
    low, tilde, high = text.partition("~")
    if tilde:
        return None, _decimal(low) if low.strip() else None, _decimal(high) if high.strip() else None, None
    return _decimal(text), None, None, None


def _decimal(text: str) -> str:
    text = text.strip()
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return text


def format_period(start: int, end: int | None = None) -> str:
    """One year or a span of years.

    Example:
        >>> format_period(2018, 2022)
        '2018-2022'
    """
    return str(start) if end in (None, start) else f"{start}-{end}"


def parse_period(text: str) -> tuple[int, int]:
    """First and last year.

    Raises:
        ValueError: if it is neither a year nor a span of years.

    Example:
        >>> parse_period("2023")
        (2023, 2023)
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no year and no span of years (2018-2022)")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last
