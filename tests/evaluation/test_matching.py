"""What counts as right: one table a question, gold on the left, prediction on the right."""

from __future__ import annotations

import pytest

import govreport_ie as gi


def quantity(surface: str, kind: str, value, unit: str, **more) -> dict:
    """A gold quantity that begins its window."""
    return {"start": 0, "end": len(surface), "text": surface, "kind": kind, "value": value, "unit": unit, **more}


def window(text: str, quantities=(), metrics=(), entities=(), **more) -> dict:
    return {
        "doc": "a",
        "text": text,
        "quantities": list(quantities),
        "metrics": list(metrics),
        "entities": list(entities),
        "year": "2024",
        **more,
    }


def flat(quantities=(), metrics=(), entities=()) -> list[dict]:
    return [{"doc": "a", "quantities": list(quantities), "metrics": list(metrics), "entities": list(entities)}]


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        # values
        (("6%", "percent", "6", "%"), {"value": "6", "unit_text": "%"}, True),
        (("6%", "percent", "6", "%"), {"value": "6.0", "unit_text": "％"}, True),
        (("6%", "percent", "6", "%"), {"value": "60", "unit_text": "%"}, False),
        (("6%—7%", "percent", ["6", "7"], "%"), {"low": "6", "high": "7", "unit_text": "%"}, True),
        (("6%—7%", "percent", ["6", "7"], "%"), {"value": "6.5", "unit_text": "%"}, False),
        (("2:1", "ratio", ["2", "1"], ""), {"values": ["2", "1"], "unit_text": ""}, True),
        (("2:1:3", "ratio", ["2", "1", "3"], ""), {"values": ["2", "1"], "unit_text": ""}, False),
        (("三分之一", "ratio", "0.3333", ""), {"value": "0.3333333333", "unit_text": ""}, True),
        (("6.1%", "percent", "6.1", "%"), {"value": "6.1001", "unit_text": "%"}, False),
        # units
        (("3公里", "measure", "3", "公里"), {"value": "3", "unit_text": "千米"}, True),
        (("3公里", "measure", "3", "公里"), {"value": "3", "unit_text": "米"}, False),
        (("第3位", "rank", "3", "位"), {"value": "3", "unit_text": ""}, True),
        (("3倍", "ratio", "3", "倍"), {"value": "3", "unit_text": ""}, True),
        (("50亿", "money", "5000000000", "元"), {"value": "5000000000", "unit_text": ""}, True),
        (("8元", "money", "8", "元"), {"value": "8", "unit_text": "元/亩"}, True),
        (("8元/亩", "money", "8", "元/亩"), {"value": "8", "unit_text": "元"}, False),
        # redaction
        (("XX亿元", "money", None, "元"), {"value": None, "unit_text": "元", "redacted": True}, True),
        (("XX亿元", "money", None, "元"), {"value": None, "unit_text": "元"}, False),
        (("3亿元", "money", "300000000", "元"), {"value": None, "unit_text": "元", "redacted": True}, False),
    ],
)
def test_values_and_units(gold, predicted, right):
    surface, kind, value, unit = gold
    labelled = quantity(surface, kind, value, unit, redacted="X" in surface)
    evaluation = gi.evaluate(
        [window(surface, [labelled])], flat([{"start": 0, "end": len(surface), "kind": kind, **predicted}])
    )
    assert evaluation["quantity normalised"].f1 == float(right)
    assert evaluation["quantity span"].f1 == 1.0


def test_the_denominator_may_stand_before_the_span():
    labelled = {**quantity("29微克", "measure", "29", "微克/立方米"), "start": 4, "end": 8, "text": "29微克"}
    predicted = {"start": 4, "end": 8, "value": "29", "unit_text": "微克"}
    assert gi.evaluate([window("每立方米29微克", [labelled])], flat([predicted]))["quantity normalised"].f1 == 1.0
    assert gi.evaluate([window("平均浓度29微克", [labelled])], flat([predicted]))["quantity normalised"].f1 == 0.0


def test_other_accepted_readings():
    labelled = quantity("30天", "measure", "30", "天", kind_ok=["count"], mod="approx", mod_ok=[None])
    predicted = {"start": 0, "end": 3, "kind": "count", "value": "30", "unit_text": "天", "modifier": None}
    evaluation = gi.evaluate([window("30天", [labelled])], flat([predicted]))
    assert evaluation["kind"].value == evaluation["modifier"].value == 1.0


def test_optional_quantities_are_neither_rewarded_nor_punished():
    rows = [window("一批八大行动", [{**quantity("八大", "count", "8", "大", opt=True), "start": 2, "end": 4}])]
    for predicted in ([], [{"start": 2, "end": 4, "value": "8"}], [{"start": 2, "end": 5, "value": "8"}]):
        evaluation = gi.evaluate(rows, flat(predicted))
        assert (evaluation["quantity span"].tp, evaluation["quantity span"].fp) == (0, 0)
    assert gi.evaluate(rows, flat([{"start": 0, "end": 2, "value": "1"}]))["quantity span"].fp == 1


def test_predictions_outside_the_window_do_not_count():
    row = window("6%", [quantity("6%", "percent", "6", "%")], start=10, end=12)
    inside = {"start": 10, "end": 12, "kind": "percent", "value": "6", "unit_text": "%"}
    outside = {"start": 9, "end": 12, "kind": "percent", "value": "6", "unit_text": "%"}
    evaluation = gi.evaluate([row], flat([inside, outside]))
    assert (evaluation["quantity span"].tp, evaluation["quantity span"].fp) == (1, 0)


TEXT = "全县新建公共停车位2000个"
QUANTITY = {**quantity("2000个", "count", "2000", "个"), "start": 9, "end": 14}
METRIC = {
    "q": 0,
    "text": "新建公共停车位",
    "max": [2, 9],
    "min": [6, 9],
    "measure": "level",
    "status": "actual",
    "period": "2023",
    "area": "urban-construction",
}


def metric(**changes) -> dict:
    """A predicted metric that is right but for the changes."""
    right = {
        "quantity": [9, 14],
        "indicator": "新建公共停车位",
        "name": None,
        "measure": "level",
        "direction": None,
        "status": "actual",
        "period": "2023",
        "policy_area": "urban-construction",
    }
    return {**right, **changes}


def judge(changes: dict, **gold) -> gi.Evaluation:
    predicted = {"start": 9, "end": 14, "kind": "count", "value": "2000", "unit_text": "个"}
    return gi.evaluate([window(TEXT, [QUANTITY], [{**METRIC, **gold}])], flat([predicted], [metric(**changes)]))


@pytest.mark.parametrize(
    ("indicator", "name", "right"),
    [
        ("停车位", None, True),
        ("公共停车位", None, True),
        ("全县新建公共停车位", None, True),  # the subject is tolerated
        ("公共停车", None, False),  # the least that must be there is not
        ("个个个个全县新建公共停车位", None, False),  # too much besides
        ("公共", "公共停车位", True),  # the name tells what the span leaves out
        (None, "停车位", False),
    ],
)
def test_indicators(indicator, name, right):
    evaluation = judge({"indicator": indicator, "name": name})
    assert evaluation["metric indicator"].f1 == float(right)
    assert evaluation["whole row"].f1 == float(right)


@pytest.mark.parametrize(
    ("name", "right"),
    [("城镇居民收入", True), ("提高城镇居民收入", True), ("居民收入", True), ("农村居民收入", False), (None, False)],
)
def test_names_of_shared_heads(name, right):
    assert judge({"name": name}, name="城镇居民收入")["shared-head name"].value == float(right)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("公共停车位", True),
        (None, True),  # the span is printed
        ("全县新建公共停车位", True),
        ("石砚新城二期安置小区新建公共停车位", False),  # too much besides
        ("公共停车", False),  # not complete
    ],
)
def test_the_name_that_a_table_prints(name, right):
    evaluation = judge({"indicator": "公共停车位", "name": name})
    assert evaluation["full name"].value == float(right)
    assert evaluation["named row"].f1 == float(right)


def test_a_named_row_needs_the_whole_row():
    evaluation = judge({"status": "target"})
    assert (evaluation["full name"].value, evaluation["named row"].f1) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ("2023", "2023", True),
        ("2023", "2024", False),
        ("2023", None, False),
        ("2018-2022", "2022", True),  # a span of years and its last year
        ("2022", "2018-2022", True),
        ("2018-2022", "2019-2022", False),
        (None, "2023", None),  # the text does not tell: not judged
    ],
)
def test_periods(gold, predicted, right):
    evaluation = judge({"period": predicted}, period=gold)
    if right is None:
        assert "period" not in evaluation.fields
    else:
        assert evaluation["period"].value == float(right)
    assert evaluation["whole row"].f1 == float(right is not False)


@pytest.mark.parametrize(
    ("field", "changes", "gold"),
    [
        ("measure", {"measure": "increment"}, {}),
        ("direction", {"direction": "up"}, {}),
        ("status", {"status": "target"}, {}),
        ("policy area", {"policy_area": "housing"}, {}),
        ("policy area", {"policy_area": None}, {}),
    ],
)
def test_one_wrong_field_spoils_the_row(field, changes, gold):
    evaluation = judge(changes, **gold)
    assert evaluation[field].value == 0.0
    assert evaluation["metric indicator"].f1 == 1.0
    assert evaluation["whole row"].f1 == 0.0
    assert [mistake.kind for mistake in evaluation.errors] == [field]


def test_accepted_alternatives_of_fields():
    evaluation = judge({"policy_area": "housing", "status": "estimated"}, area_ok=["housing"], status_ok=["estimated"])
    assert evaluation["whole row"].f1 == 1.0
    assert evaluation.confusion == {"urban-construction": {"urban-construction": 1}}


def test_where_two_measures_are_accepted_no_direction_is_right_too():
    gold = {"measure": "growth", "dir": "up", "measure_ok": ["ratio"]}
    assert judge({"measure": "ratio"}, **gold)["whole row"].f1 == 1.0
    assert judge({"measure": "growth", "direction": "down"}, **gold)["direction"].value == 0.0


ENTITY = {"start": 0, "end": 8, "min": [0, 6], "text": "清河大桥北引桥工程"[:8], "label": "PROJECT"}


@pytest.mark.parametrize(
    ("span", "label", "counts"),
    [
        ((0, 8), "PROJECT", (1, 0, 0)),
        ((0, 6), "PROJECT", (1, 0, 0)),
        ((0, 5), "PROJECT", (0, 1, 1)),  # less than the least
        ((0, 9), "PROJECT", (0, 1, 1)),  # more than the fullest
        ((0, 8), "PLACE", (0, 1, 1)),
        ((0, 2), "PLACE", (0, 0, 1)),  # nested in a longer one of another label: left open
    ],
)
def test_entities(span, label, counts):
    predicted = {"start": span[0], "end": span[1], "label": label}
    score = gi.evaluate([window("清河大桥北引桥工程开工", entities=[ENTITY])], flat(entities=[predicted]))["entity all"]
    assert (score.tp, score.fp, score.fn) == counts


def test_optional_entities():
    rows = [window("清河大桥北引桥工程开工", entities=[{**ENTITY, "opt": True}])]
    for predicted in ([], [{"start": 0, "end": 2, "label": "PLACE"}]):
        score = gi.evaluate(rows, flat(entities=predicted))["entity all"]
        assert (score.tp, score.fp, score.fn) == (0, 0, 0)


@pytest.mark.parametrize(("predicted", "right"), [(None, 1.0), ("finance", 0.0)])
def test_gold_without_a_policy_area(predicted, right):
    """Gold made of corrected reports may leave the area open."""
    count = quantity("8所", "count", "8", "所") | {"start": 2, "end": 4}
    row = window(
        "学校8所",
        [count],
        [{"q": 0, "text": "学校", "min": [0, 2], "measure": "level", "status": "actual", "area": None}],
    )
    metric = {"quantity": [2, 4], "indicator": "学校", "measure": "level", "status": "actual", "policy_area": predicted}
    found = {"start": 2, "end": 4, "kind": "count", "value": "8", "unit_text": "所"}
    evaluation = gi.evaluate([row], flat([found], [metric]))
    assert (evaluation["policy area"].value, evaluation["whole row"].f1) == (right, right)
    assert evaluation.confusion == {"none": {predicted or "none": 1}}
    assert "policy area" in str(evaluation)
