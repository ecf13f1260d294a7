"""When a prediction counts as right: values, units, indicators, periods and entity spans.

The tolerances are those of the labelled data's reference scorer, whose figures this package reproduces.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from govreport_ie.errors import ConfigError
from govreport_ie.evaluation.gold import GoldEntity, GoldMetric, GoldQuantity
from govreport_ie.evaluation.predictions import PredictedEntity, PredictedMetric, PredictedQuantity

__all__ = [
    "MODES",
    "canonical_modifier",
    "check_mode",
    "entity_matches",
    "full_name_matches",
    "indicator_matches",
    "name_matches",
    "periods_agree",
    "quantity_matches",
]

MODES = ("reference", "exact", "overlap")
"""Ways to match spans.

``reference``
    as the labelled data's scorer: the quantity's span exactly, the least piece of an indicator with little besides the
    fullest phrase, an entity between its least and its fullest span.
``exact``
    the same quantity span, an indicator that is one of the accepted phrases character by character, and the fullest
    span of an entity.
``overlap``
    a quantity or an entity of the same label that shares a character, an indicator that holds the least piece or is
    part of an accepted phrase.  Every object is matched once.
"""

SPAN_SLACK = 4
"""Characters by which an indicator's span may exceed the fullest gold phrase."""

NAME_SLACK = 8
"""Characters by which an indicator's name may exceed the fullest gold phrase or name."""

FULL_NAME_SLACK = 6
"""Characters by which a printed name may exceed the fullest gold phrase, where the gold gives no name of its own."""

_WIDTH = str.maketrans("％‰　（）", "%‰ ()")
_UNIT_ALIASES = {
    "percent": "%",
    "percentage_point": "个百分点",
    "百分点": "个百分点",
    "個百分點": "个百分点",
    "块": "元",
    "圆": "元",
    "km": "公里",
    "千米": "公里",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "平米": "平方米",
    "度": "千瓦时",
    "kwh": "千瓦时",
    "kw": "千瓦",
}
# Kinds whose unit may stay unwritten, and the spellings that all mean the same there.
_UNIT_OF_KIND = {
    "rank": (frozenset({"", "位", "名"}), ""),
    "ratio": (frozenset({"", "倍", ":", "：", "∶", "比"}), "倍"),
    "money": (frozenset({""}), "元"),
}
_MODIFIER_ALIASES = {
    "approximately": "approx",
    "about": "approx",
    "more_than": "over",
    "nearly": "under",
    "less_than": "under",
}

_ROUNDED = Fraction(5, 10_000)  # how far a gold value of three decimals may be off, as a share of it

Value = Decimal | tuple[Decimal | None, ...] | None


def check_mode(mode: str) -> str:
    """The mode, if there is such a one.

    Args:
        mode: one of `MODES`.

    Raises:
        ConfigError: if it is none of them.

    Example:
        >>> check_mode("exact")
        'exact'
    """
    if mode not in MODES:
        raise ConfigError(f"no way of matching {mode!r}; there are {', '.join(MODES)}")
    return mode


def quantity_matches(gold: GoldQuantity, predicted: PredictedQuantity, before: str) -> bool:
    """Whether value and unit are right.

    Args:
        gold: the labelled quantity.
        predicted: the predicted quantity of the same span.
        before: the words just before it; a 每 there lets the unit's denominator stand outside the span.
    """
    if gold.redacted or predicted.redacted:
        return gold.redacted and predicted.redacted
    value = _predicted_value(predicted)
    readings = [(gold.value, gold.unit), *gold.other_values]
    return any(
        _values_agree(_gold_value(accepted), value)
        and _units_agree(_canonical_unit(unit, gold.kind), _canonical_unit(predicted.unit_text, gold.kind), before)
        for accepted, unit in readings
    )


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _gold_value(value: Any) -> Value:
    return tuple(_decimal(member) for member in value) if isinstance(value, (list, tuple)) else _decimal(value)


def _predicted_value(predicted: PredictedQuantity) -> Value:
    if predicted.values:
        return tuple(_decimal(member) for member in predicted.values)
    if predicted.value is None and predicted.low is not None:
        return _decimal(predicted.low), _decimal(predicted.high)
    return _decimal(predicted.value)


def _values_agree(gold: Value, predicted: Value) -> bool:
    if gold is None or predicted is None:
        return False
    if isinstance(gold, tuple) or isinstance(predicted, tuple):
        return (
            isinstance(gold, tuple)
            and isinstance(predicted, tuple)
            and len(gold) == len(predicted)
            and all(_values_agree(a, b) for a, b in zip(gold, predicted, strict=True))
        )
    if gold == predicted:
        return True
    # 三分之一 has no finite decimal: three decimals or more in the gold are taken as rounded.
    exponent = gold.as_tuple().exponent
    rounded = isinstance(exponent, int) and -exponent >= 3
    return rounded and gold != 0 and abs(Fraction(gold) - Fraction(predicted)) < abs(Fraction(gold)) * _ROUNDED


def _canonical_unit(unit: str | None, kind: str) -> str:
    unit = (unit or "").translate(_WIDTH).replace(" ", "").replace("人民币", "").lower()
    spellings, canonical = _UNIT_OF_KIND.get(kind, ((), ""))
    return canonical if unit in spellings else _UNIT_ALIASES.get(unit, unit)


def _units_agree(gold: str, predicted: str, before: str) -> bool:
    if gold == predicted:
        return True
    if "/" in predicted and "/" not in gold:
        return predicted.split("/")[0] == gold
    return "/" in gold and "/" not in predicted and gold.split("/")[0] == predicted and "每" in before


def canonical_modifier(modifier: str | None) -> str | None:
    """A modifier by its documented name; a few common synonyms are understood."""
    return _MODIFIER_ALIASES.get(modifier, modifier) if modifier else modifier


def indicator_matches(gold: GoldMetric, predicted: PredictedMetric, mode: str = "reference") -> bool:
    """Whether the indicator is right.

    Args:
        gold: the labelled metric.
        predicted: the predicted metric of its quantity.
        mode: one of `MODES`; by default it must hold the least piece, and little besides the fullest phrase.
    """
    span = predicted.indicator or ""
    name = predicted.name or span
    if not span:
        return False
    if mode == "exact":
        return any(reading.fullest == span for reading in gold.readings)
    if mode == "overlap":
        return any(reading.least in span or (len(span) > 1 and span in reading.fullest) for reading in gold.readings)
    longest_name = max(map(len, gold.names))
    for reading in gold.readings:
        fullest = len(reading.fullest)
        if len(span) > fullest + SPAN_SLACK:
            continue
        if reading.least in span:
            return True
        if reading.least in name and len(name) <= max(fullest, longest_name) + NAME_SLACK:
            return True
    return False


def name_matches(gold: GoldMetric, predicted: PredictedMetric) -> bool:
    """Whether the full name is right, with or without the list's verb."""
    got = predicted.name or predicted.indicator or ""
    return any(
        want == got
        or (want in got and len(got) <= len(want) + SPAN_SLACK)
        or (got in want and len(got) >= len(want) - SPAN_SLACK)
        for want in gold.names
    )


def full_name_matches(gold: GoldMetric, predicted: PredictedMetric) -> bool:
    """Whether the name that a table prints is right: complete, and nothing foreign in it.

    Args:
        gold: the labelled metric; where heads are shared its names decide, otherwise its phrases.
        predicted: the predicted metric of its quantity.
    """
    if gold.named:
        return name_matches(gold, predicted)
    got = predicted.name or predicted.indicator or ""
    return any(reading.least in got and len(got) <= len(reading.fullest) + FULL_NAME_SLACK for reading in gold.readings)


def periods_agree(accepted: Sequence[str | None], predicted: str | None) -> bool:
    """Whether a period is one of those accepted; a span of years and its last year count as the same."""
    return any(
        want == predicted
        or (
            want is not None
            and predicted is not None
            and want.split("-")[-1] == predicted.split("-")[-1]
            and ("-" in want) != ("-" in predicted)
        )
        for want in accepted
    )


def entity_matches(gold: GoldEntity, predicted: PredictedEntity, mode: str = "reference") -> bool:
    """Whether label and span are right.

    Args:
        gold: the labelled entity.
        predicted: the predicted entity, its offsets inside the window.
        mode: one of `MODES`; by default the span must be at least the least one and within the fullest.
    """
    if predicted.label != gold.label:
        return False
    if mode == "exact":
        return (predicted.start, predicted.end) == (gold.start, gold.end)
    if mode == "overlap":
        return predicted.start < gold.end and gold.start < predicted.end
    return gold.start <= predicted.start <= gold.least[0] and gold.least[1] <= predicted.end <= gold.end
