"""Time and memory of a batch over a folder of reports with one and with more workers.

    python benchmarks/batch.py FOLDER [--workers 1 2] [--file-names "{level}_{region}_{year}.txt"] [--repeat 1]

The speed-up is that of the best of the repeats.  Times mean little on a machine that does other things, so that the load and the CPU
seconds are printed beside them.  Needs Linux, because memory is read from /proc.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from pathlib import Path

from govreport_ie.corpus.batch import Options, run_batch


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


def main() -> None:
    import pyarrow.parquet as parquet

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--file-names")
    parser.add_argument("--repeat", type=int, default=1)
    arguments = parser.parse_args()
    best: dict[int, float] = {}
    for workers in arguments.workers * arguments.repeat:
        load = os.getloadavg()[0]
        before = sum(os.times()[:4])
        peaks: dict[str, int] = {}
        stop = threading.Event()
        watcher = threading.Thread(target=watch, args=(peaks, stop))
        watcher.start()
        with tempfile.TemporaryDirectory() as scratch:
            result = run_batch(
                [arguments.folder],
                Path(scratch) / "out",
                workers=workers,
                options=Options(name_pattern=arguments.file_names),
            )
            characters = sum(parquet.read_table(Path(scratch) / "out" / "reports.parquet")["characters"].to_pylist())
        stop.set()
        watcher.join()
        best[workers] = min(best.get(workers, result.seconds), result.seconds)
        print(
            f"{workers} workers: {result.reports} reports, {result.metrics} metrics, {len(result.failures)} failures, "
            f"{characters / 1e6:.1f} million characters in {result.seconds:.1f} s "
            f"({characters / result.seconds:,.0f} characters/s), {sum(os.times()[:4]) - before:.1f} s of CPU, load before {load:.1f}; "
            f"largest process {max(peaks.values()) / 1000:.0f} MB",
            flush=True,
        )
    slowest = best[arguments.workers[0]]
    print("; ".join(f"{workers} workers x {slowest / seconds:.2f}" for workers, seconds in best.items()))


if __name__ == "__main__":
    main()
