"""Amounts in tables: the row and the column header of a cell, and cells that hold a bare number.

A table is two or more successive lines of cells, set apart by tabs, by ``|``, by runs of blanks, or by commas below a header
(指标,单位,2023年).  Its header row is the first row without a number or an amount outside its first cell.  A bare number takes the unit that its
column header, its row header, the row's cell in a column of units, a caption (单位:亿元), or, in a row that is a part of the one
above (其中, #), that row names, in that order; a rate of growth or a share is a percentage.  Lines of a label with its unit and a
number, and labels and numbers that take turns line by line below a caption, are read as rows of two cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import rare
from govreport_ie.extraction.quantities.amounts import BARE_UNIT, Amount
from govreport_ie.extraction.quantities.numerals import MAGNITUDES, scale
from govreport_ie.extraction.quantities.scan import Scanner
from govreport_ie.extraction.quantities.units import Unit
from govreport_ie.extraction.text import FIGURE_YEAR, HAN

__all__ = ["TableCell", "read_tables"]

_ROW = rare(r"[^\n]*(?:\t|\||\S {2,}\S+ {2,}\S)")
_SEPARATES = rare(r"\t|\||  (?<=\S  )")  # not the blanks that indent a paragraph
_SEPARATOR = rare(r" *(?:\t|\|) *| {2,}")
_NUMBER = rare(r"([-−+]?)([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?)(?:[-—~]([0-9]{1,12}(?:\.[0-9]{1,9})?))?")
_NO_AMOUNT = rare(r"序号|编号|代码|年份|页码|年度|备注|附注|^#$|^No")
_PERCENT = rare(r"增长|增速|增幅|同比|比重|占比|比例|率|%")
_BRACKET = rare(r"[(\[]([^()\[\]]{1,12})[)\]]")
_CAPTION = rare(r"单位 ?[::] ?([^\n,;)]{1,12})")
_MAGNITUDE = rare(r"[十百千万亿]{0,3}(?=[^瓦伏米克])")
_YEAR = rare(FIGURE_YEAR)
_UNIT_COLUMN = rare(r"(?:计量)?单 ?位")

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
    added: list[Amount] = []
    starts = [amount.start for amount in amounts]
    _read_comma_tables(text, amounts, starts, scanner, headers, added)
    _read_labelled_lines(text, amounts, starts, scanner, headers, added)
    if "\t" in text or "|" in text or "  " in text:
        _read_blocks(text, amounts, starts, scanner, headers, added)
    if added:
        amounts.extend(added)
        amounts.sort(key=lambda amount: amount.start)
    return headers


def _read_blocks(
    text: str, amounts: list[Amount], starts: list[int], scanner: Scanner, headers: dict[int, TableCell],
    added: list[Amount],
) -> None:  # fmt: skip
    """Read the tables whose cells tabs, strokes or blanks set apart."""
    block: list[list[Span]] = []
    previous_end = -2
    for start, end in _rows(text):
        cells = _cells(text, start, end)
        if start != previous_end + 1:
            _read_block(text, block, amounts, starts, scanner, headers, added)
            block = []
        if len(cells) > 1:
            block.append(cells)
        previous_end = end
    _read_block(text, block, amounts, starts, scanner, headers, added)


_HEADER_OF_COMMAS = rare(
    rf"\n(?:序号,)?[{HAN}]{{0,4}}(?:指标|项目|名称|类别|地区|区域|年份|产品|单位)[^\n,。;:]{{0,12}}(?:,[^\n,。;:]{{1,20}}){{1,11}}(?=\n)"
)


def _read_comma_tables(
    text: str, amounts: list[Amount], starts: list[int], scanner: Scanner, headers: dict[int, TableCell],
    added: list[Amount],
) -> None:  # fmt: skip
    """Read tables with a header row whose cells commas set apart, as long as rows have as many cells."""
    found = [(header.start() + 1, header.end()) for header in _HEADER_OF_COMMAS.finditer(text)] if "," in text else []
    first = _HEADER_OF_COMMAS.match(f"\n{text[:200]}")
    if first:
        found.insert(0, (0, first.end() - 1))
    for begin, finish in found:
        block = [_comma_cells(text, begin, finish)]
        position = finish + 1
        while position < len(text):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            cells = _comma_cells(text, position, end)
            if len(cells) != len(block[0]) or end - position > 200:
                break
            block.append(cells)
            position = end + 1
        _read_block(text, block, amounts, starts, scanner, headers, added, divided=True)


def _comma_cells(text: str, start: int, end: int) -> list[Span]:
    cells: list[Span] = []
    for piece in text[start:end].split(","):
        cells.append(_stripped(text, start, start + len(piece)) if piece.strip() else (start, start))
        start += len(piece) + 1
    return cells


_LABELLED = rare(
    rf"(?:^|(?<=\n)) *([#{HAN}][^\n:;,。|\t]{{1,30}}?\([^()\n]{{1,8}}\)) {{0,2}}:? {{0,2}}([-+]?[0-9][0-9,]{{0,15}}(?:\.[0-9]{{1,9}})?) *(?=\n|$)"
)
_LABELLED_HINT = rare(r"\) {0,2}:? {0,2}[-+]?[0-9]")
_BARE_LINE = rare(r"[-+]?[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,9})?")
_LONGEST_LABEL = 24
_COLUMNS = 8
"""So many columns a table has at most whose cells stand on lines of their own."""
_CELL_LINES = 600
"""So many lines below a caption are looked at for labels and numbers that take turns."""


def _read_labelled_lines(
    text: str, amounts: list[Amount], starts: list[int], scanner: Scanner, headers: dict[int, TableCell],
    added: list[Amount],
) -> None:  # fmt: skip
    """Read lines of a label with its unit and a number, and cells that stand line by line below a caption."""
    found: list[tuple[Span, TableCell, str]] = []
    if _LABELLED_HINT.search(text):
        found += [(match.span(2), TableCell(match.span(1), None), "") for match in _LABELLED.finditer(text)]
    begun = [(caption.end(), caption[1]) for caption in _CAPTION.finditer(text)] if "单位" in text else []
    done = -2  # a table may begin before the first character
    for position, unit in sorted(begun + [(start, "") for start in _starts_of_line_tables(text, amounts)]):
        if position <= done:
            continue
        for number, cell in _line_table(text, position, amounts, starts, captioned=bool(unit)):
            found.append((number, cell, unit))
            done = number[1]
    for number, cell, unit in found:
        if number[0] in headers or cell.row_header is None:
            continue
        inside = _inside(number, amounts, starts)
        if not inside:
            amount = _bare(text, number, cell.row_header, cell.column_header, unit, scanner)
            if amount is None:
                continue
            added.append(amount)
        elif inside[0].start != number[0] or inside[0].end != number[1]:
            continue
        name = _without_unit(text, _without_mark(text, cell.row_header), scanner)
        headers[number[0]] = TableCell(name, cell.column_header)


def _starts_of_line_tables(text: str, amounts: list[Amount]) -> Iterator[int]:
    """Where tables may begin whose cells, with amounts among them, stand on lines of their own.

    An amount alone on its line, another soon after it, and a label on the line before: the labels in front of the first are the
    header row and the label of its row.
    """
    alone = [amount for amount in amounts if _line_of(text, amount.start) == (amount.start, amount.end)]
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
    bare = line.strip(" |\t\u3000")
    start += line.index(bare) if bare else 0
    return start, start + len(bare)


def _is_cell(text: str, line: Span) -> bool:
    """Whether a line of its own may be the cell of a table."""
    bare = text[slice(*line)]
    return 0 < len(bare) <= _LONGEST_LABEL and not ("\t" in bare or "|" in bare or bare[-1] in "。;:,")


def _line_table(
    text: str, position: int, amounts: list[Amount], starts: list[int], *, captioned: bool
) -> Iterator[tuple[Span, TableCell]]:
    """The numbers of a table whose cells stand on lines of their own, with their headers.

    Every number has the label before it as the header of its row.  Where all rows hold as many numbers, the labels above the first
    row are those of the columns.

    Args:
        text: the scanned text.
        position: the end of the line before the table.
        amounts: the amounts of the text.
        starts: where they begin.
        captioned: whether a caption names the unit, so that numbers without one count.
    """
    labels: list[Span] = []
    rows: list[tuple[Span, list[Span]]] = []
    position = text.find("\n", max(position, 0)) if position >= 0 else -1
    for number in range(_CELL_LINES):
        if position < 0 and number:
            break
        line_start = position + 1
        end = text.find("\n", line_start)
        raw = text[line_start : end if end >= 0 else len(text)]
        bare = raw.strip(" |\t\u3000")
        start = line_start + raw.index(bare) if bare else 0
        position = end
        if not bare:
            continue
        cell = start, start + len(bare)
        if not _is_cell(text, cell):
            break
        inside = _inside(cell, amounts, starts)
        if (captioned and _BARE_LINE.fullmatch(bare)) or (inside and (inside[0].start, inside[0].end) == cell):
            if labels and (not rows or rows[-1][0] != labels[-1]):
                rows.append((labels[-1], []))
            if rows:
                rows[-1][1].append(cell)
        else:
            labels.append(cell)
    if not captioned and len(rows) < 2:
        return
    width = len(rows[0][1]) if rows else 0
    above = labels[: labels.index(rows[0][0])] if rows else []
    columns = above[-width:] if len(above) >= width and all(len(cells) == width for _, cells in rows) else []
    for label, cells in rows:
        for column, cell in enumerate(cells):
            yield cell, TableCell(label, columns[column] if columns else None)


_PART = rare(r"(?:#|其中 ?[:,、]?|[—·*-]{1,2}(?![0-9])) ?")
_ITEM = rare(r"(?:[0-9]{1,2}[.、](?![0-9])|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十0-9]{1,2}\)|[①-⑳]) ?")


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


def _read_block(
    text: str, block: list[list[Span]], amounts: list[Amount], starts: list[int], scanner: Scanner,
    headers: dict[int, TableCell], added: list[Amount], *, divided: bool = False,
) -> None:  # fmt: skip
    """Read one table: rows of cells; ``divided`` where its cells are certain."""
    if len(block) < 2:
        return
    tabbed = any("\t" in text[row[0][0] : row[-1][1]] or "|" in text[row[0][0] : row[-1][1]] for row in block)
    if not tabbed and not divided and (min(map(len, block)) < 3 or len({len(row) for row in block}) > 1):
        return
    first = block[0]
    # commas set clauses apart, too, so that the first cell of a row of figures may hold one
    has_header = not any(
        _inside(cell, amounts, starts) or (_NUMBER.fullmatch(text, *cell) and not _YEAR.fullmatch(text, *cell))
        for cell in (first if divided else first[1:])
    )
    if divided and not has_header:
        return
    header = first if has_header else None
    caption = _CAPTION.search(text, max(0, first[0][0] - 60), first[-1][1])
    units = next((i for i, cell in enumerate(header or ()) if _UNIT_COLUMN.fullmatch(text, *cell)), None)
    above = ""  # the unit of the row of which those below are parts
    for row in block[1:] if has_header else block:
        label = 1 if len(row) > 2 and text[row[0][0] : row[0][1]].isdigit() else 0
        row_header = _without_mark(text, row[label])
        amount_in_label = _inside(row_header, amounts, starts)
        if amount_in_label and amount_in_label[0].start > row_header[0]:  # 地区生产总值303亿元 | 8.8
            row_header = _stripped(text, row_header[0], amount_in_label[0].start)
        row_name = _without_unit(text, row_header, scanner)
        own = text[slice(*row[units])] if units is not None and units < len(row) else ""
        if not own and not _PART.match(text, *row[label]):
            bracket = _BRACKET.search(text, *row[label])
            above = bracket[1] if bracket else ""
        for column, cell in enumerate(row):
            if cell[0] == cell[1]:
                continue
            column_header = header[column] if header and column < len(header) else None
            place = TableCell(row_name if column > label else None, column_header)
            inside = _inside(cell, amounts, starts)
            for amount in inside:
                headers[amount.start] = place
            if column > label and not inside:
                named = own or (caption[1] if caption else "") or above
                bare = _bare(text, cell, row_header, column_header, named, scanner)
                if bare is not None:
                    added.append(bare)
                    headers[bare.start] = place


def _inside(cell: Span, amounts: list[Amount], starts: list[int]) -> list[Amount]:
    """The amounts that begin in a cell."""
    low = bisect_left(starts, cell[0])
    return [amounts[i] for i in range(low, min(low + 20, len(amounts))) if amounts[i].start < cell[1]]


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
