"""Amounts in tables: the row and the column header of a cell, and cells that hold a bare number.

A table is two or more successive lines of cells, set apart by tabs, by ``|``, by runs of blanks, or by commas below a header
(指标,单位,2023年).  Its header row is the first row without a number or an amount outside its first cell.  A bare number takes the unit that its
column header, its row header, the row's cell in a column of units, a caption (单位:亿元), or, in a row that is a part of the one
above (其中, #), that row names, in that order; a rate of growth or a share is a percentage.  Lines of a label with its unit and a
number, and labels and numbers that take turns line by line below a caption, are read as rows of two cells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.amounts import BARE_UNIT, Amount
from govreport_ie.extraction.quantities.numerals import MAGNITUDES, scale
from govreport_ie.extraction.quantities.scan import Scanner
from govreport_ie.extraction.quantities.units import Unit
from govreport_ie.extraction.text import FIGURE_YEAR, HAN

__all__ = ["TableCell", "read_tables"]

_ROW = lazy_pattern(r"[^\n]*(?:\t|\||\S {2,}\S+ {2,}\S)")
_SEPARATES = lazy_pattern(r"\t|\||  (?<=\S  )")  # not the blanks that indent a paragraph
_SEPARATOR = lazy_pattern(r" *(?:\t|\|) *| {2,}")
_NUMBER = lazy_pattern(r"([-−+]?)([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?)(?:[-—~]([0-9]{1,12}(?:\.[0-9]{1,9})?))?")
_NO_AMOUNT = lazy_pattern(r"序号|编号|代码|年份|页码|年度|备注|附注|^#$|^No")
_PERCENT = lazy_pattern(r"增长|增速|增幅|同比|比重|占比|比例|率|%")
_BRACKET = lazy_pattern(r"[(\[]([^()\[\]]{1,12})[)\]]")
_CAPTION = lazy_pattern(r"单位 ?[::] ?([^\n,;)]{1,12})")
_MAGNITUDE = lazy_pattern(r"[十百千万亿]{0,3}(?=[^瓦伏米克])")
_YEAR = lazy_pattern(FIGURE_YEAR)
_UNIT_COLUMN = lazy_pattern(r"(?:计量)?单 ?位")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableCell:
    """The headers of one cell, spans in the scanned text."""

    row_header: Span | None
    column_header: Span | None


@dataclass(slots=True)
class _Reading:
    """A text whose tables are read.

    Attributes:
        text: the scanned text.
        amounts: its amounts in order.
        starts: where they begin.
        scanner: the scanner, for the units.
        headers: the headers of cells by their start; filled.
        added: amounts of bare numbers; filled.
    """

    text: str
    amounts: list[Amount]
    starts: list[int]
    scanner: Scanner
    headers: dict[int, TableCell] = field(default_factory=dict[int, TableCell])
    added: list[Amount] = field(default_factory=list[Amount])

    def inside(self, cell: Span) -> list[Amount]:
        """The amounts that begin in a cell."""
        low = bisect_left(self.starts, cell[0])
        return [
            self.amounts[i] for i in range(low, min(low + 20, len(self.amounts))) if self.amounts[i].start < cell[1]
        ]

    def holds_figure(self, cell: Span) -> bool:
        """Whether a cell holds an amount or is a number, but no year."""
        if self.inside(cell):
            return True
        return bool(_NUMBER.fullmatch(self.text, *cell)) and not _YEAR.fullmatch(self.text, *cell)

    def add(self, amount: Amount, place: TableCell) -> None:
        """Note the amount of a bare number."""
        self.added.append(amount)
        self.headers[amount.start] = place


def read_tables(text: str, amounts: list[Amount], scanner: Scanner) -> dict[int, TableCell]:
    """Find the tables of a text, add the amounts of their bare numbers, and give every amount in a cell its headers.

    Args:
        text: the scanned text.
        amounts: its amounts in order; amounts of bare numbers are added in place.
        scanner: the scanner, for the units.

    Returns:
        Start of an amount to its headers.
    """
    reading = _Reading(text, amounts, [amount.start for amount in amounts], scanner)
    _read_comma_tables(reading)
    _read_labelled_lines(reading)
    if "\t" in text or "|" in text or "  " in text:
        _read_blocks(reading)
    if reading.added:
        amounts.extend(reading.added)
        amounts.sort(key=lambda amount: amount.start)
    return reading.headers


def _read_blocks(reading: _Reading) -> None:
    """Read the tables whose cells tabs, strokes or blanks set apart."""
    block: list[list[Span]] = []
    previous_end = -2
    for start, end in _rows(reading.text):
        cells = _cells(reading.text, start, end)
        if start != previous_end + 1:
            _read_set_apart(reading, block)
            block = []
        if len(cells) > 1:
            block.append(cells)
        previous_end = end
    _read_set_apart(reading, block)


_HEADER_OF_COMMAS = re.compile(
    rf"\n(?:序号,)?[{HAN}]{{0,4}}(?:指标|项目|名称|类别|地区|区域|年份|产品|单位)[^\n,。;:]{{0,12}}(?:,[^\n,。;:]{{1,20}}){{1,11}}(?=\n)"
)


def _read_comma_tables(reading: _Reading) -> None:
    """Read tables with a header row whose cells commas set apart, as long as rows have as many cells."""
    text = reading.text
    found = [(header.start() + 1, header.end()) for header in _HEADER_OF_COMMAS.finditer(text)] if "," in text else []
    first = _HEADER_OF_COMMAS.match(f"\n{text[:200]}")
    if first:
        found.insert(0, (0, first.end() - 1))
    for begin, finish in found:
        header = _comma_cells(text, begin, finish)
        rows = list(_comma_rows(text, finish + 1, len(header)))
        # commas set clauses apart, too: the row above figures is a header only without any
        if rows and not any(reading.holds_figure(cell) for cell in header):
            _read_rows(reading, _Header(text, header), rows)


def _comma_rows(text: str, position: int, width: int) -> Iterator[list[Span]]:
    """The lines from a position on that have as many cells between commas."""
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        cells = _comma_cells(text, position, end)
        if len(cells) != width or end - position > 200:
            return
        yield cells
        position = end + 1


def _comma_cells(text: str, start: int, end: int) -> list[Span]:
    cells: list[Span] = []
    for piece in text[start:end].split(","):
        cells.append(_stripped(text, start, start + len(piece)) if piece.strip() else (start, start))
        start += len(piece) + 1
    return cells


_LABELLED = lazy_pattern(
    rf"(?:^|(?<=\n)) *([#{HAN}][^\n:;,。|\t]{{1,30}}?\([^()\n]{{1,8}}\)) {{0,2}}:? {{0,2}}([-+]?[0-9][0-9,]{{0,15}}(?:\.[0-9]{{1,9}})?) *(?=\n|$)"
)
_LABELLED_HINT = re.compile(r"\) {0,2}:? {0,2}[-+]?[0-9]")
_BARE_LINE = lazy_pattern(r"[-+]?[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?")
_LONGEST_LABEL = 24
_COLUMNS = 8
"""So many columns a table has at most whose cells stand on lines of their own."""
_CELL_LINES = 600
"""So many lines below a caption are looked at for labels and numbers that take turns."""


def _read_labelled_lines(reading: _Reading) -> None:
    """Read lines of a label with its unit and a number, and cells that stand line by line below a caption."""
    text = reading.text
    if _LABELLED_HINT.search(text):
        for match in _LABELLED.finditer(text):
            _read_labelled(reading, match.span(2), TableCell(match.span(1), None), "")
    begun = [(caption.end(), caption[1]) for caption in _CAPTION.finditer(text)] if "单位" in text else []
    done = -2  # a table may begin before the first character
    for position, unit in sorted(begun + [(start, "") for start in _starts_of_line_tables(reading)]):
        if position <= done:
            continue
        for number, cell in _line_table(reading, position, captioned=bool(unit)):
            _read_labelled(reading, number, cell, unit)
            done = number[1]


def _read_labelled(reading: _Reading, number: Span, cell: TableCell, unit: str) -> None:
    """Read a number with its label; ``unit`` is that of the caption."""
    text, row = reading.text, cell.row_header
    if number[0] in reading.headers or row is None:
        return
    place = TableCell(_without_unit(text, _without_mark(text, row), reading.scanner), cell.column_header)
    inside = reading.inside(number)
    if not inside:
        amount = _bare(text, number, row, cell.column_header, unit, reading.scanner)
        if amount is not None:
            reading.add(amount, place)
    elif (inside[0].start, inside[0].end) == number:
        reading.headers[number[0]] = place


_BESIDE_CELL = "\n |\t\u3000"
"""Between two cells that stand on lines of their own."""


def _starts_of_line_tables(reading: _Reading) -> Iterator[int]:
    """Where tables may begin whose cells, with amounts among them, stand on lines of their own.

    An amount alone on its line, another soon after it, and a label on the line before: the labels in front of the first are the
    header row and the label of its row.
    """
    text = reading.text
    alone = [
        amount
        for amount in reading.amounts
        if text[amount.start - 1 : amount.start] in _BESIDE_CELL
        and text[amount.end : amount.end + 1] in _BESIDE_CELL
        and _line_of(text, amount.start) == (amount.start, amount.end)
    ]
    numbers = {(amount.start, amount.end) for amount in alone}
    done = -1
    for amount, following in pairwise(alone):
        if amount.start < done or following.start - amount.end > 2 * _LONGEST_LABEL:
            continue
        position = amount.start
        for _ in range(_COLUMNS + 1):
            end = text.rfind("\n", 0, position)
            line = _line_of(text, end - 1) if end > 0 else None
            if line is None or line in numbers or not _is_cell(text, line):
                break
            position = line[0]
        if position < amount.start:
            yield text.rfind("\n", 0, position)
            done = following.end


def _line_of(text: str, offset: int) -> Span:
    """The line around an offset, without blanks and strokes at its ends; empty where the line is longer than a cell."""
    start = text.rfind("\n", max(0, offset - _LONGEST_LABEL - 8), offset) + 1
    end = text.find("\n", offset, offset + _LONGEST_LABEL + 8)
    if end < 0 and offset + _LONGEST_LABEL + 8 >= len(text):
        end = len(text)
    if end < start or (start == 0 and offset > _LONGEST_LABEL + 8):
        return offset, offset
    line = text[start:end]
    bare = line.strip(_BESIDE_CELL)
    start += line.index(bare) if bare else 0
    return start, start + len(bare)


def _is_cell(text: str, line: Span) -> bool:
    """Whether a line of its own may be the cell of a table."""
    bare = text[slice(*line)]
    return 0 < len(bare) <= _LONGEST_LABEL and not ("\t" in bare or "|" in bare or bare[-1] in "。;:,")


def _line_table(reading: _Reading, position: int, *, captioned: bool) -> Iterator[tuple[Span, TableCell]]:
    """The numbers of a table whose cells stand on lines of their own, with their headers.

    Every number has the label before it as the header of its row.  Where all rows hold as many numbers, the labels above the first
    row are those of the columns.

    Args:
        reading: the text.
        position: the end of the line before the table.
        captioned: whether a caption names the unit, so that numbers without one count.
    """
    labels: list[Span] = []
    rows: list[tuple[Span, list[Span]]] = []
    for cell in _cell_lines(reading.text, position):
        if not _is_figure(reading, cell, captioned=captioned):
            labels.append(cell)
        elif labels and (not rows or rows[-1][0] != labels[-1]):
            rows.append((labels[-1], [cell]))
        elif rows:
            rows[-1][1].append(cell)
    if not rows or (not captioned and len(rows) < 2):
        return
    above = labels[: labels.index(rows[0][0])]
    widths = {len(cells) for _, cells in rows}
    width = max(widths)
    columns = above[-width:] if len(widths) == 1 and len(above) >= width else [None] * width
    for label, cells in rows:
        for column, cell in zip(columns, cells, strict=False):
            yield cell, TableCell(label, column)


def _cell_lines(text: str, position: int) -> Iterator[Span]:
    """The lines behind a line's end, up to one that is no cell; empty ones are passed over.

    Args:
        text: the scanned text.
        position: the end of a line, or -1 for the beginning of the text.
    """
    position = text.find("\n", position) if position >= 0 else -1
    for number in range(_CELL_LINES):
        if position < 0 and number:
            return
        line_start = position + 1
        position = text.find("\n", line_start)
        raw = text[line_start : position if position >= 0 else len(text)]
        bare = raw.strip(" |\t\u3000")
        if not bare:
            continue
        start = line_start + raw.index(bare)
        if not _is_cell(text, (start, start + len(bare))):
            return
        yield start, start + len(bare)


def _is_figure(reading: _Reading, cell: Span, *, captioned: bool) -> bool:
    """Whether a cell is nothing but an amount or, below a caption with the unit, a number."""
    if captioned and _BARE_LINE.fullmatch(reading.text, *cell):
        return True
    inside = reading.inside(cell)
    return bool(inside) and (inside[0].start, inside[0].end) == cell


_PART = lazy_pattern(r"(?:#|其中 ?[:,、]?|[—·*-]{1,2}(?![0-9])) ?")
_ITEM = lazy_pattern(
    r"(?:[0-9]{1,2}[.、](?![0-9])|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十0-9]{1,2}\)|[①-⑳]) ?"
)


def _without_mark(text: str, label: Span) -> Span:
    """A row's label without 其中, # or the number of an item in front."""
    start, end = label
    for pattern in (_PART, _ITEM, _PART):
        match = pattern.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    return start, end


def _without_unit(text: str, label: Span, scanner: Scanner) -> Span:
    """A row's label without the unit in brackets behind it."""
    start, end = label
    bracket = text.rfind("(", start, end)
    if bracket > start and text[end - 1] == ")" and _named_unit(text[bracket:end], scanner):
        return _stripped(text, start, bracket)
    return label


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


class _Header:
    """The header row of a table.

    Args:
        text: the scanned text.
        cells: the cells of the row; empty for a table without one.
    """

    def __init__(self, text: str, cells: list[Span]) -> None:
        self.cells = cells
        self.units = next((i for i, cell in enumerate(cells) if _UNIT_COLUMN.fullmatch(text, *cell)), None)
        """The column that names the units of the rows."""

    def of(self, column: int) -> Span | None:
        """The header of a column."""
        return self.cells[column] if column < len(self.cells) else None


def _read_set_apart(reading: _Reading, block: list[list[Span]]) -> None:
    """Read successive rows, if they are a table: marked as one, or rows of as many cells, three or more."""
    if len(block) < 2:
        return
    text = reading.text
    lines = [text[row[0][0] : row[-1][1]] for row in block]
    marked = any("\t" in line or "|" in line for line in lines)
    if not marked and (len(block[0]) < 3 or len({len(row) for row in block}) > 1):
        return
    first = block[0]
    if any(reading.holds_figure(cell) for cell in first[1:]):
        _read_rows(reading, _Header(text, []), block)
    else:
        _read_rows(reading, _Header(text, first), block[1:])


def _read_rows(reading: _Reading, header: _Header, rows: list[list[Span]]) -> None:
    """Read the rows of one table.

    Args:
        reading: the text.
        header: its header row.
        rows: the cells of the rows below, one or more.
    """
    text = reading.text
    first = header.cells or rows[0]
    caption = _CAPTION.search(text, max(0, first[0][0] - 60), first[-1][1])
    of_table = caption[1] if caption else ""
    above = ""  # the unit of the row of which those below are parts
    for row in rows:
        label = 1 if len(row) > 2 and text[row[0][0] : row[0][1]].isdigit() else 0
        own = text[slice(*row[header.units])] if header.units is not None and header.units < len(row) else ""
        if not own and not _PART.match(text, *row[label]):
            bracket = _BRACKET.search(text, *row[label])
            above = bracket[1] if bracket else ""
        _read_row(reading, header, row, label, own or of_table or above)


def _read_row(reading: _Reading, header: _Header, row: list[Span], label: int, unit: str) -> None:
    """Read the cells of one row.

    Args:
        reading: the text.
        header: the header row of the table.
        row: the cells.
        label: which of them is the row's header.
        unit: the unit of bare numbers whose headers name none; may be empty.
    """
    text, scanner = reading.text, reading.scanner
    row_header = _row_header(reading, row[label])
    row_name = _without_unit(text, row_header, scanner)
    for column, cell in enumerate(row):
        if cell[0] == cell[1]:
            continue
        place = TableCell(row_name if column > label else None, header.of(column))
        inside = reading.inside(cell)
        for amount in inside:
            reading.headers[amount.start] = place
        if column > label and not inside:
            bare = _bare(text, cell, row_header, place.column_header, unit, scanner)
            if bare is not None:
                reading.add(bare, place)


def _row_header(reading: _Reading, cell: Span) -> Span:
    """The header in a row's cell, without marks and without the amount that may follow it (地区生产总值303亿元 | 8.8)."""
    header = _without_mark(reading.text, cell)
    amounts = reading.inside(header)
    if amounts and amounts[0].start > header[0]:
        return _stripped(reading.text, header[0], amounts[0].start)
    return header


def _bare(text: str, cell: Span, row: Span, column: Span | None, unit: str, scanner: Scanner) -> Amount | None:
    """The amount of a cell that holds nothing but a number.

    Args:
        text: the scanned text.
        cell: the cell.
        row: the header of its row.
        column: the header of its column.
        unit: the unit where neither names one; may be empty.
        scanner: the scanner.
    """
    number = _NUMBER.fullmatch(text, *cell)
    if number is None:
        return None
    row_text = text[slice(*row)]
    column_text = text[slice(*column)] if column else ""
    numbered = row_text.replace(".", "").isdigit() and not _YEAR.fullmatch(row_text)
    if numbered or _NO_AMOUNT.search(column_text):
        return None
    found = _unit_of_cell(row_text, column_text, unit, scanner)
    if found is None and (not column_text or _YEAR.fullmatch(number[0])):
        return None
    read, power, surface = found or (BARE_UNIT, 0, "")
    value, low, high = _values(number, power)
    return Amount(
        cell[0], cell[1], read.kind, value, read, cell[1], "tables:cell", low=low, high=high, unit_text=surface
    )  # fmt: skip


def _values(number: re.Match[str], power: int) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The value of a matched number, or the ends of a range."""
    value = scale(number[2].replace(",", ""), power)
    if number[1] in ("-", "−"):
        value = value.copy_negate()
    high = scale(number[3], power) if number[3] else None
    return (None, value, high) if high is not None and high > value else (value, None, None)


def _unit_of_cell(row: str, column: str, unit: str, scanner: Scanner) -> tuple[Unit, int, str] | None:
    """The unit, its power of ten and its wording for a bare number.

    Args:
        row: text of the row's header.
        column: text of the column's header; may be empty.
        unit: the unit of the table or of the rows above; may be empty.
        scanner: the scanner.
    """
    found = _named_unit(column, scanner) or _named_unit(row, scanner)
    if found is None and _PERCENT.search(column):
        found = scanner.percent, 0, "%"
    if found is None and unit:
        found = _unit(unit.strip(), scanner)
    if found is None and _PERCENT.search(row):
        found = scanner.percent, 0, "%"
    return found


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
