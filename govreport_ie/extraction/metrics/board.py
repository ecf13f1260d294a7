"""All candidates of a report's numbers at once: their spans, their features, and what earlier choices add to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction.metrics import features
from govreport_ie.extraction.metrics.candidates import candidate_spans
from govreport_ie.extraction.metrics.features import TEMPLATES, Columns, Number, number_of
from govreport_ie.extraction.metrics.segments import Slot, slots
from govreport_ie.extraction.metrics.signals import Signals
from govreport_ie.extraction.records import Analysis

__all__ = ["Board", "Choice", "Passage"]

SAID_BEFORE = 9
_LOOK_BACK = 8
_MOST_PHRASES = 4
DEALT = 7
"""What stands for the type of a phrase that no choice was made for: the member of a list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The span that a number was given."""

    start: int
    end: int
    kind: int  # of `candidates.TYPES`, or DEALT


@dataclass(slots=True)
class Passage:
    """A sentence with numbers: its place, its slots, and where its numbers begin among those of the board."""

    start: int
    end: int
    slots: list[Slot]
    first: int  # number of its first slot on the board


@dataclass(slots=True)
class Board:
    """The candidates of one report.

    Attributes:
        passages: the sentences with numbers, in order.
        numbers: all numbers of the passages, in order.
        spans: all candidates: start, end, type.
        first: for every number its first candidate; one more at the end.
    """

    analysis: Analysis
    signals: Signals
    passages: list[Passage] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    passage_of: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])

    @classmethod
    def of(cls, analysis: Analysis) -> Board:
        """Lay out the candidates of every number of a report."""
        board = cls(analysis, Signals(analysis))
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
            board._add(start, end, i, j)
            i = j
        return board

    def _add(self, start: int, end: int, i: int, j: int) -> None:
        folded, quantities = self.analysis.folded, self.analysis.quantities
        around = slots(folded, start, end, quantities, i, j)
        passage = Passage(start, end, around, len(self.numbers))
        for k in range(len(around)):
            self.numbers.append(number_of(around, quantities[i:j], k))
            self.passage_of.append(len(self.passages))
            self.spans += candidate_spans(self.signals, folded, around, k, (start, end))
            self.first.append(len(self.spans))
        self.passages.append(passage)

    def static(self) -> tuple[NDArray[np.int32], Columns]:
        """The features of all candidates, and their columns."""
        counts = np.diff(self.first)
        owner = np.repeat(np.arange(len(counts)), counts)
        place = np.fromiter(chain.from_iterable(self.spans), dtype=np.int64, count=3 * len(self.spans)).reshape(-1, 3)
        table = features.columns(self.signals, self.numbers, owner, *place.T)
        return features.hashed(TEMPLATES, table, 0), table

    def table(self, k: int, span: tuple[int, int, int]) -> Columns:
        """The columns of one candidate of a number."""
        place = np.array([span], dtype=np.int64)
        return features.columns(self.signals, self.numbers, np.array([k]), *place.T)

    def low(self, k: int) -> int:
        """The first number whose phrase the k-th may repeat: one of its sentence, or the last of the sentence before."""
        at = self.passage_of[k]
        begin = self.passages[at].first
        if k == begin and k and self.passages[at - 1].end >= self.passages[at].start - 2:
            return k - 1
        return max(begin, k - _LOOK_BACK)

    def earlier(self, k: int, given: Mapping[int, Choice]) -> list[int]:
        """The earlier numbers whose phrases the k-th may repeat, nearest first, each phrase once."""
        own = self.spans[self.first[k] : self.first[k + 1]]
        lowest = min(own)[0] if own else 0
        found: list[int] = []
        seen: set[tuple[int, int]] = set()
        for j in range(k - 1, self.low(k) - 1, -1):
            choice = given.get(j)
            if choice is None or (span := (choice.start, choice.end)) in seen:
                continue
            seen.add(span)
            if choice.end > lowest and any(span == other[:2] for other in own):
                continue
            found.append(j)
            if len(found) == _MOST_PHRASES:
                break
        return found

    def pair_table(self, pairs: list[tuple[int, int, Choice]]) -> Columns:
        """The columns of phrases said before: (number, earlier number, what that was given)."""
        owner = np.array([k for k, _, _ in pairs], dtype=np.int64)
        start = np.array([choice.start for _, _, choice in pairs], dtype=np.int64)
        end = np.array([choice.end for _, _, choice in pairs], dtype=np.int64)
        kind = np.full(len(pairs), SAID_BEFORE, dtype=np.int64)
        table = features.columns(self.signals, self.numbers, owner, start, end, kind)
        rows = [(k, j, choice.kind, choice.end - choice.start) for k, j, choice in pairs]
        features.pair_columns(self.signals, self.numbers, rows, table)
        return table

    @staticmethod
    def pairs(table: Columns) -> NDArray[np.int32]:
        """The features of phrases said before, but for those of their rank."""
        return np.hstack((
            features.hashed(TEMPLATES, table, 0),
            features.hashed(features.AGAIN_FIXED, table, features.FIXED_SEED),
        ))  # fmt: skip


def overlap(span: tuple[int, ...], last: Choice | None) -> int:
    """How a candidate lies to the phrase of the number before: 0 apart, 1 they overlap, 2 it is a part of it, 3 the same."""
    if last is None or span[0] >= last.end or span[1] <= last.start:
        return 0
    if span == (last.start, last.end):
        return 3
    return 2 if last.start <= span[0] and span[1] <= last.end else 1
