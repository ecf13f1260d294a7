"""The title of a document: the line, or the lines it is broken over, and what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.structure.frames import year_mentions
from govreport_ie.extraction.structure.layout import PAGE_MARK, TITLE_END, Layout
from govreport_ie.extraction.structure.lines import Line
from govreport_ie.extraction.text import fold
from govreport_ie.extraction.times.years import five_year_plan, time_number

__all__ = ["Title", "division_called", "find_title", "looks_like_title", "plan_named", "years_named"]

_TITLE_LINE = lazy_pattern(r"工\s?作\s?报\s?告|的报告(?:\(|$)|纲要")
_NO_TITLE = lazy_pattern(r"代表|请予|审议|。|!$|^(?:来源|时间|作者)")
_LABEL = lazy_pattern(r"(?:标题|名称):\s?")
_GOES_ON = lazy_pattern(r"(?:与|和|及|、|的|暨)|(?:(?:19|20)\d\d年)?[^,。]{0,24}草案的报告")
_BROKEN_OFF = lazy_pattern(r"(?:与|和|及|的|情况)$")
_LONGEST_LINE, _LONGEST = 70, 120
_LINES, _REACH = 40, 1500
_PLAN = lazy_pattern(
    r"第(十[一二三四五六七八九]|[一二三四五六七八九十])个五年|[“\"「](十[一二三四五六七八九]?|[六七八九])五[”\"」]"
)
_DISTANT = lazy_pattern(r"(?:19|20|二[〇○零])\S{2}年(?:远景|愿景)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title.

    Attributes:
        text: as written, line breaks left out.
        folded: the same, folded and without blanks.
        start: offset of its first line; -1 where something beside the text told it.
        end: end of its last line, exclusive.
    """

    text: str
    folded: str
    start: int
    end: int


def find_title(text: str, folded: str, lines: list[Line], layout: Layout) -> Title | None:
    """The title that stands at the head of a text.

    Args:
        text: the text.
        folded: the folded text.
        lines: its lines.
        layout: its outer parts; a title that stands in the body, behind the furniture of a page, must end like one.

    Returns:
        The title, or None.
    """
    for index, line in enumerate(lines[:_LINES]):
        in_head = line.start < layout.body
        if not in_head and (layout.body or line.start > _REACH or "。" in folded[line.start : line.end]):
            break
        last = _last_line(folded, lines, index, in_head)
        if last is not None:
            return _title(text, folded, line.start, lines[last].end)
    return None


def _last_line(folded: str, lines: list[Line], index: int, in_head: bool) -> int | None:
    """Index of the last line of a title that begins with a line, or None where none does."""
    words = _words(folded, lines[index])
    if len(words) > _LONGEST_LINE or PAGE_MARK.search(words) or _NO_TITLE.search(words):
        return None
    last = _last_of_broken(folded, lines, index, words)
    if last is not None:
        return last
    if TITLE_END.search(words) or (in_head and _TITLE_LINE.search(words)):
        return index
    return None


def _last_of_broken(folded: str, lines: list[Line], index: int, words: str) -> int | None:
    """Index of the line that completes a title whose first line, with these words, is broken off."""
    complete = TITLE_END.search(words) is not None
    broken = words.startswith("关于") or _BROKEN_OFF.search(words) is not None
    for last in range(index + 1, min(index + 3, len(lines))):
        following = _words(folded, lines[last])
        goes_on = _GOES_ON.match(following) is not None
        words += following
        if len(words) > _LONGEST or not (broken or goes_on):
            break
        if TITLE_END.search(words) and not _NO_TITLE.search(words) and (goes_on or not complete):
            return last
    return None


def _words(folded: str, line: Line) -> str:
    return folded[line.start : line.end].strip()


def _title(text: str, folded: str, start: int, end: int) -> Title:
    label = _LABEL.match(folded, start)
    start = label.end() if label else start
    written = "".join(part.strip() for part in text[start:end].split("\n"))
    return Title(written, re.sub(r"\s", "", fold(written)), start, end)


def looks_like_title(words: str) -> Title | None:
    """The title that a table's column or a file's name tells, or None if it is none.

    Args:
        words: the cell, or the name without its suffix.
    """
    folded = re.sub(r"\s", "", fold(words))
    if len(folded) > _LONGEST or not (TITLE_END.search(folded) or _TITLE_LINE.search(folded)):
        return None
    return Title(words.strip(), folded, -1, -1)


def years_named(title: Title) -> list[int]:
    """The years that a title names, distant horizons left out.

    Args:
        title: a title.

    Example:
        >>> years_named(looks_like_title("关于2021年预算执行情况和2022年预算草案的报告"))
        [2021, 2022]
    """
    named = year_mentions(_DISTANT.sub("", title.folded))
    # 青禾县政府工作报告（2024）, 2024政府工作报告
    return named or [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", title.folded)]


def plan_named(title: Title) -> tuple[int, int] | None:
    """First and last year of the five-year plan that a title names.

    Args:
        title: a title.

    Example:
        >>> plan_named(looks_like_title("青禾市国民经济和社会发展第十四个五年规划纲要"))
        (2021, 2025)
    """
    match = _PLAN.search(title.folded)
    return five_year_plan(time_number(match[1] or match[2])) if match else None


@lru_cache(maxsize=1)
def _called() -> dict[str, list[tuple[str, str]]]:
    names: dict[str, list[tuple[str, str]]] = {}
    for row in lexicons.load("divisions"):
        if row["level"] in ("province", "city", "county"):
            for name in {row["name"], row["short"]}:
                names.setdefault(name, []).append((row["name"], row["level"]))
    return names


def division_called(words: str, level: str | None) -> str | None:
    """The division that is meant by a name in full or short, such as that of a file.

    Args:
        words: the name, perhaps with a year beside it.
        level: level of the report, to tell divisions of one name apart.

    Returns:
        Its full name; None where there is none or several.

    Example:
        >>> division_called("杭州", None), division_called("2024_宁波", None), division_called("朝阳", "county")
        ('杭州市', '宁波市', None)
    """
    name = re.sub(r"(?:19|20)\d\d年?|[\s_\-()—]", "", fold(words))
    meant = {full for full, of_level in _called().get(name, ()) if level is None or of_level == level}
    return meant.pop() if len(meant) == 1 else None
