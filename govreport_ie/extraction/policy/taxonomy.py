"""The taxonomy of policy areas: the packaged one, or one of the user's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from govreport_ie.errors import LexiconError
from govreport_ie.extraction import lexicons
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
from govreport_ie.extraction.policy.usertaxonomy import read_taxonomy

__all__ = ["FULL_WEIGHT", "Area", "Boundary", "Taxonomy", "Term", "load_taxonomy", "plain"]


def load_taxonomy(path: str | Path | None = None) -> Taxonomy:
    """Load a taxonomy.

    Args:
        path: a CSV or TSV file of your own (see `govreport_ie.extraction.policy.usertaxonomy`); the packaged taxonomy when omitted.

    Returns:
        The taxonomy, areas in file order.

    Raises:
        LexiconError: if the file is malformed; the message names the line.

    Example:
        >>> load_taxonomy().areas["finance.credit"].name_zh
        '存贷款'
    """
    if path is None:
        return _packaged()
    return read_taxonomy(Path(path))


_COMPOSED = ("thing", "generic", "head")


@lru_cache(maxsize=1)
def _packaged() -> Taxonomy:
    areas = {row["id"]: make_area(row) for row in lexicons.load("policy_areas")}
    terms: list[Term] = []
    for row in lexicons.load("indicators"):
        if row["kind"] in _COMPOSED:
            continue  # policy_terms holds those of them that point to an area
        names = map(plain, (row["name_zh"], *lexicons.values(row["aliases"])))
        terms += [Term(name, row["policy_area"], FULL_WEIGHT if len(name) >= 5 else 3, "indicators") for name in names]
    for row in lexicons.load("policy_terms"):
        area, weight = row["area"], int(row["weight"])
        terms += [Term(text, area, weight, "policy_terms") for text in lexicons.values(row["terms"])]
    boundaries: dict[str, list[Boundary]] = {}
    for row in lexicons.load("policy_boundaries"):
        rule = Boundary(row["area"], row["secondary"], lexicons.values(row["near"]), lexicons.values(row["units"]))
        for text in lexicons.values(row["terms"]):
            boundaries.setdefault(plain(text), []).append(rule)
    for area in (*(term.area for term in terms), *(rule.area for rules in boundaries.values() for rule in rules)):
        if area not in areas:
            raise LexiconError(f"no area named {area!r} in policy_areas.tsv")
    return Taxonomy(MappingProxyType(areas), join_terms(areas, terms, boundaries))
