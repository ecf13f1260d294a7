"""parse_number: every written form of a number, and errors with a position for everything else."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.errors import NumberError
from govreport_ie.extraction.quantities import parse_number, parse_quantity
from tests.extraction.quantities.written_forms import forms

NUMBERS = st.decimals(min_value=0, max_value=10**15, places=4, allow_nan=False).map(
    lambda d: d.quantize(Decimal(1)) if d > 10**9 else d
) | st.integers(0, 10**15).map(Decimal)


@given(NUMBERS)
def test_every_written_form_reads_back(value: Decimal) -> None:
    for form in forms(value):
        assert parse_number(form) == value, form


@given(
    NUMBERS.filter(lambda value: value >= 2), st.sampled_from(["元", "亩", "公里", "吨", "平方米", "倍", "个百分点"])
)
def test_every_written_form_with_a_unit_reads_back(value: Decimal, unit: str) -> None:
    for form in forms(value):
        record = parse_quantity(form + unit)
        assert record.value == value, form
        assert (record.start, record.end) == (0, len(form + unit)), form


@given(NUMBERS)
def test_negative_numbers_read_back(value: Decimal) -> None:
    for sign in ("-", "−", "负", "負"):
        assert parse_number(sign + forms(value)[0]) == -value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二百万", "12000000"),
        ("12亿3千万", "1230000000"),
        ("3万5千", "35000"),
        ("3万4000", "34000"),
        ("1万600", "10600"),
        ("2千零30万", "20300000"),
        ("10万万", "1000000000"),
        ("四万万", "400000000"),
        ("一万五千亿", "1500000000000"),
        ("三千万亿", "3000000000000000"),
        ("1,100万", "11000000"),
        ("廿五", "25"),
        ("卅", "30"),
        ("百二", "120"),
        ("一百一", "110"),
        ("一百零一", "101"),
        ("一百一十", "110"),
        ("两万五", "25000"),
        ("一千零十", "1010"),
        ("二○○八", "2008"),
        ("二〇二三", "2023"),
        ("壹万貳仟叁佰", "12300"),
        ("貳佰零參", "203"),
        ("两千三百四十五点六七", "2345.67"),
        ("十五點七", "15.7"),
        ("3·5", "3.5"),
        ("3點5万", "35000"),
        (".5", "0.5"),
        (" 1 ", "1"),
        ("0", "0"),
        ("零", "0"),
        ("0012", "12"),
        ("－3.5", "-3.5"),
        ("负一百点三", "-100.3"),
        ("四十九兆九千五百九十二亿", "49959200000000"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ("abc", 0),
        ("12a", 2),
        ("12万亩", 3),
        ("1.2.3", 3),
        ("1,23", 1),
        ("一千多万", 2),
        ("6.5%", 3),
        ("百分之六", 0),
        ("点五", 0),
        ("三点", 1),
        ("--5", 1),
        ("十二五", 0),
        ("千千万万", 0),
        ("1 2", 1),
        ("NaN", 0),
        ("Infinity", 0),
        ("1e5", 1),
        ("٣", 0),
    ],
)
def test_errors_have_a_position(text: str, position: int) -> None:
    with pytest.raises(NumberError) as error:
        parse_number(text)
    assert error.value.position == position


@pytest.mark.parametrize("value", [None, 5, b"5", ["5"]])
def test_only_strings_are_read(value: object) -> None:
    with pytest.raises(NumberError, match="must be given as str"):
        parse_number(value)  # type: ignore[arg-type]


@pytest.mark.scaling
def test_ten_thousand_digits_are_exact() -> None:
    digits = "7" * 10_000
    start = time.process_time()
    assert parse_number(digits).as_tuple().digits == (7,) * 10_000
    assert str(parse_number(digits + "万")) == digits + "0000"
    assert parse_quantity(digits + ".5亿元").value == Decimal(digits + "50000000")
    assert time.process_time() - start < 1
