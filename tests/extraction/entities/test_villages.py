"""The optional file of villages gives codes to villages of the home region."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.entities import EntityStage
from tests.extraction.entities.marked import analyse


@pytest.fixture
def stage(tmp_path: Path) -> EntityStage:
    path = tmp_path / "villages.tsv"
    rows = ["code\tname", "130636100201\t白庙村委会", "410105100202\t白庙村委会", "130636100203\t马者社区居委会"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return EntityStage(villages=path)


@pytest.mark.parametrize(("region", "code"), [("顺平县", "130636100201"), ("易县", None), (None, None)])
def test_a_village_gets_the_code_of_the_home_region(stage: EntityStage, region: str | None, code: str | None) -> None:
    analysis = analyse("走进白庙村、枫渡镇", region=region, level="county", stage=stage)
    village = next(one for one in analysis.entities if analysis.text[one.start : one.end] == "白庙村")
    assert village.kb_id == code


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "villages.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="columns missing"):
        EntityStage(villages=path)
