"""What holds for every text: offsets, order, no overlaps, amounts whole, linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.entities.marked import analyse

PIECES = [
    "绵阳", "四川省", "和平", "光明", "XX区", "河", "村", "新区", "经济带", "、", "和", "，", "。", "“", "”", "（", "）", "《", "》",
    "推进", "建设", "项目", "医院", "20个", "3.5亿元", "第一", "市", "县", "—", "中国", "\n", " ", "以下简称", "重庆", "都市圈", "长江", "段",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_entities_are_in_order_without_overlaps_and_cut_no_amount(text: str) -> None:
    analysis = analyse(text)
    entities = analysis.entities
    assert all(0 <= one.start < one.end <= len(text) for one in entities)
    assert all(left.end <= right.start for left, right in pairwise(entities))
    for quantity in analysis.quantities:
        for one in entities:
            inside = one.start <= quantity.start and quantity.end <= one.end
            apart = one.end <= quantity.start or quantity.end <= one.start
            assert inside or apart
    assert all(one.name and one.rule for one in entities)


@given(st.text(max_size=200))
def test_any_text_goes_through(text: str) -> None:
    analyse(text.encode("utf-8", "ignore").decode())


@pytest.mark.scaling
@pytest.mark.parametrize(
    "unit",
    [
        "一",
        "、",
        "河",
        "村",
        "绵阳",
        "绵阳、",
        "和平、",
        "新区",
        "经济带",
        "“",
        "《",
        "（简称",
        "绵阳（简称甲乙）",
        "—",
        "市场",
        "XX区",
        "段",
        "镇",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    begin = time.process_time()
    analyse(text)
    assert time.process_time() - begin < 5
