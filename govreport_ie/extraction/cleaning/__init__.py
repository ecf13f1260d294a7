"""What stands in a text and is no part of what it says: the stretches over which the stages read.

Characters without width or meaning (`characters`), marks of HTML and Markdown, of footnotes and pinyin (`markup`), page furniture and
lines printed twice (`furniture`), line ends that only wrap (`wraps`), blanks inside words and numbers (`blanks`), colons between a label and its value (`labels`).  The text itself stays as it is: `clean` only says
which stretches a `govreport_ie.extraction.view.View` leaves out, and tells of them in warnings.

Each step looks for a sign that is rare in clean text before it looks closely, and each works on what those before it have left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from govreport_ie.extraction.cleaning.blanks import blanks
from govreport_ie.extraction.cleaning.characters import invisible
from govreport_ie.extraction.cleaning.furniture import furniture
from govreport_ie.extraction.cleaning.labels import colons
from govreport_ie.extraction.cleaning.markup import marks, markup, replaced_tags
from govreport_ie.extraction.cleaning.wraps import wraps
from govreport_ie.extraction.records import Analysis, Notice
from govreport_ie.extraction.view import Span, View, view_without

__all__ = ["Cleaned", "clean", "lay_view"]


@dataclass(slots=True)
class Cleaned:
    """What is left of a text.

    Attributes:
        view: the view of the text; None where nothing is left out.
        folded: the folded text of the view, with line ends where tags of paragraphs stood.
        furniture: stretches of page furniture, offsets in the text given.
        notices: what was left out.
    """

    view: View | None
    folded: str
    furniture: list[Span] = field(default_factory=list[Span])
    notices: list[Notice] = field(default_factory=list[Notice])


_STEPS: tuple[tuple[str, str, Callable[[str, str], list[Span]]], ...] = (
    ("invisible_characters", "characters without width or meaning inside the text, read over", invisible),
    ("markup", "marks of HTML or Markdown, read over", markup),
    ("footnote_marks", "marks of footnotes or pinyin, read over", marks),
    ("page_furniture", "page numbers, running heads, print headers or lines printed twice, read over", furniture),
    ("", "", wraps),
    ("", "", blanks),
    ("", "", colons),
)
"""Kind, message and finder of what is left out, in the order in which they work; wrapped lines, blanks and colons are not worth a warning."""


def clean(text: str, folded: str) -> Cleaned:
    r"""Find what the stages should not read.

    Args:
        text: the text given.
        folded: the folded text.

    Returns:
        The view, its folded text, and what was left out.

    Example:
        >>> clean("收入2\u200b1亿元", "收入2\u200b1亿元").view.text
        '收入21亿元'
    """
    result = Cleaned(None, folded)
    given = text
    gaps: list[Span] = []
    breaks: list[int] = []
    for kind, message, find in _STEPS:
        found = find(text, folded)
        if kind == "markup":
            breaks = replaced_tags(folded, found)
        if not found and not breaks:
            continue
        if breaks:
            folded = _with_line_ends(folded, breaks)
            breaks = []
        view = result.view
        placed = [(view.original(a), view.original_end(b)) for a, b in found] if view else found
        gaps += placed
        if kind == "page_furniture":
            result.furniture = placed
        if kind and placed:
            result.notices.append(Notice(kind, f"{len(placed)} {message}", len(placed), placed[0][0]))
        step = view_without(text, found)
        text, folded = step.text, view_without(folded, found).text
        result.view, result.folded = view_without(given, merged(gaps)), folded
    return result


def lay_view(analysis: Analysis) -> None:
    """Give an analysis its view and the notices of what the view leaves out; `into_view` then moves it there.

    Args:
        analysis: an analysis that holds nothing but a text.
    """
    cleaned = clean(analysis.text, analysis.folded)
    if cleaned.view is None:
        return
    analysis.view, analysis.view_folded, analysis.furniture = cleaned.view, cleaned.folded, cleaned.furniture
    analysis.given, analysis.given_folded = analysis.text, analysis.folded
    analysis.warnings += cleaned.notices


def _with_line_ends(folded: str, at: list[int]) -> str:
    characters = list(folded)
    for offset in at:
        characters[offset] = "\n"
    return "".join(characters)


def merged(gaps: list[Span]) -> list[Span]:
    """The stretches in order, those that overlap or touch joined."""
    result: list[Span] = []
    for start, end in sorted(gaps):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result
