"""Shares of policy areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from govreport_ie.errors import ConfigError
from govreport_ie.report.areas import area_names
from govreport_ie.report.attention import NO_AREA
from govreport_ie.report.models import Report
from govreport_ie.view.plots.style import drawing, new_axes, pyplot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["areas_plot"]

_SHARES = ("characters", "metrics", "money")


def areas_plot(
    reports: Report | Iterable[Report], *, share: str = "metrics", most: int = 12, ax: Axes | None = None
) -> Axes:
    """Draw the shares of policy areas: a bar a report, in the order given.

    Args:
        reports: a report, or several to compare.
        share: share of ``characters``, ``metrics`` or ``money``.
        most: areas with a colour of their own; the others, and what has no area, are one grey piece.
        ax: axes to draw into; new ones when omitted.

    Returns:
        The axes.

    Raises:
        ConfigError: if there is no report, or no such share.
        MissingExtraError: if matplotlib is not installed.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.view.plots import areas_plot
        >>> ax = areas_plot(gi.read("reports.jsonl"), share="characters")  # doctest: +SKIP
    """
    if share not in _SHARES:
        raise ConfigError(f"no share of {share!r}; there are {', '.join(_SHARES)}")
    chosen = [reports] if isinstance(reports, Report) else list(reports)
    if not chosen:
        raise ConfigError("there is no report to draw")
    shares = [{area: float(part[share]) for area, part in report.attention().items()} for report in chosen]
    areas = _largest(shares)[:most]
    names = area_names(chosen)
    with drawing():
        ax = new_axes(ax, 10, 1.9 + 0.42 * len(chosen) + 0.16 * len(areas))
        colors = pyplot().get_cmap("tab20")
        left = [0.0] * len(chosen)
        for index, area in enumerate([*areas, NO_AREA]):
            rest = area == NO_AREA
            values = [_rest(parts, areas) if rest else parts.get(area, 0.0) for parts in shares]
            ax.barh(
                range(len(chosen)), [100 * value for value in values], left=left, height=0.7, edgecolor="white",
                color="#c9d2d1" if rest else colors(index % 20), label="其他 other" if rest else names[area]["zh"],
            )  # fmt: skip
            left = [start + 100 * value for start, value in zip(left, values, strict=True)]
        ax.set_yticks(range(len(chosen)), [_label(report, index) for index, report in enumerate(chosen)])
        ax.set_ylim(len(chosen) - 0.5, -0.5)
        ax.set_xlim(0, 100)
        ax.set_xlabel({"characters": "字数", "metrics": "指标", "money": "资金"}[share] + f" share of {share}, %")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.35 / max(1, len(chosen)) - 0.12), ncols=4, frameon=False)
    return ax


def _largest(shares: list[dict[str, float]]) -> list[str]:
    """The areas with any share, the largest over all reports first."""
    totals: Counter[str] = Counter()
    for parts in shares:
        totals.update(parts)
    del totals[NO_AREA]
    return [area for area, total in totals.most_common() if total]


def _rest(parts: dict[str, float], areas: list[str]) -> float:
    return max(0.0, sum(parts.values()) - sum(parts.get(area, 0.0) for area in areas))


def _label(report: Report, index: int) -> str:
    parts = [part for part in (report.region, report.year) if part]
    return " ".join(map(str, parts)) or report.title or report.doc_id or str(index + 1)
