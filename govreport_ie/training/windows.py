"""Documents and their labelled windows as arrays, which is what a network learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from govreport_ie.extraction.entities.network import LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["IGNORED", "Document", "Window", "window_tags"]

IGNORED = 255
"""Tag of a character that says nothing: of an optional name."""


@dataclass(slots=True)
class Document:
    """A report as arrays.

    Attributes:
        key: its name.
        folded: its folded text.
        channels: see `govreport_ie.extraction.entities.channels`.
        rules: the tags of the rules' names.
        rows: rows of its characters, set when the characters are chosen.
    """

    key: str
    folded: str
    channels: dict[str, NDArray[np.uint8]]
    rules: NDArray[np.uint8]
    rows: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))


@dataclass(slots=True)
class Window:
    """A labelled stretch of a document.

    Attributes:
        document: the document.
        start: offset of its first character.
        end: its end, exclusives last character.
        tags: the tags of its characters, `IGNORED` at optional names.
        entities: its gold entities.
    """

    document: Document
    start: int
    end: int
    tags: NDArray[np.uint8]
    entities: list[dict[str, Any]] = field(default_factory=list)


def window_tags(size: int, entities: Sequence[dict[str, Any]]) -> NDArray[np.uint8]:
    """The tags of a window: of the fullest spans, the longest name first.

    Args:
        size: length of the window.
        entities: gold entities: `start`, `end` (inside the window), `label`, `opt`.
    """
    tags = np.zeros(size, np.uint8)
    for entity in sorted(entities, key=lambda one: (not one["opt"], one["end"] - one["start"])):
        start, end = entity["start"], entity["end"]
        if entity["opt"]:
            tags[start:end] = IGNORED
            continue
        begin = 1 + 4 * LABELS.index(entity["label"])
        tags[start:end] = begin + 1
        tags[start], tags[end - 1] = begin, begin + 2
        if end - start == 1:
            tags[start] = begin + 3
    return tags
