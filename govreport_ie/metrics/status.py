"""Status: is a number reported as done (actual), forecast (estimated) or promised (target)?

The section gives the default: a plan promises, every other section reports.  Words of time and the cues of the lexicon
``status_cues`` override it, each as far as it reaches: a clause (已), the coordinated clauses (预计), or the sentence
(力争, 到2025年).  The first value of a change (由A提高到B) is done wherever it stands.

Source of the rules: gold/GUIDELINES.md (status, 预计), and the coming-year sections of work reports, whose imperatives
(新建学校8所) carry no cue at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from govreport_ie.lexicons import load, values
from govreport_ie.metrics.changes import is_start_of_change
from govreport_ie.metrics.timewords import TimeWord, time_words
from govreport_ie.records import Analysis, MetricRecord

__all__ = ["assign_status"]

_PLANNING = frozenset(("plan", "self_government", "closing"))
_BREAK = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;。\n!?]")
_LIST_BREAK = re.compile(
    r"[;。\n!?]|,(?:并|又|再|全年|有|累计)?(?:新|完成|建成|发放|开工|改造|引进|招引|培育|举办|开展|推进|启动|创建|创成|建设|铺设|修复|整治|解决|组织|落实|兑现|入选|有)"
)
_CLAUSE_OPENING = re.compile(r"[,;。:\n—(][\s—]*(?:在|到|至|的|力争|预计|刚刚过去的?|过去的?)?$")
_FARTHEST = 400  # characters that a cue reaches at most, so that a text without stops costs linear time
_GOAL_AFTER = re.compile(
    r"(?:左右|以上|以内|以下)?的?(?:(?:预期|年度|既定|预定|全年|规划|考核|约束性|发展|增长|计划|奋斗)的?){0,3}目标"
)
_DONE_BEFORE = re.compile(r"(?<!未)(?:完成|实现|达到|突破|占)[^,;。\n]{0,24}$")
_FUTURE_AFTER = re.compile(r"[^,;。\n]{0,24}?(?:将于|将在|拟于|力争)")


@dataclass(slots=True)
class _Cue:
    """A word that tells a status, at an offset, with its reach."""

    start: int
    end: int
    status: str
    reach: str
    rule: str


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    rows = {row["cue"]: row for row in load("status_cues")}
    return re.compile("|".join(sorted(map(re.escape, rows), key=len, reverse=True))), rows


def assign_status(analysis: Analysis) -> None:
    """Set ``status`` and its rule on every metric of an analysis, in place.

    Args:
        analysis: a report with sections, quantities and metrics (in text order).
    """
    _tie_to_sections(analysis)
    words = time_words(analysis)
    starts = [word.start for word in words]
    metrics, quantities = analysis.metrics, analysis.quantities
    index = 0
    while index < len(metrics):
        low, high = metrics[index].sentence_start, metrics[index].sentence_end
        following = index + 1
        while following < len(metrics) and metrics[following].sentence_start == low:
            following += 1
        section = metrics[index].section
        kind = "other" if section is None else analysis.sections[section].kind
        planning = kind in _PLANNING
        inside = words[bisect_left(starts, low) : bisect_left(starts, high)]
        cues = _sentence_cues(analysis, low, high, kind, inside)
        group = metrics[index:following]
        group.sort(key=lambda metric: quantities[metric.quantity].start)
        _walk(analysis, group, cues, planning, inside)
        index = following


def _tie_to_sections(analysis: Analysis) -> None:
    """Set the section of every metric that has none yet."""
    starts = [section.start for section in analysis.sections]
    for metric in analysis.metrics:
        if metric.section is None and starts:
            index = bisect_right(starts, analysis.quantities[metric.quantity].start) - 1
            metric.section = index if index >= 0 else None


def _sentence_cues(analysis: Analysis, low: int, high: int, kind: str, words: list[TimeWord]) -> list[_Cue]:
    """The cues of one sentence, from the lexicon and from its words of time, in order."""
    folded = analysis.folded
    planning, reviewing = kind in _PLANNING, kind == "review"
    pattern, rows = _cues()
    found: list[_Cue] = []
    for match in pattern.finditer(folded, low, high):
        row = rows[match.group()]
        if row["status"] == "none":
            continue
        if row["where"] != "any" and (row["where"] == "plan") != planning:
            continue
        if row["not_after"] and folded.startswith(values(row["not_after"]), match.end()):
            continue
        if row["not_before"] and folded.endswith(values(row["not_before"]), 0, match.start()):
            continue
        found.append(
            _Cue(match.start(), match.end(), row["status"], row["reach"], f"metrics.status:cue | {match.group()}")
        )
    year = analysis.year
    for word in words:
        if word.last is None or year is None or word.role not in ("in", "ahead"):
            continue
        opens = (
            _CLAUSE_OPENING.search(folded, max(low, word.start - 8), word.start) is not None or word.start <= low + 1
        )
        cue = _year_cue(word, year, planning, reviewing)
        if cue == "actual" and planning and not opens and (word.several or folded[word.end - 1] == "前"):
            continue  # 保持近两年的水平, 2021年前获得指标的项目
        if cue is not None:
            reach = (
                "sentence"
                if opens and (not planning or cue == "target" or folded[word.end : word.end + 1] == ",")
                else "clause"
            )
            rule = "metrics.status:coming_year" if cue == "target" else "metrics.status:past_year"
            found.append(_Cue(word.start, word.end, cue, reach, rule))
    found.sort(key=lambda cue: cue.start)
    return found


def _year_cue(word: TimeWord, year: int, planning: bool, reviewing: bool) -> str | None:
    """The status that a word of time tells: a coming year promises, a past one reports.

    The year of delivery itself promises, but not in a review (今年以来, 2024年1月), which needs a word that says so.
    """
    if word.role == "ahead" or (
        word.last is not None
        and word.last > year
        and not (word.several and word.first is not None and word.first < year)
    ):
        return "target"
    if word.last is not None and word.last < year:
        return "actual"
    if word.last != year or word.several:
        return None
    return None if reviewing else "target"


def _walk(
    analysis: Analysis, metrics: list[MetricRecord], cues: list[_Cue], planning: bool, words: list[TimeWord]
) -> None:
    """Give each metric of a sentence the status of the cue that reaches it."""
    folded = analysis.folded
    default = ("target", "metrics.status:plan_section") if planning else ("actual", "metrics.status:report_section")
    held: _Cue | None = None  # reaches to the end of the sentence
    near: _Cue | None = None  # reaches less far
    bases = {
        word.end
        for word in words
        if word.role == "base" and word.last is not None and folded[word.end : word.end + 1] == "的"
    }
    next_cue = 0
    for metric in metrics:
        quantity = analysis.quantities[metric.quantity]
        farthest = quantity.start - _FARTHEST
        while next_cue < len(cues) and cues[next_cue].start < quantity.start:
            cue = cues[next_cue]
            next_cue += 1
            if (
                near is not None
                and near.status == "estimated"
                and cue.start - near.end < _FARTHEST
                and not _LIST_BREAK.search(folded, near.end, cue.start)
            ):
                absorbed = cue.rule.endswith("_year") or " 将" in cue.rule and not cue.rule.endswith("由")
                if absorbed or not _BREAK.search(folded, near.end, cue.start):
                    continue  # 预计2024年…将达: the forecast governs
            if cue.reach == "sentence":
                held, near = cue, None
            elif cue.reach == "next" and quantity.start - cue.end > 6:
                continue
            elif cue.reach != "clause" or folded[quantity.start - 1 : quantity.start] != "的":
                near = cue  # 已入选的5个 only describes what is counted
        if near is not None:
            breaks = _LIST_BREAK if near.reach == "list" else _BREAK
            if (
                near.end < farthest
                or breaks.search(folded, near.end, quantity.start)
                or "基础上" in folded[near.end : quantity.start]
            ):
                near = None
        if held is not None and held.status != default[0] and held.rule.endswith("past_year"):
            between = folded[max(held.end, farthest) : quantity.start]
            if ";" in between or "基础上" in between:
                held = None
        chosen = near or held
        metric.status, metric.rules["status"] = (chosen.status, chosen.rule) if chosen else default
        if (held.status if held else default[0]) != "actual" or metric.status != "actual":
            _correct_start(folded, metric, quantity.start, quantity.end)
        _correct(folded, metric, quantity.start, quantity.end)
        if near is not None and near.reach == "next":
            near = None
        if metric.status == "target" and any(quantity.start - distance in bases for distance in range(1, 5)):
            metric.status, metric.rules["status"] = "actual", "metrics.status:base_value"


def _correct_start(folded: str, metric: MetricRecord, start: int, end: int) -> None:
    if is_start_of_change(folded, start, end):
        metric.status, metric.rules["status"] = "actual", "metrics.status:start_of_change"


def _correct(folded: str, metric: MetricRecord, start: int, end: int) -> None:
    """What stands right after the number: 的目标 that quotes a goal, 将于."""
    if metric.status == "actual":
        if _GOAL_AFTER.match(folded, end) and not _DONE_BEFORE.search(folded, max(0, start - 30), start):
            metric.status, metric.rules["status"] = "target", "metrics.status:quoted_goal"
        elif _FUTURE_AFTER.match(folded, end):
            metric.status, metric.rules["status"] = "target", "metrics.status:coming_after"
