"""What every reader gives: a text, where it came from, and what was noticed while reading it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any

from govreport_ie.errors import ReadError
from govreport_ie.extraction.records import Notice

__all__ = ["SourceText", "make_source", "path_of", "shown"]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BINARY_SHARE = 0.02
_LIKE_ESCAPE = re.compile(r"\\(?=x[0-9a-f]{2})")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def shown(name: str) -> str:
    r"""The name of a file as messages and tables write it: bytes that are no UTF-8 as ``\xc4``, everything else as it is.

    Archives that were packed on Chinese Windows leave such names behind.  `path_of` gives the file's own name back.

    Args:
        name: a path as Python has it, where such bytes are half surrogate pairs (PEP 383).

    Example:
        >>> shown("reports/\udcc4\udcff.txt")
        'reports/\\xc4\\xff.txt'
    """
    if sys.platform != "win32":  # there the backslash parts folders
        name = _LIKE_ESCAPE.sub(r"\\x5c", name)
    try:
        data = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        data = name.encode("utf-8", "surrogatepass")
    return data.decode("utf-8", "backslashreplace")


def path_of(name: str) -> str:
    r"""The path of a file that `shown` has written, for ``open``.

    Args:
        name: ``source_path`` of a table.

    Example:
        >>> path_of("reports/\\xc4\\xff.txt") == "reports/\udcc4\udcff.txt"
        True
    """
    data = _ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), name.encode("utf-8"))
    return data.decode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""The extracted text of a file, of a member of an archive, or of a row of a table.

    Attributes:
        text: the text, with line ends as ``\n``.
        path: where it came from; ``archive.zip!/member.txt`` inside an archive, None for a stream without a name.
        start: offset of the text in the file's extracted text.
        end: its end, exclusive.
        encoding: the encoding that the bytes were decoded with, None where the file kind fixes it.
        warnings: what was noticed while reading.
        metadata: what file name and columns say; ``year`` (int), ``region`` and ``doc_id`` where known.
        row: number of the row of a table, from 1.
        pages: of paged files, pairs of an offset and the page that begins there.
    """

    text: str
    path: str | None
    start: int
    end: int
    encoding: str | None
    warnings: tuple[str | Notice, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)
    row: int | None = None
    pages: tuple[tuple[int, int], ...] = ()


def make_source(
    text: str,
    path: str | None,
    *,
    encoding: str | None = None,
    warnings: tuple[str | Notice, ...] = (),
    metadata: dict[str, Any] | None = None,
    row: int | None = None,
    pages: tuple[tuple[int, int], ...] = (),
) -> SourceText:
    r"""Check a decoded text and wrap it.

    Line ends become ``\n``.  Half surrogate pairs are replaced by U+FFFD, control characters are kept; both give a warning.

    Args:
        text: the text as decoded.
        path: where it came from.
        encoding: the encoding it was decoded with.
        warnings: warnings from earlier steps.
        metadata: what is known about the text; half surrogate pairs in it are replaced as in the text.
        row: number of the row, for a text of a table.
        pages: of paged files, pairs of an offset and the page that begins there.

    Returns:
        The source.

    Raises:
        ReadError: if the text is mostly control characters, that is a binary file.
    """
    name = path or "the input"
    notes: list[str | Notice] = list(warnings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, halves = _SURROGATE.subn("\ufffd", text)
    if halves:
        notes.append(Notice("half_surrogates", f"{halves} half surrogate pair(s) replaced by U+FFFD", halves))
    known, mended = _mended(metadata or {})
    if mended:
        notes.append(Notice("half_surrogates", f"half surrogate pairs replaced by U+FFFD in {', '.join(mended)}"))
    controls = _CONTROL.findall(text)
    if controls:
        if len(controls) > max(8, _BINARY_SHARE * len(text)):
            raise ReadError(f"{name}: looks like a binary file ({len(controls)} control characters)")
        notes.append(Notice("control_characters", f"{len(controls)} control character(s) in the text", len(controls)))
    if not text.strip():
        notes.append(Notice("blank_text", "the text is empty" if not text else "the text holds only white space"))
    return SourceText(text, path, 0, len(text), encoding, tuple(notes), known, row, pages)


def _mended(metadata: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Metadata that every output can write, and the names of the fields that had to be mended."""
    known: dict[str, Any] = {}
    fields: list[str] = []
    for key, value in metadata.items():
        name = _SURROGATE.sub("\ufffd", str(key))
        whole = _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
        known[name] = whole
        if whole is not value and whole != value:
            fields.append(name)
    return known, fields
