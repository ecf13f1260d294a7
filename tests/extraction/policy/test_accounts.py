"""In a budget report, accounts are fiscal whatever stands around them; money for an area stays with it."""

from __future__ import annotations

import govreport_ie as gi

_BUDGET = "关于青禾县2024年预算执行情况与2025年预算草案的报告\n一、2024年预算执行情况\n"


def areas(text: str, **known) -> list[tuple]:
    report = gi.extract(text, **known)
    return [(quantity.text, metric.policy_area and metric.policy_area.id) for metric, quantity in report.iter_rows()]


def test_accounts_are_fiscal():
    text = f"{_BUDGET}增发国债3亿元，支持灾后恢复重建。从国有资本经营预算调入资金2亿元，教育支出8亿元。\n"
    assert areas(text)[:2] == [("3亿元", "fiscal"), ("2亿元", "fiscal")]
    assert areas(text)[2][1] in ("education", "fiscal")
    account = gi.explain(gi.extract(text), "M1")
    assert any(reason.rule == "policy.accounts:budget" for reason in account.reasons)


def test_only_in_budget_reports():
    text = "2025年青禾县政府工作报告\n一、2024年工作回顾\n过去一年，新建水库3座，实施国债水利项目5个。\n"
    assert all(area != "fiscal" for _, area in areas(text))
