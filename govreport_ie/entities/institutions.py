"""Institutions: named organs, schools, hospitals, companies, institutes and venues in operation."""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.phrases import phrases
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_institutions"]


def find_institutions(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named institutions of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records in text order; they may overlap records of other labels.
    """
    records = []
    for phrase in phrases(context):
        head = phrase.head
        if head.kind != "org" or not phrase.evidence or not phrase.length:
            continue
        records.append(
            EntityRecord(phrase.start, phrase.end, "INSTITUTION", head.subtype, rule="entities.institutions:head")
        )
    return records
