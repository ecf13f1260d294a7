"""Ties between a metric and the rest of the report: its section, the project, place and institution it speaks of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from govreport_ie.extraction.records import Analysis

__all__ = ["assign_links"]

_FIELD = {"PROJECT": "project", "PLACE": "place", "INSTITUTION": "institution"}
_INSIDE, _SAME_CLAUSE = "metrics.links:inside the indicator", "metrics.links:same clause"


def assign_links(analysis: Analysis, clauses: list[tuple[int, int]]) -> None:
    """Fill section, project, place and institution of every metric.

    An entity inside the indicator goes first; otherwise one that stands in the metric's own clause, which makes it
    the clause's subject or its place.  No entity is taken from another clause.

    Args:
        analysis: the analysis; its entities must be in text order.
        clauses: for every metric the stretch that holds its quantity and what speaks of it.
    """
    starts = [section.start for section in analysis.sections]
    entities = analysis.entities
    offsets = [entity.start for entity in entities]
    quantities = analysis.quantities
    for metric, (start, end) in zip(analysis.metrics, clauses, strict=True):
        if starts:
            metric.section = max(bisect_right(starts, quantities[metric.quantity].start) - 1, 0)
        low, high = metric.indicator_start, metric.indicator_end
        first = bisect_left(offsets, min(low, start))
        if first == len(offsets) or offsets[first] >= max(high, end):
            continue  # no entity anywhere near, as for most metrics
        for begin, finish, rule in ((low, high, _INSIDE), (start, end, _SAME_CLAUSE)):
            for i in range(bisect_left(offsets, begin), bisect_left(offsets, finish)):
                entity = entities[i]
                field = _FIELD.get(entity.label)
                if field is None or entity.end > finish or getattr(metric, field) is not None:
                    continue
                setattr(metric, field, i)
                metric.rules[field] = rule
