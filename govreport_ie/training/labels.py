"""Labelled windows to learn from: gold files as everywhere else, read for their entities only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govreport_ie.errors import ReadError
from govreport_ie.extraction.entities.network import LABELS

__all__ = ["LabelledText", "LabelledWindow", "read_labels"]


@dataclass(slots=True)
class LabelledWindow:
    """A labelled stretch of a document.

    Attributes:
        start: offset of its first character in the document.
        end: its end, exclusives last character.
        entities: gold entities: `start`, `end` and `min` (inside the window), `label`, `opt`.
    """

    start: int
    end: int
    entities: list[dict[str, Any]]


@dataclass(slots=True)
class LabelledText:
    """A document with its labelled windows; one without windows is unlabelled text.

    Attributes:
        key: name of the document.
        text: its text.
        year: year of delivery, where known.
        region: what cross-validation must not split; what has none is never left out.
        windows: the labelled windows.
    """

    key: str
    text: str
    year: int | None = None
    region: str = ""
    windows: list[LabelledWindow] = field(default_factory=list)


def read_labels(gold: Path, docs: Path) -> list[LabelledText]:
    """The documents of a gold file with their labelled windows.

    Args:
        gold: JSONL, one window a line: `doc`, `start`, `end`, `entities`, and `year` and `region` where known.
        docs: folder of the documents.

    Raises:
        ReadError: if a file cannot be read, or a line is no window; the message names the line.
    """
    texts: dict[str, LabelledText] = {}
    try:
        lines = gold.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{gold}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, window = row["doc"], LabelledWindow(row["start"], row["end"], list(_checked(row["entities"])))
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{gold}, line {number}: not a labelled window: {error}") from error
        if name not in texts:
            try:
                text = (docs / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise ReadError(f"{gold}, line {number}: document {name}: {error}") from error
            year = str(row.get("year", ""))
            texts[name] = LabelledText(
                name, text, int(year) if len(year) == 4 and year.isdigit() else None, str(row.get("region") or name)
            )
        if not 0 <= window.start < window.end <= len(texts[name].text):
            raise ReadError(f"{gold}, line {number}: the window does not lie in the document {name}")
        texts[name].windows.append(window)
    return list(texts.values())


def _checked(entities: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for entity in entities:
        if entity["label"] not in LABELS:
            raise ValueError(f"label {entity['label']!r}; known: {', '.join(LABELS)}")
        yield {
            "start": int(entity["start"]),
            "end": int(entity["end"]),
            "min": list(entity.get("min") or (entity["start"], entity["end"])),
            "label": entity["label"],
            "opt": bool(entity.get("opt", False)),
        }
