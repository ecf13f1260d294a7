"""Reading exactly one quantity: what `govreport_ie.parse_quantity` is made of."""

from __future__ import annotations

from functools import lru_cache

from govreport_ie.errors import QuantityError
from govreport_ie.quantities.stage import QuantityStage
from govreport_ie.records import Analysis, QuantityRecord
from govreport_ie.text import fold

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
    analysis = Analysis(text=text, folded=fold(text))
    _stage()(analysis)
    found = analysis.quantities
    lead = len(text) - len(text.lstrip())
    if not found:
        raise QuantityError(f"no quantity in {text[:30]!r}", lead)
    record = found[0]
    if text[: record.hedge_start].strip():
        raise QuantityError(f"{text[lead : record.hedge_start]!r} stands before the quantity", lead)
    if len(found) > 1:
        raise QuantityError(f"{len(found)} quantities in {text[:30]!r}, not one", found[1].start)
    if text[record.hedge_end :].strip():
        rest = record.hedge_end + len(text[record.hedge_end :]) - len(text[record.hedge_end :].lstrip())
        raise QuantityError(f"{text[rest : rest + 10]!r} is left over after the quantity", rest)
    return record
