"""Marked-up sentences: ``建成公路⟦67公里⟧`` marks the spans that must be found, in order, and no others."""

from __future__ import annotations

import re
from decimal import Decimal

from govreport_ie.extraction.cleaning import lay_view
from govreport_ie.extraction.offsets import from_view, into_view
from govreport_ie.extraction.quantities import QuantityStage
from govreport_ie.extraction.records import Analysis, QuantityRecord
from govreport_ie.extraction.text import fold

STAGE = QuantityStage()


def analyse(text: str) -> Analysis:
    """An analysis of a text with its quantities layer."""
    analysis = Analysis(text=text, folded=fold(text))
    lay_view(analysis)
    into_view(analysis)
    STAGE(analysis)
    from_view(analysis)
    return analysis


def value_text(record: QuantityRecord) -> str:
    """The value as the expectations write it: ``67``, ``5~8``, ``3:1``, ``XX``."""
    if record.redacted:
        return "XX"
    if record.values:
        return ":".join(map(str, record.values))
    if record.low is not None:
        return f"{record.low}~{record.high}"
    return format(Decimal(record.value or 0), "f") if record.value is not None else "None"


def described(record: QuantityRecord) -> str:
    """A record as the expectations write it: ``measure 67 公里 over``."""
    words = [record.kind, value_text(record), record.unit_text or "-", record.modifier or ""]
    return " ".join(words).rstrip()


def check(marked: str, expected: str) -> None:
    """Compare the quantities of a marked sentence with the expectations, separated by ``;``."""
    text = re.sub("[⟦⟧]", "", marked)
    spans, offset = [], 0
    for piece in re.split("([⟦⟧])", marked):
        if piece == "⟦":
            start = offset
        elif piece == "⟧":
            spans.append((start, offset))  # pyright: ignore[reportPossiblyUnboundVariable]
        else:
            offset += len(piece)
    found = analyse(text).quantities
    assert [text[q.start : q.end] for q in found] == [text[s:e] for s, e in spans]
    assert [(q.start, q.end) for q in found] == spans
    assert "; ".join(map(described, found)) == expected
