"""A rule's name explains a result and decides nothing: with every rule renamed before each later step, results stay the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest

from govreport_ie.extraction import metrics
from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.records import Analysis
from govreport_ie.report.assemble import assemble

TEXT = """2024年青禾县政府工作报告
一、过去五年工作回顾
五年来，全县累计新建学校12所，生产总值由2018年的80亿元增加到2023年的120亿元，年均增长8.4%。
2023年，完成投资35亿元，比2019年增长24.2%，高于全市平均2个百分点，超额完成6%的预期目标。
森林覆盖率连续四年提高，达到45.6%，排名全省第3位。集中签约项目20个，计划总投资86亿元。
清溪大桥建成通车，青禾县、南屿区与沂河流域共建园区3个，西沙河沿线整治河道18公里。
二、2024年工作安排
预计生产总值增长6%左右，力争城镇化率由52%提高到55%。到2027年，新增就业1.2万人，年均增长5%。
"""


def _rename(analysis: Analysis, names: dict[str, str], numbers: count[int]) -> None:
    """Give every rule that the records carry another name, the same one for the same rule."""

    def other(rule: str) -> str:
        return names.setdefault(rule, f"renamed:{next(numbers)}") if rule else rule

    for record in [*analysis.quantities, *analysis.metrics]:
        record.rules = {field: other(rule) for field, rule in record.rules.items()}
    for record in [*analysis.rejected, *analysis.entities, *analysis.sections]:
        record.rule = other(record.rule)


def _run(rename: bool, monkeypatch: pytest.MonkeyPatch) -> str:
    names: dict[str, str] = {}
    numbers = count()
    analysis = new_analysis(TEXT)

    def renaming(step: Callable[..., None]) -> Callable[..., None]:
        def run(analysis: Analysis, *rest: object) -> None:
            _rename(analysis, names, numbers)
            step(analysis, *rest)

        return run

    with monkeypatch.context() as patch:
        if rename:
            for step in ("assign_links", "assign_status", "assign_periods", "assign_basis"):
                patch.setattr(metrics, step, renaming(getattr(metrics, step)))
        for make in STAGES.values():
            make()(analysis)
            if rename:
                _rename(analysis, names, numbers)
    assert len(names) > 20 if rename else not names
    shown = assemble(analysis).model_dump_json()
    return re.sub(r'"rule": ?"[^"]*"', '"rule":""', shown)


def test_no_result_depends_on_the_name_of_a_rule(monkeypatch):
    assert _run(True, monkeypatch) == _run(False, monkeypatch)
