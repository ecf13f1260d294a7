"""The quantities stage: every number that a report writes, with its span, value, unit and hedge."""

from __future__ import annotations

import re

from govreport_ie.errors import QuantityError
from govreport_ie.lexicons import load, values
from govreport_ie.quantities.numerals import parse_number
from govreport_ie.quantities.scan import Amount, Scanner
from govreport_ie.quantities.units import base, convert, unit_table
from govreport_ie.records import Analysis, QuantityRecord, RejectedRecord
from govreport_ie.text import fold

__all__ = ["QuantityStage", "convert", "parse_number", "parse_quantity"]


class QuantityStage:
    """Fill the quantities layer of an analysis."""

    def __init__(self) -> None:
        self.scanner = Scanner(unit_table())
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for row in load("hedges"):
            for surface in values(row["surfaces"]):
                (before if row["side"] == "before" else after)[surface] = row["modifier"]
        self.before, self.after = before, after
        words = "|".join(sorted(map(re.escape, before), key=len, reverse=True))
        self._before = re.compile(rf"({words})[了达到为 ]*$")
        self._after = re.compile("|".join(sorted(map(re.escape, after), key=len, reverse=True)))

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
        text = analysis.folded
        amounts, rejected = self.scanner.scan(text)
        records = [self._record(amount, text, analysis.text) for amount in amounts]
        analysis.quantities = records
        analysis.rejected = [RejectedRecord(s, e, f"quantities.{rule}") for s, e, rule in rejected]

    def _record(self, amount: Amount, text: str, original: str) -> QuantityRecord:
        unit = amount.unit
        record = QuantityRecord(
            amount.start, amount.end, amount.kind, amount.value, amount.low, amount.high, amount.values,
            amount.unit_text, unit.id if unit else None, unit.dimension if unit else None,
            redacted=amount.redacted, optional=amount.optional, rules={"span": f"quantities.{amount.rule}"},
        )  # fmt: skip
        if amount.unit_text and amount.unit_text in "畝亩":
            record.unit_text = original[amount.end - 1 : amount.end]
        if unit is not None and amount.value is not None:
            record.base_value, record.base_unit = base(amount.value, unit), unit.base_unit
        record.hedge_start, record.hedge_end = amount.start, amount.end
        after = self._after.match(text, amount.end)
        before = self._before.search(text, max(0, amount.start - 8), amount.start)
        if after and not (after[0] in ("内", "多") and False):
            record.modifier, record.hedge_end = self.after[after[0]], after.end()
        elif before:
            record.modifier, record.hedge_start = self.before[before[1]], before.start()
        elif amount.inner:
            record.modifier = "over" if amount.inner in "余多餘" else "approx"
        return record


def parse_quantity(text: str) -> QuantityRecord:
    """Read exactly one quantity."""
    from govreport_ie.stages import new_analysis

    analysis = new_analysis(text)
    QuantityStage()(analysis)
    if len(analysis.quantities) != 1:
        raise QuantityError(f"{len(analysis.quantities)} quantities in {text!r}", 0)
    return analysis.quantities[0]
