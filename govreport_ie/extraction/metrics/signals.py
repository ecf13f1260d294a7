"""What every position of a report shows about the edges of a phrase: lexicon words, marks, hashes of stretches; as arrays.

A phrase may begin or end only at plausible places: marks, function words, the words of `metric_words` by their roles,
words of time and of jurisdiction, the ends of entities.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import words_of
from govreport_ie.extraction.records import Analysis

__all__ = ["CLASS_SLOTS", "PAD", "ROLES", "Layout", "Signals", "powers", "slot_of_pair"]

Numbers = NDArray[np.uint64]
Positions = NDArray[np.int64]

PAD = 8
"""Characters in front of every sentence and behind it, so that looking past its ends is no special case."""

_PRIME = 0x9E3779B97F4A7C15
_INVERSE = pow(_PRIME, -1, 1 << 64)
_BEGIN_ROUND = frozenset(("work", "adverb", "lead", "inner", "event"))  # a phrase may begin before or behind one
_BEGIN_BEFORE = frozenset(("change", "rank"))  # the verb of change may be kept (增加…)
_END_BEFORE = frozenset(("tail", "change", "rank", "dist", "to", "reach", "event", "keep", "generic", "work"))
_END_BEHIND = frozenset(("event", "keep", "generic", "work"))
_PARTICLES = "的、和及与等在对为将以从由了到至中 \t\n\u3000,;:。"
_END_BEHIND_THEM = "中等"
_OPENING, _CLOSING = '“《"(', '”》")'
_FIGURES = "一二三四五六七八九○〇零"
_EDGE = " \u3000、,\n\t的"
"""No phrase begins or ends with these."""
_LONGEST = 8
_LABELS = {"PROJECT": 1, "PLACE": 2, "INSTITUTION": 3}
_PLANE = 1 << 16
"""Characters beyond it belong to no word and are no mark."""

_TOP = np.uint64(48)

# what a character says of the places before and behind it
_BEGINS_BEFORE, _BEGINS_BEHIND, _ENDS_BEFORE, _ENDS_BEHIND, _IS_EDGE = 1, 2, 4, 8, 16


def _role_sets() -> tuple[dict[str, int], list[str]]:
    roles: dict[str, set[str]] = {}
    for row in lexicons.load("metric_words"):
        roles.setdefault(row["word"], set()).add(row["role"])
    for role in ("time", "level"):
        for word in words_of(f"edge_{role}"):
            roles[word] = {role}
    names = ["", "other"]
    number: dict[str, int] = {}
    words: dict[str, int] = {}
    for word in sorted(roles):
        name = "+".join(sorted(roles[word]))
        if name not in number:
            number[name] = len(names)
            names.append(name)
        words[word] = number[name]
    return words, names


_WORDS, _NAMES = _role_sets()
OTHER = 1
# features carry a number that stays the same when the lexicon grows
_CODES = np.array([0, OTHER, *(zlib.crc32(name.encode()) for name in _NAMES[2:])], dtype=np.int64)
ROLES = dict(zip(_CODES.tolist(), _NAMES, strict=True))
"""What the numbers of role sets mean; 0 is nothing, 1 a character that belongs to no word."""


@lru_cache(maxsize=4)
def powers(size: int) -> tuple[Numbers, Numbers]:
    """The powers of the hash's base and of its inverse, wrapped to 64 bits; ``size`` of each."""
    up = np.full(size, _PRIME, dtype=np.uint64)
    down = np.full(size, _INVERSE, dtype=np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def _hashes(words: Sequence[str]) -> Numbers:
    """The hashes of words of the same length."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32).reshape(len(words), -1)
    return (codes * powers(codes.shape[1])[0]).sum(axis=1, dtype=np.uint64)


def _with(roles: frozenset[str]) -> NDArray[np.bool_]:
    """By number of a role set, whether it holds one of some roles."""
    return np.array([bool(roles & set(name.split("+"))) for name in _NAMES])


_MAY_BEGIN_BEFORE = _with(_BEGIN_ROUND | _BEGIN_BEFORE)
_MAY_BEGIN_BEHIND = _with(_BEGIN_ROUND | {"time", "level"})
_MAY_END_BEFORE = _with(_END_BEFORE | {"time", "level"})
_MAY_END_BEHIND = _with(_END_BEHIND)
_WORKS = _with(frozenset(("work", "reach", "event")))
_INSIDE = _with(frozenset(("inner", "tail", "adverb", "lead")))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words with roles and the names of indicators, to be found by their hashes.

    Attributes:
        sizes: by hashed pair of characters the lengths of the words that begin with it, one bit a length.
        hashes: by length the words' hashes, in order.
        likely: by length and the first bits of a hash whether a word has it.
        roles: by length their role sets; 0 for a name of an indicator that is no such word.
        named: by length whether it is a name of an indicator.
        single: by character the role set of a word of one character.
        flags: by character what it says of the places beside it.
        opens: by character 1 if it opens a quotation or bracket, -1 if it closes one.
    """

    sizes: NDArray[np.uint8]
    hashes: dict[int, Numbers]
    likely: dict[int, NDArray[np.bool_]]
    roles: dict[int, Positions]
    named: dict[int, NDArray[np.bool_]]
    single: Positions
    flags: NDArray[np.uint8]
    opens: NDArray[np.int8]


def _pair(first: NDArray[np.int64], second: NDArray[np.int64]) -> Positions:
    return (first * 0x9E37 + second) & 0xFFFF


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    terms: set[str] = set()
    for row in lexicons.load("indicators"):
        names = (row["name_zh"], *lexicons.values(row["aliases"]))
        terms.update(name for name in names if 2 <= len(name) <= _LONGEST)
    sizes = np.zeros(_PLANE, dtype=np.uint8)
    hashes: dict[int, Numbers] = {}
    likely: dict[int, NDArray[np.bool_]] = {}
    roles: dict[int, Positions] = {}
    named: dict[int, NDArray[np.bool_]] = {}
    for size in range(2, _LONGEST + 1):
        words = [word for word in {**_WORDS, **dict.fromkeys(terms)} if len(word) == size]
        if not words:
            continue
        unsorted = _hashes(words)
        order = np.argsort(unsorted)
        hashes[size] = unsorted[order]
        likely[size] = np.zeros(_PLANE, dtype=bool)
        likely[size][(hashes[size] >> _TOP).view(np.int64)] = True
        roles[size] = np.array([_WORDS.get(word, 0) for word in words], dtype=np.int64)[order]
        named[size] = np.array([word in terms for word in words])[order]
        first, second = (np.array([ord(word[at]) for word in words], dtype=np.int64) for at in (0, 1))
        sizes[_pair(first, second)] |= 1 << (size - 1)
    single = np.zeros(_PLANE, dtype=np.int64)
    for word, role in _WORDS.items():
        if len(word) == 1:
            single[ord(word)] = role
    return _Vocabulary(sizes, hashes, likely, roles, named, single, _flags_of_characters(), _opening_and_closing())


def _flags_of_characters() -> NDArray[np.uint8]:
    """What every character says of the places beside it: by its roles as a word, and as a mark or particle."""
    flags = np.zeros(_PLANE, dtype=np.uint8)
    for word, role in _WORDS.items():
        if len(word) == 1:
            flags[ord(word)] |= (
                _BEGINS_BEFORE * _MAY_BEGIN_BEFORE[role]
                | _BEGINS_BEHIND * _MAY_BEGIN_BEHIND[role]
                | _ENDS_BEFORE * _MAY_END_BEFORE[role]
                | _ENDS_BEHIND * _MAY_END_BEHIND[role]
            )
    for chars, flag in (
        (_PARTICLES, _BEGINS_BEHIND | _ENDS_BEFORE),
        (_END_BEHIND_THEM, _ENDS_BEHIND),
        (_OPENING, _BEGINS_BEFORE | _ENDS_BEFORE),
        (_CLOSING, _BEGINS_BEHIND | _ENDS_BEHIND),
        (_EDGE, _IS_EDGE),
    ):
        for char in chars:
            flags[ord(char)] |= flag
    return flags


def _opening_and_closing() -> NDArray[np.int8]:
    """1 for every character that opens a quotation or bracket, -1 for every one that closes one."""
    opens = np.zeros(_PLANE, dtype=np.int8)
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        opens[ord(opening)] += 1
        opens[ord(closing)] -= 1
    return opens


CLASS_SLOTS = 1 << 20
"""How many places the table of classes has; a pair that has none of its own falls on one of another in a twentieth of all cases."""

_CLASS_SHIFT = 64 - CLASS_SLOTS.bit_length() + 1


def slot_of_pair(first: Positions, second: Positions) -> Positions:
    """Where the table of classes has a pair of characters.

    Args:
        first: code points.
        second: code points.
    """
    pair = (first * _PLANE + second).astype(np.uint64) * np.uint64(_PRIME)
    return (pair >> np.uint64(_CLASS_SHIFT)).view(np.int64)


@lru_cache(maxsize=1)
def _classes() -> NDArray[np.uint8]:
    """By `slot_of_pair` the class of a pair of characters, 0 without one; models/metrics/classes.py made them."""
    source = resources.files("govreport_ie.extraction.metrics") / "classes.npz"
    with source.open("rb") as file, np.load(file, allow_pickle=False) as data:
        return data["classes"]


@dataclass(slots=True)
class Layout:
    """Where the sentences with numbers stand side by side: an offset and the shift of its sentence make a position.

    Attributes:
        starts: offsets of their starts.
        ends: offsets of their ends.
        shifts: what makes positions of their offsets.
        size: how many positions there are.
    """

    starts: list[int] = field(default_factory=list[int])
    ends: list[int] = field(default_factory=list[int])
    shifts: list[int] = field(default_factory=list[int])
    size: int = 0

    def add(self, start: int, end: int) -> None:
        """Add the next sentence.

        Args:
            start: its start.
            end: the end of all that may be asked of it.
        """
        self.starts.append(start)
        self.ends.append(end)
        self.shifts.append(self.size + PAD - start)
        self.size += end - start + 2 * PAD

    def text(self, folded: str) -> str:
        """The sentences with `PAD` characters around each; a text begins and ends like a line, so that blank lines around it change nothing.

        Args:
            folded: the folded text.
        """
        edge = PAD * "\n"
        padded = f"{edge}{folded}{edge}"
        return "".join([padded[start : end + 2 * PAD] for start, end in zip(self.starts, self.ends, strict=True)])

    def positions(self, offsets: Positions, side: Literal["left", "right"]) -> tuple[Positions, NDArray[np.bool_]]:
        """The positions of offsets that lie in a sentence, and which of them do.

        Args:
            offsets: the offsets.
            side: whether an offset where one sentence ends and the next begins belongs to the one on its left or right.
        """
        if not self.starts:
            return offsets[:0], np.zeros(len(offsets), dtype=bool)
        sentence = np.searchsorted(self.starts, offsets, side=side) - 1
        inside = (sentence >= 0) & (offsets <= np.array(self.ends)[sentence])
        return offsets[inside] + np.array(self.shifts)[sentence[inside]], inside


class Signals:
    """The arrays of one report's sentences with numbers, which stand side by side, each with what is around it.

    Args:
        analysis: the report with its entities.
        layout: where its sentences stand.

    Attributes:
        chars: code points.
        first: the role set of the longest word that begins at a position.
        size: that word's length, 0 without one.
        last: the role set of the longest word that ends at a position.
        last_size: that word's length.
        pair_class: the class of the pair of characters that begins at a position (获评, 荣获 and 入选 have the same).
        term: the length of the longest indicator name that ends at a position.
        crossed: whether a position lies inside a word or an indicator name.
        inside: how many words that seldom stand inside a phrase begin before a position.
        works: how many words of work done, attainment or events begin before a position.
        label: the label of the entity that ends at a position.
        digits: how many Arabic figures stand before a position.
        open: the same at two positions where as many quotations and brackets opened as closed between them.
        starts: positions where a phrase may begin, in order.
        ends: positions where a phrase may end, in order.
        next_word: by position the next one where a phrase may begin at all: no blank, comma or 的.
        last_word: by position the last one where a phrase may end at all.
    """

    def __init__(self, analysis: Analysis, layout: Layout) -> None:
        codes = np.frombuffer(layout.text(analysis.folded).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        self.chars = codes.view(np.uint64)
        total = len(codes)
        up, self._down = powers(1 << (total + 1).bit_length())
        self._sums = np.zeros(total + 1, dtype=np.uint64)
        np.cumsum(self.chars * up[:total], dtype=np.uint64, out=self._sums[1:])
        plain = np.minimum(codes, _PLANE - 1)
        self.pair_class = np.zeros(total + 1, dtype=np.uint64)
        self.pair_class[: total - 1] = _classes()[slot_of_pair(plain[:-1], plain[1:])]
        flags = _vocabulary().flags[plain]
        begins, ends = np.zeros(total + 1, dtype=bool), np.zeros(total + 1, dtype=bool)
        begins[:-1] = flags & _BEGINS_BEFORE
        begins[1:] |= (flags & _BEGINS_BEHIND).astype(bool)
        ends[:-1] = flags & _ENDS_BEFORE
        ends[1:] |= (flags & _ENDS_BEHIND).astype(bool)
        self._find_words(plain, begins, ends)
        self.digits = np.zeros(total + 1, dtype=np.int64)
        np.cumsum((codes >= ord("0")) & (codes <= ord("9")), out=self.digits[1:])
        self.open = np.zeros(total + 1, dtype=np.int64)
        np.cumsum(_vocabulary().opens[plain], out=self.open[1:])
        self.open[1:] = 2 * self.open[1:] + np.cumsum(codes == ord('"')) % 2  # a straight mark opens or closes by turns
        self._add_years(codes, begins, ends)
        self.label = np.zeros(total + 1, dtype=np.int64)
        names = [(entity.start, entity.end, _LABELS.get(entity.label, 0)) for entity in analysis.entities]
        start, end, label = np.array(names, dtype=np.int64).reshape(-1, 3).T
        begins[layout.positions(start, "right")[0]] = True
        behind, inside = layout.positions(end, "left")
        ends[behind] = True
        self.label[behind] = label[inside]
        self.starts = np.flatnonzero(begins)
        self.ends = np.flatnonzero(ends)
        inner = (flags & _IS_EDGE) == 0
        word = np.flatnonzero(inner)
        found = np.zeros(total + 1, dtype=np.int64)
        np.cumsum(inner, out=found[1:])
        self.next_word = np.append(word, total)[found]
        self.last_word = np.concatenate(([-1], word))[found] + 1

    def _find_words(self, plain: Positions, begins: NDArray[np.bool_], ends: NDArray[np.bool_]) -> None:
        total = len(plain)
        vocabulary = _vocabulary()
        first, size_of = vocabulary.single[plain], np.zeros(total, dtype=np.int64)
        size_of[first > 0] = 1
        last, last_size = np.zeros(total + 1, dtype=np.int64), np.zeros(total + 1, dtype=np.int64)
        last[1:], last_size[1:] = first, size_of
        self.term = np.zeros(total + 1, dtype=np.int64)
        crossed = np.zeros(total + 2, dtype=np.int64)  # positions inside a word
        inside, works = np.zeros(total + 1, dtype=np.int64), np.zeros(total + 1, dtype=np.int64)
        sizes = vocabulary.sizes[_pair(plain[:-1], plain[1:])]
        maybe = np.flatnonzero(sizes)
        sizes = sizes[maybe]
        for size, hashes in vocabulary.hashes.items():
            at = maybe[(sizes & (1 << (size - 1))) > 0]
            at = at[at <= total - size]
            values = self.stretch(at, at + size)
            likely = vocabulary.likely[size][(values >> _TOP).view(np.int64)]
            at, values = at[likely], values[likely]
            found = np.searchsorted(hashes, values)
            found[found == len(hashes)] = 0
            right = hashes[found] == values
            at, found = at[right], found[right]
            named = at[vocabulary.named[size][found]] + size
            self.term[named] = size
            crossed[at + 1] += 1
            crossed[at + size] -= 1
            roles = vocabulary.roles[size][found]
            is_word = roles > 0
            at, roles = at[is_word], roles[is_word]
            behind = at + size
            inside[at[_INSIDE[roles]] + 1] = 1
            works[at[_WORKS[roles]] + 1] = 1
            first[at], size_of[at] = roles, size
            last[behind], last_size[behind] = roles, size
            begins[at[_MAY_BEGIN_BEFORE[roles]]] = True
            begins[behind[_MAY_BEGIN_BEHIND[roles]]] = True
            ends[at[_MAY_END_BEFORE[roles]]] = True
            ends[behind[_MAY_END_BEHIND[roles]]] = True
        self.first, self.size = _CODES[first], size_of
        self.last, self.last_size = _CODES[last], last_size
        self.inside, self.works = np.cumsum(inside), np.cumsum(works)
        self.crossed = np.minimum(np.cumsum(crossed), 1)

    def _add_years(self, codes: Positions, begins: NDArray[np.bool_], ends: NDArray[np.bool_]) -> None:
        """A phrase may begin behind the name of a year and end before it."""
        year = np.flatnonzero(codes[PAD:] == ord("年")) + PAD
        before = codes[year[:, None] - np.arange(1, 5)]
        arabic = (before >= ord("0")) & (before <= ord("9"))
        written = np.isin(before, [ord(figure) for figure in _FIGURES])
        year = year[arabic.all(axis=1) | written.all(axis=1)]
        begins[year + 1] = True
        ends[year - 4] = True

    def stretch(self, start: Positions, end: Positions) -> Numbers:
        """A hash of every stretch, the same for the same characters."""
        return (self._sums[end] - self._sums[start]) * self._down[start]

    def roles(self, start: Positions, end: Positions, steps: int) -> tuple[Numbers, NDArray[np.bool_]]:
        """The words that cover every stretch from its start, longest first: a number for their roles, and whether only words do.

        Args:
            start: positions.
            end: positions; nothing is read beyond.
            steps: how many words or single characters are read at most.
        """
        at = start.copy()
        code = np.zeros(len(at), dtype=np.uint64)
        before = np.zeros(len(at), dtype=np.int64)
        plain = np.ones(len(at), dtype=bool)
        for _ in range(steps):
            live = at < end
            if not live.any():
                break
            size = self.size[at]
            fits = (size > 0) & (size <= end - at)
            role = np.where(fits, self.first[at], OTHER)
            plain &= fits | ~live
            news = live & (role != before)
            code = np.where(news, code * np.uint64(0x100000001B3) + role.astype(np.uint64), code)
            before = np.where(live, role, before)
            at += np.where(live, np.where(fits, size, 1), 0)
        return code, plain & (at >= end)
