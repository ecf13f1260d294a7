"""Candidate names of institutions and projects, with the features that decide between them.

A candidate is a head word with all that stands before it in its segment (`燕山|水库`), a quotation, or a member of
a list whose class is named elsewhere (`临淄至临沂、临沂至滕州高速`, `甲、乙等项目`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.segments import Element, Run, Segment, runs

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
_MAX_PLAIN_MEMBER = 6
_SIZES = [str(min(length, 12) // 2) for length in range(_MAX_LENGTH + 1)]
_LONGER = {"部": "门", "站": "点"}
_RULES = {"quote": "quotation", "body": "body"}
_PROJECT, _INSTITUTION, _EITHER = ("PROJECT",), ("INSTITUTION",), ("INSTITUTION", "PROJECT")
_JOINED = frozenset(("prog", "work", "org", "site"))
_PROGRAMME_ENDS = ("工程", "行动", "计划", "战略")

NAME_TEMPLATES = (
    "head", "kind+length", "open class", "kind+open", "kind+after", "kind+glued", "modifier+head", "shape", "kind+amount",
    "head+flags", "kind+evidence+subtype", "evidence+head", "evidence+after", "spread+org", "list open", "list close",
    "kind+behind", "cut", "lead", "kind+lead",
)  # fmt: skip
"""Names of the features of a candidate with a head, in their order; those of `kind+` weigh differently for every kind of head."""

MEMBER_TEMPLATES = ("m class", "m kind", "m flags", "m shape", "m list open")
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
        kind: kind of its head, `quote` for a quotation; of a member, that of the class of the list.
        head: its head word; of a member, the noun that names the class.
        flags: what shows that it is a name (see `_flags`).
        member: whether it is a member of a list without a head of its own.
        values: its features, in the order of the templates.
        rule: what proposed it: head, body, quotation, member.
    """

    start: int
    end: int
    labels: tuple[str, ...]
    subtype: str
    kind: str
    head: str
    flags: str
    member: bool
    values: tuple[Value, ...]
    rule: str


def candidates(context: EntityContext, plain: frozenset[str] | None = None) -> Iterator[Candidate]:
    """All candidates of a report.

    Args:
        context: the shared context of the entities stage.
        plain: segments that hold no name; those of the packaged list when omitted.
    """
    proposer = _Proposer(context.folded)
    for run in runs(context, plain):
        proposer.see(run)
        if proposer.found:
            yield from proposer.found
            proposer.found.clear()  # the candidates of a long text are many


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
    flags = lead.flag if last - first == 1 else "".join([element.flag for element in elements[first:last]])
    text = folded[lead.start : elements[last - 1].end]
    if _CODE_OR_ROUTE.search(text):
        if _CODE.search(text):
            flags += "C"
        if _ROUTE.search(text):
            flags += "R"
    if lead.kind == "U" and text[0] in _LOCAL:
        flags += "j"
    return _sorted(flags) if len(flags) > 1 else flags


@lru_cache(maxsize=4096)
def _sorted(flags: str) -> str:
    """Every letter once."""
    return "".join(sorted(set(flags)))


@lru_cache(maxsize=4096)
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


class _Proposer:
    """Proposes the candidates of one report, list by list.

    Args:
        folded: its folded text.

    Attributes:
        found: the candidates of the lists seen.
    """

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.found: list[Candidate] = []
        self._behind: dict[int, str] = {}
        self._run: Run | None = None
        self._opener = self._closer = ""

    def see(self, run: Run) -> None:
        """Propose the candidates of one list."""
        self._run = run
        self._opener, self._closer = _mark(run.opener), _mark(run.closer)
        for segment in run.named:
            self._of_segment(segment)
        for segment in run.joined:
            self._of_joined(segment)
        for segment in run.widened:
            self._of_widened(segment)
        if run.members:
            self._members(run)

    def _of_segment(self, segment: Segment) -> None:
        folded, elements = self.folded, segment.elements
        kinds = "".join([element.kind for element in elements])
        begin = elements[0].start
        opening, opening_verb = _strip(folded, elements, len(elements))
        place = _place_inside(elements, opening)
        for last, element in enumerate(elements):
            if element.head is None and element.kind != "Q":
                continue
            if element.kind == "K":
                first, verb = last, ""
            elif element.end - begin > _MAX_PHRASE:
                continue  # also keeps the time linear
            else:
                first, verb = (opening, opening_verb) if last >= opening else _strip(folded, elements, last)
            holds_place = 0 < place < last and first == opening
            self._name(segment, kinds, first, last, verb, "holds place" if holds_place else "")
            # a quotation may open the name: 六大领域|“项目大会战”
            inner = kinds.rfind("Q", first + 1, last + 1)
            while inner > 0 and kinds[inner - 1] == "L":
                inner = kinds.rfind("Q", first + 1, inner)
            if inner > 0:
                self._name(segment, kinds, inner, last, "", "from quotation")
            # so may a place: 联手|中国|艺术研究院
            if holds_place:
                self._name(segment, kinds, place, last, "", "from place")
            # a verb inside may open the name: 某园区|建设|某谷
            # (looked for within the longest name only, so that the time stays linear)
            inner = kinds.rfind("S", max(first, last - _MAX_LENGTH) + 1, last)
            if inner > 0:
                word = folded[elements[inner].start : elements[inner].end]
                if word in _OPENERS and (inner + 1 < last or element.end - element.start > 2):
                    self._name(segment, kinds, inner + 1, last, word, word)
            # a programme may begin with the verb: 治理旅游市场秩序三年行动
            if verb and first and segment.before == "O" and element.head is not None and element.head.kind == "prog":
                self._name(segment, kinds, first - 1, last, "", "verb kept")

    def _of_joined(self, segment: Segment) -> None:
        """A programme or works whose name holds a conjunction (`甲保护与乙恢复行动`)."""
        elements = segment.elements
        last = len(elements) - 1
        head = elements[last].head
        if head is None or head.kind not in _JOINED:
            return
        if elements[last].end - elements[0].start > _MAX_PHRASE:
            return
        kinds = "".join([element.kind for element in elements])
        middle = kinds.index("C")
        first, verb = _strip(self.folded, elements, last)
        if first >= middle:
            return
        word = self.folded[elements[middle].start : elements[middle].end]
        self._name(segment, kinds, first, last, verb, "joined " + word)

    def _of_widened(self, segment: Segment) -> None:
        """A programme or works with words inside that stand in few names (`企业入规进规提速行动`)."""
        elements = segment.elements
        last = len(elements) - 1
        if elements[last].end - elements[0].start > _MAX_PHRASE or elements[last].head is None:
            return
        first, verb = _strip(self.folded, elements, last)
        breaks = [element for element in elements[first:last] if element.kind in "OBC"]
        if not breaks:
            return
        word = self.folded[breaks[-1].start : breaks[-1].end]
        kinds = "".join([element.kind for element in elements])
        self._name(segment, kinds, first, last, verb, "wide " + word)

    def _name(self, segment: Segment, kinds: str, first: int, last: int, verb: str, cut: str) -> None:
        """Propose the name that elements[first:last + 1] give, unless they can be none.

        Args:
            segment: the segment.
            kinds: the kinds of its elements.
            first: index of the first element of the name.
            last: index of the last one.
            verb: the verb dropped before it.
            cut: how it was cut out, when it is not all of the segment up to its head.
        """
        folded, elements = self.folded, segment.elements
        element, lead = elements[last], elements[first]
        start, end = lead.start, element.end
        if end - start > _MAX_LENGTH:
            return
        head = element.head
        if head is None:
            kind, word, subtype = "quote", _quote_shape(folded[element.start + 1 : end - 1]), "programme"
            labels = _PROJECT
            length = element.start - start
        else:
            kind, word, subtype = head.kind, head.word, head.subtype
            length = end - len(word) - start
            if kind == "body":
                if _longer(folded, end):
                    return
                labels = _EITHER if subtype == "company" else _INSTITUTION
            elif not length or _longer(folded, end):
                return
            else:
                labels = _PROJECT if head.label == "PROJECT" else _EITHER
        if last - 1 > first:
            if kinds[last - 1] == "D" and elements[last - 2].head is not None:
                return  # 甲工程|四个|项目: the class noun of a list, with its number
            if kinds[last - 1] == "N" and kinds[last - 2] == "Q" and folded[elements[last - 1].end - 1] == "大":
                return  # “甲”|三大|行动
        flags = _flags(folded, elements, first, last)
        evidence = _evidence(flags)
        following = last + 1
        count = len(elements)
        if following < count and kinds[following] == "R" and _BRACKET.match(folded, end):
            end = elements[following].end
            following += 1
        # 县中医院 stands in many regions and names a body in each
        spread = "0" if "j" in flags else _spread(folded[start:end])
        if evidence == "-" and kind == "care":
            return
        if spread != "0" and kind != "body":
            if kind == "quote":
                if not folded.endswith(_PROGRAMME_ENDS, start, element.end - 1):
                    return
            elif evidence == "-" and kind not in _JOINED:
                return
        if following < count:
            after_element = elements[following]
            after = (
                folded[after_element.start : after_element.end] if after_element.kind in "NSHK" else after_element.kind
            )
            glued = after_element.head.kind if after_element.head is not None else "-"
        else:
            after = _mark(segment.after_word)
            glued = "."
        modifier = ""
        if last > first:
            previous = elements[last - 1]
            modifier = folded[previous.start : previous.end] if previous.kind in "NSH" else previous.kind
        elif length:
            modifier = folded[start : start + length]
        leading = folded[lead.start : lead.end] if lead.kind in "NSHOB" and last > first else lead.kind
        run, closer = self._run, self._closer
        assert run is not None
        if kind == "quote" and run.class_kind.startswith("last"):
            closer = run.class_kind + run.class_noun
        behind = self._behind.get(end)
        if behind is None:
            behind = self._behind[end] = _cues_behind(folded, end)
        values = (
            word, _SIZES[length], segment.before + ("S" if verb else ""), _mark(verb or segment.before_word), after, glued,
            (modifier, word), kinds[max(first, last - 4) : last + 1], "amount" if first and kinds[first - 1] == "D" else "no",
            (word, flags), (evidence, subtype), (evidence, word), (evidence, after), (spread, "org" if kind == "org" else "-"),
            self._opener, closer, behind, cut, leading, leading,
        )  # fmt: skip
        rule = _RULES.get(kind, "head")
        self.found.append(Candidate(start, end, labels, subtype, kind, word, flags, False, values, rule))

    def _members(self, run: Run) -> None:
        """Members of a list that have no head word of their own."""
        folded = self.folded
        noun, kind = run.class_noun, run.class_kind
        organisations = kind.endswith("org")
        labels = _EITHER if organisations else _PROJECT
        subtype = "company" if organisations else "construction"
        for segment in run.members:
            elements = segment.elements
            if not elements or elements[-1].end - elements[0].start > _MAX_PHRASE:  # “” holds nothing
                continue
            first, _ = _strip(folded, elements, len(elements))
            if first >= len(elements):
                continue
            start, end = elements[first].start, elements[-1].end
            if not 2 <= end - start <= _MAX_MEMBER:
                continue
            flags = _flags(folded, elements, first, len(elements))
            if not flags and (not organisations or end - start > _MAX_PLAIN_MEMBER):
                continue
            if _TOP.search(folded, end - 5, end):
                continue
            if organisations and ((flags and not flags.strip("Ll")) or folded[end - 1] in "省市区县州镇乡村"):
                continue  # 甲县、乙县、丙管委会: places
            shape = "".join([element.kind for element in elements[first:][-5:]])
            values = (noun, kind, flags, shape, self._opener)
            self.found.append(Candidate(start, end, labels, subtype, kind, noun, flags, True, values, "member"))


def _place_inside(elements: list[Element], first: int) -> int:
    """Index of the first place or body behind other words that may not belong to a name that begins at `first`, or 0."""
    if first < len(elements) and elements[first].kind not in "LKQ":
        for inner in range(first + 1, len(elements)):
            if elements[inner].flag in ("L", "K"):
                return inner
    return 0


def _longer(folded: str, end: int) -> bool:
    """Whether a head is only the front of a longer word: 教育部|门, 监测站|点."""
    return folded.startswith(_LONGER.get(folded[end - 1], "\0"), end)


def _mark(word: str) -> str:
    """A word beside a name as a feature: white space is one mark."""
    return "¶" if word in _BLANK else word


def _cues_behind(folded: str, end: int) -> str:
    """The words of the clause behind an offset that tell works done and works being done."""
    clause = _CLAUSE.match(folded, end)
    assert clause is not None
    stop = clause.end()
    done, doing = _DONE.search(folded, end, stop), _DOING.search(folded, end, stop)
    return f"{done.group() if done else '-'}/{doing.group() if doing else '-'}"


def _quote_shape(inner: str) -> str:
    digits = "d" if _DIGIT.search(inner) else ""
    return f"q{min(len(inner), 10) // 2}{digits}{inner[-2:] if len(inner) > 2 else ''}"
