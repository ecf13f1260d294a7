"""Segments: the stretches of a report between the words and marks that no name crosses.

A segment is a list of elements: known words, places, quotations, short brackets and stretches of unknown
characters.  Only segments that hold a head word, or that are members of a list, are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.words import BREAKS, Head, words

__all__ = ["Element", "Segment", "segments"]

_MAX_QUOTE = 42
_MAX_BRACKET = 14


@dataclass(slots=True)
class Element:
    """A piece of a segment.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        kind: class of the word, or U unknown characters, L place, Q quotation, R bracket, D amount.
        head: the head word that it ends with, if any.
    """

    start: int
    end: int
    kind: str
    head: Head | None = None


@dataclass(slots=True)
class Segment:
    """A stretch without breaks.

    Attributes:
        elements: its pieces in order, without gaps.
        before: class of the break before it.
        before_word: the break before it.
        after: class of the break behind it.
        after_word: the break behind it.
        has_head: whether an element ends with a head word.
        run_open: the verb or mark that opens the list it belongs to.
        run_close: what closes that list: the class noun behind 等, or the word behind the last member.
    """

    before: str
    before_word: str
    elements: list[Element] = field(default_factory=list)
    after: str = "P"
    after_word: str = ""
    has_head: bool = False
    run_open: str = ""
    run_close: str = ""


def segments(context: EntityContext) -> list[Segment]:
    """Cut a report into segments.

    Args:
        context: the shared context of the entities stage.

    Returns:
        All segments in text order; consecutive segments are separated by one break.
    """
    cached = context.cache.get("segments")
    if cached is None:
        cached = context.cache["segments"] = _cut(context)
    return cached  # type: ignore[return-value]


def _cut(context: EntityContext) -> list[Segment]:
    lexicon = words()
    folded = context.folded
    classes, heads, patterns = lexicon.classes, lexicon.heads, lexicon.patterns
    quotes = {start: end for start, end in context.quotes if end - start <= _MAX_QUOTE}
    places = {place.start: place for place in context.places if place.level != "grammar"}
    # a number before 国道 or 省道 is the number of a road
    quantities = {start: end for start, end in context.quantities if folded[end : end + 1] != "道"}
    found: list[Segment] = []
    segment = Segment("P", "")
    elements = segment.elements
    done = 0
    stream = context.cache.get("stream")
    if stream is None:
        stream = lexicon.stream(folded)
    for pattern, start, end in stream:  # type: ignore[union-attr]
        if start < done:
            if end <= done:
                continue
            start = done  # the rest of a word that a place or an amount has cut: unknown characters
            if classes[pattern] not in BREAKS:
                continue
        if start > done:
            done = _fill(folded, done, start, places, quantities, elements)
            if start < done:
                continue
        if start in places and (places[start].end > end or (places[start].sure and places[start].end == end)):
            done = places[start].end
            elements.append(Element(start, done, "L"))
            continue
        if start in quantities and quantities[start] > end:
            done = quantities[start]
            elements.append(Element(start, done, "D"))
            continue
        kind = classes[pattern]
        if kind == "Q":
            if start in quotes:
                done = quotes[start]
                elements.append(Element(start, done, "Q"))
                continue
            if folded[start] == '"':
                closing = folded.find('"', start + 1, start + _MAX_QUOTE)
                if closing >= 0 and "\n" not in folded[start:closing]:
                    done = closing + 1
                    elements.append(Element(start, done, "Q"))
                    continue
            if folded[start] == "(" and elements:
                closing = folded.find(")", start, start + _MAX_BRACKET)
                if closing >= 0 and "\n" not in folded[start:closing]:
                    done = closing + 1
                    elements.append(Element(start, done, "R"))
                    continue
            kind = "P"
        done = end
        if kind in BREAKS:
            segment.after, segment.after_word = kind, patterns[pattern]
            found.append(segment)
            segment = Segment(kind, patterns[pattern])
            elements = segment.elements
            continue
        head = heads[pattern]
        if head is not None:
            segment.has_head = True
        elements.append(Element(start, end, kind, head))
    if done < len(folded):
        _fill(folded, done, len(folded), places, quantities, elements)
    found.append(segment)
    return found


def _fill(folded: str, start: int, end: int, places: dict, quantities: dict, elements: list[Element]) -> int:
    """Add the characters between two known words as places, amounts and unknown stretches; return the end reached."""
    at = begin = start
    while at < end:
        place = places.get(at)
        stop, kind = (place.end, "L") if place is not None else (quantities.get(at, 0), "D")
        if stop > at:
            if begin < at:
                elements.append(Element(begin, at, "U"))
            elements.append(Element(at, stop, kind))
            at = begin = stop
        else:
            at += 1
    if begin < at:
        elements.append(Element(begin, at, "U"))
    return at
