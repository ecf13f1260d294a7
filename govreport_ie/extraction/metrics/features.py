"""The features of candidate spans: columns of whole numbers, and templates that combine columns into hashed features.

A template is the columns it combines, by their names.  Columns belong to tables: one row a stretch of text where a phrase may
stand, one a place where it may begin, one a place where it may end, one a candidate.  A template is worked out in the smallest
table that has all its columns, so that what only tells of an end is not told again for every candidate with that end.
`TEMPLATES` lists those of every candidate, `RELATION` those of a number and an earlier one whose phrase it may repeat, `NEXT` those
that tie a candidate to what the number before was given.  They are what was left of 141 after those were dropped, a few at a time,
that the loss on reports left out did not need, thirteen that half as many labelled windows again made worth their while, and
those of the classes of pairs of characters, which stand for words that no labelled window holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction.metrics.candidates import Candidates
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import PAD, Signals
from govreport_ie.extraction.records import QuantityRecord

__all__ = [
    "GROUPS",
    "NEXT",
    "RELATION",
    "SIZE",
    "TEMPLATES",
    "Columns",
    "Form",
    "Number",
    "Plan",
    "Tables",
    "number_of",
    "relations",
    "scenes",
]

SIZE = 1 << 18
"""How many weights there are; features that fall together share one."""

_KINDS = {"money": 1, "percent": 2, "percentage_point": 3, "measure": 4, "count": 5, "rank": 6, "ratio": 7}
_NO_KIND = 9
GROUPS = (0, 1, 2, 3, 4, 5, 5, 6, 7)
"""Types that features do not tell apart: left, right, list, next, before, again, dealt out."""

_GROUP_OF = np.array(GROUPS)

_BUCKET = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9] + [10] * 80)
_WINDOW, _SHORT = 12, 6

Columns = dict[str, NDArray[np.uint64]]
"""Columns by name."""

TEMPLATES: tuple[tuple[str, ...], ...] = (
    # the number
    ("group", "state", "left role", "kind"), ("group", "left pair"), ("group", "listed", "last kind", "kind"),
    # where the candidate begins, and what stands before it in its stretch
    ("b1",), ("b2",), ("b2", "group"), ("p1", "group"), ("p2", "group"), ("first role",), ("first role", "group"), ("crossed start",),
    ("before word", "group"), ("before word", "b1"), ("head roles", "group"), ("head roles", "kind", "group"), ("head length", "group"),
    ("head text", "group"), ("head text", "kind"), ("head last", "group"), ("first role", "group", "kind"), ("b2", "kind"),
    # where it ends, and what stands behind it
    ("e1",), ("e1", "group"), ("e2", "kind"), ("o2", "group"), ("last role",), ("last word",), ("crossed end",), ("term",),
    ("after role", "group"), ("after word", "group"), ("after word", "last role"), ("last role", "after role", "group"),
    ("tail roles", "kind", "group"), ("tail length", "group"), ("tail text", "kind"), ("tail first", "group"),
    ("tail length", "tail first"), ("label", "group"), ("e2", "group"), ("o1", "group"), ("e2", "o1"), ("after role", "group", "kind"),
    ("last role", "group"), ("tail text", "group"), ("e2", "after role"), ("e3",), ("e3", "group"), ("unit", "e2"), ("unit", "last word"),
    # the classes of the pairs of characters at both edges, and of those that an edge cuts
    ("b class",), ("b class", "group"), ("bp class",), ("bp class", "group"), ("p class",), ("p class", "group"), ("e class",), ("e class", "group"),
    ("eo class",), ("eo class", "group"), ("o class",), ("o class", "group"), ("e class", "o class", "group"), ("p class", "b class", "group"),
    ("eo class", "o class", "group"), ("e class", "eo class", "group"), ("bp class", "b class", "group"), ("p class", "bp class", "group"),
    ("e class", "kind", "unit"), ("e class", "last role", "after role"), ("o class", "last role", "group"), ("e class", "after role", "group"),
    # the whole of it
    ("length",), ("length", "group"), ("length", "e1"), ("head plain", "tail plain", "group"), ("first role", "last role"),
    ("inner", "length"), ("years", "group"), ("works", "group"),
)  # fmt: skip

RELATION: tuple[tuple[str, ...], ...] = (
    ("rank",), ("rank", "that kind", "kind", "that same unit"), ("rank", "distance"), ("rank", "mark", "that same unit"),
    ("steps", "rank", "mark"),
)  # fmt: skip

NEXT: tuple[tuple[str, ...], ...] = (("group", "overlap", "given"), ("group", "overlap", "kind"))

_MULTIPLY = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT, _TOP = np.uint64(29), np.uint64(46)


@lru_cache(maxsize=1024)
def _code(*names: str) -> int:
    """A number for the name of a column or of a template that stays the same when others come and go."""
    return (zlib.crc32(" ".join(names).encode()) << 32 | zlib.adler32(" ".join(names).encode())) | 1


def _stacked(names: Sequence[str], table: Mapping[str, NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Columns as the rows of a matrix, each hashed by itself, so that features are sums of such rows."""
    out = np.array([table[name] for name in names])
    out *= np.array([_code(name) for name in names], dtype=np.uint64)[:, None]
    out ^= out >> _SHIFT
    out *= _MULTIPLY
    return out


class Form:
    """Templates that one table works out.

    Args:
        templates: the templates.

    Attributes:
        templates: the templates, those with most columns first.
        names: their columns.
    """

    def __init__(self, templates: Sequence[tuple[str, ...]]) -> None:
        self.templates = sorted(templates, key=len, reverse=True)
        self.names = sorted({name for names in templates for name in names})
        place = {name: i for i, name in enumerate(self.names)}
        self._seeds = np.array([_code(*names) for names in self.templates], dtype=np.uint64)[:, None]
        longest = len(self.templates[0]) if templates else 0
        self._columns = [
            np.array([place[names[i]] for names in self.templates if len(names) > i]) for i in range(longest)
        ]

    def features(self, mixed: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The features: one row a template, one column a row of the table.

        Args:
            mixed: the form's columns as `Tables` mixes them.
        """
        if not self.templates:
            return np.empty((0, mixed.shape[1]), dtype=np.int64)
        value = mixed.take(self._columns[0], axis=0)
        for columns in self._columns[1:]:
            value[: len(columns)] += mixed.take(columns, axis=0)
        value += self._seeds
        value ^= value >> _SHIFT
        value *= _MULTIPLY
        value >>= _TOP
        return value.view(np.int64)

    def of(self, table: Mapping[str, NDArray[np.uint64]]) -> NDArray[np.int64]:
        """The features of a table that has all the columns of the form."""
        return self.features(_stacked(self.names, table))


_START = frozenset(
    ("b1", "b2", "p1", "p2", "b class", "bp class", "p class", "head roles", "head plain", "head length", "head text", "head last", "first role", "before word", "crossed start")
)  # fmt: skip
_END = frozenset(
    ("e1", "e2", "e3", "o1", "o2", "e class", "eo class", "o class", "label", "tail roles", "tail plain", "tail length", "tail text", "tail first",
     "last role", "last word", "after role", "after word", "crossed end", "term")
)  # fmt: skip
_SPAN = frozenset(("length", "inner", "years", "works"))
_TABLES = ("stretch", "start", "end", "span")


_OF_THIS = ("kind", "mark")
_BLOCK = 8192
"""So many rows of a table are worked out at a time."""


def _home(name: str) -> str:
    """The table of a column."""
    return "start" if name in _START else "end" if name in _END else "span" if name in _SPAN else "stretch"


def _table_of(names: Sequence[str]) -> str:
    """The smallest table that has all the columns of a template."""
    homes = {_home(name) for name in names}
    if "span" in homes or {"start", "end"} <= homes:
        return "span"
    return next((home for home in ("start", "end") if home in homes), "stretch")


class Plan:
    """A list of templates, each with the table that works it out.

    Args:
        templates: the templates.

    Attributes:
        templates: the templates.
    """

    def __init__(self, templates: Sequence[tuple[str, ...]]) -> None:
        self.templates = tuple(templates)
        self._forms = {table: Form([names for names in templates if _table_of(names) == table]) for table in _TABLES}
        worked_out = [names for form in self._forms.values() for names in form.templates]
        self._order = [worked_out.index(names) for names in templates]
        wanted = sorted({name for names in templates for name in names})
        self._own = {table: [name for name in wanted if _home(name) == table] for table in _TABLES}
        # by table, for every other table that a form of it takes columns from: where they stand there and here
        self._taken: dict[str, list[tuple[str, NDArray[np.int64], NDArray[np.int64]]]] = {}
        for table, form in self._forms.items():
            self._taken[table] = []
            for home in _TABLES:
                names = [name for name in form.names if _home(name) == home]
                if names:
                    there = np.array([self._own[home].index(name) for name in names])
                    here = np.array([form.names.index(name) for name in names])
                    self._taken[table].append((home, there, here))

    def features(self, tables: Tables) -> dict[str, NDArray[np.int64]]:
        """The features of every table: one row a template, one column a row of the table."""
        mixed = self._mixed(tables)
        return {
            table: form.features(self._rows(tables, mixed, table, slice(None))) for table, form in self._forms.items()
        }

    def _mixed(self, tables: Tables) -> dict[str, NDArray[np.uint64]]:
        """The columns of every table, hashed."""
        return {table: _stacked(names, tables.columns[table]) for table, names in self._own.items()}

    def _rows(
        self, tables: Tables, mixed: Mapping[str, NDArray[np.uint64]], table: str, block: slice
    ) -> NDArray[np.uint64]:
        """The columns that the form of a table takes, of some of the table's rows."""
        first, last, _ = block.indices(tables.sizes[table])
        rows = np.empty((len(self._forms[table].names), last - first), dtype=np.uint64)
        for home, there, here in self._taken[table]:
            own = None if home == table else tables.rows(table, home)[block]
            for one, other in zip(there, here, strict=True):
                column = mixed[home][one]
                rows[other] = column[block] if own is None else column.take(own)
        return rows

    def scores(self, tables: Tables, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The score of every candidate.

        Args:
            tables: the candidates.
            weights: a weight for every feature.
        """
        mixed = self._mixed(tables)
        parts = {table: self._sums(tables, mixed, table, weights) for table in _TABLES}
        parts["start"] += parts["stretch"][tables.rows("start", "stretch")]
        spans = tables.candidates
        return parts["span"] + parts["start"][spans.start] + parts["end"][spans.end]

    def _sums(
        self, tables: Tables, mixed: Mapping[str, NDArray[np.uint64]], table: str, weights: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """What the templates of one table add to the score, by row of the table."""
        size, form = tables.sizes[table], self._forms[table]
        # in blocks of nearly one size, so that those of a long text stay in the processor's cache
        cuts = np.linspace(0, size, max(1, -(-size // _BLOCK)) + 1).astype(np.int64).tolist()
        blocks = [slice(first, last) for first, last in pairwise(cuts)]
        sums = [weights.take(form.features(self._rows(tables, mixed, table, block))).sum(axis=0) for block in blocks]
        return sums[0] if len(sums) == 1 else np.concatenate(sums)

    def matrix(self, tables: Tables) -> NDArray[np.int32]:
        """The features of every candidate, in the order of `templates`."""
        found = self.features(tables)
        rows = [found[table] if table == "span" else found[table][:, tables.rows("span", table)] for table in _TABLES]
        return np.vstack(rows)[self._order].T.astype(np.int32)


class Tables:
    """The columns of candidates, table by table.

    Args:
        signals: the report's positions.
        scene: the columns of the report's numbers.
        candidates: the candidates.

    Attributes:
        candidates: the candidates.
        columns: by table its columns.
        sizes: by table its rows.
    """

    def __init__(self, signals: Signals, scene: Columns, candidates: Candidates) -> None:
        self.candidates = candidates
        stretch = {name: column[candidates.number] for name, column in scene.items()}
        stretch["type"] = candidates.type.view(np.uint64)
        stretch["group"] = _GROUP_OF[candidates.type].view(np.uint64)
        self.columns: dict[str, Columns] = {
            "stretch": stretch,
            "start": _of_starts(signals, candidates),
            "end": _of_ends(signals, candidates),
            "span": _of_spans(signals, candidates),
        }
        self.sizes = {
            "stretch": len(candidates.number),
            "start": len(candidates.starts),
            "end": len(candidates.ends),
            "span": len(candidates.start),
        }

    def rows(self, table: str, home: str) -> NDArray[np.int64]:
        """For every row of a table the row of another one that it belongs to."""
        spans = self.candidates
        if table == "span":
            if home == "stretch":
                return spans.stretch_of_start[spans.start]
            return spans.start if home == "start" else spans.end
        return spans.stretch_of_start if table == "start" else spans.stretch_of_end

    def values(self, candidate: int) -> dict[str, int]:
        """The columns of one candidate."""
        out: dict[str, int] = {}
        for table, columns in self.columns.items():
            row = candidate if table == "span" else self.rows("span", table)[candidate]
            out |= {name: int(column[row]) for name, column in columns.items()}
        return out


def _bucket(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    return _BUCKET[np.minimum(values, len(_BUCKET) - 1)].view(np.uint64)


def _unsigned(values: NDArray[np.int64] | NDArray[np.bool_]) -> NDArray[np.uint64]:
    return values.astype(np.int64, copy=False).view(np.uint64)


_PAIR = np.uint64(70000)
_LONG = np.uint64(1)
"""Stands for the text of a stretch too long to be looked at."""


def _of_starts(signals: Signals, spans: Candidates) -> Columns:
    """The columns of places where a candidate may begin; the head is what stands before it in its stretch."""
    a, begin, finish = spans.starts, spans.begin[spans.stretch_of_start], spans.finish[spans.stretch_of_start]
    chars, out = signals.chars, Columns()
    out["b1"], out["p1"] = chars[a], chars[a - 1]
    out["b2"] = out["b1"] * _PAIR + chars[a + 1]
    out["p2"] = out["p1"] * _PAIR + chars[a - 2]
    for back, name in enumerate(("b class", "bp class", "p class")):
        out[name] = signals.pair_class[a - back]
    size = a - begin
    low = np.maximum(begin, a - _WINDOW)
    out["head roles"], plain = signals.roles(low, a, _SHORT)
    out["head plain"] = _unsigned(plain)
    out["head length"] = _bucket(size)
    out["head text"] = np.where(size <= _SHORT, signals.stretch(low, a), _LONG)
    last_size = signals.last_size[a]
    out["head last"] = _unsigned(np.where(last_size <= size, signals.last[a], 0))
    out["before word"] = signals.stretch(a - np.minimum(last_size, PAD), a)
    length = signals.size[a]
    whole = length <= finish - a
    out["first role"] = _unsigned(np.where(whole, signals.first[a], 0))
    out["crossed start"] = _unsigned(signals.crossed[a])
    return out


def _of_ends(signals: Signals, spans: Candidates) -> Columns:
    """The columns of places where a candidate may end; the tail is what stands behind it in its stretch."""
    b, begin, finish = spans.ends, spans.begin[spans.stretch_of_end], spans.finish[spans.stretch_of_end]
    chars, out = signals.chars, Columns()
    out["e1"] = chars[b - 1]
    out["e2"] = out["e1"] * _PAIR + chars[b - 2]
    out["e3"] = signals.stretch(b - 3, b)
    out["label"] = _unsigned(signals.label[b])
    out["o1"] = chars[b]
    out["o2"] = out["o1"] * _PAIR + chars[b + 1]
    for back, name in enumerate(("o class", "eo class", "e class")):
        out[name] = signals.pair_class[b - back]
    size = finish - b
    high = np.minimum(finish, b + _WINDOW)
    out["tail roles"], plain = signals.roles(b, high, _SHORT)
    out["tail plain"] = _unsigned(plain & (size <= _WINDOW))
    out["tail length"] = _bucket(size)
    out["tail text"] = np.where(size <= _SHORT, signals.stretch(b, high), _LONG)
    next_size = signals.size[b]
    out["tail first"] = _unsigned(np.where(next_size <= size, signals.first[b], 0))
    out["after role"] = _unsigned(signals.first[b])
    out["after word"] = signals.stretch(b, b + next_size)
    length = signals.last_size[b]
    whole = length <= b - begin
    out["last role"] = _unsigned(np.where(whole, signals.last[b], 0))
    out["last word"] = np.where(whole, signals.stretch(b - np.minimum(length, PAD), b), _LONG)
    out["crossed end"] = _unsigned(signals.crossed[b])
    out["term"] = _unsigned(signals.term[b])
    return out


def _of_spans(signals: Signals, spans: Candidates) -> Columns:
    """The columns of whole candidates."""
    a, b, out = spans.starts[spans.start], spans.ends[spans.end], Columns()
    length = b - a
    out["length"] = _bucket(length)
    within = np.minimum(a + 1, b - 1)
    out["inner"] = _unsigned(np.minimum(signals.inside[b - 1] - signals.inside[within], 2))
    out["works"] = _unsigned(np.minimum(signals.works[b - 1] - signals.works[within], 2))
    out["years"] = _unsigned(np.minimum(signals.digits[b] - signals.digits[a], 2))
    return out


class Number(NamedTuple):
    """What the features know of one number: whole numbers by column, and its slot."""

    row: tuple[int, ...]
    slot: Slot


NUMBER_COLUMNS: tuple[str, ...] = ("kind", "unit", "mark", "listed", "last kind", "clause", "left start", "left end")


@lru_cache(maxsize=4096)
def _unit_code(unit_text: str) -> int:
    code = 0
    for char in unit_text[-2:]:
        code = code * 70000 + ord(char)
    return code


def number_of(slots: Sequence[Slot], quantities: Sequence[QuantityRecord], k: int, shift: int) -> Number:
    """The columns that do not depend on the candidate and not on the text's positions.

    Args:
        slots: the slots of a sentence.
        quantities: their quantities.
        k: which of them.
        shift: what makes positions of the sentence's offsets.
    """
    slot, q = slots[k], quantities[k]
    row = (
        _KINDS.get(q.kind, 0),
        _unit_code(q.unit_text),
        ord(slot.mark[0]) if slot.mark else 0,
        slot.gap_list,
        _KINDS.get(quantities[k - 1].kind, 0) if k else _NO_KIND,
        slot.clause,
        slot.left_start + shift,
        slot.left_end + shift,
    )
    return Number(row, slot)


def scenes(signals: Signals, numbers: Sequence[Number]) -> Columns:
    """The columns of a report's numbers, one row a number.

    Args:
        signals: the report's positions.
        numbers: the numbers.
    """
    table = np.array([number.row for number in numbers], dtype=np.int64).reshape(-1, len(NUMBER_COLUMNS)).T.copy()
    left_start, left_end = table[-2:]
    out: Columns = dict(zip(NUMBER_COLUMNS[:-2], table.view(np.uint64), strict=False))
    chars, size = signals.chars, left_end - left_start
    _, plain = signals.roles(np.maximum(left_start, left_end - _WINDOW), left_end, _WINDOW - 4)
    out["state"] = _unsigned(np.where(size <= 0, 0, np.where(plain & (size <= _WINDOW), 1, 2)))
    out["left role"] = _unsigned(np.where(signals.last_size[left_end] <= size, signals.last[left_end], 0))
    out["left pair"] = chars[left_end - 1] * _PAIR + chars[left_end - 2]
    return out


def relations(scene: Columns, two: NDArray[np.int64], one: NDArray[np.int64], rank: NDArray[np.int64]) -> Columns:
    """The columns that tie a number to an earlier one whose phrase it may repeat.

    Args:
        scene: the columns of the report's numbers.
        two: the numbers.
        one: the earlier ones.
        rank: the rank of its phrase among those that may be repeated, from 1.
    """
    clause = scene["clause"].view(np.int64)
    out = {name: scene[name][two] for name in _OF_THIS}
    out |= {
        "that kind": scene["kind"][one],
        "that same unit": _unsigned(scene["unit"][one] == scene["unit"][two]),
        "distance": _unsigned(np.minimum(clause[two] - clause[one], 4)),
        "steps": _unsigned(np.minimum(two - one, 5)),
        "rank": _unsigned(rank),
    }
    return out
