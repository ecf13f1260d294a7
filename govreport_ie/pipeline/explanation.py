"""Why an extracted object is what it is: the rules, lexicon entries and spans behind each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError, UnknownObjectError
from govreport_ie.extraction.engine import default_engine
from govreport_ie.extraction.metrics.heaviest import heaviest_features
from govreport_ie.extraction.metrics.ranker import packaged
from govreport_ie.extraction.records import Analysis, EntityRecord, MetricRecord, QuantityRecord, SectionRecord
from govreport_ie.extraction.text import sentence_at
from govreport_ie.report.assemble import assemble
from govreport_ie.report.models import Entity, Metric, Quantity, Report, Section

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Explanation", "Reason", "explain_object", "file_of_rule"]

# Entities and sections keep one rule, the one that found them; these fields are filled elsewhere.
_OTHER_STAGE = {
    ("entity", "stage"): "entities.stage_of_work:verb or heading around the name",
    ("entity", "policy_area"): "policy.regions:own words, else the metrics tied to it",
    ("section", "policy_area"): "policy.regions:heading, else its metrics",
}
_SHOWN_OF_SECTION = 40


@dataclass(frozen=True, slots=True)
class Reason:
    """What gave one field its value.

    Attributes:
        field: name of the field.
        value: its value, as text.
        rule: name of the rule (``package.module:rule``), with the lexicon entry after `` | `` where there is one.
        file: the file that holds the rule, relative to the package.
        text: the words in the report that decided, where the rule has such.
    """

    field: str
    value: str
    rule: str
    file: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A readable account of one object.

    Attributes:
        object_id: id of the object, or None for a rejected numeral.
        kind: metric, quantity, entity, section, or rejected.
        text: what the object covers.
        context: the sentence around it.
        reasons: one entry a field.
    """

    object_id: str | None
    kind: str
    text: str
    context: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        title = f"{self.object_id} ({self.kind})" if self.object_id else self.kind
        lines = [f"{title}: {self.text}", f"  in: {self.context}"]
        width = max((len(reason.field) for reason in self.reasons), default=0)
        for reason in self.reasons:
            words = f" from “{reason.text}”" if reason.text else ""
            lines.append(f"  {reason.field:<{width}} = {reason.value}{words}")
            lines.append(f"  {'':<{width}}   {reason.rule}  [{reason.file}]")
        return "\n".join(lines)


def file_of_rule(rule: str) -> str:
    """The file that holds a rule, relative to the package: ``quantities.hedges:before`` → extraction/quantities/hedges.py."""
    module = rule.split(":", 1)[0].split(" ", 1)[0]
    path = module.replace(".", "/") + ".py"
    return path if path.startswith("pipeline/") else f"extraction/{path}"


def explain_object(
    report: Report, target: str | int | Section | Quantity | Metric | Entity, *, nlp: Language | None = None
) -> Explanation:
    """Explain an object of a report; see `govreport_ie.explain`.

    The report is analysed again with what it knows of itself, because the trace of rules is not part of the public
    objects; extraction is deterministic, so the second analysis is the same as the first.
    """
    object_id = target if isinstance(target, str | int) else getattr(target, "id", None)
    if not isinstance(report, Report) or object_id is None:
        raise ConfigError("explain takes a Report, and an object of it, an id (M12) or an offset into its text")
    if isinstance(object_id, int):
        return _explain_offset(_analyse_again(report, nlp), object_id)
    if object_id == "genre":
        return _explain_genre(_analyse_again(report, nlp))
    object_id = report[object_id.upper()].id
    analysis = _analyse_again(report, nlp)
    prefix, number = object_id[:1], object_id[1:]
    layer = {
        "M": analysis.metrics,
        "Q": analysis.quantities,
        "E": analysis.entities,
        "S": analysis.sections,
    }.get(prefix)
    if layer is None or int(number) > len(layer):
        raise UnknownObjectError(
            f"{object_id} is not there when the report is analysed again: give the pipeline it came from"
        )
    record = layer[int(number) - 1]
    public = assemble(analysis)[object_id]
    if isinstance(record, MetricRecord):
        return _explain_metric(analysis, record, object_id, public)
    if isinstance(record, QuantityRecord):
        return _explain_quantity(analysis, record, object_id, public)
    if isinstance(record, EntityRecord):
        return _explain_entity(analysis, record, object_id, public)
    return _explain_section(analysis, record, object_id, public)


def _chances(record: EntityRecord) -> str:
    """What the score of an entity is made of."""
    if record.score is None:
        return ""
    if record.chances is None:
        return "entities.rulebook:precision of the rule"
    weakest, mean = record.chances
    voted = record.rule != "entities.naming:network"
    parts = f"weakest character {weakest:.3f}, mean {mean:.3f}" + (", a rule agrees" if voted else "")
    return f"entities.naming:calibration | {parts}"


def _analyse_again(report: Report, nlp: Language | None) -> Analysis:
    # the genre is recognised again, to tell by what; only one that was given is given again
    analysis = _analysed(report, nlp, None)
    return analysis if analysis.genre == report.genre else _analysed(report, nlp, report.genre)


def _analysed(report: Report, nlp: Language | None, genre: str | None) -> Analysis:
    known: dict[str, Any] = {name: getattr(report, name) for name in ("year", "region", "doc_id", "title")}
    known["genre"] = genre
    if nlp is None:
        return default_engine().analyse(report.text, **known)
    from govreport_ie.pipeline.layers import META, read_analysis

    doc = nlp.make_doc(report.text)
    doc._.set(META, known)
    return read_analysis(nlp(doc))


def _explain_genre(analysis: Analysis) -> Explanation:
    """The document as a whole: its genre, and the year, which set the frame of time and status."""
    reasons = []
    for name, value, rule in (
        ("genre", analysis.genre, analysis.genre_rule),
        ("year", analysis.delivered or analysis.year, analysis.year_rule),
    ):
        if rule:
            rule, _, words = rule.partition(" | ")
            rule = "structure.identity:given" if rule == "given" else rule
            reasons.append(Reason(name, str(value), rule, file_of_rule(rule), words or None))
    text = analysis.title or analysis.text[:40]
    return Explanation("genre", "document", text, text, tuple(reasons))


def _explain_offset(analysis: Analysis, offset: int) -> Explanation:
    for index, quantity in enumerate(analysis.quantities):
        if quantity.start <= offset < quantity.end:
            public = assemble(analysis)[f"Q{index + 1}"]
            return _explain_quantity(analysis, quantity, f"Q{index + 1}", public)
    for rejected in analysis.rejected:
        if rejected.start <= offset < rejected.end:
            text = analysis.text[rejected.start : rejected.end]
            reason = Reason("rejected", "no quantity", rejected.rule, file_of_rule(rejected.rule), text)
            context = _context(analysis, rejected.start, rejected.end)
            return Explanation(None, "rejected numeral", text, context, (reason,))
    raise UnknownObjectError(f"no number at offset {offset}")


def _explain_quantity(analysis: Analysis, record: QuantityRecord, object_id: str, public: Any) -> Explanation:
    # the rule that read the span gave the number with it: one value, the ends of a range, or the members of a:b
    numbers = [name for name in ("value", "values", "low", "high") if getattr(public, name) is not None] or ["value"]
    rules = dict(record.rules)
    span = rules.pop("span", "")
    fields = [*((name, span) for name in numbers), *rules.items()]
    return _explanation(analysis, record.start, record.end, object_id, "quantity", public, fields)


def _explain_metric(analysis: Analysis, record: MetricRecord, object_id: str, public: Any) -> Explanation:
    fields = [item for item in record.rules.items() if item[0] != "policy_area"]
    quantity = analysis.quantities[record.quantity]
    result = _explanation(analysis, quantity.start, quantity.end, object_id, "metric", public, fields)
    reasons = list(result.reasons)
    for feature in heaviest_features(analysis, record, packaged()):
        rule = f"metrics.ranker:weight | {feature}"
        reasons.append(Reason("indicator_score", f"{record.indicator_score:.2f}", rule, file_of_rule(rule)))
    if record.policy is not None:
        for evidence in record.policy.evidence:
            rule = str(evidence["rule"])
            value = f"{record.policy.sub_id or record.policy.id} ({record.policy.score:.2f})"
            words = evidence.get("text")
            reasons.append(Reason("policy_area", value, rule, file_of_rule(rule), str(words) if words else None))
    return Explanation(object_id, "metric", result.text, result.context, tuple(reasons))


def _explain_entity(analysis: Analysis, record: EntityRecord, object_id: str, public: Any) -> Explanation:
    fields = [("label", record.rule), *((name, record.link or record.rule) for name in ("subtype", "name", "kb_id"))]
    fields += [(name, _OTHER_STAGE["entity", name]) for name in ("stage", "policy_area")]
    fields.append(("score", _chances(record)))
    return _explanation(analysis, record.start, record.end, object_id, "entity", public, fields)


def _explain_section(analysis: Analysis, record: SectionRecord, object_id: str, public: Any) -> Explanation:
    names = ("kind", "heading", "depth", "policy_area")
    fields = [(name, _OTHER_STAGE.get(("section", name), record.rule)) for name in names]
    end = min(record.end, record.start + _SHOWN_OF_SECTION)
    return _explanation(analysis, record.start, end, object_id, "section", public, fields)


def _explanation(
    analysis: Analysis,
    start: int,
    end: int,
    object_id: str,
    kind: str,
    public: Any,
    fields: list[tuple[str, str]],
) -> Explanation:
    reasons: list[Reason] = []
    for name, rule in fields:
        if not rule:
            continue
        value = getattr(public, name, None)
        if value is None and name not in ("value", "direction", "period"):
            continue
        shown, words = _shown(name, value)
        reasons.append(Reason(name, shown, rule, file_of_rule(rule), words))
    return Explanation(object_id, kind, analysis.text[start:end], _context(analysis, start, end), tuple(reasons))


def _shown(name: str, value: Any) -> tuple[str, str | None]:
    if value is None:
        return "null", None
    if name == "indicator":
        return value.name + (f" [{value.id}]" if value.id else ""), value.text
    if name == "period":
        years = str(value.start) if value.start == value.end else f"{value.start}-{value.end}"
        return years, value.text
    if isinstance(value, list | tuple):
        return " ".join(_shown(name, part)[0] for part in value), None
    return (format(value, "f") if hasattr(value, "as_tuple") else str(value)), None


def _context(analysis: Analysis, start: int, end: int) -> str:
    sentence = sentence_at(analysis.sentences, start) or (max(0, start - 30), end + 30)
    begin, stop = max(sentence[0], start - 60), min(sentence[1], end + 60)
    return analysis.text[begin:stop].replace("\n", " ").strip()
