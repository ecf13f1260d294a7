"""The name network at run time: numpy only, whole documents at once.

Every character gets an embedding of its own and one of the pair with the next character (a hashed table), and the channels of
the layers before (`govreport_ie.extraction.entities.channels`).  One convolution and some dilated ones of width three follow, then the logarithm of
the probability of every tag: outside, or beginning, inside, end or whole of a name of a label (BIOES).

The weights of a file are eight-bit integers with a scale a row.  What the first convolution makes of a character is computed
once, when the file is loaded.  A gate (`govreport_ie.extraction.entities.gate`) tells which clauses may hold a name, a fifth of a report: the
layers read only these and what they see around them, which gives the same scores there.
"""

from __future__ import annotations

import json
import zipfile
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.entities.channels import CHANNELS, channel_sums, combined_channels
from govreport_ie.extraction.entities.gate import Gate, opened_clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = [
    "LABELS",
    "PACKAGED",
    "PAIRS",
    "TAGS",
    "Network",
    "Stored",
    "load_network",
    "packaged_network",
    "pair_numbers",
    "quantised",
    "read_network",
    "save_network",
]

LABELS = ("PROJECT", "PLACE", "INSTITUTION")
TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BIES"))
"""The tags of a character: outside, or beginning, inside, end or whole of a name of a label."""

PAIRS = 1 << 15
"""Rows of the table of pairs of characters."""
RARE = 32
"""Rows that the characters share which are too rare for one of their own."""
SPECIAL = 2
"""Rows before those of the characters: 0 no character, 1 a masked one."""

_BLOCK = 1024  # characters at a time, few enough to stay in the cache of the processor
_CHUNK = 1 << 14  # characters that are read before the next are looked at
_OUTSIDE = np.float32(30.0)
_FORMAT = 2  # 1 weighed logarithms of chances, not of odds, in the calibration
_LAST_CHARACTER = 0xFFFF


def character_numbers(folded: str, table: NDArray[np.int32]) -> NDArray[np.int32]:
    """The row of every character of a text.

    Args:
        folded: a folded text.
        table: row by code point up to U+FFFF.
    """
    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    rows = table[np.minimum(points, _LAST_CHARACTER)]
    beyond = points > _LAST_CHARACTER
    if beyond.any():
        rows[beyond] = SPECIAL + points[beyond] % RARE
    return rows


def character_table(characters: str) -> NDArray[np.int32]:
    """Row by code point, of characters with a row of their own and of rare ones."""
    table = (SPECIAL + np.arange(_LAST_CHARACTER + 1) % RARE).astype(np.int32)
    for row, character in enumerate(characters, SPECIAL + RARE):
        table[ord(character)] = row
    return table


def pair_numbers(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """The row of every pair of a character and the next one, 0 where one of them is missing or masked.

    Args:
        rows: the rows of the characters.
    """
    first = rows.astype(np.uint32)
    second = np.zeros_like(first)
    second[:-1] = first[1:]
    mixed = (first * np.uint32(2654435761)) ^ (second * np.uint32(2246822519) + np.uint32(374761393))
    mixed ^= mixed >> np.uint32(15)
    pairs = (mixed % np.uint32(PAIRS - 1) + np.uint32(1)).astype(np.int32)
    pairs[(first < SPECIAL) | (second < SPECIAL)] = 0
    return pairs


class _Convolution(NamedTuple):
    """A convolution at run time.

    Attributes:
        dilation: how far apart the three characters lie.
        offsets: where they lie.
        matrix: its weights.
        empty: what a character is that the text does not have.
        floor: the least values of its result, for every character of a block.
    """

    dilation: int
    offsets: NDArray[np.int64]
    matrix: NDArray[np.float32]
    empty: NDArray[np.float32]
    floor: NDArray[np.float32]


class Network:
    """A trained network.

    Args:
        weights: the arrays by name: `characters` (rows x width), `pairs`, `channel:NAME`, `convolution:0` …, `bias:0` …,
            `output`, `bias:output`, and those of a gate (see `govreport_ie.extraction.entities.gate`), if it has one.
        characters: the characters with a row of their own, in the order of the rows.
        dilations: how far apart the three characters lie that a convolution after the first one sees.
        settings: what else the file holds: the weights of the votes and the calibration of scores.
    """

    def __init__(
        self,
        weights: Mapping[str, NDArray[np.float32]],
        characters: str,
        dilations: tuple[int, ...],
        settings: Mapping[str, Any],
    ) -> None:
        self.settings = dict(settings)
        self.dilations = dilations
        self._table = character_table(characters)
        first = weights["convolution:0"]
        embeddings, pairs = weights["characters"], weights["pairs"]
        width, pair_width = embeddings.shape[1], pairs.shape[1]
        self._size = first.shape[1]
        # what the first convolution makes of a character for itself, for the next one and for the one before, and of a pair for its
        # first character and its second one; the last row is that of what the text does not have
        before, own, behind = (first[place * width : (place + 1) * width] for place in range(3))
        half = 3 * width + pair_width
        self._tables = [
            _with_nothing(table)
            for table in (
                embeddings @ own + weights["bias:0"],
                embeddings @ before,
                embeddings @ behind,
                pairs @ first[3 * width : half],
                pairs @ first[half:],
            )
        ]
        self._channels = [name for name in CHANNELS if f"channel:{name}" in weights]
        self._of_channels = channel_sums([weights[f"channel:{name}"] for name in self._channels], self._size)
        # Rectified values are kept without the bias b of their layer: max(x + b, 0) is max(x, -b) + b, and what the b makes of
        # the next layer is a part of that layer's bias.  One pass over a block less, and the passes are over whole arrays.
        self._convolutions: list[_Convolution] = []
        added = np.zeros(self._size, np.float32)
        for number, dilation in enumerate(dilations, 1):
            matrix, bias = weights[f"convolution:{number}"], weights[f"bias:{number}"]
            total = (bias + np.tile(added, 3) @ matrix).astype(np.float32)
            self._convolutions.append(
                _Convolution(
                    dilation,
                    np.array([-dilation, 0, dilation]),
                    np.ascontiguousarray(matrix),
                    -added,
                    np.tile(-total, (_BLOCK, 1)),
                )
            )
            added = total
        self._output = np.ascontiguousarray(weights["output"].T)
        self._output_bias = (weights["bias:output"] + added @ weights["output"])[:, None]
        self._gate = Gate(weights, embeddings, pairs, self._channels) if "gate:output" in weights else None
        self._spare: list[_Buffers] = []  # of calls that are over: threads do not share them

    def scores(
        self,
        folded: str,
        channels: Mapping[str, NDArray[np.uint8]],
        wanted: Sequence[tuple[int, int]] | None = None,
        out: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """Unnormalised log-probabilities, characters x `TAGS`; those of one tag lie side by side in memory.

        Args:
            folded: a folded text.
            channels: its channels.
            wanted: with stretches, even an empty list of them, only the clauses are read that hold one of these or that may hold a
                name by the gate (if the network has one and the text is not short); all others are
                outside.  Everything is read when omitted.
            out: where the scores are written, characters x tags; an array of their own when omitted.
        """
        size = len(folded)
        found = np.empty((len(TAGS), size), np.float32) if out is None else out.T
        if not size:
            return found.T
        read = self._rows(folded, channels)
        found[0], found[1:] = _OUTSIDE, 0.0
        buffers = self._spare.pop() if self._spare else _Buffers(self._size, sum(self.dilations))
        # the matrices are too small for threads, which would wait for each other most of the time
        with _blas().limit(limits=1, user_api="blas") if size > _BLOCK else nullcontext():
            looked_at = np.ones(size, bool)
            if wanted is not None and self._gate is not None and size > _BLOCK:
                values = self._gate.values(read.characters[1:-1], read.pairs[1:], read.channels)
                looked_at = opened_clauses(folded, values, wanted)
            for start in range(0, size, _CHUNK):
                self._of_chunk(read, looked_at, (start, min(size, start + _CHUNK)), buffers, found)
        self._spare.append(buffers)
        return found.T

    def gate_values(self, folded: str, channels: Mapping[str, NDArray[np.uint8]]) -> NDArray[np.float32]:
        """What the gate says of the characters of a text (see `govreport_ie.extraction.entities.gate.Gate.values`).

        Args:
            folded: a folded text.
            channels: its channels.
        """
        assert self._gate is not None
        read = self._rows(folded, channels)
        return self._gate.values(read.characters[1:-1], read.pairs[1:], read.channels)

    def _rows(self, folded: str, channels: Mapping[str, NDArray[np.uint8]]) -> _Read:
        rows = character_numbers(folded, self._table)
        nothing, no_pair = len(self._tables[0]) - 1, len(self._tables[-1]) - 1
        return _Read(
            np.pad(rows, 1, constant_values=nothing),
            np.pad(pair_numbers(rows), (1, 0), constant_values=no_pair),
            combined_channels(channels, self._channels, len(folded)),
        )

    def _of_chunk(
        self,
        read: _Read,
        looked_at: NDArray[np.bool_],
        part: tuple[int, int],
        buffers: _Buffers,
        found: NDArray[np.float32],
    ) -> None:
        """Fill a part of the scores; the characters around it are looked at, too."""
        start, end = part
        edge = buffers.edge
        low, high = max(0, start - edge), min(len(looked_at), end + edge)
        wanted = looked_at[low:high].copy()
        wanted[: start - low] = wanted[end - low :] = False
        reach = [wanted]
        for convolution in reversed(self._convolutions):
            reach.append(_widened(reach[-1], convolution.dilation))
        hidden, other = buffers.hidden, buffers.other
        places = np.flatnonzero(reach.pop())
        for first in range(0, len(places), _BLOCK):
            self._first_layer(read, low, places[first : first + _BLOCK], buffers, hidden)
        for convolution in self._convolutions:
            hidden[:edge] = hidden[edge + high - low : 2 * edge + high - low] = convolution.empty
            places = np.flatnonzero(reach.pop()) + edge
            for first in range(0, len(places), _BLOCK):
                self._convolve(convolution, places[first : first + _BLOCK], buffers, hidden, other)
            hidden, other = other, hidden
        places = np.flatnonzero(wanted)
        scores = self._output @ hidden[places + edge].T + self._output_bias
        for row, part_of_row in zip(found[:, low:high], scores, strict=True):
            row[places] = part_of_row

    def _convolve(
        self,
        convolution: _Convolution,
        places: NDArray[np.int64],
        buffers: _Buffers,
        hidden: NDArray[np.float32],
        result: NDArray[np.float32],
    ) -> None:
        """What a convolution makes of some places of `hidden`, written to `result`."""
        count = len(places)
        near, wide, made = buffers.near[:count], buffers.wide[:count], buffers.made[:count]
        np.add(places[:, None], convolution.offsets, out=near)
        np.take(hidden, near.ravel(), 0, out=wide.reshape(-1, self._size), mode="clip")
        np.matmul(wide, convolution.matrix, out=made)
        np.maximum(made, convolution.floor[:count], out=made)
        result[places] = made

    def _first_layer(
        self, read: _Read, low: int, places: NDArray[np.int64], buffers: _Buffers, hidden: NDArray[np.float32]
    ) -> None:
        """What the first convolution makes of some places of a part that begins at `low`, from the tables."""
        part, made = buffers.part[: len(places)], buffers.made[: len(places)]
        at = places + low
        np.take(self._tables[0], read.characters[at + 1], 0, out=made, mode="clip")
        for table, rows in zip(
            self._tables[1:],
            (read.characters[at], read.characters[at + 2], read.pairs[at], read.pairs[at + 1]),
            strict=True,
        ):
            np.take(table, rows, 0, out=part, mode="clip")
            made += part
        np.take(self._of_channels, read.channels[at], 0, out=part, mode="clip")
        made += part
        np.maximum(made, 0.0, out=made)
        hidden[places + buffers.edge] = made


def _with_nothing(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """A table with a row of zeros behind."""
    return np.vstack([table, np.zeros_like(table[:1])])


class _Read(NamedTuple):
    """A text as the network reads it.

    Attributes:
        characters: rows of its characters, with one of nothing on both sides.
        pairs: rows of its pairs, with one of nothing before.
        channels: its combined channels.
    """

    characters: NDArray[np.int32]
    pairs: NDArray[np.int32]
    channels: NDArray[np.int32]


class _Buffers:
    """Arrays that a call works in.

    Args:
        size: width of the layers.
        halo: how far the dilated convolutions see.
    """

    def __init__(self, size: int, halo: int) -> None:
        self.edge = halo  # rows before the first character and behind the last one that stand for missing ones
        self.hidden, self.other = (np.zeros((_CHUNK + 4 * halo, size), np.float32) for _ in range(2))
        self.near = np.empty((_BLOCK, 3), np.int64)
        self.wide = np.empty((_BLOCK, 3 * size), np.float32)
        self.made, self.part = (np.empty((_BLOCK, size), np.float32) for _ in range(2))


def _widened(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """A mask with so many more characters on both sides of every stretch."""
    found = mask.copy()
    longest = 1  # of a step that leaves no hole, as every stretch is at least that long
    while reach:
        step = min(reach, longest)
        before = found.copy()
        found[step:] |= before[:-step]
        found[:-step] |= before[step:]
        reach -= step
        longest += 2 * step
    return found


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """The control of the threads of numpy's linear algebra, looked up once a process."""
    return ThreadpoolController()


_TABLES = ("characters", "pairs")


def save_network(
    file: str | Path | IO[bytes],
    weights: Mapping[str, NDArray[np.float32]],
    characters: str,
    dilations: tuple[int, ...],
    settings: Mapping[str, Any],
) -> None:
    """Write a network: matrices as eight-bit integers with a scale a row (of tables) or a column, vectors as they are.

    Args:
        file: path or open file.
        weights: see `Network`.
        characters: see `Network`.
        dilations: see `Network`.
        settings: see `Network`; must be JSON.
    """
    about = {"format": _FORMAT, "characters": characters, "dilations": list(dilations), "settings": dict(settings)}
    arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)}
    for name, weight in weights.items():
        if weight.ndim < 2:
            arrays[name] = weight.astype(np.float32)
            continue
        arrays[f"{name}|values"], arrays[f"{name}|scale"] = _integers(name, weight)
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _integers(name: str, weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """A matrix as eight-bit integers with their scales."""
    by_row = weight if name in _TABLES else weight.T
    scale = (np.abs(by_row).max(1) / 127).astype(np.float16)
    scale[scale == 0] = 1
    return np.round(by_row / scale.astype(np.float32)[:, None]).clip(-127, 127).astype(np.int8), scale


def _matrix(name: str, values: NDArray[np.int8], scale: NDArray[np.float16]) -> NDArray[np.float32]:
    """The matrix that integers and scales stand for."""
    by_row = values.astype(np.float32) * scale.astype(np.float32)[:, None]
    return np.ascontiguousarray(by_row if name in _TABLES else by_row.T)


def quantised(name: str, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """A matrix as it is read back from a file.

    Args:
        name: see `Network`.
        weight: the matrix.
    """
    return _matrix(name, *_integers(name, weight))


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file of a network holds; see `Network`."""

    weights: dict[str, NDArray[np.float32]]
    characters: str
    dilations: tuple[int, ...]
    settings: dict[str, Any]


def read_network(file: str | Path | IO[bytes]) -> Stored:
    """Read what `save_network` wrote.

    Args:
        file: path or open file.

    Raises:
        LexiconError: if the file cannot be read or is no network.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            about = json.loads(stored["about"].tobytes())
            weights: dict[str, NDArray[np.float32]] = {}
            for key in stored.files:
                name, _, part = key.partition("|")
                if part == "values":
                    weights[name] = _matrix(name, stored[key], stored[f"{name}|scale"])
                elif not part and name != "about":
                    weights[name] = stored[key]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise LexiconError(f"{file}: not a name network (govreport-ie train-names writes one): {error}") from error
    if about.get("format") != _FORMAT:
        raise LexiconError(f"{file}: a name network of format {about.get('format')!r}, this version reads {_FORMAT}")
    return Stored(weights, about["characters"], tuple(about["dilations"]), about["settings"])


def load_network(file: str | Path | IO[bytes]) -> Network:
    """Load a network that `save_network` wrote.

    Args:
        file: path or open file.

    Raises:
        LexiconError: if the file cannot be read or is no network.
    """
    stored = read_network(file)
    return Network(stored.weights, stored.characters, stored.dilations, stored.settings)


PACKAGED = Path(__file__).with_name("names.npz")
"""File of the packaged network."""


@lru_cache(maxsize=1)
def packaged_network() -> Network:
    """The packaged network, loaded once a process."""
    return load_network(PACKAGED)
