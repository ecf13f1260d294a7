"""Period: the year or years a number belongs to, and the words they came from.

A report delivered in Y reviews Y-1 and plans Y; a heading (过去五年工作回顾) or a word of time changes that for what
follows: inside its sentence until another stands, and beyond it when it opens a passage (五年来，…; 到2025年，…).  A change
against a distant base (比2019年增长24.2%) and a yearly average span the years between; of a change from A to B, A
belongs to the first year; in a review of several years a level stands for the last of them.

Source of the rules: gold/GUIDELINES.md (period; settled cases).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from govreport_ie.metrics.changes import is_start_of_change
from govreport_ie.metrics.timewords import TimeWord, scan_text, time_words
from govreport_ie.records import Analysis, MetricRecord, QuantityRecord, SectionRecord
from govreport_ie.text import fold

__all__ = ["assign_periods"]

_PLANNING = frozenset(("plan", "self_government", "closing"))
_CHANGES = frozenset(("growth", "points", "increment", "ratio"))
_AS_OF = re.compile(r"(?:达到?|突破|超过?|为|占|扩大到|增加到|提高到|提升到|增长到|发展到|[至到])(?:约|近|了)?$")


@dataclass(slots=True)
class _Span:
    """Years, with the word that gave them."""

    first: int
    last: int
    word: TimeWord | None
    rule: str


class _Walker:
    """Walks the words of time and the metrics of a report in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.folded = analysis.folded
        self.year = analysis.year
        self.words = time_words(analysis)
        self.next_word = 0
        self.section = -2
        self.sentence = -1
        self.heading: _Span | None = None
        self.carried: _Span | None = None  # opened a passage
        self.local: _Span | None = None  # stands in this sentence
        self.base: TimeWord | None = None
        self.source: TimeWord | None = None
        self.rate: TimeWord | None = None
        self.part: TimeWord | None = None

    def enter(self, metric: MetricRecord) -> None:
        """Forget what does not reach this metric's section and sentence."""
        section = -1 if metric.section is None else metric.section
        if section != self.section:
            self.carried = None if not self._continues(section) else self.carried
            self.section = section
            self.heading = self._heading(self.analysis.sections[section]) if section >= 0 else None
            start = self.analysis.sections[section].start if section >= 0 else 0
            self._advance(start)
        if metric.sentence_start != self.sentence:
            self._advance(metric.sentence_start)
            self.sentence = metric.sentence_start
            self.local = self.base = self.source = self.rate = self.part = None

    def _continues(self, section: int) -> bool:
        if self.section < 0 or section < 0:
            return False
        old, new = self.analysis.sections[self.section], self.analysis.sections[section]
        return old.kind == new.kind == "review" and new.depth > 1

    def _heading(self, section: SectionRecord) -> _Span | None:
        """The years that the headings over a passage name, the innermost first."""
        year = self.year
        own = section.heading or ""
        for heading in (own, *reversed(section.path)):
            spans = {
                (word.first, word.last): word
                for word in scan_text(fold(heading), year)
                if word.role in ("in", "ahead", "name") and word.first is not None and word.last is not None
            }
            if not spans:
                continue
            near = [(first, last) for first, last in spans if first == last] or list(spans)
            first, last = near[-1]
            word = None
            if heading == own:
                low = section.start
                word = next((w for w in self.words if w.first == first and w.last == last and low <= w.start < low + len(own) + 4), None)
            return _Span(first, last, word, "metrics.period:heading")
        return None

    @property
    def _planning(self) -> bool:
        return self.section >= 0 and self.analysis.sections[self.section].kind in _PLANNING

    def _advance(self, offset: int) -> None:
        """Read the words before an offset."""
        words = self.words
        while self.next_word < len(words) and words[self.next_word].start < offset:
            word = words[self.next_word]
            self.next_word += 1
            self._read(word)

    def _opens(self, word: TimeWord) -> bool:
        """Whether a word stands at the opening of a sentence."""
        at = word.start
        before = self.folded[max(0, at - 4) : at]
        return bool(re.search(r"(?:^|[。\n:—!?;])[\s　—]*(?:在|到|至|的)?$", before))

    def _read(self, word: TimeWord) -> None:
        if word.role == "base":
            self.base = word
        elif word.role == "source":
            self.source = word
        elif word.role == "rate":
            self.rate = word
        elif word.role == "part":
            self.part = word
        elif word.role == "open":
            if self.year is not None:
                self.local = self._open(word, self.year)
        elif word.role in ("in", "ahead", "streak"):
            if word.first is None or word.last is None:
                if word.shift < 0 and self.year is not None:
                    now = self.local.last if self.local else self.year - 1
                    self.local = _Span(now - 1, now - 1, word, "metrics.period:previous_year")
                return
            span = _Span(word.first, word.last, word, "metrics.period:word")
            self.part = word if word.months else None
            self.local = span
            if word.role != "streak" and self._opens(word):
                if word.several or word.role == "ahead" or (self.year is not None and word.first > self.year):
                    self.carried = span
                elif self.carried is not None and not self.carried.first < word.first <= self.carried.last:
                    self.carried = None

    def _open(self, word: TimeWord, year: int) -> _Span:
        """五年累计, 用三年时间: years ahead in a plan, years back elsewhere."""
        number = word.shift
        if not self._planning:
            return _Span(year - number, year - 1, word, "metrics.period:word")
        if self.heading is not None and self.heading.last - self.heading.first + 1 == number:
            return _Span(self.heading.first, self.heading.last, word, "metrics.period:word")
        return _Span(year, year + number - 1, word, "metrics.period:word")

    def place(self, metric: MetricRecord, quantity: QuantityRecord) -> None:
        """Set the period of one metric."""
        self.enter(metric)
        self._advance(quantity.start)
        span = self.local or self.carried or self.heading
        year = self.year
        if span is None or not self._fits(metric, span):
            span = self._default(metric)
        if span is None:
            return
        first, last, rule = span.first, span.last, span.rule
        if metric.status != "target" and year is not None and first < year <= last and span.word is not None and span.word.form in ("plan", "span"):
            last = max(first, year - 1)
        if is_start_of_change(self.folded, quantity.start, quantity.end):
            first, rule = self._start_of_change(metric, first, last)
            last = first
        elif self.base is not None and self._is_base_value(quantity):
            first = self.base.last if self.base.last is not None else last - 1
            last, rule = first, "metrics.period:base_value"
        elif metric.measure in _CHANGES and self._base_year(quantity) is not None:
            base = self._base_year(quantity)
            if base is not None and base < last - 1:
                first, rule = base, "metrics.period:distant_base"
            else:
                first = last
        elif last > first and self._stands_for_end(metric, quantity):
            first, rule = last, f"{rule}_end"
        metric.period_start, metric.period_end = first, last
        metric.rules["period"] = rule
        if span.word is not None:
            metric.period_span = (span.word.start, span.word.end)
            metric.period_text = self.analysis.text[span.word.start : span.word.end]
        if self.part is not None and self.part.months is not None:
            metric.period_months = self.part.months

    def _fits(self, metric: MetricRecord, span: _Span) -> bool:
        """A promise does not lie wholly in the past unless the review quotes it, a result not in the future."""
        if self.year is None or span.word is None:
            return True
        if metric.status == "target" and span.last < self.year:
            return metric.rules.get("status", "").endswith("quoted_goal")
        return not (metric.status == "actual" and span.first >= self.year and span.word.role == "ahead")

    def _default(self, metric: MetricRecord) -> _Span | None:
        if self.year is None:
            return None
        if metric.status == "target" and (self._planning or not metric.rules.get("status", "").endswith("quoted_goal")):
            return _Span(self.year, self.year, None, "metrics.period:planned_year")
        return _Span(self.year - 1, self.year - 1, None, "metrics.period:reviewed_year")

    def _start_of_change(self, metric: MetricRecord, first: int, last: int) -> tuple[int, str]:
        rule = "metrics.period:start_of_change"
        if self.source is not None:
            if self.source.first is not None:
                return self.source.first, rule
            return last - 1, rule
        if metric.rules.get("status", "").endswith("start_of_change") and self.year is not None:
            return self.year - 1, rule
        return (first if last > first else last) - 1, rule

    def _is_base_value(self, quantity: QuantityRecord) -> bool:
        base = self.base
        return base is not None and 0 <= quantity.start - base.end <= 4 and self.folded[base.end : base.end + 1] == "的" and not re.match(r"[\d.]+[倍%]", self.folded[quantity.start :  quantity.start+8])

    def _base_year(self, quantity: QuantityRecord) -> int | None:
        base = self.base
        if base is None or base.last is None or base.several or quantity.start - base.end > 60:
            return None
        if re.search(r"[;。]", self.folded[base.end : quantity.start]):
            return base.last if self.folded[quantity.start] == "翻" else None
        return base.last

    def _stands_for_end(self, metric: MetricRecord, quantity: QuantityRecord) -> bool:
        """Whether a value of a passage about several years is the one reached at their end."""
        if metric.measure in ("share", "rank"):
            return True
        if metric.measure != "level":
            return False
        return _AS_OF.search(self.folded, max(0, quantity.start - 8), quantity.start) is not None


def assign_periods(analysis: Analysis) -> None:
    """Set the period of every metric of an analysis, in place; `assign_status` must have run.

    Args:
        analysis: a report with sections, quantities and metrics.
    """
    walker = _Walker(analysis)
    quantities = analysis.quantities
    for metric in sorted(analysis.metrics, key=lambda metric: quantities[metric.quantity].start):
        walker.place(metric, quantities[metric.quantity])
