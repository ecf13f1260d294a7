"""Colons between a label and its value: 粮食产量：12.6万吨；新建学校：8所 is read as if the number followed its noun."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.text import HAN
from govreport_ie.extraction.view import Span

__all__ = ["colons"]

_HEDGE = r"(?:约|超过?|近|不低于|不超过|达到?|≥|≤|>|<)?"
# the number has a unit: what follows it is neither a date nor the number of an item
_COLON = lazy_pattern(
    rf"[::](?<=[{HAN})%].) ?(?={_HEDGE}[-+]?[0-9][0-9,]{{0,12}}(?:\.[0-9]{{1,6}})?(?:[-—~][0-9.]{{1,8}})?[十百千万亿]{{0,3}}(?![年月日号时点分0-9:.、)])[{HAN}%‰a-zA-Zμ])"
)
_LABEL = lazy_pattern(rf"(?:^|[\n,;。、|\t ]|^[-*·●■①-⑳] ?)([{HAN}A-Z()“”0-9]{{2,20}})$")
_SAYS = lazy_pattern(rf"[是为即有]$|如下|其中|包括|具体|^{alternation('no_label')}$")
_LONGEST = 24


def colons(text: str, folded: str) -> list[Span]:
    """The colons between a label and a number with its unit.

    Args:
        text: the text; not looked at.
        folded: the folded text.
    """
    del text
    if ":" not in folded:
        return []
    found: list[Span] = []
    for match in _COLON.finditer(folded):
        start = match.start()
        label = _LABEL.search(folded[max(0, start - _LONGEST) : start])
        if label and not _SAYS.search(label[1]):
            found.append(match.span())
    return found
