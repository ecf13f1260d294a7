"""The packaged taxonomy: areas, sub-areas, crosswalk, terms."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.policy.taxonomy import Taxonomy, load_taxonomy

COFOG = re.compile(r"(0[1-9]|10)(\.[1-9])?")
BUDGET = re.compile(r"2[0-3][0-9]([0-9]{2})?")


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def test_levels(taxonomy: Taxonomy) -> None:
    levels = Counter(area.level for area in taxonomy.areas.values())
    assert levels == {0: 1, 1: 24, 2: 110}
    for area in taxonomy.areas.values():
        assert area.name_zh
        assert area.name_en
        if area.level == 2:
            assert area.id.startswith(area.parent + ".")
            assert taxonomy.areas[area.parent].level == 1


def test_every_area_says_what_belongs_to_it(taxonomy: Taxonomy) -> None:
    for area in taxonomy.areas.values():
        assert area.scope
        if area.level == 1:
            assert area.rules


def test_crosswalk(taxonomy: Taxonomy) -> None:
    for area in taxonomy.areas.values():
        if area.level == 0:
            continue
        majors = area.codes["cap_major"]
        assert majors
        for code in area.codes["cap_sub"]:
            assert code[:-2] in majors, area.id
        for code in area.codes["cofog"]:
            assert COFOG.fullmatch(code), area.id
        for code in area.codes["budget"]:
            assert BUDGET.fullmatch(code), area.id


def test_sub_areas_stay_within_the_codes_of_their_area(taxonomy: Taxonomy) -> None:
    for area in taxonomy.areas.values():
        if area.level == 2:
            assert set(area.codes["cap_major"]) <= set(taxonomy.areas[area.parent].codes["cap_major"]), area.id


def test_every_sub_area_has_terms(taxonomy: Taxonomy) -> None:
    assert {term.area for term in taxonomy.terms} >= {a.id for a in taxonomy.areas.values() if a.level == 2}


def test_terms_stand_once_and_carry_a_weight() -> None:
    seen: dict[str, str] = {}
    for row in lexicons.load("policy_terms"):
        assert row["weight"] in {"0", "1", "2", "3", "4"}
        for text in lexicons.values(row["terms"]):
            assert len(text) >= 2
            assert text not in seen, (text, seen.get(text), row["area"])
            seen[text] = row["area"]
