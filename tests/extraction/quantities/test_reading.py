"""parse_quantity and the invariants of the stage."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.errors import QuantityError
from govreport_ie.extraction.quantities import parse_quantity
from tests.extraction.quantities.marked import analyse


@pytest.mark.parametrize(
    ("text", "value", "modifier", "span"),
    [
        ("近11.7万亩", "117000", "under", (1, 7)),
        ("  6.5%左右 ", "6.5", "approx", (2, 6)),
        ("第3位", "3", None, (0, 3)),
        ("首位", "1", None, (0, 2)),
        ("一个", "1", None, (0, 2)),
        ("约三家", "3", "approx", (1, 3)),
        ("5角", "5", None, (0, 2)),
        ("一番", "1", None, (0, 2)),
        ("3度", "3", None, (0, 2)),
    ],
)
def test_one_quantity(text: str, value: str, modifier: str | None, span: tuple[int, int]) -> None:
    record = parse_quantity(text)
    assert (record.value, record.modifier, (record.start, record.end)) == (Decimal(value), modifier, span)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("  ", 0),
        ("甲乙丙", 0),
        ("增长6.5%", 0),
        ("6.5%的增长", 4),
        ("12亩和3家", 4),
        ("5年", 1),
        ("第二届", 2),
        ("四百多", 2),
        ("12", 0),
    ],
)
def test_anything_else_raises_with_a_position(text: str, position: int) -> None:
    with pytest.raises(QuantityError) as error:
        parse_quantity(text)
    assert error.value.position == position


@pytest.mark.parametrize("value", [None, 12, b"12"])
def test_only_strings_are_read(value: object) -> None:
    with pytest.raises(QuantityError, match="must be given as str"):
        parse_quantity(value)  # type: ignore[arg-type]


FRAGMENTS = st.sampled_from(
    ["0", "1", "9", "12", "3.5", "1,234", "二", "十", "百", "千", "万", "亿", "两", "半", "余", "多", "几", "第", "首位", "前", "每", "约", "近", "超", "以上", "左右", "分别", "%", "‰", "元", "亿元", "亩", "个", "家", "个百分点", "倍", "番", "成", "翻", "百分之", "分之", "至", "—", "-", ":", "：", "/", "XX", "×", "*", ".", "，", "。", "、", "和", "“", "”", '"', "(", ")", "《", "》", "年", "月", "日", "号", "级", "人", "人口", "增长", "由", "从", "到", "\n", "\t", "", "\u3000", "．"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_invariants(text: str) -> None:
    analysis = analyse(text)
    end = 0
    for record in analysis.quantities:
        assert end <= record.start < record.end <= len(text)
        assert 0 <= record.hedge_start <= record.start
        assert record.end <= record.hedge_end <= len(text)
        assert text[record.start : record.end].strip() == text[record.start : record.end]
        assert record.redacted == (record.value is None and record.low is None and record.values is None)
        assert record.low is None or (record.high is not None and record.low < record.high)
        assert record.rules["span"].startswith("quantities.")
        end = record.end
    for rejected in analysis.rejected:
        assert 0 <= rejected.start < rejected.end <= len(text)
        assert rejected.rule.count(":") == 1


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    analyse(text)
