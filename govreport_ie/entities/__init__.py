"""The entities stage: named projects, places and institutions, linked to division codes.

Reads the quantities layer (no entity may cut an amount) and fills `Analysis.entities`.
"""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.places import find_places, see_places
from govreport_ie.entities.resolve import resolve
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["EntityStage"]


class EntityStage:
    """Fill the entities layer of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Find the entities of one report.

        Args:
            analysis: an analysis with structure and quantities; its entities are replaced.
        """
        context = EntityContext.of(analysis, see_places(analysis))
        records: list[EntityRecord] = find_places(analysis, context)
        try:
            from govreport_ie.entities.institutions import find_institutions

            records += find_institutions(analysis, context)
        except ImportError:
            pass
        try:
            from govreport_ie.entities.projects import find_projects

            records += find_projects(analysis, context)
        except ImportError:
            pass
        analysis.entities = resolve(records, context)
