"""One value a cell: precedence, conflicts and levels computed where none is stated.

Precedence, the first rule that tells two candidates apart decides:

1. ``stated``: a stated value before a computed one.
2. ``own report``: the region's own report before others.
3. ``report year``: a result from the report of the following year, a target from that of the year itself; else the nearest
   later report, then the nearest earlier one.
4. ``section``: results from the review, targets from the plan.
5. ``single value``: a value before a range.
6. ``exact``: a result without a hedge; of targets the first one stands, before what it is hoped to exceed (7%以上、力争8%).
7. ``digits``: more significant digits.
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
        -candidate.digits,
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
    best = {cell: min(members, key=_rank) for cell, members in cells.items()}
    levels: dict[tuple[int, str], list[Candidate]] = {}
    for (key, status), candidate in best.items():
        if (
            key.measure == "level"
            and status == "actual"
            and key.indicator_id
            and key.object is None
            and candidate.value is not None
        ):
            levels.setdefault((key.year, key.indicator_id), []).append(candidate)
    for (key, status), growth in best.items():
        if (
            (key.measure, key.basis, key.unit, status) != ("growth", "yoy", "percent", "actual")
            or growth.value is None
            or growth.modifier is not None
            or key.indicator_id is None
            or key.object is not None
            or any(word in key.indicator_id for word in _CONSTANT_PRICES)
            or (key.year, key.indicator_id) in levels
        ):
            continue
        for level in levels.get((key.year - 1, key.indicator_id), ()):
            if level.modifier is not None or level.value is None:
                continue
            digits = min(level.digits, 4)
            value = level.value * (1 + growth.value.scaleb(_PERCENT))
            yield replace(
                growth,
                key=level.key._replace(year=key.year),
                value=rounded(value, digits - 1 - value.adjusted()) if value else value,
                digits=digits,
                own_report=level.own_report and growth.own_report,
                origin="computed",
                computed_from=f"{level.doc_id}:{level.metric_id} {growth.doc_id}:{growth.metric_id}",
            )
