"""Clauses are opened as a whole: where the gate speaks for a name, and where a stretch is wanted."""

from __future__ import annotations

import numpy as np

from govreport_ie.extraction.entities.gate import clause_starts, opened_clauses
from govreport_ie.extraction.text import fold

TEXT = fold("加快建设“清溪”大桥，完善功能、提升服务，支持砚湖镇。")


def opened(values: dict[int, float], wanted: list[tuple[int, int]] | None = None) -> list[str]:
    """The stretches of the text that are opened by values at some offsets."""
    given = np.full(len(TEXT), -1.0, np.float32)
    for at, value in values.items():
        given[at] = value
    mask = opened_clauses(TEXT, given, wanted or [])
    return "".join(character if read else " " for character, read in zip(TEXT, mask, strict=True)).split()


def test_a_clause_ends_at_punctuation_and_enumeration_marks_but_not_at_quotes() -> None:
    starts = clause_starts(TEXT).tolist()
    assert starts == [0, TEXT.index("完善"), TEXT.index("提升"), TEXT.index("支持")]


def test_one_character_opens_its_whole_clause() -> None:
    assert opened({TEXT.index("溪"): 0.5}) == ["加快建设“清溪”大桥,"]
    assert opened({}) == []


def test_what_is_wanted_is_opened_over_all_the_clauses_it_touches() -> None:
    assert opened({}, [(TEXT.index("善"), TEXT.index("能"))]) == ["完善功能、"]
    assert opened({}, [(TEXT.index("大桥"), TEXT.index("砚湖"))]) == [TEXT]
