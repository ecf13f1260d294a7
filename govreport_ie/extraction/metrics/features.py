"""The features of candidate spans: columns of whole numbers, and templates that combine columns into hashed features.

A template is the columns it combines, by their names; `TEMPLATES` lists those of a candidate that stands in the text,
`AGAIN` those of a phrase said before, `NEXT` those that tie a candidate to what the number before was given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction.metrics.candidates import LEFT, RIGHT
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.signals import PAD, Signals
from govreport_ie.extraction.records import QuantityRecord

__all__ = [
    "AGAIN",
    "AGAIN_FIXED",
    "AGAIN_RANKED",
    "GROUP",
    "NEXT",
    "SIZE",
    "TEMPLATES",
    "Number",
    "columns",
    "hashed",
    "number_of",
    "pair_columns",
]

SIZE = 1 << 18
"""How many weights there are; features that fall together share one."""

_KINDS = {"money": 1, "percent": 2, "percentage_point": 3, "measure": 4, "count": 5, "rank": 6, "ratio": 7}
GROUP = np.array([0, 1, 2, 3, 4, 4, 5, 5, 5, 6])
"""Types of candidates that features do not tell apart: left, right, list, next, before, again."""

_BUCKET = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9] + [10] * 80)

TEMPLATES: tuple[tuple[str, ...], ...] = (
    # the number and where the candidate stands
    ("type",), ("type", "kind"), ("group", "state", "right role", "kind"), ("group", "state", "left role", "kind"),
    ("group", "left role"), ("group", "right role"), ("group", "right pair"), ("group", "left pair"), ("group", "mark", "state"),
    ("group", "state", "mark", "last kind", "kind", "same unit"), ("group", "listed", "last kind", "kind"), ("group", "unit"),
    ("group", "last optional", "mark"), ("group", "state", "right role", "mark", "listed"), ("group", "state", "right char", "following"),
    ("group", "unit", "right char"), ("group", "kind", "following", "right role"), ("type", "state", "clauses"),
    # its ends
    ("e1",), ("e2",), ("e3",), ("b1",), ("b2",), ("b3",), ("e2", "kind"), ("e1", "kind"), ("e1", "unit"), ("e2", "unit"), ("e3", "unit"),
    ("e1", "group"), ("e2", "group"), ("b2", "group"), ("b1", "group"), ("length",), ("length", "group"), ("length", "e1"),
    ("whole",), ("whole", "group"), ("whole", "kind"),
    # what stands outside
    ("e1", "o1"), ("o1", "group"), ("o2", "group"), ("p1", "b1"), ("p1", "group"), ("p2", "group"), ("end four",), ("start four",),
    ("e1", "o2"), ("p2", "b1"),
    # between the candidate and its number, and before it
    ("tail roles", "group"), ("tail roles", "kind", "group"), ("tail length", "group"), ("tail text", "group"), ("tail text", "kind"),
    ("head roles", "group"), ("head length", "group"), ("head text", "group"), ("head plain", "tail plain", "group"),
    ("tail marks", "group"), ("head marks", "group"), ("head last", "group"), ("tail first", "group"), ("head last", "first role", "group"),
    ("length", "head length", "group"), ("all left", "group", "kind"),
    # words at its ends and inside
    ("first role",), ("first role", "group"), ("first role", "kind"), ("last role",), ("last role", "kind"), ("first role", "last role"),
    ("only role", "group", "kind"), ("known", "group"), ("known",), ("known", "kind"), ("of", "group"), ("commas", "group"), ("ands",), ("clause marks",),
    ("unbalanced",), ("inner",), ("inner", "length"), ("cut",), ("label", "group"), ("first word",), ("last word",), ("first word", "kind"),
    ("last word", "unit"), ("only role", "whole"), ("years", "group"), ("crossed",), ("crossed", "group"), ("term",), ("term", "length"), ("term", "kind"),
    # the words right behind it and right before it, and how much is left of its stretch
    ("after role", "group"), ("after role", "group", "kind"), ("after word", "group"), ("after word", "kind"), ("after word", "last role"),
    ("rest length", "group"), ("rest length", "after role"), ("before word", "group"), ("before word", "b1"), ("after word", "e1"),
)  # fmt: skip

AGAIN: tuple[tuple[str, ...], ...] = (
    ("rank",), ("rank", "kind", "that kind"), ("rank", "state"), ("rank", "state", "left role", "kind"), ("rank", "right role", "kind"),
    ("rank", "that kind", "kind", "that same unit"), ("rank", "distance"), ("rank", "distance", "state", "mark"),
    ("rank", "mark", "that same unit"), ("that role", "left role", "kind", "that kind"), ("that optional",), ("rank", "listed", "that kind", "kind"),
    ("distance", "kind", "that kind", "state"), ("that type", "state", "kind"), ("that type", "rank"), ("that length", "state", "kind"),
    ("e2", "kind", "that kind"), ("e1", "left pair"), ("e2", "left pair"), ("e1", "right char"), ("steps", "rank", "mark"),
    ("rank", "left pair"), ("rank", "right pair"), ("rank", "unit"), ("rank", "following", "state", "kind"), ("rank", "all left", "kind"),
)  # fmt: skip

NEXT: tuple[tuple[str, ...], ...] = (
    ("group", "given", "mark"), ("group", "given", "mark", "kind", "last kind"), ("group", "given", "same unit", "listed", "right role"),
    ("group", "given", "state", "right role", "mark"), ("group", "given", "state", "same unit", "kind"),
    ("group", "overlap", "given"), ("group", "overlap", "kind"),
)  # fmt: skip

AGAIN_FIXED = tuple(names for names in AGAIN if "rank" not in names)
AGAIN_RANKED = tuple(names for names in AGAIN if "rank" in names)
FIXED_SEED, RANKED_SEED, NEXT_SEED = 1000, 2000, 3000

_MULTIPLY = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Number:
    """What the features know of one number: whole numbers by column, and its slot's positions."""

    row: tuple[int, ...]
    slot: Slot


NUMBER_COLUMNS = (
    "kind", "unit", "mark", "listed", "last kind", "same unit", "last optional", "following", "clauses",
)  # fmt: skip


def number_of(slots: Sequence[Slot], quantities: Sequence[QuantityRecord], k: int) -> Number:
    """The columns that do not depend on the candidate and not on the text's positions.

    Args:
        slots: the slots of a sentence.
        quantities: their quantities.
        k: which of them.
    """
    slot, q = slots[k], quantities[k]
    last = quantities[k - 1] if k else None
    unit = 0
    for char in q.unit_text[-2:]:
        unit = unit * 70000 + ord(char)
    following = 0
    if k + 1 < len(slots):
        following = 1 + (slots[k + 1].mark == "q") + 2 * slots[k + 1].gap_list
    clauses = min(slot.clause - slots[k - 1].clause, 4) if k else 5
    return Number(
        (
            _KINDS.get(q.kind, 0),
            unit,
            ord(slot.mark[0]) if slot.mark else 0,
            int(slot.gap_list),
            _KINDS.get(last.kind, 0) if last else 9,
            int(last is not None and last.unit_text == q.unit_text),
            int(last is not None and last.optional) + 2 * int(q.optional) + 4 * int(slot.threshold),
            following,
            clauses,
        ),
        slot,
    )


def _bucket(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return _BUCKET[np.minimum(values, len(_BUCKET) - 1)]


class Columns(dict[str, NDArray[np.uint64]]):
    """Columns by name."""

    def put(self, name: str, values: NDArray[np.int64] | NDArray[np.bool_] | NDArray[np.uint64]) -> None:
        """Add a column."""
        self[name] = values.astype(np.uint64)


def _scene(signals: Signals, numbers: Sequence[Number]) -> Columns:
    """The columns of numbers, one row a number."""
    out = Columns()
    table = np.array([number.row for number in numbers], dtype=np.int64)
    for i, name in enumerate(NUMBER_COLUMNS):
        out.put(name, table[:, i])
    places = np.array(
        [(n.slot.left_start, n.slot.left_end, n.slot.right_start, n.slot.right_end) for n in numbers], dtype=np.int64
    )
    places += PAD
    left_start, left_end, right_start, right_end = places.T
    chars = signals.chars
    begin = np.maximum(left_start, left_end - 12)
    _, plain = signals.roles(begin, left_end, 8)
    empty = left_end <= left_start
    state = np.where(empty, 0, np.where(plain & (left_end - left_start <= 12), 1, 2))
    out.put("state", state)
    out.put("left role", _left_role(signals, [number.slot for number in numbers]))
    size = signals.size[right_start]
    nothing = np.where(right_end <= right_start, 1, 0)
    out.put("right role", np.where((size > 0) & (size <= right_end - right_start), signals.first[right_start], nothing))
    out.put("right char", chars[right_start])
    out["right pair"] = chars[right_start] * np.uint64(70000) + chars[right_start + 1]
    out["left pair"] = chars[left_end - 1] * np.uint64(70000) + chars[left_end - 2]
    out.put("left start", left_start)
    out.put("left end", left_end)
    out.put("right start", right_start)
    out.put("right end", right_end)
    return out


def _left_role(signals: Signals, slots: Sequence[Slot]) -> NDArray[np.int64]:
    """The role of the word right before every number."""
    begin = np.array([slot.left_start for slot in slots], dtype=np.int64) + PAD
    end = np.array([slot.left_end for slot in slots], dtype=np.int64) + PAD
    return np.where(signals.last_size[end] <= end - begin, signals.last[end], 0)


def columns(
    signals: Signals,
    numbers: Sequence[Number],
    owner: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    kind: NDArray[np.int64],
) -> Columns:
    """The columns of candidates, one row each.

    Args:
        signals: the report's positions.
        numbers: the numbers of the report.
        owner: for every candidate its number.
        start: offsets where the candidates begin.
        end: offsets where they end.
        kind: their types, from `candidates.TYPES`.
    """
    scene = _scene(signals, numbers)
    out = Columns({name: column[owner] for name, column in scene.items()})
    a, b = start + PAD, end + PAD
    chars = signals.chars
    length = b - a
    group = GROUP[kind]
    out.put("type", kind)
    out.put("group", group)
    pair, triple = np.uint64(70000), np.uint64(4900000000)
    out["e1"], out["b1"] = chars[b - 1], chars[a]
    out["e2"], out["b2"] = chars[b - 1] * pair + chars[b - 2], chars[a] * pair + chars[a + 1]
    out["e3"], out["b3"] = out["e2"] + chars[b - 3] * triple, out["b2"] + chars[a + 2] * triple
    out["o1"], out["p1"] = chars[b], chars[a - 1]
    out["o2"], out["p2"] = chars[b] * pair + chars[b + 1], chars[a - 1] * pair + chars[a - 2]
    out["end four"] = out["e2"] * _MULTIPLY + out["o2"]
    out["start four"] = out["p2"] * _MULTIPLY + out["b2"]
    out.put("length", _bucket(length))
    out["whole"] = signals.stretch(a, b)
    left_start, left_end = out["left start"].astype(np.int64), out["left end"].astype(np.int64)
    right_start = out["right start"].astype(np.int64)
    is_left, is_right = kind == LEFT, kind == RIGHT
    # the tail lies between a candidate and its number, the head before the candidate in its stretch
    beyond = np.minimum(b + 6, len(chars))
    tail_start = np.where(is_left, b, np.where(is_right, right_start, b))
    tail_end = np.where(is_left, left_end, np.where(is_right, a, beyond))
    head_start = np.where(is_left, np.maximum(left_start, a - 12), a)
    tail_size = np.maximum(tail_end - tail_start, 0)
    out["tail roles"], tail_plain = signals.roles(tail_start, np.minimum(tail_end, tail_start + 12), 6)
    out["head roles"], head_plain = signals.roles(head_start, a, 6)
    out.put("tail length", np.where(is_left | is_right, _bucket(tail_size), 11))
    out.put("head length", np.where(is_left, _bucket(np.maximum(a - left_start, 0)), 11))
    short = np.uint64(1)
    out["tail text"] = np.where(tail_size <= 6, signals.stretch(tail_start, np.maximum(tail_end, tail_start)), short)
    out["head text"] = np.where(a - head_start <= 6, signals.stretch(head_start, a), short)
    out.put("head plain", head_plain)
    out.put("tail plain", tail_plain & (tail_size <= 12))
    tail_end = np.maximum(tail_end, tail_start)
    inside = [np.minimum(count[b] - count[a], 3) for count in signals.marks]
    between = [np.minimum(count[tail_end] - count[tail_start], 1) for count in signals.marks]
    before = [np.minimum(count[a] - count[head_start], 1) for count in signals.marks]
    out.put("tail marks", between[0] + 2 * between[1] + 4 * between[3])
    out.put("head marks", before[0] + 2 * before[1] + 4 * before[2])
    for name, count in zip(("of", "commas", "ands", "clause marks"), inside, strict=True):
        out.put(name, count)
    out.put("head last", np.where(signals.last_size[a] <= a - head_start, signals.last[a], 0))
    out.put("tail first", np.where(signals.size[tail_start] <= tail_size, signals.first[tail_start], 0))
    out.put("all left", np.where(is_left, (a == left_start) + 2 * (b == left_end), 4))
    first_size, last_size = signals.size[a], signals.last_size[b]
    first = np.where(first_size <= length, signals.first[a], 0)
    last = np.where(last_size <= length, signals.last[b], 0)
    out.put("first role", first)
    out.put("last role", last)
    out["first word"] = np.where(first_size <= length, signals.stretch(a, a + np.minimum(first_size, length)), short)
    out["last word"] = np.where(last_size <= length, signals.stretch(b - np.minimum(last_size, length), b), short)
    out["before word"] = signals.stretch(a - np.minimum(signals.last_size[a], PAD), a)
    out["after word"] = signals.stretch(b, b + signals.size[b])
    out.put("after role", signals.first[b])
    rest = out["right end"].astype(np.int64) - b
    out.put("rest length", np.where((rest >= 0) & (kind != LEFT), _bucket(np.maximum(rest, 0)), 11))
    out.put("years", np.minimum(signals.digits[b] - signals.digits[a], 2))
    out.put("crossed", signals.crossed[a] + 2 * signals.crossed[b])
    out.put("term", np.where(signals.term[b] <= length, signals.term[b], 9))
    out.put("only role", np.where(first_size == length, first, 0))
    out.put("known", signals.term[b] == length)
    out.put("unbalanced", (signals.open[b] != signals.open[a]).astype(np.int64))
    out.put("inner", np.minimum(signals.inside[b - 1] - signals.inside[np.minimum(a + 1, b - 1)], 2))
    out.put("cut", signals.cut[a] + 2 * signals.cut[b])
    out.put("label", signals.label[b])
    return out


def pair_columns(
    signals: Signals, numbers: Sequence[Number], pairs: Sequence[tuple[int, int, int, int]], out: Columns
) -> None:
    """Add what ties a number to an earlier one whose phrase it may repeat.

    Args:
        signals: the report's positions.
        numbers: the numbers of the report.
        pairs: for every row the number, the earlier number, the type of the earlier one's candidate and that candidate's length.
        out: the columns of the rows.
    """
    table = []
    for k, j, kind, length in pairs:
        one, two = numbers[j], numbers[k]
        table.append((
            one.row[0],
            int(one.row[1] == two.row[1]),
            min(two.slot.clause - one.slot.clause, 4),
            one.row[6],
            kind,
            length,
            min(k - j, 5),
        ))  # fmt: skip
    values = np.array(table, dtype=np.int64).reshape(len(pairs), 7)
    for i, name in enumerate(
        ("that kind", "that same unit", "distance", "that optional", "that type", "that length", "steps")
    ):
        out.put(name, values[:, i] if name != "that length" else _bucket(values[:, i]))
    out.put("that role", _left_role(signals, [numbers[j].slot for _, j, _, _ in pairs]))


def hashed(
    templates: Sequence[tuple[str, ...]], table: Mapping[str, NDArray[np.uint64]], seed: int
) -> NDArray[np.int32]:
    """The features of every row: one number below `SIZE` a template.

    Args:
        templates: the templates.
        table: the columns.
        seed: tells the lists of templates apart.
    """
    rows = len(next(iter(table.values())))
    out = np.empty((rows, len(templates)), dtype=np.int32)
    for i, names in enumerate(templates):
        value = np.full(rows, (seed + i + 1) * 0x9E3779B9, dtype=np.uint64)
        for name in names:
            value ^= table[name]
            value *= _MULTIPLY
            value ^= value >> _SHIFT
        value *= _MULTIPLY
        out[:, i] = (value >> np.uint64(46)).astype(np.int32)
    return out
