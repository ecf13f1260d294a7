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
                ("percent 8.8 %", "地区生产总值", "完成增长"),
                ("percent 8.5~9.0 %", "地区生产总值", "全年目标增长"),
                ("money 6400000000 美元", None, "主要经济指标"),
                ("percent -14.6 %", "出口总额", "完成增长"),
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
                ("count 18 所", "新建幼儿园", "落实情况"),
                ("count 12 座", "改造公厕", "落实情况"),
            ],
        ),
    ],
)
def test_table(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert cells(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "主要指标\t总量\t增速\n地区生产总值\t286亿元\t6.1%\n财政收入\t21亿元\t4.2%\n",
        "主要指标,总量,增速\n地区生产总值,286亿元,6.1%\n财政收入,21亿元,4.2%\n",
        "主要指标\n总量\n增速\n地区生产总值\n286亿元\n6.1%\n财政收入\n21亿元\n4.2%\n",
        "县直各部门：\n主要指标 |\n总量 |\n增速 |\n地区生产总值 |\n286亿元 |\n6.1% |\n财政收入 |\n21亿元 |\n4.2% |\n特此通知。",
    ],
    ids=["tabs", "commas", "a cell a line", "a cell a line, with strokes"],
)  # fmt: skip
def test_the_same_table_however_its_cells_are_set_apart(text: str) -> None:
    assert cells(text) == [
        ("money 28600000000 元", "地区生产总值", "总量"),
        ("percent 6.1 %", "地区生产总值", "增速"),
        ("money 2100000000 元", "财政收入", "总量"),
        ("percent 4.2 %", "财政收入", "增速"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "单位：亿元\n指标,2022年,2023年\n固定资产投资,35.5,38\n财政收入,20,21\n",
        "单位：亿元\n指标\n2022年\n2023年\n固定资产投资\n35.5\n38\n财政收入\n20\n21\n",
    ],
    ids=["commas", "a cell a line"],
)
def test_bare_numbers_take_the_unit_of_the_caption(text: str) -> None:
    assert cells(text) == [
        ("money 3550000000 元", "固定资产投资", "2022年"),
        ("money 3800000000 元", "固定资产投资", "2023年"),
        ("money 2000000000 元", "财政收入", "2022年"),
        ("money 2100000000 元", "财政收入", "2023年"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "地区生产总值：286亿元，增速：6.1%\n财政收入：21亿元，增速：4.2%\n",
        "地区生产总值286亿元，增长6.1%\n财政收入21亿元，增长4.2%\n",
    ],
)
def test_lines_of_clauses_are_no_table(text: str) -> None:
    assert {(row, column) for _, row, column in cells(text)} == {(None, None)}


def test_one_amount_alone_on_its_line_is_no_table() -> None:
    assert cells("总投资\n35亿元\n项目全面开工，年内完成投资12亿元。\n") == [
        ("money 3500000000 元", None, None),
        ("money 1200000000 元", None, None),
    ]


def test_running_text_has_no_headers() -> None:
    text = "　　全年新建公路67公里。\n　　改造危桥12座。\n"
    assert [(q.row_header, q.column_header) for q in analyse(text).quantities] == [(None, None), (None, None)]


def test_bare_numbers_without_a_unit_are_left_alone() -> None:
    assert analyse("序号\t名称\t备注\n1\t甲镇\t2023\n2\t乙镇\t2024\n").quantities == []
