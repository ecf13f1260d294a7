"""Hostile input: a result in linear time, whatever the text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from govreport_ie.extraction.structure import split_reports
from tests.extraction.structure.helpers import analyse

SIZE = 60_000
CASES = {
    "empty": "",
    "blank": " " * SIZE,
    "line ends": "\n" * SIZE,
    "ideographic blanks": "　\n" * (SIZE // 2),
    "windows line ends": "\r\n" * (SIZE // 2),
    "one numeral": "一" * SIZE,
    "commas": "1,1,1," * (SIZE // 6),
    "enumeration commas": "、" * SIZE,
    "nested brackets": "(" * 100_000 + ")" * 100_000,
    "unclosed quotes": "“" * SIZE,
    "full stops": "。" * SIZE,
    "zero width": "\n\u200b" * (SIZE // 2),
    "right-to-left marks": "\u202e12亿元\u202c\n" * (SIZE // 8),
    "control characters": "\x00\x01甲" * (SIZE // 3),
    "headings": "一、2023年工作回顾\n" * (SIZE // 12),
    "empty headings": "一、\n" * (SIZE // 3),
    "page marks": "第1/2页\n" * (SIZE // 6),
    "page numbers": "字\n1\n" * (SIZE // 4),
    "greetings": "各位代表：我代表县人民政府向大会报告" * (SIZE // 18),
    "titles": "2024年县政府工作报告\n" * (SIZE // 12),
    "years": "2023年" * (SIZE // 5),
    "wrapped": ("字" * 40 + "\n") * (SIZE // 41),
    "digits": "9" * 10_000,
}


@pytest.mark.parametrize("name", CASES)
def test_sections_cover_it(name: str) -> None:
    text = CASES[name]
    sections = analyse(text).sections
    assert (sections[0].start, sections[-1].end) == (0, len(text))
    assert all(left.end == right.start for left, right in pairwise(sections))
    assert split_reports(text)[-1][1] == len(text)


@pytest.mark.scaling
@pytest.mark.parametrize("unit", ["全县新建公园，", "\n", "2023年", "我代表", "（一）字\n", "字\n1\n", "各位代表："])
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        analyse(text)
        split_reports(text)
        return time.process_time() - begin

    seconds(2_000)
    short, long = seconds(40_000), seconds(320_000)
    # eight times the length: far from the sixty-four times that quadratic work would take
    assert long < 25 * max(short, 0.01)
