"""The word tokenizer: words of the genre that never cut what is extracted."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.errors import ConfigError
from govreport_ie.extraction.engine import default_engine
from govreport_ie.pipeline.words import WORD_MODEL, WordTokenizer, edges_of

TEXT = """2024年清和县政府工作报告
二、2024年工作安排
（一）加快建设清河新区。全县地区生产总值增长6.5%，新增就业3.2万人，力争 完成投资XX亿元。
推进轨道交通3号线二期工程，支持绵阳、德阳协同发展。
"""


@pytest.fixture(scope="module")
def tokenizer() -> WordTokenizer:
    return WordTokenizer(spacy.blank("xx").vocab)


def test_words_of_the_genre(tokenizer: WordTokenizer) -> None:
    words = [token.text for token in tokenizer("着力改善营商环境，新增就业320人")]
    assert words == ["着力", "改善", "营商", "环境", "，", "新增", "就业", "320", "人"]


def test_the_text_stays_as_given(tokenizer: WordTokenizer) -> None:
    assert tokenizer(TEXT).text == TEXT


def test_no_token_cuts_what_is_extracted(tokenizer: WordTokenizer) -> None:
    doc = tokenizer(TEXT)
    starts = {token.idx for token in doc} | {len(TEXT)}
    edges = {edge for edge in edges_of(default_engine().analyse(TEXT)) if edge >= 0}
    assert edges <= starts


@given(st.text(alphabet="新增就业3.2万人 ，。\n绵阳医院ab“”XX", max_size=60))
def test_any_text_is_kept(text: str) -> None:
    tokenizer = WordTokenizer(spacy.blank("xx").vocab)
    assert tokenizer(text).text == text


def test_a_folder_without_a_segmenter_is_refused(tmp_path) -> None:
    tokenizer = WordTokenizer(spacy.blank("xx").vocab, tmp_path)
    with pytest.raises(ConfigError, match=r"weights\.npz"):
        tokenizer("新增就业")


def test_the_packaged_segmenter_is_small() -> None:
    assert sum(path.stat().st_size for path in WORD_MODEL.iterdir()) < 15_000_000
