"""Numerals that belong to a name: slogans, short names, idioms, words, and whatever stands in short quotation marks."""

from __future__ import annotations

from govreport_ie.extraction.lexicons import load, values

__all__ = ["NameTable", "in_quotes"]

_QUOTE_BEFORE = 16  # characters to look back for an opening quotation mark
_QUOTE_LENGTH = 20  # longer quotations are sentences, not names
_TITLE_BEFORE = 40


class NameTable:
    """The names of ``lexicons/numeral_names.tsv``, found by longest match."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        lengths: dict[str, set[int]] = {}
        for row in load("numeral_names"):
            for surface in values(row["surfaces"]):
                self._kinds.setdefault(surface, row["kind"])
                lengths.setdefault(surface[:2], set()).add(len(surface))
        # by the first two characters, as nearly every Chinese figure begins some name; longest first
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def match(self, text: str, start: int) -> tuple[int, str] | None:
        """The longest name that begins at an offset: its end and its kind."""
        for length in self._lengths.get(text[start : start + 2], ()):
            kind = self._kinds.get(text[start : start + length])
            if kind:
                return start + length, kind
        kind = self._kinds.get(text[start])
        return (start + 1, kind) if kind else None


def in_quotes(text: str, start: int, end: int) -> bool:
    """Whether a span stands inside a short quotation or the title of a document: a name, not an amount.

    ``新增"15分钟健身圈"6个`` has a name and a count; ``《促进消费的20条措施》`` is a name.
    """
    before = text[start - _TITLE_BEFORE if start > _TITLE_BEFORE else 0 : start]
    if "“" not in before and "《" not in before and "‘" not in before:
        return False
    low = start - _QUOTE_BEFORE if start > _QUOTE_BEFORE else 0
    opened = max(text.rfind("“", low, start), text.rfind("‘", low, start))
    if (
        opened >= 0
        and text.rfind("”", opened, start) < 0
        and text.rfind("’", opened, start) < 0
        and text.find("”", end, opened + _QUOTE_LENGTH) >= 0
    ):
        return True
    opened = text.rfind("《", max(0, start - _TITLE_BEFORE), start)
    return opened >= 0 and text.rfind("》", opened, start) < 0
