"""Lists of words are lexicons: no pattern in the extraction code spells out an alternation of more than ten words."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from govreport_ie.extraction.lexicons import load
from govreport_ie.extraction.lexicons.patterns import alternation, words_of

EXTRACTION = Path(__file__).resolve().parents[2] / "govreport_ie" / "extraction"
LONGEST = 10


def _longest_alternation(value: ast.expr) -> int:
    """The most alternatives that one group of the strings of an expression spells out; 0 without Chinese characters."""
    texts = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    text = "".join(texts)
    if not re.search("[\u4e00-\u9fff]", text):
        return 0
    return max(group.count("|") + 1 for group in re.split(r"[()]", text))


def _long_alternations(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value]
    return [ast.unparse(node)[:60] for node in assigned if _longest_alternation(node.value) > LONGEST]  # pyright: ignore[reportArgumentType]


def test_no_pattern_spells_out_more_than_ten_words():
    found = {path.relative_to(EXTRACTION).as_posix(): _long_alternations(path) for path in EXTRACTION.rglob("*.py")}
    assert not {name: patterns for name, patterns in found.items() if patterns}


def test_words_of_a_role_are_written_once():
    rows = Counter((row["role"], row["word"]) for row in load("context_words"))
    assert max(rows.values()) == 1


@pytest.mark.parametrize("role", sorted({row["role"] for row in load("context_words")}))
def test_every_word_of_a_role_is_matched_whole(role):
    """The longest word goes first, so that 农民工 is not read as 农民."""
    for word in words_of(role):
        assert re.match(alternation(role), word)[0] == word


@pytest.mark.parametrize(
    ("role", "text", "matches"),
    [
        ("compared", "比上年", True),
        ("compared", "占比上年", False),  # not_before
        ("shrink", "压减库存", True),
        ("shrink", "压减率", False),  # not_after
    ],
)
def test_conditions_of_a_word(role, text, matches):
    assert (re.search(alternation(role), text) is not None) == matches
