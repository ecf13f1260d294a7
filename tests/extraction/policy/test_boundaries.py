"""Every boundary rule, shown by a sentence: the area that wins and the one that comes second."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.policy import PolicyStage
from tests.extraction.policy.conftest import marked

COLUMNS = ("terms", "area", "secondary", "text")
ROWS = lexicons.load_file(Path(__file__).with_name("boundaries.tsv"), COLUMNS)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['terms'].split('|')[0]}-{row['area']}" for row in ROWS])
def test_boundary(stage: PolicyStage, row: dict[str, str]) -> None:
    analysis = marked(row["text"])
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert (link.id, link.secondary or "") == (row["area"].partition(".")[0], row["secondary"])


def test_every_rule_has_its_sentence() -> None:
    rules = {(row["terms"], row["area"]) for row in lexicons.load("policy_boundaries")}
    assert rules == {(row["terms"], row["area"]) for row in ROWS}
