"""What the cleaning view costs: reports extracted with it and without it by turns, processor time.

    python benchmarks/cleaning_cost.py [--turns 9] [--texts 24] [--shared ../shared]

Clean texts, in which nothing is left out, are told from those that have something to leave out.  Needs the corpus of reports; the ratio of
each turn is taken, and the median of the turns with its extremes is printed.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import govreport_ie as gi
from govreport_ie.extraction import engine
from govreport_ie.extraction.cleaning import clean
from govreport_ie.extraction.text import fold

_YEAR = re.compile(r"_(\d{4})")


def texts_of(folder: Path, number: int) -> tuple[list[tuple[str, int | None]], list[tuple[str, int | None]]]:
    """Clean texts and others, some of each, with their years."""
    apart: tuple[list[tuple[str, int | None]], list[tuple[str, int | None]]] = ([], [])
    paths = sorted(folder.glob("*.txt"))
    for path in paths[:: max(1, len(paths) // (8 * number))]:
        text = path.read_text(encoding="utf-8")
        year = _YEAR.search(path.stem)
        kept = apart[clean(text, fold(text)).view is not None]
        if len(kept) < number:
            kept.append((text, int(year[1]) if year else None))
    return apart


def seconds(texts: list[tuple[str, int | None]]) -> float:
    """Processor time of one pass."""
    begin = time.process_time()
    for text, year in texts:
        gi.extract(text, year=year)
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--texts", type=int, default=24)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    arguments = parser.parse_args()
    lay_view = engine.lay_view
    for name, texts in zip(
        ("clean", "with a view"), texts_of(arguments.shared / "corpus", arguments.texts), strict=True
    ):
        if not texts:
            print(f"{name}: no text")
            continue
        seconds(texts[:2])  # what is made once is not counted
        ratios: list[float] = []
        alone: list[float] = []
        for turn in range(arguments.turns):
            took = {}
            for way in ("with", "without") if turn % 2 else ("without", "with"):
                engine.lay_view = lay_view if way == "with" else lambda analysis: None
                took[way] = seconds(texts)
            engine.lay_view = lay_view
            ratios.append(took["with"] / took["without"])
            begin = time.process_time()
            for text, _ in texts:
                clean(text, fold(text))
            alone.append((time.process_time() - begin) / took["without"])
        characters = sum(len(text) for text, _ in texts)
        print(
            f"{name}: {len(texts)} texts, {characters} characters, {arguments.turns} turns: with / without "
            f"{statistics.median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f}); fold and clean alone "
            f"{statistics.median(alone):.3f} of an extraction"
        )


if __name__ == "__main__":
    main()
