"""The page of a panel: what it holds, and what a reader does with it in a browser."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

import govreport_ie as gi
from govreport_ie.cli.app import app
from govreport_ie.panels import write_panel
from govreport_ie.panels.source import is_panel, read_panel
from govreport_ie.view.panel_page import panel_page
from tests.view.browser import Page, browser, needs_browser

pytest.importorskip("pyarrow")


def report(region: str, year: int, review: str, plan: str) -> gi.Report:
    text = f"政府工作报告\n一、{year - 1}年工作回顾\n过去一年，{review}\n二、{year}年工作安排\n今年，{plan}\n"
    return gi.extract(text, year=year, region=region, doc_id=f"{region}{year}")


REPORTS = [
    report("宁海县", 2023, "地区生产总值增长5.8%。", "地区生产总值增长6%左右，新建停车位3000个。"),
    report("宁海县", 2024, "地区生产总值增长6.4%，建成停车位3200个。", "地区生产总值增长6%。"),
    report("宁海县", 2025, "地区生产总值增长5.1%。地区生产总值增长5.9%。", "地区生产总值增长5%—5.5%。"),
    report("象山县", 2024, "地区生产总值增长5.5%。", "地区生产总值增长6%以上。"),
    report("象山县", 2025, "<b>地区生产总值</b>增长6.2%。", "地区生产总值增长6%。"),
]


@pytest.fixture(scope="module")
def panel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("panel") / "panel.parquet"
    write_panel((row for one in REPORTS for row in one.to_records()), out)
    return out


@pytest.fixture(scope="module")
def page_file(panel) -> Path:
    out = panel.with_suffix(".html")
    result = CliRunner().invoke(app, ["view", str(panel), "-o", str(out), "--language", "en"])
    assert result.exit_code == 0, result.output
    return out


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl", "xlsx", "duckdb", "dta"])
def test_a_panel_is_read_back_from_every_format(suffix, tmp_path):
    out = tmp_path / f"p.{suffix}"
    counts = write_panel((row for one in REPORTS for row in one.to_records()), out)
    assert is_panel(out)
    tables = read_panel(out)
    assert {name: len(rows) for name, rows in tables.items()} == counts
    assert {type(row["value"]) for row in tables["panel"]} <= {Decimal, type(None)}


def test_a_report_is_no_panel(tmp_path):
    (tmp_path / "r.csv").write_text("text\n全年新增就业1.2万人。\n", encoding="utf-8")
    assert not is_panel(tmp_path / "r.csv")
    assert not is_panel(tmp_path / "none.csv")


def test_the_page_needs_nothing_else_and_text_is_no_markup(panel):
    html = panel_page(read_panel(panel), title="<i>t")
    assert not re.search(r"(?:src|href)=[\"']?https?:", html)
    assert "<b>地区" not in html
    assert "<title>&lt;i&gt;t</title>" in html
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])
    assert len(data["cells"]["year"]) == len(read_panel(panel)["panel"])
    with pytest.raises(gi.ConfigError):
        panel_page({"panel": []})
    with pytest.raises(gi.ConfigError):
        panel_page(read_panel(panel), language="fr")


@needs_browser
@pytest.mark.parametrize("phone", [False, True])
def test_choosing_and_following_a_point_to_its_sentence(page_file, phone):
    with browser(390 if phone else 1400, 844 if phone else 1000, phone=phone) as driver:
        page = Page(driver).open(page_file)
        assert page.text("#chosen").startswith("Gross regional product (GDP)")
        assert page.js("return document.documentElement.scrollWidth <= innerWidth + 1")
        shown = page.js("return [...document.querySelectorAll('#spacer .tr')].map(r => r.textContent)")
        assert len(shown) == 10
        # a missed target, with the sentence that sets it and the one that tells the result
        page.js("document.querySelector('#lines .target.missed').dispatchEvent(new Event('click'))")
        assert "missed" in page.text("#detail")
        assert page.js("return [...document.querySelectorAll('#detail mark')].map(m => m.textContent)") == [
            "6%",
            "5.1%",
        ]
        page.press("\ue00c")  # Escape
        assert page.js("return document.getElementById('detail').hidden")
        # a value that another sentence contradicts
        page.js("document.querySelector('#lines .ring').nextElementSibling.dispatchEvent(new Event('click'))")
        assert "5.9%" in page.text("#detail")
        page.js("document.getElementById('close').click()")
        # one region only
        page.js("document.querySelector('#regions input').click()")
        left = page.js(
            "return new Set([...document.querySelectorAll('#spacer .tr')].map(r => r.children[0].textContent)).size"
        )
        assert left == 1
        page.js("document.querySelector('[data-set-language=zh]').click()")
        assert page.text("#chosen").startswith("地区生产总值")
        assert page.errors() == []


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(page_file, scheme):
    """No violation of WCAG 2 A and AA, contrast included, that axe-core can find."""
    axe = pytest.importorskip("axe_core_python.selenium", reason="needs the extra dev").Axe()
    with browser() as driver:
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        Page(driver).open(page_file)
        results = axe.run(driver, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert [(item["id"], [node["html"][:160] for node in item["nodes"]]) for item in results["violations"]] == []


@needs_browser
def test_sorting_filtering_and_the_csv_of_what_is_seen(page_file):
    with browser() as driver:
        page = Page(driver).open(page_file)
        years = "return [...document.querySelectorAll('#spacer .tr')].map(r => +r.children[1].textContent)"
        page.click("[data-column=year]")
        assert page.js(years) == sorted(page.js(years))
        page.click("[data-column=year]")
        assert page.js(years) == sorted(page.js(years), reverse=True)
        page.driver.find_element("css selector", "#search").send_keys("met")
        page.wait("return document.getElementById('shown').textContent.includes(' of 10')")
        page.js(
            "window.saved = null; const make = URL.createObjectURL; URL.createObjectURL = (b) => { b.text().then(t => { window.saved = t; });"
            " return make.call(URL, b); }; document.getElementById('csv').click();"
        )
        lines = page.wait("return window.saved").strip().splitlines()
        assert lines[0].lstrip("\ufeff").startswith("region_code,region,year")
        assert len(lines) - 1 == page.js("return document.querySelectorAll('#spacer .tr').length")


@needs_browser
def test_a_hundred_thousand_cells_scroll(tmp_path):
    row = read_rows()[0]
    cells = [
        {
            **row,
            "region": f"第{number // 100}县",
            "region_code": None,
            "year": 1925 + number % 100,
            "value": Decimal(number % 97),
        }
        for number in range(100_000)
    ]
    out = tmp_path / "big.html"
    out.write_text(panel_page({"panel": cells}, language="en"), encoding="utf-8")
    with browser() as driver:
        page = Page(driver).open(out)
        page.js("document.getElementById('all').click()")
        page.wait("return document.getElementById('shown').textContent.startsWith('100,000')")
        page.js("document.getElementById('scroll').scrollTop = 1600000")
        page.wait("return [...document.querySelectorAll('#spacer .tr')].some(r => parseFloat(r.style.top) > 1500000)")
        assert page.js("return document.querySelectorAll('#spacer .tr').length") < 60


def read_rows() -> list[dict]:
    from govreport_ie.panels import panel_rows

    return [row for table, row in panel_rows(row for one in REPORTS for row in one.to_records()) if table == "panel"]


def test_units_are_written_as_reports_write_them(tmp_path):
    reports = [
        report(
            "宁海县",
            2024,
            "地区生产总值增长6%，细颗粒物平均浓度为26微克/立方米，人均预期寿命达到82岁。",
            "地区生产总值增长6%。",
        )
    ]
    path = tmp_path / "panel.parquet"
    write_panel([row for one in reports for row in one.to_records()], path)
    page = panel_page(read_panel(path))
    found = re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["units"] == {
        "percent": "%",
        "microgram_per_cubic_metre": "微克/立方米",
        "year_of_age": "岁",
    }
