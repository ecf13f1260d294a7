"""Predictions in the forms that the evaluation accepts, brought to one.

A prediction is a `Report`, a Report's JSON form, or the flat form, which names the fields that are judged and nothing else.
Offsets are inside the document; a Report's ``doc_id`` is the ``doc`` of the gold windows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import EvaluationError
from govreport_ie.evaluation.gold import Span, Window, read_rows
from govreport_ie.pipeline.run import extract
from govreport_ie.report.models import Report

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "PredictedEntity",
    "PredictedMetric",
    "PredictedQuantity",
    "Prediction",
    "load_predictions",
    "predict_documents",
]


@dataclass(frozen=True, slots=True)
class PredictedQuantity:
    """A quantity as predicted; numbers are Decimals or decimal strings."""

    start: int
    end: int
    kind: str | None
    value: Any
    low: Any
    high: Any
    values: Sequence[Any] | None
    unit_text: str | None
    modifier: str | None
    redacted: bool


@dataclass(frozen=True, slots=True)
class PredictedMetric:
    """A metric as predicted, with the span of its quantity; period is ``2023``, ``2018-2022`` or None."""

    span: Span
    indicator: str | None
    name: str | None
    measure: str | None
    direction: str | None
    status: str | None
    period: str | None
    policy_area: str | None


@dataclass(frozen=True, slots=True)
class PredictedEntity:
    """An entity as predicted."""

    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that was predicted for one document."""

    doc: str | None
    quantities: tuple[PredictedQuantity, ...] = ()
    metrics: tuple[PredictedMetric, ...] = ()
    entities: tuple[PredictedEntity, ...] = ()


def load_predictions(source: str | Path | Iterable[Mapping[str, Any] | Report]) -> dict[str, Prediction]:
    """Read predictions in any accepted form.

    Args:
        source: a JSONL file, or an iterable of Reports, their JSON forms, or flat dicts.

    Returns:
        Document name to prediction; of several for one document the last one counts.

    Raises:
        EvaluationError: if the source cannot be read or a field is missing; the message names the line.
    """
    predictions: dict[str, Prediction] = {}
    for place, row in read_rows(source, "predictions"):
        try:
            prediction = _prediction(row)
        except KeyError as error:
            raise EvaluationError(f"{place}: the field {error} is missing") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise EvaluationError(f"{place}: neither a Report nor a flat prediction: {error}") from error
        if prediction.doc is None:
            raise EvaluationError(f"{place}: the report has no doc_id, so no gold window can be found for it")
        predictions[prediction.doc] = prediction
    return predictions


def _prediction(row: Any) -> Prediction:
    if isinstance(row, Prediction):
        return row
    if isinstance(row, Mapping):
        return _from_flat(row) if "doc" in row else _from_report_json(row)
    return _from_report(row)


def _from_flat(row: Mapping[str, Any]) -> Prediction:
    return Prediction(
        doc=row["doc"],
        quantities=tuple(map(_quantity_from_dict, row.get("quantities") or ())),
        metrics=tuple(
            PredictedMetric(
                span=(item["quantity"][0], item["quantity"][1]),
                indicator=item.get("indicator"),
                name=item.get("name"),
                measure=item.get("measure"),
                direction=item.get("direction"),
                status=item.get("status"),
                period=item.get("period"),
                policy_area=item.get("policy_area"),
            )
            for item in row.get("metrics") or ()
        ),
        entities=tuple(map(_entity_from_dict, row.get("entities") or ())),
    )


def _from_report_json(row: Mapping[str, Any]) -> Prediction:
    spans = {item["id"]: (item["start"], item["end"]) for item in row["quantities"]}
    metrics = []
    for item in row["metrics"]:
        indicator, period = item.get("indicator") or {}, item.get("period") or {}
        metrics.append(
            PredictedMetric(
                span=spans[item["quantity"]],
                indicator=indicator.get("text"),
                name=indicator.get("name"),
                measure=item.get("measure"),
                direction=item.get("direction"),
                status=item.get("status"),
                period=_period(period.get("start"), period.get("end")),
                policy_area=(item.get("policy_area") or {}).get("id"),
            )
        )
    return Prediction(
        doc=row["doc_id"],
        quantities=tuple(map(_quantity_from_dict, row["quantities"])),
        metrics=tuple(metrics),
        entities=tuple(map(_entity_from_dict, row["entities"])),
    )


def _from_report(report: Report, doc: str | None = None) -> Prediction:
    return Prediction(
        doc=doc if doc is not None else report.doc_id,
        quantities=tuple(
            PredictedQuantity(
                start=q.start,
                end=q.end,
                kind=q.kind,
                value=q.value,
                low=q.low,
                high=q.high,
                values=q.values,
                unit_text=q.unit_text,
                modifier=q.modifier,
                redacted=q.redacted,
            )
            for q in report.quantities
        ),
        metrics=tuple(
            PredictedMetric(
                span=(quantity.start, quantity.end),
                indicator=metric.indicator.text,
                name=metric.indicator.name,
                measure=metric.measure,
                direction=metric.direction,
                status=metric.status,
                period=_period(metric.period.start, metric.period.end) if metric.period else None,
                policy_area=metric.policy_area.id if metric.policy_area else None,
            )
            for metric, quantity in report.iter_rows()
        ),
        entities=tuple(PredictedEntity(e.start, e.end, e.label) for e in report.entities),
    )


def _quantity_from_dict(item: Mapping[str, Any]) -> PredictedQuantity:
    return PredictedQuantity(
        start=item["start"],
        end=item["end"],
        kind=item.get("kind"),
        value=item.get("value"),
        low=item.get("low"),
        high=item.get("high"),
        values=item.get("values"),
        unit_text=item.get("unit_text"),
        modifier=item.get("modifier"),
        redacted=bool(item.get("redacted")),
    )


def _entity_from_dict(item: Mapping[str, Any]) -> PredictedEntity:
    return PredictedEntity(item["start"], item["end"], item.get("label"))


def _period(start: int | None, end: int | None) -> str | None:
    if start is None:
        return None
    return str(start) if end in (None, start) else f"{start}-{end}"


def predict_documents(
    windows: Iterable[Window],
    docs_dirs: Sequence[Path],
    *,
    nlp: Language | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Prediction]:
    """Run the library on the whole documents of gold windows, each with the year of delivery that the gold states.

    Args:
        windows: gold windows.
        docs_dirs: folders to look for the documents in, first match wins.
        nlp: a pipeline from `govreport_ie.load`; the default stages when omitted.
        progress: called with the number of documents done and their total after each one.

    Returns:
        Document name to prediction.

    Raises:
        EvaluationError: if a document is not in the folders and its window is not the whole of it, or if the window
            is not where the gold says.
    """
    by_doc: dict[str, list[Window]] = {}
    for window in windows:
        by_doc.setdefault(window.doc, []).append(window)
    predictions = {}
    for number, (doc, its_windows) in enumerate(by_doc.items(), 1):
        report = extract(_document(doc, its_windows, docs_dirs), year=its_windows[0].year, doc_id=doc, nlp=nlp)
        predictions[doc] = _from_report(report, doc)
        if progress is not None:
            progress(number, len(by_doc))
    return predictions


def _document(doc: str, windows: Sequence[Window], docs_dirs: Sequence[Path]) -> str:
    for folder in docs_dirs:
        path = folder / doc
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(f"{path}: cannot read the document of {windows[0].id}: {error}") from error
        for window in windows:
            if text[window.start : window.end] != window.text:
                raise EvaluationError(
                    f"{path}: the text of window {window.id} does not stand at {window.start}–{window.end}; "
                    "is it the document that was labelled?"
                )
        return text
    if len(windows) == 1 and windows[0].start == 0:
        return windows[0].text
    looked = ", ".join(str(folder) for folder in docs_dirs) or "no folder"
    raise EvaluationError(
        f"the document {doc!r} of window {windows[0].id} was not found (looked in {looked}); "
        "say where the documents lie with --docs DIR (docs_dir=)"
    )
