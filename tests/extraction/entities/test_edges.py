"""Common words are looked for in the clauses where a name may stand, and say there what they say in the whole text."""

from __future__ import annotations

import pytest

from govreport_ie.extraction.entities.edges import Edges

TEXT = "推进美丽砚湖建设,加快新建云岫大桥、望岭隧道。全面加强社会治理;优化营商环境(砚州市)"


def words_of(edges: Edges, start: int, end: int) -> list[str]:
    return [
        edges.folded[low:high]
        for low, high in zip(edges.starts, edges.ends, strict=True)
        if start <= low and high <= end
    ]


@pytest.mark.parametrize(
    ("anchor", "clause"),
    [
        ("砚湖", "推进美丽砚湖建设,"),
        ("望岭", ",加快新建云岫大桥、望岭隧道。"),  # an enumeration comma ends no clause
        ("砚州", "(砚州市)"),
        ("营商", ";优化营商环境("),
    ],
)
def test_the_words_of_a_clause_are_those_of_the_whole_text(anchor: str, clause: str) -> None:
    whole, part = Edges(TEXT), Edges(TEXT, [TEXT.index(anchor)])
    start = TEXT.index(clause)
    assert words_of(part, 0, len(TEXT)) == words_of(whole, start, start + len(clause))


def test_neighbouring_clauses_are_read_together() -> None:
    part = Edges(TEXT, [TEXT.index("砚湖"), TEXT.index("云岫")])
    assert list(part.starts) == sorted(set(part.starts))
    assert words_of(part, 0, len(TEXT)) == words_of(Edges(TEXT), 0, TEXT.index("全面"))


def test_without_anchors_nothing_is_looked_at() -> None:
    edges = Edges(TEXT, [])
    assert edges.starts == ()
    assert not edges.ends_with(3)
