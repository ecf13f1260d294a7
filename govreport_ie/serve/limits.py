"""What a request may take."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of every request.

    Attributes:
        max_bytes: size of the body.
        max_characters: length of the text, also of what an uploaded file holds.
        upload_seconds: time for the body to arrive.
        seconds: time for the extraction, waiting for a free worker included.
        memory: data of a worker process in bytes.
        workers: worker processes.
        waiting: requests that may wait for a worker; further ones are turned away.
    """

    max_bytes: int = 20_000_000
    max_characters: int = 1_000_000
    upload_seconds: float = 30.0
    seconds: float = 60.0
    memory: int = 2_000_000_000
    workers: int = 2
    waiting: int = 16
