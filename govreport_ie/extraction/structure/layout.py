"""The outer parts of a report: page chrome, title and greeting before the body; closing, glossary and page chrome behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.structure.lines import Line
from govreport_ie.extraction.text import fold

__all__ = ["GLOSSARY", "GREETING", "PAGE_MARK", "SALUTATION", "Layout", "LayoutFinder"]

SALUTATION = re.compile(r"(?:各位|诸位)代表(?:[、,]?(?:各位委员|同志们|各位来宾|各位同志))*\s?[:!,]")
GREETING = re.compile(
    r"(?:现在|下面|今天)?[,、]?\s?(?:我|由我|让我)(?:谨|受|代表|向|们代表)[^。\n]{0,60}(?:报告|汇报)[^。\n]{0,120}[。!\n]?"
)
"""The sentence with which the speaker begins: 现在，我代表市人民政府向大会报告工作，请予审议 …"""

GLOSSARY = lazy_pattern(
    r"[※*【\[《(]{0,2}(?:政府工作报告|报告|附件?[\d一二三四五]?|附录)?[》:]?(?:中?的?(?:部分|有关|相关|主要))?"
    r"(?:名词|术语|用语|词语|短语|缩略语|专有名词|专业名词|专业术语)[^。,]{0,10}?(?:解释|注释|说明|释义)?[※*】\]》):]{0,3}"
)
_GLOSSARY_LINE = lazy_pattern(r"(?:注释|注解|注|名词解释)\s?:?|\[?1\]?[.、]?[^。]{2,20}[:指]是?指?")

TITLE_END = re.compile(
    r"(?:工\s?作\s?报\s?告|统计公报|的报告|规划纲要|目标纲要|规划(?:和.{4,20}纲要)?|规划(?:和.{4,20}目标)?的建议|施政报告|施政方针|(?:经济运行|财政收支|预算执行|收支执行|社会发展(?:年度)?计划执行|完成|收支|预算安排)(?:情况|简况)(?:分析)?|决算(?:报告)?|审查(?:结果的?)?(?:报告|意见)|国民经济和社会发展计划)"
    r"(?:\s?\((?:草案|摘要|全文|讨论稿|送审稿|审议稿|第[^)]{1,6}号|\d{4}年?)\))?(?:摘要|要点|解读|全文|导读|的?说明)?(?:与导读)?(?:\d{0,2}|\s?(?:19|20)\d\d)$"
)
"""How the titles of government documents end."""
_TITLE_WORDS = lazy_pattern(
    r"工作报告|人民代表大会|人民政府.{0,4}(?:长|主席|市长)|^[—―─-]{1,2}.*\d{4}年|" + TITLE_END.pattern
)
_HEAD_REACH = 4000
"""The greeting stands within so many characters of the start."""
_BODY_LINE = 60
"""A line longer than this that holds a full stop is running text."""
_SHORT_LINE = 12
_RUNNING_TEXT = re.compile(r"(?:[^。\n]{8,400}。){5}")
"""Five sentences on end are no title: a greeting behind them begins another report."""
_CLOSING_REACH = 2500
"""The closing paragraphs take at most so many characters."""
_CLOSING_WORDS = lazy_pattern(alternation("closing"))
PAGE_MARK = re.compile(
    r"\(?第\s?\d{1,3}\s?/\s?\d{1,3}\s?页\)?|[-—]\s?\d{1,3}\s?篇|共\s?\d{1,3}\s?篇|[上下]一(?:篇|页)\s?:"
)


@dataclass(slots=True)
class Layout:
    """Offsets of the outer parts; the body lies between ``body`` and ``body_end``.

    Attributes:
        body: where the body begins, behind chrome, title and greeting.
        body_end: where the body ends, before glossary and trailing chrome.
        chrome: stretches of page chrome, in order.
        title: stretch of the title and greeting, or None.
        glossary: stretch of the glossary, or None.
        closing: start of the closing paragraphs, or None.
    """

    body: int
    body_end: int
    chrome: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    title: tuple[int, int] | None = None
    glossary: tuple[int, int] | None = None
    closing: int | None = None


class LayoutFinder:
    """Finds the outer parts of a report by its lines."""

    def __init__(self) -> None:
        rows = lexicons.load("page_chrome")
        self._whole = frozenset(fold(row["text"]) for row in rows if row["match"] == "line")
        starts = [fold(row["text"]) for row in rows if row["match"] == "start"]
        anywhere = [fold(row["text"]) for row in rows if row["match"] == "any"]
        self._start = re.compile("|".join(map(re.escape, sorted(starts, key=len, reverse=True))))
        self._anywhere = re.compile("|".join(map(re.escape, anywhere)))

    def is_chrome(self, folded: str, line: Line) -> bool:
        """Whether a line is page chrome by its wording.

        Args:
            folded: the folded text.
            line: one of its lines.
        """
        length = line.end - line.start
        if self._start.match(folded, line.start, line.end):
            return length <= 200 or self._anywhere.search(folded, line.start, line.start + 200) is not None
        if length <= 12 and folded[line.start : line.end] in self._whole:
            return True
        if length <= 60 and PAGE_MARK.search(folded, line.start, line.end):
            return True
        return length <= 200 and self._anywhere.search(folded, line.start, line.end) is not None

    def find(self, folded: str, lines: list[Line]) -> Layout:
        """Find chrome, title, glossary and closing.

        Args:
            folded: the folded text.
            lines: its lines.

        Returns:
            The layout; the stretches do not overlap.
        """
        layout = Layout(0, len(folded))
        if not lines:
            return layout
        last = self._trailing_chrome(folded, lines)
        if last < len(lines):
            layout.body_end = lines[last].start if last else 0
            layout.chrome.append((layout.body_end, len(folded)))
        first = self._head(folded, lines, last, layout)
        self._marks_inside(folded, lines, first, last, layout)
        glossary = _glossary(folded, lines, first, last)
        if glossary is not None:
            layout.glossary = (lines[glossary].start, layout.body_end)
            layout.body_end = lines[glossary].start
            last = glossary
        layout.closing = _closing(folded, lines, first, last, layout.body_end)
        layout.chrome.sort()
        return layout

    def _trailing_chrome(self, folded: str, lines: list[Line]) -> int:
        """Index of the first line of the chrome at the end; the number of lines without any."""
        found = len(lines)
        for index in range(len(lines) - 1, -1, -1):
            line = lines[index]
            if self.is_chrome(folded, line):
                found = index
            elif (
                (line.depth == 1 and line.numbered)
                or (line.end - line.start > _SHORT_LINE and "。" in folded[line.start : line.end])
                or line.end - line.start > _BODY_LINE
            ):
                break
        return found

    def _head(self, folded: str, lines: list[Line], last: int, layout: Layout) -> int:
        """Mark chrome and title at the start; return the index of the first line of the body."""
        index, body = self._lines_of_head(folded, lines, last, layout.body_end)
        if not index and not body:
            layout.body = 0
            return 0
        chrome_end = self._end_of_chrome(folded, lines[:index])
        if chrome_end:
            # the blank stretch behind goes to the chrome, so that what follows begins at its first character
            chrome_end = next((line.start for line in lines if line.start >= chrome_end), layout.body_end)
            layout.chrome.append((0, chrome_end))
        if index < len(lines):
            body = max(body, lines[index].start)
        body = min(max(body, chrome_end), layout.body_end)
        if body > chrome_end:
            layout.title = (chrome_end, body)
        layout.body = body
        return index

    def _lines_of_head(self, folded: str, lines: list[Line], last: int, body_end: int) -> tuple[int, int]:
        """How many lines of chrome, title and greeting open the text, and where they end."""
        body = _behind_greeting(folded, body_end)
        index = 0
        if body:
            while index < last and lines[index].start < body:
                index += 1
            return index, body
        while index < last and (self.is_chrome(folded, lines[index]) or _is_title(folded, lines[index])):
            index += 1
        return index, lines[index - 1].end if index else 0

    def _end_of_chrome(self, folded: str, lines: list[Line]) -> int:
        """End of the chrome that these lines begin with; 0 without any."""
        end = 0
        for line in lines:
            if not self.is_chrome(folded, line):
                break
            end = line.end
        return end

    def _marks_inside(self, folded: str, lines: list[Line], first: int, last: int, layout: Layout) -> None:
        """Mark single lines of page chrome inside the body (第13/21页, 下一页)."""
        for index in range(first, last):
            line = lines[index]
            if line.end - line.start <= 60 and PAGE_MARK.search(folded, line.start, line.end):
                end = lines[index + 1].start if index + 1 < len(lines) else layout.body_end
                if line.start >= layout.body and end <= layout.body_end:
                    layout.chrome.append((line.start, end))


def _behind_greeting(folded: str, limit: int) -> int:
    """Offset behind salutation and greeting, or 0 when the report has neither."""
    reach = min(limit, _HEAD_REACH)
    end = 0
    greeting = GREETING.search(folded, 0, reach)
    salutation = SALUTATION.search(folded, 0, greeting.start() if greeting else reach)
    if greeting and (salutation or greeting.start() < 400):
        end = greeting.end()
        # an abstract of the report may stand before it and repeat its beginning
        stop = min(limit, end + 1500)
        again = GREETING.search(folded, end, stop) if SALUTATION.search(folded, end, stop) else None
        if again and SALUTATION.search(folded, end, again.start()):
            end = again.end()
    elif salutation and salutation.start() < 600:
        end = salutation.end()
    begin = salutation.start() if salutation else 0
    return 0 if _RUNNING_TEXT.search(folded, 0, begin) else end


def _is_title(folded: str, line: Line) -> bool:
    words = folded[line.start : line.end]
    if line.depth or len(words) > 60 or "。" in words:
        return False
    return _TITLE_WORDS.search(words) is not None


def _glossary(folded: str, lines: list[Line], first: int, last: int) -> int | None:
    """Index of the line that heads the glossary behind the report's text."""
    half = (lines[first].start + lines[last - 1].end) // 2 if first < last else 0
    for index in range(first, last):
        line = lines[index]
        if line.start < half or line.end - line.start > 40:
            continue
        words = folded[line.title_start : line.end].replace(" ", "")
        if GLOSSARY.fullmatch(words) and re.search("解释|注释|说明|释义|名词术语|缩略语", words):
            return index
        if _GLOSSARY_LINE.fullmatch(words) and words[:1] == "注":
            return index
    return None


def _closing(folded: str, lines: list[Line], first: int, last: int, body_end: int) -> int | None:
    """Start of the last paragraphs, with which the speaker calls on the audience."""
    for index in range(last - 1, first - 1, -1):
        line = lines[index]
        if body_end - line.start > _CLOSING_REACH or line.numbered:
            return None
        if SALUTATION.match(folded, line.start) or folded.startswith("同志们", line.start):
            return line.start if _CLOSING_WORDS.search(folded, line.start, body_end) else None
    return None
