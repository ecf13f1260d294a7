"""Messages to the user: on standard error, one line each, safe to show on a terminal."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "DEBUG_VARIABLE",
    "PLAIN_WIDTH",
    "data_console",
    "error_line",
    "internal_error",
    "note_line",
    "printable",
    "progress",
    "set_verbosity",
    "warning_line",
]

DEBUG_VARIABLE = "GOVREPORT_IE_DEBUG"
"""Environment variable that makes unexpected errors show their traceback."""

PLAIN_WIDTH = 140
"""Width of tables that do not go to a terminal."""

# Control characters and marks of writing direction: a report must not be able to steer the terminal.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def printable(text: str) -> str:
    r"""Text on one line, with a space for every run of line ends and control characters.

    Example:
        >>> printable("a\x1b[31m\nb")
        'a [31m b'
    """
    return _UNPRINTABLE.sub(" ", text)


@lru_cache(maxsize=1)
def _messages() -> Console:
    """The one console on standard error: lines printed while a progress bar is up must go through the same."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def data_console() -> Console:
    """A console on standard output; wide enough for tables when that is no terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


_LIBRARY = logging.getLogger("govreport_ie")
_LOGGER = logging.getLogger("govreport_ie.cli")


class _ConsoleHandler(logging.Handler):
    """Shows the log of the library between the messages of the command."""

    def emit(self, record: logging.LogRecord) -> None:
        from rich.text import Text

        _messages().print(Text(printable(f"{record.name}: {record.getMessage()}"), style="dim"))


_HANDLER = _ConsoleHandler()


def set_verbosity(*, verbose: bool, quiet: bool) -> None:
    """Choose what is said on standard error, by the level of the logger ``govreport_ie``.

    Args:
        verbose: the log of the library too: files and their encodings, workers, what was taken over.
        quiet: errors only; no notes, warnings or progress.
    """
    _LIBRARY.setLevel(logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING)
    _LOGGER.setLevel(logging.ERROR if quiet else logging.INFO)
    if _HANDLER not in _LIBRARY.handlers:
        _LIBRARY.addHandler(_HANDLER)


def error_line(message: str) -> None:
    """One red line that says what went wrong and what to do next."""
    _line("error", "red", message)


def internal_error(error: Exception) -> str:
    """What to tell the user about an error that the library did not foresee."""
    return (
        f"internal error: {type(error).__name__}: {str(error)[:300]}; please report it "
        f"({DEBUG_VARIABLE}=1 in the environment shows where it happened)"
    )


def warning_line(message: str) -> None:
    """One yellow line that says what may be wrong; nothing when quiet."""
    if not _LOGGER.isEnabledFor(logging.WARNING):
        return
    _line("warning", "yellow", message)


def note_line(message: str) -> None:
    """One line that says what was done; nothing when quiet."""
    if not _LOGGER.isEnabledFor(logging.INFO):
        return
    from rich.text import Text

    _messages().print(Text(printable(message)))


def _line(label: str, style: str, message: str) -> None:
    from rich.text import Text

    _messages().print(Text.assemble((f"{label}: ", f"bold {style}"), (printable(message), style)))


@contextmanager
def progress(label: str, *, hidden: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on standard error while long work is under way; nothing if that is no terminal.

    Args:
        label: what is being done.
        hidden: show nothing, because data go to the same terminal.

    Yields:
        A function that is told the number of steps done, their total and the name of the one under way.
    """
    if hidden or not sys.stderr.isatty() or not _LOGGER.isEnabledFor(logging.INFO):
        yield lambda done, total, name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", style="dim", markup=False),
    )
    with Progress(*columns, console=_messages(), transient=True) as bar:
        task = bar.add_task(label, total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=printable(name))
