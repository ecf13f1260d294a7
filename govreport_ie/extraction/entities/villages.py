"""Codes of villages and communities, from the optional file that `models/gazetteer/build.py --villages` writes.

Village names repeat all over the country, so the file is only asked for the code of a village that the shapes have found, and a
code is given only where exactly one village of the home region has the name.
"""

from __future__ import annotations

from pathlib import Path

from govreport_ie.extraction.entities.home import Home
from govreport_ie.extraction.lexicons import load_file
from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.records import EntityRecord

__all__ = ["Villages"]

_OFFICE = lazy_pattern(r"(?:村民委员会|村委会|居民委员会|居委会|委员会)$")


class Villages:
    """The villages of a file.

    Args:
        path: TSV with the columns `code` (twelve digits) and `name`.

    Raises:
        LexiconError: if the file cannot be read or is malformed.
    """

    def __init__(self, path: str | Path) -> None:
        self._codes: dict[str, str] = {}
        for row in load_file(path, ("code", "name")):
            name = _plain(row["name"])
            known = self._codes.get(name)
            self._codes[name] = row["code"] if known is None else f"{known} {row['code']}"

    def link(self, records: list[EntityRecord], home: Home) -> None:
        """Give the settlements of a report their codes, in place.

        Args:
            records: the entities of the report.
            home: the region it is about.
        """
        least = 3 if home.county else 2
        for record in records:
            if record.label != "PLACE" or record.subtype != "settlement" or record.kb_id:
                continue
            codes = [code for code in self._codes.get(_plain(record.name), "").split() if home.nearness(code) >= least]
            if len(codes) == 1:
                record.kb_id = codes[0]


def _plain(name: str) -> str:
    """The name without the office: 白庙村村民委员会 and 白庙村委会 are 白庙村."""
    stem = _OFFICE.sub("", name)
    return stem if stem.endswith(("村", "社区", "嘎查")) or stem == name else f"{stem}村"
