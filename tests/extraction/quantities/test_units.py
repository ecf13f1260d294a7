"""The table of units: complete rows, factors that agree with pint, conversion within a dimension only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pint
import pytest

import govreport_ie as gi
from govreport_ie.errors import UnitError
from govreport_ie.extraction.quantities import convert, parse_quantity
from govreport_ie.extraction.quantities.units import Unit, unit_table

TABLE = unit_table()
PINT = pint.UnitRegistry(non_int_type=Decimal)  # pyright: ignore[reportArgumentType]
WITH_PINT = [u for u in TABLE.by_id.values() if u.pint and u.base_unit in TABLE.by_id and TABLE.by_id[u.base_unit].pint]


@pytest.mark.parametrize("unit", WITH_PINT, ids=lambda unit: str(unit.id))
def test_factors_agree_with_pint(unit: Unit) -> None:
    target = TABLE.by_id[unit.base_unit or ""].pint
    if unit.dimension in ("temperature", "temperature_fahrenheit"):
        assert unit.factor == 1
        return
    factor = PINT.Quantity(Decimal(1), unit.pint).to(target).magnitude
    assert abs(Fraction(Decimal(factor)) / unit.factor - 1) < Fraction(1, 10**9)


def test_every_base_unit_leads_to_itself() -> None:
    for unit in TABLE.by_id.values():
        base = TABLE.by_id.get(unit.base_unit or "")
        if base is not None and base.dimension == unit.dimension:
            assert base.factor == 1, unit.id
            assert base.base_unit == base.id


@pytest.mark.parametrize(
    ("surface", "unit", "dimension", "base_value", "base_unit"),
    [
        ("11.7万亩", "mu", "area", "78000000", "square_metre"),
        ("67公里", "kilometre", "length", "67000", "metre"),
        ("2吨标准煤", "tonne_of_coal_equivalent", "energy", "58615200000", "joule"),
        ("1万千瓦时", "kilowatt_hour", "energy", "36000000000", "joule"),
        ("60亿斤", "jin", "mass", "3000000000", "kilogram"),
        ("24兆瓦", "megawatt", "power", "24000000", "watt"),
        ("1小时30分钟", "hour", "time", "5400", "second"),
        ("6.5%", "percent", "ratio", "0.065", "dimensionless"),
        ("35‰", "permille", "ratio", "0.035", "dimensionless"),
        ("6.5个百分点", "percentage_point", "percentage_point", "6.5", "percentage_point"),
        ("50个基点", "basis_point", "percentage_point", "0.5", "percentage_point"),
        ("1.4亿美元", "USD", "money", "140000000", "USD"),
        ("5角", "CNY_jiao", "money", "0.5", "CNY"),
        ("3家", "organisation", "count", "3", "organisation"),
        ("2400万人次", "person_time", "count", "24000000", "person_time"),
        ("37微克/立方米", "microgram_per_cubic_metre", "mass/volume", "0.000000037", "kilogram_per_cubic_metre"),
        ("4件/万人", "case_per_10000_person", "count/count", "0.0004", "case_per_person"),
        ("2亿元/平方公里", "CNY_per_square_kilometre", "money/area", "200", "CNY_per_square_metre"),
    ],
)
def test_units_and_base_values(surface: str, unit: str, dimension: str, base_value: str, base_unit: str) -> None:
    record = parse_quantity(surface)
    assert (record.unit, record.dimension, record.base_unit) == (unit, dimension, base_unit)
    assert record.base_value == Decimal(base_value)


@pytest.mark.parametrize(
    ("surface", "target", "value"),
    [
        ("近11.7万亩", "square_metre", "78000000"),
        ("近11.7万亩", "square_meter", "78000000"),
        ("3亩", "平方米", "2000"),
        ("3公里", "m", "3000"),
        ("60亿斤", "吨", "3000000"),
        ("5%", "permille", "50"),
        ("1.5万吨/日", "吨/年", "5478750"),
        ("5分/千瓦时", "元/千瓦时", "0.05"),
        ("100元/亩", "CNY_per_square_metre", "0.15"),
        ("3亩", "acre", "0.4942087861"),
        ("30℃", "kelvin", "303.15"),
        ("15分钟", "hour", "0.25"),
        ("1公里", "里", "2"),
        ("1个基点", "个百分点", "0.01"),
    ],
)
def test_conversion(surface: str, target: str, value: str) -> None:
    record = parse_quantity(surface)
    assert record.value is not None
    assert convert(record.value, record.unit, record.dimension, target) == Decimal(value)


@pytest.mark.parametrize(
    ("surface", "target"),
    [
        ("3亩", "kilometre"),
        ("8美元", "元"),
        ("3家", "household"),
        ("6.5个百分点", "percent"),
        ("6.5%", "千克"),
        ("3公里", "acre"),
        ("3公里", "nonsense"),
        ("3公里", ""),
        ("三分之二", "percent"),
        ("第3位", "metre"),
    ],
)
def test_conversion_across_dimensions_raises(surface: str, target: str) -> None:
    record = parse_quantity(surface)
    assert record.value is not None
    with pytest.raises(UnitError):
        convert(record.value, record.unit, record.dimension, target)


def test_conversion_is_exact() -> None:
    assert convert(Decimal("0.1"), "kilometre", "length", "metre") == Decimal("100")
    assert convert(Decimal(1), "metre", "length", "chi") == Decimal(3)
    assert convert(Decimal(10) ** 40, "kilometre", "length", "metre") == Decimal(10) ** 43


@pytest.mark.parametrize(
    ("text", "unit", "unit_text"),
    [
        ("PM2.5平均浓度为每立方米29微克。", "microgram_per_cubic_metre", "微克"),
        ("PM2.5平均浓度为29微克/立方米。", "microgram_per_cubic_metre", "微克/立方米"),
        ("每吨含金29克。", "gram", "克"),
    ],
)
def test_a_mass_in_a_cubic_metre_is_a_concentration(text: str, unit: str, unit_text: str) -> None:
    """`unit_text` is what stands behind the number; the unit knows the 每立方米 in front of it."""
    (quantity,) = gi.extract(text).quantities
    assert (quantity.unit, quantity.unit_text) == (unit, unit_text)
