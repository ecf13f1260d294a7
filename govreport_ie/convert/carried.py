"""What a tool cannot hold, packed beside the annotations, and put back when they return.

A payload lists every span as it was handed to the tool, with the attributes that the tool cannot hold.  On the way back
each span of the tool is paired with one of the payload: by the tool's own key where that is kept, else by label and
offsets, else by overlap, which finds spans whose boundary was moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from govreport_ie.convert.document import Document, Relation, Span
from govreport_ie.convert.schema import from_native, native, relation_between
from govreport_ie.errors import ConvertError

__all__ = ["KEY", "ToolSpan", "pack", "unpack"]

KEY = "govreport_ie"
"""Name under which the payload travels."""


@dataclass(slots=True)
class ToolSpan:
    """A span as a tool gives it back: its key there, and the attributes that the tool holds, as strings."""

    key: str
    label: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)


def pack(document: Document, keys: Mapping[str, str] | None = None, *, everything: bool = False) -> dict[str, Any]:
    """The payload of a document.

    Args:
        document: the document.
        keys: span id to the key of the span in the tool; the ids themselves when omitted.
        everything: also carry the attributes of our schema, for tools that have no attributes at all.
    """
    spans = []
    for span in document.spans:
        hidden = dict(span.attributes) if everything else native(span)[1]
        item: dict[str, Any] = {"id": span.id, "label": span.label, "start": span.start, "end": span.end}
        key = keys[span.id] if keys else span.id
        if key != span.id:
            item["key"] = key
        if hidden:
            item["attributes"] = hidden
        spans.append(item)
    return {"id": document.id, "meta": document.meta, "spans": spans}


def unpack(
    payload: Mapping[str, Any] | None,
    text: str,
    spans: Iterable[ToolSpan],
    relations: Iterable[tuple[str, str, str]],
    *,
    name: str,
    stable: bool = True,
) -> Document:
    """The document that a tool gives back.

    Args:
        payload: what `pack` made; None or without spans for documents that did not come from here.
        text: the text.
        spans: spans of the tool.
        relations: label, key of the source and key of the target; an empty label is inferred from the two spans.
        name: id of the document if the payload has none.
        stable: whether the tool keeps the keys of spans.

    Raises:
        ConvertError: if the payload is not one, or a relation leads to no span.
    """
    payload = payload or {}
    try:
        name = str(payload.get("id", name))
        meta = dict(payload.get("meta") or {})
        carried = [dict(item, key=str(item.get("key", item["id"]))) for item in payload.get("spans") or ()]
        _check(carried)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ConvertError(f"{name}: what {KEY} carried is damaged: {error!r}") from error
    kept, alias = _without_doubles(spans)
    partner = _pair(kept, carried, stable)
    taken = {item["id"] for item in partner.values()}
    result: dict[str, Span] = {}
    number = 0
    for span in kept:
        item = partner.get(span.key)
        if item is None:
            while f"N{number + 1}" in taken:
                number += 1
            number += 1
            identifier, attributes = f"N{number}", {}
        else:
            identifier = item["id"]
            attributes = dict(item.get("attributes") or {}) if item["label"] == span.label else {}
        result[span.key] = Span(
            identifier, span.label, span.start, span.end, {**attributes, **from_native(span.attributes)}
        )
    return Document(name, text, tuple(result.values()), tuple(_relations(name, relations, alias, result)), meta)


def _check(carried: list[dict[str, Any]]) -> None:
    for item in carried:
        if not (isinstance(item["label"], str) and isinstance(item["start"], int) and isinstance(item["end"], int)):
            raise ValueError(f"span {item['id']!r}")
        if not isinstance(item.get("attributes") or {}, dict):
            raise ValueError(f"attributes of {item['id']!r}")


def _without_doubles(spans: Iterable[ToolSpan]) -> tuple[list[ToolSpan], dict[str, str]]:
    """The spans without those that repeat another's label and offsets, and the key that stands for each key."""
    first: dict[tuple[str, int, int], ToolSpan] = {}
    alias: dict[str, str] = {}
    for span in spans:
        kept = first.setdefault((span.label, span.start, span.end), span)
        alias[span.key] = kept.key
        if kept is not span:
            kept.attributes = {**span.attributes, **kept.attributes}
    return list(first.values()), alias


def _pair(spans: list[ToolSpan], carried: list[dict[str, Any]], stable: bool) -> dict[str, dict[str, Any]]:
    """Key of a tool's span to the carried span that it was."""
    left = dict(enumerate(carried))
    pairs: dict[str, dict[str, Any]] = {}

    def match(index_of: Mapping[Any, int], key_of: Any) -> None:
        for span in spans:
            index = index_of.get(key_of(span))
            if span.key not in pairs and index is not None and index in left:
                pairs[span.key] = left.pop(index)

    if stable:
        match({item["key"]: index for index, item in left.items()}, lambda span: span.key)
    exact = {(item["label"], item["start"], item["end"]): index for index, item in left.items()}
    match(exact, lambda span: (span.label, span.start, span.end))
    moved = {}
    for span in spans:
        near = [
            index
            for index, item in left.items()
            if item["label"] == span.label and item["start"] < span.end and span.start < item["end"]
        ]
        if span.key not in pairs and len(near) == 1:
            moved[span.key] = near[0]
    match(moved, lambda span: span.key)
    return pairs


def _relations(
    name: str, relations: Iterable[tuple[str, str, str]], alias: Mapping[str, str], spans: Mapping[str, Span]
) -> Iterable[Relation]:
    for label, source_key, target_key in relations:
        try:
            source, target = spans[alias[source_key]], spans[alias[target_key]]
        except KeyError as error:
            raise ConvertError(f"{name}: a relation {label} leads to {error}, which is no span") from error
        label = label or relation_between(source.label, target.label) or "related"
        if source.id != target.id:
            yield Relation(label, source.id, target.id)
