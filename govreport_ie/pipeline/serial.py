"""Records as plain dicts (strings, integers, lists) and back: the form in which they live in ``SpanGroup.attrs``.

Every record becomes a dict keyed by its public id (Q3, M12 …); references between records are ids too, so a
group from which a user has removed or to which they have added spans still resolves.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from govreport_ie.extraction.records import (
    EntityRecord,
    MetricRecord,
    PolicyLink,
    QuantityRecord,
    SectionRecord,
    TemporalExpression,
)

__all__ = ["PREFIX", "from_dict", "times_from", "times_to", "to_dict"]

PREFIX = {"sections": "S", "quantities": "Q", "metrics": "M", "entities": "E"}
"""Layer name to the prefix of its ids."""

_REFERENCES = {
    "quantity": "Q",
    "list_start": "Q",
    "part_of": "M",
    "project": "E",
    "place": "E",
    "institution": "E",
    "section": "S",
}
_DECIMALS = frozenset({"value", "low", "high", "base_value", "multiplier"})
_TUPLES = frozenset({"row_header", "column_header", "period_months", "period_span", "path", "horizon", "chances"})
_TYPES: dict[str, Any] = {
    "sections": SectionRecord,
    "quantities": QuantityRecord,
    "metrics": MetricRecord,
    "entities": EntityRecord,
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    layer: {
        name: field.default
        for name, field in kind.__dataclass_fields__.items()
        if isinstance(field.default, (str, int, bool, tuple, type(None)))
    }
    for layer, kind in _TYPES.items()
}
_FIELDS: dict[str, tuple[str, ...]] = {layer: tuple(kind.__dataclass_fields__) for layer, kind in _TYPES.items()}


def to_dict(layer: str, record: Any) -> dict[str, Any]:
    """A record as a plain dict; fields that hold their default are left out.

    Args:
        layer: sections, quantities, metrics or entities.
        record: a record of that layer.
    """
    defaults = _DEFAULTS[layer]
    result: dict[str, Any] = {}
    for name in _FIELDS[layer]:
        value = getattr(record, name)
        if name in defaults and value == defaults[name]:
            continue
        if name in _DECIMALS:
            value = format(value, "f")
        elif name == "values":
            value = [format(member, "f") for member in value]
        elif name in _REFERENCES:
            value = f"{_REFERENCES[name]}{value + 1}" if value is not None and value >= 0 else None
        elif name == "policy":
            value = {
                "id": value.id,
                "sub_id": value.sub_id,
                "score": value.score,
                "evidence": value.evidence,
                "secondary": value.secondary,
                "name": value.name,
            }
        elif isinstance(value, tuple):
            value = list(value)
        if value is not None and value != {}:
            result[name] = value
    return result


def from_dict(layer: str, data: dict[str, Any], index_of: dict[str, int]) -> Any:
    """A record from its plain dict.

    Args:
        layer: sections, quantities, metrics or entities.
        data: what `to_dict` gave.
        index_of: id to list index of the records that still exist; references to others become None.

    Returns:
        The record, or None for a metric whose quantity no longer exists.
    """
    values = dict(data)
    for name in data:
        if name in _DECIMALS:
            values[name] = Decimal(values[name])
        elif name == "values":
            values[name] = tuple(Decimal(member) for member in values[name])
        elif name in _REFERENCES:
            values[name] = index_of.get(values[name], -1 if name == "list_start" else None)
        elif name in _TUPLES:
            values[name] = tuple(values[name])
        elif name == "policy":
            values[name] = PolicyLink(**values[name])
    if layer == "metrics" and values.get("quantity") is None:
        return None
    return _TYPES[layer](**values)


def times_to(expression: TemporalExpression) -> list[Any]:
    """A temporal expression as a plain list of its fields in their order."""
    months = expression.months
    return [
        expression.start,
        expression.end,
        expression.role,
        expression.first,
        expression.last,
        None if months is None else list(months),
        expression.shift,
        expression.form,
    ]


def times_from(cells: list[Any]) -> TemporalExpression:
    """A temporal expression from the list that `times_to` gave."""
    start, end, role, first, last, months, shift, form = cells
    return TemporalExpression(start, end, role, first, last, None if months is None else tuple(months), shift, form)
