"""Targets and results: what is compared, what a hedge leaves open, and why an outcome is undetermined.

Every case is a promise in a report and what the report of the year after tells of it, in sentences of our own.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.extraction.lexicons import load, values
from govreport_ie.panels.intervals import Goal, Interval, compare, hedged
from govreport_ie.panels.objects import is_named_in_full, object_of, plain_name

pd = pytest.importorskip("pandas")
pytest.importorskip("pyarrow")


def promised(sentence: str, year: int = 2024) -> gi.Report:
    text = f"政府工作报告\n一、{year - 1}年工作回顾\n过去一年，各项事业取得进步。\n二、{year}年工作安排\n今年，{sentence}\n"
    return gi.extract(text, year=year, region="宁海县", doc_id=f"宁海{year}")


def told(sentence: str, year: int = 2025) -> gi.Report:
    text = f"政府工作报告\n一、{year - 1}年工作回顾\n过去一年，{sentence}\n二、{year}年工作安排\n今年，我们继续努力。\n"
    return gi.extract(text, year=year, region="宁海县", doc_id=f"宁海{year}")


def only_target(*reports: gi.Report) -> tuple:
    """Outcome and reason of the one target set."""
    frame = gi.panel(list(reports), table="targets")
    frame = frame[frame.year == 2024]
    assert len(frame) == 1, frame[["indicator", "object", "measure"]]
    row = frame.iloc[0]
    return row.outcome, row.reason


@pytest.mark.parametrize(
    ("promise", "result", "outcome"),
    [
        ("地区生产总值增长6%以上。", "地区生产总值增长6.2%。", "met"),
        ("地区生产总值增长6%。", "地区生产总值增长5.1%。", "missed"),
        ("地区生产总值增长5%左右。", "地区生产总值增长5.3%。", "met"),
        ("地区生产总值增长5%左右。", "地区生产总值增长3.9%。", "missed"),
        ("地区生产总值增长5%—5.5%。", "地区生产总值增长5.2%。", "met"),
        ("地区生产总值增长5%—5.5%。", "地区生产总值增长4.6%。", "missed"),
        ("经济增长5%左右。", "地区生产总值增长5.2%。", "met"),  # two names of one indicator
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.1%。", "met"),
        ("城镇调查失业率5.5%左右。", "城镇调查失业率6.3%。", "missed"),
        ("居民消费价格涨幅控制在3%左右。", "居民消费价格上涨0.4%。", "met"),  # a ceiling by its wording
        ("单位GDP能耗下降3%以上。", "单位GDP能耗下降3.4%。", "met"),  # more of a fall
        ("单位GDP能耗下降3%以上。", "单位GDP能耗下降1.2%。", "missed"),
        ("出口总额突破700亿元。", "出口总额达到725亿元。", "met"),
        ("新建停车位3000个。", "建成停车位3200个。", "met"),
        ("新增学位5000个。", "新增学位4200个。", "missed"),
        ("PM2.5平均浓度降至30微克/立方米。", "PM2.5平均浓度34微克/立方米。", "missed"),
        ("新增停车位3000个。", "新增停车位7800个。", "met"),  # work is often surpassed, seldom more than threefold
        ("固定资产投资增长12%。", "固定资产投资增长30.7%。", "met"),
        ("累计建成充电桩3000个。", "累计建成充电桩3200个。", "met"),
    ],
)
def test_met_and_missed(promise, result, outcome):
    assert only_target(promised(promise), told(result)) == (outcome, None)


def test_each_of_two_ceilings_is_one():
    reports = [promised("万元GDP电耗和水耗分别下降到600千瓦时和19立方米。"), told("万元GDP水耗下降到18立方米。")]
    frame = gi.panel(reports, table="targets")
    assert frame[frame.target_quantity_text == "19立方米"].outcome.tolist() == ["met"]


@pytest.mark.parametrize(
    ("promise", "result", "reason"),
    [
        ("地区生产总值增长5%左右。", "地区生产总值增长4.9%。", "within the hedge of the target"),
        ("地区生产总值增长6.2%。", "地区生产总值增长6%。", "within rounding"),
        ("出口总额达到725亿元。", "出口总额突破700亿元。", "the result is hedged"),
        ("居民消费价格涨幅3%左右。", "居民消费价格上涨0.4%。", "neither more nor less is known to be better"),
        ("接待游客800万人次。", "接待游客170万人次。", "too far apart to be of the same thing"),
        ("新增停车位3000个。", "新增停车位9500个。", "too far apart to be of the same thing"),
        ("固定资产投资增长12%。", "固定资产投资增长45%。", "too far apart to be of the same thing"),
        (
            "一般公共预算收入增长5%。",
            "一般公共预算收入同口径增长3%。",
            "one of them is on a comparable footing, the other not",
        ),
        (
            "一般公共预算收入增长5%。",
            "一般公共预算收入增长3.1%（同口径增长5.4%）。",
            "one of them is on a comparable footing, the other not",
        ),
        ("完成投资200亿元。", "完成投资180亿元。", "the name does not say of what"),
        ("地区生产总值增长7%以上、力争达到8%。", "地区生产总值增长7.4%。", "the report sets several targets"),
        ("新增停车位3000个。", "各项工作有序推进。", "no result told"),
    ],
)
def test_undetermined_and_why(promise, result, reason):
    assert only_target(promised(promise), told(result)) == ("undetermined", reason)


@pytest.mark.parametrize(
    ("promise", "result"),
    [
        ("新建停车位3000个。", "停车位达到2600个。"),  # newly built against the stock
        ("新增学位5000个。", "新增幼儿园学位3000个。"),
        ("改造供水管网60公里。", "改造燃气管网40公里。"),
        ("常住人口城镇化率达到66%。", "户籍人口城镇化率达到48%。"),
        ("地区生产总值增长6%。", "五年来，地区生产总值年均增长5%。"),  # another basis
        ("出口总额增长6%。", "出口总额达到50亿元。"),  # another measure
        ("引进省外资金200亿元。", "招商引资到位资金150亿元。"),
        ("新建充电桩3000个。", "累计建成充电桩3200个。"),  # the sum of several years
        ("固定资产投资200亿元。", "固定资产投资累计达到520亿元。"),
    ],
)
def test_unlike_things_are_not_compared(promise, result):
    assert only_target(promised(promise), told(result)) == ("undetermined", "no result told")


def test_the_sum_of_one_year_is_no_sum_of_several():
    assert only_target(promised("新建充电桩3000个。"), told("全年累计建成充电桩3200个。")) == ("met", None)


def test_the_first_of_two_goals_is_the_target():
    reports = [promised("社会消费品零售总额增长8%以上、力争达到10%。"), told("社会消费品零售总额增长4.4%。")]
    frame = gi.panel(reports, table="targets")
    assert frame[["target_quantity_text", "outcome"]].values.tolist() == [["8%", "missed"]]  # pyright: ignore[reportAttributeAccessIssue]


def test_the_words_before_an_amount_are_those_before_its_own_figure():
    """7% stands in 107% before, and 6% in 同口径增长6% behind."""
    reports = [promised("一般公共预算收入增长6%。"), told("完成预算的106%，一般公共预算收入增长6%，同口径增长8%。")]
    frame = gi.panel(reports, table="targets")
    assert frame.outcome.tolist() == ["met"]


def test_a_later_report_confirms_or_contradicts():
    first = told("地区生产总值增长5.6%。")
    again = told("2024年地区生产总值增长5.6%，2025年增长5.8%。", 2026)
    frame = gi.panel([promised("地区生产总值增长6%。"), first, again], table="targets")
    assert frame[frame.year == 2024][["outcome", "confirmed_by"]].values.tolist() == [["missed", "宁海2026"]]  # pyright: ignore[reportAttributeAccessIssue]
    revised = told("2024年地区生产总值增长6.1%，2025年增长5.8%。", 2026)
    assert only_target(promised("地区生产总值增长6%。"), first, revised) == (
        "undetermined",
        "reports tell different results",
    )


def test_the_report_of_another_region_tells_no_result():
    text = "政府工作报告\n一、2024年工作回顾\n宁海县地区生产总值增长7%。\n"
    other = gi.extract(text, year=2025, region="宁波市", doc_id="宁波2025")
    assert only_target(promised("地区生产总值增长6%。"), other) == ("undetermined", "no result told")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("全市建成停车位", "新建停车位"),
        ("新（改）建农村公路", "新改建农村公路"),
        ("累计建成5G基站", "累计5G基站"),
        ("完成出口总额", "出口总额"),
        ("建成区绿化覆盖率", "建成区绿化覆盖率"),
        ("新建区级创业孵化基地", "新建区级创业孵化基地"),
    ],
)
def test_names_as_they_are_compared(name, plain):
    assert plain_name(name) == plain
    assert plain_name(plain) == plain


@pytest.mark.parametrize(
    ("indicator", "name", "expected"),
    [
        ("gross_regional_product_gdp", "地区生产总值（GDP）", None),
        ("gross_regional_product_gdp", "前海地区生产总值", "前海地区生产总值"),
        ("urbanisation_rate", "户籍人口城镇化率", "户籍人口城镇化率"),
        ("total_imports_and_exports", "外贸进出口总额", None),
        ("new_urban_jobs", "城镇新增就业人数", None),
        ("parks_built", "新建口袋公园", "新建口袋公园"),
        (None, "建成充电桩", "新建充电桩"),
    ],
)
def test_objects(indicator, name, expected):
    assert object_of(indicator, name) == expected


def test_names_that_say_nothing():
    assert not is_named_in_full(None, "完成投资")
    assert not is_named_in_full(None, "项目")
    assert is_named_in_full(None, "新建充电桩")


def test_the_lexicons_name_known_indicators_and_each_verb_once():
    known = {row["id"] for row in load("indicators")}
    assert {row["id"] for row in load("headline_indicators")} <= known
    verbs = [verb for row in load("manners") for verb in values(row["verbs"])]
    assert len(verbs) == len(set(verbs))


_AMOUNTS = st.decimals(min_value="0.1", max_value="1000000", places=2).filter(bool)


@given(_AMOUNTS, st.sampled_from([None, "approx", "over", "at_least", "under", "at_most"]), st.booleans())
def test_an_amount_lies_in_its_interval_and_turning_twice_changes_nothing(value, modifier, fall):
    value = -value if fall else value
    interval = hedged(value, modifier, 3)
    assert interval.meets(Interval(value, value))
    assert interval.turned().turned() == interval


@given(_AMOUNTS, _AMOUNTS, st.booleans())
def test_plain_amounts_are_met_or_missed_by_their_size(goal, result, ceiling):
    outcome = compare(Goal(goal, goal, ceiling), result, hedged(result, None, 12)).outcome
    assert outcome == ("met" if (result <= goal if ceiling else result >= goal) else "missed")


def test_hedges_of_falls_speak_of_their_size():
    assert hedged(Decimal(-3), "at_least", 1) == Interval(None, Decimal(-3))
    assert hedged(Decimal(700), "under", 3) == Interval(Decimal(630), Decimal(700))
