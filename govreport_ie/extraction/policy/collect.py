"""Collect what speaks for each area, for every metric of a report."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.policy.evidence import (
    REACH,
    SURROUNDINGS,
    Vote,
    context_votes,
    indicator_votes,
    spread_votes,
)
from govreport_ie.extraction.policy.taxonomy import FULL_WEIGHT
from govreport_ie.extraction.policy.terms import Hit, TermIndex
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import Clause, clause_at, fold

__all__ = ["VoteCollector"]

PARAGRAPH_REACH = 1500
PREVIOUS_REACH = 120
PREVIOUS_TERMS = 6
LEAD_REACH = 60
LONGEST_TERM = 24
CASE_REACH = 80
_START = itemgetter(1)

# the whole of a share: what follows 占, and what stands between 与 and 之比
_WHOLE = lazy_pattern(r"(?<=.)(?:占|佔|相当于).{1,40}|(?<=.)[与和同](?=.{2,40}?(?:之比|比例|比率|比值|比重)).{2,40}")

# what may stand inside a term: quotation marks, blanks of a damaged text, line wraps
_GAPS = re.compile(r"[“”\"‘’「」『』《》\s]")

# one of these stands wherever one of the two patterns above matches
_MARKED = re.compile(r"[“”\"‘’「」『』《》\s占佔相与和同]")
_NOWHERE = range(0)


class _Sentence:
    """A sentence's clauses, and the votes from around it."""

    __slots__ = ("_clauses", "around", "end", "start")

    def __init__(self, start: int, end: int, clauses: list[Clause], around: list[Vote]) -> None:
        self.start = start
        self.end = end
        self._clauses = clauses
        self.around = around

    def clause(self, low: int, high: int) -> tuple[int, int]:
        """From the start of the clause that holds one offset to the end of the clause that holds another."""
        clauses = self._clauses
        if not clauses:
            return self.start, self.end
        first = max(clause_at(clauses, low), 0)
        last = max(clause_at(clauses, high - 1), first)
        return clauses[first].start, clauses[last].end


class VoteCollector:
    """The votes for the metrics of one report.

    Args:
        analysis: the report with its metrics.
        index: the terms of the taxonomy.
    """

    def __init__(self, analysis: Analysis, index: TermIndex) -> None:
        self._analysis = analysis
        self._index = index
        self.entries = index.entries
        self.hits = index.scan(analysis.folded)
        self._starts = list(map(_START, self.hits))
        self._sentences: dict[int, _Sentence] = {}
        self._headings: dict[int, list[Vote]] = {}

    def between(self, start: int, end: int) -> list[Hit]:
        """The terms that begin between two offsets."""
        return self.hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def votes(self, metric: MetricRecord) -> list[Vote]:
        """Everything that speaks for some area of a metric."""
        analysis = self._analysis
        quantity = analysis.quantities[metric.quantity]
        start, end = metric.indicator_start, metric.indicator_end
        if start < 0:
            start = end = quantity.start
        inside, base = self._indicator(metric, start, end)
        for hit in inside:
            if hit[0] in self._index.redirected:
                words = self._clause_words(metric, *_together(metric, quantity, start, end))
                inside = [self._settled(hit, words, quantity) for hit in inside]
                break
        votes, weight = indicator_votes(inside, self.entries, base)
        if weight == FULL_WEIGHT:
            return votes  # what is measured is certain: nothing around it can outweigh that
        low, high = _together(metric, quantity, start, end)
        share = SURROUNDINGS[weight]
        sentence = self._sentence(metric.sentence_start, metric.sentence_end)
        nearby = self.between(max(sentence.start, low - REACH), min(sentence.end, high + REACH))
        votes += context_votes(nearby, self.entries, low, high, sentence.clause(low, high), (start, end), share)
        around = sentence.around
        if metric.section is not None:
            around = around + self._heading(metric.section)
        votes += [(area, feature, value * share, hit) for area, feature, value, hit in around]
        return votes

    def _clause_words(self, metric: MetricRecord, low: int, high: int) -> str:
        """The words of the clause, near the metric."""
        first, last = self._sentence(metric.sentence_start, metric.sentence_end).clause(low, high)
        return self._analysis.folded[max(first, low - CASE_REACH) : min(last, high + CASE_REACH)]

    def _indicator(self, metric: MetricRecord, start: int, end: int) -> tuple[list[Hit], range]:
        """The indicator's terms, and where the whole stands of which it is a share."""
        text = self._analysis.folded[start:end]
        written = metric.indicator_name
        name = text if written == self._analysis.text[start:end] else fold(written or "")
        if name and name not in text:
            # a name put together from shared parts (农村居民 + 人均可支配收入) is no stretch of the text
            named = self._named(name, text, start)
            if named:
                return named, _NOWHERE
        marked = _MARKED.search(text) is not None
        if marked and _GAPS.search(text):
            bare = self._without_gaps(text, start)
            if bare:
                return bare, _NOWHERE
        # a term may reach beyond the indicator as cut out (九年|义务教育巩固率)
        hits = [hit for hit in self.between(start - LONGEST_TERM, end) if start < hit[2]]
        whole = _WHOLE.search(text) if marked else None
        return hits, range(start + whole.start(), start + whole.end()) if whole else _NOWHERE

    def _without_gaps(self, text: str, start: int) -> list[Hit]:
        """The terms of an indicator that quotation marks, blanks or line wraps break up, outside a share's whole."""
        kept = [number for number, character in enumerate(text) if not _GAPS.match(character)]
        bare = "".join(text[number] for number in kept)
        whole = _WHOLE.search(bare)
        stop = whole.start() if whole else len(bare)
        found: list[Hit] = []
        for number, begin, end in self._index.scan(bare):
            if begin < stop:
                first, last = kept[begin], kept[end - 1] + 1
                verbatim = last - first == end - begin
                found.append((number, start + first, start + last) if verbatim else (number, -1, -1))
        return found

    def _named(self, name: str, text: str, start: int) -> list[Hit]:
        """The terms of a name, with offsets where they lie in the indicator's text."""
        name = _GAPS.sub("", name)
        shift = name.find(text) if text else -1
        whole = _WHOLE.search(name)
        stop = whole.start() if whole else len(name)
        named: list[Hit] = []
        for number, begin, end in self._index.scan(name):
            if begin < stop:
                inside = shift >= 0 and shift <= begin and end <= shift + len(text)
                offset = start - shift
                named.append((number, begin + offset, end + offset) if inside else (number, -1, -1))
        return named

    def _settled(self, hit: Hit, clause: str, quantity: QuantityRecord) -> Hit:
        """The hit, sent to another area if a conditional boundary rule says so."""
        number, start, end = hit
        for rule, other in zip(self.entries[number].term.cases, self._index.redirected.get(number, ()), strict=True):
            near = not rule.near or any(word in clause for word in rule.near)
            if near and (not rule.units or quantity.unit_text in rule.units):
                return other, start, end
        return hit

    def _sentence(self, start: int, end: int) -> _Sentence:
        known = self._sentences.get(start)
        if known is None:
            layer = self._analysis.clauses
            clauses = layer[clause_at(layer, start) : clause_at(layer, end - 1) + 1]
            known = _Sentence(start, end, clauses, self._around(start))
            self._sentences[start] = known
        return known

    def _around(self, start: int) -> list[Vote]:
        """Votes of the sentence before and of the first sentence of the paragraph."""
        text = self._analysis.text
        earliest = max(0, start - PARAGRAPH_REACH)
        paragraph = max(text.rfind("\n", earliest, start) + 1, earliest)
        before = self.between(max(paragraph, start - PREVIOUS_REACH), start)
        votes = spread_votes("previous", before[-PREVIOUS_TERMS:], self.entries)
        stop = text.find("。", paragraph, min(start, paragraph + LEAD_REACH))
        if stop >= 0:
            votes += spread_votes("lead", self.between(paragraph, stop), self.entries)
        return votes

    def _heading(self, number: int) -> list[Vote]:
        known = self._headings.get(number)
        if known is None:
            section = self._analysis.sections[number]
            known = self._headings[number] = []
            for heading in (*section.path, section.heading):
                if heading:
                    hits = [(number, -1, -1) for number, _, _ in self._index.scan(fold(heading))]
                    known += spread_votes("heading", hits, self.entries)
        return known


def _together(metric: MetricRecord, quantity: QuantityRecord, start: int, end: int) -> tuple[int, int]:
    """Where indicator and quantity begin and end together; only the quantity if the indicator is in another sentence."""
    low, high = quantity.start, quantity.end
    if start < metric.sentence_start or end > metric.sentence_end:
        return low, high
    return (start if start < low else low), (end if end > high else high)
