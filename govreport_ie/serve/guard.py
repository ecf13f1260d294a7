"""Around the application: size and time of request bodies, names of the host, and headers of every answer."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from govreport_ie.serve.errors import RequestError
from govreport_ie.serve.limits import Limits

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "error_body"]

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


def error_body(code: str, message: str) -> dict[str, Any]:
    """The JSON form of an error."""
    return {"error": {"code": code, "message": message}}


class Guard:
    """Wraps the application.

    Args:
        app: the application.
        limits: bounds of a request.
        hosts: host names that requests may come by; ``*`` for any.  A page elsewhere that makes a browser resolve its own
            name to this machine (DNS rebinding) is turned away.
    """

    def __init__(self, app: ASGIApp, limits: Limits, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._limits = limits
        self._hosts = frozenset(host.lower().strip("[]") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(item for item in _HEADERS if item[0] not in present)]
            await send(message)

        try:
            self._check(headers)
        except RequestError as error:
            await _refuse(answer, error)
            return
        await self._app(scope, self._bounded(receive), answer)

    def _check(self, headers: dict[bytes, bytes]) -> None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if "*" not in self._hosts and name not in self._hosts:
            raise RequestError(400, "unknown_host", "this server does not answer to that host name")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            raise RequestError(400, "bad_length", "the Content-Length is no number")
        if int(length) > self._limits.max_bytes:
            raise self._too_large()

    def _too_large(self) -> RequestError:
        return RequestError(
            413, "too_large", f"the request is too large; at most {self._limits.max_bytes / 1_000_000:g} MB are taken"
        )

    def _bounded(self, receive: Receive) -> Receive:
        size = 0
        more = True
        deadline = asyncio.get_running_loop().time() + self._limits.upload_seconds

        async def bounded() -> Message:
            nonlocal size, more
            if not more:  # the body is there; what comes now is the client going away
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, deadline - asyncio.get_running_loop().time()))
            except asyncio.TimeoutError as error:
                raise _http(RequestError(408, "slow_upload", "the request took too long to arrive")) from error
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size > self._limits.max_bytes:
                raise _http(self._too_large())
            return message

        return bounded


def _http(error: RequestError) -> Exception:
    # the one kind of exception that the framework lets through while it reads a body
    from fastapi import HTTPException

    return HTTPException(error.status, detail=error_body(error.code, error.message))


async def _refuse(send: Send, error: RequestError) -> None:
    body = json.dumps(error_body(error.code, error.message), ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
