"""Errors that a request may end with, each with its status and a code for programs."""

from __future__ import annotations

__all__ = ["RequestError"]


class RequestError(Exception):
    """A request that cannot be answered.

    Attributes:
        status: HTTP status.
        code: short name for programs.
        message: what is wrong, and what to do, for people.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
