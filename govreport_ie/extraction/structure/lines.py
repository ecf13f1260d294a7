"""Lines of a report and the headings among them.

A heading is a line that begins with a number in one of the usual styles (第一部分, 一、 （一） 1. ①), or a short line without
a number that names what follows (``2024年工作安排``, ``名词解释``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.text import BLANK_CHARACTERS, FIGURE_YEAR, ORDINAL_NUMERALS

__all__ = ["Line", "read_lines"]

MAX_HEADING = 60
"""A heading longer than this is a numbered paragraph; its heading is the first phrase."""

# Some sites store the line break as the two characters backslash and n.
_BREAK = re.compile(r"[\n\\]")
_WRITTEN = lazy_pattern(r"(?:\\r)?\\n")

_NUMBERED = re.compile(
    rf"(?P<one>第[{ORDINAL_NUMERALS}]{{1,3}}(?:部分|章|编)|[{ORDINAL_NUMERALS}]{{1,3}}&?\s{{0,2}}[、.])"
    rf"|(?P<two>\([{ORDINAL_NUMERALS}]{{1,3}}\)、?)"
    r"|(?P<three>\d{1,2}[、.](?!\d)|\(\d{1,2}\)|[①-⑳])"
)
_LONE_NUMBER = lazy_pattern(rf"[{ORDINAL_NUMERALS}]{{1,3}}")
_PHRASE_END = lazy_pattern(r"[。：:；;]")

_MAIN_WORDS = alternation("main_heading")
_INLINE = lazy_pattern(
    rf"(?<=[。!?:”\s])(?P<heading>(?:[{ORDINAL_NUMERALS}]{{1,3}}[、.]|第[一二三四五六]部分)\s?[^\s。,;:!、]{{0,20}}?"
    + _MAIN_WORDS
    + ")"
)
"""A main heading inside a long line, of texts that lost their line breaks."""
_GLUED = re.compile(
    rf"。(?P<heading>[一二三四五六]、[^\s。,;:!、]{{0,4}}(?:{FIGURE_YEAR}年|今后|今年)[^\s。,;:!、]{{0,12}}?"
    + _MAIN_WORDS
    + ")"
)
"""A main heading glued to the sentence before it."""
_LONG_LINE = 300


@dataclass(slots=True)
class Line:
    """One line without its surrounding blanks.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        depth: 0 for running text, else the depth of the heading (1 一、 2 （一） 3 1.).
        heading_end: offset behind the heading; equals start for running text.
        numbered: whether the heading carries a number.
        title_start: offset of the heading's words, behind its number.
    """

    start: int
    end: int
    depth: int = 0
    heading_end: int = -1
    numbered: bool = False
    title_start: int = -1


def read_lines(folded: str) -> list[Line]:
    """Split a folded text into its non-blank lines and mark the numbered headings.

    Args:
        folded: the folded text.

    Returns:
        The lines in order.
    """
    lines: list[Line] = []
    begin = 0
    for match in _BREAK.finditer(folded):
        at = match.start()
        if at < begin:
            continue
        end = match.end()
        if folded[at] == "\\":
            written = _WRITTEN.match(folded, at)
            if not written:
                continue
            end = written.end()
        _append(folded, begin, at, lines)
        begin = end
    _append(folded, begin, len(folded), lines)
    return lines


def _append(folded: str, begin: int, end: int, lines: list[Line]) -> None:
    while begin < end and folded[begin] in BLANK_CHARACTERS:
        begin += 1
    while begin < end and folded[end - 1] in BLANK_CHARACTERS:
        end -= 1
    if begin >= end:
        return
    for inline in (_INLINE if end - begin > _LONG_LINE else _GLUED).finditer(folded, begin, end):
        start = inline.start("heading")
        if start > begin:
            _append_line(folded, begin, start, lines)
        _append_line(folded, start, inline.end(), lines)
        begin = inline.end()
    _append_line(folded, begin, end, lines)


def _append_line(folded: str, begin: int, end: int, lines: list[Line]) -> None:
    while begin < end and folded[begin] in BLANK_CHARACTERS:
        begin += 1
    while begin < end and folded[end - 1] in BLANK_CHARACTERS:
        end -= 1
    if begin >= end:
        return
    line = Line(begin, end, 0, begin, False, begin)
    match = _NUMBERED.match(folded, begin, end)
    if match:
        line.depth = {"one": 1, "two": 2, "three": 3}[match.lastgroup or "three"]
        line.numbered = True
        line.title_start = match.end()
        line.heading_end = _heading_end(folded, match.end(), end)
    elif end - begin <= 3 and _LONE_NUMBER.fullmatch(folded, begin, end):
        line.depth, line.numbered, line.heading_end, line.title_start = 1, True, end, end
    lines.append(line)


def _heading_end(folded: str, start: int, end: int) -> int:
    match = _PHRASE_END.search(folded, start, min(end, start + MAX_HEADING))
    if match:
        return match.start()
    if end - start <= MAX_HEADING:
        return end
    comma = folded.find(",", start, start + MAX_HEADING)
    return comma if comma > 0 else start + MAX_HEADING
