"""What the report says about itself: title, year of delivery, region and level.

The year comes from the title, the date line and the main headings, which vote; a report of year Y reviews Y-1 and plans Y, so
that ``2023年工作回顾`` speaks for 2024.  Only where all are silent do the years named in the text decide.
Region and level come from the title, the greeting (我代表…人民政府) and the assembly's name; the level alone also from wording
such as 全县.  A redacted region (XX区) keeps its level and has no name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import Analysis
from govreport_ie.extraction.structure.frames import FrameModel, year_mentions
from govreport_ie.extraction.structure.genre import Evidence, GenreFrame, frame_of, recognise
from govreport_ie.extraction.structure.layout import Layout
from govreport_ie.extraction.structure.lines import Line
from govreport_ie.extraction.structure.months import months_reported
from govreport_ie.extraction.structure.titles import (
    Title,
    division_called,
    find_title,
    looks_like_title,
    plan_named,
    years_named,
)
from govreport_ie.extraction.text import FIGURE_YEAR, HAN, ORDINAL_NUMERALS

__all__ = ["NATIONAL", "Identity"]

NATIONAL = "全国"

_TITLE_YEAR = lazy_pattern(
    rf"(?<!\d)({FIGURE_YEAR})年?[^。\d\n]{{0,16}}?(?:政府)?工\s?作\s?报\s?告(?!回顾)|工\s?作\s?报\s?告\s?[(\[—-]{{0,2}}({FIGURE_YEAR})年?"
)
_DATE = lazy_pattern(
    rf"(?<!\d)({FIGURE_YEAR})年\s?(\d{{1,2}})月\s?(\d{{1,2}})\s?日|([一二][九〇零○][〇零○一二三四五六七八九]{{2}})年([{ORDINAL_NUMERALS}]{{1,2}})月[{ORDINAL_NUMERALS}]{{1,3}}日"
)
_SESSION = lazy_pattern(r"[在向](第.{1,2}届全国人民代表大会第.次会议)")
_NO_DELIVERY = lazy_pattern(r"\s{0,4}(?:时间|日期|发布|发文|来源|成文|内容摘要)|.{0,40}(?:正式成立|以来|挂牌)")

_SUFFIX = alternation("division_suffix")
_NAME = rf"([{HAN}×xX*＊○]{{1,12}}?" + _SUFFIX + r")"
_REGION_PATTERNS = (
    (re.compile(r"(?:代表|受)" + _NAME + r"(?:第.{1,4}届)?(?:人民)?政府"), "政府"),
    (re.compile(r"在" + _NAME + r"第.{1,4}届人民代表大会"), "届人民代表大会"),
    (re.compile(_NAME + r"(?:\d{4}年)?(?:人民)?政府工\s?作\s?报\s?告"), "政府工"),
    (re.compile(_NAME + r"人民政府(?:代理?)?" + alternation("head_of_government")), "人民政府"),
    (re.compile(_NAME + r"第.{1,4}届人民代表大会"), "届人民代表大会"),
    (re.compile(_NAME + r"(?:统计局|财政局)"), "局"),
)
"""Where names of regions stand, and words that every match holds."""
_IN_TITLE = re.compile(
    r"(?:^|关于|[年”》)\]:—-])"
    + _NAME.replace("{1,12}", "{1,16}")
    + rf"(?=(?:19|20)\d\d年|[“《]|{alternation('after_region')}|第?十[一二三四五六七八九]?"
    r"|[一二三四]季度|\d{1,2}[—-]\d{1,2}月|\d{1,2}月|$)"
)
_PART_OF_YEAR = re.compile(r"年(?:前三季度|上半年|第?[一二三四]季度|全年|\d{1,2}[—-]\d{1,2}月份?|\d{1,2}月份?)")
_SPECIAL = re.compile(r"行政长官(?:19|20)\d\d年?施政报告|(香港|澳门)(?:特别行政区)?[^。,]{0,12}施政(?:报告|方针)")
_NATIONAL_TITLE = re.compile(
    r"中央和地方预算|中华人民共和国(?:国民经济|(?:19|20)\d\d年国民经济)|^关于(?:19|20)\d\d年国民经济和社会发展计划"
)
_BEFORE_ANCHOR, _BEHIND_ANCHOR = 30, 12
"""More than a match has before and from the start of those words on."""
_BARE = re.compile(
    r"(?:代表|在|\d年)(?:我|本)?("
    + _SUFFIX
    + r")(?:第.{1,4}届)?(?:人民)?(?:政府|代表大会)|(?:^|\n)\s{0,4}("
    + _SUFFIX
    + r")(?:长|人民政府)"
)
_COMMITTEE = lazy_pattern(r"中共" + _NAME + r"委")
_REDACTED = lazy_pattern(r"[×xX*＊○]{1,4}(" + _SUFFIX + r")")
_NATIONAL = re.compile(
    r"代表国务院|国务院总理|全国人民代表大会(?:第.{1,3}次)?会议|受中共中央和国务院|中华人民共和国国务院向"
)
_LEAD = alternation("before_region")
_LEAD_IN = lazy_pattern(_LEAD + "$")
_LEAD_IN_ALL = lazy_pattern("^.*" + _LEAD)
_CLEAN = lazy_pattern(rf"[{HAN}]{{1,7}}" + _SUFFIX)
_OWN = re.compile(
    rf"(?<![居占比在列对于])(我|全)({alternation('own_division')})(?!第|前|首|排|平均|唯一|级|[一二三四五六七八九\d])"
)

_LEVELS = {
    "省": "province", "自治区": "province", "市": "city", "自治州": "city", "州": "city", "盟": "city", "地区": "city",
    "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county", "林区": "county", "新区": "county",
    "镇": "township", "乡": "township", "街道": "township", "国": "national",
}  # fmt: skip
_DISTANT = lazy_pattern(r"到(?:19|20)|年以来|远景|规划|五年计划")
"""Headings whose year is not the year of the report: 到2035年远景目标, 2012年以来."""
_PLAN_STARTS = {
    "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026,
}  # fmt: skip
"""First years of the five-year plans; a report that reviews one and plans the next is of the next one's first year."""
_FIVE_YEAR_PLAN = lazy_pattern("(?<=“)(?:" + "|".join(sorted(_PLAN_STARTS, key=len, reverse=True)) + ")(?=”)")
_HEAD = 3000


@lru_cache(maxsize=1)
def _divisions() -> dict[str, str]:
    """Full name of a division to its level; a name that two levels share maps to the higher one."""
    order = {"province": 0, "city": 1, "county": 2}
    levels: dict[str, str] = {}
    for row in lexicons.load("divisions"):
        level = row["level"]
        if level in order and (row["name"] not in levels or order[level] < order[levels[row["name"]]]):
            levels[row["name"]] = level
    return levels


@lru_cache(maxsize=1)
def _sessions() -> dict[str, int]:
    """Sessions of the national congress to the year in which they met."""
    return {row["session"]: int(row["year"]) for row in lexicons.load("npc_sessions")}


class Identity:
    """Reads title, year, region and level.

    Args:
        frames: the weights that tell a review heading from a plan heading.
    """

    def __init__(self, frames: FrameModel) -> None:
        self._frames = frames

    def fill(self, analysis: Analysis, lines: list[Line], layout: Layout) -> None:
        """Fill what was not given.

        Args:
            analysis: the analysis; title, year, year_rule, region and level are set.
            lines: the lines of the text.
            layout: its outer parts.
        """
        folded = analysis.folded
        beside = analysis.title
        title = find_title(analysis.text, folded, lines, layout)
        if title is None and beside is not None:
            title = looks_like_title(beside)
        analysis.title = title.text if title else None
        _set_genre(analysis, lines, title)
        frame = frame_of(analysis.genre)
        if analysis.year is None:
            analysis.year, analysis.year_rule = self._year(analysis, lines, layout, title, frame)
        else:
            analysis.year_rule = "given"
            _set_year_planned(analysis, title)
        _set_frame_years(analysis, title, frame)
        region, level = _region(folded, layout, title)
        if analysis.region is None:
            analysis.region = region
        else:
            level = _level_of(analysis.region) or level
        if analysis.level is None:
            analysis.level = level or _level_by_wording(folded)
        if analysis.region is None and beside is not None:
            analysis.region = division_called(beside, analysis.level)

    def _year(
        self, analysis: Analysis, lines: list[Line], layout: Layout, title: Title | None, frame: GenreFrame
    ) -> tuple[int | None, str | None]:
        folded = analysis.folded
        votes = _Votes()
        head = folded[: max(min(layout.body, _HEAD), 400)]
        named = _year_named(analysis.genre, title, frame, head)
        if named is not None:
            votes.add(named, 3 if analysis.genre in _SPOKEN else _SURE, "structure.identity:title")
        _vote_by_date_line(votes, folded, head)
        session = _SESSION.search(head)
        if session and session.group(1) in _sessions():
            votes.add(_sessions()[session.group(1)], 4, "structure.identity:congress_session")
        self._vote_by_headings(votes, folded, lines, layout)
        if votes.weights:
            return votes.most()
        if analysis.genre not in _SPOKEN:
            opening = _OPENING_YEAR.search(folded, 0, _FIRST_WORDS)
            if opening:
                return int(opening.group(2)) + frame.next_year, "structure.identity:opening_year"
        mentioned, rule = _year_by_mentions(folded)
        return (mentioned, rule) if mentioned is not None else _year_of_publication(analysis)

    def _vote_by_headings(self, votes: _Votes, folded: str, lines: list[Line], layout: Layout) -> None:
        """Votes of the headings that name one year, and of two five-year plans, one reviewed and the next one planned."""
        reviewed: set[int] = set()
        planned: set[int] = set()
        for words in islice(_short_headings(folded, lines, layout), _HEADINGS):
            score = self._frames.heading(words, None)
            distant = _DISTANT.search(words) is not None
            plan = None if distant or abs(score) < _TELLS else _FIVE_YEAR_PLAN.search(words)
            if plan:
                (reviewed if score < 0 else planned).add(_PLAN_STARTS[plan.group()])
            mentions = [] if distant else year_mentions(words)
            if len(mentions) != 1:
                continue
            if score <= _TELLS_OF_REVIEW:
                votes.add(mentions[0] + 1, 3, "structure.identity:review_heading")
            elif score >= _TELLS:
                votes.add(mentions[0], 3, "structure.identity:plan_heading")
        for start in planned:
            if start - 5 in reviewed:
                votes.add(start, 2, "structure.identity:five_year_plans")


_HEADINGS = 400
"""So many headings are asked for a year."""
_TELLS, _TELLS_OF_REVIEW = 3, -5
"""Headings of such a score tell that they plan a year, or review one."""


@dataclass(slots=True)
class _Votes:
    """What speaks for each year: the sum of the weights, and the rule of the weightiest vote."""

    weights: Counter[int] = field(default_factory=Counter[int])
    best: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])

    def add(self, year: int, weight: int, rule: str) -> None:
        """Count a vote for a year."""
        self.weights[year] += weight
        self.best[year] = max(self.best.get(year, (0, "")), (weight, rule))

    def most(self) -> tuple[int, str]:
        """The year with the most votes, the later of equals, and its rule."""
        year, _ = max(self.weights.items(), key=lambda item: (item[1], item[0]))
        return year, self.best[year][1]


def _year_named(genre: str | None, title: Title | None, frame: GenreFrame, head: str) -> int | None:
    """The year that the title names, or the head of a text without one."""
    if title:
        return _year_of_title(genre, title, frame)
    match = _TITLE_YEAR.search(head)
    return None if match is None else int(match.group(1) or match.group(2))


def _vote_by_date_line(votes: _Votes, folded: str, head: str) -> None:
    """The vote of the first date that opens a line and may be the day of delivery."""
    for match in _DATE.finditer(head):
        line_start = folded.rfind("\n", 0, match.start()) + 1
        if match.start() - line_start > 60 or _NO_DELIVERY.match(folded, line_start):
            continue
        year, month = _date(match)
        # reports of November and December plan the year that follows, if their headings say so
        votes.add(year, 4 if month <= 10 else 2, "structure.identity:date_line")
        return


def _short_headings(folded: str, lines: list[Line], layout: Layout) -> Iterator[str]:
    """The words of the short headings and lines of the body."""
    for line in lines:
        end = line.heading_end if line.depth else line.end
        if layout.body <= line.start < layout.body_end and end - line.start <= 40 and line.depth <= 2:
            yield folded[line.start : end]


def _set_genre(analysis: Analysis, lines: list[Line], title: Title | None) -> None:
    if analysis.genre is not None:
        analysis.genre_rule = "structure.genre:given"
        return
    headings = [
        analysis.folded[line.start : line.heading_end if line.depth else line.end]
        for line in lines[:400]
        if line.depth or line.end - line.start <= 24
    ]
    analysis.genre, found = recognise(title.folded if title else "", analysis.folded, headings)
    analysis.genre_rule = _genre_rule(found)


def _genre_rule(found: list[Evidence]) -> str:
    """The places and words that gave the genre, as the rule of its field."""
    if not found:
        return "structure.genre:no_evidence"
    return "structure.genre:evidence | " + "; ".join(f"{item.where}: {item.text} ({item.weight})" for item in found)


def _year_of_title(genre: str | None, title: Title, frame: GenreFrame) -> int | None:
    """The year of delivery that a title tells."""
    plan = plan_named(title) if genre == "five_year_plan" else None
    if plan:
        return plan[0]
    named = years_named(title)
    if not named or (genre in _SPOKEN and _OF_THE_REVIEW.search(title.folded)):
        return None
    return named[-1] + frame.next_year


def _set_year_planned(analysis: Analysis, title: Title | None) -> None:
    """Read a plan or a budget of the coming year as one of that year, also where it was delivered before the old year was over."""
    year = analysis.year
    if year is None:
        return
    planned: int | None = None
    if analysis.genre == "five_year_plan":
        plan = plan_named(title) if title else None
        planned = plan[0] if plan else None
    elif analysis.genre in ("plan_report", "budget_report"):
        named = _CARRIED_OUT_AND_PLANNED.search(title.folded if title else analysis.folded, 0, _FIRST_WORDS)
        planned = int(named[2]) if named and int(named[1]) == year else None
    if planned == year + 1:
        analysis.delivered, analysis.year = year, planned


def _set_frame_years(analysis: Analysis, title: Title | None, frame: GenreFrame) -> None:
    """The years that results and promises belong to unless the text says otherwise.

    A communiqué's title tells the year of its results, whatever year of delivery is given; without a title, its opening does.
    """
    year = analysis.year
    if year is None:
        return
    analysis.reviewed_year, analysis.planned_year = year + frame.reviewed, year + frame.planned
    words = title.folded if title else ""
    planned = analysis.genre in ("plan_report", "budget_report")
    if planned and "草案" not in words and months_reported(words, analysis.folded):
        analysis.reviewed_year = year  # of the half-year gone by, and of no plan to come
    carried_out = _CARRIED_OUT.search(words)
    if carried_out and int(carried_out[1]) in (year, year - 1):
        analysis.reviewed_year = analysis.planned_year = int(carried_out[1])
    if analysis.genre not in ("communique", "quarterly"):
        return
    named = years_named(title) if title else []
    told = named[-1] if named else _year_of_first_words(analysis.folded)
    if told is not None and (named or told in (year, year - 1)):
        analysis.reviewed_year = told


def _year_of_first_words(folded: str) -> int | None:
    """The year that the first words of a text tell of: 2024年，…; 2024年1至9月，…."""
    opening = _OPENING_YEAR.search(folded, 0, _FIRST_WORDS)
    if opening:
        return int(opening.group(2))
    months = months_reported("", folded)
    return months.year if months else None


_CARRIED_OUT_AND_PLANNED = lazy_pattern(
    rf"({FIGURE_YEAR})年[^。\n]{{0,40}}?(?:执行|完成)情况[^。\n]{{0,12}}?({FIGURE_YEAR})年[^。\n]{{0,40}}?(?:草案|计划|预算|安排)"
)
"""2023年预算执行情况和2024年预算草案: the year that was carried out and the one planned."""
_CARRIED_OUT = lazy_pattern(
    rf"({FIGURE_YEAR})年[^。\n]{{0,40}}?(?:落实|完成|执行|进展)情况(?!.*(?:草案|安排|{FIGURE_YEAR}))"
)
"""2025年重点任务落实情况: a document on nothing but what became of a year's tasks."""
_SPOKEN = frozenset(("work_report", "digest", "other"))
"""Genres in which the year of delivery is told by date lines and headings as much as by the title."""
_SURE = 6
_FIRST_WORDS = 400
_OF_THE_REVIEW = lazy_pattern(r"年?工作(?:总结|回顾)")


def _date(match: re.Match[str]) -> tuple[int, int]:
    if match.group(1):
        return int(match.group(1)), int(match.group(2))
    months = {"十一": 11, "十二": 12, "十": 10}
    month = match.group(5)
    return year_mentions(match.group(4) + "年")[0], months.get(month, "一二三四五六七八九".find(month) + 1)


_PUBLISHED = lazy_pattern(r"(?<!\d)(20[0-9]{2})([-/.])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12][0-9]|3[01])(?!\d)")


def _year_of_publication(analysis: Analysis) -> tuple[int | None, str | None]:
    """The year of the date that a web page puts above its text, where nothing in the text tells a year."""
    given = analysis.given_folded or analysis.folded
    found = _PUBLISHED.search(given, 0, _FIRST_WORDS)
    return (int(found[1]), "structure.identity:publication_date") if found else (None, None)


_OPENING_YEAR = lazy_pattern(
    rf"(?:^|[。!?\n:]|现将)\s{{0,4}}(刚刚过去的|过去的)?({FIGURE_YEAR})\s?年\s?(?:[,是]|我们|全[省市县区]|国民经济)"
)
_GOALS = lazy_pattern(
    rf"(?:做好|关于|对)({FIGURE_YEAR})年(?:的)?(?:政府|各项)?工作|({FIGURE_YEAR})年[^。,\d]{{0,16}}(?:预期目标|总体要求|主要任务|重点工作)"
)


def _year_by_mentions(folded: str) -> tuple[int | None, str | None]:
    """The year by what the text says of it: goals of a year, years that open a sentence, else the years it names most."""
    counted = Counter(int(match.group(1) or match.group(2)) for match in _GOALS.finditer(folded))
    if counted:
        return counted.most_common(1)[0][0], "structure.identity:goals_of_the_year"
    opening: set[int] = set()
    for match in _OPENING_YEAR.finditer(folded):
        if match.group(1):
            return int(match.group(2)) + 1, "structure.identity:past_year"
        opening.add(int(match.group(2)))
    pairs = [year for year in opening if year - 1 in opening]
    if len(pairs) == 1:
        return pairs[0], "structure.identity:opening_years"
    mentions = Counter(year_mentions(folded))
    total = sum(mentions.values())
    sums = {year: count + mentions[year - 1] for year, count in mentions.items() if mentions.get(year - 1)}
    if total >= 6 and sums:
        year = max(sums, key=lambda candidate: (sums[candidate], candidate))
        if sums[year] >= 0.6 * total:
            return year, "structure.identity:years_named"
    return None, None


def _names_of_region(title: str, head: str) -> tuple[Counter[str], str | None]:
    """The names of divisions in title and head with their votes, and the kind of a division whose name is blacked out."""
    names: Counter[str] = Counter()
    for match in _IN_TITLE.finditer(_PART_OF_YEAR.sub("年", title)):
        if not _REDACTED.search(match.group(1)) and (name := _division_chain(match.group(1))):
            names[name] += 2
    redacted: str | None = None
    for pattern, anchor in _REGION_PATTERNS:
        for match in _near(pattern, anchor, head):
            hidden = _REDACTED.search(match.group(1))
            name = None if hidden else _division_chain(match.group(1))
            if hidden:
                redacted = hidden.group(1)
            elif name:
                names[name] += 1
    return names, redacted


def _region(folded: str, layout: Layout, title: Title | None) -> tuple[str | None, str | None]:
    """Name and level of the region as title and greeting state them."""
    head = folded[: max(min(layout.body, _HEAD), 600)]
    words = title.folded if title else ""
    special = _SPECIAL.search(words or head[:200])
    if special:
        return special.group(1) or "香港", "province"
    if _NATIONAL.search(head) or _NATIONAL_TITLE.search(words):
        return NATIONAL, "national"
    names, redacted = _names_of_region(words, head)
    if redacted:
        return None, _LEVELS[redacted]
    if names:
        name = max(names, key=lambda candidate: (names[candidate], len(candidate)))
        longer = [other for other in names if other.endswith(name) and len(other) > len(name)]
        name = max(longer, key=len) if longer else name
        return name, _level_of(name)
    return _region_of_committee(head)


def _region_of_committee(head: str) -> tuple[str | None, str | None]:
    """我代表市人民政府 names no city, but the party committee beside it may: 中共…市委."""
    bare = _BARE.search(head)
    suffix = (bare.group(1) or bare.group(2)) if bare else None
    if not suffix:
        return None, None
    for match in _COMMITTEE.finditer(head):
        name = _division_chain(match.group(1))
        if name and name.endswith(suffix):
            return name, _level_of(name)
    return None, _LEVELS[suffix]


def _near(pattern: re.Pattern[str], anchor: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, looked for only around the words that each of them holds."""
    low = high = 0
    at = text.find(anchor)
    while at >= 0:
        if at - _BEFORE_ANCHOR > high:
            yield from pattern.finditer(text, low, high)
            low = at - _BEFORE_ANCHOR
        high = at + _BEHIND_ANCHOR
        at = text.find(anchor, at + 1)
    yield from pattern.finditer(text, low, high)


def _division_chain(words: str) -> str | None:
    """The division named at the end of the words, with those above it: …会议上保定市清苑区 gives 保定市清苑区.

    A name that is in no table stands only where a word such as 在 or 年 sets it off (清和县, though there is a 和县).
    """
    divisions = _divisions()
    known: str | None = None
    for index in range(len(words) - 1):
        rest = words[index:]
        while rest:
            part = next((rest[:end] for end in range(len(rest), 1, -1) if rest[:end] in divisions), None)
            if part is None:
                break
            rest = rest[len(part) :]
        if not rest:
            known = words[index:]
            if not index or _LEAD_IN.search(words[:index]):
                return known
            break
    name = _LEAD_IN_ALL.sub("", words)
    if not _CLEAN.fullmatch(name) or re.fullmatch(r"(?:我|本|全|各)?" + _SUFFIX, name):
        return known
    return name


def _level_of(name: str) -> str | None:
    """The level of a division by the table of divisions, else by its last suffix."""
    if name in (NATIONAL, "中国", "中华人民共和国"):
        return "national"
    levels = _divisions()
    if name in levels:
        return levels[name]
    # 保定市清苑区: the last part decides
    for index in range(1, len(name) - 1):
        part = name[index:]
        if part in levels and name[:index].endswith(("省", "市", "州", "盟", "区", "县")):
            return levels[part]
    match = re.search(_SUFFIX + "$", name)
    if match and len(name) > len(match.group()):
        return _LEVELS[match.group()]
    return None


def _level_by_wording(folded: str) -> str | None:
    """The level by the words with which a report speaks of its own area (我县, 全县), None where they do not tell."""
    counted: Counter[str] = Counter()
    for match in _OWN.finditer(folded):
        counted[match.group(2)] += 2 if match.group(1) == "我" else 1
    national = counted.pop("国", 0)
    if not counted:
        return "national" if national >= 4 else None
    if "新区" in folded and folded.count("新区") > 20 and not counted["县"]:
        return "county"
    (suffix, top), *others = counted.most_common()
    if others and top < 2 * others[0][1]:
        return None
    if national > 3 * top:
        return "national"
    if suffix == "区" and folded.count("自治区") >= 2:
        return "province"
    return _LEVELS[suffix]
