"""Files that hold several reports."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_ie.extraction.structure import split_reports
from tests.extraction.structure.test_sections import PLAN_BODY, REVIEW_BODY

TITLE = "2024年XX县政府工作报告\n"
GREETING = "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
WHOLE = f"{TITLE}{GREETING}一、2023年工作回顾\n{REVIEW_BODY}\n二、2024年工作安排\n{PLAN_BODY}\n"


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_reports(text)]


def test_one_report_is_left_whole() -> None:
    assert parts(WHOLE) == [WHOLE]


def test_rest_of_a_plan_before_a_report() -> None:
    rest = f"2024年政府工作报告-8篇(第2/9页)\n五、推动融合发展\n{PLAN_BODY}\n各位代表，让我们团结奋斗！\n"
    assert parts(rest + WHOLE) == [rest, WHOLE]


def test_reports_one_after_the_other() -> None:
    assert parts(WHOLE * 3) == [WHOLE] * 3


def test_title_alone_with_a_first_heading() -> None:
    second = f"篇二：2024年镇政府工作报告\n一、2023年工作回顾\n{REVIEW_BODY}\n"
    assert parts(WHOLE + second) == [WHOLE, second]


def test_abstract_that_repeats_the_greeting() -> None:
    text = f"内容摘要：{TITLE.strip()}{GREETING.strip()}\n{WHOLE}"
    assert parts(text) == [text]


def test_greeting_words_inside_a_report() -> None:
    text = WHOLE + f"各位代表！这里我向大会报告，承诺的十件实事全部办结。\n{REVIEW_BODY}"
    assert parts(text) == [text]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([TITLE, GREETING, REVIEW_BODY, PLAN_BODY, "\n", "下一篇：通知\n", "甲。"]), max_size=9))
def test_parts_cover_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(parts(text)) == text
