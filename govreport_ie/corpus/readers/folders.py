"""The files of a folder: those that are read, those that are not and why, and those that a batch has written there."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from govreport_ie.corpus.readers.source import shown
from govreport_ie.corpus.readers.tables import TABLE_SUFFIXES
from govreport_ie.errors import ReadError

__all__ = [
    "SUPPORTED_SUFFIXES",
    "WRITTEN",
    "Listing",
    "find_files",
    "list_files",
    "listed",
    "work_folder",
    "written_by_batch",
]

SUPPORTED_SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".docx", ".pdf", ".zip"}) | TABLE_SUFFIXES
"""Suffixes that are read from folders and archives; a file named by the user is tried whatever its suffix."""

WRITTEN = "written.json"
"""File in the work folder of a batch with the names of the files that it has written."""

_WORK = ".batch"
_HIDDEN = (".", "~$")
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(slots=True)
class Listing:
    """What a folder and those below it hold, hidden files left out.

    Attributes:
        files: what is read, sorted.
        refused: (path, reason) of what is not read.
        outputs: files that a batch has written, which are never read by the way.
    """

    files: list[Path] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)


def find_files(path: str | Path) -> list[Path]:
    """The files of supported kinds in a folder and below, sorted; a file stands for itself.

    Args:
        path: a file or folder.

    Returns:
        The files; hidden ones and those that a batch has written are left out.

    Raises:
        ReadError: if the path does not exist.
    """
    return list_files(path).files


def list_files(path: str | Path) -> Listing:
    """Everything in a folder and below; a file stands for itself.

    Args:
        path: a file or folder.

    Raises:
        ReadError: if the path does not exist.
    """
    path = Path(path)
    if not path.is_dir():
        if not path.exists():
            raise ReadError(f"{shown(str(path))}: no such file or folder")
        return Listing(files=[path])
    listing = Listing()

    def unreadable(error: OSError) -> None:
        listing.refused.append((Path(error.filename), f"the folder cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        written = written_by_batch(Path(folder))
        for name in names:
            if not name.startswith(_HIDDEN):
                _sort_in(Path(folder, name), name in written, listing)
        for name in [name for name in folders if Path(folder, name).is_symlink()]:
            listing.refused.append((Path(folder, name), "a link to a folder is not followed; name the folder itself"))
    listing.files.sort()
    listing.refused.sort()
    listing.outputs.sort()
    return listing


def _sort_in(path: Path, ours: bool, listing: Listing) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        listing.refused.append((path, f"cannot be read: {error.strerror}"))
        return
    if ours:
        listing.outputs.append(path)
    elif not stat.S_ISREG(mode):
        listing.refused.append((path, f"{_KINDS.get(stat.S_IFMT(mode), 'no file')} is not read from folders"))
    elif path.suffix.lower() in SUPPORTED_SUFFIXES:
        listing.files.append(path)
    else:
        listing.refused.append((path, _unknown_kind(path)))


def _unknown_kind(path: Path) -> str:
    known = ", ".join(sorted(suffix[1:] for suffix in SUPPORTED_SUFFIXES))
    kind = f"files of the kind {path.suffix} are" if path.suffix else "a file without a suffix is"
    return f"{shown(kind)} not read from folders; convert it to one of {known}"


def work_folder(output: Path, *, single: bool) -> Path:
    """The folder in which a batch keeps its journal and the list of what it has written.

    Args:
        output: the file or folder that it writes.
        single: whether it writes one file.
    """
    return output.with_name(f".{output.name}{_WORK}") if single else output / _WORK


def written_by_batch(folder: Path) -> set[str]:
    """Names of the files in a folder that batches have written.

    Args:
        folder: the folder.
    """
    names: set[str] = set()
    try:
        lists = [folder / _WORK / WRITTEN, *folder.glob(f".*{_WORK}/{WRITTEN}")]
    except OSError:
        return names
    for path in lists:
        names |= listed(path)
    return names


def listed(path: Path) -> set[str]:
    """The names in a list of written files; none if there is no list.

    Args:
        path: the list.
    """
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    names = found if isinstance(found, list) else []
    # a name is one of the folder itself, whatever someone may have put into the list
    return {name for name in names if isinstance(name, str) and Path(name).name == name and not name.startswith(".")}
