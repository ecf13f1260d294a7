"""The text around each quantity of a sentence: the stretch on its left and on its right that may say what it measures.

A stretch ends at a comma, semicolon, colon or bracket, at the sentence's ends and at the next quantity.  Delimiters inside
quotation marks, and inside brackets that hold no quantity, belong to a name and do not end it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import QuantityRecord

__all__ = ["Slot", "slots"]

_MARK = re.compile(r'[,;:、。!?()“”"《》…—](?:(?<!—)|—)')
_PLAIN = frozenset(",;:、。!?")  # neither opens nor closes anything
_OPEN = {"“": "”", "(": ")", "《": "》", '"': '"'}
_CLOSE = frozenset("”)》")
_LONGEST_QUOTE = 60
_LONGEST_STRETCH = 90
# 收入50万元以上的村占比
_CLASS_SHARE = lazy_pattern(r"(?:及?以[上下])?的?[^、,;:。()]{1,14}(?:占比|比重|比例)(?:达到?|超过?|突破|为|提高到)?")
_SUMMED_UP = lazy_pattern(r"[^、,;:。()]{1,4}(?:分别|各自|依次)")  # 甲、乙、丙三个|街道分别新增…86人
_AND = lazy_pattern(r"(?:、|,)?(?:以及|及其|及|和|与|并)$")
_CIRCLE = lazy_pattern(r"(?:全[国省市区县州球]|国内|省内|市内)(?:的|参评的?)?$")
_FIELD = lazy_pattern(rf"([^,;。:、()\d排评考测居列位中]{{1,10}})(?:市)?(?:综合)?{alternation('review_of_field')}")
_CLASS_NOUN = lazy_pattern(
    rf"(?:及?以[上下])?的?[^、,;:。()的]{{0,10}}{alternation('class_noun')}(?:数量?|总数)?(?:分别|各|均)?(?:达到?|有|为|突破|超过?)?"
)


@dataclass(slots=True)
class Slot:
    """One quantity and the raw stretches around it."""

    index: int  # in Analysis.quantities
    left_start: int
    left_end: int
    right_start: int
    right_end: int
    mark: str  # what ends the left stretch: a delimiter, "q" for a quantity, "" for the start of the sentence
    clause: int  # number of the clause inside the sentence
    threshold: bool = False  # only selects what the next quantity counts
    depth: int = 0  # brackets that are open around the quantity
    gap_list: bool = False  # only a list separator stands between this quantity and the one before


def _delimiters(folded: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """Offsets of the delimiters that end stretches, in order."""
    out: list[tuple[int, str]] = []
    stack: list[tuple[str, int, int]] = []  # closing character, offset, length of out when it was opened
    span = 0
    for match in _MARK.finditer(folded, start, end):
        at = match.start()
        while span < len(spans) and spans[span][1] <= at:
            span += 1
        if span < len(spans) and spans[span][0] <= at:
            continue  # part of a number
        char = match[0]
        if char in _PLAIN:
            out.append((at, char))
        elif stack and char == stack[-1][0]:
            _close_innermost(at, char, stack, out, spans[max(0, span - 6) : span + 1])
        elif char in _OPEN:
            if len(stack) < 8:
                stack.append((_OPEN[char], at, len(out)))
        elif char in _CLOSE:
            _close_outer(char, stack, out)
        else:
            out.append((at, char))
    return out


def _close_innermost(
    at: int, char: str, stack: list[tuple[str, int, int]], out: list[tuple[int, str]], near: list[tuple[int, int]]
) -> None:
    """Read the closing mark of what was opened last: only brackets that hold a number end stretches."""
    _, opened, length = stack.pop()
    if char == ")" and any(opened < number < at for number, _ in near):
        out.insert(length, (opened, "("))
        out.append((at, ")"))
    elif char == ")" or at - opened <= _LONGEST_QUOTE:
        del out[length:]


def _close_outer(char: str, stack: list[tuple[str, int, int]], out: list[tuple[int, str]]) -> None:
    """Read a closing mark whose partner is not the last one opened: the marks opened behind it were never closed."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth][0] == char:
            del out[stack[depth][2] :]
            del stack[depth:]
            break


def slots(folded: str, start: int, end: int, quantities: list[QuantityRecord], first: int, last: int) -> list[Slot]:
    """The slots of the quantities ``first`` (inclusive) to ``last`` (exclusive), which lie in one sentence.

    Args:
        folded: the folded text.
        start: start of the sentence.
        end: end of the sentence.
        quantities: all quantities of the report.
        first: index of the sentence's first quantity.
        last: index after the sentence's last quantity.
    """
    marks = _Marks(_delimiters(folded, start, end, [(q.start, q.end) for q in quantities[first:last]]), start)
    found: list[Slot] = []
    through: list[int] = []  # the slots before those that they select
    for i in range(first, last):
        q = quantities[i]
        q_start, q_end = _with_hedge(folded, q)
        marks.advance(q_start)
        left, mark, inside = marks.end, marks.mark, False
        previous = found[-1] if found else None
        if previous and previous.right_start >= left:
            left, mark = previous.right_start, "q"
            cut = _end_inside_phrase(folded, start, quantities[previous.index], q, left, q_start)
            if cut is not None:
                left, mark, inside = previous.left_start, previous.mark, True
                previous.threshold, previous.right_end = True, cut
        left = max(left, q_start - _LONGEST_STRETCH)
        right = marks.end_of_stretch(folded, q_end, end)
        slot = Slot(i, left, q_start, q_end, right, mark, marks.clause, depth=marks.depth)
        if previous and mark == "q" and not inside:
            _divide(folded, previous, slot, marks.marks, marks.pointer)
            gap = folded[previous.right_start : q_start]
            if q.optional and gap and "、" not in gap and not slot.gap_list:
                through.append(len(found) - 1)
        found.append(slot)
    for k in reversed(through):
        # a threshold inside the phrase behind: 2家年营收超亿元茶叶合作社
        found[k].right_end = max(found[k].right_end, found[k + 1].right_end)
    return found


class _Marks:
    """Reads the delimiters of a sentence from left to right.

    Attributes:
        marks: offset and character of each, in order.
        pointer: the first one that is not read yet.
        clause: how many clauses have ended.
        depth: how many brackets are open.
        end: where the last delimiter that ends a stretch on its left ends, at first the start of the sentence.
        mark: that delimiter.
    """

    def __init__(self, marks: list[tuple[int, str]], start: int) -> None:
        self.marks = marks
        self._hard = [at for at, char in marks if char != "、"]
        self.pointer = self.clause = self.depth = 0
        self.end, self.mark = start, ""

    def advance(self, offset: int) -> None:
        """Read the delimiters before an offset."""
        while self.pointer < len(self.marks) and self.marks[self.pointer][0] < offset:
            at, char = self.marks[self.pointer]
            if char == "(":
                self.depth += 1
            elif char == ")" and self.depth:
                self.depth -= 1
            if char != "、":
                self.end, self.mark = at + len(char), char
                self.clause += 1
            self.pointer += 1

    def end_of_stretch(self, folded: str, begin: int, end: int) -> int:
        """Where the words behind a quantity end: at the next delimiter, with the sentence, or for their length."""
        at = bisect_left(self._hard, begin)
        stop = self._hard[at] if at < len(self._hard) else end
        if folded[stop - 1 : stop] in "。!?\n":
            stop -= 1
        return max(begin, min(stop, begin + _LONGEST_STRETCH))


def _with_hedge(folded: str, q: QuantityRecord) -> tuple[int, int]:
    """A quantity with its hedges."""
    start = q.hedge_start if 0 <= q.hedge_start <= q.start else q.start
    return start, q.hedge_end if q.hedge_end >= q.end else q.end


def _end_inside_phrase(
    folded: str, start: int, one: QuantityRecord, two: QuantityRecord, begin: int, finish: int
) -> int | None:
    """Where the words behind a quantity end that stands inside the phrase of the next one; None where it does not.

    It is the size of the field (在全省76个县评比中列第三位) or a threshold (新增年产值超3亿元茶企4家).
    """
    if begin >= finish:
        return None
    if two.kind == "rank" and _is_field(folded, start, one, begin, finish):
        field = _FIELD.match(folded, begin, finish)
        return field.end(1) if field else finish
    return finish if _is_threshold(folded, one, two, begin, finish) else None


def _is_field(folded: str, start: int, one: QuantityRecord, begin: int, finish: int) -> bool:
    """Whether the first quantity counts those among which the second is a rank (在全省76个县评比中列第三位)."""
    return (
        one.kind == "count"
        and _FIELD.match(folded, begin, finish) is not None
        and _CIRCLE.search(folded, max(start, one.start - 8), one.start) is not None
    )


def _is_threshold(folded: str, one: QuantityRecord, two: QuantityRecord, begin: int, finish: int) -> bool:
    """Whether the first quantity only selects what the second one counts (新增年产值超3亿元茶企4家)."""
    if folded[begin] in "、,和及与":
        return False
    if one.optional or (one.kind == "count" and _SUMMED_UP.match(folded, begin, finish)):
        return True
    if one.kind == two.kind == "money":
        # 百亿元园区、50亿元园区分别达到2个、6个
        return folded[finish - 1] == "、" and _CLASS_NOUN.fullmatch(folded, begin, finish - 1) is not None
    if one.kind not in ("money", "measure"):
        return False
    hedged = one.modifier in ("over", "at_least", "under", "at_most")
    if two.kind == "percent":
        return hedged and _CLASS_SHARE.fullmatch(folded, begin, finish) is not None
    if two.kind != "count" or not (hedged or one.kind == "money"):
        return False
    return _CLASS_NOUN.fullmatch(folded, begin, finish) is not None


def _divide(folded: str, one: Slot, two: Slot, marks: list[tuple[int, str]], pointer: int) -> None:
    """Share the text between two quantities of one clause out between the first one's right and the second one's left."""
    begin, finish = one.right_start, two.left_end
    gap = folded[begin:finish]
    stripped = gap.strip()
    one.right_end = finish
    if stripped.strip("、,和及与至到—-") == "" or stripped in ("以及", "、以及"):
        two.gap_list = True
        two.left_start = finish
        one.right_end = begin
        return
    if stripped[0] in "、":
        one.right_end = begin
        two.left_start = begin + gap.index("、") + 1
        return
    for k in range(pointer - 1, -1, -1):
        at, char = marks[k]
        if at < begin:
            break
        if char == "、":
            one.right_end = at
            two.left_start = at + 1
            return
    match = _AND.search(gap)
    if match:
        one.right_end = begin + match.start()
        two.left_start = finish
