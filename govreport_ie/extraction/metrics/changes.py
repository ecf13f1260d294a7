"""Values stated as the first of a change: the A of 由A提高到B, and the X of 比上年的X增加."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern

__all__ = ["is_start_of_change"]

_FROM = lazy_pattern(
    r"(?:由|从)[^,;。、:\n由从\d]{0,28}$|(?:由|从)[^,;。、:\n由从]{0,20}(?:年|末|底|初)[^,;。、:\n\d]{0,6}$"
)
_TO = lazy_pattern(
    r"(?:左右|以上|以下|多|余|的水平)?(?:,在[^,;。、:\n]{2,14}(?:前|内|底|年度?))?[^,;。、:\n\d]{0,4}?"
    rf"{alternation('change_to')}[^,;。、:\n\d]{{0,3}}?(?:到|至|为)"
)
_REACH = 30
"""Characters that `_TO` matches at most."""


def is_start_of_change(folded: str, start: int, end: int) -> bool:
    """Whether the amount folded[start:end] is the first of a change from A to B.

    Args:
        folded: the folded text.
        start: start of the amount.
        end: its end.

    Example:
        >>> text = "覆盖率由70%提高到86%"
        >>> is_start_of_change(text, 4, 7), is_start_of_change(text, 10, 13)
        (True, False)
    """
    behind = folded[end : end + _REACH]
    if "到" not in behind and "至" not in behind and "为" not in behind:
        return False
    return _TO.match(folded, end) is not None and _FROM.search(folded, max(0, start - 34), start) is not None
