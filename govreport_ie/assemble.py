"""From an `Analysis` to the public `Report`."""

from __future__ import annotations

from typing import Any

from govreport_ie.models import (
    SCHEMA_VERSION,
    Entity,
    Evidence,
    Indicator,
    Metric,
    Period,
    PolicyAreaLink,
    Quantity,
    Report,
    Section,
    SentenceSpan,
    Source,
)
from govreport_ie.records import (
    Analysis,
    EntityRecord,
    MetricRecord,
    PolicyLink,
    QuantityRecord,
    SectionRecord,
)

__all__ = ["assemble", "quantity_model"]

# The records come from our own stages, so validating them again would only cost time: model_construct skips it.
# A test validates the result of whole reports against the models.


def assemble(analysis: Analysis, source: Source | None = None) -> Report:
    """Turn an analysis into a frozen `Report`.

    Args:
        analysis: an analysis through which every stage has passed.
        source: where the text came from; the text itself when omitted.

    Returns:
        The report; its objects have the ids S1…, Q1…, M1…, E1… in text order.
    """
    text = analysis.text
    sections = analysis.sections
    section_of = _section_finder(sections)
    return Report.model_construct(
        schema_version=SCHEMA_VERSION,
        doc_id=analysis.doc_id,
        text=text,
        source=source or Source.model_construct(path=None, start=0, end=len(text), encoding=None),
        title=analysis.title,
        region=analysis.region,
        level=analysis.level,
        year=analysis.year,
        sections=tuple(section_model(s, i) for i, s in enumerate(sections)),
        quantities=tuple(quantity_model(q, i, text, section_of(q.start)) for i, q in enumerate(analysis.quantities)),
        metrics=tuple(
            metric_model(m, i, text, section_of(analysis.quantities[m.quantity].start))
            for i, m in enumerate(analysis.metrics)
        ),
        entities=tuple(entity_model(e, i, text) for i, e in enumerate(analysis.entities)),
        warnings=tuple(analysis.warnings),
    )


def _section_finder(sections: list[SectionRecord]) -> Any:
    """A function offset -> section id, for offsets that only grow or not."""
    from bisect import bisect_right

    starts = [section.start for section in sections]

    def find(offset: int) -> str | None:
        index = bisect_right(starts, offset) - 1
        return f"S{index + 1}" if index >= 0 and offset < sections[index].end else None

    return find


def section_model(record: SectionRecord, index: int) -> Section:
    """The public model of a section record."""
    return Section.model_construct(
        id=f"S{index + 1}",
        kind=record.kind,
        heading=record.heading,
        depth=record.depth,
        start=record.start,
        end=record.end,
        policy_area=record.policy_area,
    )


def quantity_model(record: QuantityRecord, index: int, text: str, section: str | None) -> Quantity:
    """The public model of a quantity record."""
    return Quantity.model_construct(
        id=f"Q{index + 1}",
        start=record.start,
        end=record.end,
        text=text[record.start : record.end],
        kind=record.kind,
        value=record.value,
        low=record.low,
        high=record.high,
        values=record.values,
        unit_text=record.unit_text,
        unit=record.unit,
        base_value=record.base_value,
        base_unit=record.base_unit,
        dimension=record.dimension,
        modifier=record.modifier,
        redacted=record.redacted,
        section=section,
    )


def metric_model(record: MetricRecord, index: int, text: str, section: str | None) -> Metric:
    """The public model of a metric record."""
    start, end = record.indicator_start, record.indicator_end
    period = None
    if record.period_start is not None:
        period = Period.model_construct(
            start=record.period_start,
            end=record.period_end if record.period_end is not None else record.period_start,
            months=record.period_months,
            text=record.period_text,
        )
    return Metric.model_construct(
        id=f"M{index + 1}",
        quantity=f"Q{record.quantity + 1}",
        indicator=Indicator.model_construct(
            text=text[start:end],
            start=start,
            end=end,
            name=record.indicator_name or text[start:end],
            id=record.indicator_id,
        ),
        measure=record.measure,
        direction=record.direction,
        basis=record.basis,
        basis_year=record.basis_year,
        status=record.status,
        period=period,
        policy_area=policy_model(record.policy),
        project=_id("E", record.project),
        place=_id("E", record.place),
        institution=_id("E", record.institution),
        part_of=_id("M", record.part_of),
        peer_group=record.peer_group,
        section=section,
        sentence=SentenceSpan.model_construct(start=record.sentence_start, end=record.sentence_end),
    )


def policy_model(link: PolicyLink | None) -> PolicyAreaLink | None:
    """The public model of a policy link."""
    if link is None:
        return None
    return PolicyAreaLink.model_construct(
        id=link.id,
        sub_id=link.sub_id,
        name=link.name or link.id,
        score=link.score,
        evidence=tuple(
            Evidence.model_construct(
                rule=item["rule"], text=item.get("text"), start=item.get("start"), end=item.get("end")
            )
            for item in link.evidence
        ),
        secondary=link.secondary,
    )


def entity_model(record: EntityRecord, index: int, text: str) -> Entity:
    """The public model of an entity record."""
    surface = text[record.start : record.end]
    return Entity.model_construct(
        id=f"E{index + 1}",
        label=record.label,
        subtype=record.subtype,
        stage=record.stage,
        start=record.start,
        end=record.end,
        text=surface,
        name=record.name or surface,
        kb_id=record.kb_id,
        policy_area=record.policy_area,
    )


def _id(prefix: str, index: int | None) -> str | None:
    return None if index is None else f"{prefix}{index + 1}"
