"""The word stream: known words of a report, found in one pass, with the part they play at the edges of names.

Names are what the word list does not know: a stretch of unknown characters, a place, a quotation or a code before a
head word.  So one Aho-Corasick pass (leftmost-longest) over the common words, the heads and the
punctuation gives all that the grammar of names needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction import lexicons

__all__ = ["AMOUNT", "BRACKET", "BREAKS", "GLUE", "PLACE", "QUOTE", "TITLE", "Head", "Words", "words"]

_PUNCTUATION = ",;:。!?\n\t \r…|<>=【】[]/①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■●◆"
_MARKS = '“”()《》‘’"'

QUOTE, PLACE, AMOUNT, BRACKET, TITLE, GLUE = -1, -2, -3, -4, -5, -6
"""Pattern numbers of what is no word: a quotation, a place, an amount, a short bracket, a title in 《》, and the place where
two quotations meet."""

BREAKS = frozenset("PBOC")
"""Classes that never stand inside a name: punctuation, break words, opening verbs, connectors."""


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names end with."""

    word: str
    label: str  # INSTITUTION PROJECT X (either, by context)
    subtype: str
    kind: str  # org work care line site prog


class Words:
    """The automaton over common words, heads and punctuation, with the class and the head of every pattern.

    Classes: P punctuation, C connector, O opening verb, B break word, S verb that opens a name or stands inside one,
    N common word, H head word, K a body that is an institution wherever it stands; and, for what is no word,
    Q quotation, L place, D amount, R bracket, P title, C the place where quotations meet (the last entries of every list, so that their numbers are negative).

    Attributes:
        patterns: every word.
        classes: its class.
        heads: the head word that it ends with, or None.
        kinds: the kind of that head, or nothing.
        flags: Q for a quotation, K for a body, nothing for anything else.
        roles: 2 for a break, 3 for a bare head word, 1 for a longer word that ends with one, a body or a quotation, 0 for
            anything else.
    """

    def __init__(self) -> None:
        classes: dict[str, str] = {row["word"]: row["class"] for row in lexicons.load("entity_words")}
        heads = {
            row["head"]: Head(row["head"], row["label"], row["subtype"], row["kind"])
            for row in lexicons.load("entity_heads")
        }
        for mark in _PUNCTUATION:
            classes[mark] = "P"
        classes["、"] = "C"
        classes["——"] = "P"
        for mark in _MARKS:
            classes[mark] = "P"
        for head in heads:
            if classes.get(head, "N") == "N":
                classes[head] = "H"
        for row in lexicons.load("national_bodies"):
            classes[row["name"]] = "K"
            heads[row["name"]] = Head(row["name"], "INSTITUTION", row["subtype"], "body")
        self.patterns: list[str] = list(classes)
        self.classes: list[str] = list(classes.values())
        self.heads: list[Head | None] = [
            _head_of(word, heads) if cls in "NHSK" else None for word, cls in classes.items()
        ]
        self.classes += ["C", "P", "R", "D", "L", "Q"]
        self.heads += [None] * 6
        self.roles: list[int] = [
            2
            if kind in BREAKS
            else 1
            if kind == "Q"
            else 0
            if head is None
            else 3
            if head.word == word and kind != "K"
            else 1
            for kind, head, word in zip(self.classes, self.heads, [*self.patterns, *"CPRDLQ"], strict=True)
        ]
        self.kinds: list[str] = ["" if head is None else head.kind for head in self.heads]
        self.flags: list[str] = [cls if cls in "QK" else "" for cls in self.classes]
        self._automaton = AhoCorasick(self.patterns, matchkind=MatchKind.LeftmostLongest)
        self.patterns += [""] * 6

    def stream(self, folded: str) -> list[tuple[int, int, int]]:
        """The known words of a folded text as (pattern, start, end), leftmost-longest, without overlaps."""
        return self._automaton.find_matches_as_indexes(folded)


def _head_of(word: str, heads: dict[str, Head]) -> Head | None:
    for start in range(len(word) - 1):
        head = heads.get(word[start:])
        if head is not None:
            return head
    return heads.get(word) if len(word) == 1 else None  # 全线 and 主体 do not end with the heads 线 and 体


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged word automaton, built once a process."""
    return Words()
