"""``govreport-ie convert``, and the commands of docs/convert.md as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.cli import main
from tests.convert.samples import TEXT, WINDOW, report

PAGE = Path(__file__).resolve().parents[2] / "docs" / "convert.md"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(report().model_dump_json() + "\n", encoding="utf-8")
    return path


def test_says_what_it_wrote(reports, tmp_path, capsys):
    assert run("convert", reports, tmp_path / "tasks.json", "--from", "report", "--to", "label-studio") == 0
    told = " ".join(capsys.readouterr().err.split())
    assert re.match(r"1 documents, \d+ spans, \d+ relations → \S+tasks\.json, with \S+tasks\.config\.xml", told)
    assert (tmp_path / "tasks.config.xml").exists()


def test_without_configuration_and_as_annotations(reports, tmp_path):
    out = tmp_path / "tasks.json"
    assert run("convert", reports, out, "--from", "report", "--to", "label-studio", "--no-config", "--annotations") == 0
    assert not (tmp_path / "tasks.config.xml").exists()
    assert "annotations" in json.loads(out.read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reports.jsonl", "x", "--from", "report", "--to", "excel"], "no format 'excel'"),
        (["nothing", "x", "--from", "report", "--to", "brat"], "no such file"),
        (["reports.jsonl", "reports.jsonl", "--from", "report", "--to", "gold"], "is what is read"),
        (["reports.jsonl", "a/b/x.json", "--from", "report", "--to", "gold"], "does not exist"),
        (["reports.jsonl", "x"], "--from"),
    ],
)
def test_wrong_usage(reports, arguments, message, monkeypatch, capsys):
    monkeypatch.chdir(reports.parent)
    assert run("convert", *arguments) == 2
    assert message in re.sub(r"[│\s]+", " ", capsys.readouterr().err)


def test_a_line_that_is_no_report(reports, tmp_path, capsys):
    reports.write_text(reports.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    assert run("convert", reports, tmp_path / "x", "--from", "report", "--to", "gold") == 1
    assert "reports.jsonl, line 2: not a Report" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_what_was_guessed_is_told(tmp_path, capsys):
    (tmp_path / "d.jsonl").write_text(
        json.dumps({"text": "很多人", "label": [[0, 2, "QUANTITY"]]}) + "\n", encoding="utf-8"
    )
    assert run("convert", tmp_path / "d.jsonl", tmp_path / "r.jsonl", "--from", "doccano", "--to", "report") == 0
    assert "no amount can be read" in " ".join(capsys.readouterr().err.split())


def test_without_dkpro_cassis(reports, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "cassis", None)
    assert run("convert", reports, tmp_path / "x", "--from", "report", "--to", "inception") == 2
    assert 'pip install "govreport-ie[convert]"' in capsys.readouterr().err


def test_gold_through_the_command_line(tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(WINDOW) + "\n", encoding="utf-8")
    run("convert", tmp_path / "gold.jsonl", tmp_path / "brat", "--from", "gold", "--to", "brat")
    run("convert", tmp_path / "brat", tmp_path / "again.jsonl", "--from", "brat", "--to", "gold")
    assert json.loads((tmp_path / "again.jsonl").read_text(encoding="utf-8")) == WINDOW


def test_the_page_does_what_it_says(tmp_path, monkeypatch, capsys):
    if not PAGE.exists():
        pytest.skip("installed without the repository")
    pytest.importorskip("cassis")
    page = PAGE.read_text(encoding="utf-8")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [
        line for block in re.findall(r"```bash\n(.*?)```", page, re.DOTALL) for line in block.splitlines() if line
    ]
    assert len(commands) > 12
    for command in commands:
        words = shlex.split(command, comments=True)
        if words[0] == "cp":
            shutil.copy(words[1], words[2])
        else:
            assert run(*words[1:]) == 0, command
            if words[1:3] == ["evaluate", "gold.jsonl"]:
                assert "1.000" in capsys.readouterr().out
    for snippet in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(snippet, str(PAGE), "exec"), {"__name__": "__page__"})
    assert "1860" in capsys.readouterr().out
    assert gi.evaluate("gold.jsonl", "corrected.jsonl")["whole row"].f1 == 1.0
