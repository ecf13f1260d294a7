"""From the journal to the tables: streamed into new files beside the old ones, which they replace when complete."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from govreport_ie.corpus.batch.journal import Journal, Record
from govreport_ie.corpus.batch.worker import CODEC, IDENTIFIERS, lines_of
from govreport_ie.corpus.readers.folders import WRITTEN, listed
from govreport_ie.errors import WriteError
from govreport_ie.tables.arrow import pyarrow_module
from govreport_ie.tables.files import SHARED_SUFFIXES, TABLE_FORMATS, open_tables, staged, write_text
from govreport_ie.tables.reports import BATCH_TABLES, FAILURES, TABLES, Failure, schema_of
from govreport_ie.tables.rows import Rows

__all__ = ["OUTPUT_FORMATS", "publish", "refuse_to_replace"]

OUTPUT_FORMATS = (*TABLE_FORMATS, "docbin")
"""Formats of a batch; the first is the default."""


def publish(
    format: str,
    output: Path,
    folder: Path,
    journal: Journal,
    records: Iterable[Record],
    failures: Sequence[Failure],
    *,
    raw: bool = False,
) -> list[str]:
    """Write the tables.

    Args:
        format: format of the output.
        output: the file or folder.
        folder: the work folder, on the same file system.
        journal: where the rows are.
        records: the blocks in the order in which they are to be written.
        failures: what failed.
        raw: write texts into CSV as they are, even where a spreadsheet takes them for formulas.

    Returns:
        Identifiers that several documents have.

    Raises:
        OSError: if something cannot be written; the old files are then left as they were.
    """
    shared = output.suffix.lower() in SHARED_SUFFIXES
    home = output.parent if shared else output
    earlier = listed(folder / WRITTEN)
    with staged(home, folder=folder / "new") as staging:
        with _memory_given_back():
            publication = _Publication(format, staging, output.name if shared else None, raw=raw)
            for name, data in _parts(journal, records):
                publication.add(name, data)
            publication.close(failures)
        written = {path.name for path in staging.iterdir()}
        # whenever a run is killed, the list names every file that is there
        write_text(folder / WRITTEN, json.dumps(sorted(written | earlier), ensure_ascii=False))
    for name in earlier - written:  # of a run with another format
        (home / name).unlink(missing_ok=True)
    write_text(folder / WRITTEN, json.dumps(sorted(written), ensure_ascii=False))
    return publication.twice


def refuse_to_replace(format: str, output: Path, folder: Path) -> None:
    """Make sure that a folder holds no file of someone else that would be replaced.

    Args:
        format: format of the output.
        output: the file or folder.
        folder: the work folder.

    Raises:
        WriteError: if it does.
    """
    if output.suffix.lower() in SHARED_SUFFIXES or ((folder / "journal").exists() and not (folder / WRITTEN).exists()):
        return  # the user has named the file; or a version before there were lists has written here
    suffix = "csv" if format == "docbin" else format
    ours = listed(folder / WRITTEN)
    there = [name for name in (f"{table}.{suffix}" for table in BATCH_TABLES) if (output / name).exists()]
    foreign = [name for name in there if name not in ours]
    if foreign:
        raise WriteError(
            f"{output}: {', '.join(foreign)} would be replaced, but no batch has written it there; name another folder"
        )


@contextlib.contextmanager
def _memory_given_back() -> Iterator[None]:
    """Let Arrow take memory from the system's allocator, which gives back what is freed; its own keeps some twenty megabytes more."""
    pa = pyarrow_module()
    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def _parts(journal: Journal, records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of what lies in the journal, in order."""
    pa = pyarrow_module()
    for record in records:
        raw = pa.decompress(journal.body(record), decompressed_size=record.head["raw"], codec=CODEC, asbytes=True)
        position = 0
        for name, size in record.head["sizes"].items():
            yield name, raw[position : position + size]
            position += size


class _Publication:
    """The files of one output, and what goes into them.

    Args:
        format: format of the output.
        staging: the folder for the files.
        shared: name of the file that holds every table, if there is one.
        raw: write texts into CSV as they are.
    """

    def __init__(self, format: str, staging: Path, shared: str | None, *, raw: bool) -> None:
        names = list(BATCH_TABLES)
        file_format = format
        self._takers: dict[str, Callable[[bytes], object]] = {}
        self._closers: list[Callable[[], None]] = []
        if format == "docbin":
            from govreport_ie.corpus.batch.docs import DocShards  # needs spaCy

            shards = DocShards(staging)
            self._takers["docs"], self._closers = shards.write, [shards.close]
            names, file_format = ["reports", FAILURES.name], "csv"
        if format == "jsonl":  # the workers have finished the lines
            for table in TABLES:
                lines = open(staging / f"{table}.jsonl", "wb")  # noqa: SIM115 (closed by close)
                self._takers[lines_of(table)] = lines.write
                self._closers.append(lines.close)
            self._takers[IDENTIFIERS] = lambda data: self._note_twice(json.loads(data))
            names = [FAILURES.name]
        self._names = frozenset(names)
        self._tables = open_tables(
            file_format,
            [BATCH_TABLES[name] for name in names],
            lambda name: staging / (shared or f"{name}.{file_format}"),
            raw=raw,
        )
        self._seen: set[int] = set()
        self.twice: list[str] = []

    def add(self, name: str, data: bytes) -> None:
        """Add what a record of the journal holds under a name: rows of a table, lines of one, or Docs."""
        if name in self._takers:
            self._takers[name](data)
        elif name in TABLES:
            pa = pyarrow_module()
            batch = pa.ipc.read_record_batch(pa.py_buffer(data), schema_of(name))
            if name == "reports":
                self._note_twice(batch.column("doc_id").to_pylist())
            if name in self._names:
                self._tables.write(Rows.from_arrow(TABLES[name], batch))

    def close(self, failures: Sequence[Failure]) -> None:
        """Write the failures and finish the files."""
        if failures:
            self._tables.write(Rows.of(FAILURES, failures))
        for close in (self._tables.close, *self._closers):
            close()

    def _note_twice(self, identifiers: Iterable[str]) -> None:
        for identifier in identifiers:
            digest = hash(identifier)  # the identifiers of millions of documents would take too much memory
            if digest in self._seen:
                self.twice.append(identifier)
            self._seen.add(digest)
