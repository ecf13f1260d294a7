"""The page's data, its escaping, and the ways to it: command line, writer, notebook."""

from __future__ import annotations

import json
import re

import pytest

import govreport_ie as gi
from govreport_ie.report.card import card
from govreport_ie.view import page
from govreport_ie.view.comparisons import comparisons
from govreport_ie.view.page import json_block, labels
from tests.conftest import REPORT

HOSTILE = "2023年，新建<script>alert(1)</script>学校8所，</script><img src=x onerror=alert(2)>停车位1860个，<!--新增充电桩945个。"


def data_of(html: str) -> dict:
    """The data block of a page, as a browser would read it: up to the first end tag."""
    return json.loads(html.split('<script type="application/json" id="data">')[1].split("</script>")[0])


def test_the_data_are_the_report_in_its_json_form():
    report = gi.extract(REPORT, year=2024)
    block = data_of(page(report))
    assert gi.Report.model_validate(block["reports"][0]["report"]) == report
    attention = {part.pop("area"): part for part in block["reports"][0]["attention"]}
    assert attention == {area: {k: float(v) for k, v in shares.items()} for area, shares in report.attention().items()}


def test_nothing_is_loaded_from_elsewhere():
    html = page(gi.extract(REPORT))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    # the namespace of SVG is a name, not an address
    assert set(re.findall(r"https?://[^\s\"'<>]+", html)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=\"(?!data:)", html)


def test_text_of_a_report_stays_text():
    html = page(gi.extract(HOSTILE, doc_id="</title><script>alert(3)</script>"))
    assert html.count("</script>") == 3  # the page's own: words, data, script
    assert "<script>alert" not in html
    assert "onerror=alert(2)>" not in html
    assert data_of(html)["reports"][0]["report"]["text"] == HOSTILE


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "a & b", "it's", "\u2028\u2029", "\x00", "𠮷", '"\\'])
def test_json_block_is_json_without_markup(text):
    block = json_block({"text": text})
    assert json.loads(block) == {"text": text}
    assert not re.search("[<>&'\u2028\u2029]", block)


def test_both_languages_have_the_same_words():
    words = labels()
    assert set(words["zh"]) == set(words["en"])
    used = set(re.findall(r'data-word(?:-label|-placeholder)?="([^"]+)"', page(gi.extract(REPORT))))
    assert used <= set(words["zh"])


def test_a_page_needs_a_report_and_a_known_language():
    with pytest.raises(gi.ConfigError, match="at least one report"):
        page([])
    with pytest.raises(gi.ConfigError, match="no language 'fr'"):
        page(gi.extract(REPORT), language="fr")


def test_targets_beside_the_results_of_the_same_report():
    report = gi.extract(REPORT, year=2024, region="清和县")
    (rows,) = comparisons([report])
    (growth,) = (row for row in rows if row["indicator"] == "地区生产总值")
    assert (growth["kind"], growth["measure"]) == ("next", "growth")
    assert (growth["result"]["text"], growth["result"]["year"], growth["result"]["value"]) == ("6.2%", 2023, 6.2)
    assert (growth["target"]["text"], growth["target"]["year"], growth["target"]["modifier"]) == (
        "6%",
        2024,
        "at_least",
    )
    assert report[report[growth["target"]["metric"]].quantity].text == "6%"  # pyright: ignore[reportAttributeAccessIssue]


def test_units_are_made_one_before_they_are_compared():
    text = "2023年工作回顾\n2023年，粮食总产量达到50万吨。\n2024年工作安排\n2024年，粮食总产量达到11亿斤。"
    (rows,) = comparisons([gi.extract(text, year=2024)])
    assert [(row["result"]["value"], row["target"]["value"]) for row in rows] == [(500_000.0, 550_000.0)]


def test_fulfilment_that_the_report_states():
    (rows,) = comparisons([gi.extract("2023年，完成重点项目投资163亿元，为年度计划的108.7%。", year=2024)])
    assert [(row["kind"], row["outcome"], row["result"]["text"]) for row in rows] == [("stated", "met", "108.7%")]


def test_targets_and_what_the_next_report_tells_of_them():
    first = gi.extract("2024年工作安排\n2024年，地区生产总值增长6%以上，新建学校8所。", year=2024, region="宁海县")
    second = gi.extract("2024年工作回顾\n2024年，地区生产总值增长5.4%，新建学校9所。", year=2025, region="宁海县")
    rows = comparisons([first, second])
    assert rows[0] == []
    found = {row["indicator"]: (row["outcome"], row["target"]["report"], row["result"]["report"]) for row in rows[1]}
    assert found["地区生产总值"] == ("missed", 0, 1)
    assert "met" in {outcome for outcome, *_ in found.values()}


def test_areas_of_a_taxonomy_of_your_own_keep_their_names():
    report = gi.extract("2023年，全县新建停车位1860个。", year=2024)
    area = report.metrics[0].policy_area.model_copy(update={"id": "mine", "name": "我的领域"})
    metric = report.metrics[0].model_copy(update={"policy_area": area})
    block = data_of(page(report.model_copy(update={"metrics": (metric,)})))
    assert block["areas"]["mine"] == {"zh": "我的领域", "en": "我的领域"}


def test_view_writes_one_page(run, report_file, tmp_path):
    result = run("view", report_file, "-o", tmp_path / "report.html", "--language", "en")
    assert result.status == 0
    assert f"1 report, 15 metrics → {tmp_path / 'report.html'}" in result.err
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'data-language="en"' in html
    assert data_of(html)["reports"][0]["report"]["doc_id"] == report_file.name


def test_view_names_the_page_after_the_file_and_overwrites_nothing(run, report_file):
    assert run("view", report_file).status == 0
    assert report_file.with_suffix(".html").stat().st_size > 10_000
    again = run("view", report_file)
    assert again.status == 2
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("arguments", "status", "part"),
    [
        (["missing.txt", "-o", "x.html"], 1, "missing.txt: no such file"),
        (["-"], 2, "name a page to write with -o OUT"),
        ([], 2, "FILE"),
    ],
)
def test_view_tells_what_is_wrong(run, arguments, status, part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("view", *arguments)
    assert result.status == status
    assert part in result.err
    assert list(tmp_path.iterdir()) == []


def test_extract_writes_pages_too(run, report_file, tmp_path):
    other = tmp_path / "b.txt"
    other.write_text("2023年，全县新建停车位1860个。", encoding="utf-8")
    assert run("extract", report_file, other, "-o", tmp_path / "both.html").status == 0
    assert len(data_of((tmp_path / "both.html").read_text(encoding="utf-8"))["reports"]) == 2
    assert run("extract", report_file, "--format", "html").status == 2


def test_the_card_of_a_notebook_is_without_script_and_escaped():
    report = gi.extract(HOSTILE, doc_id="<b>x</b>")
    html = report._repr_html_()
    assert html == card(report)
    assert "<script" not in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "1860个" in html


def test_the_card_of_an_empty_report():
    assert "政府工作报告" in gi.extract("")._repr_html_()


def test_show_takes_reports_and_docs(nlp, tmp_path):
    report = gi.extract(REPORT)
    shown = gi.show(report, height=500)
    frame = shown._repr_html_()
    assert 'sandbox="allow-scripts"' in frame
    assert "height:500px" in frame
    assert "<!DOCTYPE" not in frame  # the page is escaped into the frame's attribute
    shown.save(tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page(report)
    assert data_of(gi.show(nlp(REPORT)).html)["reports"][0]["report"]["text"] == REPORT


def test_show_refuses_what_has_no_results():
    import spacy

    with pytest.raises(gi.ConfigError, match=r"govreport_ie\.load"):
        gi.show(spacy.blank("zh")("新建学校8所。"))
    with pytest.raises(gi.ConfigError, match="not str"):
        gi.show("新建学校8所。")  # pyright: ignore[reportArgumentType]


def test_ipython_displays_both():
    formatter = pytest.importorskip("IPython.core.formatters").HTMLFormatter()
    report = gi.extract(REPORT)
    assert "清和县" in formatter(report)
    assert "<iframe" in formatter(gi.show(report))
