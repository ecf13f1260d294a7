"""What spoke most for the phrase that a number was given: the features of the learned choice with the largest weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govreport_ie.extraction.metrics.board import Board
from govreport_ie.extraction.metrics.features import TEMPLATES
from govreport_ie.extraction.metrics.ranker import PLAN, Weights
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import ROLES
from govreport_ie.extraction.records import Analysis, MetricRecord

__all__ = ["heaviest_features"]

_KINDS = ("", "money", "percent", "percentage_point", "measure", "count", "rank", "ratio", "", "none")
_GROUPS = ("", "left", "right", "behind the list", "next clause", "clause before", "said before", "dealt out")
_LEAST = 0.05
_Words = Callable[[str, int, int, Slot], str]

# columns whose value is a stretch of text: what to cut out, given the text, the phrase and the slot
_TEXTS: dict[str, _Words] = {
    "e1": lambda t, a, b, s: t[b - 1 : b],
    "e2": lambda t, a, b, s: t[b - 2 : b],
    "b1": lambda t, a, b, s: t[a : a + 1],
    "b2": lambda t, a, b, s: t[a : a + 2],
    "o2": lambda t, a, b, s: t[b : b + 2],
    "p1": lambda t, a, b, s: t[max(a - 1, 0) : a],
    "p2": lambda t, a, b, s: t[max(a - 2, 0) : a],
    "tail text": lambda t, a, b, s: t[b : s.left_end if b <= s.left_end else s.right_end],
    "head text": lambda t, a, b, s: t[s.left_start if b <= s.left_end else s.right_start : a],
    "left pair": lambda t, a, b, s: t[max(s.left_end - 2, 0) : s.left_end],
    "mark": lambda t, a, b, s: s.mark or "start",
}


def heaviest_features(analysis: Analysis, metric: MetricRecord, weights: Weights, *, most: int = 5) -> list[str]:
    """The features that weigh most for a metric's phrase, as readable lines, the heaviest first.

    Args:
        analysis: the report.
        metric: one of its metrics.
        weights: the learned choice.
        most: how many lines to give.

    Returns:
        Lines such as ``+1.32 e2=面积 unit=亩``; empty where a rule chose the phrase.
    """
    if metric.indicator_score is None:
        return []
    board = Board(analysis)
    k = next((k for k, number in enumerate(board.numbers) if number.slot.index == metric.quantity), None)
    if k is None:
        return []
    start, end = metric.indicator_start, metric.indicator_end
    row = board.candidate(k, start, end)
    tables = board.tables() if row is not None else board.again(*np.array([[k], [start], [end]]))
    values, row = tables.values(row or 0), row or 0
    weight = weights.values[PLAN.matrix(tables)[row]].tolist()
    order = sorted(range(len(TEMPLATES)), key=lambda i: -abs(weight[i]))[:most]
    slot = board.numbers[k].slot
    lines: list[str] = []
    for i in order:
        if abs(weight[i]) < _LEAST:
            break
        parts = [f"{name}={_shown(name, values[name], analysis.folded, start, end, slot)}" for name in TEMPLATES[i]]
        lines.append(f"{weight[i]:+.2f} {' '.join(parts)}")
    return lines


def _shown(name: str, value: int, folded: str, start: int, end: int, slot: Slot) -> str:
    words = _TEXTS.get(name)
    if words is not None:
        return words(folded, start, end, slot)
    if name in ("kind", "last kind"):
        return _KINDS[value]
    if name == "group":
        return _GROUPS[value]
    if name.endswith("role") or name in ("head last", "tail first"):
        return ROLES.get(value, "") or "none"
    return str(value) if value < 1000 else "…"
