"""The spans that may say what a number measures: on its left, on its right, in the clauses before, behind the list.

`stretches` tells where to look for one number; `Candidates` holds every span of all stretches of a report between a place where a
phrase may begin and one where it may end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import Signals

__all__ = ["BEFORE", "DEALT", "LEFT", "LIST", "RIGHT", "SAID_BEFORE", "TYPES", "Candidates", "Positions", "Stretch", "stretches"]  # fmt: skip

TYPES = (
    "",
    "left",
    "right",
    "behind the list",
    "next clause",
    "clause before",
    "two before",
    "said before",
    "dealt out",
)
"""Where a phrase stands, by its number; no choice was made for what is dealt out, the member of a list.

The next clause is looked at only where little stands before the number (投入2亿元,新建…): it holds the phrase of one number in a thousand.
"""

LEFT, RIGHT, LIST, NEXT_CLAUSE, BEFORE, SAID_BEFORE, DEALT = 1, 2, 3, 4, 5, 7, 8
_LONGEST = 30
_LEFT, _RIGHT, _CLAUSE, _NEXT = 45, 34, 36, 30
_CLAUSES = 2
_LONGEST_LIST = 64  # values behind a number that are looked through for the end of their list
_SAYS_LITTLE = 6  # characters before a number
_HARD = re.compile(r"[,;:。!?()—]")

_GOES_ON = re.compile(r"[^,;。\d]{1,6}[到至](?:于|在|约|近)?\d{4}\s?年(?:度|底|末)?(?:的|约|近|及之前)?$")
"""What stands between the two numbers of a change, and names nothing: 由30条增至2027年130条."""
_COUNTED_IN = re.compile(r"\s?单位(?=[,;。、:()\n]|较|增|减|$)")
_ATTAINS = re.compile(r"[为达至到](?:约|近|超过|逾|共)?$")
"""需求量为308000个单位: what stands before such a number is what it measures, and 单位 only its unit."""
_CALCULATED = re.compile(r"按[^,;。]{1,30}(?:计算|折算|测算)(?:,?约?(?:为|合|折合|相当于))?(?:约)?$")
_COMPARING = re.compile(r"(?:并|且)?(?:与|同|和|跟)[^,;。]{1,20}相比$")
"""Clauses that say how a number was worked out or with what it is compared, and not what it measures."""

Stretch = tuple[int, int, int, int]
"""The number on the board, the type, where the stretch begins and where it ends."""

Positions = NDArray[np.int64]


def stretches(folded: str, slots: list[Slot], k: int, sentence: tuple[int, int], number: int) -> list[Stretch]:
    """Where the phrase of one number may stand.

    Args:
        folded: the folded text.
        slots: the slots of the sentence.
        k: which of them.
        sentence: start and end of the sentence.
        number: the slot's number on the board.
    """
    slot = slots[k]
    out: list[Stretch] = []
    calculated = _CALCULATED.match(folded, slot.left_start, slot.left_end)
    if slot.left_start < slot.left_end and not calculated:
        out.append((number, LEFT, max(slot.left_start, slot.left_end - _LEFT), slot.left_end))
    if slot.right_start < slot.right_end and not _names_nothing(folded, slot):
        out.append((number, RIGHT, slot.right_start, min(slot.right_end, slot.right_start + _RIGHT)))
    last = _last_of_list(slots, k)
    if last > k:
        start = slots[last].right_start
        out.append((number, LIST, start, min(slots[last].right_end, start + _NEXT)))
    elif slot.left_end - slot.left_start <= _SAYS_LITTLE:
        out += [(number, NEXT_CLAUSE, *place) for place in _clause_behind(folded, slots, k, sentence[1])]
    for n, (start, end) in enumerate(_clauses_before(folded, slots, k, sentence[0])):
        out.append((number, BEFORE + n, start, end))
    return out


def _last_of_list(slots: list[Slot], k: int) -> int:
    """The last number of the list of values that a number is in; of endless lists that which is so far behind it."""
    stop = min(len(slots), k + _LONGEST_LIST)
    last = k
    while last + 1 < stop and slots[last + 1].gap_list:
        last += 1
    return last


def _names_nothing(folded: str, slot: Slot) -> bool:
    """Whether what stands behind a number leads on to the next one, or is the word for its unit."""
    if _GOES_ON.match(folded, slot.right_start, slot.right_end):
        return True
    counted = _COUNTED_IN.match(folded, slot.right_start, slot.right_end + 1)
    return counted is not None and _ATTAINS.search(folded, slot.left_start, slot.left_end) is not None


def _clauses_before(folded: str, slots: list[Slot], k: int, begin: int) -> list[tuple[int, int]]:
    """The clauses between the last number and this one's own clause, nearest first."""
    low = max(begin, slots[k - 1].right_end) if k else begin
    high = slots[k].left_start - 1
    if high <= low:
        return []
    cuts = [low, *[match.end() for match in _HARD.finditer(folded, low, high)]]
    out: list[tuple[int, int]] = []
    for cut in reversed(cuts):
        if high > cut and not _COMPARING.match(folded, cut, high):
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
        out = [(start, min(end, following.left_end)), (following.right_start, following.right_end)]
    return [(a, min(b, a + _NEXT)) for a, b in out if b > a]


@dataclass(slots=True)
class Candidates:
    """The candidates of a report, stretch by stretch, by their positions (see `signals.Layout`).

    Attributes:
        number: by stretch its number.
        type: by stretch its type.
        begin: by stretch where it begins.
        finish: by stretch where it ends.
        starts: the places where a candidate may begin, stretch by stretch.
        ends: the places where one may end, stretch by stretch.
        stretch_of_start: by place its stretch.
        stretch_of_end: by place its stretch.
        start: by candidate which of the starts is its own.
        end: by candidate which of the ends is its own.
    """

    number: Positions
    type: Positions
    begin: Positions
    finish: Positions
    starts: Positions
    ends: Positions
    stretch_of_start: Positions
    stretch_of_end: Positions
    start: Positions
    end: Positions

    @classmethod
    def of(cls, signals: Signals, table: Positions) -> Candidates:
        """All candidates of a report's stretches.

        Args:
            signals: the report's positions.
            table: the stretches, one a row: number, type, and the positions where it begins and ends.
        """
        number, type_, begin, finish = table.T
        # what stands at the edges of a stretch and in no phrase is left out: 的, blanks, commas
        low, high = signals.next_word[begin], signals.last_word[finish]
        stretch_of_start, starts = _within(signals.starts, low, low, high, "left")
        stretch_of_end, ends = _within(signals.ends, high, low, high, "right")
        count = np.bincount(stretch_of_end, minlength=len(table))
        first = np.cumsum(count) - count
        each = count[stretch_of_start]
        start = np.repeat(np.arange(len(starts)), each)
        end = np.arange(len(start)) - np.repeat(np.cumsum(each) - each, each) + np.repeat(first[stretch_of_start], each)
        length = ends[end] - starts[start]
        own = stretch_of_start[start]
        alone = (high - low == 1)[own]
        counted = (type_ == RIGHT)[own] & (starts[start] == low[own])  # 14个|县|实现…
        fits = (length <= _LONGEST) & ((length > 1) | ((alone | counted) & (length == 1)))
        fits &= signals.open[starts][start] == signals.open[ends][end]  # no half of a quotation or bracket
        return cls(number, type_, begin, finish, starts, ends, stretch_of_start, stretch_of_end, start[fits], end[fits])

    @classmethod
    def again(cls, number: Positions, start: Positions, end: Positions) -> Candidates:
        """Phrases said before, each a stretch of its own.

        Args:
            number: by phrase the number that may repeat it.
            start: positions where they begin.
            end: positions where they end.
        """
        each = np.arange(len(number))
        kind = np.full(len(number), SAID_BEFORE, dtype=np.int64)
        return cls(number, kind, start, end, start, end, each, each, each, each)


def _within(
    places: Positions, own: Positions, low: Positions, high: Positions, side: str
) -> tuple[Positions, Positions]:
    """The places inside each stretch, its own edge among them: at the front for starts, at the back for ends."""
    begin, finish = np.searchsorted(places, low, side="right"), np.searchsorted(places, high, side="left")
    live = high > low
    count = np.where(live, np.maximum(finish - begin, 0) + 1, 0)
    owner = np.repeat(np.arange(len(low)), count)
    at = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)
    if side == "left":
        at -= 1
        edge = at < begin[owner]
    else:
        edge = at >= finish[owner]
    out = places[np.clip(at, 0, max(len(places) - 1, 0))] if len(places) else np.zeros(len(owner), dtype=np.int64)
    out[edge] = own[owner[edge]]
    return owner, out
