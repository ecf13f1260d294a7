"""The codebook names every column and value that the outputs have, and no others."""

from __future__ import annotations

from typing import get_args

import pytest

import govreport_ie as gi
from govreport_ie.errors import WriteError
from govreport_ie.extraction import lexicons
from govreport_ie.panels.codebook import codebook, column_names_zh, tables, values_of
from govreport_ie.report import objects
from tests.cli.conftest import run  # noqa: F401


def test_every_column_has_a_chinese_name():
    columns = {column.name for table in tables().values() for column in table.columns}
    assert columns - set(column_names_zh()) == set()


@pytest.mark.parametrize(
    ("table", "column", "type_name"),
    [
        ("metrics", "kind", "QuantityKind"),
        ("metrics", "modifier", "Modifier"),
        ("metrics", "measure", "MeasureKind"),
        ("metrics", "direction", "Direction"),
        ("metrics", "basis", "Basis"),
        ("metrics", "status", "Status"),
        ("metrics", "level", "Level"),
        ("metrics", "section_kind", "SectionKind"),
        ("sections", "kind", "SectionKind"),
        ("entities", "label", "EntityLabel"),
        ("entities", "stage", "ProjectStage"),
        ("panel_targets", "target_modifier", "Modifier"),
    ],
)
def test_values_are_those_of_the_models(table, column, type_name):
    assert [value.value for value in values_of(table, column)] == list(get_args(getattr(objects, type_name)))


def test_free_columns_have_no_list():
    assert values_of("metrics", "indicator") == ()


def test_the_markdown_form():
    text = codebook("codebook.md")
    assert (
        "| `status` | 状态（完成、预计、目标） | string | actual, estimated or target | `actual`, `estimated`, `target` |"
        in text
    )
    assert "| `gross_regional_product_gdp` | 地区生产总值 |" in text
    for row in lexicons.load("indicators"):
        assert f"| `{row['id']}` |" in text
    for area in gi.policy_areas():
        assert f"| `{area.id}` |" in text
    for name in ("metrics", "entities", "failures", "panel", "panel_targets"):
        assert f"## Table {name}" in text
    widths = {line.count("|") for line in text.splitlines() if line.startswith("| `status`")}
    assert len(widths) == 1


def test_the_stata_form_labels_in_two_languages():
    lines = codebook("labels.do").splitlines()
    assert 'capture label variable indicator "what is measured, full name"' in lines
    assert 'capture label variable indicator "指标（全称）"' in lines
    assert all(line.count('"') in (0, 2) for line in lines)
    assert max(len(line.split('"')[1]) for line in lines if '"' in line) <= 80


def test_the_command(run, tmp_path):  # noqa: F811
    result = run("codebook", "-o", tmp_path / "codebook.md")
    assert result.status == 0
    assert (tmp_path / "codebook.md").read_text(encoding="utf-8") == codebook("codebook.md")
    assert run("codebook", "-o", tmp_path / "codebook.pdf").status == 2
    with pytest.raises(WriteError, match=r"\.md or \.do"):
        codebook("codebook.txt")
