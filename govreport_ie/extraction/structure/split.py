"""Cutting a file that holds several reports.

A report begins with its title, salutation and greeting (现在，我代表…政府向大会报告工作), or with its title alone when a first heading
follows.  Text before the first beginning is a report of its own if it is running text, as when a page of a longer document was saved.
"""

from __future__ import annotations

from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.structure.layout import GREETING, SALUTATION, LayoutFinder
from govreport_ie.extraction.structure.lines import Line, read_lines
from govreport_ie.extraction.text import FIGURE_YEAR, ORDINAL_NUMERALS, fold

__all__ = ["split_reports"]

_SPEAKER = lazy_pattern(r"(?:代表|受)[^。]{0,40}(?:政府|国务院|委托|管委会|管理委员会|筹备组)")
_TITLE = lazy_pattern(
    rf"(?:第?[{ORDINAL_NUMERALS}\d]{{1,3}}篇?[:、.]|篇[{ORDINAL_NUMERALS}\d]{{1,3}}[:、]?)?\s?(?:{FIGURE_YEAR}年)?[^。,;:!]{{0,20}}?工\s?作\s?报\s?告"
    rf"(?:\([^)]{{0,12}}\)|\d{{1,2}}|{FIGURE_YEAR}年?)?"
)
_FIRST_HEADING = lazy_pattern(rf"一、|第一部分|\(一\)|{FIGURE_YEAR}年[^。,]{{0,8}}回顾|过去[^。,]{{0,8}}回顾")
_SENTENCE_LENGTH = 15
_SENTENCES = 5
"""So many sentences of running text make a report of what stands between two beginnings."""
_OWN = 2
"""A report has so many sentences, its greeting included."""
_TITLE_LINES = 8
_TITLE_LENGTH = 60
_SALUTATION_REACH = 300


def split_reports(text: str) -> list[tuple[int, int]]:
    """Find the reports in a text.

    Args:
        text: the extracted text of a file.

    Returns:
        (start, end) of each report, in order; together they cover the text.  One pair for an ordinary file.

    Example:
        >>> split_reports("各位代表：现在，我代表县人民政府向大会报告工作。")
        [(0, 24)]
    """
    folded = fold(text)
    lines = read_lines(folded)
    chrome = LayoutFinder()
    starts = sorted({*_greeting_starts(folded, lines, chrome), *_title_starts(folded, lines)})
    cuts: list[int] = []
    previous = 0
    for start, following in pairwise([*starts, len(text)]):
        if not _is_running_text(folded, start, following, _OWN):
            continue  # a title and greeting at the foot of a page, with nothing behind them
        if _is_running_text(folded, previous, start) and (not cuts or start > cuts[-1]):
            cuts.append(start)
            previous = start
        elif not cuts:
            previous = 0
    edges = [0, *cuts, len(text)]
    return list(pairwise(edges))


def _greeting_starts(folded: str, lines: list[Line], chrome: LayoutFinder) -> list[int]:
    """Where the title or salutation stands above each greeting."""
    starts: list[int] = []
    index = 0
    for greeting in GREETING.finditer(folded):
        if not _SPEAKER.search(greeting.group()):
            continue
        floor = max(0, greeting.start() - _SALUTATION_REACH)
        salutations = list(SALUTATION.finditer(folded, floor, greeting.end()))
        if not salutations or _is_running_text(folded, salutations[-1].end(), greeting.start(), 1):
            continue
        salutation = salutations[-1]
        while index < len(lines) and lines[index].end <= salutation.start():
            index += 1
        starts.append(_above(folded, lines, index, chrome))
    return starts


def _above(folded: str, lines: list[Line], index: int, chrome: LayoutFinder) -> int:
    """Start of the title lines above line ``index``."""
    start = lines[index].start
    for line in reversed(lines[max(0, index - _TITLE_LINES) : index]):
        words = folded[line.start : line.end]
        if line.numbered or len(words) > _TITLE_LENGTH or words[-1] in "。!?;”" or chrome.is_chrome(folded, line):
            break
        start = line.start
    return start


def _title_starts(folded: str, lines: list[Line]) -> list[int]:
    """Title lines with a first heading or a salutation right below."""
    starts: list[int] = []
    for index, line in enumerate(lines):
        if line.end - line.start > _TITLE_LENGTH or not _TITLE.fullmatch(folded, line.start, line.end):
            continue
        below = lines[index + 1 : index + 4]
        if any(_FIRST_HEADING.match(folded, other.start) or SALUTATION.match(folded, other.start) for other in below):
            starts.append(line.start)
    return starts


def _is_running_text(folded: str, start: int, end: int, wanted: int = _SENTENCES) -> bool:
    """Whether the stretch holds so many sentences of some length."""
    count, begin = 0, start
    while count < wanted:
        stop = folded.find("。", begin, end)
        if stop < 0:
            return False
        if stop - max(begin, folded.rfind("\n", begin, stop) + 1) >= _SENTENCE_LENGTH:
            count += 1
        begin = stop + 1
    return True
