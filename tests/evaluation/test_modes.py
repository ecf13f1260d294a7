"""Exact and overlap matching beside the tolerances of the reference scorer."""

from __future__ import annotations

import pytest

import govreport_ie as gi
from tests.evaluation.test_matching import flat, window

TEXT = "全县新建改建公办幼儿园12所"
QUANTITY = {"start": 11, "end": 14, "text": "12所", "kind": "count", "value": "12", "unit": "所"}
METRIC = {"q": 0, "text": "新建改建公办幼儿园", "min": [8, 11], "measure": "level", "status": "actual", "area": "education"}  # fmt: skip
ENTITY = {"start": 0, "end": 9, "min": [0, 4], "text": "清河大桥北引桥工程", "label": "PROJECT"}


def metric(indicator: str, span=(11, 14)) -> dict:
    return {
        "quantity": list(span),
        "indicator": indicator,
        "measure": "level",
        "status": "actual",
        "policy_area": "education",
    }


def counted(span=(11, 14)) -> dict:
    return {"start": span[0], "end": span[1], "kind": "count", "value": "12", "unit_text": "所"}


@pytest.mark.parametrize(
    ("indicator", "right"),
    [
        ("新建改建公办幼儿园", {"reference", "exact", "overlap"}),
        ("公办幼儿园", {"reference", "overlap"}),
        ("全县新建改建公办幼儿园", {"reference", "overlap"}),  # within four characters of the fullest phrase
        ("新建改建", {"overlap"}),
        ("到年底全县范围内新建改建公办幼儿园", {"overlap"}),
        ("停车位", set()),
    ],
)
def test_indicators(indicator, right):
    gold, predicted = [window(TEXT, [QUANTITY], [METRIC])], flat([counted()], [metric(indicator)])
    for mode in ("reference", "exact", "overlap"):
        assert gi.evaluate(gold, predicted, match=mode)["metric indicator"].f1 == float(mode in right), mode


@pytest.mark.parametrize(
    ("span", "label", "right"),
    [
        ((0, 9), "PROJECT", {"reference", "exact", "overlap"}),
        ((0, 4), "PROJECT", {"reference", "overlap"}),
        ((2, 11), "PROJECT", {"overlap"}),
        ((9, 11), "PROJECT", set()),
        ((0, 9), "PLACE", set()),
    ],
)
def test_entities(span, label, right):
    gold = [window("清河大桥北引桥工程开工", entities=[ENTITY])]
    predicted = flat(entities=[{"start": span[0], "end": span[1], "label": label}])
    for mode in ("reference", "exact", "overlap"):
        assert gi.evaluate(gold, predicted, match=mode)["entity all"].f1 == float(mode in right), mode


def test_an_overlapping_quantity_carries_its_metric():
    gold = [window(TEXT, [QUANTITY], [METRIC])]
    predicted = flat([counted((11, 13))], [metric("公办幼儿园", (11, 13))])
    assert gi.evaluate(gold, predicted)["whole row"].f1 == 0.0
    overlap = gi.evaluate(gold, predicted, match="overlap")
    assert (overlap["quantity span"].f1, overlap["whole row"].f1) == (1.0, 1.0)


def test_every_object_is_matched_once():
    """Two predictions on one labelled object: one is right, the other is one too many."""
    gold = [window(TEXT, [QUANTITY])]
    score = gi.evaluate(gold, flat([counted((11, 13)), counted((13, 14))]), match="overlap")["quantity span"]
    assert (score.tp, score.fp, score.fn) == (1, 1, 0)
    pieces = [{"start": 0, "end": 4, "label": "PROJECT"}, {"start": 4, "end": 9, "label": "PROJECT"}]
    gold = [window("清河大桥北引桥工程开工", entities=[ENTITY])]
    score = gi.evaluate(gold, flat(entities=pieces), match="overlap")["entity all"]
    assert (score.tp, score.fp, score.fn) == (1, 1, 0)


def test_an_unknown_mode_is_refused():
    with pytest.raises(gi.ConfigError, match="reference, exact, overlap"):
        gi.evaluate([window(TEXT)], [], match="fuzzy")
