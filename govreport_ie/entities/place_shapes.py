"""Places that no list holds, found by their head (`河`, `村`, `经济带`) and a left edge.

From the head leftwards, the name takes in unknown characters, a listed place, and before heads of zones also common nouns; it ends
at punctuation, at verbs, at function words and at connectors.  A name needs evidence: a listed place or characters that are
no common word.
"""

from __future__ import annotations

import re

from govreport_ie.entities.context import PlaceSpan
from govreport_ie.entities.gazetteer import PlaceHead, gazetteer
from govreport_ie.entities.home import Home
from govreport_ie.entities.edges import Edges

__all__ = ["shaped_places"]

_REACH = {"zone": 16, "part": 8, "scenic": 10}
_SHORT_REACH = 6
_STEMMED = ("zone", "city")
_STEM = PlaceSpan(0, 0, "", None, "stem", False)
_INSIDE = {"zone": "NSH", "scenic": "NH"}  # classes of words that may stand between a place and the head
_HAN = re.compile(r"[㐀-鿿]")
_PLAIN = frozenset(
    "新老大小中上下内外东西南北前后各类型级化性业者家人户年月日一二三四五六七八九十百千万亿两首条项座所批次期号及其等总主副高低全多"
    "省市县区乡镇村州旗强场驻离江河湖海山水入过进通跨出单傍倚临沿绿美"
)
_CLASSIFIERS = frozenset("个处名位种次座条项批年月日%某")
_ABBREVIATIONS = frozenset("中京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新蒙港澳台越韩日俄德欧美老缅哈泰意英法以新")
_RANKS = frozenset(("省级", "国家级", "市级", "县级", "区级", "全国", "全省", "全市", "首批", "更多", "各类"))
_ALONG = frozenset("沿跨环")
_VERBAL = frozenset("入成汇认巡帮进聘整送馈戒跑离串断通治爱望见得制改增抓促引建设造办管用看听说去来住行撤并扩保护着")
_CONNECTORS = frozenset("和与及同向到从将")
_NEVER_FIRST = frozenset("的了是在与和及等个各每该其本")
_BOUNDS = frozenset("、,。;:和及与等“”()\n ")
_COUNTED = re.compile("[二三四五六七八九十两几多各]大|[一二三四五六七八九十两][河江湖库山岛村镇路街园]")
_REDACTED = re.compile(r"(?:XX|xx|××|\*\*|某某)(?:自治区|自治州|自治县|开发区|街道|新区|[省市县区镇乡村州])")


def shaped_places(
    folded: str,
    spans: list[PlaceSpan],
    heads: list[tuple[int, int, PlaceHead]],
    edges: Edges,
    home: Home,
    quantities: list[tuple[int, int]],
    generic: list[tuple[int, int]],
    *,
    local: bool,
) -> list[PlaceSpan]:
    """Add the places found by shape to the listed ones.

    Args:
        folded: the folded text.
        spans: listed places in text order.
        heads: every head in the text, sorted by end and longest first.
        edges: the known words of the text.
        home: the region of the report.
        quantities: spans of the quantities; a name does not reach into one.
        generic: spans of words that are no place.
        local: whether the report is about a city, a county or a town; its towns then lie in its own city.

    Returns:
        All places in text order without overlaps; a shaped name replaces the listed names inside it.
    """
    shapes = _Shapes(folded, spans, edges, home, quantities, generic, local)
    found: list[PlaceSpan] = []
    last_end = -1
    for start, end, head in heads:
        if end == last_end:
            continue  # a longer head of the same end made a name
        span = shapes.shape(start, end, head)
        if span is not None:
            last_end = end
            found.append(span)
            shapes.place_to[end] = span  # 易水湖 begins 易水湖乡村振兴示范区
    for match in _REDACTED.finditer(folded):
        found.append(PlaceSpan(match.start(), match.end(), match.group(), None, "grammar", True, "division", "entities.place_shapes:redacted"))
    return _merge(spans, found)


class _Shapes:
    """Finds the left edge of a name for each head of one report."""

    def __init__(
        self,
        folded: str,
        spans: list[PlaceSpan],
        edges: Edges,
        home: Home,
        quantities: list[tuple[int, int]],
        generic: list[tuple[int, int]],
        local: bool,
    ) -> None:
        self.folded = folded
        self.edges = edges
        self.home = home
        self.place_to = {
            span.end: span
            for span in spans
            if span.sure
            or (span.code and home.nearness(span.code) > 1)
            or (folded[span.start] not in _CONNECTORS and not edges.is_word(span.start, span.end))
        }
        self.inside_from = {offset: span.end for span in spans if span.sure for offset in range(span.start, span.end)}
        self.any_to = {span.end: span for span in spans}
        self.local = local
        self.stems = gazetteer().stems
        self.inside = gazetteer().inside
        self.stops = {end for _, end in quantities} | {end for _, end in generic}
        self.generic = {offset for start, end in generic for offset in range(start, end)}
        self.quantity_starts = {start for start, _ in quantities}

    def shape(self, start: int, end: int, head: PlaceHead) -> PlaceSpan | None:
        """The name that ends with this head, or None."""
        kind, folded, edges = head.kind, self.folded, self.edges
        if start in self.generic or (end - start == 1 and edges.cut_right(start, end)):
            return None
        if self.inside_from.get(end - 1, end) > end:
            return None  # 更多江苏产品
        stem_end, nouns = start, 0
        beside = self.place_to.get(start)
        if beside is None or not beside.sure:
            cut = edges.cut_left(start, end)
            if cut >= 0:
                if edges.classes[cut] not in _INSIDE.get(kind, "") or end - start == 1 or edges.ends[cut] >= end:
                    return None
                stem_end, nouns = edges.starts[cut], 1
        if kind == "town":
            town = self.listed_town(start, end)
            if town is not None:
                return town
        listed = self.place_to.get(end)
        if listed is not None and listed.sure:
            return None
        left, place, unknown, plain, nouns = self.walk(stem_end, kind, nouns)
        if left == stem_end or _COUNTED.search(folded, left, start):
            return None
        if end - start == 1 and left < start and folded[start - 1] == folded[start]:
            return None  # 太湖湖体
        if place is None and start - left > 1 and folded[left] in _ALONG:
            left, plain = left + 1, plain - 1
        if kind == "reach":
            # 黄河银川段, 长江干流江苏段: a water, then a division
            if place is None or left == place.start or place.subtype != "division" or unknown + plain + nouns:
                return None
        if kind == "city" and not (left == start - 2 and place is not None):
            return None
        if place is None:
            known = unknown + plain
            if folded[left] in _NEVER_FIRST:
                return None
            if kind == "zone" and folded[left] in _ABBREVIATIONS and folded[left + 1] in _ABBREVIATIONS:
                pass  # 浙台经贸合作区
            elif unknown < 1 or (kind == "zone" and (unknown < 2 or known > 6)) or known > 4 + (nouns > 0) * 3:
                return None
            elif kind not in ("zone", "part") and not _VERBAL.isdisjoint(folded[left:start]):
                return None  # 治河, 望得见山
            elif kind == "port" and end < len(folded) and _HAN.match(folded[end]):
                return None
            elif known < 2 and (
                kind in ("part", "road", "scenic", "port") or not (self.alone(left, end) or folded[left - 1] in _ALONG)
            ):
                return None
            if kind == "village" and folded[end : end + 1] in ("乡", "镇"):
                return None  # 宜章长村乡
            if kind in ("village", "town") and (end in self.quantity_starts or folded[end : end + 1] == "”" == folded[left - 1 : left]):
                return None  # 示范村5个
        return PlaceSpan(left, end, folded[left:end], None, "grammar", True, head.subtype, f"entities.place_shapes:{kind}")

    def walk(self, start: int, kind: str, nouns: int) -> tuple[int, PlaceSpan | None, int, int, int]:
        """Walk left from a head: left edge, the listed place there, and the numbers of unknown characters, plain ones and nouns."""
        folded, edges = self.folded, self.edges
        if kind in _STEMMED and folded[start - 2 : start] in self.stems:
            return self.widen(start - 2), _STEM, 0, 0, nouns
        at = edges.word_before(start)
        low = max(0, start - _REACH.get(kind, _SHORT_REACH))
        inside = _INSIDE.get(kind, "")
        left = safe = start
        unknown = plain = first_unknown = 0
        while left > low and left not in self.stops:
            listed = self.place_to.get(left)
            if listed is None and kind == "zone" and folded[left - 1] == ")":
                listed = self.place_to.get(left - 1)
                if listed is not None and not folded.endswith("中国(", 0, listed.start):
                    listed = None
            if listed is not None and listed.start >= low:
                return self.widen(listed.start), listed, unknown, plain, nouns
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
                    first_unknown += 1
                left -= 1
                if not nouns:
                    safe = left
                continue
            if kind in _STEMMED and folded[edges.starts[at] : left] in self.stems:
                return self.widen(edges.starts[at]), _STEM, unknown, plain, nouns
            word = folded[edges.starts[at] : left]
            if edges.classes[at] not in inside or (edges.classes[at] == "S" and word not in self.inside) or word in _RANKS:
                break
            left = edges.starts[at]
            nouns += 1
            first_unknown = 0
            at -= 1
        if nouns and first_unknown < 2 and not (
            kind == "zone" and folded[left] in _ABBREVIATIONS and folded[left + 1] in _ABBREVIATIONS
        ):
            left = safe
        return left, None, unknown, plain, nouns

    def widen(self, left: int) -> int:
        """Take in what is joined to a listed place on its left: 金山—平湖…, 中国(三亚)…, a place right before it."""
        folded = self.folded
        before = folded[left - 1] if left else ""
        if before and before in "—-~·":
            other = left - 1
            while other and folded[other - 1] in "—-":
                other -= 1
            joined = self.any_to.get(other)
            if joined is not None:
                return joined.start
            if folded.endswith("中国", 0, other):
                return other - 2
        if before == "(" and folded.endswith("中国", 0, left - 1):
            return left - 3
        for part in ("干流", "流域"):
            if folded.endswith(part, 0, left) and left - len(part) in self.place_to:
                left -= len(part)
        listed = self.place_to.get(left)
        return listed.start if listed is not None and listed.sure else left

    def alone(self, left: int, end: int) -> bool:
        """Whether a name stands between punctuation or connectors on both sides."""
        folded = self.folded
        before = folded[left - 1] if left else "。"
        after = folded[end] if end < len(folded) else "。"
        return before in _BOUNDS and after in _BOUNDS

    def listed_town(self, start: int, end: int) -> PlaceSpan | None:
        """A town of the list that ends here, the longest first; its code by the home region."""
        gazette, home, folded = gazetteer(), self.home, self.folded
        for left in range(max(0, end - 10), start):
            codes = gazette.town_codes(folded[left:end])
            if not codes or self.edges.cut_left(left, end) >= 0 or self.edges.cut_right(left, end):
                continue
            near = max(map(home.nearness, codes))
            least = 2 if self.local else 1
            if not near and self.edges.is_word(left, start):
                continue  # 中心镇
            best = [code for code in codes if home.nearness(code) == near]
            code = best[0] if len(best) == 1 and near >= least else None
            return PlaceSpan(left, end, folded[left:end], code, "town", True, "division", "entities.place_shapes:town")
        return None


def _merge(spans: list[PlaceSpan], found: list[PlaceSpan]) -> list[PlaceSpan]:
    """Both kinds in text order; of two that overlap, the longer stays."""
    merged: list[PlaceSpan] = []
    for span in sorted([*spans, *found], key=lambda one: (one.start, -one.end)):
        while merged and span.start < merged[-1].end and span.end - span.start > merged[-1].end - merged[-1].start:
            merged.pop()
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged
