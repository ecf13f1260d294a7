"""Read the number cases of other systems and list where this library disagrees.

    python benchmarks/peers.py [--cases DIR] [--all]

Needs ../shared/peers (or --cases DIR): `quantity_cases.jsonl` and `negative_cases.jsonl`, collected from the public test
suites of Recognizers-Text, Duckling, MiNLP, WeTextProcessing, NeMo, JioNLP and cn2an.  A cardinal is right if its surface
reads as the number; every other kind is right if a quantity with the value stands at the case's span in its input.
docs/peers.md explains the disagreements.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from govreport_ie.errors import GovReportError
from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.quantities import QuantityStage, parse_number, parse_quantity
from govreport_ie.extraction.quantities.units import to_decimal
from govreport_ie.extraction.records import QuantityRecord

ROOT = Path(__file__).resolve().parent.parent
STAGE = QuantityStage()


def extracted(text: str) -> list[QuantityRecord]:
    """The quantities of a text."""
    analysis = new_analysis(text)
    STAGE(analysis)
    return analysis.quantities


def value_of(record: QuantityRecord) -> Decimal | list[Decimal] | None:
    """The value of a record in the form of the cases: per mille as percent, a range as a list."""
    if record.low is not None and record.high is not None:
        return [record.low, record.high]
    if record.value is not None and record.unit == "permille":
        return record.value / 10
    return record.value


def wanted(case: dict) -> Decimal | list[Decimal | None] | None:
    """The expected value of a case."""
    value = case["value"]
    if value is None:
        return None
    if isinstance(value, list):
        return [None if v is None else Decimal(v) for v in value]
    return to_decimal(Fraction(value))


def read(case: dict) -> object:
    """What this library makes of a case."""
    if case["kind"] == "cardinal":
        try:
            return parse_number(case["surface"])
        except GovReportError as error:
            try:
                return parse_quantity(case["surface"]).value
            except GovReportError:
                return error
    found = [q for q in extracted(case["input"]) if q.start < case["end"] and q.end > case["start"]]
    exact = [q for q in found if (q.start, q.end) == (case["start"], case["end"])]
    best = exact or found
    return value_of(best[0]) if best else "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, default=ROOT.parent / "shared" / "peers")
    parser.add_argument(
        "--all", action="store_true", help="list the disagreements of every kind, not only of the floors"
    )
    arguments = parser.parse_args()
    if not arguments.cases.exists():
        print(f"no cases at {arguments.cases}; give --cases DIR")
        return 0
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in (arguments.cases / "quantity_cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        kind = case["kind"]
        got, want = read(case), wanted(case)
        total[kind] += 1
        right[kind] += got == want
        if got != want and (arguments.all or kind in ("cardinal", "percent", "percentage_point")):
            print(f"{kind:17s} {case['input'][:60]!r} {case['surface']!r} wants {case['value']}, got {got}")
    spurious = 0
    negatives = (arguments.cases / "negative_cases.jsonl").read_text(encoding="utf-8").splitlines()
    for line in negatives:
        case = json.loads(line)
        absent = case["absent_kind"]
        found = [q for q in extracted(case["input"]) if absent == "any" or q.kind == absent]
        spurious += bool(found)
        for record in found:
            print(f"negative          {case['input'][:60]!r} got {case['input'][record.start : record.end]!r}")
    for kind in total:
        print(f"{kind:17s} {right[kind]}/{total[kind]} = {right[kind] / total[kind]:.3f}")
    print(f"{'negative':17s} {len(negatives) - spurious}/{len(negatives)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
