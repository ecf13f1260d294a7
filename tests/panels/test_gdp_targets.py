"""The growth target of a year's report, in every form that provinces write it, lies under one indicator of the panel."""

from __future__ import annotations

from decimal import Decimal

import pytest

import govreport_ie as gi

pytest.importorskip("pandas")


def goal(sentence: str) -> list[tuple]:
    text = f"政府工作报告\n一、2025年工作回顾\n过去一年，经济平稳运行。\n二、2026年重点工作\n今年发展主要预期目标是：{sentence}\n"
    frame = gi.panel([gi.extract(text, year=2026, region="宁海县", doc_id="a")])
    rows = frame[
        (frame.indicator_id == "gross_regional_product_gdp") & (frame.measure == "growth") & (frame.status == "target")
    ]
    assert set(rows.year) <= {2026}
    assert set(rows.basis) <= {"yoy"}
    return [tuple(row) for row in rows[["value", "low", "high", "modifier"]].itertuples(index=False)]  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("sentence", "value", "ends", "modifier"),
    [
        ("地区生产总值增长5%左右。", "5", None, "approx"),
        ("地区生产总值增长5.5％左右；城镇新增就业6万人以上。", "5.5", None, "approx"),
        ("全省生产总值增长5%以上。", "5", None, "at_least"),
        ("地区生产总值增长4.5%，固定资产投资增长3%。", "4.5", None, None),
        ("地区生产总值增长5%—5.5%。", None, ("5", "5.5"), None),
        ("全市生产总值增长4.5-5%。", None, ("4.5", "5"), None),
        ("GDP增长5.0%—5.5%左右。", None, ("5.0", "5.5"), "approx"),
        ("地区生产总值增长5%左右、力争更好结果。", "5", None, "approx"),
        ("地区生产总值增长5%，在实际工作中争取更好结果。", "5", None, None),
        ("地区生产总值预期增长5%左右，与全国同步。", "5", None, "approx"),
        ("经济增长5.5%左右，规上工业力争增长7%。", "5.5", None, "approx"),
        ("全省经济增速5%左右。", "5", None, "approx"),
        ("经济增长预期目标为5%左右。", "5", None, "approx"),
        ("国内生产总值增长5%左右。", "5", None, "approx"),
    ],
)
def test_the_forms(sentence, value, ends, modifier):
    ((found, low, high, hedge),) = goal(sentence)
    assert (found, low, high) == (
        Decimal(value) if value else None,
        Decimal(ends[0]) if ends else None,
        Decimal(ends[1]) if ends else None,
    )
    assert hedge == modifier


def test_a_goal_without_a_number_gives_none():
    assert goal("地区生产总值增长与全国同步。") == []


def test_a_stretch_goal_stays_beside_the_goal():
    text = "二、2026年重点工作\n地区生产总值增长7%以上、力争达到8%。\n"
    reports = [gi.extract(text, year=2026, region="宁海县", doc_id="a")]
    (row,) = gi.panel(reports).query("indicator_id == 'gross_regional_product_gdp'").to_dict("records")
    (other,) = gi.panel(reports, table="conflicts").to_dict("records")
    assert {row["value"], other["value"]} == {Decimal(7), Decimal(8)}
