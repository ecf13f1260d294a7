"""The stage of a construction project: planned, started, under construction or completed.

The words of its clause decide: what is said of it behind its name or its list goes before the verb that opens it
(`加快甲水库、乙水库前期工作` is planned, `甲大桥建成通车` completed).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = ["stage_of"]

_REACH = 60  # characters on either side; a list stands between a name and its verb
_EDGE = re.compile(r"[,。;!?\n]")
_PARTLY = re.compile(
    r"\d%(?:的)?(?:以上)?(?:的)?(?:工程量|工作量|形象进度|工程进度|投资|建设)|完成(?:总)?(?:工程|工作)量"
)
_URGE = lazy_pattern("推动|促进|推进|加快|加速|督促|尽快|早日")
_AFTER_INTENT = {"started": "planned", "completed": "under_construction"}


class _Cues:
    """The words of one side of a name, the longest first, with the stages that they tell.

    Args:
        side: `before` or `behind`.
    """

    def __init__(self, side: str) -> None:
        stages = {row["cue"]: row["stage"] for row in lexicons.load("stage_cues") if row["where"] in (side, "both")}
        self._stages = list(stages.values())
        self._automaton = AhoCorasick(list(stages), matchkind=MatchKind.LeftmostLongest)

    def said(self, text: str) -> list[str]:
        """The stages that the words of a text tell, in its order."""
        return [self._stages[number] for number, _, _ in self._automaton.find_matches_as_indexes(text)]


@lru_cache(maxsize=2)
def _cues(side: str) -> _Cues:
    return _Cues(side)


def stage_of(folded: str, start: int, end: int) -> str | None:
    """The stage of a project.

    Args:
        folded: the folded text.
        start: offset of the first character of its name.
        end: its end, exclusives last character.

    Returns:
        `planned`, `started`, `under_construction`, `completed`, or None where its clause does not tell.

    Example:
        >>> stage_of("清溪大桥建成通车", 0, 4)
        'completed'
    """
    edge = _EDGE.search(folded, end, end + _REACH)
    behind = folded[end : edge.start() if edge else end + _REACH]
    before = folded[max(0, start - _REACH) : start]
    for mark in ",。;!?\n":
        before = before[before.rfind(mark) + 1 :]
    said_behind, said_before = _cues("behind").said(behind), _cues("before").said(before)
    if _PARTLY.search(behind):
        return "under_construction"
    intent = "intent" in said_behind or "intent" in said_before[-2:]
    # what is urged on has not been reached: 推动甲大桥尽快开工, 加快乙项目投产
    intent = intent or (said_behind[:1] in (["started"], ["completed"]) and _URGE.search(before + behind) is not None)
    stage = next((said for said in said_behind if said != "intent"), None) or next(
        (said for said in reversed(said_before) if said != "intent"), None
    )
    if stage is None:
        return "planned" if intent else None
    return _AFTER_INTENT.get(stage, stage) if intent else stage
