"""What the layers before say about every character, as the input channels of the name network.

A channel is an array of small integers, one a character.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.gazetteer import Entry, gazetteer
from govreport_ie.extraction.entities.home import Home
from govreport_ie.extraction.entities.listed import Listed
from govreport_ie.extraction.records import Analysis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["CHANNELS", "channel_sums", "channels", "combined_channels", "without_home"]

CHANNELS: dict[str, int] = {"gazetteer": 19, "body": 7, "head": 5, "quantity": 3, "section": 8}
"""Name of a channel and its number of values; 0 is nothing.

gazetteer: beginning, inside and end of a listed name, of six kinds (full name far and near home, short name far and near,
other listed names, words that are no place).  body: the same for companies and other listed bodies.  head: the last words
of places, institutions, projects and of either of these two.  quantity: first and other characters.  section: its kind.
"""

_SECTIONS = ("title", "review", "plan", "self_government", "closing", "glossary", "boilerplate", "other")
_SECTION_NUMBERS = {kind: number for number, kind in enumerate(_SECTIONS)}
_OTHER_LEVELS = frozenset(("country", "abroad", "region"))
_HEAD_MARKS = {"INSTITUTION": b"\2", "PROJECT": b"\3", "X": b"\4"}
_NO_PLACE, _OTHER_PLACE = 5, 4
_FAR = np.arange(CHANNELS["gazetteer"], dtype=np.uint8)
for _near in (1, 3):
    _FAR[3 * _near + 1 : 3 * _near + 4] -= 3


def channels(analysis: Analysis, listed: Listed, home: Home) -> dict[str, NDArray[np.uint8]]:
    """The channels of a report.

    Args:
        analysis: an analysis with structure and quantities.
        listed: what of the lists stands in it.
        home: the region the report is about.
    """
    size = len(analysis.folded)
    found = {name: bytearray(size) for name in CHANNELS}  # whose slices are set faster than those of arrays
    entries = gazetteer().entries
    done = 0
    array = found["gazetteer"]
    kinds: dict[str, int] = {}
    for start, end, name in listed.places:
        if start < done:
            continue
        done = end
        kind = kinds.get(name)
        if kind is None:
            kind = kinds[name] = _place_kind(entries[name], home)
        _mark(array, start, end, kind)
    array = found["body"]
    for start, end, body in listed.bodies:
        _mark(array, start, end, int(body.subtype != "company"))
    array = found["head"]
    for start, end, _ in listed.place_heads:
        array[start:end] = b"\1" * (end - start)
    for start, end, head in listed.heads:
        array[start:end] = _HEAD_MARKS[head.label] * (end - start)
    array = found["quantity"]
    for quantity in analysis.quantities:
        array[quantity.start : quantity.end] = b"\1" + b"\2" * (quantity.end - quantity.start - 1)
    array = found["section"]
    for section in analysis.sections:
        number = _SECTION_NUMBERS.get(section.kind, 7)
        array[section.start : section.end] = bytes((number,)) * (section.end - section.start)
    return {name: np.frombuffer(array, np.uint8) for name, array in found.items()}


def _mark(array: bytearray, start: int, end: int, kind: int) -> None:
    array[start:end] = _mark_of(kind, end - start)


@lru_cache(maxsize=256)
def _mark_of(kind: int, size: int) -> bytes:
    """The beginning, the inside and the end of a name of some size; of one character only the beginning."""
    begin, inside, end = 3 * kind + 1, 3 * kind + 2, 3 * kind + 3
    return bytes((begin, *(size - 2) * (inside,), end)) if size > 1 else bytes((begin,))


def combined_channels(seen: Mapping[str, NDArray[np.uint8]], names: Sequence[str], size: int) -> NDArray[np.int32]:
    """One number a character that tells the values of several channels: a row of `channel_sums`.

    Args:
        seen: the channels.
        names: those that count.
        size: length of the text.
    """
    combined = np.zeros(size, np.int32)
    for name in names:
        combined *= CHANNELS[name]
        combined += seen[name]
    return combined


def channel_sums(tables: Sequence[NDArray[np.float32]], size: int) -> NDArray[np.float32]:
    """One table for several channels: the sum of their rows for every combination of their values.

    Args:
        tables: a table a channel.
        size: their width.
    """
    total = np.zeros((1, size), np.float32)
    for table in tables:
        total = (total[:, None] + table[None]).reshape(-1, size)
    return np.ascontiguousarray(total)


def without_home(gazetteer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The channel `gazetteer` as it is where nothing tells the home region: no name is near it.

    Args:
        gazetteer: the channel.
    """
    return _FAR[gazetteer]


def _place_kind(meanings: list[Entry], home: Home) -> int:
    if not meanings:
        return _NO_PLACE
    first = meanings[0]
    if first.level in _OTHER_LEVELS:
        return _OTHER_PLACE
    near = any(entry.code and home.nearness(entry.code) for entry in meanings)
    return 2 * (first.form == "short") + near
