"""From probabilities of tags to names: the best well-formed sequence, and how sure each name is.

Where the most probable tag of every character already makes well-formed names, that is the best sequence.  Only the stretches
where it does not are searched (Viterbi), all at a time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from govreport_ie.extraction.entities.network import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Layout", "best_tags", "name_spans", "tags_of", "tags_within"]

_CLOSED = np.array([tag[0] in "OES" for tag in TAGS])
_OPENING = np.array([tag[0] in "OBS" for tag in TAGS])
_FORBIDDEN = np.float32(-1e9)
_CERTAIN = 4.0  # an outside tag that leads by this much is no part of a name
_LONGEST = 160
_BEGIN_OF = {label: 1 + 4 * number for number, label in enumerate(LABELS)}
_BEGIN, _INSIDE, _END, _WHOLE = ([1 + 4 * label + place for label in range(len(LABELS))] for place in range(4))


def _allowed() -> NDArray[np.bool_]:
    """What tag may follow what."""
    allowed = np.outer(_CLOSED, _OPENING)
    for begin, inside, end in zip(_BEGIN, _INSIDE, _END, strict=True):
        for first in (begin, inside):
            allowed[first, inside] = allowed[first, end] = True
    return allowed


_ALLOWED = _allowed()


def best_tags(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best well-formed sequence of tags.

    Args:
        scores: log-probabilities (of any norm), characters x tags; fastest where those of one tag lie side by side in memory.
    """
    size = len(scores)
    tags = np.zeros(size, np.int64)
    if not size:
        return tags
    outside, others = scores[:, 0], scores[:, 1:]
    lead = outside - others.T.max(0)
    named = np.flatnonzero(lead < 0)
    if not named.size:
        return tags
    tags[named] = others[named].argmax(1) + 1
    # outside may follow outside: only where something is named can the order of two tags be wrong
    before = np.union1d(named, named - 1)
    before = before[(before >= 0) & (before < size - 1)]
    wrong = before[~_ALLOWED[tags[before], tags[before + 1]]]
    broken = np.union1d(wrong, wrong + 1)
    if not _OPENING[tags[0]]:
        broken = np.union1d(broken, [0])
    if not _CLOSED[tags[-1]]:
        broken = np.union1d(broken, [size - 1])
    if not broken.size:
        return tags
    certain = lead >= _CERTAIN
    certain[broken] = False
    # a stretch runs from one certain outside tag to the next, and is searched if something in it is broken
    edges = np.flatnonzero(certain)
    wanted = np.searchsorted(edges, broken)
    starts, ends = np.r_[0, edges + 1], np.r_[edges, size]
    stretches: list[tuple[int, int]] = []
    for number in np.unique(wanted).tolist():
        start, end = int(starts[number]), int(ends[number])
        stretches += [(at, min(end, at + _LONGEST)) for at in range(start, end, _LONGEST)]
    _search(scores, stretches, tags)
    return tags


# The tags in an order in which those that are asked for together are neighbours: ends, outside, wholes, begins, insides.
_ORDER = np.array([*_END, 0, *_WHOLE, *_BEGIN, *_INSIDE])
_ENDS, _CLOSED_PART, _OPENING_PART = slice(0, 3), slice(0, 7), slice(3, 10)
_BEGINS, _INSIDES = slice(7, 10), slice(10, 13)
_FIRST_BEGINS = np.arange(_BEGINS.start, _BEGINS.stop)[:, None]


def _search(scores: NDArray[np.float32], stretches: list[tuple[int, int]], tags: NDArray[np.int64]) -> None:
    """Viterbi over all stretches side by side; writes the best tags."""
    starts, ends = np.array(stretches).T
    length, count = int((ends - starts).max()), len(stretches)
    offsets = starts + np.arange(length)[:, None]
    inside = offsets < ends
    # step x tag x stretch; behind the end of a shorter stretch only the outside tag
    best = np.ascontiguousarray(scores[np.minimum(offsets, len(scores) - 1)][:, :, _ORDER].transpose(0, 2, 1))
    outside = len(LABELS)
    best[:, :outside] = np.where(inside[:, None], best[:, :outside], _FORBIDDEN)
    best[:, outside + 1 :] = np.where(inside[:, None], best[:, outside + 1 :], _FORBIDDEN)
    best[:, outside] *= inside
    best[0, _ENDS] = best[0, _INSIDES] = _FORBIDDEN
    for before, now in pairwise(best):
        # a tag that opens or is outside follows the best closed one; an inside or end follows the begin or inside of its label
        now[_OPENING_PART] += before[_CLOSED_PART].max(0)
        within = np.maximum(before[_BEGINS], before[_INSIDES])
        now[_ENDS] += within
        now[_INSIDES] += within
    # where each tag comes from; a begin stands three places before its inside
    source = np.empty(best.shape, np.int64)
    source[1:, _OPENING_PART] = best[:-1, _CLOSED_PART].argmax(1)[:, None]
    goes_on = best[:-1, _INSIDES] > best[:-1, _BEGINS]
    source[1:, _ENDS] = source[1:, _INSIDES] = _FIRST_BEGINS + len(LABELS) * goes_on
    columns = np.arange(count)
    current = best[-1, _CLOSED_PART].argmax(0)
    chosen = np.empty((length, count), np.int64)
    for at in range(length - 1, 0, -1):
        chosen[at] = current
        current = source[at, current, columns]
    chosen[0] = current
    tags[offsets[inside]] = _ORDER[chosen[inside]]


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
    """The tags that names give to the characters of a text.

    Args:
        spans: (start, end, label) of the names, in text order without overlaps.
        size: length of the text.
    """
    tags = np.zeros(size, np.int64)
    if spans:
        layout = tags_within(spans)
        tags[layout.offsets] = layout.tags
    return tags


class Layout(NamedTuple):
    """The characters of some names, one name after the other.

    Attributes:
        offsets: offsets of the characters in the text.
        tags: their tags.
        firsts: where in these arrays each name begins.
        sizes: lengths of the names.
    """

    offsets: NDArray[np.int64]
    tags: NDArray[np.int64]
    firsts: NDArray[np.int64]
    sizes: NDArray[np.int64]


def tags_within(spans: Sequence[tuple[int, int, str]]) -> Layout:
    """The characters of names with their tags.

    Args:
        spans: (start, end, label) of the names, one or more.
    """
    starts, ends, labels = zip(*spans, strict=True)
    first, sizes = np.array(starts), np.array(ends)
    sizes -= first
    firsts = np.cumsum(sizes) - sizes
    begins = np.array([_BEGIN_OF[label] for label in labels])
    tags = np.repeat(begins + 1, sizes)
    tags[firsts], tags[firsts + sizes - 1] = begins, begins + 2
    whole = sizes == 1
    tags[firsts[whole]] = begins[whole] + 3
    return Layout(np.repeat(first - firsts, sizes) + np.arange(len(tags)), tags, firsts, sizes)
