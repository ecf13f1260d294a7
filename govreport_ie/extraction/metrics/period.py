"""Period: the year or years a number belongs to, and the words they came from.

A report delivered in Y reviews Y-1 and plans Y; a heading (过去五年工作回顾) or a word of time changes that for what
follows: inside its sentence until another stands, and beyond it when it opens a passage (五年来，…; 到2025年，…).  A change
against a distant base (比2019年增长24.2%) and a yearly average span the years between; of a change from A to B, A
belongs to the first year; in a review of several years a level stands for the last of them.

Source of the rules: gold/GUIDELINES.md (period; settled cases).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.status import PLANNING
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord, SectionRecord, TemporalExpression
from govreport_ie.extraction.text import FIGURE_YEAR, fold, same_clause
from govreport_ie.extraction.times.tagger import tag_text

__all__ = ["assign_periods"]

_CHANGES = frozenset(("growth", "points", "increment", "ratio"))
_AS_OF = lazy_pattern(rf"{alternation('reached')}(?:约|近|了)?$")


_OPENING = re.compile(r"(?:^|[。\n:—!;])[\s—]*在?(?:刚刚|刚)?(?:过去|即将到来|刚刚过去)?的?(?:在|到|至|的)?$")
_COMPARED = lazy_pattern(r"(?:年?[底末])?相?比较?(?:,|(?=\d))")
_FARTHEST_PART = 150  # characters that 上半年 reaches in its sentence
_SENTENCE = 1 << 60
"""Reach of a word that ends with its sentence, or of a passage with its section."""
_LONGEST_ASIDE = 60
_LONGEST_PASSAGE = 300
_GROUND = lazy_pattern(r"[^,;。\n]{0,30}?(?:的情况下|基数上|基数的?(?:基础上|情况下)|的?基础上)")
_FISCAL = lazy_pattern(rf"{FIGURE_YEAR}[-/]\d\d(?!\d)")
_APPOSITION = lazy_pattern(r"(?:年|期|阶段|年度)[,、]?\((?:即|为|指)?$")
"""Before years in brackets that say which years those before are: 未来十年(即2024-25至2033-34年度)."""
_OF_ANOTHER = lazy_pattern(r"[较比与同][^,。;(]{0,12}\(即?$")
_FIRST_YEAR = lazy_pattern(r"(?:规划)?(?:的)?(?:开局|开好局|开门红|起步|第一年|首年)")
_LAST_YEAR = lazy_pattern(r"(?:规划)?(?:的)?(?:收官|收好官|收尾|最后一年)")
_LIKE_LEVEL = lazy_pattern(r"(?:左右|以上|以下|以内)?的(?:平均)?(?:水平|速度|增速|增幅)")
_CHANGED = lazy_pattern(r"(?:同口径|可比)?(?:增长|增加|增收|上升|提高|下降|减少|减收|降低)")
"""Behind the base of a change that stands without 的: 较上年3亿元增长5%."""
_OF_THE_BASE = lazy_pattern(r"(?:同期|年末|年底|年初|[末底初]|(?:预算|决算|执行|完成|实际|实绩)数?)?的?")
"""Between the base and its amount: 比上年同期3亿元增长, 比2020年执行数3亿元下降."""
_MULTIPLIED = lazy_pattern(r"的[近约超]?[\d.]+倍")
_BESIDE_BASE = 5
_LONGEST_PARAGRAPH = 3000  # characters; reports that lost their line ends have no other limit
_FIRST_WORDS = 300
_EARLIER_YEARS = lazy_pattern(rf"年均|累计|[五三四]年|[比较是为]{FIGURE_YEAR}|翻|年平均|每年")
_OF_THE_REVIEW = ("quoted", "investment")
"""Promises that a review itself made or signed: a quoted goal, the planned investment of projects."""
_ONE_YEAR_WORDS = frozenset(("一年来", "过去一年", "过去的一年", "刚刚过去的一年", "这一年", "一年以来"))


@dataclass(slots=True)
class _Span:
    """Years, with the word that gave them."""

    first: int
    last: int
    word: TemporalExpression | None
    rule: str
    open_ended: bool = False  # the coming years of a span that the report is in the middle of do not count for results
    outline: bool = False  # of the outline of a five-year plan: dates its promises
    streak: bool = False  # 连续四年: a value holds in each of its years
    until: int = _SENTENCE  # how far a word inside a sentence dates its numbers
    named: frozenset[tuple[int, int]] = frozenset()  # of a heading: all years that it names

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        return self.first, self.last

    @property
    def one_year(self) -> bool:
        """Whether the two years are one, of a budget or of schools: 2026-27年度."""
        return self.word is not None and self.word.form == "fiscal"

    @property
    def several_named(self) -> bool:
        """Whether a heading names other years too."""
        return len(self.named) > 1


class _Walker:
    """Walks the words of time and the metrics of a report in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.year = analysis.year
        self.words = analysis.times
        self.forward = frozenset(analysis.forward or ())  # sentences that look ahead, where a genre mixes both
        self.next_word = 0
        self.section = -2
        self.planning = False
        self.timeless = False  # a glossary defines: its numbers belong to no year
        self.headings: dict[str, _Span | None] = {}
        self.columns: dict[str, _Span | None] = {}  # by header of a table's column
        self.heading: _Span | None = None
        self.carried: _Span | None = None  # opened a passage
        self.carried_until = 0
        self.sentence: int = -1
        self.locals: list[_Span] = []  # stand in this sentence, the widest first
        self.base: TemporalExpression | None = None
        self.source: TemporalExpression | None = None
        self.rate: TemporalExpression | None = None
        self.streak: TemporalExpression | None = None
        self.part: TemporalExpression | None = None
        self.document_months = _months_of_document(analysis) if analysis.genre == "quarterly" else None

    @property
    def reviewed(self) -> int:
        """The year that results belong to unless the text says otherwise; the year of delivery is known."""
        return self.analysis.reviewed_year or (self.year or 0) - 1

    @property
    def local(self) -> _Span | None:
        """The years that a word of this sentence gives where the walker stands."""
        return self.locals[-1] if self.locals else None

    def _set_local(self, span: _Span | None) -> None:
        """Let a word date what follows: alone, or inside the wider words up to the end of its own reach."""
        if span is None:
            return
        word = span.word
        if word is not None:
            span.until = self._reach(word)
            self._close(word.start)
        if span.until == _SENTENCE:
            self.locals = []
        self.locals.append(span)

    def _close(self, offset: int) -> None:
        """Drop the words whose reach ends before an offset."""
        while self.locals and self.locals[-1].until <= offset:
            self.locals.pop()

    def _reach(self, word: TemporalExpression) -> int:
        """Where a word of time ends to date numbers: with its bracket, its ground (在2022年…的基础上), its 其中, or not in its sentence."""
        folded = self.folded
        before = folded[max(0, word.start - _LONGEST_ASIDE) : word.start]
        if before.rfind("(") > before.rfind(")") and not self._says_which(word):
            close = folded.find(")", word.end, word.end + _LONGEST_ASIDE)
            if close >= 0:
                return close
        if before.endswith("在"):
            ground = _GROUND.match(folded, word.end)
            if ground:
                return ground.end()
        aside = before.endswith(("其中", "其中,")) or (folded[word.start] == "用" and before[-1:] in (",", ";"))
        if aside or self._is_detail(word):
            ends = [end for mark in ";。" if (end := folded.find(mark, word.end, word.end + _LONGEST_PASSAGE)) >= 0]
            return min(ends, default=_SENTENCE)
        return _SENTENCE

    def _says_which(self, word: TemporalExpression) -> bool:
        """Whether years in brackets say which years those before the bracket are; those of a base (较上一个五年期(…)) stay aside."""
        before = self.folded[max(0, word.start - _LONGEST_ASIDE) : word.start]
        return word.several and _APPOSITION.search(before) is not None and _OF_ANOTHER.search(before) is None

    def _is_detail(self, word: TemporalExpression) -> bool:
        """Whether a year before the one reviewed stands in the midst of a sentence (办好大赛，2022年度排名第2；…)."""
        past = word.role == "in" and word.first == word.last and word.first is not None and word.first < self.reviewed
        around = self.locals[0] if self.locals else self.carried or self.heading
        several = around is not None and around.first < around.last
        return past and not several and not self.planning and self.folded[max(0, word.start - 1) : word.start] == ","

    def place(self, metric: MetricRecord, quantity: QuantityRecord) -> None:
        """Set the period of one metric."""
        self._go_to(metric, quantity)
        span = self._span_of_column(quantity) or self._span_of(metric, quantity)
        if span is None:
            return
        metric.period_start, metric.period_end, metric.rules["period"] = self._years_of(metric, quantity, span)
        if span.word is not None:
            metric.period_span = (span.word.start, span.word.end)
            metric.period_text = self.analysis.text[span.word.start : span.word.end]
        metric.period_months = self._months(quantity) or self._usual_months(metric)

    def _go_to(self, metric: MetricRecord, quantity: QuantityRecord) -> None:
        """Read on to a metric: its section, its sentence, the words of time before its number."""
        section = -1 if metric.section is None else metric.section
        if section != self.section:
            self._enter_section(section)
        if metric.sentence_start != self.sentence:
            self._enter_sentence(metric.sentence_start)
        self._advance(quantity.start)

    def _enter_sentence(self, start: int) -> None:
        self._advance(start)
        self.sentence = start
        if self.analysis.forward is not None:
            self.planning = start in self.forward
        self.locals = []
        self.base = self.source = self.rate = self.streak = self.part = None

    def _years_of(self, metric: MetricRecord, quantity: QuantityRecord, span: _Span) -> tuple[int, int, str]:
        """The first and last year of a metric that a span dates, and the rule that tells."""
        first, last = span.years
        if metric.status != "target" and self.year is not None and first < self.year <= last and span.open_ended:
            last = max(first, min(last, self.reviewed))
        if metric.change_start:
            return *self._start_of_change(metric, span, first, last), "metrics.period:start_of_change"
        if self._is_base_value(quantity):
            return *self._before_last(self.base, last), "metrics.period:base_value"
        if self.source is not None and self.folded[self.source.end : quantity.start] in ("", "的"):
            return *self._before_last(self.source, last), "metrics.period:source_value"
        base = self._base_year(quantity) if metric.measure in _CHANGES else None
        if base is not None:
            return self._years_since(base, last, metric, span)
        if (
            last > first
            and not span.streak
            and not self._of_fiscal_years(span)
            and _stands_for_end(self.folded, metric, quantity)
        ):
            return last, last, f"{span.rule}_end"
        return first, last, span.rule

    @staticmethod
    def _years_since(base: int, last: int, metric: MetricRecord, span: _Span) -> tuple[int, int, str]:
        """The years of a change against a year that the text names; a distant one is noted in the metric."""
        if base >= last and metric.status == "target":
            return (
                base + 1,
                base + 1,
                span.rule,
            )  # 比1964年增长: the plan of the year after, whatever the passage speaks of
        if base >= last - 1:
            return last, last, span.rule
        metric.change_base = base
        return base, last, "metrics.period:distant_base"

    def _of_fiscal_years(self, span: _Span) -> bool:
        """Whether years of budgets or of schools give the period, one of them or several: a level is told of all of them."""
        word = span.word
        return span.one_year or (word is not None and _FISCAL.search(self.folded, word.start, word.end) is not None)

    def _span_of_column(self, quantity: QuantityRecord) -> _Span | None:
        """The year that the header of a cell's column names: 2022年, 2022年(亿元)."""
        if quantity.column_header is None:
            return None
        header = self.folded[slice(*quantity.column_header)]
        if header not in self.columns:
            words = [word for word in tag_text(header, self.year) if word.role in ("in", "ahead", "name")]
            years = {(word.first, word.last) for word in words if word.first is not None and word.last is not None}
            found = years.pop() if len(years) == 1 else None
            self.columns[header] = _Span(*found, None, "metrics.period:column") if found else None
        return self.columns[header]

    def _months(self, quantity: QuantityRecord) -> tuple[int, int] | None:
        """The months of the part of a year spoken of: of one month in its clause, of several up to a semicolon.

        In figures by month, one month that opens a sentence dates all of it.
        """
        part = self.part
        if part is None or part.months is None or quantity.start - part.end > _FARTHEST_PART:
            return None
        opens = self.document_months is not None and part.start == self.sentence
        one = part.months[0] == part.months[1] and not opens
        if (
            not same_clause(self.analysis.clauses, part.end, quantity.start)
            if one
            else ";" in self.folded[part.end : quantity.start]
        ):
            return None
        return part.months

    def _usual_months(self, metric: MetricRecord) -> tuple[int, int] | None:
        """The months that a document on a part of the year is about, for what it tells of that year without another word."""
        year = self.analysis.reviewed_year
        months = self.document_months
        if months is None or metric.status == "target" or (metric.period_start, metric.period_end) != (year, year):
            return None
        return None if self.part is not None and self.part.form.startswith("全年") else months

    # -- reading the words ---------------------------------------------------------------------------------------

    def _enter_section(self, section: int) -> None:
        sections = self.analysis.sections
        if section < 0:
            self.section, self.planning, self.timeless, self.heading, self.carried = section, False, False, None, None
            return
        entered = sections[section]
        for passed in range(max(0, self.section + 1), section + 1):
            if sections[passed].heading:
                self.headings[sections[passed].heading or ""] = self._heading(sections[passed])
        goes_on = self.section >= 0 and sections[self.section].kind == entered.kind == "review" and entered.depth > 1
        if not goes_on:
            self.carried = None
        self.section, self.planning = section, entered.kind in PLANNING
        self.timeless = entered.kind in ("glossary", "boilerplate")
        self.heading = next(
            (
                span
                for heading in (entered.heading, *reversed(entered.path))
                if heading and (span := self.headings.get(heading))
            ),
            None,
        )
        if entered.horizon is not None:
            self.heading, self.carried = _Span(*entered.horizon, None, "metrics.period:outline", outline=True), None
        self._advance(entered.start)

    def _heading(self, section: SectionRecord) -> _Span | None:
        """The years that a heading names: those that suit the kind of its section, one year before several."""
        heading = section.heading or ""
        # blank lines may stand between the start of the first section and its heading
        low = max(section.start, self.analysis.text.find(heading, section.start, section.end))
        line = self.analysis.folded[low : low + len(heading) + 4].split("\n")[0]
        if self.analysis.forward is not None and ("," in line or len(line) > len(heading) + 3):
            return None  # the first words of a numbered paragraph, where every paragraph has a number
        found = self._years_in(line)
        if not found:
            return None
        if self.year is not None:
            planning = section.kind in PLANNING
            found = [span for span in found if (span.last >= self.year) == planning] or found
        chosen = next((span for span in found if span.first == span.last), found[-1])
        if chosen.word is not None:
            word = chosen.word
            chosen.word = TemporalExpression(
                low + word.start, low + word.end, word.role, word.first, word.last, form=word.form
            )
        chosen.named = frozenset(span.years for span in found)
        return chosen

    def _years_in(self, line: str) -> list[_Span]:
        """All years that the line of a heading names."""
        return [
            _Span(*_years_of_heading(word, line), word, "metrics.period:heading")
            for word in tag_text(line, self.year)
            if word.role in ("in", "ahead", "name", "open") and word.first is not None and word.last is not None
        ]

    def _advance(self, offset: int) -> None:
        """Read the words before an offset."""
        words = self.words
        while self.next_word < len(words) and words[self.next_word].start < offset:
            self._read(words[self.next_word])
            self.next_word += 1

    def _read(self, word: TemporalExpression) -> None:
        role = word.role
        if role == "base":
            self.base = word
        elif role == "source":
            self.source = word
        elif role == "rate":
            self.rate = word
        elif role == "streak":
            self.streak = word
        elif role == "part":
            self.part = word
            if word.form == "全年" and self.year is not None:
                self._set_local(self._whole_year(word, self.year))
        elif role == "open":
            if self.year is not None:
                self._read_open(word, self.year)
        elif role in ("in", "ahead"):
            self._read_years(word)

    def _read_open(self, word: TemporalExpression, year: int) -> None:
        """Read a number of years whose direction the text does not say: 三年, 这五年, 五年间."""
        span = self._open_years(word, year)
        self._set_local(span)
        opens = word.form != "span" or self.folded[word.start] == "这" or self.folded[word.end - 1] == "间"
        if opens and span.until == _SENTENCE:
            self._carry(word, span)
        elif self.heading is not None and span.years == self.heading.years:
            self.carried = None  # 五年累计 turns back from one year to all of them

    def _read_years(self, word: TemporalExpression) -> None:
        """Read a word that says when, or names a horizon."""
        if word.first is None or word.last is None:
            if word.shift < 0 and self.year is not None:
                now = self.local.last if self.local else self.year - 1
                self._set_local(_Span(now - 1, now - 1, word, "metrics.period:previous_year"))
            return
        span = _Span(word.first, self._up_to_now(word), word, "metrics.period:word", word.form in ("plan", "span"))
        self._set_local(span)
        self.part = word if word.months else None
        if span.until == _SENTENCE:
            self._carry(word, span)

    def _up_to_now(self, word: TemporalExpression) -> int:
        """The last year of a word of time: 过去两年 includes the year of delivery where results belong to it."""
        last = word.last or 0
        goes_on = word.form == "span" and word.several and self.year is not None and last == self.year - 1
        return self.reviewed if goes_on and self.reviewed > last else last

    def _carry(self, word: TemporalExpression, span: _Span) -> None:
        """Let a word that opens a sentence date what follows: a passage, or its paragraph."""
        paragraph = self.folded.find("\n", word.start, word.start + _LONGEST_PARAGRAPH)
        paragraph = word.start + _LONGEST_PARAGRAPH if paragraph < 0 else paragraph
        opening = _OPENING.search(self.folded, max(0, word.start - 16), word.start)
        if opening is None:
            if self.heading is None and not self.planning and span.first == span.last == self.year:
                self.carried, self.carried_until = span, paragraph  # no heading tells the year: 今年 does
        elif span.last > span.first and word.role in ("in", "open") and not self.planning:
            self._carry_review(word, span, paragraph)
        elif word.form in _ONE_YEAR_WORDS or (not word.several and self._turns_to_one_year(word, opening.group())):
            self.carried, self.carried_until = span, _SENTENCE
        elif self._opens_paragraph(word, span, opening.group()):
            self.carried, self.carried_until = span, paragraph

    def _carry_review(self, word: TemporalExpression, span: _Span, paragraph: int) -> None:
        """Let several years that open a sentence of a review date a passage, unless they are a part of its years."""
        if not self._is_part_of_heading(word, span):
            chapter = not self._has_heading_of_one_year() and word.form != "range" and self._fits_chapter(span)
            self.carried, self.carried_until = span, _SENTENCE if chapter else paragraph

    def _has_heading_of_one_year(self) -> bool:
        heading = self.heading
        return heading is not None and heading.first == heading.last and not heading.several_named

    def _is_part_of_heading(self, word: TemporalExpression, span: _Span) -> bool:
        """Whether a span is a part of the years under review: 近两年 in five years, 2007年到2011年 in 2008 to 2012."""
        heading = self.heading
        if heading is None or self._has_heading_of_one_year():
            return False
        shorter = span.last - span.first < heading.last - heading.first
        return shorter or (word.form == "range" and span.last < heading.last)

    def _opens_paragraph(self, word: TemporalExpression, span: _Span, opening: str) -> bool:
        """Whether a word of time that opens a sentence dates its paragraph."""
        return (
            word.several
            or word.role == "ahead"
            or (self.year is not None and span.first > self.year)
            or "—" in opening
            or ("过去" in opening and self.heading is None)
            or (word.months is not None and "\n" in opening)
        )

    def _fits_chapter(self, span: _Span) -> bool:
        """Whether 五年来 may date a whole chapter: the years of its heading, or a term of office where no heading names years."""
        heading = self.heading
        if heading is None:
            return True
        return span.years in heading.named or heading.first == heading.last

    def _turns_to_one_year(self, word: TemporalExpression, opening: str) -> bool:
        """Whether 2023年 at the opening of a paragraph turns a passage about several years to that year.

        It does under a heading that names both, and elsewhere unless its sentence goes on about the years before
        (2023年生产总值达到500亿元，年均增长6%).
        """
        heading, year = self.heading, self.year
        if heading is None or self.planning or year is None or word.last != year - 1:
            return False
        if heading.several_named:
            return True
        if heading.first == heading.last or "\n" not in opening:
            return False
        return _EARLIER_YEARS.search(self.folded, word.end, word.end + 160) is None

    def _whole_year(self, word: TemporalExpression, year: int) -> _Span | None:
        """全年 in a passage about several years is the last of them (the coming year in a plan)."""
        around = self.local or self.carried or self.heading
        if around is None or around.first == around.last:
            return None
        whole = year if self.planning else around.last
        return _Span(whole, whole, word, "metrics.period:whole_year")

    def _open_years(self, word: TemporalExpression, year: int) -> _Span:
        """五年累计, 用三年时间: years ahead in a plan, years back elsewhere."""
        number, heading = word.shift, self.heading
        if heading is not None and heading.last - heading.first + 1 == number:
            return _Span(heading.first, heading.last, word, "metrics.period:word")
        if not self.planning:
            return _Span(year - number, self.reviewed, word, "metrics.period:word")
        return _Span(year, year + number - 1, word, "metrics.period:word")

    # -- deciding ------------------------------------------------------------------------------------------------

    def _span_of(self, metric: MetricRecord, quantity: QuantityRecord) -> _Span | None:
        """The nearest years that suit the status: of the sentence, the passage, the heading, the kind of section."""
        self._close(quantity.start)
        if self.carried is not None and quantity.start > self.carried_until:
            self.carried = None
        streak = self._streak_of(metric, quantity)
        if streak is not None:
            return streak
        spans = [
            span for span in (self.local, self.carried, self.heading) if span is not None and self._suits(metric, span)
        ]
        if metric.measure in _CHANGES and self._is_rate_of_years(quantity):
            spans = self._of_yearly_rate(spans)
        return spans[0] if spans else self._years_of_section(metric)

    def _streak_of(self, metric: MetricRecord, quantity: QuantityRecord) -> _Span | None:
        """The years of a streak in the clause of a result: 连续四年."""
        streak = self.streak
        if streak is None or streak.first is None or streak.last is None or metric.status != "actual":
            return None
        if not self._in_clause(streak, quantity):
            return None
        return _Span(streak.first, streak.last, streak, "metrics.period:streak", streak=True)

    def _is_rate_of_years(self, quantity: QuantityRecord) -> bool:
        """Whether a change is one of several years: 年均增长6%, 比“九五”快1.5个百分点."""
        if self.rate is not None and self._in_clause(self.rate, quantity):
            return True
        base = self.base
        return base is not None and base.several and base.form == "plan" and self._in_clause(base, quantity)

    def _of_yearly_rate(self, spans: list[_Span]) -> list[_Span]:
        """The years of a yearly rate: several before one, and up to a year to come those from now (到2027年，年均增长6%)."""
        spans = [span for span in spans if span.last > span.first] or spans
        if spans and self.year is not None and spans[0].first == spans[0].last > self.year:
            return [_Span(self.year, spans[0].last, spans[0].word, spans[0].rule)]
        return spans

    def _years_of_section(self, metric: MetricRecord) -> _Span | None:
        """The year that a metric belongs to where no word tells."""
        if self.year is None or self.timeless:
            return None
        if metric.status == "target" and (self.planning or metric.promise not in _OF_THE_REVIEW):
            planned = self.analysis.planned_year or self.year
            return _Span(planned, planned, None, "metrics.period:planned_year")
        return _Span(self.reviewed, self.reviewed, None, "metrics.period:reviewed_year")

    def _in_clause(self, word: TemporalExpression, quantity: QuantityRecord) -> bool:
        """Whether a word stands in the clause of a quantity, before it."""
        return quantity.start - word.end < 60 and same_clause(self.analysis.clauses, word.end, quantity.start)

    def _suits(self, metric: MetricRecord, span: _Span) -> bool:
        """A promise does not lie wholly in the past unless a review quotes it, a result not in the future."""
        if span.outline:
            return metric.status == "target"
        if self.year is None or span.word is None:
            return True
        if metric.status == "target" and span.last < self.year:
            # 2023年预期增长6%，实际增长5.2%: the year stands beside the goal that a review quotes
            beside = not self.planning and self._in_clause(span.word, self.analysis.quantities[metric.quantity])
            return metric.promise == "quoted" or beside
        return not (
            metric.status == "actual"
            and span.first >= self.year
            and (span.word.role == "ahead" or span is self.heading)
        )

    def _start_of_change(self, metric: MetricRecord, span: _Span, first: int, last: int) -> tuple[int, int]:
        """The years of A in 由A提高到B: one, but for a year of budgets or schools."""
        if self.source is not None:
            years = self._before_last(self.source, last)
            return years if self.source.form == "fiscal" else (years[0], years[0])
        if self.base is not None and self.base.last is not None and self._holds(self.base):
            start = self.base.last
        elif metric.promise == "change" and self.year is not None:
            start = self.reviewed
        elif last > first and span.word is not None and span.word.form == "range":
            start = first  # 2003年到2023年，由A增加到B
        else:
            start = (first if last > first else last) - 1
        return start, start

    def _is_base_value(self, quantity: QuantityRecord) -> bool:
        """Whether the quantity is the X of 比上年的X增加 (and not of 是上年的2倍)."""
        base = self.base
        if base is not None and base.several and _LIKE_LEVEL.match(self.folded, quantity.end):
            return same_clause(self.analysis.clauses, base.start, quantity.start)  # 高于1996至2000年年均6%的水平
        if base is None or quantity.kind in ("ratio", "percent") or not 0 <= quantity.start - base.end <= _BESIDE_BASE:
            return False
        if self.folded[base.end : base.end + 1] == "的" or _MULTIPLIED.match(self.folded, quantity.end):
            return True  # 是2019年3亿元的1.9倍
        between = _OF_THE_BASE.fullmatch(self.folded, base.end, quantity.start)
        return between is not None and _CHANGED.match(self.folded, quantity.end) is not None

    def _before_last(self, word: TemporalExpression | None, last: int) -> tuple[int, int]:
        """The years of the base or source of a change that ends in ``last``; 去年 in a review is the year before that."""
        if word is None or word.first is None or word.last is None:
            return last - 1, last - 1
        if word.form == "去年" and word.last >= last and not self.planning:
            return last - 1, last - 1
        return word.first, word.last

    def _holds(self, base: TemporalExpression) -> bool:
        """1986年同1978年相比，…: a base of everything that the sentence goes on to list."""
        return _COMPARED.match(self.folded, base.end) is not None

    def _base_year(self, quantity: QuantityRecord) -> int | None:
        """The year of the base that a change is measured against; 翻…番 keeps the base of its sentence."""
        base = self.base
        if base is None or base.last is None or base.several:
            return None
        if self.folded[quantity.start] == "翻" or self._holds(base):
            return base.last
        if quantity.start - base.end > 60 or ";" in self.folded[base.end : quantity.start]:
            return None
        return base.last


def _months_of_document(analysis: Analysis) -> tuple[int, int] | None:
    """The months that figures by quarter or month are about: those added up from January on in its first words, or its title's."""
    opening = [word.months for word in analysis.times if word.months and word.start < _FIRST_WORDS]
    added_up = [months for months in opening if months[0] == 1 < months[1]]
    title = [word.months for word in tag_text(fold(analysis.title or ""), analysis.year) if word.months]
    return next(iter([*added_up, *title, *opening]), None)


def _years_of_heading(word: TemporalExpression, line: str) -> tuple[int, int]:
    """The years of an expression in a heading; “十四五”开局 is the plan's first year, “十四五”收官 its last."""
    first, last = word.first or 0, word.last or 0
    if word.form == "plan":
        if _FIRST_YEAR.match(line, word.end):
            return first, first
        if _LAST_YEAR.match(line, word.end):
            return last, last
    return first, last


def _stands_for_end(folded: str, metric: MetricRecord, quantity: QuantityRecord) -> bool:
    """Whether a value of a passage about several years is the one reached at their end."""
    if metric.measure in ("share", "rank"):
        return True
    return metric.measure == "level" and _AS_OF.search(folded, max(0, quantity.start - 8), quantity.start) is not None


def assign_periods(analysis: Analysis) -> None:
    """Set the period of every metric of an analysis, in place; `assign_status` must have run.

    Args:
        analysis: a report with sections, quantities and metrics.
    """
    walker = _Walker(analysis)
    quantities = analysis.quantities
    for metric in sorted(analysis.metrics, key=lambda metric: quantities[metric.quantity].start):
        walker.place(metric, quantities[metric.quantity])
