"""Count in how many regions' reports a phrase stands that ends like a name; write govreport_ie/extraction/lexicons/entity_common.tsv.

    python models/entities/build_common.py [--corpus ../shared/corpus]

What ends like a name but stands in the reports of many regions is a common noun (老旧小区改造) or a national scheme.
Run it again when heads or common words change much, and train_names.py and build_plain.py afterwards.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from train_names import ROOT, candidates_of

from govreport_ie.extraction.text import fold

TARGET = ROOT / "govreport_ie" / "extraction" / "lexicons" / "entity_common.tsv"
REGIONS = 4  # fewer regions may share a neighbour's road or a province's scheme
LONGEST = 10  # longer ones are few, and names of national schemes for the most part


def write_phrases(path: Path, header: list[str], rows: list[tuple[str, int]]) -> None:
    """Write a lexicon of phrases with the number of regions whose reports hold them."""
    lines = [*header, "phrase\tregions", *(f"{phrase}\t{number}" for phrase, number in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    arguments = parser.parse_args()
    TARGET.write_text("phrase\tregions\n", encoding="utf-8")  # what is counted must not depend on earlier counts
    regions: dict[str, set[str]] = defaultdict(set)
    for path in sorted(arguments.corpus.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        folded = fold(text)
        region = "_".join(path.stem.split("_")[:2])  # level_region_year
        for candidate in candidates_of(text):
            regions[folded[candidate.start : candidate.end]].add(region)
    rows = sorted(
        (phrase, len(found))
        for phrase, found in regions.items()
        if len(found) >= REGIONS and 2 <= len(phrase) <= LONGEST and not set(phrase) & set('\t\n"《》')
    )
    write_phrases(
        TARGET,
        [
            "# Phrases that end like names but stand in the reports of four or more regions, with the number of regions:",
            "# common nouns and national schemes.",
            "# Source: counted over public government work reports by models/entities/build_common.py.",
        ],
        rows,
    )
    print(len(rows), "phrases")


if __name__ == "__main__":
    main()
