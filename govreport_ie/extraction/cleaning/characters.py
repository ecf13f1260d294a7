"""Characters that nobody sees: without width, controls, marks of direction, private use."""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.view import Span

__all__ = ["invisible"]

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010fffd]+"
)
"""Controls, default-ignorable characters (Unicode 15, DerivedCoreProperties.txt) and private use."""
_BREAK_IN_NUMBER = lazy_pattern("(?<=[0-9０-９])[\u2028\u2029]|[\u2028\u2029](?=[0-9０-９])")


def invisible(text: str, folded: str) -> list[Span]:
    """The runs of characters that nobody sees; a line separator beside a figure counts among them.

    Args:
        text: the text.
        folded: the folded text; not looked at.
    """
    found = [match.span() for match in _INVISIBLE.finditer(text)]
    if "\u2028" in text or "\u2029" in text:
        found += [match.span() for match in _BREAK_IN_NUMBER.finditer(text)]
        found.sort()
    return found
