"""All labels to learn names from, and the unlabelled text.

windows.tsv and others of its form beside this file (offsets and labels of windows of the raw corpus), and the gold files train, train2
and names with what corrections.tsv says of them.  The reports of dev, dev2 and held_out.tsv are left out, and so are their twins in the corpus.
"""

from __future__ import annotations

import csv
from pathlib import Path

from govreport_ie.training.labels import LabelledText, LabelledWindow, read_labels

__all__ = ["CORPUS", "FOLDER", "GOLD", "evaluation_reports", "labelled_texts", "read_offsets", "unlabelled_texts"]

FOLDER = Path(__file__).parent
SHARED = FOLDER.parents[1] / ".." / "shared"
GOLD, CORPUS = SHARED / "gold", SHARED / "corpus"
OFFSETS = ("windows.tsv", "windows2.tsv", "windows3.tsv")
"""Windows of the raw corpus to learn from."""
_GOLD_FILES = (("train.jsonl", GOLD / "docs"), ("train2.jsonl", CORPUS), ("names.jsonl", CORPUS))
_CORRECTIONS = FOLDER / "corrections.tsv"
_LEAST = 500


def read_offsets(path: Path, corpus: Path = CORPUS) -> list[LabelledText]:
    """The documents of a file of offsets with their windows; the text is read from the corpus.

    Args:
        path: see the header of windows.tsv.
        corpus: folder of the raw reports.
    """
    texts: dict[str, LabelledText] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "file\t")):
            continue
        name, start, end, label, least_start, least_end, optional = line.split("\t")
        if name not in texts:
            _, region, year = name.removesuffix(".txt").rsplit("_", 2)
            text = (corpus / name).read_text(encoding="utf-8")
            texts[name] = LabelledText(name, text, int(year) if len(year) == 4 and year.isdigit() else None, region)
        windows = texts[name].windows
        if label == "WINDOW":
            windows.append(LabelledWindow(int(start), int(end), []))
            continue
        offset = windows[-1].start
        windows[-1].entities.append(
            {
                "start": int(start) - offset,
                "end": int(end) - offset,
                "min": [int(least_start) - offset, int(least_end) - offset],
                "label": label,
                "opt": optional == "1",
            }
        )
    return list(texts.values())


def evaluation_reports() -> set[str]:
    """Files of the corpus that nothing may learn from: the reports of dev, dev2 and held_out.tsv."""
    with open(GOLD / "groups.csv", encoding="utf-8", newline="") as file:
        names = {row["corpus_file"] for row in csv.DictReader(file) if row["split"] in ("dev", "dev2")}
    names |= {text.key for text in read_labels(GOLD / "dev2.jsonl", CORPUS)}
    return names | {text.key for text in read_offsets(FOLDER / "held_out.tsv")}


def labelled_texts() -> list[LabelledText]:
    """Every labelled report, those of the evaluation left out; a report that several files hold counts once for each."""
    banned = evaluation_reports()
    texts = [text for name in OFFSETS if (FOLDER / name).exists() for text in read_offsets(FOLDER / name)]
    gold = [text for name, docs in _GOLD_FILES for text in read_labels(GOLD / name, docs)]
    correct(gold)
    return [text for text in [*texts, *gold] if text.key not in banned]


def correct(texts: list[LabelledText], path: Path = _CORRECTIONS) -> None:
    """Put the second reading of gold labels into their windows.

    Args:
        texts: documents of the gold files.
        path: see the header of corrections.tsv.

    Raises:
        ValueError: if a label that goes is not there.
    """
    windows = {(text.key, window.start, window.end): window for text in texts for window in text.windows}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "document\t")):
            continue
        name, window_start, window_end, change, start, end, label, least_start, least_end, optional = line.split("\t")
        window = windows[name, int(window_start), int(window_end)]
        entity = {
            "start": int(start) - window.start,
            "end": int(end) - window.start,
            "min": [int(least_start) - window.start, int(least_end) - window.start],
            "label": label,
            "opt": optional == "1",
        }
        if change == "-":
            window.entities.remove(entity)
        else:
            window.entities.append(entity)


def unlabelled_texts(stride: int = 1) -> list[LabelledText]:
    """Every report of the raw corpus without those of the evaluation.

    Args:
        stride: take every so many reports.
    """
    banned = evaluation_reports()
    found = []
    for path in sorted(CORPUS.glob("*_*.txt"))[::stride]:
        text = path.read_text(encoding="utf-8", errors="replace")
        year = path.stem.rsplit("_", 1)[-1]
        if path.name not in banned and len(text) > _LEAST:
            found.append(LabelledText(path.name, text, int(year) if len(year) == 4 and year.isdigit() else None))
    return found
