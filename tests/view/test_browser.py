"""The page, driven in a real browser: what is clicked, typed and pressed, and what is seen then."""

from __future__ import annotations

import json
import re

import pytest

import govreport_ie as gi
from govreport_ie.view import page
from tests.conftest import REPORT
from tests.view.browser import Page, browser, needs_browser

pytestmark = needs_browser

HOSTILE = (
    "2024年<script>window.hacked = 1</script>政府工作报告\n一、2023年工作回顾\n𠮷山县新建</script><img src=x onerror=window.hacked=2>学校8所，"
    "新增停车位1860个&lt;。\n"
)


@pytest.fixture(scope="module")
def report():
    return gi.extract(REPORT, year=2024)


@pytest.fixture(scope="module")
def driver():
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page(report, language="zh"), encoding="utf-8")
    return path


@pytest.fixture
def shown(driver, file):
    """The page of the short report, freshly opened; afterwards, nothing may have gone wrong in it."""
    opened = Page(driver).open(file)
    yield opened
    assert opened.errors() == []


def metric_of(report, text: str) -> str:
    return next(metric.id for metric, quantity in report.iter_rows() if quantity.text == text)


def test_every_object_is_marked_where_it_stands(shown, report):
    marks = shown.js("return [...document.querySelectorAll('#text .q[data-m]')].map(e => [e.dataset.m, e.textContent])")
    assert marks == [[metric.id, quantity.text] for metric, quantity in report.iter_rows()]
    names = shown.js("return [...document.querySelectorAll('#text .e')].map(e => e.textContent).join('|')")
    for entity in report.entities:
        assert entity.text in names
    # paragraphs and all: the text itself is unchanged but for line ends and the labels of areas
    written = shown.js(
        "const t = document.querySelector('#text').cloneNode(true);"
        "t.querySelectorAll('.area-tag').forEach(e => e.remove()); return t.textContent"
    )
    assert written == REPORT.replace("\n", "")


def test_choosing_a_row_jumps_to_the_evidence_and_back(shown, report):
    chosen = metric_of(report, "3000人")
    shown.click(f"#rows [data-m={chosen}] .jump")
    assert shown.in_view(f"#text .q[data-m={chosen}]", "#scroll")
    assert shown.js("return document.querySelectorAll('#text .q.chosen').length") == 1
    assert (
        shown.js(f"return document.querySelector('#text .q[data-m={chosen}]').getAttribute('aria-pressed')") == "true"
    )
    assert (
        "".join(shown.js("return [...document.querySelectorAll('#text .i.chosen')].map(e => e.textContent)"))
        == "城镇新增就业"
    )
    assert "3000人" in shown.text("#detail")
    assert shown.text("#announce") == "已选：城镇新增就业，3000人"
    shown.click("#to-table")
    assert shown.focused() == f"row {chosen}"
    assert shown.in_view(f"#rows [data-m={chosen}]", "#table-scroll")


def test_choosing_in_the_text_marks_the_row(shown, report):
    chosen = metric_of(report, "1860个")
    shown.click(f"#text .q[data-m={chosen}]")
    assert shown.js("return [...document.querySelectorAll('#rows [aria-current]')].map(e => e.dataset.m)") == [chosen]
    assert shown.in_view(f"#rows [data-m={chosen}]", "#table-scroll")


def test_the_relation_is_drawn_from_indicator_to_quantity(shown, report):
    chosen = metric_of(report, "286.4亿元")
    shown.click(f"#rows [data-m={chosen}] .jump")
    ends = shown.wait(
        """
        const wire = document.querySelector('#wire'); if (!wire) return null;
        const origin = document.querySelector('#paper').getBoundingClientRect();
        const near = (point, list) => [...list].some((e) => [...e.getClientRects()].some((r) =>
          point.x + origin.left >= r.left - 4 && point.x + origin.left <= r.right + 4 && point.y + origin.top >= r.top - 6 && point.y + origin.top <= r.bottom + 6));
        const from = wire.getPointAtLength(0), to = wire.getPointAtLength(wire.getTotalLength());
        return [near(from, document.querySelectorAll('#text .i.chosen')), near(to, document.querySelectorAll('#text .q.chosen'))];
        """
    )
    assert ends == [True, True]
    assert shown.text("#area-pill") == "综合经济与区域发展"
    assert shown.text("#how-pill") == "水平 · 已实现 · 2023"


def test_pills_cover_no_text(shown, report):
    for chosen in (metric.id for metric in report.metrics):
        shown.js(f"document.querySelector('#rows [data-m={chosen}] .jump').click()")
        covered = shown.js(
            """
            const hit = [];
            const pills = [...document.querySelectorAll('.pill')].map((e) => e.getBoundingClientRect());
            const walker = document.createTreeWalker(document.querySelector('#text'), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            while (walker.nextNode()) {
              range.selectNodeContents(walker.currentNode);
              for (const r of range.getClientRects()) for (const p of pills) {
                const glyph = 16, middle = (r.top + r.bottom) / 2;  // of a line box, the part that characters fill
                const top = middle - glyph / 2, bottom = middle + glyph / 2;
                if (p.left < r.right && p.right > r.left && p.top < bottom - 1.5 && p.bottom > top + 1.5) hit.push(walker.currentNode.data);
              }
            }
            return hit;
            """
        )
        assert covered == [], chosen


def test_sorting_by_a_column_and_back(shown, report):
    order = [metric.id for metric in report.metrics]
    assert shown.rows() == order
    shown.click("[data-sort=amount]")
    assert shown.js("return document.querySelector('th.c-amount').ariaSort") == "ascending"
    ascending = shown.rows()
    money = [
        report[report[m].quantity].value
        for m in ascending
        if report[report[m].quantity].kind == "money" and not report[report[m].quantity].redacted
    ]
    assert len(money) == 3
    assert money == sorted(money)
    assert ascending[-1] == metric_of(report, "XX亿元")  # no value: last, up or down
    shown.click("[data-sort=amount]")
    assert shown.js("return document.querySelector('th.c-amount').ariaSort") == "descending"
    assert shown.rows()[-1] == metric_of(report, "XX亿元")
    shown.click("[data-sort=amount]")
    assert shown.rows() == order


def test_filters_narrow_the_table_and_fade_the_marks(shown, report):
    shown.choose("[data-filter=status]", "target")
    wanted = [metric.id for metric in report.metrics if metric.status == "target"]
    assert shown.rows() == wanted
    assert shown.text("#shown") == f"{len(wanted)} / {len(report.metrics)} 项指标"
    assert (
        shown.js("return [...document.querySelectorAll('#text .q[data-m]:not(.off)')].map(e => e.dataset.m)") == wanted
    )
    shown.choose("[data-filter=kind]", "percent")
    assert shown.rows() == [m for m in wanted if report[report[m].quantity].kind == "percent"]
    shown.click("#reset")
    assert len(shown.rows()) == len(report.metrics)


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        ("充电桩", ["945个"]),
        ("28,640,000,000", ["286.4亿元"]),
        ("gross regional", ["286.4亿元", "6.2%", "6%"]),
        ("%  7.1", ["7.1%"]),
    ],
)
def test_search_looks_at_names_amounts_and_english(shown, report, typed, amounts):
    shown.driver.find_element("id", "search").send_keys(typed)
    found = [report[report[m].quantity].text for m in shown.rows()]
    assert set(amounts) <= set(found)
    assert len(found) < len(report.metrics)
    assert all(
        any(
            part in report.text[report[m].sentence.start : report[m].sentence.end]
            for part in (typed, report[report[m].quantity].text)
        )
        for m in shown.rows()
    )


def test_search_without_a_match(shown):
    shown.driver.find_element("id", "search").send_keys("绝无此词")
    assert shown.rows() == []
    assert shown.js("return document.querySelector('#empty').offsetHeight") > 0


def test_the_bar_of_attention_filters(shown, report):
    shares = shown.js("return [...document.querySelectorAll('#bar button')].map(e => [e.dataset.area, e.offsetWidth])")
    counted = {area: part["metrics"] for area, part in report.attention().items() if part["metrics"]}
    assert {area for area, _ in shares} == set(counted)
    (widest, _), *_ = sorted(shares, key=lambda item: -item[1])
    assert counted[widest] == max(counted.values())
    shown.click(f"#bar [data-area={widest}]")
    assert {report[m].policy_area.id for m in shown.rows()} == {widest}
    shown.click(f"#bar [data-area={widest}]")
    assert len(shown.rows()) == len(report.metrics)
    shown.click("[data-share=characters]")
    assert shown.js("return document.querySelector('[data-share=characters]').ariaPressed") == "true"


def test_targets_beside_results_jump_to_the_text(shown, report):
    shown.click("#tab-targets")
    assert shown.js("return document.querySelectorAll('.comparison').length") == 1
    assert re.sub(r"\s+", "", shown.text(".comparison .sides")) == "结果20236.2%目标2024至少6%"
    shown.click(".side-button.target")
    assert shown.in_view(f"#text .q[data-m={metric_of(report, '6%')}]", "#scroll")


def test_areas_and_names(shown, report):
    shown.click("#tab-names")
    name = next(entity for entity in report.entities if entity.text == "清河大桥")
    shown.click(f"[data-e='{name.id}']")
    assert (
        "".join(shown.js("return [...document.querySelectorAll('#text .e.chosen')].map(e => e.textContent)"))
        == "清河大桥"
    )
    shown.click("#tab-areas")
    assert shown.js("return document.querySelectorAll('#areas tbody tr').length") == len(report.attention())
    shown.click("#areas [data-area=transport], #areas [data-area=urban-construction]")
    assert shown.js("return document.body.dataset.tab") == "metrics"
    assert 0 < len(shown.rows()) < len(report.metrics)


def test_everything_by_keyboard(shown, report):
    from selenium.webdriver.common.keys import Keys

    first, second = (metric.id for metric in report.metrics[:2])
    shown.press("/")
    assert shown.focused() == "search"
    shown.press(Keys.ARROW_DOWN)
    assert shown.focused() == f"row {first}"
    shown.press(Keys.ARROW_DOWN)
    assert shown.focused() == f"row {second}"
    shown.press(Keys.ENTER)
    assert shown.js("return document.querySelector('#rows [aria-current]').dataset.m") == second
    shown.press("k")
    assert shown.js("return document.querySelector('#rows [aria-current]').dataset.m") == first
    shown.js(f"document.querySelector('#text .q[data-m={first}]').focus()")
    shown.press(Keys.ARROW_RIGHT)
    assert shown.focused() == f"text {second}"
    shown.press(Keys.ENTER)
    assert shown.focused() == f"row {second}"
    shown.press(Keys.ESCAPE)
    assert shown.js("return document.querySelectorAll('.chosen').length") == 0
    shown.js("document.querySelector('#tab-metrics').focus()")
    shown.press(Keys.ARROW_RIGHT)
    assert shown.focused() == "tab-targets"
    assert shown.js("return document.querySelector('#tab-targets').ariaSelected") == "true"
    shown.press("?")
    assert shown.js("return document.querySelector('#help').open")
    shown.press(Keys.ESCAPE)
    assert not shown.js("return document.querySelector('#help').open")


def test_the_tab_key_passes_few_stops(shown):
    # one for the table's rows, one for the text, however many metrics there are
    stops = shown.js(
        "return [...document.querySelectorAll('#rows button, #text [role=button]')].filter(e => e.tabIndex === 0).length"
    )
    assert stops == 1


def test_two_languages(shown, report):
    shown.click("[data-set-language=en]")
    assert shown.js("return document.documentElement.lang") == "en"
    assert shown.text("#tab-targets span") == "Targets & results"
    assert "Gross regional product" in shown.text("#rows")
    assert shown.text("#facts").endswith(f"{len(report.metrics)} metrics · {len(report.entities)} names")
    assert shown.js("return document.querySelector('#text').lang") == "zh-CN"
    chosen = metric_of(report, "286.4亿元")
    shown.click(f"#rows [data-m={chosen}] .jump")
    assert shown.text("#how-pill") == "level · actual · 2023"
    shown.click("[data-set-language=zh]")
    assert shown.text("#how-pill") == "水平 · 已实现 · 2023"
    left = shown.js(
        "return [...document.querySelectorAll('[data-word]')].filter(e => e.textContent === e.dataset.word).map(e => e.dataset.word)"
    )
    assert left == []


def test_an_address_leads_to_a_metric(driver, file, report):
    chosen = metric_of(report, "945个")
    opened = Page(driver).open(file, f"#{chosen}")
    assert opened.js("return document.querySelector('#rows [aria-current]').dataset.m") == chosen
    opened.press("j")
    assert opened.js("return location.hash") == "#M" + str(int(chosen[1:]) + 1)


def test_text_of_a_report_runs_nothing(driver, tmp_path):
    report = gi.extract(HOSTILE, doc_id='"><script>window.hacked = 3</script>')
    path = tmp_path / "hostile.html"
    path.write_text(page(report), encoding="utf-8")
    opened = Page(driver).open(path)
    assert opened.js("return window.hacked ?? null") is None
    assert opened.js("return document.querySelectorAll('#text img, #text script').length") == 0
    assert "<script>window.hacked = 1</script>" in opened.text("#text")
    # offsets count code points, and 𠮷 is one of them
    marks = opened.js("return [...document.querySelectorAll('#text .q[data-m]')].map(e => e.textContent)")
    assert marks == [quantity.text for _, quantity in report.iter_rows()] == ["8所", "1860个"]
    for metric in report.metrics:
        opened.js(f"document.querySelector('#rows [data-m={metric.id}] .jump').click()")
    assert opened.js("return window.hacked ?? null") is None
    # were markup to slip in after all, the page's policy would not let it run
    opened.js(
        "const s = document.createElement('div'); s.innerHTML = '<img src=x onerror=\"window.hacked=4\">'; document.body.append(s)"
    )
    opened.js("const s = document.createElement('script'); s.textContent = 'window.hacked=5'; document.body.append(s)")
    assert opened.js("return window.hacked ?? null") is None


def test_several_reports_and_what_came_of_targets(driver, tmp_path):
    first = gi.extract("2024年工作安排\n2024年，地区生产总值增长6%以上。", year=2024, region="宁海县")
    second = gi.extract("2024年工作回顾\n2024年，地区生产总值增长5.4%。", year=2025, region="宁海县")
    path = tmp_path / "two.html"
    path.write_text(page([first, second], language="en"), encoding="utf-8")
    opened = Page(driver).open(path)
    opened.choose("#report", "1")
    opened.click("#tab-targets")
    assert opened.text(".outcome") == "missed"
    opened.click(".side-button.target")  # it stands in the other report
    assert opened.js("return document.querySelector('#report').value") == "0"
    assert opened.text("#text .q.chosen") == "6%"
    assert opened.errors() == []


def test_nothing_is_requested_from_the_network(driver, file):
    driver.get_log("performance")
    Page(driver).open(file)
    events = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["metrics", "targets", "areas", "names"])
def test_accessibility(driver, file, report, scheme, tab):
    """No violation of WCAG 2 A and AA, contrast included, that axe-core can find."""
    axe = pytest.importorskip("axe_core_python.selenium", reason="needs the extra dev").Axe()
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    try:
        opened = Page(driver).open(file)
        opened.js(f"document.querySelector('#rows [data-m={metric_of(report, '1860个')}] .jump').click()")
        opened.click(f"#tab-{tab}")
        opened.wait("return document.getAnimations().length === 0")
        results = axe.run(driver, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert [(item["id"], [node["html"][:160] for node in item["nodes"]]) for item in results["violations"]] == []


def test_a_phone_shows_one_pane_at_a_time(file, report):
    chosen = metric_of(report, "3000人")
    with browser(390, 844, phone=True) as driver:
        opened = Page(driver).open(file)
        assert opened.js("return document.documentElement.scrollWidth <= innerWidth")
        assert opened.js("return document.querySelector('#table-panel').offsetHeight") == 0
        opened.click("#tab-metrics")
        assert opened.js("return document.querySelector('#text-panel').offsetHeight") == 0
        assert opened.js("return document.documentElement.scrollWidth <= innerWidth")
        opened.click(f"#rows [data-m={chosen}] .jump")
        assert opened.in_view(f"#text .q[data-m={chosen}]", "#scroll")
        assert opened.js("return document.querySelector('#wire') !== null")
        opened.click("#to-table")
        assert opened.in_view(f"#rows [data-m={chosen}]", "#table-scroll")
        assert opened.js("return parseFloat(getComputedStyle(document.querySelector('#paper')).fontSize)") >= 16
        # what is tapped is large enough
        small = opened.js(
            "return [...document.querySelectorAll('button, select')].filter(e => e.offsetHeight && e.offsetHeight < 24).map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == []
        assert opened.errors() == []


def test_in_the_frame_of_a_notebook(driver, report, tmp_path):
    path = tmp_path / "notebook.html"
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8>{gi.show(report, language='en')._repr_html_()}", encoding="utf-8"
    )
    driver.get(path.as_uri())
    driver.switch_to.frame(0)
    opened = Page(driver)
    opened.wait("return document.documentElement.dataset.ready === 'true'")
    opened.js(f"document.querySelector('#rows [data-m={metric_of(report, '945个')}] .jump').click()")
    assert opened.text("#text .q.chosen") == "945个"
    driver.switch_to.default_content()


# In milliseconds, on two busy cores; what is measured alone is several times less.
SLOWEST = {"ready": 6000, "search": 400, "filter": 400, "sort": 600, "choose": 400}


def test_five_hundred_metrics_are_fast(driver, tmp_path):
    line = "（{0}）抓好第{0}件事。全县新建学校{0}8所，新增停车位{0}1860个、充电桩{0}945个，改造老旧小区{0}6个，完成投资{0}.6亿元，增长{0}.2%。\n"
    report = gi.extract(
        "2024年清和县政府工作报告\n一、2023年工作回顾\n" + "".join(line.format(n) for n in range(1, 90)), year=2024
    )
    assert len(report.metrics) >= 500
    path = tmp_path / "large.html"
    path.write_text(page(report, language="zh"), encoding="utf-8")
    opened = Page(driver).open(path)
    taken = {"ready": opened.js("return performance.now()")}
    timed = """
        const began = performance.now();
        arguments[0] && document.querySelector(arguments[0]).click();
        if (arguments[1]) { const s = document.querySelector(arguments[1]); s.value = arguments[2]; s.dispatchEvent(new Event(s.id === 'search' ? 'input' : 'change', { bubbles: true })); }
        document.body.offsetHeight;  // layout is part of what the reader waits for
        return performance.now() - began;
    """
    taken["search"] = opened.js(timed, None, "#search", "停车位")
    assert len(opened.rows()) >= 89
    opened.js(timed, None, "#search", "")
    taken["filter"] = opened.js(timed, None, "[data-filter=kind]", "percent")
    assert 0 < len(opened.rows()) < len(report.metrics)
    opened.click("#reset")
    taken["sort"] = opened.js(timed, "[data-sort=indicator]", None, None)
    last = report.metrics[-1].id
    taken["choose"] = opened.js(timed, f"#rows [data-m={last}] .jump", None, None)
    assert opened.in_view(f"#text .q[data-m={last}]", "#scroll")
    assert {name: round(value) for name, value in taken.items() if value > SLOWEST[name]} == {}
