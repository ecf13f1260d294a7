"""Candidate names of institutions and projects, with the features that decide between them.

A candidate is a head word with all that stands before it in its segment (`燕山|水库`), a quotation, or a member of
a list whose class is named elsewhere (`临淄至临沂、临沂至滕州高速`, `甲、乙等项目`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from govreport_ie import lexicons
from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.segments import Element, Run, Segment, runs

__all__ = ["MEMBER_TEMPLATES", "NAME_TEMPLATES", "Candidate", "candidates"]

_CODE = re.compile(r"[A-Z]{1,2}\d{2,4}|\d+号|[一二三四五六七八九十]号|\d+[kK]?[vV]|[XＸ×*]{2}|\d+[国省县乡]道")
_ROUTE = re.compile(r"[\u3400-\u9fff][至到—－-]+[\u3400-\u9fff]")
_CODE_OR_ROUTE = re.compile(r"[A-Z\d号Ｘ×*至到—－-]")  # what every code or route holds one of
_BRACKET = re.compile(r"\(([一二三四五六七八九十0-9]+期|.*(校区|院区|集团|新院|境|段)|筹|[\u3400-\u9fff]{2,3})\)")
_TOP = re.compile(r"\d强")  # 产值前100强 is a list of companies, not one
_DIGIT = re.compile(r"[0-9一二三四五六七八九十百千]")
_CLAUSE = re.compile(r"[^,。;\n]{0,14}")
_DONE = re.compile(
    r"建成|通车|竣工|完工|投产|投用|投入|启用|封顶|贯通|运营|开园|开业|并网|收官|落成|交付|通航|试运行|开馆|挂牌|揭牌|成立"
)
_DOING = re.compile(
    r"加快|推进|建设|开工|动工|启动|前期|实施|完成|抓好|力争|争取|谋划|落地|签约|落户|开展|深化|打造|获批|列入|入选"
)
_LOCAL = frozenset("省市区县州镇乡旗")
_OPENERS = frozenset(["建设", "打造", "创建", "新建", "培育", "发展", "建成", "实施"])
_BLANK = frozenset("\n\t\r ")
_MAX_LENGTH = 40
_MAX_PHRASE = 60  # with the verbs and amounts before it
_MAX_MEMBER = 30
_RULES = {"quote": "quotation", "body": "body"}
_JOINED = frozenset(("prog", "work", "org", "site"))
_PROGRAMME_ENDS = ("工程", "行动", "计划", "战略")

NAME_TEMPLATES = (
    "kind", "head", "kind+flags", "kind+length", "open class", "kind+open", "kind+after", "kind+glued", "modifier",
    "modifier+head", "shape", "amount", "head+flags", "kind+parts", "evidence+subtype", "evidence+head",
    "evidence+after", "evidence+glued", "spread", "spread+evidence", "list open", "evidence+list open", "list close",
    "kind+list close", "behind", "kind+behind", "evidence+behind", "cut", "inner", "lead", "kind+lead",
    "lead+before",
)  # fmt: skip
"""Names of the features of a candidate with a head, in their order."""

MEMBER_TEMPLATES = (
    "m class", "m kind", "m flags", "m kind+flags", "m class+flags", "m length+flags", "m tail", "m open", "m shape",
    "m named", "m size", "m place", "m list open", "m list open+flags", "m spread",
)  # fmt: skip
"""Names of the features of a member of a list without a head of its own, in their order."""

Value = str | tuple[str, ...]


@dataclass(slots=True)
class Candidate:
    """A possible name.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        labels: the labels it may have.
        subtype: subtype that its head gives.
        member: whether it is a member of a list without a head of its own.
        values: its features, in the order of the templates.
        rule: what proposed it: head, body, quotation, member.
    """

    start: int
    end: int
    labels: tuple[str, ...]
    subtype: str
    member: bool
    values: tuple[Value, ...]
    rule: str


def candidates(context: EntityContext) -> Iterator[Candidate]:
    """All candidates of a report.

    Args:
        context: the shared context of the entities stage.
    """
    folded = context.folded
    for run in runs(context):
        for segment in run.named:
            yield from _of_segment(folded, run, segment)
        for segment in run.joined:
            yield from _of_joined(folded, run, segment)
        for segment in run.widened:
            yield from _of_widened(folded, run, segment)
        if run.members:
            yield from _members(folded, run)


def _strip(folded: str, elements: list[Element], last: int) -> tuple[int, str]:
    """Index of the first element of a name, without opening verbs and amounts; and the last verb dropped."""
    verb = ""
    first = 0
    while first < last:
        element = elements[first]
        if element.kind == "S":
            verb = folded[element.start : element.end]
        elif element.kind != "D":
            break
        first += 1
    return first, verb


def _flags(folded: str, elements: list[Element], first: int, last: int) -> str:
    """Letters for what shows that elements[first:last] are a name.

    To the flags of the elements: C a code or number of a line, R a route, j a jurisdiction prefix (市 in 市中医院).
    """
    if first >= last:
        return ""
    lead = elements[first]
    flags = {element.flag for element in elements[first:last]} if last - first > 1 else {lead.flag}
    text = folded[lead.start : elements[last - 1].end]
    if _CODE_OR_ROUTE.search(text):
        if _CODE.search(text):
            flags.add("C")
        if _ROUTE.search(text):
            flags.add("R")
    if lead.kind == "U" and text[0] in _LOCAL:
        flags.add("j")
    flags.discard("")
    return "".join(sorted(flags)) if flags else ""


def _evidence(flags: str) -> str:
    """The strongest evidence for a name, - for none."""
    for flag in "KQULjClRVv":
        if flag in flags:
            return flag
    return "-"


@lru_cache(maxsize=1)
def _common() -> dict[str, str]:
    """How far a common phrase is spread over the regions: 1 few to 3 many."""
    return {
        row["phrase"]: "1" if (count := int(row["regions"])) < 7 else "2" if count < 16 else "3"
        for row in lexicons.load("entity_common")
    }


def _spread(phrase: str) -> str:
    return _common().get(phrase, "0")


def _of_segment(folded: str, run: Run, segment: Segment) -> Iterator[Candidate]:
    elements = segment.elements
    for last, element in enumerate(elements):
        head = element.head
        if head is None and element.kind != "Q":
            continue
        if element.kind != "K" and element.end - elements[0].start > _MAX_PHRASE:
            continue  # also keeps the time linear
        first, verb = (last, "") if element.kind == "K" else _strip(folded, elements, last)
        place = _place_inside(elements, first, last)
        found = _name(folded, run, segment, first, last, verb, "holds place" if place else "")
        if found is not None:
            yield found
        # a quotation may open the name: 六大领域|“项目大会战”
        for inner in range(last, first, -1):
            if elements[inner].kind == "Q" and elements[inner - 1].kind != "L":
                found = _name(folded, run, segment, inner, last, "", "from quotation")
                if found is not None:
                    yield found
                break
        # so may a place: 联手|中国|艺术研究院
        if place:
            found = _name(folded, run, segment, place, last, "", "from place")
            if found is not None:
                yield found
        # a verb inside may open the name: 某园区|建设|某谷
        # (looked for within the longest name only, so that the time stays linear)
        for inner in range(last - 1, max(first, last - _MAX_LENGTH), -1):
            if elements[inner].kind == "S":
                word = folded[elements[inner].start : elements[inner].end]
                if word in _OPENERS and (inner + 1 < last or element.end - element.start > 2):
                    found = _name(folded, run, segment, inner + 1, last, word, word)
                    if found is not None:
                        yield found
                break
        # a programme may begin with the verb: 治理旅游市场秩序三年行动
        if verb and first and head is not None and head.kind == "prog" and segment.before == "O":
            found = _name(folded, run, segment, first - 1, last, "", "verb kept")
            if found is not None:
                yield found


def _place_inside(elements: list[Element], first: int, last: int) -> int:
    """Index of the first place or body behind other words that may not belong to the name, or 0."""
    if elements[first].kind in "LKQ":
        return 0
    for inner in range(first + 1, last):
        if elements[inner].flag in ("L", "K"):
            return inner
    return 0


def _of_joined(folded: str, run: Run, segment: Segment) -> Iterator[Candidate]:
    """A programme or works whose name holds a conjunction (`甲保护与乙恢复行动`)."""
    elements = segment.elements
    last = len(elements) - 1
    head = elements[last].head
    if head is None or head.kind not in _JOINED:
        return
    if elements[last].end - elements[0].start > _MAX_PHRASE:
        return
    middle = next(index for index, element in enumerate(elements) if element.kind == "C")
    first, verb = _strip(folded, elements, last)
    if first >= middle:
        return
    word = folded[elements[middle].start : elements[middle].end]
    found = _name(folded, run, segment, first, last, verb, "joined " + word)
    if found is not None:
        yield found


def _of_widened(folded: str, run: Run, segment: Segment) -> Iterator[Candidate]:
    """A programme or works with words inside that stand in few names (`企业入规进规提速行动`)."""
    elements = segment.elements
    last = len(elements) - 1
    if elements[last].end - elements[0].start > _MAX_PHRASE or elements[last].head is None:
        return
    first, verb = _strip(folded, elements, last)
    breaks = [element for element in elements[first:last] if element.kind in "OBC"]
    if not breaks:
        return
    found = _name(folded, run, segment, first, last, verb, "wide " + folded[breaks[-1].start : breaks[-1].end])
    if found is not None:
        yield found


def _name(folded: str, run: Run, segment: Segment, first: int, last: int, verb: str, cut: str) -> Candidate | None:
    """The candidate that elements[first:last + 1] give, or None where it can be no name."""
    elements = segment.elements
    element, lead = elements[last], elements[first]
    start, end = lead.start, element.end
    if end - start > _MAX_LENGTH:
        return None
    head = element.head
    if head is None:
        kind, word, labels, subtype = (
            "quote",
            _quote_shape(folded[element.start + 1 : end - 1]),
            ("PROJECT",),
            "programme",
        )
        length = element.start - start
    else:
        kind, word, subtype = head.kind, head.word, head.subtype
        length = end - len(word) - start
        if not length and kind != "body":
            return None
        if kind == "body":
            if folded[end - 1] == "部" and folded.startswith("门", end):
                return None  # 教育部|门
            labels = ("INSTITUTION", "PROJECT") if subtype == "company" else ("INSTITUTION",)
        else:
            labels = ("PROJECT",) if head.label == "PROJECT" else ("INSTITUTION", "PROJECT")
    following = last + 1
    count = len(elements)
    if following < count and elements[following].kind == "R" and _BRACKET.match(folded, end):
        end = elements[following].end
        following += 1
    flags = _flags(folded, elements, first, last)
    if last - 1 > first and elements[last - 1].kind == "D" and elements[last - 2].head is not None:
        return None  # 甲工程|四个|项目: the class noun of a list, with its number
    if last > first and elements[last - 1].kind == "N" and folded[elements[last - 1].end - 1] == "大":
        before = elements[last - 2] if last - 2 >= first else None
        if before is not None and before.kind == "Q":
            return None  # “甲”|三大|行动
    evidence = _evidence(flags)
    spread = _spread(folded[start:end])
    if "j" in flags:
        spread = "0"  # 县中医院 stands in many regions and names a body in each
    if evidence == "-" and kind == "care":
        return None
    if spread != "0" and kind != "body":
        if kind == "quote":
            if not folded.endswith(_PROGRAMME_ENDS, start, element.end - 1):
                return None
        elif evidence == "-" and kind not in _JOINED:
            return None
    if following < count:
        after_element = elements[following]
        after = folded[after_element.start : after_element.end] if after_element.kind in "NSHK" else after_element.kind
        glued = after_element.head.kind if after_element.head is not None else "-"
    else:
        after = glued = segment.after_word
        if after in _BLANK:
            after = "¶"
        glued = "."
    modifier = ""
    if last > first:
        previous = elements[last - 1]
        modifier = folded[previous.start : previous.end] if previous.kind in "NSH" else previous.kind
    elif length:
        modifier = folded[start : start + length]
    opener = verb or segment.before_word
    if opener in _BLANK:
        opener = "¶"
    leading = folded[lead.start : lead.end] if lead.kind in "NSHOB" and last > first else lead.kind
    inner = ""
    if last - first > 1:
        inner = "+".join([folded[item.start : item.end] for item in elements[first + 1 : last] if item.kind == "S"])
    clause = _CLAUSE.match(folded, end)
    assert clause is not None
    behind = _cue(_DONE, clause.group()) + "/" + _cue(_DOING, clause.group())
    size = str(min(length, 12) // 2)
    shape = "".join([item.kind for item in elements[max(first, last - 4) : last + 1]])
    amount = "amount" if first and elements[first - 1].kind == "D" else "no"
    list_open, list_close = run.opener, run.closer
    if kind == "quote" and run.class_kind.startswith("last"):
        list_close = run.class_kind + run.class_noun
    if list_open in _BLANK:
        list_open = "¶"
    if list_close in _BLANK:
        list_close = "¶"
    values = (
        kind, word, (kind, flags), (kind, size), segment.before + ("S" if verb else ""), (kind, opener), (kind, after),
        (kind, glued), modifier, (modifier, word), shape, (amount, kind), (word, flags),
        (kind, str(min(last - first, 5))), (evidence, kind, subtype), (evidence, word), (evidence, after),
        (evidence, kind, glued), (spread, "org" if kind == "org" else "-"), (spread, evidence), list_open,
        (evidence, kind, list_open), list_close, (kind, list_close), behind, (kind, behind), (evidence, kind, behind),
        cut, inner, leading, (kind, leading), (leading, segment.before + ("S" if verb else "")),
    )  # fmt: skip
    return Candidate(start, end, labels, subtype, False, values, _RULES.get(kind, "head"))


def _cue(pattern: re.Pattern[str], clause: str) -> str:
    match = pattern.search(clause)
    return match.group() if match else "-"


def _quote_shape(inner: str) -> str:
    digits = "d" if _DIGIT.search(inner) else ""
    return f"q{min(len(inner), 10) // 2}{digits}{inner[-2:] if len(inner) > 2 else ''}"


def _members(folded: str, run: Run) -> Iterator[Candidate]:
    """Members of a list that have no head word of their own."""
    noun, kind = run.class_noun, run.class_kind
    named, size = run.heads, run.size
    for segment in run.members:
        elements = segment.elements
        if elements[-1].end - elements[0].start > _MAX_PHRASE:
            continue
        first, verb = _strip(folded, elements, len(elements))
        if first >= len(elements):
            continue
        start, end = elements[first].start, elements[-1].end
        length = end - start
        if not 2 <= length <= _MAX_MEMBER:
            continue
        flags = _flags(folded, elements, first, len(elements))
        if not flags or _TOP.search(folded, end - 5, end):
            continue
        tail = elements[-1]
        opener = verb or segment.before_word
        if opener in _BLANK:
            opener = "¶"
        list_open = "¶" if run.opener in _BLANK else run.opener
        values = (
            noun, kind, flags, (kind, flags), (noun, flags), (str(min(length, 12) // 2), flags),
            folded[tail.start : tail.end] if tail.kind in "NSH" else tail.kind, opener,
            "".join([item.kind for item in elements[first:][-5:]]), (str(min(named, 3)), kind),
            (str(min(size, 4)), kind), ("first" if segment is run.members[0] else "later", segment.before), list_open,
            (list_open, flags), _spread(folded[start:end]),
        )  # fmt: skip
        organisation = kind.endswith("org")
        if organisation and (not flags.strip("Ll") or folded[end - 1] in "省市区县州镇乡村"):
            continue  # 甲县、乙县、丙管委会: places
        labels = ("PROJECT", "INSTITUTION") if organisation else ("PROJECT",)
        yield Candidate(start, end, labels, "company" if organisation else "construction", True, values, "member")
