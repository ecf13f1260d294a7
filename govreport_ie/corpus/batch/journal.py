"""The journal of a batch: an append-only file from which a run that was cut off continues.

Every record carries a checksum.  A record that power loss or a kill left half-written is cut off when the journal is opened again,
and everything from there on; what stands before it is used.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Journal", "Record"]

_MAGIC = b"GRJ1"
_FRAME = struct.Struct("<4sIQI")  # magic, length of the head, length of the body, checksum of both
_SYNC_SECONDS = 2.0
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies, and its head."""

    head: dict[str, Any]
    position: int  # of the record
    offset: int  # of the body
    length: int  # of the body


class Journal:
    """An append-only file of records: a head (JSON) and a body (bytes).

    Args:
        path: the file; created if missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = open(path, "a+b", buffering=0)  # noqa: SIM115 (closed by close)
        self._end = 0
        self._synced = time.monotonic()

    def recover(self) -> Iterator[Record]:
        """Every complete record in order; what follows the last one is cut off the file."""
        size = os.fstat(self._file.fileno()).st_size
        position = 0
        while position + _FRAME.size <= size:
            self._file.seek(position)
            magic, head_length, body_length, checksum = _FRAME.unpack(self._read(_FRAME.size))
            end = position + _FRAME.size + head_length + body_length
            if magic != _MAGIC or end > size:
                break
            head = self._read(head_length)
            if self._checksum(body_length, zlib.crc32(head)) != checksum:
                break
            yield Record(json.loads(head), position, end - body_length, body_length)
            position = end
        self._end = position
        if position < size:
            self._file.truncate(position)

    def clear(self) -> None:
        """Throw everything away."""
        self._file.truncate(0)
        self._end = 0

    def append(self, head: dict[str, Any], body: bytes = b"") -> Record:
        """Add a record.

        Args:
            head: what can be written as JSON.
            body: bytes.

        Returns:
            The record.

        Raises:
            OSError: if it cannot be written; the journal then ends with the record before.
        """
        data = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
        frame = _FRAME.pack(_MAGIC, len(data), len(body), zlib.crc32(body, zlib.crc32(data)))
        try:
            self._write(frame + data + body)
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                self.sync()
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(self._end)
            raise
        position = self._end
        self._end += len(frame) + len(data) + len(body)
        return Record(head, position, self._end - len(body), len(body))

    def record(self, position: int) -> Record:
        """The record that lies at a position, so that not every head need be kept in memory.

        Args:
            position: where it was written or found.
        """
        self._file.seek(position)
        _, head_length, body_length, _ = _FRAME.unpack(self._read(_FRAME.size))
        head = json.loads(self._read(head_length))
        return Record(head, position, position + _FRAME.size + head_length, body_length)

    def body(self, record: Record) -> bytes:
        """The body of a record."""
        self._file.seek(record.offset)
        return self._read(record.length)

    def sync(self) -> None:
        """Wait until everything is on the disk."""
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]

    def _read(self, length: int) -> bytes:
        data = self._file.read(length) or b""
        while len(data) < length:
            more = self._file.read(length - len(data))
            if not more:
                raise OSError(f"{self.path}: ends in the middle of a record")
            data += more
        return data

    def _checksum(self, length: int, start: int) -> int:
        while length:
            data = self._read(min(length, _READ))
            start = zlib.crc32(data, start)
            length -= len(data)
        return start
