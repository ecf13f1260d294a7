"""What an annotator can say: labels, attributes and relations, from which the tools' configuration files are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from govreport_ie.convert.document import Document, Span
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.report import objects

__all__ = [
    "COLORS",
    "ENTITIES",
    "FLAG",
    "RELATIONS",
    "Attribute",
    "Schema",
    "from_native",
    "kind_of",
    "native",
    "relation_between",
    "schema_of",
]

QUANTITY, INDICATOR = "QUANTITY", "INDICATOR"
ENTITIES = ("PROJECT", "PLACE", "INSTITUTION")

COLORS = {
    QUANTITY: "#7aa6c2",
    INDICATOR: "#d4a5d9",
    "PROJECT": "#f6bd60",
    "PLACE": "#84c5a5",
    "INSTITUTION": "#8fb8de",
}
"""Label to the colour that tools show it in; entities as in displaCy."""

RELATIONS: dict[str, tuple[str, str]] = {
    "indicator": (QUANTITY, INDICATOR),
    "part_of": (QUANTITY, QUANTITY),
    "project": (QUANTITY, "PROJECT"),
    "place": (QUANTITY, "PLACE"),
    "institution": (QUANTITY, "INSTITUTION"),
}
"""Relation to the labels of the spans it joins: what a quantity measures, of which it is a part, and what it is tied to."""

FLAG = "yes"
"""The one value of an attribute that is either there or not."""

Kind = Literal["choice", "text", "flag"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that an annotator can set on a span.

    Attributes:
        name: its name.
        kind: one of ``values`` (choice), free words (text), or there or not (flag).
        labels: labels of the spans that can have it.
        values: what can be chosen.
        hint: what it means, for the annotator.
    """

    name: str
    kind: Kind
    labels: tuple[str, ...]
    hint: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """Labels, attributes and relations of a set of documents."""

    labels: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    relations: tuple[str, ...]

    def color(self, label: str) -> str:
        """The colour of a label."""
        return COLORS.get(label, "#c9c9c9")


def _values(of: Any) -> tuple[str, ...]:
    return tuple(get_args(of))


@lru_cache(maxsize=1)
def _attributes() -> dict[str, Attribute]:
    areas = tuple(area.id for area in load_taxonomy().areas.values() if area.level <= 1)
    q = (QUANTITY,)
    subtypes = ("construction", "programme", "division", "zone", "settlement", "natural", "scenic", "government")
    subtypes += ("party", "school", "hospital", "company", "research", "culture", "other")
    attributes = (
        Attribute("kind", "choice", q, "kind of amount", _values(objects.QuantityKind)),
        Attribute("value", "text", q, "number in the plain unit: 6.5, a range 5~8, a ratio 11.8:48.3:39.9"),
        Attribute("unit", "text", q, "unit without 万 and 亿: 元, %, 个百分点, 亩"),
        Attribute("modifier", "choice", q, "hedge on the amount", _values(objects.Modifier)),
        Attribute("redacted", "flag", q, "digits are blanked out"),
        Attribute("measure", "choice", q, "how the indicator is measured", _values(objects.MeasureKind)),
        Attribute("direction", "choice", q, "direction of a change", _values(objects.Direction)),
        Attribute("basis", "choice", q, "what a change is relative to", _values(objects.Basis)),
        Attribute("status", "choice", q, "reported, estimated or promised", _values(objects.Status)),
        Attribute("period", "text", q, "year or years: 2023, 2018-2022"),
        Attribute("area", "choice", q, "policy area of what is measured", areas),
        Attribute("indicator_name", "text", q, "full name, where the marked words alone are not it"),
        Attribute("least", "text", q, "smallest piece of the indicator that an answer must contain"),
        Attribute("peer_group", "text", q, "group within which a rank or gap holds"),
        Attribute("subtype", "choice", ENTITIES, "finer class", subtypes),
        Attribute("stage", "choice", ("PROJECT",), "stage of the work", _values(objects.ProjectStage)),
        Attribute("name", "text", ENTITIES, "normalised name, where it is not the words themselves"),
        Attribute("kb_id", "text", ("PLACE",), "division code (GB/T 2260)"),
        Attribute("optional", "flag", (*q, *ENTITIES), "two careful readers could differ"),
    )
    return {attribute.name: attribute for attribute in attributes}


_CHOICE = re.compile(r"[A-Za-z0-9_.-]+")
_TEXT = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff])?"
)


def native(span: Span) -> tuple[dict[str, str], dict[str, Any]]:
    """The attributes of a span that a tool can show and change, as strings, and the rest, which must travel hidden.

    Example:
        >>> native(Span("Q1", "QUANTITY", 0, 1, {"kind": "count", "redacted": True, "derived": {"unit": "piece"}}))
        ({'kind': 'count', 'redacted': 'yes'}, {'derived': {'unit': 'piece'}})
    """
    shown: dict[str, str] = {}
    hidden: dict[str, Any] = {}
    for name, value in span.attributes.items():
        attribute = _attributes().get(name)
        if attribute is None or span.label not in attribute.labels:
            hidden[name] = value
        elif attribute.kind == "flag" and value is True:
            shown[name] = FLAG
        elif attribute.kind != "flag" and isinstance(value, str) and _shape(attribute).fullmatch(value):
            shown[name] = value
        else:
            hidden[name] = value
    return shown, hidden


def _shape(attribute: Attribute) -> re.Pattern[str]:
    return _CHOICE if attribute.kind == "choice" else _TEXT


def kind_of(name: str) -> Kind | None:
    """The kind of an attribute of our schema; None for another."""
    attribute = _attributes().get(name)
    return attribute.kind if attribute else None


def from_native(values: dict[str, str]) -> dict[str, Any]:
    """Attributes as a tool holds them, back to what they mean; empty values are left out."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        attribute = _attributes().get(name)
        if attribute is not None and attribute.kind == "flag":
            if value:
                result[name] = True
        elif value:
            result[name] = value
    return result


def relation_between(source: str, target: str) -> str | None:
    """The relation that an unnamed arrow between two labels must mean, in either direction; None if there is none."""
    for name, ends in RELATIONS.items():
        if {source, target} == set(ends):
            return name
    return None


def schema_of(documents: Iterable[Document]) -> Schema:
    """The schema that holds every label, chosen value and relation of documents, beside our own.

    Args:
        documents: the documents; values that they have and our lists do not (a taxonomy of the user's) are added.
    """
    labels: dict[str, None] = dict.fromkeys((QUANTITY, INDICATOR, *ENTITIES))
    relations: dict[str, None] = dict.fromkeys(RELATIONS)
    chosen: dict[str, dict[str, None]] = {
        name: dict.fromkeys(attribute.values) for name, attribute in _attributes().items()
    }
    for document in documents:
        relations.update(dict.fromkeys(relation.label for relation in document.relations))
        for span in document.spans:
            labels[span.label] = None
            for name, value in native(span)[0].items():
                if _attributes()[name].kind == "choice":
                    chosen[name][value] = None
    attributes = (replace(attribute, values=tuple(chosen[name])) for name, attribute in _attributes().items())
    return Schema(tuple(labels), tuple(attributes), tuple(relations))
