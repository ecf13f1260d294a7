"""The policy stage."""

from __future__ import annotations

from govreport_ie.records import Analysis

__all__ = ["PolicyStage"]


class PolicyStage:
    """Fill the policy layer of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
