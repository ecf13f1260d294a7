"""Score the library on labelled reports, record the figures, and guard against falling behind them.

    python benchmarks/accuracy.py                      every labelled split of ../shared/gold, and our own samples
    python benchmarks/accuracy.py --record "note"      the same, and append rows to benchmarks/RESULTS.md
    python benchmarks/accuracy.py --guard              fail when a figure is more than 0.005 below its last recorded row

    python benchmarks/accuracy.py --cross-validate     learn what the numbers measure on four fifths of train and train2 at a time and
                                                       score the rest (minutes); with --record or --guard like any split

The guard looks at the samples, the invented sentences and dev2, the windows that nothing is written on; dev, on which much was
written, only has a floor for its rows.  Without ../shared only the project's own samples are scored, and the script says so.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import govreport_ie as gi

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
SAMPLES = ROOT / "examples" / "gold.jsonl"
TOLERANCE = 0.005
TRAINER = ROOT / "models" / "metrics" / "train.py"
MARKER = "<!-- accuracy rows -->"
SPLITS = {"sentences": "gold/docs", "dev2": "corpus", "dev": "gold/docs", "train": "gold/docs", "train2": "corpus"}
"""Labelled split to the folder of ../shared that holds its documents."""
GUARDED = ("sentences", "dev2", "dev")
FLOORS = {"dev": {"row": 0.94}}
"""Splits of which only these figures are guarded."""
FIGURES = {
    "q span": "quantity span",
    "q norm": "quantity normalised",
    "kind": "kind",
    "mod": "modifier",
    "indicator": "metric indicator",
    "measure": "measure",
    "dir": "direction",
    "status": "status",
    "period": "period",
    "names": "shared-head name",
    "full": "full name",
    "area": "policy area",
    "row": "whole row",
    "named": "named row",
    "PROJECT": "entity PROJECT",
    "PLACE": "entity PLACE",
    "INSTIT.": "entity INSTITUTION",
    "entities": "entity all",
}
"""Column of RESULTS.md to the figure of the scorer."""


def figures(gold: Path, docs: Path) -> dict[str, float]:
    """The scorer's figures for one gold file; absent layers are left out."""
    scores = gi.evaluate(gold, docs_dir=docs).scores()
    return {column: round(scores[name], 4) for column, name in FIGURES.items() if scores.get(name) is not None}


def cross_validated(shared: Path) -> dict[str, float]:
    """The figures on windows of reports that the weights were not learned from."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, str(TRAINER), "--shared", str(shared), "--cross-validate", "--json", str(out)]
        subprocess.run(command, check=True)
        scores = json.loads(out.read_text(encoding="utf-8"))
    return {column: round(scores[name], 4) for column, name in FIGURES.items() if scores.get(name) is not None}


def last_rows() -> dict[str, dict[str, float]]:
    """Split to the figures of its last recorded row."""
    rows: dict[str, dict[str, float]] = {}
    if not RESULTS.exists() or MARKER not in (text := RESULTS.read_text(encoding="utf-8")):
        return rows
    table = text.split(MARKER, 1)[1]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 4 + len(FIGURES) or not re.match(r"\d{4}-\d\d-\d\d", cells[0]):
            continue
        values = cells[3 : 3 + len(FIGURES)]
        rows[cells[2]] = {column: float(v) for column, v in zip(FIGURES, values, strict=True) if v != "–"}
    return rows


def record(split: str, scores: dict[str, float], note: str) -> None:
    """Append one row to the table."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    cells = [datetime.date.today().isoformat(), commit, split]
    cells += [f"{scores[column]:.4f}" if column in scores else "–" for column in FIGURES]
    cells.append(note.replace("|", "/"))
    text = RESULTS.read_text(encoding="utf-8")
    head, table = text.split(MARKER, 1)
    body, rest = re.match(r"(\n+(?:\|[^\n]*\n)*)(.*)", table, re.DOTALL).groups()  # pyright: ignore[reportOptionalMemberAccess]
    RESULTS.write_text(f"{head}{MARKER}{body}| {' | '.join(cells)} |\n{rest}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder that holds gold/")
    parser.add_argument("--record", metavar="NOTE", help="append the figures to RESULTS.md")
    parser.add_argument("--cross-validate", action="store_true", help="score windows left out of learning instead")
    parser.add_argument("--guard", action="store_true", help="fail when a figure fell")
    arguments = parser.parse_args()
    splits = {"samples": (SAMPLES, SAMPLES.parent)}
    gold = arguments.shared / "gold"
    if gold.exists():
        names = GUARDED if arguments.guard else tuple(SPLITS)
        splits.update({name: (gold / f"{name}.jsonl", arguments.shared / SPLITS[name]) for name in names})
    else:
        print(f"{gold} is not there: only the project's own samples are scored")
    before = last_rows()
    fallen: list[str] = []
    scored = ((split, lambda path=path, docs=docs: figures(path, docs)) for split, (path, docs) in splits.items())
    if arguments.cross_validate:
        scored = [("cross-validated", lambda: cross_validated(arguments.shared))]
    for split, score in scored:
        scores = score()
        print(f"{split:10s}", "  ".join(f"{column} {value:.3f}" for column, value in scores.items()))
        if arguments.guard:
            recorded = {column: value - TOLERANCE for column, value in before.get(split, {}).items()}
            for column, least in FLOORS.get(split, recorded).items():
                if scores.get(column, 0.0) < least:
                    fallen.append(f"{split} {column}: {scores.get(column, 0.0):.4f}, at least {least:.4f} is wanted")
        if arguments.record:
            record(split, scores, arguments.record)
    if fallen:
        print("below what benchmarks/RESULTS.md records or the floor:", *fallen, sep="\n  ")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
