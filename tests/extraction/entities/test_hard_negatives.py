"""Stretches that look like entities and are none: `hard_negatives.tsv`."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_ie.extraction.lexicons import load_file
from tests.extraction.entities.marked import analyse

ROWS = load_file(Path(__file__).with_name("hard_negatives.tsv"), ("text", "stretch", "label", "phenomenon"))


def test_there_are_three_hundred() -> None:
    assert len(ROWS) >= 300


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['label']}-{row['stretch']}-{row['text']}")
def test_no_entity_touches_the_stretch(row: dict[str, str]) -> None:
    start = row["text"].index(row["stretch"])
    end = start + len(row["stretch"])
    touching = [
        row["text"][entity.start : entity.end]
        for entity in analyse(row["text"]).entities
        if entity.label == row["label"] and entity.start < end and entity.end > start
    ]
    assert touching == []
