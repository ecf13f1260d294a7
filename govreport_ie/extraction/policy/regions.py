"""Policy areas of stretches of text: sections and named entities."""

from __future__ import annotations

from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.terms import Entry, TermIndex
from govreport_ie.extraction.records import Analysis, SectionRecord

__all__ = ["link_entities", "link_sections"]

# What a term of each weight counts for in running text; a heading's terms count as much as several of the body's.
POINTS = (0.1, 0.25, 0.6, 1.0, 1.0)
HEADING_POINTS = tuple(point * 5 for point in POINTS)
METRIC_POINTS = 1.0

# A section belongs to an area that holds at least this share of its points; otherwise it is mixed and has none.
SHARE = 0.4
FEWEST_POINTS = 1.5
BY_KIND = {"self_government": "governance"}
"""The area of a section of mixed content whose function tells its area."""

NO_SUBJECT = frozenset({"title", "boilerplate", "glossary"})


def link_sections(analysis: Analysis, collector: VoteCollector, index: TermIndex) -> None:
    """Give every section the area that its heading, terms and metrics speak for; None where several share it.

    Args:
        analysis: the report; its metrics are linked already.
        collector: the report's terms.
        index: the terms and areas.
    """
    linked: dict[int, list[str]] = {}
    for metric in analysis.metrics:
        if metric.section is not None and metric.policy is not None:
            linked.setdefault(metric.section, []).append(metric.policy.id)
    for number, section in enumerate(analysis.sections):
        section.policy_area = None
        if section.kind not in NO_SUBJECT:
            section.policy_area = _section_area(section, collector, index.areas, linked.get(number, ()))
        if section.policy_area is None and BY_KIND.get(section.kind) in index.areas:
            section.policy_area = BY_KIND[section.kind]


def _section_area(
    section: SectionRecord, collector: VoteCollector, areas: list[str], metrics: list[str] | tuple[str, ...]
) -> str | None:
    points: dict[int, float] = {}
    entries = collector.entries
    heading_end = min(section.start + len(section.heading or ""), section.end)
    for low, high, worth in ((section.start, heading_end, HEADING_POINTS), (heading_end, section.end, POINTS)):
        for number, _, _ in collector.between(low, high):
            area, weight, _ = entries[number]
            points[area] = points.get(area, 0.0) + worth[weight]
    for area in map(areas.index, metrics):
        points[area] = points.get(area, 0.0) + METRIC_POINTS
    if not points:
        return None
    best = max(points, key=points.__getitem__)
    enough = points[best] >= FEWEST_POINTS and points[best] >= SHARE * sum(points.values(), 0.0)
    return areas[best] if enough else None


def link_entities(analysis: Analysis, collector: VoteCollector, index: TermIndex) -> None:
    """Give entities the area of their name's head noun, and projects that of a metric tied to them.

    Args:
        analysis: the report; its metrics are linked already.
        collector: the report's terms.
        index: the terms and areas.
    """
    tied: dict[int, str] = {}
    for metric in analysis.metrics:
        if metric.project is not None and metric.policy is not None:
            tied.setdefault(metric.project, metric.policy.id)
    for number, entity in enumerate(analysis.entities):
        end = entity.end
        named = _head([collector.entries[hit[0]] for hit in collector.between(entity.start, end) if hit[2] <= end])
        if named is not None and (named.weight >= 2 or entity.label != "PLACE"):
            entity.policy_area = index.areas[named.area]
        else:
            entity.policy_area = tied.get(number)


def _head(terms: list[Entry]) -> Entry | None:
    """The last of the weightiest terms, generic ones only alone."""
    if len(terms) > 1:
        terms = [term for term in terms if term.weight >= 2] or [term for term in terms if term.weight] or terms
    return terms[-1] if terms else None
