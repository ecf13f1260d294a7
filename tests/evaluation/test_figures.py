"""The figures are those of the reference scorer, to the last digit.

data/ holds gold windows of our own samples, predictions for them with mistakes strewn in, in both accepted forms, and what the
reference scorer says about them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import govreport_ie as gi

DATA = Path(__file__).parent / "data"
GOLD = DATA / "gold.jsonl"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "gold" / "score.py"
FORMS = ["flat", "reports"]


@pytest.mark.parametrize("form", FORMS)
def test_layers_and_fields(form):
    assert gi.evaluate(GOLD, DATA / f"{form}.jsonl").scores() == EXPECTED[form]["scores"]


@pytest.mark.parametrize("form", FORMS)
def test_kinds_of_quantity(form):
    kinds = gi.evaluate(GOLD, DATA / f"{form}.jsonl").kinds
    assert {kind: [s.tp, s.fp, s.fn] for kind, s in kinds.items()} == EXPECTED[form]["kinds"]


@pytest.mark.parametrize("form", FORMS)
def test_policy_areas(form):
    areas = gi.evaluate(GOLD, DATA / f"{form}.jsonl").areas
    assert {area: [a.right, a.total] for area, a in areas.items()} == EXPECTED[form]["areas"]


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not here")
@pytest.mark.parametrize("form", FORMS)
def test_the_reference_scorer_says_the_same_now(form):
    command = [sys.executable, str(REFERENCE), str(GOLD), str(DATA / f"{form}.jsonl")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    assert json.loads(printed.splitlines()[-1].removeprefix("JSON ")) == EXPECTED[form]["scores"]


def test_gold_as_prediction_is_perfect():
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    predictions: dict[str, dict] = {}
    for row in rows:
        start = row["start"]
        prediction = predictions.setdefault(
            row["doc"], {"doc": row["doc"], "quantities": [], "metrics": [], "entities": []}
        )
        spans = {}
        for q in row["quantities"]:
            spans[q["k"]] = [q["start"] + start, q["end"] + start]
            several = isinstance(q["value"], list)
            ends = q["value"] if several and q["kind"] != "ratio" else (None, None)
            prediction["quantities"].append({
                "start": spans[q["k"]][0],
                "end": spans[q["k"]][1],
                "kind": q["kind"],
                "value": None if several else q["value"],
                "low": ends[0],
                "high": ends[1],
                "values": q["value"] if several and q["kind"] == "ratio" else None,
                "unit_text": q["unit"],
                "modifier": q["mod"],
                "redacted": q["redacted"],
            })  # fmt: skip
        for m in row["metrics"]:
            prediction["metrics"].append({
                "quantity": spans[m["q"]],
                "indicator": m["text"],
                "name": m["name"],
                "measure": m["measure"],
                "direction": m["dir"],
                "status": m["status"],
                "period": m["period"],
                "policy_area": m["area"],
            })  # fmt: skip
        for e in row["entities"]:
            prediction["entities"].append({"start": e["start"] + start, "end": e["end"] + start, "label": e["label"]})
    evaluation = gi.evaluate(rows, predictions.values())
    assert set(evaluation.scores().values()) == {1.0}
    assert evaluation.errors == []


def test_nothing_predicted_is_zero_and_says_so():
    evaluation = gi.evaluate(GOLD, [])
    assert evaluation["quantity span"].f1 == 0.0
    assert evaluation.fields == {}
    assert "no predictions for 2 of 2 gold documents" in evaluation.notes[0]


def test_parts_by_document_add_up_to_the_whole():
    evaluation = gi.evaluate(GOLD, DATA / "flat.jsonl")
    parts = evaluation.by("year")
    assert list(parts) == ["2024", "2026"]
    assert sum(part["whole row"].tp for part in parts.values()) == evaluation["whole row"].tp


def test_tables_in_every_form():
    evaluation = gi.evaluate(GOLD, DATA / "flat.jsonl")
    figures = json.loads(json.dumps(evaluation.to_dict(), ensure_ascii=False))
    assert figures["scores"] == EXPECTED["flat"]["scores"]
    assert round(figures["layers"]["whole row"]["f1"], 4) == EXPECTED["flat"]["scores"]["whole row"]
    assert figures["kinds"]["money"]["tp"] == EXPECTED["flat"]["kinds"]["money"][0]
    frame = evaluation.to_frame()
    assert set(frame["table"]) == {"layer", "kind", "field", "area"}
    text = str(evaluation)
    for words in ("windows 6  gold quantities 114  gold entities 24", "whole row", "policy area", "percentage_point"):
        assert words in text
    assert f"{evaluation['whole row'].f1:.3f}" in text
