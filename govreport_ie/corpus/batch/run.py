"""A batch: tasks to workers, rows to the journal, the journal to the tables."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from govreport_ie.corpus.batch.journal import Journal, Record
from govreport_ie.corpus.batch.lock import locked
from govreport_ie.corpus.batch.pool import Begun, Pool
from govreport_ie.corpus.batch.publish import OUTPUT_FORMATS, publish, refuse_to_replace
from govreport_ie.corpus.batch.tasks import STDIN, Options, Task, content_hash, fingerprint, plan
from govreport_ie.corpus.readers import NamePattern, folders
from govreport_ie.corpus.readers.tables import TABLE_SUFFIXES
from govreport_ie.errors import ConfigError, WriteError
from govreport_ie.tables.arrow import pyarrow_module
from govreport_ie.tables.files import SHARED_SUFFIXES, clear_errors
from govreport_ie.tables.reports import Failure

__all__ = ["BatchResult", "Progress", "output_format", "run_batch", "work_folder"]

_GO_ON = "free some space and run the same command again, it goes on where it stopped"
"""What to do about a full disk."""

Progress = Callable[["BatchResult", str], None]
"""Told after every file of the state of things and the file's name."""


@dataclass(slots=True)
class BatchResult:
    """What a batch did.

    Attributes:
        output: the file or folder written.
        files: files (and shares of large files) in all.
        done: files done, with those taken over.
        resumed: files taken over from an earlier run.
        reports: reports annotated.
        metrics: metrics found.
        failures: what failed, in order.
        warnings: what was odd.
        seconds: time taken.
    """

    output: Path
    files: int = 0
    done: int = 0
    resumed: int = 0
    reports: int = 0
    metrics: int = 0
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0


def output_format(output: Path, format: str | None) -> str:
    """The format of an output, checked against its name.

    Args:
        output: the file or folder.
        format: the format asked for, if any.

    Raises:
        ConfigError: if the two do not go together.
    """
    single = SHARED_SUFFIXES.get(output.suffix.lower())
    if format is None:
        return single or OUTPUT_FORMATS[0]
    if format not in OUTPUT_FORMATS:
        raise ConfigError(f"no format {format!r}; there are {', '.join(OUTPUT_FORMATS)}")
    if single and single != format:
        raise ConfigError(f"{output} is a {single} file by its name, not {format}")
    if format == "duckdb" and not single:
        raise ConfigError(f"a DuckDB database is one file: name one that ends in .duckdb, not {output}")
    return format


def work_folder(output: Path) -> Path:
    """The folder in which a batch keeps its journal.

    Args:
        output: the file or folder that it writes.
    """
    return folders.work_folder(output, single=output.suffix.lower() in SHARED_SUFFIXES)


def run_batch(
    inputs: Iterable[str | Path],
    output: str | Path,
    *,
    format: str | None = None,
    workers: int = 1,
    resume: bool = False,
    options: Options | None = None,
    timeout: float = 600.0,
    memory: int | None = None,
    progress: Progress | None = None,
    raw: bool = False,
) -> BatchResult:
    """Annotate a corpus.

    Args:
        inputs: files and folders; ``-`` is standard input.
        output: a file that ends in .duckdb or .xlsx, or a folder for a file a table.
        format: one of `OUTPUT_FORMATS`; by the output's name when omitted.
        workers: number of worker processes.
        resume: take over what an earlier run has done of files that are unchanged.  A run that was cut off is always
            continued.
        options: what decides which rows come out.
        timeout: seconds after which a worker that has handed nothing over is killed.
        memory: limit on the memory of each worker, in bytes.
        progress: called with every file that is done.
        raw: write texts into CSV as they are, even where a spreadsheet takes them for formulas.

    Returns:
        What was done; what could not be done is in its ``failures`` and in the table of that name.

    Raises:
        ReadError: if an input does not exist.
        WriteError: if the output cannot be written or another run writes to it.
        ConfigError: if format and output do not go together.
        MissingExtraError: if a package is missing.

    Example:
        >>> from govreport_ie.corpus.batch import run_batch
        >>> run_batch(["reports/"], "corpus.duckdb", workers=4).failures  # doctest: +SKIP
        []
    """
    pyarrow_module()
    output = Path(output)
    name = output_format(output, format)
    payload = {"jsonl": "json", "docbin": "docs"}.get(name, "")
    options = options or Options()
    if options.payload != payload:
        options = replace(options, payload=payload)
    if workers < 1:
        raise ConfigError(f"workers must be 1 or more, not {workers}")
    started = time.monotonic()
    with clear_errors(output, _GO_ON):
        folder = _prepare(name, output)
        with locked(folder / "lock"):
            run = _Run(output, folder, fingerprint(options))
            try:
                result = run.work(inputs, Pool(workers, options, timeout=timeout, memory=memory), resume, progress)
                twice = publish(name, output, folder, run.journal, run.parts(), result.failures, raw=raw)
                if twice:
                    result.warnings.append(f"several documents have one doc_id: {_some(twice)}")
                if options.name_pattern is not None:
                    result.warnings += _unfit(run.names(), options.name_pattern)
                run.journal.append({"type": "end"})
                run.journal.sync()
            finally:
                run.journal.close()
    result.seconds = time.monotonic() - started
    return result


def _unfit(names: Iterable[str], pattern: str) -> list[str]:
    """A warning of the files whose names do not fit a pattern, so that nothing is known of region and year from them."""
    fits = NamePattern(pattern).fits
    count = 0
    unfit: list[str] = []
    for name in names:
        count += 1
        if not fits(name):
            unfit.append(name)
    if not unfit:
        return []
    return [f"{len(unfit)} of {count} file names do not fit {pattern}, so they tell nothing: {_some(unfit)}"]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _prepare(format: str, output: Path) -> Path:
    single = output.suffix.lower() in SHARED_SUFFIXES
    if single and output.is_dir():
        raise WriteError(f"{output} is a folder; name a file, or a folder without such a suffix")
    if not single and output.exists() and not output.is_dir():
        raise WriteError(f"{output} is a file; name a folder, or a file that ends in .duckdb or .xlsx")
    if not output.parent.is_dir():
        raise WriteError(f"{output}: the folder {output.parent} does not exist; create it first")
    folder = work_folder(output)
    refuse_to_replace(format, output, folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class _Place(NamedTuple):
    """Where a block of rows lies in the journal; its record is read again when the tables are written."""

    block: int
    part: int
    position: int
    documents: int
    metrics: int
    last: bool


_Places = dict[int, list[_Place]]
"""The parts of each block of a task."""


def _keep(places: _Places, record: Record) -> None:
    """Note a block; one that comes again, because its worker died, comes again from its first part."""
    head = record.head
    place = _Place(
        head["block"], head["part"], record.position, head["documents"], head["rows"]["metrics"], head["last"]
    )
    parts = places.setdefault(place.block, [])
    del parts[place.part :]
    parts.append(place)


def _all(places: _Places) -> list[_Place]:
    return sorted(place for parts in places.values() for place in parts)


@dataclass(slots=True)
class _Begun:
    """What has been handed over of a task that is not done."""

    digest: str
    blocks: _Places = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The block behind the last that is complete; those between have failures at most, which are known."""
        return max((block for block, parts in self.blocks.items() if parts[-1].last), default=-1) + 1

    def cut(self) -> None:
        """Throw away the parts of a block that is not complete."""
        first = self.first
        self.blocks = {block: parts for block, parts in self.blocks.items() if block < first}


@dataclass(slots=True)
class _Done:
    """What came of a task; a corpus has a hundred thousand of them, so they are kept small."""

    digest: str
    failures: tuple[Failure, ...]
    blocks: tuple[_Place, ...]


class _Run:
    """The state of one run."""

    def __init__(self, output: Path, folder: Path, version: str) -> None:
        self.output = output
        self.folder = folder
        self.version = version
        self.journal = Journal(folder / "journal")
        self._tasks: list[Task] = []
        self._refused: list[tuple[str, str]] = []
        self._done: dict[Task, _Done] = {}  # by the tasks that are there anyhow: their keys would take as much again
        self._begun: dict[str, _Begun] = {}

    def names(self) -> Iterator[str]:
        """The names of the files that hold one document, without their folders."""
        for task in self._tasks:
            path = Path(task.path)
            if task.data is None and path.suffix.lower() not in (".zip", *TABLE_SUFFIXES):
                yield path.name

    def work(self, inputs: Iterable[str | Path], pool: Pool, resume: bool, progress: Progress | None) -> BatchResult:
        """Do what has not been done."""
        names = [str(name) for name in inputs]
        stdin = self._spool() if STDIN in names else None
        planned = plan(names, stdin)
        self._tasks, self._refused = planned.tasks, planned.refused
        result = BatchResult(self.output, files=len(self._tasks))
        if planned.outputs:
            more = f" and {len(planned.outputs) - 3} more" if len(planned.outputs) > 3 else ""
            result.warnings.append(f"written by a batch, so not read: {', '.join(planned.outputs[:3])}{more}")
        earlier = self._recover(resume)
        self.journal.append({"type": "run", "version": self.version})
        digests: dict[str, str] = {}
        todo: list[Task] = []
        for task in self._tasks:
            known = earlier.get(task.key)
            if known is not None and self._still_good(task, known, digests):
                self._done[task] = known
                result.resumed += 1
                self._count(result, known)
            else:
                todo.append(task)
        for begun in self._begun.values():
            begun.cut()
        starts = {key: Begun(begun.digest, begun.first, tuple(begun.failures)) for key, begun in self._begun.items()}
        for answer in pool.run(todo, begun=starts):
            key = answer.task.key
            if answer.kind == "block":
                about = {"type": "block", "key": key, "digest": answer.digest, "failures": answer.failures}
                self._take(self.journal.append({**about, **answer.head}, answer.body))
                continue
            self.journal.append({"type": "done", "key": key, "digest": answer.digest, "failures": answer.failures})
            done = self._done[answer.task] = self._finish(key, answer.digest, answer.failures)
            done.digest = ""  # the journal has it, and nobody asks again in this run
            self._count(result, done)
            if progress is not None:
                progress(result, answer.task.name)
        self.journal.sync()
        result.failures = self._failures()
        return result

    def parts(self) -> Iterator[Record]:
        """The blocks in the order of the output: by path, then by position in the file."""
        for _, shares in groupby(self._tasks, key=lambda task: task.path):  # tasks are sorted by path
            for place in sorted(place for task in shares for place in self._done[task].blocks):
                yield self.journal.record(place.position)

    def _failures(self) -> list[Failure]:
        unique: dict[str, Failure] = {path: Failure(path, "read", f"{path}: {why}") for path, why in self._refused}
        for task in self._tasks:
            for failure in self._done[task].failures:  # every share of a broken file reports it
                unique.setdefault(failure.name, failure)
        return sorted(unique.values())

    def _recover(self, resume: bool) -> dict[str, _Done]:
        """What earlier runs of this version have done, by the keys of tasks; the journal is emptied if nothing of it is wanted."""
        ours = ended = False
        done: dict[str, _Done] = {}
        try:
            for record in self.journal.recover():
                head = record.head
                kind = head["type"]
                if kind == "run":
                    ours, ended = head["version"] == self.version, False
                    if not ours:
                        done.clear()
                        self._begun.clear()
                elif kind == "end":
                    ended = True
                elif kind == "block" and ours:
                    self._take(record)
                elif kind == "done" and ours:
                    failures = [Failure(*failure) for failure in head["failures"]]
                    done[head["key"]] = self._finish(head["key"], head["digest"], failures)
        except (
            AttributeError,
            KeyError,
            RecursionError,
            TypeError,
            ValueError,
        ):  # no journal of ours, whatever its checksums say
            done.clear()
            self._begun.clear()
        if not (done or self._begun) or (ended and not resume):
            self._begun.clear()
            self.journal.clear()
            return {}
        return done

    def _take(self, record: Record) -> None:
        """Note a block; what is known of other content of the same file counts no more."""
        key, digest = record.head["key"], record.head["digest"]
        begun = self._begun.get(key)
        if begun is None or begun.digest != digest:
            begun = self._begun[key] = _Begun(digest)
        _keep(begun.blocks, record)
        begun.failures += [Failure(*failure) for failure in record.head["failures"]]

    def _finish(self, key: str, digest: str, failures: list[Failure]) -> _Done:
        """Note the end of a task."""
        begun = self._begun.pop(key, None)
        blocks = _all(begun.blocks) if begun is not None and digest in (begun.digest, "") else ()
        return _Done(digest, tuple(failures), tuple(blocks))

    def _still_good(self, task: Task, known: _Done, digests: dict[str, str]) -> bool:
        if not known.digest or any(failure.reason not in ("read", "text") for failure in known.failures):
            return False  # what failed for want of memory, time or a package may go well now
        source = task.data or task.path
        if source not in digests:
            digests[source] = content_hash(source)
        return digests[source] == known.digest

    def _count(self, result: BatchResult, done: _Done) -> None:
        result.done += 1
        result.failures.extend(done.failures)
        for place in done.blocks:
            result.reports += place.documents
            result.metrics += place.metrics

    def _spool(self) -> str:
        path = self.folder / "stdin.txt"
        with open(path, "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.flush()
            os.fsync(file.fileno())
        return str(path)
