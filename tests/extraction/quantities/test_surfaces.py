"""The corpus of surfaces: every line of surfaces.tsv says what its surfaces mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_ie.extraction.quantities import parse_quantity
from tests.extraction.quantities.marked import described


def cases() -> list[tuple[str, str]]:
    rows = []
    for line in Path(__file__).with_name("surfaces.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, value, unit, modifier, surfaces = line.split("\t")
        meaning = " ".join(filter(None, (kind, value, unit or "-", modifier)))
        rows += [(surface.replace("_", " "), meaning) for surface in surfaces.split(" ")]
    return rows


def test_corpus_is_large() -> None:
    assert len(cases()) >= 500
    assert len({surface for surface, _ in cases()}) == len(cases())


@pytest.mark.parametrize(("surface", "meaning"), cases())
def test_surface(surface: str, meaning: str) -> None:
    record = parse_quantity(surface)
    assert described(record) == meaning
    assert not surface[: record.hedge_start].strip()
    assert not surface[record.hedge_end :].strip()
