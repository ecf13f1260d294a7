"""benchmarks/RESULTS.md is written and read by scripts; this holds the form that they look for."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"
pytestmark = pytest.mark.skipif(not BENCHMARKS.exists(), reason="the benchmarks are not beside the tests")


def script(name: str) -> ModuleType:
    """A script of benchmarks/ as a module."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", BENCHMARKS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


def test_the_accuracy_guard_finds_the_last_row_of_every_split_it_guards():
    accuracy = script("accuracy")
    rows = accuracy.last_rows()
    assert set(accuracy.GUARDED) <= set(rows)
    assert all(0 < value <= 1 for row in rows.values() for value in row.values())


def test_a_row_of_speed_follows_the_last_row_of_its_table():
    results = (BENCHMARKS / "RESULTS.md").read_text(encoding="utf-8")
    after = script("speed").with_row(results, "| new |\n")
    head, rest = after.split("| new |\n")
    assert head + rest == results
    assert head.split("<!-- speed rows -->")[1].strip("\n").count("\n\n") == 0, "another table stands between"
    assert head.endswith("|\n")
    assert not rest.startswith("|")
