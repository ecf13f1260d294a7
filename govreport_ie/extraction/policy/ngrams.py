"""A small linear model over character n-grams, asked only where terms and rules are unsure.

Two tables give areas weights for n-grams of one to three characters: one for the indicator, one for the words around it.
They were learned from metrics of the raw corpus that the rules alone were sure of (models/policy/train_ngrams.py), so the
model spreads what the rules know to wording that no term covers.  `ngrams.json` holds the learned weights only.
"""

from __future__ import annotations

import json
import re
import sys
from functools import lru_cache
from importlib import resources
from math import exp, log, sqrt
from typing import Any

from ahocorasick_rs import AhoCorasick

from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import fold

__all__ = ["NgramModel", "grams", "model_texts", "packaged_model"]

BEFORE = 90
AFTER = 30
FEWEST_IN_NAME, FEWEST_AROUND = 6, 20
"""With fewer known n-grams than this, a text says nothing."""

FLOOR = 1e-4
"""No area is held to be less likely than this."""

_LOG_FLOOR = log(FLOOR)

_FIELD = 32
_HALF = 1 << _FIELD - 1
"""Added to every field, so that no negative sum borrows from the next field."""

_NUMBER = re.compile(r"[0-9.,%]+")


def grams(text: str) -> set[str]:
    """The n-grams of a text, up to three characters; numbers count as one 0, blanks do not count."""
    text = _plain(text)
    pairs = list(map(str.__add__, text, text[1:]))
    return {*text, *pairs, *map(str.__add__, pairs, text[2:])}


def _plain(text: str) -> str:
    """The text as n-grams are cut from it: numbers as one 0, without blanks."""
    return _NUMBER.sub("0", "".join(text.split()))


def model_texts(
    analysis: Analysis, metric: MetricRecord, quantity: QuantityRecord, generic: bool = False
) -> tuple[str, str]:
    """What the model reads of a metric: its name, and the words around it in the sentence.

    Args:
        analysis: the report.
        metric: the metric.
        quantity: its quantity.
        generic: whether the indicator names nothing of its own (完成投资); its name is left out then.
    """
    folded = analysis.folded
    start, end = metric.indicator_start, metric.indicator_end
    low = max(metric.sentence_start, quantity.start - BEFORE)
    high = min(metric.sentence_end, quantity.end + AFTER)
    inside = low <= start and end <= high
    around = folded[low:start] + folded[end:high] if inside else folded[low:high]
    if generic:
        return "", around
    written, phrase = metric.indicator_name, slice(max(start, 0), max(end, 0))
    if not written or written == analysis.text[phrase]:
        return folded[phrase], around
    return fold(written), around


class _Table:
    """Weights of n-grams for the areas, one against the rest."""

    def __init__(self, learned: dict[str, object], fewest: int) -> None:
        self._fewest = fewest
        self._bias: list[float] = learned["bias"]  # type: ignore[assignment]
        flat: dict[str, list[int]] = learned["weights"]  # type: ignore[assignment]
        # the weights of one n-gram for all areas in one number, a field of 32 bits each, so that one addition adds them all
        self._weights = {
            gram: sum(weight << _FIELD * area for area, weight in zip(entry[::2], entry[1::2], strict=True))
            for gram, entry in flat.items()
        }
        # finds the same n-grams as cutting all of them (`grams`) and looking each up, without making those it does not know
        self._finder = AhoCorasick(list(self._weights), store_patterns=True)
        self._silent = [0.0] * len(self._bias)
        self._zero = sum(_HALF << _FIELD * area for area in range(len(self._bias)))
        self._unit: float = learned["unit"]  # type: ignore[assignment]

    def log_probabilities(self, text: str) -> list[float]:
        known = set(self._finder.find_matches_as_strings(_plain(text), overlapping=True))
        if len(known) < self._fewest:
            return self._silent
        fields = sum(map(self._weights.__getitem__, known), self._zero)
        sums = memoryview(fields.to_bytes(len(self._bias) * _FIELD // 8, sys.byteorder)).cast("I").tolist()
        if sys.byteorder == "big":
            sums.reverse()
        scale = self._unit / sqrt(len(known))
        chances = [
            1 / (1 + exp(-(bias + scale * (field - _HALF)))) for bias, field in zip(self._bias, sums, strict=True)
        ]
        whole = sum(chances, 0.0)
        return [log(share) if (share := chance / whole) > FLOOR else _LOG_FLOOR for chance in chances]


class NgramModel:
    """The two tables, for the areas they were learned for.

    Args:
        learned: the content of `ngrams.json`.
    """

    def __init__(self, learned: dict[str, Any]) -> None:
        self.areas: list[str] = learned["areas"]
        self._name = _Table(learned["name"], FEWEST_IN_NAME)
        self._around = _Table(learned["around"], FEWEST_AROUND)

    def log_probabilities(self, name: str, around: str) -> tuple[list[float], list[float]]:
        """Log-probability of each area by the name alone, and by the words around it alone."""
        return self._name.log_probabilities(name), self._around.log_probabilities(around)


@lru_cache(maxsize=1)
def packaged_model() -> NgramModel:
    """The model in the package, loaded once."""
    text = resources.files("govreport_ie.extraction.policy").joinpath("ngrams.json").read_text(encoding="utf-8")
    return NgramModel(json.loads(text))
