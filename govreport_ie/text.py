"""One-to-one folding of characters, and the splitting into sentences and clauses that every stage uses.

Folding never changes the length of a text, so an offset into the folded text is an offset into the
text the user gave.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

__all__ = ["FOLD_TABLE", "clause_spans", "fold", "line_is_wrapped", "sentence_at", "sentence_spans"]

# Full-width ASCII to ASCII, spaces to a blank, and the traditional and formal characters of numerals, magnitudes and
# common units to the simplified ones.  Ideographic full stop and enumeration comma stay, quotes keep their direction.
FOLD_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
FOLD_TABLE.update({
    0x3000: " ", 0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0xFEFF: " ", 0x0009: "\t",
    ord("∶"): ":", ord("︰"): ":", ord("﹪"): "%", ord("٪"): "%", ord("．"): ".", ord("﹒"): ".",
    ord("﹐"): ",", ord("﹔"): ";", ord("﹕"): ":", ord("〜"): "~", ord("∼"): "~", ord("〔"): "(", ord("〕"): ")",
    ord("「"): "“", ord("」"): "”", ord("『"): "“", ord("』"): "”", ord("〝"): "“", ord("〞"): "”", ord("＂"): '"',
    ord("萬"): "万", ord("億"): "亿", ord("兩"): "两", ord("點"): "点", ord("個"): "个", ord("幾"): "几", ord("餘"): "余",
    ord("裏"): "里", ord("裡"): "里", ord("畝"): "亩", ord("噸"): "吨", ord("頃"): "顷", ord("戶"): "户", ord("條"): "条",
    ord("項"): "项", ord("間"): "间", ord("張"): "张", ord("輛"): "辆", ord("種"): "种", ord("場"): "场", ord("處"): "处",
    ord("達"): "达", ord("過"): "过", ord("約"): "约", ord("長"): "长", ord("減"): "减", ord("總"): "总", ord("產"): "产",
    ord("萭"): "万", ord("圓"): "元", ord("圆"): "元", ord("倂"): "并", ord("倆"): "俩", ord("參"): "参", ord("叁"): "叁",
})  # fmt: skip


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
    return text.translate(FOLD_TABLE)


_SENTENCE_END = re.compile(r"[。！？!?][”’」』\"）)]*|\n")
_CLAUSE_END = re.compile(r"[，,；;。！？!?：:\n]")


def line_is_wrapped(text: str, newline: int) -> bool:
    """Whether the newline at this offset only wraps a line, inside a sentence.

    A wrap is a single newline between two lines of running text: the line before it does not end a sentence, the line
    after it is not blank, not indented and does not begin like a heading.

    Args:
        text: the text.
        newline: offset of a newline character.
    """
    before, after = newline - 1, newline + 1
    if before < 0 or after >= len(text):
        return False
    if text[before] in "。！？!?；;：:\n \t　" or text[after] in "\n \t　":
        return False
    return text[after] not in "一二三四五六七八九十（(—●■◆"


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences.

    A sentence ends after 。！？ (with closing quotes or brackets) and at a line end that is not a mere
    wrap.  Blank stretches belong to no sentence.

    Returns:
        (start, end) pairs in order, without overlap, stripped of white space at both ends.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[match.start()] == "\n" and line_is_wrapped(text, match.start()):
            continue
        _append_stripped(text, start, match.end(), spans)
        start = match.end()
    _append_stripped(text, start, len(text), spans)
    return spans


def _append_stripped(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        spans.append((begin, begin + len(stripped)))


def sentence_at(sentences: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """The sentence that holds an offset, or None between sentences."""
    index = bisect_right(sentences, (offset, 1 << 60)) - 1
    if index < 0:
        return None
    start, end = sentences[index]
    return (start, end) if start <= offset < end else None


def clause_spans(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split folded[start:end] at , ; : and sentence ends; the delimiter belongs to the clause before it."""
    begin = start
    for match in _CLAUSE_END.finditer(folded, start, end):
        # a comma or colon between digits belongs to a number (1,234 and 2.1:1)
        at = match.start()
        if (
            folded[at] in ",:"
            and at > start
            and at + 1 < end
            and folded[at - 1].isdigit()
            and folded[at + 1].isdigit()
        ):
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < end:
        yield begin, end
