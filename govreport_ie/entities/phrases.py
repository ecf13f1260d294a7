"""Candidate names: a head word and what stands before it, back to the nearest edge.

The edges are punctuation, opening verbs, break words and connectors of the word stream; quotations, places and short
brackets are crossed whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_ie.entities.context import EntityContext, span_at
from govreport_ie.entities.words import BREAKS, Head, words


@dataclass(slots=True)
class WordStream:
    patterns: list[int]
    starts: list[int]
    ends: list[int]


__all__ = ["Phrase", "phrases"]

_MAX_LENGTH = 36
_CODE = re.compile(r"[A-Z]{1,2}\d{1,4}|\d+号|\d+[kK]?[vV]|XX|××|\*\*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LOCAL = frozenset("省市区县州镇乡旗")
_PLAIN = frozenset(
    "新老大小区市县乡镇村省州主副总高低中上下内外东西南北前后多个各类型级化性业者家人户年月日一二三四五六七八九十百千万亿"
    "第两首条项座所批次期号及其等"
)


@dataclass(slots=True)
class Phrase:
    """A candidate name.

    Attributes:
        start: offset of its first character.
        end: offset behind its head.
        head: the head word.
        index: index of the head in the word stream.
        first: index in the word stream of the first word of the phrase or after it.
        evidence: letters for what shows that this is a name: `u` unknown characters, `p` a place, `q` a quotation,
            `c` a code or number of a line, `l` a jurisdiction prefix (市 in 市中医院).
        length: number of characters before the head.
        edge: class of what stands before the phrase (O S B P C Q or empty).
        edge_word: the word that stands before the phrase.
    """

    start: int
    end: int
    head: Head
    index: int
    first: int
    evidence: str
    length: int
    edge: str
    edge_word: str


def phrases(context: EntityContext) -> list[Phrase]:
    """All candidate names of a report, one for every head word, in the order of their heads."""
    cached = context.cache.get("phrases")
    if cached is None:
        cached = context.cache["phrases"] = _Finder(context).find()
    return cached  # type: ignore[return-value]


class _Finder:
    def __init__(self, context: EntityContext) -> None:
        self.context = context
        self.words = words()
        stream = context.cache.get("stream")
        if stream is None:
            found = self.words.stream(context.folded)
            stream = context.cache["stream"] = WordStream([x[0] for x in found], [x[1] for x in found], [x[2] for x in found])
        self.stream: WordStream = stream  # type: ignore[assignment]
        self.quote_to = {end: start for start, end in context.quotes}
        self.quote_in = context.quotes

    def find(self) -> list[Phrase]:
        heads = self.words.heads
        found = []
        for index, pattern in enumerate(self.stream.patterns):
            head = heads[pattern]
            if head is not None:
                phrase = self.phrase(index, head)
                if phrase is not None:
                    found.append(phrase)
        return found

    def phrase(self, index: int, head: Head) -> Phrase | None:
        stream, folded, classes = self.stream, self.context.folded, self.words.classes
        end = stream.ends[index]
        left = stream.starts[index]
        low = max(0, end - _MAX_LENGTH)
        evidence: set[str] = set()
        at = index - 1
        edge, edge_word = "", ""
        inner: list[int] = []  # indexes of the words inside, right to left
        while left > low:
            word_end = stream.ends[at] if at >= 0 else 0
            place = self.context.place_to.get(left)
            if place is not None and place.start >= low and place.start < left:
                evidence.add("p")
                left = place.start
                while at >= 0 and stream.ends[at] > left:
                    at -= 1
                continue
            if word_end < left:  # unknown characters
                gap = folded[max(word_end, low) : left]
                self.weigh(gap, evidence)
                left = max(word_end, low)
                continue
            cls = classes[stream.patterns[at]]
            if cls == "Q":
                mark = folded[stream.starts[at]]
                if mark == "”" and left in self.quote_to and self.quote_to[left] >= low - 20:
                    left = self.quote_to[left]
                    evidence.add("q")
                elif mark == ")" and (opening := folded.rfind("(", max(low, left - 14), left)) >= 0:
                    left = opening
                else:
                    edge, edge_word = "Q", mark
                    break
                while at >= 0 and stream.ends[at] > left:
                    at -= 1
                continue
            if cls in BREAKS:
                edge, edge_word = cls, self.words.patterns[stream.patterns[at]]
                break
            left = stream.starts[at]
            inner.append(at)
            at -= 1
        # strip verbs and amounts at the left edge
        first = at + 1
        while first < index and left < stream.starts[index]:
            quantity = span_at(self.context.quantities, left)
            if quantity is not None and quantity[0] == left and quantity[1] < stream.starts[index]:
                left = quantity[1]
            elif stream.starts[first] == left and classes[stream.patterns[first]] == "S":
                edge, edge_word = "S", self.words.patterns[stream.patterns[first]]
                left = stream.ends[first]
            else:
                break
            while first < index and stream.starts[first] < left:
                first += 1
        length = stream.starts[index] - left
        if length and folded[left] in _LOCAL and edge != "":
            evidence.add("l")
        return Phrase(left, end, head, index, first, "".join(sorted(evidence)), length, edge, edge_word)

    def weigh(self, gap: str, evidence: set[str]) -> None:
        if _CODE.search(gap):
            evidence.add("c")
        unknown = sum(1 for char in gap if char not in _PLAIN and _HAN.match(char))
        if unknown >= 2 or (unknown and len(gap) >= 2):
            evidence.add("u")
