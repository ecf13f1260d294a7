"""Characters per second of `gi.extract`, of every stage and of spaCy's jieba tokenizer, in one run on the same text.

    python benchmarks/speed.py [--documents 60] [--record NOTE]

Reads ../shared/gold/docs, or the project's own samples when that is not there.  Times differ between machines, so the figure to
compare is the ratio to the jieba tokenizer in the same run (needs ``pip install jieba``).
"""

from __future__ import annotations

import argparse
import datetime
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from turns import seconds_by_turns

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES, default_engine, new_analysis, without_cycle_collection
from govreport_ie.report.assemble import assemble

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
_TABLE = re.compile(r"(?<=<!-- speed rows -->\n)\n+(?:\|[^\n]*\n)*")


def with_row(results: str, row: str) -> str:
    """Content of RESULTS.md with one more row in the table of speeds."""
    return _TABLE.sub(lambda table: table[0] + row, results, count=1)


def texts(shared: Path, count: int) -> tuple[str, list[str]]:
    """Where the texts come from, and the texts."""
    folder = shared / "gold" / "docs"
    paths = sorted(folder.glob("*.txt"))[:count] if folder.exists() else sorted((ROOT / "examples").glob("*.txt"))
    where = f"{len(paths)} reports of {'../shared/gold/docs' if folder.exists() else 'examples/'}"
    return where, [path.read_text(encoding="utf-8") for path in paths]


def best_of(run: Callable[[], object], repeats: int = 3) -> float:
    """The shortest CPU time of several runs, in seconds; other work on the machine hardly counts in it."""
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return min(times)


def jieba_tokenizer() -> Callable[[str], object] | None:
    """The jieba tokenizer of spaCy; None where jieba is not installed."""
    try:
        import jieba
    except ImportError:
        return None
    import logging

    jieba.setLogLevel(logging.WARNING)
    from spacy.lang.zh import Chinese

    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.make_doc("预热")
    return nlp.make_doc


def fresh_process(code: str) -> float:
    """Seconds that a piece of code takes in a fresh interpreter, median of five."""
    program = f"import time; begin = time.perf_counter()\n{code}\nprint(time.perf_counter() - begin)"
    runs = [
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return statistics.median(runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=5, help="the shortest time of each text counts")
    parser.add_argument("--record", metavar="NOTE", help="append the figures to RESULTS.md")
    arguments = parser.parse_args()
    where, documents = texts(arguments.shared, arguments.documents)
    characters = sum(map(len, documents))
    print(f"{where}, {characters:,} characters; Python {platform.python_version()}, {platform.machine()}")

    gi.extract("预热")
    tokenizer = jieba_tokenizer()
    seconds, *peers = seconds_by_turns([gi.extract, *([tokenizer] if tokenizer else [])], documents, arguments.repeats)
    rate = characters / seconds
    print(f"gi.extract            {rate:12,.0f} characters/s")

    engine = default_engine()
    spent = dict.fromkeys([*STAGES, "assemble"], 0.0)
    for text in documents:
        begin = time.process_time()
        with without_cycle_collection():
            analysis = new_analysis(text)
            for name, stage in zip(STAGES, engine.stages, strict=True):
                stage(analysis)
                spent[name] += time.process_time() - begin
                begin = time.process_time()
            assemble(analysis)
            spent["assemble"] += time.process_time() - begin
    for name, value in spent.items():
        print(f"  {name:12s} {value / sum(spent.values()):6.1%}  {characters / value:12,.0f} characters/s")

    for workers in (1, 2):
        begin = time.perf_counter()
        done = sum(1 for _ in gi.pipe(documents, n_process=workers))
        elapsed = time.perf_counter() - begin
        print(f"gi.pipe, {workers} process(es) {characters / elapsed:10,.0f} characters/s by the clock, {done} reports")

    nlp = gi.load()
    doc_rate = characters / best_of(lambda: [nlp(text) for text in documents], repeats=1)
    print(f"nlp(text)             {doc_rate:12,.0f} characters/s")
    ratio = "–"
    if not peers:
        print("jieba is not installed: no ratio (pip install jieba)")
    for jieba in peers:
        ratio = f"{jieba / seconds:.2f}"
        print(f"spaCy zh with jieba   {characters / jieba:12,.0f} characters/s; gi.extract is {ratio} x as fast")

    spacy_import = fresh_process("import spacy")
    own_import = fresh_process("import govreport_ie")
    load = fresh_process("import spacy; begin = time.perf_counter(); import govreport_ie as gi; gi.load()")
    print(f"import spacy {spacy_import:.2f} s; import govreport_ie {own_import:.2f} s; gi.load() after it {load:.2f} s")
    if arguments.record:
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        row = (
            f"| {datetime.date.today().isoformat()} | {commit} | {where} | {rate / 1000:.0f} | {doc_rate / 1000:.0f} "
            f"| {ratio} | {own_import:.2f} | {load:.2f} | {spacy_import:.2f} | {arguments.record} |\n"
        )
        text = RESULTS.read_text(encoding="utf-8")
        RESULTS.write_text(with_row(text, row), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
