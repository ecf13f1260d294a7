"""Which errors cost most, and averages: counted by hand on small cases."""

from __future__ import annotations

import pytest

import govreport_ie as gi
from tests.evaluation.test_matching import flat, window

TEXT = "新建甲园1所、乙园2所、丙园3所、丁园4所"
SPANS = [(4, 6), (9, 11), (14, 16), (19, 21)]


def gold(**areas: str) -> list[dict]:
    quantities = [
        {"start": a, "end": b, "text": TEXT[a:b], "kind": "count", "value": TEXT[a], "unit": "所"} for a, b in SPANS
    ]
    metrics = [
        {"q": i, "text": TEXT[a - 2 : a], "min": [a - 2, a], "measure": "level", "status": "actual", "area": "education"}
        for i, (a, _) in enumerate(SPANS)
    ]  # fmt: skip
    return [window(TEXT, quantities, metrics)]


def predicted(*changes: dict, without: int | None = None) -> list[dict]:
    quantities, metrics = [], []
    for i, (a, b) in enumerate(SPANS):
        if i == without:
            continue
        change = changes[i] if i < len(changes) else {}
        quantities.append({"start": a, "end": b, "kind": "count", "value": TEXT[a], "unit_text": "所"})
        metrics.append({
            "quantity": [a, b], "indicator": TEXT[a - 2 : a], "measure": "level", "status": "actual", "policy_area": "education",
        } | change)  # fmt: skip
    return flat(quantities, metrics)


def by_error(evaluation, values: bool = False) -> dict[str, tuple[int, int, float]]:
    costs = evaluation.costs_by_value if values else evaluation.costs
    return {(c.error, c.gold, c.predicted) if values else c.error: (c.objects, c.sole, round(c.f1_gain, 4)) for c in costs}  # fmt: skip  # pyright: ignore[reportReturnType]


def test_an_error_costs_the_rows_that_only_it_spoils():
    evaluation = gi.evaluate(gold(), predicted({"status": "target"}, {"status": "target", "policy_area": "health"}))
    assert evaluation["whole row"].f1 == 0.5
    assert by_error(evaluation) == {"status": (2, 1, 0.25), "policy area": (1, 0, 0.0)}
    assert by_error(evaluation, values=True) == {
        ("status", "actual", "target"): (2, 1, 0.25),
        ("policy area", "education", "health"): (1, 0, 0.0),
    }


def test_a_missed_quantity_costs_its_row():
    evaluation = gi.evaluate(gold(), predicted(without=3))
    assert evaluation["whole row"].f1 == pytest.approx(6 / 7)
    assert by_error(evaluation) == {"quantity missed": (1, 1, round(1 / 7, 4))}


def test_a_wrong_boundary_is_no_missed_quantity():
    (prediction,) = predicted()
    prediction["quantities"][0]["end"] += 1
    prediction["metrics"][0]["quantity"][1] += 1
    evaluation = gi.evaluate(gold(), [prediction])
    assert by_error(evaluation) == {"quantity span": (2, 2, 0.25)}  # one row missed, one too many
    assert evaluation["whole row"].f1 == 0.75


def test_entities_that_are_nearly_right():
    names = [
        {"start": 0, "end": 4, "min": [0, 4], "text": "东湖大桥", "label": "PROJECT"},
        {"start": 5, "end": 9, "min": [5, 9], "text": "西山公园", "label": "PLACE"},
        {"start": 10, "end": 14, "min": [10, 14], "text": "南门学校", "label": "INSTITUTION"},
    ]
    found = [(0, 3, "PROJECT"), (5, 9, "PROJECT"), (15, 17, "PLACE")]
    evaluation = gi.evaluate(
        [window("东湖大桥、西山公园、南门学校、开工", entities=names)],
        flat(entities=[{"start": a, "end": b, "label": label} for a, b, label in found]),
    )
    costs = by_error(evaluation)
    assert {error: cost[:2] for error, cost in costs.items()} == {
        "entity span": (1, 1),
        "entity label": (1, 1),
        "entity missed": (1, 1),
        "entity spurious": (1, 1),
    }
    assert costs["entity span"][2] == round(1 / 3, 4)  # from 0 of 3 to 1 of 3


def test_micro_and_macro_averages():
    changes = [{}, {}, {}, {"policy_area": "health"}]
    rows = gold()
    rows[0]["metrics"][2]["area"] = "health"
    changes[2] = {"policy_area": "education"}
    average = gi.evaluate(rows, predicted(*changes)).averages["policy area by area"]
    # education: 2 right, 1 missed, 1 too many; health: 0 right, 1 missed, 1 too many
    assert (average.classes, average.micro_f1, average.f1) == (2, 0.5, pytest.approx((2 / 3 + 0) / 2))


def test_averages_over_documents():
    text = "6%"
    quantity = {"start": 0, "end": 2, "text": text, "kind": "percent", "value": "6", "unit": "%"}
    three = {**window("6%6%6%", [{**quantity, "start": i, "end": i + 2} for i in (0, 2, 4)]), "doc": "b"}
    found = {"kind": "percent", "value": "6", "unit_text": "%"}
    predictions = [
        {"doc": "a", "quantities": []},
        {"doc": "b", "quantities": [{**found, "start": i, "end": i + 2} for i in (0, 2, 4)]},
    ]
    average = gi.evaluate([window(text, [quantity]), three], predictions).averages["quantity span by document"]
    assert (average.classes, average.f1, average.micro_f1) == (2, 0.5, pytest.approx(6 / 7))
