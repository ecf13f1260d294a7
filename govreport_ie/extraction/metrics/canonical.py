"""Which canonical id a number has in its sentence.

The name is looked up in the lexicons (`indicators`), but the sentence may say more than the name: an act that stands before the
phrase (释放30万平方米产业空间), that a rank is one of growth (增长7%、居全省第2位).  And it may speak against the id: the number
only selects what follows (收入超过5亿元的县市), or counts things of which the sentence does not say that they are all there are.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.indicators import IndicatorIndex
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target
from govreport_ie.extraction.records import QuantityRecord

__all__ = ["CanonicalIds"]

_ENDS = re.compile(r"\s*(?:$|[^\w\s“‘「《]|[和及与等并]|以上|左右|以内)")
_EXCEEDS = lazy_pattern(f"{alternation('exceeds')}了?$")
_OF_WHICH = lazy_pattern(f"(?:以上|以下|以内)?的(?!{alternation('no_thing_selected')})")
_ALL_THERE_ARE = lazy_pattern(f"{alternation('all_there_are')}了?$")
_TOTAL = lazy_pattern(f"{alternation('total_of')}$")
_PUSHES = lazy_pattern(f"^{alternation('pushes')}(?=..)")
_ATTAINS = lazy_pattern(alternation("attains"))
_RANK_OF_ALL = lazy_pattern(f"{alternation('total_of')}|{alternation('moves_in_rank')}")
_PER = lazy_pattern(f"({alternation('per_period')})")
_PER_AREA = lazy_pattern(rf"({alternation('per_unit_of')})[^,。;:]*$")
_TOLD_WITH = lazy_pattern(alternation("told_with"))
_OF_ONE_THING = re.compile(r"(?:以上|左右)?的(?![\d\W])")  # 总投资2700万元的污水处理厂, and not 总投资9亿元的12个项目
_BEFORE = 8  # so many characters before a number are read
_CLAUSE = 40  # and so many of a clause
_REACHES = ("到", "至")
_GROWTH = "增速"


class CanonicalIds:
    """Finds the canonical ids of a sentence's numbers.

    Args:
        indicators: the index of canonical indicators.
    """

    def __init__(self, indicators: IndicatorIndex) -> None:
        self._indicators = indicators

    def find(self, scene: Scene, k: int, target: Target, measure: str, name: str) -> tuple[str, str] | None:
        """The id of a number and the lexicon entry that matched, or None.

        Args:
            scene: the sentence.
            k: which of its numbers.
            target: the phrase that the number goes to.
            measure: level, increment, growth, points, share, rank or ratio.
            name: the full name, with the act of its list; empty where it leaves out words before the number.
        """
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        behind = target.start >= slot.right_start
        if not name and behind and not q.role:
            acted = self._with(folded, slot.left_start, q.start, target.name)
            name = acted if acted != target.name else ""
        if not name or (measure == "level" and _speaks_against(scene, k, target, name)):
            return None
        found = self._indicators.find(self._said(scene, k, target, measure, name), q, measure)
        if found is None or not behind or not self._indicators.is_bare_thing(found[0]):
            return found
        acts = not _ENDS.match(folded, target.end)  # 72家医院|实现互认
        return None if acts or (measure == "level" and not self._are_all(folded, slot, q.start, target)) else found

    def _said(self, scene: Scene, k: int, target: Target, measure: str, name: str) -> str:
        """The name with what the sentence says besides."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        if measure == "rank":
            return self._ranked(scene, k, target, name)
        phrase = folded[target.start : target.end]
        if target.start >= slot.right_start:
            return name if target.verb else self._with(folded, slot.left_start, q.start, name)
        level = measure == "level"
        if level and _leaves_verb_out(target, phrase):
            name = name.removeprefix(target.verb)  # 新认定A 9家，B数达20家
        if folded.startswith(_REACHES, target.end):
            name = name.removesuffix("发展")  # 企业发展到120家
        if level and _ATTAINS.search(folded, target.end, q.start):
            return _PUSHES.sub("", name)  # 推动足球场达90片
        if not target.explicit or name != phrase:
            return name
        if level and slot.mark == "q" and folded[target.start - 1] == "、" and scene.entries:
            return self._listed(scene.entries[-1], name, q)
        return self._with(folded, slot.left_start, target.start, name)

    def _ranked(self, scene: Scene, k: int, target: Target, name: str) -> str:
        """The name of what a rank is of; empty where the phrase says among whom it is one (全省15个重点城市第1)."""
        if target.explicit and target.end == scene.quantities[k].start and not self._indicators.knows(name):
            return ""
        return name + _GROWTH if _ranks_growth(scene, k, target) else name

    def _listed(self, last: Entry, name: str, q: QuantityRecord) -> str:
        """A name with the act of the member of the list before it, where it is of things too: 办理建议90件、提案40件."""
        alike = last.measure == "level" and last.kind == q.kind
        if not alike or self._indicators.act_at(name) or self._indicators.is_work(name):
            return name
        return self._indicators.act_at(last.target.name) + name

    def _with(self, folded: str, low: int, end: int, name: str) -> str:
        act = self._indicators.act_before(folded, max(low, end - _BEFORE), end)
        return name if name.startswith(act) else act + name

    def _are_all(self, folded: str, slot: Slot, start: int, target: Target) -> bool:
        """Whether the things behind a number are all there are, or are work or what came of it (完成26项|民生实事)."""
        low = max(slot.left_start, start - _BEFORE)
        return _ALL_THERE_ARE.search(folded, low, start) is not None or self._indicators.is_work(
            folded[target.start : target.end]
        )


def _leaves_verb_out(target: Target, phrase: str) -> bool:
    """Whether the verb that a list shares is none of a phrase that tells a total."""
    return bool(target.verb) and target.verb not in phrase and _TOTAL.search(phrase) is not None


def _speaks_against(scene: Scene, k: int, target: Target, name: str) -> bool:
    """Whether the words around a level say that it is of more or of less than its name."""
    slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
    near = max(slot.left_start, q.start - _BEFORE)
    ahead = max(scene.start, q.start - _CLAUSE)
    if folded.find("均", ahead, q.start) >= 0 or folded.find("每", ahead, q.start) >= 0:
        averages = [_PER_AREA.search(folded, ahead, q.start)]
        if q.kind != "money":  # standards are told of months
            averages.append(_PER.search(folded, near, q.start))
        if any(per is not None and per[1] not in name for per in averages):
            return True  # 日均新设849户
    if target.start >= slot.right_start:
        return False
    if _OF_WHICH.match(folded, q.end) and _EXCEEDS.search(folded, near, q.start):
        return True  # 收入超5亿元的县市
    if q.kind == "money" and name != folded[target.start : target.end] and _OF_ONE_THING.match(folded, q.end):
        return True
    return _TOLD_WITH.search(folded, target.end, q.start) is not None  # 财政收入加上上划税收共计9亿元


def _ranks_growth(scene: Scene, k: int, target: Target) -> bool:
    """Whether a rank is that of the growth right before it (增长7%、居全省第2位), and not of what has grown."""
    told = [entry for entry in scene.entries if entry.target.start == target.start and entry.measure != "rank"]
    if not told or told[-1].measure != "growth":
        return False
    # of ranks dealt out, the words before the first of them tell
    first = next(n for n in range(k, -1, -1) if not n or scene.quantities[n - 1].kind != "rank")
    between = scene.folded[scene.quantities[first - 1].end if first else scene.start : scene.quantities[k].start]
    if _RANK_OF_ALL.search(between) or _TOTAL.search(target.name):
        return False
    return all(entry.measure != "level" for entry in told) or between[:1] in ("、", "(")
