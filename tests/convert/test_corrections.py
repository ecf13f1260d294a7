"""What an annotator changes in a tool is what the report says afterwards, and nothing else is lost."""

from __future__ import annotations

import json

import pytest
import spacy
from spacy.tokens import DocBin

import govreport_ie as gi
from govreport_ie.convert import Document, Relation, Span, read_documents, to_gold, to_report, write_documents
from tests.convert.samples import TEXT, document, report


def found(made: gi.Report, text: str) -> gi.Quantity:
    return next(q for q in made.quantities if q.text == text)


def metric_of(made: gi.Report, text: str) -> gi.Metric | None:
    quantity = found(made, text)
    return next((m for m in made.metrics if m.quantity == quantity.id), None)


@pytest.fixture
def tasks(tmp_path):
    """Label Studio's tasks, as JSON to edit, and a function that reads them back as a report."""
    path = tmp_path / "tasks.json"
    write_documents([document()], path, "label-studio", predictions=False)
    rows = json.loads(path.read_text(encoding="utf-8"))

    def back() -> gi.Report:
        path.write_text(json.dumps(rows), encoding="utf-8")
        (made,) = read_documents(path, "label-studio")
        return to_report(made)

    return rows[0]["annotations"][0]["result"], back


def region(result: list[dict], text: str) -> dict:
    return next(item for item in result if item["type"] == "labels" and item["value"]["text"] == text)


def control(result: list[dict], text: str, name: str) -> dict:
    identifier = region(result, text)["id"]
    return next(item for item in result if item.get("id") == identifier and item["from_name"] == name)


def test_an_attribute_that_is_changed_decides_over_what_followed_from_it(tasks):
    result, back = tasks
    control(result, "6.2%", "area")["value"]["choices"] = ["fiscal"]
    control(result, "6.2%", "period")["value"]["text"] = ["2019-2023"]
    control(result, "286.4亿元", "value")["value"]["text"] = ["28650000000"]
    made, before = back(), report()
    changed = metric_of(made, "6.2%")
    assert changed.policy_area.id == "fiscal"
    assert changed.policy_area.name == "财政税收"
    assert changed.policy_area.sub_id is None
    assert [e.rule for e in changed.policy_area.evidence] == ["user:annotation"]
    assert (changed.period.start, changed.period.end) == (2019, 2023)
    assert changed.indicator == metric_of(before, "6.2%").indicator
    assert str(found(made, "286.4亿元").base_value) == "28650000000"
    assert found(made, "286.4亿元").unit == "CNY"
    same = [m for m in made.metrics if m.id != changed.id]
    assert same == [m for m in before.metrics if m.id != changed.id]


def test_a_unit_that_is_changed_gives_its_canonical_unit(tasks):
    result, back = tasks
    control(result, "36.5公里", "unit")["value"]["text"] = ["亩"]
    changed = found(back(), "36.5公里")
    assert (changed.unit, changed.dimension, changed.base_unit) == ("mu", "area", "square_metre")


def test_a_region_that_is_deleted_takes_its_metric_along(tasks):
    result, back = tasks
    gone = region(result, "6.2%")["id"]
    result[:] = [i for i in result if i.get("id") != gone and gone not in (i.get("from_id"), i.get("to_id"))]
    made, before = back(), report()
    assert [q.text for q in made.quantities] == [q.text for q in before.quantities if q.text != "6.2%"]
    assert [q.id for q in made.quantities] == [f"Q{n}" for n in range(1, len(before.quantities))]
    assert len(made.metrics) == len(before.metrics) - 1
    assert {m.quantity for m in made.metrics} <= {q.id for q in made.quantities}


def test_a_relation_that_is_deleted_leaves_the_quantity(tasks):
    result, back = tasks
    gone = region(result, "6.2%")["id"]
    result[:] = [i for i in result if i.get("from_id") != gone]
    made = back()
    assert found(made, "6.2%").kind == "percent"
    assert metric_of(made, "6.2%") is None


def test_a_boundary_that_is_moved_is_read_again(tasks):
    result, back = tasks
    moved = region(result, "120余张")
    for item in result:
        if item.get("id") == moved["id"]:
            item["value"]["end"] -= 1
    made = back()
    quantity = found(made, "120余")
    assert str(quantity.value) == "120"
    assert quantity.unit_text == ""
    assert metric_of(made, "120余").indicator == metric_of(report(), "120余张").indicator


def test_a_new_region_with_an_unnamed_arrow_becomes_a_metric(tasks):
    result, back = tasks
    start = TEXT.index("2024年政府")
    value = {"start": start, "end": start + 5, "text": TEXT[start : start + 5]}
    base = {"to_name": "text", "from_name": "label", "type": "labels"}
    result.append({**base, "id": "xYz", "value": {**value, "labels": ["QUANTITY"]}})
    start = TEXT.index("政府工作报告")
    result.append({**base, "id": "aBc", "value": {"start": start, "end": start + 6, "labels": ["INDICATOR"]}})
    result.append({"type": "relation", "from_id": "aBc", "to_id": "xYz", "direction": "left"})
    made = back()
    quantity = made.quantities[0]
    assert quantity.text == "2024年"
    assert made.metrics[0].indicator.text == "政府工作报告"
    assert made.metrics[0].quantity == quantity.id == "Q1"
    assert any("measure" in warning.message for warning in made.warnings)


def test_a_value_that_does_not_exist_is_refused_with_its_place(tasks):
    result, back = tasks
    control(result, "6.2%", "measure")["value"]["choices"] = ["growing"]
    with pytest.raises(gi.ConvertError, match=r"qinghe_2024\.txt: M\d+ \(地区生产总值\), measure"):
        back()


def test_a_value_that_is_no_number_is_told(tasks):
    result, back = tasks
    control(result, "6.2%", "value")["value"]["text"] = ["six"]
    made = back()
    assert found(made, "6.2%").value is None
    assert any("'six' is no number" in warning.message for warning in made.warnings)


def test_doccano_numbers_spans_anew_and_nothing_is_lost(tmp_path):
    path = tmp_path / "d.jsonl"
    write_documents([document()], path, "doccano")
    row = json.loads(path.read_text(encoding="utf-8"))
    names = {item["id"]: 1000 - item["id"] for item in row["entities"]}
    for item in row["entities"]:
        item["id"] = names[item["id"]]
    for item in row["relations"]:
        item["from_id"], item["to_id"] = names[item["from_id"]], names[item["to_id"]]
    row["entities"].reverse()
    path.write_text(json.dumps({"id": 5, "Comments": [], **row}), encoding="utf-8")
    assert read_documents(path, "doccano") == [document()]


def test_brat_notes_and_attributes_can_be_edited(tmp_path):
    write_documents([document()], tmp_path / "b", "brat")
    file = tmp_path / "b" / "qinghe_2024.ann"
    text = file.read_text(encoding="utf-8")
    key = next(line.split("\t")[0] for line in text.splitlines() if line.endswith("\t6.2%"))
    text = text.replace(
        f"AnnotatorNotes {key}\tvalue=6.2; unit=%", f"AnnotatorNotes {key}\tsee page 3; value=6.3; unit=%"
    )
    text = text.replace(f"\tstatus {key} actual", f"\tstatus {key} estimated")
    file.write_text(text + f"#900\tAnnotatorNotes R1\tsure?\n*\tEquiv {key} T1\nE1\tX:T1\n", encoding="utf-8")
    (made,) = read_documents(tmp_path / "b", "brat")
    assert str(found(to_report(made), "6.2%").value) == "6.3"
    assert metric_of(to_report(made), "6.2%").status == "estimated"


def test_brat_without_the_file_beside_it(tmp_path):
    """A folder from elsewhere, or one whose .json files were left behind, still gives reports."""
    write_documents([document()], tmp_path / "b", "brat")
    (tmp_path / "b" / "qinghe_2024.json").unlink()
    (made,) = read_documents(tmp_path / "b", "brat")
    again, before = to_report(made), report()
    assert [(q.text, q.value, q.unit) for q in again.quantities] == [
        (q.text, q.value, q.unit) for q in before.quantities
    ]
    assert [m.indicator.name for m in again.metrics] == [m.indicator.name for m in before.metrics]
    assert [m.policy_area and m.policy_area.id for m in again.metrics] == [
        m.policy_area and m.policy_area.id for m in before.metrics
    ]


def test_inception_spans_that_annotators_add(tmp_path):
    cassis = pytest.importorskip("cassis")
    write_documents([document()], tmp_path / "c", "inception")
    types = cassis.load_typesystem((tmp_path / "c" / "TypeSystem.xml").open("rb"))
    file = tmp_path / "c" / "qinghe_2024.xmi"
    cas = cassis.load_cas_from_xmi(file.open("rb"), typesystem=types)
    start = TEXT.index("水镇")
    cas.add(types.get_type("webanno.custom.Govreport")(begin=start, end=start + 2, label="PLACE", subtype="settlement"))
    cas.to_xmi(file)
    (made,) = read_documents(tmp_path / "c", "inception")
    assert [e.subtype for e in to_report(made).entities if e.text == "水镇"] == ["settlement"]
    assert len(made.spans) == len(document().spans) + 1


def test_a_docbin_that_was_corrected_in_spacy(tmp_path):
    path = tmp_path / "d.spacy"
    write_documents([document()], path, "spacy")
    nlp = spacy.blank("zh")
    (doc,) = DocBin().from_disk(path).get_docs(nlp.vocab)
    group = doc.spans["govreport_entities"]
    start = TEXT.index("水镇")
    group.append(doc.char_span(start, start + 2, label="PLACE"))
    doc.spans["govreport_entities"] = group
    DocBin(docs=[doc]).to_disk(path)
    (made,) = read_documents(path, "spacy")
    assert "水镇" in [e.text for e in to_report(made).entities]
    assert to_report(made).metrics[0].indicator == report().metrics[0].indicator


def test_a_doc_of_another_pipeline(tmp_path):
    doc = spacy.blank("zh")("清河大桥建成。")
    doc.set_ents([doc.char_span(0, 4, label="PROJECT")])  # pyright: ignore[reportArgumentType]
    DocBin(docs=[doc]).to_disk(tmp_path / "d.spacy")
    (made,) = read_documents(tmp_path / "d.spacy", "spacy")
    assert [e.text for e in to_report(made).entities] == ["清河大桥"]


def test_prodigy_answers(tmp_path):
    path = tmp_path / "p.jsonl"
    write_documents([document()], path, "prodigy")
    task = json.loads(path.read_text(encoding="utf-8"))
    rejected = {**task, "answer": "reject"}
    start = TEXT.index("水镇")
    task["spans"].append(
        {"start": start, "end": start + 2, "token_start": start, "token_end": start + 1, "label": "PLACE"}
    )
    path.write_text("".join(json.dumps(t) + "\n" for t in ({**task, "answer": "accept"}, rejected)), encoding="utf-8")
    (made,) = read_documents(path, "prodigy")
    assert "水镇" in [e.text for e in to_report(made).entities]


def test_corrections_become_gold(tmp_path):
    """A quantity that is optional, and the least that an answer must contain, are set in the tool."""
    text = "全县改造老旧小区36个。"
    spans = (
        Span("a", "QUANTITY", 8, 11, {"optional": True, "least": "老旧小区", "measure": "level", "status": "actual"}),
        Span("b", "INDICATOR", 2, 8),
    )
    gold = to_gold(Document("d", text, spans, (Relation("indicator", "b", "a"),)))  # drawn the other way round
    assert gold["quantities"][0] | {"value": "36", "unit": "个", "kind": "count", "opt": True} == gold["quantities"][0]
    assert gold["metrics"][0]["max"] == [2, 8]
    assert gold["metrics"][0]["min"] == [4, 8]
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    assert gi.evaluate(tmp_path / "gold.jsonl")["quantity span"].fp == 0


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("label-studio", "[{}]"),
        ("label-studio", "{"),
        ("doccano", '{"text": "a", "entities": [{}]}\n'),
        ("doccano", '{"text": "a", "label": [[0, 5, "X"]]}\n'),
        ("prodigy", '{"spans": []}\n'),
        ("report", "{}\n"),
        ("gold", '{"text": "a"}\n'),
        ("spacy", "x"),
        ("brat", "x"),
        ("inception", "x"),
    ],
)
def test_what_is_not_of_the_format_is_refused(format, content, tmp_path):
    if format == "inception":
        pytest.importorskip("cassis")
    (tmp_path / "in").write_text(content, encoding="utf-8")
    with pytest.raises((gi.ConvertError, gi.ReadError), match="/in"):
        read_documents(tmp_path / "in", format)
