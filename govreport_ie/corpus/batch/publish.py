"""From the journal to the tables: streamed into new files beside the old ones, which they replace when complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.corpus.batch.journal import Journal, Record
from govreport_ie.corpus.batch.outputs import SINGLE_SUFFIXES, table_output
from govreport_ie.corpus.batch.schema import BATCH_TABLES, FAILURES, pyarrow_module, schema_of
from govreport_ie.corpus.batch.worker import CODEC
from govreport_ie.writers.tables import TABLES

if TYPE_CHECKING:
    from govreport_ie.corpus.batch.run import BatchResult

__all__ = ["publish"]


def publish(
    format: str, output: Path, folder: Path, journal: Journal, records: Iterable[Record], result: BatchResult
) -> None:
    """Write the tables.

    Args:
        format: format of the output.
        output: the file or folder.
        folder: the work folder, on the same file system.
        journal: where the rows are.
        records: the blocks in the order in which they are to be written.
        result: what the run did; gets a warning where two documents have one identifier.

    Raises:
        OSError: if something cannot be written; the old files are then left as they were.
    """
    staging = folder / "new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        single = output.suffix.lower() in SINGLE_SUFFIXES
        target = staging / output.name if single else staging
        _write(format, target, staging, journal, records, result)
        files = sorted(path for path in staging.iterdir() if path.suffix != ".wal")
        for path in files:
            _sync(path)
        home = output.parent if single else output
        for path in files:
            os.replace(path, home / path.name)
        _sync(home)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(
    format: str, target: Path, staging: Path, journal: Journal, records: Iterable[Record], result: BatchResult
) -> None:
    pa = pyarrow_module()
    tables = list(BATCH_TABLES)
    shards: Any = None
    if format == "docbin":
        from govreport_ie.corpus.batch.docs import DocShards

        shards = DocShards(staging)
        format, tables = "csv", ["reports", "failures"]
    whole = format == "jsonl"
    writer = table_output(format, target, tables)
    seen: set[int] = set()
    twice: list[str] = []
    for record in records:
        raw = pa.decompress(journal.body(record), decompressed_size=record.head["raw"], codec=CODEC, asbytes=True)
        position = 0
        for name, size in record.head["sizes"].items():
            part = raw[position : position + size]
            position += size
            if name == "docs":
                shards.write(part)
            elif name == "json":
                writer.raw("reports", part)  # pyright: ignore[reportAttributeAccessIssue]
            elif name in TABLES:
                batch = pa.ipc.read_record_batch(pa.py_buffer(part), schema_of(name))
                if name == "reports":
                    _note_twice(batch, seen, twice)
                if name in tables and not (whole and name == "reports"):
                    writer.write(name, batch)
    if result.failures:
        columns = list(zip(*result.failures, strict=True))
        writer.write(
            FAILURES.name,
            pa.RecordBatch.from_arrays([pa.array(cells) for cells in columns], schema=schema_of("failures")),
        )
    writer.close()
    if shards is not None:
        shards.close()
    if twice:
        more = f" and {len(twice) - 3} more" if len(twice) > 3 else ""
        result.warnings.append(f"several documents have one doc_id: {', '.join(twice[:3])}{more}")


def _note_twice(batch: Any, seen: set[int], twice: list[str]) -> None:
    for identifier in batch.column("doc_id").to_pylist():
        digest = hash(identifier)  # the identifiers of millions of documents would take too much memory
        if digest in seen:
            twice.append(identifier)
        seen.add(digest)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open folders
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
