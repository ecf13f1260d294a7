"""Hostile input: long repetitions and a line of 5 MB are read in time that grows with its length."""

from __future__ import annotations

import time

import pytest

from tests.extraction.quantities.marked import analyse

LENGTH = 30_000
LONG_PIECES = ["一", "百", "1,", "分别"]
PIECES = [
    "一", "百", "万", "十百千万", "三四", "分之", "三分之", "百分之", "第", "第一", "半", "首位", "翻番", "余", "1余",
    "1", "1,", "1,111,", "1.", "1 ", "1  ", "1 . ", "1\n", "1 \n\n", "1:", "1/", "1-", "1一", "1、", "1个、", "1元/", "1个(",
    "X", "x.", "X:", "*", "×", "分别", "分别1个、", "至少", "约", "以上", "、", "(", "“", "”", '"', '"1', "“1", "《1个",
    "http://", "www.1", "a\t1\n", "1\t", "|1", "a  b  ", " ", "\n", "-", "1-—5-\n", "点", "一点", "翻",
]  # fmt: skip


@pytest.mark.scaling
@pytest.mark.parametrize(("piece", "length"), [(p, LENGTH) for p in PIECES] + [(p, 100_000) for p in LONG_PIECES])
def test_repeated_piece(piece: str, length: int) -> None:
    text = (piece * (length // len(piece) + 1))[:length]
    start = time.process_time()
    analysis = analyse(text)
    assert (
        time.process_time() - start < 15
    )  # a quadratic rule takes minutes; CPU time, so that other work on the machine hardly counts
    ends = [0, *(q.end for q in analysis.quantities)]
    assert all(end <= q.start < q.end for end, q in zip(ends, analysis.quantities, strict=False))


@pytest.mark.scaling
@pytest.mark.parametrize("figures", ["1" * 1_000_000, "一" * 1_000_000])
@pytest.mark.parametrize("unit", ["", "亿元", "亩", "成", "小时", "%"])
def test_endless_numbers(figures: str, unit: str) -> None:
    start = time.process_time()
    analyse(figures + unit)
    assert time.process_time() - start < 15


def test_line_of_five_megabytes() -> None:
    sentence = (
        "各项事业协调推进，群众生活持续改善，城乡面貌焕然一新，营商环境不断优化，干部作风明显转变；全年新建公路67公里。"
    )
    count = 5_000_000 // len(sentence)
    assert len(analyse(sentence * count).quantities) == count
