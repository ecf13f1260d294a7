"""Blanks that part no words: inside a number, between a number and its unit or noun, between the letters of a spaced word."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.view import Span

__all__ = ["blanks"]

_HAN = "\u3400-\u9fff"
_BLANKS = lazy_pattern(r" {1,2}")
_WORD = lazy_pattern(rf"[{_HAN}]")
_SPACED_HINT = lazy_pattern(rf" [{_HAN}0-9] [{_HAN}0-9] ")
_LETTER = rf"[{_HAN}0-9.,:;%、。()“”《》\-—]"
_SPACED = lazy_pattern(rf"{_LETTER}(?:\ {{1,2}}{_LETTER}){{3,}}")
_SPACED_SHARE = 0.15
"""A text of which so great a part is letter-spaced is letter-spaced throughout, words of two characters too."""
_LOOSE = lazy_pattern(rf"(?<=[{_HAN}0-9]) {{1,2}}(?=[{_HAN}0-9%.,:;、。()])")

_NUMBER_BEHIND = lazy_pattern(rf"[-+]?[0-9][0-9,.]{{0,15}} {{0,2}}(?:[{_HAN}%‰℃,。;、)”])")
_BEHIND_FIGURE = frozenset("年月日号季期届届次位名%‰‱℃十百千万亿元")
_NUMERAL = frozenset("零〇一二三四五六七八九十百千万亿两半")


def blanks(text: str, folded: str) -> list[Span]:
    """The blanks that part no words.

    Args:
        text: the text.
        folded: the folded text.
    """
    if " " not in folded:
        return []
    found = _spaced_letters(folded) if _SPACED_HINT.search(folded) else []
    for match in _BLANKS.finditer(folded):
        start, end = match.span()
        inside = start and end < len(folded) and folded[start - 1] not in " \n\t" and folded[end] not in " \n\t"
        if inside and _parts_nothing(folded, start, end, text):
            found.append((start, end))
    found.sort()
    return found


def _spaced_letters(folded: str) -> list[Span]:
    """The blanks between the letters of letter-spaced words."""
    runs = [match.span() for match in _SPACED.finditer(folded) if len(_WORD.findall(folded, *match.span())) >= 3]
    spaced = sum(end - start for start, end in runs)
    if spaced > _SPACED_SHARE * len(folded):
        return [match.span() for match in _LOOSE.finditer(folded)]
    return [match.span() for start, end in runs for match in _BLANKS.finditer(folded, start, end)]


def _parts_nothing(folded: str, start: int, end: int, text: str) -> bool:
    """Whether the blanks between two offsets stand inside a number or between one and its unit or noun."""
    before, after = folded[start - 1], folded[end]
    if before.isdigit():
        return _parts_nothing_behind_figure(folded, start, end, text)
    if after.isdigit() or (after in "-+" and folded[end + 1 : end + 2].isdigit()):
        return _parts_nothing_before_figure(folded, start, end, text)
    if folded.endswith(("分之", "第"), 0, start):
        return after in _NUMERAL
    if before in _NUMERAL and folded[max(0, start - 4) : start - 1].rstrip(" ").endswith("第"):
        return after in "位名"
    if before == "个":
        return folded.startswith(("百分点", "千分点"), end)
    return (before == "/" and _is_han(after)) or (after == "/" and _is_han(before))


def _parts_nothing_behind_figure(folded: str, start: int, end: int, text: str) -> bool:
    after = folded[end]
    if after in _BEHIND_FIGURE:
        return end - start == 1 or after in "%‰℃"
    if after in ",." and folded[end + 1 : end + 2].isdigit():
        return text[end] in ",." and not folded[end + 1 : end + 5].isdigit()  # 1 ,286
    return False


def _parts_nothing_before_figure(folded: str, start: int, end: int, text: str) -> bool:
    before = folded[start - 1]
    if before in "-+":
        return start > 1 and _is_han(folded[start - 2])  # 为- 3.2%
    if end - start != 1:
        return False  # two blanks stand in a row of a table
    if before in ",.":
        # 1, 286亿元: a thousands separator of ASCII with three figures behind it
        ascii_separator = text[start - 1] == before and start > 1 and folded[start - 2].isdigit()
        return ascii_separator and _THOUSANDS.match(folded, end) is not None
    if _is_han(before) or before in "≥≤><~(":
        # a number that nothing follows stands in a row of a table, too
        return before == "第" or _NUMBER_BEHIND.match(folded, end) is not None
    return False


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_THOUSANDS = lazy_pattern(r"[0-9]{3}(?![0-9])[.0-9]{0,5}[十百千万亿]{0,2}[元人吨亩家户个%]")
