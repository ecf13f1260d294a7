"""Normalised names: the same entity has the same name inside a report."""

from __future__ import annotations

from tests.extraction.entities.marked import analyse, described, of_label


def names(text: str, label: str, **given: str) -> dict[str, str]:
    return {text[one.start : one.end]: one.name for one in of_label(text, label, **given)}


def test_full_and_short_form_share_name_and_code() -> None:
    text = "支持绵阳市发展。绵阳要走在前列。"
    found = of_label(text, "PLACE")
    assert {one.name for one in found} == {"绵阳市"}
    assert {one.kb_id for one in found} == {"510700"}


def test_a_redacted_division_gets_the_region_the_caller_gave() -> None:
    marked = "【XX区】经济平稳运行"
    assert [one.name for one in described(marked, "PLACE", region="罗湖区", level="county")] == ["罗湖区"]
    assert [one.name for one in described(marked, "PLACE")] == ["XX区"]


def test_a_local_prefix_is_written_out_where_the_region_is_known() -> None:
    text = "区人民医院新院区启用，罗湖区人民医院服务能力提升。"
    found = names(text, "INSTITUTION", region="罗湖区", level="county")
    assert set(found.values()) <= {"罗湖区人民医院", "罗湖区人民医院新院区"}


def test_a_short_form_that_the_report_introduces_gets_the_full_name() -> None:
    text = "绵阳高新技术产业开发区（以下简称“高新区”）提质，高新区扩容。"
    found = [one for one in analyse(text).entities if one.label == "PLACE"]
    assert [text[one.start : one.end] for one in found] == ["绵阳高新技术产业开发区", "高新区", "高新区"]
    assert len({one.name for one in found}) == 1


def test_a_bare_class_of_zone_gets_the_name_of_the_one_zone_of_that_class() -> None:
    text = "绵阳综合保税区封关运行。综合保税区进出口增长。"
    found = names(text, "PLACE")
    assert found["绵阳综合保税区"] == "绵阳综合保税区"
    assert found.get("综合保税区", "绵阳综合保税区") == "绵阳综合保税区"


def test_quotation_marks_are_no_part_of_a_name() -> None:
    text = "实施“千万工程”，学习千万工程经验。"
    assert all("“" not in one.name for one in analyse(text).entities)
