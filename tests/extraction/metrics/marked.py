"""Sentences with their expected values beside the numbers: ``生产总值⟨820亿元|estimated⟩、增长⟨6%|estimated⟩``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest

from govreport_ie.extraction.engine import STAGES, Engine
from govreport_ie.extraction.records import Analysis, MetricRecord

_MARK = re.compile(r"⟨([^|⟩]+)\|([^⟩]*)⟩")

REVIEW = "一、2023年工作回顾\n"
PLAN = "二、2024年工作安排\n"
FIVE_YEARS = "一、过去五年工作回顾\n"
NEXT_FIVE_YEARS = "二、今后五年的奋斗目标\n"


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Structure, quantities and metrics only: what status, period and basis need."""
    return Engine([STAGES[name]() for name in ("structure", "times", "quantities", "metrics")])


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text, and (start, end, expected) of every mark."""
    plain: list[str] = []
    marks: list[tuple[int, int, str]] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        plain.append(marked[at : match.start()])
        length += match.start() - at
        marks.append((length, length + len(match[1]), match[2]))
        plain.append(match[1])
        length += len(match[1])
        at = match.end()
    plain.append(marked[at:])
    return "".join(plain), marks


def analyse(marked: str, heading: str = "", year: int | None = 2024) -> tuple[Analysis, list[tuple[MetricRecord, str]]]:
    """Run the stages on a marked text under a heading; each mark's metric with what is expected of it."""
    text, marks = unmark(heading + marked)
    analysis = engine().analyse(text, year=year)
    by_span = {
        (analysis.quantities[metric.quantity].start, analysis.quantities[metric.quantity].end): metric
        for metric in analysis.metrics
    }
    missing = [text[start:end] for start, end, _ in marks if (start, end) not in by_span]
    assert not missing, f"no metric for {missing}; found {[text[s:e] for s, e in by_span]}"
    return analysis, [(by_span[start, end], expected) for start, end, expected in marks]


def period(metric: MetricRecord) -> str:
    """A metric's period as 2023 or 2019-2023, empty for none."""
    if metric.period_start is None:
        return ""
    if metric.period_end == metric.period_start:
        return str(metric.period_start)
    return f"{metric.period_start}-{metric.period_end}"


MISSED = frozenset(("实施规上企业倍增计划，确保新增⟨45家|规上企业倍增计划⟩以上。",))
"""What the learned choice gets wrong with the weights of 2026-12-01; other weights may get them right."""


def cases(marked: list[str]) -> list[Any]:
    """Sentences as parameters of a test, those that are known to be missed marked so."""
    miss = pytest.mark.xfail(reason="missed by the learned choice", strict=False)
    return [pytest.param(case, marks=miss) if case in MISSED else case for case in marked]
