"""What a taxonomy of policy areas is made of: areas, the terms that point to them, and the rules for terms that two areas claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from govreport_ie.extraction import lexicons

__all__ = ["FULL_WEIGHT", "Area", "Boundary", "Taxonomy", "Term", "join_terms", "make_area", "plain"]

CODE_COLUMNS = ("cap_major", "cap_sub", "cofog", "budget")
FULL_WEIGHT = 4
_QUOTES = str.maketrans("", "", '“”"‘’「」『』《》')


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
    """

    id: str
    level: int
    parent: str
    name_zh: str
    name_en: str
    scope: str = ""
    rules: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def top(self) -> str:
        """Id of the level-1 area: the parent's, or its own."""
        return self.parent or self.id


@dataclass(frozen=True, slots=True)
class Boundary:
    """A rule for a term that two areas claim.

    Attributes:
        area: the area that wins.
        secondary: the area that comes second, or empty.
        near: the rule holds only with one of these words in the clause; always if empty.
        units: the rule holds only if the quantity has one of these units; always if empty.
    """

    area: str
    secondary: str = ""
    near: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether the rule holds only in some contexts."""
        return bool(self.near or self.units)


@dataclass(frozen=True, slots=True)
class Term:
    """A term that points to an area.

    Attributes:
        text: the term, without quotation marks.
        area: the area's id, of level 1 or 2.
        weight: 4 names a thing of the area wherever it stands, 3 nearly always, 2 as the thing measured, 1 is only a hint,
            0 counts only with nothing better in the indicator.
        rule: rule name for explanations.
        secondary: id of the level-1 area that comes second, or empty.
        cases: conditional rules that may send the term elsewhere.
    """

    text: str
    area: str
    weight: int
    rule: str
    secondary: str = ""
    cases: tuple[Boundary, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Areas by id in file order, and their terms."""

    areas: Mapping[str, Area]
    terms: tuple[Term, ...]

    def top(self, area: str) -> str:
        """Id of the level-1 area that holds an area."""
        return self.areas[area].top


def plain(text: str) -> str:
    """A term without quotation marks, which writers set and leave out at will."""
    return text.translate(_QUOTES)


def make_area(row: Mapping[str, str]) -> Area:
    """An area from the cells of its row."""
    parent = row.get("parent", "")
    return Area(
        id=row["id"],
        level=int(row.get("level") or (2 if parent else 1)),
        parent=parent,
        name_zh=row["name_zh"],
        name_en=row.get("name_en", ""),
        scope=row.get("scope", ""),
        rules=row.get("rules", ""),
        codes=MappingProxyType({name: lexicons.values(row.get(name, "")) for name in CODE_COLUMNS}),
    )


def join_terms(
    areas: Mapping[str, Area], terms: Iterable[Term], boundaries: Mapping[str, list[Boundary]]
) -> tuple[Term, ...]:
    """Give terms the boundary rules of the terms that they contain; every term of a rule becomes a term of its own.

    Args:
        areas: the areas.
        terms: the plain terms; of two with the same text the later one holds.
        boundaries: rules by term.
    """
    known = {term.text: term for term in terms}
    for text, rules in boundaries.items():
        always = next((rule for rule in rules if not rule.conditional), None)
        if always is not None:
            secondary = areas[always.secondary].top if always.secondary else ""
            known[text] = Term(text, always.area, FULL_WEIGHT, "policy_boundaries", secondary)
        elif text not in known:
            known[text] = Term(text, rules[0].area, 0, "policy_boundaries")
    fronts = {text[:2] for text in boundaries}
    return tuple([_with_rules(term, areas, known, boundaries, fronts) for term in known.values()])


def _with_rules(
    term: Term,
    areas: Mapping[str, Area],
    known: Mapping[str, Term],
    boundaries: Mapping[str, list[Boundary]],
    fronts: Set[str],
) -> Term:
    """A term with the rules of the first and longest term of a rule in it.

    Args:
        term: the term.
        areas: the areas.
        known: the terms by text.
        boundaries: rules by term.
        fronts: the first two characters of each of their terms; nearly no term holds any of them.
    """
    text = term.text
    for start in range(len(text) - 1):
        if text[start : start + 2] not in fronts:
            continue
        top = areas[term.area].top
        for end in range(len(text), start + 1, -1):
            inner = text[start:end]
            if inner in boundaries and areas[known[inner].area].top == top:
                cases = tuple(rule for rule in boundaries[inner] if rule.conditional)
                secondary = term.secondary or known[inner].secondary
                return replace(term, secondary="" if secondary == top else secondary, cases=cases)
    return term
