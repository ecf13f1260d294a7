"""The genre of a document, and the frame of time and status that goes with it.

Title, opening and headings are searched for the words of the lexicon ``genres``; the genre with the most weight wins, and what
was found is kept as evidence.  ``genre_frames`` says for each genre which years its results and promises belong to: a work
report reviews the year before and plans its own, a communiqué tells results of the year in its title, a quarterly those of
its own year, a policy address tells what was done so far and promises for the years to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.structure.months import months_reported
from govreport_ie.extraction.text import fold

__all__ = ["DEFAULT", "GENRES", "Evidence", "GenreFrame", "frame_of", "recognise"]

GENRES = (
    "work_report", "communique", "plan_report", "budget_report", "five_year_plan", "quarterly", "policy_address", "digest", "other",
)  # fmt: skip
"""The genres, as `Report.genre` names them."""

DEFAULT = "other"
_ENOUGH = 3
_OPENING = 1500
_ADDED_UP = 8
"""Weight of first words that add up the months of a year, so that no signs of a communiqué without a title outweigh them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak for a genre.

    Attributes:
        genre: the genre.
        weight: how strongly.
        where: title, opening or heading; months where its first words add up a part of a year.
        text: the words found, as the lexicon has them.
    """

    genre: str
    weight: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class GenreFrame:
    """Time and status of a genre.

    Attributes:
        reviewed: years from delivery to the year that results belong to.
        planned: years from delivery to the year that promises belong to.
        bias: evidence for plan (positive) or review (negative) that every sentence gets.
        inertia: what a change between review and plan costs, against a work report.
        next_year: whether the year of delivery follows the year that the title names.
        of_plan: whether promises are for the years of a five-year plan.
    """

    reviewed: int
    planned: int
    bias: float
    inertia: float
    next_year: bool
    of_plan: bool


@lru_cache(maxsize=1)
def _frames() -> dict[str, GenreFrame]:
    return {
        row["genre"]: GenreFrame(
            int(row["reviewed"]),
            int(row["planned"]),
            float(row["bias"]),
            float(row["inertia"]),
            row["title_year"] == "next",
            row["horizon"] == "plan",
        )
        for row in lexicons.load("genre_frames")
    }


def frame_of(genre: str | None) -> GenreFrame:
    """The frame of a genre; that of other documents where it is unknown.

    Args:
        genre: one of `GENRES`.

    Example:
        >>> frame_of("communique").reviewed, frame_of("quarterly").reviewed
        (-1, 0)
    """
    return _frames()[genre or DEFAULT]


@dataclass(frozen=True, slots=True)
class _Sign:
    genre: str
    where: str
    groups: tuple[tuple[str, ...], ...]
    weight: int


@lru_cache(maxsize=1)
def _signs() -> tuple[_Sign, ...]:
    return tuple(
        _Sign(
            row["genre"],
            row["where"],
            tuple(lexicons.values(fold(group)) for group in row["all"].split("&")),
            int(row["weight"]),
        )
        for row in lexicons.load("genres")
    )


def recognise(title: str, folded: str, headings: list[str]) -> tuple[str, list[Evidence]]:
    """The genre of a document.

    Args:
        title: its title, folded, without blanks; empty if it has none.
        folded: its folded text.
        headings: its headings, folded.

    Returns:
        The genre, and what speaks for it, the strongest first.

    Example:
        >>> recognise("2023年青禾县国民经济和社会发展统计公报", "", [])[0]
        'communique'
    """
    places = {"title": (title,), "opening": (folded[:_OPENING],), "heading": tuple(headings)}
    found = [
        Evidence(sign.genre, sign.weight, sign.where, words)
        for sign in _signs()
        if (words := next((words for text in places[sign.where] if (words := _match(sign, text))), None))
    ]
    months = months_reported(title, folded)
    if months is not None and not any(evidence.genre == "work_report" for evidence in found):
        found.append(Evidence("quarterly", _ADDED_UP, "months", months.words))
    sums: dict[str, int] = {}
    for evidence in found:
        sums[evidence.genre] = sums.get(evidence.genre, 0) + evidence.weight
    # of equals, the one that the lexicon names first
    genre = max(sums, key=sums.__getitem__, default=DEFAULT)
    if sums.get(genre, 0) < _ENOUGH:
        return DEFAULT, []
    return genre, sorted((item for item in found if item.genre == genre), key=lambda item: -item.weight)


def _match(sign: _Sign, text: str) -> str | None:
    at = 0
    words: list[str] = []
    for group in sign.groups:
        spots = [(spot, word) for word in group if (spot := text.find(word, at)) >= 0]
        if not spots:
            return None
        spot, word = min(spots)
        at = spot + len(word)
        words.append(word)
    return " … ".join(words)
