"""Overlaps: the longest entity stays; of equal length projects, then institutions, then places."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.entities.context import EntityContext, quote_spans
from govreport_ie.extraction.entities.resolve import resolve
from govreport_ie.extraction.records import EntityRecord

TEXT = "推进绵阳科技城新区中心医院扩建项目" * 4


def context(quantities: list[tuple[int, int]] | None = None) -> EntityContext:
    made = EntityContext.of(new_analysis(TEXT), [])
    made.quantities = quantities or []
    return made


def test_the_longest_stays() -> None:
    short, long = EntityRecord(2, 4, "PLACE"), EntityRecord(2, 13, "INSTITUTION")
    assert resolve([short, long], context()) == [long]


def test_of_equal_length_a_project_goes_before_a_place() -> None:
    place, project = EntityRecord(2, 6, "PLACE"), EntityRecord(2, 6, "PROJECT")
    assert resolve([place, project], context()) == [project]


def test_what_is_never_doubted_goes_before_any_length() -> None:
    own, long = EntityRecord(2, 4, "PLACE", score=1.0), EntityRecord(2, 13, "INSTITUTION", score=0.95)
    assert resolve([long, own], context()) == [own]


def test_an_entity_that_cuts_an_amount_goes() -> None:
    assert resolve([EntityRecord(2, 6, "PLACE")], context([(4, 8)])) == []
    inside = EntityRecord(2, 9, "PROJECT")
    assert resolve([inside], context([(4, 8)])) == [inside]


spans = st.tuples(
    st.integers(0, len(TEXT) - 2), st.integers(1, 12), st.sampled_from(["PLACE", "PROJECT", "INSTITUTION"])
)


@given(st.lists(spans, max_size=30))
def test_the_result_has_no_overlaps_and_loses_no_stretch(drawn: list[tuple[int, int, str]]) -> None:
    records = [EntityRecord(start, min(start + length, len(TEXT)), label) for start, length, label in drawn]
    kept = resolve(records, context())
    assert all(left.end <= right.start for left, right in pairwise(kept))
    for record in records:  # whatever was dropped overlaps something at least as long
        assert any(
            one.start < record.end and one.end > record.start and one.end - one.start >= record.end - record.start
            for one in kept
        )


def test_quotes_are_outermost_and_bounded() -> None:
    assert quote_spans("推进“千万工程”建设") == [(2, 8)]
    assert quote_spans("《关于“双减”的意见》") == [(0, 11)]
    assert quote_spans("“" + "一" * 200) == []
