"""Projects: named construction works, lines, sites, programmes and actions."""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.phrases import phrases
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_projects"]


def find_projects(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named projects of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records in text order; they may overlap records of other labels.
    """
    records = []
    for phrase in phrases(context):
        head = phrase.head
        if head.label != "PROJECT" or not phrase.length:
            continue
        if head.kind == "prog":
            if phrase.length < 4 and not phrase.evidence:
                continue
        elif not phrase.evidence:
            continue
        subtype = head.subtype
        records.append(EntityRecord(phrase.start, phrase.end, "PROJECT", subtype, rule="entities.projects:head"))
    return records
