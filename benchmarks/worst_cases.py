"""Time of every stage on adversarial texts: how it grows with the length, and how it compares with ordinary text.

    python benchmarks/worst_cases.py [NAME...]

A stage that is linear needs four times the time for four times the text; ``x16`` means quadratic.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from govreport_ie.extraction.engine import STAGES, new_analysis

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.api.test_bad_input import UNITS

SHORT, LONG = 5_000, 20_000


def stage_times(stages: dict, text: str) -> dict[str, float]:
    """Seconds of each stage over one text."""
    analysis = new_analysis(text)
    spent = {}
    for name, stage in stages.items():
        begin = time.perf_counter()
        stage(analysis)
        spent[name] = time.perf_counter() - begin
    return spent


def main() -> int:
    stages = {name: make() for name, make in STAGES.items()}
    stage_times(stages, UNITS["ordinary"] * 50)
    for name in sys.argv[1:] or list(UNITS):
        unit = UNITS[name]
        short, long = (stage_times(stages, (unit * (n // len(unit) + 1))[:n]) for n in (SHORT, LONG))
        cells = [f"{s} {long[s] * 1000:6.0f} ms x{long[s] / max(short[s], 1e-4):<3.0f}" for s in stages]
        print(f"{name:24s}", "  ".join(cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
