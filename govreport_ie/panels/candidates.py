"""From a metric to a candidate for a cell of the panel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from govreport_ie.errors import UnitError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.metrics.indicators import names_of
from govreport_ie.extraction.quantities.units import convert
from govreport_ie.panels.intervals import Interval, hedged
from govreport_ie.panels.objects import object_of
from govreport_ie.panels.regions import region_of

__all__ = ["Candidate", "Key", "candidate_of", "indicator_name", "wanted_direction"]

_SIGNED = frozenset({"growth", "points", "increment"})
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_WHOLE_YEAR = "1-12"
_BEFORE = 30
"""So many characters before an amount tell what it is."""
_SUMMED = re.compile(r"累计(?!招商|签约)")
_OF_THE_YEAR = re.compile(r"全年|今年|本年|当年|年内|去年|上年|年度|(?:19|20)\d\d年(?![至到—-])|一年")
_CLAUSE = re.compile(r"[,，;；。:：!！?？\n]")


class Key(NamedTuple):
    """What identifies a cell within a region, but for the status."""

    year: int
    indicator_id: str | None
    indicator: str
    object: str | None
    measure: str
    basis: str | None
    basis_year: int | None
    peer_group: str | None
    unit: str | None


@dataclass(slots=True)
class Candidate:
    """A value that may fill a cell, with where it comes from."""

    region_code: str | None
    region: str | None
    level: str | None
    key: Key
    name: str  # what is measured, in full, as the report names it
    status: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str | None
    own_report: bool
    digits: int  # significant digits as written
    home_section: bool  # results in the review, targets in the plan
    doc_id: str | None
    report_year: int | None
    metric_id: str
    start: int
    end: int
    quantity_text: str
    indicator_text: str
    sentence: str
    before: str  # the words right before the amount
    source_path: str | None
    origin: str = "stated"
    computed_from: str | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Groups candidates of one region; a report of an unknown region is a region of its own."""
        return self.region_code or "", self.region or f"\uffff{self.doc_id}"

    @property
    def interval(self) -> Interval:
        """The values that the amount may have, hedges and rounding considered."""
        if self.value is None:
            return Interval(self.low, self.high)
        return hedged(self.value, self.modifier, self.digits)


@exactly
def candidate_of(row: Mapping[str, Any]) -> Candidate | None:
    """The candidate that a metric gives.

    Args:
        row: a row of the metrics table.

    Returns:
        None for what is no value of a region and a year: sums over several years or parts of one, values of a project, an
        institution or a place without a code, redacted amounts and lists.
    """
    if not _of_one_year(row) or not _of_a_region(row):
        return None
    value, low, high, unit = _signed(row, *_harmonised(row))
    if value is None and low is None and high is None:
        return None
    code, name = region_of(row["region"], row["level"])
    own = row["place"] is None or row["place_code"] == code
    if not own:
        code, name = row["place_code"], region_of(row["place"], None)[1]
    home = "plan" if row["status"] == "target" else "review"
    return Candidate(
        region_code=code,
        region=name,
        level=row["level"] if own else None,
        key=_key(row, unit),
        name=row["indicator"] or "",
        status=row["status"],
        value=value,
        low=low,
        high=high,
        modifier=row["modifier"],
        own_report=own,
        digits=_digits(row["quantity_text"], value),
        home_section=row["section_kind"] == home,
        doc_id=row["doc_id"],
        report_year=row["year"],
        metric_id=row["metric_id"],
        start=row["start"],
        end=row["end"],
        quantity_text=row["quantity_text"],
        indicator_text=row["indicator_text"],
        sentence=row["sentence"],
        before=words_before(row)[-_BEFORE:],
        source_path=row["source_path"],
    )


def _of_one_year(row: Mapping[str, Any]) -> bool:
    year = row["period_start"]
    return year is not None and row["period_end"] == year and row["period_months"] in (None, _WHOLE_YEAR)


def _of_a_region(row: Mapping[str, Any]) -> bool:
    """Whether the amount is told, and is that of a division: of the report's own, or of a place with a code."""
    if row["redacted"] or row["project"] is not None or row["institution"] is not None:
        return False
    return row["place"] is None or row["place_code"] is not None


def _key(row: Mapping[str, Any], unit: str | None) -> Key:
    year, basis, indicator_id, called = row["period_start"], row["basis"], row["indicator_id"], row["indicator"] or ""
    if _is_summed(row) and not called.startswith("累计"):
        called = "累计" + called
    canonical = indicator_name(indicator_id)
    other = object_of(indicator_id, called)
    return Key(
        year,
        indicator_id,
        canonical or other or called,
        other if canonical else None,
        row["measure"],
        basis,
        year - 1 if basis == "yoy" else row["basis_year"],  # 同比 names no year, 比上年 does
        row["peer_group"],
        unit,
    )


def words_before(row: Mapping[str, Any]) -> str:
    """The words of the sentence before the amount.

    Args:
        row: a row of the metrics table.

    Returns:
        The words before the occurrence that stands where the indicator says, else before the first that is no part of a longer number.
    """
    sentence, amount, indicator = row["sentence"] or "", row["quantity_text"], row["indicator_text"] or ""
    ahead = row["start"] - row["indicator_start"] if row["indicator_start"] is not None else 0
    at = sentence.find(amount)
    while at >= 0:
        begins = at - ahead
        if begins >= 0 and ahead and sentence.startswith(indicator, begins):
            return sentence[:at]
        at = sentence.find(amount, at + 1)
    first = re.search(rf"(?<![\d.．]){re.escape(amount)}", sentence)
    return sentence[: first.start()] if first else ""


def _is_summed(row: Mapping[str, Any]) -> bool:
    """Whether the amount's clause says that it is summed up over years (累计建成芙蓉学校70所), and not over the months of one."""
    if row["sentence"] is None or "累计" not in row["sentence"]:
        return False
    clause = _CLAUSE.split(words_before(row))[-1]
    return _SUMMED.search(clause) is not None and _OF_THE_YEAR.search(clause) is None


_Amounts = tuple[Decimal | None, Decimal | None, Decimal | None, str | None]
"""Value, ends of a range, unit."""


def _signed(
    row: Mapping[str, Any], value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str | None
) -> _Amounts:
    if row["measure"] in _SIGNED and row["direction"] == "down":
        return _negative(value), _negative(high), _negative(low), unit
    return value, low, high, unit


def _harmonised(row: Mapping[str, Any]) -> _Amounts:
    """Value, ends of a range and unit in the unit that panels use for the dimension; percentages in percent."""
    value, low, high = row["value"], row["low"], row["high"]
    unit, base = row["unit"], _unit_of_panels(row["unit"], row["base_unit"])
    if unit == "permille":
        return _permille(value), _permille(low), _permille(high), "percent"
    if base is None or base == "dimensionless" or unit is None or unit == base:
        return value, low, high, unit or row["unit_text"] or None
    if value is not None and row["base_value"] is None:
        return value, low, high, unit
    try:
        value, low, high = (
            None if item is None else convert(item, unit, row["dimension"], base) for item in (value, low, high)
        )
    except UnitError:
        pass
    else:
        unit = base
    return value, low, high, unit


def _unit_of_panels(unit: str | None, base: str | None) -> str | None:
    """The unit in which a panel gives amounts of a unit: 微克/立方米 and not kilograms, years of age and not seconds."""
    units = _units()
    return units.get(unit or "") or units.get(base or "") or base


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return {row["of"]: row["unit"] for row in lexicons.load("panel_units")}


def _permille(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.scaleb(-1)


def _negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _digits(text: str, value: Decimal | None) -> int:
    """Significant digits as written: of 286.4亿元, four."""
    found = _NUMBER.search(text)
    if found is not None:
        return max(1, len(re.sub(r"\D", "", found[0]).lstrip("0")))
    return max(1, len(format(value, "f").replace(".", "").strip("-0"))) if value is not None else 1


def indicator_name(indicator_id: str | None) -> str | None:
    """Chinese name of a canonical indicator, listed or composed; None for none and for a user's own."""
    names = names_of(indicator_id) if indicator_id else None
    return names[0] if names else None


@lru_cache(maxsize=1)
def _directions() -> dict[str, str]:
    return {row["id"]: row["direction"] for row in lexicons.load("indicators")}


def wanted_direction(indicator_id: str | None) -> str | None:
    """The direction that governments want an indicator to go: up, down, or None if it depends or is unknown."""
    direction = _directions().get((indicator_id or "").partition(".")[0])  # qualified things go the way of the thing
    return direction if direction in ("up", "down") else None
