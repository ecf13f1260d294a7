"""``govreport-ie explain``, and what every command takes: the choice of a pipeline, ``-v`` and ``-q``."""

from __future__ import annotations

import json

import pytest

import govreport_ie as gi
from tests.conftest import REPORT

REPORTS = [gi.extract(REPORT)]


def metric_id(quantity: str) -> str:
    return next(metric.id for metric, number in REPORTS[0].iter_rows() if number.text == quantity)


def test_a_metric_is_explained_field_by_field(run, report_file):
    result = run("explain", report_file, metric_id("1860个"))
    assert result.status == 0
    assert result.out.splitlines()[0].endswith("(metric): 1860个")
    fields = [line.split(" = ")[0].strip() for line in result.out.splitlines() if " = " in line]
    assert {"indicator", "measure", "status", "period", "policy_area"} <= set(fields)
    assert "新增停车位" in result.out
    assert "[extraction/metrics/" in result.out


def test_an_offset_explains_a_number_that_is_none(run, report_file):
    result = run("explain", report_file, REPORT.index("两个确立"))
    assert result.status == 0
    assert "rejected" in result.out


@pytest.mark.parametrize(
    ("target", "message"),
    [("M999", "no object 'M999'"), ("7", "no number at offset 7"), ("total", "no object 'TOTAL'")],
)
def test_an_unknown_id_is_wrong_usage(run, report_file, target, message):
    result = run("explain", report_file, target.upper() if target == "total" else target)
    assert result.status == 2
    assert message in " ".join(result.err.split())


def test_one_of_several_reports(run, tmp_path):
    file = tmp_path / "two.txt"
    second = REPORT.replace("清和县", "云岭县").replace("1860个", "77个")
    file.write_text(f"{REPORT}\n{second}", encoding="utf-8")
    reports = list(gi.read(file))
    assert len(reports) == 2
    wanted = next(metric.id for metric, quantity in reports[1].iter_rows() if quantity.text == "77个")
    assert "77个" in run("explain", file, wanted, "--report", 2).out
    assert run("explain", file, wanted, "--report", 3).status == 2


@pytest.mark.parametrize("command", ["extract", "view", "explain", "evaluate"])
def test_commands_that_extract_take_a_pipeline(run, report_file, command, tmp_path):
    arguments = {"explain": ["M1"], "view": ["-o", tmp_path / "page.html"], "evaluate": [], "extract": []}[command]
    result = run(command, report_file, *arguments, "--pipeline", "no_such_pipeline")
    assert result.status == 2
    assert "no pipeline 'no_such_pipeline'" in " ".join(result.err.replace("│", " ").split())


def test_a_saved_pipeline_is_a_pipeline(run, report_file, tmp_path):
    gi.load(exclude="govreport_policy").to_disk(tmp_path / "mine")
    result = run("extract", report_file, "--format", "jsonl", "--pipeline", tmp_path / "mine")
    assert result.status == 0
    assert {metric["policy_area"] for metric in json.loads(result.out)["metrics"]} == {None}


def test_quiet_says_nothing_but_errors(run, report_file, tmp_path):
    out = tmp_path / "metrics.csv"
    assert run("extract", "-q", report_file, "-o", out).err == ""
    assert "1 report" in run("extract", report_file, "-o", out).err
    assert "no_such" in run("extract", "-q", tmp_path / "no_such.txt").err


def test_verbose_tells_the_log_of_the_library(run, report_file, tmp_path):
    result = run("extract", "-v", report_file, "-o", tmp_path / "metrics.csv")
    assert f"govreport_ie.corpus.documents: {report_file}: {len(REPORT)} characters, 1 reports" in result.err


def test_completion_is_offered(run):
    assert "--install-completion" in run("--help").out
