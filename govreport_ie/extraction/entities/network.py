"""The name network at run time: numpy only, whole documents at once.

Every character gets an embedding of its own and one of the pair with the next character (a hashed table), and the channels of
the layers before (`govreport_ie.extraction.entities.channels`).  One convolution and some dilated ones of width three follow, then the logarithm of
the probability of every tag: outside, or beginning, inside, end or whole of a name of a label (BIOES).

The weights of a file are eight-bit integers with a scale a row.  What the first convolution makes of a character is computed
once, when the file is loaded.  Blocks of the text are small enough to stay in the cache of the processor.
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
from govreport_ie.extraction.entities.channels import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_BLOCK = 1024
_FORMAT = 1
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
        matrix: its weights.
        empty: what a character is that the text does not have.
        floor: the least values of its result, for every character of a block.
    """

    dilation: int
    matrix: NDArray[np.float32]
    empty: NDArray[np.float32]
    floor: NDArray[np.float32]


class Network:
    """A trained network.

    Args:
        weights: the arrays by name: `characters` (rows x width), `pairs`, `channel:NAME`, `convolution:0` …, `bias:0` …,
            `output`, `bias:output`.
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
        size = self._size = first.shape[1]
        # what the first convolution makes of a character for the next one, for itself and for the one before, side by side,
        # and of a pair for its second character and its first one
        parts = [first[place * width : (place + 1) * width] for place in range(3)]
        self._characters = np.concatenate([embeddings @ part for part in parts], axis=1)
        self._characters[:, size : 2 * size] += weights["bias:0"]
        half = 3 * width + pair_width
        self._pairs = np.concatenate([pairs @ first[3 * width : half], pairs @ first[half:]], axis=1)
        self._channels = [name for name in CHANNELS if f"channel:{name}" in weights]
        self._of_channels = _sums([weights[f"channel:{name}"] for name in self._channels], size)
        self._halo = sum(dilations) + 1
        longest = _BLOCK + 2 * self._halo
        # Rectified values are kept without the bias b of their layer: max(x + b, 0) is max(x, -b) + b, and what the b makes of
        # the next layer is a part of that layer's bias.  One pass over a block less, and the passes are over whole arrays.
        self._convolutions: list[_Convolution] = []
        added = np.zeros(size, np.float32)
        for number, dilation in enumerate(dilations, 1):
            matrix, bias = weights[f"convolution:{number}"], weights[f"bias:{number}"]
            total = (bias + np.tile(added, 3) @ matrix).astype(np.float32)
            self._convolutions.append(
                _Convolution(dilation, np.ascontiguousarray(matrix), -added, np.tile(-total, (longest, 1)))
            )
            added = total
        self._output = np.ascontiguousarray(weights["output"].T)
        self._output_bias = (weights["bias:output"] + added @ weights["output"])[:, None]
        self._wide = np.empty((longest, 3 * size), np.float32)
        self._rows = np.empty((longest, size), np.float32)
        self._term = np.empty((longest, size), np.float32)
        self._of_character = np.empty((longest, 3 * size), np.float32)
        self._of_pair = np.empty((longest, 2 * size), np.float32)

    def scores(self, folded: str, channels: Mapping[str, NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Unnormalised log-probabilities, characters x `TAGS`; those of one tag lie side by side in memory.

        Args:
            folded: a folded text.
            channels: its channels.
        """
        size = len(folded)
        found = np.empty((len(TAGS), size), np.float32)
        if not size:
            return found.T
        rows = character_numbers(folded, self._table)
        pairs = pair_numbers(rows)
        combined = np.zeros(size, np.int32)
        for name in self._channels:
            combined *= CHANNELS[name]
            combined += channels[name]
        # the matrices are too small for threads, which would wait for each other most of the time
        with _blas().limit(limits=1, user_api="blas") if size > _BLOCK else nullcontext():
            for start in range(0, size, _BLOCK):
                self._of_block(rows, pairs, combined, start, min(size, start + _BLOCK), found)
        return found.T

    def _of_block(
        self,
        rows: NDArray[np.int32],
        pairs: NDArray[np.int32],
        combined: NDArray[np.int32],
        start: int,
        end: int,
        found: NDArray[np.float32],
    ) -> None:
        """Fill found[:, start:end]; the characters around the block are looked at, too."""
        low, high = max(0, start - self._halo), min(len(rows), end + self._halo)
        count, width = high - low, self._size
        hidden, term, wide = self._rows[:count], self._term[:count], self._wide[:count]
        parts = self._of_character[:count]
        np.take(self._characters, rows[low:high], 0, out=parts, mode="clip")
        hidden[:] = parts[:, width : 2 * width]
        hidden[1:] += parts[:-1, :width]
        hidden[:-1] += parts[1:, 2 * width :]
        parts = self._of_pair[:count]
        np.take(self._pairs, pairs[low:high], 0, out=parts, mode="clip")
        hidden[1:] += parts[:-1, :width]
        hidden += parts[:, width:]
        np.take(self._of_channels, combined[low:high], 0, out=term, mode="clip")
        hidden += term
        np.maximum(hidden, 0.0, out=hidden)
        for dilation, matrix, empty, floor in self._convolutions:
            step = min(dilation, count)
            wide[:step, :width] = empty
            wide[step:, :width] = hidden[: count - step]
            wide[:, width : 2 * width] = hidden
            wide[count - step :, 2 * width :] = empty
            wide[: count - step, 2 * width :] = hidden[step:]
            np.matmul(wide, matrix, out=hidden)
            np.maximum(hidden, floor[:count], out=hidden)
        np.add(self._output @ hidden[start - low : end - low].T, self._output_bias, out=found[:, start:end])


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """The control of the threads of numpy's linear algebra, looked up once a process."""
    return ThreadpoolController()


def _sums(tables: list[NDArray[np.float32]], size: int) -> NDArray[np.float32]:
    """One table for all channels: the sum of their rows for every combination of their values."""
    total = np.zeros((1, size), np.float32)
    for table in tables:
        total = (total[:, None] + table[None]).reshape(-1, size)
    return np.ascontiguousarray(total)


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
        by_row = weight if name in _TABLES else weight.T
        scale = (np.abs(by_row).max(1) / 127).astype(np.float16)
        scale[scale == 0] = 1
        arrays[f"{name}|scale"] = scale
        arrays[f"{name}|values"] = np.round(by_row / scale.astype(np.float32)[:, None]).clip(-127, 127).astype(np.int8)
    np.savez_compressed(file, allow_pickle=False, **arrays)


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
                    by_row = stored[key].astype(np.float32) * stored[f"{name}|scale"].astype(np.float32)[:, None]
                    weights[name] = np.ascontiguousarray(by_row if name in _TABLES else by_row.T)
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
