"""The data of the page: reports in their JSON form, and what is computed from them beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from govreport_ie.about import __version__
from govreport_ie.extraction.metrics.indicators import names_of
from govreport_ie.report.areas import area_names
from govreport_ie.report.models import Report
from govreport_ie.view.comparisons import comparisons

__all__ = ["page_data"]


def page_data(reports: Sequence[Report]) -> dict[str, Any]:
    """What the page's script reads.

    Args:
        reports: the reports.

    Returns:
        ``reports`` (each with its JSON form under ``report``, ``attention`` and ``targets``), the names of the
        ``areas`` and the English names of the ``indicators`` that occur.
    """
    rows = comparisons(reports)
    return {
        "version": __version__,
        "areas": area_names(reports),
        "indicators": _indicator_names(reports),
        "reports": [
            {
                "report": report.model_dump(mode="json", exclude_none=True),
                "attention": [
                    {"area": area, **{name: float(share) for name, share in shares.items()}}
                    for area, shares in report.attention().items()
                ],
                "targets": targets,
            }
            for report, targets in zip(reports, rows, strict=True)
        ],
    }


def _indicator_names(reports: Iterable[Report]) -> dict[str, str]:
    used = {metric.indicator.id for report in reports for metric in report.metrics}
    names = {indicator_id: names_of(indicator_id) for indicator_id in used if indicator_id}
    return {indicator_id: found[1] for indicator_id, found in names.items() if found}
