"""List the phrases that end like names and are none; write govreport_ie/extraction/lexicons/entity_plain.tsv.

    python models/entities/build_plain.py [--corpus ../shared/corpus]

A segment that the weights refuse clearly wherever it stands, in the reports of two or more regions, need not be looked
at again.  Run it after train_names.py.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from build_common import write_phrases
from train_names import EVERY, ROOT, context_of

from govreport_ie.extraction.entities.candidates import candidates
from govreport_ie.extraction.entities.scorer import model, totals
from govreport_ie.extraction.entities.segments import runs

TARGET = ROOT / "govreport_ie" / "extraction" / "lexicons" / "entity_plain.tsv"
REGIONS = 2
CLEARLY = -150  # hundredths
LONGEST = 16


def main() -> None:
    """Score and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    arguments = parser.parse_args()
    regions: dict[str, set[str]] = defaultdict(set)
    named: set[str] = set()
    for path in sorted(arguments.corpus.glob("*.txt")):
        context = context_of(path.read_text(encoding="utf-8"))
        region = "_".join(path.stem.split("_")[:2])  # level_region_year
        near = {
            offset
            for one in candidates(context, EVERY)
            if not one.member and max(totals(one, model()).values()) >= CLEARLY
            for offset in range(one.start, one.end)
        }
        for run in runs(context, EVERY):
            for segment in run.named:
                start, end = segment.elements[0].start, segment.elements[-1].end
                phrase = context.folded[start:end]
                regions[phrase].add(region)
                if not near.isdisjoint(range(start, end)):
                    named.add(phrase)
    rows = sorted(
        (phrase, len(found))
        for phrase, found in regions.items()
        if len(found) >= REGIONS and phrase not in named and len(phrase) <= LONGEST and not set(phrase) & set('\t\r\n"')
    )
    write_phrases(
        TARGET,
        [
            "# Phrases that end like names and are none wherever they stand, with the number of regions in whose reports they do.",
            "# Source: counted over public government work reports by models/entities/build_plain.py.",
        ],
        rows,
    )
    print(len(rows), "phrases")


if __name__ == "__main__":
    main()
