"""The metrics stage: what every quantity measures, how, when, and whether it is done or promised."""

from __future__ import annotations

from govreport_ie.metrics.basis import assign_basis
from govreport_ie.metrics.linking import Linker
from govreport_ie.metrics.period import assign_periods
from govreport_ie.metrics.status import assign_status
from govreport_ie.records import Analysis

__all__ = ["MetricStage"]


class MetricStage:
    """Fills the metrics layer: links every quantity to what it measures, then adds status, period and basis."""

    def __init__(self) -> None:
        self._linker = Linker()

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
        self._linker.link(analysis)
        assign_status(analysis)
        assign_periods(analysis)
        assign_basis(analysis)
