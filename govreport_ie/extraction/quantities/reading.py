"""Reading exactly one quantity: what `govreport_ie.parse_quantity` is made of."""

from __future__ import annotations

from functools import lru_cache

from govreport_ie.errors import QuantityError
from govreport_ie.extraction.cleaning import lay_view
from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.offsets import from_view, into_view
from govreport_ie.extraction.quantities.numerals import NUMERAL
from govreport_ie.extraction.quantities.stage import QuantityStage
from govreport_ie.extraction.records import Analysis, QuantityRecord
from govreport_ie.extraction.text import fold

__all__ = ["parse_quantity"]


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
    if not isinstance(text, str):
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
