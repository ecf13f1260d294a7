"""Listed bodies and the last words of names, found in one pass: channels of the network and anchors of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction import lexicons

__all__ = ["Body", "Head", "Terms", "terms"]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names of institutions and projects end with.

    Attributes:
        word: the word.
        label: INSTITUTION, PROJECT or X (either, by context).
        subtype: subtype of the entity.
        kind: org (organisation), care, work (construction works), line, site or prog (programme).
    """

    word: str
    label: str
    subtype: str
    kind: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is an institution wherever it stands.

    Attributes:
        name: the name as listed.
        full_name: its full name.
        subtype: subtype of the entity.
    """

    name: str
    full_name: str
    subtype: str


class Terms:
    """All listed bodies and heads, with one automaton for both."""

    def __init__(self) -> None:
        self.bodies: dict[str, Body] = {
            row["name"]: Body(row["name"], row["full_name"] or row["name"], row["subtype"])
            for row in lexicons.load("national_bodies")
        }
        self.heads: dict[str, Head] = {
            row["head"]: Head(row["head"], row["label"], row["subtype"], row["kind"])
            for row in lexicons.load("entity_heads")
        }
        self._of: list[Body | Head] = [*self.bodies.values(), *self.heads.values()]
        words = [*self.bodies, *self.heads]
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def scan(self, folded: str) -> tuple[list[tuple[int, int, Body]], list[tuple[int, int, Head]]]:
        """Bodies and heads in a folded text, of overlapping ones the first and longest.

        Args:
            folded: a folded text.

        Returns:
            (start, end, body) and (start, end, head), each in text order without overlaps inside the list.
        """
        bodies: list[tuple[int, int, Body]] = []
        heads: list[tuple[int, int, Head]] = []
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        hits = [(start, -end, index) for index, start, end in found]
        hits.sort()
        body_end = head_end = 0
        count = len(self.bodies)
        for start, end, index in hits:
            if index < count:
                if start >= body_end:
                    body_end = -end
                    bodies.append((start, body_end, self._of[index]))  # type: ignore[arg-type]
            elif start >= head_end:
                head_end = -end
                heads.append((start, head_end, self._of[index]))  # type: ignore[arg-type]
        return bodies, heads


@lru_cache(maxsize=1)
def terms() -> Terms:
    """The packaged terms, built once a process."""
    return Terms()
