"""Candidate names of institutions and projects, with the features that decide between them.

A candidate is a head word with all that stands before it in its segment (`燕山|水库`), a quotation, or a member of
a list whose class is named behind it (`临淄至临沂、临沂至滕州高速`, `甲、乙等项目`).  `score` weighs the features with the
packaged weights, which models/entities/train_weights.py learns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from govreport_ie import lexicons
from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.segments import Element, Segment, segments
from govreport_ie.entities.words import words

__all__ = ["Candidate", "candidates"]

_CODE = re.compile(r"[A-Z]{1,2}\d{2,4}|\d+号|[一二三四五六七八九十]号|\d+[kK]?[vV]|[XＸ×*]{2}")
_ROUTE = re.compile(r"[\u3400-\u9fff][至到—－-]+[\u3400-\u9fff]")
_BRACKET = re.compile(r"\(([一二三四五六七八九十0-9]+期|.*(校区|院区|集团|新院|境|段)|[\u3400-\u9fff]{2,3})\)")
_DIGIT = re.compile(r"[0-9一二三四五六七八九十百千]")
_LOCAL = frozenset("省市区县州镇乡旗")
_PLAIN = frozenset(
    "新老大小区市县乡镇村省州主副总高低中上下内外东西南北前后多个各类型级化性业者家人户年月日一二三四五六七八九十百千万亿"
    "第两首条项座所批次期号及其等至到"
)
_MAX_LENGTH = 40
_OPENERS = frozenset("建设 打造 创建 新建 培育 发展 建成 实施".split())


def _evidence(flags: str) -> str:
    """The strongest evidence for a name."""
    for flag in "KQULjClRVv":
        if flag in flags:
            return flag
    return "-"


@dataclass(slots=True)
class Candidate:
    """A possible name.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        label: INSTITUTION or PROJECT.
        subtype: subtype its head gives.
        features: what is known about it, as strings.
        score: sum of the weights of its features.
        after: the word that follows, for the stage of a project.
        before: the verb that opens it.
    """

    start: int
    end: int
    label: str
    subtype: str
    features: list[str]
    score: float = 0.0
    after: str = ""
    before: str = ""


def candidates(context: EntityContext) -> Iterator[Candidate]:
    """All candidates of a report in text order, not scored.

    Args:
        context: the shared context of the entities stage.
    """
    all_segments = segments(context)
    folded = context.folded
    _runs(folded, all_segments)
    for index, segment in enumerate(all_segments):
        if segment.elements:
            yield from _of_segment(folded, context, segment, all_segments, index)
    yield from _members(folded, context, all_segments)


def _runs(folded: str, all_segments: list[Segment]) -> None:
    """Tell every member of a list what opens and what closes the list."""
    total = len(all_segments)
    index = 0
    while index < total:
        stop = index
        while stop + 1 < total and all_segments[stop].after == "C" and all_segments[stop + 1].elements:
            stop += 1
        first, last = all_segments[index], all_segments[stop]
        opener = first.before_word
        if first.elements and first.elements[0].kind == "S":
            opener = folded[first.elements[0].start : first.elements[0].end]
        if last.after_word == "等":
            closer = "等" + _class_noun(folded, all_segments, stop + 1)[0]
        else:
            closer = last.after_word
            if last.elements and last.elements[-1].kind == "S":
                closer = folded[last.elements[-1].start : last.elements[-1].end] + closer
        for item in all_segments[index : stop + 1]:
            item.run_open, item.run_close = opener, closer
        index = stop + 1


_DONE = re.compile(
    r"建成|通车|竣工|完工|投产|投用|投入|启用|封顶|贯通|运营|开园|开业|并网|收官|落成|交付|通航|试运行|开馆|挂牌|揭牌|成立"
)
_DOING = re.compile(r"加快|推进|建设|开工|动工|启动|前期|实施|完成|抓好|力争|争取|谋划|落地|签约|落户|开展|深化|打造|获批|列入|入选")


@lru_cache(maxsize=1)
def _common() -> dict[str, str]:
    """How far a common phrase is spread over the regions: 1 few to 3 many."""
    return {
        row["phrase"]: "1" if (count := int(row["regions"])) < 7 else "2" if count < 16 else "3"
        for row in lexicons.load("entity_common")
    }


def _spread(phrase: str) -> str:
    return _common().get(phrase, "0")


def _cue(pattern: re.Pattern[str], folded: str, start: int, end: int) -> str:
    match = pattern.search(folded, max(0, start), end)
    return match.group() if match else "-"


def _strip(folded: str, elements: list[Element], first: int, last: int) -> tuple[int, str]:
    """Index of the first element of a name, without opening verbs and amounts; and the last verb dropped."""
    verb = ""
    while first < last:
        element = elements[first]
        if element.kind == "S":
            verb = folded[element.start : element.end]
        elif element.kind != "D":
            break
        first += 1
    return first, verb


def _flags(folded: str, context: EntityContext, elements: list[Element], first: int, last: int) -> str:
    """Letters for what shows that elements[first:last] are a name."""
    flags = set()
    for element in elements[first:last]:
        kind = element.kind
        if kind == "L":
            place = context.place_from.get(element.start)
            flags.add("L" if place is not None and place.sure else "l")
        elif kind == "U":
            text = folded[element.start : element.end]
            unknown = sum(1 for char in text if char not in _PLAIN and "\u3400" <= char <= "\u9fff")
            if unknown >= 2:
                flags.add("U")
            elif unknown:
                flags.add("V" if len(text) > 1 else "v")
        elif kind in "QK":
            flags.add(kind)
    if first < last:
        text = folded[elements[first].start : elements[last - 1].end]
        if _CODE.search(text):
            flags.add("C")
        if _ROUTE.search(text):
            flags.add("R")
        if text[0] in _LOCAL and elements[first].kind == "U":
            flags.add("j")
    return "".join(sorted(flags))


def _of_segment(
    folded: str, context: EntityContext, segment: Segment, all_segments: list[Segment], index: int
) -> Iterator[Candidate]:
    elements = segment.elements
    for last, element in enumerate(elements):
        if element.head is None and element.kind != "Q":
            continue
        first, verb = (last, "") if element.kind == "K" else _strip(folded, elements, 0, last)
        yield from _named(folded, context, segment, first, last, verb, "")
        # a verb inside may open the name: 某园区|建设|某谷
        for inner in range(last - 1, first, -1):
            if elements[inner].kind == "S" and (word := folded[elements[inner].start : elements[inner].end]) in _OPENERS:
                if inner + 1 < last or elements[last].end - elements[last].start > 2:
                    yield from _named(folded, context, segment, inner + 1, last, word, "cut=" + word)
                break


def _named(
    folded: str, context: EntityContext, segment: Segment, first: int, last: int, verb: str, cut: str
) -> Iterator[Candidate]:
    """The candidates that elements[first:last + 1] give, one a label."""
    if True:
        elements = segment.elements
        count = len(elements)
        element = elements[last]
        head = element.head
        start, end = elements[first].start, element.end
        if end - start > _MAX_LENGTH:
            return
        nxt = last + 1
        if nxt < count and elements[nxt].kind == "R" and _BRACKET.match(folded, elements[nxt].start):
            end = elements[nxt].end
            nxt += 1
        if nxt < count:
            after_element = elements[nxt]
            after = folded[after_element.start : after_element.end] if after_element.kind in "NSHK" else after_element.kind
            glued = after_element.head.kind if after_element.head is not None else "-"
        else:
            after, glued = segment.after_word, segment.after
        word_start = element.end - len(head.word) if head is not None else element.start
        flags = _flags(folded, context, elements, first, last)
        if head is None:
            inner = folded[element.start + 1 : element.end - 1]
            kind, word, labels, subtype = "quote", _quote_shape(inner), ("PROJECT",), "programme"
        else:
            kind, word, subtype = head.kind, head.word, head.subtype
            labels = ("PROJECT",) if head.label == "PROJECT" else ("INSTITUTION", "PROJECT")
            if kind == "body":
                labels = ("INSTITUTION",)
        length = word_start - start
        if not length and kind not in ("quote", "body"):
            return
        modifier = ""
        if last > first:
            previous = elements[last - 1]
            modifier = folded[previous.start : previous.end] if previous.kind in "NSH" else previous.kind
        elif word_start > element.start:
            modifier = folded[element.start : word_start]
        opener = verb or segment.before_word
        shape = "".join(item.kind for item in elements[first : last + 1][-5:])
        amount = first > 0 and elements[first - 1].kind == "D"
        lead = elements[first]
        lead_word = folded[lead.start : lead.end] if lead.kind in "NSH" else folded[lead.start] if "j" in flags else lead.kind
        base = [
            f"kind={kind}",
            f"head={word}",
            f"flags={flags}",
            f"kf={kind}{flags}",
            f"len={kind}{min(length, 12) // 2}",
            f"lf={min(length, 12) // 2}{flags}",
            f"open={opener}",
            f"opencls={segment.before}{'S' if verb else ''}",
            f"ok={kind}{opener}",
            f"after={after}",
            f"ak={kind}{after}",
            f"glue={kind}{glued}",
            f"mod={modifier}",
            f"mh={modifier}+{word}",
            f"lead={lead_word}",
            f"shape={shape}",
            f"amount={amount}{kind}",
            f"hf={word}{flags}",
            f"close={segment.after_word}",
            f"parts={kind}{min(last - first, 5)}",
            f"ev={_evidence(flags)}{kind}{subtype}",
            f"evl={_evidence(flags)}{kind}{min(length, 10) // 2}",
            f"evh={_evidence(flags)}{word}",
            f"eva={_evidence(flags)}{after}",
            f"evg={_evidence(flags)}{kind}{glued}",
        ]
        spread = _spread(folded[start:end])
        stop = end + 14
        for mark in ",。;\n":
            at = folded.find(mark, end, stop)
            if at >= 0:
                stop = at
        behind = _cue(_DONE, folded, end, stop) + "/" + _cue(_DOING, folded, end, stop)
        base += [
            f"df={spread}{kind == 'org'}",
            f"dfe={spread}{_evidence(flags)}",
            f"ro={segment.run_open}",
            f"rok={kind}{segment.run_open}",
            f"roev={_evidence(flags)}{kind}{segment.run_open}",
            f"rc={segment.run_close}",
            f"rck={kind}{segment.run_close}",
            f"behind={behind}",
            f"behindk={kind}{behind}",
            f"behindev={_evidence(flags)}{kind}{behind}",
        ]
        if cut:
            base.append(cut)
        for item in elements[first + 1 : last]:
            if item.kind == "S":
                base.append("inner=" + folded[item.start : item.end])
        base += [f"has={flag}{kind}" for flag in flags]
        base += [f"hash={flag}" for flag in flags]
        for label in labels:
            prefix = label[0]
            yield Candidate(
                start, end, label, _subtype(label, subtype), [prefix + name for name in base], 0.0, after, opener
            )


def _subtype(label: str, subtype: str) -> str:
    if label == "PROJECT" and subtype not in ("construction", "programme"):
        return "construction"
    return subtype


def _quote_shape(inner: str) -> str:
    digits = "d" if _DIGIT.search(inner) else ""
    return f"q{min(len(inner), 10) // 2}{digits}{inner[-2:] if len(inner) > 2 else ''}"


_CLASS_PROJECT = frozenset("site line work care".split())


def _members(folded: str, context: EntityContext, all_segments: list[Segment]) -> Iterator[Candidate]:
    """Members of lists that have no head word of their own."""
    total = len(all_segments)
    index = 0
    while index < total:
        stop = index
        while stop + 1 < total and all_segments[stop].after == "C" and all_segments[stop + 1].elements:
            stop += 1
        last = all_segments[stop]
        class_word, class_kind = "", ""
        if last.after_word == "等":
            class_word, class_kind = _class_noun(folded, all_segments, stop + 1)
        elif stop > index and last.elements and (head := last.elements[-1].head) is not None:
            class_word, class_kind = head.word, "last" + head.kind
        if class_word:
            run = all_segments[index : stop + 1]
            named = sum(1 for item in run if item.elements and item.elements[-1].head is not None)
            for position, item in enumerate(run):
                if not item.elements or item.elements[-1].head is not None:
                    continue
                if class_kind.startswith("last") and position == len(run) - 1:
                    continue
                yield from _member(folded, context, item, class_word, class_kind, named, len(run), position)
        index = stop + 1


def _class_noun(folded: str, all_segments: list[Segment], index: int) -> tuple[str, str]:
    for segment in all_segments[index : index + 3]:
        for position, element in enumerate(segment.elements):
            following = segment.elements[position + 1 : position + 2]
            if element.head is not None and element.kind in "NH" and not (following and following[0].kind in "NHU"):
                return element.head.word, element.head.kind
            text = folded[element.start : element.end]
            if text.endswith(("企业", "高校", "院校", "机构", "单位", "产品", "地区", "县", "品牌")):
                return text, "org" if text.endswith(("企业", "高校", "院校", "机构")) else "other"
        if segment.after == "P":
            break
    return "", ""


def _member(
    folded: str, context: EntityContext, segment: Segment, class_word: str, class_kind: str, named: int, size: int, position: int
) -> Iterator[Candidate]:
    elements = segment.elements
    first, verb = _strip(folded, elements, 0, len(elements))
    if first >= len(elements):
        return
    start, end = elements[first].start, elements[-1].end
    length = end - start
    if length > 30 or length < 2:
        return
    flags = _flags(folded, context, elements, first, len(elements))
    tail = elements[-1]
    tail_word = folded[tail.start : tail.end] if tail.kind in "NSH" else tail.kind
    opener = verb or segment.before_word
    shape = "".join(item.kind for item in elements[first:][-5:])
    base = [
        "member",
        f"mdf={_spread(folded[start:end])}",
        f"mclass={class_word}",
        f"mkind={class_kind}",
        f"mflags={flags}",
        f"mkf={class_kind}{flags}",
        f"mcf={class_word}{flags}",
        f"mlen={min(length, 12) // 2}{flags}",
        f"mtail={tail_word}",
        f"mopen={opener}",
        f"mshape={shape}",
        f"mnamed={min(named, 3)}{class_kind}",
        f"msize={min(size, 4)}{class_kind}",
        f"mpos={position == 0}{segment.before}",
        f"mro={segment.run_open}",
        f"mrof={segment.run_open}{flags}",
    ]
    base += [f"mhas={flag}{class_kind}" for flag in flags]
    for label in ("PROJECT", "INSTITUTION"):
        if label == "INSTITUTION" and not class_kind.endswith("org"):
            continue
        prefix = label[0]
        subtype = "construction" if label == "PROJECT" else "company"
        yield Candidate(start, end, label, subtype, [prefix + name for name in base], 0.0, segment.after_word, opener)
