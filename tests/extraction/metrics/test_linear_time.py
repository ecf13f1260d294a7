"""Status, period and basis of one endless sentence: four times the text costs four times the time, not sixteen."""

from __future__ import annotations

import time

import pytest

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.metrics.basis import assign_basis
from govreport_ie.extraction.metrics.period import assign_periods
from govreport_ie.extraction.metrics.status import assign_status
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord, SectionRecord

pytestmark = pytest.mark.scaling

PIECES = [
    "预计增长6%，", "去年增长6%、", "1万吨、", "力争6%", "已建6个，", "由1万增加到2万", "6%的目标", "年均增长6%、", "比2020年增长6%、",
    "“十四五”时期6%", "五年来，新增6个", "一一一一一一", "1,1,1,1,", "2023年1—6月", "（（（（6%", "分别、、、、6%",
]  # fmt: skip


def built(piece: str, length: int) -> Analysis:
    """A text of one sentence with a metric at every repetition."""
    analysis = new_analysis(piece * (length // len(piece)), year=2024)
    analysis.sentences = [(0, len(analysis.text))]
    analysis.sections = [SectionRecord(0, len(analysis.text), "review")]
    for number, end in enumerate(range(len(piece), len(analysis.text) + 1, len(piece))):
        analysis.quantities.append(QuantityRecord(end - 2, end, "percent", hedge_start=end - 2, hedge_end=end))
        analysis.metrics.append(
            MetricRecord(number, measure="growth", sentence_start=0, sentence_end=len(analysis.text), section=0)
        )
    return analysis


def seconds(analysis: Analysis) -> float:
    begin = time.process_time()
    assign_status(analysis)
    assign_periods(analysis)
    assign_basis(analysis)
    return time.process_time() - begin


@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_text_four_times_the_time(piece):
    short, long = seconds(built(piece, 8_000)), seconds(built(piece, 32_000))
    assert long < 4 * short * 2.5 + 0.25
