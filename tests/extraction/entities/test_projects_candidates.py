"""How candidate names are cut out and chosen: segments, runs, the model's tables, linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from govreport_ie.extraction.engine import new_analysis, without_cycle_collection
from govreport_ie.extraction.entities.candidates import MEMBER_TEMPLATES, NAME_TEMPLATES, candidates
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.scorer import Name, choose, model, names
from govreport_ie.extraction.entities.segments import _ENUMERATOR, _opens_item, plain_phrases, runs
from govreport_ie.extraction.entities.stage_of_work import stage_of
from govreport_ie.extraction.entities.words import words


def context(text: str) -> EntityContext:
    """A context without places or amounts."""
    return EntityContext.of(new_analysis(text), [])


def proposed(text: str) -> set[str]:
    """The texts of all candidates."""
    return {text[one.start : one.end] for one in candidates(context(text))}


def test_a_candidate_ends_with_a_head_and_begins_behind_verbs_and_marks() -> None:
    assert "砚湖大桥" in proposed("加快推进砚湖大桥建设")
    assert not any("推进" in one for one in proposed("加快推进砚湖大桥建设"))


def test_a_verb_inside_opens_a_second_candidate() -> None:
    assert "望岭生物医药谷" in proposed("云岫片区建设望岭生物医药谷")


def test_a_list_lends_its_class_to_its_members() -> None:
    (run,) = [one for one in runs(context("推进砚光、恒泰等项目")) if one.members]
    assert (run.opener, run.class_noun, len(run.members)) == ("推进", "项目", 2)


def test_quotations_stay_whole_and_titles_break() -> None:
    assert "“稳增长、促改革”行动" in proposed("开展“稳增长、促改革”行动")
    assert proposed("落实《砚湖大桥工程管理办法》") == set()


def test_a_plain_phrase_is_not_looked_at() -> None:
    seen = context("加快推进重点项目建设")
    assert "重点项目建设" in plain_phrases()
    assert list(candidates(seen)) == []
    assert list(candidates(seen, frozenset())) != []


def test_a_plain_phrase_inside_a_name_is_looked_at() -> None:
    assert "砚湖重点项目" in proposed("加快推进砚湖重点项目建设")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.砚湖惠民工程", ["1."]),
        ("一是巩固。2.砚湖惠民工程", ["2."]),
        ("任务\n 3．砚湖惠民工程", ["3．"]),
        ("第4.砚湖惠民工程", []),
        ("增长5.6个百分点", []),
    ],
)
def test_the_number_of_an_item_is_no_part_of_its_name(text: str, numbers: list[str]) -> None:
    opened = [match.group() for match in _ENUMERATOR.finditer(text) if _opens_item(text, match.start())]
    assert opened == numbers


def test_roads_keep_their_number() -> None:
    text = "建成330国道云岫段"
    analysis = new_analysis(text)
    whole = EntityContext.of(analysis, [])
    whole.quantities = [(2, 6)]  # 330国, as if it were a count
    assert "330国道云岫段" in {text[one.start : one.end] for one in candidates(whole)}


def test_the_longest_name_of_one_label_is_chosen() -> None:
    text = "抓好望岭水库除险加固工程"
    (found,) = names(context(text))
    assert text[found.start : found.end] == "望岭水库除险加固工程"


def test_chosen_names_do_not_overlap() -> None:
    (candidate, *_) = candidates(context("抓好望岭水库除险加固工程"))
    scored = [
        Name(0, 4, "PROJECT", 1.0, candidate),
        Name(0, 6, "PROJECT", 0.5, candidate),
        Name(2, 5, "INSTITUTION", 3.0, candidate),
        Name(8, 9, "INSTITUTION", 0.1, candidate),
    ]
    chosen = choose(scored)
    assert [(one.start, one.end, one.label) for one in chosen] == [(2, 5, "INSTITUTION"), (8, 9, "INSTITUTION")]
    assert all(left.end <= right.start for left, right in pairwise(chosen))


def test_the_model_has_a_table_for_every_template() -> None:
    packaged = model()
    assert all(len(tables) == len(NAME_TEMPLATES) for tables in packaged.names.values())
    assert len(packaged.members) == len(MEMBER_TEMPLATES)
    assert sum(map(len, packaged.names["work"])) > 1000


def test_every_class_of_the_word_list_is_known() -> None:
    assert set(words().classes) <= set("PCOBSNHKQLDR")


@pytest.mark.parametrize(
    ("text", "name", "stage"),
    [
        ("甲桥通车，乙桥开工", "甲桥", "completed"),
        ("甲桥通车，乙桥开工", "乙桥", "started"),
        ("甲桥造型优美", "甲桥", None),
    ],
)
def test_the_stage_comes_from_its_own_clause(text: str, name: str, stage: str | None) -> None:
    start = text.index(name)
    assert stage_of(text, start, start + len(name)) == stage


@pytest.mark.scaling
@pytest.mark.parametrize(
    "unit", ["项目", "工程、", "推进项目", "“", "”", "(", "()", '"', "大桥和", "第一", "等", "建设工程", "公司"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        with without_cycle_collection():  # as the stages run
            begin = time.process_time()
            list(names(context(text)))
            return time.process_time() - begin

    seconds(1000)
    assert min(seconds(80_000) for _ in range(3)) < 40 * max(seconds(8_000), 0.01)
