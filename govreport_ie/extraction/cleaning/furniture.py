"""Page furniture: page numbers, running heads and feet, what browsers print at the edge of a page, and lines printed twice.

A line whose form says what it is (— 12 —, 第3页, 2025/3/23 21:07, an address) is furniture by itself.  A bare number is one where it
parts a running sentence, or where the bare numbers of a text count its pages; a short line is a running head where it comes again
at the edges of pages, or repeats the title between two halves of a sentence.  What stands between the halves of a sentence is left out
with its line ends, so that the sentence runs on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.text import line_is_wrapped
from govreport_ie.extraction.view import Span

__all__ = ["furniture"]

_NUMBER = r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4}|[IVXLivxl]{1,6}|[Ⅰ-ⅿ]{1,3})"
_PAGE_FORMS = (
    rf"[-—·~=_*●○☆★◆◇■□※]{{1,3}} ?{_NUMBER} ?[-—·~=_*●○☆★◆◇■□※]{{1,3}}",
    rf"第 ?{_NUMBER} ?页(?:[,/ ]{{0,2}}(?:共|总共|/) ?{_NUMBER} ?页)?",
    rf"共 ?{_NUMBER} ?页[,/ ]{{0,2}}(?:第 ?{_NUMBER} ?页)?",
    rf"(?:[Pp]age|PAGE|[Pp]\.?|页码:?) ?{_NUMBER}(?: ?(?:of|/) ?{_NUMBER})?",
    rf"[(\[【<《] ?{_NUMBER} ?[)\]】>》]",
    rf"{_NUMBER} ?/ ?{_NUMBER}(?: ?页)?",
    rf"{_NUMBER} ?页",
    rf"页 ?{_NUMBER}",
    rf"{_NUMBER} of {_NUMBER}",
    rf"{_NUMBER}\.",
    r"[IVXivx]{1,6}",
    r"[Ⅰ-ⅿ]{1,3}",
    rf"{_NUMBER} [|·] ?",
    rf"\| ?{_NUMBER} ?\|?",
)
_PAGE_NUMBER = re.compile(f"(?:{'|'.join(_PAGE_FORMS)})")
_PRINTED = lazy_pattern(
    r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? ?(?:[上下]午)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: {1,8}[^,。;\n]{0,60})?"
    r"|(?:https?://|www\.|file:///)[^\s\u3400-\u9fff]{1,400}(?: {1,4}[0-9]{1,3} ?/ ?[0-9]{1,3})?"
    r"|[^,。;\n]{0,60} (?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2},? [0-9]{1,2}:[0-9]{2}"
)
_BUTTON = rf"(?:{alternation('page_button')}|(?:浏览|阅读|点击|访问)(?:次数|量|数)?:? ?[0-9,]* ?次?)"
_BUTTONS = lazy_pattern(rf"[\[【]?{_BUTTON}[\]】]?(?:[ :|/、\[【\]】]{{0,3}}{_BUTTON}[\]】]?){{0,12}}:?")
_BARE = lazy_pattern(r"[0-9]{1,3}")
_DIGITS = lazy_pattern(r"[0-9]+")
_PAGE_BREAK = "\f"

_BLANK = " \t\f\r"
_LONGEST = 120
"""A longer line is no furniture."""
_HEAD_LENGTH = 40
"""A running head or foot is no longer."""
_LONG_LINE = 12
"""Lines of running text have so many characters, those of a table with one cell a line mostly fewer."""
_STOPS = frozenset("。!?;:")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_TWICE = 8
"""A line that is printed twice has so many characters at least."""


def furniture(text: str, folded: str) -> list[Span]:
    """The stretches of page furniture, with the line ends around them where a sentence runs on behind them.

    Args:
        text: the text.
        folded: the folded text.
    """
    del text
    lines = _lines(folded)
    if len(lines) < 2 and _PAGE_BREAK not in folded:
        return _twice(folded, lines)
    marked = _by_form(folded, lines)
    _bare_numbers(folded, lines, marked)
    _running_heads(folded, lines, marked)
    found = _stretches(folded, lines, marked) + _twice(folded, lines)
    found.sort()
    return found


def _lines(folded: str) -> list[Span]:
    """The lines that hold anything, without the blanks at their ends; a page break ends a line."""
    lines: list[Span] = []
    position = 0
    for piece in (folded.replace(_PAGE_BREAK, "\n") if _PAGE_BREAK in folded else folded).split("\n"):
        bare = piece.strip(_BLANK)
        if bare:
            start = position + piece.index(bare[0])
            lines.append((start, start + len(bare)))
        position += len(piece) + 1
    return lines


def _by_form(folded: str, lines: Sequence[Span]) -> set[int]:
    """The lines whose form alone shows them to be furniture."""
    marked = {index for index, (start, end) in enumerate(lines) if _has_form(folded, start, end)}
    # in brackets and with a stroke, numbers may be items or cells: they count where they part a sentence or count pages
    doubtful = {index for index in marked if _may_be_item(folded, *lines[index])}
    return marked - {index for index in doubtful if not _parts_sentence(folded, lines, index, marked)}


def _has_form(folded: str, start: int, end: int) -> bool:
    """Whether a line has the form of a page number, of what a browser prints, or of the buttons of a page."""
    length = end - start
    if length > _LONGEST or folded[end - 1] in "。,;":
        return False
    if length <= 24 and _PAGE_NUMBER.fullmatch(folded, start, end):
        return True
    may_be_printed = (length >= 8 and folded[start] in _PRINT_BEGINS) or ":" in folded[start:end]
    if may_be_printed and _PRINTED.fullmatch(folded, start, end):
        return True
    return folded[start] in _BUTTON_BEGINS and _BUTTONS.fullmatch(folded, start, end) is not None


def _may_be_item(folded: str, start: int, end: int) -> bool:
    return folded[start] in "([【<《" or end - start < 4 or _CELL.fullmatch(folded, start, end) is not None


_PRINT_BEGINS = frozenset("12hwf")
_BUTTON_BEGINS = frozenset("阅访打收关字大中小特分返上下复纠微推点浏【[")
_CELL = lazy_pattern(r"[0-9Ⅰ-ⅿIVXLivxl一二三四五六七八九十百]{1,4}(?: ?/ ?[0-9]{1,4})?(?: ?页|\.)?")


def _neighbours(lines: Sequence[Span], index: int, marked: set[int]) -> tuple[int, int]:
    """The nearest lines before and after one that are not marked; -1 and the number of lines where there is none."""
    before = index - 1
    while before in marked:
        before -= 1
    after = index + 1
    while after in marked:
        after += 1
    return before, after


def _parts_sentence(folded: str, lines: Sequence[Span], index: int, marked: set[int]) -> bool:
    """Whether a line stands between two halves of a sentence of running text."""
    before, after = _neighbours(lines, index, marked | {index})
    if before < 0 or after >= len(lines):
        return False
    start, end = lines[before]
    if end - start < _LONG_LINE or lines[after][1] - lines[after][0] < 4 or folded[end - 1] in _LETTERS:
        return False  # a subscript stands on a line of its own in some pages: M⏎2, PM⏎2.5
    return _runs_on(folded, lines[before], lines[after])


def _runs_on(folded: str, before: Span, after: Span) -> bool:
    """Whether the sentence of one line runs on in another."""
    head = folded[max(0, before[1] - 400) : before[1]]
    joined = f"{head}\n{folded[after[0] : after[0] + 40]}"
    if line_is_wrapped(joined, len(head)):
        return True
    if folded[before[1] - 1].isdigit() and _UNIT_BEGINS.match(folded, after[0], after[1]):
        return True
    # a line of running text that ends in no stop, before one that begins with a figure and its unit
    return folded[before[1] - 1] not in _STOPS and _CONTINUES.match(folded, after[0], after[1]) is not None


_UNIT_BEGINS = lazy_pattern(r"[十百千万亿]{1,3}[元人吨亩美户个千立平公吨株斤次]|[元吨%‰亩]|个百分点")
_CONTINUES = lazy_pattern(r"[0-9][0-9,.]{0,12}(?:[十百千万亿]{0,3}[^\s0-9、.)]|%)")


def _bare_numbers(folded: str, lines: Sequence[Span], marked: set[int]) -> None:
    """Mark the bare numbers that part a sentence, and all that count the pages."""
    bare = [
        index
        for index, (start, end) in enumerate(lines)
        if end - start <= 3 and folded[start].isdigit() and _BARE.fullmatch(folded, start, end)
    ]
    if not bare:
        return
    numbers = [int(folded[slice(*lines[index])]) for index in bare]
    apart = [lines[two][0] - lines[one][1] for one, two in pairwise(bare)]
    steps = [b - a for a, b in pairwise(numbers)]
    if len(bare) >= 3 and sum(step == 1 and gap > 100 for step, gap in zip(steps, apart, strict=True)) >= 0.7 * len(
        steps
    ):
        marked.update(bare)
        return
    marked.update(index for index in bare if _parts_sentence(folded, lines, index, marked))


def _running_heads(folded: str, lines: Sequence[Span], marked: set[int]) -> None:
    """Mark the short lines that come again at the edges of pages, or that repeat the title inside a sentence."""
    words: dict[str, list[int]] = defaultdict(list)
    for index, (start, end) in enumerate(lines):
        if 4 <= end - start <= _HEAD_LENGTH and index not in marked and folded[end - 1] not in "。,;:、!?":
            words[folded[start:end]].append(index)
    for surface, found in words.items():
        if len(found) > 1:
            marked.update(_running(folded, lines, surface, found, marked))


def _running(folded: str, lines: Sequence[Span], surface: str, found: list[int], marked: set[int]) -> list[int]:
    """Which of the lines with the same words are running heads or feet."""
    edges = [index for index in found if _at_page_edge(folded, lines, index, marked)]
    title = _TITLE.search(surface) is not None
    if len(edges) >= 2 and (title or 2 * len(edges) >= len(found)):
        return [index for index in found if index > 0 or not title]
    parting = [index for index in found if _parts_sentence(folded, lines, index, marked)]
    return parting if title or len(parting) >= 2 else []


_TITLE = lazy_pattern(r"报告|公报|规划|纲要|政府|计划|决算|预算|文件|网站?$")


def _at_page_edge(folded: str, lines: Sequence[Span], index: int, marked: set[int]) -> bool:
    """Whether a line is the first or last of a page."""
    start, end = lines[index]
    if index - 1 in marked or index + 1 in marked:
        return True
    above = folded[lines[index - 1][1] if index else 0 : start]
    below = folded[end : lines[index + 1][0] if index + 1 < len(lines) else len(folded)]
    return _PAGE_BREAK in above or _PAGE_BREAK in below or (index == 0 and _PAGE_BREAK in folded)


def _stretches(folded: str, lines: Sequence[Span], marked: set[int]) -> list[Span]:
    """The stretches to leave out: runs of marked lines, and page breaks without any."""
    found: list[Span] = []
    index, count = 0, len(lines)
    while index < count:
        if index not in marked:
            following = index + 1
            if (
                following < count
                and following not in marked
                and _PAGE_BREAK in folded[lines[index][1] : lines[following][0]]
                and _runs_on(folded, lines[index], lines[following])
            ):
                found.append((lines[index][1], lines[following][0]))
            index += 1
            continue
        last = index
        while last + 1 in marked:
            last += 1
        start, end = lines[index][0], lines[last][1]
        before, after = index - 1, last + 1
        if before >= 0 and after < count and _runs_on(folded, lines[before], lines[after]):
            found.append((lines[before][1], lines[after][0]))
        else:
            found.append((start, end))
        index = after
    return found


def _twice(folded: str, lines: Sequence[Span]) -> list[Span]:
    """The second halves of lines that are printed twice, as bold letters of some PDF files are."""
    found: list[Span] = []
    for start, end in lines:
        length = end - start
        half = length // 2
        if length < _TWICE or length > 200:
            continue
        if folded[start] == folded[start + 1]:
            line = folded[start:end]
            if length % 2 == 0 and line[::2] == line[1::2] and len(set(line)) > 3:
                found += [(at, at + 1) for at in range(start + 1, end, 2)]
                continue
        first = folded[start : start + half]
        if length % 2 == 0 and first[0] == folded[start + half] and folded.startswith(first, start + half):
            found += [(start + half, end)] if len(set(first)) > 3 else []
    return found
