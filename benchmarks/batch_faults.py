"""Kill batches at random moments and compare what they leave with an undisturbed run, row for row.

    python benchmarks/batch_faults.py [--kills 50] [--files 120] [--seed 1] [--corpus FOLDER] [--format parquet]

Without a corpus it makes one of invented reports.  Kills (SIGKILL) hit the parent and a worker in turn, the parent alone while it writes the tables; a run whose parent was killed is started again with --resume.
Moments are chosen by what the run has done, so that a busy machine changes nothing: while it starts, after it has written so many bytes to its journal, while it writes the tables.
The tree must not change meanwhile: rows of two versions of the library are never mixed, so a change makes every run begin anew.  Run it on a copy.
Needs Linux, because children are found in /proc.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

TEMPLATE = """{year}年{region}政府工作报告
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、{last}年工作回顾
（一）综合实力稳步提升。全县地区生产总值达到{a}.4亿元，增长6.2%；规上工业增加值增长8.1%；城乡居民人均可支配收入分别为4.1万元、2.3万元，分别增长5.2%和7.1%。
（二）城市面貌持续改善。新增停车位{b}个、充电桩1157个，改造老旧小区36个，惠及居民约1.2万户。清河大桥建成通车，县人民医院新院区投入使用。
二、{year}年工作安排
坚持“两个确立”，力争地区生产总值增长6%以上，新建学校8所，完成投资不低于XX亿元，城镇新增就业{c}人。
"""
TABLES = ("reports", "sections", "metrics", "quantities", "entities", "failures")


def make_corpus(folder: Path, files: int) -> None:
    """Write reports of our own: single files, an archive and a table with many, and one that is broken."""
    folder.mkdir(parents=True)
    texts = []
    for number in range(files):
        text = TEMPLATE.format(
            region=f"清{number}县",
            year=2015 + number % 10,
            last=2014 + number % 10,
            a=100 + number,
            b=2000 + number,
            c=30 * number,
        )
        texts.append(text + "\n".join(text.splitlines()[4:6]) * (number % 7))
        (folder / f"report_{number:04}.txt").write_text(texts[-1], encoding="utf-8")
    rows = "\n".join(f'r{number},"{text}"' for number, text in enumerate(texts[: files // 3]))
    (folder / "table.csv").write_text("doc_id,text\n" + rows, encoding="utf-8")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for number, text in enumerate(texts[: files // 2]):
            archive.writestr(f"{number:03}.txt", text)
        archive.writestr("broken.docx", b"PK\x03\x04 this is no document")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 this is no document")


def start(corpus: Path, output: Path, format: str, workers: int = 2) -> subprocess.Popen[bytes]:
    """Start a batch as a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from govreport_ie.cli import main; main()",
        "batch",
        str(corpus),
        "-o",
        str(output),
    ]
    return subprocess.Popen([*command, "-w", str(workers), "--resume", "-f", format], stderr=subprocess.PIPE)


def worker_pids(parent: int) -> list[int]:
    """Process ids of the workers of a batch."""
    found = []
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return []
    for child in children:
        try:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
        except OSError:
            continue
    return found


class Moment:
    """When the next kill is due.

    Args:
        output: the output of the batch.
        size: bytes of the journal of a whole run.
        rng: chooses among the start of a run, its work and the writing of its tables.
    """

    def __init__(self, output: Path, size: int, rng: random.Random) -> None:
        self.phase = rng.choices(("start", "work", "tables"), (0.15, 0.6, 0.25))[0]
        self._folder = output / ".batch"
        self._created = time.time()
        self._seconds = rng.uniform(0.05, 2.0) if self.phase == "start" else rng.uniform(0.0, 0.2)
        self._bytes = self._written() + rng.randrange(1, max(2, size // 4))
        self._since = time.monotonic() if self.phase == "start" else None

    def due(self) -> bool:
        """Whether it has come."""
        if self.phase == "work":
            return self._written() >= self._bytes
        if self._since is None and self._writes_tables():
            self._since = time.monotonic()
        return self._since is not None and time.monotonic() - self._since >= self._seconds

    def _writes_tables(self) -> bool:
        """Whether there is a folder of new files that is not left from a run that was killed before."""
        try:
            return (self._folder / "new").stat().st_mtime > self._created
        except OSError:
            return False

    def _written(self) -> int:
        try:
            return (self._folder / "journal").stat().st_size
        except OSError:
            return 0


def disturb(
    corpus: Path, output: Path, format: str, kills: int, size: int, rng: random.Random
) -> tuple[Counter[tuple[str, str]], int]:
    """Run a batch to its end, again and again, while it is killed.

    Args:
        corpus: what is annotated.
        output: where the tables go.
        format: their format.
        kills: how many.
        size: bytes of the journal of a whole run.
        rng: chooses the moments and the workers.

    Returns:
        Kills by victim (parent, worker) and phase, and how often a run was started.
    """
    done: Counter[tuple[str, str]] = Counter()
    runs = 0
    while True:
        process = start(corpus, output, format)
        runs += 1
        while process.poll() is None and done.total() < kills:
            moment = Moment(output, size, rng)
            # no worker is left when the tables are written
            target = "worker" if done.total() % 2 and moment.phase != "tables" else "parent"
            victims: list[int] = []
            while process.poll() is None and not (victims and moment.due()):
                time.sleep(0.01)
                victims = [process.pid] if target == "parent" else worker_pids(process.pid)
            if process.poll() is not None:
                continue
            try:
                os.kill(rng.choice(victims), signal.SIGKILL)
            except ProcessLookupError:
                continue
            done[target, moment.phase] += 1
            if target == "parent":
                process.wait()
        messages = process.communicate()[1].decode("utf-8", "replace")
        if process.returncode in (0, 1):
            if not (output / f"reports.{format}").exists():
                raise SystemExit(f"no tables: {messages}")
            if done.total() >= kills:
                return done, runs
            # finished before enough kills: begin anew
            for file in (*(output / ".batch").iterdir(), *output.glob("*.*")):
                if file.is_file():
                    file.unlink()
        elif process.returncode != -signal.SIGKILL:
            raise SystemExit(f"exit status {process.returncode}: {messages}")


def rows_of(output: Path, format: str, name: str) -> list[str]:
    """The rows of a table as text, in order."""
    path = output / f"{name}.{format}"
    if format == "parquet":
        import pyarrow.parquet as parquet

        return [repr(row) for row in parquet.read_table(path).to_pylist()]
    return path.read_text(encoding="utf-8").splitlines()


def same_tables(first: Path, second: Path, format: str) -> tuple[bool, dict[str, int]]:
    """Whether two outputs hold the same rows in the same order, and how many rows their tables have."""
    counts: dict[str, int] = {}
    same = True
    for name in TABLES:
        rows = rows_of(first, format, name)
        counts[name] = len(rows)
        same &= rows == rows_of(second, format, name)
    return same, counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="folder of reports, instead of invented ones")
    parser.add_argument("--format", choices=("parquet", "csv", "jsonl"), default="parquet")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        corpus = arguments.corpus or root / "corpus"
        if arguments.corpus is None:
            make_corpus(corpus, arguments.files)
        started = time.monotonic()
        process = start(corpus, root / "calm", arguments.format)
        process.communicate()
        seconds = time.monotonic() - started
        print(f"undisturbed run: {seconds:.1f} s, exit status {process.returncode}", flush=True)
        size = (root / "calm" / ".batch" / "journal").stat().st_size
        done, runs = disturb(
            corpus, root / "killed", arguments.format, arguments.kills, size, random.Random(arguments.seed)
        )
        # one more run tries again what was given up because its worker was killed twice
        last = start(corpus, root / "killed", arguments.format)
        last.communicate()
        same, counts = same_tables(root / "calm", root / "killed", arguments.format)
        rows = ", ".join(f"{count} {name}" for name, count in counts.items())
        told = ", ".join(f"{count} {victim} ({phase})" for (victim, phase), count in sorted(done.items()))
        print(
            f"{done.total()} kills: {told}; {runs} runs: "
            f"{arguments.format} tables {'identical' if same else 'DIFFER'} ({rows})"
        )
        raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
