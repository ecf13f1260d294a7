"""Views: a text from which stretches are left out, with the way back to the offsets of the text given.

The stages run on the view of a report (`govreport_ie.extraction.cleaning` says what is left out), so that no pattern has to know of
page numbers inside a sentence or of characters without width; `govreport_ie.extraction.offsets` moves an analysis there and back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Span", "View", "view_without"]

Span = tuple[int, int]


@dataclass(slots=True)
class View:
    """A text without some of its stretches.

    Attributes:
        text: what is left of the text.
        starts: offsets in ``text`` behind each stretch left out, rising; empty if there is none.
        removed: characters left out before each of them, in total.
    """

    text: str
    starts: list[int] = field(default_factory=list[int])
    removed: list[int] = field(default_factory=list[int])

    def original(self, offset: int) -> int:
        """The offset in the text given of a character of the view."""
        index = bisect_right(self.starts, offset) - 1
        return offset + self.removed[index] if index >= 0 else offset

    def original_end(self, offset: int) -> int:
        """The offset in the text given behind the last character of a span that ends here in the view."""
        index = bisect_left(self.starts, offset) - 1
        return offset + self.removed[index] if index >= 0 else offset

    def reduced(self, offset: int) -> int:
        """The offset in the view of a character of the text given; of one left out, that of the next one kept."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] + self.removed[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        kept = offset - (self.removed[low - 1] if low else 0)
        return min(kept, self.starts[low]) if low < len(self.starts) else kept


def view_without(text: str, gaps: Sequence[Span]) -> View:
    """The view of a text without some stretches.

    Args:
        text: the text.
        gaps: start and end of each stretch, in order; a later one that overlaps an earlier one loses what they share.

    Example:
        >>> view = view_without("12 000元", [(2, 3)])
        >>> view.text, view.original(2), view.original_end(2)
        ('12000元', 3, 2)
    """
    view = View(text)
    pieces: list[str] = []
    position = length = removed = 0
    for start, end in gaps:
        start = max(start, position)
        if start >= end:
            continue
        pieces.append(text[position:start])
        length += start - position
        removed += end - start
        if view.starts and view.starts[-1] == length:
            view.removed[-1] = removed
        else:
            view.starts.append(length)
            view.removed.append(removed)
        position = end
    if position:
        pieces.append(text[position:])
        view.text = "".join(pieces)
    return view
