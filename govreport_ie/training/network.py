"""The name network while it learns: the same computation as at run time, with gradients by hand, in numpy.

A batch is one long row of characters.  Stretches of different documents are separated by empty characters, wider than what
the convolutions see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.channels import CHANNELS
from govreport_ie.extraction.entities.network import PAIRS, RARE, SPECIAL, TAGS, pair_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Batch", "TrainableNetwork", "softmax"]

_F = np.float32
_TABLES = ("characters", "pairs")
_TABLE_RATE = 8.0  # rows of the tables are seen seldom, so they move faster
_CHANNEL_RATE = 4.0
_DECAY, _SQUARE_DECAY = 0.9, 0.99
_WEIGHT_DECAY = 0.01
_AVERAGE_EVERY = 10
_AVERAGE = 0.98
_SMALL = 1e-6


class Batch:
    """Characters to learn from at a time.

    Args:
        rows: rows of the characters.
        channels: their channels.
        targets: the probability of every tag, characters x tags.
        weights: how much each character counts; 0 for those around a window and for optional names.
    """

    __slots__ = ("channels", "rows", "targets", "weights")

    def __init__(
        self,
        rows: NDArray[np.int32],
        channels: Mapping[str, NDArray[np.uint8]],
        targets: NDArray[np.float32],
        weights: NDArray[np.float32],
    ) -> None:
        self.rows, self.channels, self.targets, self.weights = rows, channels, targets, weights


class TrainableNetwork:
    """A network that learns.

    Args:
        characters: the characters with a row of their own.
        size: width of the hidden layers.
        dilations: see `govreport_ie.extraction.entities.network.Network`.
        names: the channels to look at.
        seed: of the weights at the start and of what is left out by chance.
        width: of the embeddings of characters.
        pair_width: of the embeddings of pairs.
    """

    def __init__(
        self,
        characters: str,
        *,
        size: int = 64,
        dilations: tuple[int, ...] = (1, 2, 4, 8),
        names: tuple[str, ...] = tuple(CHANNELS),
        seed: int = 0,
        width: int = 64,
        pair_width: int = 32,
    ) -> None:
        self.characters, self.size, self.dilations, self.names = characters, size, dilations, names
        self.width, self.pair_width = width, pair_width
        self.random = np.random.default_rng(seed)
        count = len(characters) + SPECIAL + RARE
        # the scales keep the activations of the first steps near one
        weights = {
            "characters": self._normal(count, width, 0.3),
            "pairs": self._normal(PAIRS, pair_width, 0.2),
            "convolution:0": self._normal(3 * width + 2 * pair_width, size, 3.0, scaled=True),
            "bias:0": np.zeros(size, _F),
            "output": self._normal(size, len(TAGS), 0.3, scaled=True),
            "bias:output": np.zeros(len(TAGS), _F),
        }
        for name in names:
            weights[f"channel:{name}"] = np.zeros((CHANNELS[name], size), _F)
        for number in range(1, len(dilations) + 1):
            matrix = self._normal(3 * size, size, 0.5, scaled=True)
            matrix[size : 2 * size] += 0.8 * np.eye(size, dtype=_F)
            weights[f"convolution:{number}"], weights[f"bias:{number}"] = matrix, np.zeros(size, _F)
        self.weights: dict[str, NDArray[np.float32]] = weights
        self.restart()

    def _normal(self, rows: int, columns: int, scale: float, *, scaled: bool = False) -> NDArray[np.float32]:
        factor = scale * (2 / rows) ** 0.5 if scaled else scale
        return (self.random.standard_normal((rows, columns)) * factor).astype(_F)

    def restart(self) -> None:
        """Forget the state of the optimiser and the average of the weights, for a new stage of training."""
        self._step = 0
        self._mean = {name: np.zeros_like(weight) for name, weight in self.weights.items()}
        self._square = {name: np.zeros_like(weight) for name, weight in self.weights.items()}
        self.average: dict[str, NDArray[np.float32]] = {name: weight.copy() for name, weight in self.weights.items()}

    def load(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Begin with given weights, those of other shapes left out."""
        for name, weight in weights.items():
            if name in self.weights and self.weights[name].shape == weight.shape:
                self.weights[name][...] = weight
        self.restart()

    def learn(self, batch: Batch, rate: float, dropout: float) -> float:
        """One step of Adam.

        Args:
            batch: the batch.
            rate: learning rate.
            dropout: share of the embeddings that is left out by chance, twice that of the last layer.

        Returns:
            The loss: mean cross-entropy of the characters that count.
        """
        hidden, kept = self._forward(batch, dropout)
        predicted = softmax(hidden @ self.weights["output"] + self.weights["bias:output"])
        total = float(batch.weights.sum()) or 1.0
        loss = -float(((batch.targets * np.log(predicted + 1e-9)).sum(1) * batch.weights).sum()) / total
        slope = (predicted - batch.targets) * (batch.weights / _F(total))[:, None]
        gradients = {"output": hidden.T @ slope, "bias:output": slope.sum(0)}
        rows = self._backward(slope @ self.weights["output"].T, kept, batch, gradients)
        self._update(gradients, rows, rate)
        return loss

    def _mask(self, shape: tuple[int, int], dropout: float) -> NDArray[np.float32]:
        # chance in 256ths is fine enough, and four times as fast
        left_out = round(dropout * 256)
        drawn = np.frombuffer(self.random.bytes(shape[0] * shape[1]), np.uint8).reshape(shape)
        return (drawn >= left_out) * _F(256 / (256 - left_out))  # pyright: ignore[reportReturnType]

    def _forward(self, batch: Batch, dropout: float) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]]]:
        """The last hidden layer, and what the gradients need."""
        weights, width, half, size = self.weights, self.width, self.pair_width, self.size
        count = len(batch.rows)
        kept: dict[str, NDArray[np.float32]] = {}
        pairs = pair_numbers(batch.rows)
        own, pair = weights["characters"][batch.rows], weights["pairs"][pairs]
        kept["pair rows"] = pairs  # type: ignore[assignment]
        if dropout:
            kept["own mask"], kept["pair mask"] = self._mask(own.shape, dropout), self._mask(pair.shape, dropout)
            own *= kept["own mask"]
            pair *= kept["pair mask"]
        wide = np.zeros((count, 3 * width + 2 * half), _F)
        wide[1:, :width] = own[:-1]
        wide[:, width : 2 * width] = own
        wide[:-1, 2 * width : 3 * width] = own[1:]
        wide[1:, 3 * width : 3 * width + half] = pair[:-1]
        wide[:, 3 * width + half :] = pair
        hidden = wide @ weights["convolution:0"]
        hidden += weights["bias:0"]
        for name in self.names:
            hidden += weights[f"channel:{name}"][batch.channels[name]]
        np.maximum(hidden, 0, out=hidden)
        kept["wide:0"], kept["hidden:0"] = wide, hidden
        for number, dilation in enumerate(self.dilations, 1):
            wide = np.zeros((count, 3 * size), _F)
            wide[dilation:, :size] = hidden[:-dilation]
            wide[:, size : 2 * size] = hidden
            wide[:-dilation, 2 * size :] = hidden[dilation:]
            hidden = wide @ weights[f"convolution:{number}"]
            hidden += weights[f"bias:{number}"]
            np.maximum(hidden, 0, out=hidden)
            kept[f"wide:{number}"], kept[f"hidden:{number}"] = wide, hidden
        if dropout:
            kept["last mask"] = self._mask(hidden.shape, dropout / 2)
            hidden = hidden * kept["last mask"]
        return hidden, kept

    def _backward(
        self,
        slope: NDArray[np.float32],
        kept: dict[str, NDArray[np.float32]],
        batch: Batch,
        gradients: dict[str, NDArray[np.float32]],
    ) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Add the gradients of the matrices to `gradients`; return those of the tables, by row."""
        weights, width, half, size = self.weights, self.width, self.pair_width, self.size
        if "last mask" in kept:
            slope = slope * kept["last mask"]
        for number in range(len(self.dilations), 0, -1):
            dilation = self.dilations[number - 1]
            slope = slope * (kept[f"hidden:{number}"] > 0)
            gradients[f"convolution:{number}"] = kept[f"wide:{number}"].T @ slope
            gradients[f"bias:{number}"] = slope.sum(0)
            wide = slope @ weights[f"convolution:{number}"].T
            slope = wide[:, size : 2 * size].copy()
            slope[:-dilation] += wide[dilation:, :size]
            slope[dilation:] += wide[:-dilation, 2 * size :]
        slope = slope * (kept["hidden:0"] > 0)
        gradients["convolution:0"] = kept["wide:0"].T @ slope
        gradients["bias:0"] = slope.sum(0)
        for name in self.names:
            marked = np.zeros((CHANNELS[name], len(slope)), _F)
            marked[batch.channels[name], np.arange(len(slope))] = 1
            gradients[f"channel:{name}"] = marked @ slope
        wide = slope @ weights["convolution:0"].T
        own = wide[:, width : 2 * width].copy()
        own[:-1] += wide[1:, :width]
        own[1:] += wide[:-1, 2 * width : 3 * width]
        pair = wide[:, 3 * width + half :].copy()
        pair[:-1] += wide[1:, 3 * width : 3 * width + half]
        if "own mask" in kept:
            own *= kept["own mask"]
            pair *= kept["pair mask"]
        return {"characters": _by_row(batch.rows, own), "pairs": _by_row(kept["pair rows"], pair)}  # pyright: ignore[reportArgumentType]

    def _update(
        self,
        gradients: dict[str, NDArray[np.float32]],
        rows: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]],
        rate: float,
    ) -> None:
        self._step += 1
        norm = sum(float(np.vdot(gradient, gradient)) for gradient in gradients.values())
        norm += sum(float(np.vdot(gradient, gradient)) for _, gradient in rows.values())
        clip = _F(min(1.0, 1.0 / (norm**0.5 + 1e-9)))
        first = _F(1 / (1 - _DECAY**self._step))
        second = _F(1 / (1 - _SQUARE_DECAY**self._step))
        for name, gradient in gradients.items():
            gradient = gradient * clip
            mean, square, weight = self._mean[name], self._square[name], self.weights[name]
            mean *= _F(_DECAY)
            mean += _F(1 - _DECAY) * gradient
            square *= _F(_SQUARE_DECAY)
            square += _F(1 - _SQUARE_DECAY) * gradient * gradient
            own_rate = rate * (_CHANNEL_RATE if name.startswith("channel:") else 1.0)
            weight *= _F(1 - rate * _WEIGHT_DECAY)
            weight -= _F(own_rate) * first * mean / (np.sqrt(square * second) + _F(_SMALL))
        for name, (where, gradient) in rows.items():
            gradient = gradient * clip
            mean = self._mean[name][where] * _F(_DECAY) + _F(1 - _DECAY) * gradient
            square = self._square[name][where] * _F(_SQUARE_DECAY) + _F(1 - _SQUARE_DECAY) * gradient * gradient
            self._mean[name][where], self._square[name][where] = mean, square
            change = first * mean / (np.sqrt(square * second) + _F(_SMALL))
            self.weights[name][where] -= _F(rate * _TABLE_RATE) * change
        if self._step % _AVERAGE_EVERY == 0:
            tenth = self._step / _AVERAGE_EVERY
            keep = _F(min(_AVERAGE, (1 + tenth) / (10 + tenth)))
            for name, weight in self.weights.items():
                average = self.average[name]
                average *= keep
                average += (1 - keep) * weight


def _by_row(rows: NDArray[np.int32], gradients: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The rows that occur, and the sum of the gradients of each."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return ordered[starts].astype(np.int64), np.add.reduceat(gradients[order], starts, axis=0)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of rows of unnormalised log-probabilities."""
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    shifted /= shifted.sum(1, keepdims=True)
    return shifted
