"""``govreport-ie batch`` and ``govreport-ie panel`` as their user meets them."""

from __future__ import annotations

import pytest

import govreport_ie as gi
from tests.cli.conftest import report_file, run, spawn  # noqa: F401
from tests.conftest import REPORT, ROOT

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")


def test_from_files_to_panel(run, tmp_path):  # noqa: F811
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "宁海县_2024.txt").write_text(REPORT, encoding="utf-8")
    result = run("batch", tmp_path / "in", "-o", tmp_path / "c.duckdb", "--file-names", "{region}_{year}.txt", "-w", 1)
    assert result.status == 0
    assert result.err.startswith("1 report, ")
    assert run("panel", tmp_path / "c.duckdb", "-o", tmp_path / "panel.duckdb").status == 0
    with duckdb.connect(str(tmp_path / "panel.duckdb"), read_only=True) as database:
        query = "SELECT region_code, value FROM panel WHERE indicator_id = 'gross_regional_product_gdp' AND measure = 'level'"
        assert [(code, int(value)) for code, value in database.execute(query).fetchall()] == [("330226", 28640000000)]


def test_file_names_that_tell_nothing_are_told(run, tmp_path):  # noqa: F811
    (tmp_path / "in").mkdir()
    for name in ("宁海县_2024.txt", "象山县_2024.txt", "无年份.txt"):
        (tmp_path / "in" / name).write_text(REPORT, encoding="utf-8")
    result = run(
        "batch", tmp_path / "in", "-o", tmp_path / "out", "-f", "csv", "--file-names", "{region}_{year}", "-w", 1
    )
    assert result.status == 0
    assert "1 of 3 file names do not fit {region}_{year}, so they tell nothing: 无年份.txt" in result.err


def test_standard_input_and_failures(spawn, tmp_path):  # noqa: F811
    (tmp_path / "empty.txt").write_bytes(b"")
    result = spawn("batch", "-", tmp_path / "empty.txt", "-o", tmp_path / "out", "-f", "csv", input=REPORT.encode())
    assert result.status == 1
    assert "empty.txt: the file is empty" in result.err
    assert "stdin" in (tmp_path / "out" / "reports.csv").read_text(encoding="utf-8-sig")
    assert "empty.txt" in (tmp_path / "out" / "failures.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "arguments",
    [
        ["batch", "no such file", "-o", "out"],
        ["batch", ".", "-o", "x.duckdb", "-f", "csv"],
        ["batch", ".", "-o", "out", "-f", "duckdb"],
        ["batch", ".", "-o", "out", "--file-names", "nothing"],
        ["batch", ".", "-o", "out", "--encoding", "klingon"],
        ["batch", "."],
        ["panel", "no such folder", "-o", "p.csv"],
        ["panel", ".", "-o", "p.txt"],
    ],
)
def test_wrong_usage(run, arguments, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    assert run(*arguments).status == 2


def test_a_batch_with_a_taxonomy_of_the_user(run, tmp_path):  # noqa: F811
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    taxonomy = tmp_path / "cap.tsv"
    taxonomy.write_bytes((ROOT / "examples" / "taxonomies" / "cap_major_topics.tsv").read_bytes())
    arguments = ("batch", tmp_path / "in", "-o", tmp_path / "c.duckdb", "-w", 1, "--policy-areas", taxonomy)
    assert run(*arguments).status == 0

    def areas() -> set[str]:
        with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as database:
            return {area for (area,) in database.execute("SELECT DISTINCT policy_area FROM metrics").fetchall() if area}

    assert areas()
    assert areas() <= {area.id for area in gi.policy_areas(taxonomy)}
    assert "1 files taken over" in run(*arguments, "--resume").err
    taxonomy.write_bytes(taxonomy.read_bytes() + b"# one more line\n")
    assert "taken over" not in run(*arguments, "--resume").err, "rows of another taxonomy are made anew"


def test_a_pipeline_that_does_not_exist_is_told_before_the_work(run, tmp_path):  # noqa: F811
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    result = run("batch", tmp_path / "a.txt", "-o", tmp_path / "out", "--pipeline", "no_such_pipeline")
    assert result.status == 2
    assert not (tmp_path / "out").exists()
