"""``govreport-ie extract``: tables, formats, streams and exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest

import govreport_ie as gi
from tests.conftest import REPORT


def test_a_readable_table(run, report_file):
    result = run("extract", report_file)
    assert result.status == 0
    lines = result.out.splitlines()
    assert "2024年清和县政府工作报告" in lines[0]
    assert "year 2024" in lines[0]
    header = next(line for line in lines if line.startswith("indicator"))
    assert header.split() == [
        "indicator",
        "as",
        "written",
        "normalised",
        "measure",
        "status",
        "period",
        "policy",
        "area",
    ]
    row = next(line for line in lines if line.startswith("地区生产总值") and "286.4" in line)
    assert row.split() == [
        "地区生产总值",
        "286.4亿元",
        "28,640,000,000",
        "元",
        "level",
        "actual",
        "2023",
        "综合经济与区域发展",
    ]
    assert any(line.startswith(("(一)综合实力稳步提升", "（一）综合实力稳步提升")) for line in lines)
    assert lines[-1].endswith("institutions)")


def test_wide_characters_are_aligned(run, report_file):
    from rich.cells import cell_len

    lines = run("extract", report_file).out.splitlines()
    ends = {
        cell_len(line[: line.index(word) + len(word)])
        for line in lines
        for word in ("actual", "target")
        if word in line
    }
    # status begins in one column throughout, and both words are six characters long
    assert len(ends) == 1


def test_a_narrow_terminal_folds_instead_of_cutting(report_file):
    from rich.cells import cell_len
    from rich.console import Console

    from govreport_ie.cli.table import ReportTable

    report = next(iter(gi.read(report_file)))
    console = Console(file=io.StringIO(), width=80)
    console.print(ReportTable(report))
    lines = console.file.getvalue().splitlines()  # pyright: ignore[reportAttributeAccessIssue]
    assert max(map(cell_len, lines)) <= 80
    assert "28,640,000" in console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


def test_jsonl_is_the_whole_report(run, report_file):
    result = run("extract", report_file, "--format", "jsonl")
    assert result.status == 0
    report = gi.Report.model_validate_json(result.out)
    assert report == next(iter(gi.read(report_file)))
    assert result.err == ""


def test_csv_on_standard_output(run, report_file):
    rows = list(csv.DictReader(io.StringIO(run("extract", report_file, "-f", "csv").out)))
    assert rows[0]["indicator"] == "地区生产总值"
    assert rows[0]["value"] == "28640000000"
    assert rows[0]["doc_id"] == "清和县.txt"


@pytest.mark.parametrize("name", ["m.jsonl", "m.csv", "m.xlsx", "m.parquet", "m.duckdb"])
def test_files_by_suffix(run, report_file, tmp_path, name):
    if name.endswith(("xlsx", "parquet", "duckdb")):
        pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow", "duckdb": "duckdb"}[name.split(".")[1]])
    result = run("extract", report_file, "-o", tmp_path / "out" / name)
    assert (result.status, result.out) == (0, "")
    assert f"1 report, 15 metrics → {tmp_path / 'out' / name}" in result.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_the_format_can_be_named(run, report_file, tmp_path):
    assert run("extract", report_file, "-o", tmp_path / "table.txt", "-f", "table").status == 0
    assert "28,640,000,000 元" in (tmp_path / "table.txt").read_text(encoding="utf-8")
    assert run("extract", report_file, "-o", tmp_path / "data", "-f", "jsonl").status == 0
    json.loads((tmp_path / "data").read_text(encoding="utf-8"))


def test_year_and_region_can_be_given(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("去年新建停车位2000个。", encoding="utf-8")
    report = json.loads(run("extract", path, "-f", "jsonl", "--year", "2020", "--region", "清和县").out)
    assert (report["year"], report["region"]) == (2020, "清和县")
    assert report["metrics"][0]["period"]["start"] == 2019


def test_standard_input(spawn):
    result = spawn("extract", "-", "-f", "jsonl", input=REPORT.encode())
    assert result.status == 0
    assert len(json.loads(result.out)["metrics"]) == 15


def test_chinese_output_whatever_the_locale(spawn, report_file):
    result = spawn("extract", report_file, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.status == 0
    assert "地区生产总值" in result.out


def test_a_reader_that_stops_early(report_file):
    command = [sys.executable, "-c", "from govreport_ie.cli import main; main()", "extract", "-f", "jsonl"]
    process = subprocess.Popen(
        [*command, *[str(report_file)] * 40], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), errors) == (0, b"")


def test_some_input_failed(run, report_file, tmp_path):
    """The rest is written, the failures are listed, the status is 1."""
    bad = tmp_path / "binary.txt"
    bad.write_bytes(bytes(range(256)) * 50)
    result = run("extract", tmp_path / "none.txt", report_file, bad, "-o", tmp_path / "m.jsonl")
    assert result.status == 1
    assert "清和县.txt" in (tmp_path / "m.jsonl").read_text(encoding="utf-8")
    errors = [line for line in result.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert "none.txt" in errors[0]
    assert "binary.txt" in errors[1]
    assert "2 of 3 files failed; the others were written" in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "Missing argument"),
        (["extract", "a.txt", "--format", "pdf"], "'pdf' is not one of"),
        (["extract", "a.txt", "--format", "parquet"], "-o OUT"),
        (["extract", "a.txt", "-o", "a.pdf"], "indicates no format"),
        (["extract", "a.txt", "-o", "no/such/folder/a.csv"], "does not exist"),
        (["extract", "a.txt", "--year", "20"], "--year"),
        (["extract", "a.txt", "--year", "soon"], "--year"),
        (["extract", "a.txt", "--encoding", "klingon"], "knows no encoding"),
        (["extract", "a.txt", "--unknown"], "No such option"),
        (["extrakt", "a.txt"], "No such command"),
    ],
)
def test_wrong_usage(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.status == 2
    assert words in " ".join(result.err.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_input_is_never_overwritten(run, report_file):
    before = report_file.read_bytes()
    result = run("extract", report_file, "-o", report_file, "-f", "jsonl")
    assert result.status == 2
    assert report_file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_place_that_may_not_be_written(run, report_file, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert run("extract", report_file, "-o", tmp_path / "locked" / "m.csv").status == 2


def test_a_folder_is_no_output(run, report_file, tmp_path):
    (tmp_path / "m.csv").mkdir()
    assert run("extract", report_file, "-o", tmp_path / "m.csv").status == 2


def test_an_unforeseen_error_is_one_line(run, report_file, monkeypatch):
    def fail(*arguments, **keywords):
        raise ZeroDivisionError("unforeseen\nthing")
        yield

    monkeypatch.setattr("govreport_ie.api.read", fail)
    result = run("extract", report_file)
    assert result.status == 1
    assert "internal error: ZeroDivisionError: unforeseen thing; please report it" in result.err


def test_a_report_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("新建\x1b[31m停车\u202e位2000个\x1b]0;title\x07。", encoding="utf-8")
    result = run("extract", path, "--year", "2024")
    assert not {"\x1b", "\u202e", "\x07"} & set(result.out)


def test_help_and_version(run):
    assert "extract" in run("--help").out
    assert "evaluate" in run("-h").out
    assert run("--version").out == f"govreport-ie {gi.__version__}\n"


def test_an_interrupt_is_one_line(run, report_file, monkeypatch):
    def interrupted(*arguments, **keywords):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("govreport_ie.api.read", interrupted)
    result = run("extract", report_file)
    assert (result.status, result.err) == (130, "error: stopped\n")


def test_a_missing_package_is_named_with_its_install_command(run, report_file, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("extract", report_file, "-o", tmp_path / "m.xlsx")
    assert result.status == 2
    assert result.err == 'error: xlsx needs openpyxl: pip install "govreport-ie[files]"\n'
