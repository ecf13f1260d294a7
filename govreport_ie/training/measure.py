"""How right a network is on labelled windows, and what its scores are worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govreport_ie.extraction.entities.decoding import best_tags, name_spans, tags_of
from govreport_ie.extraction.entities.naming import evidence, probabilities, trimmed
from govreport_ie.extraction.entities.network import LABELS
from govreport_ie.training.windows import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray


__all__ = ["Figures", "Judged", "calibrate", "figures", "found_in", "judge"]

_STEPS, _SHRINK = 30, 1.0
Span = tuple[int, int, str]
Sample = tuple[tuple[float, float], bool, int, bool]
"""The network's two probabilities of a name, whether the rules agree, its length, whether it is right."""


@dataclass(slots=True)
class Figures:
    """Counts of one label.

    Attributes:
        right: names found.
        spurious: names that are none.
        missed: names not found.
    """

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(1, self.right + self.spurious)

    @property
    def recall(self) -> float:
        """Share of the names that was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.spurious + self.missed)


@dataclass(slots=True)
class Judged:
    """The names found in a window: which are right, which say nothing because they touch an optional name, and what was missed."""

    right: list[Span]
    spurious: list[Span]
    missed: list[dict[str, Any]]


def judge(entities: Sequence[dict[str, Any]], found: Sequence[Span]) -> Judged:
    """Compare the names found in a window with its labels, as the evaluation does.

    A name is right with the label and between the smallest and the fullest span.  What overlaps an optional name, or lies within
    a longer name under another label, counts neither way.

    Args:
        entities: gold entities with offsets inside the window.
        found: (start, end, label) inside the window.
    """
    wanted = [entity for entity in entities if not entity["opt"]]
    matches = [_first_match(entity, found) for entity in wanted]
    neutral = _beside_optional(entities, found)
    return Judged(
        [found[at] for at in matches if at is not None and at not in neutral],
        [
            name
            for at, name in enumerate(found)
            if at not in matches and at not in neutral and not any(_nested(*name, entity) for entity in entities)
        ],
        [entity for entity, at in zip(wanted, matches, strict=True) if at is None],
    )


def _beside_optional(entities: Sequence[dict[str, Any]], found: Sequence[Span]) -> set[int]:
    """Indices of the names found that touch an optional one."""
    optional = [entity for entity in entities if entity["opt"]]
    return {at for at, name in enumerate(found) if any(_overlaps(name, entity) for entity in optional)}


def _overlaps(name: Span, entity: dict[str, Any]) -> bool:
    start, end, _ = name
    return start < entity["end"] and end > entity["start"]


def _first_match(entity: dict[str, Any], found: Sequence[Span]) -> int | None:
    """Index of the first name found that is right for a gold entity."""
    first, last = entity["min"]
    for at, (start, end, label) in enumerate(found):
        if label == entity["label"] and entity["start"] <= start <= first and last <= end <= entity["end"]:
            return at
    return None


def _nested(start: int, end: int, label: str, entity: dict[str, Any]) -> bool:
    inside = entity["start"] <= start and end <= entity["end"] and end - start < entity["end"] - entity["start"]
    return inside and label != entity["label"]


def figures(judged: Iterable[tuple[Sequence[dict[str, Any]], Judged]]) -> dict[str, Figures]:
    """Counts by label, and of all labels under `all`.

    Args:
        judged: the labels of every window and what was judged of it.
    """
    counts = {name: Figures() for name in ("all", *LABELS)}
    for entities, result in judged:
        wanted = [entity["label"] for entity in entities if not entity["opt"]]
        missed = [entity["label"] for entity in result.missed]
        for label in LABELS:
            right = wanted.count(label) - missed.count(label)
            spurious = sum(one[2] == label for one in result.spurious)
            for count in (counts["all"], counts[label]):
                count.right += right
                count.spurious += spurious
                count.missed += missed.count(label)
    return counts


def found_in(window: Window, scores: NDArray[np.float32], votes: NDArray[np.float32]) -> list[Span]:
    """The names that scores and the rules' votes give in a window.

    Args:
        window: the window.
        scores: log-probabilities of its characters.
        votes: what the rules' tag adds, by tag.
    """
    document = window.document
    voted = document.rules[window.start : window.end]
    total = scores.copy()
    named = np.flatnonzero(voted)
    total[named, voted[named]] += votes[voted[named]]
    folded = document.folded[window.start : window.end]
    amounts = document.channels["quantity"][window.start : window.end]
    found = []
    for start, end, label in name_spans(best_tags(total)):
        start, end = trimmed(folded, start, end)
        cut = (start and amounts[start] == 2) or (end < len(amounts) and amounts[end] == 2)
        if start < end and not cut:
            found.append((start, end, label))
    return found


def calibrate(samples: Sequence[Sample]) -> list[float]:
    """Logistic regression of being right on what is known of a name; the weights that `NameTagger` reads.

    Args:
        samples: the network's two probabilities of a name, whether the rules agree, its length, whether it is right.
    """
    if not samples:
        return []
    chances, agrees, sizes, right = (np.array(column) for column in zip(*samples, strict=True))
    matrix = evidence(chances, agrees, sizes)
    weights = regression(matrix, right.astype(float), np.zeros(matrix.shape[1]))
    return [round(float(weight), 4) for weight in weights]


def regression(
    matrix: NDArray[np.float64], wanted: NDArray[np.float64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weights of a logistic regression, by Newton's method.

    Args:
        matrix: a row of columns each.
        wanted: 1 where it holds, 0 where not.
        start: the weights at first, towards which they are shrunk a little.
    """
    weights, shrink = start.copy(), _SHRINK * np.eye(len(start))
    for _ in range(_STEPS):
        predicted = 1 / (1 + np.exp(-matrix @ weights))
        curve = (matrix.T * (predicted * (1 - predicted))) @ matrix + shrink
        weights += np.linalg.solve(curve, matrix.T @ (wanted - predicted) - shrink @ (weights - start))
    return weights


def rule_tags(spans: Sequence[Span], size: int) -> NDArray[np.uint8]:
    """The tags of the rules' names as small integers."""
    return tags_of(spans, size).astype(np.uint8)


def sample(scores: NDArray[np.float32], span: Span) -> tuple[float, float]:
    """The network's two probabilities of a name in a window (see `govreport_ie.extraction.entities.naming.probabilities`)."""
    weakest, mean = probabilities(scores, [span])[0].tolist()
    return weakest, mean
