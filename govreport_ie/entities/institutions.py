"""Institutions: named organs, schools, hospitals, companies, institutes and venues in operation.

Which stretches are names is decided in `govreport_ie.entities.scorer`, among the candidates of
`govreport_ie.entities.candidates`.
"""

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
        Records in text order, without overlaps among themselves and with the projects.
    """
    return [
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
