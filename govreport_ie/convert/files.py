"""Reading and writing the files of formats, with errors that name the file and the line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from govreport_ie.errors import ReadError, WriteError
from govreport_ie.tables.files import write_text

__all__ = ["beside", "file_names", "json_lines", "make_folder", "read_json", "read_text", "write_lines", "write_text"]


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, line ends as they are.

    Raises:
        ReadError: if it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig" if path.suffix in (".json", ".jsonl") else "utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: not UTF-8 text: {error}") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error


def read_json(path: Path) -> Any:
    """The value of a JSON file.

    Raises:
        ReadError: if it cannot be read or is not JSON.
    """
    return _json(read_text(path), str(path))


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSONL file, each with words that say where it stands.

    Raises:
        ReadError: if it cannot be read or a line is no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        row = _json(line, place)
        if not isinstance(row, dict):
            raise ReadError(f"{place}: not a JSON object")
        yield place, row


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReadError(f"{place}: not JSON: {error}") from error


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write objects as JSON lines.

    Raises:
        WriteError: if the file cannot be written.
    """
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def make_folder(path: Path) -> None:
    """Make a folder, but not those above it.

    Raises:
        WriteError: if it is a file or cannot be made.
    """
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path}: the folder cannot be made: {error.strerror or error}") from error


def beside(path: Path, ending: str) -> Path:
    """A file beside another: ``tasks.json`` and ``.labels.xml`` give ``tasks.labels.xml``."""
    return path.with_name(path.stem + ending)


def file_names(ids: Iterable[str]) -> list[str]:
    """A file name for every document id, without characters that file systems or tools refuse, no two the same.

    Example:
        >>> file_names(["a/b.txt", "a_b", "a b"])
        ['a_b', 'a_b-2', 'a_b-3']
    """
    names: list[str] = []
    used: set[str] = set()
    for identifier in ids:
        base = "".join(c if c.isalnum() or c in "-_." else "_" for c in identifier.removesuffix(".txt")).strip("._")
        base = base[:80] or "document"
        name, number = base, 1
        while name.casefold() in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name.casefold())
        names.append(name)
    return names
