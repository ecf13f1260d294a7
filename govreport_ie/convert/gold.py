"""From a gold window to the neutral form and back.

Everything that annotators do not edit (accepted alternatives, readers) travels along, so a window that nobody has touched
comes back as it was.  A corrected report becomes a window too, whose document it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govreport_ie.convert.document import Document, Relation, Span
from govreport_ie.convert.quantities import amount_fields
from govreport_ie.convert.reports import linked
from govreport_ie.convert.schema import ENTITIES, INDICATOR, QUANTITY
from govreport_ie.convert.values import format_number
from govreport_ie.errors import ConvertError

__all__ = ["from_gold", "to_gold"]

_QUANTITY = {"kind": "kind", "unit": "unit", "mod": "modifier", "redacted": "redacted", "opt": "optional"}
_METRIC = {"name": "indicator_name", "measure": "measure", "dir": "direction", "status": "status", "period": "period"}
_METRIC |= {"area": "area"}
_OWN_QUANTITY = {"start", "end", "text", "value", *_QUANTITY}
_OWN_METRIC = {"q", "max", "min", "text", *_METRIC}
_OWN_ENTITY = {"start", "end", "text", "label", "opt", "min"}
_OWN_WINDOW = {"text", "quantities", "metrics", "entities"}


def from_gold(window: Mapping[str, Any]) -> Document:
    """The annotated document that a gold window is.

    Args:
        window: one line of a gold file.

    Raises:
        ConvertError: if a field is missing or a span is not in the window.
    """
    name = str(window.get("id") or window.get("doc") or "window")
    try:
        return _document(name, window)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, ConvertError):
            raise
        raise ConvertError(f"{name}: not a gold window: {error!r}") from error


def _document(name: str, window: Mapping[str, Any]) -> Document:
    text = window["text"]
    quantities = {item.get("k", index): (f"Q{index + 1}", item) for index, item in enumerate(window["quantities"])}
    attributes = {i: _quantity_attributes(item, n) for n, (i, item) in enumerate(quantities.values())}
    indicators: dict[tuple[int, int], str] = {}
    relations = []
    for number, metric in enumerate(window["metrics"]):
        identifier = quantities[metric["q"]][0]
        first, last = metric["max"]
        indicator = indicators.setdefault((first, last), f"I{len(indicators) + 1}")
        if "gold_metric" in attributes[identifier]:
            raise ConvertError(f"{name}: the quantity {metric['q']} has two metrics")
        attributes[identifier] |= _metric_attributes(metric, text, number)
        relations.append(Relation("indicator", identifier, indicator))
    spans = [Span(i, QUANTITY, item["start"], item["end"], attributes[i]) for i, item in quantities.values()]
    spans += [Span(identifier, INDICATOR, *place) for place, identifier in indicators.items()]
    for number, item in enumerate(window["entities"], 1):
        spans.append(Span(f"E{number}", item["label"], item["start"], item["end"], _entity_attributes(item, text)))
    meta = {key: value for key, value in window.items() if key not in _OWN_WINDOW}
    return Document(name, text, tuple(spans), tuple(relations), {"gold": meta})


def _quantity_attributes(item: Mapping[str, Any], number: int) -> dict[str, Any]:
    attributes = {ours: item[theirs] for theirs, ours in _QUANTITY.items() if item.get(theirs)}
    value = item["value"]
    if isinstance(value, (list, tuple)):
        value = format_number(None, values=value) if item["kind"] == "ratio" else format_number(None, *value)
    if value is not None:
        attributes["value"] = value
    attributes["gold_quantity"] = {
        "number": number,
        **{key: value for key, value in item.items() if key not in _OWN_QUANTITY},
    }
    return attributes


def _metric_attributes(metric: Mapping[str, Any], text: str, number: int) -> dict[str, Any]:
    attributes = {ours: metric[theirs] for theirs, ours in _METRIC.items() if metric.get(theirs)}
    (first, last), (least_first, least_last) = metric["max"], metric.get("min") or metric["max"]
    if (least_first, least_last) != (first, last):
        attributes["least"] = text[least_first:least_last]
    kept = {key: value for key, value in metric.items() if key not in _OWN_METRIC}
    attributes["gold_metric"] = {"number": number, "at": [first, last, least_first, least_last], **kept}
    return attributes


def _entity_attributes(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {"optional": True} if item.get("opt") else {}
    attributes["gold_entity"] = {
        "at": [item["start"], item["end"]],
        "min": list(item.get("min") or [item["start"], item["end"]]),
        **{key: value for key, value in item.items() if key not in _OWN_ENTITY},
    }
    return attributes


def to_gold(document: Document) -> dict[str, Any]:
    """The gold window that an annotated document is; one that did not come from a window is a window of its own.

    Raises:
        ConvertError: if a value of a quantity is no number.
    """
    spans, links = document.by_id(), linked(document)
    quantities = _in_kept_order([span for span in document.spans if span.label == QUANTITY], "gold_quantity")
    key_of = _keys(quantities)
    rows = [_quantity(document, span, key_of[span.id]) for span in quantities]
    kind_of = {span.id: row["kind"] for span, row in zip(quantities, rows, strict=True)}
    measured = _in_kept_order([span for span in quantities if "indicator" in links.get(span.id, {})], "gold_metric")
    metrics = [
        _metric(document, span, spans[links[span.id]["indicator"]], key_of[span.id], kind_of) for span in measured
    ]
    entities = sorted((s for s in document.spans if s.label in ENTITIES), key=lambda s: _number(s.id))
    return {
        **_window(document),
        "text": document.text,
        "quantities": rows,
        "metrics": metrics,
        "entities": [_entity(document, span) for span in entities],
    }


def _number(identifier: str) -> tuple[bool, int, str]:
    digits = identifier[1:]
    return identifier[:1] != "E", int(digits) if digits.isdecimal() else 0, identifier


def _in_kept_order(spans: list[Span], layer: str) -> list[Span]:
    """Spans as their window listed them; as they are if one of them came from no window."""
    placed: list[tuple[int, Span]] = []
    for span in spans:
        number = (span.attributes.get(layer) or {}).get("number")
        if not isinstance(number, int):
            return spans
        placed.append((number, span))
    return [span for _, span in sorted(placed, key=lambda pair: pair[0])]


def _keys(quantities: list[Span]) -> dict[str, Any]:
    """Span id to the key by which metrics name a quantity: the window's own, or its place where those do not tell all apart."""
    keys = [(span.attributes.get("gold_quantity") or {}).get("k") for span in quantities]
    if None in keys or len(set(map(str, keys))) < len(keys):
        keys = list(range(len(quantities)))
    return {span.id: key for span, key in zip(quantities, keys, strict=True)}


def _window(document: Document) -> dict[str, Any]:
    if "gold" in document.meta:
        return dict(document.meta["gold"])
    known = document.meta.get("report") or {}
    year = known.get("year")
    return {
        "id": document.id,
        "doc": known.get("doc_id") or document.id,
        "start": 0,
        "end": len(document.text),
        "level": known.get("level"),
        "region": known.get("region"),
        "year": None if year is None else str(year),
        "readers": 1,
    }


def _quantity(document: Document, span: Span, key: Any) -> dict[str, Any]:
    fields, warnings = amount_fields(span, document.covered(span))
    kept = dict(span.attributes.get("gold_quantity") or {})
    kept.pop("number", None)
    if any("is no number" in warning for warning in warnings):
        raise ConvertError(f"{document.id}: {'; '.join(warnings)}")
    value: Any = fields["value"]
    if fields["values"] is not None:
        value = list(fields["values"])
    elif fields["low"] is not None or fields["high"] is not None:
        value = [fields["low"], fields["high"]]
    return {
        "start": span.start,
        "end": span.end,
        "text": document.covered(span),
        "value": value,
        "unit": fields["unit_text"],
        "kind": fields["kind"],
        "mod": fields["modifier"],
        "redacted": fields["redacted"],
        "opt": bool(span.attributes.get("optional", False)),
        **kept,
        "k": key,
    }


def _metric(document: Document, span: Span, indicator: Span, key: Any, kind_of: Mapping[str, str]) -> dict[str, Any]:
    kept = dict(span.attributes.get("gold_metric") or {})
    kept.pop("number", None)
    at = kept.pop("at", None)
    first, last = indicator.start, indicator.end
    words, least = document.covered(indicator), span.attributes.get("least")
    if at and [first, last] == at[:2] and (least or words) == document.text[at[2] : at[3]]:
        smallest = [at[2], at[3]]
    elif least and least in words:
        smallest = [first + words.index(least), first + words.index(least) + len(least)]
    else:
        smallest = [first, last]
    fallback = {"measure": _fallback_measure(kind_of[span.id]), "status": "actual"}
    values = {theirs: span.attributes.get(ours, fallback.get(ours)) for theirs, ours in _METRIC.items()}
    return {"q": key, "max": [first, last], "min": smallest, "text": words, **values, "area_ok": [], **kept}


def _fallback_measure(kind: str) -> str:
    return {"percent": "share", "percentage_point": "points", "rank": "rank", "ratio": "ratio"}.get(kind, "level")


def _entity(document: Document, span: Span) -> dict[str, Any]:
    kept = dict(span.attributes.get("gold_entity") or {})
    at, least = kept.pop("at", None), kept.pop("min", None)
    if least is None or at != [span.start, span.end]:
        least = [span.start, span.end]
    return {
        "start": span.start,
        "end": span.end,
        "min": least,
        "text": document.covered(span),
        "label": span.label,
        "opt": bool(span.attributes.get("optional", False)),
        **kept,
    }
