"""Reading the labelled windows of the raw corpus: windows.tsv holds offsets and labels, the text stays in ../shared/corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["HELD_OUT", "WINDOWS", "labelled_windows"]

WINDOWS = Path(__file__).with_name("windows.tsv")
"""Windows to learn from."""

HELD_OUT = Path(__file__).with_name("held_out.tsv")
"""Windows of other documents, to choose and to measure with."""


def labelled_windows(corpus: Path, labels: Path = WINDOWS) -> list[dict[str, Any]]:
    """The windows in the form of a gold file: doc, year, region, start, end, text, entities (offsets inside the window).

    Args:
        corpus: folder of the raw reports.
        labels: the file of labels.
    """
    found: list[dict[str, Any]] = []
    name = text = ""
    for line in labels.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "file\t")):
            continue
        file, start, end, label, least_start, least_end, optional = line.split("\t")
        first, last = int(start), int(end)
        if label == "WINDOW":
            if file != name:
                name, text = file, (corpus / file).read_text(encoding="utf-8")
            _, region, year = file.removesuffix(".txt").rsplit("_", 2)
            found.append(
                {
                    "doc": file,
                    "region": region,
                    "year": year,
                    "start": first,
                    "end": last,
                    "text": text[first:last],
                    "entities": [],
                }
            )
            continue
        window = found[-1]
        offset = window["start"]
        window["entities"].append(
            {
                "start": first - offset,
                "end": last - offset,
                "min": [int(least_start) - offset, int(least_end) - offset],
                "text": text[first:last],
                "label": label,
                "opt": optional == "1",
            }
        )
    return found
