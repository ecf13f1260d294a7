"""What the stages read over: each text with what is left of it, and results whose offsets point into the text given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.extraction.cleaning import clean
from govreport_ie.extraction.text import fold
from govreport_ie.extraction.view import view_without


def left(text: str) -> str:
    """What the stages read of a text."""
    return clean(text, fold(text)).folded


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # characters without width or meaning
        ("新修水\u200b渠1\u20602公里", "新修水渠12公里"),
        ("造林\u00ad面积\ufeff3万\u200f亩", "造林面积3万亩"),
        ("\ue5d2茶园扩大\ue5d2", "茶园扩大"),
        ("完成投资26\u2028亿元", "完成投资26亿元"),
        # HTML and Markdown
        ("茶叶产量**35吨**，__增长__2%", "茶叶产量35吨,增长2%"),
        ("茶叶<b>35</b>吨<br/>鱼<span class='x'>2</span>吨", "茶叶35吨\n鱼2吨"),
        ("## 农业\n- [茶园](https://example.org/a)35亩", "农业\n- 茶园35亩"),
        ("茶园~~12~~35亩", "茶园35亩"),
        # a number blotted out is no emphasis
        ("总投资**亿元，增长**%", "总投资**亿元,增长**%"),
        # marks of footnotes, and what only looks like them
        ("推行河长制[3]，建成绿道①12公里", "推行河长制,建成绿道12公里"),
        ("厂房300m²，包括①土建②装修", "厂房300m²,包括①土建②装修"),
        ("印发县政〔2023〕12号文件[注1]", "印发县政(2023)12号文件"),
        # pinyin behind characters
        ("糧食產(chǎn)量增長(zhǎng)3%(初步數(shù))", "粮食产量增长3%(初步数)"),
        # blanks inside words and numbers, and those that part
        ("粮 食 总 产 量 1 2 万 吨", "粮食总产量12万吨"),
        ("居全省第 3 位，投资 1 ,286 亿元", "居全省第3位,投资1,286亿元"),
        ("浓度35微克/ 立方米", "浓度35微克/立方米"),
        ("县长 林某 男\n2024年", "县长 林某 男\n2024年"),
        ("粮食 12.6 3.2\n油料 1.5 2.1", "粮食 12.6 3.2\n油料 1.5 2.1"),
    ],
)
def test_what_is_left(text, read):
    assert left(text) == read


SENTENCE = "全县干部群众团结奋斗，各项工作有序推进，全年一般公共预算收入完成", "9.6亿元，增长5%。"


@pytest.mark.parametrize(
    "furniture",
    [
        "\n— 7 —\n", "\n-7-\n", "\n·7·\n", "\n第7页\n", "\n第七页 共三十页\n", "\n第 7 页，共 30 页\n", "\nPage 7 of 30\n", "\n7/30\n",
        "\n7\n", "\n\n7\n\n", "\n〔7〕\n", "\nⅦ\f\n", "\f", "\n7\n\f", "\n2025/2/11 09:30\nhttps://www.example.gov.cn/report/7.html\n7/30\n",
        "\n【打印】【收藏】 字号：大 中 小\n", "\n分享到：\n", "\n●7●\n", "\n页 7\n", "\n7 of 30\n", "\n浏览次数：812次\n",
    ],
)  # fmt: skip
def test_a_sentence_runs_through_page_furniture(furniture):
    text = furniture.join(SENTENCE)
    assert left(text) == fold("".join(SENTENCE))
    report = gi.extract(text, year=2024)
    money, growth = report.metrics
    assert [m.indicator.text for m in report.metrics] == ["一般公共预算收入"] * 2
    assert (report[money.quantity].value, report[growth.quantity].value) == (960_000_000, 5)  # pyright: ignore[reportAttributeAccessIssue]
    assert money.sentence.start == 0
    assert money.sentence.end == len(text)


def test_furniture_is_marked_and_told_of():
    report = gi.extract("\n— 7 —\n".join(SENTENCE), year=2024)
    (mark,) = (section for section in report.sections if section.kind == "boilerplate")
    assert report.text[mark.start : mark.end] == "\n— 7 —\n"
    (warning,) = report.warnings
    assert (warning.kind, warning.count, warning.start) == ("page_furniture", 1, len(SENTENCE[0]))


def test_running_heads_are_known_by_the_edges_of_pages():
    page = "清河县2024年政府工作报告\n全年各项工作稳步推进，城镇新增就业达到\n"
    text = f"{page}\f清河县2024年政府工作报告\n3200人，完成年度任务。\n"
    (count,) = gi.extract(text, year=2025).metrics
    assert count.indicator.text == "城镇新增就业"


@pytest.mark.parametrize(
    "text",
    [
        "指标\n收入\n12\n支出\n15\n",  # a table with one cell a line
        "广义货币供应量即通常所说的货币总量M\n2\n预期增长6%。",  # a subscript
        "一、工业\n1/3的企业完成改造。\n",
    ],
)
def test_other_short_lines_stay(text):
    assert left(text) == fold(text)


def test_lines_printed_twice():
    assert left("二〇二四年工作回顾二〇二四年工作回顾\n正文") == "二〇二四年工作回顾\n正文"
    assert left("政政府府工工作作报报告告\n正文") == "政府工作报告\n正文"


def measured(text):
    """Indicator, value, measure and direction of every metric of a text."""
    report = gi.extract(text, year=2024)
    return [(m.indicator.text, str(report[m.quantity].value), m.measure, m.direction) for m in report.metrics]  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("mark", ["1.", "1、", "1. ", "（1）", "①", "一、", "●", "■ ", "☆", "- ", "* ", "• ", "‣"])
def test_the_mark_of_an_item_belongs_to_no_phrase(mark):
    assert measured(f"{mark}茶叶产量达到3万吨，增长6%。\n") == [
        ("茶叶产量", "30000", "level", None), ("茶叶产量", "6", "growth", "up"),
    ]  # fmt: skip


def test_items_without_stops_are_lines_of_their_own():
    assert [row[0] for row in measured("- 茶叶产量达到3万吨\n- 生猪出栏20万头\n- 新修水渠8公里\n")] == [
        "茶叶产量",
        "生猪出栏",
        "新修水渠",
    ]


def test_labels_and_their_values():
    text = "茶叶产量：3万吨，增长：6%；生猪出栏：20万头，增长：-2%。"
    assert [row[:2] for row in measured(text)] == [
        ("茶叶产量", "30000"), ("茶叶产量", "6"), ("生猪出栏", "200000"), ("生猪出栏", "-2"),
    ]  # fmt: skip


def test_signs_tell_growth():
    assert [row[2:] for row in measured("茶叶产值3亿元（+6%），水果产值2亿元，同比-4%。")] == [
        ("level", None), ("growth", "up"), ("level", None), ("growth", "down"),
    ]  # fmt: skip


def test_names_are_what_is_read():
    (level, _) = gi.extract("茶葉(yè)產(chǎn)量達(dá)3萬噸，⽐上年增⻓6%。", year=2024).metrics
    assert level.indicator.name == "茶葉產量"


PARAGRAPH = "本年全镇继续修路架桥，村村通了客车，群众出行更加方便，茶园管护也跟了上来，合作社带动农户一起发展，收成比往年都要好，干部群众的劲头也更足了"


def broken(text: str, width: int) -> str:
    """A paragraph as the text layer of a page has it: broken by width."""
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def test_lines_broken_by_width_run_on():
    text = (
        "农业\n"
        + "\n".join(broken(f"{PARAGRAPH}，茶叶产量达到{number}万吨。", 23) for number in range(11, 21))
        + "\n工业\n"
    )
    read = left(text)
    assert read.count("\n") == 12  # the headings and the ends of paragraphs
    assert all(f"茶叶产量达到{number}万吨。\n" in read for number in range(11, 21))
    report = gi.extract(text, year=2024)
    assert {metric.indicator.name for metric in report.metrics} == {"茶叶产量"}


def test_line_ends_of_other_texts_mean_what_they_say():
    text = "\n".join(f"{PARAGRAPH}，茶叶产量达到{number}万吨。" for number in range(30)) + "\n工业\n"
    assert left(text).count("\n") == text.count("\n")
    verses = "茶叶产量达到三万吨\n生猪出栏二十万头\n" * 30
    assert left(verses).count("\n") == verses.count("\n")


PIECES = st.lists(
    st.sampled_from(["全年新建公路12公里，", "完成投资3.5亿元。", "\u200b", "\n— 3 —\n", "**", " ", "[1]", "<br>", "\n", "增 长 5 % ", "\f"]),
    max_size=12,
)  # fmt: skip


@given(PIECES)
def test_offsets_point_into_the_text_given(pieces):
    text = "".join(pieces)
    report = gi.extract(text, year=2024)
    assert report.text == text
    for item in (*report.quantities, *report.entities, *(metric.indicator for metric in report.metrics)):
        assert text[item.start : item.end] == item.text
    edges = [section.start for section in report.sections] + [len(text)]
    assert edges == [0, *(section.end for section in report.sections)] or not text
    assert gi.extract(text, year=2024, nlp=gi.load()) == report


@given(st.text("ab一 ", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=5))
def test_a_view_knows_its_way_back(text, cuts):
    gaps = sorted((start, min(len(text), start + size)) for start, size in cuts if start <= len(text))
    view = view_without(text, gaps)
    for offset, character in enumerate(view.text):
        assert text[view.original(offset)] == character
        assert view.reduced(view.original(offset)) == offset
        assert view.original_end(offset + 1) == view.original(offset) + 1
