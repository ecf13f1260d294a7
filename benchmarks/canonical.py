"""How many rows have a canonical indicator, and a seeded sample of them to be read by hand.

    python benchmarks/canonical.py [--corpus DIR] [--step N] [--sample N --seed S --out FILE]

Reads ../shared/corpus (or --corpus DIR).  Prints the share of rows with an id (thresholds, which select and measure nothing, are no
rows), by how many reports the ids are shared, and with --sample writes N rows drawn at random with their sentences, to be
judged: is the id what the number in ⟦ ⟧ measures?
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from pathlib import Path

import govreport_ie as gi
from govreport_ie.extraction.metrics.indicators import names_of

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
AROUND = 60
"""Characters of the sentence on either side of the number that a reader sees."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--step", type=int, default=1, help="every N-th file only")
    parser.add_argument("--sample", type=int, default=0, help="so many rows to be read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="where the sample goes")
    arguments = parser.parse_args()
    rows = 0
    named: list[str] = []
    reports: dict[str, set[str]] = defaultdict(set)
    for path in sorted(arguments.corpus.glob("*.txt"))[:: arguments.step]:
        year = re.search(r"_(\d{4})", path.stem)
        for report in gi.read(path, year=int(year[1]) if year else None):
            for metric, quantity in report.iter_rows():
                if quantity.role == "threshold":
                    continue
                rows += 1
                indicator = metric.indicator
                if indicator.id is None:
                    continue
                reports[indicator.id].add(path.name)
                text = report.text
                start, end = quantity.start, quantity.end
                before = text[max(metric.sentence.start, start - AROUND) : start]
                after = text[end : min(metric.sentence.end, end + AROUND // 2)]
                shown = " ".join(f"{before}⟦{quantity.text}⟧{after}".split())
                names = names_of(indicator.id) or ("", "")
                cells = (path.name, str(start), indicator.name, metric.measure, indicator.id, names[0], shown)
                named.append("\t".join(cells))
    shared = sum(1 for files in reports.values() if len(files) > 1)
    print(f"{rows} rows, {len(named)} with an id: {len(named) / max(rows, 1):.4f}")
    print(f"{len(reports)} ids, {shared} in more than one report")
    if arguments.sample and arguments.out:
        random.seed(arguments.seed)
        drawn = random.sample(named, min(arguments.sample, len(named)))
        arguments.out.write_text("\n".join(drawn) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
