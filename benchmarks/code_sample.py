"""Draw a random sample of linked division names, or of projects with a subtype or a stage, over a corpus, to be read by hand.

    python benchmarks/code_sample.py OUT [--what codes|subtypes|stages] [--seed 1] [--size 200] [--corpus DIR]

Needs ../shared/corpus (or --corpus DIR with .txt files).  OUT is a TSV file outside the repository, because it quotes
real reports.  ``codes`` draws places with a ``kb_id``, with the division that the code names, up to its province; ``subtypes``
draws projects, ``stages`` projects with a stage.  The reader judges a code wrong if the passage, read with the file name, means another division
or none.  benchmarks/RESULTS.md records what was read.
"""

from __future__ import annotations

import argparse
import random
import sys
from functools import cache
from pathlib import Path

from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.entities.gazetteer import gazetteer
from govreport_ie.extraction.quantities import QuantityStage
from govreport_ie.extraction.records import EntityRecord
from govreport_ie.extraction.structure import StructureStage

ROOT = Path(__file__).resolve().parent.parent
_CONTEXT = 45


@cache
def path_of(code: str) -> str:
    """The names of a division and of those above it (四川省/绵阳市/涪城区)."""
    listed = gazetteer()
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code[:6]))
    names = [listed.name_of(each) or "" for each in codes]
    if len(code) > 6:
        names.append(dict(listed.towns_of(code[:6])).get(code[:9], "?"))
    return "/".join(name for name in names if name) or "?"


def wanted(entity: EntityRecord, what: str) -> str | None:
    """What a reader has to check of an entity, or None for one that is not in the population."""
    if what == "codes":
        return f"{entity.kb_id} {path_of(entity.kb_id)} [{entity.rule}]" if entity.kb_id else None
    if entity.label != "PROJECT" or (what == "stages" and entity.stage is None):
        return None
    return f"{entity.subtype} {entity.stage or '-'}"


def around(text: str, start: int, end: int) -> str:
    """The passage around a span, the span in brackets of its own."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"{before}⟦{text[start:end]}⟧{after}".replace("\n", "⏎").replace("\t", "⇥")


def main() -> int:
    """Draw the sample and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--what", choices=("codes", "subtypes", "stages"), default="codes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    arguments = parser.parse_args()
    if not arguments.corpus.exists():
        print(f"no corpus at {arguments.corpus}; give --corpus DIR")
        return 0
    if arguments.out.resolve().is_relative_to(ROOT):
        parser.error("OUT must lie outside the repository: it quotes real reports")
    stages = (StructureStage(), QuantityStage(), EntityStage())
    population: list[tuple[str, str, str]] = []
    for path in sorted(arguments.corpus.glob("*.txt")):
        text, _, _ = decode_bytes(path.read_bytes(), name=path.name)
        analysis = new_analysis(text)
        for stage in stages:
            stage(analysis)
        for entity in analysis.entities:
            result = wanted(entity, arguments.what)
            if result is not None:
                population.append((path.name, result, around(text, entity.start, entity.end)))
    drawn = random.Random(arguments.seed).sample(population, min(arguments.size, len(population)))
    lines = ["number\tfile\tresult\tpassage"]
    lines += ["\t".join((str(number), *row)) for number, row in enumerate(drawn, 1)]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(drawn)} of {len(population)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
