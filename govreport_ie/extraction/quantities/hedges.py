"""Hedges outside the number (约, 近, 超, 以上, 以内 …) and how far they reach in lists.

A hedge before a list governs its first member, a hedge after a list its last; with 分别 both govern all members.
A hedge outside the number wins over 余/多/来/几 inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from govreport_ie.extraction.lexicons import load, values
from govreport_ie.extraction.lexicons.patterns import Lookaround, lazy_pattern
from govreport_ie.extraction.quantities.amounts import Amount

__all__ = ["Hedge", "Hedges"]


class Hedge(NamedTuple):
    """The modifier of an amount, the amount's start and end with its outside hedges, and the rule that read them."""

    modifier: str | None
    start: int
    end: int
    rule: str | None

    @property
    def gives_way(self) -> bool:
        """Whether the hedge of a list may take its place: there is none, or only one inside the number."""
        return self.modifier is None or self.rule == "hedges:inside"


_INNER = {"余": "over", "餘": "over", "多": "over", "来": "approx", "來": "approx", "几": "approx"}
_FILLER = r"(?:了|达到|达|为|至|到|有|过|人民币|完成)?[ \n\"“]{0,2}"
_ENDS_OF_FILLER = '了到达为至有过币成 \n"“'
_LINK = re.compile(r"[ \n]?(?:[、,和与及]|以及|以上、|左右、)[ \n]?")
_EACH = lazy_pattern(r"分别|双双")
_FAR = re.compile(r"(至少(?!林)|最少|不少于)[^,。;、:\d]{1,18}$")
_FAR_SHARE = re.compile(r"(约占|约佔|不足|不到|超过|超)[^,。;、:\d()]{1,14}$")
_SPENT = lazy_pattern(r"[^,。;]{0,12}(?:技术|难题|瓶颈|专利|课题|卡脖子)")


class Hedges:
    """Reads the hedges around amounts."""

    def __init__(self) -> None:
        self.before: dict[str, tuple[str, Lookaround]] = {}
        self.after: dict[str, str] = {}
        negated: dict[str, str] = {}
        negations: list[str] = []
        for row in load("hedges"):
            for surface in values(row["surfaces"]):
                if row["side"] == "before":
                    self.before[surface] = (row["modifier"], Lookaround.of(row))
                elif row["side"] == "negated":
                    negated[surface] = row["modifier"]
                elif row["side"] == "negation":
                    negations.append(surface)
                else:
                    self.after[surface] = row["modifier"]
        plain = _alternatives(self.before)
        for negation in negations:
            for surface, modifier in negated.items():
                self.before.setdefault(negation + surface, (modifier, Lookaround()))
        # the pairs of negation and word are not spelt out: their pattern would be ten times as long
        every = f"(?:{_alternatives(negations)})(?:{_alternatives(negated)})|{plain}"
        self._before = re.compile(f"({every}){_FILLER}$")
        self._leading = re.compile(f"(?:{every}){_FILLER}")
        self._after = re.compile(
            rf"[ \n]?({_alternatives(self.after)})|内(?=[，。；、,;)）]|$|[完办实解])|[余多](?=[，。；、,;]|$)"
        )
        # what a hedge ends and begins with beside its amount: most amounts have none
        self._last = frozenset(word[-1] for word in self.before) | frozenset(_ENDS_OF_FILLER)
        self._first = frozenset(word[0] for word in self.after) | frozenset(" \n内余多")

    def leading(self, text: str) -> int:
        """The end of the hedge that a text begins with; 0 if it begins with none."""
        match = self._leading.match(text)
        return match.end() if match else 0

    def read(self, text: str, amounts: list[Amount]) -> list[Hedge]:
        """The hedge of every amount.

        Args:
            text: the scanned text.
            amounts: its amounts in order.
        """
        hedges = [self._one(text, amount) for amount in amounts]
        for first, last in _chains(text, amounts):
            self._share(text, amounts, hedges, first, last)
        return hedges

    def _one(self, text: str, amount: Amount) -> Hedge:
        modifier, right = self._right(text, amount)
        rule = "hedges:after" if modifier is not None else None
        meaning, left = self._left(text, amount)
        if modifier is None and meaning is not None:
            modifier, rule = meaning, "hedges:before"
        if modifier is None:
            far = self._far(text, amount)
            if far is not None:
                modifier, left, rule = far, amount.start, "hedges:far"
        if modifier is None and amount.inner:
            modifier, rule = _INNER[amount.inner], "hedges:inside"
        return Hedge(modifier, left, right, rule)

    def _right(self, text: str, amount: Amount) -> tuple[str | None, int]:
        """What a word right of an amount says, and where it ends."""
        end = amount.end
        if amount.kind == "ratio" and text.startswith(("多", "还多", "稍多", "略多"), end):
            return "over", text.index("多", end) + 1
        after = self._after.match(text, end) if text[end : end + 1] in self._first else None
        if after is None:
            return None, end
        if after[1]:
            return self.after[after[1]], after.end()
        if after[0] == "内":
            within = amount.unit.dimension == "time" or amount.kind == "percent"
            return ("at_most", after.end()) if within else (None, end)
        return ("over", after.end()) if amount.kind in ("ratio", "money") else (None, end)

    def _left(self, text: str, amount: Amount) -> tuple[str | None, int]:
        """What a word left of an amount says, and where it begins."""
        start = amount.start
        before = self._before.search(text, max(0, start - 10), start) if text[start - 1 : start] in self._last else None
        if before is None:
            return None, start
        word, at = before[1], before.start()
        meaning, lookaround = self.before[word]
        if not lookaround.holds(text, at, before.end(1)):
            return None, start
        if word.startswith("突破") and amount.kind == "count" and _SPENT.match(text, amount.end):
            return None, start
        return meaning, at

    def _far(self, text: str, amount: Amount) -> str | None:
        """What a word earlier in the clause says: 至少…, 约占…."""
        start = amount.start
        low = max(0, start - 24)
        far = _FAR.search(text, low, start) if text.find("少", low, start) >= 0 else None
        if far is None and amount.kind in ("ratio", "percent") and amount.inner is None:
            far = _FAR_SHARE.search(text, max(0, start - 20), start)
            if far and not far[1].startswith("约") and amount.kind != "ratio":
                return None
        return self.before[far[1].replace("佔", "占")][0] if far else None

    def _share(self, text: str, amounts: list[Amount], hedges: list[Hedge], first: int, last: int) -> None:
        """Spread the hedge of a list dealt out by 分别 over its members."""
        start = amounts[first].start
        clause = text[max(0, start - 40) : start]
        cut = max(clause.rfind(mark) for mark in ",。;")
        each = _EACH.search(clause[cut + 1 :])
        if each is None:
            return
        head, tail = hedges[first], hedges[last]
        shared = None
        if tail.rule == "hedges:after" and all(hedge.gives_way for hedge in hedges[first:last]):
            shared = tail.modifier
        elif head.rule == "hedges:before" and all(hedge.gives_way for hedge in hedges[first + 1 : last + 1]):
            shared = head.modifier
        if shared:
            for index in range(first, last + 1):
                if hedges[index].gives_way:
                    hedges[index] = hedges[index]._replace(modifier=shared, rule="hedges:distributed")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _chains(text: str, amounts: list[Amount]) -> list[tuple[int, int]]:
    """Index pairs of the first and last member of every list of amounts that only 、和 and the like join."""
    chains: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(amounts) + 1):
        joined = False
        if index < len(amounts):
            end = amounts[index - 1].end
            joined = amounts[index].start - end <= 5 and _LINK.fullmatch(text, end, amounts[index].start) is not None
        if not joined:
            if index - 1 > first:
                chains.append((first, index - 1))
            first = index
    return chains
