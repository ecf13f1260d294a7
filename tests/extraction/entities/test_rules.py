"""Rules of names: every packaged row fires on its example, and users add rows, phrases and token patterns of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.errors import LexiconError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.entities.rules import LEFT_EDGES
from govreport_ie.extraction.records import EntityRecord
from tests.extraction.entities.marked import analyse, unmark

ROWS = lexicons.load("entity_rules")


def rules_of(text: str, stage: EntityStage | None = None) -> list[EntityRecord]:
    return analyse(text, stage=stage or EntityStage(network=False)).entities


def of_text(text: str, stage: EntityStage | None = None) -> dict[str, tuple[str, str]]:
    return {text[one.start : one.end]: (one.label, one.rule) for one in rules_of(text, stage)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_row_fires_on_its_example(row: dict[str, str]) -> None:
    text, marked = unmark(row["example"])
    found = of_text(f"加快推进{text}。")
    assert found[marked[0] if marked else text] == (row["label"], f"entities.rules:{row['rule']}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_row_has_ten_firings_and_is_right_nine_times_in_ten(row: dict[str, str]) -> None:
    assert int(row["firings"]) >= 10
    assert float(row["precision"]) >= 0.9
    assert bool(row["head"]) != bool(row["pattern"])
    assert set(lexicons.values(row["left"])) <= set(LEFT_EDGES)


def test_listed_places_and_bodies_need_no_row() -> None:
    found = of_text("交通运输部支持绵阳市发展")
    assert found == {
        "交通运输部": ("INSTITUTION", "entities.terms:body"),
        "绵阳市": ("PLACE", "entities.places:full"),
    }


@pytest.mark.parametrize(
    ("header", "row", "text", "name", "label"),
    [
        ("label\thead\tleft", "PLACE\t云坞\tunknown|place", "建成岫峣云坞三处", "岫峣云坞", "PLACE"),
        ("label\thead", "PROJECT\t焕彩季", "办好“砚湖”焕彩季", "“砚湖”焕彩季", "PROJECT"),
        ("label\tpattern", "INSTITUTION\t砚湖[甲乙丙]社", "支持砚湖乙社发展", "砚湖乙社", "INSTITUTION"),
    ],
)
def test_rows_of_the_users_own_are_never_doubted(
    tmp_path: Path, header: str, row: str, text: str, name: str, label: str
) -> None:
    path = tmp_path / "rules.tsv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert of_text(text, EntityStage(rules=path))[name] == (label, "entities.rules:1")


def test_the_phrases_of_an_entity_ruler_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "patterns.jsonl"
    path.write_text('{"label": "INSTITUTION", "pattern": "和平里", "id": "和平里合作社"}\n', encoding="utf-8")
    (found,) = rules_of("走进和平里看变化", EntityStage(rules=path))
    assert (found.start, found.end, found.label, found.name, found.score) == (2, 5, "INSTITUTION", "和平里合作社", 1.0)


def test_token_patterns_of_an_entity_ruler_are_a_component_of_the_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "patterns.jsonl"
    tokens = '[{"TEXT": "砚"}, {"TEXT": {"IN": ["东", "西"]}}, {"TEXT": "社"}]'
    path.write_text(f'{{"label": "INSTITUTION", "pattern": {tokens}}}\n', encoding="utf-8")
    nlp = gi.load(entity_rules=path)
    assert "govreport_token_patterns" in nlp.pipe_names
    report = gi.extract("支持砚东社和砚西社发展。", nlp=nlp)
    assert [one.text for one in report.entities if one.label == "INSTITUTION"] == ["砚东社", "砚西社"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", "head\n云坞\n", "columns missing: label"),
        ("a.tsv", "label\thead\nRIVER\t江\n", "row 1: label 'RIVER'"),
        ("a.tsv", "label\thead\nPLACE\t\n", "row 1: give a head or a pattern"),
        ("a.tsv", "label\thead\tleft\nPLACE\t江\tabove\n", "row 1: left edge 'above'"),
        ("a.tsv", "label\tpattern\nPLACE\t(江\n", "row 1: missing \\)"),
        ("a.jsonl", '{"label": "PLACE"}\n', "line 1: not an EntityRuler pattern"),
        ("a.jsonl", '{"label": "GPE", "pattern": "江"}\n', "line 1: label 'GPE'"),
        ("a.jsonl", "江\n", "line 1: not an EntityRuler pattern"),
    ],
)
def test_a_malformed_file_names_its_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        EntityStage(rules=path)
