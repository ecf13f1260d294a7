"""The code blocks of a Markdown page, and how each is run.

A block in a fence of a language that can be run is run, in the order of the page, in a folder that holds the sample reports.
One that cannot be run says so in the line before its fence: ``<!-- not run: why -->``; the README's
``<!-- command: … -->`` are run by CI.  Lines of a ``<!-- result -->`` block must have been printed by the blocks before it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

LANGUAGES = {"python", "py", "bash", "sh", "shell", "console", "sql", "stata", "r", "scala"}
"""Languages whose blocks must be run or say why not."""

PLAIN = {"cp", "mkdir", "head", "cat", "ls", "unzip"}
"""Commands of the shell that examples may use."""

_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})\s*(?P<language>[\w+-]*)")
_MARK = re.compile(r"<!--\s*(?P<kind>not run|command|result)(?::\s*(?P<why>.*?))?\s*-->")


@dataclass(frozen=True)
class Block:
    """A code block: its language, its text, the line it begins at, and what the comment before it says."""

    language: str
    text: str
    line: int
    mark: str | None
    why: str


def blocks_of(page: str) -> list[Block]:
    """The code blocks of a page."""
    blocks, lines = [], page.split("\n")
    mark = None
    number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence is None:
            if found := _MARK.search(lines[number]):
                mark = found
            elif lines[number].strip():
                mark = None
            number += 1
            continue
        begin, indent = number, len(fence["indent"])
        number += 1
        while number < len(lines) and lines[number].strip() != fence["marks"]:
            number += 1
        text = "\n".join(line[indent:] for line in lines[begin + 1 : number]) + "\n"
        kind, why = (mark["kind"], mark["why"] or "") if mark else (None, "")
        blocks.append(Block(fence["language"].lower(), text, begin + 1, kind, why))
        mark = None
        number += 1
    return blocks


def commands_of(block: Block) -> list[str]:
    """The commands of a shell block, continued lines joined, comments left out."""
    joined = block.text.replace("\\\n", " ")
    stripped = (line.removeprefix("$ ").strip() for line in joined.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def folder(path: Path) -> None:
    """Fill a folder with what the pages speak of: sample reports under several names, and gold labels."""
    shutil.copytree(ROOT / "examples", path / "examples")
    sample = (path / "examples" / "district_2024.txt").read_text(encoding="utf-8")
    (path / "report.txt").write_text(sample, encoding="utf-8")
    shutil.copy(path / "examples" / "gold.jsonl", path / "gold.jsonl")
    shutil.copytree(path / "examples", path / "docs", ignore=shutil.ignore_patterns("*.py", "*.md", "taxonomies"))
    (path / "reports").mkdir()
    for year, growth in ((2023, "6.1%"), (2024, "5.8%")):
        (path / "reports" / f"county_宁海县_{year}.txt").write_text(
            SHORT.format(year, year - 1, growth), encoding="utf-8"
        )
    with zipfile.ZipFile(path / "reports.zip", "w") as archive:
        for file in sorted((path / "reports").iterdir()):
            archive.write(file, file.name)
    with contextlib.suppress(ImportError):
        import docx

        document = docx.Document()
        for line in sample.splitlines():
            document.add_paragraph(line)
        document.save(str(path / "report.docx"))


SHORT = (
    "{0}年宁海县政府工作报告\n一、{1}年工作回顾\n{1}年，地区生产总值达到{0}亿元，增长{2}，新建停车位1860个。\n"
    "二、{0}年工作安排\n{0}年，力争地区生产总值增长6%以上，新建公办幼儿园6所。\n"
)


class Runner:
    """Runs the blocks of one page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.names: dict[str, object] = {"__name__": "__page__"}
        self.printed: set[str] = set()
        self.skipped = False

    def run(self, block: Block) -> None:
        """Run a block, or check its mark."""
        if block.mark == "result":
            assert self.skipped or {self._line(line) for line in block.text.splitlines() if line.strip(" ─")} <= self.printed  # fmt: skip
            return
        if block.language not in LANGUAGES:
            return
        self.skipped = block.mark is not None
        if block.mark == "not run":
            assert len(block.why) > 10, "say why it is not run"
        elif block.mark is None and block.language in {"python", "py"}:
            self.python(block)
        elif block.mark is None and block.language == "sql":
            self.sql(block)
        elif block.mark is None:
            assert block.language in {"bash", "sh", "shell", "console"}, f"nothing here runs {block.language}"
            for command in commands_of(block):
                self.shell(command)

    def python(self, block: Block) -> None:
        code = compile("\n" * block.line + block.text, self.name, "exec")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, self.names)
        self.say(out.getvalue())

    def sql(self, block: Block) -> None:
        import duckdb

        with duckdb.connect("panel.duckdb", read_only=True) as database:
            for statement in block.text.split(";"):
                if statement.strip():
                    database.execute(statement).fetchall()

    def shell(self, command: str) -> None:
        words = shlex.split(command, comments=True)
        simple = not set(words) & {"|", ">", "<", "&&", ";"}
        if words[:2] == ["govreport-ie", "serve"]:
            raise AssertionError("serve does not end: mark the block as not run, with the reason")
        if words[0] == "govreport-ie" and simple:
            self.program([word for part in words[1:] for word in (_files(part))])
        elif words[:2] == ["pip", "install"]:
            installs(words[2:])
        elif words[0] in PLAIN or words[0] in {"govreport-ie", "python"}:
            path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
            environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
            done = subprocess.run(["bash", "-ec", command], capture_output=True, env=environment, timeout=300)
            assert done.returncode == 0, f"{command}: {done.stderr.decode('utf-8', 'replace')}"
            self.say(done.stdout.decode("utf-8"))
        else:
            raise AssertionError(f"nothing here runs {words[0]}: mark the block as not run, with the reason")

    def program(self, arguments: list[str]) -> None:
        from govreport_ie.cli import main

        out, err, status = io.StringIO(), io.StringIO(), None
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(arguments)
            except SystemExit as stop:
                status = stop.code
        assert not status, f"govreport-ie {arguments}: {err.getvalue() or out.getvalue()}"
        self.say(out.getvalue())

    def say(self, text: str) -> None:
        self.printed |= {self._line(line) for line in text.splitlines()}

    @staticmethod
    def _line(line: str) -> str:
        return " ".join(line.split())


def _files(word: str) -> list[str]:
    """What the shell makes of a word with a star."""
    found = sorted(str(path) for path in Path().glob(word)) if "*" in word and not word.startswith("/") else []
    return found or [word]


def installs(arguments: list[str]) -> None:
    """What is to be installed exists: the project, with extras that it has."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = project.split("[project.optional-dependencies]")[1].split("\n[")[0]
    extras = set(re.findall(r"^([\w-]+) = ", section, re.MULTILINE))
    for word in arguments:
        found = re.fullmatch(r"govreport-ie(?:\[([\w,-]+)\])?", word)
        assert found or word.startswith("-") or word == ".", f"pip install {word}: another project"
        if found and found[1]:
            assert set(found[1].split(",")) <= extras, f"no such extra: {word}"
