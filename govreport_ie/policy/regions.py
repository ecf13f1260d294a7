"""Policy areas of stretches of text: sections and named entities."""

from __future__ import annotations

from govreport_ie.policy.collect import VoteCollector
from govreport_ie.policy.terms import Hit
from govreport_ie.records import Analysis, SectionRecord

__all__ = ["link_entities", "link_sections"]

# What a term of each weight counts for in running text; a heading's terms count as much as several of the body's.
POINTS = (0.1, 0.25, 0.6, 1.0, 1.0)
HEADING_FACTOR = 5
METRIC_POINTS = 1.0

# A section belongs to an area that holds at least this share of its points; otherwise it is mixed and has none.
SHARE = 0.4
FEWEST_POINTS = 1.5
BY_KIND = {"self_government": "governance"}
"""The area of a section of mixed content whose function tells its area."""

NO_SUBJECT = frozenset({"title", "boilerplate", "glossary"})


def link_sections(analysis: Analysis, collector: VoteCollector, areas: list[str]) -> None:
    """Give every section the area that its heading, terms and metrics speak for; None where several share it.

    Args:
        analysis: the report; its metrics are linked already.
        collector: the report's terms.
        areas: ids of the level-1 areas by number.
    """
    linked: dict[int, list[str]] = {}
    for metric in analysis.metrics:
        if metric.section is not None and metric.policy is not None:
            linked.setdefault(metric.section, []).append(metric.policy.id)
    for number, section in enumerate(analysis.sections):
        section.policy_area = None
        if section.kind not in NO_SUBJECT:
            section.policy_area = _section_area(section, collector, areas, linked.get(number, ()))
        if section.policy_area is None and BY_KIND.get(section.kind) in areas:
            section.policy_area = BY_KIND[section.kind]


def _section_area(
    section: SectionRecord, collector: VoteCollector, areas: list[str], metrics: list[str] | tuple[str, ...]
) -> str | None:
    points: dict[str, float] = {}
    heading_end = section.start + len(section.heading or "")
    for hit in collector.between(section.start, section.end):
        value = POINTS[hit.term.weight] * (HEADING_FACTOR if hit.start < heading_end else 1)
        points[areas[hit.area]] = points.get(areas[hit.area], 0.0) + value
    for area in metrics:
        points[area] = points.get(area, 0.0) + METRIC_POINTS
    if not points:
        return None
    best = max(points, key=points.__getitem__)
    enough = points[best] >= FEWEST_POINTS and points[best] >= SHARE * sum(points.values())
    return best if enough else None


def link_entities(analysis: Analysis, collector: VoteCollector, areas: list[str]) -> None:
    """Give entities the area of their name's head noun, and projects that of a metric tied to them.

    Args:
        analysis: the report; its metrics are linked already.
        collector: the report's terms.
        areas: ids of the level-1 areas by number.
    """
    tied: dict[int, str] = {}
    for metric in analysis.metrics:
        if metric.project is not None and metric.policy is not None:
            tied.setdefault(metric.project, metric.policy.id)
    for number, entity in enumerate(analysis.entities):
        named = _head([hit for hit in collector.between(entity.start, entity.end) if hit.end <= entity.end])
        if named is not None and (named.term.weight >= 2 or entity.label != "PLACE"):
            entity.policy_area = areas[named.area]
        else:
            entity.policy_area = tied.get(number)


def _head(hits: list[Hit]) -> Hit | None:
    """The last of the weightiest terms, generic ones only alone."""
    weighty = [hit for hit in hits if hit.term.weight >= 2] or [hit for hit in hits if hit.term.weight] or hits
    return weighty[-1] if weighty else None
