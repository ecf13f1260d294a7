"""``govreport-ie serve``: the page and the JSON interface on this machine."""

from __future__ import annotations

import contextlib
import ipaddress
from typing import Annotated

import typer

from govreport_ie.cli.messages import error_line, note_line, warning_line
from govreport_ie.errors import ConfigError, MissingExtraError

__all__ = ["serve"]

_MEGABYTE = 1_000_000
_BACKLOG = 64  # connections that are held open at a time


def serve(
    host: Annotated[str, typer.Option(help="Address to listen at; the default is reached from this machine only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8421,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Worker processes.")] = 2,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that a request may take.")] = 60,
    max_megabytes: Annotated[float, typer.Option(min=0.01, help="Larger requests are refused.")] = 20,
    max_characters: Annotated[int, typer.Option(min=1, help="Longer texts are refused.")] = 1_000_000,
    memory: Annotated[int, typer.Option(min=300, help="Megabytes that a worker may take for its data.")] = 2000,
    allowed_hosts: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", help="Further host name that requests may come by; * for any.", show_default=False
        ),
    ] = None,
) -> None:
    """Show reports in a browser: paste a text or choose a file.

    govreport-ie serve                       then open http://127.0.0.1:8421

    Programs use the same server: POST /extract with {"text": "…"}; /openapi.json describes it.
    """
    from govreport_ie.serve import Limits

    limits = Limits(
        max_bytes=int(max_megabytes * _MEGABYTE),
        max_characters=max_characters,
        seconds=timeout,
        memory=memory * _MEGABYTE,
        workers=workers,
    )
    try:
        _run(host, port, limits, _hosts(host, allowed_hosts or []))
    except MissingExtraError as error:
        error_line(str(error))  # not in typer's box, which would break the install command in two
        raise typer.Exit(2) from error


def _hosts(host: str, allowed: list[str]) -> tuple[str, ...]:
    """Names that requests may come by."""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        warning_line(
            f"{host} can be reached from other machines, and there is no password; put it behind a proxy that asks for one"
        )
    return (host, "127.0.0.1", "localhost", "::1", *allowed)


def _run(host: str, port: int, limits: object, hosts: tuple[str, ...]) -> None:
    import socket

    from govreport_ie.serve.app import INSTALL, create_app
    from govreport_ie.serve.limits import Limits

    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError(INSTALL) from error
    from govreport_ie.serve.protocol import TimedProtocol

    assert isinstance(limits, Limits)
    app = create_app(limits, hosts=hosts)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)  # who comes while the server starts waits for it instead of being refused
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"cannot listen at {host}:{port}: {error.strerror or error}; choose another with --host or --port"
        ) from error
    address = f"[{host}]" if ":" in host else host
    note_line(f"serving at http://{address}:{listener.getsockname()[1]} — Ctrl-C stops it")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_BACKLOG,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        http=TimedProtocol,
    )
    with listener, contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how a server is meant to end
        uvicorn.Server(config).run(sockets=[listener])
    note_line("stopped")
