"""Targets and what came of them: a target in the report of a year, the result in that of the next."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from govreport_ie.extraction.decimals import ratio
from govreport_ie.panels.candidates import Candidate, Key, wanted_direction
from govreport_ie.panels.cells import Cells

__all__ = ["pair_targets"]

_RESULTS = ("actual", "estimated")
_RATES = frozenset({"percent", "percentage_point"})


def pair_targets(cells: Cells) -> Iterator[dict[str, Any]]:
    """Pair the targets of a region with the results.

    A target counts if the region's own report of the year sets it; a result, if its own report of the year after tells it.

    Args:
        cells: the cells of one region.

    Yields:
        Rows of the table ``targets``.
    """
    for (key, status), members in cells.items():
        if status != "target":
            continue
        target = next((item for item in members if item.own_report and item.report_year == key.year), None)
        if target is not None:
            yield _row(key, target, _result(cells, key))


def _result(cells: Cells, key: Key) -> Candidate | None:
    for status in _RESULTS:
        for candidate in cells.get((key, status), ()):
            if candidate.own_report and candidate.origin == "stated" and candidate.report_year == key.year + 1:
                return candidate
    return None


def _row(key: Key, target: Candidate, result: Candidate | None) -> dict[str, Any]:
    aim = _aim(key, target)
    outcome, difference = _outcome(aim, target, result)
    goal = target.value if target.value is not None else target.low if target.low is not None else target.high
    relative = None
    if difference is not None and goal and key.unit not in _RATES:
        relative = float(ratio(100 * difference, abs(goal), 4))
    return {
        "region_code": target.region_code,
        "region": target.region,
        "level": target.level,
        **key._asdict(),
        "target": target.value,
        "target_low": target.low,
        "target_high": target.high,
        "target_modifier": target.modifier,
        "aim": aim,
        "result": result.value if result else None,
        "result_status": result.status if result else None,
        "outcome": outcome,
        "difference": difference,
        "difference_percent": relative,
        **_provenance("target", target),
        **_provenance("result", result),
    }


def _provenance(prefix: str, candidate: Candidate | None) -> dict[str, Any]:
    names = ("doc_id", "metric_id", "start", "end", "sentence")
    return {f"{prefix}_{name}": getattr(candidate, name) if candidate else None for name in names}


def _aim(key: Key, target: Candidate) -> str:
    """How a result is to be compared: a hedge says it, else the direction that is wanted of the indicator."""
    if target.value is None:
        return "within"
    if target.modifier in ("at_most", "at_least", "over"):
        return "at_most" if target.modifier == "at_most" else "at_least"
    if target.modifier == "approx":
        return "about"
    if key.measure == "rank":
        return "at_most"
    falls = key.measure in ("growth", "points", "increment") and target.value < 0
    wanted = wanted_direction(key.indicator_id)
    return "at_most" if wanted == "down" or falls else "at_least"


def _outcome(aim: str, target: Candidate, result: Candidate | None) -> tuple[str, Decimal | None]:
    if result is None:
        return "no result", None
    if result.value is None:
        return "unclear", None
    value = result.value
    if aim == "within":
        low, high = target.low, target.high
        if low is not None and value < low:
            # beyond the better end, a range is met
            return ("met" if wanted_direction(target.key.indicator_id) == "down" else "missed"), value - low
        if high is not None and value > high:
            return ("missed" if wanted_direction(target.key.indicator_id) == "down" else "met"), value - high
        return "met", Decimal(0)
    goal = target.value
    assert goal is not None
    difference = value - goal
    if aim == "at_most":
        return ("met" if difference <= 0 else "missed"), difference
    if aim == "about":
        unit = Decimal(1).scaleb(goal.adjusted() - target.digits + 1) if goal else Decimal(0)
        good = difference <= 0 if wanted_direction(target.key.indicator_id) == "down" else difference >= 0
        return ("met" if good or 2 * abs(difference) <= unit else "missed"), difference
    return ("met" if difference >= 0 else "missed"), difference
