"""Fail when `gi.extract` has become slower against the jieba tokenizer than the last recorded figure allows.

    python benchmarks/speed_guard.py [--record]

Both are timed by turns in the same process on the same text, so that the ratio hardly depends on the machine; CPU time is taken, so that
other work on the machine hardly counts.  The text is that of the samples in examples/, which hold more quantities a character than
most reports.  The recorded figure stands in RESULTS.md (``--record`` writes it); the margin is wide, because the guard is to find
what makes everything slower, not a few per cent.  Needs ``pip install jieba``.
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
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
_RECORDED = re.compile(r"(?<=^Guard: × jieba on the samples )(\d+\.\d+)", re.MULTILINE)


def recorded_ratio(results: str) -> float:
    """The recorded ratio.

    Args:
        results: content of RESULTS.md.

    Returns:
        The ratio.

    Raises:
        SystemExit: if none is recorded.
    """
    match = _RECORDED.search(results)
    if match is None:
        raise SystemExit("RESULTS.md records no ratio for the guard: run benchmarks/speed_guard.py --record")
    return float(match[1])


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
    results = RESULTS.read_text(encoding="utf-8")
    recorded, measured = recorded_ratio(results), measured_ratio()
    print(
        f"gi.extract is {measured:.2f} x as fast as the jieba tokenizer; recorded {recorded:.2f}, floor {MARGIN * recorded:.2f}"
    )
    if "--record" in sys.argv[1:]:
        RESULTS.write_text(_RECORDED.sub(f"{measured:.2f}", results, count=1), encoding="utf-8")
        return 0
    return int(measured < MARGIN * recorded)


if __name__ == "__main__":
    sys.exit(main())
