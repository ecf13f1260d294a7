"""The command line as its user meets it: a process with arguments, streams and an exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import govreport_ie.cli
from govreport_ie.cli.messages import set_verbosity
from tests.conftest import REPORT


@pytest.fixture
def run(capfd, monkeypatch):
    """Run the command in this process; returns its status and what it wrote."""

    def call(*arguments: object) -> SimpleNamespace:
        with pytest.raises(SystemExit) as stop:
            govreport_ie.cli.main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return SimpleNamespace(status=stop.value.code or 0, out=out, err=err)

    monkeypatch.setenv("COLUMNS", "200")
    yield call
    set_verbosity(verbose=False, quiet=False)  # a process has one log; the next test starts with the usual one


@pytest.fixture
def spawn():
    """Run the command as a process of its own."""

    def call(*arguments: object, input: bytes = b"", **environment: str) -> SimpleNamespace:
        done = subprocess.run(
            [sys.executable, "-c", "from govreport_ie.cli import main; main()", *map(str, arguments)],
            input=input,
            capture_output=True,
            timeout=60,
            env={**os.environ, **environment},
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in err
        return SimpleNamespace(status=done.returncode, out=out, err=err)

    return call


@pytest.fixture
def report_file(tmp_path) -> Path:
    """A file with a short report of our own."""
    path = tmp_path / "清和县.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path
