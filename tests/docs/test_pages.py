"""Every snippet of the documentation runs: Python, commands, SQL.  See pages.py for the rules."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.docs.pages import Runner, blocks_of, folder, installs

PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
NEEDS = {
    "docs/convert.md": ("cassis",),
    "docs/evaluate.md": ("pandas", "krippendorff", "sklearn"),
    "docs/howto/label_studio.md": ("cassis",),
    "docs/howto/spark.md": ("pandas", "pyarrow"),
    "docs/view.md": ("pandas", "matplotlib", "docx"),
}
"""Packages of extras that a page uses beyond those of the extra ``files``."""

pytestmark = pytest.mark.filterwarnings("ignore:.*font")


def name_of(page) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_snippets_run(page, tmp_path, monkeypatch):
    blocks = blocks_of(page.read_text(encoding="utf-8"))
    if not blocks:
        pytest.skip("no snippets")
    for package in ("pandas", "pyarrow", "duckdb", "openpyxl", *NEEDS.get(name_of(page), ())):
        pytest.importorskip(package)
    folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # one worker starts faster than many, for two short reports
    runner = Runner(name_of(page))
    if page.name == "README.md":  # its snippet leaves open where the texts come from
        text = (tmp_path / "report.txt").read_text(encoding="utf-8")
        runner.names |= {"text": text, "texts": [text] * 3}
    for block in blocks:
        try:
            runner.run(block)
        except Exception as error:
            error.add_note(f"in {name_of(page)}, line {block.line}") if hasattr(error, "add_note") else None  # pyright: ignore[reportAttributeAccessIssue]
            raise


def test_every_page_is_in_the_navigation():
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    navigation = config.split("\nnav:\n")[1].split("\n\n")[0]
    listed = re.findall(r": ([\w./-]+\.md)", navigation)
    assert sorted(listed) == sorted(
        page.relative_to(ROOT / "docs").as_posix() for page in PAGES if page.name != "README.md"
    )


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target


def test_only_marked_blocks_are_left_out():
    """The rules hold: an unknown command or extra is an error, a mark needs a reason."""
    page = "```bash\nrm -rf x\n```\n<!-- not run: no -->\n```bash\nls\n```\n<!-- result -->\n```text\nnever said\n```\n"
    unknown, unexplained, result = blocks_of(page)
    for block, words in ((unknown, "nothing here runs rm"), (unexplained, "say why")):
        with pytest.raises(AssertionError, match=words):
            Runner("page").run(block)
    with pytest.raises(AssertionError):
        Runner("page").run(result)
    with pytest.raises(AssertionError, match="no such extra"):
        installs(["govreport-ie[everything]"])
