"""Sections: the body cut at its headings and where review turns into plan, and the outer parts around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import SectionRecord
from govreport_ie.extraction.structure.frames import PLAN, REVIEW, FrameModel, FrameUnit, year_mentions
from govreport_ie.extraction.structure.genre import GenreFrame
from govreport_ie.extraction.structure.layout import Layout
from govreport_ie.extraction.structure.lines import Line
from govreport_ie.extraction.structure.outlines import find_outlines, plan_named
from govreport_ie.extraction.text import FIGURE_YEAR, YEAR, line_is_wrapped

__all__ = ["build_sections"]

_SELF_GOVERNMENT = lazy_pattern(
    r"政府(?:系统)?(?:的)?自身(?:改革|建设)|自身(?:改革|建设)|政府(?:系统)?建设|政府(?:职能|治理)|(?:政府|行政)(?:治理)?(?:效能|能力|水平|执行力|公信力)"
    r"|(?:满意|服务型?|法治|有为|廉洁|务实|责任|负责)(?:的|型)?(?:[、,和][^。,]{1,6}){0,3}政府|从严治政|依法行政"
)
_NO_HEADING_END = frozenset("。;,、:!?…")
_BULLET = lazy_pattern("^[■●◆▲▌★□○◇►▶—-]{1,2}")
_HEADING_BULLETS = frozenset("■▌□▶")
_PHASE = lazy_pattern(rf"\({YEAR}年?(?:至|到|[—-]{{1,2}}){YEAR}年(?:度|间|期间)?\)$")
"""Years in brackets at the end of a line of its own: 第一阶段（2022—2027年）."""
_TIME_ALONE = lazy_pattern(
    rf"(?:(?:过去|近|今后|未来|这)的?[一二两三四五六七八九十\d]{{1,2}}年|[一二三四五]年来|{FIGURE_YEAR}年|“[一二三四五六七八九十]{{1,3}}五”(?:时期|期间))[::]?$"
)
"""A line that only says when, above what belongs to it: 过去5年."""
_APPENDIX = lazy_pattern(r"附(?:件|表|录)?[一二三四五六七八九十\d]{0,2}[::]?\s*$")
"""The mark of an appendix, on a line above its title."""
_GOALS_FOLLOW = lazy_pattern(r"(?:今年|明年|(?:19|20)\d\d年)[^。]{0,24}(?:预期目标|主要目标)(?:是|为|包括|如下)?:$")
"""A line that opens a list of goals: 今年发展的主要预期目标是："""
_SETS_GOALS = lazy_pattern(
    r"(?:指标(?:体系)?|计划|预算|目标)(?:的?安排|建议)?(?:如下|,?具体(?:为|是|安排(?:为|是)?|如下)):"
)
"""In a sentence that opens a list of goals: 提出2021年指标体系安排,具体为:…"""
_CLEAR = 3.0
"""A heading whose words reach this score tells review from plan."""
_WEAK_BIAS, _STRONG_BIAS, _DATED_BIAS = 0.5, 1.5, 2.5
"""What a clear main heading adds to every sentence below it.  Weak under a review heading that no plan heading follows, for then
the plan's heading has been lost."""


_TITLE_REACH = 300
"""The title of an outline stands within so many characters."""
_MIXED = 0.5
"""A genre with less inertia mixes what was done with what will be, sentence by sentence."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a document is built of.

    Attributes:
        sections: its sections.
        forward: the starts of the sentences that look ahead, where its genre mixes review and plan.
        leanings: how each sentence leans by its wording: towards plans (positive) or reports (negative).
    """

    sections: list[SectionRecord]
    forward: list[int] | None
    leanings: list[float]


@dataclass(slots=True)
class _Heading:
    line: Line
    text: str
    words: str
    depth: int
    score: float
    main: bool

    @property
    def dated(self) -> bool:
        """Whether it names a year and says whether that is reviewed or planned: (四)2022年收入预计和支出安排."""
        return abs(self.score) >= 2 * _CLEAR and bool(year_mentions(self.words))

    @property
    def tells(self) -> bool:
        """Whether it says by itself that what stands below it is review or plan."""
        return self.dated or (self.main and abs(self.score) >= _CLEAR)


def build_sections(
    text: str,
    folded: str,
    lines: list[Line],
    layout: Layout,
    sentences: list[tuple[int, int]],
    model: FrameModel,
    year: int | None,
    frame: GenreFrame,
) -> Built:
    """Build the sections of one report.

    Args:
        text: the text.
        folded: the folded text.
        lines: its lines with the numbered headings marked.
        layout: its outer parts.
        sentences: its sentences.
        model: the weights that tell review from plan.
        year: year of delivery, if known.
        frame: time and status of the genre.

    Returns:
        Sections in order that cover the text without gaps, and in a genre that mixes review and plan sentence by sentence, the
        sentences that look ahead.
    """
    marks = {start for start, _ in layout.chrome}
    body_lines = [line for line in lines if layout.body <= line.start < layout.body_end and line.start not in marks]
    mixed = frame.inertia < _MIXED
    headings = _headings(text, folded, body_lines, model, year, mixed)
    first = bisect_left(sentences, (layout.body, 0))
    last = bisect_left(sentences, (layout.body_end, 0))
    body_sentences = [sentence for sentence in sentences[first:last] if sentence[0] not in marks]
    wording = model.wording(folded, body_sentences, year)
    states, known = _states(folded, body_lines, body_sentences, wording, headings, frame)
    forward = None
    if mixed:
        forward = _looking_ahead(folded, body_sentences, states, body_lines, year)
        # sections would change with every sentence; the sentences keep their state, the sections have none
        states, known = [REVIEW] * len(states), False
    outlines = find_outlines(folded, body_sentences, [(h.line.start, h.words) for h in headings if h.main], year)
    if frame.of_plan:
        outlines.update(_of_plan(folded, body_sentences, states, year))
    states = [PLAN if start in outlines else state for (start, _), state in zip(body_sentences, states, strict=True)]
    cuts = _body_cuts(layout, headings, body_sentences, states, known, outlines)
    scores = dict(zip(body_sentences, wording, strict=True))
    return Built(_cover(layout, cuts, len(folded)), forward, [scores.get(sentence, 0.0) for sentence in sentences])


def _looking_ahead(
    folded: str, sentences: list[tuple[int, int]], states: list[str], lines: list[Line], year: int | None
) -> list[int]:
    """The starts of the sentences that look ahead, in a genre that mixes review and plan."""
    told = _told_or_promised(folded, sentences, states, {line.start for line in lines}, year)
    return [start for (start, _), state in zip(sentences, told, strict=True) if state == PLAN]


def _of_plan(
    folded: str, sentences: list[tuple[int, int]], states: list[str], year: int | None
) -> dict[int, tuple[int, int]]:
    """The sentences of an outline that promise, with the years of its plan."""
    plan = plan_named(folded[:_TITLE_REACH], year)
    if plan is None:
        return {}
    return {start: plan for (start, _), state in zip(sentences, states, strict=True) if state == PLAN}


_TOLD = lazy_pattern(alternation("told"))
_PROMISED = lazy_pattern(alternation("promised"))


_DATED = lazy_pattern(rf"在({FIGURE_YEAR})\s?年(?![度-])")


def _told_or_promised(
    folded: str, sentences: list[tuple[int, int]], states: list[str], starts: set[int], year: int | None
) -> Iterator[str]:
    """The states of the sentences of a mixed genre.

    Whichever comes first decides, a word for what was done (or a year gone by) or one for what will be.  A sentence with neither goes on
    like the one before it in its paragraph, whose measure it often puts into figures.
    """
    before: str | None = None
    for (start, end), state in zip(sentences, states, strict=True):
        told, promised = _TOLD.search(folded, start, end), _PROMISED.search(folded, start, end)
        dated = _DATED.search(folded, start, end)
        past = told.start() if told else end
        if dated and year is not None and int(dated[1]) < year:
            past = min(past, dated.start())
        ahead = promised.start() if promised else end
        if past < ahead:
            state = REVIEW
        elif promised:
            state = PLAN
        elif before is not None and start not in starts:
            state = before
        yield state
        before = state


def _headings(
    text: str, folded: str, lines: list[Line], model: FrameModel, year: int | None, mixed: bool
) -> list[_Heading]:
    """The headings among the lines of the body; where a genre mixes review and plan, none is one because it tells them apart."""
    headings: list[_Heading] = []
    previous_ends = True
    for index, line in enumerate(lines):
        if line.depth:
            shown = text[line.start : line.heading_end].strip()
            words = re.sub(r"\s", "", folded[line.title_start : line.heading_end])
            headings.append(_Heading(line, shown, words, line.depth, model.heading(words, year), line.depth == 1))
            previous_ends = True
            continue
        found = None
        if index + 1 < len(lines) and _stands_alone(folded, line, line.end, previous_ends):
            found = _unnumbered(text, folded, line, lines[index + 1], None if mixed else (model, year))
        if found is not None:
            headings.append(found)
        else:
            ends = folded[line.end - 1] in "。!?:;”)"
            previous_ends = ends or _APPENDIX.match(folded, line.start, line.end) is not None
    return headings


def _unnumbered(
    text: str, folded: str, line: Line, following: Line, score_by: tuple[FrameModel, int | None] | None
) -> _Heading | None:
    """The heading that a line without a number is, if it is one: its words tell, or a longer line follows."""
    shown = text[line.start : line.end].strip()
    if "。" in shown:
        return None
    words = _BULLET.sub("", re.sub(r"\s", "", folded[line.start : line.end]))
    score = score_by[0].heading(words, score_by[1]) if score_by else 0.0
    main = _is_main(words, score, goals=folded[line.end - 1] == ":")
    if main:
        return _Heading(line, shown, words, 1, score, main)
    above = 4 <= len(words) <= 30 and following.end - following.start > 40
    if above or _PHASE.search(words) or _TIME_ALONE.match(words):
        return _Heading(line, shown, words, 3, 0.0, main)
    return None


def _stands_alone(folded: str, line: Line, end: int, previous_ends: bool) -> bool:
    """Whether a line without a number is short and whole enough for a heading."""
    if end - line.start > 36 or ";" in folded[line.start : end]:
        return False
    newline = folded.find("\n", line.end, line.end + 8)
    if newline >= 0 and line_is_wrapped(folded, newline):
        return False
    return (
        (previous_ends and folded[end - 1] not in _NO_HEADING_END)
        or folded[line.start] in _HEADING_BULLETS
        or _PHASE.search(folded, line.start, end) is not None
        or _GOALS_FOLLOW.search(folded, line.start, end) is not None
        or _TIME_ALONE.match(folded, line.start, end) is not None
    )


def _is_main(words: str, score: float, *, goals: bool) -> bool:
    """Whether a heading without a number opens a main part: its wording is clear, or it speaks of the government itself."""
    if len(words) <= 16 and _SELF_GOVERNMENT.search(words):
        return True
    return abs(score) >= _CLEAR and len(words) <= 36 and ("," not in words or goals)


def _states(
    folded: str,
    lines: list[Line],
    sentences: list[tuple[int, int]],
    wording: list[float],
    headings: list[_Heading],
    frame: GenreFrame,
) -> tuple[list[str], bool]:
    """The state of every sentence, and whether there was any evidence for it."""
    line_starts = {line.start for line in lines}
    by_start = {heading.line.start: heading for heading in headings}
    last_plan = max(
        (heading.line.start for heading in headings if heading.main and heading.score >= _CLEAR), default=-1
    )
    units: list[FrameUnit] = []
    leaning = _Leaning(last_plan)
    evidence = 0.0
    for (start, end), score in zip(sentences, wording, strict=True):
        boundary = "paragraph" if start in line_starts else "sentence"
        heading = by_start.get(start)
        if heading is None and _SETS_GOALS.search(folded, start, end):
            boundary = leaning.under_goals()
        if heading is not None:
            boundary = leaning.under(heading)
            if abs(heading.score) >= _CLEAR:
                score = heading.score * (2 if heading.main else 1)
        # below a heading that tells review from plan, the genre need not
        bias = 0.0 if leaning.tells and abs(frame.bias) < _CLEAR else frame.bias
        evidence += abs(score) + abs(leaning.main) + abs(bias)
        units.append(FrameUnit(score + leaning.main + leaning.local + bias, boundary))
    return FrameModel.course(units, frame.inertia), evidence > 0.3


class _Leaning:
    """How the headings above a sentence lean, towards plan (more than 0) or review.

    Attributes:
        main: by the last main heading.
        local: by the last heading below it.
        tells: whether one of them says by itself whether what stands below it is review or plan.
    """

    def __init__(self, last_plan: int) -> None:
        self.main = self.local = 0.0
        self.tells = False
        self._last_plan = last_plan
        self._number = ""  # of the main heading
        self._below = False  # whether numbered headings stand below the main one

    def under_goals(self) -> str:
        """Go on below a sentence that sets goals, as below a heading."""
        self.local = _DATED_BIAS
        return "main"

    def under(self, heading: _Heading) -> str:
        """Go on below a heading; the kind of boundary that it is."""
        boundary = self._turn(heading)
        self.tells = heading.tells or self.main != 0
        return boundary

    def _turn(self, heading: _Heading) -> str:
        clear = abs(heading.score) >= _CLEAR
        if not heading.main:
            most = _DATED_BIAS if heading.dated else 0.8
            self.local = max(-most, min(most, heading.score / (4 if heading.dated else 8))) if clear else 0.0
            return "heading"
        number = heading.text[0] if heading.line.numbered else ""
        self.local = 0.0
        if clear:
            weak = heading.score <= 0 and heading.line.start >= self._last_plan
            size = _WEAK_BIAS if weak else _STRONG_BIAS
            self.main = size if heading.score > 0 else -size
            self._number, self._below = number, not number
            return "main"
        if number == "一" and self._number:
            self._below = True  # the numbers begin again: these headings stand below the main one
        elif not self._below:
            self.main, self._number = 0.0, number
            return "main"
        return "heading"


def _body_cuts(
    layout: Layout,
    headings: list[_Heading],
    sentences: list[tuple[int, int]],
    states: list[str],
    known: bool,
    outlines: dict[int, tuple[int, int]],
) -> list[SectionRecord]:
    """The sections of the body, each with its start; ends are set later."""
    cuts: list[SectionRecord] = []
    by_start = {heading.line.start: heading for heading in headings}
    path = _Path()
    before: tuple[str, tuple[int, int] | None] | None = None
    for (start, _), here in zip(sentences, states, strict=True):
        heading = by_start.get(start)
        horizon = outlines.get(start)
        frame = here if known else None
        if heading is not None:
            cuts.append(path.section(heading, here, frame))
        elif not cuts or (here, horizon) != before:
            path.own_depth = None
            rule = _rule_of_cut(known, horizon)
            cuts.append(SectionRecord(start, 0, frame or "other", None, 0, rule, path=path.texts, frame=frame))
        elif layout.closing == start and here == PLAN:
            cuts.append(SectionRecord(start, 0, "closing", None, 0, "structure.layout:closing", frame=frame))
        if horizon is not None:
            cuts[-1].horizon = horizon
        before = here, horizon
    return cuts


def _rule_of_cut(known: bool, horizon: tuple[int, int] | None) -> str:
    """What begins a section without a heading."""
    if horizon is not None:
        return "structure.outlines:passage"
    return "structure.frames:wording" if known else "structure.sections:no_evidence"


class _Path:
    """The headings above a place, the outermost first, and how deep that of self-government stands."""

    def __init__(self) -> None:
        self.above: list[tuple[int, str]] = []
        self.own_depth: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.above)

    def section(self, heading: _Heading, state: str, frame: str | None) -> SectionRecord:
        """The section that a heading opens."""
        rank = heading.depth if heading.line.numbered or not heading.main else 0
        while self.above and self.above[-1][0] >= rank:
            self.above.pop()
        above = self.texts
        self.above.append((rank, heading.text))
        if self.own_depth is not None and rank <= self.own_depth:
            self.own_depth = None
        if self.own_depth is None and state == PLAN and _SELF_GOVERNMENT.search(heading.words):
            self.own_depth = rank
        kind = "self_government" if self.own_depth is not None and state == PLAN else frame or "other"
        return SectionRecord(
            heading.line.start, 0, kind, heading.text, heading.depth, "structure.sections:heading", path=above, frame=frame
        )  # fmt: skip


def _cover(layout: Layout, cuts: list[SectionRecord], length: int) -> list[SectionRecord]:
    """Lay the outer parts around and into the sections of the body and close all gaps."""
    body_end = layout.body_end
    sections: list[SectionRecord] = []
    if layout.title:
        sections.append(SectionRecord(*layout.title, "title", rule="structure.layout:title"))
    if cuts:
        cuts[0].start = layout.body
        for cut, following in pairwise(cuts):
            cut.end = following.start
        cuts[-1].end = body_end
        sections.extend(cuts)
    elif sections:
        sections[-1].end = body_end
    elif layout.body < body_end:
        sections.append(SectionRecord(layout.body, body_end, "other", rule="structure.sections:no_evidence"))
    if layout.glossary:
        sections.append(SectionRecord(*layout.glossary, "glossary", rule="structure.layout:glossary"))
    if layout.chrome:
        sections = _insert_chrome(sections, layout.chrome)
    if not sections:
        sections.append(SectionRecord(0, length, "other", rule="structure.sections:no_evidence"))
    sections.sort(key=lambda section: section.start)
    sections[0].start, sections[-1].end = 0, length
    for section, following in pairwise(sections):
        section.end = following.start
    return sections


def _insert_chrome(sections: list[SectionRecord], chrome: list[tuple[int, int]]) -> list[SectionRecord]:
    """Cut the stretches of chrome, which are in order, out of the sections they lie in."""
    result = [SectionRecord(start, end, "boilerplate", rule="structure.layout:chrome") for start, end in chrome]
    index: int = 0
    for section in sections:
        start = section.start
        while index < len(chrome) and chrome[index][1] <= start:
            index += 1
        at: int = index
        while at < len(chrome) and chrome[at][0] < section.end:
            if start < chrome[at][0]:
                result.append(_part(section, start, chrome[at][0]))
            start = max(start, chrome[at][1])
            at += 1
        if start < section.end:
            result.append(_part(section, start, section.end))
        index = max(index, at - 1)
    return result


def _part(section: SectionRecord, start: int, end: int) -> SectionRecord:
    heading = section.heading if start == section.start else None
    path = section.path if heading or not section.heading else (*section.path, section.heading)
    depth = section.depth if heading else 0
    return SectionRecord(
        start, end, section.kind, heading, depth, section.rule, section.policy_area, path, section.frame
    )
