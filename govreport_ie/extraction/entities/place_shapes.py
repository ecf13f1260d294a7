"""Places that no list holds, found by their head (`河`, `村`, `经济带`) and a left edge.

From the head leftwards, the name takes in unknown characters up to a listed place, and before heads of zones also common nouns; it
ends at punctuation, verbs, function words, connectors and amounts.  A name needs evidence: a listed place, a word such as 空港 or 城南
that makes names of zones, or characters that are part of no common word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from govreport_ie.extraction.entities.context import PlaceSpan
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.gazetteer import PlaceHead, gazetteer
from govreport_ie.extraction.entities.home import Home

__all__ = ["shaped_places"]

_REACH = {"zone": 16, "scenic": 10, "part": 8}  # characters to the left of a head that may belong to the name
_SHORT_REACH = 6
_RANKED_REACH = 16  # with a rank in the name
_LONGEST = 40  # characters of a chain of places that are read as one name
_INSIDE = {"zone": "NSH", "scenic": "NH"}  # classes of words that may stand between a place and the head
_STEMMED = ("zone", "city")
_STEM = PlaceSpan(0, 0, "", None, "stem", False)
_HAN = re.compile(r"[㐀-鿿]")
# characters that are weak evidence of a name, because they are common beside heads in ordinary text
_PLAIN = frozenset(
    "新老大小中上下内外东西南北前后各类型级化性业者家人户年月日一二三四五六七八九十百千万亿两首条项座所批次期号及其等总主副高低全多"
    "省市县区乡镇村州旗强场驻离江河湖海山水入过进通跨出单傍倚临沿绿美"
)
# characters that make a clause, not a name: 治河, 望得见山, 送戏进村
_VERBAL = frozenset(
    "入成汇认巡走移之地帮进聘整送馈戒跑离串断通治爱望见得制改增抓促引建设造办管用看听说去来住行撤并扩保护着"
)
_CLASSIFIERS = frozenset("个处名位种次座条项批年月日%某至到")
# what follows the last character of a longer word: 开山节, 大石山区, 江海联动
_LONGER = {
    "山": "区廊节羊",
    "路": "霸网灯",
    "沟": "壑",
    "江": "海",
    "河": "谷渠",
    "区域": "中性金医总消",
    "功能区": "划",
    "城市带": "动",
}
# a name of a landform before these is the front of a town's name: 砚湖山镇
_SETTLED = re.compile("镇|乡(?![村镇])|村(?!民)|街道")
# zones of the state that carry their rank in the name: 西宁国家级经济技术开发区
_RANKED = re.compile("(?:经济技术开发区|产业开发区|经开区|高新区|度假区|保护区|创新示范区|保税区)$")
_RANKS = frozenset(("国家级", "省级", "国家", "自治区级"))
_MERGED = frozenset("撤设并改各包联驻")
_LISTED = ("、", "和", "与", "及")
_NATURAL = ("water", "land")
_AFTER_MEMBER = frozenset("、,。;)和与及等")
_NEXT_VILLAGE = re.compile("[、和][二三四五六七八九]村")
_TOWN_END = re.compile("镇|乡|街道")
_NUMERALS = frozenset("一二三四五六七八九十两几")
_NEVER_FIRST = frozenset("的了是在与和及等个各每该其本")
_NOT_A_MEMBER = _NEVER_FIRST | _NUMERALS
_CONNECTORS = frozenset("和与及同向到从将")
_ALONG = frozenset("沿跨环")
_AROUND = frozenset("沿环")
_BOUNDS = frozenset("、,。;:和及与等“”()\n ")
_ABBREVIATIONS = frozenset(
    "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新蒙港澳台中越韩日俄德欧美老缅哈泰意英法以"
)
_NO_SIDE = frozenset("以之往向最朝由从城村市镇街路桥岸半极")
_RIVERS = frozenset("淮黄渭汾湘赣沅汉滇京沪深杭渤")
_DIVISION_END = re.compile("[省市区县州盟旗]")
_COUNTED = re.compile("[二三四五六七八九十两几多各]大")  # 四大新城
_UNLISTED = "division"
_LIST = ("、", "和", "与")
_SIDES = ("新区", "新城", "地区", "片区")
_ROAD_END = "(?=[、,。;)和与及等沿]|至|两侧|改线|市政)"
# three patterns that each begin with characters, not with a look behind, so that the search skips to them
_ROADS = (
    re.compile(rf"[GS](?<![A-Za-z\d][GS])\d{{2,4}}(?:国道|省道|高速)?{_ROAD_END}"),
    re.compile(rf"[1-3](?<!\d\d)\d{{2}}(?:国道|省道){_ROAD_END}"),
    re.compile(
        r"(?:人民|解放|建设|中山|和平|新华|胜利|文化|友谊|迎宾|团结|滨河|滨江|环城|长江|黄河|春风|北京|上海|南京)"
        r"[东西南北中]?[一二三四]?(?:路|大道|大街)(?![径线网灯口段延改东西南北中桥隧])"
    ),
)
_REDACTED = re.compile(r"(?:XX|xx|××|\*\*|某某)(?:自治区|自治州|自治县|开发区|街道|新区|[省市县区镇乡村州])")


class _Stem(NamedTuple):
    """What stands before a head: the left edge of the name, the listed place there, and how many characters and nouns lie between."""

    left: int
    place: PlaceSpan | None
    unknown: int
    plain: int
    nouns: int


def shaped_places(
    folded: str,
    spans: list[PlaceSpan],
    heads: list[tuple[int, int, PlaceHead]],
    edges: Edges,
    home: Home,
    quantities: list[tuple[int, int]],
    generic: list[tuple[int, int]],
    towns: list[PlaceSpan],
    *,
    local: bool,
) -> list[PlaceSpan]:
    """Add the places found by shape to the listed ones.

    Args:
        folded: the folded text.
        spans: listed places in text order.
        heads: every head in the text, sorted by end and longest first.
        edges: the common words of the text.
        home: the region of the report.
        quantities: spans of the quantities; a name does not reach into one.
        generic: spans of words that are no place.
        towns: short names of towns of the home region, which are evidence only.
        local: whether the report is about a city, a county or a town; its towns then lie in its own city.

    Returns:
        All places in text order without overlaps; a shaped name replaces the listed names inside it.
    """
    shapes = _Shapes(folded, spans, edges, home, quantities, generic, towns, local=local)
    found: list[PlaceSpan] = []
    last_end = longest = -1
    done = False
    for start, end, head in heads:
        if end != last_end:
            last_end, longest, done = end, start, False
        elif done:
            continue  # a longer head of the same end made a name
        span = shapes.shape(start, end, head)
        if span is not None and span.start < longest:  # a bare class word (自贸试验区) is no name
            done = True
            found.append(span)
            shapes.place_to[end] = span  # 易水湖 begins 易水湖乡村振兴示范区
    found += [
        _place(match.start(), match.end(), folded, "division", "redacted") for match in _REDACTED.finditer(folded)
    ]
    for pattern in _ROADS:
        found += [_place(match.start(), match.end(), folded, "other", "road") for match in pattern.finditer(folded)]
    return _merge(spans, _without_lone_counties(found, folded))


def _without_lone_counties(found: list[PlaceSpan], folded: str) -> list[PlaceSpan]:
    """Drop counties that no list holds, unless they stand in a list beside another one: 东屿区、南峤县."""
    starts = {span.start for span in found if span.shape == _UNLISTED}
    ends = {span.end for span in found if span.shape == _UNLISTED}
    return [
        span
        for span in found
        if span.shape != _UNLISTED
        or (span.end + 1 in starts and folded[span.end] in _LIST)
        or (span.start - 1 in ends and folded[span.start - 1] in _LIST)
    ]


def _place(start: int, end: int, folded: str, subtype: str, shape: str) -> PlaceSpan:
    rule = f"entities.place_shapes:{shape}"
    return PlaceSpan(start, end, folded[start:end], None, "grammar", True, subtype, rule, shape)


class _Shapes:
    """Finds the name that ends with a head, for the heads of one report."""

    def __init__(
        self,
        folded: str,
        spans: list[PlaceSpan],
        edges: Edges,
        home: Home,
        quantities: list[tuple[int, int]],
        generic: list[tuple[int, int]],
        towns: list[PlaceSpan],
        *,
        local: bool,
    ) -> None:
        self.folded = folded
        self.edges = edges
        self.home = home
        self.local = local
        self.lists = gazetteer()
        # a listed name that is not sure is evidence unless it is an everyday word of another region
        self.place_to = {
            span.end: span
            for span in spans
            if span.sure
            or (span.code and home.nearness(span.code) > 1)
            or (folded[span.start] not in _CONNECTORS and not edges.is_word(span.start, span.end))
        }
        self.joined_to = {span.end: span for span in spans}
        for town in towns:
            if town.end not in self.joined_to and not edges.is_word(town.start, town.end):
                self.place_to[town.end] = self.joined_to[town.end] = town
        self.inside_sure = {offset: span.end for span in spans if span.sure for offset in range(span.start, span.end)}
        self.stops = {end for _, end in quantities} | {end for _, end in generic}
        self.generic = {offset for start, end in generic for offset in range(start, end)}
        self.count_starts = {start for start, end in quantities if folded[end - 1] == "个"}

    def shape(self, start: int, end: int, head: PlaceHead) -> PlaceSpan | None:
        """The name that ends with a head, or None."""
        kind = head.kind
        stem_end, nouns = self.stem_end(start, end, kind)
        if kind == "town":
            town = self.listed_town(start, end)
            if town is not None and (stem_end >= 0 or (start not in self.generic and self.at_home(town))):
                return town
        if stem_end < 0:
            return None
        listed = self.place_to.get(end)
        if listed is not None and listed.sure:
            return None
        ranked = self.folded[end - 1] == "区" and _RANKED.search(self.folded, max(0, start - 6), end) is not None
        stem = self.walk(stem_end, kind, nouns, ranked=ranked)
        left = stem.left
        if kind in _NATURAL and end - start == 1 and stem.place is None:
            member = self.sibling(start)
            if member < start:
                return _place(member, end, self.folded, head.subtype, kind)
        if left == stem_end or start - left > _LONGEST or _COUNTED.search(self.folded, left, start):
            return None
        if end - start == 1 and self.folded[start - 1] == self.folded[start]:
            return None  # 太湖湖体
        if (
            end - start == 1
            and kind != "road"
            and self.folded[start - 1] in _NUMERALS
            and not self.numbered(stem, start)
        ):
            return None  # 五河一湖, 枫渡两镇
        if self.folded[end : end + 1] in _LONGER.get(head.word, ()):
            return None
        if kind in _NATURAL and end - start == 1 and _SETTLED.match(self.folded, end):
            return None
        if stem.place is None:
            glued = self.lists.glued.match(self.folded, left, start)
            if glued is not None:
                left = glued.end()
                if left == start:
                    return None
                stem = stem._replace(left=left, unknown=max(0, stem.unknown - left + glued.start()))
        if stem.place is None and kind != "zone" and start - left > 1 and self.folded[left] in _ALONG:
            left += 1  # 沿涡河
            stem = stem._replace(left=left, plain=stem.plain - 1)
        if stem.place is _STEM and self.described(left):
            return None
        if kind == "zone" and stem.place is not None:
            left = self.prefixed(left, stem.place)
        named = (
            self.named_by_place(stem, kind, start, end)
            if stem.place
            else self.named_by_characters(stem, kind, start, end)
        )
        return _place(left, end, self.folded, head.subtype, kind) if named else None

    def at_home(self, town: PlaceSpan) -> bool:
        """Whether a listed town lies in the home region and has a name of its own before a common word: 结古镇."""
        return bool(town.code) and self.local and town.end - town.start > 2

    def stem_end(self, start: int, end: int, kind: str) -> tuple[int, int]:
        """Where the stem of a name ends (-1 if the head is a part of another word), and the nouns already passed."""
        edges = self.edges
        if start in self.generic:
            return -1, 0
        if end - start == 1 and edges.cut_right(start, end) and not self.folded.startswith("流域", end):
            return -1, 0
        if self.inside_sure.get(end - 1, end) > end:
            return -1, 0  # 更多江苏产品
        beside = self.place_to.get(start)
        if beside is not None and beside.sure:
            return start, 0
        cut = edges.cut_left(start, end)
        if cut < 0:
            return start, 0
        # a noun that crosses the edge of a long head belongs to the stem: 经贸合作 in 浙台经贸合作区
        if end - start == 1 or edges.ends[cut] > end or edges.class_at(cut) not in _INSIDE.get(kind, ""):
            return -1, 0
        return edges.starts[cut], 1

    def numbered(self, stem: _Stem, start: int) -> bool:
        """Whether one numeral stands between a place that is no member of a list and the head of a village: 盐田三村."""
        place = stem.place
        if place is None or place.end != start - 1 or self.folded[start : start + 1] != "村":
            return False
        if self.folded[place.start - 1 : place.start] in _LISTED and not _NEXT_VILLAGE.match(self.folded, start + 1):
            return False
        return self.folded[start - 1] != "两"

    def sibling(self, start: int) -> int:
        """Where two or three characters before a head begin, common nouns too, that name a water or a mountain in a list of such: 砚河、月牙河."""
        folded = self.folded
        if folded[start + 1 : start + 2] not in _AFTER_MEMBER:
            return start
        at = self.edges.word_before(start)
        if at >= 0 and self.edges.ends[at] == start and self.edges.class_at(at) == "N":
            town = self.place_to.get(self.edges.starts[at])  # 望岭清水塘
            if town is not None and town.sure and town.level in ("city", "county", "town"):
                return self.widen(town.start)
        for left in range(start - 1, max(1, start - 4), -1):
            if folded[left - 1] in _LISTED:
                listed = self.place_to.get(left - 1)
                beside = listed is not None and folded[left - 2] == folded[start]
                return left if beside and folded[left] not in _NOT_A_MEMBER else start
            if not _HAN.match(folded, left - 1):
                break
        return start

    def walk(self, start: int, kind: str, nouns: int, *, ranked: bool) -> _Stem:
        """Walk left from the end of a stem to the left edge of the name."""
        folded, edges, stems = self.folded, self.edges, self.lists.stems
        if kind in _STEMMED and folded[max(0, start - 2) : start] in stems:
            return _Stem(self.widen(start - 2), _STEM, 0, 0, nouns)
        at = edges.word_before(start)
        low = max(0, start - (_RANKED_REACH if ranked else _REACH.get(kind, _SHORT_REACH)))
        inside = _INSIDE.get(kind, "")
        left = before_nouns = start
        unknown = plain = run = 0  # run: unknown characters since the last noun
        while left > low and left not in self.stops:
            listed = self.listed_to(left, kind)
            if listed is not None and listed.start >= low:
                edge = self.opened(listed.start) if listed.end < left else self.widen(listed.start)
                return _Stem(edge, listed, unknown, plain, nouns)
            while at >= 0 and edges.ends[at] > left:
                at -= 1
            if at < 0 or edges.ends[at] < left:
                char = folded[left - 1]
                if not _HAN.match(char) or char in _CLASSIFIERS:
                    break
                if char in _PLAIN:
                    plain += 1
                else:
                    unknown += 1
                    run += 1
                left -= 1
                if not nouns:
                    before_nouns = left
                continue
            word = folded[edges.starts[at] : left]
            if word in stems and (kind in _STEMMED or (kind == "scenic" and word[-1] == "部")):
                return _Stem(self.widen(edges.starts[at]), _STEM, unknown, plain, nouns)
            if ranked and word in _RANKS and not edges.ends_with(edges.starts[at]):
                # 石砚岭国家级自然保护区: a place or a name that no list holds stands before the rank
                left = edges.starts[at]
                nouns += 1
                run = 0
                at -= 1
                continue
            if kind == "village" and word in self.lists.villages:
                return _Stem(self.widen(edges.starts[at]), _STEM, unknown, plain, nouns)
            if not self.belongs(word, edges.class_at(at), inside):
                listed = self.place_to.get(edges.starts[at])
                if listed is None or not self.follows(listed, word, edges.class_at(at), kind, ranked=ranked):
                    break
                return _Stem(self.widen(listed.start), listed, unknown, plain, nouns + 1)
            left = edges.starts[at]
            nouns += 1
            run = 0
            at -= 1
        if nouns and run < 2 and not (kind == "zone" and (self.abbreviated(left) or self.side(left))):
            left = before_nouns  # the nouns are no part of a name that begins with nothing known as one
        return _Stem(left, None, unknown, plain, nouns)

    def listed_to(self, left: int, kind: str) -> PlaceSpan | None:
        """The listed place that ends at an offset, also in 中国(三亚)跨境电子商务综合试验区."""
        listed = self.place_to.get(left)
        if listed is None and kind == "zone" and self.folded[left - 1] == ")":
            listed = self.place_to.get(left - 1)
            if listed is not None and self.opened(listed.start) < 0:
                return None
        return listed

    def opened(self, start: int) -> int:
        """Where the name begins whose bracket opens before an offset, or -1: 中国(三亚)…, 西部(成都)科学城, 砚湖(望岭)产业转移园."""
        folded, bracket = self.folded, start - 1
        if not folded.startswith("(", bracket):
            return -1
        if folded.endswith("中国", 0, bracket):
            return bracket - 2
        for length in (4, 2):
            if folded[max(0, bracket - length) : bracket] in self.lists.stems:
                return bracket - length
        outer = self.place_to.get(bracket)
        return outer.start if outer is not None else -1

    def described(self, left: int) -> bool:
        """Whether a coast or a bank at an offset tells a kind of zone: 现代化滨海新城, 综合性港口经济带, 一批滨江片区."""
        folded, edges = self.folded, self.edges
        if folded[left : left + 2] not in self.lists.coasts or folded[left - 1 : left] not in (
            "化",
            "型",
            "性",
            "等",
            "批",
        ):
            return False
        at = edges.word_before(left)
        return at < 0 or edges.ends[at] < left or edges.class_at(at) not in "SO"  # 优化滨海新城 is about one

    def prefixed(self, left: int, place: PlaceSpan) -> int:
        """Take in what stands before the place or the stem that the name of a zone begins with: 环砚湖科创带, 大空港片区, 环深滨海旅游带."""
        folded, edges = self.folded, self.edges
        if not left:
            return left
        before = folded[left - 1]
        if place is _STEM:
            if before in _ABBREVIATIONS and folded[left - 2] in _AROUND:
                return left - 2
            middle = before == "中" and folded[left] in "东西南北"
            return left - 1 if (before == "大" or middle) and not edges.ends_with(left) else left
        return left - 1 if before in _AROUND and not edges.ends_with(left) else left

    def belongs(self, word: str, cls: str, inside: str) -> bool:
        """Whether a common word may stand inside a name."""
        lists = self.lists
        if cls in "SBO":  # 自主 ends other names, but 长株潭国家自主创新示范区 goes on
            return "S" in inside and word in lists.inside
        return cls in inside and word not in lists.ranks

    def follows(self, listed: PlaceSpan, word: str, cls: str, kind: str, *, ranked: bool) -> bool:
        """Whether a common word right behind a place goes on with a name: a rank (西宁国家级经济技术开发区), or the noun that a village of a town is called by."""
        if ranked and word in _RANKS:
            return True
        if kind != "village" or cls != "N" or word in self.lists.ranks:
            return False
        return _TOWN_END.match(self.folded, listed.end - 1) is not None or self.folded.endswith("街道", 0, listed.end)

    def abbreviated(self, left: int) -> bool:
        """Whether two abbreviations of regions stand at an offset: 浙台经贸合作区, 中越跨境经济合作区."""
        return self.folded[left] in _ABBREVIATIONS and self.folded[left + 1] in _ABBREVIATIONS

    def side(self, left: int) -> bool:
        """Whether a side of a city or a river stands at an offset, between a boundary and the next word: 渭北生态农业区, 保北地区."""
        folded = self.folded
        if folded[left + 1] not in "东西南北" or folded[left] in _PLAIN or folded[left] in _NEVER_FIRST:
            return False
        return folded[left] not in _NO_SIDE and (left == 0 or folded[left - 1] in _BOUNDS or self.edges.ends_at(left))

    def named_by_place(self, stem: _Stem, kind: str, start: int, end: int) -> bool:
        """Whether a listed place or a stem word makes a name with this kind of head."""
        place = stem.place
        if kind == "reach":  # 黄河银川段, 长江干流江苏段: a water, then a division
            bare = stem.unknown + stem.plain + stem.nouns == 0
            return bare and place is not None and place.subtype == "division" and stem.left != place.start
        if kind == "division":
            return False
        if kind == "city":
            return stem.left == start - 2  # 凤凰城
        if kind == "village" and end - start > 1 and stem.left < start == (place.end if place else -1):
            return not _DIVISION_END.match(self.folded, start - 1)  # 宝安区社区
        if kind in ("village", "town") and place is not None and place is not _STEM and place.end < start:
            return _MERGED.isdisjoint(self.folded[place.end : start])  # 石井乡撤乡设镇
        if kind == "land" and end - start > 1 and place is not None and place.end == start:
            # 内蒙古自治区草原生态 is the grassland of the region, no name
            return not (place.subtype == "division" and _DIVISION_END.match(self.folded, start - 1))
        return True

    def named_by_characters(self, stem: _Stem, kind: str, start: int, end: int) -> bool:
        """Whether the unknown characters of a stem make a name with this kind of head."""
        folded, left = self.folded, stem.left
        known = stem.unknown + stem.plain
        common = sum(map(len, self.lists.plain.findall(folded, left, start)))
        if common:
            stem = stem._replace(unknown=max(0, stem.unknown - common))
        if kind == "part" and known == 2 and folded.endswith("地区", start, end):
            return self.side(left)
        if kind in ("reach", "city", "part") or folded[left] in _NEVER_FIRST:
            return False
        if kind == "zone":
            if folded.endswith("工业园", start, end):
                return False  # 柳工智能国际工业园 is what a company builds
            if (
                stem.unknown == 1
                and known == 2
                and folded[left + 1] in "东西南北"
                and folded.endswith(_SIDES, start, end)
            ):
                return folded[left] not in _PLAIN  # 郑东新区: the new area in the east of a city
            if known == 2 and folded[left] in _AROUND and folded[left + 1] in _RIVERS:
                return True  # 沿淮经济带
            return (
                self.abbreviated(left)
                or (stem.nouns and known == 2 and self.side(left))
                or (stem.unknown >= 2 and known <= 6)
            )
        if stem.unknown < 1 or known > (7 if stem.nouns else 4):
            return False
        if not _VERBAL.isdisjoint(folded[left:start]):
            return False
        after = folded[end : end + 1]
        if kind == "port" and _HAN.match(after):
            return False
        if kind in ("village", "town"):
            if end in self.count_starts or (after == "”" and folded[left - 1 : left] == "“"):
                return False  # 示范村5个, “平安村”
            if after and after in "乡镇":
                return False
        if kind == "division":  # a county that no list holds
            return known in (2, 3) and self.alone(left, end)
        if known > 1:
            return True
        return kind in ("water", "land", "village", "town") and (folded[left - 1] in _ALONG or self.alone(left, end))

    def widen(self, left: int) -> int:
        """Take in what is joined to a listed place on its left: 金山—平湖…, 中国(三亚)…, a place right before it."""
        folded = self.folded
        before = folded[left - 1] if left else ""
        if before and before in "—-~·":
            other = left - 2 if folded.endswith("——", 0, left) else left - 1
            joined = self.joined_to.get(other)
            if joined is not None:
                return self.widen(joined.start) if folded[joined.start - 1] in "—-~·" else joined.start
            unlisted = self.unlisted_to(other)
            if unlisted < other:
                return unlisted
            if folded.endswith("中国", 0, other):
                return other - 2
        if before == "(" and folded.endswith("中国", 0, left - 1):
            return left - 3
        if before in _ABBREVIATIONS and folded.startswith("中", left - 2):  # 中新天津生态城
            return left - 2
        for part in ("干流", "流域"):
            if folded.endswith(part, 0, left) and left - len(part) in self.place_to:
                left -= len(part)
        listed = self.place_to.get(left)
        return listed.start if listed is not None and listed.sure and left - listed.start < _LONGEST else left

    def unlisted_to(self, end: int) -> int:
        """Where the two to four unknown characters begin that stand between a mark or a word and a dash: 荔岗-清水河片区."""
        start = end
        while end - start < 4 and _HAN.match(self.folded, start - 1) and not self.edges.ends_at(start):
            start -= 1
        known = self.folded[start - 1] not in _BOUNDS and not self.edges.ends_at(start)
        return end if known or end - start < 2 or self.edges.is_word(start, end) else start

    def alone(self, left: int, end: int) -> bool:
        """Whether a name stands between punctuation or connectors on both sides."""
        before, after = self.folded[left - 1 : left] or "。", self.folded[end : end + 1] or "。"
        return before in _BOUNDS and after in _BOUNDS

    def listed_town(self, start: int, end: int) -> PlaceSpan | None:
        """A town of the list that ends here, the longest first; its code only near the home region."""
        home, folded, edges = self.home, self.folded, self.edges
        for left in range(max(0, end - 10), start):
            codes = self.lists.town_codes(folded[left:end])
            if not codes or edges.cut_left(left, end) >= 0 or edges.cut_right(left, end):
                continue
            near = max(map(home.nearness, codes))
            if not near and (start - left < 2 or edges.is_word(left, start)):
                continue  # 九镇, 中心镇
            best = [code for code in codes if home.nearness(code) == near]
            code = best[0] if len(best) == 1 and near > int(self.local) else None
            return PlaceSpan(left, end, folded[left:end], code, "town", True, "division", "entities.place_shapes:town")
        return None


def _merge(spans: list[PlaceSpan], found: list[PlaceSpan]) -> list[PlaceSpan]:
    """Both lists in text order; of two that overlap, the longer stays."""
    merged: list[PlaceSpan] = []
    for span in sorted([*spans, *found], key=lambda one: (one.start, -one.end)):
        while merged and span.start < merged[-1].end and span.end - span.start > merged[-1].end - merged[-1].start:
            merged.pop()
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged
