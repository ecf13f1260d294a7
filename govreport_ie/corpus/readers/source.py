"""What every reader gives: a text, where it came from, and what was noticed while reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from govreport_ie.errors import ReadError

__all__ = ["SourceText", "make_source"]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BINARY_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""The extracted text of a file, of a member of an archive, or of a row of a table.

    Attributes:
        text: the text, with line ends as ``\n``.
        path: where it came from; ``archive.zip!/member.txt`` inside an archive, None for a stream without a name.
        start: offset of the text in the file's extracted text.
        end: offset behind it.
        encoding: the encoding that the bytes were decoded with, None where the file kind fixes it.
        warnings: what was noticed while reading.
        metadata: what file name and columns say; ``year`` (int), ``region`` and ``doc_id`` where known.
    """

    text: str
    path: str | None
    start: int
    end: int
    encoding: str | None
    warnings: tuple[str, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


def make_source(
    text: str,
    path: str | None,
    *,
    encoding: str | None = None,
    warnings: tuple[str, ...] = (),
    metadata: dict[str, Any] | None = None,
) -> SourceText:
    r"""Check a decoded text and wrap it.

    Line ends become ``\n``.  Half surrogate pairs are replaced by U+FFFD, control characters are kept; both give a warning.

    Args:
        text: the text as decoded.
        path: where it came from.
        encoding: the encoding it was decoded with.
        warnings: warnings from earlier steps.
        metadata: what is known about the text.

    Returns:
        The source.

    Raises:
        ReadError: if the text is mostly control characters, that is a binary file.
    """
    name = path or "the input"
    notes = list(warnings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    halves = _SURROGATE.findall(text)
    if halves:
        text = _SURROGATE.sub("\ufffd", text)
        notes.append(f"{len(halves)} half surrogate pair(s) replaced by U+FFFD")
    controls = _CONTROL.findall(text)
    if controls:
        if len(controls) > max(8, _BINARY_SHARE * len(text)):
            raise ReadError(f"{name}: looks like a binary file ({len(controls)} control characters)")
        notes.append(f"{len(controls)} control character(s) in the text")
    if not text.strip():
        notes.append("the text is empty" if not text else "the text holds only white space")
    return SourceText(text, path, 0, len(text), encoding, tuple(notes), dict(metadata or {}))
