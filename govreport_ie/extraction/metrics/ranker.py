"""Choosing among the candidates of a number: a log-linear model over their features, and a calibrated probability.

The weights are learned by models/metrics/train.py.  A candidate's score is the sum of its features' weights; the scores of all
candidates of a report are computed at once, and what depends on earlier choices is added number by number: it is the same for
all candidates of a stretch, so that only the best of each has to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.metrics import features
from govreport_ie.extraction.metrics.board import Board, Choice, overlap
from govreport_ie.extraction.metrics.candidates import BEFORE, LEFT, NEXT_CLAUSE, RIGHT, SAID_BEFORE
from govreport_ie.extraction.metrics.features import GROUPS, NEXT, RELATION, SIZE, TEMPLATES, Columns, Form, Plan

__all__ = ["Pick", "Ranking", "Weights", "fingerprint", "packaged", "read_weights"]

_GROUPS, _GIVEN, _OVERLAPS, _KINDS = 7, 8, 4, 8
_AGAIN = GROUPS[SAID_BEFORE]
_RANKS = 4
_STEPS_BACK = 6

PLAN = Plan(TEMPLATES)
_RELATION, _NEXT = Form(RELATION), Form(NEXT)


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned model.

    Attributes:
        values: a weight for every feature.
        temperature: what scores are divided by so that their softmax is calibrated.
        touching: what lying on the phrase of the number before adds, by kind, given group, group and way of lying.
        lying: the same as lists.
    """

    values: NDArray[np.float32]
    temperature: float
    touching: NDArray[np.float32]
    lying: list[list[list[list[float]]]]

    @classmethod
    def of(cls, values: NDArray[np.float32], temperature: float = 1.0) -> Weights:
        """The model with these weights."""
        touching = _touching(values)
        return cls(values, temperature, touching, touching.tolist())


class Pick(NamedTuple):
    """What a number was given, and how surely.

    Attributes:
        choice: the span and its type.
        source: the earlier number whose phrase it is, on the board; None for a phrase of its own.
        score: the probability that it is right.
    """

    choice: Choice
    source: int | None
    score: float


def fingerprint() -> str:
    """Tells whether weights belong to these templates."""
    return repr((TEMPLATES, RELATION, NEXT, GROUPS, SIZE))


def read_weights(path: Path) -> Weights:
    """Read the weights that models/metrics/train.py wrote.

    Raises:
        LexiconError: if they were learned with other templates.
    """
    with np.load(path, allow_pickle=False) as data:
        if str(data["templates"]) != fingerprint():
            raise LexiconError(f"{path}: learned with other templates; run models/metrics/train.py")
        values = data["weights"].astype(np.float32) * np.float32(data["scale"])
        return Weights.of(values, float(data["temperature"]))


@lru_cache(maxsize=1)
def packaged() -> Weights:
    """The packaged weights."""
    source = resources.files("govreport_ie.extraction.metrics") / "weights.npz"
    with resources.as_file(source) as path:
        return read_weights(path)


@dataclass(slots=True)
class _Stretch:
    """The candidates of one stretch of text, summed up.

    Attributes:
        type: its type.
        group: the type's group.
        first: its first candidate.
        last: the one after its last.
        start: where it starts.
        end: where it ends.
        best: its best candidate.
        score: that candidate's score.
        mass: the sum of the exponentials of all scores less the best one.
    """

    type: int
    group: int
    first: int
    last: int
    start: int
    end: int
    best: int
    score: float
    mass: float


class _Best(NamedTuple):
    """The best candidates of the numbers, one row a number, by the group given to the number before, whose phrase they do not touch."""

    scores: NDArray[np.float32]
    masses: NDArray[np.float32]
    candidates: NDArray[np.int64]


class Ranking:
    """The scores of a report's candidates.

    Args:
        board: the candidates.
        weights: the model.
    """

    def __init__(self, board: Board, weights: Weights) -> None:
        self.board = board
        self.weights = weights
        tables = board.tables()
        self._static = PLAN.scores(tables, weights.values)
        self._columns: list[NDArray[Any]] = []
        self._range: list[tuple[int, int]] = [(0, 0)] * len(board.numbers)
        self._best_of: _Best | None = None
        self._row: dict[int, int] = {}  # of a number among the best
        if len(tables.candidates.start):
            self._sum_up(tables)
        # the pairs of a number and one that stands before it, nearest first, number by number
        self._steps: list[int] = []
        self._pair: list[int] = []
        self._phrases: list[float | None] = []
        self._ways: list[float] = []
        self._repeat()

    def _sum_up(self, tables: features.Tables) -> None:
        """Find the best candidates of the stretches, and of the numbers."""
        spans, scores = tables.candidates, self._static
        owner = spans.stretch_of_start[spans.start]
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        stretch = owner[first]
        best = np.maximum.reduceat(scores, first)
        size = np.diff(first, append=len(owner))
        less = scores - np.repeat(best, size)
        masses = np.add.reduceat(np.exp(less / self.weights.temperature), first)
        at = np.flatnonzero(less == 0)
        at = at[np.searchsorted(at, first)]  # the first of equals
        kinds, groups = (tables.columns["stretch"][name][stretch] for name in ("kind", "group"))
        number = spans.number[stretch]
        shift = self.board.shift[number]
        columns = (
            spans.type[stretch], groups, first, first + size, spans.begin[stretch] - shift, spans.finish[stretch] - shift, at, best, masses
        )  # fmt: skip
        self._columns = list(columns)
        totals = best[:, None] + self.weights.touching[kinds, :, groups, 0]
        begin = np.flatnonzero(np.diff(number, prepend=-1))
        top = np.maximum.reduceat(totals, begin)
        less = totals - np.repeat(top, np.diff(begin, append=len(number)), axis=0)
        sums = np.add.reduceat(masses[:, None] * np.exp(less / self.weights.temperature), begin)
        chosen = np.minimum.reduceat(np.where(less == 0, at[:, None], len(owner)), begin)
        numbers, finish = number[begin].tolist(), np.append(begin[1:], len(number)).tolist()
        for k, place in zip(numbers, zip(begin.tolist(), finish, strict=True), strict=True):
            self._range[k] = place
        self._best_of = _Best(top, sums, chosen)
        self._row = {k: row for row, k in enumerate(numbers)}

    def _stretches(self, k: int) -> list[_Stretch]:
        """The stretches of a number that have candidates."""
        own = slice(*self._range[k])
        return [_Stretch(*row) for row in zip(*[column[own].tolist() for column in self._columns], strict=True)]

    def _repeat(self) -> None:
        """Find what the phrases of earlier numbers score for a later one, and what the way there adds by their rank."""
        board, values = self.board, self.weights.values
        numbers = np.arange(len(board.numbers))
        best = np.full(len(numbers), -1)  # as if nothing stood before
        if self._best_of is not None:
            best[list(self._row)] = self._best_of.candidates[:, 0]
        low = np.array(board.low, dtype=np.int64)
        steps = numbers - np.maximum(low, numbers - _STEPS_BACK)
        first = np.cumsum(steps) - steps
        self._steps, self._pair = steps.tolist(), first.tolist()
        two = np.repeat(numbers, steps)
        one = two - 1 - (np.arange(len(two)) - np.repeat(first, steps))
        self._phrases = [None] * len(two)
        own = np.flatnonzero(best[one] >= 0)  # the others may repeat a phrase themselves
        if not len(own):
            return
        said = best[one[own]]
        scores = PLAN.scores(board.again(two[own], board.starts[said], board.ends[said]), values).tolist()
        for pair, score in zip(own.tolist(), scores, strict=True):
            self._phrases[pair] = score
        ranks = np.tile(np.arange(1, _RANKS + 1), len(two))
        columns = features.relations(board.scene, np.repeat(two, _RANKS), np.repeat(one, _RANKS), ranks)
        self._ways = values[_RELATION.of(columns)].sum(axis=0).tolist()

    def _said_before(self, k: int, j: int, origin: int, rank: int) -> float | None:
        """The score of what an earlier number was given, the phrase beside some number; None where it may not be repeated."""
        first, steps = self._pair[k], self._steps[k]
        back = k - 1 - j
        if back >= steps or not self._ways:
            return None
        there = k - 1 - origin
        phrase = self._phrases[first + there] if 0 <= there < steps else None
        if phrase is None:
            phrase = self._phrases[first + back]
        return None if phrase is None else phrase + self._ways[(first + back) * _RANKS + rank]

    def pick(self, k: int, given: Mapping[int, Choice]) -> Pick | None:
        """The best candidate of a number, or None where it has none.

        Args:
            k: the number, on the board.
            given: what the numbers before it were given.
        """
        return self._best(k, given, LEFT)

    def elsewhere(self, k: int, given: Mapping[int, Choice]) -> Pick | None:
        """The best candidate that does not stand beside the number.

        Args:
            k: the number, on the board.
            given: what the numbers before it were given.
        """
        return self._best(k, given, NEXT_CLAUSE)

    def owner(self, k: int, given: Mapping[int, Choice]) -> Pick | None:
        """The best candidate that was said before the number's clause: what a bare head belongs to.

        Args:
            k: the number, on the board.
            given: what the numbers before it were given.
        """
        return self._best(k, given, BEFORE)

    def _best(self, k: int, given: Mapping[int, Choice], least: int) -> Pick | None:
        """The best among the best candidates of the stretches of a type, from the least one on, and the phrases said before."""
        board = self.board
        last = board.previous(k, given)
        before = GROUPS[last.kind] if last is not None else 0
        lying = self.weights.lying[board.numbers[k].row[0]][before]
        scores: list[float] = []
        masses: list[float] = []
        found: list[int] = []  # a candidate, or -1 less the number whose phrase may be repeated
        if least == LEFT and (last is None or last.end <= board.lowest[k]):
            row, best = self._row.get(k), self._best_of
            if row is not None and best is not None:
                scores, masses = [best.scores.item(row, before)], [best.masses.item(row, before)]
                found = [best.candidates.item(row, before)]
        else:
            for one in self._stretches(k):
                if one.type < least:
                    continue
                score, mass, candidate = self._touched(one, last, lying[one.group])
                scores.append(score)
                masses.append(mass)
                found.append(candidate)
        for rank, j in enumerate(board.earlier(k, given)):
            choice = given[j]
            again = self._said_before(k, j, choice.origin, rank)
            if again is None:
                continue
            scores.append(again + lying[_AGAIN][overlap(choice.start, choice.end, last)])
            masses.append(1.0)
            found.append(-1 - j)
        if not scores:
            return None
        top, divisor = max(scores), self.weights.temperature
        score = 1 / sum([mass * exp((one - top) / divisor) for one, mass in zip(scores, masses, strict=True)], 0.0)
        candidate = found[scores.index(top)]
        if candidate >= 0:
            return Pick(board.choice(k, candidate), None, score)
        source = -1 - candidate
        said = given[source]
        return Pick(Choice(said.start, said.end, SAID_BEFORE, said.origin), source, score)

    def _touched(self, one: _Stretch, last: Choice | None, way: list[float]) -> tuple[float, float, int]:
        """The best score of a stretch that the phrase of the number before may reach into, the mass of its scores, and the best candidate."""
        if last is None or one.start >= last.end or one.end <= last.start:
            return one.score + way[0], one.mass, one.best
        own = slice(one.first, one.last)
        rows = (self._static, self.board.starts, self.board.ends)
        scores = [
            score + way[overlap(start, end, last)]
            for score, start, end in zip(*(row[own].tolist() for row in rows), strict=True)
        ]
        top = max(scores)
        mass = sum([exp((score - top) / self.weights.temperature) for score in scores], 0.0)
        return top, mass, one.first + scores.index(top)

    def behind(self, k: int) -> Choice | None:
        """The best candidate on the right of a number.

        Args:
            k: the number, on the board.
        """
        return next((self.board.choice(k, one.best) for one in self._stretches(k) if one.type == RIGHT), None)


def _touching(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """What lying on the phrase of the number before adds, by kind, given group, group and way of lying."""
    shape = (_KINDS, _GIVEN, _GROUPS, _OVERLAPS)
    columns = np.indices(shape, dtype=np.uint64).reshape(4, -1)
    names = ("kind", "given", "group", "overlap")
    table: Columns = dict(zip(names, columns, strict=True))
    return values[_NEXT.of(table)].sum(axis=0).reshape(shape)
