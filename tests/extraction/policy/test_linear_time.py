"""Long and odd texts take time in proportion to their length."""

from __future__ import annotations

import time

import pytest

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.records import MetricRecord, QuantityRecord

pytestmark = pytest.mark.scaling


def seconds(stage: PolicyStage, unit: str, count: int) -> float:
    """Time for a text of one sentence that repeats a unit, with a metric in each."""
    analysis = new_analysis(unit * count)
    length = len(unit)
    analysis.sentences.append((0, length * count))
    for number in range(count):
        at = number * length
        analysis.quantities.append(QuantityRecord(at + length - 1, at + length, "count"))
        metric = MetricRecord(number, at, at + length - 1, sentence_start=0, sentence_end=length * count)
        analysis.metrics.append(metric)
    begin = time.process_time()
    stage(analysis)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", ["学位1", "公路、1", "充电桩，1", "占与1", "补贴（1", "固 定 1"])
def test_one_long_sentence(stage: PolicyStage, unit: str) -> None:
    seconds(stage, unit, 200)
    short, long = (min(seconds(stage, unit, count) for _ in range(3)) for count in (1000, 8000))
    assert long < 8 * short * 4 + 0.5


def test_a_long_line_without_terms(stage: PolicyStage) -> None:
    analysis = new_analysis("一" * 2_000_000)
    analysis.sentences.append((0, 2_000_000))
    begin = time.process_time()
    stage(analysis)
    assert time.process_time() - begin < 2
