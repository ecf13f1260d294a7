"""The pipelines of names: the network in the default one, the rules alone, and former names."""

from __future__ import annotations

from pathlib import Path

import pytest

import govreport_ie as gi

TEXT = "砚州市人民政府工作报告\n2023年，建成云岫水电站，交通运输部支持绵阳市发展，实施“云岫兴业”行动。"


def test_every_name_has_a_score_in_the_report_and_in_tables() -> None:
    report = gi.extract(TEXT, year=2024)
    scores = {one.text: one.score for one in report.entities}
    assert {"云岫水电站", "交通运输部", "绵阳市", "“云岫兴业”行动"} <= set(scores)
    assert all(score is not None and 0 < score <= 1 for score in scores.values())


def test_explain_shows_the_rule_the_listed_name_and_the_probabilities() -> None:
    report = gi.extract(TEXT, year=2024)
    city = next(one for one in report.entities if one.text == "绵阳市")
    reasons = {reason.field: reason for reason in gi.explain(report, city.id).reasons}
    assert reasons["label"].rule == "entities.places:full"
    assert "510700" in reasons["kb_id"].rule
    assert "weakest character" in reasons["score"].rule
    assert "a rule agrees" in reasons["score"].rule


def test_the_rules_alone_say_which_row_found_a_name() -> None:
    nlp = gi.load("zh_govreport_rules")
    report = gi.extract(TEXT, year=2024, nlp=nlp)
    quoted = next(one for one in report.entities if one.text == "“云岫兴业”行动")
    reasons = {reason.field: reason for reason in gi.explain(report, quoted.id, nlp=nlp).reasons}
    assert reasons["label"].rule == "entities.rules:行动 quote"
    assert quoted.score is not None
    assert quoted.score >= 0.9


def test_a_doc_gives_the_same_names_as_the_stages() -> None:
    nlp = gi.load()
    assert nlp(TEXT)._.govreport.entities == gi.extract(TEXT, nlp=nlp).entities


def test_the_accurate_pipeline_is_another_name_of_the_default() -> None:
    with pytest.warns(FutureWarning, match="zh_govreport_accurate is another name of zh_govreport"):
        nlp = gi.load("zh_govreport_accurate")
    assert gi.extract(TEXT, nlp=nlp).entities == gi.extract(TEXT).entities


def test_a_saved_pipeline_without_the_network_stays_without(tmp_path: Path) -> None:
    gi.load("zh_govreport_rules").to_disk(tmp_path / "saved")
    loaded = gi.load(tmp_path / "saved")
    expected = gi.extract(TEXT, nlp=gi.load("zh_govreport_rules"))
    assert gi.extract(TEXT, nlp=loaded).entities == expected.entities


def test_a_pipeline_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(gi.ConfigError, match="zh_govreport_rules"):
        gi.load("zh_nothing")


def test_a_pipeline_saved_with_the_former_tagger_still_loads() -> None:
    nlp = gi.load()
    with pytest.warns(FutureWarning, match="does nothing any more"):
        nlp.add_pipe("govreport_entity_tagger", after="govreport_entities", config={"veto": 2.0})
    assert gi.extract(TEXT, nlp=nlp).entities == gi.extract(TEXT).entities
