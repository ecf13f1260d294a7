"""Results survive every way in which spaCy stores, copies or ships a Doc, and give the same Report each time."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import govreport_ie as gi
from govreport_ie.pipeline.layers import META, report_of


@pytest.fixture
def doc(nlp, report_text) -> Doc:
    return nlp(report_text)


def test_spacy_and_direct_extraction_agree(nlp, report_text):
    direct = gi.extract(report_text, year=2024, region="清和县", doc_id="qinghe")
    through_spacy = gi.extract(report_text, year=2024, region="清和县", doc_id="qinghe", nlp=nlp)
    assert len(direct.metrics) > 8
    assert through_spacy == direct


def test_doc_carries_the_report(doc, report_text):
    assert doc._.govreport == gi.extract(report_text)
    assert doc.text == report_text


def test_to_bytes(doc, nlp):
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert report_of(again) == report_of(doc)


def test_doc_bin_without_user_data(doc, nlp):
    stored = DocBin(docs=[doc], store_user_data=False).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert report_of(again) == report_of(doc)


def test_copy(doc):
    assert report_of(doc.copy()) == report_of(doc)


def test_pickle(doc):
    assert report_of(pickle.loads(pickle.dumps(doc))) == report_of(doc)


def test_worker_processes(nlp, report_text):
    texts = [report_text, "今年新建学校8所。", ""]
    expected = [gi.extract(text) for text in texts]
    assert [report_of(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == expected


def test_metadata_travels_on_the_doc(nlp, report_text):
    doc = nlp.make_doc("今年新建学校8所。")
    doc._.set(META, {"year": 2031, "region": "清和县"})
    report = report_of(nlp(doc))
    assert (report.year, report.region) == (2031, "清和县")


def test_saved_pipeline_gives_the_same(nlp, doc, tmp_path, report_text):
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert again.pipe_names == nlp.pipe_names
    assert report_of(again(report_text)) == report_of(doc)
    assert gi.load(tmp_path / "saved").meta["name"] == nlp.meta["name"]


def test_pipeline_from_bytes_gives_the_same(nlp, doc, report_text):
    again = gi.load().from_bytes(nlp.to_bytes())
    assert report_of(again(report_text)) == report_of(doc)


def test_report_survives_json(report_text):
    report = gi.extract(report_text)
    assert gi.Report.model_validate_json(report.model_dump_json()) == report
    assert gi.Report.model_validate(report.model_dump(mode="json")) == report


def test_report_survives_pickle(report_text):
    report = gi.extract(report_text)
    assert pickle.loads(pickle.dumps(report)) == report
