"""Collect the votes for every metric of a report."""

from __future__ import annotations

import re
from bisect import bisect_left

from govreport_ie.policy.evidence import FEATURES, Vote, context_votes, indicator_votes
from govreport_ie.policy.terms import Hit, TermIndex
from govreport_ie.records import Analysis, MetricRecord
from govreport_ie.text import clause_spans

__all__ = ["collect_votes"]

PARAGRAPH_REACH = 1500
PREVIOUS_REACH = 120

_WHOLE = re.compile(r"(?<=.)(?:占|相当于|相對於|相对于).{1,40}|(?<=.)[与和同](?=.{2,40}?(?:之比|比例|比率|比值|比重)).{2,40}")


def collect_votes(analysis: Analysis, index: TermIndex, hits: list[Hit]) -> list[list[Vote]]:
    """Votes for each metric, without those of its neighbours.

    Args:
        analysis: the report with its metrics.
        index: the terms, to scan names and headings that are no stretch of the text.
        hits: the terms of the text.
    """
    starts = [hit.start for hit in hits]
    headings: dict[int, list[Vote]] = {}
    sentence_cache: dict[tuple[int, int], tuple[list[Hit], list[tuple[int, int]], list[Vote]]] = {}
    result: list[list[Vote]] = []
    for metric in analysis.metrics:
        quantity = analysis.quantities[metric.quantity]
        sentence = (metric.sentence_start, metric.sentence_end)
        known = sentence_cache.get(sentence)
        if known is None:
            known = sentence_cache[sentence] = (
                hits[bisect_left(starts, sentence[0]) : bisect_left(starts, sentence[1])],
                list(clause_spans(analysis.folded, *sentence)),
                _surroundings(analysis, hits, starts, sentence),
            )
        sentence_hits, clauses, around = known
        start, end = metric.indicator_start, metric.indicator_end
        if start < 0:
            start = end = quantity.start
        inside = [hit for hit in sentence_hits if hit.start >= start and hit.end <= end]
        if not (sentence[0] <= start < sentence[1]) and end > start:
            inside = hits[bisect_left(starts, start) : bisect_left(starts, end)]
        text, start_of_text = analysis.text[start:end], start
        if metric.indicator_name and metric.indicator_name != text and metric.indicator_name not in text:
            named = index.scan(metric.indicator_name)
            if named:
                inside, text, start_of_text = named, metric.indicator_name, 0
        whole = _WHOLE.search(text)
        base = range(whole.start() + start_of_text, whole.end() + start_of_text) if whole else range(0)
        votes = indicator_votes(inside, base)
        low, high = min(start, quantity.start), max(end, quantity.end)
        if not sentence[0] <= low:
            low = quantity.start
        if high > sentence[1]:
            high = quantity.end
        clause_start = next((a for a, b in clauses if a <= low < b), sentence[0])
        clause_end = next((b for a, b in clauses if a < high <= b), sentence[1])
        votes += context_votes(sentence_hits, low, high, (clause_start, clause_end), (start, end))
        votes += around
        if metric.section is not None:
            if metric.section not in headings:
                headings[metric.section] = _heading_votes(analysis, index, metric.section)
            votes += headings[metric.section]
        result.append(votes)
    return result


def _surroundings(analysis: Analysis, hits: list[Hit], starts: list[int], sentence: tuple[int, int]) -> list[Vote]:
    """Votes of the sentence before and of the first sentence of the paragraph."""
    text, start = analysis.text, sentence[0]
    paragraph = text.rfind("\n", max(0, start - PARAGRAPH_REACH), start) + 1
    if paragraph == 0:
        paragraph = max(0, start - PARAGRAPH_REACH)
    votes: list[Vote] = []
    low = max(paragraph, start - PREVIOUS_REACH)
    before = hits[bisect_left(starts, low) : bisect_left(starts, start)]
    for place, some in (("previous", before[-6:]), ("lead", _lead(analysis, hits, starts, paragraph, start))):
        votes += [(hit.area, FEATURES[place, hit.term.weight], 1 / len(some), hit) for hit in some]
    return votes


def _lead(analysis: Analysis, hits: list[Hit], starts: list[int], paragraph: int, start: int) -> list[Hit]:
    if paragraph >= start:
        return []
    stop = analysis.text.find("。", paragraph, min(start, paragraph + 60))
    if stop < 0:
        return []
    return hits[bisect_left(starts, paragraph) : bisect_left(starts, stop)]


def _heading_votes(analysis: Analysis, index: TermIndex, number: int) -> list[Vote]:
    section = analysis.sections[number]
    votes: list[Vote] = []
    for heading in (*section.path, section.heading):
        if heading:
            some = index.scan(heading)
            votes += [(hit.area, FEATURES["heading", hit.term.weight], 1 / len(some), hit._replace(start=-1, end=-1)) for hit in some]
    return votes
