"""The metrics stage: what every quantity measures, how, when, and whether it is done or promised."""

from __future__ import annotations

from pathlib import Path

from govreport_ie.extraction.metrics.basis import assign_basis
from govreport_ie.extraction.metrics.budget import assign_accounts
from govreport_ie.extraction.metrics.indicators import IndicatorIndex
from govreport_ie.extraction.metrics.linking import Linker
from govreport_ie.extraction.metrics.links import assign_links
from govreport_ie.extraction.metrics.period import assign_periods
from govreport_ie.extraction.metrics.ranker import Weights
from govreport_ie.extraction.metrics.status import assign_status
from govreport_ie.extraction.records import Analysis

__all__ = ["MetricStage"]


class MetricStage:
    """Fills the metrics layer: links every quantity to what it measures, then adds status, period, basis and links.

    Args:
        indicators: a TSV or CSV file of the user's own indicators (columns as `metrics.indicators.COLUMNS`), used before
            the packaged ones.
        weights: the learned choice of phrases; the packaged one when omitted.

    Raises:
        LexiconError: if the user's file is malformed; the message names the line.
    """

    def __init__(self, indicators: str | Path | None = None, weights: Weights | None = None) -> None:
        self._linker = Linker(IndicatorIndex(indicators), weights)

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
        clauses = self._linker.link(analysis)
        assign_accounts(analysis)
        assign_links(analysis, clauses)
        assign_status(analysis)
        assign_periods(analysis)
        assign_basis(analysis)
