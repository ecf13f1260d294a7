"""Review or plan: which sentences tell of work done and which of work to come.

Three kinds of evidence are weighed together: the headings (回顾, 安排, a year against the report's year), the wording of every
sentence (the learned weights of ``time_frame_cues.tsv``), and the years it names.  A Viterbi pass over
the sentences then finds the course of two states that fits best, where a change of state costs more in mid-paragraph than at
a paragraph and next to nothing at a main heading.  So a plan whose heading is lost is found by its wording,
while single sentences that look back or forward do not tear a section apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.text import CHINESE_DIGITS, FIGURE_YEAR, fold

__all__ = ["PLAN", "REVIEW", "FrameModel", "FrameUnit", "year_mentions"]

REVIEW, PLAN = "review", "plan"

_YEAR = re.compile(rf"([12一二][09九〇零○][\d{CHINESE_DIGITS}]{{2}})\s?年(?![代初来])")
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}

# Learned with the cues: what a year says that a sentence names, by its distance from the report's year.
_YEAR_WEIGHTS = {"plan": 2.5, "review": -2.1, "later": 2.0, "earlier": -1.2}
_SENTENCE_LIMIT = 4.0
"""No single sentence counts for more than this, however many cues it holds."""
_DAMPING = 0.6
"""Cues of one sentence and neighbouring sentences are not independent; their sum is damped by this factor."""
_MODERN, _OLD_DAMPING = 1990, 0.35
"""The cues were learned on reports of 1992 and later; in older ones they count for less and headings for more."""

_CHANGE_COST = {"main": 0.5, "heading": 7.0, "paragraph": 12.0, "sentence": 16.0}


_OPENING = re.compile(
    r"(?:报告(?:指出|提出|显示|称|透露),?)?(?:(?P<past>(?:刚刚)?过去(?:的)?一年|去年|上年|一年来|五年来)|(?P<next>今年(?!以来|上半年|前)|新的一年|明年|今后|下一步|力争|拟|计划(?!生育|单列|内|外|经济|执行|完成))"
    rf"|(?P<year>{FIGURE_YEAR})\s?年(?!以来|代|[初底末]|[至到—-]))"
)
_OPENING_FIRST = frozenset("刚过去上一五今新明下力拟计报12")
_NAME_OF_REPORT = re.compile(r"执行情况(?:的报告)?(?:与|和|及|、)[^。\n]{0,40}草案")
"""What a report on a plan or a budget is called: it names a year reviewed and one planned, and tells nothing of either."""
_OPENING_WEIGHT = 2.5
"""The time with which a sentence opens holds for the whole sentence; it is counted beside the limit."""


@dataclass(slots=True)
class FrameUnit:
    """A sentence as the Viterbi pass sees it.

    Attributes:
        score: evidence for plan (positive) or review (negative).
        boundary: what stands before it: main, heading, paragraph or sentence.
    """

    score: float
    boundary: str


class FrameModel:
    """The weights of wording and headings, loaded once."""

    def __init__(self) -> None:
        rows = lexicons.load("time_frame_cues")
        self._weights = [float(row["weight"]) for row in rows]
        self._cues = AhoCorasick([fold(row["cue"]) for row in rows], matchkind=MatchKind.LeftmostLongest)
        words = lexicons.load("heading_words")
        self._heading_weights = {fold(row["word"]): float(row["weight"]) for row in words}
        longest_first = sorted(self._heading_weights, key=len, reverse=True)
        self._heading_words = re.compile("|".join(map(re.escape, longest_first)))

    def wording(self, folded: str, sentences: list[tuple[int, int]], year: int | None) -> list[float]:
        """Score every sentence by its words and years.

        Args:
            folded: the folded text.
            sentences: its sentences, in order.
            year: year of delivery, if known.

        Returns:
            One number a sentence: positive for plan, negative for review, 0 without evidence.
        """
        scores = [0.0] * len(sentences)
        if not sentences:
            return scores
        self._add_cues(scores, folded, sentences)
        if year is not None:
            _add_years(scores, folded, sentences, year)
        for name in _NAME_OF_REPORT.finditer(folded, sentences[0][0], sentences[-1][1]):
            scores[bisect_right(sentences, (name.start(), len(folded))) - 1] = 0.0
        limit = _SENTENCE_LIMIT
        damping = _OLD_DAMPING if year is not None and year < _MODERN else _DAMPING
        scores = [(limit if score > limit else -limit if score < -limit else score) * damping for score in scores]
        _add_openings(scores, folded, sentences, year)
        return scores

    def _add_cues(self, scores: list[float], folded: str, sentences: list[tuple[int, int]]) -> None:
        """Add the weight of every cue to the sentence where it begins, once a sentence."""
        weights = self._weights
        last_seen = [-1] * len(weights)
        first, last = sentences[0][0], sentences[-1][1]
        index, end = 0, sentences[0][1] - first
        for cue, start, _ in self._cues.find_matches_as_indexes(folded[first:last]):
            while start >= end and index + 1 < len(sentences):
                index += 1
                end = sentences[index][1] - first
            if last_seen[cue] != index:
                last_seen[cue] = index
                scores[index] += weights[cue]

    def heading(self, words: str, year: int | None) -> float:
        """Score a heading by its words and years.

        Args:
            words: the heading, folded, blanks removed.
            year: year of delivery, if known.

        Returns:
            Positive for plan, negative for review, 0 when it names only a subject.
        """
        found = self._heading_words.findall(words)
        score = sum([self._heading_weights[word] for word in found], 0.0)
        if year is not None and found:
            # of several years the last counts: 过去五年及2022年, 2023年和今后五年
            years = year_mentions(words)
            if years:
                score += 4.0 if years[-1] >= year else -4.0
        return score

    @staticmethod
    def course(units: list[FrameUnit], inertia: float = 1.0) -> list[str]:
        """The likeliest course of review and plan over the units.

        Args:
            units: the sentences of the body, in order.
            inertia: what a change of state costs, against a work report.

        Returns:
            One state a unit.
        """
        review = plan = 0.0
        from_review: list[tuple[bool, bool]] = []
        for unit in units:
            cost = _CHANGE_COST[unit.boundary] * inertia
            to_review_changes = plan - cost > review
            to_plan_changes = review - cost > plan
            review, plan = (plan - cost if to_review_changes else review), (review - cost if to_plan_changes else plan)
            review -= unit.score
            plan += unit.score
            from_review.append((not to_review_changes, to_plan_changes))
        in_review = review >= plan
        states: list[str] = []
        for review_stays, plan_from_review in reversed(from_review):
            states.append(REVIEW if in_review else PLAN)
            in_review = review_stays if in_review else plan_from_review
        states.reverse()
        return states


def year_mentions(folded: str) -> list[int]:
    """The years that a text names, in order, whether in figures or Chinese numerals.

    Args:
        folded: folded text.

    Returns:
        One number a mention.

    Example:
        >>> year_mentions("2023年和一九五四年")
        [2023, 1954]
    """
    return [year for _, year in _years_with_offsets(folded, 0, len(folded))]


def _years_with_offsets(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(offset, year) of every year from 1900 to 2099 named in a stretch."""
    for match in _YEAR.finditer(folded, start, end):
        digits, at = match[1], match.start()
        if not digits.isascii():
            digits = "".join([_DIGITS.get(char, char) for char in digits])
        if digits[:2] in ("19", "20") and not (at and folded[at - 1].isascii() and folded[at - 1].isdigit()):
            yield at, int(digits)


def _add_years(scores: list[float], folded: str, sentences: list[tuple[int, int]], year: int) -> None:
    """Add what every year that is named says to the sentence that names it."""
    index, end = 0, sentences[0][1]
    for at, named in _years_with_offsets(folded, sentences[0][0], sentences[-1][1]):
        while at >= end and index + 1 < len(sentences):
            index += 1
            end = sentences[index][1]
        scores[index] += _year_weight(named, year)


def _add_openings(scores: list[float], folded: str, sentences: list[tuple[int, int]], year: int | None) -> None:
    """Add what the time says with which a sentence opens."""
    for index, (start, end) in enumerate(sentences):
        match = _OPENING.match(folded, start, end) if folded[start] in _OPENING_FIRST else None
        if match:
            scores[index] += _opening_weight(match, year)


def _opening_weight(match: re.Match[str], year: int | None) -> float:
    if match.lastgroup == "past":
        return -_OPENING_WEIGHT
    if match.lastgroup == "next":
        return _OPENING_WEIGHT
    if year is None:
        return 0.0
    return _OPENING_WEIGHT if int(match.group("year")) >= year else -_OPENING_WEIGHT


def _year_weight(named: int, year: int) -> float:
    if named == year:
        return _YEAR_WEIGHTS["plan"]
    if named == year - 1:
        return _YEAR_WEIGHTS["review"]
    return _YEAR_WEIGHTS["later" if named > year else "earlier"]
