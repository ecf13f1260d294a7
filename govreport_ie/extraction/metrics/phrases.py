"""Stripping a stretch of text down to the phrase that names what is measured, and reading off what the stripped words say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.patterns import (
    BARE_COMPARISON,
    BY_RATE,
    COMPARISON,
    FRAME,
    FROM,
    GAP,
    LEADING_TIME,
    MIDDLE,
    MULTIPLE_OF,
    NOT_ADVERB,
    NOT_VERB,
    NOUN_GOES_ON,
    PIONEERING,
    RANKING,
    SCOPE,
    TRAILING_TIME,
    TRAILING_TIME_ENDS,
)
from govreport_ie.extraction.text import fold

__all__ = ["Phrase", "PhraseReader"]

_LONGEST = 8
_WINDOW = 24  # how far back a comparison or ranking is looked for
_LIGHT = ("实现", "完成")
_SPACE = " \t\n\u3000"
# what must stand in a stretch for a pattern to match there: found much faster than that the pattern does not match
# what stands before an item of a list and belongs to no phrase
_BULLETS = frozenset("‣●■◆▲★☆※□○◇▪▫◦►▶❖✓√➢☞*+①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐")
_LIST_MARK = lazy_pattern(
    r"\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[、)](?![一二三四五六七八九十0-9])|\.(?![0-9]))"
)
_MARK_FIRST = frozenset("(0123456789一二三四五六七八九十")
_LINE_EDGE = frozenset("\n。!?;:")
_TIME_FIRST = frozenset("到至截自从以在预与一二三四五六七八九十两近这“前首连今去明年投建达完竣全项")
_MIDDLE_HINT = re.compile("今年|去年|全年|预计|力争|确保|争取|计划|特别是|各")
_TRAILING_HINT = re.compile("[年五九〇○零12]")
_AFTER_VERB = "了" + _SPACE
_COORDINATES = "、和及并与"
_OPENS_NOTHING = _BULLETS | frozenset(_SPACE + "、,;:.·-—)”的")
"""What begins no phrase."""
_RATE_ENDS = tuple("率度量额值数")
_FRAME_FIRST = frozenset("将把使尽虽但因所从结即就在全国省市")
_ALSO_NOUN = frozenset(("建成", "生产"))
_TO_DO = re.compile(r"[将把]")
_NOT_AND = ("和谐", "和美", "和合", "并网", "并购", "并联", "及时")
_COMPARES = frozenset("比较相与按由从")
_ONE_FOR_ALL = ("均", "都", "双双")
_RATES_OF_CHANGE = ("增速", "增幅", "涨幅", "降幅", "减幅")
_COUNTED = ("count", "measure", "money")
_RELATIVE = ("percent", "percentage_point", "ratio")
# words that make the phrase before them the subject of the number; 有, 共, 完成 do not
_STRONG = lazy_pattern(alternation("attaining"))
_PREDICATE = lazy_pattern(fold(alternation("predicate_begins")))
_COMPARING = lazy_pattern(r"同比|环比|上年|去年|年初")


@dataclass(slots=True)
class Phrase:
    """What is left of a stretch, and what the words stripped from it say."""

    start: int
    end: int  # start == end: nothing is left
    object_start: int = -1  # behind the leading verbs; start without a verb, end when there is only a verb
    change: str = ""  # up or down: a verb of change governs the number
    to: bool = False  # the change ends at the number (提高到)
    attained: bool = False  # a word of attainment stood between phrase and number
    dealt: bool = False  # 分别 各 均 双双 …
    shared: bool = False  # 均 都 双双: one value for all
    ranked: bool = False  # a verb of ranking
    compared: bool = False  # 同比, 比上年 …
    year_on_year: bool = False  # 同比 or 环比 itself
    against: bool = False  # a comparison was stripped
    timed: bool = False  # a time was stripped from the end
    scope: tuple[int, int] | None = None  # the circle in which a rank is held
    verb: str = ""  # the first verb
    part: bool = False  # introduced by 其中
    cut: bool = False  # what stood before words of time in the middle was cut off

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self.start >= self.end

    def take(self, inner: Phrase) -> None:
        """Become a part of the stretch; what was read off the rest stays."""
        self.start, self.end, self.object_start = inner.start, inner.end, inner.object_start
        self.verb = self.verb or inner.verb

    @property
    def governed(self) -> bool:
        """Whether words beside the number say how it was attained or how it changed."""
        return bool(self.attained or self.change or self.to or self.compared)

    @property
    def only_verb(self) -> bool:
        """Whether a verb without an object is left."""
        return self.start < self.end == self.object_start


class PhraseReader:
    """Reads phrases with the packaged word lists."""

    def __init__(self) -> None:
        roles: dict[str, dict[str, str]] = {}
        for row in lexicons.load("metric_words"):
            roles.setdefault(row["role"], {})[fold(row["word"])] = row["direction"]  # 圆满 is read as 元满
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
        # closing word -> role; where a word has several, the last of these roles holds
        self.closing = {
            word: role for role in ("rank", "tail", "reach", "to", "change", "dist", "keep") for word in roles[role]
        }
        self._work_sizes = _sizes_by(0, self.work, 6)
        self._adverb_sizes = _sizes_by(0, self.adverb, 5)
        self._lead_sizes = _sizes_by(0, {word for word in self.lead if len(word) > 1}, _LONGEST)
        self._closing_sizes = _sizes_by(-1, self.closing, _LONGEST)

    def read(self, text: str, start: int, end: int, kind: str) -> Phrase:
        """Strip text[start:end], the stretch on the left of a quantity of some kind."""
        stretch = text[start:end]
        if " " in stretch or "\n" in stretch or "\t" in stretch or "\u3000" in stretch:
            return self._read_spaced(text, start, end, kind)
        phrase = self._parse(text, start, end, kind, middle=True)
        if phrase.cut and phrase.empty:
            # nothing stood behind the words of time in the middle: 基本养老金今年再提高
            return self._parse(text, start, end, kind, middle=False)
        return phrase

    def narrowed(self, text: str, phrase: Phrase, start: int, end: int, kind: str) -> Phrase:
        """A chosen phrase without words at its ends that name nothing; empty where nothing is left.

        Args:
            text: the folded text.
            phrase: what was read before the number.
            start: where the chosen phrase begins.
            end: where it ends.
            kind: the kind of the quantity.
        """
        if start < phrase.end < end and text[phrase.end] in _COMPARES:
            end = phrase.end  # 渔业产值|较禁渔前
        if start == phrase.start and end == phrase.end and start < end:
            return phrase
        return self.read(text, start, end, kind)

    def _parse(self, text: str, start: int, end: int, kind: str, *, middle: bool) -> Phrase:
        phrase = Phrase(start, end)
        self._strip_left(text, phrase, kind)
        middle = middle and _MIDDLE_HINT.search(text, phrase.start, end) is not None
        while middle and phrase.start < end and (match := MIDDLE.search(text, phrase.start, end)):
            phrase.cut = True
            phrase.start = match.end()
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
        begin = phrase.start
        end = last = phrase.end
        while end > begin:
            if text[end - 1] in _SPACE or text[end - 1] in "、,":
                end -= 1
                continue
            size = self._closing_word(text, phrase, begin, end, kind)
            if size:
                end -= size
                continue
            cut = self._closing_pattern(text, phrase, begin, end, last, kind)
            if cut >= end:
                end = cut
                break
            end = cut
        if end - begin == 1 and text[begin] in "比较与由从至到":
            end = begin
        phrase.end = max(end, begin)

    def _closing_word(self, text: str, phrase: Phrase, begin: int, end: int, kind: str) -> int:
        """Length of the closing word to strip, 0 for none; notes in the phrase what the word says."""
        for size in self._closing_sizes.get(text[end - 1], ()):
            word = text[end - size : end]
            role = self.closing.get(word) if size <= end - begin else None
            if role is None:
                continue
            if role == "keep" or word in _RATES_OF_CHANGE:
                return 0  # part of the indicator: 零售总额增速
            if role == "change":
                closes = self._governs(text, phrase, word, begin, end, kind)
                if closes:
                    self._note_change(phrase, word, kind)
            else:
                closes = _note_closing(phrase, role, word, kind)
            if closes:
                return size
        return 0

    def _note_change(self, phrase: Phrase, word: str, kind: str) -> None:
        if kind == "rank" and word in self.rank:
            phrase.ranked = True
        elif not phrase.change:
            phrase.change = self.change[word]
        if word[-1] in "到至为" and not phrase.attained:
            phrase.to = True

    def _governs(self, text: str, phrase: Phrase, word: str, begin: int, end: int, kind: str) -> bool:
        """Whether a verb of change says how the number changed; beside a count 提升 speaks of work done."""
        if phrase.to or phrase.against:
            return True
        if word in self.soft and kind in _COUNTED:
            return False
        if len(word) > 1 or kind in _RELATIVE:
            return True
        if word in "涨降跌" and text[end : end + 1] == "了":
            return True
        return word in "增减" and end - 1 == begin

    def _closing_pattern(self, text: str, phrase: Phrase, begin: int, end: int, last: int, kind: str) -> int:
        """Where the phrase ends without a closing ranking, comparison or time; not before ``end`` when it ends for good."""
        window = max(begin, end - _WINDOW)
        if kind == "rank" and phrase.scope is None:
            cut = _closing_rank(text, phrase, begin, end, last)
            if cut is not None:
                return cut
        if not phrase.against:
            match = self._comparison(text, phrase, window, end, last, kind)
            if match:
                phrase.against = phrase.compared = True
                return match.start()
            stretch = text[window:end]
            if ("由" in stretch or "从" in stretch or "每" in stretch) and (match := FROM.search(text, window, end)):
                return match.start()
        if text[end - 1] == "先" and (match := PIONEERING.search(text, max(begin, end - 8), end)):
            return match.start()
        if text[end - 1] in "算径计价" and (at := text.rfind("按", window, end)) >= 0:
            return at
        return end if phrase.timed else _trailing_time(text, phrase, begin, end)

    def _comparison(
        self, text: str, phrase: Phrase, window: int, end: int, last: int, kind: str
    ) -> re.Match[str] | None:
        """The comparison at the end of a phrase: 比上年, 与上年相比, 高于全省, 相当于全省的."""
        stretch = text[window:end]
        compares = "比" in stretch or "较" in stretch
        if (compares or "与" in stretch) and (match := COMPARISON.search(text, window, end)):
            return match
        if compares and phrase.change and kind in _RELATIVE and (match := BARE_COMPARISON.search(text, window, end)):
            return match
        if ("于" in stretch or "高出" in stretch) and (match := GAP.search(text, window, end)):
            phrase.change = phrase.change or self.change.get(match[1], "up")
            return match
        return MULTIPLE_OF.search(text, window, last) if kind == "ratio" else None

    def _strip_left(self, text: str, phrase: Phrase, kind: str) -> None:
        start, end = phrase.start, phrase.end
        while start < end:
            char = text[start]
            if char in _OPENS_NOTHING or (char == "了" and text[start + 1 : start + 2] != "解"):
                start += 1
                continue
            match = _leading_pattern(text, start, end)
            if match:
                start = match.end()
                continue
            size = self._leading_word(text, phrase, start, end, kind)
            if not size:
                break
            start += size
        phrase.start = min(start, end)

    def _leading_word(self, text: str, phrase: Phrase, start: int, end: int, kind: str) -> int:
        """Length of the leading word to strip, 0 for none; notes in the phrase what the word says."""
        for size in self._lead_sizes.get(text[start], ()):
            word = text[start : start + size]
            if size > end - start or word not in self.lead:
                continue
            if kind == "rank" and start + size == end and word[0] == "全":
                return 0  # the peer group of a rank: 、全省第14位
            if word[-2:] in _LIGHT:
                if text[start + size : start + size + 1] in _RATE_ENDS:
                    continue  # 完成率
                phrase.verb = word[-2:]
            phrase.part = phrase.part or word == "其中"
            return size
        if text[start] in "和及与并" and text[start : start + 2] not in _NOT_AND:
            return 1  # left over from a list
        return 1 if text[start] == "而" and LEADING_TIME.match(text, start + 1, end) else 0

    def _find_verb(self, text: str, phrase: Phrase) -> None:
        """Part the leading verbs from their object; adverbs go only with a verb (全面完成, but 全面小康)."""
        phrase.start, verb = self._past_adverbs(text, phrase.start, phrase.end)
        phrase.object_start = self._past_verbs(text, phrase, verb)

    def _past_adverbs(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Where a phrase begins without adverbs that stand before a verb, and the length of that verb."""
        at, verb = start, -1  # the verb is not known yet
        while at < end and not (text[at] in "实基高" and NOT_ADVERB.match(text, at, end)):
            size = self._adverb_at(text, at, end)
            verb = self.verb_at(text, at, end)
            if not size or verb > size:
                break
            at, verb = at + size, -1
        if verb < 0:
            verb = self.verb_at(text, at, end)
        if verb or at in (start, end):
            return at, verb
        return start, self.verb_at(text, start, end)

    def _past_verbs(self, text: str, phrase: Phrase, verb: int) -> int:
        """Where the object of the leading verbs begins, the first of which is so long; notes that verb in the phrase."""
        end = phrase.end
        at = object_start = phrase.start
        while at < end:
            size = verb if at == phrase.start else self.verb_at(text, at, end)
            if not size:
                break
            last = at + size == end and at > phrase.start
            if last and text[at:end] in self.event and text[at - 1] not in _COORDINATES:
                break  # the noun that a verb governs: 发放补贴, 开展培训
            phrase.verb = phrase.verb or text[at : at + size]
            at = object_start = self._past_verb_ending(text, at + size, end)
            if at < end and text[at] in _COORDINATES:
                if not self.verb_at(text, at + 1, end):
                    break
                at += 1
        return object_start

    def _past_verb_ending(self, text: str, at: int, end: int) -> int:
        """Where what follows a verb begins, behind 了 and another verb in brackets: 新建(改建)."""
        while at < end and text[at] in _AFTER_VERB:
            at += 1
        if text[at : at + 1] == "(" and self.verb_at(text, at + 1, end):
            close = text.find(")", at, min(end, at + 8))
            return close + 1 if close > 0 else at
        return at

    def _adverb_at(self, text: str, at: int, end: int) -> int:
        """Length of the longest adverb that begins at an offset; 0 for none."""
        for size in self._adverb_sizes.get(text[at], ()):
            if at + size <= end and text[at : at + size] in self.adverb:
                return size
        return 0

    def verb_at(self, text: str, at: int, end: int) -> int:
        """Length of the verb of work that begins at an offset and is no part of a noun; 0 for none."""
        first = text[at : at + 1]
        for size in self._work_sizes.get(first, ()):
            word = text[at : at + size]
            if at + size <= end and word in self.work and not self._is_part_of_noun(text, at, end, word):
                return size
        if first == "新" and at + 2 < end:
            if text[at + 1] == "(":  # 新(改)建
                close = text.find(")", at, at + 8)
                return close - at + 2 if 0 < close < end else 0
            verb = self.verb_at(text, at + 1, end)
            return verb + 1 if verb > 1 else 0
        return 0

    def _is_part_of_noun(self, text: str, at: int, end: int, word: str) -> bool:
        """Whether a verb of work only begins a noun where it stands: 生产总值, 培训中心, 建材."""
        behind = at + len(word)
        if word in _ALSO_NOUN and NOT_VERB.match(text, at, end):
            return True
        if behind == end:
            return False
        if len(word) == 1:
            return True
        return word in self.event and word[0] != "新" and NOUN_GOES_ON.match(text, behind, end) is not None

    def closes_with(self, name: str) -> int:
        """Length of the verb of work that closes a name (重点项目新开工); 0 for none or if it is the whole name."""
        for size in range(min(4, len(name) - 2), 1, -1):
            if name[-size:] in self.event:
                return size
        return 0

    def closing_verb(self, text: str, start: int, end: int) -> str:
        """The verb of change at the end of a stretch; empty without one."""
        while end > start and text[end - 1] in _SPACE + "了":
            end -= 1
        for size in range(min(_LONGEST, end - start), 0, -1):
            if text[end - size : end] in self.change:
                return text[end - size : end]
        return ""

    def subject(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The noun that a stretch is about, without verbs in front of it and without what is said of it.

        In 乡镇企业继续保持良好发展势头 it is 乡镇企业; the stretch is empty where only a verb stands there.
        """
        phrase = self.read(text, start, end, "count")
        said = _PREDICATE.search(text, phrase.object_start + 2, phrase.end)
        return phrase.object_start, said.start() if said else phrase.end

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

    def has_verb(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch holds a verb of work anywhere (既有住宅加装电梯), or closes with one (转移就业)."""
        for at in range(start, end - 1):
            word = text[at : at + 2]
            if word not in self.work or text[at + 2 : at + 3] in _RATE_ENDS:
                continue  # 增加|值
            if word not in self.event or at + 2 == end:
                return True
        return text[max(start, end - 2) : end] in self.event


def _note_closing(phrase: Phrase, role: str, word: str, kind: str) -> bool:
    """Note in a phrase what a closing word says; False where it says nothing and closes nothing."""
    if role == "reach":
        return phrase.to
    if role == "to":
        phrase.to = True
    elif role == "rank":
        if kind != "rank":
            return False
        phrase.ranked = True
    elif role == "dist":
        phrase.dealt = True
        phrase.shared = phrase.shared or word in _ONE_FOR_ALL
    else:
        phrase.attained = phrase.attained or _STRONG.search(word) is not None
        phrase.compared = phrase.compared or _COMPARING.search(word) is not None
        phrase.year_on_year = phrase.year_on_year or word.startswith(("同比", "环比"))
    return True


def _closing_rank(text: str, phrase: Phrase, begin: int, end: int, last: int) -> int | None:
    """Where a phrase ends without the ranking that closes it, or the circle in which the rank is held; None without either."""
    window = max(begin, end - _WINDOW)
    if text[end - 1] == "中":
        phrase.ranked = True
        return _closing_review(text, phrase, begin, end)
    match = RANKING.search(text, window, end) or SCOPE.search(text, window, end)
    if match is None:
        return None
    if match.start() == begin and (at := text.find("排名", begin, last)) > begin:
        return max(at + 2, end)  # 全球百强科技集群排名: the ranking itself
    phrase.scope = match.span(1) if match.end() - match.start(1) > 1 else None
    phrase.shared = phrase.shared or text[match.start()] == "均"
    phrase.ranked = True
    return match.start()


def _closing_review(text: str, phrase: Phrase, begin: int, end: int) -> int:
    """在全省高质量发展考核中列第十一位: the review is what the rank is held in."""
    match = SCOPE.search(text, max(begin, end - _WINDOW), end)
    if match is None:
        return end - 1
    phrase.scope = match.start(1), end - 1
    if match.start() - begin > 3 and text[begin] != "在":
        return match.start()  # 区政府网站在全国绩效评估中名列第一
    phrase.start = match.start() + (text[match.start()] == "在")
    return end - 1


def _trailing_time(text: str, phrase: Phrase, begin: int, end: int) -> int:
    """Where a phrase ends without the time that closes it: 增加到2002年的."""
    if text[end - 1] not in TRAILING_TIME_ENDS:
        return end
    low = max(begin, end - 14)
    match = TRAILING_TIME.search(text, low, end) if _TRAILING_HINT.search(text, low, end) else None
    if match is None:
        return end
    phrase.timed = True
    phrase.to = phrase.to or match[0][0] in "到至"
    return match.start()


def _leading_pattern(text: str, start: int, end: int) -> re.Match[str] | None:
    """What stands before a phrase and is no part of it: the mark of a list, a time, a frame, a rate (按…计算)."""
    char = text[start]
    if char in _MARK_FIRST and (
        start == 0 or text[start - 1] in _LINE_EDGE or (text[start - 1] == " " and text[start - 2] in _LINE_EDGE)
    ):
        mark = _LIST_MARK.match(text, start, end)
        if mark:
            return mark
    if char in _TIME_FIRST or char.isdigit():
        time = LEADING_TIME.match(text, start, end)
        if time:
            return time
    if char in _FRAME_FIRST or _TO_DO.search(text, start, min(start + 14, end)):
        frame = FRAME.match(text, start, end)
        if frame:
            return frame
    return BY_RATE.match(text, start, end) if char == "按" else None


def _sizes_by(place: int, words: Iterable[str], longest: int) -> dict[str, tuple[int, ...]]:
    """The lengths of words by their first (0) or last (-1) character, longest first."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        if len(word) <= longest:
            sizes.setdefault(word[place], set()).add(len(word))
    return {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}
