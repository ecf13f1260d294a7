"""Status: is a number reported as done (actual), forecast (estimated) or promised (target)?

The section gives the default: a plan promises, every other section reports.  Words of time and the cues of the lexicon
``status_cues`` override it, each as far as it reaches: the next number (现有), a clause (已), the coordinated clauses
(预计), or the sentence (力争, 到2025年).  The first value of a change (由A提高到B) is done wherever it stands.

Source of the rules: gold/GUIDELINES.md (status, 预计), and the coming-year sections of work reports, whose imperatives
(新建学校8所) carry no cue at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from govreport_ie.extraction.lexicons import load
from govreport_ie.extraction.lexicons.patterns import Lookaround, alternation, lazy_pattern
from govreport_ie.extraction.metrics.budget import HELD_AGAINST
from govreport_ie.extraction.metrics.changes import is_start_of_change
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord, TemporalExpression
from govreport_ie.extraction.text import same_clause

__all__ = ["PLANNING", "assign_status"]

PLANNING = frozenset(("plan", "self_government", "closing"))
"""Kinds of sections whose numbers are promises unless they say otherwise."""

_FARTHEST = 400  # characters that a cue reaches at most, so that a text without stops costs linear time
_NEXT = 6  # characters between a cue of the next number and that number, at most
# the coordinated clauses of 预计 end at ; and 。 and where a clause begins with a new verb of work done
_LIST_BREAK = lazy_pattern(rf"[;。\n!?]|,(?:并|又|再|全年|累计)?{alternation('new_work')}")
_BEFORE_CLAUSE = frozenset(",;。:\n(、 还并共")
_CLAUSE_OPENING = lazy_pattern(r"[,;。:\n—(][\s—]*(?:在|到|至|的|截[至止]|力争|预计|刚刚过去的?|过去的?)?$")
_GOAL_AFTER = re.compile(rf"(?:左右|以上|以内|以下)?的?(?:{alternation('kind_of_goal')}的?){{0,3}}目标(?!任务)")
_DONE_BEFORE = lazy_pattern(r"(?<!未)(?<!未能)(?<!没有)(?<!没能)(?<!没)(?:完成|实现|达到|突破|占)[^,;。\n]{0,24}$")
# 由今年预计的5%提高到7%: the forecast is of the start, and of nothing behind it
_FORECAST_START = lazy_pattern(r"预计(?:的|达到的|完成的|可达的)?$")
# the goal of a passage that reports: 增长6.2%(目标6%), 全年目标500亿元; what is held against a goal is none (完成目标的98%)
_GOAL_BEFORE = re.compile(r"目标(?:值|任务|数|任务数)?(?:是|为|定为|确定为|设定为|:)?$")
_HELD_AGAINST = lazy_pattern(rf"{alternation('held_against')}[^,;。\n]{{0,16}}$")
_TASKS = lazy_pattern(r"[^,;。\n]{0,6}任务")
_EXECUTED = lazy_pattern(r"(?:预算)?(?:执行|决算|完成)数")
_GOAL_OF_SHARE = lazy_pattern(r"的[0-9.]+%")
_SET_BEFORE = lazy_pattern(rf"{alternation('goal_setter')}[^,;。\n]{{0,16}}$")
_RESULT_COLUMN = lazy_pattern(alternation("result_column"))
_GOAL_COLUMN = lazy_pattern(alternation("goal_column"))
_LIKE_LEVEL = re.compile(r"(?:左右|以上|以下|以内)?的(?:平均)?(?:水平|速度|增速|增幅)")
_STATED = lazy_pattern(r"目前|截至|已|全球|世界|国际上|约占")
_ADVERBIAL = lazy_pattern(r"[,:]")
_PARAGRAPH_REACH = 1500
_ITEMS = frozenset("—-●■◆▲")
_LONGEST_LIST, _LONGEST_ITEM = 20, 300
_FORECAST_AFTER = lazy_pattern(r"(?:左右|以上)?\((?:初步)?(?:预计|快报|预测)")
"""Behind a number that is a forecast: 增长4%(预计数,下同)."""
_FUTURE_WORDS = ("将于", "将在", "拟于", "力争")
_REACH_OF_FUTURE = 26
_FUTURE_AFTER = re.compile(rf"[^,;。\n]{{0,24}}?(?:{'|'.join(_FUTURE_WORDS)})")


@dataclass(slots=True)
class _Cue:
    """A word that tells a status, with how far it reaches."""

    start: int
    end: int
    status: str
    reach: str
    rule: str
    promise: str | None = None
    forecast_takes_it: bool = False  # 预计2024年…, 预计…将达: inside a forecast it tells nothing of its own
    of_year: bool = False  # a word of time


class _Told(NamedTuple):
    """The status of a number, the rule that tells it, and the kind of promise where it is one that a review quotes."""

    status: str
    rule: str
    promise: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the lexicon."""

    status: str
    where: str
    reach: str
    opens: bool
    lookaround: Lookaround
    promise: str | None


_START = attrgetter("start")


@lru_cache(maxsize=2)
def _lexicon(mixed: bool) -> tuple[re.Pattern[str], dict[str, _Entry]]:
    """The cues, with those of genres that mix results and promises sentence by sentence or without."""
    entries = {
        row["cue"]: _Entry(
            row["status"],
            row["where"],
            row["reach"],
            row["place"] == "opening",
            Lookaround.of(row),
            row["promise"] or None,
        )
        for row in load("status_cues")
        if mixed or row["where"] != "mixed"
    }
    return re.compile("|".join(sorted(map(re.escape, entries), key=len, reverse=True))), entries


def assign_status(analysis: Analysis) -> None:
    """Set ``status`` and its rule on every metric of an analysis, in place.

    Args:
        analysis: a report with sections, quantities and metrics (in text order).
    """
    _tie_to_sections(analysis)
    words = analysis.times
    starts = [word.start for word in words]
    metrics, quantities = analysis.metrics, analysis.quantities
    index = 0
    while index < len(metrics):
        low, high, section = metrics[index].sentence_start, metrics[index].sentence_end, metrics[index].section
        following = index + 1
        while following < len(metrics) and metrics[following].sentence_start == low:
            following += 1
        kind = "other" if section is None else analysis.sections[section].kind
        inside = words[bisect_left(starts, low) : bisect_left(starts, high)]
        group = metrics[index:following]
        if len(group) > 1:
            group.sort(key=lambda metric: quantities[metric.quantity].start)
        sentence = bisect_right(analysis.sentences, (low, high)) - 1
        leaning = analysis.leanings[sentence] if 0 <= sentence < len(analysis.leanings) else 0.0
        _Sentence(analysis, low, high, kind, inside, leaning).assign(group)
        index = following


def _tie_to_sections(analysis: Analysis) -> None:
    """Set the section of every metric that has none yet."""
    starts = [section.start for section in analysis.sections]
    for metric in analysis.metrics:
        if metric.section is None and starts:
            index = bisect_right(starts, analysis.quantities[metric.quantity].start) - 1
            metric.section = index if index >= 0 else None


def _stands_in(starts: list[int], sentence: int) -> bool:
    """Whether the start of a sentence is among the sorted ones."""
    index = bisect_left(starts, sentence)
    return index < len(starts) and starts[index] == sentence


class _Sentence:
    """The cues of one sentence, walked together with its numbers."""

    def __init__(
        self, analysis: Analysis, low: int, high: int, kind: str, words: list[TemporalExpression], leaning: float
    ) -> None:
        self.analysis = analysis
        self.folded, self.clauses = analysis.folded, analysis.clauses
        self.low, self.high, self.kind, self.words = low, high, kind, words
        forward = analysis.forward
        self.planning = kind in PLANNING if forward is None else _stands_in(forward, low)
        self.leaning = leaning
        # where words of time end: bases of comparisons, those whose value follows (比去年的6亿元), and dates
        self.bases = {word.end for word in words if word.role == "base"}
        self.dated_bases = {
            word.end
            for word in words
            if word.role == "base" and word.last is not None and self.folded.startswith("的", word.end)
        }
        self.executed = {
            done.end()  # 比2020年执行数6亿元下降
            for word in words
            if word.role == "base" and word.last is not None and (done := _EXECUTED.match(self.folded, word.end))
        }
        self.gone_by = self._years_gone_by()
        self.dates = {word.end for word in words if word.role in ("in", "ahead", "part") and word.form != "plan"}
        self.default = self._default()
        self.held: _Cue | None = None  # reaches to the end of the sentence
        self.near: _Cue | None = None  # reaches less far
        self.ends: set[int] = set()  # where the numbers of the sentence end

    def assign(self, metrics: list[MetricRecord]) -> None:
        """Give each metric the status of the cue that reaches its number."""
        cues = sorted([*self._lexical_cues(), *self._year_cues()], key=lambda cue: cue.start)
        self.ends = {self.analysis.quantities[metric.quantity].end for metric in metrics}
        following = 0
        for metric in metrics:
            quantity = self.analysis.quantities[metric.quantity]
            start = quantity.start
            while following < len(cues) and cues[following].start < start:
                self._take(cues[following], start)
                following += 1
            self._forget(start)
            metric.change_start = is_start_of_change(self.folded, start, quantity.end)
            told = self._told(quantity, metric.change_start)
            if told.status == "actual" and metric.rules.get("indicator") == HELD_AGAINST:
                told = _Told("target", "metrics.status:quoted_goal", "quoted")
            column = self._of_column(quantity)
            if column:
                quoted = "quoted" if column == "target" and not self.planning else None
                told = _Told(column, "metrics.status:column", quoted)
            metric.status, metric.rules["status"], metric.promise = told
            if self.near is not None and self.near.reach == "next":
                self.near = None

    def _told(self, quantity: QuantityRecord, starts_change: bool) -> _Told:
        """What the cues that reach a number tell, and the words right beside it."""
        chosen = self.near or self.held
        told = _Told(chosen.status, chosen.rule, chosen.promise) if chosen else _Told(*self.default)
        if starts_change and self._is_promised_or_forecast(told.status):
            return self._of_start(quantity.start)
        if told.status == "target" and self._is_base(quantity.start, quantity.hedge_end):
            return told._replace(status="actual", rule="metrics.status:base_value")
        if not self.planning and self._is_goal(quantity):
            return _Told("target", "metrics.status:quoted_goal", "quoted")
        if told.status == "actual":
            return self._of_done(quantity, told)
        if told.status == "target" and not self.planning and self._planned_in_past(chosen):
            return told._replace(promise=told.promise or "quoted")
        return told

    def _of_done(self, quantity: QuantityRecord, told: _Told) -> _Told:
        """The status of a number that the cues tell to be done, by what it is a number of and what stands behind it."""
        if self.kind == "glossary" and self._is_set_by_scheme(quantity):
            return told._replace(status="target", rule="metrics.status:scheme")
        return self._by_what_follows(quantity.start, quantity.end, told.rule)

    def _is_promised_or_forecast(self, status: str) -> bool:
        sentence = self.held.status if self.held else self.default[0]
        return status in ("target", "estimated") or sentence == "target"

    def _of_start(self, start: int) -> _Told:
        """The status of the start of a change that is promised or forecast: it is done, unless it is forecast itself."""
        if _FORECAST_START.search(self.folded, max(self.low, start - 6), start):
            self.near = None
            return _Told("estimated", "metrics.status:forecast_start")
        return _Told("actual", "metrics.status:start_of_change", "change")

    def _is_base(self, start: int, end: int) -> bool:
        """Whether a number is the base of a comparison: 比去年的6亿元增加 is done also where the change is promised."""
        beside = any(start - distance in self.dated_bases for distance in range(1, 5))
        return beside or start in self.executed or self._is_peer_of_past(start, end)

    def _of_column(self, quantity: QuantityRecord) -> str | None:
        """The status that the header of a cell's column tells: 全年目标, 完成数."""
        if quantity.column_header is None:
            return None
        header = self.folded[slice(*quantity.column_header)]
        if _RESULT_COLUMN.search(header):
            return "actual"
        return "target" if _GOAL_COLUMN.search(header) else None

    def _default(self) -> tuple[str, str]:
        """What the section tells, and in a plan the paragraph: after 五年来，… the sentences that lean towards reports report."""
        if not self.planning and self._is_in_forecast_list():
            return "estimated", "metrics.status:forecast_list"
        if not self.planning:
            return "actual", "metrics.status:report_section"
        if self.leaning < 0 and self._in_past_paragraph():
            return "actual", "metrics.status:past_paragraph"
        return "target", "metrics.status:plan_section"

    def _is_in_forecast_list(self) -> bool:
        """Whether the sentence is an item of a list that a forecast opens: 预计主要指标完成情况如下： and lines with dashes."""
        folded, at = self.folded, self.low
        for _ in range(_LONGEST_LIST):
            if folded[at] not in _ITEMS:
                return False
            end = at
            while end and folded[end - 1] in " \n\t\r":
                end -= 1
            at = folded.rfind("\n", max(0, end - _LONGEST_ITEM), end) + 1
            if end and folded[end - 1] == ":":
                return folded.find("预计", at, end) >= 0
            if not at:
                return False
        return False

    def _in_past_paragraph(self) -> bool:
        """Whether the first sentence of the paragraph speaks of years gone by and of none to come."""
        analysis, folded, year = self.analysis, self.folded, self.analysis.year
        floor = max(0, self.low - _PARAGRAPH_REACH)
        start = folded.rfind("\n", floor, self.low) + 1
        if year is None or not start or start >= self.low:
            return False
        stop = folded.find("。", start, self.low)
        times = analysis.times
        low, high = bisect_left(times, start, key=_START), bisect_left(times, stop, key=_START)
        dated = [time for time in times[low:high] if time.role in ("in", "ahead") and time.last is not None]
        if not dated or any(time.last is None or time.last >= year for time in dated):
            return False
        first = dated[0]
        return _CLAUSE_OPENING.search(folded, max(start - 1, first.start - 8), first.start) is not None and not any(
            cue.status == "target" for cue in self._lexical_cues_of(start, stop)
        )

    def _lexical_cues(self) -> list[_Cue]:
        return self._lexical_cues_of(self.low, self.high)

    def _lexical_cues_of(self, low: int, high: int) -> list[_Cue]:
        """The cues of a stretch of the text."""
        pattern, entries = _lexicon(self.analysis.forward is not None)
        found: list[_Cue] = []
        for match in pattern.finditer(self.folded, low, high):
            word = match.group()
            entry = entries[word]
            if entry.status == "none" or not self._holds(entry, *match.span()):
                continue
            reach, promise = self._reach_and_promise(entry, word, match.start(), low)
            rule = f"metrics.status:cue | {word}"
            takes = word.startswith("将") and not word.endswith("由")
            found.append(_Cue(match.start(), match.end(), entry.status, reach, rule, promise, takes))
        return found

    def _holds(self, entry: _Entry, start: int, end: int) -> bool:
        """Whether a cue tells anything where it stands."""
        if entry.where == "mixed" and self.gone_by <= start and self.folded[start:end] == "将":
            return False  # 在2018年将服务扩展至12区: 将 is 把
        if entry.where in ("plan", "report") and (entry.where == "plan") != self.planning:
            return False
        if not entry.lookaround.holds(self.folded, start, end):
            return False
        if start in self.bases:
            return False  # 比1980年预计增长: the base was forecast
        return not entry.opens or start in self.dates or self._opens_clause(start)

    def _reach_and_promise(self, entry: _Entry, word: str, start: int, low: int) -> tuple[str, str | None]:
        """How far a cue reaches, and the kind of promise that it makes, where it stands."""
        if entry.status == "target" and not self.planning and "目标" in word:
            if _SET_BEFORE.search(self.folded, max(low, start - 24), start) and not self._is_of_coming_year(start):
                return "clause", "quoted"  # 年初确定的目标为6%, 实际5.2%
        elif entry.status == "estimated" and _ADVERBIAL.match(self.folded, start + len(word)):
            return "sentence", entry.promise  # 预计，…；…
        return entry.reach, entry.promise

    def _is_of_coming_year(self, start: int) -> bool:
        """Whether the years before an offset of the sentence are still to come: 提出2024年的目标: in a report of 2024."""
        year = self.analysis.year
        dated = [word.last for word in self.words if word.role in ("in", "ahead") and word.end <= start]
        return year is not None and bool(dated) and all(last is not None and last >= year for last in dated)

    def _years_gone_by(self) -> int:
        """Where the sentence names a year before that of delivery and none to come; behind its end where it does not."""
        year = self.analysis.year
        dated = [word for word in self.words if word.role in ("in", "ahead") and word.last is not None]
        if year is None or not dated or any((word.last or 0) >= year for word in dated):
            return self.high
        return dated[0].end

    def _opens_clause(self, offset: int) -> bool:
        return offset == self.low or self.folded[offset - 1] in _BEFORE_CLAUSE

    def _year_cues(self) -> list[_Cue]:
        """What the years of the sentence tell; a year that opens a clause reaches on, one inside it only there."""
        found: list[_Cue] = []
        for word in self.words:
            status = self._of_year(word)
            if status is None:
                continue
            opens = word.start <= self.low + 1 or bool(
                _CLAUSE_OPENING.search(self.folded, max(self.low, word.start - 8), word.start)
            )
            background = self.planning and status == "actual"
            if background and not opens and (word.several or self.folded[word.end - 1] == "前"):
                continue  # 保持近两年的水平, 2021年前获得指标的项目
            looks_back = word.several and self.folded[word.end - 1] == "来"  # 两年来，五年以来
            reaches_on = opens and (not background or looks_back or self.folded.startswith(",", word.end))
            rule = "metrics.status:coming_year" if status == "target" else "metrics.status:past_year"
            found.append(
                _Cue(word.start, word.end, status, "sentence" if reaches_on else "clause", rule, None, True, True)
            )
        return found

    def _of_year(self, word: TemporalExpression) -> str | None:
        """The status that a word of time tells: a coming year promises, a past one reports.

        The year of delivery promises too, but not in a review (今年以来, 2024年1月), which needs a word that says so.
        """
        year = self.analysis.year
        if year is None or word.first is None or word.last is None or word.role not in ("in", "ahead"):
            return None
        if word.role == "ahead" or word.first >= year < word.last:
            return "target"
        if word.last < year:
            return "actual"
        if self.analysis.forward is not None and not self.planning:
            return None  # a sentence that tells what was done this year
        return "target" if word.first == word.last == year and self.kind != "review" else None

    def _take(self, cue: _Cue, start: int) -> None:
        """Read a cue that stands before the number at ``start``."""
        if self._tells_nothing(cue):
            return
        if cue.reach == "sentence":
            self.held, self.near = cue, None
        elif cue.reach == "next" and start - cue.end > _NEXT:
            return
        elif cue.reach != "clause" or self.folded[start - 1] != "的" or (cue.of_year and cue.end == start - 1):
            self.near = cue  # 已入选的5个 only describes what is counted; 增加至2025年的5个 does not

    def _tells_nothing(self, cue: _Cue) -> bool:
        """Whether a cue only describes the number before it (6家已停产和3家…), or belongs to a forecast on its left."""
        if self.planning and cue.status == "actual" and cue.start in self.ends:
            return True
        if cue.forecast_takes_it and self.held is not None and self.held.status == "estimated":
            return True  # 初步预计，2023年…
        near = self.near
        if near is None or near.status != "estimated" or not self._in_list(near, cue.start):
            return False
        return cue.forecast_takes_it or self._in_clause(near, cue.start)

    def _in_clause(self, cue: _Cue, offset: int) -> bool:
        """Whether an offset lies in the clause of a cue on its left."""
        return offset - cue.end < _FARTHEST and same_clause(self.clauses, cue.end, offset)

    def _in_list(self, cue: _Cue, offset: int) -> bool:
        """Whether an offset lies in the coordinated clauses that a cue on its left opens."""
        return offset - cue.end < _FARTHEST and _LIST_BREAK.search(self.folded, cue.end, offset) is None

    def _forget(self, start: int) -> None:
        """Drop the cues that do not reach the number at ``start``."""
        near, held = self.near, self.held
        if near is not None:
            reached = self._in_list(near, start) if near.reach == "list" else self._in_clause(near, start)
            if not reached or self._is_ground(near, start):
                self.near = None
        if held is not None and self.planning and held.status == "actual":
            between = self.folded[max(held.end, start - _FARTHEST) : start]
            self.held = None if ";" in between or self._is_ground(held, start) else held

    def _is_ground(self, cue: _Cue, start: int) -> bool:
        """在去年完成5个的基础上，再建8个: what stands on a ground is not in it."""
        return "基础上" in self.folded[max(cue.end, start - _FARTHEST) : start]

    def _is_goal(self, quantity: QuantityRecord) -> bool:
        """Whether an amount of a report is the goal itself: 增长6.2%(目标6%), 完成年度目标4500人的111%."""
        start = quantity.hedge_start if 0 <= quantity.hedge_start < quantity.start else quantity.start
        low = max(self.low, start - 10)
        goal = _GOAL_BEFORE.search(self.folded, low, start) if self.folded.find("目标", low, start) >= 0 else None
        if goal is None or quantity.kind == "percentage_point" or _TASKS.match(self.folded, quantity.end):
            return False
        if _HELD_AGAINST.search(self.folded, max(self.low, start - 26), goal.start()):
            return _GOAL_OF_SHARE.match(self.folded, quantity.end) is not None
        return True

    def _is_set_by_scheme(self, quantity: QuantityRecord) -> bool:
        """Whether a number of a glossary is what a scheme sets (覆盖率达到90%, 1000户以上), and no fact (由3个片区组成)."""
        if _STATED.search(self.folded, self.low, quantity.start) or quantity.kind not in ("percent", "money", "count"):
            return False
        return quantity.kind == "percent" or quantity.modifier in ("at_least", "at_most")

    def _planned_in_past(self, cue: _Cue | None) -> bool:
        """Whether a promise dates from a year gone by: 2023年计划完成投资100亿元."""
        year = self.analysis.year
        if cue is None or year is None:
            return False
        return any(
            word.role == "in"
            and word.last is not None
            and word.last < year
            and word.end <= cue.start
            and same_clause(self.clauses, word.start, cue.start)
            for word in self.words
        )

    def _is_peer_of_past(self, start: int, end: int) -> bool:
        """Whether a number is what past years reached, with which a promise is compared: 高于1996至2000年年均6%的水平."""
        if _LIKE_LEVEL.match(self.folded, end) is None:
            return False
        year = self.analysis.year
        return any(
            word.role == "base"
            and word.last is not None
            and (year is None or word.last < year)
            and word.end <= start
            and same_clause(self.clauses, word.start, start)
            for word in self.words
        )

    def _by_what_follows(self, start: int, end: int, rule: str) -> _Told:
        """A goal that is quoted (2.2%的预期目标), or 将于 after the number."""
        if _GOAL_AFTER.match(self.folded, end) and not _DONE_BEFORE.search(self.folded, max(0, start - 30), start):
            return _Told("target", "metrics.status:quoted_goal", "quoted")
        if _FORECAST_AFTER.match(self.folded, end):
            return _Told("estimated", "metrics.status:forecast_after")
        behind = self.folded[end : end + _REACH_OF_FUTURE]
        if any(word in behind for word in _FUTURE_WORDS) and _FUTURE_AFTER.match(behind):
            return _Told("target", "metrics.status:coming_after")
        return _Told("actual", rule)
