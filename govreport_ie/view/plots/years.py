"""An indicator over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.view.plots.style import COLORS, drawing, new_axes, pyplot

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

__all__ = ["years_plot"]

_COLUMNS = ("region", "year", "indicator_id", "indicator", "measure", "status", "unit", "value", "low", "high")


def years_plot(
    panel: pandas.DataFrame,
    indicator: str,
    *,
    measure: str | None = None,
    unit: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw an indicator over the years: results as a line a region, targets as diamonds, ranges as bars.

    Args:
        panel: the table of `govreport_ie.panel`.
        indicator: canonical id or name of the indicator.
        measure: level, growth and so on; the one with most values when omitted.
        unit: its unit; the one with most values when omitted.
        ax: axes to draw into; new ones when omitted.

    Returns:
        The axes.

    Raises:
        ConfigError: if columns are missing or the panel has no such indicator.
        MissingExtraError: if matplotlib is not installed.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.view.plots import years_plot
        >>> ax = years_plot(gi.panel(reports), "gross_regional_product_gdp", measure="growth")  # doctest: +SKIP
    """
    rows = _rows(panel, indicator, measure, unit)
    with drawing():
        from matplotlib.ticker import MaxNLocator

        ax = new_axes(ax, 8, 4.5)
        cycle = pyplot().rcParams["axes.prop_cycle"].by_key()["color"]
        regions = list(dict.fromkeys(rows["region"].fillna("")))
        for position, region in enumerate(regions):
            color = COLORS["actual"] if len(regions) == 1 else cycle[position % len(cycle)]
            of_region = rows[rows["region"].fillna("") == region].sort_values("year")
            _draw_region(ax, of_region, color, region or "result", "_" if position else "目标 target")
        first = rows.iloc[0]
        ax.set_title(f"{first['indicator']} ({first['measure']})")
        ax.set_ylabel({"percent": "%", "CNY": "元 CNY"}.get(first["unit"], str(first["unit"] or "")))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.grid(axis="y", color="#d8dfde", linewidth=0.7)
        ax.legend(frameon=False)
    return ax


def _rows(panel: pandas.DataFrame, indicator: str, measure: str | None, unit: str | None) -> Any:
    """The values of an indicator in one measure and unit.

    Raises:
        ConfigError: if columns are missing or there is no such value.
    """
    missing = [column for column in _COLUMNS if column not in panel]
    if missing:
        raise ConfigError(f"the table has no column {missing[0]!r}; give gi.panel(reports)")
    rows: Any = panel[(panel["indicator_id"] == indicator) | (panel["indicator"] == indicator)]
    for column, wanted in (("measure", measure), ("unit", unit)):
        if wanted is None and len(rows):
            counts = rows[column].value_counts()
            wanted = counts.index[0] if len(counts) else None
        if wanted is not None:
            rows = rows[rows[column] == wanted]
    if not len(rows):
        raise ConfigError(f"the panel has no values of {indicator!r}" + (f" as {measure}" if measure else ""))
    return rows


def _draw_region(ax: Axes, rows: Any, color: str, label: str, target_label: str) -> None:
    """One region: its results as a line, its targets as diamonds, or bars where they are ranges."""
    results = rows[rows["status"] != "target"].drop_duplicates("year")
    results = results[results["value"].notna()]
    years = results["year"].astype(int)
    ax.plot(years, results["value"].astype(float), "-o", color=color, label=label, markersize=5)
    targets = rows[rows["status"] == "target"]
    single = targets[targets["value"].notna()]
    ax.plot(
        single["year"].astype(int), single["value"].astype(float), "D", color=color, markerfacecolor="none",
        markersize=7, label=target_label,
    )  # fmt: skip
    ranges = targets[targets["value"].isna() & targets["low"].notna() & targets["high"].notna()]
    ax.vlines(
        ranges["year"].astype(int), ranges["low"].astype(float), ranges["high"].astype(float), color=color,
        linewidth=5, alpha=0.4,
    )  # fmt: skip
