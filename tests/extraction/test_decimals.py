"""A caller's decimal context never changes a value."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.extraction.decimals import exactly, ratio, rounded
from govreport_ie.extraction.quantities import units

TEXT = (
    "全县人口一千二百三十四万五千六百七十八人，面积7654321.123亩，占三分之二，完成投资12亿3456万7891元，下降负3.9%，"
    "增长两倍半，工期3小时30分钟，三成半，共计一万二千三百四十五亿六千七百八十九万一千二百三十四元。"
)
NUMBERS = ["一千二百三十四万五千六百七十八", "12亿3456万7891", "负三点一四一五九二六", "1234567.891"]


@given(
    precision=st.integers(1, 8),
    rounding=st.sampled_from([decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_CEILING]),
    inexact=st.booleans(),
)
def test_values_are_the_same_in_every_context(precision, rounding, inexact):
    expected = gi.extract(TEXT, year=2024)
    shares, numbers = expected.attention(), [gi.parse_number(number) for number in NUMBERS]
    units._base.cache_clear()
    with decimal.localcontext() as context:
        context.prec, context.rounding = precision, rounding
        context.traps[decimal.Inexact] = context.traps[decimal.FloatOperation] = inexact
        report = gi.extract(TEXT, year=2024)
        assert report.attention() == shares
        assert [gi.parse_number(number) for number in NUMBERS] == numbers
        assert gi.parse_quantity("7654321.123亩").to("square_metre") == Decimal("5102880748.6666666667")
    assert [(q.text, q.value, q.base_value) for q in report.quantities] == [
        (q.text, q.value, q.base_value) for q in expected.quantities
    ]


def test_what_is_found_in_one_context_is_not_kept_for_others(nlp):
    with decimal.localcontext() as context:
        context.prec = 3
        first = gi.parse_quantity("一千七百六十五万四千三百二十一亩"), nlp(TEXT)._.govreport
    assert first == (gi.parse_quantity("一千七百六十五万四千三百二十一亩"), nlp(TEXT)._.govreport)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一亿亿亿九千九百九十九万九千九百九十九", "1000000000000000099999999"),
        ("99999999999999999999999999999亿12", "9999999999999999999999999999900000012"),
    ],
)
def test_mixed_numerals_above_28_digits_are_exact_or_none(written, value):
    try:
        assert gi.parse_number(written) == Decimal(value)
    except gi.NumberError:
        assert gi.extract(f"共{written}元。").text  # no number is better than a rounded one


def test_pint_converts_in_a_context_of_our_own():
    expected = gi.parse_quantity("3000亩").to("acre")
    with decimal.localcontext() as context:
        context.prec = 4
        assert gi.parse_quantity("3000亩").to("acre") == expected


def test_exact_or_an_error():
    assert str(exactly(lambda: Decimal(10**40) + Decimal("0.01"))()) == "1" + "0" * 40 + ".01"
    with pytest.raises(MemoryError):
        exactly(lambda: Decimal(1) / 3)()


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(-3, 6))
def test_rounding_is_half_to_even(value, places):
    with decimal.localcontext() as context:
        context.prec = 2
        result = rounded(value, places)
    assert result == round(value, places)
    assert abs(ratio(value, Decimal(7), 4) - value / 7) <= Decimal("0.00005")
