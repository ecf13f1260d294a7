"""Learns the gate of a network: which clauses may hold a name.

A small network of its own (`govreport_ie.extraction.entities.gate`) learns what the whole network says of unlabelled text, at first of every character, then of
the character of every clause that speaks most for a name.  Its threshold lets all but a few clauses through in which the network finds a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from govreport_ie.extraction.entities.channels import CHANNELS
from govreport_ie.extraction.entities.gate import GATE_DILATIONS, clause_starts
from govreport_ie.extraction.entities.network import Network, Stored, pair_numbers, quantised
from govreport_ie.training.network import softmax
from govreport_ie.training.windows import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_gate"]

_WIDTH = 8
_CHARACTERS = 4000  # of a step
_STEPS = 3000
_RATE = 0.01
_CHANNEL_RATE = 4.0
_DECAY, _SQUARE_DECAY, _SMALL = 0.9, 0.99, 1e-6
_FIRST_BIAS = -2.0
_NAMED_WEIGHT = 3.0  # a clause with a name counts so much more than one without
_MAYBE = 0.1  # probability of a name that is worth to be read
_GAP = sum(GATE_DILATIONS) + 1  # empty characters between documents
_LARGEST = 30.0
_KEPT = 0.993
"""Share of the clauses with a name that the gate lets through."""


class _Text(NamedTuple):
    """Documents one after the other.

    Attributes:
        rows: rows of the characters.
        pairs: rows of the pairs.
        channels: the channels.
        names: the probability of a name at every character.
        starts: where clauses start.
    """

    rows: NDArray[np.int32]
    pairs: NDArray[np.int32]
    channels: dict[str, NDArray[np.uint8]]
    names: NDArray[np.float32]
    starts: NDArray[np.int64]


def fit_gate(stored: Stored, documents: Sequence[Document], seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """The weights of a gate, by name.

    Args:
        stored: the trained network.
        documents: unlabelled documents; every fourth is left out to choose the threshold.
        seed: of the weights at first, and of the order in which stretches are read.
    """
    network = Network(stored.weights, stored.characters, stored.dilations, stored.settings)
    learned = [document for number, document in enumerate(documents) if number % 4] or documents
    learner = _Learner(stored.weights, seed)
    learner.learn(_text(network, learned, learner.names))
    # the threshold is that of the weights as the file will hold them
    weights = {name: quantised(name, weight) if weight.ndim > 1 else weight for name, weight in learner.weights.items()}
    gated = Network({**stored.weights, **weights}, stored.characters, stored.dilations, stored.settings)
    highest = []
    for document in documents[::4]:
        starts = clause_starts(document.folded)
        values = np.maximum.reduceat(gated.gate_values(document.folded, document.channels), starts)
        highest.append(values[np.maximum.reduceat(_names(network, document), starts) > 0.5])
    named = np.concatenate(highest)
    if named.size:
        weights["gate:output"][-1] -= np.quantile(named, 1 - _KEPT)
    return weights


def _names(network: Network, document: Document) -> NDArray[np.float32]:
    return 1 - softmax(network.scores(document.folded, document.channels))[:, 0]


def _text(network: Network, documents: Sequence[Document], names: Sequence[str]) -> _Text:
    """Documents with empty characters behind each."""
    starts, length = [], 0
    for document in documents:
        starts.append(clause_starts(document.folded) + length)
        length += len(document.folded) + _GAP
    rows = np.concatenate([np.pad(document.rows, (0, _GAP)) for document in documents])
    channels = {
        name: np.concatenate([np.pad(document.channels[name], (0, _GAP)) for document in documents]) for name in names
    }
    named = np.concatenate([np.pad(_names(network, document), (0, _GAP)) for document in documents])
    return _Text(rows, pair_numbers(rows), channels, named, np.concatenate(starts))


class _Learner:
    """A gate while it learns.

    Args:
        network: the weights of the network whose embeddings it reads.
        seed: of its weights at first.
    """

    def __init__(self, network: Mapping[str, NDArray[np.float32]], seed: int) -> None:
        self._characters, self._pairs = network["characters"], network["pairs"]
        self.names = [name for name in CHANNELS if f"channel:{name}" in network]
        self._random = np.random.default_rng(seed)
        width = self._characters.shape[1] + self._pairs.shape[1]
        self.weights = {
            "gate:0": self._normal(width, _WIDTH, 1.0),
            "gate:bias:0": np.zeros(_WIDTH, np.float32),
            "gate:output": self._normal(_WIDTH + 1, 1, 1.0)[:, 0],
        }
        self.weights["gate:output"][-1] = _FIRST_BIAS
        for name in self.names:
            self.weights[f"gate:channel:{name}"] = np.zeros((CHANNELS[name], _WIDTH), np.float32)
        for number in range(1, len(GATE_DILATIONS) + 1):
            matrix = self._normal(3 * _WIDTH, _WIDTH, 0.5)
            matrix[_WIDTH : 2 * _WIDTH] += 0.8 * np.eye(_WIDTH, dtype=np.float32)
            self.weights[f"gate:{number}"] = matrix
            self.weights[f"gate:bias:{number}"] = np.zeros(_WIDTH, np.float32)
        self._mean = {name: np.zeros_like(weight) for name, weight in self.weights.items()}
        self._square = {name: np.zeros_like(weight) for name, weight in self.weights.items()}

    def _normal(self, rows: int, columns: int, scale: float) -> NDArray[np.float32]:
        drawn = self._random.standard_normal((rows, columns)) * (scale * (2 / rows) ** 0.5)
        return drawn.astype(np.float32)

    def learn(self, text: _Text) -> None:
        """Learn what is said of a text."""
        for step in range(_STEPS):
            start = int(self._random.integers(max(1, len(text.rows) - _CHARACTERS)))
            end = min(len(text.rows), start + _CHARACTERS)
            gradients = self._gradients(text, start, end, by_clause=step >= _STEPS // 3)
            self._update(gradients, step + 1, _RATE * (1 - step / _STEPS))

    def _gradients(self, text: _Text, start: int, end: int, *, by_clause: bool) -> dict[str, NDArray[np.float32]]:
        weights, part = self.weights, slice(start, end)
        channels = {name: text.channels[name][part] for name in self.names}
        seen = np.concatenate([self._characters[text.rows[part]], self._pairs[text.pairs[part]]], axis=1)
        hidden = seen @ weights["gate:0"] + weights["gate:bias:0"]
        for name, values in channels.items():
            hidden += weights[f"gate:channel:{name}"][values]
        hidden = np.maximum(hidden, 0)
        layers, wides = [hidden], []
        for number, dilation in enumerate(GATE_DILATIONS, 1):
            wides.append(_wide(hidden, dilation))
            hidden = np.maximum(wides[-1] @ weights[f"gate:{number}"] + weights[f"gate:bias:{number}"], 0)
            layers.append(hidden)
        output = weights["gate:output"]
        slope = _slope(text, start, hidden @ output[:-1] + output[-1], by_clause=by_clause)
        gradients = {"gate:output": np.append(hidden.T @ slope, slope.sum()).astype(np.float32)}
        back = np.outer(slope, output[:-1])
        for number, dilation in reversed(list(enumerate(GATE_DILATIONS, 1))):
            back = back * (layers[number] > 0)
            gradients[f"gate:{number}"] = wides[number - 1].T @ back
            gradients[f"gate:bias:{number}"] = back.sum(0)
            back = _narrow(back @ weights[f"gate:{number}"].T, dilation)
        back = back * (layers[0] > 0)
        gradients["gate:0"], gradients["gate:bias:0"] = seen.T @ back, back.sum(0)
        for name, values in channels.items():
            marked = np.zeros((CHANNELS[name], end - start), np.float32)
            marked[values, np.arange(end - start)] = 1
            gradients[f"gate:channel:{name}"] = marked @ back
        return gradients

    def _update(self, gradients: dict[str, NDArray[np.float32]], step: int, rate: float) -> None:
        first, second = 1 / (1 - _DECAY**step), 1 / (1 - _SQUARE_DECAY**step)
        for name, gradient in gradients.items():
            mean, square = self._mean[name], self._square[name]
            mean += np.float32(1 - _DECAY) * (gradient - mean)
            square += np.float32(1 - _SQUARE_DECAY) * (gradient * gradient - square)
            own = np.float32(rate * first * (_CHANNEL_RATE if "channel" in name else 1.0))
            self.weights[name] -= own * mean / (np.sqrt(square * np.float32(second)) + np.float32(_SMALL))


def _slope(text: _Text, start: int, values: NDArray[np.float32], *, by_clause: bool) -> NDArray[np.float32]:
    """The slope of the cross-entropy by every value: of all of them, or of the highest of every clause."""
    size = len(values)
    places, wanted = np.arange(size), text.names[start : start + size] > _MAYBE
    if by_clause:
        inside = text.starts[np.searchsorted(text.starts, start, "right") : np.searchsorted(text.starts, start + size)]
        starts = np.concatenate(([0], inside - start))
        places, wanted = _highest(values, starts), np.logical_or.reduceat(wanted, starts)
    slope = np.zeros(size, np.float32)
    chance = 1 / (1 + np.exp(-np.clip(values[places], -_LARGEST, _LARGEST)))
    slope[places] = (chance - wanted) * np.where(wanted, _NAMED_WEIGHT, 1.0) / len(places)
    return slope


def _wide(hidden: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
    """What lies before, at and behind every character, side by side."""
    size = hidden.shape[1]
    wide = np.zeros((len(hidden), 3 * size), np.float32)
    wide[dilation:, :size] = hidden[:-dilation]
    wide[:, size : 2 * size] = hidden
    wide[:-dilation, 2 * size :] = hidden[dilation:]
    return wide


def _narrow(wide: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
    """The gradient of what `_wide` was made of, by that of its result."""
    size = wide.shape[1] // 3
    narrow = wide[:, size : 2 * size].copy()
    narrow[:-dilation] += wide[dilation:, :size]
    narrow[dilation:] += wide[:-dilation, 2 * size :]
    return narrow


def _highest(values: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the highest value of every clause is."""
    sizes = np.diff(starts, append=len(values))
    highest = np.repeat(np.maximum.reduceat(values, starts), sizes)
    places = np.flatnonzero(values == highest)
    first = np.unique(np.searchsorted(starts, places, "right"), return_index=True)[1]
    return places[first]
