"""Institutions: named organs, schools, hospitals, companies, institutes and venues in operation.

Which stretches are names is decided in `govreport_ie.extraction.entities.scorer`, among the candidates of
`govreport_ie.extraction.entities.candidates`.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.scorer import names
from govreport_ie.extraction.records import Analysis, EntityRecord

__all__ = ["find_institutions"]

_ORDINAL = "第[一二三四五六七八九十]{1,3}"
_SHARED_SUFFIX = re.compile(
    f"{_ORDINAL}(?:[、和]{_ORDINAL})+(?:人民|中心|实验|高级|职业|附属)?(?:(医院)|中学|小学|幼儿园|高中|学校)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_JURISDICTIONS = frozenset("省市区县州镇乡")


def find_institutions(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named institutions of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records; those of shared suffixes may overlap others.
    """
    records = _shared_suffixes(context)
    records += [
        EntityRecord(
            name.start,
            name.end,
            "INSTITUTION",
            subtype=name.candidate.subtype,
            rule=f"entities.candidates:{name.candidate.rule}",
        )
        for name in names(context)
        if name.label == "INSTITUTION"
    ]
    return records


def _shared_suffixes(context: EntityContext) -> list[EntityRecord]:
    """Numbered schools and hospitals that share their last word (`市第一、第二人民医院`): one span for the list."""
    folded = context.folded
    found = []
    for match in _SHARED_SUFFIX.finditer(folded):
        start = match.start()
        place = context.place_to.get(start)
        if place is not None:
            start = place.start
        elif start and folded[start - 1] in _JURISDICTIONS and not (start > 1 and _HAN.match(folded[start - 2])):
            start -= 1
        subtype = "hospital" if match.group(1) else "school"
        found.append(
            EntityRecord(start, match.end(), "INSTITUTION", subtype=subtype, rule="entities.institutions:shared_suffix")
        )
    return found
