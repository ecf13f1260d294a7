"""The statistical tagger of entities: tag sequences, votes of the rules, the merged layer, and the packaged pipeline that holds it."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.extraction.records import EntityRecord
from govreport_ie.pipeline.tagger import LABELS, TAGS, best_tags, merge, pieces, spans_of, tags_of

TEXT = "加快云溪大桥建设，石泉县新增就业1.2万人。市第一人民医院投入使用。"
VOTES = dict.fromkeys(LABELS, 1.0)


@pytest.fixture(scope="module")
def accurate():
    return gi.load("zh_govreport_accurate")


def entity(start: int, end: int, label: str = "PLACE", **more: str) -> EntityRecord:
    return EntityRecord(start, end, label, **more)


def sure(tags: list[str]) -> np.ndarray:
    """Log-probabilities of a network that is sure of these tags."""
    logs = np.full((len(tags), len(TAGS)), np.log(0.001), dtype="f")
    for offset, tag in enumerate(tags):
        logs[offset, TAGS.index(tag)] = np.log(0.98)
    return logs


class TestTags:
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 6), st.sampled_from(LABELS)), max_size=8))
    def test_entities_come_back_from_their_tags(self, parts):
        entities, at = [], 0
        for gap, length, label in parts:
            entities.append((at + gap, at + gap + length, label))
            at += gap + length
        tags = tags_of([entity(*one) for one in entities], at)
        assert spans_of(tags) == entities

    def test_of_two_that_overlap_the_first_counts(self):
        assert spans_of(tags_of([entity(0, 4), entity(2, 6)], 6)) == [(0, 4, "PLACE")]

    @given(st.text("甲乙。；\n！", max_size=700))
    def test_pieces_cover_all_but_line_ends(self, text):
        covered = "".join(text[start:end] for start, end in pieces(text))
        assert covered == text.replace("\n", "")
        assert all(0 < end - start <= 301 for start, end in pieces(text))


class TestVotes:
    def test_the_network_alone_decides_where_the_rules_have_no_weight(self):
        logs = sure(["B-PROJECT", "I-PROJECT", "E-PROJECT", "O"])
        assert spans_of(best_tags(logs, [0, 0, 0, 0], dict.fromkeys(LABELS, 0.0), 0.0)) == [(0, 3, "PROJECT")]

    def test_a_heavy_vote_keeps_what_the_rules_found(self):
        rules = tags_of([entity(0, 2)], 4)
        assert spans_of(best_tags(sure(["O"] * 4), rules, dict.fromkeys(LABELS, 50.0), 0.0)) == [(0, 2, "PLACE")]

    def test_a_heavy_veto_keeps_what_the_rules_did_not_find(self):
        logs = sure(["B-PLACE", "E-PLACE", "O", "O"])
        assert spans_of(best_tags(logs, [0] * 4, VOTES, 50.0)) == []  # pyright: ignore[reportArgumentType]

    @given(st.lists(st.lists(st.floats(-9, 0), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=12))
    def test_the_sequence_is_always_well_formed(self, logs):
        tags = best_tags(np.array(logs, dtype="f"), [0] * len(logs), VOTES, 0.0)  # pyright: ignore[reportArgumentType]
        assert tags_of([entity(*span) for span in spans_of(tags)], len(tags)) == tags


class TestMerge:
    def test_same_edges_keep_the_record(self):
        record = entity(9, 12, "PLACE", kb_id="610922", name="石泉县")
        assert merge(TEXT, [record], [(9, 12, "PLACE")]) == [record]

    def test_moved_edges_keep_the_subtype_but_not_the_code(self):
        record = entity(9, 11, "PLACE", kb_id="610922", subtype="division")
        (moved,) = merge(TEXT, [record], [(9, 12, "PLACE")])
        assert (moved.start, moved.end, moved.name, moved.kb_id, moved.subtype) == (9, 12, "石泉县", None, "division")
        assert moved.rule == "pipeline.tagger:edges"

    def test_a_new_name_says_where_it_comes_from(self):
        (found,) = merge(TEXT, [], [(2, 6, "PROJECT")])
        assert (found.name, found.rule) == ("云溪大桥", "pipeline.tagger:found")

    def test_no_entity_cuts_a_quantity(self):
        start = TEXT.index("1.2万人")
        record = entity(start - 2, start)
        assert merge(TEXT, [record], [(start - 2, start + 3, "PLACE")], [(start, start + 5)]) == [record]


class TestPipeline:
    def test_names_are_found(self, accurate):
        report = gi.extract(TEXT, nlp=accurate)
        found = {(one.text, one.label) for one in report.entities}
        assert ("石泉县", "PLACE") in found
        assert all(TEXT[one.start : one.end] == one.text for one in report.entities)

    def test_the_rest_of_the_report_is_that_of_the_default_pipeline(self, accurate):
        plain, tagged = gi.extract(TEXT), gi.extract(TEXT, nlp=accurate)
        assert tagged.quantities == plain.quantities
        assert [one.indicator.name for one in tagged.metrics] == [one.indicator.name for one in plain.metrics]

    def test_a_doc_gives_the_same_report(self, accurate):
        assert accurate(TEXT)._.govreport.entities == gi.extract(TEXT, nlp=accurate).entities

    def test_saved_and_loaded(self, accurate, tmp_path):
        accurate.to_disk(tmp_path / "saved", exclude=["vocab"])
        loaded = spacy.load(tmp_path / "saved")
        assert gi.extract(TEXT, nlp=loaded).entities == gi.extract(TEXT, nlp=accurate).entities

    def test_an_unknown_name_lists_the_packaged_ones(self):
        with pytest.raises(gi.ConfigError, match="zh_govreport_accurate"):
            gi.load("zh_govreport_fast")
