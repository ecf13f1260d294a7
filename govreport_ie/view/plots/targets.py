"""Target against result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.view.plots.style import COLORS, drawing, new_axes

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

__all__ = ["targets_plot"]

_COLUMNS = ("region", "indicator", "year", "unit", "target", "target_low", "target_high", "result", "outcome")
_REACH = 3.0


def targets_plot(targets: pandas.DataFrame, *, ax: Axes | None = None, most: int = 40) -> Axes:
    """Draw each result relative to its target.

    A row is a target: the dot is the result in percent of the target, green where the target was met; the line at
    100 % is the target, a band where it is a range.  What has no result, or a target of zero, is left out.

    Args:
        targets: the table ``targets`` of a panel: ``gi.panel(reports, table="targets")``.
        ax: axes to draw into; new ones when omitted.
        most: rows drawn at most, the first ones.

    Returns:
        The axes.

    Raises:
        ConfigError: if columns are missing, or no row has both target and result.
        MissingExtraError: if matplotlib is not installed.

    Example:
        >>> import govreport_ie as gi
        >>> from govreport_ie.view.plots import targets_plot
        >>> ax = targets_plot(gi.panel(reports, table="targets"))  # doctest: +SKIP
        >>> ax.figure.savefig("targets.png")  # doctest: +SKIP
    """
    missing = [column for column in _COLUMNS if column not in targets]
    if missing:
        raise ConfigError(f"the table has no column {missing[0]!r}; give gi.panel(reports, table='targets')")
    rows = [row for row in targets.to_dict("records") if _drawable(row)][:most]
    if not rows:
        raise ConfigError("no row of the table has both a target and a result")
    several = len({row["region"] for row in rows}) > 1
    named = ("region", "indicator", "year") if several else ("indicator", "year")
    with drawing():
        ax = new_axes(ax, 8, 1.2 + 0.34 * len(rows))
        ax.axvline(100, color=COLORS["target"], linewidth=1.5, zorder=1)
        for position, row in enumerate(rows):
            _draw_row(ax, position, row)
        labels = [" ".join(str(row[name]) for name in named if row[name]) for row in rows]
        ax.set_yticks(range(len(rows)), labels)
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.set_xlabel("结果为目标的百分比 result in % of the target")
        ax.grid(axis="x", color="#d8dfde", linewidth=0.7)
        ax.set_axisbelow(True)
    return ax


def _draw_row(ax: Axes, position: int, row: dict[str, Any]) -> None:
    """The result in percent of the target, and the band of a target that is a range."""
    low, high = _goal(row)
    scale = 100 / abs((low + high) / 2)
    result = 100 + (float(row["result"]) - (low + high) / 2) * scale
    color = COLORS.get(row["outcome"], "#53646a")
    if high > low:
        width = (high - low) * scale
        ax.barh(position, width, left=100 - width / 2, height=0.5, color=COLORS["target"], alpha=0.3, zorder=1)
    shown = max(100 - 100 * _REACH, min(100 + 100 * _REACH, result))
    ax.plot([100, shown], [position, position], color=color, linewidth=2, zorder=2)
    marker = "o" if shown == result else (">" if result > 0 else "<")  # an arrow: farther than is drawn
    ax.plot([shown], [position], marker, color=color, markersize=7, zorder=3, gid=f"result-{position}")


def _drawable(row: dict[str, Any]) -> bool:
    import pandas as pd

    return bool(pd.notna(row["result"])) and _goal(row) is not None and sum(_goal(row)) != 0


def _goal(row: dict[str, Any]) -> Any:
    """The ends of the target, equal unless it is a range; None without one."""
    import pandas as pd

    ends = [float(row[name]) for name in ("target", "target_low", "target_high") if pd.notna(row[name])]
    return (min(ends), max(ends)) if ends else None
