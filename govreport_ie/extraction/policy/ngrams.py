"""What the wording says: a log-linear model over character n-grams, beside the votes of terms.

Two tables give areas weights: one for n-grams of the name of what is measured, one for those of the words around it.  They
were learned from labelled metrics on top of what terms are sure of in the raw corpus (models/policy/train.py), so the model
spreads what terms know to wording that no term covers, and outvotes a term that misleads.  `ngrams.json` holds the weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from math import sqrt
from struct import Struct
from typing import Any

from ahocorasick_rs import AhoCorasick

from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import fold

__all__ = [
    "LARGEST",
    "NgramModel",
    "around_grams",
    "name_grams",
    "packaged_model",
    "plain_length",
    "text_around",
    "text_of_name",
]

BEFORE = 90
AFTER = 30
NAME_READ = 120
"""Of a longer name its end is read."""

NAMES_KEPT = 8192
"""How many names' scores stay in memory; reports repeat each other's."""

SHORTEST = 5
"""Names shorter than this, marks of begin and end counted, say nothing: they are bare verbs or terms."""

_FIELD = 16
"""Bits for the sum of one area."""

_MASK = (1 << _FIELD) - 1
_HALF = 1 << _FIELD - 1
"""Added to every field, so that no negative sum borrows from the next field."""

LARGEST = 80
"""Weights are stored as whole numbers no larger than this: the n-grams of a text of `NAME_READ` cannot overflow a field."""

_NUMBER = re.compile(r"[0-9.,%]+")
_BEGIN, _END = "^", "$"


def _plain(text: str) -> str:
    """The text as n-grams are cut from it: numbers as one 0, without blanks."""
    return _NUMBER.sub("0", "".join(text.split()))


def plain_length(text: str) -> int:
    """The length of a text as n-grams are cut from it."""
    return len(_plain(text))


def _bounded(name: str) -> str:
    """A name between marks of its begin and end: its last characters are its head noun."""
    return f"{_BEGIN}{_plain(name)[-NAME_READ:]}{_END}"


def around_grams(text: str) -> set[str]:
    """The n-grams of a text, up to three characters; numbers count as one 0, blanks do not count."""
    return _grams(_plain(text))


def name_grams(name: str) -> set[str]:
    """The n-grams of a name, up to three characters and the mark of its begin or end; none of a name too short to tell."""
    bounded = _bounded(name)
    if len(bounded) < SHORTEST:
        return set()
    return (_grams(bounded) | {bounded[-4:]}) - {_BEGIN, _END}


def _grams(text: str) -> set[str]:
    pairs = list(map(str.__add__, text, text[1:]))
    return {*text, *pairs, *map(str.__add__, pairs, text[2:])}


def text_of_name(analysis: Analysis, metric: MetricRecord) -> str:
    """The name of what is measured, folded."""
    written, phrase = metric.indicator_name, slice(max(metric.indicator_start, 0), max(metric.indicator_end, 0))
    return analysis.folded[phrase] if not written or written == analysis.text[phrase] else fold(written)


def text_around(analysis: Analysis, metric: MetricRecord, quantity: QuantityRecord) -> str:
    """The words around indicator and number in the sentence, folded."""
    folded = analysis.folded
    start, end = metric.indicator_start, metric.indicator_end
    low = max(metric.sentence_start, quantity.start - BEFORE)
    high = min(metric.sentence_end, quantity.end + AFTER)
    return folded[low:start] + folded[end:high] if low <= start and end <= high else folded[low:high]


class _Table:
    """Weights of n-grams for the areas; those of one text add up, divided by the root of its length."""

    def __init__(self, learned: dict[str, Any]) -> None:
        self._bias: list[float] = learned["bias"]
        self._unit: float = learned["unit"]
        self._entries: dict[str, list[int]] = learned["weights"]
        self._packed = cache(self._pack)  # a process meets few of all n-grams
        # finds the same n-grams as cutting all of them and looking each up, without making those it does not know
        self._finder = AhoCorasick(list(self._entries), store_patterns=True)
        self._fields = Struct(f"<{len(self._bias)}h")
        self._zero = sum(_HALF << _FIELD * area for area in range(len(self._bias)))

    def _pack(self, gram: str) -> int:
        """The weights of one n-gram for all areas in one number, a field each, so that one addition adds them all."""
        entry = self._entries[gram]
        return sum([weight << _FIELD * area for area, weight in zip(entry[::2], entry[1::2], strict=True)])

    def scores(self, text: str) -> list[float]:
        """What a text without blanks adds to the total of each area."""
        packed = sum(map(self._packed, self.known(text)), self._zero)
        # without the half that kept them from borrowing, the fields are signed numbers as C writes them
        sums = self._fields.unpack((packed ^ self._zero).to_bytes(self._fields.size, "little"))
        scale = self._unit / sqrt(len(text) or 1)
        return [bias + scale * field for bias, field in zip(self._bias, sums, strict=True)]

    def known(self, text: str) -> set[str]:
        """The n-grams of the table that stand in a text."""
        return set(self._finder.find_matches_as_strings(text, overlapping=True))

    def weights(self, grams: Iterable[str], area: int) -> list[tuple[int, str]]:
        """The weight of each n-gram for one area, and the n-gram."""
        zero, shift, packed = self._zero, _FIELD * area, self._packed
        return [((packed(gram) + zero >> shift & _MASK) - _HALF, gram) for gram in grams]


class NgramModel:
    """The tables, for the areas they were learned for.

    Args:
        learned: the content of `ngrams.json`.
    """

    def __init__(self, learned: dict[str, Any]) -> None:
        self.areas: list[str] = learned["areas"]
        self._name = _Table(learned["name"])
        self._around = _Table(learned["around"])
        self.name_scores = lru_cache(maxsize=NAMES_KEPT)(self._name_scores)

    def _name_scores(self, name: str) -> list[float]:
        """What a folded name adds to the total of each area; not to be changed."""
        bounded = _bounded(name)
        return self._name.scores(bounded) if len(bounded) >= SHORTEST else [0.0] * len(self.areas)

    def around_scores(self, text: str) -> list[float]:
        """What the folded words around a metric add to the total of each area."""
        return self._around.scores(_plain(text))

    def heaviest(self, name: str, area: int) -> str | None:
        """The n-gram of a name that speaks most for an area, without the marks of begin and end; None where none does."""
        bounded = _bounded(name)
        known = self._name.known(bounded) if len(bounded) >= SHORTEST else ()
        weight, found = max(self._name.weights(known, area), default=(0, ""))
        return found.strip(_BEGIN + _END) if weight > 0 else None


@lru_cache(maxsize=1)
def packaged_model() -> NgramModel:
    """The model in the package, loaded once."""
    text = resources.files("govreport_ie.extraction.policy").joinpath("ngrams.json").read_text(encoding="utf-8")
    return NgramModel(json.loads(text))
