"""Frames inside a document: outlines of five-year plans, lists of goals, budgets, fiscal years."""

from __future__ import annotations

import govreport_ie as gi

_FRONT = "政府工作报告\n——2026年1月20日在青禾省第十四届人民代表大会第四次会议上\n一、2025年工作回顾\n地区生产总值增长5.2%。\n"


def rows(text: str, **known) -> list[tuple]:
    report = gi.extract(text, **known)
    return [
        (
            quantity.text,
            metric.indicator.name,
            metric.status,
            metric.period and (metric.period.start, metric.period.end),
        )
        for metric, quantity in report.iter_rows()
    ]


def test_an_outline_under_a_heading_that_names_the_year_too():
    text = (
        f"{_FRONT}二、“十五五”时期目标任务和2026年工作安排\n"
        "《纲要（草案）》明确了主要指标：地区生产总值年均增长5%左右，研发经费投入年均增长8%以上。\n"
        "常住人口城镇化率达到70%。\n"
        "2026年，全省的预期目标：地区生产总值增长4.5%左右。\n"
    )
    assert [row[2:] for row in rows(text)[1:]] == [
        ("target", (2026, 2030)),
        ("target", (2026, 2030)),
        ("target", (2030, 2030)),
        ("target", (2026, 2026)),
    ]


def test_another_plans_outline_opens_no_passage():
    text = f"{_FRONT}《青禾湾区发展规划纲要》明确了全市的定位。全年新增高校学生2.2万人。\n二、2026年重点工作\n建设公园3个。\n"
    assert [row[2:] for row in rows(text)[1:]] == [("actual", (2025, 2025)), ("target", (2026, 2026))]


def test_an_outline_in_the_midst_of_a_review():
    text = (
        f"{_FRONT}二、“十四五”时期发展成就和“十五五”时期主要目标任务\n五年来，累计建成保障房3万套。\n"
        "《纲要草案》设置了29项主要指标，包括地区生产总值年均增速4.5%。\n三、2026年重点工作\n地区生产总值增长5%左右。\n"
    )
    assert [row[2:] for row in rows(text)[1:]] == [
        ("actual", (2021, 2025)),
        ("target", (2026, 2030)),
        ("target", (2026, 2030)),
        ("target", (2026, 2026)),
    ]


def test_goals_in_a_digest():
    text = (
        "青禾省政府工作报告摘要\n2025年01月17日\n■ 2024年成绩单\n●粮食总产达到557亿斤\n■ 2025年经济社会发展的主要预期目标\n"
        "●经济增长6%左右\n●粮食产量500亿斤以上\n"
    )
    assert [row[2:] for row in rows(text)] == [
        ("actual", (2024, 2024)),
        ("target", (2025, 2025)),
        ("target", (2025, 2025)),
    ]


def test_the_clauses_of_a_budget():
    text = (
        "关于青禾县2024年预算执行情况与2025年预算草案的报告\n一、2024年预算执行情况\n"
        "一般公共预算收入10.2亿元，为预算的98%，增收0.3亿元，增长3.1%。加上级补助收入13.4亿元、上年结转收入2.1亿元，收入总计25.7亿元。"
        "结转下年支出1.2亿元，支出总计25.7亿元。\n"
        "二、2025年预算草案\n一般公共预算收入安排10.7亿元，增长5%。\n"
    )
    done, planned = ("actual", (2024, 2024)), ("target", (2025, 2025))
    assert rows(text) == [
        ("10.2亿元", "一般公共预算收入", *done),
        ("98%", "一般公共预算收入", *done),
        ("0.3亿元", "一般公共预算收入", *done),
        ("3.1%", "一般公共预算收入", *done),
        ("13.4亿元", "上级补助收入", *done),
        ("2.1亿元", "上年结转收入", *done),
        ("25.7亿元", "收入总计", *done),
        ("1.2亿元", "结转下年支出", *done),
        ("25.7亿元", "支出总计", *done),
        ("10.7亿元", "一般公共预算收入", *planned),
        ("5%", "一般公共预算收入", *planned),
    ]
    measures = [(m.measure, m.direction) for m, _ in gi.extract(text).iter_rows()][:4]
    assert measures == [("level", None), ("share", None), ("increment", "up"), ("growth", "up")]


def test_fiscal_and_school_years():
    text = "行政長官2025年施政報告\n1. 我們會在2026-27年度增加300個名額。\n2. 我們會在2025-26 至2029-30 年度興建8萬個單位。\n"
    assert [row[3] for row in rows(text)] == [(2026, 2027), (2025, 2030)]


def test_sections_between_the_goals_of_a_plan_and_the_work_of_the_year():
    text = (
        f"{_FRONT}二、“十五五”时期主要目标和思路\n城镇化率达到70%。\n三、建设现代化港口城市\n集装箱吞吐量超过1000万标准箱。\n"
        "四、构建和谐社会\n新建医院20所。\n五、做好2026年工作\n新建学校8所。\n"
    )
    assert [row[2:] for row in rows(text)[2:]] == [
        ("target", (2030, 2030)),
        ("target", (2026, 2030)),
        ("target", (2026, 2026)),
    ]
