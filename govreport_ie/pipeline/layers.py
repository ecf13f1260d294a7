"""The layers of an analysis in a spaCy Doc: written to ``doc.spans``, read back from it.

Each layer is a span group ``govreport_<layer>``.  Its spans have the record's id as ``span.id_`` and a label;
everything else stands in ``group.attrs["records"]`` as plain dicts keyed by that id, because plain dicts in the
attributes of a group survive to_bytes, DocBin, copies and worker processes, and ``span._`` does not tell two
spans with equal offsets apart.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from govreport_ie.errors import QuantityError
from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.quantities import parse_quantity
from govreport_ie.extraction.records import Analysis, Notice, RejectedRecord
from govreport_ie.extraction.text import clauses_of
from govreport_ie.pipeline.serial import PREFIX, from_dict, times_from, times_to, to_dict
from govreport_ie.report.assemble import assemble
from govreport_ie.report.models import SCHEMA_VERSION, Entity, Metric, Quantity, Report, Section

__all__ = ["GROUPS", "META", "forget_layer", "read_analysis", "register_extensions", "report_of", "write_layer"]

GROUPS = {layer: f"govreport_{layer}" for layer in PREFIX}
"""Layer name to the key of its group in ``doc.spans``."""

META = "govreport_meta"
"""Name of the Doc extension with year, region, doc_id, genre and title given by the user."""

_INSIDE_SENTENCE = np.uint64(2**64 - 1)  # spaCy's -1: no sentence starts here

_META_FIELDS = (
    "doc_id", "year", "region", "level", "title", "year_rule", "genre", "genre_rule", "reviewed_year", "planned_year", "forward",
    "leanings",
)  # fmt: skip


_Item = tuple[str, dict[str, Any]]
"""Id and record of a span."""


def read_analysis(doc: Doc) -> Analysis:
    """The analysis that the groups of a Doc hold.

    Spans that a user has added to a group become records with their label; records whose span was removed are gone.

    Raises:
        TextError: if the text is no valid Unicode string.
    """
    given: dict[str, Any] = dict(doc._.get(META) or {}) if Doc.has_extension(META) else {}
    known = {name: given.get(name) for name in ("year", "region", "doc_id", "genre", "title")}
    analysis = new_analysis(doc.text, **known)
    groups = {layer: doc.spans[key] for layer, key in GROUPS.items() if key in doc.spans}
    if "sections" in groups:
        _read_structure(analysis, groups["sections"].attrs)
    _read_records(analysis, doc, groups)
    if "quantities" in groups:
        rejected = groups["quantities"].attrs.get("rejected", [])
        analysis.rejected = [RejectedRecord(start, end, rule) for start, end, rule in rejected]
    return analysis


def _read_records(analysis: Analysis, doc: Doc, groups: dict[str, SpanGroup]) -> None:
    """Fill the layers with the records of the groups; what one record says of another becomes an index again."""
    kept: dict[str, list[_Item]] = {}
    index_of: dict[str, int] = {}
    for layer, group in groups.items():
        items = _items(doc, layer, group)
        if layer == "metrics":
            items = [(i, d) for i, d in items if d.get("quantity") in index_of]
        else:
            items.sort(key=lambda item: (item[1]["start"], item[1]["end"]))
        kept[layer] = items
        index_of.update({record_id: index for index, (record_id, _) in enumerate(items) if record_id})
    for layer, items in kept.items():
        getattr(analysis, layer).extend(from_dict(layer, data, index_of) for _, data in items)


def _read_structure(analysis: Analysis, attrs: dict[str, Any]) -> None:
    """What the group of sections holds beside its records: facts of the document, sentences, times, warnings."""
    for name, value in attrs.get("meta", {}).items():
        setattr(analysis, name, value)
    analysis.sentences = [(start, end) for start, end in attrs.get("sentences", [])]
    analysis.clauses = clauses_of(analysis.folded, analysis.sentences)
    analysis.times = [times_from(cells) for cells in attrs.get("times", [])]
    analysis.warnings = [Notice(**notice) for notice in attrs.get("warnings", [])]


def _items(doc: Doc, layer: str, group: SpanGroup) -> list[_Item]:
    """Id and record of every span of a group, read anew for spans that have none."""
    records: dict[str, dict[str, Any]] = group.attrs.get("records", {})
    if not len(doc):  # its one section has no character, and spaCy cannot copy a span without a token
        return list(records.items())
    found = [(span.id_, records.get(span.id_) or _record_of_new_span(layer, span)) for span in group]
    return [(identifier, record) for identifier, record in found if record is not None]


def _record_of_new_span(layer: str, span: Span) -> dict[str, Any] | None:
    """A minimal record for a span that somebody else put into a group."""
    if layer == "entities":
        return {"start": span.start_char, "end": span.end_char, "label": span.label_, "rule": "user:span"}
    if layer == "quantities":
        try:
            record = parse_quantity(span.text)
        except QuantityError:
            return None
        shift = span.start_char
        record.start, record.end = record.start + shift, record.end + shift
        record.hedge_start, record.hedge_end = span.start_char, span.end_char
        return to_dict(layer, record)
    return None


def forget_layer(doc: Doc, layer: str) -> None:
    """Remove the group of a layer, and of entities the spans that it put into ``doc.ents``."""
    group = doc.spans.pop(GROUPS[layer], None)
    if layer == "entities" and group is not None:
        ours = {(span.start, span.end, span.label) for span in group}
        doc.set_ents([span for span in doc.ents if (span.start, span.end, span.label) not in ours])


def write_layer(doc: Doc, analysis: Analysis, layer: str) -> None:
    """Write one layer of an analysis to its group, and entities to ``doc.ents`` too."""
    records = {f"{PREFIX[layer]}{number}": record for number, record in enumerate(getattr(analysis, layer), 1)}
    spans = _spans(doc, layer, records)
    attrs: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "records": {record_id: to_dict(layer, record) for record_id, record in records.items()},
    }
    if layer == "sections":
        attrs["meta"] = {name: getattr(analysis, name) for name in _META_FIELDS}
        attrs["sentences"] = [list(span) for span in analysis.sentences]
        attrs["times"] = [times_to(expression) for expression in analysis.times]
        attrs["warnings"] = [asdict(notice) for notice in analysis.warnings]
        _set_sentences(doc, analysis.sentences)
    elif layer == "quantities":
        attrs["rejected"] = [[r.start, r.end, r.rule] for r in analysis.rejected]
    doc.spans[GROUPS[layer]] = SpanGroup(doc, name=GROUPS[layer], attrs=attrs, spans=spans)
    if layer == "entities":
        doc.set_ents(filter_spans([*spans, *doc.ents]))


def _spans(doc: Doc, layer: str, records: dict[str, Any]) -> list[Span]:
    """The spans of the records of a layer by id, on whatever tokens the Doc has."""
    if not len(doc):
        return []
    characters = len(doc) == len(doc.text)
    spans: list[Span | None] = []
    for record_id, record in records.items():
        start, end, label = _span_of(layer, record)
        code = (record.kb_id or "") if layer == "entities" else ""
        if characters:
            spans.append(Span(doc, start, end, label=label, kb_id=code, span_id=record_id))
        else:
            spans.append(doc.char_span(start, end, label, code, alignment_mode="expand", span_id=record_id))
    return [span for span in spans if span is not None]


def _span_of(layer: str, record: Any) -> tuple[int, int, str]:
    """Start, end and label of a record."""
    if layer == "metrics":
        return record.indicator_start, record.indicator_end, record.measure
    return record.start, record.end, record.label if layer == "entities" else record.kind


def _set_sentences(doc: Doc, sentences: list[tuple[int, int]]) -> None:
    """Mark the sentences in ``doc.sents``, unless another component has done so.

    Sentences of spaCy leave no gaps: blanks belong to the sentence before them, those at the start of the text to the first;
    a token that two sentences share belongs to the first.
    """
    if len(doc) == 0 or doc.has_annotation("SENT_START"):
        return
    starts = np.full(len(doc), _INSIDE_SENTENCE, dtype=np.uint64)
    starts[0] = 1
    offsets = doc.to_array("IDX")
    starts[np.minimum(np.searchsorted(offsets, [start for start, _ in sentences[1:]]), len(doc) - 1)] = 1
    doc.from_array(["SENT_START"], cast(Any, starts.reshape(-1, 1)))


def report_of(doc: Doc) -> Report:
    """The `Report` of a processed Doc."""
    return assemble(read_analysis(doc))


def _json_of(doc: Doc) -> dict[str, Any]:
    return report_of(doc).model_dump(mode="json")


def _object_of(span: Span) -> Section | Quantity | Metric | Entity | None:
    """The public object of a span of one of our groups."""
    if not span.id_:
        return None
    try:
        return report_of(span.doc)[span.id_]
    except KeyError:
        return None


def register_extensions() -> None:
    """Register ``doc._.govreport``, ``doc._.govreport_json``, ``doc._.govreport_meta`` and ``span._.govreport`` (again, harmlessly)."""
    if not Doc.has_extension(META):
        Doc.set_extension(META, default=None)
    Doc.set_extension("govreport", getter=report_of, force=True)
    # what Doc.to_json takes: it refuses attributes that are no plain data
    Doc.set_extension("govreport_json", getter=_json_of, force=True)
    Span.set_extension("govreport", getter=_object_of, force=True)
