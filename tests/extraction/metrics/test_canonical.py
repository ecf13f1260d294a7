"""Canonical indicators: names, aliases and the evidence of expected dimensions."""

from __future__ import annotations

import pytest

from govreport_ie.errors import LexiconError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.engine import STAGES, Engine
from govreport_ie.extraction.metrics import MetricStage
from govreport_ie.extraction.metrics.indicators import names_of
from tests.extraction.metrics.marked import REVIEW, analyse, cases


@pytest.mark.parametrize(
    "marked",
    [
        "地区生产总值⟨286亿元|gross_regional_product_gdp⟩，增长⟨6%|gross_regional_product_gdp⟩。",
        "全社会固定资产投资增长⟨8%|fixed_asset_investment⟩。",
        "规模以上工业增加值增长⟨7%|value_added_of_above_scale_industry⟩，全部工业增加值增长⟨6%|value_added_of_industry⟩。",
        "城乡居民人均可支配收入依次为⟨4.1万元|urban_per_capita_disposable_income⟩、⟨2.3万元|rural_per_capita_disposable_income⟩。",
        "新增国家高新技术企业⟨12家|high_and_new_tech_firms⟩。",
        "新增停车位⟨800个|parking_spaces⟩、充电桩⟨300个|charging_piles⟩。",
        "粮食总产量居全省⟨第3位|grain_output⟩。",
    ],
)
def test_id(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.indicator_id for metric, _ in found] == [expected for _, expected in found]
    for metric, _ in found:
        assert " | " in metric.rules["indicator_id"], "the rule names the lexicon entry"


@pytest.mark.parametrize(
    "marked",
    cases(
        [
            # what is done to a thing, which of them, and in what it is measured stand apart
            "全市共有公园⟨120个|parks⟩，新建公园⟨5个|parks.built⟩，改造提升公园⟨16个|parks.renovated⟩。",
            "新增学位⟨2万个|school_places⟩，新增幼儿园学位⟨3000个|kindergarten_places⟩。",
            "汽车产量⟨20万辆|automobile_output⟩，汽车出口⟨3万辆|car_exports.count⟩。",
            "改造供水管网⟨30公里|water_supply_pipes.renovated⟩、燃气管道⟨15公里|gas_pipes.renovated⟩。",
            "新建省级示范幼儿园⟨3所|kindergartens.model.provincial.built⟩。",
            "改造老旧小区⟨50个|old_estates.renovated⟩，改造老旧小区⟨80万平方米|old_estates.renovated.area⟩。",
            "实施老旧小区改造⟨50个|old_estates.renovated⟩。",
            "地区生产总值增速居全省⟨第3位|gross_regional_product_gdp.growth⟩。",
            "智能工厂、数字化车间⟨12个|smart_factories.and.digital_workshops⟩。",
            # built, rebuilt, either, and put into use are four things
            "新建农村公路⟨30公里|rural_roads.built⟩，改建农村公路⟨20公里|rural_roads.rebuilt⟩，新改建农村公路⟨50公里|rural_roads.built_or_rebuilt⟩。",
            "完成高标准农田建设任务⟨3万亩|high_standard_farmland.built⟩，完成造林⟨5万亩|afforestation⟩，完成危桥改造⟨6座|dangerous_bridges.renovated⟩。",
            # all there are of what was added
            "新增上市公司⟨6家|listed_companies⟩、总数达⟨41家|listed_companies⟩。",
            "年内脱贫⟨385人|people_lifted_out_of_poverty⟩，剩余贫困人口⟨120人|poor_population.remaining⟩。",
            # one thing has one id, however it is composed
            "非公有制经济增加值⟨97亿元|value_added_of_the_private_economy⟩，工业增加值⟨63亿元|value_added_of_industry⟩。",
            "城镇低保标准提高⟨6%|urban_subsistence_standard⟩。",
            # no id for what the name leaves open: of what, by what, or in which classes
            "人口覆盖率⟨97%|⟩，占生产总值的比重⟨9%|⟩，⟨十大类|⟩民生实事全面完成。",
            "推动⟨50家|⟩重点企业完成清洁生产改造。",
            "支持⟨20个|⟩职业教育集团建设公共实训基地。",
            "辐射带动⟨3个|⟩县、⟨13个|⟩乡镇。",
            "新增规上工业企业产值⟨65亿元|⟩，服务业规模⟨90亿元|⟩。",
            # what the sentence says besides the name: the act in front of it, of what a rank is, how often
            "年内释放⟨30万平方米|industrial_parks_space.released⟩产业空间。",
            "规上工业增加值增长⟨9%|value_added_of_above_scale_industry⟩、居全市⟨第2位|value_added_of_above_scale_industry.growth⟩。",
            "进出口总额⟨90亿元|total_imports_and_exports⟩，增长⟨8%|total_imports_and_exports⟩，总量居全省⟨第3位|total_imports_and_exports⟩。",
            "新设市场主体⟨3万户|market_entities.registered⟩，日均新设⟨85户|⟩。",
            "推动高新技术企业达到⟨900家|high_and_new_tech_firms⟩。",
            # a number that selects, counts rules or has another dimension than the thing
            "财政收入超过⟨2亿元|⟩的乡镇有⟨5个|⟩。",
            "出台高层次人才政策⟨25条|⟩。",
            "播种粮食⟨91万亩|⟩。",
            "走访⟨200家|⟩龙头企业，全市共有⟨260家|leading_firms⟩龙头企业。",
            "办理人大代表建议⟨90件|npc_suggestions.handled⟩、政协提案⟨40件|cppcc_proposals.handled⟩。",
            "新推广新能源汽车⟨2万辆|nevs_promoted⟩，总量达⟨9万辆|⟩。",
            "每平方公里土地产生⟨4亿元|⟩的生产总值。",
            "锂电企业发展到⟨120家|enterprises.lithium_battery⟩。",
            # words that no lexicon lists leave the name without an id
            "新建月光幼儿园长廊⟨3个|⟩。",
            # a threshold is no value of what it selects
            "新签约⟨亿元|⟩以上项目⟨45个|projects_above_100m.signed⟩。",
        ]
    ),
)
def test_id_of_a_composed_name(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.indicator_id or "" for metric, _ in found] == [expected for _, expected in found]


@pytest.mark.parametrize(
    ("indicator_id", "names"),
    [
        ("gross_regional_product_gdp", ("地区生产总值", "Gross regional product (GDP)")),
        ("kindergartens.inclusive.built", ("普惠性幼儿园（新建）", "Kindergartens: inclusive, built")),
        ("old_estates.renovated.area", ("老旧小区（改造，面积）", "Old estates: renovated, area")),
        ("smart_factories.and.digital_workshops", ("智能工厂和数字化车间", "Smart factories and Digital workshops")),
        ("of_nothing", None),
        ("parks.of_nothing", None),
    ],
)
def test_every_id_has_names(indicator_id, names):
    assert names_of(indicator_id) == names


def test_a_percent_is_no_level_of_a_gross_product():
    _, [(metric, _)] = analyse("地区生产总值达⟨37%|⟩。")
    assert metric.measure == "share"
    assert metric.indicator_id is None


def test_the_lexicon_is_well_formed():
    rows = lexicons.load("indicators")
    assert len(rows) >= 1000
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    areas = {row["id"] for row in lexicons.load("policy_areas")}
    owner: dict[tuple[str, bool], str] = {}
    for row in rows:
        assert all(row[column] for column in ("name_zh", "name_en", "dimensions", "policy_area", "kind"))
        assert row["policy_area"] in areas
        assert row["direction"] in ("up", "down", "context")
        names = {row["name_zh"], *lexicons.values(row["aliases"]), *lexicons.values(row["context_only_aliases"])}
        needs_more = row["kind"] in ("head", "generic")  # 税收 alone, and the 税收 of 工业税收
        for name in names:
            assert owner.setdefault((name, needs_more), row["id"]) == row["id"], f"{name} names two indicators"


def test_parts_of_ids_are_told_apart():
    """A dot joins the parts of an id, so that no part holds one, and no word is both an act and a dimension."""
    parts = [row["id"] for row in (*lexicons.load("indicators"), *lexicons.load("indicator_words")) if row["id"]]
    assert not [part for part in parts if "." in part or part in ("and", "share_of")]


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
