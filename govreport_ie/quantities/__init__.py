"""The quantities stage."""

from __future__ import annotations

from govreport_ie.records import Analysis

__all__ = ["QuantityStage"]


class QuantityStage:
    """Fill the quantities layer of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
