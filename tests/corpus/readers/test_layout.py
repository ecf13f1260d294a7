"""Pages of PDF files by where their characters stand: two columns, tables, and pages that stay as PDFium gives them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.corpus.readers.layout import Segment, arranged, has_gaps, segments_of
from tests.corpus.readers.pdf_files import Run, pdf

pytest.importorskip("pypdfium2")

LEFT = ["全县坚持稳字当头，实现地区生产总值", "286.4亿元，增长6.1%；财政收入完成", "21亿元，增长4.2%；粮食总产量达到", "12.6万吨，工业用电量增长7.3%，", "城乡居民收入稳步增长，社会大局稳定"]  # fmt: skip
RIGHT = ["办好民生实事，新建学校8所、公园12", "座，改造老旧小区36个，惠及群众1.2万", "户；新增城镇就业3560人，参保率达到", "98.5%，建成农村公路67公里，改造危", "桥9座，新增停车位1860个，广受好评"]  # fmt: skip


def has_chinese_font() -> bool:
    """Whether the system has a font from which PDFium can take the height of Chinese characters; where it cannot be asked, it has."""
    asked = shutil.which("fc-list")
    return asked is None or bool(subprocess.run([asked, ":lang=zh"], capture_output=True, check=False).stdout.strip())


NEEDS_FONT = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font (Debian: fonts-noto-cjk)")


def both(offset: float = 0, top: float = 100) -> list[Run]:
    """Two columns line by line, the right one lower by an offset."""
    lines = zip(LEFT, RIGHT, strict=True)
    return [run for i, (a, b) in enumerate(lines) for run in ((60, top + 18 * i, a), (320, top + offset + 18 * i, b))]


def text_of(tmp_path: Path, *pages: list[Run]) -> str:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(*pages))
    (report,) = gi.read(path, year=2024)
    return report.text


@pytest.mark.parametrize("offset", [0, 5, pytest.param(9, marks=NEEDS_FONT)])
def test_columns_are_read_one_after_the_other(tmp_path, offset):
    assert text_of(tmp_path, both(offset)) == "\n".join(LEFT + RIGHT)


def test_an_amount_goes_on_in_the_next_line_of_its_column(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(both()))
    (report,) = gi.read(path, year=2024)
    quantities = {quantity.id: quantity for quantity in report.quantities}
    values = {
        metric.indicator.name: quantities[metric.quantity].value
        for metric in report.metrics
        if metric.indicator and metric.measure == "level"
    }
    assert values["地区生产总值"] == 28_640_000_000
    assert values["财政收入"] == 2_100_000_000
    assert values["改造老旧小区"] == 36


def test_what_runs_across_both_columns_keeps_its_place(tmp_path):
    title, note = (
        "清和县二〇二四年政府工作报告摘要及主要指标完成情况",
        "（上接第一版，全文见清和县人民政府网站，如有出入以网站为准）",
    )
    page = [(140, 60, title), *both(), (100, 220, note), *both(top=260)]
    assert text_of(tmp_path, page) == "\n".join([title, *LEFT, *RIGHT, note, *LEFT, *RIGHT])


def test_columns_in_the_order_of_writing_are_left_alone(tmp_path):
    runs = both()
    page = [run for run in runs if run[0] < 300] + [run for run in runs if run[0] > 300]
    assert text_of(tmp_path, page).split() == LEFT + RIGHT


TABLE = [
    ("指标", "2022年", "2023年", "增速（%）"),
    ("地区生产总值（亿元）", "269.9", "286.4", "6.1"),
    ("粮食总产量（万吨）", "12.4", "12.6", "1.6"),
    ("工业投资（亿元）", "30.2", "33.1", "9.6"),
]


def table(align: float, top: float = 100) -> list[Run]:
    """The table, its cells shifted by a share of what their columns leave free: 0 left, 0.5 centred, 1 flush right."""
    found: list[Run] = []
    for i, row in enumerate(TABLE):
        for left, width, cell in zip((60, 220, 310, 400), (130, 70, 70, 80), row, strict=True):
            used = sum(6 if ord(character) < 128 else 12 for character in cell)
            found.append((left + (align if left > 60 else 0) * (width - used), top + 20 * i, cell))
    return found


@pytest.mark.parametrize("align", [0, 0.5, 1])
def test_cells_of_a_table_are_set_apart_by_tabs(tmp_path, align):
    before, behind = "主要指标完成情况如下，各项指标总体平稳，民生持续改善。", "以上为初步统计数，最终数以年鉴为准。"
    text = text_of(tmp_path, [(60, 60, before), *table(align), (60, 220, behind)])
    assert text == "\n".join([before, *("\t".join(row) for row in TABLE), behind])


def test_an_empty_cell_keeps_its_place(tmp_path):
    page = [run for run in table(0) if run[2] != "12.4"]
    assert "粮食总产量（万吨）\t\t12.6\t1.6" in text_of(tmp_path, page)


def test_amounts_of_a_table_find_their_headers(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(table(0.5)))
    (report,) = gi.read(path, year=2024)
    quantities = {quantity.id: quantity for quantity in report.quantities}
    found = [
        (metric.indicator.name, format(quantities[metric.quantity].value, "f"), metric.measure, metric.period.start)
        for metric in report.metrics
        if metric.indicator and metric.period
    ]
    assert ("地区生产总值", "26990000000", "level", 2022) in found
    assert ("地区生产总值", "28640000000", "level", 2023) in found
    assert ("地区生产总值", "6.1", "growth", 2023) in found
    assert ("工业投资", "3310000000", "level", 2023) in found


@pytest.mark.parametrize(
    "page",
    [
        [(60, 60 + 18 * i, "全县新建学校8所，改造老旧小区36个，完成投资12.5亿元，增长6.1%。") for i in range(30)],
        [(60, 60 + 18 * i, f"{i}.　新建公园{i}座") for i in range(20)],
        [(60, 60, "清和县"), (400, 60, "2024年1月6日"), (60, 90, "各位代表："), (60, 110, "现在报告工作。"), (280, 800, "- 1 -")],
        [(60 + 40 * i, 60, character) for i, character in enumerate("政府工作报告")],
    ],
    ids=["running text", "a list", "a letter's head", "a spaced title"],
)  # fmt: skip
def test_other_pages_stay_as_they_are(page):
    import pypdfium2

    layer = pypdfium2.PdfDocument(pdf(page))[0].get_textpage()
    text = layer.get_text_range()
    assert arranged(text, segments_of(text, lambda i: layer.get_charbox(i, loose=True))) == text


def test_a_hyphen_stays_with_its_word():
    text = "infor\ufffe\r\nmation"
    assert [text[s.start : s.end] for s in segments_of(text, lambda i: (6.0 * i, 0.0, 6.0 * i + 6, 12.0))] == [
        "infor\ufffe",
        "mation",
    ]


def test_gaps_of_three_lines_make_a_page_worth_a_look():
    row = [(0.0, 0.0, 40.0, 10.0), (60.0, 0.0, 90.0, 10.0)]
    rows = [(left, bottom - 20 * i, right, top - 20 * i) for i in range(4) for left, bottom, right, top in row]
    assert has_gaps(rows)
    assert not has_gaps(rows[:4])
    assert not has_gaps([(0.0, -20.0 * i, 90.0, 10 - 20.0 * i) for i in range(40)])


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 30), st.integers(1, 12)), max_size=40
    )
)  # fmt: skip
def test_no_character_is_lost(places):
    text = "".join(chr(0x4E00 + i) for i in range(len(places)))
    segments = [
        Segment(i, i + 1, float(x), float(y), float(x + width), float(y + height))
        for i, (x, y, width, height) in enumerate(places)
    ]
    assert sorted(c for c in arranged(text, segments) if not c.isspace()) == list(text)
