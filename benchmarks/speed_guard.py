"""Fail when `gi.extract` has become slower against the jieba tokenizer than the last recorded figure allows.

    python benchmarks/speed_guard.py

Both are timed by turns in the same process on the same text, so that the ratio hardly depends on the machine; CPU time is taken, so that
other work on the machine hardly counts.  The recorded figure is the column "× jieba" of the last row of RESULTS.md; the
margin is wide, because the guard is to find what makes everything slower, not a few per cent.  Needs ``pip install jieba``.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba
from spacy.lang.zh import Chinese

import govreport_ie as gi

ROOT = Path(__file__).resolve().parent.parent
MARGIN = 0.6
REPEATS = 5
CHARACTERS = 60_000


def recorded_ratio(results: str) -> float:
    """The last ratio to jieba in the table of speeds.

    Args:
        results: content of RESULTS.md.

    Returns:
        The ratio.

    Raises:
        SystemExit: if the table has no row with a ratio.
    """
    _, _, table = results.partition("## Speed, by date and commit")
    rows = re.findall(r"^\| 20\d\d-\d\d-\d\d \|[^|]*\|[^|]*\|[^|]*\|[^|]*\| ([\d.]+) \|", table, re.MULTILINE)
    if not rows:
        raise SystemExit("RESULTS.md records no ratio to jieba: run benchmarks/speed.py --record NOTE")
    return float(rows[-1])


def measured_ratio() -> float:
    """Time of the jieba tokenizer over time of `gi.extract`, the best of several runs of each."""
    samples = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt")))
    text = samples * (CHARACTERS // len(samples) + 1)
    jieba.setLogLevel(logging.WARNING)
    tokenizer = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    tokenizer.make_doc("预热")
    gi.extract("预热")
    own: list[float] = []
    peer: list[float] = []
    for _ in range(REPEATS):
        peer.append(_seconds(tokenizer.make_doc, text))
        own.append(_seconds(gi.extract, text))
    return min(peer) / min(own)


def _seconds(run: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    run(text)
    return time.process_time() - begin


def main() -> int:
    recorded = recorded_ratio((ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8"))
    measured = measured_ratio()
    print(
        f"gi.extract is {measured:.2f} x as fast as the jieba tokenizer; recorded {recorded:.2f}, floor {MARGIN * recorded:.2f}"
    )
    return int(measured < MARGIN * recorded)


if __name__ == "__main__":
    sys.exit(main())
