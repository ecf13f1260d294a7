"""Normalised names, and the same name for the same entity inside a report.

The span of an entity stays as written; its `name` is what a table groups by:

- quotation marks and full-width forms go (`“千万工程”` is 千万工程);
- a short form that the report introduces (`以下简称`) gets the full name;
- a local prefix is written out where the region is known (`区人民医院` of 罗湖区 is 罗湖区人民医院);
- a bare class of zone gets the name of the one zone of that class in the report (`自贸试验区`);
- a redacted division (`XX区`) gets the name of the region where the caller gave it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.gazetteer import gazetteer
from govreport_ie.extraction.entities.home import Home
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import Analysis, EntityRecord

__all__ = ["normalise_names"]

_QUOTES = str.maketrans("", "", '“”"‘’ \n\t')
_SHORT_FORM = re.compile(r"\((?:以下)?(?:统称|简称)(?:为)?[:,]?[“\"]?([^()“”\",。;]{2,16})[”\"]?\)")
_LOCAL = re.compile(r"[省市州盟县区旗](?=[㐀-鿿]{2})")
_LOCAL_NOT = lazy_pattern(alternation("no_division"))
_LEVEL_OF = {"省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county"}
_MAX_SHORT_FORMS = 60
_REDACTED = lazy_pattern(r"(?:XX|xx|××|\*\*|某某)(.{1,3})$")


def normalise_names(
    analysis: Analysis, records: list[EntityRecord], context: EntityContext, home: Home
) -> list[EntityRecord]:
    """Set the names of the entities of a report, and add the mentions of the short forms it introduces.

    Args:
        analysis: the analysis.
        records: its entities, in text order without overlaps.
        context: its context.
        home: the region it is about.

    Returns:
        The entities in text order.
    """
    folded = context.folded
    regions = _home_names(analysis, home)
    for record in records:
        text = folded[record.start : record.end]
        given = record.label == "PLACE" or record.score == 1.0  # a listed name, or one of the user's
        if given and record.name and record.name != text:
            continue
        record.name = _plain(text)
        if record.label == "PLACE":
            redacted = _REDACTED.match(text)
            if redacted and analysis.region and analysis.region.endswith(redacted.group(1)):
                record.name = analysis.region
        else:
            record.name = _written_out(record.name, regions)
    _name_bare_zones(records)
    return _apply_short_forms(records, folded)


def _plain(text: str) -> str:
    return text if text.isalnum() else text.translate(_QUOTES) or text


def _home_names(analysis: Analysis, home: Home) -> dict[str, str]:
    """The full names of the home region by level; of a level that the report is not about, nothing."""
    names: dict[str, str] = {}
    codes = {"province": home.province + "0000", "city": home.city + "00", "county": home.county}
    wanted = {"province": ("province",), "city": ("province", "city"), "county": ("province", "city", "county")}
    for level in wanted.get(analysis.level or "", ()):
        name = gazetteer().name_of(codes[level])
        if name:
            names[level] = name
    return names


def _written_out(name: str, regions: dict[str, str]) -> str:
    match = _LOCAL.match(name)
    if match is None or _LOCAL_NOT.match(name):
        return name
    region = regions.get(_LEVEL_OF[name[0]])
    return region + name[1:] if region and region.endswith(name[0]) else name


def _name_bare_zones(records: list[EntityRecord]) -> None:
    classes = {head.word for head in gazetteer().heads if head.kind == "zone"}
    bare = {record.name for record in records if record.label == "PLACE" and record.name in classes}
    for kind in bare:
        full = {
            record.name
            for record in records
            if record.label == "PLACE" and record.name != kind and record.name.endswith(kind)
        }
        if len(full) == 1:
            name = full.pop()
            for record in records:
                if record.label == "PLACE" and record.name == kind:
                    record.name = name


def _apply_short_forms(records: list[EntityRecord], folded: str) -> list[EntityRecord]:
    """Give the mentions of `X(以下简称“Y”)` one name; mentions of Y that were not seen become entities."""
    by_end = {record.end: record for record in records}
    taken = bytearray(len(folded))
    for record in records:
        taken[record.start : record.end] = b"\x01" * (record.end - record.start)
    added: list[EntityRecord] = []
    for match in islice(_SHORT_FORM.finditer(folded), _MAX_SHORT_FORMS):
        full = by_end.get(match.start())
        if full is None:
            continue
        short = match.group(1)
        for record in records:
            if record.label == full.label and folded[record.start : record.end].translate(_QUOTES) == short:
                record.name, record.kb_id = full.name, full.kb_id
        at = folded.find(short)
        while at >= 0:
            end = at + len(short)
            if not any(taken[at:end]):
                taken[at:end] = b"\x01" * len(short)
                added.append(replace(full, start=at, end=end, rule="entities.names:short_form"))
            at = folded.find(short, end)
    return sorted([*records, *added], key=lambda record: record.start) if added else records
