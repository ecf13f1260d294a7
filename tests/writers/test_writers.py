"""The same rows in every format; nothing half-written; nothing rounded."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest

import govreport_ie as gi
from govreport_ie.report.flat import COLUMNS
from govreport_ie.tables import TABLES
from govreport_ie.tables.text import unguarded
from govreport_ie.writers import FORMATS, format_of, open_writer, write
from tests.conftest import REPORT


@pytest.fixture(scope="module")
def reports() -> list[gi.Report]:
    return [
        gi.extract(REPORT, year=2024, doc_id="a"),
        gi.extract("=SUM(A1)，三分之一的村新建公园3个。", year=2024, doc_id="=b"),
        gi.extract("", doc_id="空"),
    ]


def records(reports) -> list[dict]:
    return [record for report in reports for record in report.to_records()]


def test_jsonl_gives_the_reports_back(reports, tmp_path):
    assert write(reports, tmp_path / "r.jsonl") == 3
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [gi.Report.model_validate_json(line) for line in lines] == reports
    assert "地区生产总值" in lines[0]
    assert json.loads(lines[0])["quantities"][0]["value"] == "28640000000"


def test_csv_opens_in_excel_and_keeps_numbers_exact(reports, tmp_path):
    write(reports, tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc_id,")
    with open(tmp_path / "m.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = records(reports)
    assert list(rows[0]) == list(COLUMNS)
    assert [unguarded(row["sentence"]) for row in rows] == [record["sentence"] for record in expected]
    for row, record in zip(rows, expected, strict=True):
        assert row["value"] == ("" if record["value"] is None else format(record["value"], "f"))
        assert row["redacted"] == str(record["redacted"]).lower()


def test_parquet(reports, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write(reports, tmp_path / "m.parquet")
    table = parquet.read_table(tmp_path / "m.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.schema.field("value").metadata[b"description"] == COLUMNS["value"].encode()
    for row, record in zip(table.to_pylist(), records(reports), strict=True):
        assert {key: row[key] for key in row if key != "policy_score"} == {
            key: record[key] for key in record if key != "policy_score"
        }


def test_duckdb_holds_every_table(reports, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    write(reports, tmp_path / "r.duckdb")
    with duckdb.connect(str(tmp_path / "r.duckdb"), read_only=True) as database:
        names = {name for (name,) in database.execute("SHOW TABLES").fetchall()}
        assert names == set(TABLES)
        for layer in ("quantities", "metrics", "entities", "sections"):
            count = database.execute(f"SELECT count(*) FROM {layer}").fetchone()[0]
            assert count == sum(len(getattr(report, layer)) for report in reports)
        value = database.execute("SELECT value FROM quantities WHERE text = '286.4亿元'").fetchone()[0]
        assert value == Decimal("28640000000")


def test_workbook_holds_every_table_and_no_formula(reports, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write(reports, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["metrics", "reports", "sections", "quantities", "entities"]
    rows = list(book["metrics"].iter_rows(values_only=True))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 1 + len(records(reports))
    assert rows[1][list(COLUMNS).index("value")] == 28640000000
    assert {cell.data_type for row in book["reports"].iter_rows(min_row=2, max_col=1) for cell in row} == {"s"}


def test_numbers_beyond_a_column_are_never_rounded(tmp_path):
    report = gi.extract("新建桥梁" + "9" * 40 + "座，增长6.1234567891234567%。", year=2024, doc_id="a")
    values = [quantity.value for quantity in report.quantities]
    openpyxl = pytest.importorskip("openpyxl")
    write([report], tmp_path / "r.xlsx")
    cells = next(openpyxl.load_workbook(tmp_path / "r.xlsx")["quantities"].iter_cols(min_row=2, min_col=5, max_col=5))
    assert [cell.value for cell in cells] == [format(value, "f") for value in values]
    parquet = pytest.importorskip("pyarrow.parquet")
    write([report], tmp_path / "m.parquet")
    kept = dict(
        zip(
            *(parquet.read_table(tmp_path / "m.parquet")[name].to_pylist() for name in ("quantity_text", "value")),
            strict=True,
        )
    )
    assert kept["9" * 40 + "座"] is None


def test_characters_that_a_workbook_cannot_hold(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write([gi.extract("新建\x00公园3个\x1b。", year=2024)], tmp_path / "r.xlsx")
    openpyxl.load_workbook(tmp_path / "r.xlsx")


@pytest.mark.parametrize("name", ["m.jsonl", "m.csv", "m.xlsx", "m.parquet", "m.duckdb"])
def test_a_failure_leaves_the_old_file_and_nothing_else(reports, tmp_path, name):
    pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow", "duckdb": "duckdb"}.get(name.split(".")[1], "csv"))
    (tmp_path / name).write_text("old")

    def broken():
        yield reports[0]
        raise gi.ReadError("the second file is gone")

    with pytest.raises(gi.ReadError, match="the second file is gone"):
        write(broken(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "old"


@pytest.mark.parametrize("name", ["m.jsonl", "m.csv", "m.xlsx", "m.parquet", "m.duckdb"])
def test_no_reports_is_an_empty_file_of_its_kind(tmp_path, name):
    pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow", "duckdb": "duckdb"}.get(name.split(".")[1], "csv"))
    assert write([], tmp_path / name) == 0
    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("m.pdf", "indicates no format"),
        ("m", "indicates no format"),
        ("no/such/m.csv", "create it first"),
        (".", "is a folder"),
    ],
)
def test_places_that_cannot_be_written(tmp_path, name, message):
    with pytest.raises(gi.WriteError, match=message):
        write([], tmp_path / name)


def test_formats_by_suffix_and_by_name(tmp_path):
    assert {suffix: format_of(f"X{suffix.upper()}") for s in FORMATS.values() for suffix in s} == {
        suffix: name for name, suffixes in FORMATS.items() for suffix in suffixes
    }
    with pytest.raises(gi.WriteError, match="no format 'pdf'"), open_writer(tmp_path / "m", "pdf"):
        pass


@pytest.mark.parametrize(
    ("name", "package"), [("m.xlsx", "openpyxl"), ("m.parquet", "pyarrow"), ("m.duckdb", "pyarrow")]
)
def test_a_missing_package_says_how_to_get_it(tmp_path, monkeypatch, name, package):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(gi.MissingExtraError, match=r'pip install "govreport-ie\[files\]"'):
        write([], tmp_path / name)
    assert list(tmp_path.iterdir()) == []
