"""Fonts and colours that the plots share."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLORS", "chinese_font", "drawing", "new_axes", "pyplot"]

COLORS = {"actual": "#1d7a66", "estimated": "#6a58b8", "target": "#b06a00", "met": "#1d7a66", "missed": "#b3382c"}
"""Status or outcome to its colour, the same as on the page."""

_FALLBACK = "DejaVu Sans"  # comes with matplotlib

# The first that is installed; in the order in which they look well beside Latin digits.
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
)


def pyplot() -> Any:
    """The module ``matplotlib.pyplot``.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot as module
    except ImportError as error:
        raise MissingExtraError('plots need matplotlib: pip install "govreport-ie[plot]"') from error
    return module


@cache
def chinese_font() -> str | None:
    """The name of an installed font with Chinese characters, or None.

    Warns:
        UserWarning: once, if there is none.
    """
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in _FONTS if name in installed), None)
    if found is None:
        warnings.warn(
            "matplotlib finds no font with Chinese characters, so plots will show boxes; install one "
            "(Debian: apt install fonts-noto-cjk) and delete matplotlib's font cache",
            stacklevel=2,
        )
    return found


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Settings while a plot is drawn; those of the user come back afterwards."""
    plt = pyplot()
    font = chinese_font()
    family = [font, _FALLBACK] if font else [_FALLBACK]
    with plt.rc_context(
        {
            # the names themselves: a text looks up "sans-serif" only when it is drawn, which is after this
            "font.family": family,
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    ):
        yield


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes given, or new ones of that size in inches.

    Args:
        ax: axes of the user.
        width: width of a new figure.
        height: its height.
    """
    if ax is not None:
        return ax
    return pyplot().subplots(figsize=(width, height), layout="constrained")[1]
