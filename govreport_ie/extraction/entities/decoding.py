"""From probabilities of tags to names: the best well-formed sequence, and how sure each name is.

Where the most probable tag of every character already makes well-formed names, that is the best sequence.  Only the stretches
where it does not are searched (Viterbi), all at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.network import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["best_tags", "name_spans", "tags_of"]

_CLOSED = np.array([tag[0] in "OES" for tag in TAGS])
_OPENING = np.array([tag[0] in "OBS" for tag in TAGS])
_FORBIDDEN = np.float32(-1e9)
_CERTAIN = 4.0  # an outside tag that leads by this much is no part of a name
_LONGEST = 160
_BEGIN, _INSIDE, _END = ([1 + 4 * label + place for label in range(len(LABELS))] for place in range(3))


def _allowed() -> NDArray[np.bool_]:
    """What tag may follow what."""
    allowed = np.outer(_CLOSED, _OPENING)
    for begin, inside, end in zip(_BEGIN, _INSIDE, _END, strict=True):
        for first in (begin, inside):
            allowed[first, inside] = allowed[first, end] = True
    return allowed


_ALLOWED = _allowed()
_CLOSED_TAGS = np.flatnonzero(_CLOSED)
_CONTINUED = np.array([tag[0] in "IE" for tag in TAGS])


def best_tags(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best well-formed sequence of tags.

    Args:
        scores: log-probabilities (of any norm), characters x tags.
    """
    tags = scores.argmax(1)
    size = len(tags)
    if not size:
        return tags
    broken = np.zeros(size, bool)
    wrong = np.flatnonzero(~_ALLOWED[tags[:-1], tags[1:]])
    broken[wrong] = broken[wrong + 1] = True
    broken[0] |= not _OPENING[tags[0]]
    broken[-1] |= not _CLOSED[tags[-1]]
    if not broken.any():
        return tags
    second = scores[:, 1].copy()
    for tag in range(2, scores.shape[1]):  # faster than the maximum along the short axis
        np.maximum(second, scores[:, tag], out=second)
    certain = scores[:, 0] - second >= _CERTAIN
    certain &= ~broken
    # a stretch runs from one certain outside tag to the next, and is searched if something in it is broken
    edges = np.flatnonzero(certain)
    wanted = np.searchsorted(edges, np.flatnonzero(broken))
    starts, ends = np.r_[0, edges + 1], np.r_[edges, size]
    stretches: list[tuple[int, int]] = []
    for number in np.unique(wanted).tolist():
        start, end = int(starts[number]), int(ends[number])
        stretches += [(at, min(end, at + _LONGEST)) for at in range(start, end, _LONGEST)]
    _search(scores, stretches, tags)
    return tags


def _search(scores: NDArray[np.float32], stretches: list[tuple[int, int]], tags: NDArray[np.int64]) -> None:
    """Viterbi over stretches of about one length side by side; writes the best tags."""
    stretches.sort(key=lambda stretch: stretch[0] - stretch[1])
    first = 0
    while first < len(stretches):
        length = stretches[first][1] - stretches[first][0]
        last = first
        while last < len(stretches) and 2 * (stretches[last][1] - stretches[last][0]) >= length:
            last += 1
        _search_group(scores, stretches[first:last], length, tags)
        first = last


def _search_group(
    scores: NDArray[np.float32], stretches: list[tuple[int, int]], length: int, tags: NDArray[np.int64]
) -> None:
    starts = np.array([start for start, _ in stretches])
    sizes = np.array([end - start for start, end in stretches])
    offsets = np.arange(length)[:, None]
    inside = offsets < sizes
    emitted = scores[np.minimum(starts + offsets, len(scores) - 1)].copy()
    emitted[~inside] = _FORBIDDEN  # behind the end of a shorter stretch only the outside tag
    emitted[~inside, 0] = 0.0
    columns = np.arange(len(stretches))
    # a tag that opens or is outside follows the best closed one; an inside or end follows the begin or inside of its label
    after_closed = np.empty((length, len(stretches)), np.int64)
    from_inside = np.empty((length, len(stretches), len(LABELS)), bool)
    best = np.where(_OPENING, emitted[0], _FORBIDDEN)
    for at in range(1, length):
        closed = best[:, _CLOSED_TAGS]
        chosen = closed.argmax(1)
        after_closed[at] = _CLOSED_TAGS[chosen]
        began, went_on = best[:, _BEGIN], best[:, _INSIDE]
        np.greater(went_on, began, out=from_inside[at])
        within = np.maximum(went_on, began)
        best = emitted[at] + closed[columns, chosen][:, None]
        best[:, _INSIDE] = emitted[at][:, _INSIDE] + within
        best[:, _END] = emitted[at][:, _END] + within
    current = np.where(_CLOSED, best, _FORBIDDEN).argmax(1)
    for at in range(length - 1, -1, -1):
        part = inside[at]
        tags[(starts + at)[part]] = current[part]
        if at:
            label = (current - 1) // 4
            continued = _CONTINUED[current]
            before = 1 + 4 * label + from_inside[at][columns, np.maximum(label, 0)]
            current = np.where(continued, before, after_closed[at])


def name_spans(tags: NDArray[np.int64]) -> list[tuple[int, int, str]]:
    """The names (start, end, label) that a well-formed sequence of tags says, in text order.

    Example:
        >>> name_spans(np.array([0, 1, 2, 3, 8]))
        [(1, 4, 'PROJECT'), (4, 5, 'PLACE')]
    """
    place = (tags - 1) % 4
    named = tags > 0
    starts = np.flatnonzero(named & ((place == 0) | (place == 3)))
    ends = np.flatnonzero(named & ((place == 2) | (place == 3))) + 1
    labels = (tags[starts] - 1) // 4
    return [
        (start, end, LABELS[label])
        for start, end, label in zip(starts.tolist(), ends.tolist(), labels.tolist(), strict=True)
    ]


def tags_of(spans: Sequence[tuple[int, int, str]], size: int) -> NDArray[np.int64]:
    """The tags that names give to the characters of a text; of two that overlap the first counts.

    Args:
        spans: (start, end, label) of the names.
        size: length of the text.
    """
    tags = np.zeros(size, np.int64)
    for start, end, label in spans:
        if tags[start:end].any():
            continue
        begin = 1 + 4 * LABELS.index(label)
        tags[start:end] = begin + 1
        tags[start], tags[end - 1] = begin, begin + 2
        if end - start == 1:
            tags[start] = begin + 3
    return tags
