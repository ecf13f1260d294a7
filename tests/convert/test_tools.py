"""What we write is what the tools themselves read: their own parsers, schemas and importers, where they are installed.

``pip install -e ".[convert-check]"`` installs those that PyPI has; Prodigy is not among them, and doccano needs an
environment of its own (``pip install doccano "marshmallow<4" "numpy<2"``, Python 3.11 at most).
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import govreport_ie as gi
from govreport_ie.convert import Document, Span, from_gold, read_documents, to_report, write_documents
from tests.convert.samples import WINDOW, document, report

DOCCANO = "GOVREPORT_IE_DOCCANO_PYTHON"
CHECKS = Path(__file__).parent / "checks"
HARD = Document("hard", "甲\n乙\x0c丙\u2028丁𬇹、6.5％\t元", (Span("a", "PLACE", 0, 8), Span("b", "QUANTITY", 9, 13)))


@pytest.fixture
def made():
    return [document(), from_gold(WINDOW), HARD]


# --- Label Studio -------------------------------------------------------------------------------------------------------


def label_studio(made, tmp_path, **options) -> tuple[str, list[dict]]:
    write_documents(made, tmp_path / "tasks.json", "label-studio", **options)
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    return (tmp_path / "tasks.config.xml").read_text(encoding="utf-8"), tasks


def test_label_studio_tasks_use_nothing_that_the_interface_lacks(made, tmp_path):
    config, tasks = label_studio(made, tmp_path)
    tree = ET.fromstring(config)
    values = {tag.get("name"): {child.get("value") for child in tag} for tag in tree.iter() if tag.get("toName")}
    relations = {tag.get("value") for tag in tree.iter("Relation")}
    assert tree.find("Text").get("value") == "$text"
    checked = 0
    for task in tasks:
        (prediction,) = task["predictions"]
        ids = {item["id"] for item in prediction["result"] if item["type"] == "labels"}
        for item in prediction["result"]:
            checked += 1
            if item["type"] == "relation":
                assert {item["from_id"], item["to_id"]} <= ids
                assert set(item["labels"]) <= relations
                continue
            assert item["id"] in ids
            held = item["value"]
            assert held["text"] == task["data"]["text"][held["start"] : held["end"]] or item["type"] == "textarea"
            chosen = held.get("labels") or held.get("choices") or []
            assert set(chosen) <= values[item["from_name"]]
    assert checked > 100


def test_label_studio_sdk_validates_interface_predictions_and_annotations(made, tmp_path):
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason="convert-check")
    config, tasks = label_studio(made, tmp_path)
    label_interface = interface.LabelInterface(config)
    label_interface.validate()
    for task in tasks:
        assert label_interface.validate_prediction(task["predictions"][0], return_errors=True) == []
    _, tasks = label_studio(made, tmp_path, predictions=False)
    assert all(label_interface.validate_annotation(task["annotations"][0]) for task in tasks)


def test_label_studio_converter_gives_back_what_it_was_given(made, tmp_path):
    converter = pytest.importorskip("label_studio_sdk.converter", reason="convert-check")
    config, tasks = label_studio(made, tmp_path, predictions=False)
    for number, task in enumerate(tasks, 1):
        task["id"] = number
        task["annotations"][0] |= {"id": number, "created_at": "2024-03-01T00:00:00Z", "completed_by": {"id": 1}}
    (tmp_path / "server.json").write_text(json.dumps(tasks), encoding="utf-8")
    maker = converter.Converter(config, project_dir=str(tmp_path), output_tags=["label"])
    maker.convert_to_json(str(tmp_path / "server.json"), str(tmp_path / "export"), is_dir=False)
    assert read_documents(tmp_path / "export" / "result.json", "label-studio") == made


# --- brat ---------------------------------------------------------------------------------------------------------------


def test_brat_folders_are_read_by_bratly(made, tmp_path, capsys):
    io = pytest.importorskip("bratly.io")
    write_documents(made, tmp_path / "brat", "brat")
    read = io.read_document_collection_from_folder(str(tmp_path / "brat"), renumerotize_ann=False)
    assert "Issue" not in capsys.readouterr().out
    assert len(read.documents) == len(made)
    for item in read.documents:
        ours = next(d for d in made if Path(item.fullpath).stem == d.id.removesuffix(".txt"))
        kinds = [type(annotation).__name__ for annotation in item.annotation_collections[0].annotations]
        assert kinds.count("EntityAnnotation") == len(ours.spans)
        assert kinds.count("RelationAnnotation") == len(ours.relations)


def test_brat_server_reads_and_verifies_folders_and_configuration(made, tmp_path):
    if importlib.util.find_spec("brat") is None:
        pytest.skip("convert-check")
    write_documents(made, tmp_path / "brat", "brat")
    told = run_check("brat_server.py", tmp_path / "brat")
    assert told["problems"] == []
    assert told["spans"] == sum(len(d.spans) for d in made)
    assert told["relations"] == sum(len(d.relations) for d in made)
    assert told["types"] == ["QUANTITY", "INDICATOR", "PROJECT", "PLACE", "INSTITUTION"]


# --- doccano ------------------------------------------------------------------------------------------------------------


def test_doccano_imports_and_exports_again(made, tmp_path):
    python = os.environ.get(DOCCANO)
    if not python:
        pytest.skip(f"{DOCCANO} names no Python of an environment with doccano, which pins packages older than ours")
    write_documents(made, tmp_path / "in.jsonl", "doccano")
    told = run_check("doccano_project.py", tmp_path, python)
    assert told["errors"] == []
    assert told["span_types"] == 5
    assert read_documents(tmp_path / "out.jsonl", "doccano") == made


def test_doccano_label_types_have_colours_and_keys_of_their_own(made, tmp_path):
    write_documents(made, tmp_path / "in.jsonl", "doccano")
    types = json.loads((tmp_path / "in.span-types.json").read_text(encoding="utf-8"))
    assert [item["text"] for item in types] == ["QUANTITY", "INDICATOR", "PROJECT", "PLACE", "INSTITUTION"]
    assert len({item["suffix_key"] for item in types}) == len(types)
    assert all(len(item["background_color"]) == 7 for item in types)


# --- INCEpTION ----------------------------------------------------------------------------------------------------------


def test_xmi_is_what_dkpro_cassis_reads_strictly(made, tmp_path):
    cassis = pytest.importorskip("cassis")
    write_documents(made, tmp_path / "cas", "inception")
    with open(tmp_path / "cas" / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    for ours in made:
        name = ours.id.removesuffix(".txt")
        with open(tmp_path / "cas" / f"{name}.xmi", "rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types, lenient=False)
        spans = cas.select("webanno.custom.Govreport")
        assert len(spans) == len(ours.spans)
        assert len(cas.select("webanno.custom.GovreportRelation")) == len(ours.relations)
        if "\x0c" not in ours.text:  # which XML cannot hold
            assert {s.get_covered_text() for s in spans} == {ours.covered(s) for s in ours.spans}
        sentences = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
        tokens = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
        edges = {t.begin for t in tokens} | {t.end for t in tokens}
        assert sentences
        assert all(s.begin in edges and s.end in edges for s in spans if s.get_covered_text().strip())


def test_inception_layers_name_the_features_of_the_type_system(made, tmp_path):
    cassis = pytest.importorskip("cassis")
    write_documents(made, tmp_path / "cas", "inception")
    with open(tmp_path / "cas" / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    for name in ("spans", "relations", "document"):
        layer = json.loads((tmp_path / "cas" / f"layer-{name}.json").read_text(encoding="utf-8"))
        features = {feature.name for feature in types.get_type(layer["name"]).features}
        assert {feature["name"] for feature in layer["features"]} == features
        assert layer["anchoring_mode"] == "CHARACTERS"
    relation = json.loads((tmp_path / "cas" / "layer-relations.json").read_text(encoding="utf-8"))
    assert relation["attach_type"] == {"name": "webanno.custom.Govreport"}


# --- spaCy and Prodigy --------------------------------------------------------------------------------------------------


def test_a_docbin_is_a_doc_of_ours(tmp_path):
    write_documents([document()], tmp_path / "docs.spacy", "spacy")
    nlp = gi.load()
    (doc,) = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(nlp.vocab)
    made = doc._.govreport
    assert made.metrics == report().metrics
    assert {ent.label_ for ent in doc.ents} <= {"PROJECT", "PLACE", "INSTITUTION"}
    assert len(doc.spans["sc"]) == len(document().spans)
    examples = [spacy.training.Example(nlp.make_doc(doc.text), doc)]
    assert nlp.evaluate(examples)["govreport_normalised_f"] == 1.0


def test_prodigy_tokens_agree_with_the_spans(made, tmp_path):
    write_documents(made, tmp_path / "tasks.jsonl", "prodigy")
    for line in (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        task = json.loads(line)
        tokens = task["tokens"]
        assert "".join(token["text"] + " " * token["ws"] for token in tokens) == task["text"]
        doc = spacy.tokens.Doc(spacy.blank("zh").vocab, [t["text"] for t in tokens], [t["ws"] for t in tokens])  # pyright: ignore[reportAttributeAccessIssue]
        for span in task["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
            assert doc.char_span(span["start"], span["end"], label=span["label"]) is not None
        for relation in task["relations"]:
            assert relation["head_span"] in task["spans"]
            assert relation["child"] == relation["child_span"]["token_end"]
    command = (tmp_path / "tasks.prodigy.sh").read_text(encoding="utf-8")
    assert "rel.manual" in command
    assert "--span-label QUANTITY,INDICATOR,PROJECT,PLACE,INSTITUTION" in command


def run_check(script: str, folder: Path, python: str = sys.executable) -> dict:
    """What a script of ours says that runs the code of a tool in a process of its own."""
    done = subprocess.run(
        [python, str(CHECKS / script), str(folder)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_reports_of_all_samples_are_valid():
    for made in (document(), from_gold(WINDOW)):
        assert gi.Report.model_validate(to_report(made).model_dump())
