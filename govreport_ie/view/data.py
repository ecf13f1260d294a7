"""The data of the page: reports in their JSON form, and what is computed from them beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.about import __version__
from govreport_ie.report.attention import NO_AREA
from govreport_ie.view.targets import comparisons

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["area_names", "page_data"]


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


def area_names(reports: Iterable[Report]) -> dict[str, dict[str, str]]:
    """Chinese and English names of the areas, those of the packaged taxonomy first and in its order.

    Args:
        reports: the reports; areas of a taxonomy of the user's own have the one name that the reports tell.
    """
    names = dict(_packaged_areas())
    for report in reports:
        for metric in report.metrics:
            area = metric.policy_area
            if area is not None and names.get(area.id, {}).get("zh") != area.name:
                names[area.id] = {"zh": area.name, "en": area.name}
        for area_id in (*(s.policy_area for s in report.sections), *(e.policy_area for e in report.entities)):
            if area_id is not None:
                names.setdefault(area_id, {"zh": area_id, "en": area_id})
    return names


@cache
def _packaged_areas() -> dict[str, dict[str, str]]:
    from govreport_ie.api import policy_areas

    # sub-areas too: a metric names its own
    return {area.id: {"zh": area.name_zh, "en": area.name_en} for area in policy_areas() if area.id != NO_AREA}


def _indicator_names(reports: Iterable[Report]) -> dict[str, str]:
    from govreport_ie.extraction import lexicons

    used = {metric.indicator.id for report in reports for metric in report.metrics}
    return {row["id"]: row["name_en"] for row in lexicons.load("indicators") if row["id"] in used}
