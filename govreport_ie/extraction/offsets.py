"""Moving an analysis from the text given to its view and back.

The stages run on the view; `from_view` moves every offset that they have found to the text given, and `into_view` moves them back for
a stage that runs on its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from govreport_ie.extraction.records import Analysis, SectionRecord
from govreport_ie.extraction.text import clauses_of, unified
from govreport_ie.extraction.view import Span

__all__ = ["from_view", "into_view"]


def from_view(analysis: Analysis) -> None:
    """Move an analysis from its view to the text given, and mark the page furniture among its sections.

    Args:
        analysis: an analysis whose stages have run on ``view.text``; unchanged without a view.
    """
    view = analysis.view
    if view is None or analysis.text is analysis.given:
        return
    for metric in analysis.metrics:
        if not metric.indicator_name and metric.indicator_start >= 0:  # the name is what was read
            metric.indicator_name = unified(view.text[metric.indicator_start : metric.indicator_end])
    for entity in analysis.entities:
        entity.name = entity.name or view.text[entity.start : entity.end]
    _move(analysis, view.original, view.original_end)
    analysis.text, analysis.folded = analysis.given, analysis.given_folded
    if analysis.sections:
        analysis.sections[0].start, analysis.sections[-1].end = 0, len(analysis.text)
        for section, following in pairwise(analysis.sections):
            section.end = following.start
        analysis.sections = _with_furniture(analysis.sections, analysis.furniture)
        _place_metrics(analysis)


def into_view(analysis: Analysis) -> None:
    """Move an analysis from the text given to its view; the reverse of `from_view`.

    Args:
        analysis: an analysis; unchanged without a view.
    """
    view = analysis.view
    if view is None or analysis.text is not analysis.given:
        return
    analysis.sections = _without_furniture(analysis.sections)
    _place_metrics(analysis)
    _move(analysis, view.reduced, view.reduced)
    analysis.text, analysis.folded = view.text, analysis.view_folded
    analysis.clauses = clauses_of(analysis.folded, analysis.sentences)


def _place_metrics(analysis: Analysis) -> None:
    """Point every metric to its section again, after sections were cut or joined."""
    starts = [section.start for section in analysis.sections]
    for metric in analysis.metrics:
        if metric.section is not None:
            metric.section = max(0, bisect_right(starts, analysis.quantities[metric.quantity].start) - 1)


def _move(analysis: Analysis, start: Callable[[int], int], end: Callable[[int], int]) -> None:
    """Replace every offset of an analysis."""

    def span(pair: Span | None) -> Span | None:
        return None if pair is None else (start(pair[0]), end(pair[1]))

    analysis.sentences = [(start(a), end(b)) for a, b in analysis.sentences]
    for section in analysis.sections:
        section.start, section.end = start(section.start), end(section.end)
    for rejected in analysis.rejected:
        rejected.start, rejected.end = start(rejected.start), end(rejected.end)
    for entity in analysis.entities:
        entity.start, entity.end = start(entity.start), end(entity.end)
    for quantity in analysis.quantities:
        quantity.start, quantity.end = start(quantity.start), end(quantity.end)
        quantity.hedge_start, quantity.hedge_end = start(quantity.hedge_start), end(quantity.hedge_end)
        quantity.row_header, quantity.column_header = span(quantity.row_header), span(quantity.column_header)
    moved: set[int] = set()
    for metric in analysis.metrics:
        if metric.indicator_start >= 0:
            metric.indicator_start, metric.indicator_end = start(metric.indicator_start), end(metric.indicator_end)
        if metric.sentence_start >= 0:
            metric.sentence_start, metric.sentence_end = start(metric.sentence_start), end(metric.sentence_end)
        metric.period_span = span(metric.period_span)
        for item in metric.policy.evidence if metric.policy else ():
            if id(item) not in moved:  # metrics may share their evidence
                moved.add(id(item))
                _move_evidence(item, start, end)
    analysis.clauses = []  # only stages read them: `into_view` cuts them anew
    analysis.times = [replace(one, start=start(one.start), end=end(one.end)) for one in analysis.times]


def _move_evidence(item: dict[str, Any], start: Callable[[int], int], end: Callable[[int], int]) -> None:
    if item.get("start") is not None:
        item["start"], item["end"] = start(item["start"]), end(item["end"])


_FURNITURE = "cleaning:page_furniture"


def _with_furniture(sections: list[SectionRecord], furniture: Sequence[Span]) -> list[SectionRecord]:
    """Cut the page furniture out of the sections in which it stands."""
    result: list[SectionRecord] = []
    index = 0
    for first in sections:
        while index < len(furniture) and furniture[index][1] <= first.start:
            index += 1
        section: SectionRecord = first
        while index < len(furniture) and furniture[index][0] < section.end and section.kind != "boilerplate":
            start, end = max(furniture[index][0], section.start), min(furniture[index][1], section.end)
            if start > section.start:
                result.append(replace(section, end=start))
            result.append(SectionRecord(start, end, "boilerplate", rule=_FURNITURE, frame=section.frame))
            path = (*first.path, first.heading) if first.heading else first.path
            headed = start > first.start and section is first
            section = (
                replace(section, start=end, heading=None, depth=0, path=path)
                if headed or section is not first
                else replace(section, start=end)
            )
            if furniture[index][1] > section.end:
                break
            index += 1
        if section.start < section.end:
            result.append(section)
    return result


def _without_furniture(sections: list[SectionRecord]) -> list[SectionRecord]:
    """The sections before `_with_furniture` cut them."""
    result: list[SectionRecord] = []
    cut = False
    for section in sections:
        if section.rule == _FURNITURE:
            if result:
                result[-1].end = section.end
            cut = True
            continue
        if (
            cut
            and result
            and section.heading is None
            and (section.kind, section.rule) == (result[-1].kind, result[-1].rule)
        ):
            result[-1].end = section.end
        else:
            result.append(section)
        cut = False
    return result
