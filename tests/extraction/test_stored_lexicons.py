"""Rows of lexicons stored in a wheel, and patterns compiled when first needed."""

from __future__ import annotations

import pickle
import re
from importlib import resources
from pathlib import Path

import pytest

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons import stored
from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from tests.modules import module_of

ROOT = Path(__file__).resolve().parent.parent.parent


def content(name: str) -> bytes:
    return resources.files("govreport_ie.extraction.lexicons").joinpath(f"{name}.tsv").read_bytes()


@pytest.fixture
def wheel(monkeypatch):
    """The library as it runs from a wheel."""
    rows = pickle.loads(lexicons.compact())
    monkeypatch.setattr(stored, "_stored", lambda: rows)


@pytest.mark.usefixtures("wheel")
@pytest.mark.parametrize("name", lexicons.LEXICONS)
def test_stored_rows_are_those_of_the_file(name):
    assert stored.stored_rows(name, content(name)) == lexicons._read(name, content(name))


@pytest.mark.usefixtures("wheel")
def test_a_changed_lexicon_is_read_from_its_file():
    changed = content("manners") + "再造\t再造\n".encode()
    assert stored.stored_rows("manners", changed) is None


def test_what_is_stored_beside_the_lexicons_is_theirs():
    for name, (digest, rows) in stored._stored().items():
        assert digest == stored.sha256(content(name)).digest(), f"{name}: built from another file; build the wheel anew"
        assert rows == lexicons._read(name, content(name))


def test_nothing_stored_means_reading_the_files(monkeypatch):
    monkeypatch.setattr(stored, "_stored", dict)
    assert stored.stored_rows("manners", content("manners")) is None


@pytest.mark.skipif(not (ROOT / "hatch_build.py").exists(), reason="not in an installation")
def test_the_build_stores_rows_in_wheels_only():
    pytest.importorskip("hatchling")
    build = module_of(ROOT / "hatch_build.py")
    for version, made in (("standard", True), ("editable", False)):
        data = {"force_include": {}}
        build.BuildHook(str(ROOT), {}, None, None, str(ROOT), "wheel").initialize(version, data)
        assert any(target.endswith(stored.NAME) for target in data["force_include"].values()) is made


def test_a_lazy_pattern_is_a_pattern():
    pattern = lazy_pattern("(?P<year>[0-9]{4})年", re.ASCII)
    assert "search" not in vars(pattern)
    assert pattern.search("2024年")["year"] == "2024"
    assert "search" in vars(pattern)
    assert (pattern.pattern, pattern.flags & re.ASCII, pattern.groupindex["year"]) == (
        "(?P<year>[0-9]{4})年",
        re.ASCII,
        1,
    )
