"""The gate of a network: which clauses may hold a name, by its first layer alone.

A linear function of the first layer at five characters, of which the highest value in a clause counts.  It learns what the whole
network says, and its threshold lets all but a few clauses through in which that finds a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.network import Network, clause_starts, gate_values
from govreport_ie.training.network import softmax
from govreport_ie.training.windows import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_gate"]

_CHARACTERS = 6000  # of a step
_STEPS = 900
_RATE = 0.03
_MAYBE = 0.1  # probability of a name that is worth to be read to the end
_OFFSETS = range(-2, 3)
_KEPT = 0.996
"""Share of the clauses with a name that the gate lets through."""


def fit_gate(network: Network, documents: Sequence[Document], seed: int = 0) -> NDArray[np.float32]:
    """The weights of a gate: five columns one after the other, and the bias.

    Args:
        network: the trained network.
        documents: unlabelled documents; every fourth is left out to choose the threshold.
        seed: of the order in which stretches are read.
    """
    learned = [document for number, document in enumerate(documents) if number % 4]
    layers, names, clauses = _seen(network, learned or documents)
    random = np.random.default_rng(seed)
    weights = np.zeros((layers.shape[1], len(_OFFSETS)), np.float32)
    bias = np.float32(-2.0)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    scale = layers[:: max(1, len(layers) // 20_000)].std(0)[:, None] + np.float32(0.01)
    for step in range(_STEPS):
        start = int(random.integers(max(1, len(layers) - _CHARACTERS)))
        part = slice(start, start + _CHARACTERS)
        seen, wanted = layers[part], names[part] > _MAYBE
        values = gate_values(seen @ (weights / scale)) + bias
        if step < _STEPS // 2:  # at first every character, then the highest of every clause
            places = np.arange(len(seen))
        else:
            starts = np.concatenate(([0], clauses[(clauses > start) & (clauses < start + len(seen))] - start))
            places, wanted = _highest(values, starts), np.logical_or.reduceat(wanted, starts)
        slope = (1 / (1 + np.exp(-values[places])) - wanted) * np.where(wanted, 3.0, 1.0) / len(places)
        slope = slope.astype(np.float32)
        gradient = np.column_stack([seen[np.clip(places + offset, 0, len(seen) - 1)].T @ slope for offset in _OFFSETS])
        gradient /= scale
        mean += 0.1 * (gradient - mean)
        square += 0.01 * (gradient * gradient - square)
        rate = np.float32(_RATE * (1 - step / _STEPS))
        weights -= rate * mean / (np.sqrt(square) + np.float32(1e-6))
        bias -= np.float32(rate * 3 * slope.sum())
    weights /= scale
    layers, names, clauses = _seen(network, documents[::4])
    starts = np.concatenate(([0], clauses[clauses < len(layers)]))
    starts = starts[starts < len(layers)]
    highest = np.maximum.reduceat(gate_values(layers @ weights), starts)
    named = np.maximum.reduceat(names, starts) > 0.5
    threshold = np.quantile(highest[named], 1 - _KEPT) if named.any() else -np.inf
    return np.concatenate([weights.T.ravel(), [-threshold]]).astype(np.float32)


def _highest(values: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the highest value of every clause is."""
    sizes = np.diff(starts, append=len(values))
    highest = np.repeat(np.maximum.reduceat(values, starts), sizes)
    places = np.flatnonzero(values == highest)
    first = np.unique(np.searchsorted(starts, places, "right"), return_index=True)[1]
    return places[first]


def _seen(
    network: Network, documents: Sequence[Document]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """The first layer of documents, the probability of a name at every character, and where clauses start."""
    layers, names, clauses, length = [], [], [], 0
    for document in documents:
        layers.append(network.first_layer(document.folded, document.channels))
        names.append(1 - softmax(network.scores(document.folded, document.channels))[:, 0])
        clauses.append(np.concatenate(([0], clause_starts(document.folded))) + length)
        length += len(document.folded)
    return np.concatenate(layers), np.concatenate(names), np.unique(np.concatenate(clauses))
