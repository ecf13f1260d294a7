"""Whether a document is about a part of a year: the months that its title or its first words add up.

前三季度，全市…, 1—7月…, 截至8月底累计… tell of the year that is running, and no year need be named.  A year that is spoken of as a whole
(2024年，全市…; 全年…) before any such words tells otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.records import TemporalExpression
from govreport_ie.extraction.times.tagger import packaged_tagger

__all__ = ["MonthsReported", "months_reported"]

_FIRST_WORDS = 600
_OPENS_CLAUSE = lazy_pattern(r"(?:^|[,。;:!?\n—()、\s])(?:今年|截[至止]到?|在|从|其中)?$")
_YEAR_END = 12
_BEHIND_SUBJECT = (",", "全", "是", "实现", "完成", "预计", "我", "各项")
_HEAD = 40


class MonthsReported(NamedTuple):
    """The months that a document adds up.

    Attributes:
        last: the last of them; the first is January.
        year: their year where the words name it.
        words: the words that tell.
    """

    last: int
    year: int | None
    words: str


def months_reported(title: str, folded: str) -> MonthsReported | None:
    """The words that tell which months of a year, from January on, a document adds up; None where it is about whole years.

    Args:
        title: its title, folded; empty if it has none.
        folded: its folded text.

    Example:
        >>> months_reported("", "前三季度,全市地区生产总值增长5%。").last, months_reported("", "2024年,全市建成公园3个。")
        (9, None)
    """
    for text, anywhere in ((title, True), (folded[:_FIRST_WORDS], False)):
        words = packaged_tagger().tag(text, None)
        for word in words:
            if (_adds_up(word) or _is_one_month_at_the_head(word)) and (
                anywhere or _OPENS_CLAUSE.search(text, 0, word.start)
            ):
                return _told(word, words, text)
            if _is_of_whole_years(word, text):
                return None
    return None


def _adds_up(word: TemporalExpression) -> bool:
    months = word.months
    return months is not None and word.role in ("in", "part") and months[0] == 1 < months[1]


def _is_one_month_at_the_head(word: TemporalExpression) -> bool:
    """3月份，全市…: the figures of a month."""
    return word.form == "month" and word.months is not None and word.start < _HEAD


def _told(word: TemporalExpression, words: list[TemporalExpression], text: str) -> MonthsReported | None:
    """What a word tells, unless the text goes on to the next months as a report on a year does (第一季度，…；第二季度，…)."""
    last = (word.months or (1, _YEAR_END))[1]
    goes_on = any(other.months is not None and other.months[0] == last + 1 for other in words)
    return None if last >= _YEAR_END or goes_on else MonthsReported(last, word.last, text[word.start : word.end])


def _is_of_whole_years(word: TemporalExpression, text: str) -> bool:
    """Whether a text speaks of whole years: 全年, 五年来, or a year that is its subject (2024年，…; 2024年是…)."""
    if word.role == "part":
        return word.form.startswith("全年")
    if word.role != "in" or word.months is not None:
        return False
    return word.several or (word.form == "year" and text.startswith(_BEHIND_SUBJECT, word.end))
