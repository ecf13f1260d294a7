"""One-to-one folding of characters, the classes of characters, and the sentences and clauses that every stage uses.

Folding never changes the length of a text, so an offset into the folded text is an offset into the
text the user gave.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = [
    "BLANK_CHARACTERS",
    "CHINESE_DIGITS",
    "FIGURE_YEAR",
    "FOLD_TABLE",
    "HAN",
    "LINE_OPENER",
    "ORDINAL_NUMERALS",
    "YEAR",
    "Clause",
    "clause_at",
    "clauses_of",
    "fold",
    "line_is_wrapped",
    "same_clause",
    "sentence_at",
    "sentence_spans",
    "unified",
]

# Classes of characters, to stand inside [ ] of a pattern over folded text.
HAN = "\u4e00-\u9fff"
"""Chinese characters."""
CHINESE_DIGITS = "〇零○一二三四五六七八九"
"""Digits written one by one, as in 二〇二三年."""
ORDINAL_NUMERALS = "一二三四五六七八九十"
"""What ordinals and small numbers are written with: 第十二, 三十."""
FIGURE_YEAR = "(?:19|20)[0-9][0-9]"
"""A pattern for a year in figures."""
YEAR = rf"(?:(?:1[89]|20)[0-9][0-9]|[一二][八九〇○零O][{CHINESE_DIGITS}O]{{2}})"
"""A pattern for a year in figures or Chinese digits, without 年; O is a zero that typists write."""

# Full-width ASCII to ASCII, spaces to a blank, 圆 to the 元 of money.  Ideographic full stop and enumeration comma stay, quotes keep their direction.
FOLD_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
FOLD_TABLE.update({
    0x3000: " ", 0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0xFEFF: " ", 0x0009: "\t",
    ord("∶"): ":", ord("︰"): ":", ord("﹪"): "%", ord("٪"): "%", ord("．"): ".", ord("﹒"): ".",
    ord("﹐"): ",", ord("﹔"): ";", ord("﹕"): ":", ord("〜"): "~", ord("∼"): "~", ord("〔"): "(", ord("〕"): ")",
    ord("「"): "“", ord("」"): "”", ord("『"): "“", ord("』"): "”", ord("〝"): "“", ord("〞"): "”", ord("＂"): '"',
    ord("圆"): "元",
})  # fmt: skip

# Traditional characters, one to one; 著 stays, because simplified text writes it too (显著).
FOLD_TABLE.update({
    ord(old): row["simplified"] for row in lexicons.load("traditional") for old in lexicons.values(row["traditional"])
})  # fmt: skip

# Signs that look alike.  A short dash may be a minus, a long one may not.
for _signs, _sign in (
    ("‐‑‒–⁃−﹣", "-"), ("―⸺⸻─━﹘︱", "—"), ("˜⁓∽〰", "~"), ("﹢", "+"), ("‧∙⋅･・•", "·"), ("ː꞉", ":"), ("✕✖⨯", "×"),
    ("⩾≧", "≥"), ("⩽≦", "≤"), ("﹥", ">"), ("﹤", "<"), ("﹟", "#"), ("﹡∗", "*"), ("⁄∕", "/"), ("µ", "μ"), ("❨﹙", "("),
    ("❩﹚", ")"), ("﹑", "、"), ("﹗", "!"), ("﹖", "?"), ("\v\x85\u2028\u2029", "\n"),
    ("\u1680\u2000\u2001\u2004\u2005\u2006\u2007\u2008\u200a\u205f\u2800", " "),
):  # fmt: skip
    FOLD_TABLE.update(dict.fromkeys(map(ord, _signs), _sign))

# Radicals of the CJK Radicals Supplement that stand for whole characters in the text layer of PDF files, with the characters that
# Unicode's EquivalentUnifiedIdeograph.txt (Unicode License v3) gives; Kangxi radicals and compatibility ideographs have theirs in
# the character database itself.
_RADICALS = "⺁⺋⺌⺎⺏⺒⺓⺟⺠⺦⺧⺨⺩⺪⺫⺬⺮⺯⺰⺱⺵⺶⺷⺸⺹⺻⺼⺽⻁⻃⻄⻅⻆⻇⻉⻋⻌⻏⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
_WHOLE = "厂卩小尢尣巳幺母民爿牛犬王疋目示竹糸纟网网羊羊羊老聿肉臼虎西西见角角贝车辶邑长镸长门阜雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟"
_UNIFIED: dict[str, str] = dict(zip(_RADICALS, _WHOLE, strict=True))
for _first, _end in ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA1E), (0x1D7CE, 0x1D800)):
    for _code in range(_first, _end):
        _whole = unicodedata.normalize("NFKC", chr(_code))
        if len(_whole) == 1 and _whole != chr(_code):
            _UNIFIED[chr(_code)] = _whole
FOLD_TABLE.update({ord(char): FOLD_TABLE.get(ord(whole), whole) for char, whole in _UNIFIED.items()})


def _one_of(chars: Iterable[str]) -> str:
    """A class of characters; those beyond the basic plane as ranges, as the regex engine tests them one after the other."""
    return (
        "["
        + re.escape("".join(char for char in chars if char < "\U00010000"))
        + "\U0001d7ce-\U0001d7ff\U0002f800-\U0002fa1d]"
    )


_UNIFY = re.compile(_one_of(_UNIFIED))


def unified(text: str) -> str:
    """The text with radicals and compatibility ideographs as the characters they stand for; same length.

    Unlike `fold` it keeps traditional characters and full-width signs: it is for names and units that are shown.

    Example:
        >>> unified("⽣产总值（億元）")
        '生产总值（億元）'
    """
    return text if text.isascii() else _UNIFY.sub(lambda match: _UNIFIED.get(match[0], match[0]), text)


# The punctuation and digits of nearly every report are replaced one by one; for the rest, a regex finds the few characters
# to fold faster than str.translate looks up every one.
_FOLD: dict[str, str] = {chr(code): to for code, to in FOLD_TABLE.items() if chr(code) != to}
_COMMON = tuple((char, _FOLD[char]) for char in "，；：（）％．！？\u3000")
_FOLDED = re.compile(_one_of(_FOLD))


def fold(text: str) -> str:
    """Fold full-width, traditional and variant characters one to one.

    Args:
        text: any string.

    Returns:
        A string of the same length.

    Example:
        >>> fold("１２．５％，三萬")
        '12.5%,三万'
    """
    for char, to in _COMMON:
        text = text.replace(char, to)
    return _FOLDED.sub(_fold_one, text)


def _fold_one(match: re.Match[str]) -> str:
    char = match.group()
    return _FOLD.get(char, char)


_SENTENCE_MARK = re.compile(r"[。！？!?\n\\]")
_WRITTEN_LINE_END = lazy_pattern(r"(?:\\r)?\\n")
_AFTER_STOP = frozenset('。！？!?”’」』"）)')
_ENDS_CLAUSE = np.zeros(0x10000, bool)
_ENDS_CLAUSE[[ord(mark) for mark in "，,；;。！？!?：:\n"]] = True

# What no line inside a sentence begins with: a numbered heading, a bullet, a dash that opens an item.
LINE_OPENER = re.compile(
    r"[一二三四五六七八九十]{1,3}&?[、.．]|[（(](?:[一二三四五六七八九十\d]{1,3}|[ivx]{1,5})[)）]|第[一二三四五六七八九十]{1,3}(?:部分|章)"
    r"|\d{1,2}[、.．](?!\d)|[—―─]{1,2}|[●■◆▲★☆※□○◇▪▫◦►▶❖✓√➢☞①-⑳]|[-*+] (?=\S)|· ?(?=[\u4e00-\u9fff\n])|各位代表|附[件表录](?:[一二三四五六七八九十\d]{1,2})?[:：]?\s*(?=\n|$)"
)
_CLOSERS = frozenset("》」』”’）)】〉，,、。；;：:！!？?%％℃")
_OPENERS = frozenset("《「『“‘（(【〈、，,")
_STOPS = frozenset("。！？!?；;：:")

_BLANKS = frozenset(" \t　\xa0")
# zero-width characters and the marks of writing direction
_ZERO_WIDTH = frozenset(
    "\r\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
BLANK_CHARACTERS = _ZERO_WIDTH | frozenset(" \t\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2002\u2003\u2009\u2028\u2029\u202f　")
"""What is left out at both ends of sentences and lines."""
_PAGE_NUMBER = re.compile(r"\n[ \t　]*(?:第[ ]?\d{1,3}[ ]?页|[-—－][ ]?\d{1,3}[ ]?[-—－]|\d{1,3})[ \t　\r]*(?=\n)")
_SHORT_LINE = 30
"""A line of at most so many characters without a comma, at the start of a paragraph, is a title and not wrapped."""
_INDENTED_TITLE = 20
"""The same for an indented line with a flush one below it, as paragraphs of wrapped lines begin."""
_FULL_LINE = 15
"""A line of fewer characters was not wrapped because it was full."""
_ENDS_PARAGRAPH = _STOPS | _BLANKS | frozenset("\n”」』）)")
_LINE_LOOK_BACK = 400
_ZERO_WIDTH_RUN = 16
_EMPTY_LINE = "\u200b\ufeff"
"""A line of one of these is as good as none."""
_ENDS_RUN = _STOPS | _BLANKS | {"\n"}
"""Running text that ends in one of these does not run on in the next line."""


def line_is_wrapped(text: str, newline: int) -> bool:
    r"""Whether the newline at this offset only wraps a line, inside a sentence.

    A wrap is a newline between two lines of running text: the line before it does not end a sentence and is no
    heading, the line after it is neither blank nor indented and does not begin like a heading or an item.

    Args:
        text: the text.
        newline: offset of a newline character.

    Returns:
        True if the sentence runs on in the next line.

    Example:
        >>> line_is_wrapped("全年新建农村公路，总长达到\n120公里。", 13)
        True
    """
    before, after = _written_before(text, newline), _written_after(text, newline)
    if before < 0 or after >= len(text):
        return False
    last, following = text[before], text[after]
    if following in _CLOSERS and last != "\n":
        return True
    if last in _ENDS_RUN or following in _BLANKS or following == "\n" or LINE_OPENER.match(text, after):
        return False
    if last == "|" != following:
        return False  # a table ends
    return last in _OPENERS or not _is_title_line(text, before + 1)


def _written_before(text: str, newline: int) -> int:
    """Offset of the last character before a newline that has a width; -1 where there is none.

    A line of nothing but zero-width characters is no blank line.
    """
    at = newline - 1
    floor = max(-1, at - _ZERO_WIDTH_RUN)
    while at > floor and (text[at] in _ZERO_WIDTH or (text[at] == "\n" and text[at + 1] in _EMPTY_LINE)):
        at -= 1
    return at


def _written_after(text: str, newline: int) -> int:
    """Offset of the first character behind a newline that has a width; the length of the text where there is none."""
    at = newline + 1
    ceiling = min(len(text), at + _ZERO_WIDTH_RUN)
    while at < ceiling and (text[at] in _ZERO_WIDTH or (text[at] == "\n" and text[at - 1] in _EMPTY_LINE)):
        at += 1
    return at


def _is_title_line(text: str, end: int) -> bool:
    """Whether the line that ends here is a heading or title: numbered and without a full stop, or short and unbroken."""
    floor = max(0, end - _LINE_LOOK_BACK)
    start = text.rfind("\n", floor, end) + 1 or floor
    line = text[start:end].strip()
    if "。" in line:
        return False
    if LINE_OPENER.match(line):
        return True
    indented = start < end and text[start] in _BLANKS  # the line after it, we know, is not
    if len(line) > (_INDENTED_TITLE if indented else _SHORT_LINE) or any(mark in line for mark in "，,；;、"):
        return False
    if _ends_in_amount(text, start, end) and _ends_in_amount(
        text, max(floor, text.rfind("\n", floor, start - 1) + 1), start - 1
    ):
        return True  # a list with one amount a line
    # a short remnant goes on with the paragraph when the line before it is long and was itself wrapped; among
    # other short lines it is a line of a title or a cell of a table
    previous = start - 2
    while previous >= floor and text[previous] in _ZERO_WIDTH:
        previous -= 1
    if previous < 0 or text[previous] in _ENDS_PARAGRAPH:
        return True
    return previous - text.rfind("\n", floor, previous) < _FULL_LINE


_AMOUNT_AT_END = re.compile(r"[0-9][十百千万亿]{0,2}[\u4e00-\u9fff%‰℃㎡]{1,4}(?:以上|左右)?$")


def _ends_in_amount(text: str, start: int, end: int) -> bool:
    """Whether a short line without a comma ends in a number and its unit."""
    line = text[start:end].rstrip()
    return (
        0 < len(line) <= _SHORT_LINE
        and "，" not in line
        and "," not in line
        and _AMOUNT_AT_END.search(line[-12:]) is not None
    )


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences.

    A sentence ends after 。！？ (with closing quotes or brackets) and at a line end that is not a mere
    wrap.  A page number on a line of its own does not end a sentence that runs on behind it.
    Blank stretches belong to no sentence.

    Args:
        text: the text, folded or not.

    Returns:
        (start, end) pairs in order, without overlap, stripped of white space at both ends.
    """
    spans: list[tuple[int, int]] = []
    start = resume = 0
    for match in _SENTENCE_MARK.finditer(text):
        at = match.start()
        if at < resume:
            continue
        mark = text[at]
        if mark == "\n":
            ends, resume = _read_line_end(text, start, at)
        elif mark == "\\":
            ends, resume = _read_backslash(text, at)
        else:
            resume = _behind_closers(text, start, at + 1)
            if text[start] not in BLANK_CHARACTERS:
                spans.append((start, resume))  # nothing to strip
            else:
                _append_stripped(text, start, resume, spans)
            start = resume
            continue
        if ends:
            _append_stripped(text, start, at, spans)
            start = resume
    _append_stripped(text, start, len(text), spans)
    return spans


def _read_line_end(text: str, start: int, at: int) -> tuple[bool, int]:
    """Whether a newline ends the sentence that begins at ``start``, and where reading goes on."""
    if at == start and at and text[at - 1] in _STOPS:
        return True, at + 1  # most often: the sentence before has ended, and its line with it
    page = _PAGE_NUMBER.match(text, at)
    if page and _runs_on(text, at, page.end()):
        return False, page.end() + 1
    return not line_is_wrapped(text, at), at + 1


def _read_backslash(text: str, at: int) -> tuple[bool, int]:
    r"""Whether a backslash begins a line end that a site has written out as \n or \r\n, and where reading goes on."""
    written = _WRITTEN_LINE_END.match(text, at)
    return (True, written.end()) if written else (False, at + 1)


def _behind_closers(text: str, start: int, end: int) -> int:
    """Where the sentence that begins at ``start`` ends with the quotes and brackets that close behind its full stop."""
    while end < len(text) and text[end] in _AFTER_STOP:
        # a straight quote closes only what the sentence has opened
        if text[end] == '"' and text.count('"', start, end) % 2 == 0:
            break
        end += 1
    return end


def _runs_on(text: str, before: int, newline: int) -> bool:
    """Whether running text before offset ``before`` goes on behind the newline that follows a page number."""
    while before > 0 and text[before - 1] in _ZERO_WIDTH:
        before -= 1
    after = newline + 1
    if before <= 0 or after >= len(text) or text[after] in _BLANKS or text[after] in "\n\r":
        return False
    if text[before - 1] in _ENDS_RUN or LINE_OPENER.match(text, after):
        return False
    return not _is_title_line(text, before)


def _append_stripped(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start] in BLANK_CHARACTERS:
        start += 1
    while end > start and text[end - 1] in BLANK_CHARACTERS:
        end -= 1
    if start < end:
        spans.append((start, end))


def sentence_at(sentences: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The sentence that holds an offset, or None between sentences."""
    index = bisect_right(sentences, (offset, 1 << 60)) - 1
    if index < 0:
        return None
    start, end = sentences[index]
    return (start, end) if start <= offset < end else None


class Clause(NamedTuple):
    """A clause of a sentence.

    Attributes:
        start: offset of its first character.
        end: offset right of the mark that ends it.
        mark: that mark (, ; : 。 ! ? or a line end), empty where the sentence ends without one.
    """

    start: int
    end: int
    mark: str


def clauses_of(folded: str, sentences: Sequence[tuple[int, int]]) -> list[Clause]:
    """The clauses of all sentences, in order: cut at , ; : and sentence ends; the mark belongs to the clause on its left.

    Args:
        folded: the folded text.
        sentences: its sentences, in order.

    Example:
        >>> [clause.mark for clause in clauses_of("收入1,234元,增长5%。", [(0, 14)])]
        [',', '。']
    """
    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    marks: list[int] = np.flatnonzero(_ENDS_CLAUSE[np.minimum(points, len(_ENDS_CLAUSE) - 1)]).tolist()
    marks.append(len(folded))
    found: list[Clause] = []
    # a clause for every ten characters: what the maker of NamedTuple adds is half of it
    new = cast("Any", tuple).__new__
    following = 0
    for start, end in sentences:
        begin = start
        while marks[following] < start:
            following += 1
        while (at := marks[following]) < end:
            following += 1
            mark = folded[at]
            # a comma or colon between digits belongs to a number (1,234 and 2.1:1)
            if mark in ",:" and start < at < end - 1 and folded[at - 1].isdigit() and folded[at + 1].isdigit():
                continue
            found.append(new(Clause, (begin, at + 1, mark)))
            begin = at + 1
        if begin < end:
            found.append(new(Clause, (begin, end, "")))
    return found


def clause_at(clauses: list[Clause], offset: int) -> int:
    """The index of the last clause that begins at or before an offset; -1 before the first.

    Args:
        clauses: clauses in order.
        offset: an offset.
    """
    return bisect_right(clauses, (offset, _FAR)) - 1


def same_clause(clauses: list[Clause], one: int, other: int) -> bool:
    """Whether two offsets lie in one clause."""
    return clause_at(clauses, one) == clause_at(clauses, other)


_FAR = 1 << 60
"""Beyond every offset: (offset, _FAR) comes right of the clause that begins at that offset."""
