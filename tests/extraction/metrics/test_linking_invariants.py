"""What holds for every text: one metric a quantity, spans inside their sentence, time linear in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.metrics.linking import Linker
from tests.extraction.metrics.marked import engine

PIECES = st.sampled_from([
    "新增停车位2000个", "、充电桩1157个", "，分别增长5%和6%", "城乡居民收入分别为4万元、3万元", "，其中出口41亿元", "“甲、乙”片区", "（其中5家",
    "）", "增长6%", "居全市第2位", "总投资112亿元的58个", "项目", "改造8所", "学校", "。", "；", "\n", "由1万增加到2万", "投入3亿元，", "全 县 5 个",
    "占比12%", "均居全省第一", "甲、乙两镇分别", "5金3银", "亿元以上", "“", "”", "、", "，", "分别", "比上年",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_one_metric_a_quantity_and_spans_that_hold(text):
    analysis = engine().analyse(text, year=2024)
    quantities = [metric.quantity for metric in analysis.metrics]
    assert quantities == sorted(set(quantities)), "one metric a quantity, in text order"
    for metric in analysis.metrics:
        assert metric.sentence_start <= metric.indicator_start < metric.indicator_end <= metric.sentence_end
        assert metric.indicator_name
        assert metric.measure in ("level", "increment", "growth", "points", "share", "rank", "ratio")
        assert (metric.direction is not None) == (metric.measure in ("increment", "growth", "points"))
        assert metric.part_of is None or metric.part_of < len(analysis.metrics)
        for name in ("indicator", "measure"):
            assert metric.rules[name].startswith("metrics.")


@given(st.text(max_size=60))
def test_any_text(text):
    engine().analyse(text, year=2024)


ENDLESS = [
    "5%、", "增长5%、", "甲、乙、丙分别增长5%、6%、7%，", "新增停车位2000个、", "“", "（5个", "5个", "其中5个，", "分别", "、", "（）" , "新建", "比上年增长5%", "，",
]  # fmt: skip


@pytest.mark.scaling
@pytest.mark.parametrize("piece", ENDLESS)
def test_four_times_the_text_four_times_the_time(piece):
    stages = [STAGES[name]() for name in ("structure", "times", "quantities")]
    linker = Linker()

    def seconds(length: int) -> float:
        analysis = new_analysis(piece * (length // len(piece)), year=2024)
        for stage in stages:
            stage(analysis)
        begin = time.process_time()
        linker.link(analysis)
        return time.process_time() - begin

    small, large = (min(seconds(length) for _ in range(2)) for length in (4000, 16000))
    assert large < 10 * small + 0.5
