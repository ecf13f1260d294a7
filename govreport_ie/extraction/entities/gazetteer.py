"""The gazetteer: every listed place name with its meanings, and the towns of each county.

Codes are those of GB/T 2260 (six digits) and of the National Bureau of Statistics for towns (nine digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import words_of

__all__ = ["Entry", "Gazetteer", "gazetteer"]

TOWN_CLASSES = ("街道", "镇", "乡", "苏木", "民族乡")


class Entry(NamedTuple):
    """One meaning of a place name.

    Attributes:
        name: full name.
        code: division code; empty for places that are no division.
        level: `province` `city` `county` `zone` `town` `country` `abroad` or `region`.
        form: `full`, `short` or `former`.
        subtype: subtype of the entity.
    """

    name: str
    code: str
    level: str
    form: str
    subtype: str


class PlaceHead(NamedTuple):
    """A word that place names end with, the subtype it gives and its kind."""

    word: str
    subtype: str
    kind: str  # water land village town zone scenic road part port city


class Gazetteer:
    """All listed names with their meanings, and the heads of names that are not listed."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self._name_of: dict[str, str] = {}
        self._add_divisions()
        self._add_countries()
        self._add_regions()
        self.common: frozenset[str] = frozenset(row["name"] for row in lexicons.load("common_names"))
        for row in lexicons.load("place_generic"):
            self.entries[row["word"]] = []
        self.stems: frozenset[str] = frozenset(words_of("stem", "place_stems"))
        self.ranks: frozenset[str] = frozenset(words_of("rank", "place_stems"))
        self.inside: frozenset[str] = frozenset(words_of("inside", "place_stems"))
        self.glued = _alternatives(words_of("before", "place_stems"))
        self.plain = _alternatives(words_of("common", "place_stems"))
        self.villages: frozenset[str] = frozenset(words_of("village", "place_everyday"))
        self.coasts: frozenset[str] = frozenset(words_of("coast", "place_everyday"))
        self.names: list[str] = list(self.entries)  # with the words that are no place, whose meanings are empty
        heads = [PlaceHead(row["head"], row["subtype"], row["kind"]) for row in lexicons.load("place_heads")]
        self.heads: list[PlaceHead] = heads
        self._towns: dict[str, str] = {row["county"]: row["towns"] for row in lexicons.load("towns")}
        self._town_codes: dict[str, str] | None = None

    def _add_divisions(self) -> None:
        for row in lexicons.load("divisions"):
            code, name, level = row["code"], row["name"], row["level"]
            former = row["status"] == "former"
            if not former:
                self._name_of.setdefault(code, name)
            subtype = "zone" if level == "zone" else "division"
            self._add(name, Entry(name, code, level, "former" if former else "full", subtype))
            for short in lexicons.values(row["short"]):
                self._add(short, Entry(name, code, level, "short", subtype))

    def _add_countries(self) -> None:
        for row in lexicons.load("countries"):
            for name in (row["name"], row["full"]):
                if name:
                    self._add(name, Entry(row["name"], "", "country", "full", "division"))
            for city in lexicons.values(row["cities"]):
                self._add(city, Entry(city, "", "abroad", "full", "division"))

    def _add_regions(self) -> None:
        """Add regions and landscapes; one that a province or a city is called by, too, is read as that."""
        for row in lexicons.load("regions"):
            name = row["name"]
            if all(entry.level == "county" and entry.form == "short" for entry in self.entries.get(name, ())):
                self._add(name, Entry(row["full"] or name, "", "region", "full", row["subtype"]))

    def _add(self, surface: str, entry: Entry) -> None:
        meanings = self.entries.setdefault(surface, [])
        if entry.form == "former" and any(other.code == entry.code for other in meanings):
            return
        meanings.append(entry)

    def name_of(self, code: str) -> str | None:
        """The full name in use of a division from province to county.

        Args:
            code: six-digit code.

        Returns:
            The name, or None for an unknown code.
        """
        return self._name_of.get(code)

    def towns_of(self, county: str) -> list[tuple[str, str]]:
        """(code, full name) of the towns of a county.

        Args:
            county: six-digit code.

        Returns:
            Nine-digit codes with names, empty for an unknown county.
        """
        towns = self._towns.get(county, "")
        return [(county + town[:3], town[3:]) for town in towns.split("|")] if towns else []

    def towns_under(self, prefix: str) -> list[tuple[str, str]]:
        """(code, full name) of the towns of a county or of all counties of a city.

        Args:
            prefix: the first four or six digits of their codes.

        Returns:
            Nine-digit codes with names.
        """
        return [town for county in self._towns if county.startswith(prefix) for town in self.towns_of(county)]

    def town_codes(self, name: str) -> list[str]:
        """The nine-digit codes of all towns of this full name.

        Args:
            name: full name of a town (`城关镇`).

        Returns:
            Codes, empty for an unknown name.
        """
        if self._town_codes is None:
            codes: dict[str, str] = {}
            for county, towns in self._towns.items():
                for town in towns.split("|"):
                    key = town[3:]
                    known = codes.get(key)
                    code = county + town[:3]
                    codes[key] = code if known is None else f"{known} {code}"
            self._town_codes = codes
        found = self._town_codes.get(name)
        return found.split(" ") if found else []


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The packaged gazetteer, built once a process."""
    return Gazetteer()
