"""The showcase runs on the invented reports: every outcome and reason occurs, and its files are written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

pd = pytest.importorskip("pandas")


def test_promises_and_results(tmp_path):
    script = ROOT / "examples" / "targets_study.py"
    run = subprocess.run(
        [sys.executable, str(script), "--out", str(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    targets = pd.read_csv(tmp_path / "targets.csv")
    found = targets.set_index(["region", "year", "indicator", "measure"])["outcome"]
    assert found["青禾县", 2022, "地区生产总值", "growth"] == "missed"
    assert found["青禾县", 2022, "单位GDP能耗", "growth"] == "met"
    reasons = targets.set_index(["region", "year", "indicator", "measure"])["reason"]
    assert (
        reasons["青禾县", 2022, "一般公共预算收入", "growth"] == "one of them is on a comparable footing, the other not"
    )
    assert reasons["白石县", 2023, "出口总额", "level"] == "the result is hedged"
    assert found["白石县", 2023, "地区生产总值", "growth"] == "met"  # 经济增长6.5%, 地区生产总值增长6.6%
    outcomes = pd.read_csv(tmp_path / "outcomes.csv")
    assert len(outcomes) == 6
    assert (outcomes[["met", "missed", "undetermined"]].sum() > 0).all()
    assert "<!DOCTYPE html>" in (tmp_path / "panel.html").read_text(encoding="utf-8")
