"""Policy areas by name: the taxonomy as public objects, and the names that a page or plot writes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from govreport_ie.errors import ConfigError
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.report.attention import NO_AREA
from govreport_ie.report.objects import PolicyArea, ReportData

__all__ = ["area_names", "policy_areas"]


def policy_areas(path: str | Path | None = None, *, level: int | None = None) -> list[PolicyArea]:
    """The policy-area taxonomy.

    Args:
        level: 1 for the areas alone, 2 for their sub-areas alone; both when omitted.
        path: a taxonomy file of your own; the packaged taxonomy when omitted.

    Returns:
        Every area with its names, scope, rules and codes, level-1 areas before their sub-areas.

    Raises:
        LexiconError: if the file is malformed; the message names the line.
        ConfigError: if there is no such level.

    Example:
        >>> import govreport_ie as gi
        >>> len(gi.policy_areas(level=1))
        24
        >>> next(area.codes["cofog"] for area in gi.policy_areas() if area.id == "education")
        ('09',)
    """
    if level not in (None, 1, 2):
        raise ConfigError(f"the taxonomy has levels 1 and 2, not {level!r}")
    return [
        PolicyArea(
            id=area.id,
            level=area.level,
            parent=area.parent or None,
            name_zh=area.name_zh,
            name_en=area.name_en,
            scope=area.scope,
            rules=area.rules,
            codes={key: tuple(codes) for key, codes in area.codes.items()},
        )
        for area in load_taxonomy(path).areas.values()
        if level is None or area.level == level
    ]


def area_names(reports: Iterable[ReportData]) -> dict[str, dict[str, str]]:
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
    # sub-areas too: a metric names its own
    return {area.id: {"zh": area.name_zh, "en": area.name_en} for area in policy_areas() if area.id != NO_AREA}
