"""Stripping a stretch of text down to the phrase that names what is measured, and reading off what the stripped words say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_ie import lexicons

__all__ = ["Phrase", "PhraseReader"]

_LONGEST = 8
_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})年?"
_SPAN_OF_YEARS = rf"{_YEAR}(?:[至到—–~-]+{_YEAR})?(?:年?[底末初]|上半年|全年)?"
_LEADING_TIME = re.compile(
    rf"(?:(?:到|至|截至|截止|自|从|以|在|预计|与)?(?:{_SPAN_OF_YEARS}|“?(?:十[一二三四五]|[六七八九十])五”?(?:规划)?(?:期?末|时期|期间)"
    r"|\d{1,2}月(?:\d{1,2}日)?(?:底|末)?|\d{1,2}[至到—–~-]+\d{1,2}月(?:份)?|前[一二三四五\d]个?(?:季度|月|年)"
    r"|连续[一二三四五六七八九十两\d]+年|[一二三四五六七八九十两近这\d]+年(?:来|多来|间|内|里|累计|共)?(?:以来)?|[今去前明]年(?:以来|[底末初])?|年[底末初])[,、]?)"
)
_TRAILING_TIME = re.compile(
    rf"(?:(?:到|至|由|从)?(?:{_YEAR}[底末初]?|“?(?:十[一二三四五]|[六七八九十])五”?(?:期?末|时期|期间)?|前[一二三四五]年|连续(?:第?[一二三四五六七八九十两\d]+)年|[去今前上]年[底末同]?期?)(?:的|同期|以来)?)$"
)
# what a change is measured against: 比上年, 较2020年, 比“十二五”末, 比全国平均水平
_COMPARISON = re.compile(
    r"(?:(?<!占)(?<!同)比|较|与)(?:上|去|前|往|同|第|改革|解放|建国|年初|年末|常年|计划|目标|预期|预算|全国|全省|全市|全区|全县|全部|各项|平均|原|现|规定|国家|省|市|“|五年|三年|十年|\d|[一二][九〇]|其他|城镇|农村|期初|规划|当年|既定)[^,;、]{0,18}$"
)
# a gap to a peer: 高于全部贷款, 低于全省平均水平
_GAP = re.compile(r"(高于|低于|快于|慢于|高出|多于|少于|优于|大于|小于)[^,;、]{0,14}$")
_FROM = re.compile(r"(?:(?:由|从)[^,;、]{0,8}?(?:的|时的?|时候的?)|(?:由|从|至|到)每[一-龥]{1,4})$")
_MULTIPLE_OF = re.compile(r"(?:分别)?(?:是|为|相当于|达到?|等于)[^,;、]{0,16}的$")
_RANKING = re.compile(
    r"(?:居于|位居|稳居|高居|跃居|均居|分居|居|位列|名列|分列|均列|列|排名在?|排在|排|位次居?|跻身|跃升至|升至|上升至|上升到|提升至|进入|保持)(?:在)?([^,;、居列排位]{1,16})$"
)
# words of time and modality inside a stretch: what stands before them is the subject or the occasion
_MIDDLE = re.compile(
    r"(?<![比较与由从])(?:今年|去年|全年|预计|力争|确保|争取|计划(?=新|完成|实[施现]|建|投|改|安|培))(?:共|要|将|再|全年)?(?=.{3})|(?<=.)特别是|(?:(?<=部门)|(?<=单位)|(?<=村)|(?<=镇)|(?<=乡))各(?=.{3})"
)
# in what circle a rank is held: 居全省, 排名全国同类城市
_SCOPE = re.compile(
    r"(?:在)?((?:全(?:国|省|市|区|县|州|球|旗|盟|镇|乡|疆|藏|行业)|世界|国内|国际|省内|市内|区内|我国|我省|中西部|西部|中部|东部|东北|西北|西南|华东|华南|华北|亚洲|长三角|珠三角|大湾区|沿海|同类|副省级|省会|计划单列市)[^,;、]{0,14})$"
)
# words that make the phrase before them the subject of the number; 有, 共, 完成 do not
_STRONG = re.compile(r"达|超|破|为|是|上|仅|约|不|近|保持|维持|稳|控制|占|冲|跨|迈|逼|比|同|年初")
_BY_RATE = re.compile(r"按[^,;、]{1,14}?(?:计算|折算|测算|计价|口径|统计)")
_LIGHT = ("实现", "完成")
_SPACE = " \t\n\u3000"
_NOUN_GOES_ON = re.compile(
    r"业(?!务)|面|站|点|中心|总|性|量|率|额|队|费|金|品|商|园|区|者|员|房|厂|线|网|机构|能力|规模|面积|余额|用地|体系|平台|产值|成本|收入|强度|密度|标准|水平|人口|人数|资金|基金|专项|经费|资源|管[网道]|渠|车|力|期|价|条件|困难|问题|贷款|建筑|工程|项目|中的|债券"
)


@dataclass(slots=True)
class Phrase:
    """What is left of a stretch, and what the words stripped from it say."""

    start: int
    end: int  # start == end: nothing is left
    object_start: int = (
        -1
    )  # where the object begins behind the leading verbs; == start without a verb, == end when there is only a verb
    change: str = ""  # up or down: a verb of change governs the number
    to: bool = False  # the change ends at the number (提高到)
    attained: bool = False  # a word of attainment stood between phrase and number
    dealt: bool = False  # 分别 各 均 双双 …
    shared: bool = False  # 均 都 双双: one value for all
    ranked: bool = False
    compared: bool = False  # 同比, 比上年 …
    scope: tuple[int, int] | None = None
    verb: str = ""
    part: bool = False  # introduced by 其中
    lead_end: int = -1

    @property
    def empty(self) -> bool:
        return self.start >= self.end

    @property
    def only_verb(self) -> bool:
        return self.start < self.end == self.object_start


class PhraseReader:
    """Reads phrases with the packaged word lists."""

    def __init__(self) -> None:
        roles: dict[str, dict[str, str]] = {}
        for row in lexicons.load("metric_words"):
            roles.setdefault(row["role"], {})[row["word"]] = row["direction"]
        self.change = roles["change"]
        self.work = frozenset(roles["work"])
        self.event = frozenset(roles["event"])
        self.generic = frozenset(roles["generic"])
        self.lead = frozenset(roles["lead"])
        self.adverb = frozenset(roles["adverb"])
        self.rank = frozenset(roles["rank"])
        self.keep = frozenset(roles["keep"])
        self.reach = frozenset(roles["reach"])
        self.dist = frozenset(roles["dist"])
        self.inner = frozenset(roles["inner"])
        self.soft = frozenset(roles["soft"])
        closing: dict[str, str] = {}
        for role in ("rank", "tail", "reach", "to", "change", "dist", "keep"):
            for word in roles[role]:
                closing[word] = role if not (role in ("change", "dist") and word in roles["rank"]) else role
        self.closing = closing

    def read(self, text: str, start: int, end: int, kind: str) -> Phrase:
        """Strip text[start:end], the stretch on the left of a quantity of some kind."""
        if any(space in text[start:end] for space in _SPACE):
            return self._read_spaced(text, start, end, kind)
        phrase = Phrase(start, end)
        self._strip_left(text, phrase, kind)
        self._strip_right(text, phrase, kind)
        self._find_verb(text, phrase)
        return phrase

    def _read_spaced(self, text: str, start: int, end: int, kind: str) -> Phrase:
        """Read a stretch with blanks between its characters (damaged text) as if they were not there."""
        offsets = [at for at in range(start, end) if text[at] not in _SPACE]
        if not offsets:
            return Phrase(end, end, end)
        compact = "".join(text[at] for at in offsets)
        phrase = self.read(compact, 0, len(compact), kind)
        offsets.append(end)
        for name in ("start", "object_start"):
            setattr(phrase, name, offsets[getattr(phrase, name)])
        phrase.end = offsets[phrase.end - 1] + 1 if phrase.end > 0 else phrase.start
        phrase.end = max(phrase.end, phrase.start)
        phrase.object_start = min(phrase.object_start, phrase.end)
        if phrase.scope:
            phrase.scope = (offsets[phrase.scope[0]], offsets[phrase.scope[1] - 1] + 1)
        return phrase

    def _strip_right(self, text: str, phrase: Phrase, kind: str) -> None:
        begin, end = phrase.start, phrase.end
        closing = self.closing
        compared = timed = False
        last = end
        while end > begin:
            char = text[end - 1]
            if char in _SPACE or char in "、,":
                end -= 1
                continue
            for size in range(min(_LONGEST, end - begin), 0, -1):
                role = closing.get(text[end - size : end])
                if role is None:
                    continue
                word = text[end - size : end]
                if role == "keep":
                    size = 0
                    break
                if role == "change":
                    if word in self.soft and kind in ("count", "measure", "money") and not (phrase.to or compared):
                        continue
                    if size == 1 and not (phrase.to or kind in ("percent", "percentage_point", "ratio") or compared):
                        if not (word in "涨降跌" and text[end] == "了") and (word not in "增减" or end - size > begin):
                            continue
                    if word in ("增速", "增幅", "涨幅", "降幅", "减幅"):
                        if end - size > begin and not phrase.ranked:
                            size = 0  # part of the indicator: 零售总额增速
                            break
                        size = 0
                        break
                    if kind == "rank" and word in self.rank:
                        phrase.ranked = True
                    elif not phrase.change:
                        phrase.change = self.change[word]
                    if word[-1] in "到至为" and not phrase.attained:
                        phrase.to = True
                elif role == "to":
                    # 到 and 至 stand behind a verb; alone they may close a noun
                    phrase.to = True
                elif role == "reach":
                    if not phrase.to:
                        continue
                elif role == "rank":
                    if kind != "rank":
                        continue
                    phrase.ranked = True
                elif role == "dist":
                    phrase.dealt = True
                    if word in ("均", "都", "双双", "均为", "均达", "均达到"):
                        phrase.shared = True
                else:
                    if _STRONG.search(word):
                        phrase.attained = True
                    if "同比" in word or "上年" in word or "去年" in word or "年初" in word or "环比" in word:
                        phrase.compared = True
                break
            else:
                size = 0
            if size:
                end -= size
                continue
            window = max(begin, end - 24)
            if kind == "rank" and phrase.scope is None:
                match = _RANKING.search(text, window, end)
                if match is None and (match := _SCOPE.search(text, window, end)) is None:
                    pass
                elif match.start() == begin and (at := text.find("排名", begin, last)) > 0:
                    end = at + 2  # 全球百强科技集群排名: the ranking itself
                    break
                else:
                    phrase.scope = match.span(1)
                    phrase.shared = phrase.shared or text[match.start()] == "均"
                    end = match.start()
                    phrase.ranked = True
                    continue
            if not compared:
                match = _COMPARISON.search(text, window, end)
                if match is None and (match := _GAP.search(text, window, end)):
                    phrase.change = phrase.change or self.change.get(match[1], "up")
                if match:
                    compared = phrase.compared = True
                    end = match.start()
                    continue
                if match is None and (match := _FROM.search(text, window, end)):
                    end = match.start()
                    continue
                if kind == "ratio" and (match := _MULTIPLE_OF.search(text, window, last)):
                    compared = phrase.compared = True
                    end = match.start()
                    continue
            if text[end - 1] in "算径计价" and (at := text.rfind("按", window, end)) >= 0:
                end = at
                continue
            if not timed:
                match = _TRAILING_TIME.search(text, max(begin, end - 14), end)
                if match:
                    timed = True
                    end = match.start()
                    if match[0][0] in "到至":
                        phrase.to = True  # 增加到2002年的
                    continue
            break
        if end - begin == 1 and text[begin] in "比较与由从至到":
            end = begin
        phrase.end = max(end, begin)

    def _strip_left(self, text: str, phrase: Phrase, kind: str) -> None:
        start, end = phrase.start, phrase.end
        while start < end:
            char = text[start]
            if char in _SPACE or char in "、,;:.·-—)”的":
                start += 1
                continue
            match = _LEADING_TIME.match(text, start, end) or (char == "按" and _BY_RATE.match(text, start, end))
            if match:
                start = match.end()
                continue
            for size in range(min(_LONGEST, end - start), 1, -1):
                if text[start : start + size] in self.lead:
                    word = text[start : start + size]
                    if kind == "rank" and start + size == end and word[0] == "全":
                        size = 0  # the peer group of a rank: 、全省第14位
                        break
                    if word == "其中":
                        phrase.part = True
                    elif word in ("完成", "实现", "已完成", "已实现"):
                        if text[start + size : start + size + 1] in "率度量额值数":
                            continue
                        phrase.verb = word[-2:]
                    break
            else:
                # 和 及 … left over from a list
                if char in "和及与并" and text[start : start + 2] not in (
                    "和谐",
                    "和美",
                    "并网",
                    "并购",
                    "并联",
                    "及时",
                    "和合",
                ):
                    start += 1
                    continue
                if char == "而" and _LEADING_TIME.match(text, start + 1, end):
                    start += 1
                    continue
                break
            if not size:
                break
            start += size
        if start < end and (match := _MIDDLE.search(text, start, end)):
            phrase.start = match.end()
            self._strip_left(text, phrase, kind)
            return
        phrase.start = min(start, end)

    def _find_verb(self, text: str, phrase: Phrase) -> None:
        start, end = phrase.start, phrase.end
        at = start
        # adverbs are dropped only in front of a verb (全面完成, but 全面小康)
        probe = at
        while probe < end:
            for size in range(min(5, end - probe), 0, -1):
                if text[probe : probe + size] in self.adverb:
                    break
            else:
                break
            if self.verb_at(text, probe, end) > size:
                break
            probe += size
        if (probe > at and (probe == end or self.verb_at(text, probe, end))) or probe == end:
            at = phrase.start = probe
        verbs_end = at
        while at < end:
            size = self.verb_at(text, at, end)
            if not size:
                break
            if (
                at + size == end
                and at > phrase.start
                and text[at:end] in self.event
                and text[at - 1] not in "、和及并与"
            ):
                break  # the noun that a verb governs: 发放补贴, 开展培训
            at += size
            verbs_end = at
            if not phrase.verb:
                phrase.verb = text[at - size : at]
            while at < end and text[at] in "了" + _SPACE:
                at += 1
                verbs_end = at
            if at < end and text[at] in "、和及并与":
                follow = self.verb_at(text, at + 1, end)
                if follow:
                    at += 1
                    continue
                break
        phrase.object_start = verbs_end if verbs_end > phrase.start else phrase.start

    def verb_at(self, text: str, at: int, end: int) -> int:
        """Length of the verb of work that begins at an offset and is no part of a noun; 0 for none."""
        for size in range(min(6, end - at), 0, -1):
            word = text[at : at + size]
            if word in self.work:
                if (
                    word in self.event
                    and word[0] != "新"
                    and at + size < end
                    and _NOUN_GOES_ON.match(text, at + size, end)
                ):
                    continue
                if size == 1 and at + 1 < end:
                    continue
                return size
        if text[at : at + 1] == "新" and at + 2 < end and text[at + 1] in "(（":
            close = text.find(")", at, at + 8)
            if 0 < close < end:
                return close - at + 2
        return 0

    def ends_in_verb(self, text: str, start: int, end: int) -> int:
        """Length of a transitive verb at the end of a stretch that still lacks its object; 0 for none."""
        for size in range(min(5, end - start), 1, -1):
            word = text[end - size : end]
            if word in self.keep:
                return 0
            if word in self.work and word not in self.event:
                return size
        return 0

    def closes_with(self, name: str) -> int:
        """Length of the verb of work that closes a name (重点项目新开工); 0 for none or if it is the whole name."""
        for size in range(min(4, len(name) - 2), 1, -1):
            if name[-size:] in self.event:
                return size
        return 0

    def closes_with_work(self, text: str, start: int, end: int) -> bool:
        """Whether a phrase closes with a verb of work, be it also a noun (每年投入)."""
        return any(text[end - size : end] in self.work for size in range(2, min(5, end - start) + 1))

    def change_at(self, text: str, at: int, end: int) -> bool:
        """Whether a verb of change of two characters or more begins at an offset (增至, 下降)."""
        return any(
            (word := text[at : at + size]) in self.change and word not in self.soft
            for size in range(2, min(5, end - at) + 1)
        )

    def closing_verb(self, text: str, start: int, end: int) -> str:
        """The verb of change at the end of a stretch; empty without one."""
        while end > start and text[end - 1] in _SPACE + "了":
            end -= 1
        for size in range(min(_LONGEST, end - start), 0, -1):
            if text[end - size : end] in self.change:
                return text[end - size : end]
        return ""

    def predicate_at(self, text: str, at: int, end: int) -> bool:
        """Whether a verb of work begins at an offset, adverbs in front of it aside (提前完成)."""
        while at < end:
            size = self.verb_at(text, at, end)
            if size and (text[at : at + size] not in self.event or at + size == end):
                return True
            for size in range(min(5, end - at), 1, -1):
                if text[at : at + size] in self.adverb:
                    break
            else:
                return False
            at += size
        return True

    def inner_object(self, text: str, start: int, end: int, light: bool) -> int:
        """Where the last verb of work inside a phrase begins that has an object behind it; ``start`` without one.

        With ``light``, only 实现 and 完成 count.  What stands before the verb (通过以房招商|引进高新技术企业) is the subject or the occasion, not the thing measured.
        """
        for at in range(end - 4, start + 1, -1):
            if text[at : at + 2] in (_LIGHT if light else self.inner) and "的" not in text[at:end]:
                return at - 1 if text[at - 1] == "新" and at - 1 > start else at
        return start

    def has_verb(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch holds a verb of work anywhere (既有住宅加装电梯), or closes with one (转移就业)."""
        for at in range(start, end - 1):
            if text[at : at + 2] in self.work and (text[at : at + 2] not in self.event or at + 2 == end):
                return True
        return text[max(start, end - 2) : end] in self.event
