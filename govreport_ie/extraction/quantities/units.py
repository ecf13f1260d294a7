"""The units: canonical ids, dimensions, exact factors, and how they are written.

`UNITS` are the rows of ``lexicons/units.tsv`` and ``lexicons/classifiers.tsv``.  Factors are worked out as fractions
from the table, so nothing is rounded before the last step; pint is imported only by `convert`, for target units that
the table does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

from govreport_ie.errors import UnitError
from govreport_ie.extraction.lexicons import load, values
from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = ["PERIODS", "Unit", "UnitTable", "base", "compound", "convert", "to_decimal", "unit_named", "unit_table"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement, a currency or a classifier.

    Attributes:
        id: canonical id; None for a classifier that the table does not know.
        kind: the kind of the quantities it makes: money percent percentage_point measure count ratio.
        dimension: what it measures; quantities convert within one dimension.
        factor: exact factor to the base unit.
        base_unit: id of the base unit of the dimension.
        pint: expression that pint reads, or "".
        ucum: UCUM code, or "".
        iso4217: currency code, or "".
        no_unit: whether it is a word that shows the numeral before it to be no amount; `kind` is then the rule.
        weak: whether a bare Chinese digit before it makes no amount (三级, 两地).
    """

    id: str | None
    kind: str
    dimension: str | None
    factor: Fraction
    base_unit: str | None
    pint: str = ""
    ucum: str = ""
    iso4217: str = ""
    weak: bool = False
    no_unit: bool = False


class UnitTable:
    """All units by surface and by id, with longest match.

    Attributes:
        by_surface: folded surface to unit.
        by_id: canonical id to unit.
        longest: first character to the lengths of the surfaces that begin with it, longest first.
    """

    def __init__(self) -> None:
        self.by_surface: dict[str, Unit] = {}
        self.by_id: dict[str, Unit] = {}
        for row in load("units"):
            unit = Unit(
                row["unit"], row["kind"], row["dimension"], Fraction(row["factor"]), row["base_unit"],
                row["pint"], row["ucum"], row["iso4217"], row["weak"] == "y",
            )  # fmt: skip
            self._add(unit, values(row["surfaces"]))
        for row in load("classifiers"):
            unit = Unit(row["unit"], "count", "count", Fraction(1), row["unit"], weak=row["weak"] == "y")
            self._add(unit, values(row["surfaces"]))
        for row in load("not_units"):
            self._add(Unit(None, row["rule"], None, Fraction(1), None, no_unit=True), values(row["surfaces"]))
        lengths: dict[str, set[int]] = {}
        for surface in self.by_surface:
            lengths.setdefault(surface[:2], set()).add(len(surface))
        for front, sizes in lengths.items():
            if front[0] in lengths:
                sizes.add(1)
        # by the two characters that begin a unit; by one where no longer unit begins so
        self.longest: dict[str, tuple[int, ...]] = {c: tuple(sorted(s, reverse=True)) for c, s in lengths.items()}

    def _add(self, unit: Unit, surfaces: tuple[str, ...]) -> None:
        if unit.id:
            self.by_id.setdefault(unit.id, unit)
        for surface in surfaces:
            self.by_surface.setdefault(surface, unit)

    def match(self, text: str, position: int) -> tuple[Unit, int] | None:
        """The longest unit that begins at a position.

        Returns:
            The unit and its end, or None.
        """
        front = text[position : position + 2]
        for length in self.longest.get(front) or self.longest.get(front[:1], ()):
            end = position + length
            unit = self.by_surface.get(text[position:end])
            if unit is not None and end <= len(text):
                return unit, end
        return None

    def read(self, text: str, position: int) -> tuple[Unit, int] | None:
        """The unit at a position with its bracketed and per-unit parts: 套(间), 元/平方米, 吨/月·平方公里.

        Returns:
            The unit, which may be a word that rejects the numeral before it (`Unit.no_unit`), and its end; or None.
        """
        found = self.match(text, position)
        if found is None:
            return None
        unit, end = found
        if unit.no_unit:
            return found
        follow = text[end : end + 1]
        secondary = text[end - 1] == "次" and text.startswith(_SECONDARY, end)
        shorter = self.by_surface.get(text[position : end - 1]) if secondary else None  # 76条次干路
        if shorter is not None:
            return shorter, end - 1
        if follow.isascii() and follow.isalnum() and text[end - 1].isascii() and text[end - 1].isalpha():
            return None
        if follow == "(":
            inner = self._bracketed(text, end + 1)
            if inner:
                return unit, inner
        elif follow == "/" or follow == "每":
            return self._rate(text, unit, end) or found
        return found

    def _bracketed(self, text: str, position: int) -> int | None:
        """The end of a bracket that holds one or more further units: (间), (市、区); None if it holds anything else."""
        for _ in range(_BRACKETED):
            inner = self.match(text, position)
            if inner is None or inner[0].no_unit:
                return None
            position = inner[1]
            if text.startswith(")", position):
                return position + 1
            if not text.startswith(("、", ",", "/"), position):
                return None
            position += 1
        return None

    def begins_unit(self, text: str, position: int) -> bool:
        """Whether a unit that does not double as an everyday word stands at a position."""
        found = self.read(text, position)
        return found is not None and not found[0].no_unit and not found[0].weak

    def _rate(self, text: str, unit: Unit, end: int) -> tuple[Unit, int] | None:
        """The rate that a unit and the stroke behind it begin."""
        match = _MAGNITUDE.match(text, end + 1)
        start = match.end() if match else end + 1
        if text[end] == "每" and start > end + 1:
            return None
        below = self._denominator(text, start)
        if below is None:
            return None
        rate = compound(unit, below[0], sum(_POWERS[c] for c in text[end + 1 : start]))
        if text.startswith("·", below[1]):
            more = self._denominator(text, below[1] + 1)
            if more:
                return compound(rate, more[0]), more[1]
        return rate, below[1]

    def _denominator(self, text: str, position: int) -> tuple[Unit, int] | None:
        found = self.match(text, position)
        if found is None or not found[0].no_unit:
            return found
        period = PERIODS.get(text[position : found[1]])
        return (period, found[1]) if period else None


_BRACKETED = 4  # units in one bracket: 县(市、区、旗)

_SECONDARY = ("干路", "干道", "支", "级", "要")
"""Behind 次 where it means secondary: 76条次干路."""

PERIODS: dict[str, Unit] = {
    surface: Unit(name, "measure", "time", Fraction(seconds), "second")
    for surface, name, seconds in (
        ("年", "year", 31557600), ("月", "month", 2629800), ("日", "day", 86400), ("周", "week", 604800),
        ("时", "hour", 3600), ("季", "quarter", 7889400),
    )
}  # fmt: skip
"""Periods that are units only behind a stroke (元/月); years and months are means of the Gregorian calendar."""

_MAGNITUDE = lazy_pattern(r"(?:[十百万]|千(?![瓦伏米克帕卡焦升])){0,2}")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4}


@lru_cache(maxsize=1)
def unit_table() -> UnitTable:
    """The table of all units, loaded once."""
    return UnitTable()


@lru_cache(maxsize=512)
def compound(numerator: Unit, denominator: Unit, power: int = 0) -> Unit:
    """The unit of a rate: 元/平方米, 吨/日, 件/万人.

    Args:
        numerator: the unit before the stroke.
        denominator: the unit after it.
        power: power of ten before the denominator: 4 in 件/万人.
    """
    if numerator.id is None or denominator.id is None:
        return Unit(None, numerator.kind, None, Fraction(1), None)
    return Unit(
        f"{numerator.id}_per_{10**power if power else ''}{'_' if power else ''}{denominator.id}",
        numerator.kind,
        f"{numerator.dimension}/{denominator.dimension}",
        numerator.factor / denominator.factor / 10**power,
        f"{numerator.base_unit}_per_{denominator.base_unit}",
    )


def to_decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal: exact where it ends, else rounded to 10 places, or to 10 digits below a millionth."""
    numerator, denominator = value.numerator, value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    places = max(twos, fives) if denominator == 1 else 10
    if denominator != 1 and abs(numerator) * 10**6 < value.denominator:
        places += len(str(value.denominator // (abs(numerator) or 1)))
    scaled = numerator * 10**places
    quotient, rest = divmod(abs(scaled), value.denominator)
    if 2 * rest >= value.denominator:
        quotient += 1
    digits = Decimal(quotient).as_tuple().digits  # str() of an int refuses more than 4,300 digits
    return Decimal((int(scaled < 0), digits, -places))


def base(value: Decimal, unit: Unit) -> Decimal | None:
    """The value in the base unit of the dimension, None for numbers of more than 60 digits."""
    if unit.factor == 1:
        return value
    if value.adjusted() > 60:
        return None
    return _base(value, unit.factor.numerator, unit.factor.denominator)


@lru_cache(maxsize=4096)  # by whole numbers, as the hash of a fraction takes longer than finding the result
def _base(value: Decimal, numerator: int, denominator: int) -> Decimal:
    return to_decimal(Fraction(value) * Fraction(numerator, denominator))


def convert(value: Decimal, unit: str | None, dimension: str | None, to_unit: str) -> Decimal:
    """Convert a value to another unit of the same dimension.

    Args:
        value: the value.
        unit: canonical id of its unit.
        dimension: what the unit measures, for the message of the error.
        to_unit: the unit wanted: a canonical id (``square_metre``), a unit as reports write it (``平方米``) or any unit
            that pint knows (``acre``).

    Returns:
        The value in that unit, exact where the decimal ends, else rounded to 10 places.

    Raises:
        UnitError: if either unit is unknown or the dimensions differ.

    Example:
        >>> convert(Decimal(3), "mu", "area", "square_metre")
        Decimal('2000')
    """
    source = unit_named(unit) if unit else None
    if source is None or source.base_unit is None:
        raise UnitError(f"the quantity has no known unit, so it cannot be converted to {to_unit}")
    if to_unit == source.base_unit:  # which need not stand in the table itself
        return to_decimal(Fraction(value) * source.factor)
    target = unit_named(to_unit)
    if target is None:
        return _convert_by_pint(value, source, to_unit)
    if target.dimension != source.dimension or target.base_unit != source.base_unit:
        raise UnitError(
            f"{unit} ({dimension or source.dimension}) cannot be converted to {to_unit} ({target.dimension})"
        )
    return to_decimal(Fraction(value) * source.factor / target.factor)


def unit_named(name: str) -> Unit | None:
    """The unit of a canonical id, of an American spelling of one, or as reports write it; None if there is none."""
    table = unit_table()
    unit = table.by_id.get(name) or table.by_id.get(name.replace("meter", "metre").replace("liter", "litre"))
    if unit is not None:
        return unit
    found = table.read(name, 0)
    if found and found[1] == len(name) and not found[0].no_unit:
        return found[0]
    above, per, below = name.rpartition("_per_")
    if not per:
        return None
    digits = _LEADING_NUMBER.match(below)
    power = len(digits[1]) - 1 if digits else 0
    numerator = unit_named(above)
    bare = below[digits.end() :] if digits else below
    denominator = unit_named(bare) or next((p for p in PERIODS.values() if p.id == bare), None)
    return compound(numerator, denominator, power) if numerator and denominator else None


# pint divides Decimals in the context of the thread
_PINT = Context(
    prec=60, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow], capitals=1, clamp=0
)
_LEADING_NUMBER = lazy_pattern(r"(10+)_")


def _convert_by_pint(value: Decimal, source: Unit, to_unit: str) -> Decimal:
    """Convert to a unit that only pint knows; pint is imported here, because that takes longer than an extraction."""
    import pint

    expression, amount = source.pint, value
    if not expression:
        base_unit = unit_table().by_id.get(source.base_unit or "")
        expression = base_unit.pint if base_unit else ""
        amount = to_decimal(Fraction(value) * source.factor)
    with localcontext(_PINT):  # of the registry too: in a context without bounds pint would never end a division
        registry = _registry()
        try:
            target = registry.parse_units(to_unit)
        except (pint.errors.PintError, AttributeError, TypeError, ValueError) as error:
            raise UnitError(f"unknown unit: {to_unit!r}") from error
        if not expression:
            raise UnitError(f"{source.id} cannot be converted to {to_unit}")
        try:
            result = registry.Quantity(amount, expression).to(target).magnitude
        except (pint.errors.PintError, TypeError) as error:
            raise UnitError(f"{source.id} ({source.dimension}) cannot be converted to {to_unit}") from error
    return to_decimal(Fraction(Decimal(result)).limit_denominator(10**20))


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    return cast("Any", pint.UnitRegistry(non_int_type=Decimal))  # pyright: ignore[reportArgumentType]
