"""Amounts in tables: the row and the column header of a cell, and cells that hold a bare number.

A table is two or more successive lines of cells, set apart by tabs, by ``|`` or by runs of blanks.  Its header row is
the first row without a number outside its first cell.  A bare number takes the unit that its column header, its row
header or a caption (单位:亿元) names in that order; a rate of growth or a share is a percentage.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from govreport_ie.extraction.quantities.amounts import BARE_UNIT, Amount
from govreport_ie.extraction.quantities.numerals import MAGNITUDES, scale
from govreport_ie.extraction.quantities.scan import Scanner
from govreport_ie.extraction.quantities.units import Unit
from govreport_ie.extraction.text import FIGURE_YEAR

__all__ = ["TableCell", "read_tables"]

_ROW = re.compile(r"[^\n]*(?:\t|\||\S {2,}\S+ {2,}\S)")
_SEPARATES = re.compile(r"\t|\||  (?<=\S  )")  # not the blanks that indent a paragraph
_SEPARATOR = re.compile(r" *(?:\t|\|) *| {2,}")
_NUMBER = re.compile(r"([-−+]?)([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?)(?:[-—~]([0-9]{1,12}(?:\.[0-9]{1,9})?))?")
_NO_AMOUNT = re.compile(r"序号|编号|代码|年份|页码|年度|备注|附注|^#$|^No")
_PERCENT = re.compile(r"增长|增速|增幅|同比|比重|占比|比例|率|%")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]")
_CAPTION = re.compile(r"单位 ?[::] ?([^\n,;)]{1,12})")
_MAGNITUDE = re.compile(r"[十百千万亿]{0,3}(?=[^瓦伏米克])")
_YEAR = re.compile(FIGURE_YEAR)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableCell:
    """The headers of one cell, spans in the scanned text."""

    row_header: Span | None
    column_header: Span | None


def read_tables(text: str, amounts: list[Amount], scanner: Scanner) -> dict[int, TableCell]:
    """Find the tables of a text, add the amounts of their bare numbers, and give every amount in a cell its headers.

    Args:
        text: the scanned text.
        amounts: its amounts in order; amounts of bare numbers are added in place.
        scanner: the scanner, for the units.

    Returns:
        Start of an amount to its headers.
    """
    headers: dict[int, TableCell] = {}
    if "\t" not in text and "|" not in text and "  " not in text:
        return headers
    block: list[list[Span]] = []
    previous_end = -2
    added: list[Amount] = []
    starts = [amount.start for amount in amounts]
    for start, end in _rows(text):
        cells = _cells(text, start, end)
        if start != previous_end + 1:
            _read_block(text, block, amounts, starts, scanner, headers, added)
            block = []
        if len(cells) > 1:
            block.append(cells)
        previous_end = end
    _read_block(text, block, amounts, starts, scanner, headers, added)
    if added:
        amounts.extend(added)
        amounts.sort(key=lambda amount: amount.start)
    return headers


def _rows(text: str) -> Iterator[Span]:
    """The lines that may be rows of a table; only those that hold a separator are looked at closely."""
    position = 0
    while separator := _SEPARATES.search(text, position):
        start = text.rfind("\n", position, separator.start()) + 1
        end = text.find("\n", separator.end())
        if end < 0:
            end = len(text)
        if _ROW.match(text, start, end):
            yield start, end
        position = end


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a line, without blanks and the strokes at its edges."""
    cells: list[Span] = []
    position = start
    for gap in _SEPARATOR.finditer(text, start, end):
        if text[position : gap.start()].strip(" "):
            cells.append(_stripped(text, position, gap.start()))
        elif "\t" in gap[0] and position > start:
            cells.append((position, position))  # an empty cell keeps its column
        position = gap.end()
    if text[position:end].strip(" "):
        cells.append(_stripped(text, position, end))
    return cells


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(piece.strip())


def _read_block(
    text: str, block: list[list[Span]], amounts: list[Amount], starts: list[int], scanner: Scanner,
    headers: dict[int, TableCell], added: list[Amount],
) -> None:  # fmt: skip
    """Read one table: rows of cells."""
    if len(block) < 2:
        return
    tabbed = any("\t" in text[row[0][0] : row[-1][1]] or "|" in text[row[0][0] : row[-1][1]] for row in block)
    if not tabbed and (min(map(len, block)) < 3 or len({len(row) for row in block}) > 1):
        return
    first = block[0]
    has_header = not any(_NUMBER.fullmatch(text, *cell) and not _YEAR.fullmatch(text, *cell) for cell in first[1:])
    header = first if has_header else None
    caption = _CAPTION.search(text, max(0, first[0][0] - 60), first[-1][1])
    for row in block[1:] if has_header else block:
        label = 1 if len(row) > 2 and text[row[0][0] : row[0][1]].isdigit() else 0
        row_header = row[label]
        for column, cell in enumerate(row):
            if cell[0] == cell[1]:
                continue
            column_header = header[column] if header and column < len(header) else None
            place = TableCell(row_header if column > label else None, column_header)
            low = bisect_left(starts, cell[0])
            inside = [amounts[i] for i in range(low, min(low + 20, len(amounts))) if amounts[i].start < cell[1]]
            for amount in inside:
                headers[amount.start] = place
            if column > label and not inside:
                amount = _bare(text, cell, row_header, column_header, caption[1] if caption else "", scanner)
                if amount is not None:
                    added.append(amount)
                    headers[amount.start] = place


def _bare(text: str, cell: Span, row: Span, column: Span | None, caption: str, scanner: Scanner) -> Amount | None:
    """The amount of a cell that holds nothing but a number."""
    number = _NUMBER.fullmatch(text, *cell)
    if number is None:
        return None
    row_text = text[row[0] : row[1]]
    column_text = text[column[0] : column[1]] if column else ""
    if _NO_AMOUNT.search(column_text) or (row_text.replace(".", "").isdigit() and not _YEAR.fullmatch(row_text)):
        return None
    found = _named_unit(column_text, scanner) or _named_unit(row_text, scanner)
    if found is None and _PERCENT.search(column_text):
        found = scanner.percent, 0, "%"
    if found is None and caption:
        found = _unit(caption.strip(), scanner)
    if found is None and (_PERCENT.search(row_text) or not column_text):
        found = (scanner.percent, 0, "%") if _PERCENT.search(row_text) else None
        if found is None:
            return None
    if found is None and _YEAR.fullmatch(number[0]):
        return None
    unit, power, surface = found or (BARE_UNIT, 0, "")
    value = scale(number[2].replace(",", ""), power)
    value = value.copy_negate() if number[1] in ("-", "−") and number[1] else value
    high = scale(number[3], power) if number[3] else None
    ranged = high is not None and high > value
    return Amount(
        cell[0], cell[1], unit.kind, None if ranged else value, unit, cell[1], "tables:cell",
        low=value if ranged else None, high=high if ranged else None, unit_text=surface,
    )  # fmt: skip


def _named_unit(header: str, scanner: Scanner) -> tuple[Unit, int, str] | None:
    """The unit in the brackets of a header: 产值(亿元), 增速(%)."""
    for bracket in _BRACKET.finditer(header):
        found = _unit(bracket[1].removeprefix("单位:").strip(), scanner)
        if found:
            return found
    return None


def _unit(surface: str, scanner: Scanner) -> tuple[Unit, int, str] | None:
    if not surface:
        return None
    magnitudes = _MAGNITUDE.match(surface)
    stop = magnitudes.end() if magnitudes else 0
    found = scanner.table.read(surface, stop)
    if found is None and stop:
        stop, found = 0, scanner.table.read(surface, 0)
    if found is None or found[0].no_unit or found[1] != len(surface):
        return None
    unit_text = "%" if found[0] is scanner.percent else surface[stop:]
    return found[0], sum(MAGNITUDES[c] for c in surface[:stop]), unit_text
