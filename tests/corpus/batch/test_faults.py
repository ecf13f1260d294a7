"""Kills, full disks, locks: each really done."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.corpus.batch import run_batch
from govreport_ie.corpus.batch.journal import Journal
from govreport_ie.corpus.batch.lock import locked
from govreport_ie.corpus.batch.pool import Pool
from govreport_ie.corpus.batch.tasks import Options, Task, plan
from govreport_ie.errors import WriteError
from govreport_ie.tables.reports import RowBuffer
from tests.conftest import REPORT, ROOT

pq = pytest.importorskip("pyarrow.parquet")
linux = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
CLI = [sys.executable, "-c", "from govreport_ie.cli import main; main()", "batch"]


@pytest.fixture(scope="module")
def faults():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import batch_faults  # pyright: ignore[reportMissingImports]

    yield batch_faults
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(REPORT.replace("286.4", f"{number}.4"), encoding="utf-8")
    return tmp_path / "in"


@linux
@pytest.mark.skipif(not (ROOT / "benchmarks" / "batch_faults.py").exists(), reason="not in the source distribution")
def test_five_kills_lose_and_double_nothing(faults, tmp_path):
    corpus, calm, killed = (tmp_path / name for name in ("corpus", "calm", "killed"))
    faults.make_corpus(corpus, 12)
    faults.start(corpus, calm, "parquet").communicate()
    size = (calm / ".batch" / "journal").stat().st_size
    done, _ = faults.disturb(corpus, killed, "parquet", 5, size, random.Random(5))
    assert done.total() == 5
    faults.start(corpus, killed, "parquet").communicate()
    same, counts = faults.same_tables(calm, killed, "parquet")
    assert same
    assert counts["metrics"] > 0


def test_a_killed_worker_costs_a_second_try_and_then_only_its_file(folder):
    tasks = plan([str(folder)]).tasks
    pool = Pool(1, Options(), timeout=60, memory=None)
    kills: list[str] = []

    def kill(task):
        if task.path.endswith("2.txt") or (task.path.endswith("4.txt") and len(kills) == 2):
            kills.append(task.path)
            os.kill(pool.pids()[0], signal.SIGKILL)

    ends = {result.task.path: result for result in pool.run(tasks, kill) if result.kind == "done"}
    assert len(ends) == 6
    assert [Path(path).name for path in kills] == ["2.txt", "2.txt", "4.txt"]
    failed = {Path(path).name: result.failures for path, result in ends.items() if result.failures}
    assert list(failed) == ["2.txt"]
    assert failed["2.txt"][0][1::2] == ("killed", 2)


def test_a_text_that_takes_too_long_is_given_up(folder, tmp_path):
    os.mkfifo(folder / "9.txt")  # reading it waits for ever
    tasks = [Task(str(folder / name), name) for name in ("0.txt", "9.txt")]
    ends = [result for result in Pool(1, Options(), timeout=6, memory=None).run(tasks) if result.kind == "done"]
    assert [failure[1::2] for result in ends for failure in result.failures] == [("time", 2)]


@linux
def test_a_text_that_takes_too_much_memory_is_given_up(folder, tmp_path):
    (folder / "huge.txt").write_text("新建公园3个。" * 1_200_000, encoding="utf-8")
    result = run_batch([folder], tmp_path / "out", memory=350_000_000)
    assert [(Path(failure[0]).name, failure[1], failure[3]) for failure in result.failures] == [
        ("huge.txt", "memory", 2)
    ]
    assert result.reports == 6


def test_resume_takes_over_what_is_unchanged(folder, tmp_path):
    assert run_batch([folder], tmp_path / "out").resumed == 0
    (folder / "1.txt").write_text(REPORT.replace("286.4", "999.9"), encoding="utf-8")
    (folder / "0.txt").unlink()
    (folder / "new.txt").write_text(REPORT, encoding="utf-8")
    result = run_batch([folder], tmp_path / "out", resume=True)
    assert (result.resumed, result.files, result.reports) == (4, 6, 6)
    run_batch([folder], tmp_path / "fresh")
    for table in ("reports", "metrics", "entities"):
        resumed, fresh = (pq.read_table(tmp_path / out / f"{table}.parquet") for out in ("out", "fresh"))
        assert resumed.equals(fresh)


def test_a_torn_journal_is_cut_off_at_its_last_whole_record(tmp_path):
    for cut in range(1, 60, 7):
        path = tmp_path / f"journal{cut}"
        journal = Journal(path)
        first = journal.append({"n": 1}, b"one")
        journal.append({"n": 2}, b"two" * 10)
        journal.close()
        data = path.read_bytes()
        path.write_bytes(data[:-cut] + bytes(cut // 2))  # power loss leaves zeros as well
        journal = Journal(path)
        assert [record.head for record in journal.recover()] == [{"n": 1}]
        assert journal.body(first) == b"one"
        journal.append({"n": 3}, b"three")
        journal.close()
        journal = Journal(path)
        assert [record.head["n"] for record in journal.recover()] == [1, 3]
        journal.close()


def test_two_runs_on_one_output_are_refused(folder, tmp_path, capfd):
    out = tmp_path / "out"
    (out / ".batch").mkdir(parents=True)
    with locked(out / ".batch" / "lock"):
        with pytest.raises(WriteError, match=f"another run \\(process {os.getpid()}\\)"):
            run_batch([folder], out)
        done = subprocess.run([*CLI, str(folder), "-o", str(out)], capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
    (out / ".batch" / "lock").write_text("999999")  # left behind by a run that was killed
    with locked(out / ".batch" / "lock"):
        pass


@linux
def test_a_full_disk_gives_one_clear_error_and_the_next_run_goes_on(folder, tmp_path):
    limited = f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); {CLI[2]}"
    done = subprocess.run(
        [sys.executable, "-c", limited, "batch", str(folder), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "the disk is full" in done.stderr
    assert not list((tmp_path / "out").glob("*.*et"))
    assert run_batch([folder], tmp_path / "out").resumed > 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_gives_one_clear_error(folder, tmp_path):
    (tmp_path / "out").mkdir(mode=0o555)
    with pytest.raises(WriteError, match="cannot be written"):
        run_batch([folder], tmp_path / "out")


def test_an_output_that_cannot_be_gives_one_clear_error(folder, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError, match="is a file"):
        run_batch([folder], tmp_path / "file")
    with pytest.raises(WriteError, match="does not exist"):
        run_batch([folder], tmp_path / "no" / "such" / "out")


def _archive(path: Path, members: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number:03}.txt", b"" if number == 3 else REPORT.replace("286.4", f"{number}.4"))
    return path


def test_an_archive_goes_on_behind_the_last_block_handed_over(tmp_path):
    archive = _archive(tmp_path / "a.zip", 40)
    journal = tmp_path / "out" / ".batch" / "journal"

    def blocks() -> list[dict]:
        return [record.head for record in Journal(journal).recover() if record.head["type"] == "block"]

    calm = run_batch([archive], tmp_path / "calm")
    assert (calm.reports, len(calm.failures)) == (39, 1)
    # a run that ends behind its first block
    shutil.copytree(tmp_path / "calm", tmp_path / "out")
    records = [(record.head, record.position) for record in Journal(journal).recover()]
    second = next(position for head, position in records if head["type"] == "block" and head["block"] == 1)
    os.truncate(journal, second + 10)
    result = run_batch([archive], tmp_path / "out")
    assert [head["block"] for head in blocks()] == [0, 1, 2]  # the first is not done again
    assert (result.reports, result.failures) == (calm.reports, calm.failures)
    for name in ("reports", "metrics", "failures"):
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").equals(
            pq.read_table(tmp_path / "calm" / f"{name}.parquet")
        )


def test_what_was_begun_of_other_content_counts_no_more(tmp_path):
    archive = _archive(tmp_path / "a.zip", 40)
    run_batch([archive], tmp_path / "out")
    journal = tmp_path / "out" / ".batch" / "journal"
    records = [(record.head, record.position) for record in Journal(journal).recover()]
    os.truncate(journal, next(position for head, position in records if head["type"] == "done"))
    _archive(archive, 20)
    result = run_batch([archive], tmp_path / "out")
    assert (result.reports, len(result.failures)) == (19, 1)
    assert pq.read_metadata(tmp_path / "out" / "reports.parquet").num_rows == 19


def test_a_journal_of_something_else_is_begun_anew(folder, tmp_path):
    (tmp_path / "out" / ".batch").mkdir(parents=True)
    journal = Journal(tmp_path / "out" / ".batch" / "journal")
    journal.append({"type": "run"})
    journal.append(["no", "head"])  # type: ignore[arg-type]
    journal.close()
    assert run_batch([folder], tmp_path / "out").reports == 6


def test_a_row_that_cannot_be_written_is_its_own_failure(folder, tmp_path, monkeypatch):
    good = gi.extract(REPORT, year=2024, doc_id="a")
    bad = good.model_copy(update={"title": "\ud800"})
    rows = RowBuffer()
    rows.add(good)
    with pytest.raises(UnicodeEncodeError):
        rows.add(bad)
    rows.add(good)
    taken = rows.take()
    assert [len(taken[name]) for name in ("reports", "metrics")] == [2, 2 * len(good.metrics)]
    assert len(rows) == len(rows.take()["metrics"]) == 0


@linux
def test_code_that_aborts_for_want_of_memory_is_said_to_have_none(folder):
    tasks = [Task(str(folder / "0.txt"), "0.txt")]
    pool = Pool(1, Options(), timeout=60, memory=3_000_000_000)

    def abort(task: Task) -> None:
        os.kill(pool.pids()[0], signal.SIGABRT)

    ends = [result for result in pool.run(tasks, abort) if result.kind == "done"]
    assert [failure.reason for result in ends for failure in result.failures] == ["memory"]
