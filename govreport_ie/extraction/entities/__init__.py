"""The entities stage: named projects, places and institutions, linked to division codes.

Reads the quantities layer (no entity may cut an amount) and fills `Analysis.entities`.
"""

from __future__ import annotations

from pathlib import Path

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.institutions import find_institutions
from govreport_ie.extraction.entities.names import normalise_names
from govreport_ie.extraction.entities.places import find_places, see_places
from govreport_ie.extraction.entities.projects import find_projects
from govreport_ie.extraction.entities.resolve import resolve
from govreport_ie.extraction.entities.villages import Villages
from govreport_ie.extraction.records import Analysis

__all__ = ["EntityStage"]


class EntityStage:
    """Fill the entities layer of an analysis.

    Args:
        villages: the optional file of villages, whose codes are then given to the villages found.
    """

    def __init__(self, villages: str | Path | None = None) -> None:
        self.villages = Villages(villages) if villages is not None else None

    def __call__(self, analysis: Analysis) -> None:
        """Find the entities of one report.

        Args:
            analysis: an analysis with structure and quantities; its entities are replaced.
        """
        edges = Edges(analysis.folded)
        places, home = see_places(analysis, edges)
        context = EntityContext.of(analysis, places, edges.stream)
        records = find_places(analysis, context)
        records += find_institutions(analysis, context)
        records += find_projects(analysis, context)
        analysis.entities = normalise_names(analysis, resolve(records, context), context, home)
        if self.villages is not None:
            self.villages.link(analysis.entities, home)
