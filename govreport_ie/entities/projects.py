"""Projects: named construction works, lines, sites, programmes and actions."""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.scorer import names
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_projects"]


def find_projects(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named projects of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records in text order.
    """
    return [
        EntityRecord(name.start, name.end, "PROJECT", name.candidate.subtype, rule="entities.projects:head")
        for name in names(context)
        if name.label == "PROJECT"
    ]
