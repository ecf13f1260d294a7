"""How sure the figures are: bootstrap confidence intervals, and the paired comparison of two sets of predictions.

Documents are drawn, not windows or objects, because what stands in one document is not independent.  Intervals are percentile
bootstrap intervals (Efron and Tibshirani 1993); the test of a difference is approximate randomisation (Noreen 1989; Yeh
2000), which swaps the two systems' results on whole documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreport_ie.errors import EvaluationError
from govreport_ie.evaluation.averages import by_document
from govreport_ie.evaluation.counts import ACCURACIES, LABELS, LAYERS, Counts
from govreport_ie.evaluation.figures import Difference, Differences, Figures
from govreport_ie.evaluation.terminal import comparison_table

if TYPE_CHECKING:
    import numpy
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Comparison", "Difference", "compare", "intervals"]

SAMPLES = 2000
"""Resamples drawn unless told otherwise."""


def intervals(
    evaluation: Figures, *, table: str = "scores", level: float = 0.95, samples: int = SAMPLES, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Bootstrap confidence intervals of the F1 of every layer and the accuracy of every field.

    Args:
        evaluation: the evaluation.
        table: ``scores`` for layers and fields, ``kind`` for the F1 of kinds of quantity, ``area`` for the accuracy of
            policy areas.
        level: the level of confidence, between 0 and 1.
        samples: the number of resamples of the documents.
        seed: of the random numbers; the same seed gives the same intervals.

    Returns:
        Figure to its lower and upper bound; layers that have neither gold nor predictions are absent.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.evaluation import intervals
        >>> intervals(gi.evaluate("examples/gold.jsonl"))["whole row"]  # doctest: +SKIP
    """
    import numpy as np

    names = list({"scores": evaluation.scores(), "kind": evaluation.kinds, "area": evaluation.areas}[table])
    if not names:
        return {}
    documents = by_document(evaluation.windows)
    counts = _array(list(documents.values()), names, table)
    judged = counts.sum(axis=(0, 2)) > 0
    names, counts = [name for name, there in zip(names, judged, strict=True) if there], counts[:, judged]
    drawn = _resampled(counts, samples, np.random.default_rng(seed))
    # A resample without a single object of a rare class tells nothing about it.
    figures = np.where(drawn.sum(axis=2) > 0, _figures(drawn), np.nan)
    tail = 100 * (1 - level) / 2
    bounds = np.nanpercentile(figures, [tail, 100 - tail], axis=0)
    return {name: (float(bounds[0, i]), float(bounds[1, i])) for i, name in enumerate(names)}


@dataclass(frozen=True)
class Comparison(Differences):
    """Two sets of predictions on the same gold, figure by figure; printing it with rich shows a table."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table for rich."""
        yield comparison_table(self)


def compare(first: Figures, second: Figures, *, samples: int = SAMPLES, seed: int = 0) -> Comparison:
    """Compare two sets of predictions on the same gold, document by document.

    Args:
        first: the evaluation of the first predictions.
        second: the evaluation of the second.
        samples: the number of resamples and of random swaps.
        seed: of the random numbers; the same seed gives the same result.

    Returns:
        The difference of every figure that both have, with its interval and p-value.

    Raises:
        EvaluationError: if the two were not made with the same gold windows.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.evaluation import compare
        >>> compare(gi.evaluate(gold, old), gi.evaluate(gold, new))["whole row"].p  # doctest: +SKIP
    """
    import numpy as np

    if [w.window for w in first.windows] != [w.window for w in second.windows]:
        raise EvaluationError("the two evaluations are not of the same gold windows")
    scores = first.scores(), second.scores()
    names = [name for name in scores[0] if name in scores[1]]
    random = np.random.default_rng(seed)
    sides = np.stack([_array(list(by_document(side.windows).values()), names) for side in (first, second)])
    observed = _figures(sides.sum(axis=1))
    # Both sides are drawn together, so that the interval is that of the paired difference.
    drawn = random.multinomial(sides.shape[1], np.full(sides.shape[1], 1 / sides.shape[1]), size=samples)
    resampled = [_figures(np.tensordot(drawn, side, axes=1)) for side in sides]
    low, high = np.percentile(resampled[1] - resampled[0], [2.5, 97.5], axis=0)
    swaps = random.integers(0, 2, size=(samples, sides.shape[1]))
    gain = np.tensordot(swaps, sides[1] - sides[0], axes=1)
    swapped = _figures(sides[1].sum(axis=0) - gain) - _figures(sides[0].sum(axis=0) + gain)
    difference = observed[1] - observed[0]
    p = ((np.abs(swapped) >= np.abs(difference) - 1e-12).sum(axis=0) + 1) / (samples + 1)
    return Comparison(
        {
            name: Difference(*(float(values[i]) for values in (observed[0], observed[1], difference, low, high, p)))
            for i, name in enumerate(names)
        }
    )


def _array(documents: list[Counts], names: list[str], table: str = "scores") -> numpy.ndarray:
    """Documents × figures × (right, wrong): a figure is twice the right, over twice the right plus the wrong.

    For F1 the wrong are false positives and negatives.  An accuracy fits the same form with the wrong counted twice.
    """
    import numpy as np

    array = np.zeros((len(documents), len(names), 2))
    for i, counts in enumerate(documents):
        for j, name in enumerate(names):
            if table == "area" or (table == "scores" and name in ACCURACIES):
                key = "area" if table == "area" else "field"
                array[i, j] = counts[key, name, "right"], 2 * counts[key, name, "wrong"]
                continue
            if table == "kind":
                array[i, j] = counts["kind", name, "tp"], counts["kind", name, "fp"] + counts["kind", name, "fn"]
                continue
            rows = [f"entity {label}" for label in LABELS] if name == LAYERS[-1] else [name]
            for row in rows:
                array[i, j] += (
                    counts["layer", row, "tp"],
                    counts["layer", row, "fp"] + counts["layer", row, "fn"],
                )
    return array


def _resampled(counts: numpy.ndarray, samples: int, random: numpy.random.Generator) -> numpy.ndarray:
    import numpy as np

    documents = counts.shape[0]
    drawn = random.multinomial(documents, np.full(documents, 1 / documents), size=samples)
    return np.tensordot(drawn, counts, axes=1)


def _figures(counts: numpy.ndarray) -> numpy.ndarray:
    import numpy as np

    right, wrong = 2 * counts[..., 0], counts[..., 1]
    return np.divide(right, right + wrong, out=np.zeros_like(right), where=right + wrong > 0)
