"""Gold windows as JSON lines, the form that ``govreport-ie evaluate`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from govreport_ie.convert.document import Document
from govreport_ie.convert.files import json_lines, write_lines
from govreport_ie.convert.gold import from_gold, to_gold
from govreport_ie.errors import ConvertError

__all__ = ["read", "write", "write_config"]


def read(path: Path) -> Iterator[Document]:
    """Read gold windows.

    Raises:
        ReadError: if the file is not JSONL.
        ConvertError: if a line is no gold window.
    """
    for place, row in json_lines(path):
        try:
            yield from_gold(row)
        except ConvertError as error:
            raise ConvertError(f"{place}: {error}") from error


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write gold windows; whoever writes them says that they are right."""
    write_lines(path, map(to_gold, documents))


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Nothing: the evaluation needs none."""
    return []
