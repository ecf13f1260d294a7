"""The part an amount plays in its phrase: a threshold only selects the things that something else counts.

亿元以上项目 is a kind of project, and 1亿元 the measure of none of them.  An amount is a threshold where a word of
selection (以上, 以下, 级) or a hedge in front of it joins it to a noun of things that are so selected: `threshold_things`.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons import load, values
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.quantities.amounts import BARE, Amount
from govreport_ie.extraction.quantities.hedges import Hedge

__all__ = ["THRESHOLD", "Roles"]

THRESHOLD = "threshold"
"""The role of an amount that selects things."""

_SELECTS = r"(?:\(含\))?(?:及?以[上下](?:\(含\))?|级(?:及?以上)?)的?"
_WORK = f"(?!{alternation('work_of_an_amount')})"
_BETWEEN = rf"(?:{_WORK}[^,。;、:()“”\n\d]){{0,8}}?"
_BARE_FOLLOWS = lazy_pattern(r"级|以[上下]")
# the things are left out, their number follows: 其中10亿元以上3个
_COUNT_FOLLOWS = lazy_pattern(r"(?:\(含\))?及?以[上下]的?(?:有|达到?|共)?[0-9]{1,6}[个家户座项宗只名人栋]")
# a round amount before the things that a number behind them counts: 10亿元项目10宗
_ROUND = lazy_pattern(r"[1-9]0*[百千万亿]*")
_COUNTED = r"[0-9]{1,6}[个家户座项宗只]"
_HEDGES_OF_SELECTION = frozenset(("over", "at_least", "under", "at_most"))
_LONGEST = 24


class Roles:
    """Tells the amounts that select things, by the nouns of ``lexicons/threshold_things.tsv``."""

    def __init__(self) -> None:
        self._selected: dict[str, re.Pattern[str]] = {}
        self._joined: re.Pattern[str] | None = None
        self._counted: re.Pattern[str] | None = None
        for row in load("threshold_things"):
            things = "|".join(sorted(map(re.escape, values(row["things"])), key=len, reverse=True))
            pattern = re.compile(rf"{_SELECTS}{_BETWEEN}(?:{things})")
            for unit in values(row["units"]):
                self._selected[unit] = pattern
                if unit == "*":
                    self._joined = re.compile(rf"(?:{_WORK}[^,。;、:()“”的\n\d]){{0,4}}?(?:{things})")
                    self._counted = re.compile(f"(?:{things}){_COUNTED}")

    def of(self, text: str, amount: Amount, hedge: Hedge) -> str | None:
        """The role of an amount, or None for one that measures something.

        Args:
            text: the scanned text.
            amount: the amount.
            hedge: its hedge.

        Returns:
            ``threshold`` in 亿元以上项目, 超10亿元企业 and 80岁以上老人; None in 投资10亿元以上 and 总投资超10亿元的项目.
        """
        money = amount.kind == "money"
        end = amount.end
        pattern = self._selected.get("*" if money else text[amount.unit_start : end].lstrip("万亿千百"))
        if pattern is None:
            return None
        stop = end + _LONGEST
        if pattern.match(text, end, stop):
            return THRESHOLD
        if _COUNT_FOLLOWS.match(text, end, stop):
            return THRESHOLD
        if not money or self._joined is None or self._counted is None:
            return None
        if self._counted.match(text, end, stop) and _ROUND.fullmatch(text, amount.start, amount.unit_start):
            return THRESHOLD
        bare = text[amount.start : amount.unit_start].strip() in BARE
        if bare and _BARE_FOLLOWS.match(text, end):
            return THRESHOLD
        selects = bare or hedge.modifier in _HEDGES_OF_SELECTION
        return THRESHOLD if selects and self._joined.match(text, end, stop) else None
