"""The metrics stage."""

from __future__ import annotations

from govreport_ie.records import Analysis

__all__ = ["MetricStage"]


class MetricStage:
    """Fill the metrics layer of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
