"""What spoke most for the phrase that a number was given: the features of the learned choice with the largest weights."""

from __future__ import annotations

from collections.abc import Callable

from govreport_ie.extraction.metrics import features
from govreport_ie.extraction.metrics.board import Board, Choice
from govreport_ie.extraction.metrics.candidates import TYPES
from govreport_ie.extraction.metrics.features import AGAIN_FIXED, TEMPLATES
from govreport_ie.extraction.metrics.ranker import Weights
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import ROLES
from govreport_ie.extraction.records import Analysis, MetricRecord

__all__ = ["heaviest_features"]

_KINDS = ("", "money", "percent", "percentage_point", "measure", "count", "rank", "ratio", "", "none")
_GROUPS = ("", "left", "right", "behind the list", "next clause", "clause before", "said before")
_LEAST = 0.05
_Words = Callable[[str, int, int, Slot], str]

# columns whose value is a stretch of text: what to cut out, given the text, the phrase and the slot
_TEXTS: dict[str, _Words] = {
    "e1": lambda t, a, b, s: t[b - 1 : b],
    "e2": lambda t, a, b, s: t[b - 2 : b],
    "e3": lambda t, a, b, s: t[b - 3 : b],
    "b1": lambda t, a, b, s: t[a : a + 1],
    "b2": lambda t, a, b, s: t[a : a + 2],
    "b3": lambda t, a, b, s: t[a : a + 3],
    "o1": lambda t, a, b, s: t[b : b + 1],
    "o2": lambda t, a, b, s: t[b : b + 2],
    "p1": lambda t, a, b, s: t[max(a - 1, 0) : a],
    "p2": lambda t, a, b, s: t[max(a - 2, 0) : a],
    "end four": lambda t, a, b, s: t[b - 2 : b + 2],
    "start four": lambda t, a, b, s: t[max(a - 2, 0) : a + 2],
    "whole": lambda t, a, b, s: t[a:b],
    "tail text": lambda t, a, b, s: t[b : s.left_end] if b <= s.left_end else t[s.right_start : a],
    "head text": lambda t, a, b, s: t[max(s.left_start, a - 6) : a],
    "right char": lambda t, a, b, s: t[s.right_start : s.right_start + 1],
    "right pair": lambda t, a, b, s: t[s.right_start : s.right_start + 2],
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
    board = Board.of(analysis)
    k = next((k for k, number in enumerate(board.numbers) if number.slot.index == metric.quantity), None)
    if k is None:
        return []
    choice = Choice(metric.indicator_start, metric.indicator_end, 0)
    found = [
        span for span in board.spans[board.first[k] : board.first[k + 1]] if span[:2] == (choice.start, choice.end)
    ]
    if found:
        table = board.table(k, found[0])
        ids, templates = features.hashed(TEMPLATES, table, 0), TEMPLATES
    else:
        if k == 0:
            return []
        table = board.pair_table([(k, k - 1, choice)])
        ids, templates = board.pairs(table), TEMPLATES + AGAIN_FIXED
    values = weights.values[ids[0]]
    order = sorted(range(len(templates)), key=lambda i: -abs(float(values[i])))[:most]
    slot = board.numbers[k].slot
    lines = []
    for i in order:
        if abs(float(values[i])) < _LEAST:
            break
        parts = [f"{name}={_shown(name, int(table[name][0]), analysis.folded, choice, slot)}" for name in templates[i]]
        lines.append(f"{float(values[i]):+.2f} {' '.join(parts)}")
    return lines


def _shown(name: str, value: int, folded: str, choice: Choice, slot: Slot) -> str:
    words = _TEXTS.get(name)
    if words is not None:
        return words(folded, choice.start, choice.end, slot)
    if name in ("kind", "last kind", "that kind"):
        return _KINDS[value]
    if name == "group":
        return _GROUPS[value]
    if name in ("type", "that type"):
        return TYPES[value] if value < len(TYPES) else str(value)
    if name.endswith("role") or name in ("head last", "tail first"):
        return ROLES.get(value, "") or "none"
    return str(value) if value < 1000 else "…"
