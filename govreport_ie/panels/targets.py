"""Targets and what came of them.

A target counts if the region's own report of the year sets it.  It is compared with what the region's own later reports tell of that
year, of the same indicator, object, measure, basis and unit.  Hedges are intervals (`intervals`), and every value told is
asked, of the target and of the result: only where all agree the target is met or missed, else it is undetermined with
the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from govreport_ie.extraction.decimals import ratio
from govreport_ie.panels.candidates import Candidate, Key, wanted_direction
from govreport_ie.panels.cells import Cells
from govreport_ie.panels.intervals import Goal, Verdict, compare
from govreport_ie.panels.objects import is_named_in_full
from govreport_ie.panels.tables import TargetRow

__all__ = ["pair_targets"]

_RESULTS = ("actual", "estimated")
_RATES = frozenset({"percent", "percentage_point"})
_CEILING = re.compile(
    r"(?:控制在|[降减压缩]少?低?[至到]|下降[至到]|不超过|低于|少于|降低到)(?:约|近|了)?$"
    r"|分别(?:下降|降低)[至到][^,，;；。]{1,20}[和、]$"
)
"""Words before an amount that make it a ceiling."""
_COMPARABLE = re.compile(r"(?:同口径|可比|实际|扣除[^,，;；。]{0,20})(?:后)?(?:增长|下降|减少|增加|口径)?$")
"""Words before a rate that put it on a comparable footing."""
_NEVER_AS_FAR = Decimal("0.6")
"""A result below so much of the target is more likely of something else; it is left to the reader."""
_RATE_APART = Decimal(15)
"""Growth rates so many points short of it, too."""
_SURPASSED = Decimal(3)
"""Work may come to so many times what was promised; beyond that it is more likely a sum over years or of a wider area."""
_RATE_SURPASSED = Decimal(30)
"""A growth rate may lie so many points on the better side."""

NO_RESULT = "no result told"
UNNAMED = "the name does not say of what"
NO_SIDE = "neither more nor less is known to be better"
NO_VALUE = "an end of a range is missing"
FAR = "too far apart to be of the same thing"
TARGETS_DIFFER = "the report sets several targets"
RESULTS_DIFFER = "reports tell different results"
FOOTING = "one of them is on a comparable footing, the other not"


def pair_targets(cells: Cells) -> Iterator[TargetRow]:
    """Pair the targets of a region with the results.

    Args:
        cells: the cells of one region.

    Yields:
        What the rows of the table ``targets`` are made of.
    """
    for (key, status), members in cells.items():
        if status != "target":
            continue
        targets = [item for item in members if item.own_report and item.report_year == key.year]
        if targets:
            results = _results(cells, key)
            yield _row(key, targets[0], results, _verdict(key, targets, results))


def _results(cells: Cells, key: Key) -> list[Candidate]:
    """What the region's own later reports tell of the target's year: what was done before what was expected."""
    for status in _RESULTS:
        found = [
            item
            for item in cells.get((key, status), ())
            if item.own_report
            and item.origin == "stated"
            and item.report_year is not None
            and item.report_year > key.year
        ]
        if found:
            return found
    return []


def _verdict(key: Key, targets: list[Candidate], results: list[Candidate]) -> Verdict:
    if not results:
        return Verdict("undetermined", NO_RESULT)
    if not is_named_in_full(key.indicator_id, targets[0].name):
        return Verdict("undetermined", UNNAMED)
    verdicts = [[_judged(key, target, result) for result in results] for target in targets]
    first = verdicts[0][0]
    if first.outcome == "missed" and any(verdict.reason == FOOTING for verdict in verdicts[0]):
        return Verdict("undetermined", FOOTING)  # 增长1.7%（同口径增长2.5%）
    if any(row[0].outcome != first.outcome for row in verdicts):
        return Verdict("undetermined", TARGETS_DIFFER)
    if any(verdict.outcome != first.outcome for verdict in verdicts[0] if verdict.outcome != "undetermined"):
        decided = {verdict.outcome for verdict in verdicts[0]} - {"undetermined"}
        # a hedged result leaves open what a plain one beside it tells
        return Verdict(decided.pop()) if len(decided) == 1 else Verdict("undetermined", RESULTS_DIFFER)
    return first


def _judged(key: Key, target: Candidate, result: Candidate) -> Verdict:
    """What one value told says of one value promised."""
    better = _better(key, target)
    if better is None:
        near = target.interval.meets(result.interval)
        return Verdict("met") if near and target.value is not None else Verdict("undetermined", NO_SIDE)
    goal = _goal(target, better)
    if goal is None:
        return Verdict("undetermined", NO_VALUE)
    if _comparable(target) != _comparable(result):
        return Verdict("undetermined", FOOTING)
    if _far(key, goal, result):
        return Verdict("undetermined", FAR)
    plain = result.value if result.modifier is None else None
    return compare(goal, plain, result.interval)


def _better(key: Key, target: Candidate) -> str | None:
    """Which side of a target is the better one: what its hedge says, else its wording, else what is wanted of the indicator."""
    fall = target.value is not None and target.value < 0
    if target.modifier in ("at_least", "over"):
        return "down" if fall else "up"
    if target.modifier in ("at_most", "under"):
        return "up" if fall else "down"
    if _CEILING.search(target.before):
        return "down"
    if key.measure == "rank" or (fall and key.measure in ("growth", "points", "increment")):
        return "down"
    if key.indicator_id is not None:
        return wanted_direction(key.indicator_id)
    # of things without a canonical indicator, more of the work promised is better; a share may be of anything
    return "up" if key.measure in ("level", "increment", "growth") else None


def _comparable(candidate: Candidate) -> bool:
    return _COMPARABLE.search(candidate.before) is not None


def _goal(target: Candidate, better: str) -> Goal | None:
    ceiling = better == "down"
    if target.value is None:
        end = target.high if ceiling else target.low
        return None if end is None else Goal(end, end, ceiling)
    if target.modifier != "approx":
        return Goal(target.value, target.value, ceiling)
    slack = target.interval.high if ceiling else target.interval.low
    return Goal(target.value, target.value if slack is None else slack, ceiling)


def _far(key: Key, goal: Goal, result: Candidate) -> bool:
    value = result.value if result.value is not None else result.low
    if value is None:
        return False
    better = value < goal.enough if goal.ceiling else value > goal.enough
    if key.unit in _RATES:
        apart = _RATE_SURPASSED if better else _RATE_APART
        return key.measure != "share" and abs(value - goal.enough) > apart
    if not goal.enough or key.measure == "rank":
        return False
    if better and not goal.ceiling:
        return abs(value) > _SURPASSED * abs(goal.enough)
    low, high = sorted((abs(value), abs(goal.enough)))
    return low < _NEVER_AS_FAR * high


def _row(key: Key, target: Candidate, results: list[Candidate], verdict: Verdict) -> TargetRow:
    result = results[0] if results else None
    difference = _difference(target, result)
    goal = target.value if target.value is not None else target.low if target.low is not None else target.high
    relative = None
    if difference is not None and goal and key.unit not in _RATES:
        relative = float(ratio(100 * difference, abs(goal), 4))
    better = _better(key, target)
    aim = "within" if target.value is None else {"up": "at_least", "down": "at_most"}.get(better or "", "about")
    return TargetRow(target, result, aim, verdict, difference, relative, _confirmed(results))


def _confirmed(results: list[Candidate]) -> str | None:
    """The later reports that tell the same result again."""
    if not results:
        return None
    first, *others = results
    again = {
        item.doc_id
        for item in others
        if item.doc_id and item.doc_id != first.doc_id and item.interval.meets(first.interval)
    }
    return " ".join(sorted(again)) or None


def _difference(target: Candidate, result: Candidate | None) -> Decimal | None:
    """The result minus the target, or minus the nearer end of a range."""
    if result is None or result.value is None:
        return None
    if target.value is not None:
        return result.value - target.value
    if target.low is not None and result.value < target.low:
        return result.value - target.low
    if target.high is not None and result.value > target.high:
        return result.value - target.high
    return Decimal(0)
