"""Line ends that only wrap: of a text whose lines are all broken by width, as the text layers of PDF files are.

In such a text most lines of running text end inside a sentence, and none is wider than the page.  A line near that width which ends in no
stop runs on in the next one, unless the next begins like an item or a heading.  In other texts a line end means what it says.
"""

from __future__ import annotations

from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.text import LINE_OPENER
from govreport_ie.extraction.view import Span

__all__ = ["wraps"]

_BLANK = " \t\u3000\r"
_NARROW = lazy_pattern(r"[\x20-\x7e]")
_NARROWEST, _WIDEST = 18, 60
"""Widths between which running text is set, in Chinese characters."""
_RUNNING = 15
"""A line of running text is so wide at least."""
_FEWEST = 20
"""A text has so many lines of running text at least."""
_INSIDE = 0.6
"""So great a part of them ends inside a sentence."""
_FULL = 0.72
"""So great a part of the page's width is a line wide that is full: items are set in, each level further than the one above."""
_FULL_TITLE = 0.9
"""The same of a line that begins a paragraph and has no mark of a sentence: it may be a title."""
_MARK = lazy_pattern(r"[,、。;:——]")
_DOCUMENT = lazy_pattern(r"(?:公报|报告|纲要|规划)$")
"""How a line ends that is the whole title of a document."""
_NUMBER = lazy_pattern(r"[0-9]{1,3}\.|\([ivx0-9]{1,5}\)|·")
_STOPS = frozenset("。！？!?；;：:")
_LETTER = lazy_pattern(r"[0-9A-Za-z]")


def wraps(text: str, folded: str) -> list[Span]:
    """The line ends that only wrap, with the blanks beside them.

    Args:
        text: the text.
        folded: the folded text.
    """
    del text
    if folded.count("\n") < _FEWEST:
        return []
    lines = [line for line in _lines(folded) if line[0] < line[1]]
    widths = [_width(folded, start, end) for start, end in lines]
    page = _page_width(folded, lines, widths)
    if page is None:
        return []
    found: list[Span] = []
    going_on = False  # inside a paragraph
    for ((start, end), (following, _)), width in zip(pairwise(lines), widths, strict=False):
        running = going_on or _MARK.search(folded, start, end) is not None
        going_on = (
            _NUMBER.fullmatch(folded, start, end) is not None
        )  # what stands behind a number of its own is no title
        if going_on:
            continue
        whole = not running and _DOCUMENT.search(folded, start, end) is not None
        full = width >= page * (_FULL if running else _FULL_TITLE) and not whole
        going_on = full and _runs_on(folded, start, end, following)
        if going_on:
            found.append((end, following))
    return found


def _lines(folded: str) -> list[Span]:
    """The lines without the blanks at their ends."""
    lines: list[Span] = []
    position = 0
    for piece in folded.split("\n"):
        bare = piece.strip(_BLANK)
        start = position + (piece.index(bare) if bare else 0)
        lines.append((start, start + len(bare)))
        position += len(piece) + 1
    return lines


def _width(folded: str, start: int, end: int) -> float:
    """How wide a line is, in Chinese characters."""
    if end - start > 2 * _WIDEST:
        return float(end - start)
    return end - start - len(_NARROW.findall(folded, start, end)) / 2


def _page_width(folded: str, lines: list[Span], widths: list[float]) -> float | None:
    """The width at which the lines are broken; None where line ends end paragraphs."""
    running = [(width, end) for (_, end), width in zip(lines, widths, strict=True) if width >= _RUNNING]
    if len(running) < _FEWEST:
        return None
    inside = sum(folded[end - 1] not in _STOPS for _, end in running)
    page = sorted(width for width, _ in running)[int(0.85 * len(running))]
    return page if inside >= _INSIDE * len(running) and _NARROWEST <= page <= _WIDEST else None


def _runs_on(folded: str, start: int, end: int, following: int) -> bool:
    """Whether a full line runs on in the next."""
    between = folded[end:following]
    if between.count("\n") > 1 or folded[end - 1] in _STOPS or LINE_OPENER.match(folded, following):
        return False
    own = start - (folded.rfind("\n", 0, start) + 1)
    if following - (folded.rfind("\n", 0, following) + 1) >= 2 > own:
        return False  # indented: a paragraph begins
    return not (_LETTER.match(folded[end - 1]) and _LETTER.match(folded[following]))
