"""Words of a lexicon compiled into the alternation of a pattern, and patterns that are compiled when first needed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple, cast

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.lexicons import load, values

__all__ = ["Lookaround", "alternation", "lazy_pattern", "words_of"]


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
    return tuple(row["word"] for row in _rows_of(role, lexicon))


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
    rows = sorted(_rows_of(role, lexicon), key=lambda row: len(row["word"]), reverse=True)
    return f"(?:{'|'.join(Lookaround.of(row).around(re.escape(row['word'])) for row in rows)})"


def _rows_of(role: str, lexicon: str) -> list[dict[str, str]]:
    rows = _by_role(lexicon).get(role)
    if not rows:
        raise LexiconError(f"{lexicon}.tsv has no role {role!r}")
    return rows


@cache
def _by_role(lexicon: str) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in load(lexicon):
        rows.setdefault(row["role"], []).append(row)
    return rows


class Lookaround(NamedTuple):
    """What must not stand right before and right behind a word, because there it is a part of another (约 in 签约, 比 in 比重).

    Attributes:
        not_before: what must not stand right before it.
        not_after: what must not stand right behind it.
    """

    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: dict[str, str]) -> Lookaround:
        """The conditions of a row of a lexicon, from the columns ``not_before`` and ``not_after``, values separated by ``|``."""
        return cls(values(row.get("not_before", "")), values(row.get("not_after", "")))

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the word at these offsets is one of its own.

        Example:
            >>> Lookaround(("签",)).holds("签约3家", 1, 2)
            False
        """
        return not (text.endswith(self.not_before, 0, start) or text.startswith(self.not_after, end))

    def around(self, pattern: str) -> str:
        """A pattern that matches only where these conditions hold.

        Example:
            >>> Lookaround(("签",), ("束",)).around("约")
            '(?<!签)约(?!束)'
        """
        before = "".join(f"(?<!{re.escape(word)})" for word in self.not_before)
        behind = f"(?!{'|'.join(map(re.escape, self.not_after))})" if self.not_after else ""
        return before + pattern + behind


class _Compiled:
    """What a lazy pattern becomes: the methods and properties of the compiled pattern are its attributes."""


class _Waiting:
    """A pattern of which nothing was asked yet."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({name: getattr(compiled, name) for name in _ASKED})
        # so that what follows finds its attributes without passing here
        self.__class__ = _Compiled  # pyright: ignore[reportAttributeAccessIssue]
        return getattr(compiled, name)


_ASKED = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled when it is first used: a text needs a third of all patterns, and compiling them takes longer than reading a page.

    Args:
        pattern: the pattern.
        flags: flags of `re.compile`.

    Example:
        >>> lazy_pattern("[0-9]+").findall("12 and 3")
        ['12', '3']
    """
    return cast("re.Pattern[str]", _Waiting(pattern, flags))
