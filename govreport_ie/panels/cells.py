"""One value a cell: precedence, conflicts and levels computed where none is stated.

Precedence, the first rule that tells two candidates apart decides:

1. ``stated``: a stated value before a computed one.
2. ``own report``: the region's own report before others.
3. ``report year``: a result from the report of the following year, a target from that of the year itself; else the nearest
   later report, then the nearest earlier one.
4. ``section``: results from the review, targets from the plan.
5. ``single value``: a value before a range.
6. ``exact``: a result without a hedge; of targets the first one stands, before what it is hoped to exceed (7%以上、力争8%).
7. ``digits``: of results more significant digits.
8. ``order``: report, then place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from govreport_ie.extraction.decimals import rounded
from govreport_ie.panels.candidates import Candidate, Key
from govreport_ie.panels.intervals import Interval, hedged

__all__ = ["RULES", "Cells", "agree", "choose"]

RULES = ("stated", "own report", "report year", "section", "single value", "exact", "digits", "order")
"""The rules of precedence in their order."""

_FAR = 1000
# Growth of these is told at constant prices, so that it does not lead from one year's level to the next's.
_CONSTANT_PRICES = ("gross_regional_product", "gdp", "value_added", "gross_output")
_PERCENT = -2  # power of ten
_FARTHEST_HEDGE = 2
"""突破700亿元 does not speak of 1500亿元."""

Cell = tuple[Key, str]
Cells = dict[Cell, list[Candidate]]
"""Key and status to the candidates of a region, the chosen one first."""


def choose(candidates: list[Candidate]) -> Cells:
    """Sort the candidates of one region into cells and put the one of highest precedence first in each.

    Args:
        candidates: the candidates of one region.

    Returns:
        The cells, in order of their keys, with levels computed where none is stated.
    """
    cells: Cells = {}
    for candidate in candidates:
        cells.setdefault((candidate.key, candidate.status), []).append(candidate)
    for computed in _computed(cells):
        cells.setdefault((computed.key, computed.status), []).append(computed)
    for members in cells.values():
        members.sort(key=_rank)
    return dict(sorted(cells.items(), key=lambda item: _order(item[0])))


def _order(cell: Cell) -> tuple[Any, ...]:
    key, status = cell
    return tuple("" if part is None else str(part) for part in (*key, status))


def _rank(candidate: Candidate) -> tuple[Any, ...]:
    return (
        candidate.origin != "stated",
        not candidate.own_report,
        _distance(candidate),
        not candidate.home_section,
        candidate.value is None,
        candidate.modifier is not None and candidate.status != "target",
        0 if candidate.status == "target" else -candidate.digits,
        (candidate.doc_id or "", candidate.source_path or "", candidate.start, candidate.metric_id),
    )


def _distance(candidate: Candidate) -> int:
    if candidate.report_year is None:
        return 2 * _FAR
    late = candidate.report_year - candidate.key.year - (candidate.status != "target")
    return late if late >= 0 else _FAR - late


def reason(chosen: Candidate, other: Candidate) -> str:
    """The rule by which one candidate was chosen before another."""
    for rule, first, second in zip(RULES, _rank(chosen), _rank(other), strict=True):
        if first != second:
            return rule
    return RULES[-1]


def agree(first: Candidate, second: Candidate) -> bool:
    """Whether two candidates may give the same value, hedges and rounding considered.

    Args:
        first: a candidate.
        second: another for the same cell.
    """
    if first.status == second.status == "target" and first.value is not None and second.value is not None:
        near = hedged(first.value, None, first.digits).meets(Interval(second.value, second.value))
        return near or hedged(second.value, None, second.digits).meets(Interval(first.value, first.value))
    if not first.interval.meets(second.interval):
        return False
    values = first.value, second.value
    if None in values or first.modifier == second.modifier is None:
        return True
    low, high = sorted(map(abs, values))  # pyright: ignore[reportArgumentType]
    return high <= _FARTHEST_HEDGE * low


def _computed(cells: Cells) -> Iterator[Candidate]:
    """Levels from the level of the year before and the growth, where no level is stated and prices are current."""
    best = [min(members, key=_rank) for members in cells.values()]
    known = [one for one in best if one.status == "actual" and one.value is not None and _is_canonical(one.key)]
    levels: dict[tuple[int, str | None], list[Candidate]] = {}
    for one in known:
        if one.key.measure == "level":
            levels.setdefault((one.key.year, one.key.indicator_id), []).append(one)
    for growth in known:
        year, indicator_id = growth.key.year, growth.key.indicator_id
        if (year, indicator_id) in levels or not _carries_levels(growth):
            continue
        for level in levels.get((year - 1, indicator_id), ()):
            if level.modifier is None:
                yield _grown(level, growth)


def _is_canonical(key: Key) -> bool:
    return bool(key.indicator_id) and key.object is None


def _carries_levels(growth: Candidate) -> bool:
    """Whether an exact growth leads from the level of one year to that of the next."""
    key = growth.key
    return (
        (key.measure, key.basis, key.unit, growth.modifier) == ("growth", "yoy", "percent", None)
        and not any(word in (key.indicator_id or "") for word in _CONSTANT_PRICES)
    )  # fmt: skip


def _grown(level: Candidate, growth: Candidate) -> Candidate:
    """The level that follows; it has no more than four digits."""
    assert level.value is not None
    assert growth.value is not None
    digits = min(level.digits, 4)
    value = level.value * (1 + growth.value.scaleb(_PERCENT))
    return replace(
        growth,
        key=level.key._replace(year=growth.key.year),
        value=rounded(value, digits - 1 - value.adjusted()) if value else value,
        digits=digits,
        own_report=level.own_report and growth.own_report,
        origin="computed",
        computed_from=f"{level.doc_id}:{level.metric_id} {growth.doc_id}:{growth.metric_id}",
    )
