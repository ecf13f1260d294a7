"""The public result objects: frozen pydantic models with the fields of the documented JSON form.

Offsets are 0-based Unicode code points, end exclusive, into `Report.text`; for every object with offsets
``report.text[obj.start:obj.end] == obj.text``.  Numbers are exact Decimals in Python and decimal strings in JSON.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govreport_ie.report.attention import attention
from govreport_ie.report.card import card
from govreport_ie.report.flat import metric_frame, metric_records
from govreport_ie.report.objects import (
    SCHEMA_VERSION,
    Entity,
    Evidence,
    Indicator,
    Level,
    Metric,
    Period,
    PolicyArea,
    PolicyAreaLink,
    Quantity,
    ReportData,
    ReportWarning,
    Section,
    SentenceSpan,
    Source,
)

if TYPE_CHECKING:
    import pandas  # pyright: ignore[reportMissingTypeStubs]

__all__ = [
    "SCHEMA_VERSION",
    "Entity",
    "Evidence",
    "Indicator",
    "Level",
    "Metric",
    "Period",
    "PolicyArea",
    "PolicyAreaLink",
    "Quantity",
    "Report",
    "ReportWarning",
    "Section",
    "SentenceSpan",
    "Source",
]


class Report(ReportData):
    """Everything extracted from one report."""

    def to_records(self, *, thresholds: bool = False) -> list[dict[str, Any]]:
        """One flat dict a metric, with the columns of `govreport_ie.report.flat.COLUMNS`.

        Args:
            thresholds: whether thresholds (亿元以上项目: 1亿元), which select and measure nothing, are rows, too.

        Example:
            >>> import govreport_ie as gi
            >>> report = gi.extract("2023年，全县新建停车位1860个。", year=2024)
            >>> report.to_records()[0]["value"]
            Decimal('1860')
        """
        return metric_records(self, thresholds=thresholds)

    def to_frame(self, *, thresholds: bool = False) -> pandas.DataFrame:
        """A DataFrame of `to_records`, one row a metric.

        Args:
            thresholds: whether thresholds are rows, too.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        return metric_frame([self], thresholds=thresholds)

    def _repr_html_(self) -> str:
        """What a notebook shows: facts, attention by area and the first metrics; `govreport_ie.show` has the rest."""
        return card(self)

    def attention(self) -> dict[str, dict[str, Decimal]]:
        """The share of characters, metrics and money by policy area.

        Returns:
            Area id to ``{"characters", "metrics", "money"}``, each a share between 0 and 1 with four places;
            text and metrics without an area stand under ``none``.  Money counts the levels in yuan of money metrics.
        """
        return attention(self)
