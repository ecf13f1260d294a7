"""Canonical indicators: names, aliases and the evidence of expected dimensions."""

from __future__ import annotations

import pytest

from govreport_ie.errors import LexiconError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.engine import STAGES, Engine
from govreport_ie.extraction.metrics import MetricStage
from tests.extraction.metrics.marked import REVIEW, analyse


@pytest.mark.parametrize(
    "marked",
    [
        "地区生产总值⟨286亿元|gross_regional_product_gdp⟩，增长⟨6%|gross_regional_product_gdp⟩。",
        "全社会固定资产投资增长⟨8%|fixed_asset_investment⟩。",
        "规模以上工业增加值增长⟨7%|value_added_of_above_scale_industry⟩，全部工业增加值增长⟨6%|value_added_of_industry⟩。",
        "城乡居民人均可支配收入依次为⟨4.1万元|urban_per_capita_disposable_income⟩、⟨2.3万元|rural_per_capita_disposable_income⟩。",
        "新增国家高新技术企业⟨12家|high_and_new_tech_firms⟩。",
        "新增停车位⟨800个|parking_spaces_added⟩、充电桩⟨300个|charging_piles⟩。",
        "粮食总产量居全省⟨第3位|grain_output⟩。",
    ],
)
def test_id(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.indicator_id for metric, _ in found] == [expected for _, expected in found]
    for metric, _ in found:
        assert " | " in metric.rules["indicator_id"], "the rule names the lexicon entry"


def test_a_percent_is_no_level_of_a_gross_product():
    _, [(metric, _)] = analyse("地区生产总值达⟨37%|⟩。")
    assert metric.measure == "share"
    assert metric.indicator_id is None


def test_the_lexicon_is_well_formed():
    rows = lexicons.load("indicators")
    assert len(rows) >= 500
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    owner: dict[str, str] = {}
    for row in rows:
        assert all(row[column] for column in ("name_zh", "name_en", "dimensions", "policy_area"))
        assert row["direction"] in ("up", "down", "context")
        names = {row["name_zh"], *lexicons.values(row["aliases"]), *lexicons.values(row["context_only_aliases"])}
        for name in names:
            assert owner.setdefault(name, row["id"]) == row["id"], f"{name} names two indicators"


HEADER = (
    "id\tname_zh\taliases\tname_en\tdimensions\ttypical_units\tpolicy_area\tdirection\tkind\tcontext_only_aliases\n"
)


def test_a_users_own_indicators_go_first(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text(
        HEADER + "tea_output\t茶叶产量\t充电桩\tTea output\tmass|count\t吨\t\tup\tflow\t\n", encoding="utf-8"
    )
    stages = [STAGES["structure"](), STAGES["times"](), STAGES["quantities"](), MetricStage(indicators=path)]
    analysis = Engine(stages).analyse("茶叶产量300吨，新增充电桩20个，粮食总产量5万吨。")
    assert [metric.indicator_id for metric in analysis.metrics] == ["tea_output", "tea_output", "grain_output"]


def test_a_malformed_file_is_named(tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text("id\tname_zh\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"bad\.tsv"):
        MetricStage(indicators=path)
