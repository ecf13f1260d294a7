"""A user's own taxonomy: one CSV or TSV file, checked on load.

Columns: `id`, `name_zh` and `terms` are required; `parent`, `name_en`, `scope`, `rules`, `cap_major`, `cap_sub`, `cofog` and
`budget` may follow; others are ignored.  Lines that begin with ``#`` are comments.  Cells with several values separate them
by ``|``.

- `parent`: id of the level-1 area of a sub-area; empty for level 1.
- `terms`: words that point to the area.  A word may carry a weight (``贷款=4``): 4 wherever it stands (the default),
  3 nearly always, 2 as the thing measured, 1 only a hint, 0 with nothing better in the indicator.
- `rules`: boundary rules of the form ``term [+ word] [@ unit] -> area [/ second area]``: the term goes to that area, only
  beside the word, only with the unit.  Several words or units are separated by a comma.  Text without ``->`` is prose.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.policy.areas import (
    FULL_WEIGHT,
    Area,
    Boundary,
    Taxonomy,
    Term,
    join_terms,
    make_area,
    plain,
)

__all__ = ["read_taxonomy"]

REQUIRED = ("id", "name_zh", "terms")
COLUMNS = (*REQUIRED, "parent", "name_en", "scope", "rules", "cap_major", "cap_sub", "cofog", "budget")


def read_taxonomy(path: Path) -> Taxonomy:
    """Read and check a taxonomy file.

    Args:
        path: a ``.csv`` file, or a tab-separated file with any other suffix.

    Raises:
        LexiconError: if the file cannot be read or is malformed; the message names the line.

    Example:
        >>> read_taxonomy(Path("nowhere.csv"))
        Traceback (most recent call last):
        govreport_ie.errors.LexiconError: nowhere.csv: cannot be read: ...
    """
    rows = list(_rows(path))
    areas = _areas(path, rows)
    terms: dict[str, tuple[int, Term]] = {}
    boundaries: dict[str, list[Boundary]] = {}
    for line, row in rows:
        for term in _terms(path, line, row):
            before = terms.get(term.text)
            if before is not None and before[1].area != term.area:
                raise _error(path, line, f"{term.text!r} stands for {before[1].area!r} on line {before[0]} already")
            terms[term.text] = (line, term)
        for text, rule in _boundaries(path, line, row, areas):
            boundaries.setdefault(text, []).append(rule)
    if not terms:
        raise LexiconError(f"{path}: no area has any terms")
    joined = join_terms(areas, (term for _, term in terms.values()), boundaries)
    return Taxonomy(MappingProxyType(areas), joined)


def _error(path: Path, line: int, message: str) -> LexiconError:
    return LexiconError(f"{path}, line {line}: {message}")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of every row."""
    comma = path.suffix.lower() == ".csv"
    reader = csv.reader(
        io.StringIO(_text_of(path), newline=""),
        delimiter="," if comma else "\t",
        quoting=csv.QUOTE_MINIMAL if comma else csv.QUOTE_NONE,
    )
    header: list[str] | None = None
    line = 0
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if header is None:
                header = _checked_header(path, first, cells)
                continue
            if len(cells) > len(header):
                raise _error(path, first, f"{len(cells)} cells, the header has {len(header)}")
            cells += [""] * (len(header) - len(cells))
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            yield first, {column: row.get(column, "") for column in COLUMNS}
    except csv.Error as error:
        raise _error(path, reader.line_num, str(error)) from error
    if header is None:
        raise LexiconError(f"{path}: no header line")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:  # spreadsheet programs on Chinese systems save CSV files in GBK
        line = error.object.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}, line {line}: cannot be read: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error


def _checked_header(path: Path, line: int, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise _error(path, line, f"columns missing: {', '.join(missing)}")
    if len(set(header)) < len(header):
        raise _error(path, line, "a column stands twice")
    return header


def _areas(path: Path, rows: list[tuple[int, dict[str, str]]]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for line, row in rows:
        identifier = row["id"]
        if not identifier or any(character.isspace() for character in identifier):
            raise _error(path, line, f"an id is one word, not {identifier!r}")
        if identifier in areas:
            raise _error(path, line, f"id {identifier!r} stands twice")
        if not row["name_zh"]:
            raise _error(path, line, f"{identifier!r} has no name_zh")
        areas[identifier] = make_area(row)
    for line, row in rows:
        parent = row["parent"]
        if parent and parent not in areas:
            raise _error(path, line, f"no area named {parent!r} for a parent")
        if parent and areas[parent].parent:
            raise _error(path, line, f"{parent!r} is a sub-area itself; there are two levels")
    return areas


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split("|") if value.strip()]


def _terms(path: Path, line: int, row: dict[str, str]) -> Iterator[Term]:
    for entry in _values(row["terms"]):
        text, _, weight = entry.partition("=")
        text, weight = plain(text.strip()), weight.strip() or str(FULL_WEIGHT)
        if weight not in {"0", "1", "2", "3", "4"}:
            raise _error(path, line, f"the weight of {text!r} is 0 to 4, not {weight!r}")
        if not text:
            raise _error(path, line, f"no term before the weight in {entry!r}")
        yield Term(text, row["id"], int(weight), "taxonomy")


def _boundaries(path: Path, line: int, row: dict[str, str], areas: dict[str, Area]) -> Iterator[tuple[str, Boundary]]:
    for entry in _values(row["rules"]):
        condition, arrow, target = entry.partition("->")
        if not arrow:
            continue  # prose
        condition, _, units = condition.partition("@")
        text, _, near = condition.partition("+")
        area, _, secondary = (part.strip() for part in target.partition("/"))
        text = plain(text.strip())
        if not text:
            raise _error(path, line, f"no term in the rule {entry!r}")
        for name in (area, *([secondary] if secondary else [])):
            if name not in areas:
                raise _error(path, line, f"no area named {name!r} in the rule {entry!r}")
        yield text, Boundary(area, secondary, _list(near), _list(units))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())
