"""File names that are no UTF-8: shown escaped, written so that the path can be had back; and what else lies in folders."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.corpus.batch import run_batch
from govreport_ie.corpus.readers import path_of, shown
from govreport_ie.corpus.readers.folders import list_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="file names of other systems are Unicode")
TEXT = "2023年，全县新建停车位1860个。"


@given(st.binary(min_size=1, max_size=20))
def test_every_name_can_be_had_back(data):
    name = os.fsdecode(data)
    shown(name).encode("utf-8")
    assert os.fsencode(path_of(shown(name))) == data


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / os.fsdecode("某县.txt".encode("gb18030"))).write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / os.fsdecode("空.txt".encode("gb18030"))).write_bytes(b"")
    (tmp_path / "in" / os.fsdecode("图.gif".encode("gb18030"))).write_bytes(b"GIF8")
    return tmp_path / "in"


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl"])
def test_a_batch_with_names_of_another_encoding(folder, tmp_path, format):
    pytest.importorskip("pyarrow")
    result = run_batch([folder], tmp_path / "out", format=format)
    assert (result.reports, len(result.failures)) == (2, 2)
    for name, _, message, _ in result.failures:
        assert os.path.exists(path_of(name))
        assert name in message
    if format == "jsonl":
        rows = [json.loads(line) for line in (tmp_path / "out" / "reports.jsonl").read_text("utf-8").splitlines()]
        assert all(os.path.exists(path_of(row["source"]["path"])) for row in rows)


def test_such_a_file_named_by_the_user(folder, tmp_path, capsys):
    from govreport_ie.cli import main

    with pytest.raises(SystemExit) as stop:
        main(["extract", *map(str, sorted(folder.iterdir())), "-o", str(tmp_path / "x.jsonl")])
    assert stop.value.code == 1
    assert len((tmp_path / "x.jsonl").read_text("utf-8").splitlines()) == 2
    assert "\\xbf" in capsys.readouterr().err


def test_reports_of_such_files(folder):
    (report,) = gi.read(folder / os.fsdecode("某县.txt".encode("gb18030")))
    assert os.path.exists(path_of(report.source.path))  # pyright: ignore[reportArgumentType]


def test_what_is_no_file_is_listed(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(TEXT)
    (tmp_path / "again").symlink_to(tmp_path / "sub")
    listing = list_files(tmp_path)
    assert [path.name for path in listing.files] == ["a.txt"]
    assert [(path.name, reason.split(";")[0]) for path, reason in listing.refused] == [
        ("again", "a link to a folder is not followed"),
        ("gone.txt", "cannot be read: No such file or directory"),
        ("pipe.txt", "a named pipe is not read from folders"),
    ]


def test_a_pipe_named_by_the_user_is_refused_by_a_batch(tmp_path):
    pytest.importorskip("pyarrow")
    os.mkfifo(tmp_path / "pipe")
    result = run_batch([tmp_path / "pipe"], tmp_path / "out")
    assert [(Path(name).name, reason) for name, reason, _, _ in result.failures] == [("pipe", "read")]
