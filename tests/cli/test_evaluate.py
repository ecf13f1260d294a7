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
    assert "no predictions for 1 of 2 gold documents" in result.err
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
