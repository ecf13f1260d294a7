"""Ties of a metric: the total it is part of, its peer group, its section, the entities its clause names."""

from __future__ import annotations

import pytest

from govreport_ie.extraction.engine import STAGES, Engine
from tests.extraction.metrics.marked import PLAN, REVIEW, analyse


@pytest.mark.parametrize(
    "marked",
    [
        "进出口总额⟨61亿元|⟩，其中出口⟨41亿元|0⟩。",
        "招引项目⟨53个|⟩，总投资⟨127亿元|⟩，其中工业项目⟨29个|0⟩。",
        "争取债券⟨8.6亿元|⟩，其中专项债券⟨6.2亿元|0⟩、一般债券⟨1.8亿元|0⟩。",
        "固定资产投资⟨80亿元|⟩，其中产业投资占比⟨57%|0⟩。",
        "新建学校⟨8所|⟩，新增学位⟨900个|⟩。",
    ],
)
def test_part_of(marked):
    analysis, found = analyse(marked, REVIEW)
    metrics = [id(metric) for metric in analysis.metrics]
    for metric, expected in found:
        whole = None if metric.part_of is None else metrics.index(id(analysis.metrics[metric.part_of]))
        assert whole == (int(expected) if expected else None)


@pytest.mark.parametrize(
    "marked",
    [
        "工业投资总量居全市⟨第2位|全市⟩。",
        "增速排名全省⟨第一|全省⟩，居长三角城市⟨第5位|长三角城市⟩。",
        "优良率居全市⟨第1位|全市⟩、全省⟨第14位|全省⟩。",
        "武汉港吞吐量居长江中上游港口⟨首位|长江中上游港口⟩。",
        "工业投资增速高于全省平均⟨1.2个百分点|全省⟩，比全国高⟨2个百分点|全国⟩。",
    ],
)
def test_peer_group(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.peer_group for metric, _ in found] == [expected for _, expected in found]


def test_section():
    analysis, found = analyse("新建学校⟨8所|⟩。\n" + PLAN + "新建学校⟨9所|⟩。", REVIEW)
    kinds = [analysis.sections[metric.section].kind for metric, _ in found]  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert kinds == ["review", "plan"]


def test_entities_of_the_clause_and_no_other():
    engine = Engine([STAGES[name]() for name in ("structure", "times", "quantities", "entities", "metrics")])
    analysis = engine.analyse("浙江省杭州市建成充电桩500个，宁波市新增停车位800个。")
    linked = {
        analysis.text[analysis.quantities[metric.quantity].start :][:4]: None
        if metric.place is None
        else analysis.text[analysis.entities[metric.place].start : analysis.entities[metric.place].end]
        for metric in analysis.metrics
    }
    assert linked["800个"] == "宁波市"
    assert linked["500个"] != "宁波市"
    for metric in analysis.metrics:
        if metric.place is not None:
            assert metric.rules["place"].startswith("metrics.links:")
