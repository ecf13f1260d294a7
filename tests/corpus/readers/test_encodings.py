"""Text files in every encoding that Chinese reports come in; the choice is reported."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_ie.corpus.readers import SourceText, decode_bytes, read_texts
from govreport_ie.errors import ReadError

TEXT = "2024年青溪县政府工作报告\n过去一年，全县新建公园12个，财政收入增长6.5%。\n" * 3
TRADITIONAL = "過去一年，全縣新建公園12個，財政收入增長6.5%，農業總產值穩步提高。\n" * 3


def read_one(source: object, **options: object) -> SourceText:
    (found,) = read_texts(source, **options)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "written", "reported"),
    [
        (TEXT, "utf-8", "utf-8"),
        (TEXT, "utf-8-sig", "utf-8-sig"),
        (TEXT, "utf-16", "utf-16"),
        (TEXT, "utf-16-le", "utf-16-le"),
        (TEXT, "utf-16-be", "utf-16-be"),
        (TEXT, "utf-32", "utf-32"),
        (TEXT, "gb2312", "gb18030"),
        (TEXT, "gbk", "gb18030"),
        (TEXT, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        ("plain ASCII, 12 items\n", "ascii", "utf-8"),
        ("ASCII in two bytes, 12 items\n", "utf-16-le", "utf-16-le"),
    ],
)
def test_detection(tmp_path: Path, text: str, written: str, reported: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(written))
    source = read_one(path)
    assert (source.text, source.encoding) == (text, reported)
    # a choice that was not certain is reported
    assert bool(source.warnings) == (reported in {"gb18030", "big5", "utf-16-le", "utf-16-be"})


def test_surrogates_in_utf8_are_joined_or_replaced() -> None:
    half, pair = b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80"
    text, encoding, warnings = decode_bytes("增长5%".encode() + half + pair)
    assert (text, encoding) == ("增长5%\ufffd😀", "utf-8")
    assert warnings[0].startswith("surrogates in UTF-8 from byte 8")


def test_given_encoding() -> None:
    assert decode_bytes("县".encode("gbk"), "gbk") == ("县", "gbk", ())


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-encoding"])
def test_given_encoding_that_does_not_fit(encoding: str) -> None:
    with pytest.raises(ReadError, match=r"at byte 0|no encoding named"):
        decode_bytes("县".encode("gbk"), encoding)


def test_a_few_damaged_bytes_are_replaced_and_reported() -> None:
    text, encoding, warnings = decode_bytes(TEXT.encode() + b"\xff")
    assert (text, encoding) == (TEXT + "\ufffd", "utf-8")
    assert "replaced" in warnings[0]


def test_line_ends() -> None:
    assert read_one(io.BytesIO("甲\r\n乙\r丙\n".encode())).text == "甲\n乙\n丙\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 8, "binary|encoding"),
        (b"\x00" * 500, "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip archive or Office"),
        (b"\xd0\xcf\x11\xe0....", "encrypted Office"),
        (b"\x89PNG\r\n", "image"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_one(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (" \n　".encode(), "only white space"),
        ("新建\x00公园\x0112个，改造老旧小区三十六个".encode(), "2 control character"),
    ],
)
def test_what_is_odd_is_reported(data: bytes, warning: str) -> None:
    source = read_one(io.BytesIO(data))
    assert warning in str(source.warnings[0])


def test_half_a_surrogate_pair_is_replaced() -> None:
    source = read_one(io.StringIO("新建\ud83d公园"))
    assert source.text == "新建\ufffd公园"
    assert "half surrogate" in str(source.warnings[0])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(TEXT.encode("gb18030"))

    monkeypatch.setattr("sys.stdin", Stdin)
    source = read_one("-")
    assert (source.text, source.path, source.encoding) == (TEXT, None, "gb18030")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_one(tmp_path / "nothing.txt")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_one_clear_error(data: bytes) -> None:
    try:
        source = read_one(io.BytesIO(data))
    except ReadError:
        return
    source.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="全县新建公园改造老旧小区增长下降，。；：12345.6%\n一二三", min_size=1, max_size=200))
def test_utf8_round_trip(text: str) -> None:
    assert read_one(io.BytesIO(text.encode())).text == text
