"""spaCy: a DocBin whose Docs hold our span groups, so that ``doc._.govreport`` and ``nlp.evaluate`` work on them.

Beside the groups, ``doc.ents`` holds the entities and ``doc.spans["sc"]`` every span, which is where spaCy's span
categorizer looks.  The whole annotated document travels in one more group; it counts as long as nobody has changed ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.vocab import Vocab

from govreport_ie.convert.document import Document, Relation, Span
from govreport_ie.convert.reports import from_report, to_report
from govreport_ie.errors import ConvertError, ReadError, WriteError
from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.records import (
    Analysis,
    EntityRecord,
    MetricRecord,
    Notice,
    PolicyLink,
    QuantityRecord,
    SectionRecord,
)
from govreport_ie.extraction.text import sentence_spans
from govreport_ie.pipeline.layers import GROUPS, report_of, write_layer
from govreport_ie.report.models import Metric, Report

__all__ = ["DOCUMENT", "from_doc", "read", "to_doc", "write", "write_config"]

DOCUMENT = "govreport_document"
"""Key of the group that holds the annotated document."""

TRAINING = "sc"


def to_doc(document: Document, vocab: Vocab) -> Doc:
    """The Doc of a document, one character a token.

    Raises:
        ConvertError: if no report can be made of it.
    """
    doc = Doc(vocab, words=list(document.text), spaces=[False] * len(document.text))
    analysis = _analysis(to_report(document))
    for layer in GROUPS:
        write_layer(doc, analysis, layer)
    spans = [_doc_span(doc, span) for span in document.spans]
    doc.spans[TRAINING] = SpanGroup(doc, name=TRAINING, spans=spans)
    form = json.dumps(asdict(document), ensure_ascii=False)
    doc.spans[DOCUMENT] = SpanGroup(doc, name=DOCUMENT, attrs={"document": form, "of": _fingerprint(doc)}, spans=[])
    return doc


def _doc_span(doc: Doc, span: Span) -> Any:
    from spacy.tokens import Span as DocSpan

    return DocSpan(doc, span.start, span.end, label=span.label, span_id=span.id)


def _fingerprint(doc: Doc) -> str:
    """What changes when a span or a record of our groups, or a span of ``doc.spans["sc"]``, changes."""
    spans = [[s.start_char, s.end_char, s.label_] for s in doc.spans[TRAINING]] if TRAINING in doc.spans else []
    return hashlib.sha256((report_of(doc).model_dump_json() + json.dumps(spans)).encode()).hexdigest()


def from_doc(doc: Doc, name: str) -> Document:
    """The annotated document that a Doc is.

    A Doc with our groups is read from them; one without (of another pipeline) from ``doc.spans["sc"]`` and ``doc.ents``.

    Args:
        doc: the Doc.
        name: id of the document if the Doc has none.
    """
    stored = _stored(doc)
    if stored is not None and doc.spans[DOCUMENT].attrs.get("of") == _fingerprint(doc):
        return stored
    if not any(key in doc.spans for key in GROUPS.values()):
        found = {(s.start_char, s.end_char, s.label_) for s in (*doc.spans.get(TRAINING, ()), *doc.ents)}
        spans = [Span(f"N{n}", label, start, end) for n, (start, end, label) in enumerate(sorted(found), 1)]
        return Document(name, doc.text, tuple(spans))
    made = from_report(report_of(doc), name)
    if stored is None:
        return made
    before = {span.key: span.attributes for span in stored.spans}
    spans = [Span(s.id, s.label, s.start, s.end, {**_extra(before.get(s.key, {})), **s.attributes}) for s in made.spans]
    return Document(stored.id, made.text, tuple(spans), made.relations, stored.meta)


def _extra(attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes that a report does not hold."""
    return {k: v for k, v in attributes.items() if k in ("optional", "least") or k.startswith("gold_")}


def _stored(doc: Doc) -> Document | None:
    if DOCUMENT not in doc.spans:
        return None
    try:
        data = json.loads(doc.spans[DOCUMENT].attrs["document"])
        spans = tuple(Span(**item) for item in data.pop("spans"))
        relations = tuple(Relation(**item) for item in data.pop("relations"))
        return Document(**data, spans=spans, relations=relations)
    except (KeyError, TypeError, ValueError) as error:
        raise ConvertError(f"the group {DOCUMENT} of a Doc is damaged: {error!r}") from error


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write a DocBin; spaCy does not distinguish predictions from annotations."""
    vocab = spacy.blank("zh").vocab
    docs = DocBin(docs=[to_doc(document, vocab) for document in documents], store_user_data=False)
    try:
        docs.to_disk(path)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Nothing: spaCy needs no labelling configuration."""
    return []


def read(path: Path) -> Iterator[Document]:
    """Read a DocBin.

    Raises:
        ReadError: if it cannot be read or is none.
    """
    vocab = spacy.blank("zh").vocab
    try:
        docs = list(DocBin().from_disk(path).get_docs(vocab))
    except Exception as error:  # zlib, msgpack and spaCy each have errors of their own for files that are none
        raise ReadError(f"{path}: not a DocBin: {error}") from error
    for number, doc in enumerate(docs, 1):
        yield from_doc(doc, f"{path.stem}-{number}")


def _analysis(report: Report) -> Analysis:
    """The records of a report."""
    analysis = new_analysis(report.text, year=report.year, region=report.region, doc_id=report.doc_id)
    analysis.level, analysis.title, analysis.warnings = (
        report.level,
        report.title,
        [Notice(**warning.model_dump()) for warning in report.warnings],
    )
    analysis.sentences = sentence_spans(report.text)
    analysis.sections = [
        SectionRecord(s.start, s.end, s.kind, s.heading, s.depth, policy_area=s.policy_area) for s in report.sections
    ]
    own = ("start", "end", "kind", "value", "low", "high", "values", "unit_text", "unit", "dimension", "base_value")
    own += ("base_unit", "modifier", "redacted")
    analysis.quantities = [
        QuantityRecord(**{n: getattr(q, n) for n in own}, hedge_start=q.start, hedge_end=q.end)
        for q in report.quantities
    ]
    own = ("start", "end", "label", "subtype", "stage", "name", "kb_id", "policy_area", "score")
    analysis.entities = [EntityRecord(**{n: getattr(e, n) for n in own}) for e in report.entities]
    index: dict[str | None, int] = {}
    for layer in (report.quantities, report.entities, report.metrics, report.sections):
        index |= {item.id: number for number, item in enumerate(layer)}
    analysis.metrics = [_metric_record(metric, index) for metric in report.metrics]
    return analysis


def _metric_record(metric: Metric, index: dict[str | None, int]) -> MetricRecord:
    same = ("measure", "direction", "basis", "basis_year", "status", "peer_group")
    record = MetricRecord(index[metric.quantity], **{name: getattr(metric, name) for name in same})
    for name in ("part_of", "project", "place", "institution", "section"):
        setattr(record, name, index.get(getattr(metric, name)))
    record.indicator_start, record.indicator_end = metric.indicator.start, metric.indicator.end
    record.indicator_name, record.indicator_id = metric.indicator.name, metric.indicator.id
    record.indicator_score = metric.indicator.score
    record.sentence_start, record.sentence_end = metric.sentence.start, metric.sentence.end
    if metric.period is not None:
        record.period_start, record.period_end = metric.period.start, metric.period.end
        record.period_months, record.period_text = metric.period.months, metric.period.text
    if metric.policy_area is not None:
        area = metric.policy_area
        evidence: list[dict[str, object]] = [item.model_dump() for item in area.evidence]
        record.policy = PolicyLink(area.id, area.sub_id, area.score, evidence, area.secondary, area.name)
    return record
