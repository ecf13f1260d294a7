"""What a batch writes: every document once, every failure with its reason, the same rows in every format."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest

import govreport_ie as gi
from govreport_ie.corpus.batch import BATCH_TABLES, Options, run_batch, schema_of
from govreport_ie.tables import Rows, open_tables
from govreport_ie.tables.reports import FAILURES, Failure
from tests.conftest import REPORT
from tests.corpus.batch.conftest import BAD, DOCUMENTS

pq = pytest.importorskip("pyarrow.parquet")

NAMES = Options(name_pattern="{level}_{region}_{year}.txt")


@pytest.fixture(scope="module")
def parquet(corpus, tmp_path_factory):
    """The corpus as Parquet, done by two workers."""
    out = tmp_path_factory.mktemp("out") / "tables"
    result = run_batch([corpus], out, workers=2, options=NAMES)
    return out, result


def tables(folder) -> dict:
    return {name: pq.read_table(folder / f"{name}.parquet") for name in BATCH_TABLES}


def test_no_file_is_lost(parquet, corpus):
    out, result = parquet
    found = tables(out)
    assert sorted(found["reports"]["doc_id"].to_pylist()) == DOCUMENTS
    assert found["failures"]["source_path"].to_pylist() == [str(corpus / name) for name in BAD]
    assert all(found["failures"]["message"].to_pylist())
    assert result.reports == len(DOCUMENTS)
    assert result.metrics == found["metrics"].num_rows > 0
    assert result.warnings == [
        "6 of 7 file names do not fit {level}_{region}_{year}.txt, so they tell nothing: binary.txt, broken.docx, empty.txt and 3 more"
    ]


def test_the_schema_is_the_documented_one(parquet):
    for name, table in tables(parquet[0]).items():
        assert table.schema.equals(schema_of(name), check_metadata=True)


def test_metadata_of_names_and_columns_flow_into_the_reports(parquet):
    reports = {row["doc_id"]: row for row in tables(parquet[0])["reports"].to_pylist()}
    named = reports["county_宁海县_2024.txt"]
    assert (named["region"], named["level"], named["year"]) == ("宁海县", "county", 2024)
    assert (reports["table.csv#2"]["region"], reports["table.csv#2"]["year"]) == ("宁海县", 2021)
    assert reports["gb.txt"]["encoding"] == "gb18030"


def test_rows_are_those_of_extract(parquet):
    rows = [row for row in tables(parquet[0])["metrics"].to_pylist() if row["doc_id"] == "j0"]
    expected = gi.extract(REPORT, doc_id="j0").to_records()
    for row, record in zip(rows, expected, strict=True):
        assert {**row, "source_path": None} == record


def test_order_of_inputs_and_number_of_workers_do_not_matter(corpus, tmp_path):
    names = sorted(path for path in corpus.iterdir() if path.is_file() and path.suffix != ".doc")
    run_batch(names, tmp_path / "one", workers=1)
    run_batch([*names[::-2], *names], tmp_path / "other", workers=2)
    for name, table in tables(tmp_path / "one").items():
        assert table.equals(tables(tmp_path / "other")[name])


@pytest.fixture(scope="module")
def few(corpus):
    return [corpus / "county_宁海县_2024.txt", corpus / "table.csv", corpus / "broken.docx"]


@pytest.fixture(scope="module")
def expected(few, tmp_path_factory):
    out = tmp_path_factory.mktemp("few")
    run_batch(few, out / "tables")
    return tables(out / "tables")


def plain(rows) -> list[list]:
    """Rows as comparable texts: formats write numbers and absent values each in its own way."""

    def cell(value) -> str:
        if value is None or value == "" or value != value:
            return ""
        if isinstance(value, bool):
            return str(int(value))
        if isinstance(value, (int, float, Decimal)):
            return format(round(Decimal(str(value)), 6).normalize(), "f")
        try:
            return format(round(Decimal(value), 6).normalize(), "f")
        except ArithmeticError:
            return {"true": "1", "false": "0"}.get(value, value)  # pyright: ignore[reportReturnType]

    return [[cell(value) for value in row] for row in rows]


@pytest.mark.parametrize("format", ["csv", "xlsx", "dta", "one.xlsx", "one.duckdb"])
def test_every_format_holds_the_same_rows(expected, format, tmp_path):
    out = tmp_path / format if "." in format else tmp_path
    suffix = format.rpartition(".")[2]
    path_of = (lambda name: out) if "." in format else (lambda name: out / f"{name}.{suffix}")
    writer = open_tables(suffix, [BATCH_TABLES[name] for name in expected], path_of)
    for name, table in expected.items():
        for batch in table.to_batches(max_chunksize=7):
            writer.write(Rows.from_arrow(BATCH_TABLES[name], batch))
    writer.close()
    check(out, format, expected)


def test_json_lines_hold_whole_reports(few, expected, tmp_path):
    run_batch(few, tmp_path / "tables", format="jsonl")
    check(tmp_path / "tables", "jsonl", expected)


def check(out, format, expected) -> None:
    for name, table in expected.items():
        want = plain(zip(*table.to_pydict().values(), strict=True))
        assert plain(read(out, format, name)) == want, name


def read(out, format, name):
    import pandas as pd

    if format == "csv":
        assert (out / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        with open(out / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]
    if format == "jsonl":
        lines = (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if name == "reports":  # whole reports
            from govreport_ie.tables import TABLES

            reports = [gi.Report.model_validate_json(line) for line in lines]
            return [list(row.values()) for report in reports for row in TABLES[name].rows(report)]
        return [list(json.loads(line).values()) for line in lines]
    if format == "dta":
        return pd.read_stata(out / f"{name}.dta").itertuples(index=False)  # pyright: ignore[reportAttributeAccessIssue]
    if format.endswith("xlsx"):
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(out if out.is_file() else out / f"{name}.xlsx")
        return list(book[name].iter_rows(values_only=True))[1:]
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(out), read_only=True) as database:
        return database.execute(f'SELECT * FROM "{name}"').fetchall()


def test_docbin_holds_docs_with_their_results(few, tmp_path):
    from spacy.tokens import DocBin

    run_batch(few[:1], tmp_path / "docs", format="docbin")
    nlp = gi.load()
    docs = list(DocBin().from_disk(tmp_path / "docs" / "docs-00001.spacy").get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [REPORT]
    assert len(docs[0].spans["govreport_quantities"]) == len(gi.extract(REPORT).quantities)


def test_a_long_text_is_refused_and_a_blank_one_kept(tmp_path):
    (tmp_path / "long.txt").write_text("新建公园3个。" * 100, encoding="utf-8")
    (tmp_path / "blank.txt").write_text(" \n", encoding="utf-8")
    result = run_batch([tmp_path], tmp_path.parent / "limits", options=Options(max_characters=500))
    assert [(failure[0][-8:], failure[1]) for failure in result.failures] == [("long.txt", "text")]
    assert result.reports == 1


def test_documents_with_one_identifier_are_told(tmp_path):
    lines = [json.dumps({"doc_id": "x", "text": "新建公园3个。"}) for _ in range(2)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert "one doc_id: x" in run_batch([tmp_path / "a.jsonl"], tmp_path / "out").warnings[0]


def test_large_tables_are_shared_out(tmp_path, monkeypatch):
    from govreport_ie.corpus.batch import tasks

    lines = [json.dumps({"doc_id": f"d{number}", "text": f"新建公园{number}个。"}) for number in range(100)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run_batch([tmp_path / "a.jsonl"], tmp_path / "whole")
    monkeypatch.setattr(tasks, "_STRIPE_BYTES", 1500)
    result = run_batch([tmp_path / "a.jsonl"], tmp_path / "shared", workers=2)
    assert result.files > 1
    assert pq.read_table(tmp_path / "whole" / "reports.parquet")["doc_id"].to_pylist() == [f"d{n}" for n in range(100)]
    for name, table in tables(tmp_path / "whole").items():
        assert table.equals(tables(tmp_path / "shared")[name])


def test_texts_of_reports_are_stored_for_the_offsets(few, expected):
    reports = {row["doc_id"]: row["text"] for row in expected["reports"].to_pylist()}
    for table, column in (("metrics", "quantity_text"), ("quantities", "text"), ("entities", "text")):
        rows = expected[table].to_pylist()
        assert rows
        assert all(reports[row["doc_id"]][row["start"] : row["end"]] == row[column] for row in rows)


def test_stata_and_nul_characters(tmp_path):
    """NUL ends a text in a Stata file; what stands for it must not be wider, or a character would be cut."""
    pd = pytest.importorskip("pandas")
    failures: list = [Failure("a\x00公", "read", None, 1), Failure("é" * 100 + "\x00", "read", "x", None)]  # pyright: ignore[reportArgumentType]
    writer = open_tables("dta", [FAILURES], lambda name: tmp_path / f"{name}.dta")
    writer.write(Rows.of(FAILURES, failures))
    writer.close()
    frame = pd.read_stata(tmp_path / "failures.dta")
    assert frame.source_path.str.len().tolist() == [3, 101]
    assert frame.source_path[0].endswith("公")
