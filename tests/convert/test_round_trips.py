"""What goes out comes back: spans, labels, attributes, relations, whatever the tool can hold."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.convert import (
    FORMATS,
    convert,
    from_gold,
    from_report,
    read_documents,
    to_gold,
    to_report,
    write_documents,
)
from tests.api.test_invariants import REPORTS
from tests.convert.samples import WINDOW, document, documents, report

TOOLS = [name for name in FORMATS if name not in ("report", "gold")]
ANY_DOCUMENT = [name for name in TOOLS if name != "spacy"]  # a Doc of ours must be a report


def there_and_back(documents, format):
    if format == "inception":
        pytest.importorskip("cassis")
    with tempfile.TemporaryDirectory() as folder:
        write_documents(documents, Path(folder) / "out", format)
        return read_documents(Path(folder) / "out", format)


SOME_DOCUMENTS = st.lists(documents(), min_size=1, max_size=2, unique_by=lambda d: d.id)


@pytest.mark.parametrize("format", [name for name in ANY_DOCUMENT if name != "inception"])
@given(SOME_DOCUMENTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_comes_back_as_it_was(format, made):
    back = there_and_back(made, format)
    assert sorted(back, key=lambda d: d.id) == sorted(made, key=lambda d: d.id)


@given(SOME_DOCUMENTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_comes_back_from_inception(made):
    """Fewer examples: reading DKPro Core's type system takes longer than everything else here."""
    format = "inception"
    back = there_and_back(made, format)
    assert sorted(back, key=lambda d: d.id) == sorted(made, key=lambda d: d.id)


@pytest.mark.parametrize("format", FORMATS)
@given(REPORTS.filter(bool))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reports_come_back_as_they_were(format, text):
    before = gi.extract(text, year=2024, doc_id="a")
    (back,) = there_and_back([from_report(before)], format)
    if format != "gold":  # which says less of a quantity than a report does
        assert to_report(back) == before
    assert to_gold(back) == to_gold(from_report(before))


@pytest.mark.parametrize("format", [*TOOLS, "gold"])
def test_gold_windows_come_back_with_what_no_tool_shows(format):
    (back,) = there_and_back([from_gold(WINDOW)], format)
    assert to_gold(back) == WINDOW


@pytest.mark.parametrize("format", TOOLS)
def test_from_one_tool_to_the_next(format, tmp_path):
    before = report()
    (tmp_path / "a.jsonl").write_text(before.model_dump_json() + "\n", encoding="utf-8")
    if format == "inception":
        pytest.importorskip("cassis")
    assert convert(tmp_path / "a.jsonl", tmp_path / "b", from_format="report", to_format=format) == 1
    convert(tmp_path / "b", tmp_path / "c", from_format=format, to_format="label-studio")
    convert(tmp_path / "c", tmp_path / "d.jsonl", from_format="label-studio", to_format="report")
    assert gi.Report.model_validate_json((tmp_path / "d.jsonl").read_text(encoding="utf-8")) == before


def test_what_a_report_becomes():
    made = document()
    by_text = {made.covered(span): span for span in reversed(made.spans)}  # the first of several
    growth, gdp = by_text["6.2%"], by_text["地区生产总值"]
    assert growth.label == "QUANTITY"
    assert growth.attributes["value"] == "6.2"
    assert growth.attributes["measure"] == "growth"
    assert growth.attributes["area"] == "macro-economy"
    joined = {(r.label, r.target) for r in made.relations if r.source == growth.id}
    assert ("indicator", gdp.id) in joined
    level = by_text["286.4亿元"]
    assert ("indicator", gdp.id) in {(r.label, r.target) for r in made.relations if r.source == level.id}  # one phrase


def test_an_imported_report_is_valid_and_evaluates(tmp_path):
    made = document()
    write_documents([made], tmp_path / "gold.jsonl", "gold")
    write_documents([made], tmp_path / "pred.jsonl", "report")
    evaluation = gi.evaluate(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    assert evaluation["whole row"].f1 == 1.0
    assert evaluation["entity all"].f1 == 1.0
    assert evaluation["quantity normalised"].tp == len(report().quantities)
