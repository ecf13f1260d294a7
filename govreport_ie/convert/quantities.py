"""The amount of a QUANTITY span: kept as it came, computed again where an annotator has changed something."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from govreport_ie.convert.document import Span
from govreport_ie.convert.values import format_number, parse_number
from govreport_ie.errors import QuantityError
from govreport_ie.extraction.quantities import parse_quantity
from govreport_ie.extraction.quantities.units import base, unit_named
from govreport_ie.report.models import Quantity

__all__ = ["AMOUNT", "amount_attributes", "amount_fields"]

AMOUNT = ("kind", "value", "unit", "modifier", "redacted")
"""Attributes that say what the amount is."""

_DERIVED = ("unit", "base_value", "base_unit", "dimension", "role", "multiplier")


def amount_attributes(quantity: Quantity) -> dict[str, Any]:
    """The attributes of a quantity: what annotators see, and under ``derived`` what follows from it."""
    data = quantity.model_dump(mode="json")
    attributes = _present(
        kind=data["kind"],
        value=format_number(data["value"], data["low"], data["high"], data["values"]),
        unit=data["unit_text"] or None,
        modifier=data["modifier"],
        redacted=data["redacted"] or None,
    )
    return {
        **attributes,
        "derived": {"of": _basis(quantity.text, attributes), **_present(**{k: data[k] for k in _DERIVED})},
    }


def amount_fields(span: Span, text: str) -> tuple[dict[str, Any], list[str]]:
    """The fields of the quantity that a span is, and warnings.

    Args:
        span: a QUANTITY.  What its attributes do not say is read from its words; where the words or the attributes have
            changed since they came from us, the canonical unit and the base value are computed again.
        text: the words of the span.
    """
    attributes = {name: span.attributes[name] for name in AMOUNT if name in span.attributes}
    derived = dict(span.attributes.get("derived") or {})
    origin = derived.pop("of", None)
    warnings: list[str] = []
    if origin is not None and origin != _basis(text, attributes):
        if origin[1:] == _basis(text, attributes)[1:]:
            attributes = {}  # the boundary was moved and nothing else: the words decide
        origin = None
    if origin is not None:
        return {**_fields(attributes, warnings, span), **derived}, warnings
    read = _read(text)
    if "kind" not in attributes and "value" not in attributes and "unit" not in attributes:
        if read is None:
            warnings.append(f"{span.id} ({text}): no amount can be read from these words; kind and value are guesses")
        attributes = {**(read or {"kind": "count"}), **attributes}
    attributes.setdefault("kind", (read or {}).get("kind", "count"))
    fields = _fields(attributes, warnings, span)
    return {**fields, **_derive(fields, text)}, warnings


def _fields(attributes: dict[str, Any], warnings: list[str], span: Span) -> dict[str, Any]:
    number: Any = (None, None, None, None)
    if "value" in attributes and not attributes.get("redacted"):
        try:
            number = parse_number(str(attributes["value"]))
        except ValueError as error:
            warnings.append(f"{span.id}: value {error}")
    elif "value" in attributes:
        number = parse_number(str(attributes["value"]))
    value, low, high, values = number
    return {
        "kind": attributes["kind"],
        "value": value,
        "low": low,
        "high": high,
        "values": values,
        "unit_text": attributes.get("unit", ""),
        "modifier": attributes.get("modifier"),
        "redacted": bool(attributes.get("redacted", False)),
    }


def _read(text: str) -> dict[str, Any] | None:
    """The attributes that the words themselves give; None if they are not one quantity."""
    try:
        record = parse_quantity(text)
    except QuantityError:
        return None
    value, low, high = (None if part is None else format(part, "f") for part in (record.value, record.low, record.high))
    values = None if record.values is None else [format(part, "f") for part in record.values]
    return _present(
        kind=record.kind,
        value=format_number(value, low, high, values),
        unit=record.unit_text or None,
        modifier=record.modifier,
        redacted=record.redacted or None,
    )


def _derive(fields: dict[str, Any], text: str) -> dict[str, Any]:
    """Canonical unit, dimension and base value."""
    try:
        record = parse_quantity(text)
    except QuantityError:
        record = None
    if record is not None and (record.kind, record.unit_text) == (fields["kind"], fields["unit_text"]):
        name, dimension = record.unit, record.dimension
        unit = unit_named(name) if name else None
    else:
        unit = unit_named(fields["unit_text"]) if fields["unit_text"] else None
        name, dimension = (unit.id, unit.dimension) if unit else (None, None)
    result: dict[str, Any] = {"unit": name, "dimension": dimension}
    if unit is not None and unit.base_unit and fields["value"] is not None:
        amount = base(Decimal(fields["value"]), unit)
        result |= {"base_value": None if amount is None else format(amount, "f"), "base_unit": unit.base_unit}
    return result


def _basis(text: str, attributes: dict[str, Any]) -> list[Any]:
    """What canonical unit and base value follow from: words first, then what annotators set."""
    return [text, *(attributes.get(name) for name in ("kind", "value", "unit", "redacted"))]


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
