"""Documents made from a grammar of lexicon words, numerals, quotes and marks: no error, and every invariant holds.

``benchmarks/fuzz_extract.py`` runs as many of them as one likes.
"""

from __future__ import annotations

import pytest

import govreport_ie as gi
from tests.fuzz import Grammar, violations, wrong_objects

FOUND = [
    "全年经济稳步向好、“”工程深入实施，完成投资3亿元。",  # a member of a list that is an empty quotation
    "全年完成投资950\n兆。",  # a unit behind a line end
    "完成投资一千二百三十四万五千六百七十八元半、三成半、两米半。",
    "、".join(["“”", "《》", "（）", "''", "「」"] * 3) + "工程、项目等",
    "向好和村工程分别",  # a head whose words are all taken by the front of a longer name
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_texts_that_have_failed(text, nlp):
    assert violations(text, nlp) == []


@pytest.mark.parametrize("seed", range(4))
def test_made_up_documents(seed, nlp):
    grammar = Grammar(seed)
    texts = [grammar.document() for _ in range(40)]
    assert [
        (text, wrong) for number, text in enumerate(texts) if (wrong := violations(text, None if number % 4 else nlp))
    ] == []


def test_the_check_sees_what_is_wrong():
    report = gi.extract("全县新建停车位1860个。", year=2024)
    quantity = report.quantities[0].model_copy(update={"start": 0, "end": 99})
    moved = report.model_copy(update={"quantities": (quantity,), "sections": ()})

    assert wrong_objects(report) == []
    assert [found.split(" ")[0] for found in wrong_objects(moved)] == ["offsets", "sections", "Q1", "M1"]
