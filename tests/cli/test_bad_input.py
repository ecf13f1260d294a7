"""Whatever a file holds, the command gives a result or one clear line, and the right exit status."""

from __future__ import annotations

import json

import pytest

GOOD = "2023年，全县新建学校8所，增长6%。"


def write(tmp_path, content: bytes):
    path = tmp_path / "input.txt"
    path.write_bytes(content)
    return path


def found(result) -> list[str]:
    return [q["text"] for line in result.out.splitlines() for q in json.loads(line)["quantities"]]


def test_an_empty_file(run, tmp_path):
    result = run("extract", write(tmp_path, b""))
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "input.txt: the file is empty" in result.err


@pytest.mark.parametrize(
    "content",
    [b" \n\n\t", "　\n".encode(), b"\xef\xbb\xbf"],
    ids=["blank", "ideographic spaces", "byte order mark alone"],
)
def test_blank_files(run, tmp_path, content):
    result = run("extract", write(tmp_path, content), "-f", "jsonl")
    assert result.status == 0
    assert found(result) == []
    assert result.err
    assert all(line.startswith("warning: ") and "input.txt" in line for line in result.err.splitlines())


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("gb18030"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        (GOOD * 200).encode("gb18030"),
    ],
    ids=["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "long gb18030"],
)
def test_encodings(run, tmp_path, content):
    result = run("extract", write(tmp_path, content), "-f", "jsonl")
    assert result.status == 0
    assert found(result)[:2] == ["8所", "6%"]


def test_a_named_encoding(run, tmp_path):
    path = write(tmp_path, GOOD.encode("big5", errors="ignore"))
    assert "8所" in found(run("extract", path, "-f", "jsonl", "--encoding", "big5"))


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(2000),
        b"\x7fELF" + bytes(range(200)) * 20,
    ],
    ids=["every byte", "png", "elf"],
)
def test_not_text(run, tmp_path, content):
    result = run("extract", write(tmp_path, content))
    assert result.status == 1
    assert [line[:7] for line in result.err.splitlines()] == ["error: "]
    assert "input.txt" in result.err


@pytest.mark.parametrize(
    "content",
    [GOOD.encode("utf-16") + b"\x00\xd8\x2a\x00", GOOD.encode() + b"\xe5\xad", GOOD.encode("gb18030") * 40 + b"\x81"],
    ids=["half a surrogate pair", "half a character", "half a GB18030 character"],
)
def test_damaged_text_is_a_result_with_a_warning(run, tmp_path, content):
    result = run("extract", write(tmp_path, content), "-f", "jsonl")
    assert result.status == 0
    assert "8所" in found(result)
    assert result.err.startswith("warning: ")


@pytest.mark.parametrize(
    "text",
    [
        "\x00" + GOOD,
        GOOD.replace("，", "\x00"),
        GOOD + "\x07\x1b[2J",
        "\u202e" + GOOD + "\u200f",
        "“" + GOOD + "（“（",
        GOOD.replace("。", "\r\n"),
        "新建桥梁" + "9" * 10_000 + "座。" + GOOD,
        "（" * 100_000 + GOOD,
        GOOD + "[" * 100_000,
    ],
    ids=["NUL", "NULs", "controls", "direction marks", "quotes", "CRLF", "long number", "brackets", "ASCII brackets"],
)
def test_odd_text(run, tmp_path, text):
    result = run("extract", write(tmp_path, text.encode()), "-f", "jsonl")
    # A NUL may make a file count as binary: then one line says so.
    assert result.status == 0 or (result.status == 1 and result.err.count("\n") == 1)
    if result.status == 0:
        assert "8所" in found(result)


def test_one_very_long_line(run, tmp_path):
    text = "全县新建学校8所，增长6%；" * 4_000  # without a full stop: one sentence with 8,000 quantities
    result = run("extract", write(tmp_path, text.encode()), "-f", "csv")
    assert result.status == 0
    assert result.out.count("\n") == 8_001


@pytest.mark.parametrize("name", ["folder", "none.txt"])
def test_no_file(run, tmp_path, name):
    (tmp_path / "folder").mkdir()
    result = run("extract", tmp_path / name)
    assert result.status == 1
    assert result.err.startswith("error: ")
    assert name in result.err


def test_an_unreadable_name(run, tmp_path):
    result = run("extract", "\x00")
    assert result.status == 1
    assert result.err.startswith("error: ")


def test_standard_input_that_is_not_text(spawn):
    result = spawn("extract", "-", input=bytes(range(256)) * 40)
    assert result.status == 1
    assert result.err.startswith("error: ")
