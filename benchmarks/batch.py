"""Time and memory of a batch over a folder of reports with one and with more workers.

    python benchmarks/batch.py FOLDER [--workers 1 2] [--names "{level}_{region}_{year}.txt"]

Needs Linux, because memory is read from /proc.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from pathlib import Path

from govreport_ie.batch import Options, run_batch


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
    parser.add_argument("--names")
    arguments = parser.parse_args()
    first = 0.0
    for workers in arguments.workers:
        peaks: dict[str, int] = {}
        stop = threading.Event()
        watcher = threading.Thread(target=watch, args=(peaks, stop))
        watcher.start()
        with tempfile.TemporaryDirectory() as scratch:
            result = run_batch(
                [arguments.folder],
                Path(scratch) / "out",
                workers=workers,
                options=Options(name_pattern=arguments.names),
            )
            characters = sum(parquet.read_table(Path(scratch) / "out" / "reports.parquet")["characters"].to_pylist())
        stop.set()
        watcher.join()
        first = first or result.seconds
        print(
            f"{workers} workers: {result.reports} reports, {result.metrics} metrics, {len(result.failures)} failures, "
            f"{characters / 1e6:.1f} million characters in {result.seconds:.1f} s "
            f"({characters / result.seconds:,.0f} characters/s, x {first / result.seconds:.2f}); "
            f"largest process {max(peaks.values()) / 1000:.0f} MB"
        )


if __name__ == "__main__":
    main()
