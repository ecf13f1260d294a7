"""How often a policy area is right, by the score that it was given: a reliability table over the whole pipeline.

    python benchmarks/policy_reliability.py [dev|train|sentences]

Needs ../shared/gold (or --gold DIR).  Scores were calibrated by cross-validation on train, never on dev.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from govreport_ie.extraction.engine import Engine
from govreport_ie.extraction.records import PolicyLink

ROOT = Path(__file__).resolve().parent.parent
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.001)
SURE = 0.9


def outcomes(folder: Path, split: str) -> list[tuple[float, bool, str]]:
    """(score, whether the area is right, gold area) of every gold metric whose quantity was found."""
    engine = Engine()
    result: list[tuple[float, bool, str]] = []
    for line in (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        window = json.loads(line)
        path = folder / "docs" / window["doc"]
        text = path.read_text(encoding="utf-8") if path.exists() else window["text"]
        analysis = engine.analyse(text, year=int(window["year"]) if window["year"] else None)
        links: dict[tuple[int, int], PolicyLink | None] = {}
        for metric in analysis.metrics:
            quantity = analysis.quantities[metric.quantity]
            links.setdefault((quantity.start, quantity.end), metric.policy)
        spans = {q["k"]: (q["start"] + window["start"], q["end"] + window["start"]) for q in window["quantities"]}
        optional = {q["k"] for q in window["quantities"] if q["opt"]}
        for metric in window["metrics"]:
            span = spans[metric["q"]]
            if metric["q"] in optional or span not in links:
                continue
            link = links[span]
            accepted = {metric["area"], *(metric["area_ok"] or [])}
            result.append((link.score if link else 0.0, link is not None and link.id in accepted, metric["area"]))
    return result


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="dev")
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    arguments = parser.parse_args()
    if not arguments.gold.exists():
        print(f"no gold at {arguments.gold}; give --gold DIR")
        return 0
    rows = outcomes(arguments.gold, arguments.split)
    print("score          metrics   mean score   right")
    for low, high in pairwise(BINS):
        some = [row for row in rows if low <= row[0] < high]
        if some:
            mean = sum(row[0] for row in some) / len(some)
            right = sum(row[1] for row in some) / len(some)
            print(f"{low:4.2f} - {min(high, 1):4.2f}   {len(some):7d}   {mean:10.3f}   {right:5.3f}")
    sure = [right for score, right, _ in rows if score >= SURE]
    overall = sum(right for _, right, _ in rows) / len(rows)
    print(f"all: {overall:.4f} right of {len(rows)}")
    print(f"score ≥ {SURE}: {len(sure) / len(rows):.3f} of all, {sum(sure) / len(sure):.4f} right")
    by_area: dict[str, list[bool]] = defaultdict(list)
    for _, right, area in rows:
        by_area[area].append(right)
    for area, some in sorted(by_area.items()):
        print(f"  {area:24s} {sum(some):4d} of {len(some):4d}   {sum(some) / len(some):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
