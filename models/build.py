"""Save the packaged pipelines as folders that ``spacy.load`` opens and ``spacy package`` builds wheels from.

    python models/build.py [--out DIR] [--gold ../shared/gold] [--docs ../shared/corpus]

A folder holds only config.cfg and meta.json, its model card: the stages' lexicons and weights ship inside the ``govreport-ie``
distribution, which meta.json names as a requirement.  With gold labels the figures of the card are measured again; without, those
of the folder that is there stay.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import govreport_ie as gi
from govreport_ie.pipeline.loading import PACKAGED

HERE = Path(__file__).resolve().parent
GOLD = "dev2.jsonl"
SOURCES = [
    {
        "name": "Windows of government work reports, labelled by language-model annotators following docs/guidelines.md",
        "license": "labels and weights MIT; the texts are public documents and not part of this distribution",
    },
    {"name": "Lexicons of the govreport-ie distribution; the header of each file states its source and licence"},
]
"""What the weights and lexicons come from, for ``meta["sources"]``."""


def figures(gold: Path, docs: Path, nlp: Any) -> dict[str, float]:
    """The scorer's figures of a pipeline on a gold file, under the names that spaCy's cards use."""
    evaluation = gi.evaluate(gold / GOLD, docs_dir=docs, nlp=nlp)
    return {
        f"{GOLD.removesuffix('.jsonl')}_{name.replace(' ', '_').replace('-', '_')}": round(value, 4)
        for name, value in evaluation.scores().items()
        if value is not None
    }


def main() -> None:
    """Write the folders and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--docs", type=Path)
    arguments = parser.parse_args()
    for name in PACKAGED:
        folder = arguments.out / name
        card = folder / "meta.json"
        known = json.loads(card.read_text("utf-8")).get("performance", {}) if card.exists() else {}
        nlp = gi.load(name)
        nlp.meta["sources"] = SOURCES
        if arguments.gold:
            known = figures(arguments.gold, arguments.docs or arguments.gold / "docs", nlp)
        nlp.meta["performance"] = known
        shutil.rmtree(folder, ignore_errors=True)
        nlp.to_disk(folder, exclude=["vocab"])
        print(f"saved {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']} to {folder}")


if __name__ == "__main__":
    main()
