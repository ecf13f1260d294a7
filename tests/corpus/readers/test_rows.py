"""Rows of tables: each is its own failure, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.corpus.readers import read_texts
from govreport_ie.errors import ReadError

TEXT = "全县新建停车位{}个。"


def read(path: Path, **options) -> tuple[list[int | None], list[tuple[str, str]]]:
    """Numbers of the rows read, and names and messages of those that failed."""
    failures: list[tuple[str, str]] = []
    found = read_texts(path, on_error=lambda name, error: failures.append((name, str(error))), **options)
    return [source.row for source in found], [(name.removeprefix(f"{path}"), message) for name, message in failures]


def test_a_year_that_is_none(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "text,year\n" + "".join(f"{TEXT.format(i)},{'约2023年' if i == 3 else 2020 + i}\n" for i in range(1, 6))
    )
    rows, failures = read(path)
    assert rows == [1, 2, 4, 5]
    assert failures == [("#3", f"{path}#3: '约2023年' is no year")]
    with pytest.raises(ReadError, match="#3: '约2023年'"):
        list(read_texts(path))


def test_lines_that_are_no_objects(tmp_path):
    path = tmp_path / "t.jsonl"
    good = [json.dumps({"text": TEXT.format(i)}, ensure_ascii=False) for i in range(4)]
    path.write_text(
        "\n".join([good[0], '{"text": broken', "", "7", good[1], '{"正": "x"}', good[2], '"一句话。"', good[3]])
    )
    rows, failures = read(path)
    assert rows == [1, 4, 6, 7, 8]
    assert [(name, message.split("(")[0].strip()) for name, message in failures] == [
        ("#2", f"{path}#2: line 2 is not valid JSON"),
        ("#3", f"{path}#3: line 4 is no object and no string but int"),
        ("#5", f"{path}#5: which column holds the texts? give text_column=, or --text-column of batch; columns: 正"),
    ]


def test_rows_without_text_before_the_first_with_one(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n{"a": 2}\n{"text": "新建公园3个。"}\n')
    rows, failures = read(path)
    assert rows == [3]
    assert [name for name, _ in failures] == ["#1", "#2"]


def test_a_table_without_texts_is_one_failure(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n' * 5)
    with pytest.raises(ReadError, match="which column holds the texts"):
        read(path)
    path.write_text('{"a": 1}\n' * 5000 + '{"text": "新建公园3个。"}\n')
    with pytest.raises(ReadError, match="which column holds the texts"):
        read(path)


def test_half_surrogate_pairs_in_metadata_are_replaced_with_a_warning(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text(
        '{"text": "新建公园3个。", "region": "\\ud800", "doc_id": "a\\udfff", "\\ud800": 1}\n{"text": "新建公园5个。"}\n'
    )
    first, second = read_texts(path)
    assert (first.metadata["region"], first.metadata["doc_id"]) == ("\ufffd", "a\ufffd")
    assert [str(warning) for warning in first.warnings] == ["half surrogate pairs replaced by U+FFFD in region, doc_id"]
    assert second.warnings == ()
    assert [report.doc_id for report in gi.read(path)] == ["a\ufffd", "t.jsonl#2"]


def test_a_column_called_row_is_only_a_column(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("row,text\n" + "".join(f"1,{TEXT.format(i)}\n" for i in range(3)))
    assert [(source.row, source.metadata) for source in read_texts(path)] == [(i, {"row": "1"}) for i in (1, 2, 3)]
    assert [report.doc_id for report in gi.read(path)] == ["t.csv#1", "t.csv#2", "t.csv#3"]


def test_two_tables_read_at_once(tmp_path):
    long = "新建公园3个。" * 30_000  # above the limit of Python's csv module
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("text\n" + f"{long}\n" * (3 if name == "a" else 1))
    first = read_texts(tmp_path / "a.csv")
    next(first)
    assert len(list(read_texts(tmp_path / "b.csv"))) == 1
    assert len(list(first)) == 2


def test_reading_goes_on_behind_what_fails(tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(TEXT.format(5))
    failures: list[str] = []
    reports = gi.read(
        [tmp_path / "bad.txt", tmp_path / "none.txt", tmp_path / "good.txt"],
        on_error=lambda name, _: failures.append(Path(name).name),
    )
    assert [report.doc_id for report in reports] == ["good.txt"]
    assert failures == ["bad.txt", "none.txt"]


@pytest.mark.parametrize("keyword", ["region", "doc_id"])
def test_metadata_is_checked_like_the_text(keyword, nlp):
    for pipeline in (None, nlp):
        with pytest.raises(gi.GovReportError, match=f"the {keyword} holds half a surrogate pair at offset 1"):
            gi.extract("新建公园3个。", nlp=pipeline, **{keyword: "a\udc00"})  # pyright: ignore[reportArgumentType]
