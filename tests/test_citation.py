"""CITATION.cff says what the project is and which version."""

from __future__ import annotations

import re

import pytest

import govreport_ie as gi
from tests.conftest import ROOT

CITATION = ROOT / "CITATION.cff"


def test_the_citation_is_of_this_version():
    if not CITATION.exists():
        pytest.skip("installed without the repository")
    text = CITATION.read_text(encoding="utf-8")
    fields = dict(re.findall(r"^([\w-]+): *(.+)$", text, re.MULTILINE))
    assert fields["cff-version"] == "1.2.0"
    assert fields["version"] == gi.__version__
    assert fields["license"] == "MIT"
    assert "authors:\n  - name:" in text
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    date = fields["date-released"].strip('"')
    assert re.search(rf"^## \[{re.escape(gi.__version__)}\] - {date}$", changelog, re.MULTILINE)
