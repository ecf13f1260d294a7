"""A worker process: files in, finished rows out."""

from __future__ import annotations

import contextlib
import json
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from govreport_ie.corpus.batch.tasks import BLOCK, Options, Task, content_hash
from govreport_ie.corpus.documents import document_id, reports_of
from govreport_ie.corpus.readers import SourceText, read_texts
from govreport_ie.errors import GovReportError, MissingExtraError, ReadError
from govreport_ie.extraction.engine import default_engine
from govreport_ie.pipeline.choice import chosen_pipeline
from govreport_ie.report.models import Report
from govreport_ie.tables.arrow import pyarrow_module
from govreport_ie.tables.reports import TABLES, RowBuffer
from govreport_ie.tables.text import json_lines

__all__ = ["CODEC", "IDENTIFIERS", "ROWS_LIMIT", "annotate_task", "answer_tasks", "limit_memory", "lines_of"]

CODEC = "zstd"
"""Compression of the rows on their way to the journal."""

ROWS_LIMIT = 20_000
"""A block is handed over early when it has this many metrics, so that memory stays bounded."""

TEXT_LIMIT = 2_000_000
"""The same for characters of text."""

IDENTIFIERS = "identifiers"
"""The part of a JSON block that holds the identifiers of its documents."""

Block = tuple[dict[str, Any], bytes]


def lines_of(table: str) -> str:
    """The part of a JSON block that holds the lines of a table.

    Args:
        table: name of the table.
    """
    return f"lines:{table}"


def answer_tasks(connection: Connection, options: Options, memory: int | None) -> None:
    """Answer tasks until the other side is gone.

    A task comes with the number of the first block wanted, the positions of texts to leave out, and the hash of the content that
    these are about; of other content every block is wanted.  The answers are ``("content", hash)`` at the start,
    ``("begin", position, name)`` before each text, ``("block", head, body)`` for rows, ``("failure", name, reason, message)``
    for a text that failed, and at the end ``("done", content hash)`` or ``("memory",)``.

    Args:
        connection: to the parent.
        options: options of the run.
        memory: limit on the process's own memory in bytes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what happens
    limit_memory(memory)
    if chosen_pipeline(options.pipeline) is None:
        default_engine()
    try:
        connection.send(("ready",))
        while True:
            task, first, skip, known = connection.recv()
            try:
                digest = content_hash(task.data or task.path)
                connection.send(("content", digest))
                if known and digest != known:
                    first, skip = 0, frozenset()
                for message in annotate_task(task, options, first=first, skip=skip):
                    connection.send(message)
                connection.send(("done", digest))
            except MemoryError:
                connection.send(("memory",))
                return  # what is left of this process's memory is in no state to go on with
    except (EOFError, OSError):
        return  # the parent is gone


def limit_memory(memory: int | None) -> None:
    """Make this process end with a MemoryError where it would take more, if the system can.

    One monstrous file must not set the machine swapping or wake its out-of-memory killer.

    Args:
        memory: bytes of data; None for no limit.
    """
    if memory is None:
        return
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def annotate_task(
    task: Task, options: Options, *, first: int = 0, skip: frozenset[int] = frozenset()
) -> Iterator[tuple[Any, ...]]:
    """The answers to a task, but for the last one.

    Args:
        task: the task.
        options: options of the run.
        first: blocks before this one are left out, because they have been handed over.
        skip: positions of texts that have killed a worker twice.

    Yields:
        ``("begin", …)``, ``("block", …)`` and ``("failure", …)``; see `answer_tasks`.
    """
    buffer = _Block(options)
    current = -1
    position = -1
    for position, source in enumerate(_sources(task, options)):
        block = position // BLOCK
        if position in skip or _is_done_elsewhere(block, task, first):
            continue
        if block != current and buffer.begun:
            yield "block", *buffer.take(current, last=True)
        current = block
        if isinstance(source, tuple):
            yield "failure", *source
            continue
        name = _name(task, source)
        yield "begin", position, name
        try:
            for report in _reports(task, source, name, options):
                buffer.add(report)
                if buffer.is_full:
                    yield "block", *buffer.take(current, last=False)
        except MemoryError:
            raise
        except GovReportError as error:
            yield "failure", name, "text", str(error)
        except Exception as error:
            yield "failure", name, "internal", f"{type(error).__name__}: {str(error)[:300]}; please report it"
    if buffer.begun:
        yield "block", *buffer.take(current, last=True)
    if position < 0 and task.stripe == 0:
        yield "failure", task.name, "read", f"{task.name}: no text in it"


def _is_done_elsewhere(block: int, task: Task, first: int) -> bool:
    """Whether a block is another stripe's, or has been handed over."""
    return block < first or block % task.stripes != task.stripe


def _reports(task: Task, source: SourceText, name: str, options: Options) -> Iterable[Report]:
    """The reports of a text, unless it is longer than any report is."""
    if len(source.text) > options.max_characters:
        raise ReadError(f"{name}: a text of {len(source.text):,} characters; no report is so long (--max-characters)")
    return reports_of(
        source,
        year=options.year,
        region=options.region,
        doc_id=document_id(source, task.file_id),
        nlp=chosen_pipeline(options.pipeline),
    )


def _name(task: Task, source: SourceText) -> str:
    path = source.path or task.name
    return path if source.row is None else f"{path}#{source.row}"


def _sources(task: Task, options: Options) -> Iterator[SourceText | tuple[str, str, str]]:
    """The texts of the file and, where members of an archive fail, what goes to the failures.

    Every stripe meets the same sequence.
    """
    errors: list[tuple[str, str, str]] = []

    def failed(path: str, error: GovReportError) -> None:
        errors.append((path, _reason(error), str(error)))

    try:
        for source in read_texts(
            task.data or task.path,
            encoding=options.encoding,
            text_column=options.text_column,
            name_pattern=options.name_pattern,
            on_error=failed,
        ):
            yield from errors
            errors.clear()
            yield replace(source, path=task.name) if task.data else source
        yield from errors
    except GovReportError as error:
        yield from errors
        yield task.name, _reason(error), str(error)
    except MemoryError:
        raise
    except Exception as error:
        yield task.name, "internal", f"{type(error).__name__}: {str(error)[:300]}; please report it"


def _reason(error: GovReportError) -> str:
    return "package" if isinstance(error, MissingExtraError) else "read"


class _Block:
    """The rows of the texts handed over together, and what is kept beside them."""

    def __init__(self, options: Options) -> None:
        self.documents = 0
        self.metrics = 0
        self.characters = 0
        self._part = 0
        self._json: list[str] | None = [] if options.payload == "json" else None
        # of JSON lines a report is a line of its own, not a row
        tables = [name for name in TABLES if self._json is None or name != "reports"]
        self._rows = RowBuffer(tables, thresholds=options.thresholds)
        self._identifiers: list[str | None] = []
        self._docs: Any = None
        if options.payload == "docs":
            from govreport_ie.corpus.batch.docs import DocKeeper  # needs spaCy

            self._docs = DocKeeper(chosen_pipeline(options.pipeline))

    @property
    def begun(self) -> bool:
        """Whether the block has texts, here or in parts that have been handed over."""
        return self.documents > 0 or self._part > 0

    @property
    def is_full(self) -> bool:
        """Whether it is to be handed over before its end."""
        return self.metrics > ROWS_LIMIT or self.characters > TEXT_LIMIT

    def add(self, report: Report) -> None:
        """Add a report whole or, if anything of it cannot be written, not at all."""
        line = report.model_dump_json() + "\n" if self._json is not None else ""
        self._rows.add(report)
        if self._json is not None:
            self._json.append(line)
            self._identifiers.append(report.doc_id)
        if self._docs is not None:
            self._docs.add(report)
        self.documents += 1
        self.metrics += len(report.metrics)
        self.characters += len(report.text)

    def take(self, block: int, *, last: bool) -> Block:
        """Head and body of the journal's record: the rows as Arrow messages without their schema, compressed.

        Of JSON lines the finished lines are handed over, so that the parent has only to write them.
        """
        pa = pyarrow_module()
        parts: dict[str, bytes] = {}
        rows: dict[str, int] = {}
        for name, waiting in self._rows.take().items():
            rows[name] = len(waiting)
            if self._json is None:
                parts[name] = bytes(waiting.arrow().serialize())
            else:
                parts[lines_of(name)] = json_lines(waiting).encode("utf-8")
        if self._json is not None:
            parts[lines_of("reports")] = "".join(self._json).encode("utf-8")
            parts[IDENTIFIERS] = json.dumps(self._identifiers).encode("ascii")
            self._json.clear()
            self._identifiers.clear()
        if self._docs is not None:
            parts["docs"] = self._docs.take()
        raw = b"".join(parts.values())
        head = {
            "block": block,
            "part": self._part,
            "last": last,
            "documents": self.documents,
            "rows": rows,
            "sizes": {name: len(data) for name, data in parts.items()},
            "raw": len(raw),
        }
        self.documents = self.metrics = self.characters = 0
        self._part = 0 if last else self._part + 1
        return head, bytes(pa.compress(raw, codec=CODEC, asbytes=True))
