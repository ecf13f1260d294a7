"""What the finders of the three entity labels share about one report, computed once.

The context holds the places of the gazetteer that were seen (also those that are not sure enough to become entities on
their own: they are still good evidence for the left edge of `海城中学`), and the spans that no entity may cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from govreport_ie.extraction.records import Analysis

__all__ = ["EntityContext", "PlaceSpan", "quote_spans", "span_at"]

_OPENING = {"“": "”", "《": "》", "‘": "’"}
_MAX_QUOTE = 80
_STRAIGHT = re.compile(r'"[^"\n。]{1,40}"')


@dataclass(slots=True)
class PlaceSpan:
    """A place name seen in the text.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        name: normalised name (`绵阳市` for `绵阳`).
        code: division code, or None where there is none or it cannot be told.
        level: `province`, `city`, `county`, `town`, `country`, `region`, or `grammar` for a name found by its shape.
        sure: whether the name stands as a place of its own here; one that is not sure only serves as evidence.
        subtype: subtype of the entity: `division` `zone` `settlement` `natural` `scenic` `other`.
        rule: the rule that found it.
        shape: how it is written: the form of a listed name (`full`, `short` …), the kind of its head for a name found by
            its shape (`reach`, `redacted` …); what later steps ask for.
    """

    start: int
    end: int
    name: str
    code: str | None
    level: str
    sure: bool
    subtype: str = "division"
    rule: str = ""
    shape: str = ""


@dataclass(slots=True)
class EntityContext:
    """The shared view of one report.

    Attributes:
        folded: the folded text (same offsets as the text).
        places: place names in text order, without overlaps, sure or not.
        quantities: (start, end) of every quantity in text order; an entity may hold a quantity but never cut one.
        quotes: (start, end) of every quoted stretch in text order, quotation marks included (“…”, ‘…’ and 《…》).
        sentences: (start, end) of every sentence in text order.
        place_from: start offset to place.
        place_to: end offset to place.
        quote_to: end offset of a quotation to its start.
    """

    folded: str
    places: list[PlaceSpan]
    quantities: list[tuple[int, int]]
    quotes: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    place_from: dict[int, PlaceSpan] = field(default_factory=dict[int, PlaceSpan])
    place_to: dict[int, PlaceSpan] = field(default_factory=dict[int, PlaceSpan])
    quote_to: dict[int, int] = field(default_factory=dict[int, int])

    @classmethod
    def of(cls, analysis: Analysis, places: list[PlaceSpan]) -> EntityContext:
        """Build the context of an analysis whose structure and quantities are known.

        Args:
            analysis: the analysis.
            places: the place names seen, in text order.

        Returns:
            The context.
        """
        quotes = quote_spans(analysis.folded)
        return cls(
            folded=analysis.folded,
            places=places,
            quantities=[(quantity.start, quantity.end) for quantity in analysis.quantities],
            quotes=quotes,
            quote_to={end: start for start, end in quotes},
            sentences=analysis.sentences,
            place_from={place.start: place for place in places},
            place_to={place.end: place for place in places},
        )

    def amount_before(self, offset: int) -> int:
        """End of the last quantity that ends at or before an offset, 0 without one."""
        index = bisect_right(self.quantities, (offset, offset)) - 1
        while index >= 0 and self.quantities[index][1] > offset:
            index -= 1
        return self.quantities[index][1] if index >= 0 else 0

    def cuts_quantity(self, start: int, end: int) -> bool:
        """Whether an edge of the span lies inside a quantity."""
        for edge in (start, end):
            quantity = span_at(self.quantities, edge)
            if quantity is not None and quantity[0] < edge:
                return True
        return False


def span_at(spans: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The span of a sorted list without overlaps that holds an offset, or None."""
    index = bisect_right(spans, (offset, 1 << 60)) - 1
    if index >= 0 and spans[index][1] > offset:
        return spans[index]
    return None


def quote_spans(folded: str) -> list[tuple[int, int]]:
    """Quoted stretches of at most 80 characters, quotation marks included, in text order (outermost only).

    Args:
        folded: a folded text.

    Returns:
        (start, end) pairs without overlaps.

    Example:
        >>> quote_spans("推进“千万工程”建设")
        [(2, 8)]
    """
    spans: list[tuple[int, int]] = []
    done = 0
    for opening, closing in _OPENING.items():
        at = folded.find(opening)
        while at >= 0:
            end = folded.find(closing, at + 1, at + _MAX_QUOTE)
            if end >= 0:
                spans.append((at, end + 1))
            at = folded.find(opening, at + 1 if end < 0 else end + 1)
    spans += [match.span() for match in _STRAIGHT.finditer(folded)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    outer: list[tuple[int, int]] = []
    for start, end in spans:
        if start >= done:
            outer.append((start, end))
            done = end
    return outer
