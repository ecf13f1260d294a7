"""Every area: ten sentences of its own, five that look like it and belong elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.policy import PolicyStage
from tests.extraction.policy.conftest import marked

COLUMNS = ("area", "kind", "expected", "text")
ROWS = lexicons.load_file(Path(__file__).with_name("areas.tsv"), COLUMNS)


@pytest.mark.parametrize(("expected", "text"), [(row["expected"], row["text"]) for row in ROWS])
def test_area(stage: PolicyStage, expected: str, text: str) -> None:
    analysis = marked(text)
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert link.id == expected


def test_every_area_has_its_sentences(stage: PolicyStage) -> None:
    kinds = Counter((row["area"], row["kind"]) for row in ROWS)
    areas = [area.id for area in stage.taxonomy.areas.values() if area.level == 1]
    assert len(areas) == 24
    for area in areas:
        assert kinds[area, "positive"] >= 10
        assert kinds[area, "confusable"] >= 5
