"""Agreement of two annotators, against values worked out by hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.evaluation import agreement

pytest.importorskip("krippendorff", reason="needs the extra agreement")
pytest.importorskip("sklearn", reason="needs the extra agreement")

GOLD = Path(__file__).parent / "data" / "gold.jsonl"


@pytest.fixture
def first() -> list[dict]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def statuses(first: str, second: str) -> tuple[list[dict], list[dict]]:
    """Two annotators' labels of amounts whose statuses are spelled by letters (a, e, t)."""
    names = {"a": "actual", "e": "estimated", "t": "target"}

    def rows(letters: str) -> list[dict]:
        text = "园1所" * len(letters)
        quantities = [
            {"start": 3 * i + 1, "end": 3 * i + 3, "text": "1所", "kind": "count", "value": "1", "unit": "所"}
            for i in range(len(letters))
        ]
        metrics = [
            {"q": i, "text": "园", "min": [3 * i, 3 * i + 1], "measure": "level", "status": names[c], "area": "education"}
            for i, c in enumerate(letters)
        ]  # fmt: skip
        return [{"doc": "a", "text": text, "quantities": quantities, "metrics": metrics, "entities": []}]

    return rows(first), rows(second)


def test_annotators_who_say_the_same(first):
    result = agreement(first, copy.deepcopy(first))
    assert {layer.f1 for layer in result.layers.values()} == {1.0}
    assert {(field.observed, field.kappa, field.alpha) for field in result.fields.values()} == {(1.0, 1.0, 1.0)}
    assert result.windows == len(first)


def test_kappa_and_alpha():
    """Ten rows, nine alike; 13 of the 20 values are ``actual``."""
    field = agreement(*statuses("aaaaaaattt", "aaaaaatttt")).fields["status"]
    assert (field.objects, field.observed) == (10, 0.9)
    assert field.kappa == pytest.approx((0.9 - (0.7 * 0.6 + 0.3 * 0.4)) / (1 - (0.7 * 0.6 + 0.3 * 0.4)))
    assert field.alpha == pytest.approx(1 - 0.1 / (2 * 13 * 7 / (20 * 19)))


def test_one_value_only_has_no_kappa():
    field = agreement(*statuses("aaaa", "aaaa")).fields["status"]
    assert (field.observed, field.kappa, field.alpha) == (1.0, None, None)


def test_agreement_by_chance_is_nothing():
    field = agreement(*statuses("aatt", "atat")).fields["status"]
    assert (field.observed, field.kappa) == (0.5, pytest.approx(0.0))


def test_f1_is_the_mean_of_both_directions(first):
    second = copy.deepcopy(first)
    for row in second:
        row["quantities"] = [q for q in row["quantities"] if q["k"] != 0]
        row["metrics"] = [m for m in row["metrics"] if m["q"] != 0]
    layer = agreement(first, second).layers["quantity span"]
    assert (layer.first_as_gold.fn, layer.first_as_gold.fp) == (layer.second_as_gold.fp, layer.second_as_gold.fn)
    assert layer.first_as_gold.fn > 0
    assert layer.f1 == pytest.approx((layer.first_as_gold.f1 + layer.second_as_gold.f1) / 2)


def test_characters_show_partial_overlap(first):
    """Every second name lost, or one character of each: the second is a small thing for characters."""
    cut, lost = copy.deepcopy(first), copy.deepcopy(first)
    for row in cut:
        for e in row["entities"]:
            e |= {"end": e["end"] - 1, "text": e["text"][:-1], "min": [e["start"], e["end"] - 1]}
    for row in lost:
        row["entities"] = row["entities"][::2]
    assert 0.7 < agreement(first, cut).characters["entities"].alpha < 1.0  # pyright: ignore[reportOperatorIssue, reportOptionalOperand]
    assert agreement(first, lost).characters["entities"].alpha < agreement(first, cut).characters["entities"].alpha  # pyright: ignore[reportOperatorIssue]
    assert agreement(first, cut, match="exact").layers["entity all"].f1 == 0.0


def test_windows_are_paired_by_place(first):
    result = agreement(first, list(reversed(first))[:-1])
    assert result.windows == len(first) - 1
    assert "1 windows that only one" in result.notes[0]
    with pytest.raises(gi.EvaluationError, match="no window in common"):
        agreement(first[:1], first[1:])
    other = copy.deepcopy(first)
    other[0] |= {"text": "又" * len(other[0]["text"]), "quantities": [], "metrics": [], "entities": []}
    with pytest.raises(gi.EvaluationError, match="different texts"):
        agreement(first, other)


def test_without_the_extra(first, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "krippendorff", None)
    with pytest.raises(gi.MissingExtraError, match=r"govreport-ie\[agreement\]"):
        agreement(first, first)
