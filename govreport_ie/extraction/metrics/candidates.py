"""The spans that may say what a number measures: on its left, on its right, in the clauses around, behind the list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import Signals

__all__ = ["BEFORE", "LEFT", "LIST", "NEXT_CLAUSE", "RIGHT", "TYPES", "candidate_spans"]

TYPES = ("", "left", "right", "behind the list", "next clause", "behind the next number", "clause before", "two before", "three before", "said before")  # fmt: skip
"""Where a candidate stands, by its number."""

LEFT, RIGHT, LIST, NEXT_CLAUSE, BEFORE = 1, 2, 3, 4, 6
_LONGEST = 30
_LEFT, _RIGHT, _CLAUSE, _NEXT = 45, 34, 40, 30
_CLAUSES = 3
_HARD = re.compile(r"[,;:。!?()—]")
_EDGE = " \u3000、,\n\t的"


def candidate_spans(
    signals: Signals, folded: str, slots: list[Slot], k: int, sentence: tuple[int, int]
) -> list[tuple[int, int, int]]:
    """The candidates of one number as (start, end, type), each span once.

    Args:
        signals: the report's positions.
        folded: the folded text.
        slots: the slots of the sentence.
        k: which of them.
        sentence: start and end of the sentence.
    """
    slot = slots[k]
    found: dict[tuple[int, int], int] = {}

    def add(start: int, end: int, kind: int) -> None:
        while start < end and folded[start] in _EDGE:
            start += 1
        while end > start and folded[end - 1] in _EDGE:
            end -= 1
        if start >= end:
            return
        starts, ends = signals.starts, signals.ends
        last = ends[bisect_right(ends, start) : bisect_left(ends, end)]
        last.append(end)
        first = [start, *starts[bisect_right(starts, start) : bisect_left(starts, end)]]
        single = end - start == 1
        for a in first:
            for b in last:
                if b > a + 1 or single:
                    if b - a > _LONGEST:
                        break
                    if (a, b) not in found:
                        found[a, b] = kind

    add(max(slot.left_start, slot.left_end - _LEFT), slot.left_end, LEFT)
    add(slot.right_start, min(slot.right_end, slot.right_start + _RIGHT), RIGHT)
    j = k + 1
    while j < len(slots) and slots[j].gap_list:
        j += 1
    if j > k + 1:
        add(slots[j - 1].right_start, min(slots[j - 1].right_end, slots[j - 1].right_start + _NEXT), LIST)
    for n, (start, end) in enumerate(_clauses_before(folded, slots, k, sentence[0])):
        add(start, end, BEFORE + n)
    for n, (start, end) in enumerate(_clause_behind(folded, slots, k, sentence[1])):
        add(start, end, NEXT_CLAUSE + n)
    return [(a, b, kind) for (a, b), kind in found.items()]


def _clauses_before(folded: str, slots: list[Slot], k: int, begin: int) -> list[tuple[int, int]]:
    """The clauses between the last number and this one's own clause, nearest first."""
    low = max(begin, slots[k - 1].right_end) if k else begin
    high = slots[k].left_start - 1
    if high <= low:
        return []
    cuts = [low, *(match.end() for match in _HARD.finditer(folded, low, high))]
    out: list[tuple[int, int]] = []
    for cut in reversed(cuts):
        if high > cut:
            out.append((max(cut, high - _CLAUSE), high))
        high = cut - 1
        if len(out) == _CLAUSES:
            break
    return out


def _clause_behind(folded: str, slots: list[Slot], k: int, finish: int) -> list[tuple[int, int]]:
    """The clause behind this number's own, up to its number and behind it."""
    start = slots[k].right_end + 1
    if start >= finish or folded[start - 1] not in ",(":
        return []
    stop = _HARD.search(folded, start, finish)
    end = stop.start() if stop else finish
    out = [(start, end)]
    if k + 1 < len(slots):
        following = slots[k + 1]
        out = [(start, min(end, following.left_end))]
        if following.right_start < following.right_end:
            out.append((following.right_start, following.right_end))
    return [(a, min(b, a + _NEXT)) for a, b in out if b > a]
