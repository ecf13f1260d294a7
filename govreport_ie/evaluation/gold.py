"""Gold windows: the labelled stretches of documents that predictions are compared with.

The form is the one documented with the labels: one JSON object a line, offsets inside the window.  Everything
optional has a default, so that hand-written gold can stay short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govreport_ie.errors import EvaluationError

__all__ = ["GoldEntity", "GoldMetric", "GoldQuantity", "Reading", "Window", "load_gold", "read_rows"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldQuantity:
    """A labelled quantity; optional ones are neither rewarded nor punished."""

    key: int | str
    start: int
    end: int
    text: str
    kind: str
    value: str | list[str] | None
    unit: str
    modifier: str | None
    redacted: bool
    optional: bool
    other_kinds: tuple[str, ...]
    other_modifiers: tuple[str | None, ...]
    other_values: tuple[tuple[str | list[str] | None, str], ...]

    @property
    def span(self) -> Span:
        """Offsets inside the window."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Reading:
    """One accepted reading of an indicator: the smallest piece that must be there, and the fullest phrase."""

    least: str
    fullest: str


@dataclass(frozen=True, slots=True)
class GoldMetric:
    """What a labelled quantity measures; every ``other_`` field lists further accepted values."""

    quantity: GoldQuantity
    text: str
    readings: tuple[Reading, ...]
    names: tuple[str, ...]
    measure: str
    direction: str | None
    status: str
    period: str | None
    area: str | None
    other_measures: tuple[str, ...]
    other_directions: tuple[str | None, ...]
    other_statuses: tuple[str, ...]
    other_periods: tuple[str | None, ...]
    other_areas: tuple[str | None, ...]
    named: bool  # the span alone is not the full name, so the name is judged too


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A labelled entity: its fullest span and the least that an answer must cover."""

    start: int
    end: int
    least: Span
    text: str
    label: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A labelled stretch ``[start, end)`` of a document."""

    id: str
    doc: str
    start: int
    end: int
    text: str
    level: str | None
    region: str | None
    year: int | None
    quantities: tuple[GoldQuantity, ...]
    metrics: tuple[GoldMetric, ...]
    entities: tuple[GoldEntity, ...]


def read_rows(source: str | Path | Iterable[Any], what: str) -> Iterator[tuple[str, Any]]:
    """The objects of a JSONL file or of an iterable, each with words that say where it stands.

    Args:
        source: a path, or any iterable of objects.
        what: what the source holds, for messages (``gold``, ``predictions``).

    Yields:
        Pairs of a place (``gold.jsonl, line 3``) and the object.

    Raises:
        EvaluationError: if the file cannot be read or a line is not JSON.
    """
    if not isinstance(source, (str, Path)):
        for number, row in enumerate(source, 1):
            yield f"{what}, item {number}", row
        return
    path = Path(source)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot read the {what}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: the {what} must be JSON lines in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield f"{path}, line {number}", json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise EvaluationError(f"{path}, line {number}: not a JSON object: {error}") from error


def load_gold(source: str | Path | Iterable[Mapping[str, Any]]) -> list[Window]:
    """Read and check gold windows.

    Args:
        source: a JSONL file, or an iterable of its rows as dicts.

    Returns:
        The windows in order.

    Raises:
        EvaluationError: if the source cannot be read, a field is missing, or a span does not give its text; the
            message names the line and the item.
    """
    windows = []
    for place, row in read_rows(source, "gold"):
        if isinstance(row, Window):
            windows.append(row)
            continue
        if not isinstance(row, Mapping):
            raise EvaluationError(f"{place}: a gold window must be an object, not {type(row).__name__}")
        try:
            windows.append(_window(row))
        except KeyError as error:
            raise EvaluationError(f"{place}: the field {error} is missing") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise EvaluationError(f"{place}: {error}") from error
    if not windows:
        raise EvaluationError(f"{source if isinstance(source, (str, Path)) else 'gold'}: no gold windows in it")
    return windows


def _window(row: Mapping[str, Any]) -> Window:
    text, start = row["text"], int(row.get("start", 0))
    quantities = tuple(_quantity(index, item) for index, item in enumerate(row["quantities"]))
    by_key = {quantity.key: quantity for quantity in quantities}
    entities = tuple(_entity(item) for item in row["entities"])
    for item in (*quantities, *entities):
        if text[item.start : item.end] != item.text:
            raise ValueError(f"{item.text!r} does not stand at {item.start}–{item.end} of the window")
    year = row.get("year")
    return Window(
        id=str(row.get("id") or row["doc"]),
        doc=row["doc"],
        start=start,
        end=int(row.get("end", start + len(text))),
        text=text,
        level=row.get("level"),
        region=row.get("region"),
        year=int(year) if year not in (None, "") else None,
        quantities=quantities,
        metrics=tuple(_metric(item, by_key, text) for item in row["metrics"]),
        entities=entities,
    )


def _quantity(index: int, item: Mapping[str, Any]) -> GoldQuantity:
    return GoldQuantity(
        key=item.get("k", index),
        start=item["start"],
        end=item["end"],
        text=item["text"],
        kind=item["kind"],
        value=item["value"],
        unit=item.get("unit") or "",
        modifier=item.get("mod"),
        redacted=bool(item.get("redacted")),
        optional=bool(item.get("opt")),
        other_kinds=tuple(item.get("kind_ok") or ()),
        other_modifiers=tuple(item.get("mod_ok") or ()),
        other_values=tuple((value, unit or "") for value, unit in item.get("value_ok") or ()),
    )


def _metric(item: Mapping[str, Any], by_key: Mapping[int | str, GoldQuantity], text: str) -> GoldMetric:
    if item["q"] not in by_key:
        raise ValueError(f"the metric {item['text']!r} names quantity {item['q']!r}, which the window does not have")
    first, last = item["min"]
    readings = [Reading(text[first:last], item["text"])]
    for other in item.get("alt") or ():
        first, last = other["min"]
        readings.append(Reading(text[first:last], other["text"]))
    return GoldMetric(
        quantity=by_key[item["q"]],
        text=item["text"],
        readings=tuple(readings),
        names=(item.get("name") or "", *(item.get("name_ok") or ())),
        measure=item["measure"],
        direction=item.get("dir"),
        status=item["status"],
        period=item.get("period"),
        area=item["area"],
        other_measures=tuple(item.get("measure_ok") or ()),
        other_directions=tuple(item.get("dir_ok") or ()),
        other_statuses=tuple(item.get("status_ok") or ()),
        other_periods=tuple(item.get("period_ok") or ()),
        other_areas=tuple(item.get("area_ok") or ()),
        named=bool(item.get("name")),
    )


def _entity(item: Mapping[str, Any]) -> GoldEntity:
    least = item.get("min") or (item["start"], item["end"])
    return GoldEntity(
        start=item["start"],
        end=item["end"],
        least=(least[0], least[1]),
        text=item["text"],
        label=item["label"],
        optional=bool(item.get("opt")),
    )
