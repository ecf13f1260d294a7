"""Kill batches at random moments and compare what they leave with an undisturbed run, row for row.

    python benchmarks/batch_faults.py [--kills 50] [--files 120] [--seed 1] [--corpus FOLDER] [--longest 8]

Without a corpus it makes one of invented reports.  Half of the kills (SIGKILL) hit the parent, half a worker; a run whose parent was killed is started again with --resume.
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


def start(corpus: Path, output: Path, workers: int = 2) -> subprocess.Popen[bytes]:
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
    return subprocess.Popen([*command, "-w", str(workers), "--resume"], stderr=subprocess.PIPE)


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


def disturb(corpus: Path, output: Path, kills: int, longest: float, rng: random.Random) -> tuple[int, int, int]:
    """Run a batch to its end while it is killed again and again.

    Returns:
        Kills of the parent, kills of workers, and how often a run was started.
    """
    done = {"parent": 0, "worker": 0}
    runs = 0
    while True:
        process = start(corpus, output)
        runs += 1
        while process.poll() is None and sum(done.values()) < kills:
            deadline = time.monotonic() + rng.uniform(0.05, longest)
            while time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.01)
            if process.poll() is not None:
                break
            target = rng.choice(("parent", "worker"))
            victims = [process.pid] if target == "parent" else worker_pids(process.pid)
            if victims:
                try:
                    os.kill(rng.choice(victims), signal.SIGKILL)
                except ProcessLookupError:
                    continue
                done[target] += 1
        messages = process.communicate()[1].decode("utf-8", "replace")
        if process.returncode in (0, 1):
            if sum(done.values()) >= kills:
                return done["parent"], done["worker"], runs
            # finished before enough kills: begin anew
            for file in (output / ".batch").iterdir():
                file.unlink()
        elif process.returncode != -signal.SIGKILL:
            raise SystemExit(f"exit status {process.returncode}: {messages}")


def same_tables(first: Path, second: Path) -> bool:
    """Whether two outputs hold the same rows in the same order."""
    import pyarrow.parquet as parquet

    return all(
        parquet.read_table(first / f"{name}.parquet").equals(parquet.read_table(second / f"{name}.parquet"))
        for name in TABLES
    )


def row_counts(output: Path) -> dict[str, int]:
    """Rows of every table."""
    import pyarrow.parquet as parquet

    return {name: parquet.read_metadata(output / f"{name}.parquet").num_rows for name in TABLES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="folder of reports, instead of invented ones")
    parser.add_argument("--longest", type=float, help="seconds between kills at most; by default the time of a run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        corpus = arguments.corpus or root / "corpus"
        if arguments.corpus is None:
            make_corpus(corpus, arguments.files)
        started = time.monotonic()
        process = start(corpus, root / "calm")
        process.communicate()
        seconds = time.monotonic() - started
        print(f"undisturbed run: {seconds:.1f} s, exit status {process.returncode}")
        rng = random.Random(arguments.seed)
        longest = arguments.longest or seconds
        parents, workers, runs = disturb(corpus, root / "killed", arguments.kills, longest, rng)
        # one more run tries again what was given up because its worker was killed twice
        last = start(corpus, root / "killed")
        last.communicate()
        same = same_tables(root / "calm", root / "killed")
        rows = ", ".join(f"{count} {name}" for name, count in row_counts(root / "killed").items())
        print(
            f"{parents} kills of the parent, {workers} of workers, {runs} runs: "
            f"tables {'identical' if same else 'DIFFER'} ({rows})"
        )
        raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
