"""Positions in a ranking: 第3位, 居全省第二, 首位, 排名提升至75位; other ordinals are names or sequence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.quantities.amounts import Amount, Numeral, Rejection
from govreport_ie.extraction.quantities.numerals import NUMERAL, number_value
from govreport_ie.extraction.quantities.units import Unit
from govreport_ie.extraction.text import ORDINAL_NUMERALS

__all__ = ["RANK", "first_place", "ordinal", "place"]

RANK = Unit("rank", "rank", "rank", Fraction(1), "rank")
"""The unit of a position in a ranking."""

_RANKED = lazy_pattern(
    r"(?:[居列排跃升位保占获夺]|取得|进入|成为)[^,。;]{0,14}$"
    r"|(?:[省国市区县州盟旗球界部类级]|行业|系统|排名|位次|名列)[^,。;]{0,8}$"
)
_LIST_BEFORE = lazy_pattern(rf"(?:第[{ORDINAL_NUMERALS}0-9]{{1,3}}位?[、和及]){{1,4}}$")
_LIST_BEHIND = lazy_pattern(rf"(?:位?[、和及]第[{ORDINAL_NUMERALS}0-9]{{1,3}}){{1,4}}")
_PUT = lazy_pattern(r"[放摆置]在?[^,。;]{0,2}$")
_END = lazy_pattern(r"[,。;、)\n]|和|与|及|的(?!一|重|动|资|要)|$")
_FIRST = lazy_pattern(r"[居列占跃升排稳保全][^,。;、]{0,14}$")
_AT_PLACE = lazy_pattern(r"(?:排名|位次|位居|排位|升至|升到|跃升|升[至到]|列)[^,。;]{0,6}$|排$")
_MOVES = lazy_pattern(rf"[位名]{alternation('change_of_rank')}[至到居为]{{0,2}}第")
_MOVED = lazy_pattern(r"(?:前进|上升|提升|后退|下降|进位|跃升|提高|前移|下滑)$")


def ordinal(text: str, start: int) -> Amount | Rejection:
    """第N at the offset behind 第: a rank where something is ranked, else an ordinal.

    Args:
        text: the scanned text.
        start: offset of the numeral behind 第.
    """
    match = NUMERAL.match(text, start)
    end = match.end() if match else start
    value = number_value(text[start:end]) if end > start else None
    context = _LIST_BEFORE.sub("", text[max(0, start - 30) : start - 1])[-18:]
    behind = _LIST_BEHIND.match(text, end)
    if behind and text[behind.end() : behind.end() + 1] not in "位名,。;)":
        return start - 1, end, "ranks:ordinal"  # 第一、第二、第三产业: the list names what stands behind it
    ranked = _RANKED.search(context) or _MOVES.match(text, end)
    if value is not None and ranked and not _PUT.search(context):
        if text[end : end + 1] in ("位", "名") and not text.startswith("名录", end):
            return Amount(start - 1, end + 1, "rank", value, RANK, end, "ranks:numbered")
        bracketed = text[start - 2 : start - 1] == "(" and text.startswith(")", end)  # 备用(第二)水源
        if _END.match(text, end) and not bracketed:
            return Amount(start - 1, end, "rank", value, RANK, end, "ranks:without_unit")
    return start - 1, end, "ranks:ordinal"


def first_place(text: str, start: int) -> Amount | Rejection:
    """首位: a rank where something is ranked (居全省首位), not in 摆在首位, 首位度 or 首位产业."""
    context = text[max(0, start - 16) : start]
    ranked = _FIRST.search(context) and context[-1:] not in "在于放摆" and not _PUT.search(context)
    if ranked and not text.startswith(("度", "产业"), start + 2):
        return Amount(start, start + 2, "rank", Decimal(1), RANK, start + 1, "ranks:first")
    return start, start + 2, "ranks:ordinal"


def place(text: str, numeral: Numeral, surface: str) -> tuple[bool, bool]:
    """Whether a number with 位 or 名 is a place in a ranking, and whether that is optional.

    Returns:
        (rank, optional): 排名提升至75位 is a rank; 前50名 and 前进10位 are optional ranks; 58名 counts persons.
    """
    if text[numeral.start - 1 : numeral.start] == "前":
        return True, True
    if surface != "位":
        return False, False
    context = text[max(0, numeral.start - 14) : numeral.start]
    if _MOVED.search(context):
        return True, True
    great = numeral.run[-1] in "百万"
    return bool(_AT_PLACE.search(context)) and not great, False
