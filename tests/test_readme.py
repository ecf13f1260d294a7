"""What the README shows is what the library does; tests/docs runs its snippets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console

import govreport_ie as gi

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DISTRICT = ROOT / "examples" / "district_2024.txt"


@pytest.fixture(scope="module")
def readme() -> str:
    if not README.exists():
        pytest.skip("installed without the repository")
    return README.read_text(encoding="utf-8")


def test_the_rows_shown_are_printed(readme):
    from govreport_ie.cli.table import ReportTable

    console = Console(width=118, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(ReportTable(next(gi.read(DISTRICT))))
    printed = {" ".join(line.split()) for line in console.export_text().splitlines()}
    (result,) = re.findall(r"<!-- result -->\n```text\n(.*?)```", readme, re.DOTALL)
    shown = [" ".join(line.split()) for line in result.splitlines() if line.strip(" ─")]
    assert len(shown) > 5
    assert [line for line in shown if line not in printed] == []


def test_files_named_exist(readme):
    for target in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / target).exists(), target
