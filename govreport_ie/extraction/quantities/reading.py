"""Reading exactly one number or quantity that a user gives, whatever it is: `govreport_ie.parse_number` and `govreport_ie.parse_quantity`."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from govreport_ie.errors import NumberError, QuantityError
from govreport_ie.extraction.cleaning import lay_view
from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.offsets import from_view, into_view
from govreport_ie.extraction.quantities.numerals import NUMERAL, number_value
from govreport_ie.extraction.quantities.stage import QuantityStage
from govreport_ie.extraction.records import Analysis, QuantityRecord
from govreport_ie.extraction.text import fold

__all__ = ["parse_number", "parse_quantity"]

_POINT = lazy_pattern(r"(?<=[0-9])[·点](?=[0-9])")  # 3·5, 3点5
_SIGN = lazy_pattern(r"[-−－+负負]")


@lru_cache(maxsize=1)
def _stage() -> QuantityStage:
    return QuantityStage()


def parse_quantity(text: str) -> QuantityRecord:
    """Read the one quantity that a text is, hedges included.

    Args:
        text: a quantity as a report writes it: ``近11.7万亩``, ``6.5%左右``, ``第3位``, ``XX亿元``.

    Returns:
        Its record; the offsets point into ``text``.

    Raises:
        QuantityError: if there is no quantity, more than one, or something else beside it; its ``position`` is the
            first character that does not fit.

    Example:
        >>> parse_quantity("近11.7万亩").value
        Decimal('117000')
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise QuantityError(f"a quantity must be given as str, not {type(text).__name__}", None)
    if not text.strip():
        raise QuantityError("the text is empty: no quantity in it", 0)
    lead = len(text) - len(text.lstrip())
    found, folded = _read(text)
    if not found:
        numeral = NUMERAL.match(folded, lead)
        position = numeral.end() if numeral and numeral.end() < len(text.rstrip()) else lead
        raise QuantityError(f"no quantity in {text[:30]!r}", position)
    record = found[0]
    if text[: record.hedge_start].strip():
        raise QuantityError(f"{text[lead : record.hedge_start]!r} stands before the quantity", lead)
    if len(found) > 1:
        raise QuantityError(f"{len(found)} quantities in {text[:30]!r}, not one", found[1].start)
    rest = text[record.hedge_end :]
    if rest.strip():
        position = record.hedge_end + len(rest) - len(rest.lstrip())
        raise QuantityError(f"{text[position : position + 10]!r} is left over after the quantity", position)
    return record


@exactly
def _read(text: str) -> tuple[list[QuantityRecord], str]:
    """The quantities of a text, by context or else as one quantity that stands alone; and the folded text."""
    folded = fold(text)
    analysis = Analysis(text=text, folded=folded)
    lay_view(analysis)
    stage = _stage()
    into_view(analysis)
    stage(analysis)
    from_view(analysis)
    if not analysis.quantities:
        lead = len(text) - len(text.lstrip())
        alone = stage.alone(text[lead:], folded[lead:].rstrip())
        if alone is not None:
            for name in ("start", "end", "hedge_start", "hedge_end"):
                setattr(alone, name, getattr(alone, name) + lead)
            analysis.quantities = [alone]
    return analysis.quantities, folded


@exactly
def parse_number(text: str) -> Decimal:
    """Read one written number.

    Args:
        text: a number in any written form: ``1,200``, ``１２．５万``, ``一千二百万``, ``壹佰伍拾``, ``12亿3千万``,
            ``负三点五``, ``百分之六`` is none.

    Returns:
        The exact value.

    Raises:
        NumberError: if the text is anything else; its ``position`` is the first character that does not fit.

    Example:
        >>> parse_number("一千二百万")
        Decimal('12000000')
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise NumberError(f"a number must be given as str, not {type(text).__name__}", None)
    folded = _POINT.sub(".", fold(text).replace("参", "叁"))
    start = len(folded) - len(folded.lstrip())
    end = len(folded.rstrip())
    if start >= end:
        raise NumberError("the text is empty: no number in it", 0)
    sign = _SIGN.match(folded, start, end)
    begin = sign.end() if sign else start
    if folded.startswith(".", begin) and folded[begin + 1 : end].isdecimal():
        folded = f"{folded[:begin]}0{folded[begin:]}"  # .5
        end += 1
    match = NUMERAL.match(folded, begin, end)
    stop = match.end() if match else begin
    if stop == begin:
        raise NumberError(f"no number begins at position {begin}: {text[begin : begin + 10]!r}", begin)
    if stop < end:
        raise NumberError(f"the number ends before position {stop}: {text[stop : stop + 10]!r} is left over", stop)
    value = number_value(folded[begin:end])
    if value is None:
        raise NumberError(f"not a well-formed number: {text[begin : begin + 20]!r}", begin)
    return value.copy_negate() if sign and sign[0] in "-−－负負" else value
