"""Worker processes for requests: a thread cannot be stopped, a process that takes too long or too much can."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from govreport_ie.corpus.batch.worker import limit_memory
from govreport_ie.extraction.engine import default_engine
from govreport_ie.serve.errors import RequestError
from govreport_ie.serve.jobs import Job, work
from govreport_ie.serve.limits import Limits

__all__ = ["Workers"]

_START_SECONDS = 60.0
_GRACE = 2.0


def _serve(connection: Connection, memory: int) -> None:
    """Answer jobs until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    default_engine()
    limit_memory(memory)
    connection.send(("ready", None))
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = connection.recv()
            try:
                answer: tuple[str, Any] = ("done", work(job))
            except RequestError as error:
                answer = ("error", (error.status, error.code, error.message))
            except MemoryError:
                answer = ("memory", None)
            except Exception as error:
                answer = ("error", (500, "internal", f"internal error: {type(error).__name__}; please report it"))
            connection.send(answer)
            if answer[0] == "memory":
                return  # what is left of this process's memory is in no state to go on with


class _Slot:
    """A place for one worker process, which is started when it is needed and replaced when it dies."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: Any = None
        self._connection: Connection | None = None

    def start(self) -> Connection:
        if self._connection is not None and self._process.is_alive():
            return self._connection
        self.stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._memory), daemon=True, name="govreport-ie serve"
        )
        self._process.start()
        theirs.close()
        self._connection = ours
        try:
            if ours.poll(_START_SECONDS) and ours.recv()[0] == "ready":
                return ours
        except (EOFError, OSError):
            pass
        self.stop()
        raise RequestError(503, "no_worker", "no worker process could be started; look at the server's messages")

    def call(self, job: Job, seconds: float) -> str:
        connection = self.start()
        try:
            connection.send(job)
            if not connection.poll(max(0.0, seconds)):
                self.stop()
                raise RequestError(504, "timeout", "the text took too long; give a shorter one")
            kind, value = connection.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise RequestError(500, "worker_died", "the worker process died at this text; please report it") from error
        if kind == "done":
            return value
        if kind == "memory":
            self.stop()
            raise RequestError(413, "memory", "the text took too much memory; give a shorter one")
        raise RequestError(*value)

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.join(_GRACE)
            self._process = None


class Workers:
    """A few worker processes that requests take turns at.

    Args:
        limits: bounds of a request.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._slots = [_Slot(limits.memory) for _ in range(limits.workers)]
        self._free: asyncio.Queue[_Slot] = asyncio.Queue()
        for slot in self._slots:
            self._free.put_nowait(slot)
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix="govreport-ie serve")
        self._waiting = 0

    async def run(self, job: Job) -> str:
        """Do a job in a worker process.

        Args:
            job: the job.

        Returns:
            The body of the answer.

        Raises:
            RequestError: if it cannot be done, or not within the limits.
        """
        if self._waiting >= self._limits.waiting:
            raise RequestError(503, "busy", "too many requests are waiting; try again in a moment")
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._waiting += 1
        try:
            slot = await asyncio.wait_for(self._free.get(), self._limits.seconds)
        except asyncio.TimeoutError as error:
            raise RequestError(503, "busy", "all workers are busy; try again in a moment") from error
        finally:
            self._waiting -= 1
        left = self._limits.seconds - (loop.time() - began)
        future = loop.run_in_executor(self._threads, slot.call, job, left)
        # the slot is free when its thread is done, not when a client that waits for it goes away
        future.add_done_callback(lambda _: self._free.put_nowait(slot))
        return await asyncio.shield(future)

    async def warm(self) -> None:
        """Start the first worker, so that the first request need not wait for it."""
        slot = self._free.get_nowait()
        with contextlib.suppress(RequestError):
            await asyncio.get_running_loop().run_in_executor(self._threads, slot.start)
        self._free.put_nowait(slot)

    def stop(self) -> None:
        """End all processes."""
        for slot in self._slots:
            slot.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)
