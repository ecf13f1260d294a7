"""Choosing among the candidates of a number: a log-linear model over their features, and a calibrated probability.

The weights are learned by models/metrics/train.py.  A candidate's score is the sum of its features' weights; the scores of all
candidates of a report are computed at once, and what depends on earlier choices is added number by number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.metrics import features
from govreport_ie.extraction.metrics.board import DEALT, SAID_BEFORE, Board, Choice, overlap
from govreport_ie.extraction.metrics.candidates import NEXT_CLAUSE, RIGHT
from govreport_ie.extraction.metrics.features import AGAIN, NEXT, SIZE, TEMPLATES, Columns

__all__ = ["Pick", "Ranking", "Weights", "fingerprint", "packaged", "read_weights"]

_GROUPS, _GIVEN, _OVERLAPS = 7, 8, 4
_RANKS = 4
_NEGLIGIBLE = 10.0
_STEPS_BACK = 6
_APART = tuple(names for names in NEXT if "overlap" not in names)
_TOUCHING = tuple(names for names in NEXT if "overlap" in names)
_SCENE = ("mark", "kind", "last kind", "same unit", "listed", "right role", "state")


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned model.

    Attributes:
        values: a weight for every feature.
        temperature: what scores are divided by so that their softmax is calibrated.
        touching: what lying on the phrase of the number before adds, by kind, given type, group and way of lying.
    """

    values: NDArray[np.float32]
    temperature: float
    touching: list[list[list[list[float]]]]

    @classmethod
    def of(cls, values: NDArray[np.float32], temperature: float = 1.0) -> Weights:
        """The model with these weights."""
        return cls(values, temperature, _touching(values))


@dataclass(frozen=True, slots=True)
class Pick:
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
    return repr((TEMPLATES, AGAIN, NEXT, SIZE))


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


def _given(last: Choice | None) -> int:
    if last is None:
        return 0
    return DEALT if last.kind == DEALT else int(features.GROUP[last.kind])


class Ranking:
    """The scores of a report's candidates.

    Args:
        board: the candidates.
        weights: the model.
    """

    def __init__(self, board: Board, weights: Weights) -> None:
        self.board = board
        self.weights = weights
        values = weights.values
        ids, table = board.static()
        self._static: list[float] = values[ids].sum(axis=1).tolist()
        self._groups: list[int] = table["group"].astype(int).tolist()
        self._steps: list[list[list[float]]] = self._transitions(table).tolist()
        spans, first = board.spans, board.first
        self._lowest = [min(span[0] for span in spans[o:e]) if o < e else 0 for o, e in pairwise(first)]
        self._again, self._ranked = self._repeated()

    def _transitions(self, table: Columns) -> NDArray[np.float32]:
        """What the type given to the number before adds, by number, that type and the candidate's group."""
        first = np.array(self.board.first[:-1], dtype=np.int64)
        total, each = len(first), _GIVEN * _GROUPS
        if not self.board.spans:
            return np.zeros((total, _GIVEN, _GROUPS), dtype=np.float32)
        first = np.minimum(first, max(len(self.board.spans) - 1, 0))
        rows = Columns({name: np.repeat(table[name][first], each) for name in _SCENE})
        rows.put("given", np.tile(np.repeat(np.arange(_GIVEN), _GROUPS), total))
        rows.put("group", np.tile(np.arange(_GROUPS), total * _GIVEN))
        scores = self.weights.values[features.hashed(NEXT[: len(_APART)], rows, features.NEXT_SEED)].sum(axis=1)
        return scores.reshape(total, _GIVEN, _GROUPS)

    def _repeated(self) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], list[float]]]:
        """The scores of phrases said before, by number and earlier number, and what their rank among those adds."""
        board = self.board
        best: list[Choice | None] = []
        for k in range(len(board.numbers)):
            o, e = board.first[k], board.first[k + 1]
            if o == e:
                best.append(None)
                continue
            i = max(range(o, e), key=self._static.__getitem__)
            best.append(Choice(*board.spans[i]))
        pairs: list[tuple[int, int, Choice]] = []
        for k in range(len(board.numbers)):
            for j in range(k - 1, board.low(k) - 1, -1):
                if k - j > _STEPS_BACK:
                    break
                if (choice := best[j]) is not None:
                    pairs.append((k, j, choice))
        if not pairs:
            return {}, {}
        table = board.pair_table(pairs)
        fixed = self.weights.values[board.pairs(table)].sum(axis=1).tolist()
        ranks = Columns({name: np.repeat(column, _RANKS) for name, column in table.items()})
        ranks.put("rank", np.tile(np.arange(1, _RANKS + 1), len(pairs)))
        by_rank = self.weights.values[features.hashed(features.AGAIN_RANKED, ranks, features.RANKED_SEED)].sum(axis=1)
        keys = [(k, j) for k, j, _ in pairs]
        return dict(zip(keys, fixed, strict=True)), dict(
            zip(keys, by_rank.reshape(len(pairs), _RANKS).tolist(), strict=True)
        )

    def _scored(self, k: int, given: Mapping[int, Choice]) -> tuple[list[float], list[int]]:
        """The scores of a number's candidates, those of phrases said before at the end, and the numbers these are of."""
        board = self.board
        o, e = board.first[k], board.first[k + 1]
        last = given.get(k - 1) if k > board.passages[board.passage_of[k]].first else None
        before = _given(last)
        touching = self.weights.touching[board.numbers[k].row[0]][before]
        step = [value + apart[0] for value, apart in zip(self._steps[k][before], touching, strict=True)]
        scores = [score + step[group] for score, group in zip(self._static[o:e], self._groups[o:e], strict=True)]
        if last is not None and o < e and last.end > self._lowest[k]:
            for i in range(o, e):
                if (lies := overlap(board.spans[i], last)) > 0:
                    by_way = touching[self._groups[i]]
                    scores[i - o] += by_way[lies] - by_way[0]
        earlier = [j for j in board.earlier(k, given) if (k, j) in self._again]
        again = int(features.GROUP[SAID_BEFORE])
        for n, j in enumerate(earlier):
            lies = overlap((given[j].start, given[j].end), last)
            way = touching[again][lies] - touching[again][0]
            scores.append(self._again[k, j] + self._ranked[k, j][n] + step[again] + way)
        return scores, earlier

    def pick(self, k: int, given: Mapping[int, Choice]) -> Pick | None:
        """The best candidate of a number, or None where it has none.

        Args:
            k: the number, on the board.
            given: what the numbers before it were given.
        """
        scores, earlier = self._scored(k, given)
        return self._best(k, given, scores, earlier, range(len(scores))) if scores else None

    def owner(self, k: int, given: Mapping[int, Choice]) -> Pick | None:
        """The best candidate that does not stand beside the number: what a bare head belongs to.

        Args:
            k: the number, on the board.
            given: what the numbers before it were given.
        """
        scores, earlier = self._scored(k, given)
        o = self.board.first[k]
        own = len(scores) - len(earlier)
        away = [i for i in range(own) if self.board.spans[o + i][2] >= NEXT_CLAUSE]
        return self._best(k, given, scores, earlier, [*away, *range(own, len(scores))])

    def behind(self, k: int) -> Choice | None:
        """The best candidate on the right of a number.

        Args:
            k: the number, on the board.
        """
        board = self.board
        among = [i for i in range(board.first[k], board.first[k + 1]) if board.spans[i][2] == RIGHT]
        return Choice(*board.spans[max(among, key=self._static.__getitem__)]) if among else None

    def _best(
        self, k: int, given: Mapping[int, Choice], scores: list[float], earlier: list[int], among: Sequence[int]
    ) -> Pick | None:
        if not among:
            return None
        i = max(among, key=scores.__getitem__)
        divisor = self.weights.temperature
        top = scores[i]
        near = [scores[other] for other in among if scores[other] > top - _NEGLIGIBLE]
        score = 1 / sum([math.exp((other - top) / divisor) for other in near])
        first, own = self.board.first[k], len(scores) - len(earlier)
        if i < own:
            return Pick(Choice(*self.board.spans[first + i]), None, score)
        j = earlier[i - own]
        return Pick(Choice(given[j].start, given[j].end, SAID_BEFORE), j, score)


def _touching(values: NDArray[np.float32]) -> list[list[list[list[float]]]]:
    """What lying on the phrase of the number before adds, by kind, given type, group and way of lying."""
    shape = (8, _GIVEN, _GROUPS, _OVERLAPS)
    table = Columns()
    for name, column in zip(("kind", "given", "group", "overlap"), np.indices(shape).reshape(4, -1), strict=True):
        table.put(name, column)
    ids = features.hashed(_TOUCHING, table, features.NEXT_SEED + len(_APART))
    return values[ids].sum(axis=1).reshape(shape).tolist()
