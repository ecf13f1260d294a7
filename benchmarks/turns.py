"""CPU time of several systems on the same texts, taken by turns, so that what else the machine does falls on all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

__all__ = ["seconds_by_turns"]


def seconds_by_turns(runs: Sequence[Callable[[str], object]], texts: Sequence[str], repeats: int = 3) -> list[float]:
    """Seconds of CPU time of every system over all texts.

    Text by text, every system takes its turn; of the repeats, the shortest time of each text counts.

    Args:
        runs: the systems.
        texts: the texts.
        repeats: how often every text is given to every system.

    Returns:
        One sum a system, in their order.
    """
    best = [[float("inf")] * len(texts) for _ in runs]
    for _ in range(repeats):
        for number, text in enumerate(texts):
            for run, times in zip(runs, best, strict=True):
                begin = time.process_time()
                run(text)
                times[number] = min(times[number], time.process_time() - begin)
    return [sum(times) for times in best]
