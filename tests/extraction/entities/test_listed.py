"""One pass finds what a search for every single word would find."""

from __future__ import annotations

import pytest

from govreport_ie.extraction.entities.gazetteer import gazetteer
from govreport_ie.extraction.entities.listed import lists
from govreport_ie.extraction.entities.terms import terms

TEXTS = [
    "支持绵阳市涪城区、成都高新区与中国科学院共建研究院",
    "建成县人民医院二期、砚湖大桥和望岭水库",
    "",
]


def occurrences(text: str, words: list[str]) -> list[tuple[int, int, str]]:
    return [(at, at + len(word), word) for word in words for at in range(len(text)) if text.startswith(word, at)]


@pytest.mark.parametrize("text", TEXTS)
def test_places_and_their_heads_are_all_found_with_overlaps(text: str) -> None:
    listed = lists().scan(text)
    assert listed.places == sorted(occurrences(text, gazetteer().names), key=lambda hit: (hit[0], -hit[1]))
    heads = [(start, end, head.word) for start, end, head in listed.place_heads]
    assert heads == sorted(
        occurrences(text, [head.word for head in gazetteer().heads]), key=lambda hit: (hit[1], hit[0])
    )


@pytest.mark.parametrize("text", TEXTS)
def test_bodies_and_heads_are_the_first_and_longest(text: str) -> None:
    listed = lists().scan(text)
    for found, words in (
        ([(start, end, body.name) for start, end, body in listed.bodies], list(terms().bodies)),
        ([(start, end, head.word) for start, end, head in listed.heads], list(terms().heads)),
    ):
        expected: list[tuple[int, int, str]] = []
        for hit in sorted(occurrences(text, words), key=lambda hit: (hit[0], -hit[1])):
            if not expected or hit[0] >= expected[-1][1]:
                expected.append(hit)
        assert found == expected
    if "研究院" in text:
        assert (listed.bodies[0][2].name, listed.heads[-1][2].word) == ("中国科学院", "研究院")
