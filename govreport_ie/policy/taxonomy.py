"""The taxonomy of policy areas: the packaged one, or a user's own file, checked on load."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Mapping

from govreport_ie import lexicons
from govreport_ie.errors import LexiconError

__all__ = ["Area", "Boundary", "Taxonomy", "Term", "load_taxonomy"]

CODE_COLUMNS = ("cap_major", "cap_sub", "cofog", "budget")
QUOTES = str.maketrans("", "", "“”\"‘’「」『』《》")
DEFAULT_WEIGHT = 4
"""Weight of a term in a user's taxonomy that names none."""


@dataclass(frozen=True, slots=True)
class Area:
    """One node of the taxonomy.

    Attributes:
        id: `finance`, or `finance.credit` at level 2.
        level: 1 or 2; 0 for text without policy content.
        parent: id of the level-1 area, empty at levels 0 and 1.
        name_zh: Chinese name.
        name_en: English name.
        scope: what belongs to it.
        rules: boundary rules against its neighbours.
        codes: crosswalk; keys `cap_major`, `cap_sub`, `cofog`, `budget`.
        terms: the terms that the file itself lists for the area.
    """

    id: str
    level: int
    parent: str
    name_zh: str
    name_en: str
    scope: str = ""
    rules: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terms: tuple[str, ...] = ()

    @property
    def top(self) -> str:
        """Id of the level-1 area: the parent's, or its own."""
        return self.parent or self.id


@dataclass(frozen=True, slots=True)
class Term:
    """A term that points to an area.

    Attributes:
        text: the term, without quotation marks.
        area: the area's id, of level 1 or 2.
        weight: 4 wherever it stands, 3 nearly always, 2 as the thing measured, 1 only a hint.
        source: rule name for explanations.
    """

    text: str
    area: str
    weight: int
    source: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """A rule for a confusing case: a term that belongs to an area, always or under a condition.

    Attributes:
        text: the term.
        area: the area that wins.
        secondary: the area that comes second, or empty.
        near: words of which one must stand in the same sentence; empty for no such condition.
        units: units of which the quantity must have one; empty for no such condition.
        basis: why.
    """

    text: str
    area: str
    secondary: str = ""
    near: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Areas by id in file order, with their terms and boundary rules."""

    areas: Mapping[str, Area]
    terms: tuple[Term, ...]
    boundaries: tuple[Boundary, ...]
    packaged: bool = True

    def top(self, area: str) -> str:
        """Id of the level-1 area that holds an area."""
        return self.areas[area].top


@lru_cache(maxsize=8)
def load_taxonomy(path: str | Path | None = None) -> Taxonomy:
    """Load a taxonomy.

    Args:
        path: a CSV or TSV file with the columns `id`, `name_zh` and `terms`, and optionally `parent`, `name_en`, `scope`,
            `rules`, `cap_major`, `cap_sub`, `cofog`, `budget`.  Several values in a cell are separated by ``|``.  A term may
            carry a weight of 1 to 4 (``贷款=4``).  A rule has the form ``term [+ word] [@ unit] -> area [/ secondary]``; a
            `rules` cell without ``->`` is prose.  The packaged taxonomy when omitted.

    Returns:
        The taxonomy, areas in file order.

    Raises:
        LexiconError: if the file is malformed; the message names the line.

    Example:
        >>> load_taxonomy().areas["finance.credit"].name_zh
        '存贷款'
    """
    return _packaged() if path is None else _user_file(Path(path))


def _packaged() -> Taxonomy:
    areas = {row["id"]: _area(row) for row in lexicons.load("policy_areas")}
    terms: dict[str, Term] = {}
    for row in lexicons.load("indicators"):
        for text in (row["name_zh"], *lexicons.values(row["aliases"])):
            text = text.translate(QUOTES)
            weight = 4 if len(text) >= 5 else 3
            terms[text] = Term(text, row["policy_area"], weight, "policy.taxonomy:indicator")
    for row in lexicons.load("policy_terms"):
        for text in lexicons.values(row["terms"]):
            terms[text] = Term(text, row["area"], int(row["weight"]), "policy.taxonomy:term")
    return Taxonomy(MappingProxyType(areas), tuple(terms.values()), ())


def _area(row: Mapping[str, str]) -> Area:
    parent = row.get("parent", "")
    codes = {name: lexicons.values(row.get(name, "")) for name in CODE_COLUMNS}
    return Area(
        id=row["id"],
        level=int(row.get("level") or (2 if parent else 1)),
        parent=parent,
        name_zh=row["name_zh"],
        name_en=row.get("name_en", ""),
        scope=row.get("scope", ""),
        rules=row.get("rules", ""),
        codes=MappingProxyType(codes),
        terms=tuple(text.partition("=")[0] for text in lexicons.values(row.get("terms", ""))),
    )


def _user_file(path: Path) -> Taxonomy:
    raise NotImplementedError
