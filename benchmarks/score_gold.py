"""Run the stages over the documents of a gold file and score them with the reference scorer.

    python benchmarks/score_gold.py [dev|train|sentences] [--errors FILE] [--profile]

Needs ../shared/gold (or --gold DIR).  Prints the reference scorer's table and the characters per second of every stage.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.offsets import from_view, into_view
from govreport_ie.extraction.records import Analysis

ROOT = Path(__file__).resolve().parent.parent


def flat(doc: str, analysis: Analysis) -> dict:
    """An analysis in the flat form that the reference scorer reads."""
    quantities = [
        {
            "start": q.start, "end": q.end, "kind": q.kind, "value": None if q.value is None else str(q.value),
            "low": None if q.low is None else str(q.low), "high": None if q.high is None else str(q.high),
            "values": [str(v) for v in q.values] if q.values else None,
            "unit_text": q.unit_text, "modifier": q.modifier, "redacted": q.redacted,
        }
        for q in analysis.quantities
    ]  # fmt: skip
    metrics = []
    for m in analysis.metrics:
        q = analysis.quantities[m.quantity]
        period = None
        if m.period_start is not None:
            same = m.period_end in (None, m.period_start)
            period = str(m.period_start) if same else f"{m.period_start}-{m.period_end}"
        text = analysis.text[m.indicator_start : m.indicator_end] if m.indicator_start >= 0 else None
        metrics.append({
            "quantity": [q.start, q.end], "indicator": text, "name": m.indicator_name or text, "measure": m.measure,
            "direction": m.direction, "status": m.status, "period": period,
            "policy_area": m.policy.id if m.policy else None,
        })  # fmt: skip
    entities = [{"start": e.start, "end": e.end, "label": e.label} for e in analysis.entities]
    return {"doc": doc, "quantities": quantities, "metrics": metrics, "entities": entities}


def documents(gold_dir: Path, split: str) -> list[tuple[str, str, int | None, str | None]]:
    """(doc, text, year, region) of every document of a gold file."""
    seen: dict[str, tuple[str, str, int | None, str | None]] = {}
    for line in (gold_dir / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        window = json.loads(line)
        doc = window["doc"]
        if doc in seen:
            continue
        path = gold_dir / "docs" / doc
        text = path.read_text(encoding="utf-8") if path.exists() else window["text"]
        year = int(window["year"]) if window.get("year") else None
        seen[doc] = (doc, text, year, None)
    return list(seen.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="dev")
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--errors", type=Path)
    arguments = parser.parse_args()
    if not arguments.gold.exists():
        print(f"no gold at {arguments.gold}; give --gold DIR")
        return 0
    stages = {name: make() for name, make in STAGES.items()}
    spent = dict.fromkeys(stages, 0.0)
    characters = 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as out:
        for doc, text, year, region in documents(arguments.gold, arguments.split):
            analysis = new_analysis(text, year=year, region=region, doc_id=doc)
            characters += len(text)
            into_view(analysis)
            for name, stage in stages.items():
                begin = time.perf_counter()
                stage(analysis)
                spent[name] += time.perf_counter() - begin
            from_view(analysis)
            out.write(json.dumps(flat(doc, analysis), ensure_ascii=False) + "\n")
    command = [
        sys.executable,
        str(arguments.gold / "score.py"),
        str(arguments.gold / f"{arguments.split}.jsonl"),
        out.name,
    ]
    if arguments.errors:
        command += ["--errors", str(arguments.errors)]
    subprocess.run(command, check=True)
    for name, seconds in spent.items():
        print(f"{name:12s} {seconds:7.2f} s  {characters / max(seconds, 1e-9) / 1000:9.0f} k chars/s")
    total = sum(spent.values())
    print(f"{'all':12s} {total:7.2f} s  {characters / total / 1000 if total else 0:9.0f} k chars/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
