"""Time and memory of a batch over a folder of reports with one and with more workers.

    python benchmarks/batch.py FOLDER [--workers 1 2] [--formats parquet duckdb jsonl] [--repeat 1]
    python benchmarks/batch.py --parent 100000 [--formats …]      the parent alone: so many small documents, workers feigned

The speed-up is that of the best of the repeats by the clock.  Times mean little on a machine that does other things, so that the
load, and the CPU seconds of the workers, of the parent while they work, and of publishing are printed beside them, with the
speed-up that these would give if every process had a processor: what is not shared out is what the parent publishes at the end.
Needs Linux, because memory is read from /proc.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa

from govreport_ie.corpus.batch import BatchResult, Options, run, run_batch
from govreport_ie.corpus.batch.pool import Result
from govreport_ie.corpus.batch.tasks import Task
from govreport_ie.corpus.batch.worker import CODEC, annotate_task

ROOT = Path(__file__).resolve().parent.parent
SHARED = {"duckdb": "out.duckdb", "xlsx": "out.xlsx"}


def watch(peaks: dict[str, int], stop: threading.Event) -> None:
    """Note the largest resident size of this process and its children, in kilobytes."""
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    while not stop.wait(0.1):
        for pid in [*own.read_text().split(), str(os.getpid())]:
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM"):
                    peaks[pid] = int(line.split()[1])


@dataclass
class Seen:
    """What one run took.

    Attributes:
        result: its result.
        workers: CPU seconds of the workers.
        parent: CPU seconds of the parent while they worked.
        publishing: CPU seconds of publishing.
        parent_peak: largest size of the parent in megabytes.
        worker_peak: that of the largest worker.
    """

    result: BatchResult
    workers: float
    parent: float
    publishing: float
    parent_peak: float
    worker_peak: float

    def speed_up(self, workers: int) -> float:
        """The speed-up over one worker where every process has a processor."""
        return (self.workers + self.publishing) / (max(self.workers / workers, self.parent) + self.publishing)


def measured(inputs: list[str], format: str, workers: int, options: Options, pool: Any = None) -> Seen:
    """One run.

    Args:
        inputs: files and folders.
        format: format of the output.
        workers: number of workers.
        options: options of the run.
        pool: stands in for the pool of workers.
    """
    spent: list[float] = []
    publish = run.publish

    def timed(*arguments: Any, **keywords: Any) -> Any:
        spent.append(time.process_time())
        made = publish(*arguments, **keywords)
        spent.append(time.process_time())
        return made

    peaks: dict[str, int] = {}
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(peaks, stop))
    watcher.start()
    began, before = time.process_time(), os.times()
    with tempfile.TemporaryDirectory() as scratch, mock.patch.object(run, "publish", timed):
        if pool is not None:
            with mock.patch.object(run, "Pool", pool):
                result = run_batch(
                    inputs, Path(scratch) / SHARED.get(format, "out"), format=format, workers=workers, options=options
                )
        else:
            result = run_batch(
                inputs, Path(scratch) / SHARED.get(format, "out"), format=format, workers=workers, options=options
            )
    after = os.times()
    stop.set()
    watcher.join()
    own = peaks.pop(str(os.getpid()), 0)
    return Seen(
        result,
        after.children_user + after.children_system - before.children_user - before.children_system,
        spent[0] - began,
        spent[1] - spent[0],
        own / 1000,
        max(peaks.values(), default=0) / 1000,
    )


def finished_block(identifier: str, options: Options) -> tuple[dict[str, Any], bytes]:
    """The block of one small document."""
    sample = Task(str(ROOT / "examples" / "communique_2024.txt"), identifier)
    ((_, head, body),) = [answer for answer in annotate_task(sample, options) if answer[0] == "block"]
    return head, body


class FeignedPool:
    """A pool whose workers have the same block ready for every file, but for the identifier of its document."""

    _ID = "document-0000000"

    def __init__(self, _workers: int, options: Options, **_limits: Any) -> None:
        with get_context("spawn").Pool(1) as process:  # so that the parent's size is its own
            self._head, body = process.apply(finished_block, (self._ID, options))
        self._raw = pa.decompress(body, decompressed_size=self._head["raw"], codec=CODEC, asbytes=True)

    def run(self, tasks: list[Task], begun: Any = None) -> Iterator[Result]:
        """The blocks and ends of all tasks."""
        del begun
        for number, task in enumerate(tasks):
            raw = self._raw.replace(self._ID.encode(), b"document-%07d" % number)
            body = bytes(pa.compress(raw, codec=CODEC, asbytes=True))
            yield Result(task, "block", head=dict(self._head), body=body, digest="x")
            yield Result(task, "done", digest="x")


def parent(count: int, formats: list[str]) -> None:
    """The parent alone over many small documents, for every format in a process of its own, whose size is its own."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number:07d}.txt").touch()
        for format in formats:
            process = get_context("spawn").Process(target=alone, args=(folder, format))
            process.start()
            process.join()


def alone(folder: str, format: str) -> None:
    """The parent alone with one format."""
    seen = measured([folder], format, 1, Options(), FeignedPool)
    print(
        f"{format}: {seen.result.reports:,} documents, {seen.result.metrics:,} metrics; {seen.parent:.1f} s of CPU to take blocks "
        f"(feigning them counts in), {seen.publishing:.1f} s to publish; parent {seen.parent_peak:.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="*", help="files and folders of reports")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--formats", nargs="+", default=["parquet"])
    parser.add_argument("--file-names")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--parent", type=int, metavar="N", help="measure the parent alone, over N small documents")
    arguments = parser.parse_args()
    if arguments.parent:
        parent(arguments.parent, arguments.formats)
        return
    options = Options(name_pattern=arguments.file_names)
    for format in arguments.formats:
        best: dict[int, float] = {}
        for workers in arguments.workers * arguments.repeat:
            load = os.getloadavg()[0]
            seen = measured(arguments.folder, format, workers, options)
            result = seen.result
            best[workers] = min(best.get(workers, result.seconds), result.seconds)
            print(
                f"{format}, {workers} workers: {result.reports} reports, {result.metrics} metrics, {len(result.failures)} failures in "
                f"{result.seconds:.1f} s; CPU: workers {seen.workers:.1f} s, parent {seen.parent:.1f} s, publishing {seen.publishing:.1f} s, "
                f"so x {seen.speed_up(workers):.2f} on free processors; load before {load:.1f}; "
                f"parent {seen.parent_peak:.0f} MB, largest worker {seen.worker_peak:.0f} MB",
                flush=True,
            )
        slowest = best[arguments.workers[0]]
        print(
            f"{format} by the clock: {'; '.join(f'{n} workers x {slowest / s:.2f}' for n, s in best.items())}",
            flush=True,
        )


if __name__ == "__main__":
    main()
