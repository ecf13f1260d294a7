"""The gate of the name network: which clauses may hold a name.

A network of its own, a fortieth of the other's work: what a character, its pair with the next one and its channels say, by the
embeddings of the large network, in a few numbers; dilated convolutions over them; and one value a character, of which the
highest in a clause counts.  Learned in `govreport_ie.training.gate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.channels import channel_sums
from govreport_ie.extraction.entities.words import ENDS_OF_CLAUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GATE_DILATIONS", "Gate", "clause_starts", "opened_clauses"]

GATE_DILATIONS = (1, 2, 4, 8)
"""How far apart the three characters lie that a convolution of the gate sees."""

_HALO = sum(GATE_DILATIONS)
_BLOCK = 4096  # characters at a time
_INSIDE = '“”()《》‘’"/[]'  # a name may hold a quotation or brackets, and is read whole
_CLAUSE_ENDS = ENDS_OF_CLAUSES.copy()
_CLAUSE_ENDS[[ord(mark) for mark in _INSIDE]] = False
_CLAUSE_ENDS[ord("、")] = True
_LAST_CHARACTER = 0xFFFF


class Gate:
    """A trained gate.

    Args:
        weights: the arrays by name: `gate:0` (embedding of a character and of its pair x width), `gate:channel:NAME`, `gate:1` … of the
            convolutions, `gate:bias:0` …, and `gate:output`, with the bias behind.
        characters: the embeddings of the characters.
        pairs: those of the pairs.
        channels: the channels, in the order in which they are combined.
    """

    def __init__(
        self,
        weights: Mapping[str, NDArray[np.float32]],
        characters: NDArray[np.float32],
        pairs: NDArray[np.float32],
        channels: Sequence[str],
    ) -> None:
        first, width = weights["gate:0"], characters.shape[1]
        self._size = first.shape[1]
        self._characters = characters @ first[:width] + weights["gate:bias:0"]
        self._pairs = pairs @ first[width:]
        self._channels = channel_sums([weights[f"gate:channel:{name}"] for name in channels], self._size)
        # the bias is the weight of a row of ones
        self._convolutions = [
            np.ascontiguousarray(np.vstack([weights[f"gate:{number}"], weights[f"gate:bias:{number}"]]).T)
            for number in range(1, len(GATE_DILATIONS) + 1)
        ]
        self._output, self._bias = weights["gate:output"][:-1], weights["gate:output"][-1]

    def values(
        self, rows: NDArray[np.int32], pairs: NDArray[np.int32], channels: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """How much speaks for a name at every character; above 0 its clause is worth to be read.

        Args:
            rows: rows of the characters of a text.
            pairs: rows of its pairs.
            channels: its combined channels.
        """
        size = len(rows)
        found = np.empty(size, np.float32)
        for start in range(0, size, _BLOCK):
            end = min(size, start + _BLOCK)
            low, high = max(0, start - _HALO), min(size, end + _HALO)
            seen = np.take(self._characters, rows[low:high], 0, mode="clip")
            seen += np.take(self._pairs, pairs[low:high], 0, mode="clip")
            seen += np.take(self._channels, channels[low:high], 0, mode="clip")
            found[start:end] = self._of_block(seen)[start - low : end - low]
        return found

    def _of_block(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """The values of some characters by what the first layer makes of them; beside them nothing is seen."""
        count, size, edge = len(seen), self._size, max(GATE_DILATIONS)
        # a row a number, so that the neighbours of all characters are slices
        hidden = np.zeros((size, count + 2 * edge), np.float32)
        inside = hidden[:, edge : edge + count]
        np.maximum(seen.T, 0.0, out=inside)
        wide = np.ones((3 * size + 1, count), np.float32)
        for matrix, dilation in zip(self._convolutions, GATE_DILATIONS, strict=True):
            wide[:size] = hidden[:, edge - dilation : edge - dilation + count]
            wide[size : 2 * size] = inside
            wide[2 * size : 3 * size] = hidden[:, edge + dilation : edge + dilation + count]
            np.maximum(matrix @ wide, 0.0, out=inside)
        return self._output @ inside + self._bias


def clause_starts(folded: str) -> NDArray[np.int64]:
    """Where the clauses of a text start: at its beginning, and behind punctuation and the marks of enumerations.

    Args:
        folded: a folded text, not empty.
    """
    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    starts = np.flatnonzero(_CLAUSE_ENDS[np.minimum(points[:-1], _LAST_CHARACTER)]) + 1
    return np.concatenate(([0], starts))


def opened_clauses(folded: str, values: NDArray[np.float32], wanted: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """The characters of the clauses that are read.

    Args:
        folded: a folded text, not empty.
        values: how much speaks for a name at its characters.
        wanted: stretches whose clauses are read in any case.
    """
    starts = clause_starts(folded)
    opened = np.maximum.reduceat(values, starts) > 0
    if wanted:
        first, behind = (np.array(edges) for edges in zip(*wanted, strict=True))
        first, last = (np.searchsorted(starts, offsets, "right") - 1 for offsets in (first, behind - 1))
        opened[first] = opened[last] = True
        for number in np.flatnonzero(last - first > 1).tolist():
            opened[first[number] : last[number]] = True
    return np.repeat(opened, np.diff(starts, append=len(folded)))
