"""Where common words begin and end: a place name may not cut one (`美丽江苏` is no 丽江, `上海市场` no 上海市)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from govreport_ie.extraction.entities.words import ENDS_OF_CLAUSES, words

__all__ = ["Edges"]

_LANDFORMS = "湖山河江海溪"


class Edges:
    """The common words of one text.

    Args:
        folded: the folded text.
        anchors: offsets whose clauses are looked at, the whole text when omitted.  No word reaches over punctuation, so the words
            of a clause are the same whatever stands around it.

    Attributes:
        starts: start of every word, in order.
        ends: end of every word.
    """

    def __init__(self, folded: str, anchors: Iterable[int] | None = None) -> None:
        known = words()
        self.folded = folded
        self.starts: Sequence[int] = ()
        self.ends: Sequence[int] = ()
        self._patterns: Sequence[int] = ()
        self._class_of = known.classes
        parts = [(0, len(folded))] if anchors is None else _clauses(folded, anchors)
        # side by side, since a search costs something by itself; each part has its punctuation around it, so that no word reaches over
        found = known.stream("".join([folded[low:high] for low, high in parts]))
        if not found:
            return
        self._patterns, starts, ends = zip(*found, strict=True)
        lows, highs = np.array(parts).T
        firsts = np.cumsum(highs - lows) - (highs - lows)
        begins = np.array(starts)
        shifts = (lows - firsts)[np.searchsorted(firsts, begins, "right") - 1]
        self.starts, self.ends = (begins + shifts).tolist(), (np.array(ends) + shifts).tolist()

    def class_at(self, index: int) -> str:
        """The class of a word (see `govreport_ie.extraction.entities.words`)."""
        return self._class_of[self._patterns[index]]

    def word_before(self, offset: int) -> int:
        """Index of the last word that ends at or before an offset, or -1."""
        return bisect_right(self.ends, offset) - 1

    def cut_left(self, start: int, end: int) -> int:
        """Index of the common word that begins before a span and ends inside it or behind it, or -1.

        Args:
            start: start of the span.
            end: end of the span.
        """
        index = bisect_right(self.starts, start) - 1
        if index < 0 or self.ends[index] <= start or self.starts[index] == start:
            return -1
        # 湖公园 is a head of projects; the 湖 belongs to a name
        if self.ends[index] == end and start - self.starts[index] == 1 and self.folded[start - 1] in _LANDFORMS:
            return -1
        return index

    def cut_right(self, start: int, end: int) -> bool:
        """Whether a common word begins in a span and ends behind it.

        Args:
            start: start of the span.
            end: end of the span.
        """
        index = bisect_right(self.starts, end - 1) - 1
        if index < 0 or self.ends[index] <= end or self.starts[index] < start:
            return False
        return not (
            self.starts[index] == end - 1 and self.class_at(index) == "H" and self.folded[end - 1] in _LANDFORMS
        )

    def is_word(self, start: int, end: int) -> bool:
        """Whether a span is exactly one common word."""
        index = bisect_right(self.starts, start) - 1
        return index >= 0 and self.starts[index] == start and self.ends[index] == end

    def is_verb(self, start: int, end: int) -> bool:
        """Whether a span is exactly one verb that opens names or stands inside them (新建)."""
        return self._is_of(start, end, "SO")

    def starts_at(self, offset: int) -> bool:
        """Whether a common word of two or more characters, or one that never stands inside a name, begins at an offset."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and self.starts[index] == offset and self._counts(index)

    def ends_at(self, offset: int) -> bool:
        """Whether such a word ends at an offset."""
        index = bisect_right(self.ends, offset) - 1
        return index >= 0 and self.ends[index] == offset and self._counts(index)

    def ends_with(self, offset: int) -> bool:
        """Whether any common word ends at an offset."""
        index = bisect_right(self.ends, offset) - 1
        return index >= 0 and self.ends[index] == offset

    def alone(self, start: int, end: int) -> bool:
        """Whether words, digits or punctuation end before a span and begin behind it."""
        folded = self.folded
        return (start == 0 or self.ends_at(start) or folded[start - 1].isdigit()) and (
            end == len(folded) or self.starts_at(end) or folded[end].isdigit()
        )

    def _is_of(self, start: int, end: int, classes: str) -> bool:
        return self.is_word(start, end) and self.class_at(bisect_right(self.starts, start) - 1) in classes

    def _counts(self, index: int) -> bool:
        return self.ends[index] - self.starts[index] > 1 or self.class_at(index) in "PQBOC"


def _clauses(folded: str, anchors: Iterable[int]) -> list[tuple[int, int]]:
    """The clauses that hold the anchors, with the punctuation on both sides; neighbours are joined.

    Args:
        folded: the folded text.
        anchors: offsets.
    """
    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    marks = np.flatnonzero(ENDS_OF_CLAUSES[np.minimum(points, len(ENDS_OF_CLAUSES) - 1)])
    numbers = np.unique(np.searchsorted(marks, np.fromiter(anchors, np.int64)))
    if not numbers.size:
        return []
    lows = np.concatenate(([0], marks))[numbers]
    highs = np.concatenate((marks + 1, [len(folded)]))[numbers]
    first = np.concatenate(([True], np.diff(numbers) > 1))
    last = np.concatenate((first[1:], [True]))
    return list(zip(lows[first].tolist(), highs[last].tolist(), strict=True))
