"""Plots of panels and reports with matplotlib (extra ``plot``).

`targets_plot` sets targets against results, `years_plot` shows an indicator over the years, `areas_plot` the shares of
policy areas.  Each takes what `govreport_ie.panel` or `govreport_ie.extract` gives, draws into axes of your own or new
ones, and returns the axes.
"""

from __future__ import annotations

from govreport_ie.view.plots.areas import areas_plot
from govreport_ie.view.plots.targets import targets_plot
from govreport_ie.view.plots.years import years_plot

__all__ = ["areas_plot", "targets_plot", "years_plot"]
