"""The sample reports and their gold labels: checked, full of the phenomena, and understood by the library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import govreport_ie as gi

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ROWS = [json.loads(line) for line in (EXAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_gold_file_is_what_the_label_files_give():
    subprocess.run([sys.executable, str(EXAMPLES / "build_gold.py"), "--check"], check=True)


def test_every_label_stands_where_it_says():
    areas = {area.id for area in gi.policy_areas() if area.level == 1}
    for row in ROWS:
        text = row["text"]
        document = (EXAMPLES / row["doc"]).read_text(encoding="utf-8")
        assert document[row["start"] : row["end"]] == text
        for item in (*row["quantities"], *row["entities"]):
            assert text[item["start"] : item["end"]] == item["text"]
        for metric in row["metrics"]:
            assert text[slice(*metric["max"])] == metric["text"]
            assert metric["max"][0] <= metric["min"][0] < metric["min"][1] <= metric["max"][1]
            assert {metric["area"], *metric["area_ok"]} <= areas


def test_each_quantity_has_one_metric_unless_it_is_optional():
    for row in ROWS:
        wanted = [q["k"] for q in row["quantities"] if not q["opt"]]
        assert [m["q"] for m in row["metrics"]] == wanted


def test_the_labels_cover_every_kind_measure_and_status():
    quantities = [q for row in ROWS for q in row["quantities"]]
    metrics = [m for row in ROWS for m in row["metrics"]]
    assert {q["kind"] for q in quantities} == {
        "money",
        "percent",
        "percentage_point",
        "measure",
        "count",
        "rank",
        "ratio",
    }
    assert {m["measure"] for m in metrics} == {"level", "increment", "growth", "points", "share", "rank", "ratio"}
    assert {m["status"] for m in metrics} == {"actual", "estimated", "target"}
    assert {q["mod"] for q in quantities} == {None, "approx", "over", "at_least", "under", "at_most"}
    assert any(q["redacted"] for q in quantities)
    assert {e["label"] for row in ROWS for e in row["entities"]} == {"PROJECT", "PLACE", "INSTITUTION"}


@pytest.mark.parametrize(
    ("name", "year", "level", "at_least"),
    [("district_2024.txt", 2024, "county", 250), ("province_2026.txt", 2026, "province", 250)],
)
def test_the_samples_are_understood(name, year, level, at_least):
    (report,) = gi.read(EXAMPLES / name)
    assert (report.year, report.level) == (year, level)
    assert len(report.metrics) >= at_least
    assert {"review", "plan"} <= {section.kind for section in report.sections}
    assert {"actual", "target"} <= {metric.status for metric in report.metrics}


def test_the_redacted_region_is_unknown():
    (report,) = gi.read(EXAMPLES / "district_2024.txt")
    assert report.region is None


def test_the_library_scores_well_on_its_own_samples():
    scores = gi.evaluate(EXAMPLES / "gold.jsonl").scores()
    assert scores["quantity normalised"] >= 0.95
    assert scores["metric indicator"] >= 0.9
    assert scores["whole row"] >= 0.8
    assert scores["policy area"] >= 0.9
    assert scores["entity all"] >= 0.75
