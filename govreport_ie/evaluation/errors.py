"""The list of mistakes, and the TSV file it is written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from govreport_ie.errors import WriteError

__all__ = ["Mistake", "write_mistakes"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One disagreement with the gold.

    Attributes:
        window: id of the gold window.
        doc: the document.
        start: offset of the object in the document.
        end: end offset, exclusive.
        kind: what is wrong: ``quantity missed``, ``quantity value``, ``indicator``, ``status``, ``entity spurious`` …
        text: the words of the object.
        gold: what the gold says.
        got: what was predicted.
        context: the words around it.
    """

    window: str
    doc: str
    start: int
    end: int
    kind: str
    text: str
    gold: str
    got: str
    context: str


def write_mistakes(mistakes: Iterable[Mistake], path: str | Path) -> None:
    """Write mistakes as tab-separated values with a header line.

    Args:
        mistakes: the mistakes.
        path: the file; tabs and line ends inside fields become spaces.

    Raises:
        WriteError: if the file cannot be written.
    """
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("\t".join(field.name for field in fields(Mistake)) + "\n")
            for mistake in mistakes:
                file.write("\t".join(_cell(value) for value in astuple(mistake)) + "\n")
    except OSError as error:
        raise WriteError(f"{path}: cannot write the errors: {error.strerror or error}") from error


def _cell(value: object) -> str:
    return str(value).replace("\t", " ").replace("\r", " ").replace("\n", " ")
