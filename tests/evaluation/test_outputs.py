"""The figures as JSON, CSV, Markdown and an HTML page."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.evaluation import intervals
from tests.evaluation.test_matching import flat, window

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def evaluation() -> gi.Evaluation:
    return gi.evaluate(DATA / "gold.jsonl", DATA / "flat.jsonl")


@pytest.fixture(scope="module")
def other() -> gi.Evaluation:
    return gi.evaluate(DATA / "gold.jsonl", DATA / "reports.jsonl")


def test_json_holds_everything(evaluation, other, tmp_path):
    evaluation.write(tmp_path / "f.json", other=other, by=["year", "region"])
    figures = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert figures["scores"] == evaluation.scores()
    assert figures["intervals"]["whole row"] == list(intervals(evaluation)["whole row"])
    assert figures["kind_intervals"].keys() == evaluation.kinds.keys()
    assert figures["area_intervals"].keys() == evaluation.areas.keys()
    assert figures["comparison"].keys() == evaluation.scores().keys()
    assert figures["by_year"]["2024"]["windows"] + figures["by_year"]["2026"]["windows"] == 6
    assert figures["confusion"] == evaluation.confusion
    assert figures["costs"][0]["f1_gain"] == evaluation.costs[0].f1_gain


def test_csv_has_one_figure_a_line(evaluation, tmp_path):
    evaluation.write(tmp_path / "f.csv", by=["region"])
    with open(tmp_path / "f.csv", encoding="utf-8", newline="") as file:
        rows = {(r["table"], r["row"], r["column"]): r["value"] for r in csv.DictReader(file)}
    assert float(rows["layer", "whole row", "F1"]) == evaluation["whole row"].f1
    assert float(rows["layer", "whole row", "95 % of F1 low"]) == intervals(evaluation)["whole row"][0]
    for gold, predicted in evaluation.confusion.items():
        for area, number in predicted.items():
            assert rows["confusion", gold, area] == str(number)
    assert {key[0] for key in rows} >= {"layer", "field", "kind", "area", "average", "cost", "by_region", "confusion"}


def test_markdown_tables_are_well_formed(evaluation, tmp_path):
    evaluation.write(tmp_path / "f.md", by=["level"])
    text = (tmp_path / "f.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert len(tables) == text.count("\n## ")
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
    assert f"| whole row | {evaluation['whole row'].precision:.3f} |" in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def read(path: Path) -> tuple[str, list[tuple[str, dict]]]:
    text = path.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    return text, page.tags


def test_the_page_is_self_contained_and_has_plots(evaluation, other, tmp_path):
    evaluation.write(tmp_path / "f.html", other=other, by=["region"])
    text, tags = read(tmp_path / "f.html")
    assert not any(tag in {"script", "link", "img", "iframe"} or {"src", "href"} & attrs.keys() for tag, attrs in tags)
    plots = [attrs["aria-label"] for tag, attrs in tags if tag == "svg"]
    assert len(plots) == 5  # layers, comparison, fields, costs, areas
    circles = [attrs for tag, attrs in tags if tag == "circle"]
    judged = [s for s in evaluation.layers.values() if s.tp + s.fp + s.fn]
    assert len(circles) == len(judged) + 2 * len(evaluation.fields) + len(judged) + len(evaluation.areas)
    assert f"{evaluation['whole row'].f1:.3f}" in text
    assert '<table class="matrix">' in text


def test_labels_and_texts_are_escaped(tmp_path):
    evil = "<script>alert(1)</script>"
    text = f"{evil}12所"
    start = len(evil)
    quantity = {
        "start": start,
        "end": len(text),
        "text": text[start:],
        "kind": "count",
        "value": "12",
        "unit": evil,
    }
    gold = [window(text, [quantity], id=evil, region=evil)]
    found = {"start": start, "end": len(text), "kind": evil, "value": "13", "unit_text": evil}
    gi.evaluate(gold, flat([found])).write(tmp_path / "f.html", by=["region"])
    text, tags = read(tmp_path / "f.html")
    assert "script" not in {tag for tag, _ in tags}
    assert "&lt;script&gt;" in text


def test_agreement_in_every_form(tmp_path):
    pytest.importorskip("krippendorff", reason="needs the extra agreement")
    from govreport_ie.evaluation import agreement

    result = agreement(DATA / "gold.jsonl", DATA / "gold.jsonl")
    for suffix in ("json", "csv", "md", "html"):
        result.write(tmp_path / f"a.{suffix}")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == result.to_dict()
    assert "agreement_category,status,Cohen's κ,1.0" in (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert "| status | " in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert sum(tag == "svg" for tag, _ in read(tmp_path / "a.html")[1]) == 2


def test_what_cannot_be_written(evaluation, tmp_path):
    with pytest.raises(gi.WriteError, match=r"indicates no form; use one of \.json, \.csv, \.md, \.html"):
        evaluation.write(tmp_path / "f.docx")
    with pytest.raises(gi.WriteError, match="cannot be written"):
        evaluation.write(tmp_path / "no" / "f.md")
    with pytest.raises(gi.ConfigError, match="broken down by 'colour'"):
        evaluation.write(tmp_path / "f.md", by=["colour"])
