"""`annotate_frame`: pure, with the schema of the batch, whatever the kind of frame."""

from __future__ import annotations

import pytest

import govreport_ie as gi
from govreport_ie.corpus.batch import BATCH_TABLES, run_batch, schema_of
from govreport_ie.corpus.dataframes import spark_schema
from tests.conftest import REPORT

pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXTS = [REPORT, REPORT.replace("286.4", "300.5"), REPORT.replace("宁海", "象山")]


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame({"doc_id": ["a.txt", "b.txt", "c.txt"], "text": TEXTS})


def arrow(frame, table):
    """Fails if a column does not fit the schema."""
    return pa.Table.from_pandas(frame, schema=schema_of(table), preserve_index=False)


@pytest.mark.parametrize("table", list(BATCH_TABLES))
def test_rows_are_those_of_a_batch(frame, table, tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in zip(frame.doc_id, frame.text, strict=True):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    run_batch([tmp_path / "in"], tmp_path / "out")
    of_files = [name for name in ("source_path", "encoding") if name in schema_of(table).names]
    expected = pq.read_table(tmp_path / "out" / f"{table}.parquet").drop_columns(of_files)
    assert arrow(gi.annotate_frame(frame, table=table), table).drop_columns(of_files).equals(expected)


def test_a_corpus_may_be_cut_anywhere(frame):
    before = frame.copy()
    whole = gi.annotate_frame(frame)
    parts = [gi.annotate_frame(part) for part in (frame.iloc[:1], frame.iloc[1:])]
    assert pd.concat(parts, ignore_index=True).astype(object).equals(whole.astype(object))
    assert frame.equals(before)  # the function is pure


@pytest.mark.parametrize("kind", ["object", "string"])
def test_missing_values_of_every_kind_are_none(kind):
    frame = pd.DataFrame(
        {
            "正文": pd.array([REPORT, REPORT, None], dtype=kind),
            "年份": pd.array([2020, None, 2021], dtype="Int64" if kind == "string" else "float64"),
            "地区": pd.array(["宁海县", None, None], dtype=kind),
        }
    )
    reports = gi.annotate_frame(frame, table="reports")
    assert reports.region.tolist() == ["宁海县", "清和县"]
    assert reports.year.tolist() == [2020, 2024]
    failures = gi.annotate_frame(frame, table="failures")
    assert failures.message.tolist() == ["row 2: no text"]


def test_an_empty_frame_has_every_column(frame):
    for table in BATCH_TABLES:
        assert arrow(gi.annotate_frame(frame.iloc[:0], table=table), table).num_rows == 0
        assert spark_schema(table).count("`") == 2 * len(schema_of(table))


def test_offsets_point_into_the_texts_of_the_frame():
    frame = pd.DataFrame({"text": [REPORT.replace("\n", "\r\n")]})
    rows = gi.annotate_frame(frame)
    assert len(rows) > 5
    assert [frame.text[0][start:end] for start, end in zip(rows.start, rows.end, strict=True)] == [*rows.quantity_text]


def test_errors(frame):
    with pytest.raises(gi.ConfigError, match="no table 'nothing'"):
        gi.annotate_frame(frame, table="nothing")
    with pytest.raises(gi.ConfigError, match="which column holds the texts"):
        gi.annotate_frame(frame.rename(columns={"text": "x"}))
    assert len(gi.annotate_frame(frame.rename(columns={"text": "x"}), text_column="x")) > 5
