"""Hedged amounts as intervals, and what a result says about a target.

突破700亿元 is any amount from 700亿元 on, 近700亿元 one a little below, 5%左右 one around 5%; a plain amount stands for all that round
to it.  A target is met or missed only if every value that the result may have says so; else it is undetermined, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Goal", "Interval", "Verdict", "compare", "hedged"]

_HALF = Decimal("0.5")
_AROUND = Decimal("0.05")
"""左右 and 约 reach to a twentieth of the amount, or to half a unit of its last digit where that is more."""
_UNDER = Decimal("0.1")
"""近 reaches down to a tenth below the amount."""
_TURNED = {"at_least": "at_most", "over": "at_most", "at_most": "at_least", "under": "above"}


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``; None where it is open."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether a value lies in both."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = other.high is not None and self.low is not None and other.high < self.low
        return not (below or above)

    def turned(self) -> Interval:
        """The same with the sign of every value changed."""
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: met from ``enough`` on, missed below ``short``; in between its hedge leaves both open.

    Attributes:
        enough: the value from which on it is met.
        short: the value below which it is missed.
        ceiling: whether less is better: then it is met down from ``enough`` and missed above ``short``.
    """

    enough: Decimal
    short: Decimal
    ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a target: met, missed or undetermined, and why it is undetermined."""

    outcome: str
    reason: str | None = None


def hedged(value: Decimal, modifier: str | None, digits: int) -> Interval:
    """The values that an amount may have.

    Args:
        value: the amount; a fall is negative, and its hedge speaks of its size (下降3%以上 is -3 or lower).
        modifier: its hedge.
        digits: significant digits as written.

    Example:
        >>> hedged(Decimal(-3), "at_least", 1), hedged(Decimal(725), None, 3)
        (Interval(low=None, high=Decimal('-3')), Interval(low=Decimal('724.5'), high=Decimal('725.5')))
    """
    side = _TURNED.get(modifier or "", modifier) if value < 0 else modifier
    if side in ("at_least", "over"):
        return Interval(value, None)
    if side == "at_most":
        return Interval(None, value)
    if side == "under":
        return Interval(value - abs(value) * _UNDER, value)
    if side == "above":
        return Interval(value, value + abs(value) * _UNDER)
    half = _HALF.scaleb(value.adjusted() - digits + 1) if value else Decimal(0)
    if side == "approx":
        half = max(half, abs(value) * _AROUND)
    return Interval(value - half, value + half)


def compare(goal: Goal, told: Decimal | None, result: Interval) -> Verdict:
    """Compare a result with a target.

    Args:
        goal: the target.
        told: the result as told, where it is a plain amount; it counts as it is written, not as what may round to it.
        result: the values that the result may have.

    Returns:
        The outcome.

    Example:
        >>> compare(Goal(Decimal(725), Decimal(725)), None, hedged(Decimal(700), "over", 1))
        Verdict(outcome='undetermined', reason='the result is hedged')
    """
    enough, short = goal.enough, goal.short
    if goal.ceiling:
        enough, short, result = -enough, -short, result.turned()
        told = None if told is None else -told
    sure = told if told is not None else result.low
    if sure is not None and sure >= enough:
        return Verdict("met")
    if result.high is not None and result.high < short:
        return Verdict("missed")
    if told is None:
        return Verdict("undetermined", "the result is hedged")
    return Verdict("undetermined", "within the hedge of the target" if short < enough else "within rounding")
