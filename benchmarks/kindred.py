"""Score the library on windows of documents that are kin to work reports: communiqués, budgets, outlines, quarterly figures, addresses.

    python benchmarks/kindred.py [FOLDER ...]        figures by genre; the documents are looked for in the folders

`kindred.jsonl` holds what was labelled, not the texts: the document's name and source, where the window lies, a digest of its text, and
offsets with labels, read twice independently and merged.  A window whose document is not there, or says something else, is left
out and counted.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import govreport_ie as gi

ROOT = Path(__file__).resolve().parent.parent
LABELS = Path(__file__).with_suffix(".jsonl")
FOLDERS = (ROOT.parent / "shared" / "kindred", ROOT.parent / "shared" / "corpus")
LAYERS = ("quantity normalised", "metric indicator", "measure", "status", "period", "policy area", "whole row")


def windows(folders: list[Path]) -> tuple[list[dict[str, Any]], dict[str, str], int]:
    """The labelled windows with their texts, the documents, and how many windows are missing."""
    found: list[dict[str, Any]] = []
    texts: dict[str, str] = {}
    missing = 0
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        window = json.loads(line)
        path = next((folder / window["doc"] for folder in folders if (folder / window["doc"]).exists()), None)
        text = path.read_text(encoding="utf-8") if path else ""
        part = text[window["start"] : window["end"]]
        if hashlib.sha256(part.encode()).hexdigest() != window["sha256"]:
            missing += 1
            continue
        texts[window["doc"]] = text
        found.append(with_text(window, part))
    return found, texts, missing


def with_text(window: dict[str, Any], text: str) -> dict[str, Any]:
    """A window with the words that its offsets mark."""
    for item in (*window["quantities"], *window["entities"]):
        item["text"] = text[item["start"] : item["end"]]
    for metric in window["metrics"]:
        for phrase in (metric, *metric["alt"]):
            phrase["text"] = text[phrase["max"][0] : phrase["max"][1]]
    return {**window, "text": text}


def main(arguments: list[str]) -> int:
    """Print a row of figures a genre."""
    found, texts, missing = windows([Path(name) for name in arguments] or list(FOLDERS))
    if not found:
        print("none of the documents is there; name the folders that hold them")
        return 1
    years = {window["doc"]: window["year"] for window in found}
    reports = {name: gi.extract(text, year=years[name], doc_id=name) for name, text in texts.items()}
    print(f"{'genre':16s} windows numbers  " + "  ".join(LAYERS))
    genres = list(dict.fromkeys(window["genre"] for window in found))
    for genre in (*genres, "all"):
        chosen = [window for window in found if genre in ("all", window["genre"])]
        scores = gi.evaluate(chosen, [reports[name] for name in dict.fromkeys(w["doc"] for w in chosen)]).scores()
        numbers = sum(len(window["quantities"]) for window in chosen)
        row = "  ".join(f"{scores[layer]:{len(layer)}.3f}" for layer in LAYERS if scores.get(layer) is not None)
        print(f"{genre:16s} {len(chosen):7d} {numbers:7d}  {row}")
    if missing:
        print(f"{missing} windows left out: their documents are not in these folders")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
