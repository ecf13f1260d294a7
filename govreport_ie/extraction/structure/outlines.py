"""Passages of a work report that present the outline of a five-year plan, and the years of that plan.

Once in five years a report presents the draft of the outline (《纲要（草案）》明确…) between its review and the year's work, under headings of
its own or in the midst of others.  What it promises is for the years of the plan, until a paragraph turns to the year.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.times.years import five_year_plan, plan_of

__all__ = ["find_outlines", "plan_named"]

_OPENS = re.compile(
    r"(?:(?:《(?:规划)?|^|[\n。;,]|[这本]个?|[五0-9]年规划|年发展规划|社会发展(?:第[^》。]{1,8})?规划)纲要|纲要(?=》?\(?草案))(?:\(草案\)|\(草案[^)]{0,6}\)|草案|》){0,3}[^。;]{0,24}?(?:明确|提出|确定|设置|设定|细化|实化|安排了|部署了|锚定)"
    r"|“十[一二三四五六七八九]?五”(?:时期|期间)?[^。;]{0,16}(?:主要目标|主要预期目标|发展目标|主要指标|目标指标)(?:是|为|:|主要|包括)"
)
_PLAN = lazy_pattern(r"“(十[一二三四五六七八九]?)五”")
_GOALS = lazy_pattern(r"目标|思路|任务|指导思想|战略|蓝图|规划|展望|要求")
_NUMBERS = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}


_TITLE_PLAN = lazy_pattern(r"第?“?(十[一二三四五六七八九]?)(?:五”?(?:规划|发展规划|时期)|个五年)")


def plan_named(head: str, year: int | None) -> tuple[int, int] | None:
    """The years of the plan that a document is the outline of.

    Args:
        head: the folded beginning of the document, with its title.
        year: its year.

    Returns:
        The years of the plan that the title names, else of that in which the year falls; None where neither is known.

    Example:
        >>> plan_named("青禾县国民经济和社会发展第十四个五年规划纲要", None)
        (2021, 2025)
    """
    named = _TITLE_PLAN.search(head)
    if named:
        return five_year_plan(_NUMBERS[named[1]])
    return None if year is None else plan_of(year)


def find_outlines(
    folded: str, sentences: list[tuple[int, int]], main_headings: list[tuple[int, str]], year: int | None
) -> dict[int, tuple[int, int]]:
    """The sentences that belong to the outline of a coming five-year plan.

    Args:
        folded: the folded text.
        sentences: the sentences of the body, in order.
        main_headings: where its main headings begin, and their words.
        year: year of delivery.

    Returns:
        Start of a sentence to the first and last year of the plan.
    """
    if year is None:
        return {}
    plan = plan_of(year + 1)
    if plan[0] - year not in (0, 1):
        return {}  # no plan begins: the outline spoken of is an old one
    turns = re.compile(
        rf"[^。,;:]{{0,14}}(?:今年(?!以来)|{year}年)|做好{year}|[^。]{{0,40}}(?:今年|{year}年)[^。,]{{0,16}}(?:预期目标|工作)"
    )
    found: dict[int, tuple[int, int]] = {}
    headings = {start for start, _ in main_headings}
    low, high = _between(main_headings, year, plan)
    inside = False
    for start, end in sentences:
        if inside:
            opens_line = not start or folded[max(0, start - 3) : start].rstrip(" ")[-1:] in ("\n", "")
            inside = start not in headings and not (opens_line and turns.match(folded, start, end))
        named = folded.find("纲要", start, end) >= 0 or folded.find("“十", start, end) >= 0  # nearly none names one
        if named and _OPENS.search(folded, start, end) and _of_plan(folded, start, end, plan):
            inside = True
        if inside or low <= start < high:
            found[start] = plan
    return found


def _between(headings: list[tuple[int, str]], year: int, plan: tuple[int, int]) -> tuple[int, int]:
    """The sections between the goals of a plan and the work of the year, whose headings name neither: they are about the plan.

    二、“十一五”时期主要目标 … 三、加快滨海新区开发 … 七、做好2006年工作: what stands under 三 to 六 is not for 2006 alone.
    """
    of_year = [index for index, (_, words) in enumerate(headings) if f"{year}年" in words or "今年" in words]
    of_plan = [
        index
        for index, (_, words) in enumerate(headings)
        if index not in of_year
        and _GOALS.search(words)
        and _number(plan) in {_NUMBERS.get(name) for name in _PLAN.findall(words)}
    ]
    if not of_plan:
        return 0, 0
    first = of_plan[-1] + 1
    last = next((index for index in of_year if index >= first), None)
    return (0, 0) if last is None or last == first else (headings[first][0], headings[last][0])


def _number(plan: tuple[int, int]) -> int:
    return (plan[0] - 1966) // 5 + 3


def _of_plan(folded: str, start: int, end: int, plan: tuple[int, int]) -> bool:
    """Whether a sentence speaks of this plan, not of the one before."""
    named = [_NUMBERS.get(match.group(1)) for match in _PLAN.finditer(folded, start, end)]
    return not named or _number(plan) in named
