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


MISSED = frozenset(
    (
        "支持⟨20个|⟩职业教育集团建设公共实训基地。",
        "创建市级规范司法所⟨3个|创建市级规范司法所⟩、派出所⟨2个|创建市级派出所⟩。",
        "引进外资项目⟨90个|引进外资项目⟩，⟨31个|当年投产的外资项目⟩当年投产。",
        "公办、民办养老机构分别为⟨14家|公办养老机构⟩和⟨9家|民办养老机构⟩，床位⟨2100张|公办养老机构床位⟩、⟨860张|民办养老机构床位⟩，"
        "入住率均不足⟨60%|公办、民办养老机构入住率⟩。",
        "龙山、云溪等⟨5个|乡镇⟩乡镇创成省级卫生乡镇。",
        "在去年建成⟨5个|社区食堂⟩的基础上，再建社区食堂⟨8个|社区食堂⟩。",
        "环城路完成工程总量的⟨75%|环城路=环城路完成工程总量比例⟩。",
        "新增上市公司⟨6家|新增上市公司⟩、总数达⟨41家|上市公司=上市公司总数⟩。",
        "申报市级重点⟨23项|申报市级重点⟩，总投资⟨311亿元|总投资⟩，计划完成投资⟨21亿元|投资=完成投资⟩。",
        "实施规上企业倍增计划，确保新增⟨45家|规上企业倍增计划⟩以上。",
        "投入⟨2.8亿元|新建、改造农村公路⟩，新建、改造农村公路⟨310公里|新建、改造农村公路⟩。",
        "实施背街小巷改造⟨9个|片区⟩片区⟨31项|任务⟩任务。",
    )
)
"""What the learned choice gets wrong with the weights of 2026-12-01; other weights may get them right."""


def cases(marked: list[str]) -> list[Any]:
    """Sentences as parameters of a test, those that are known to be missed marked so."""
    miss = pytest.mark.xfail(reason="missed by the learned choice", strict=False)
    return [pytest.param(case, marks=miss) if case in MISSED else case for case in marked]
