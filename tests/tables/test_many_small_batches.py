"""Corpora of many small documents: what comes in a row or two at a time is kept in a few large arrays."""

from __future__ import annotations

import duckdb
import pyarrow.parquet
import pytest

from govreport_ie.tables.columnar import DuckDBFile, ParquetFile, _Group
from govreport_ie.tables.reports import FAILURES, TABLES, Failure
from govreport_ie.tables.rows import Rows


def names(number: int) -> list[str]:
    return [f"{number}.txt", f"{number}b.txt"]


def rows(number: int) -> Rows:
    one, two = names(number)
    return Rows.of(FAILURES, [Failure(one, "read", "not UTF-8"), Failure(two, "text", "空")])


NAMES = [name for number in range(700) for name in names(number)]


def test_batches_that_wait_are_combined():
    group = _Group(FAILURES)
    for number in range(1100):
        group.add(rows(number))
    assert group.rows == 2200
    assert [len(level) for level in group._levels] == [1100 % 32, 1100 // 32 - 32, 1]
    table = group.take()
    assert table.column(0).to_pylist() == [name for number in range(1100) for name in names(number)]
    assert table.column(0).num_chunks == 1 + 2 + 12
    assert (group.rows, group._levels) == (0, [[]])


@pytest.mark.parametrize("full", [100, 20_000])
def test_rows_keep_their_order_whenever_they_are_written(tmp_path, monkeypatch, full):
    monkeypatch.setattr("govreport_ie.tables.columnar.GROUP_ROWS", full)
    parquet, database = ParquetFile(tmp_path / "a.parquet", FAILURES), DuckDBFile(tmp_path / "a.duckdb", [FAILURES])
    for number in range(700):
        parquet.write(rows(number))
        database.write(rows(number))
    parquet.close()
    database.close()
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").column(0).to_pylist() == NAMES
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        assert [row[0] for row in connection.sql(f'SELECT * FROM "{FAILURES.name}"').fetchall()] == NAMES
        comments = connection.sql("SELECT comment FROM duckdb_columns() WHERE NOT internal").fetchall()
        assert [comment for (comment,) in comments] == [column.meaning for column in FAILURES.columns]


def test_a_database_is_written_to_the_disk_in_one_transaction(tmp_path):
    database = DuckDBFile(tmp_path / "a.duckdb", [FAILURES])
    database.write(rows(1))
    assert not (tmp_path / "a.duckdb.wal").exists() or not (tmp_path / "a.duckdb.wal").stat().st_size
    database.close()
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        assert connection.sql(f'SELECT count(*) FROM "{FAILURES.name}"').fetchall() == [(2,)]


def test_a_database_takes_long_texts_though_its_memory_is_small(tmp_path, monkeypatch):
    monkeypatch.setattr("govreport_ie.tables.columnar.DUCKDB_MEMORY", "40MB")
    table = TABLES["reports"]
    file = DuckDBFile(tmp_path / "out.duckdb", [table])
    for number in range(600):
        cells = {"doc_id": f"d{number}", "text": f"{number}" + "政" * 40_000}
        file.write(Rows(table, [[cells.get(column.name)] for column in table.columns]))
    file.close()
    with duckdb.connect(str(tmp_path / "out.duckdb")) as database:
        assert database.execute("SELECT count(*), min(length(text)) FROM reports").fetchone() == (600, 40_001)
