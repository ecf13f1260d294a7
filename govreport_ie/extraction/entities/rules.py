"""Rules of names: what a person can read and extend, as rows of data (`lexicons/entity_rules.tsv`).

A row says which head words, with what on their left, are a name of which label.  The left edge is found once for every head
(`LeftEdge`); the rows only say which kinds of edges they accept.  Rows may give a pattern instead of heads.  What the rows find
votes when the network's tags are decoded, and is the whole result of the pipeline without the network.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.gazetteer import PlaceHead
from govreport_ie.extraction.entities.terms import Head
from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = ["LEFT_EDGES", "Rule", "Rules", "left_edge"]

LEFT_EDGES = {
    "place": "a place, then nothing but characters of no common word",
    "place+words": "a place, then common words",
    "local": "the class of the home region (市第一医院), not behind another character",
    "quote": "a quotation right before the head (“甲”工程)",
    "quoted": "the head ends a quotation, which is the name (“甲工程”)",
    "code": "a number or code of a line (G15, 3号线)",
    "unknown": "two or more characters of no common word, behind a break",
    "unknown+words": "such characters, then common words",
}
"""The kinds of left edges that a row may ask for."""

_REACH = 26
_BREAKS = frozenset("PBOC")
_CLOSING = frozenset('”’"')
_LOCAL = frozenset("省市区县州旗镇乡")
_CODE = re.compile(r"[A-Z]{1,2}\d{1,4}|[Gg]?\d{1,4}(?:号|[国省县]道)|[一二三四五六七八九十]+号")
_BEHIND = lazy_pattern(
    r"[(（](?:[一二三四五六七八九十\d]+期|[^()（）\n]{0,6}(?:校区|院区|段|标段))[)）]|[一二三四五六七八九十\d]期(?:工程|项目)?"
)
_HAN = lazy_pattern(r"[㐀-鿿]")


class LeftEdge(NamedTuple):
    """What stands before a head.

    Attributes:
        start: offset at which the name begins.
        kind: a key of `LEFT_EDGES`.
    """

    start: int
    kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rules.

    Attributes:
        name: its name, unique in the file.
        label: label of what it finds.
        heads: head words, or `@kind` or `@subtype` for all heads of a kind or subtype of the lexicons of heads.
        left: the kinds of left edges that it accepts.
        pattern: a regular expression instead of heads; the whole match is the name.
        not_behind: what may not follow the head.
        precision: how often it was right on labelled text; 1 for a rule that is never doubted (one of the user's own).
    """

    name: str
    label: str
    heads: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    pattern: str = ""
    not_behind: tuple[str, ...] = ()
    precision: float = 1.0


def left_edge(context: EntityContext, edges: Edges, starts: list[int], start: int) -> LeftEdge | None:
    """What stands before a head.

    Args:
        context: the context of the report.
        edges: its common words.
        starts: start offsets of the places of the context.
        start: offset of the head.
    """
    folded = context.folded
    if start and folded[start - 1] in _CLOSING:
        quote = context.quote_to.get(start)
        return LeftEdge(quote, "quote") if quote is not None else None
    floor, words = _floor(edges, start)
    floor = max(floor, context.amount_before(start))
    first = bisect_left(starts, floor)
    if first < len(starts) and starts[first] < start:
        place = context.places[first]
        if place.end <= start:
            worded = any(place.end <= begin for begin, _ in words)
            return LeftEdge(place.start, "place+words" if worded else "place")
    if floor >= start:
        return None
    if _CODE.match(folded, floor, start):
        return LeftEdge(floor, "code")
    if folded[floor] in _LOCAL and (floor == 0 or not _HAN.match(folded[floor - 1]) or edges.ends_with(floor)):
        return LeftEdge(floor, "local")
    return _unknown_edge(floor, start, words)


def _unknown_edge(floor: int, start: int, words: list[tuple[int, int]]) -> LeftEdge | None:
    """The edge before characters that no list knows, two at least, from the floor or from behind the words that open the clause."""
    known = sum(min(end, start) - max(begin, floor) for begin, end in words if end > floor)
    if start - floor - known < 2:
        return None
    begin = floor
    for word_start, word_end in reversed(words):
        if word_start != begin or word_end >= start:
            break
        begin = word_end
    if start - begin < 2:
        return None
    return LeftEdge(begin, "unknown+words" if any(word_start > begin for word_start, _ in words) else "unknown")


def _floor(edges: Edges, start: int) -> tuple[int, list[tuple[int, int]]]:
    """Where the stretch before a head begins, and the common words in it, from the last to the first."""
    words: list[tuple[int, int]] = []
    index = edges.word_before(start)
    low = max(0, start - _REACH)
    while index >= 0 and edges.ends[index] > low:
        if edges.class_at(index) in _BREAKS:
            return edges.ends[index], words
        words.append((edges.starts[index], edges.ends[index]))
        index -= 1
    return low, words


class Rules:
    """The rows of a file, ready to be asked.

    Args:
        rows: the rules, in the order of their precedence: of two that fit one head, the first counts.
        heads: all heads by word.
    """

    def __init__(self, rows: Iterable[Rule], heads: dict[str, Head]) -> None:
        self.rows = list(rows)
        self._by_head: dict[str, dict[str, Rule]] = {}
        self._patterns: list[tuple[Rule, re.Pattern[str]]] = []
        for row in self.rows:
            if row.pattern:
                self._patterns.append((row, re.compile(row.pattern)))
                continue
            for word in _words_of(row, heads):
                by_left = self._by_head.setdefault(word, {})
                for left in row.left:
                    by_left.setdefault(left, row)
        # heads that only the rows know
        self._own = {
            word: Head(word, row.label, "other", "")
            for row in self.rows
            for word in row.heads
            if word not in heads and word[0] != "@"
        }
        self._own_words = AhoCorasick(list(self._own), matchkind=MatchKind.LeftmostLongest) if self._own else None

    def heads_in(
        self, folded: str, heads: Iterable[tuple[int, int, Head | PlaceHead]]
    ) -> list[tuple[int, int, Head | PlaceHead]]:
        """The heads in a report that a row asks for, with those that only the rows know.

        Args:
            folded: the folded text.
            heads: the heads of the lexicons in it.
        """
        wanted = [hit for hit in heads if hit[2].word in self._by_head]
        if self._own_words is not None:
            own = list(self._own.values())
            hits = self._own_words.find_matches_as_indexes(folded)
            wanted += [(start, end, own[number]) for number, start, end in hits]
        return wanted

    def fire(
        self, context: EntityContext, edges: Edges, heads: Iterable[tuple[int, int, Head | PlaceHead]]
    ) -> list[tuple[int, int, Rule]]:
        """Every firing of a rule in a report (start, end, rule); they may overlap.

        Args:
            context: the context of the report.
            edges: its common words.
            heads: the heads in it (see `heads_in`).
        """
        starts = [place.start for place in context.places]
        found: list[tuple[int, int, Rule]] = []
        for start, end, head in heads:
            by_left = self._by_head.get(head.word)
            if not by_left or edges.cut_right(start, end) or edges.cut_left(start, end) >= 0:
                continue
            firing = _quoted(context, by_left, start, end) or _named(context, edges, starts, by_left, start, end)
            if firing:
                found.append(firing)
        for row, pattern in self._patterns:
            spans = (match.span() for match in pattern.finditer(context.folded))
            found += [(start, end, row) for start, end in spans if end > start]
        return found


def _words_of(row: Rule, heads: dict[str, Head]) -> Iterable[str]:
    for word in row.heads:
        if word.startswith("@"):
            group = word[1:]
            yield from (head.word for head in heads.values() if group in (head.kind, head.subtype))
        else:
            yield word


def _quoted(context: EntityContext, by_left: dict[str, Rule], start: int, end: int) -> tuple[int, int, Rule] | None:
    """The firing of a rule for a quotation that ends with a head."""
    row = by_left.get("quoted")
    if row is None or context.folded[end : end + 1] not in _CLOSING:
        return None
    quote = context.quote_to.get(end + 1)
    return (quote, end + 1, row) if quote is not None and start - quote > 1 else None


def _named(
    context: EntityContext, edges: Edges, starts: list[int], by_left: dict[str, Rule], start: int, end: int
) -> tuple[int, int, Rule] | None:
    """The firing of the rule for a head that asks for what stands before it."""
    left = left_edge(context, edges, starts, start)
    row = by_left.get(left.kind) if left is not None else None
    if left is None or row is None or context.folded.startswith(row.not_behind, end):
        return None
    behind = _BEHIND.match(context.folded, end)
    return left.start, behind.end() if behind else end, row
