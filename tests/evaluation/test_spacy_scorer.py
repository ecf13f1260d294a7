"""spaCy's way to evaluate: Examples whose reference Doc carries our span groups."""

from __future__ import annotations

import pytest
from spacy.training import Example

from govreport_ie.evaluation import spacy_scorer as scorers

TEXT = "2023年，全县新建停车位2000个、充电桩1157个，地区生产总值增长6.2%。清河大桥建成通车。"


@pytest.fixture
def example(nlp) -> Example:
    """The pipeline's result as prediction and, to be changed by a test, as reference."""
    return Example(nlp(TEXT), nlp(TEXT))


def change(doc, layer: str, record_id: str, **fields) -> None:
    """Correct a record of a Doc, as an annotator would."""
    group = doc.spans[f"govreport_{layer}"]
    attrs = group.attrs
    attrs["records"][record_id].update(fields)
    group.attrs = attrs


def test_equal_docs_are_perfect(example):
    for scorer in (scorers.score_structure, scorers.score_quantities, scorers.score_entities, scorers.score_metrics):
        scores = {key: value for key, value in scorer([example]).items() if key.endswith(("_f", "_acc"))}
        assert scores
        assert set(scores.values()) == {1.0}
    assert scorers.score_policy([example]) == {"govreport_area_acc": 1.0}


def test_a_corrected_value(example):
    change(example.reference, "quantities", "Q1", value="1999")
    scores = scorers.score_quantities([example])
    assert scores["govreport_quantities_f"] == 1.0
    assert scores["govreport_normalised_f"] == pytest.approx(2 / 3)
    assert scores["govreport_quantities_per_type"]["percent"] == {"p": 1.0, "r": 1.0, "f": 1.0}


def test_a_missed_quantity(example):
    group = example.reference.spans["govreport_quantities"]
    attrs = group.attrs
    example.reference.spans["govreport_quantities"] = [span for span in group if span.text != "6.2%"]
    example.reference.spans["govreport_quantities"].attrs.update(attrs)
    scores = scorers.score_quantities([example])
    assert (scores["govreport_quantities_p"], scores["govreport_quantities_r"]) == (pytest.approx(2 / 3), 1.0)


def test_a_corrected_metric(example):
    change(example.reference, "metrics", "M1", status="target")
    scores = scorers.score_metrics([example])
    assert scores["govreport_metrics_f"] == 1.0
    assert scores["govreport_rows_f"] == pytest.approx(2 / 3)
    assert scores["govreport_status_acc"] == pytest.approx(2 / 3)
    assert scores["govreport_measure_acc"] == 1.0


def test_a_corrected_policy_area(example):
    change(example.reference, "metrics", "M3", policy={"id": "none", "sub_id": None, "score": 1.0, "evidence": []})
    assert scorers.score_policy([example])["govreport_area_acc"] == pytest.approx(2 / 3)


def test_references_without_the_layer_are_left_out(nlp):
    example = Example(nlp(TEXT), nlp.make_doc(TEXT))
    assert set(scorers.score_quantities([example]).values()) == {None}
    assert scorers.score_policy([example]) == {"govreport_area_acc": None}
