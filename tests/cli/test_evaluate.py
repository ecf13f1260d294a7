"""``govreport-ie evaluate``: the figures of `gi.evaluate`, printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govreport_ie as gi

DATA = Path(__file__).resolve().parents[1] / "evaluation" / "data"
GOLD, FLAT = DATA / "gold.jsonl", DATA / "flat.jsonl"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_figures_and_errors(run, tmp_path):
    result = run("evaluate", GOLD, FLAT, "--errors", tmp_path / "errors.tsv")
    evaluation = gi.evaluate(GOLD, FLAT)
    assert result.status == 0
    for name, score in evaluation.layers.items():
        line = next(line for line in result.out.splitlines() if line.startswith(name))
        assert line.removeprefix(name).split() == [
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            str(score.tp),
            str(score.fp),
            str(score.fn),
        ]
    assert (tmp_path / "errors.tsv").read_text(encoding="utf-8").count("\n") == len(evaluation.errors) + 1
    assert f"{len(evaluation.errors)} errors → {tmp_path / 'errors.tsv'}" in result.err


def test_json(run):
    assert json.loads(run("evaluate", GOLD, FLAT, "--json").out) == gi.evaluate(GOLD, FLAT).to_dict()


def test_the_library_is_run_when_there_are_no_predictions(run):
    """The gold of the samples lies beside their documents; elsewhere --docs tells where they are."""
    assert run("evaluate", EXAMPLES / "gold.jsonl").status == 0
    result = run("evaluate", GOLD, "--docs", EXAMPLES, "--json")
    assert result.status == 0
    assert json.loads(result.out)["layers"]["quantity span"]["tp"] > 100


def test_predictions_as_extract_writes_them(run, tmp_path):
    sample = EXAMPLES / "district_2024.txt"
    assert run("extract", sample, "-o", tmp_path / "p.jsonl", "--year", "2024").status == 0
    result = run("evaluate", EXAMPLES / "gold.jsonl", tmp_path / "p.jsonl", "--json")
    assert result.status == 0
    assert "no predictions for 3 of 4 gold documents" in result.err
    assert json.loads(result.out)["layers"]["quantity span"]["tp"] > 100


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.jsonl"], "cannot read the gold"),
        ([GOLD, "none.jsonl"], "cannot read the predictions"),
        ([GOLD], "--docs DIR"),
        ([__file__, FLAT], "not a JSON object"),
        ([GOLD, __file__], "not a JSON object"),
    ],
)
def test_failures_are_one_line(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = run("evaluate", *arguments)
    assert result.status == 1
    assert result.out == ""
    assert result.err.startswith("error: ")
    assert result.err.count("\n") == 1
    assert words in result.err


@pytest.mark.parametrize(
    "arguments", [[], [GOLD, "--docs", "nowhere"], [GOLD, FLAT, "--errors", "no/such/e.tsv"], [GOLD, FLAT, FLAT]]
)
def test_wrong_usage(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert run("evaluate", *arguments).status == 2


def test_intervals_and_comparison(run):
    result = run("evaluate", GOLD, FLAT, "--intervals", "--compare", DATA / "reports.jsonl")
    assert result.status == 0
    assert "95 % of F1" in result.out
    assert "difference" in result.out
    figures = json.loads(run("evaluate", GOLD, FLAT, "--intervals", "--compare", DATA / "reports.jsonl", "--json").out)
    assert (
        figures["intervals"]["whole row"][0] <= figures["scores"]["whole row"] <= figures["intervals"]["whole row"][1]
    )
    assert figures["comparison"]["metric indicator"]["difference"] < 0


def test_predictions_compared_with_the_library_itself(run):
    result = run("evaluate", GOLD, "--compare", FLAT, "--docs", EXAMPLES)
    assert result.status == 0  # the library's own results are compared with them
    assert "difference" in result.out


def test_figures_in_files(run, tmp_path):
    files = [tmp_path / f"f.{suffix}" for suffix in ("html", "md", "csv", "json")]
    options = [option for file in files for option in ("-o", file)]
    result = run("evaluate", GOLD, FLAT, *options, "--by", "year", "--by", "region")
    assert result.status == 0
    assert "by region" not in result.out  # the table is headed by its column
    assert [line.split()[0] for line in result.out.splitlines() if line.startswith(("2024", "2026"))] == [
        "2024",
        "2026",
    ]
    for file in files:
        assert f"figures → {file}" in result.err
        assert "whole row" in file.read_text(encoding="utf-8")


def test_matching(run):
    exact = json.loads(run("evaluate", GOLD, FLAT, "--match", "exact", "--json").out)
    assert exact == gi.evaluate(GOLD, FLAT, match="exact").to_dict()
    assert exact["match"] == "exact"
    assert "overlap matching" in run("evaluate", GOLD, FLAT, "--match", "overlap").out


def test_agreement(run, tmp_path):
    pytest.importorskip("krippendorff", reason="needs the extra agreement")
    result = run("evaluate", GOLD, "--agreement", GOLD, "-o", tmp_path / "a.html")
    assert result.status == 0
    assert "Cohen's κ" in result.out
    assert (tmp_path / "a.html").exists()
    assert json.loads(run("evaluate", GOLD, "--agreement", GOLD, "--json").out)["fields"]["status"]["kappa"] == 1.0


@pytest.mark.parametrize(
    "arguments",
    [
        [GOLD, FLAT, "-o", "figures.docx"],
        [GOLD, FLAT, "-o", "no/such/figures.html"],
        [GOLD, FLAT, "--by", "colour"],
        [GOLD, FLAT, "--match", "fuzzy"],
        [GOLD, FLAT, "--agreement", GOLD],
    ],
)
def test_wrong_options(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert run("evaluate", *arguments).status == 2
