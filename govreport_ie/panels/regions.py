"""Names of regions to division codes (GB/T 2260)."""

from __future__ import annotations

from functools import lru_cache

from govreport_ie.extraction.entities.gazetteer import Entry, gazetteer

__all__ = ["NATIONAL", "Region", "region_of"]

NATIONAL = "000000"
"""Code of the country as a whole, which GB/T 2260 leaves out; the statistical yearbooks write it so."""

_NATIONAL_NAMES = frozenset({"全国", "中国", "国家", "国务院", "中华人民共和国"})
_LEVELS = frozenset({"province", "city", "county"})
_PREFIX = {"province": 2, "city": 4, "county": 6}

Region = tuple[str | None, str | None]
"""Code and full name; the code is None where the name is unknown or stands for several divisions."""


@lru_cache(maxsize=100_000)
def region_of(name: str | None, level: str | None) -> Region:
    """The division that a region's name stands for.

    Args:
        name: a name in full or short, alone or after the names of the divisions above it (`山东聊城高唐县`).
        level: level of government, to tell a city from a county of the same name.

    Returns:
        Code and full name.  A name that is shared is told apart by the level and the names before it; else there is no code.

    Example:
        >>> region_of("宁波", "city")
        ('330200', '宁波市')
    """
    name = (name or "").strip()
    if level == "national" or name in _NATIONAL_NAMES:
        return NATIONAL, "全国"
    if not name:
        return None, None
    for start in range(len(name) - 1):
        meanings = _meanings(name[start:], level)
        if start:
            above = _above(name[:start])
            if not above:
                continue
            meanings = [entry for entry in meanings if any(entry.code.startswith(code) for code in above)]
        codes = {entry.code for entry in meanings}
        if len(codes) == 1:
            code = codes.pop()
            return code, gazetteer().name_of(code) or name
    return None, name


def _meanings(name: str, level: str | None) -> list[Entry]:
    entries = [entry for entry in gazetteer().entries.get(name, ()) if entry.level in _LEVELS]
    for wanted in (level, None):
        for form in ("full", "short", "former"):
            found = [entry for entry in entries if entry.form == form and wanted in (entry.level, None)]
            if found:
                return found
    return []


def _above(name: str) -> list[str]:
    """Code prefixes of the lowest divisions that the text before a name ends with."""
    for start in range(len(name) - 1):
        found = [entry for entry in gazetteer().entries.get(name[start:], ()) if entry.level in _PREFIX]
        if found:
            return [entry.code[: _PREFIX[entry.level]] for entry in found]
    return []
