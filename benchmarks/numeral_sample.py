"""Draw a random sample of extracted and of rejected numerals over a corpus, to be read by hand.

    python benchmarks/numeral_sample.py OUT [--seed 1] [--size 300] [--corpus DIR] [--rejected all|figures]

Needs ../shared/corpus (or --corpus DIR with .txt files).  OUT is a TSV file outside the repository, because it quotes
real reports.  A *numeral* is a run of figures (Arabic, Chinese, formal) or a redaction; it is extracted if a quantity
covers it and rejected otherwise, whether a rule rejected it by name or no rule looked at it (rule ``none``).  With
``--rejected figures`` only rejected runs of Arabic numerals are drawn: most rejected Chinese ones are words (一批).
The reader judges an extracted numeral wrong if it is no amount by the guidelines, or if its span, value, unit, kind or
modifier is wrong; a rejected one if the guidelines want it.  benchmarks/RESULTS.md records what was read.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.quantities import QuantityStage
from govreport_ie.extraction.records import QuantityRecord

ROOT = Path(__file__).resolve().parent.parent
_RUN = re.compile(
    r"[0-9０-９][0-9０-９.,．，]*(?<![.,．，])|[零〇○一二三四五六七八九两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅]+|[XxＸ×*]{2,}"
)
_CONTEXT = 45


def fields(record: QuantityRecord) -> str:
    """What a reader has to check of a quantity."""
    value = f"{record.low}~{record.high}" if record.low is not None else record.values or record.value
    value = "redacted" if record.redacted else value
    return (
        f"{record.kind} {value} [{record.unit_text}] {record.modifier or '-'}{' optional' if record.optional else ''}"
    )


def around(text: str, start: int, end: int) -> str:
    """The passage around a span, the span in brackets of its own."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"{before}⟦{text[start:end]}⟧{after}".replace("\n", "⏎").replace("\t", "⇥")


def numerals(path: Path, figures: bool) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The extracted and the rejected numerals of a file, each as what to check and its passage."""
    text, _, _ = decode_bytes(path.read_bytes(), name=path.name)
    analysis = new_analysis(text)
    QuantityStage()(analysis)
    extracted = [(fields(q), around(text, q.start, q.end)) for q in analysis.quantities]
    taken = bytearray(len(text))
    for record in analysis.quantities:
        taken[record.start : record.end] = b"\1" * (record.end - record.start)
    rule_at: dict[int, str] = {}
    for record in analysis.rejected:
        for offset in range(record.start, record.end):
            rule_at.setdefault(offset, record.rule)
    rejected = [
        (rule_at.get(run.start(), "none"), around(text, *run.span()))
        for run in _RUN.finditer(text)
        if not any(taken[run.start() : run.end()]) and (not figures or run[0][0].isdecimal())
    ]
    return extracted, rejected


def main() -> int:
    """Draw the samples and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--rejected", choices=("all", "figures"), default="all")
    arguments = parser.parse_args()
    if not arguments.corpus.exists():
        print(f"no corpus at {arguments.corpus}; give --corpus DIR")
        return 0
    if arguments.out.resolve().is_relative_to(ROOT):
        parser.error("OUT must lie outside the repository: it quotes real reports")
    populations: dict[str, list[tuple[str, str, str]]] = {"extracted": [], "rejected": []}
    for path in sorted(arguments.corpus.glob("*.txt")):
        for name, found in zip(populations, numerals(path, arguments.rejected == "figures"), strict=True):
            populations[name] += [(path.name, *row) for row in found]
    generator = random.Random(arguments.seed)
    lines = ["set\tnumber\tfile\tresult\tpassage"]
    for name, population in populations.items():
        drawn = generator.sample(population, min(arguments.size, len(population)))
        lines += ["\t".join((name, str(number), *row)) for number, row in enumerate(drawn, 1)]
        print(f"{name}: {len(drawn)} of {len(population)}")
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
