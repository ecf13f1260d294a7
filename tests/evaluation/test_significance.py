"""Confidence intervals and the paired comparison of predictions."""

from __future__ import annotations

import json

import pytest

import govreport_ie as gi
from govreport_ie.evaluation import compare, intervals

DOCUMENTS = 40


def gold() -> list[dict]:
    quantity = {"start": 0, "end": 2, "text": "6%", "kind": "percent", "value": "6", "unit": "%"}
    return [
        {"doc": str(i), "text": "6%", "quantities": [quantity], "metrics": [], "entities": []} for i in range(DOCUMENTS)
    ]


def predictions(right: int) -> list[dict]:
    """Predictions whose value is right in the first documents and wrong in the others."""
    return [
        {
            "doc": str(i),
            "quantities": [
                {"start": 0, "end": 2, "kind": "percent", "value": "6" if i < right else "7", "unit_text": "%"}
            ],
        }
        for i in range(DOCUMENTS)
    ]


def evaluation(right: int) -> gi.Evaluation:
    return gi.evaluate(gold(), predictions(right))


def test_intervals_hold_the_figure_and_narrow_with_its_certainty():
    low, high = intervals(evaluation(30))["quantity normalised"]
    # a binomial of 30 in 40 has a standard error of 0.068
    assert 0.75 - 3 * 0.068 < low < 0.75 - 0.068 < 0.75 + 0.068 < high < 0.75 + 3 * 0.068
    assert intervals(evaluation(30))["quantity span"] == (1.0, 1.0)
    assert intervals(evaluation(30))["kind"] == (1.0, 1.0)
    wide = intervals(evaluation(30), level=0.99)["quantity normalised"]
    assert wide[0] < low < high < wide[1]


def test_the_same_seed_gives_the_same_numbers():
    assert intervals(evaluation(30), seed=3) == intervals(evaluation(30), seed=3)
    first, second = evaluation(30), evaluation(34)
    assert compare(first, second, seed=3).to_dict() == compare(first, second, seed=3).to_dict()


def test_equal_predictions_do_not_differ():
    difference = compare(evaluation(30), evaluation(30))["quantity normalised"]
    assert (difference.difference, difference.low, difference.high, difference.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_clear_difference_is_significant_and_a_slight_one_is_not():
    clear = compare(evaluation(10), evaluation(35))["quantity normalised"]
    assert clear.difference == pytest.approx(0.625)
    assert clear.p < 0.001
    assert clear.low > 0.4
    slight = compare(evaluation(30), evaluation(31))["quantity normalised"]
    assert slight.p == pytest.approx(1.0)


def test_the_test_is_paired():
    """35 against 30 of 40 is nothing between strangers; here all five differences point one way (p = 2 / 2**5)."""
    assert compare(evaluation(30), evaluation(35))["quantity normalised"].p == pytest.approx(1 / 16, abs=0.02)


def test_only_the_same_gold_can_be_compared():
    other = gi.evaluate(gold()[:5], predictions(5))
    with pytest.raises(gi.EvaluationError, match="not of the same gold"):
        compare(evaluation(30), other)


def test_plain_values():
    differences = json.loads(json.dumps(compare(evaluation(30), evaluation(31)).to_dict()))
    assert set(differences["kind"]) == {"first", "second", "difference", "low", "high", "p"}


def test_a_rare_class_is_drawn_only_where_it_occurs():
    """One document of forty has a rank: two in five resamples have none and say nothing about it."""
    rows, found = gold(), predictions(40)
    rows[0] = {**rows[0], "text": "第3位", "quantities": [
        {"start": 0, "end": 3, "text": "第3位", "kind": "rank", "value": "3", "unit": "位"}]}  # fmt: skip
    found[0]["quantities"] = [{"start": 0, "end": 3, "kind": "rank", "value": "3", "unit_text": "位"}]
    bounds = intervals(gi.evaluate(rows, found), table="kind")
    assert bounds == {"percent": (1.0, 1.0), "rank": (1.0, 1.0)}
    assert "entity all" not in intervals(gi.evaluate(rows, found))  # neither gold nor predictions
