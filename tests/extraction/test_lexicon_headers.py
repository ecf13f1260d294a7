"""Every lexicon says where it comes from and under which licence, and none is under a licence that the package's is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govreport_ie.extraction import lexicons

FILES = sorted(Path(lexicons.__file__).parent.glob("*.tsv"))
FREE = re.compile(r"MIT|BSD|Apache-2\.0|Unicode-3\.0|CC0-1\.0|public domain")
ROOT = Path(lexicons.__file__).parents[3]


def header(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines[: next(i for i, line in enumerate(lines) if not line.startswith("#"))])


def test_every_file_is_listed():
    assert {path.stem for path in FILES} == set(lexicons.LEXICONS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_source_and_licence(path):
    text = header(path)
    assert re.search(r"Sources?: \w", text), "no source"
    (licence,) = re.findall(r"^# Licence: (.+)$", text, re.MULTILINE)
    assert FREE.search(licence)
    assert "GPL" not in licence


@pytest.mark.skipif(not (ROOT / "docs").exists(), reason="an installation without the documentation")
def test_data_of_others_is_listed_in_the_documentation():
    page = (ROOT / "docs" / "third_party.md").read_text(encoding="utf-8")
    others = [path.name for path in FILES if "compiled for this project" not in header(path).split("Licence:")[1]]
    assert others == ["countries.tsv", "divisions.tsv", "towns.tsv", "traditional.tsv"]
    assert [name for name in others if f"`{name}`" not in page] == []
