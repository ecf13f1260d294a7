"""The application and its entry point, which lets no traceback reach the user."""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from govreport_ie.about import __version__
from govreport_ie.cli.batch import batch
from govreport_ie.cli.codebook import codebook
from govreport_ie.cli.convert import convert
from govreport_ie.cli.evaluate import evaluate
from govreport_ie.cli.explain import explain
from govreport_ie.cli.extract import extract
from govreport_ie.cli.messages import DEBUG_VARIABLE, error_line, internal_error, set_verbosity
from govreport_ie.cli.panel import panel
from govreport_ie.cli.serve import serve
from govreport_ie.cli.train_names import train_names
from govreport_ie.cli.view import view
from govreport_ie.errors import GovReportError

__all__ = ["app", "main"]

app = typer.Typer(
    name="govreport-ie",
    help="Information extraction from Chinese government work reports.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # frames around the help would cost every command a third of its start
    context_settings={"help_option_names": ["-h", "--help"]},
)


_VERBOSITY = [
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
    for name, annotation in (
        ("verbose", Annotated[bool, typer.Option("--verbose", "-v", help="Say more on standard error.")]),
        ("quiet", Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]),
    )
]
"""Options of every command."""


_TERMINATED = 128 + signal.SIGTERM
_AGAIN = 2.0  # seconds


class _ReaderGone(Exception):
    """The reader of standard output (head, less) has seen enough."""


class _Stopped(Exception):
    """The user pressed Ctrl-C."""


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with ``-v`` and ``-q``, and with broken pipes and interrupts renamed, to which typer has an answer of its own."""

    @functools.wraps(command)
    def guarded(*arguments: Any, verbose: bool = False, quiet: bool = False, **options: Any) -> None:
        set_verbosity(verbose=verbose, quiet=quiet)
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGone from error
        except KeyboardInterrupt as error:
            raise _Stopped from error

    signature = inspect.signature(command, eval_str=True)
    guarded.__signature__ = signature.replace(  # pyright: ignore[reportAttributeAccessIssue]
        parameters=[*signature.parameters.values(), *_VERBOSITY]
    )
    guarded.__annotations__ = {**command.__annotations__, **{option.name: option.annotation for option in _VERBOSITY}}
    return guarded


def _help(command: Callable[..., None]) -> str:
    """What the help says of a command; the lines of paragraphs with examples are not filled."""
    paragraphs = (inspect.getdoc(command) or "").split("\n\n")
    return "\n\n".join(f"\b\n{words}" if "govreport-ie " in words else words for words in paragraphs)


for _command in (extract, batch, panel, evaluate, convert, view, serve, explain, codebook, train_names):
    app.command(help=_help(_command), short_help=_help(_command).split("\n\n")[0])(_guarded(_command))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"govreport-ie {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        arguments: the arguments after the program's name; those of the process when omitted.

    Raises:
        SystemExit: always, with the exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # reports are Chinese whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # pyright: ignore[reportAttributeAccessIssue]
    with _ended_by_terminate():
        sys.exit(_run(arguments))


@contextlib.contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """Let SIGTERM end a command the way an error does, so that unfinished files are cleared away.

    Code that runs when the signal comes may swallow the exception (an import, a finaliser), so it is raised again until the
    command has ended, and the status is that of the signal whatever else was made of it.
    """
    terminated = False

    def end(number: int, frame: object) -> None:
        nonlocal terminated
        terminated = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        raise SystemExit(_TERMINATED)

    handled = [number for number in (signal.SIGTERM, getattr(signal, "SIGALRM", None)) if number is not None]
    try:
        before = {number: signal.signal(number, end) for number in handled}
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    except SystemExit:
        if terminated:
            raise SystemExit(_TERMINATED) from None
        raise
    finally:
        if terminated and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(arguments: list[str] | None) -> int:
    try:
        status = app(args=arguments, prog_name="govreport-ie", standalone_mode=True)
        sys.stdout.flush()
        return int(status or 0)
    except SystemExit as stop:  # how typer ends, after its own messages on wrong usage
        return _flushed(stop.code if isinstance(stop.code, int) else int(stop.code is not None))
    except (_ReaderGone, BrokenPipeError):
        return _quiet()
    except (_Stopped, KeyboardInterrupt):
        error_line("stopped")
        return 130
    except GovReportError as error:
        error_line(str(error))
        return 1
    except MemoryError:
        error_line("out of memory; give fewer or smaller files at a time")
        return 1
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        from govreport_ie.tables.files import is_disk_full

        error_line("the disk is full; free some space" if is_disk_full(error) else internal_error(error))
        return 1


def _flushed(status: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _quiet()
    return status


def _quiet() -> int:
    # Python flushes standard output once more at exit; point it to where that cannot fail.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
