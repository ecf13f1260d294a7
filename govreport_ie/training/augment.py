"""Labelled windows with other names in them: what a name looks like is learned, not which names there are.

All changes keep the length, so that offsets and tags stay: a name gives way to another one of its label and length; the proper part of a
name is replaced by characters drawn at random, which no list holds; and a window is shown without one of the channels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.network import RARE, SPECIAL
from govreport_ie.training.network import Batch
from govreport_ie.training.windows import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray


__all__ = ["Augmenter", "Changes"]

Span = tuple[int, int, str]

_MOVED = ("gazetteer", "body", "head", "quantity")
"""Channels that go with a name."""
_LISTS = ("gazetteer", "body")
_LEAST_STEM, _MOST_STEM = 1, 6
_MOST_INVENTED = 4
_FROM_NAMES = 0.6  # of the characters drawn, the share that is as frequent as in proper parts of names


@dataclass(frozen=True, slots=True)
class Changes:
    """How much is changed.

    Attributes:
        windows: share of the windows in which names are changed.
        swapped: share of the names there that give way to another one.
        invented: share of the others whose proper part is replaced.
        silent: share of all windows that are shown without one of the channels `gazetteer`, `body` and `head`.
    """

    windows: float = 0.5
    swapped: float = 0.3
    invented: float = 0.3
    silent: float = 0.05


class Augmenter:
    """Changes names in batches of windows.

    Args:
        windows: the labelled windows whose names stand in for others.
        characters: the characters with a row of their own.
        changes: how much is changed.
    """

    def __init__(self, windows: Iterable[Window], characters: str, changes: Changes) -> None:
        self.changes = changes
        self._han = np.zeros(SPECIAL + RARE + len(characters), bool)
        self._han[SPECIAL + RARE :] = ["㐀" <= character <= "鿿" for character in characters]
        self._han[SPECIAL : SPECIAL + RARE] = True  # nearly all rare characters are those of names
        self._any = np.flatnonzero(self._han).astype(np.int32)
        self._names: dict[tuple[str, int], list[tuple[NDArray[np.int32], dict[str, NDArray[np.uint8]]]]] = defaultdict(
            list
        )
        stems: list[NDArray[np.int32]] = []
        for window in windows:
            document = window.document
            for entity in window.entities:
                if entity["opt"]:
                    continue
                part = slice(window.start + entity["start"], window.start + entity["end"])
                channels = {name: document.channels[name][part] for name in _MOVED}
                rows = document.rows[part]
                self._names[entity["label"], len(rows)].append((rows, channels))
                if entity["label"] == "PLACE":
                    stems.append(rows[: _stem(channels["head"])])
        stems = [stem[self._han[stem]] for stem in stems]
        self._of_names = np.concatenate(stems) if stems else self._any

    def change(self, batch: Batch, names: Sequence[Span], random: np.random.Generator) -> None:
        """Change the rows and channels of a batch in place.

        Args:
            batch: a window or a part of one; its arrays are its own.
            names: its certain names (start, end, label).
            random: draws.
        """
        changes = self.changes
        if random.random() < changes.windows:
            for span in names:
                drawn = random.random()
                if drawn < changes.swapped:
                    self._swap(batch, span, random)
                elif drawn < changes.swapped + changes.invented:
                    self._invent(batch, span, random)
        if random.random() < changes.silent:
            batch.channels[("gazetteer", "body", "head")[int(random.integers(3))]][:] = 0

    def _swap(self, batch: Batch, span: Span, random: np.random.Generator) -> None:
        start, end, label = span
        known = self._names.get((label, end - start))
        if not known:
            return
        rows, channels = known[int(random.integers(len(known)))]
        batch.rows[start:end] = rows
        for name, channel in channels.items():
            if name in batch.channels:
                batch.channels[name][start:end] = channel

    def _invent(self, batch: Batch, span: Span, random: np.random.Generator) -> None:
        start, end, label = span
        if batch.channels["quantity"][start:end].any():
            return
        if label == "PROJECT":  # of a project only the place at its front is known to be a name
            size = _run(batch.channels["gazetteer"][start:end])
        else:
            size = _stem(batch.channels["head"][start:end])
            if size == end - start:
                return
        if not _LEAST_STEM <= size <= _MOST_STEM or not self._han[batch.rows[start : start + size]].all():
            return
        stop = start + min(size, _MOST_INVENTED)
        count = stop - start
        drawn = self._of_names[random.integers(len(self._of_names), size=count)]
        others = self._any[random.integers(len(self._any), size=count)]
        batch.rows[start:stop] = np.where(random.random(count) < _FROM_NAMES, drawn, others)
        for name in _LISTS:
            if name in batch.channels:
                batch.channels[name][start : start + size] = 0


def _stem(heads: NDArray[np.uint8]) -> int:
    """How many characters of a name stand before the head that it ends with; all of them where it has none."""
    size = len(heads)
    while size and heads[size - 1]:
        size -= 1
    return size or len(heads)


def _run(hits: NDArray[np.uint8]) -> int:
    """How many characters from the first on belong to a listed name."""
    outside = np.flatnonzero(hits == 0)
    return int(outside[0]) if outside.size else len(hits)
