"""Where files go: links, pipes, devices, modes, and what is left when a run is ended."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.tables.files import write_text
from govreport_ie.tables.text import guarded, unguarded
from govreport_ie.writers import open_writer, write
from tests.conftest import REPORT

unix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and modes of Unix")
CLI = [sys.executable, "-c", "from govreport_ie.cli import main; main()"]


@pytest.fixture(scope="module")
def reports() -> list[gi.Report]:
    return [gi.extract(REPORT, year=2024, doc_id="a")]


@unix
def test_a_link_stays_and_what_it_points_to_is_replaced(reports, tmp_path):
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write(reports, link)
    assert link.is_symlink()
    assert "地区生产总值" in real.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "there"]
    assert [path.name for path in real.parent.iterdir()] == ["real.csv"]


@unix
def test_a_pipe_is_written_to(reports, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write(reports, tmp_path / "pipe", "jsonl")
    reader.join(30)
    assert gi.Report.model_validate_json(found[0]) == reports[0]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@unix
def test_a_device_stays_a_device(reports):
    for format in ("csv", "jsonl", "html"):
        write(reports, "/dev/null", format)
    write_text("/dev/null", "text")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@unix
def test_a_replaced_file_keeps_its_mode(reports, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("old")
    path.chmod(0o640)
    write(reports, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_error_leaves_nothing(reports, tmp_path):
    (tmp_path / "m.jsonl").write_text("old")

    def two():
        yield reports[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(two(), tmp_path / "m.jsonl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("m.jsonl", "old")]


@unix
def test_terminate_leaves_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "wait.txt")  # reading it waits for ever
    process = subprocess.Popen([*CLI, "extract", "in/wait.txt", "-o", "out.csv"], cwd=tmp_path, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not any(path.suffix == ".part" for path in tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


FULL = """
import resource, signal, sys
import govreport_ie as gi
from govreport_ie.writers import write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
report = gi.extract("\\n".join(f"全县新建停车位{n}个，完成投资{n}.5亿元。" for n in range(100, 500)), year=2024)
for name in sys.argv[1:]:
    try:
        write([report], name)
        print("written")
    except gi.WriteError as error:
        print(error)
"""


@unix
def test_a_full_disk_gives_one_clear_error_and_leaves_nothing(tmp_path):
    names = ["m.jsonl", "m.csv", "m.xlsx", "m.parquet", "m.duckdb", "m.html"]
    (tmp_path / "m.csv").write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, *names], cwd=tmp_path, capture_output=True, text=True, timeout=400
    )
    assert done.stdout.splitlines() == [f"{name}: the disk is full; free some space" for name in names]
    assert done.stderr == ""
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("m.csv", "old")]


@unix
def test_a_table_for_reading_takes_its_place_when_it_is_complete(tmp_path):
    (tmp_path / "a.txt").write_text("\n".join(f"全县新建停车位{n}个。" for n in range(100, 400)), "utf-8")
    (tmp_path / "m.txt").write_text("old")
    limited = FULL.partition("report =")[0] + CLI[2]
    command = [sys.executable, "-c", limited, "extract", "a.txt", "-f", "table", "-o", "m.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=400)
    assert (done.returncode, done.stderr) == (1, "error: m.txt: the disk is full; free some space\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "m.txt"]
    assert (tmp_path / "m.txt").read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_standard_output_on_a_full_disk(tmp_path):
    (tmp_path / "a.txt").write_text("全县新建停车位300个。", "utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*CLI, "extract", "a.txt", "-f", "csv"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (1, "error: the disk is full; free some space\n")


@given(st.text(st.sampled_from("'=+-@\t\rab市3"), max_size=6))
def test_guarded_cells_are_no_formulas_and_can_be_had_back(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(cell) == text


def test_csv_guards_texts_and_not_numbers(tmp_path):
    report = gi.extract("=HYPERLINK(1)税收下降3.9%，利润-3.5亿元。", year=2024, region="@县", doc_id="+a")
    write([report], tmp_path / "m.csv")
    lines = (tmp_path / "m.csv").read_text("utf-8-sig")
    assert "'+a" in lines
    assert "'@县" in lines
    assert "'-3" not in lines.replace("'-3.5亿元", "")  # the amount as written is text, its value a number
    with open_writer(tmp_path / "raw.csv", raw=True) as writer:
        writer.write(report)
    assert "'" not in (tmp_path / "raw.csv").read_text("utf-8-sig")


def test_a_panel_reads_guarded_cells(tmp_path):
    pytest.importorskip("pyarrow")
    text = "某县政府工作报告\n2023年，全县城镇新增就业1.2万人。"
    report = gi.extract(text, year=2024, region="宁海县", doc_id="=a")
    write([report], tmp_path / "metrics.csv")
    from govreport_ie.panels.source import read_metrics

    rows = list(read_metrics(tmp_path / "metrics.csv"))
    assert [row["doc_id"] for row in rows] == ["=a"] * len(report.metrics)


def test_a_folder_named_like_the_pipeline_is_not_it(tmp_path, monkeypatch):
    (tmp_path / "zh_govreport").mkdir()
    monkeypatch.chdir(tmp_path)
    assert gi.load().pipe_names
    with pytest.raises(gi.GovReportError):
        gi.load("./zh_govreport")


def test_half_sent_headers_keep_nobody_out():
    pytest.importorskip("fastapi", reason="needs the extra serve")
    program = (
        "import govreport_ie.serve.protocol as p; p.HEADER_SECONDS = 1.0\n"
        "from govreport_ie.cli import main; main(['serve', '--port', '0', '-w', '1'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            port = int(server.stderr.readline().split("127.0.0.1:")[1].split()[0])
            half = [socket.create_connection(("127.0.0.1", port)) for _ in range(80)]
            for connection in half:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            answer = b""
            deadline = time.monotonic() + 60
            while b" 200 " not in answer and time.monotonic() < deadline:
                time.sleep(0.5)
                with socket.create_connection(("127.0.0.1", port), timeout=30) as whole:
                    whole.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    answer = whole.recv(100)
            assert b" 200 " in answer
            for connection in half:
                connection.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def test_path_of_the_folder_is_made(reports, tmp_path):
    write(reports, tmp_path / "new" / "m.csv")
    assert Path(tmp_path / "new" / "m.csv").exists()
