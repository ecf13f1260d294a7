"""The best well-formed tags: checked against every sequence of short texts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.entities.decoding import best_tags, name_spans, tags_of
from govreport_ie.extraction.entities.naming import probabilities, trimmed
from govreport_ie.extraction.entities.network import LABELS, TAGS


def well_formed(tags: tuple[int, ...]) -> bool:
    """Whether names begin, go on and end under one label."""
    open_label: str | None = None
    for tag in (TAGS[one] for one in tags):
        place, _, label = tag.partition("-")
        if (open_label is None) == (place in "IE") or (open_label is not None and label != open_label):
            return False
        open_label = label if place in "BI" else None
    return open_label is None


SEQUENCES = {
    size: [tags for tags in product(range(len(TAGS)), repeat=size) if well_formed(tags)] for size in (1, 2, 3, 4)
}


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_no_well_formed_sequence_is_better(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 2, (size, len(TAGS))).astype(np.float32)
    found = best_tags(scores)
    assert well_formed(tuple(found.tolist()))
    best = max(scores[np.arange(size), list(tags)].sum() for tags in SEQUENCES[size])
    assert np.isclose(scores[np.arange(size), found].sum(), best, atol=1e-4)


@given(st.integers(0, 10_000))
def test_long_texts_are_cut_where_nothing_is_a_name(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(0, 2, (400, len(TAGS))).astype(np.float32)
    scores[random.random(400) < 0.7, 0] += 12
    tags = best_tags(scores)
    assert well_formed(tuple(tags.tolist()))
    spans = name_spans(tags)
    assert np.array_equal(tags_of(spans, 400), tags)
    chances = probabilities(scores, spans)
    assert len(chances) == len(spans)
    assert all(0 <= weakest <= mean * 1.001 <= 1.001 for weakest, mean in chances)


def test_spans_and_tags_say_the_same() -> None:
    spans = [(1, 4, "PROJECT"), (4, 5, "PLACE"), (6, 8, "INSTITUTION")]
    tags = tags_of(spans, 9)
    assert [TAGS[tag] for tag in tags[1:5]] == ["B-PROJECT", "I-PROJECT", "E-PROJECT", "S-PLACE"]
    assert name_spans(tags) == spans
    assert {label for _, _, label in spans} == set(LABELS)


def test_an_empty_text_has_no_names() -> None:
    assert name_spans(best_tags(np.zeros((0, len(TAGS)), np.float32))) == []


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("砚湖街道办)", "砚湖街道办"),  # the bracket is opened before the name: (主办:砚湖街道办)
        ("(望岭、石砚", "望岭、石砚"),
        ("砚湖大学(东校区)", "砚湖大学(东校区)"),
        ("《砚湖志》", "《砚湖志》"),
        (" 砚湖\n", "砚湖"),
        ("(3)砚湖大桥", "砚湖大桥"),
        (")", ""),
    ],
)
def test_brackets_of_the_text_around_a_name_are_no_part_of_it(tagged: str, name: str) -> None:
    start, end = trimmed(tagged, 0, len(tagged))
    assert tagged[start:end] == name
