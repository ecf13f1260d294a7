"""From an `Analysis` to the public `Report`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel

from govreport_ie.extraction.records import (
    Analysis,
    EntityRecord,
    MetricRecord,
    Notice,
    PolicyLink,
    QuantityRecord,
    SectionRecord,
)
from govreport_ie.report.models import (
    SCHEMA_VERSION,
    Entity,
    Evidence,
    Indicator,
    Metric,
    Period,
    PolicyAreaLink,
    Quantity,
    Report,
    ReportWarning,
    Section,
    SentenceSpan,
    Source,
)

__all__ = ["assemble", "quantity_model", "warning_model"]

_Model = TypeVar("_Model", bound=BaseModel)


def _maker(model: type[_Model]) -> Callable[[dict[str, object]], _Model]:
    """A maker of models from a dict of all their fields, in the models' order, which becomes theirs, without validation.

    The records come from our own stages, so validating them again would only cost time; a test validates whole reports.
    This does what ``model_construct`` does for a model without aliases, defaults to fill in and private attributes, which
    takes an eighth of its time: a report has thousands of objects.
    """
    new, names = object.__new__, set(model.model_fields)
    # the setters of the slots themselves: object.__setattr__ would look each of them up again
    put_fields, put_names, put_extra, put_private = (
        vars(BaseModel)[slot].__set__
        for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
    )

    def make(fields: dict[str, object]) -> _Model:
        made = new(model)
        put_fields(made, fields)
        put_names(made, names)  # shared, as the models are frozen and copies take a set of their own
        put_extra(made, None)
        put_private(made, None)
        return made

    return make


_new_quantity, _new_metric, _new_entity = _maker(Quantity), _maker(Metric), _maker(Entity)
_new_indicator, _new_period, _new_span = _maker(Indicator), _maker(Period), _maker(SentenceSpan)
_new_link, _new_evidence, _new_warning = _maker(PolicyAreaLink), _maker(Evidence), _maker(ReportWarning)


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
    homes = [section_of(quantity.start) for quantity in analysis.quantities]
    return Report.model_construct(
        schema_version=SCHEMA_VERSION,
        doc_id=analysis.doc_id,
        text=text,
        source=source or Source.model_construct(path=None, start=0, end=len(text), encoding=None, pages=()),
        genre=analysis.genre or "other",
        title=analysis.title,
        region=analysis.region,
        level=analysis.level,
        year=analysis.delivered or analysis.year,
        sections=tuple(section_model(s, i) for i, s in enumerate(sections)),
        quantities=tuple([quantity_model(q, i, text, homes[i]) for i, q in enumerate(analysis.quantities)]),
        metrics=tuple(_metric_models(analysis, homes)),
        entities=tuple([entity_model(e, i, text) for i, e in enumerate(analysis.entities)]),
        warnings=tuple([warning_model(notice) for notice in analysis.warnings]),
    )


def warning_model(notice: Notice) -> ReportWarning:
    """The public model of a notice."""
    return _new_warning({"kind": notice.kind, "message": notice.message, "count": notice.count, "start": notice.start})


def _section_finder(sections: list[SectionRecord]) -> Callable[[int], str | None]:
    """A function from an offset to the id of the section that holds it."""
    starts = [section.start for section in sections]
    ids = [f"S{number}" for number in range(1, len(sections) + 1)]

    def find(offset: int) -> str | None:
        index = bisect_right(starts, offset) - 1
        return ids[index] if index >= 0 and offset < sections[index].end else None

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
    return _new_quantity(
        {
            "id": f"Q{index + 1}",
            "start": record.start,
            "end": record.end,
            "text": text[record.start : record.end],
            "kind": record.kind,
            "value": record.value,
            "low": record.low,
            "high": record.high,
            "values": record.values,
            "unit_text": record.unit_text,
            "unit": record.unit,
            "base_value": record.base_value,
            "base_unit": record.base_unit,
            "dimension": record.dimension,
            "modifier": record.modifier,
            "redacted": record.redacted,
            "role": record.role,
            "multiplier": record.multiplier,
            "section": section,
        }
    )


def _metric_models(analysis: Analysis, homes: Sequence[str | None]) -> Iterator[Metric]:
    """The public models of the metric records; those of one sentence or one period share these frozen objects.

    Args:
        analysis: the analysis.
        homes: the section of every quantity.
    """
    text = analysis.text
    periods: dict[tuple[object, ...], Period] = {}
    sentence = _new_span({"start": -1, "end": -1})
    for index, record in enumerate(analysis.metrics):
        if record.sentence_start != sentence.start or record.sentence_end != sentence.end:
            sentence = _new_span({"start": record.sentence_start, "end": record.sentence_end})
        period = None
        if record.period_start is not None:
            first, last = record.period_start, record.period_end
            months, words = record.period_months, record.period_text
            key = first, last, months, words
            period = periods.get(key)
            if period is None:
                period = periods[key] = _new_period(
                    {"start": first, "end": last if last is not None else first, "months": months, "text": words}
                )
        yield metric_model(record, index, text, homes[record.quantity], period, sentence)


def metric_model(
    record: MetricRecord, index: int, text: str, section: str | None, period: Period | None, sentence: SentenceSpan
) -> Metric:
    """The public model of a metric record, its period and sentence."""
    start, end = record.indicator_start, record.indicator_end
    written = text[start:end]
    return _new_metric(
        {
            "id": f"M{index + 1}",
            "quantity": f"Q{record.quantity + 1}",
            "indicator": _new_indicator(
                {
                    "text": written,
                    "start": start,
                    "end": end,
                    "name": record.indicator_name or written,
                    "id": record.indicator_id,
                    "score": record.indicator_score,
                }
            ),
            "measure": record.measure,
            "direction": record.direction,
            "basis": record.basis,
            "basis_year": record.basis_year,
            "status": record.status,
            "period": period,
            "policy_area": policy_model(record.policy),
            "project": _id("E", record.project),
            "place": _id("E", record.place),
            "institution": _id("E", record.institution),
            "part_of": _id("M", record.part_of),
            "peer_group": record.peer_group,
            "section": section,
            "sentence": sentence,
        }
    )


def policy_model(link: PolicyLink | None) -> PolicyAreaLink | None:
    """The public model of a policy link."""
    if link is None:
        return None
    return _new_link(
        {
            "id": link.id,
            "sub_id": link.sub_id,
            "name": link.name or link.id,
            "score": link.score,
            "evidence": tuple([_evidence_model(item) for item in link.evidence]),
            "secondary": link.secondary,
        }
    )


def _evidence_model(item: dict[str, object]) -> Evidence:
    if len(item) == 4:
        return _new_evidence(item.copy())
    return _new_evidence(
        {
            "rule": item["rule"],
            "text": item.get("text"),
            "start": item.get("start"),
            "end": item.get("end"),
        }
    )


def entity_model(record: EntityRecord, index: int, text: str) -> Entity:
    """The public model of an entity record."""
    surface = text[record.start : record.end]
    return _new_entity(
        {
            "id": f"E{index + 1}",
            "label": record.label,
            "subtype": record.subtype,
            "stage": record.stage,
            "start": record.start,
            "end": record.end,
            "text": surface,
            "name": record.name or surface,
            "score": record.score,
            "kb_id": record.kb_id,
            "policy_area": record.policy_area,
        }
    )


def _id(prefix: str, index: int | None) -> str | None:
    return None if index is None else f"{prefix}{index + 1}"
