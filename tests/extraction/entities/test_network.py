"""The network reads whole reports in chunks, and only the clauses to the end that its gate opens: the scores there are the same."""

from __future__ import annotations

import numpy as np
import pytest

from govreport_ie.extraction.entities.channels import CHANNELS
from govreport_ie.extraction.entities.network import packaged_network

CLAUSES = (
    "推进砚州市人民医院迁建工程,着力保障和改善民生;望岭大桥建成通车。全面落实各项政策,持续优化营商环境,"
    "地区生产总值增长百分之六。支持云岫集团、清溪农商银行发展;坚持稳中求进,不断提高服务水平。\n"
)
CLOSED = 30.0  # of the outside tag where the gate stays closed


def channels(size: int) -> dict[str, np.ndarray]:
    return {name: np.zeros(size, np.uint8) for name in CHANNELS}


def scores(text: str, wanted: list[tuple[int, int]] | None = None) -> np.ndarray:
    return packaged_network().scores(text, channels(len(text)), wanted)


@pytest.mark.parametrize("at", [100, 16_384, 16_383, 16_400, 20_000, 32_768])
def test_a_character_has_the_same_scores_in_a_long_text_as_in_what_stands_around_it(at: int) -> None:
    text = CLAUSES * 400
    alone = scores(text[at - 40 : at + 40])
    assert np.allclose(scores(text)[at - 5 : at + 5], alone[35:45], atol=0.05)


def test_what_the_gate_opens_has_the_scores_of_the_whole_network() -> None:
    text = CLAUSES * 12
    whole, gated = scores(text), scores(text, [])
    opened = gated[:, 0] != CLOSED
    assert np.allclose(whole[opened], gated[opened], atol=0.05)
    assert (gated[~opened, 1:] == 0).all()
    assert 0.05 < opened.mean() < 0.95
    assert opened[text.index("望岭大桥")]
    assert not opened[text.index("不断提高服务")]


def test_a_clause_that_is_wanted_is_read_whatever_the_gate_says() -> None:
    text = CLAUSES * 12
    start = text.index("不断提高服务")
    gated = scores(text, [(start + 2, start + 4)])
    assert (gated[start : start + 6, 0] != CLOSED).all()


def test_a_short_text_is_read_whole() -> None:
    assert np.array_equal(scores(CLAUSES), scores(CLAUSES, []))


def test_an_empty_text_has_no_scores() -> None:
    assert scores("").shape == (0, 13)
