"""The word stream: known words of a report, found in one pass, with the part they play at the edges of names.

Names are what the word list does not know: a stretch of unknown characters, a place, a quotation or a code before a
head word.  So one Aho-Corasick pass (leftmost-longest) over the common words, the heads and the
punctuation gives all that the grammar of names needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie import lexicons

__all__ = ["BREAKS", "Head", "WordStream", "Words", "words"]

_PUNCTUATION = ",;:。!?、\n\t \r…|·<>=【】[]*—"
_MARKS = "“”()《》‘’\""

BREAKS = frozenset("PBOC")
"""Classes that never stand inside a name: punctuation, break words, opening verbs, connectors."""


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names end with."""

    word: str
    label: str  # INSTITUTION PROJECT X
    subtype: str
    kind: str  # org work line site prog


@dataclass(slots=True)
class WordStream:
    """The words of one text in order; parallel lists."""

    patterns: list[int]
    starts: list[int]
    ends: list[int]


class Words:
    """The automaton over common words, heads and punctuation, with the class and the head of every pattern."""

    def __init__(self) -> None:
        classes: dict[str, str] = {row["word"]: row["class"] for row in lexicons.load("entity_words")}
        heads = {
            row["head"]: Head(row["head"], row["label"], row["subtype"], row["kind"])
            for row in lexicons.load("entity_heads")
        }
        for mark in _PUNCTUATION:
            classes[mark] = "C" if mark == "、" else "P"
        for mark in _MARKS:
            classes[mark] = "Q"
        for head in heads:
            if classes.get(head, "N") == "N":
                classes[head] = "H"
        self.patterns: list[str] = list(classes)
        self.classes: list[str] = list(classes.values())
        self.heads: list[Head | None] = [
            _head_of(word, heads) if cls in "NHS" else None for word, cls in classes.items()
        ]
        self._automaton = AhoCorasick(self.patterns, matchkind=MatchKind.LeftmostLongest)

    def stream(self, folded: str) -> WordStream:
        """The known words of a folded text, leftmost-longest, without overlaps."""
        found = self._automaton.find_matches_as_indexes(folded)
        if not found:
            return WordStream([], [], [])
        patterns, starts, ends = zip(*found, strict=True)
        return WordStream(list(patterns), list(starts), list(ends))


def _head_of(word: str, heads: dict[str, Head]) -> Head | None:
    for start in range(len(word)):
        head = heads.get(word[start:])
        if head is not None:
            return head
    return None


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged word automaton, built once a process."""
    return Words()
