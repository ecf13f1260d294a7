"""A column is declared once, a format has one writer, and a file takes its place when it is complete."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.panels.tables import PANEL_TABLES
from govreport_ie.report.columns import Column, Table
from govreport_ie.tables import BATCH_TABLES, TABLES, RowBuffer, Rows, open_tables, staged
from govreport_ie.tables import workbook as workbook_module
from tests.conftest import REPORT

TABLE: Table[tuple] = Table(
    "pairs",
    (
        Column("name", "what it is called", lambda pair: pair[0]),
        Column("value", "how much it is", lambda pair: pair[1], "decimal"),
    ),
)
PAIRS = [("a", Decimal("6.50")), ("公里", None), (None, Decimal(120))]


@pytest.mark.parametrize("tables", [BATCH_TABLES, PANEL_TABLES])
def test_columns_of_one_name_have_one_type_and_every_one_a_meaning(tables):
    types: dict[str, str] = {}
    for table in tables.values():
        assert len(set(table.names)) == len(table.names)
        for column in table.columns:
            assert column.meaning
            assert types.setdefault(column.name, column.type) == column.type


def test_a_report_gives_the_rows_of_every_table():
    report = gi.extract(REPORT, year=2024, doc_id="a")
    buffer = RowBuffer()
    buffer.add(report)
    assert len(buffer) == 1 + sum(
        len(layer) for layer in (report.sections, report.quantities, report.metrics, report.entities)
    )
    rows = buffer.take()
    assert len(buffer) == 0
    for name, table in TABLES.items():
        assert list(rows[name].records()) == list(table.rows(report))
    assert list(rows["metrics"].records()) == report.to_records()


def test_rows_are_the_same_by_way_of_arrow():
    pytest.importorskip("pyarrow")
    rows = Rows.of(TABLE, PAIRS)
    again = Rows.from_arrow(TABLE, rows.arrow())
    assert len(rows) == len(again) == 3
    assert again.columns == rows.columns == [["a", "公里", None], [Decimal("6.5"), None, Decimal(120)]]
    assert [str(value) for value in again.columns[1]] == ["6.5", "None", "120"]  # without the zeros of the column


def test_a_long_table_goes_on_in_the_next_sheet(tmp_path, monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(workbook_module, "SHEET_ROWS", 2)
    writer = open_tables("xlsx", [TABLE], lambda name: tmp_path / "pairs.xlsx")
    writer.write(Rows.of(TABLE, PAIRS))
    writer.close()
    book = openpyxl.load_workbook(tmp_path / "pairs.xlsx")
    assert {sheet.title: sheet.max_row for sheet in book} == {"pairs": 3, "pairs_2": 2}
    assert [cell.value for cell in book["pairs_2"][1]] == ["name", "value"]
    assert {sheet.title: (sheet.auto_filter.ref, sheet.freeze_panes) for sheet in book} == {
        "pairs": ("A1:B3", "A2"),
        "pairs_2": ("A1:B2", "A2"),
    }


def test_a_file_of_one_table_holds_no_other(tmp_path):
    with pytest.raises(gi.WriteError, match="a csv file holds one table, not 2"):
        open_tables("csv", [TABLE, TABLES["reports"]], lambda name: tmp_path / "all.csv")


def test_new_files_take_the_places_of_old_ones_together(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("old")
    order: list[str] = []
    replace = os.replace

    def noted(source: Path, target: Path) -> None:
        order.append(target.name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    with staged(tmp_path, last="a") as folder:
        for name in ("a", "b", "c"):
            (folder / name).write_text("new")
        assert (tmp_path / "a").read_text() == "old"
    assert order == ["b", "c", "a"]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys("abc", "new")


def test_a_failure_leaves_the_old_files_and_nothing_else(tmp_path):
    (tmp_path / "a").write_text("old")

    def broken() -> None:
        with staged(tmp_path) as folder:
            (folder / "a").write_text("half")
            raise ValueError("the rows ran out")

    with pytest.raises(ValueError, match="the rows ran out"):
        broken()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
