"""The region a report is about, told from the division names in it; ambiguous names are read with it in mind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from govreport_ie.extraction.entities.gazetteer import Entry, gazetteer
from govreport_ie.extraction.records import Analysis

__all__ = ["Home", "home_of"]

_WEIGHT = {"province": 1, "city": 2, "county": 3}
_TITLE = 400  # characters from the start that usually hold the title and the salutation
_TITLE_WEIGHT = 6
_GIVEN_WEIGHT = 1000  # of the region given with the report
_ENOUGH = 3  # one full name of a county, or three short names


@dataclass(frozen=True, slots=True)
class Home:
    """Code prefixes of the region of a report: province, city and county, each empty if unknown.

    Attributes:
        province: two digits.
        city: four digits.
        county: six digits, only where one county stands out.
    """

    province: str = ""
    city: str = ""
    county: str = ""

    def nearness(self, code: str) -> int:
        """How near a code lies: 3 same county, 2 same city, 1 same province, 0 elsewhere."""
        if self.county and code.startswith(self.county):
            return 3
        if self.city and code.startswith(self.city):
            return 2
        return 1 if self.province and code.startswith(self.province) else 0


def home_of(hits: list[tuple[int, int, str]], analysis: Analysis) -> Home:
    """Tell the home region of a report.

    Full division names vote for their province, city and county, names in the title more than those in the text; the region
    given with the report outvotes all.

    Args:
        hits: listed names of the report.
        analysis: the analysis.

    Returns:
        The home region, with empty parts where nothing tells; a national report has none.
    """
    if analysis.level == "national":
        return Home()
    votes = _votes_of_names(hits)
    given = _division_at_end(analysis.region or "")
    if given:
        _vote(votes, max(given, key=lambda meaning: votes[meaning.code[:4]]), _GIVEN_WEIGHT)
    province = _best(votes, 2, "")
    city = _best(votes, 4, province) if analysis.level != "province" else ""
    county = _best(votes, 6, city) if city and analysis.level != "city" else ""
    rest = max((count for key, count in votes.items() if len(key) == 6 and key != county), default=0)
    if county and votes[county] < 2 * rest:
        county = ""
    return Home(province, city, county)


def _votes_of_names(hits: list[tuple[int, int, str]]) -> Counter[str]:
    """The votes of the listed names of a report for the codes of provinces, cities and counties."""
    entries, common = gazetteer().entries, gazetteer().common
    votes: Counter[str] = Counter()
    # a report says the names of its region over and over: a name votes once for all its places
    for (name, in_title), count in Counter([(name, start < _TITLE) for start, _, name in hits]).items():
        meanings = entries[name]
        if not meanings or name in common:
            continue
        chosen = _one_division(meanings)
        if chosen is None or not meanings[0].code:
            continue
        if meanings[0].form == "short":
            _vote(votes, chosen, count)
        else:
            weight = _WEIGHT.get(meanings[0].level, 0)
            _vote(votes, chosen, count * weight * (_TITLE_WEIGHT if in_title else 1))
    return votes


def _one_division(meanings: list[Entry]) -> Entry | None:
    """The meaning that a name votes for: its only division, or its only city; None where it may be any of several."""
    cities = [meaning for meaning in meanings if meaning.level == "city"]
    if len({meaning.code for meaning in meanings}) > 1 and len(cities) != 1:
        return None
    return cities[0] if cities else meanings[0]


def _vote(votes: Counter[str], division: Entry, weight: int) -> None:
    code = division.code
    if not code or not weight:
        return
    votes[code[:2]] += weight
    if division.level != "province":
        votes[code[:4]] += weight
    if division.level == "county":
        votes[code] += weight


def _division_at_end(region: str) -> list[Entry]:
    """The meanings of the smallest division that the name of a region ends with: 保定市清苑区."""
    entries = gazetteer().entries
    names = (region[at:] for at in range(len(region)))
    return next((entries[name] for name in names if name in entries), list[Entry]())


def _best(votes: Counter[str], length: int, prefix: str) -> str:
    found = [
        (count, key)
        for key, count in votes.items()
        if count >= _ENOUGH and len(key) == length and key.startswith(prefix)
    ]
    return max(found)[1] if found else ""
