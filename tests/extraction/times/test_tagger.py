"""Expressions of time: what is found, what years it means in a report of 2024, and what it does in its sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.lexicons import load
from govreport_ie.extraction.text import fold
from govreport_ie.extraction.times.tagger import TemporalTagger, tag_text
from govreport_ie.extraction.times.years import five_year_plan, plan_of, time_number

TAGGER = TemporalTagger()

# text, then (expression, role, first, last) of every word in it
CASES = {
    "years": [
        ("2023年增长6%", [("2023年", "in", 2023, 2023)]),
        ("２０２３年末", [("２０２３年末", "in", 2023, 2023)]),
        ("一九五六年的产量", [("一九五六年", "in", 1956, 1956)]),
        ("二〇二三年度", [("二〇二三年度", "in", 2023, 2023)]),
        ("2021—2023年累计", [("2021—2023年", "in", 2021, 2023)]),
        ("2024年至2026年", [("2024年至2026年", "in", 2024, 2026)]),
        ("从一九七九年到本世纪末的二十年内", [("一九七九年到本世纪末的二十年内", "in", 1979, 2000)]),
        ("2019年以来", [("2019年以来", "in", 2019, 2023)]),
        ("2025年底前完成", [("2025年底前", "ahead", 2025, 2025)]),
        ("到2027年达到", [("2027年", "ahead", 2027, 2027)]),
        ("到2022年达到", [("2022年", "in", 2022, 2022)]),
    ],
    "relative years": [
        ("去年投入", [("去年", "in", 2023, 2023)]),
        ("今年以来", [("今年以来", "in", 2024, 2024)]),
        ("前年完成", [("前年", "in", 2022, 2022)]),
        ("明年开工", [("明年", "ahead", 2025, 2025)]),
        ("今明两年", [("今明两年", "ahead", 2024, 2025)]),
        ("一年来，", [("一年来", "in", 2023, 2023)]),
        ("2021年启动，当年见效", [("2021年", "in", 2021, 2021), ("当年", "in", 2021, 2021)]),
    ],
    "several years": [
        ("五年来，", [("五年来", "in", 2019, 2023)]),
        ("过去的五年，", [("过去的五年", "in", 2019, 2023)]),
        ("近三年投入", [("近三年", "in", 2021, 2023)]),
        ("连续四年居首", [("连续四年", "streak", 2020, 2023)]),
        ("今后五年，", [("今后五年", "ahead", 2024, 2028)]),
        ("未来3年建成", [("未来3年", "ahead", 2024, 2026)]),
        ("五年累计投入", [("五年", "open", 2019, 2023)]),
        ("用三年时间完成", [("用三年时间", "open", 2021, 2023)]),
    ],
    "five-year plans": [
        ("“十三五”期间", [("“十三五”期间", "in", 2016, 2020)]),
        ("“十四五”以来", [("“十四五”以来", "in", 2021, 2023)]),
        ("“十五五”末", [("“十五五”末", "in", 2030, 2030)]),
        ("第一个五年计划期间", [("第一个五年计划期间", "in", 1953, 1957)]),
        ("十二五前三年", [("十二五前三年", "in", 2011, 2013)]),
        ("“十四五”山区经济发展总目标", [("“十四五”", "in", 2021, 2025)]),
        ("实施“十四五”科技专项", [("“十四五”", "name", 2021, 2025)]),
        ("落实“十四五”规划", []),
    ],
    "bases and sources": [
        ("比2020年增长", [("2020年", "base", 2020, 2020)]),
        ("较“十三五”末提高", [("“十三五”末", "base", 2020, 2020)]),
        ("比上年增加", [("上年", "base", None, None)]),
        ("是2019年的2.1倍", [("2019年", "base", 2019, 2019)]),
        ("与2020年相比", [("2020年", "base", 2020, 2020)]),
        ("占比2023年达到", [("2023年", "in", 2023, 2023)]),
        ("由2018年末的1万户", [("2018年末", "source", 2018, 2018)]),
        ("由五年前的9家", [("五年前", "source", 2018, 2018)]),
        ("从2022年起", [("2022年", "in", 2022, 2022)]),
    ],
    "no time at all": [
        ("攻坚三年行动", []),
        ("1990年不变价", []),
        ("学前三年毛入园率", []),
        ("1985年以来最高", []),
        ("近五年来的首次下降", []),
        ("提前两年实现", []),
        ("2035年远景目标", []),
        ("20世纪90年代", []),
        ("“五四”青年节", []),
    ],
}


@pytest.mark.parametrize(("text", "expected"), [case for group in CASES.values() for case in group])
def test_words(text, expected):
    found = TAGGER.tag(fold(text), 2024)
    assert [(text[w.start : w.end], w.role, w.first, w.last) for w in found] == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2023年1—11月", (1, 11)),
        ("1至10月份", (1, 10)),
        ("上半年", (1, 6)),
        ("前三季度", (1, 9)),
        ("四季度", (10, 12)),
        ("前11个月", (1, 11)),
        ("截至11月底", (1, 11)),
        ("全年", None),
    ],
)
def test_months(text, months):
    (word,) = TAGGER.tag(fold(text), 2024)
    assert word.months == months


@pytest.mark.parametrize("text", ["三月三电商节", "一月一观摩", "6月18日开工", "15分钟生活圈", "1年期贷款"])
def test_dates_and_durations_are_no_months_or_spans(text):
    assert TAGGER.tag(text, 2024) == []


def test_without_a_year_relative_words_stay_open_and_written_years_stand():
    words = TAGGER.tag("去年，五年来，2023年，“十三五”期间", None)
    assert [(word.first, word.last) for word in words] == [(None, None), (None, None), (2023, 2023), (2016, 2020)]


@pytest.mark.parametrize(
    ("year", "plan"), [(1950, 1953), (1957, 1953), (1960, 1958), (1964, 1966), (1970, 1966), (1971, 1971), (2023, 2021)]
)
def test_the_plan_that_a_year_falls_in(year, plan):
    assert plan_of(year)[0] == plan


def test_digits_of_other_scripts_are_no_years():
    assert TAGGER.tag("٢٠٢٣年，٣月底", 2024) == []


def test_plans_follow_each_other():
    # 1963-1965 were years of adjustment between the second and the third plan
    assert [five_year_plan(number)[0] for number in (1, 2, 3, 10, 14)] == [1953, 1958, 1966, 2001, 2021]


@given(st.integers(1, 99))
def test_small_numbers(value):
    tens, units = divmod(value, 10)
    digits = "〇一二三四五六七八九"
    chinese = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[units] if units else "")
    assert time_number(chinese) == time_number(str(value)) == value


@given(st.text(alphabet="٢٣去今上年五十“”期间到2023—月比的来、，至过后前底末度１９一九", max_size=60))
def test_words_are_in_order_inside_the_text_and_never_overlap(text):
    folded = fold(text)
    words = TAGGER.tag(folded, 2024)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert all(word.first <= word.last for word in words if word.first is not None and word.last is not None)


def test_every_word_of_the_lexicon_is_found():
    for row in load("time_words"):
        text = f"。{row['word']}，"
        if row["role"] == "this" and row["word"] != "这一年":
            text = "2020年。" + text
        assert any(row["word"] in text[w.start : w.end] for w in TAGGER.tag(text, 2024)), row["word"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年前三季度", [("in", (1, 9))]),
        ("2024年前11个月", [("in", (1, 11))]),
        ("2024年前建成", [("in", None)]),
        ("比一季度加快", [("vague", (1, 3))]),
    ],
)
def test_parts_of_a_year(text, expected):
    """前 belongs to the months or quarters behind it; a part that is compared with is no time of the number."""
    assert [(word.role, word.months) for word in tag_text(text, 2025)] == expected
