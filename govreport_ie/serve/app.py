"""The application, where FastAPI is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreport_ie.errors import MissingExtraError
from govreport_ie.serve.limits import Limits

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["INSTALL", "create_app"]

INSTALL = 'serving needs FastAPI: pip install "govreport-ie[serve]"'


def create_app(limits: Limits | None = None, *, hosts: tuple[str, ...] = ("127.0.0.1", "localhost")) -> FastAPI:
    """The application, for any ASGI server.

    Args:
        limits: bounds of every request.
        hosts: host names that it answers to; ``*`` for any.

    Returns:
        The FastAPI application.  Its description is at ``/openapi.json``.

    Raises:
        MissingExtraError: if FastAPI is not installed.

    Example:
        >>> from govreport_ie.serve import Limits, create_app
        >>> app = create_app(Limits(max_bytes=1_000_000, seconds=10))  # doctest: +SKIP
    """
    try:
        import fastapi  # noqa: F401
        import python_multipart  # noqa: F401  (what forms are read with)
    except ImportError as error:
        raise MissingExtraError(INSTALL) from error
    from govreport_ie.serve.routes import build  # needs FastAPI

    return build(limits or Limits(), hosts)
