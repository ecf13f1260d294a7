"""What every position of a report shows about the edges of a phrase: lexicon words, marks, hashes of stretches; as arrays.

A phrase may begin or end only at plausible places: marks, function words, the words of `metric_words` by their roles,
words of time and of jurisdiction, the ends of entities.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.records import Analysis

__all__ = ["PAD", "ROLES", "Signals", "powers"]

Numbers = NDArray[np.uint64]

PAD = 8
"""Empty positions in front of the text and behind it, so that looking past its ends is no special case."""

_PRIME = 0x9E3779B97F4A7C15
_INVERSE = pow(_PRIME, -1, 1 << 64)
_TIMES = [
    "今年",
    "去年",
    "明年",
    "前年",
    "当年",
    "上年",
    "本年",
    "全年",
    "次年",
    "年初",
    "年末",
    "年底",
    "年内",
    "年中",
    "以来",
    "年来",
    "期间",
    "时期",
    "期末",
    "月底",
    "月末",
    "月份",
    "上半年",
    "下半年",
    "一年",
    "两年",
    "三年",
    "五年",
    "四年",
    "十年",
    "五年来",
    "三年来",
    "十年来",
    "一年来",
    "两年来",
    "十一五",
    "十二五",
    "十三五",
    "十四五",
    "十五五",
]
_LEVELS = [who + level for who in "我全本" for level in "国省市区县州镇乡旗盟"]
_BEGIN_ROUND = frozenset(("work", "adverb", "lead", "inner", "event"))  # a phrase may begin before or behind one
_BEGIN_BEFORE = frozenset(("change", "rank"))  # the verb of change may be kept (增加…)
_END_BEFORE = frozenset(("tail", "change", "rank", "dist", "to", "reach", "event", "keep", "generic", "work"))
_END_BEHIND = frozenset(("event", "keep", "generic", "work"))
_PARTICLES = "的、和及与等在对为将以从由了到至中"
_OPENING, _CLOSING, _ENDING = '“《"(', '”》")', ",;:。"
_SPACE = " \t\n\u3000"
_DIGITS = np.array([ord(char) for char in "一二三四五六七八九○〇零"], dtype=np.uint64)
_LONGEST = 8
_LABELS = {"PROJECT": 1, "PLACE": 2, "INSTITUTION": 3}


def _role_sets() -> tuple[dict[str, int], list[str]]:
    roles: dict[str, set[str]] = {}
    for row in lexicons.load("metric_words"):
        roles.setdefault(row["word"], set()).add(row["role"])
    for word in _TIMES:
        roles[word] = {"time"}
    for word in _LEVELS:
        roles[word] = {"level"}
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


def _hash_of(word: str) -> int:
    value, power = 0, 1
    for char in word:
        value = (value + ord(char) * power) & ((1 << 64) - 1)
        power = power * _PRIME & ((1 << 64) - 1)
    return value


class _Words:
    """The words of one length, found in a text by their hashes.

    Args:
        words: words and their numbers.
        size: the length.
    """

    def __init__(self, words: Mapping[str, int], size: int) -> None:
        pairs = sorted((_hash_of(word), role) for word, role in words.items() if len(word) == size)
        self.size = size
        self.hashes = np.array([pair[0] for pair in pairs], dtype=np.uint64)
        self.roles = np.array([pair[1] for pair in pairs], dtype=np.int64)
        self.maybe = np.zeros(1 << 14, dtype=bool)
        self.maybe[(self.hashes >> np.uint64(50)).astype(np.int64)] = True

    def find(self, hashes: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions where a word begins, and the number of its roles."""
        at = np.flatnonzero(self.maybe[(hashes >> np.uint64(50)).astype(np.int64)])
        found = np.searchsorted(self.hashes, hashes[at])
        found[found == len(self.hashes)] = 0
        right = self.hashes[found] == hashes[at]
        return at[right], self.roles[found[right]]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[list[_Words], list[_Words]]:
    """The words with roles, and the names of indicators, by length."""
    terms: dict[str, int] = {}
    for row in lexicons.load("indicators"):
        for name in (row["name_zh"], *lexicons.values(row["aliases"])):
            if 2 <= len(name) <= _LONGEST:
                terms[name] = 1
    return tuple(
        [_Words(words, size) for size in sorted({len(w) for w in words if len(w) <= _LONGEST})]
        for words in (_WORDS, terms)
    )  # type: ignore[return-value]


def _with(roles: frozenset[str]) -> NDArray[np.bool_]:
    """By number of a role set, whether it holds one of some roles."""
    return np.array([bool(roles & set(name.split("+"))) for name in _NAMES])


_MAY_BEGIN_BEFORE = _with(_BEGIN_ROUND | _BEGIN_BEFORE)
_MAY_BEGIN_BEHIND = _with(_BEGIN_ROUND | {"time", "level"})
_MAY_END_BEFORE = _with(_END_BEFORE | {"time", "level"})
_MAY_END_BEHIND = _with(_END_BEHIND)
_INSIDE = _with(frozenset(("inner", "tail", "adverb", "lead")))


class Signals:
    """The arrays of one report; positions are offsets plus `PAD`.

    Args:
        analysis: the report with its entities.

    Attributes:
        chars: code points.
        first: the role set of the longest word that begins at a position.
        size: that word's length, 0 without one.
        last: the role set of the longest word that ends at a position.
        last_size: that word's length.
        term: the length of the longest indicator name that ends at a position.
        crossed: whether a position lies inside a word or an indicator name.
        inside: how many words that seldom stand inside a phrase begin before a position.
        marks: for 的 、 和 , how many stand before a position.
        digits: how many Arabic figures stand before a position.
        open: quotation marks and brackets opened less those closed before a position.
        cut: whether a position lies inside an entity.
        label: the label of the entity that ends at a position.
        starts: offsets where a phrase may begin, in order.
        ends: offsets where a phrase may end, in order.
    """

    def __init__(self, analysis: Analysis) -> None:
        text = analysis.folded
        length = len(text)
        # a text begins and ends like a line, so that blank lines around it change nothing
        chars = np.full(length + 2 * PAD, ord("\n"), dtype=np.uint64)
        chars[PAD : PAD + length] = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        self.chars = chars
        total = len(chars)
        up, self._down = powers(1 << (total + 1).bit_length())
        self._sums = np.zeros(total + 1, dtype=np.uint64)
        np.cumsum(chars * up[:total], dtype=np.uint64, out=self._sums[1:])
        self.first = np.zeros(total, dtype=np.int64)
        self.size = np.zeros(total, dtype=np.int64)
        self.last = np.zeros(total + 1, dtype=np.int64)
        self.last_size = np.zeros(total + 1, dtype=np.int64)
        begins = np.zeros(total + 1, dtype=bool)
        ends = np.zeros(total + 1, dtype=bool)
        inside = np.zeros(total + 1, dtype=np.int64)
        crossed = np.zeros(total + 2, dtype=np.int64)  # positions inside a word
        self.term = np.zeros(total + 1, dtype=np.int64)
        words_of, terms_of = _lexicon()
        hashes = {
            size: (self._sums[size:] - self._sums[:-size]) * self._down[: total + 1 - size]
            for size in {words.size for words in (*words_of, *terms_of)}
        }
        for terms in terms_of:
            size = terms.size
            at, _ = terms.find(hashes[size])
            self.term[at + size] = size
            crossed[at + 1] += 1
            crossed[at + size] -= 1
        for words in words_of:
            size = words.size
            at, roles = words.find(hashes[size])
            self.first[at], self.size[at] = roles, size
            self.last[at + size], self.last_size[at + size] = roles, size
            begins[at[_MAY_BEGIN_BEFORE[roles]]] = True
            begins[at[_MAY_BEGIN_BEHIND[roles]] + size] = True
            ends[at[_MAY_END_BEFORE[roles]]] = True
            ends[at[_MAY_END_BEHIND[roles]] + size] = True
            if size > 1:
                inside[at[_INSIDE[roles]] + 1] = 1
                crossed[at + 1] += 1
                crossed[at + size] -= 1
        self.first, self.last = _CODES[self.first], _CODES[self.last]
        self.inside = np.cumsum(inside)
        self.crossed = np.minimum(np.cumsum(crossed), 1)
        self._add_marks(begins, ends)
        self._add_years(begins, ends)
        self.cut = np.zeros(total + 1, dtype=np.int64)
        self.label = np.zeros(total + 1, dtype=np.int64)
        for entity in analysis.entities:
            self.cut[PAD + entity.start + 1 : PAD + entity.end] = 1
            self.label[PAD + entity.end] = _LABELS.get(entity.label, 0)
            begins[PAD + entity.start] = ends[PAD + entity.end] = True
        self.starts: list[int] = np.flatnonzero(begins[PAD : PAD + length + 1]).tolist()
        self.ends: list[int] = np.flatnonzero(ends[PAD : PAD + length + 1]).tolist()

    def _add_marks(self, begins: NDArray[np.bool_], ends: NDArray[np.bool_]) -> None:
        chars = self.chars
        for char in _PARTICLES + _SPACE + _ENDING:
            at = np.flatnonzero(chars == ord(char))
            begins[at + 1] = True
            ends[at] = True
            if char in "中等":
                ends[at + 1] = True
        opened = np.zeros(len(chars) + 1, dtype=np.int64)
        for one, other in zip(_OPENING, _CLOSING, strict=True):
            at = np.flatnonzero(chars == ord(one))
            begins[at] = ends[at] = True
            opened[at + 1] += 1
            at = np.flatnonzero(chars == ord(other))
            begins[at + 1] = ends[at + 1] = True
            opened[at + 1] -= 1
        self.open = np.cumsum(opened)
        self.marks = []
        for char in "的、和,":
            count = np.zeros(len(chars) + 1, dtype=np.int64)
            np.cumsum(chars == ord(char), out=count[1:])
            self.marks.append(count)

    def _add_years(self, begins: NDArray[np.bool_], ends: NDArray[np.bool_]) -> None:
        chars = self.chars
        arabic = (chars >= 48) & (chars <= 57)
        written = np.isin(chars, _DIGITS)
        self.digits = np.zeros(len(chars) + 1, dtype=np.int64)
        np.cumsum(arabic, out=self.digits[1:])
        for digit in (arabic, written):
            year = np.flatnonzero((chars[4:] == ord("年")) & digit[3:-1] & digit[2:-2] & digit[1:-3] & digit[:-4])
            begins[year + 5] = True
            ends[year] = True

    def stretch(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> Numbers:
        """A hash of every stretch, the same for the same characters."""
        return (self._sums[end] - self._sums[start]) * self._down[start]

    def roles(self, start: NDArray[np.int64], end: NDArray[np.int64], steps: int) -> tuple[Numbers, NDArray[np.bool_]]:
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
