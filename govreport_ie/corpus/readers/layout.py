"""Reading order of a page by where its characters stand: two columns one after the other, rows of tables with tabs between cells.

PDFium gives the characters of a page line by line across its whole width, a blank wherever there is a gap.  Where a gap runs down
most of the page and prose stands on both sides of it, the sides are columns; where the cells of successive lines stand under each
other, the lines are rows of a table.  Any other page stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

__all__ = ["Box", "Segment", "arranged", "has_gaps", "segments_of"]

Box = tuple[float, float, float, float]
"""Left, bottom, right and top; y grows upwards."""

_GAP = 1.2  # between cells or columns, in heights of a line: more than one blank of full width
_CENTRE = (0.25, 0.75)  # of the width of the text: where a gutter may stand
_CROSSING = 0.3  # of the characters of a page with two columns may stand in lines across both (titles, notes)
_SIDE = 0.2  # of the characters stand on either side of a gutter at least
_LINES = 5  # of a column, at least
_PROSE_LENGTH, _PROSE_FILL = (
    10,
    0.8,
)  # characters of the usual line of a column, and how much of its width that line fills
_ROWS = 3  # of a table, at least
_CELL = 16  # characters of the usual cell behind the first, at most


_HYPHENS = "\ufffe\x02"
"""How PDFium writes a hyphen at the end of a line."""
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of one line without a wide gap between them.

    Attributes:
        start: its first character.
        end: behind its last.
        left: where it begins.
        bottom: its lower edge.
        right: where it ends.
        top: its upper edge.
    """

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Height of its line."""
        return self.top - self.bottom


def has_gaps(boxes: Iterable[Box]) -> bool:
    """Whether so many lines have a wide gap that a page may hold columns or a table.

    Args:
        boxes: stretches of text, in the order in which they are read.
    """
    gaps = 0
    for (_, bottom, right, top), (left, next_bottom, _, next_top) in pairwise(boxes):
        height = max(top - bottom, next_top - next_bottom)
        if left - right >= _GAP * height and min(top, next_top) - max(bottom, next_bottom) > 0.2 * height:
            gaps += 1
            if gaps >= _ROWS:
                return True
    return False


def segments_of(text: str, box_of: Callable[[int], Box]) -> list[Segment]:
    """Cut a page's text at line ends and wide gaps.

    Args:
        text: the page's text.
        box_of: gives the box of a character.
    """
    found: list[Segment] = []
    start = end = -1
    left = bottom = right = top = 0.0
    for i, character in enumerate(text):
        if character in _HYPHENS and start >= 0:
            end = i + 1  # belongs to its word; has no box
            continue
        if character.isspace() or character in _HYPHENS:
            if character in "\r\n" and start >= 0:
                found.append(Segment(start, end, left, bottom, right, top))
                start = -1
            continue
        box = box_of(i)
        if start >= 0 and not _goes_on(box, bottom, right, top):
            found.append(Segment(start, end, left, bottom, right, top))
            start = -1
        if start < 0:
            start, end = i, i + 1
            left, bottom, right, top = box
        else:
            end = i + 1
            bottom, right, top = min(bottom, box[1]), max(right, box[2]), max(top, box[3])
    if start >= 0:
        found.append(Segment(start, end, left, bottom, right, top))
    return found


def _goes_on(box: Box, bottom: float, right: float, top: float) -> bool:
    """Whether a character goes on with the segment before it."""
    height = top - bottom
    return -height < box[0] - right < _GAP * height and min(top, box[3]) - max(bottom, box[1]) > 0.3 * min(
        height, box[3] - box[1]
    )


def arranged(text: str, segments: Sequence[Segment]) -> str:
    """The text of a page in reading order; the same text if it holds neither columns nor tables.

    Args:
        text: the page's text.
        segments: its segments.
    """
    if len(segments) < 2 * _ROWS:
        return text
    columns = _in_columns(segments)
    if columns is not None:
        if [segment.start for line in columns for segment in line] == sorted(segment.start for segment in segments):
            return text  # written column by column
        return "\n".join(_written(text, line, " ") for line in columns)
    for start, end, rows in reversed(_tables(text, segments)):
        text = f"{text[:start]}{rows(text)}{text[end:]}"
    return text


def _written(text: str, line: Iterable[Segment], between: str) -> str:
    return between.join(text[segment.start : segment.end] for segment in line)


# -- columns -----------------------------------------------------------------------------------------------------------


def _in_columns(segments: Sequence[Segment]) -> list[list[Segment]] | None:
    """The lines of a page with two columns in reading order: what runs across both divides them into bands; None without columns."""
    gutter = _gutter(segments)
    if gutter is None:
        return None
    lines: list[list[Segment]] = []
    sides: tuple[list[Segment], list[Segment]] = ([], [])

    def close() -> None:
        for side in sides:
            lines.extend(_lines(side))
            side.clear()

    for line in _lines(segments):
        crossing = [segment for segment in line if segment.left < gutter < segment.right]
        if crossing:
            close()
            lines.append(line)
            continue
        for segment in line:
            sides[segment.left >= gutter].append(segment)
    close()
    return lines


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of the gap between two columns of prose."""
    total = sum(segment.end - segment.start for segment in segments)
    middle = _middle_of_gap(segments, total)
    if middle is None:
        return None
    columns = (
        [segment for segment in segments if segment.right <= middle],
        [segment for segment in segments if segment.left >= middle],
    )
    if not all(_is_prose(column, total) for column in columns):
        return None
    tops = [max(segment.top for segment in column) for column in columns]
    bottoms = [min(segment.bottom for segment in column) for column in columns]
    beside = min(tops) - max(bottoms)
    return middle if beside >= 0.5 * min(top - bottom for top, bottom in zip(tops, bottoms, strict=True)) else None


def _middle_of_gap(segments: Sequence[Segment], total: int) -> float | None:
    """The middle of the widest of those gaps near the centre of a page that the fewest characters cross."""
    left, right = min(segment.left for segment in segments), max(segment.right for segment in segments)
    low, high = (left + share * (right - left) for share in _CENTRE)
    height = median(segment.height for segment in segments)
    edges = sorted(
        [(segment.left, segment.end - segment.start) for segment in segments]
        + [(segment.right, segment.start - segment.end) for segment in segments]
    )
    gaps: list[tuple[int, float, float]] = []  # characters across, minus the width, middle
    across = 0
    for (x, characters), (following, _) in pairwise(edges):
        across += characters
        middle, width = (x + following) / 2, following - x
        if low <= middle <= high and across <= _CROSSING * total and width > 0.3 * height:
            gaps.append((across, -width, middle))
    return min(gaps)[2] if gaps else None


def _is_prose(column: Sequence[Segment], total: int) -> bool:
    """Whether a side of a page is running text: enough lines, of which the usual one is long and fills the side's width."""
    if len(column) < _LINES or sum(segment.end - segment.start for segment in column) < _SIDE * total:
        return False
    widths = sorted(segment.right - segment.left for segment in column)
    full = widths[-1 - len(widths) // 10]  # a title may be wider
    return (
        median(segment.end - segment.start for segment in column) >= _PROSE_LENGTH
        and median(widths) >= _PROSE_FILL * full
    )


def _lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that stand beside each other, from the top down, each line from left to right."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: (-segment.top, segment.left)):
        if lines:
            first = lines[-1][0]
            shared = min(first.top, segment.top) - max(first.bottom, segment.bottom)
            if shared > 0.5 * min(first.height, segment.height):
                lines[-1].append(segment)
                continue
        lines.append([segment])
    for line in lines:
        line.sort(key=lambda segment: segment.left)
    return lines


# -- tables ------------------------------------------------------------------------------------------------------------


def _tables(text: str, segments: Sequence[Segment]) -> list[tuple[int, int, Callable[[str], str]]]:
    """Start and end of every table in the text, and what writes it with tabs."""
    found: list[tuple[int, int, Callable[[str], str]]] = []
    block: list[list[Segment]] = []
    for line in [*_lines(segments), []]:
        if len(line) > 1:
            block.append(line)
            continue
        table = _table(text, block)
        block = []
        if not table:
            continue
        cells = [cell for row in table for cell in row if cell is not None]
        start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
        if sum(start <= segment.start < end for segment in segments) == len(cells):
            found.append((start, end, lambda text, table=table: "\n".join(_row(text, row) for row in table)))
    return sorted(found, key=lambda table: table[0])


def _row(text: str, row: Sequence[Segment | None]) -> str:
    return "\t".join(text[cell.start : cell.end] if cell else "" for cell in row)


def _table(text: str, block: Sequence[Sequence[Segment]]) -> list[list[Segment | None]]:
    """The rows of a table with a cell or None for each column; empty if the lines are no table.

    Lines above the table whose cells stand in no column of it (a title, a date beside it) are left out.
    """
    for first in range(len(block) - _ROWS + 1):
        lines = block[first:]
        columns = _columns(lines)
        rows = [_placed(line, columns) for line in lines]
        if len(columns) > 1 and all(rows):
            if len(columns) == 2 and not any(_has_word(text, row[0]) for row in rows):
                return []  # numbers or bullets of a list
            behind = [cell for row in rows for cell in row[1:] if cell is not None]
            return rows if median(cell.end - cell.start for cell in behind) <= _CELL else []
    return []


def _has_word(text: str, cell: Segment | None) -> bool:
    """Whether a cell holds two letters or Chinese characters in a row."""
    return cell is not None and _WORD.search(text, cell.start, cell.end) is not None


def _columns(lines: Sequence[Sequence[Segment]]) -> list[tuple[float, float]]:
    """What cells that stand under each other cover of the width."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((cell.left, cell.right) for line in lines for cell in line):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _placed(line: Sequence[Segment], columns: Sequence[tuple[float, float]]) -> list[Segment | None]:
    """The cells of a line by column; empty if two stand in one."""
    row: list[Segment | None] = [None] * len(columns)
    for cell in line:
        place = next(i for i, (left, right) in enumerate(columns) if left <= cell.left < right)
        if row[place] is not None:
            return []
        row[place] = cell
    return row
