"""Words of a lexicon compiled into the alternation of a pattern, and patterns that are compiled when first needed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.lexicons import load, values

__all__ = ["alternation", "rare", "words_of"]


@cache
def words_of(role: str, lexicon: str = "context_words") -> tuple[str, ...]:
    """The words of a role, in the order of the lexicon.

    Args:
        role: a role of the lexicon.
        lexicon: a lexicon with the columns ``role`` and ``word``.

    Raises:
        LexiconError: if the lexicon has no such role.

    Example:
        >>> words_of("people")[:2]
        ('贫困', '困难')
    """
    found = tuple(row["word"] for row in load(lexicon) if row["role"] == role)
    if not found:
        raise LexiconError(f"{lexicon}.tsv has no role {role!r}")
    return found


@cache
def alternation(role: str, lexicon: str = "context_words") -> str:
    """A pattern in a group of its own that matches any word of a role, the longest first.

    Args:
        role: a role of the lexicon.
        lexicon: a lexicon with the columns ``role``, ``word``, ``not_before`` and ``not_after``: what must not stand right
            before and right after the word, values separated by ``|``.

    Raises:
        LexiconError: if the lexicon has no such role.

    Example:
        >>> re.search(alternation("compared") + "$", "占比") is None
        True
    """
    words_of(role, lexicon)
    rows = [row for row in load(lexicon) if row["role"] == role]
    rows.sort(key=lambda row: len(row["word"]), reverse=True)
    return f"(?:{'|'.join(map(_with_conditions, rows))})"


def _with_conditions(row: dict[str, str]) -> str:
    before = "".join(f"(?<!{re.escape(word)})" for word in values(row["not_before"]))
    after = values(row["not_after"])
    behind = f"(?!{'|'.join(map(re.escape, after))})" if after else ""
    return before + re.escape(row["word"]) + behind


class _Rare:
    """A pattern that compiles itself when something is asked of it; its methods are then kept as attributes."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        source, flags = self.__dict__["_source"]
        value = getattr(re.compile(source, flags), name)
        if not name.startswith("__"):
            setattr(self, name, value)
        return value


def rare(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled when it is first used.

    Compiling what most texts never need costs a tenth of a second of every process.  A pattern that is used on most pages is
    better compiled at once: its methods are found a little faster.

    Args:
        pattern: the pattern.
        flags: flags of `re.compile`.

    Example:
        >>> rare("[0-9]+").findall("12 and 3")
        ['12', '3']
    """
    return cast("re.Pattern[str]", _Rare(pattern, flags))
