"""Tables: every cell's amount is a quantity that knows its row and its column."""

from __future__ import annotations

import pytest

from tests.extraction.quantities.marked import analyse, described

TABBED = (
    "主要经济指标\t完成增长\t全年目标增长\n"
    "地区生产总值303亿元\t8.8\t8.5-9.0\n"
    "出口总额64亿美元\t-14.6\t与上年基本持平\n"
    "万元GDP水耗\t-8.9\t-5.0\n"
)  # fmt: skip
UNITS_IN_HEADERS = (
    "指标名称　　完成值（亿元）　　增速（%）\n地区生产总值　　268.4　　6.9\n财政总收入　　1,204.5　　5.5\n"
)
CAPTION = "单位：万元\n项目|预算|决算\n教育|1200|1180.5\n卫生|800|790\n"
NUMBERED = "序号\t任务\t落实情况\n1\t新建幼儿园20所\t已完成18所\n2\t改造公厕\t已开工12座\n"


def cells(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (described(q), text[slice(*q.row_header)] if q.row_header else None, text[slice(*q.column_header)] if q.column_header else None)
        for q in analyse(text).quantities
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            TABBED,
            [
                ("money 30300000000 元", None, "主要经济指标"),
                ("percent 8.8 %", "地区生产总值303亿元", "完成增长"),
                ("percent 8.5~9.0 %", "地区生产总值303亿元", "全年目标增长"),
                ("money 6400000000 美元", None, "主要经济指标"),
                ("percent -14.6 %", "出口总额64亿美元", "完成增长"),
                ("percent -8.9 %", "万元GDP水耗", "完成增长"),
                ("percent -5.0 %", "万元GDP水耗", "全年目标增长"),
            ],
        ),
        (
            UNITS_IN_HEADERS,
            [
                ("money 26840000000 元", "地区生产总值", "完成值（亿元）"),
                ("percent 6.9 %", "地区生产总值", "增速（%）"),
                ("money 120450000000 元", "财政总收入", "完成值（亿元）"),
                ("percent 5.5 %", "财政总收入", "增速（%）"),
            ],
        ),
        (
            CAPTION,
            [
                ("money 12000000 元", "教育", "预算"),
                ("money 11805000 元", "教育", "决算"),
                ("money 8000000 元", "卫生", "预算"),
                ("money 7900000 元", "卫生", "决算"),
            ],
        ),
        (
            NUMBERED,
            [
                ("count 20 所", None, "任务"),
                ("count 18 所", "新建幼儿园20所", "落实情况"),
                ("count 12 座", "改造公厕", "落实情况"),
            ],
        ),
    ],
)
def test_table(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert cells(text) == expected


def test_running_text_has_no_headers() -> None:
    text = "　　全年新建公路67公里。\n　　改造危桥12座。\n"
    assert [(q.row_header, q.column_header) for q in analyse(text).quantities] == [(None, None), (None, None)]


def test_bare_numbers_without_a_unit_are_left_alone() -> None:
    assert analyse("序号\t名称\t备注\n1\t甲镇\t2023\n2\t乙镇\t2024\n").quantities == []
