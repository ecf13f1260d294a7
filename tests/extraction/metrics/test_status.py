"""Status: actual, estimated, target; by section, by cue, by reach of the cue."""

from __future__ import annotations

import pytest

from govreport_ie.extraction.lexicons import load
from tests.extraction.metrics.marked import FIVE_YEARS, PLAN, REVIEW, analyse

SECTIONS = [
    (REVIEW, "新建学校⟨8所|actual⟩，改造老旧小区⟨36个|actual⟩。"),
    (PLAN, "新建学校⟨8所|target⟩，改造老旧小区⟨36个|target⟩。"),
    ("三、加强政府自身建设\n", "压减会议⟨10%|target⟩以上。"),
    ("", "去年新建学校⟨8所|actual⟩。"),
    ("", "2024年，新建学校⟨8所|target⟩、医院⟨2家|target⟩。"),
    (FIVE_YEARS, "五年来，新建学校⟨48所|actual⟩。"),
]

ESTIMATED = [
    # the coordinated metrics of the clause list of 预计
    "预计实现地区生产总值⟨820亿元|estimated⟩，同比增长⟨6%|estimated⟩。",
    "预计农业总产值⟨34亿元|estimated⟩、增长⟨4.2%|estimated⟩，农民人均纯收入⟨2.3万元|estimated⟩。",
    "地区生产总值预计达到⟨820亿元|estimated⟩，增长⟨6%|estimated⟩。",
    # not after a semicolon, in the next sentence, or after a new verb of work done
    "预计接待游客⟨600万人次|estimated⟩；发放消费券⟨300万元|actual⟩。",
    "预计接待游客⟨600万人次|estimated⟩。发放消费券⟨300万元|actual⟩。",
    "预计数字经济占比达⟨19%|estimated⟩，新增省级平台⟨3个|actual⟩。",
    "数字经济好于预计，核心产业增加值增长⟨12%|actual⟩。",
    # set off by a comma it governs the whole sentence, years and semicolons and all
    "初步预计，2023年生产总值增长⟨6%|estimated⟩；固定资产投资增长⟨9%|estimated⟩；财政收入⟨8亿元|estimated⟩。",
    # the number before the word is none of its business
    "粮食产量达到⟨13万吨|actual⟩，预计增收⟨600万元|estimated⟩。",
]

CUES_IN_REVIEWS = [
    "力争到2025年城镇化率达到⟨62%|target⟩。",
    "到2025年，公办园在园幼儿占比将达⟨60%|target⟩，普惠园覆盖率将达⟨90%|target⟩。",
    "新增供热面积⟨20万平方米|actual⟩，今年还要增加⟨35万平方米|target⟩。",
    "创成未来社区⟨6个|actual⟩、未来乡村⟨3个|actual⟩。",  # 未来 in a name
    "特色产业成为重要增长极，带动就业⟨1.2万人|actual⟩。",  # 要增长 inside a word
    "研发投入占比为⟨1.9%|actual⟩，未达到⟨2.2%|target⟩的预期目标；企业亏损面为⟨18%|actual⟩。",
    "年初确定的新增就业⟨3000人|target⟩目标提前完成，实际新增⟨3462人|actual⟩。",
    "实事项目办结⟨9件|actual⟩，其余⟨1件|target⟩将于今年3月底前完成。",
    "六个小康行动计划完成投资⟨11亿元|actual⟩。",  # 计划 as a noun
    "今年计划完成投资⟨11亿元|target⟩。",
    "环城路即将建成通车，交通投资完成⟨9亿元|actual⟩。",
    "争取新增债券⟨6亿元|actual⟩。",
    "为民办实事⟨34项|actual⟩目标任务全面完成。",
    "落实2024年提前批债券⟨5亿元|actual⟩。",  # the year of delivery alone promises nothing in a review
]

GOALS_BESIDE_RESULTS = [
    "生产总值增长⟨6.2%|actual⟩（目标⟨6%|target⟩），财政收入增长⟨5%|actual⟩。",
    "年初确定的增长目标为⟨6%|target⟩，实际增长⟨5.2%|actual⟩。",
    "2023年计划完成投资⟨100亿元|target⟩，实际完成⟨105亿元|actual⟩。",
    "新增就业⟨5000人|actual⟩，完成年度目标⟨4500人|target⟩的⟨111%|actual⟩。",
    "全年目标⟨500亿元|target⟩，已完成⟨480亿元|actual⟩。",
    "完成投资⟨48亿元|actual⟩，占年度目标⟨98%|actual⟩。",
    "增速高于预期目标⟨1.2个百分点|actual⟩。",
    "三年目标⟨5项|actual⟩重点任务全面完成。",
]

GLOSSARY = [
    "“百村示范”：建设示范村⟨100个|target⟩以上，硬化率达到⟨100%|target⟩。",
    "一区三片：由东城、西城、南湖⟨3个|actual⟩片区组成。",
    "慢性病：目前约占患者的⟨70%|actual⟩。",
]

PAST_IN_PLANS = [
    # a paragraph that opens with years gone by reports as long as its sentences do
    "五年来，我们新建学校⟨12所|actual⟩。累计完成投资⟨30亿元|actual⟩，同比增长⟨6%|actual⟩。\n新建医院⟨2所|target⟩。",
    "去年建成公园⟨3个|actual⟩，今年力争新建⟨5个|target⟩。新建学校⟨2所|target⟩。",
    "工业产值年均增长⟨7%|target⟩，高于2016—2020年年均增长⟨5.2%|actual⟩的水平。",
]

BACKGROUND_IN_PLANS = [
    "去年建成公共充电站⟨6座|actual⟩，今年还将新建⟨9座|target⟩。",
    "在去年完成⟨5个|actual⟩的基础上，再建社区食堂⟨8个|target⟩。",
    "截至目前，储备项目⟨63个|actual⟩、总投资⟨90亿元|actual⟩；全年开工⟨40个|target⟩。",
    "我县60岁以上老人已达⟨7.2万人|actual⟩，要建成养老服务站⟨20个|target⟩。",
    "全面提质已入选的⟨5个|target⟩重点镇。",
    "做好项目前期工作，开工重点项目⟨40个|target⟩。",  # 目前 inside 项目前期
    "主导产业比重由目前的⟨36%|actual⟩提高到⟨46%|target⟩。",
    "清理处置已批未建土地⟨53宗|target⟩。",
    "补助标准由人均⟨80元|actual⟩提高到⟨94元|target⟩。",
    "日处理能力从⟨1万吨|actual⟩提高到⟨2.5万吨|target⟩。",
    "农业保险保费比去年的⟨600万元|actual⟩增加⟨200万元|target⟩。",
    "财政支持企业⟨5000万元|target⟩，与过去两年的平均水平相当。",
    "工业总产值（2020年不变价）增长⟨8%|target⟩。",
    "粮食产量比2023年预计增加⟨200吨|target⟩。",  # the base was forecast, not the goal
]


def check(heading: str, marked: str) -> None:
    _, rows = analyse(marked, heading)
    for metric, expected in rows:
        assert (metric.status, metric.indicator_name) == (expected, metric.indicator_name), metric.rules
        assert metric.rules["status"].startswith("metrics.status:")


@pytest.mark.parametrize(("heading", "marked"), SECTIONS)
def test_section_gives_the_default(heading, marked):
    check(heading, marked)


@pytest.mark.parametrize("marked", ESTIMATED)
def test_scope_of_estimates(marked):
    check(REVIEW, marked)


@pytest.mark.parametrize("marked", CUES_IN_REVIEWS)
def test_promises_in_reviews(marked):
    check(REVIEW, marked)


@pytest.mark.parametrize("marked", BACKGROUND_IN_PLANS)
def test_background_in_plans(marked):
    check(PLAN, marked)


@pytest.mark.parametrize("marked", GOALS_BESIDE_RESULTS)
def test_goals_of_the_past_stand_beside_results(marked):
    _, metrics = analyse(marked, REVIEW)
    assert [metric.status for metric, _ in metrics] == [expected for _, expected in metrics]
    assert {metric.period_start for metric, _ in metrics} == {2023}


@pytest.mark.parametrize("marked", GLOSSARY)
def test_a_glossary_says_what_a_scheme_sets_and_what_is(marked):
    text = f"{REVIEW}建成公园3个。新建学校5所。改造道路6公里。\n{PLAN}新建公园2个。新建学校2所。\n名词解释\n1.{marked}"
    _, metrics = analyse(text)
    assert [metric.status for metric, _ in metrics] == [expected for _, expected in metrics]


@pytest.mark.parametrize("marked", PAST_IN_PLANS)
def test_years_gone_by_in_plans(marked):
    _, metrics = analyse(marked, PLAN)
    assert [metric.status for metric, _ in metrics] == [expected for _, expected in metrics]


@pytest.mark.parametrize("heading", [REVIEW, PLAN])
def test_columns_of_goals_and_of_results(heading):
    marked = "指标\t全年目标\t实际完成\n工业投资\t⟨12亿元|target⟩\t⟨14亿元|actual⟩\n财政收入\t⟨8亿元|target⟩\t⟨9亿元|actual⟩\n"
    _, metrics = analyse(marked, heading)
    assert [metric.status for metric, _ in metrics] == [expected for _, expected in metrics]


def test_cue_list_is_well_formed():
    rows = load("status_cues")
    assert {row["status"] for row in rows} <= {"actual", "estimated", "target", "none"}
    assert {row["where"] for row in rows} <= {"any", "report", "plan", "mixed"}
    assert {row["reach"] for row in rows} <= {"next", "clause", "list", "sentence"}
    assert len({row["cue"] for row in rows}) == len(rows)
