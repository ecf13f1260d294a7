"""Basis: what a change or gap is relative to, in a report of 2024."""

from __future__ import annotations

import pytest

from tests.extraction.metrics.marked import FIVE_YEARS, PLAN, REVIEW, analyse

CASES = {
    "the year before": [
        (REVIEW, "产值同比增长⟨6%|yoy⟩。"),
        (REVIEW, "产值比上年增长⟨6%|yoy 2022⟩，税收较上年增加⟨3亿元|yoy 2022⟩。"),
        (REVIEW, "产值比2022年增长⟨6%|yoy 2022⟩，税收较去年增长⟨5%|yoy 2022⟩。"),
        (REVIEW, "产量、销量同比分别增长⟨6%|yoy⟩、⟨8%|yoy⟩。"),
        # a rate of change of an annual report without any base
        (REVIEW, "产值增长⟨6%|yoy⟩，占比提高⟨2个百分点|yoy⟩。"),
        (PLAN, "产值增长⟨6%|yoy⟩以上。"),
        # a cut in one step is none
        (REVIEW, "审批材料压减⟨30%|⟩。"),
    ],
    "the quarter before": [
        (REVIEW, "四季度产值环比增长⟨2%|qoq⟩。"),
    ],
    "yearly averages": [
        (FIVE_YEARS, "产值年均增长⟨6%|annual_average⟩。"),
        (FIVE_YEARS, "产值、税收年均分别增长⟨6%|annual_average⟩、⟨5%|annual_average⟩。"),
        (REVIEW, "PM2.5年均浓度下降⟨6%|yoy⟩。"),
    ],
    "since a year": [
        (REVIEW, "产值比2019年增长⟨24.2%|since 2019⟩。"),
        (REVIEW, "产值较“十三五”末增长⟨24.2%|since 2020⟩。"),
        (REVIEW, "产值是2019年的⟨2.1倍|since 2019⟩。"),
        (FIVE_YEARS, "存款是五年前的⟨2倍|since 2018⟩。"),
        (FIVE_YEARS, "产值累计增长⟨40%|since 2018⟩。"),
    ],
    "a plan": [
        (REVIEW, "新增就业⟨3462人|⟩，完成年度目标的⟨115%|target⟩。"),
        (REVIEW, "产值增长⟨6%|yoy⟩，高于预期目标⟨0.5个百分点|target⟩。"),
        (REVIEW, "税收⟨9亿元|⟩，为预算的⟨102%|target⟩。"),
    ],
    "peers": [
        (REVIEW, "产值增长⟨6%|yoy⟩，高于全省平均⟨1.2个百分点|peer⟩。"),
        (REVIEW, "增速比全国快⟨1.2个百分点|peer⟩。"),
        (REVIEW, "小微贷款增速高于全部贷款⟨2个百分点|peer⟩。"),
    ],
    "nothing to be compared with": [
        (REVIEW, "新建学校⟨8所|⟩，新增学位⟨900个|⟩，覆盖率达⟨96%|⟩，居全市⟨第3位|⟩。"),
        (REVIEW, "养老支出占公共预算支出的⟨80%|⟩，参保率不低于⟨97%|⟩。"),
        (PLAN, "覆盖率目标达⟨96%|⟩。"),
    ],
}


@pytest.mark.parametrize(("heading", "marked"), [case for group in CASES.values() for case in group])
def test_basis(heading, marked):
    _, rows = analyse(marked, heading)
    found = [
        " ".join(str(part) for part in (metric.basis, metric.basis_year) if part is not None) for metric, _ in rows
    ]
    assert found == [expected for _, expected in rows], [metric.rules for metric, _ in rows]
    assert all(("basis" in metric.rules) == (metric.basis is not None) for metric, _ in rows)
