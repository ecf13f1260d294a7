"""Whatever comes in, there is a result with warnings or one clear error, in linear time."""

from __future__ import annotations

import time

import pytest

import govreport_ie as gi

UNITS = {
    "digits": "1234567890",
    "chinese digits": "一二三四五六七八九十",
    "one": "一",
    "hundreds": "百",
    "thousands separators": "1,1",
    "full-width": "１２，３",
    "enumeration commas": "、",
    "commas": "，",
    "respectively": "分别",
    "opening brackets": "（",
    "closing brackets": "）",
    "opening quotes": "“",
    "ASCII quotes": '"',
    "list": "公园3个、",
    "clauses without end": "新建学校8所，",
    "values dealt out": "3个、4个和",
    "percent": "5%",
    "spaces": " ",
    "ideographic spaces": "　",
    "newlines": "\n",
    "headings": "一、",
    "bracketed headings": "（一）",
    "redactions": "XX",
    "stars": "*",
    "years": "2023年",
    "tabs": "1\t",
    "amounts line by line": "1亿元\n",
    "labels and amounts line by line": "收入\n1亿元\n",
    "cells line by line below captions": "单位：亿元\n收入\n1\n",
    "projects": "大桥工程",
    "places": "清河村",
    "centres": "中心",
    "ordinary": "全县新建学校8所，增长6.5%，清河大桥建成通车。",
}


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "　"])
def test_blank_text_is_a_result_with_a_warning(text):
    report = gi.extract(text)
    assert report.text == text
    assert [(w.kind, w.message) for w in report.warnings] == [("blank_text", "the text is blank")]
    assert not report.quantities


def test_control_characters_are_reported():
    report = gi.extract("新建\x00学校8所\x1b。")
    assert "U+0000" in report.warnings[0].message
    assert [q.text for q in report.quantities] == ["8所"]


@pytest.mark.parametrize("text", ["学校\ud8008所", "\udc00"])
def test_half_a_surrogate_pair_is_a_clear_error(text):
    with pytest.raises(gi.TextError, match="surrogate"):
        gi.extract(text)
    with pytest.raises(gi.TextError, match="surrogate"):
        gi.extract(text, nlp=gi.load())


@pytest.mark.parametrize("value", [None, b"bytes", 7])
def test_anything_but_a_string_is_a_clear_error(value):
    with pytest.raises(gi.TextError, match="must be a str"):
        gi.extract(value)


def test_marks_of_writing_direction_and_unclosed_quotes():
    text = "\u202e\u200f全年新建“学校8所，\u200e增长6%（其中小学3所。"
    report = gi.extract(text)
    assert "8所" in [q.text for q in report.quantities]


@pytest.mark.parametrize("digits", ["1" * 10_000, "一" * 10_000, "9" * 10_000 + "亿元", "1." + "3" * 10_000 + "%"])
def test_numbers_of_ten_thousand_digits(digits):
    report = gi.extract(f"新建学校{digits}所。")
    gi.Report.model_validate_json(report.model_dump_json())


def test_a_hundred_thousand_brackets():
    report = gi.extract("（" * 100_000 + "新建学校8所" + "）" * 100_000)
    assert [q.text for q in report.quantities] == ["8所"]


@pytest.mark.scaling
@pytest.mark.parametrize("name", UNITS)
def test_time_grows_with_the_length_and_no_faster(name):
    # A quadratic step makes eight times the text cost 64 times the time; noise of a busy machine stays far below 30.
    def seconds(length: int) -> float:
        text = (UNITS[name] * (length // len(UNITS[name]) + 1))[:length]
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            gi.extract(text)
            best = min(best, time.process_time() - begin)
        return best

    gi.extract("预热")
    small, large = seconds(5_000), seconds(40_000)
    assert large < 30 * max(small, 0.004), f"{name}: {small:.3f} s for 5,000 and {large:.3f} s for 40,000 characters"
