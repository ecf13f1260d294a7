"""Measure characters against words as the token layer, and word edges as evidence for the edges of entities.

    python benchmarks/word_edges.py [dev|train|sentences] [--gold DIR]

Needs ../shared/gold (or --gold DIR).  Prints, for the windows of a gold file:

- how often an edge of a gold quantity or entity falls inside a token: of characters (never), of the packaged segmenter as it
  cuts, and of the word tokenizer, which cuts again at what was extracted;
- F1 of quantities (span and normalised) and of entities with both token layers;
- F1 of entities when word edges speak: entities dropped that cut a word of the segmenter, or widened to its edges.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import spacy

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.records import EntityRecord
from govreport_ie.pipeline.layers import META, report_of
from govreport_ie.pipeline.words import WordTokenizer

ROOT = Path(__file__).resolve().parent.parent
LABELS = ("PROJECT", "PLACE", "INSTITUTION")


def flat(doc: str, quantities: Iterable[Any], entities: Iterable[Any]) -> dict[str, Any]:
    """What the scorer reads of a document; its figures of other layers are not used here."""
    return {
        "doc": doc,
        "quantities": [{"start": q.start, "end": q.end, "kind": q.kind} for q in quantities],
        "metrics": [],
        "entities": [{"start": e.start, "end": e.end, "label": e.label} for e in entities],
    }


def words_of(tokenizer: WordTokenizer, text: str) -> list[tuple[int, int]]:
    """The words that the segmenter alone proposes."""
    return list(tokenizer._words(text))


def change(
    entities: Iterable[EntityRecord], starts: set[int], bounds: list[tuple[int, int]], how: str
) -> list[EntityRecord]:
    """The entities after word edges have spoken."""
    word_at = {offset: span for span in bounds for offset in range(*span)} if how != "as they are" else {}
    changed = []
    for one in entities:
        left, right = one.start in starts, one.end in starts
        if how == "dropped that cut a word" and not (left and right):
            continue
        if how == "dropped that cut a word on the left" and not left:
            continue
        if how == "widened to words":
            one = replace(
                one, start=one.start if left else word_at[one.start][0], end=one.end if right else word_at[one.end][1]
            )
        if how == "narrowed to words":
            start = one.start if left else word_at[one.start][1]
            end = one.end if right else word_at[one.end][0]
            if start >= end:
                continue
            one = replace(one, start=start, end=end)
        changed.append(one)
    return changed


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("split", nargs="?", default="dev")
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    arguments = parser.parse_args()
    path = arguments.gold / f"{arguments.split}.jsonl"
    if not path.exists():
        print(f"no {path}: give --gold DIR")
        return 0
    windows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    tokenizer = WordTokenizer(spacy.blank("xx").vocab)
    nlp = gi.load(tokens="words")
    nlp.select_pipes(disable=["govreport_metrics", "govreport_policy"])
    ways = (
        "as they are",
        "dropped that cut a word",
        "dropped that cut a word on the left",
        "widened to words",
        "narrowed to words",
    )
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in (*ways, "words")}
    inside, after, edges = Counter(), Counter(), Counter()
    by_doc: dict[str, list[dict]] = {}
    for window in windows:
        by_doc.setdefault(window["doc"], []).append(window)
    for name, group in by_doc.items():
        source = arguments.gold / "docs" / name
        text = source.read_text(encoding="utf-8") if source.exists() else group[0]["text"]
        year = int(group[0]["year"]) if str(group[0].get("year") or "").isdigit() else None
        bounds = words_of(tokenizer, text)
        cuts = {start for start, _ in bounds} | {len(text)}
        analysis = new_analysis(text, year=year)
        for stage in ("structure", "quantities", "entities"):
            STAGES[stage]()(analysis)
        doc = nlp.make_doc(text)
        doc._.set(META, {"year": year})
        report = report_of(nlp(doc))
        found["words"].append(flat(name, report.quantities, report.entities))
        for way in ways:
            found[way].append(flat(name, analysis.quantities, change(analysis.entities, cuts, bounds, way)))
        token_starts = {token.idx for token in doc} | {len(text)}
        for window in group:
            shift = window["start"] if source.exists() else 0
            for layer in ("quantities", "entities"):
                for item in window[layer]:
                    both = item["start"] + shift, item["end"] + shift
                    edges[layer] += 2
                    inside[layer] += sum(edge not in cuts for edge in both)
                    after[layer] += sum(edge not in token_starts for edge in both)
    for layer in edges:
        print(
            f"edges of gold {layer}: {edges[layer]}; inside a word of the segmenter {inside[layer] / edges[layer]:.1%}, "
            f"inside a token of the word tokenizer {after[layer] / edges[layer]:.1%}, inside a character 0.0%"
        )
    for way, rows in found.items():
        scores = gi.evaluate(path, rows, docs_dir=arguments.gold / "docs").scores()
        title = {"as they are": "characters", "words": "words as tokens"}.get(way, f"entities {way}")
        names = ("quantity span", "entity all", *(f"entity {label}" for label in LABELS))
        print(f"{title}:", "  ".join(f"{name} {scores[name]:.4f}" for name in names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
