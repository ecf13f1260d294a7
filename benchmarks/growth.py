"""Time per character from 1 kB to 10 MB, time on adversarial texts against ordinary text, and memory.

    python benchmarks/growth.py [growth] [worst] [memory]

``growth``: reports joined to one text of each size; ``x`` is the time per character against the text of 10 kB.
``worst``: every adversarial text of tests/api/test_bad_input.py, time per character against that
of ordinary reports, which may be 3 × at most, and the stages that take most of it.  A text that is nothing but
objects (quantities, metrics, entities, rejected numerals) may cost more a character; the time per object tells whether it is them.
``memory``: peak memory of a fresh process that extracts from one report.  CPU time throughout.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES, default_engine, new_analysis, without_cycle_collection
from govreport_ie.report.assemble import assemble

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"1 kB": 340, "10 kB": 3_400, "100 kB": 34_000, "1 MB": 340_000, "10 MB": 3_400_000}
"""In characters; those of a Chinese report take nearly three bytes each in UTF-8."""
BASE = "10 kB"
LENGTH = 20_000
LIMIT = 3.0
FEWEST = 0.02
"""With fewer objects a character the time per object says nothing."""


def reports() -> list[str]:
    """The labelled documents beside the repository, or the samples of the repository."""
    folder = ROOT.parent / "shared" / "gold" / "docs"
    folder = folder if folder.exists() else ROOT / "examples"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def seconds_by_stage(text: str, repeats: int = 1) -> dict[str, float]:
    """CPU seconds of every stage and of the assembly over one text, the best of several runs."""
    engine = default_engine()
    best = dict.fromkeys([*STAGES, "assemble"], float("inf"))
    for _ in range(repeats):
        with without_cycle_collection():
            begin = time.process_time()
            analysis = new_analysis(text)
            for name, stage in zip(STAGES, engine.stages, strict=True):
                stage(analysis)
                best[name] = min(best[name], time.process_time() - begin)
                begin = time.process_time()
            assemble(analysis)
            best["assemble"] = min(best["assemble"], time.process_time() - begin)
    return best


def growth() -> None:
    """Print the table of growth.  Every size takes all reports, cut into pieces of that size, so that what they hold is alike."""
    joined = "\n".join(reports())
    base: dict[str, float] = {}
    print("| size | characters | µs a character | " + " | ".join([*STAGES, "assemble"]) + " |")
    print("|---" * (len(STAGES) + 4) + "|")
    for label, size in SIZES.items():
        text = joined * (size // len(joined) + 1)
        pieces = [text[at : at + size] for at in range(0, len(joined) - size, size)] or [text[:size]]
        total = dict.fromkeys([*STAGES, "assemble"], 0.0)
        for piece in pieces:
            for name, value in seconds_by_stage(piece, 2).items():
                total[name] += value / (size * len(pieces)) * 1e6
        total = {"all": sum(total.values()), **total}
        if label == BASE:
            base = total
        cells = [f"{v:.3f}" + (f" ({v / base[k]:.2f} ×)" if base else "") for k, v in total.items()]
        print(f"| {label} | {size:,} | " + " | ".join(cells) + " |", flush=True)


def objects(text: str) -> int:
    """How many objects are in the report of a text, and numerals that were read and rejected: what the time is spent on."""
    analysis = default_engine().analyse(text)
    return sum(map(len, (analysis.quantities, analysis.rejected, analysis.metrics, analysis.entities)))


def worst() -> None:
    """Print the adversarial texts that cost more than `LIMIT` times what ordinary text costs."""
    sys.path.insert(0, str(ROOT))
    from tests.api.test_bad_input import UNITS

    texts = [text[:LENGTH] for text in reports()[:6]]
    took = sum(sum(seconds_by_stage(text, 3).values()) for text in texts)
    ordinary, each = took / sum(map(len, texts)), took / sum(map(objects, texts))
    print(
        f"ordinary reports: {ordinary * 1e6:.2f} µs a character, {each * 1e6:.0f} µs an object\n\n"
        f"| text | × ordinary a character | within {LIMIT:g} × | objects in 1,000 characters | × ordinary an object | where |\n"
        "|---|---|---|---|---|---|"
    )
    for name, unit in UNITS.items():
        text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
        spent = {stage: value / len(text) / ordinary for stage, value in seconds_by_stage(text, 3).items()}
        total, found = sum(spent.values()), objects(text)
        share = f"{total * ordinary * len(text) / found / each:.2f}" if found >= len(text) * FEWEST else "–"
        where = ", ".join(f"{k} {v:.1f}" for k, v in sorted(spent.items(), key=lambda item: -item[1])[:3] if v > 0.3)
        within = "yes" if total <= LIMIT else "NO"
        print(f"| {name} | {total:.2f} | {within} | {found / len(text) * 1000:.0f} | {share} | {where} |", flush=True)


def memory() -> None:
    """Print the peak memory of fresh processes (Linux)."""
    # not ru_maxrss, which a child process takes over from its parent
    program = (
        "import pathlib, re, govreport_ie as gi\n{}\n"
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    sample = ROOT / "examples" / "district_2024.txt"
    read = f"pathlib.Path({str(sample)!r}).read_text(encoding='utf-8')"
    for label, code in (
        ("import govreport_ie", "pass"),
        ("gi.extract(report)", f"gi.extract({read})"),
        ("gi.load()(report)", f"gi.load()({read})"),
    ):
        done = subprocess.run([sys.executable, "-c", program.format(code)], capture_output=True, text=True, check=True)
        print(f"peak memory of a process with {label}: {done.stdout.strip()} MB", flush=True)


def main() -> int:
    gi.extract("预热")
    for name in sys.argv[1:] or ["growth", "worst", "memory"]:
        {"growth": growth, "worst": worst, "memory": memory}[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
