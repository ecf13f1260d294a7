"""A run knows what runs have written: it is never read as input, what is stale goes, and what is of others stays."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from govreport_ie.corpus.batch import run_batch
from govreport_ie.corpus.batch.tasks import Options
from govreport_ie.corpus.readers.folders import find_files
from govreport_ie.errors import WriteError
from tests.conftest import REPORT

pytest.importorskip("pyarrow")


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(2):
        (tmp_path / "in" / f"{number}.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path / "in"


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl", "xlsx"])
def test_output_inside_input_is_not_read(folder, format):
    for _ in range(2):
        result = run_batch([folder], folder / "out", format=format)
        assert (result.reports, result.failures) == (2, [])
    assert "written by a batch, so not read" in result.warnings[0]  # pyright: ignore[reportPossiblyUnboundVariable]
    assert [path.name for path in find_files(folder)] == ["0.txt", "1.txt"]


def test_output_in_the_folder_of_the_input_itself(folder):
    for name in (folder, folder / "all.xlsx", folder):
        assert run_batch([folder], name).reports == 2


def test_tables_of_another_format_go(folder, tmp_path):
    out = tmp_path / "out"
    run_batch([folder], out, options=Options(year=2020))
    (out / "notes.txt").write_text("mine")
    run_batch([folder], out, format="csv", options=Options(year=2024))
    assert sorted(path.suffix for path in out.iterdir() if path.is_file()) == [".csv"] * 6 + [".txt"]
    with open(out / "reports.csv", encoding="utf-8-sig", newline="") as file:
        assert {row["year"] for row in csv.DictReader(file)} == {"2024"}


def test_a_table_of_somebody_else_is_not_replaced(folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "reports.csv").write_text("text\n新建公园3个。\n", encoding="utf-8")
    with pytest.raises(WriteError, match=r"reports\.csv would be replaced, but no batch has written it"):
        run_batch([out], out, format="csv")
    assert (out / "reports.csv").read_text("utf-8").startswith("text")
    assert run_batch([out], out, format="parquet").reports == 1


def test_a_list_that_someone_has_changed_names_no_file_elsewhere(folder, tmp_path):
    out = tmp_path / "out"
    run_batch([folder], out)
    (tmp_path / "mine.txt").write_text("mine")
    (out / ".batch" / "written.json").write_text(json.dumps(["../mine.txt", "..", 7, {}, "gone.csv"]))
    with pytest.raises(WriteError, match="would be replaced"):
        run_batch([folder], out)
    run_batch([folder], out, format="csv")
    assert (tmp_path / "mine.txt").exists()
    (out / ".batch" / "written.json").write_text('{"no": "list"}')
    with pytest.raises(WriteError, match="would be replaced"):
        run_batch([folder], out, format="csv")


def test_the_command_line_says_so(folder):
    command = [sys.executable, "-c", "from govreport_ie.cli import main; main()", "batch", ".", "-o", "out", "-w", "1"]
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
    assert "2 reports" in done.stderr  # pyright: ignore[reportPossiblyUnboundVariable]
    assert "not read: out/entities.parquet" in done.stderr  # pyright: ignore[reportPossiblyUnboundVariable]
