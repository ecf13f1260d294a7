"""Roles of amounts: ⟦…|threshold⟧ only selects things, ⟦…|⟧ measures; slogans are no amounts at all."""

from __future__ import annotations

import re

import pytest

from govreport_ie.extraction.engine import STAGES, Engine

ENGINE = Engine([STAGES[name]() for name in ("structure", "quantities", "metrics")])


@pytest.mark.parametrize(
    "marked",
    [
        "新签约⟦亿元|threshold⟧以上项目⟦45个|⟧。",
        "新开工⟦10亿元|threshold⟧项目⟦10宗|⟧，总投资⟦300亿元|⟧。",
        "引进⟦5000万元|threshold⟧以上工业项目⟦12个|⟧，完成投资⟦50亿元|⟧以上。",
        "产值超⟦10亿元|threshold⟧企业达到⟦6家|⟧。",
        "⟦百亿元|threshold⟧级产业集群⟦3个|⟧。",
        "⟦65岁|threshold⟧以上老年人体检⟦2万人|⟧，人均预期寿命⟦80.2岁|⟧。",
        "⟦20户|threshold⟧以上自然村全部通公路，改造老旧小区⟦20个|⟧以上。",
        "建成⟦5万吨|threshold⟧级泊位⟦2个|⟧，新建⟦10公里|⟧以上农村公路。",
        "安排资金⟦2亿元|⟧以上支持企业技改。",
        "投入⟦8亿元|⟧实施民生项目⟦12个|⟧。",
        "地区生产总值突破⟦百亿元|⟧大关。",
    ],
)
def test_role(marked):
    text = re.sub(r"⟦([^|]*)\|[^⟧]*⟧", r"\1", marked)
    expected = [(found[1], found[2] or None) for found in re.finditer(r"⟦([^|]*)\|([^⟧]*)⟧", marked)]
    analysis = ENGINE.analyse(text, year=2024)
    assert [(text[q.start : q.end], q.role) for q in analysis.quantities] == expected


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("牢记四个抓落实、三个确保，发放厨房四件套。", []),
        ("完成两个15%的任务。", ["15%"]),
        ("生产服装300万件套，打造四个平台。", ["300万件", "四个"]),
    ],
)
def test_slogans_and_sets_are_no_counts(text, amounts):
    analysis = ENGINE.analyse(text, year=2024)
    assert [text[q.start : q.end] for q in analysis.quantities] == amounts


def test_the_metric_of_a_threshold_stays_in_the_report():
    import govreport_ie as gi

    report = gi.extract("新签约亿元以上项目45个。", year=2024)
    threshold, count = report.quantities
    assert (threshold.role, count.role) == ("threshold", None)
    assert {metric.quantity for metric in report.metrics} == {threshold.id, count.id}
