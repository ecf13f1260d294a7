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
from functools import lru_cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation
from govreport_ie.extraction.records import Analysis
from govreport_ie.extraction.structure.frames import FrameModel, year_mentions
from govreport_ie.extraction.structure.layout import PAGE_MARK, Layout
from govreport_ie.extraction.structure.lines import Line
from govreport_ie.extraction.text import FIGURE_YEAR, HAN, ORDINAL_NUMERALS

__all__ = ["NATIONAL", "Identity"]

NATIONAL = "全国"

_TITLE_LINE = re.compile(r"工\s?作\s?报\s?告|的报告(?:\(|$)|纲要")
_TITLE_LABEL = re.compile(r"标题:\s?|名称:\s?")
_NO_TITLE = re.compile(r"代表|请予|审议|[。!]|^(?:来源|时间|作者)")
_TITLE_YEAR = re.compile(
    rf"(?<!\d)({FIGURE_YEAR})年?[^。\d\n]{{0,16}}?(?:政府)?工\s?作\s?报\s?告(?!回顾)|工\s?作\s?报\s?告\s?[(\[—-]{{0,2}}({FIGURE_YEAR})年?"
)
_DATE = re.compile(
    rf"(?<!\d)({FIGURE_YEAR})年\s?(\d{{1,2}})月\s?(\d{{1,2}})\s?日|([一二][九〇零○][〇零○一二三四五六七八九]{{2}})年([{ORDINAL_NUMERALS}]{{1,2}})月[{ORDINAL_NUMERALS}]{{1,3}}日"
)
_SESSION = re.compile(r"[在向](第.{1,2}届全国人民代表大会第.次会议)")
_NO_DELIVERY = re.compile(r"\s{0,4}(?:时间|日期|发布|发文|来源|成文|内容摘要)|.{0,40}(?:正式成立|以来|挂牌)")

_SUFFIX = alternation("division_suffix")
_NAME = rf"([{HAN}×xX*＊○]{{1,12}}?" + _SUFFIX + r")"
_REGION_PATTERNS = (
    (re.compile(r"(?:代表|受)" + _NAME + r"(?:第.{1,4}届)?(?:人民)?政府"), "政府"),
    (re.compile(r"在" + _NAME + r"第.{1,4}届人民代表大会"), "届人民代表大会"),
    (re.compile(_NAME + r"(?:\d{4}年)?(?:人民)?政府工\s?作\s?报\s?告"), "政府工"),
    (re.compile(_NAME + r"人民政府(?:代理?)?" + alternation("head_of_government")), "人民政府"),
    (re.compile(_NAME + r"第.{1,4}届人民代表大会"), "届人民代表大会"),
)
"""Where names of regions stand, and words that every match holds."""
_BEFORE_ANCHOR, _BEHIND_ANCHOR = 30, 12
"""More than a match has before and from the start of those words on."""
_BARE = re.compile(
    r"(?:代表|在|\d年)(?:我|本)?("
    + _SUFFIX
    + r")(?:第.{1,4}届)?(?:人民)?(?:政府|代表大会)|(?:^|\n)\s{0,4}("
    + _SUFFIX
    + r")(?:长|人民政府)"
)
_COMMITTEE = re.compile(r"中共" + _NAME + r"委")
_REDACTED = re.compile(r"[×xX*＊○]{1,4}(" + _SUFFIX + r")")
_NATIONAL = re.compile(
    r"代表国务院|国务院总理|全国人民代表大会(?:第.{1,3}次)?会议|受中共中央和国务院|中华人民共和国国务院向"
)
_LEAD = alternation("before_region")
_LEAD_IN = re.compile(_LEAD + "$")
_LEAD_IN_ALL = re.compile("^.*" + _LEAD)
_CLEAN = re.compile(rf"[{HAN}]{{1,7}}" + _SUFFIX)
_OWN = re.compile(
    rf"(?<![居占比在列对于])(我|全)({alternation('own_division')})(?!第|前|首|排|平均|唯一|级|[一二三四五六七八九\d])"
)

_LEVELS = {
    "省": "province", "自治区": "province", "市": "city", "自治州": "city", "州": "city", "盟": "city", "地区": "city",
    "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county", "林区": "county", "新区": "county",
    "镇": "township", "乡": "township", "街道": "township", "国": "national",
}  # fmt: skip
_DISTANT = re.compile(r"到(?:19|20)|年以来|远景|规划|五年计划")
"""Headings whose year is not the year of the report: 到2035年远景目标, 2012年以来."""
_PLAN_STARTS = {
    "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026,
}  # fmt: skip
"""First years of the five-year plans; a report that reviews one and plans the next is of the next one's first year."""
_FIVE_YEAR_PLAN = re.compile("(?<=“)(?:" + "|".join(sorted(_PLAN_STARTS, key=len, reverse=True)) + ")(?=”)")
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
        title = _title(folded, lines, layout)
        if title is not None:
            label = _TITLE_LABEL.match(folded, title.start)
            analysis.title = analysis.text[label.end() if label else title.start : title.end].strip()
        if analysis.year is None:
            analysis.year, analysis.year_rule = self._year(folded, lines, layout, title)
        else:
            analysis.year_rule = "given"
        region, level = _region(folded, layout)
        if analysis.region is None:
            analysis.region = region
        else:
            level = _level_of(analysis.region) or level
        if analysis.level is None:
            analysis.level = level or _level_by_wording(folded)

    def _year(
        self, folded: str, lines: list[Line], layout: Layout, title: Line | None
    ) -> tuple[int | None, str | None]:
        votes: Counter[int] = Counter()
        best: dict[int, tuple[int, str]] = {}

        def vote(year: int, weight: int, rule: str) -> None:
            votes[year] += weight
            best[year] = max(best.get(year, (0, "")), (weight, rule))

        head = folded[: max(min(layout.body, _HEAD), 400)]
        match = _TITLE_YEAR.search(folded, title.start, title.end) if title else _TITLE_YEAR.search(head)
        if match:
            vote(int(match.group(1) or match.group(2)), 3, "structure.identity:title")
        for match in _DATE.finditer(head):
            line_start = folded.rfind("\n", 0, match.start()) + 1
            if match.start() - line_start > 60 or _NO_DELIVERY.match(folded, line_start):
                continue
            year, month = _date(match)
            # reports of November and December plan the year that follows, if their headings say so
            vote(year, 4 if month <= 10 else 2, "structure.identity:date_line")
            break
        session = _SESSION.search(head)
        if session and session.group(1) in _sessions():
            vote(_sessions()[session.group(1)], 4, "structure.identity:congress_session")
        counted = 0
        reviewed: set[int] = set()
        planned: set[int] = set()
        for line in lines:
            if line.start < layout.body or counted >= 400 or line.start >= layout.body_end:
                continue
            length = (line.heading_end if line.depth else line.end) - line.start
            if length > 40 or (line.depth > 2):
                continue
            counted += 1
            words = folded[line.start : line.heading_end if line.depth else line.end]
            score = self._frames.heading(words, None)
            plan = _FIVE_YEAR_PLAN.search(words)
            if plan and abs(score) >= 3 and not _DISTANT.search(words):
                (reviewed if score < 0 else planned).add(_PLAN_STARTS[plan.group()])
            mentions = year_mentions(words)
            if not mentions or len(mentions) > 1 or _DISTANT.search(words):
                continue
            if score <= -5:
                vote(mentions[0] + 1, 3, "structure.identity:review_heading")
            elif score >= 3:
                vote(mentions[0], 3, "structure.identity:plan_heading")
        for start in planned:
            if start - 5 in reviewed:
                vote(start, 2, "structure.identity:five_year_plans")
        if votes:
            year, _ = max(votes.items(), key=lambda item: (item[1], item[0]))
            return year, best[year][1]
        return _year_by_mentions(folded)


def _date(match: re.Match[str]) -> tuple[int, int]:
    if match.group(1):
        return int(match.group(1)), int(match.group(2))
    months = {"十一": 11, "十二": 12, "十": 10}
    month = match.group(5)
    return year_mentions(match.group(4) + "年")[0], months.get(month, "一二三四五六七八九".find(month) + 1)


_OPENING_YEAR = re.compile(
    rf"(?:^|[。!?\n:])\s{{0,4}}(刚刚过去的|过去的)?({FIGURE_YEAR})\s?年\s?(?:[,是]|我们|全[省市县区])"
)
_GOALS = re.compile(
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


def _title(folded: str, lines: list[Line], layout: Layout) -> Line | None:
    candidates: list[Line] = []
    for line in lines:
        if line.start >= layout.body or len(candidates) >= 40:
            break
        candidates.append(line)
    for line in candidates:
        words = folded[line.start : line.end]
        if len(words) > 70 or PAGE_MARK.search(words):
            continue
        if _TITLE_LINE.search(words) and not _NO_TITLE.search(words):
            return line
    return None


def _region(folded: str, layout: Layout) -> tuple[str | None, str | None]:
    """Name and level of the region as title and greeting state them."""
    head = folded[: max(min(layout.body, _HEAD), 600)]
    if _NATIONAL.search(head):
        return NATIONAL, "national"
    names: Counter[str] = Counter()
    redacted: str | None = None
    for pattern, anchor in _REGION_PATTERNS:
        for match in _near(pattern, anchor, head):
            hidden = _REDACTED.search(match.group(1))
            name = None if hidden else _division_chain(match.group(1))
            if hidden:
                redacted = hidden.group(1)
            elif name:
                names[name] += 1
    bare = _BARE.search(head)
    bare_suffix = (bare.group(1) or bare.group(2)) if bare else None
    if redacted:
        return None, _LEVELS[redacted]
    if names:
        name = max(names, key=lambda candidate: (names[candidate], len(candidate)))
        longer = [other for other in names if other.endswith(name) and len(other) > len(name)]
        name = max(longer, key=len) if longer else name
        return name, _level_of(name)
    if bare_suffix:
        # 我代表市人民政府 names no city, but the party committee beside it may: 中共…市委
        for match in _COMMITTEE.finditer(head):
            name = _division_chain(match.group(1))
            if name and name.endswith(bare_suffix):
                return name, _level_of(name)
        return None, _LEVELS[bare_suffix]
    return None, None


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
