"""How much of a report each policy area gets: by characters, by metrics, by money."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from govreport_ie.extraction.decimals import exactly, ratio
from govreport_ie.report.objects import ReportData

__all__ = ["NO_AREA", "attention"]

NO_AREA = "none"
"""Key for text and metrics without a policy area."""

_PLACES = 4


@exactly
def attention(report: ReportData) -> dict[str, dict[str, Decimal]]:
    """The share of characters, metrics and money by level-1 policy area.

    Characters are those of the sections (their own text, white space left out; page chrome does not count); metrics are
    counted; money sums the yuan of metrics whose quantity is a money level or increment with one value.

    Returns:
        Area id to its three shares, rounded to four places, largest share of characters first.
    """
    characters: dict[str, int] = defaultdict(int)
    metrics: dict[str, int] = defaultdict(int)
    money: dict[str, Decimal] = defaultdict(Decimal)
    for section in report.sections:
        if section.kind != "boilerplate":
            length = sum(map(len, report.text[section.start : section.end].split()))
            characters[section.policy_area or NO_AREA] += length
    for metric, quantity in report.iter_rows():
        if quantity.role == "threshold":
            continue  # selects what something else counts
        area = metric.policy_area.id if metric.policy_area else NO_AREA
        metrics[area] += 1
        if (
            quantity.dimension == "money"
            and quantity.base_unit == "CNY"
            and quantity.base_value is not None
            and metric.measure in ("level", "increment")
        ):
            money[area] += abs(quantity.base_value)
    total_characters = sum(characters.values())
    total_metrics = sum(metrics.values())
    total_money = sum(money.values(), Decimal(0))
    areas = sorted({*characters, *metrics, *money}, key=lambda a: (-characters.get(a, 0), -metrics.get(a, 0), a))
    return {
        area: {
            "characters": _share(Decimal(characters.get(area, 0)), Decimal(total_characters)),
            "metrics": _share(Decimal(metrics.get(area, 0)), Decimal(total_metrics)),
            "money": _share(money.get(area, Decimal(0)), total_money),
        }
        for area in areas
    }


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return ratio(part, whole, _PLACES) if whole else Decimal("0.0000")
