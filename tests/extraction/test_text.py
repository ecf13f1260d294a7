"""Folding, sentences and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.text import clauses_of, fold, line_is_wrapped, sentence_at, sentence_spans

REPORT_CHARACTERS = "全市新建公路12.5公里增长％，。！；：“”（）《》一、\n 　\t\r\u200b\ufeffX"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２．５％", "12.5%"),
        ("三萬畝，兩億圓", "三万亩，两亿元".replace("，", ",")),
        ("（一）　甲", "(一) 甲"),
        ("已建成。", "已建成。"),
    ],
)
def test_folding_is_one_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


class TestSentences:
    """A sentence ends at a full stop or at a line end that is no mere wrap."""

    def test_full_stops_with_closing_quotes(self) -> None:
        assert sentences("他们说“办好了！”大家满意。下一句") == ["他们说“办好了！”", "大家满意。", "下一句"]

    def test_straight_quotes_close_or_open(self) -> None:
        assert sentences('他们说"办好了。"推进"一网通办"。"小巨人"企业5家') == [
            '他们说"办好了。"',
            '推进"一网通办"。',
            '"小巨人"企业5家',
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # a number broken off by a hard wrap stays with its sentence
            ("全年改造农村危房，总数达到\n1200户。", ["全年改造农村危房，总数达到\n1200户。"]),
            # each line of a saved page wrapped
            (
                "我们坚持把项目建设放在首位，全年开工重点项目\n三十五个，完成投资六十二亿元，\n增长两成。",
                ["我们坚持把项目建设放在首位，全年开工重点项目\n三十五个，完成投资六十二亿元，\n增长两成。"],
            ),
            # the first line of an indented paragraph
            (
                "　　全县经济社会发展的主要预期目标是生产总值增长\n6%以上。",
                ["全县经济社会发展的主要预期目标是生产总值增长\n6%以上。"],
            ),
            # a link on a line of its own
            ("要认真贯彻《\n河道管理条例\n》，严格执法。", ["要认真贯彻《\n河道管理条例\n》，严格执法。"]),
            # a line with nothing but a zero-width space
            ("稳住基本盘，全县经\n\u200b\n济运行平稳。", ["稳住基本盘，全县经\n\u200b\n济运行平稳。"]),
            # an index figure set on its own line
            (
                "货币供应保持合理充裕，广义货币供应量M\n2\n和融资规模平稳增长。",
                ["货币供应保持合理充裕，广义货币供应量M\n2\n和融资规模平稳增长。"],
            ),
        ],
    )
    def test_a_wrapped_line_is_no_end(self, text: str, expected: list[str]) -> None:
        assert sentences(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("一、2023年工作回顾\n过去一年，我们砥砺前行。", ["一、2023年工作回顾", "过去一年，我们砥砺前行。"]),
            ("2024年工作安排\n今年要办好以下实事。", ["2024年工作安排", "今年要办好以下实事。"]),
            ("夯实农业基础\n（二）壮大工业", ["夯实农业基础", "（二）壮大工业"]),
            ("第一段没有句号\n\n第二段", ["第一段没有句号", "第二段"]),
            ("第一段没有句号，另起一段\n　　第二段", ["第一段没有句号，另起一段", "第二段"]),
            # the cells of a table
            ("指标\n数值\n生产总值\n100亿元", ["指标", "数值", "生产总值", "100亿元"]),
        ],
    )
    def test_headings_paragraphs_and_cells_end(self, text: str, expected: list[str]) -> None:
        assert sentences(text) == expected

    @pytest.mark.parametrize("page", ["12", "- 12 -", "— 3 —", "第 4 页"])
    def test_page_number_between_lines(self, page: str) -> None:
        text = f"全年粮食生产保持稳定，总产量达到\n{page}\n45万吨以上。"
        assert sentences(text) == [text]

    def test_page_number_after_a_sentence(self) -> None:
        assert sentences("产量稳定。\n12\n下一段。") == ["产量稳定。", "12", "下一段。"]

    def test_line_breaks_written_out(self) -> None:
        assert sentences("各位代表：\\r\\n现在报告工作。\\n一、回顾") == ["各位代表：", "现在报告工作。", "一、回顾"]

    def test_blank_text_has_none(self) -> None:
        assert sentences(" \n　\n\u200b\n") == []

    @given(st.text(alphabet=REPORT_CHARACTERS, max_size=120))
    def test_spans_are_ordered_and_stripped(self, text: str) -> None:
        previous = 0
        for start, end in sentence_spans(text):
            assert previous <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            previous = end

    @given(st.text(alphabet=REPORT_CHARACTERS, max_size=80), st.integers(0, 4), st.integers(0, 4))
    def test_blank_lines_around_only_shift(self, text: str, before: int, after: int) -> None:
        text = text.strip("\n\r \t　\u200b\ufeff")
        shifted = [(start + before, end + before) for start, end in sentence_spans(text)]
        assert sentence_spans("\n" * before + text + "\n" * after) == shifted

    def test_sentence_at(self) -> None:
        spans = sentence_spans("甲乙。 丙丁。")
        assert sentence_at(spans, 1) == (0, 3)
        assert sentence_at(spans, 3) is None
        assert sentence_at(spans, 4) == (4, 7)


def test_wrap_needs_a_line_on_both_sides() -> None:
    assert not line_is_wrapped("\n甲", 0)
    assert not line_is_wrapped("甲\n", 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲,乙;丙。", ["甲,", "乙;", "丙。"]),
        ("收入1,234元,增长5%", ["收入1,234元,", "增长5%"]),
        ("比例为2.1:1,上升", ["比例为2.1:1,", "上升"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[clause.start : clause.end] for clause in clauses_of(text, [(0, len(text))])] == expected
