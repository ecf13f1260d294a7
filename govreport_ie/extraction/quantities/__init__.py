"""The quantities stage: every number that a report writes, with its span, value, unit and hedge.

`joints` takes layout gaps out of torn amounts, `scan` finds amounts and rejects other numerals with the help of
`numerals` (values) and `units`, `hedges` reads 约, 近, 以上 and their reach, `tables` finds the headers of table cells.
"""

from __future__ import annotations

from govreport_ie.extraction.quantities.reading import parse_number, parse_quantity
from govreport_ie.extraction.quantities.stage import QuantityStage
from govreport_ie.extraction.quantities.units import convert

__all__ = ["QuantityStage", "convert", "parse_number", "parse_quantity"]
