"""From a `Report` to the neutral form and back.

A metric becomes attributes of its quantity, and relations from the quantity to the indicator, to the entities it is tied
to and to the quantity of which it is a part.  So one phrase that several quantities share is one span, and an annotator
who corrects a number sees what is said about it in one place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from govreport_ie.convert.document import Document, Relation, Span
from govreport_ie.convert.quantities import amount_attributes, amount_fields
from govreport_ie.convert.schema import ENTITIES, INDICATOR, QUANTITY
from govreport_ie.convert.values import format_period, parse_period
from govreport_ie.errors import ConvertError
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.extraction.text import sentence_at, sentence_spans
from govreport_ie.report.models import Entity, Metric, Report

__all__ = ["from_report", "linked", "to_report"]

_META = ("schema_version", "doc_id", "source", "genre", "title", "region", "level", "year", "sections", "warnings")
_TIES = ("project", "place", "institution")
_MEASURES = {"percent": "share", "percentage_point": "points", "rank": "rank", "ratio": "ratio"}


def from_report(report: Report, name: str = "") -> Document:
    """The annotated document that a report is.

    Args:
        report: the report.
        name: id of the document for reports without ``doc_id``.

    Raises:
        ConvertError: if two metrics belong to one quantity, or an object names another that is not there.

    Example:
        >>> import govreport_ie as gi
        >>> document = from_report(gi.extract("2023年，全县新建停车位1860个。", year=2024))
        >>> [(span.label, document.covered(span)) for span in document.spans]
        [('INDICATOR', '新建停车位'), ('QUANTITY', '1860个')]
    """
    name = report.doc_id or name or "report"
    attributes: dict[str, dict[str, Any]] = {q.id: amount_attributes(q) for q in report.quantities}
    quantity_of = {metric.id: metric.quantity for metric in report.metrics}
    if len(set(quantity_of.values())) < len(quantity_of):
        raise ConvertError(f"{name}: a quantity has more than one metric, which no annotation form holds")
    indicators: dict[tuple[int, int], str] = {}
    relations: list[Relation] = []
    try:
        for metric in report.metrics:
            attributes[metric.quantity] |= _metric_attributes(metric)
            place = (metric.indicator.start, metric.indicator.end)
            indicator = indicators.setdefault(place, f"I{len(indicators) + 1}")
            relations += _relations(metric, indicator, quantity_of)
    except KeyError as error:
        raise ConvertError(f"{name}: a metric names {error}, which the report does not have") from error
    spans = [Span(q.id, QUANTITY, q.start, q.end, attributes[q.id]) for q in report.quantities]
    spans += [Span(identifier, INDICATOR, start, end) for (start, end), identifier in indicators.items()]
    spans += [Span(e.id, e.label, e.start, e.end, _entity_attributes(e)) for e in report.entities]
    meta = {
        key: value for key, value in report.model_dump(mode="json", include=set(_META)).items() if value is not None
    }
    return Document(name, report.text, tuple(spans), tuple(relations), {"report": meta})


def _relations(metric: Metric, indicator: str, quantity_of: Mapping[str, str]) -> list[Relation]:
    """What the quantity of a metric is joined with.

    Raises:
        KeyError: if it is a part of a metric that is not there.
    """
    ties = {"indicator": indicator} | {tie: getattr(metric, tie) for tie in _TIES}
    if metric.part_of is not None:
        ties["part_of"] = quantity_of[metric.part_of]
    return [Relation(label, metric.quantity, target) for label, target in ties.items() if target is not None]


def _metric_attributes(metric: Metric) -> dict[str, Any]:
    data = metric.model_dump(mode="json")
    period, area, indicator = data["period"], data["policy_area"], data["indicator"]
    attributes = {name: data[name] for name in ("measure", "direction", "basis", "status", "peer_group")}
    attributes["period"] = format_period(period["start"], period["end"]) if period else None
    attributes["area"] = area["id"] if area else None
    attributes["indicator_name"] = indicator["name"] if indicator["name"] != indicator["text"] else None
    details = {
        "basis_year": data["basis_year"],
        "period": period,
        "policy_area": area,
        "indicator": {key: indicator[key] for key in ("text", "name", "id", "score")},
        "sentence": [metric.sentence.start, metric.sentence.end],
    }
    attributes["details"] = {key: value for key, value in details.items() if value is not None}
    return {key: value for key, value in attributes.items() if value is not None}


def _entity_attributes(entity: Entity) -> dict[str, Any]:
    attributes = {
        "subtype": entity.subtype,
        "stage": entity.stage,
        "name": entity.name if entity.name != entity.text else None,
        "kb_id": entity.kb_id,
        "details": {
            "of": [entity.text, entity.name, entity.kb_id],
            "label": entity.label,
            "policy_area": entity.policy_area,
            "score": entity.score,
        },
    }
    return {key: value for key, value in attributes.items() if value is not None}


def linked(document: Document) -> dict[str, dict[str, str]]:
    """Span id of a quantity to relation to span id of what it is joined with; arrows drawn backwards are turned.

    Of several arrows of one kind from one quantity, the one to the nearest span counts.
    """
    spans = document.by_id()
    result: dict[str, dict[str, str]] = {}
    for relation in document.relations:
        source, target = spans[relation.source], spans[relation.target]
        if source.label != QUANTITY and target.label == QUANTITY:
            source, target = target, source
        if source.label != QUANTITY:
            continue
        ends = result.setdefault(source.id, {})
        other = ends.get(relation.label)
        if other is None or abs(target.start - source.start) < abs(spans[other].start - source.start):
            ends[relation.label] = target.id
    return result


def to_report(document: Document) -> Report:
    """The report that an annotated, perhaps corrected, document is.

    What annotators have not touched comes back as it was.  What they have touched decides over what was computed from it:
    units and base values are computed again, a new policy area stands without score evidence, new spans are read.

    Raises:
        ConvertError: if a value is none that the models allow (a kind of quantity that there is not, for example).
    """
    known: dict[str, Any] = dict(document.meta.get("report") or _from_window(document))
    carried = list(known.pop("warnings", ()))
    warnings: list[str] = []
    quantities = [span for span in document.spans if span.label == QUANTITY]
    entities = sorted((s for s in document.spans if s.label in ENTITIES), key=lambda s: (s.start, s.end, _rank(s.id)))
    ids = {span.id: f"Q{number}" for number, span in enumerate(quantities, 1)}
    ids |= {span.id: f"E{number}" for number, span in enumerate(entities, 1)}
    section_of = _section_finder(known.get("sections") or [])
    rows: dict[str, list[dict[str, Any]]] = {"quantities": []}
    kinds: dict[str, str] = {}
    for span in quantities:
        fields, notes = amount_fields(span, document.covered(span))
        warnings += notes
        kinds[span.id] = fields["kind"]
        rows["quantities"].append({**_place(document, span, ids), **fields, "section": section_of(span.start)})
    rows["metrics"] = _metric_rows(document, kinds, ids, warnings)
    for row, span in zip(rows["metrics"], _measured(document), strict=True):
        row["section"] = section_of(span.start)
    rows["entities"] = [{**_place(document, s, ids), **_entity_fields(s, document.covered(s))} for s in entities]
    known.setdefault("source", {"start": 0, "end": len(document.text)})
    made = [{"kind": "annotation", "message": message} for message in warnings]
    try:
        return Report.model_validate({**known, **rows, "text": document.text, "warnings": [*carried, *made]})
    except ValidationError as error:
        raise ConvertError(f"{document.id}: {_first(error, rows)}") from error


def _measured(document: Document) -> list[Span]:
    """The quantities that are joined with an indicator."""
    links = linked(document)
    return [span for span in document.spans if span.label == QUANTITY and "indicator" in links.get(span.id, {})]


def _metric_rows(
    document: Document, kinds: Mapping[str, str], ids: Mapping[str, str], warnings: list[str]
) -> list[dict[str, Any]]:
    """A row for every quantity that is joined with an indicator, in their order; what is doubtful is added to the warnings."""
    links, spans, measured = linked(document), document.by_id(), _measured(document)
    metric_ids = {span.id: f"M{number}" for number, span in enumerate(measured, 1)}
    told = all("sentence" in (span.attributes.get("details") or {}) for span in measured)
    sentences = [] if told else sentence_spans(document.text)
    rows: list[dict[str, Any]] = []
    for span in measured:
        ends = links[span.id]
        fields, notes = _metric_fields(document, span, spans[ends["indicator"]], kinds[span.id], sentences)
        warnings += notes
        fields |= {tie: ids.get(ends[tie]) for tie in _TIES if tie in ends}
        fields |= {"part_of": metric_ids.get(ends["part_of"])} if "part_of" in ends else {}
        rows.append(fields | {"id": metric_ids[span.id], "quantity": ids[span.id]})
    return rows


def _rank(identifier: str) -> tuple[int, str]:
    digits = identifier.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (int(digits) if digits.isdecimal() else 0), identifier


def _place(document: Document, span: Span, ids: Mapping[str, str]) -> dict[str, Any]:
    return {"id": ids[span.id], "start": span.start, "end": span.end, "text": document.covered(span)}


def _metric_fields(
    document: Document, span: Span, indicator: Span, kind: str, sentences: list[tuple[int, int]]
) -> tuple[dict[str, Any], list[str]]:
    given = span.attributes
    details = given.get("details") or {}
    warnings = []
    if "measure" not in given:
        warnings.append(f"{span.id} ({document.covered(span)}): no measure was chosen; it follows from the kind")
    sentence = details.get("sentence")
    if sentence is None:
        sentence = sentence_at(sentences, span.start) or (span.start, span.end)
    return {
        "indicator": _indicator_fields(
            document, indicator, given.get("indicator_name"), details.get("indicator") or {}
        ),
        "measure": given.get("measure") or _MEASURES.get(kind, "level"),
        "direction": given.get("direction"),
        "basis": given.get("basis"),
        "basis_year": details.get("basis_year") if given.get("basis") else None,
        "status": given.get("status") or "actual",
        "period": _period(span, details.get("period"), warnings),
        "policy_area": _policy_area(given.get("area"), details.get("policy_area")),
        "peer_group": given.get("peer_group"),
        "sentence": {"start": sentence[0], "end": sentence[1]},
    }, warnings


def _indicator_fields(
    document: Document, indicator: Span, given: str | None, origin: Mapping[str, Any]
) -> dict[str, Any]:
    """An indicator; of one that a person moved or named anew, id and score are unknown."""
    words = document.covered(indicator)
    name = given or words
    moved = bool(origin) and origin.get("text") != words
    if moved and name == origin.get("name"):
        name = words
    kept = {} if moved or name != origin.get("name", name) else origin
    return {
        "text": words,
        "start": indicator.start,
        "end": indicator.end,
        "name": name,
        "id": kept.get("id"),
        "score": kept.get("score"),
    }


def _period(span: Span, origin: Mapping[str, Any] | None, warnings: list[str]) -> dict[str, Any] | None:
    given = span.attributes.get("period")
    if given is None:
        return None
    if origin and format_period(origin["start"], origin["end"]) == given:
        return dict(origin)
    try:
        first, last = parse_period(str(given))
    except ValueError as error:
        warnings.append(f"{span.id}: period {error}")
        return None
    return {"start": first, "end": last}


def _policy_area(given: str | None, origin: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    if origin and origin["id"] == given:
        return dict(origin)
    area = load_taxonomy().areas.get(given)
    return {
        "id": given,
        "name": area.name_zh if area else given,
        "score": 1.0,
        "evidence": [{"rule": "user:annotation"}],
    }


def _entity_fields(span: Span, text: str) -> dict[str, Any]:
    given = span.attributes
    details = given.get("details") or {}
    before, name_before, code_before = details.get("of") or [text, None, None]
    name, code = given.get("name") or text, given.get("kb_id")
    if before != text:  # the boundary was moved: what was known of the old words does not hold of the new
        name, code = (text if name == name_before else name), (None if code == code_before else code)
    return {
        "label": span.label,
        "subtype": given.get("subtype") or "other",
        "stage": given.get("stage"),
        "name": name,
        "kb_id": code,
        "policy_area": details.get("policy_area"),
        "score": details.get("score") if before == text and details.get("label") == span.label else None,
    }


def _section_finder(sections: list[dict[str, Any]]) -> Any:
    starts = [section["start"] for section in sections]

    def find(offset: int) -> str | None:
        index = bisect_right(starts, offset) - 1
        return sections[index]["id"] if index >= 0 and offset < sections[index]["end"] else None

    return find


def _from_window(document: Document) -> dict[str, Any]:
    """What a report can take over from a gold window."""
    window = document.meta.get("gold")
    if not window:
        return {"doc_id": document.id}
    start = window.get("start") or 0
    level = window.get("level")
    year = str(window.get("year") or "")
    return {
        "doc_id": window.get("doc") if start == 0 else document.id,
        "source": {"start": start, "end": start + len(document.text)},
        "region": window.get("region") or None,
        "level": level if level in ("national", "province", "city", "county", "township") else None,
        "year": int(year) if year.isdecimal() else None,
    }


def _first(error: ValidationError, rows: Mapping[str, list[dict[str, Any]]]) -> str:
    """The first thing that the models refuse, with the words it stands at."""
    problem = error.errors()[0]
    where = list(problem["loc"])
    item = ""
    if len(where) > 1 and where[0] in rows and isinstance(where[1], int):
        row = rows[str(where[0])][where[1]]
        item = f"{row['id']} ({row.get('text') or row['indicator']['text']}), " if row else ""
        where = where[2:]
    return f"{item}{'.'.join(map(str, where))}: {problem['msg']}, not {problem['input']!r}"
