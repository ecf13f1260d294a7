"""The neutral form between formats: a text, labelled spans with attributes, and relations between spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govreport_ie.errors import ConvertError

__all__ = ["Document", "Relation", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of text.

    Attributes:
        id: unique in its document.
        label: QUANTITY, INDICATOR, PROJECT, PLACE, INSTITUTION, or a label of the user's own.
        start: offset of the first character (Unicode code points).
        end: end offset, exclusive.
        attributes: what is said about it: plain JSON values, none of them null.
    """

    id: str
    label: str
    start: int
    end: int
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int, str]:
        """What tells it from every other span of its document, and orders them."""
        return self.start, self.end, self.label


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A labelled arrow from one span to another, by their ids."""

    label: str
    source: str
    target: str


@dataclass(frozen=True)
class Document:
    """An annotated text.  Spans and relations are kept in one order, so that equal documents compare equal.

    Attributes:
        id: name of the document.
        text: the text, never changed.
        spans: labelled spans; no two have the same label and offsets.
        relations: relations between them.
        meta: what is known about the whole: plain JSON values.

    Raises:
        ConvertError: if a span does not lie in the text, two spans are the same, or a relation leads nowhere.

    Example:
        >>> text = "新建停车位1860个。"
        >>> spans = [Span("I1", "INDICATOR", 2, 5), Span("Q1", "QUANTITY", 5, 10, {"kind": "count"})]
        >>> document = Document("d", text, tuple(spans), (Relation("indicator", "Q1", "I1"),))
        >>> document.covered(document.spans[1])
        '1860个'
    """

    id: str
    text: str
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(sorted(self.spans, key=lambda span: (*span.key, span.id))))
        object.__setattr__(self, "relations", tuple(sorted(set(self.relations))))
        ids: set[str] = set()
        keys: set[tuple[int, int, str]] = set()
        for span in self.spans:
            if not 0 <= span.start < span.end <= len(self.text):
                raise ConvertError(
                    f"{self.id}: the {span.label} {span.id} at {span.start}–{span.end} does not lie in the text "
                    f"of {len(self.text)} characters"
                )
            if span.id in ids or span.key in keys:
                raise ConvertError(
                    f"{self.id}: the {span.label} {span.id} at {span.start}–{span.end} stands there twice"
                )
            ids.add(span.id)
            keys.add(span.key)
        for relation in self.relations:
            if relation.source == relation.target or not {relation.source, relation.target} <= ids:
                raise ConvertError(
                    f"{self.id}: the relation {relation.label} from {relation.source} to {relation.target} "
                    "does not join two spans of the document"
                )

    def covered(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def by_id(self) -> dict[str, Span]:
        """The spans by id."""
        return {span.id: span for span in self.spans}
