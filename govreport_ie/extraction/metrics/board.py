"""The candidates of all numbers of a report, sentence by sentence, and what the numbers were given so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from govreport_ie.extraction.metrics.candidates import Candidates, Positions, Stretch, stretches
from govreport_ie.extraction.metrics.features import Columns, Number, Tables, number_of, scenes
from govreport_ie.extraction.metrics.segments import Slot, slots
from govreport_ie.extraction.metrics.signals import Layout, Signals
from govreport_ie.extraction.records import Analysis

__all__ = ["Board", "Choice", "Passage", "overlap"]

_LOOK_BACK = 8
_MOST_PHRASES = 4


class Choice(NamedTuple):
    """The span that a number was given.

    Attributes:
        start: where it starts.
        end: where it ends.
        kind: one of `candidates.TYPES`.
        origin: the number beside which it stands, on the board.
    """

    start: int
    end: int
    kind: int
    origin: int


@dataclass(slots=True)
class Passage:
    """A sentence with numbers: its place, its slots, and where its numbers begin among those of the board."""

    start: int
    end: int
    slots: list[Slot]
    first: int  # number of its first slot on the board


class Board:
    """The candidates of one report.

    Args:
        analysis: a report with its quantities and entities.

    Attributes:
        passages: the sentences with numbers, in order.
        numbers: all numbers of the passages, in order.
        passage_of: for every number its passage.
        layout: where the passages stand in the arrays.
        shift: for every number what makes positions of offsets.
        scene: the columns of the numbers.
        candidates: their candidates.
        lowest: for every number where the first stretch begins in which its phrase may stand.
        low: for every number the first one whose phrase it may repeat: one of its sentence, or the last of the sentence before.
        first: for every number its first candidate; one more at the end.
        starts: by candidate where it starts.
        ends: by candidate where it ends.
        types: by candidate its type.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.passages: list[Passage] = []
        self.numbers: list[Number] = []
        self.passage_of: list[int] = []
        self.lowest: list[int] = []
        self.low: list[int] = []
        self.layout = Layout()
        found: list[Stretch] = []
        quantities, sentences = analysis.quantities, analysis.sentences
        total, i, s = len(quantities), 0, 0
        while i < total:
            at = quantities[i].start
            while s < len(sentences) and sentences[s][1] <= at:
                s += 1
            if s == len(sentences):
                break
            start, end = sentences[s]
            if start > at:
                i += 1
                continue
            j = i
            while j < total and quantities[j].start < end:
                j += 1
            found += self._add(start, end, i, j)
            i = j
        self.signals = Signals(analysis, self.layout)
        self.scene: Columns = scenes(self.signals, self.numbers)
        table = np.array(found, dtype=np.int64).reshape(-1, 4)
        self.shift = np.array(self.layout.shifts, dtype=np.int64)[self.passage_of]
        table[:, 2:] += self.shift[table[:, 0], None]
        self.candidates = Candidates.of(self.signals, table)
        spans = self.candidates
        stretch = spans.stretch_of_start[spans.start]
        shift = self.shift[spans.number[stretch]]
        self.first: list[int] = np.searchsorted(spans.number[stretch], np.arange(len(self.numbers) + 1)).tolist()
        self.starts = spans.starts[spans.start] - shift
        self.ends = spans.ends[spans.end] - shift
        self.types = spans.type[stretch]

    def _add(self, start: int, end: int, i: int, j: int) -> list[Stretch]:
        """Add a sentence with its quantities; returns where the phrases of its numbers may stand."""
        folded, quantities = self.analysis.folded, self.analysis.quantities
        around = slots(folded, start, end, quantities, i, j)
        first = len(self.numbers)
        near = self.passages and self.passages[-1].end >= start - 2
        self.passages.append(Passage(start, end, around, first))
        # an amount may go on behind a line end
        self.layout.add(start, max(end, max(max(slot.right_start, slot.right_end) for slot in around)))
        shift = self.layout.shifts[-1]
        out: list[Stretch] = []
        inside = quantities[i:j]
        for k in range(len(around)):
            number = first + k
            self.low.append(number - 1 if near and not k else max(first, number - _LOOK_BACK))
            places = stretches(folded, around, k, (start, end), number)
            out += places
            self.lowest.append(min([place[2] for place in places], default=end))
            self.numbers.append(number_of(around, inside, k, shift))
            self.passage_of.append(len(self.passages) - 1)
        return out

    def tables(self) -> Tables:
        """The columns of all candidates."""
        return Tables(self.signals, self.scene, self.candidates)

    def again(self, number: Positions, start: Positions, end: Positions) -> Tables:
        """The columns of phrases said before.

        Args:
            number: by phrase the number that may repeat it.
            start: where it starts.
            end: where it ends.
        """
        shift = np.array(self.layout.shifts)[np.searchsorted(self.layout.starts, start, side="right") - 1]
        return Tables(self.signals, self.scene, Candidates.again(number, start + shift, end + shift))

    def choice(self, k: int, candidate: int) -> Choice:
        """A candidate of a number as what it is given."""
        return Choice(self.starts.item(candidate), self.ends.item(candidate), self.types.item(candidate), k)

    def previous(self, k: int, given: Mapping[int, Choice]) -> Choice | None:
        """What the number before in the sentence was given."""
        return given.get(k - 1) if k > self.passages[self.passage_of[k]].first else None

    def earlier(self, k: int, given: Mapping[int, Choice]) -> list[int]:
        """The earlier numbers whose phrases the k-th may repeat, nearest first, each phrase once."""
        lowest = self.lowest[k]
        found: list[int] = []
        seen: set[tuple[int, int]] = set()
        for j in range(k - 1, self.low[k] - 1, -1):
            choice = given.get(j)
            if choice is None or (span := (choice.start, choice.end)) in seen:
                continue
            seen.add(span)
            if choice.end > lowest and self.candidate(k, *span) is not None:
                continue
            found.append(j)
            if len(found) == _MOST_PHRASES:
                break
        return found

    def candidate(self, k: int, start: int, end: int) -> int | None:
        """The candidate of a number with a span, or None."""
        own = slice(self.first[k], self.first[k + 1])
        found = np.flatnonzero((self.starts[own] == start) & (self.ends[own] == end))
        return own.start + int(found[0]) if len(found) else None


def overlap(start: int, end: int, last: Choice | None) -> int:
    """How a candidate lies to the phrase of the number before: 0 apart, 1 they overlap, 2 it is a part of it, 3 the same."""
    if last is None or start >= last.end or end <= last.start:
        return 0
    if start == last.start and end == last.end:
        return 3
    return 2 if last.start <= start and end <= last.end else 1
