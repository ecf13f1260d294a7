"""Ties between a metric and the rest of the report: its section, the project, place and institution it speaks of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from govreport_ie.records import Analysis

__all__ = ["assign_links"]

_FIELD = {"PROJECT": "project", "PLACE": "place", "INSTITUTION": "institution"}


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
    for metric, (start, end) in zip(analysis.metrics, clauses, strict=True):
        if starts:
            metric.section = max(bisect_right(starts, analysis.quantities[metric.quantity].start) - 1, 0)
        for inside, (low, high) in ((True, (metric.indicator_start, metric.indicator_end)), (False, (start, end))):
            for i in range(bisect_left(offsets, low), min(bisect_left(offsets, high), len(entities))):
                entity = entities[i]
                field = _FIELD.get(entity.label)
                if field is None or entity.end > high or getattr(metric, field) is not None:
                    continue
                setattr(metric, field, i)
                metric.rules[field] = "metrics.links:inside the indicator" if inside else "metrics.links:same clause"
