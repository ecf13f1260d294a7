"""What a batch has to do: a task a file, several for a large archive or table."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from govreport_ie.about import __version__
from govreport_ie.corpus.readers import shown
from govreport_ie.corpus.readers.folders import list_files
from govreport_ie.corpus.readers.tables import TABLE_SUFFIXES
from govreport_ie.pipeline.choice import DEFAULT_CHOICE, PipelineChoice

__all__ = ["BLOCK", "STDIN", "Options", "Plan", "Task", "content_hash", "fingerprint", "plan"]

STDIN = "-"

BLOCK = 16
"""Texts of an archive or table that are handed over together; a killed worker loses no block that it has handed over."""

_STRIPE_BYTES = 4_000_000
_STRIPES = 16  # every stripe reads its file from the start, so more would not pay
_STRIPED = TABLE_SUFFIXES | {".zip"}
_DECIDES_ROWS = (
    "extraction/",
    "report/",
    "corpus/readers/",
    "corpus/documents.py",
    "tables/",
)  # what a row depends on
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Options:
    """What decides, beside the input and the version of the library, which rows come out.

    Attributes:
        year: year of delivery of all reports.
        region: region of all reports.
        encoding: encoding of text files.
        text_column: column of the texts in tables.
        name_pattern: how file names tell metadata.
        max_characters: longer texts are refused.
        pipeline: which pipeline extracts.
        payload: what is kept beside the rows: nothing, ``json`` (whole reports) or ``docs`` (spaCy Docs).
        thresholds: whether the metrics have rows of thresholds, too.
    """

    year: int | None = None
    region: str | None = None
    encoding: str | None = None
    text_column: str | None = None
    name_pattern: str | None = None
    max_characters: int = 10_000_000
    pipeline: PipelineChoice = DEFAULT_CHOICE
    payload: str = ""
    thresholds: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One file, or one of several equal shares of it.

    Attributes:
        path: the file as the user named it, for opening it.
        file_id: its part in the identifiers of documents.
        stripe: number of the share, from 0; of the file's blocks it has those with this remainder.
        stripes: number of shares.
        data: where the bytes lie if not under ``path`` (standard input).
    """

    path: str
    file_id: str
    stripe: int = 0
    stripes: int = 1
    data: str | None = None

    @property
    def name(self) -> str:
        """The path as messages and tables write it."""
        return shown(self.path)

    @property
    def key(self) -> str:
        """Identifies the task in the journal, together with the content of the file and the options."""
        return f"{self.path}\n{self.file_id}\n{self.stripe}/{self.stripes}"

    @property
    def order(self) -> tuple[str, int]:
        """Tasks are written in this order whatever the order in which they were named and done."""
        return self.path, self.stripe


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Attributes:
        tasks: the tasks in order.
        refused: (path, message) of what is not read from folders.
        outputs: files in the folders that a batch has written, which are not read.
    """

    tasks: list[Task]
    refused: list[tuple[str, str]]
    outputs: list[str]


def plan(inputs: Iterable[str], stdin: str | None = None) -> Plan:
    """Find the files and share them out.

    Args:
        inputs: files, folders and ``-``.
        stdin: the file that holds what came from standard input.

    Returns:
        The plan.

    Raises:
        ReadError: if a path does not exist.
    """
    files: dict[str, str] = {}  # path -> identifier
    refused: set[tuple[str, str]] = set()
    outputs: set[str] = set()
    for name in inputs:
        if name == STDIN:
            files[STDIN] = "stdin"
            continue
        root = Path(name)
        if root.exists() and not root.is_dir() and not root.is_file():
            refused.add(
                (shown(name), "not a file, so its texts cannot be counted before they are read; give - and pipe it in")
            )
            continue
        listing = list_files(root)
        for path in listing.files:
            identifier = path.relative_to(root).as_posix() if root.is_dir() else path.name
            files.setdefault(str(path), shown(identifier))
        refused.update((shown(str(path)), reason) for path, reason in listing.refused)
        outputs.update(shown(str(path)) for path in listing.outputs)
    return Plan(sorted(_tasks(files, stdin), key=lambda task: task.order), sorted(refused), sorted(outputs))


def _tasks(files: dict[str, str], stdin: str | None) -> Iterator[Task]:
    """The tasks of files by path; an identifier that several of them have gives way to the path."""
    shared = {identifier for identifier, count in Counter(files.values()).items() if count > 1}
    for path, identifier in files.items():
        file_id = shown(path) if identifier in shared else identifier
        if path == STDIN:
            yield Task(path, file_id, data=stdin)
            continue
        stripes = _stripes(Path(path))
        for stripe in range(stripes):
            yield Task(path, file_id, stripe, stripes)


def _stripes(path: Path) -> int:
    if path.suffix.lower() not in _STRIPED:
        return 1
    try:
        size = path.stat().st_size
    except OSError:
        return 1
    return max(1, min(_STRIPES, -(-size // _STRIPE_BYTES)))


def content_hash(path: str | Path) -> str:
    """SHA-256 of a file's bytes, empty if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while data := file.read(_CHUNK):
                digest.update(data)
    except OSError:
        return ""
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _pipeline_version() -> str:
    """The version of the library and a digest of its code and lexicons, so that rows of two versions are never mixed."""
    digest = hashlib.sha256()
    root = Path(str(resources.files("govreport_ie")))
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root).as_posix()
        if path.is_file() and path.suffix != ".pyc" and relative.startswith(_DECIDES_ROWS):
            digest.update(relative.encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def fingerprint(options: Options) -> str:
    """A digest of the version of the library and the options: rows with the same one may stand beside each other."""
    described = json.dumps(
        [_pipeline_version(), sys.version_info[:2], asdict(options), options.pipeline.digest()], sort_keys=True
    )
    return hashlib.sha256(described.encode()).hexdigest()[:32]
