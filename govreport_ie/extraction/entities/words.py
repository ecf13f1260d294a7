"""The common words of a report, found in one pass: a name may not cut one, and what is none of them is evidence of a name."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction import lexicons

__all__ = ["ENDS_OF_CLAUSES", "Words", "words"]

_PUNCTUATION = ',;:。!?\n\t \r…|<>=【】[]/①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■●◆“”()《》‘’"'

ENDS_OF_CLAUSES = np.zeros(0x10000, bool)
"""By code point: the punctuation that no common word holds."""
ENDS_OF_CLAUSES[[ord(mark) for mark in _PUNCTUATION]] = True


class Words:
    """The automaton over common words, heads of names and punctuation, with the class of every pattern.

    Classes: P punctuation, C connector, O opening verb, B break word (these four never stand inside a name), S verb that opens a
    name or stands inside one, N common word, H head of names, K listed body.
    """

    def __init__(self) -> None:
        classes: dict[str, str] = {row["word"]: row["class"] for row in lexicons.load("entity_words")}
        for mark in (*_PUNCTUATION, "——"):
            classes[mark] = "P"
        classes["、"] = "C"
        for row in lexicons.load("entity_heads"):
            if classes.get(row["head"], "N") == "N":
                classes[row["head"]] = "H"
        for row in lexicons.load("national_bodies"):
            classes[row["name"]] = "K"
        self.patterns: list[str] = list(classes)
        self.classes: list[str] = list(classes.values())
        self._automaton = AhoCorasick(self.patterns, matchkind=MatchKind.LeftmostLongest)

    def stream(self, folded: str) -> list[tuple[int, int, int]]:
        """The known words of a folded text as (pattern, start, end), leftmost-longest, without overlaps."""
        return self._automaton.find_matches_as_indexes(folded)


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged word automaton, built once a process."""
    return Words()
