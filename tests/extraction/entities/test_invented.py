"""The names of invented sentences: names of all kinds and edges, and stretches that only look like names.

Sentences without a report around them are hard for the network, and none of them is ever learned: what holds is the share of all.
"""

from __future__ import annotations

from pathlib import Path

from govreport_ie.extraction.lexicons import load_file
from tests.extraction.entities.marked import analyse, texts, unmark

HERE = Path(__file__).parent
MARKED = load_file(HERE / "invented.tsv", ("label", "marked", "region", "level"))
HARD_NEGATIVES = load_file(HERE / "hard_negatives.tsv", ("text", "stretch", "label", "phenomenon"))


def test_five_names_in_six_are_found_exactly() -> None:
    right = found = wanted = 0
    for row in MARKED:
        text, expected = unmark(row["marked"])
        given = {key: row[key] for key in ("region", "level") if row[key]}
        names = texts(text, row["label"], **given)
        right += len(set(names) & set(expected))
        found += len(names)
        wanted += len(expected)
    assert wanted > 200
    assert right / found > 0.83
    assert right / wanted > 0.83


def test_nine_in_ten_stretches_that_look_like_names_are_left_alone() -> None:
    touched = []
    for row in HARD_NEGATIVES:
        start = row["text"].index(row["stretch"])
        end = start + len(row["stretch"])
        touched += [
            row["text"]
            for entity in analyse(row["text"]).entities
            if entity.label == row["label"] and entity.start < end and entity.end > start
        ]
    assert len(HARD_NEGATIVES) >= 300
    assert len(touched) <= 0.09 * len(HARD_NEGATIVES), touched
