"""Segments: the stretches of a report between the words and marks that no name crosses.

A segment is a list of elements: known words, places, quotations, short brackets, amounts and stretches of unknown
characters.  Segments joined by enumeration commas and conjunctions form a run, the list that a name may be a member of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.words import AMOUNT, BRACKET, GLUE, PLACE, QUOTE, TITLE, Head, Words, words

__all__ = ["Element", "Run", "Segment", "plain_phrases", "runs"]

_MAX_QUOTE = 42
_MAX_BRACKET = 14
_MAX_CLASS_NOUN = 14  # words between 等 and the noun that names the class of a list
_ORGANISATIONS = ("企业", "高校", "院校", "机构")
_OTHERS = ("单位", "产品", "地区", "县", "品牌")
_CONJUNCTIONS = frozenset("与和及")
_LISTS = frozenset(("、", ""))
_AND_OTHERS = frozenset(("等", "等等"))
_WIDE = frozenset(("prog", "work", "org", "site"))
_BODIES = frozenset(("org", "site"))
_MAX_WIDENED = 26
_WELL = "好"  # 实施好大规模技能培训
_PLAIN = frozenset(
    "新老大小区市县乡镇村省州主副总高低中上下内外东西南北前后多个各类型级化性业者家人户年月日一二三四五六七八九十百千万亿"
    "第两首条项座所批次期号及其等至到"
)

_ENUMERATOR = re.compile(r"\d{1,2}[.．](?!\d)")  # 1.社保惠民工程
_ITEM_OPENS = frozenset("。;:")
_INDENT = 8

Token = tuple[int, int, int]
_CODE, _START = itemgetter(0), itemgetter(1)
_ROLE = itemgetter(1)
# What a token is for the search: its role, but breaks told apart into those that end a list, connectors, and 等.
_HARD, _CONNECTOR, _HARD_AND_SO_ON, _AND_SO_ON = 2, 4, 5, 6
_TELLING = re.compile(b"[\1\3\5\6]")
_HARD_BREAK = re.compile(b"[\2\5]")
_ROLES = bytes([0, 1, 2, 3, 2, 2, 2]) + bytes(249)


@dataclass(slots=True)
class Element:
    """A piece of a segment.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        kind: class of the word, or U unknown characters, L place, Q quotation, R bracket, D amount.
        head: the head word that it ends with, if any.
        flag: what it shows of a name: U, V, v unknown characters (two or more; one among plain ones; one alone),
            L and l a place (sure or not), Q a quotation, K a body; empty for nothing.
    """

    start: int
    end: int
    kind: str
    head: Head | None
    flag: str


@dataclass(slots=True)
class Segment:
    """A stretch without breaks.

    Attributes:
        elements: its pieces in order, without gaps.
        before: class of the break before it.
        before_word: the break before it.
        after_word: the break behind it.
    """

    elements: list[Element]
    before: str
    before_word: str
    after_word: str


@dataclass(slots=True)
class Run:
    """The members of one list; a list of one where nothing is enumerated.

    Attributes:
        named: its members that hold a head word or a quotation.
        members: its members that do not end with a head word, where something names the class of all members.
        opener: the verb or mark that opens the list.
        closer: the class noun behind 等, or the word behind the last member.
        class_noun: the noun that names the class of the members: behind 等, or the head of the last member.
        class_kind: kind of that noun; `last` before it if it is the head of the last member; empty if there is none.
        joined: pairs of members that may be one name (`甲保护与乙恢复行动`), the conjunction between them as an element.
        widened: members with the break words before them as elements, as far back as the verb or mark that opens the clause: names
            of programmes may hold any word (`企业|入规|进规|提速行动`).
    """

    named: list[Segment]
    members: list[Segment]
    opener: str
    closer: str
    class_noun: str
    class_kind: str
    joined: list[Segment]
    widened: list[Segment]


@lru_cache(maxsize=1)
def plain_phrases() -> frozenset[str]:
    """Phrases that end like names and are none (`重点项目建设`), which most segments of a report are."""
    return frozenset(row["phrase"] for row in lexicons.load("entity_plain"))


def runs(context: EntityContext, plain: frozenset[str] | None = None) -> list[Run]:
    """Cut a report into runs of segments; only those that may hold a name.

    Args:
        context: the shared context of the entities stage.
        plain: segments that hold no name; those of the packaged list when omitted.

    Returns:
        Runs in text order.
    """
    lexicon = words()
    folded = context.folded
    stream = context.cache.get("stream")
    if stream is None:
        stream = lexicon.stream(folded)
    tokens = _merge(context, stream, lexicon)  # type: ignore[arg-type]
    return _Cutter(context, lexicon, tokens, plain_phrases() if plain is None else plain).runs()


def _merge(context: EntityContext, stream: list[Token], lexicon: Words) -> list[Token]:
    """The word stream with quotations, places, amounts and brackets as single tokens."""
    folded = context.folded
    specials = [
        (start, end, TITLE if folded[start] == "《" else QUOTE)
        for start, end in context.quotes
        if end - start <= _MAX_QUOTE
    ]
    specials += _straight_quotes(folded)
    specials += _brackets(folded)
    specials += [(*match.span(), TITLE) for match in _ENUMERATOR.finditer(folded) if _opens_item(folded, match.start())]
    specials += [(place.start, place.end, PLACE) for place in context.places if place.level != "grammar"]
    # a number before 国道 or 省道 is the number of a road
    specials += [(start, end, AMOUNT) for start, end in context.quantities if folded[end : end + 1] != "道"]
    specials.sort(key=lambda item: (item[0], -item[2]))
    starts = list(map(_START, stream))
    merged: list[Token] = []
    at = done = 0
    for start, end, code in specials:
        if start < done:
            continue
        index = bisect_left(starts, start, at)
        if index > at and stream[index - 1][2] > start:
            continue  # it begins inside a word
        if index < len(stream) and starts[index] == start:
            word_end = stream[index][2]
            if word_end > end or (code == PLACE and word_end == end and not context.place_from[start].sure):
                continue  # the word is as good a reading
        merged += stream[at:index]
        if code == QUOTE and done == start:
            merged.append((GLUE, start, start))
        merged.append((code, start, end))
        done = end
        at = bisect_left(starts, end, index)
    merged += stream[at:]
    return merged


def _opens_item(folded: str, start: int) -> bool:
    """Whether only an indent stands between an offset and the mark or the line that an enumerated item follows."""
    before = folded[max(0, start - _INDENT - 1) : start]
    words = before.rstrip()
    if "\n" in before[len(words) :]:
        return True
    return words[-1] in _ITEM_OPENS if words else start <= _INDENT


def _straight_quotes(folded: str) -> list[Token]:
    found = []
    at = folded.find('"')
    while at >= 0:
        closing = folded.find('"', at + 1, at + _MAX_QUOTE)
        if closing > 0 and "\n" not in folded[at:closing]:
            found.append((at, closing + 1, QUOTE))
            at = closing
        at = folded.find('"', at + 1)
    return found


def _brackets(folded: str) -> list[Token]:
    found = []
    at = folded.find("(", 1)
    while at >= 0:
        closing = folded.find(")", at, at + _MAX_BRACKET)
        if closing > 0 and "\u3400" <= folded[at - 1] <= "\u9fff" and "\n" not in folded[at:closing]:
            found.append((at, closing + 1, BRACKET))
        at = folded.find("(", at + 1)
    return found


class _Cutter:
    def __init__(self, context: EntityContext, lexicon: Words, tokens: list[Token], plain: frozenset[str]) -> None:
        self.context = context
        self.folded = context.folded
        self.lexicon = lexicon
        self.tokens = tokens
        self.plain = plain

    def runs(self) -> list[Run]:
        """Walk over the breaks and gather the segments between them."""
        classes, patterns = self.lexicon.classes, self.lexicon.patterns
        kinds = self.lexicon.kinds
        tokens, folded, plain = self.tokens, self.folded, self.plain
        length = len(folded)
        found: list[Run] = []
        spans: list[tuple[int, int, bool]] = []  # token index of the breaks around every segment; whether it has a head
        headed = useful = False
        last = -1
        begin = 0
        total = len(tokens)
        for index, role in self._marked():
            if role != 2:
                # a bare head word that begins its segment names nothing, unless words of other names do (企业提速|行动)
                if role == 1 or tokens[index][1] > begin:
                    headed = True
                elif last >= 0 and classes[tokens[last][0]] in "OB" and kinds[tokens[index][0]] in _WIDE:
                    useful = True
                continue
            code, end, next_begin = tokens[index] if index < total else (0, length, length)
            joined = False
            if end > begin:
                headed = headed and folded[begin:end] not in plain
                spans.append((last, index, headed))
                useful = useful or headed
                joined = index < total and classes[code] == "C"
            if not joined:
                if spans:
                    if useful or (index < total and patterns[code] == "等"):
                        found.append(self.run(spans))
                    spans = []
                useful = False
            headed = False
            last, begin = index, next_begin
        return found

    def _marked(self) -> Iterator[tuple[int, int]]:
        """Index and role of the tokens with a role in the stretches between breaks that may hold a head or the members of a list; the end is a break.

        Most of a text is in none of them, and the search for them takes no step of Python for each token.
        """
        data = bytes(map(_marks().__getitem__, map(_CODE, self.tokens))) + bytes([_HARD])
        roles = data.translate(_ROLES)
        stretches: list[Iterator[tuple[int, int]]] = []
        done = 0
        while match := _TELLING.search(data, done):
            at = match.start()
            before = max(data.rfind(_HARD, done, at), data.rfind(_HARD_AND_SO_ON, done, at), done)
            behind = _HARD_BREAK.search(data, at)
            assert behind is not None  # the last byte is one
            stretches.append(zip(range(before, behind.end()), roles[before : behind.end()], strict=True))
            done = behind.end()
        return filter(_ROLE, chain.from_iterable(stretches))

    def run(self, spans: list[tuple[int, int, bool]]) -> Run:
        """The run of the segments between these breaks."""
        tokens, folded, lexicon = self.tokens, self.folded, self.lexicon
        patterns, heads = lexicon.patterns, lexicon.heads
        first, behind = spans[0][0], spans[-1][1]
        opener, begin = (patterns[tokens[first][0]], tokens[first][2]) if first >= 0 else ("", 0)
        opener = self._verb(first + 1, begin, behind) or opener
        closer = patterns[tokens[behind][0]] if behind < len(tokens) else ""
        ends = [
            after - before > 1
            and heads[tokens[after - 1][0]] is not None
            and tokens[after - 1][2] == self._start(after)
            for before, after, _ in spans
        ]
        noun = kind = ""
        if closer == "等":
            noun, kind = self.class_noun(behind + 1)
            closer += noun
        else:
            code, start, end = tokens[behind - 1]
            if lexicon.classes[code] == "S" and end == self._start(behind):
                closer = folded[start:end] + closer
            if len(spans) > 1 and ends[-1]:
                noun, kind = heads[code].word, "last" + lexicon.kinds[code]  # type: ignore[union-attr]
        found = Run([], [], opener, closer, noun, kind, [], [])
        wanted = kind and not kind.endswith("prog")
        for index, (before, after, headed) in enumerate(spans):
            ended = ends[index]
            if ended or not headed:
                wide = self._wide(before, after)
                if wide < before:
                    found.widened.append(self.segment(wide, after))
            if headed or wanted:
                segment = self.segment(before, after)
                if headed:
                    found.named.append(segment)
                    if ended and index and not ends[index - 1] and segment.before_word in _CONJUNCTIONS:
                        first_part = self.segment(*spans[index - 1][:2])
                        if first_part.elements and segment.elements and first_part.elements[-1].kind != "Q":
                            found.joined.append(self.join(first_part, segment))
                if wanted and not ended:
                    found.members.append(segment)
        return found

    def _wide(self, before: int, after: int) -> int:
        """The break that opens the clause of a segment that ends like a programme: a mark, or the verbs behind the mark.

        Args:
            before: the break before the segment.
            after: the break behind it.

        Returns:
            Token index; `before` if the segment does not end so or nothing stands between its own break and the opening.
        """
        tokens, classes, patterns = self.tokens, self.lexicon.classes, self.lexicon.patterns
        if before < 0 or after - 1 == before or classes[tokens[before][0]] not in "OBC":
            return before
        code, _, end = tokens[after - 1]
        kind = self.lexicon.kinds[code]
        if kind not in _WIDE or end != self._start(after):
            return before
        if kind in _BODIES and classes[tokens[before][0]] != "B":
            return before
        first = before
        reach = tokens[before][2] - _MAX_WIDENED if before >= 0 else 0
        while first >= 0 and classes[tokens[first][0]] != "P" and patterns[tokens[first][0]] not in _LISTS:
            if tokens[first][1] < reach or patterns[tokens[first][0]] in _AND_OTHERS:
                return before
            first -= 1
        end = tokens[first][2] if first >= 0 else 0
        while first < before and tokens[first + 1][1] <= end + 1 and classes[tokens[first + 1][0]] in "OSBD":
            # one character between verbs is an adverb or the 好 of 实施好
            first += 1
            end = tokens[first][2]
        return first

    def join(self, first: Segment, second: Segment) -> Segment:
        """Two neighbouring segments and the conjunction between them as one segment."""
        between = Element(first.elements[-1].end, second.elements[0].start, "C", None, "")
        return Segment([*first.elements, between, *second.elements], first.before, first.before_word, second.after_word)

    def _start(self, index: int) -> int:
        return self.tokens[index][1] if index < len(self.tokens) else len(self.folded)

    def _verb(self, index: int, begin: int, stop: int) -> str:
        """The verb of class S that begins at an offset, or nothing."""
        if index < stop:
            code, start, end = self.tokens[index]
            if start == begin and self.lexicon.classes[code] == "S":
                return self.folded[start:end]
        return ""

    def class_noun(self, index: int) -> tuple[str, str]:
        """The noun behind 等 that names the class of the members (`等10个重大项目`)."""
        tokens, classes, heads = self.tokens, self.lexicon.classes, self.lexicon.heads
        stop = min(len(tokens), index + _MAX_CLASS_NOUN)
        while index < stop:
            code, start, end = tokens[index]
            kind = classes[code]
            if kind == "P":
                break
            if kind in "NH":
                goes_on = False
                if index + 1 < len(tokens):
                    code_after, start_after, _ = tokens[index + 1]
                    goes_on = start_after > end or classes[code_after] in "NH"
                head = heads[code]
                if head is not None and not goes_on:
                    return head.word, head.kind
                text = self.folded[start:end]
                if text.endswith(_ORGANISATIONS):
                    return text, "org"
                if text.endswith(_OTHERS):
                    return text, "other"
            index += 1
        return "", ""

    def segment(self, before: int, after: int) -> Segment:
        """The segment between two breaks, given by their token index (-1 and the number of tokens at the ends)."""
        tokens, folded, lexicon = self.tokens, self.folded, self.lexicon
        classes, heads, flags = lexicon.classes, lexicon.heads, lexicon.flags
        elements: list[Element] = []
        if before >= 0:
            code, _, done = tokens[before]
            kind, word = classes[code], lexicon.patterns[code]
            if kind == "O" and folded.startswith(_WELL, done) and (before + 1 == after or tokens[before + 1][1] > done):
                done += 1
        else:
            done, kind, word = 0, "P", ""
        for code, start, end in tokens[before + 1 : after]:
            if start > done:
                elements.append(Element(done, start, "U", None, _unknown(folded[done:start])))
            flag = flags[code] if code != PLACE else "L" if self.context.place_from[start].sure else "l"
            elements.append(Element(start, end, classes[code], heads[code], flag))
            done = end
        end = self._start(after)
        if end > done:
            elements.append(Element(done, end, "U", None, _unknown(folded[done:end])))
        return Segment(elements, kind, word, lexicon.patterns[tokens[after][0]] if after < len(tokens) else "")


@lru_cache(maxsize=1)
def _marks() -> list[int]:
    """The byte of every pattern (see `_HARD`)."""
    lexicon = words()
    marks = []
    for role, cls, word in zip(lexicon.roles, lexicon.classes, lexicon.patterns, strict=True):
        if role != 2:
            marks.append(role)
        elif word == "等":
            marks.append(_AND_SO_ON if cls == "C" else _HARD_AND_SO_ON)
        else:
            marks.append(_CONNECTOR if cls == "C" else _HARD)
    return marks


def _unknown(text: str) -> str:
    """How much of a name an unknown stretch shows."""
    if len(text) > 40:
        return ""
    unknown = 0
    for char in text:
        if "\u3400" <= char <= "\u9fff" and char not in _PLAIN:
            if unknown:
                return "U"
            unknown = 1
    return ("V" if len(text) > 1 else "v") if unknown else ""
