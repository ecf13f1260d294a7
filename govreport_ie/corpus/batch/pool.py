"""Worker processes of which each may die at any moment at the cost of the file it holds."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from govreport_ie.corpus.batch.tasks import Options, Task
from govreport_ie.corpus.batch.worker import answer_tasks
from govreport_ie.errors import GovReportError
from govreport_ie.tables.reports import Failure

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

__all__ = ["ATTEMPTS", "Begun", "Pool", "Result", "WorkerError"]

ATTEMPTS = 2
"""How often a file is tried whose worker died, ran out of memory or out of time."""

_POLL = 1.0  # seconds between looks at the clock
_GRACE = 5.0  # seconds that a worker is given to end by itself
_STILLBORN = 5  # workers in a row that die before they are ready: something is wrong with the machine


@dataclass(frozen=True, slots=True)
class Begun:
    """How far an earlier run has come with a task.

    Attributes:
        digest: content of the file then.
        first: blocks before this one are safe.
        failures: what failed before it.
    """

    digest: str
    first: int
    failures: tuple[Failure, ...] = ()


@dataclass(slots=True)
class Result:
    """What came of a task: a block of rows, with what failed before its end, or the end of the task."""

    task: Task
    kind: str  # block done
    head: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""
    digest: str = ""
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class _Job:
    """A task and how far it has come."""

    task: Task
    first: int = 0  # blocks before this one are safe
    digest: str = ""  # of the content from which they are
    skip: frozenset[int] = frozenset()  # texts that are given up
    failures: dict[str, Failure] = field(default_factory=dict)  # by name: a text that is read again fails again
    told: set[str] = field(default_factory=set)  # of them, those that have gone with a block
    deaths: Counter[int | None] = field(default_factory=Counter)  # by position of the text; None while reading the file


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    job: _Job | None = None
    text: tuple[int, str] | None = None  # position and name of the text it is at
    since: float = 0.0


class WorkerError(GovReportError, RuntimeError):
    """Worker processes cannot be started."""


class Pool:
    """Runs tasks in worker processes.

    Args:
        workers: number of processes.
        options: options of the run.
        timeout: seconds after which a worker that has handed nothing over is killed.
        memory: limit on the memory of each process, in bytes.
    """

    def __init__(self, workers: int, options: Options, *, timeout: float, memory: int | None) -> None:
        self._size = workers
        self._options = options
        self._timeout = timeout
        self._memory = memory
        self._context = multiprocessing.get_context("spawn")  # safe beside threads, the same on every system
        self._workers: list[_Worker] = []
        self._stillborn = 0

    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return [worker.process.pid for worker in self._workers if worker.process.pid]

    def run(
        self,
        tasks: Iterable[Task],
        on_start: Callable[[Task], None] | None = None,
        begun: Mapping[str, Begun] | None = None,
    ) -> Iterator[Result]:
        """Work through tasks.

        Args:
            tasks: the tasks; taken as workers become free.
            on_start: called with every task that is handed out.
            begun: by key of the task, how far an earlier run has come.

        Yields:
            The blocks of a task, then its end.  A block may come twice if a worker died in between; the later one counts.

        Raises:
            WorkerError: if no worker can be started.
        """
        waiting = (self._job(task, (begun or {}).get(task.key)) for task in tasks)
        again: deque[_Job] = deque()
        more = True
        try:
            while True:
                more = self._hand_out(again, waiting, on_start) and more
                busy = sum(worker.job is not None for worker in self._workers)
                if not (more or again or busy):
                    return
                wanted = self._size if more else min(self._size, busy + len(again))
                while len(self._workers) < wanted:
                    self._start()
                yield from self._listen(again)
        finally:
            self._stop()

    def _hand_out(self, again: deque[_Job], waiting: Iterator[_Job], on_start: Callable[[Task], None] | None) -> bool:
        """Give each free worker a job, those to be done again first; False if there was none for one of them."""
        for worker in self._workers:
            if not worker.ready or worker.job is not None:
                continue
            job = again.popleft() if again else next(waiting, None)
            if job is None:
                return False
            if on_start is not None:
                on_start(job.task)
            self._hand(worker, job)
        return True

    def _job(self, task: Task, begun: Begun | None) -> _Job:
        if begun is None:
            return _Job(task)
        failures = {failure.name: failure for failure in begun.failures}
        return _Job(task, begun.first, begun.digest, failures=failures, told=set(failures))

    def _hand(self, worker: _Worker, job: _Job) -> None:
        worker.job, worker.text, worker.since = job, None, time.monotonic()
        with contextlib.suppress(OSError):  # it has just died, which the connection tells
            worker.connection.send((job.task, job.first, job.skip, job.digest))

    def _listen(self, again: deque[_Job]) -> Iterator[Result]:
        by_connection = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_connection), timeout=_POLL):
            worker = by_connection[connection]  # pyright: ignore[reportArgumentType]
            try:
                message = worker.connection.recv()
            except (EOFError, OSError, ValueError):
                yield from self._dead(worker, "killed", again)
                continue
            worker.since = time.monotonic()
            if message[0] == "memory":
                yield from self._dead(worker, "memory", again)
            else:
                yield from self._answer(worker, message)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.job is not None and now - worker.since > self._timeout:
                worker.process.kill()
                yield from self._dead(worker, "time", again)

    def _answer(self, worker: _Worker, message: tuple[Any, ...]) -> Iterator[Result]:
        kind, *rest = message
        if kind == "ready":
            worker.ready = True
            self._stillborn = 0
            return
        job = worker.job
        if job is None:
            return
        if kind == "content":
            if job.digest and rest[0] != job.digest:  # the file is another one now
                job.first, job.skip = 0, frozenset()
                job.failures.clear()
                job.told.clear()
            job.digest = rest[0]
        elif kind == "begin":
            worker.text = (rest[0], rest[1])
        elif kind == "failure":
            name, reason, text = rest
            job.failures[name] = Failure(name, reason, text)
        elif kind == "block":
            if rest[0]["last"]:
                job.first = rest[0]["block"] + 1
            fresh = [failure for name, failure in job.failures.items() if name not in job.told]
            job.told.update(job.failures)
            yield Result(job.task, "block", head=rest[0], body=rest[1], digest=job.digest, failures=fresh)
        elif kind == "done":
            worker.job = None
            yield Result(job.task, "done", digest=rest[0], failures=list(job.failures.values()))

    def _dead(self, worker: _Worker, reason: str, again: deque[_Job]) -> Iterator[Result]:
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join(_GRACE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        code = worker.process.exitcode
        if reason == "killed" and self._memory is not None and code == -signal.SIGABRT:
            reason = "memory"  # how code in C++ and Rust ends where it is given no more
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise WorkerError(f"worker processes die while they start (exit code {code})")
        job = worker.job
        if job is None:
            return
        position, name = worker.text or (None, job.task.name)
        job.deaths[position] += 1
        if job.deaths[position] < ATTEMPTS:
            again.append(job)
            return
        message = {
            "killed": f"{name}: the worker process died at it (exit code {code})",
            "memory": f"{name}: out of memory; split it, or allow more with --memory",
            "time": f"{name}: nothing came of it for {self._timeout:g} seconds; split it, or allow more with --timeout",
        }[reason]
        job.failures[name] = Failure(name, reason, message, ATTEMPTS)
        if position is None:
            yield Result(job.task, "done", failures=list(job.failures.values()))
        else:  # what else the file holds is not lost
            job.skip |= {position}
            again.append(job)

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=answer_tasks, args=(theirs, self._options, self._memory), daemon=True, name="govreport-ie worker"
        )
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.job is not None or not worker.ready:
                worker.process.kill()  # a run that was cut off: what it is doing is of no use any more
            worker.connection.close()  # the others end when they read that nobody is there
        for worker in self._workers:
            worker.process.join(_GRACE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()
