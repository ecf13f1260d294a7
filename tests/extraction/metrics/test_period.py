"""Period: the years of a metric, from its section, heading and words of time, in a report of 2024."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.metrics.marked import FIVE_YEARS, NEXT_FIVE_YEARS, PLAN, REVIEW, analyse, period

CASES = {
    "sections": [
        (REVIEW, "新建学校⟨8所|2023⟩。"),
        (PLAN, "新建学校⟨8所|2024⟩。"),
        ("", "新建学校⟨8所|2023⟩。"),
        (REVIEW, "（一）办学条件改善。\n全年新建学校⟨8所|2023⟩。"),
    ],
    "headings": [
        (FIVE_YEARS, "新建学校⟨48所|2019-2023⟩。"),
        (FIVE_YEARS, "（一）教育\n新建学校⟨48所|2019-2023⟩，学前毛入园率达到⟨95%|2023⟩。"),
        (NEXT_FIVE_YEARS, "新建学校⟨30所|2024-2028⟩，城镇化率达到⟨65%|2028⟩。"),
        ("一、“十三五”时期工作回顾\n", "新建学校⟨48所|2016-2020⟩。"),
        ("一、2022年和过去五年工作回顾\n", "2022年，生产总值增长⟨3%|2022⟩。"),
    ],
    "words carry on until another stands": [
        (REVIEW, "五年来，新建学校⟨48所|2019-2023⟩，改造厕所⟨300座|2019-2023⟩。新增学位⟨1.2万个|2019-2023⟩。"),
        (PLAN, "到2027年，旅游收入突破⟨5亿元|2027⟩，相关企业达到⟨60家|2027⟩；2024年，新建民宿⟨9家|2024⟩。"),
        (FIVE_YEARS, "五年来，新建学校⟨48所|2019-2023⟩。刚刚过去的一年，新建医院⟨2家|2023⟩。治理河道⟨9公里|2023⟩。"),
        (FIVE_YEARS, "五年来新建学校⟨48所|2019-2023⟩，全年新建医院⟨2家|2023⟩。"),
        (FIVE_YEARS, "近三年投入⟨6亿元|2021-2023⟩。改造农房⟨900户|2019-2023⟩。"),
        (REVIEW, "绿化率连续四年居全省⟨第2位|2020-2023⟩，新建学校⟨8所|2023⟩。"),
    ],
    "columns of tables": [
        ("", "指标\t2021年\t2022年（亿元）\n工业投资\t⟨12亿元|2021⟩\t⟨14|2022⟩\n财政收入\t⟨8亿元|2021⟩\t⟨9|2022⟩\n"),
        (REVIEW, "指标\t总量\t增速\n工业投资\t⟨12亿元|2023⟩\t⟨8%|2023⟩\n"),
    ],
    "distant bases": [
        (REVIEW, "森林覆盖率为⟨43%|2023⟩，比2019年提高⟨2.4个百分点|2019-2023⟩。"),
        (REVIEW, "装机容量比2020年增长⟨1.4倍|2020-2023⟩，达到⟨36.8万千瓦|2023⟩。"),
        (REVIEW, "产值达到⟨4.2亿元|2023⟩，是2019年的⟨2.1倍|2019-2023⟩。"),
        (REVIEW, "产值比2022年增长⟨6%|2023⟩。"),
        (REVIEW, "产值比上年增长⟨6%|2023⟩，税收较去年增长⟨5%|2023⟩。"),
        (PLAN, "到2027年，产值比2022年⟨翻一番|2022-2027⟩。"),
    ],
    "a word of time has a reach": [
        (REVIEW, "在2022年完成⟨17亿元|2022⟩高基数的基础上，全年完成⟨19亿元|2023⟩、增长⟨9%|2023⟩。"),
        (REVIEW, "茶叶产值⟨19亿元|2023⟩（2022年为⟨17亿元|2022⟩），销售额⟨9亿元|2023⟩。"),
        (NEXT_FIVE_YEARS, "生产总值年均增长⟨6%|2024-2028⟩，其中今年增长⟨5%|2024⟩；财政收入达到⟨9亿元|2028⟩。"),
        (PLAN, "建设公园⟨3个|2024⟩；用两年时间改造危房⟨8万平方米|2024-2025⟩；新建学校⟨2所|2024⟩。"),
        (FIVE_YEARS, "七年来，完成投资⟨90亿元|2017-2023⟩。\n新建学校⟨48所|2019-2023⟩。"),
        (REVIEW, "办好大赛，2022年度排名居全省⟨第2位|2022⟩；新建学校⟨8所|2023⟩。"),
        (PLAN, "治理旧矿区，三年新建住宅⟨60万平方米|2024-2026⟩。"),
        (PLAN, "提前两年完成投资⟨9亿元|2024⟩。"),
        (FIVE_YEARS, "2017年到2021年，能耗年均下降⟨4%|2017-2021⟩。新建学校⟨48所|2019-2023⟩。"),
    ],
    "values with their year": [
        (REVIEW, "三次产业比由2022年的⟨26:36:38|2022⟩，调整为⟨24:37:39|2023⟩。"),
        (REVIEW, "总量从2020年⟨384亿元|2020⟩，三年跨越两个台阶。"),
        (REVIEW, "2003年到2023年，产值由⟨10亿元|2003⟩增加到⟨90亿元|2023⟩。"),
        (REVIEW, "利润由上年下降⟨2.3%|2022⟩转为增长⟨8.5%|2023⟩。"),
        (PLAN, "工业产值年均增长⟨7%|2024⟩，高于2016—2020年年均增长⟨5.2%|2016-2020⟩的水平。"),
    ],
    "yearly averages": [
        (FIVE_YEARS, "2023年生产总值达到⟨286亿元|2023⟩，年均增长⟨6.5%|2019-2023⟩。"),
        (NEXT_FIVE_YEARS, "生产总值年均增长⟨6%|2024-2028⟩。"),
        (FIVE_YEARS, "税收由2018年的⟨9亿元|2018⟩增加到2023年的⟨14亿元|2023⟩，平均每年增加⟨1亿元|2019-2023⟩。"),
        (PLAN, "到2027年，生产总值突破⟨400亿元|2027⟩，年均增长⟨6%|2024-2027⟩。"),
        (REVIEW, "PM2.5年均浓度为⟨28微克/立方米|2023⟩。"),
    ],
    "changes from A to B": [
        (REVIEW, "低保标准由⟨600元|2022⟩提高到⟨660元|2023⟩。"),
        (REVIEW, "经营主体由2018年末的⟨1.9万户|2018⟩增加到⟨3.7万户|2023⟩，高新企业从⟨9家|2018⟩增至⟨41家|2023⟩。"),
        (PLAN, "补助标准由⟨80元|2023⟩提高到⟨94元|2024⟩。"),
        (FIVE_YEARS, "城镇化率由⟨51%|2018⟩提高到⟨58%|2023⟩。"),
        (REVIEW, "每亩补贴由去年的⟨95元|2022⟩提高到⟨102元|2023⟩，存款余额比去年的⟨90亿元|2022⟩增加⟨8亿元|2023⟩。"),
        (REVIEW, "存款余额比上年的⟨90亿元|2022⟩增加⟨8亿元|2023⟩。"),
    ],
    "plans and horizons": [
        (PLAN, "用三年时间改造农房⟨6000户|2024-2026⟩。"),
        (PLAN, "本届政府将新建学校⟨60所|2024-2028⟩。"),
        ("一、本届政府工作回顾\n", "新建学校⟨48所|2019-2023⟩。"),
        (PLAN, "“十四五”期间新建水库⟨3座|2021-2025⟩。"),
        (PLAN, "“十四五”末森林覆盖率达到⟨45%|2025⟩。"),
        (REVIEW, "“十四五”以来新建水库⟨3座|2021-2023⟩。"),
        (PLAN, "2025年底前建成泵站⟨6座|2025⟩。"),
    ],
    "goals that are quoted": [
        (REVIEW, "年初确定的新增就业⟨3000人|2023⟩目标提前完成。"),
        (REVIEW, "其余⟨1件|2024⟩将于今年3月底前完成。"),
    ],
}


@pytest.mark.parametrize(("heading", "marked"), [case for group in CASES.values() for case in group])
def test_period(heading, marked):
    _, rows = analyse(marked, heading)
    assert [period(metric) for metric, _ in rows] == [expected for _, expected in rows], [m.rules for m, _ in rows]


def test_old_reports_state_their_years():
    marked = "一九五五年粮食产量为⟨三千五百亿斤|1955⟩，一九五六年计划增长⟨百分之四|1956⟩。"
    _, rows = analyse(marked, year=1956)
    assert [period(metric) for metric, _ in rows] == ["1955", "1956"]
    assert [metric.status for metric, _ in rows] == ["actual", "target"]


def test_the_words_and_months_are_kept():
    analysis, rows = analyse("2023年1—11月，规上工业增加值增长⟨7.9%|2023⟩，去年上半年投资增长⟨5%|2023⟩。", REVIEW)
    assert [metric.period_months for metric, _ in rows] == [(1, 11), (1, 6)]
    assert [metric.period_text for metric, _ in rows] == ["2023年1—11月", "去年上半年"]
    for metric, _ in rows:
        start, end = metric.period_span  # pyright: ignore[reportGeneralTypeIssues]
        assert analysis.text[start:end] == metric.period_text


def test_months_reach_up_to_a_semicolon_and_one_month_its_clause():
    marked = "上半年投资增长⟨5%|⟩，税收增长⟨3%|⟩；绿化率达⟨40%|⟩。10月物价上涨⟨1%|⟩，低保标准提高⟨6%|⟩。"
    _, rows = analyse(marked, REVIEW)
    assert [metric.period_months for metric, _ in rows] == [(1, 6), (1, 6), None, (10, 10), None]


def test_a_heading_is_quoted_for_the_sections_under_it():
    _, rows = analyse("（一）教育\n新建学校⟨48所|⟩。", FIVE_YEARS)
    assert rows[0][0].period_text == "过去五年"


@pytest.mark.parametrize(
    ("heading", "year"), [("三、全力做好“十四五”开局工作\n", 2021), ("三、确保“十三五”收官，做好各项工作\n", 2020)]
)
def test_a_heading_may_name_one_year_of_a_plan(heading, year):
    _, [(metric, _)] = analyse("新建学校⟨8所|⟩。", heading, year)
    assert period(metric) == str(year)


def test_no_year_no_guess():
    _, rows = analyse("新建学校⟨8所|⟩，去年投入⟨3亿元|⟩。2021年建成公园⟨2个|2021⟩。", year=None)
    assert [period(metric) for metric, _ in rows] == [expected for _, expected in rows]


def test_a_glossary_tells_no_year_unless_it_says_one():
    marked = "“一心两翼”：指⟨1个|⟩核心区和2个片区。\n“双百行动”：指到2027年引进人才⟨100名|2027⟩。"
    heading = REVIEW + "新建学校8所。" * 9 + "\n二、2024年工作安排\n" + "新建医院2家。" * 9 + "\n名词解释\n"
    _, rows = analyse(marked, heading)
    assert [period(metric) for metric, _ in rows] == [expected for _, expected in rows]


WORDS = [
    "去年",
    "五年来，",
    "到2027年，",
    "比2019年",
    "由",
    "增加到",
    "年均",
    "2022年",
    "今后五年",
    "投入3亿元",
    "增长6%",
    "。",
    "；",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_periods_are_whole_and_in_order(parts):
    analysis, _ = analyse("".join(parts), REVIEW)
    for metric in analysis.metrics:
        assert metric.period_start is not None
        assert metric.period_end is not None
        assert metric.period_start <= metric.period_end
        assert (metric.period_span is None) == (metric.period_text is None)
        if metric.period_span is not None:
            start, end = metric.period_span
            assert analysis.text[start:end] == metric.period_text
