"""The entities stage."""

from __future__ import annotations

from govreport_ie.records import Analysis

__all__ = ["EntityStage"]


class EntityStage:
    """Fill the entities layer of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
