"""Medals belong to the games where they were won."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.targets import Scene, Target

__all__ = ["games_of_medals"]

_MEDALS = "金银铜"
_LOOK_BACK = 70
_GAMES = lazy_pattern(rf"(?:在|参加|获得?)?([^,;。、在]{{0,16}}?{alternation('games')})")


def games_of_medals(scene: Scene, k: int) -> Target | None:
    """The games that a count of medals (3金2银) speaks of, or None where it is no such count or no games are named.

    Args:
        scene: the sentence.
        k: which of its numbers.
    """
    q = scene.quantities[k]
    if q.kind != "count" or scene.folded[q.end - 1] not in _MEDALS:
        return None
    found = list(_GAMES.finditer(scene.folded, max(scene.start, q.start - _LOOK_BACK), q.start))
    if not found:
        return None
    games = found[-1]
    name = f"{games[1]}{scene.folded[q.end - 1]}牌"
    return Target(games.start(1), games.end(1), games.start(1), name, "metrics.medals:games")
