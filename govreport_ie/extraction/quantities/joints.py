r"""Amounts torn apart by layout: line wraps, page marks and blanks inside a number or before its unit.

The grammar reads a *view* of the text from which such gaps are taken out; `View.original` maps an offset of the view
back to the text, so a span covers everything that stands in the text (``23.6\n— 5 —\n万吨``).  Most texts have
no gap, and the view is then the text itself.
"""

from __future__ import annotations

import re
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.units import unit_table
from govreport_ie.extraction.text import HAN
from govreport_ie.extraction.view import Span, View, view_without

__all__ = ["make_view"]

_PAGE = r"(?:[ \f]{0,8}[-—–·]{1,3} ?[0-9]{1,3} ?[-—–·]{1,3}[ \f]{0,8}\n{1,2} {0,4})?"
_GAP = rf"(?: {{1,2}}| {{0,4}}\n(?:\u200b?\n)?{_PAGE} {{0,4}})"
_UNIT = r"[十百千万亿元%‰美港欧个家人户件条座项所处名套台辆亩吨米公平立斤千兆微小分厘毫岁倍成番位张场次头只株棵篇份种类间栋幢口眼艘枚宗例桩幅]"
_MORE_FIGURES = r"[0-9,]{0,20}(?:\.[0-9]{0,10})?"
_FIGURES = rf"[0-9]{_MORE_FIGURES}"

# figures with gaps between them, followed by what only an amount is followed by; all repetitions are bounded, so that
# a long row of figures costs no more than linear time
_TORN = lazy_pattern(
    # the first figure stands in front, so that the regex engine can skip all else quickly
    rf"[0-9](?<![0-9A-Za-z/:\-—–第].)(?<![0-9][.,].){_MORE_FIGURES}(?:{_GAP}(?:\.(?:{_GAP})?)?{_FIGURES}){{1,12}}(?={_GAP}?[余多]?{_UNIT})"
)
_BEFORE_UNIT = lazy_pattern(rf"(?<=[0-9十百千万亿.]){_GAP}(?=[余多]?{_UNIT})")
_BEFORE_GAP = frozenset("0123456789,.十百千万亿")
_DATE_END = lazy_pattern(r"[-/年月][0-9]{1,2}$")
_MAGNITUDE_BEGINS = lazy_pattern(r"[万亿]{1,2}(?:元|美元|吨|亩|人次|人[,。;、])")
_GAPS = lazy_pattern(_GAP)


def make_view(folded: str) -> View:
    """The view of a folded text without the gaps inside amounts."""
    spaced = _spaced_units(folded)
    if not spaced and _BEFORE_GAP.isdisjoint([piece[-1:] for piece in folded.replace("\n", " ").split(" ")]):
        return View(folded)  # no gap follows a figure: by far the most texts
    gaps = [gap for match in _TORN.finditer(folded) for gap in _torn(folded, *match.span())]
    gaps += [match.span() for match in _BEFORE_UNIT.finditer(folded) if _joins(folded, *match.span())]
    gaps += spaced
    if not gaps:
        return View(folded)
    gaps.sort()
    return view_without(folded, gaps)


def _spaced_units(folded: str) -> list[Span]:
    """The blanks inside units that stand letter by letter behind a number: 12 公 里."""
    if _SPACED_HINT.search(folded) is None:
        return []
    surfaces = unit_table().by_surface
    gaps: list[Span] = []
    for match in _SPACED_UNIT.finditer(folded):
        start, end = match.span(1)
        letters = [at for at in range(start, end) if folded[at] != " "]
        for count in range(len(letters), 1, -1):
            if "".join(folded[at] for at in letters[:count]) in surfaces:
                gaps += [(one + 1, two) for one, two in pairwise(letters[:count])]
                gaps += [(match.start() + 1, start)] if start > match.start() + 1 else []
                break
    return gaps


_SPACED_HINT = re.compile(rf"(?: |[0-9万亿])[{HAN}] [{HAN}]")
_SPACED_UNIT = lazy_pattern(rf"[0-9十百千万亿] {{0,2}}([{HAN}](?: {{1,2}}[{HAN}]){{1,4}})")


def _joins(folded: str, start: int, end: int) -> bool:
    """Whether a gap before a unit lies inside an amount: a blank does, a line end only in a line of running text."""
    if "\n" not in folded[start:end]:
        return "\t" not in folded[start:end]
    if "-" in folded[start:end] or "—" in folded[start:end]:
        return True  # a page mark
    if _DATE_END.search(folded, max(0, start - 6), start):
        return False
    if _MAGNITUDE_BEGINS.match(folded, end):
        return True
    line = folded[max(0, start - 200) : start].rpartition("\n")[2]
    return len(line) >= 12 and "\t" not in line


def _torn(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The gaps of one torn number; none if its parts are numbers of their own."""
    gaps = [(start + gap.start(), start + gap.end()) for gap in _GAPS.finditer(folded[start:end])]
    edges = [start, *(edge for gap in gaps for edge in gap), end]
    parts = [folded[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)]
    if "".join(parts).count(".") > 1 or "\t" in folded[max(0, start - 1) : end]:
        return []
    if len(parts) > 3 and any(len(part.strip(".")) > 1 for part in parts):
        return []  # a row of numbers, not one letter-spaced number
    return gaps
