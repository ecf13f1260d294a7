"""Institutions: named organs, schools, hospitals, companies, institutes and venues in operation."""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.scorer import names
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_institutions"]


def find_institutions(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named institutions of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records in text order.
    """
    return [
        EntityRecord(name.start, name.end, "INSTITUTION", name.candidate.subtype, rule="entities.institutions:head")
        for name in names(context)
        if name.label == "INSTITUTION"
    ]
