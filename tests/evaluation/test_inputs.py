"""Where gold, predictions and documents come from, and what is said when something is wrong with them."""

from __future__ import annotations

import csv
import json

import pytest

import govreport_ie as gi

TEXT = "一、2023年工作回顾\n全县新建停车位2000个。"
START = TEXT.index("全县")


def row(**changes) -> dict:
    gold = {
        "id": "w1",
        "doc": "a.txt",
        "start": START,
        "end": len(TEXT),
        "text": TEXT[START:],
        "year": "2024",
        "quantities": [{"start": 7, "end": 12, "text": "2000个", "kind": "count", "value": "2000", "unit": "个"}],
        "metrics": [],
        "entities": [],
    }
    return {**gold, **changes}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(row()) + "\n\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("where", ["docs", "."])
def test_documents_beside_the_gold_file(folder, where):
    (folder / where).mkdir(exist_ok=True)
    (folder / where / "a.txt").write_text(TEXT, encoding="utf-8")
    assert gi.evaluate(folder / "gold.jsonl")["quantity normalised"].f1 == 1.0


def test_documents_elsewhere(folder, tmp_path_factory):
    docs = tmp_path_factory.mktemp("elsewhere")
    (docs / "a.txt").write_text(TEXT, encoding="utf-8")
    assert gi.evaluate(folder / "gold.jsonl", docs_dir=docs)["quantity normalised"].f1 == 1.0
    assert gi.evaluate([row()], docs_dir=docs)["quantity normalised"].f1 == 1.0


def test_a_window_that_is_its_own_document():
    whole = row(start=0, end=len(TEXT) - START)
    assert gi.evaluate([whole])["quantity normalised"].f1 == 1.0


def test_the_year_of_the_gold_is_given_to_the_extractor():
    text = "全年新建停车位2000个。"
    seen = {}

    def remember(done: int, total: int) -> None:
        seen[done] = total

    gold = {"doc": "a", "text": text, "quantities": [], "entities": [], "metrics": [], "year": "2020"}
    quantity = {"start": 7, "end": 12, "text": "2000个", "kind": "count", "value": "2000", "unit": "个"}
    metric = {"q": 0, "text": "新建停车位", "min": [4, 7], "measure": "level", "status": "actual", "period": "2019"}
    gold |= {"quantities": [quantity], "metrics": [{**metric, "area": "urban-construction"}]}
    assert gi.evaluate([gold], progress=remember)["period"].value == 1.0
    assert seen == {1: 1}


def test_reports_as_predictions():
    report = gi.extract(TEXT, year=2024, doc_id="a.txt")
    as_objects = gi.evaluate([row()], [report])
    as_json = gi.evaluate([row()], [report.model_dump(mode="json")])
    assert as_objects["quantity normalised"].f1 == 1.0
    assert as_objects.to_dict() == as_json.to_dict()


def test_a_missing_document_names_the_option(folder):
    with pytest.raises(gi.EvaluationError, match=r"a\.txt.*w1.*--docs DIR"):
        gi.evaluate(folder / "gold.jsonl")
    with pytest.raises(gi.EvaluationError, match="no such folder"):
        gi.evaluate(folder / "gold.jsonl", docs_dir=folder / "nowhere")


def test_a_document_that_is_another_one(folder):
    (folder / "a.txt").write_text("另一份报告。" * 20, encoding="utf-8")
    with pytest.raises(gi.EvaluationError, match="is it the document that was labelled"):
        gi.evaluate(folder / "gold.jsonl")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no gold windows"),
        ([7], "item 1: a gold window must be an object, not int"),
        ([{"doc": "a"}], "item 1: the field 'text' is missing"),
        ([row(), row(quantities=[{"start": 0}])], "item 2: the field 'end' is missing"),
        (
            [row(quantities=[{"start": 0, "end": 2, "text": "六个", "kind": "count", "value": "6"}])],
            "'六个' does not stand at 0–2",
        ),
        (
            [row(metrics=[{"q": 5, "text": "停车位", "min": [4, 7]}])],
            "names quantity 5, which the window does not have",
        ),
        ([row(year="last year")], "invalid literal"),
    ],
)
def test_malformed_gold(rows, message):
    with pytest.raises(gi.EvaluationError, match=message):
        gi.evaluate(rows, [])


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        ([7], "item 1: neither a Report nor a flat prediction"),
        ([{"quantities": []}], "item 1: the field 'metrics' is missing"),
        ([{"doc": "a.txt", "quantities": [{"start": 1}]}], "item 1: the field 'end' is missing"),
        ([{"doc_id": None, "quantities": [], "metrics": [], "entities": []}], "no doc_id"),
    ],
)
def test_malformed_predictions(predictions, message):
    with pytest.raises(gi.EvaluationError, match=message):
        gi.evaluate([row()], predictions)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"gold\.jsonl, line 1: not a JSON object"),
        (b'{"a": 1}\n[', r"line 1: the field 'text' is missing"),
        (b"\xff\xfe\x00", "must be JSON lines in UTF-8"),
        (b"[" * 100_000, "not a JSON object"),
        (b"", "no gold windows"),
    ],
)
def test_unreadable_gold(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(gi.EvaluationError, match=message):
        gi.evaluate(path, [])


def test_missing_files(tmp_path):
    with pytest.raises(gi.EvaluationError, match="cannot read the gold"):
        gi.evaluate(tmp_path / "none.jsonl", [])
    with pytest.raises(gi.EvaluationError, match="cannot read the predictions"):
        gi.evaluate([row()], tmp_path)


def test_errors_as_tab_separated_values(tmp_path):
    text = "甲\t乙\n新建8所"
    gold = {
        "id": "w",
        "doc": "a",
        "text": text,
        "quantities": [{"start": 6, "end": 8, "text": "8所", "kind": "count", "value": "8", "unit": "所"}],
        "metrics": [],
        "entities": [],
    }
    evaluation = gi.evaluate([gold], [{"doc": "a", "quantities": [{"start": 0, "end": 3, "value": "1"}]}])
    evaluation.write_errors(tmp_path / "errors.tsv")
    with open(tmp_path / "errors.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [(r["kind"], r["text"], r["start"], r["end"]) for r in rows] == [
        ("quantity missed", "8所", "6", "8"),
        ("quantity spurious", "甲 乙", "0", "3"),
    ]
    with pytest.raises(gi.WriteError, match="cannot write the errors"):
        evaluation.write_errors(tmp_path / "no" / "errors.tsv")
