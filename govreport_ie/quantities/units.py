"""The units: canonical ids, dimensions, exact factors, and how they are written.

`UNITS` are the rows of ``lexicons/units.tsv`` and ``lexicons/classifiers.tsv``.  Factors are worked out as fractions
from the table, so nothing is rounded before the last step; pint is imported only by `convert`, for target units that
the table does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from govreport_ie.errors import UnitError
from govreport_ie.lexicons import load, values

__all__ = ["Unit", "UnitTable", "base", "convert", "unit_table"]


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
                row["iso4217"] or row["unit"], row["kind"], row["dimension"], Fraction(row["factor"]), row["base_unit"],
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
            lengths.setdefault(surface[0], set()).add(len(surface))
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
        for length in self.longest.get(text[position : position + 1], ()):
            unit = self.by_surface.get(text[position : position + length])
            if unit is not None and position + length <= len(text):
                return unit, position + length
        return None


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
    """A fraction as a Decimal: exact where it ends, else rounded to 10 places."""
    numerator, denominator = value.numerator, value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    places = max(twos, fives) if denominator == 1 else 10
    scaled = numerator * 10**places
    quotient, rest = divmod(abs(scaled), value.denominator)
    if 2 * rest >= value.denominator:
        quotient += 1
    digits = tuple(int(c) for c in str(quotient))
    return Decimal((int(scaled < 0), digits, -places))


@lru_cache(maxsize=4096)
def base(value: Decimal, unit: Unit) -> Decimal | None:
    """The value in the base unit."""
    if unit.factor == 1:
        return value
    if len(value.as_tuple().digits) > 60:
        return None
    return to_decimal(Fraction(value) * unit.factor)


def convert(value: Decimal, unit: str | None, dimension: str | None, to_unit: str) -> Decimal:
    """Convert a value to another unit of the same dimension.

    Raises:
        UnitError: if either unit is unknown or the dimensions differ.
    """
    table = unit_table()
    source = table.by_id.get(unit or "")
    target = table.by_id.get(to_unit) or table.by_surface.get(to_unit)
    if source is None or target is None:
        raise UnitError(f"unknown unit: {unit if source is None else to_unit}")
    if source.dimension != target.dimension:
        raise UnitError(f"{unit} measures {dimension}, {to_unit} measures {target.dimension}")
    return to_decimal(Fraction(value) * source.factor / target.factor)
