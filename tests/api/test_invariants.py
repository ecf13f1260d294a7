"""What holds for every text, checked on texts that hypothesis makes up."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi

CLAUSES = st.sampled_from([
    "全县地区生产总值286.4亿元", "增长6.2%", "规上工业增加值增长8.1%", "分别增长5.2%和7.1%", "城乡居民人均可支配收入分别为4.1万元、2.3万元",
    "新增停车位1860个", "充电桩945个", "改造老旧小区36个", "惠及居民约1.2万户", "清河大桥建成通车", "完成投资不低于XX亿元", "其中工业投资3亿元",
    "力争城镇新增就业3000人", "预计实现税收5亿元", "坚持“两个确立”", "居全市第2位", "三次产业比调整为11.8:48.3:39.9", "推进第八轮环保三年行动",
    "2023年", "到2025年", "五年来", "去年", "县人民医院新院区投入使用", "翻一番", "提高1.5个百分点", "5%—7%", "五至八家", "建成3\n2.5公里",
])  # fmt: skip
ENDS = st.sampled_from(
    ["，", "。", "；", "、", "\n", "。\n", "\n一、2023年工作回顾\n", "\n二、2024年工作安排\n", "\n（三）民生事业\n", ""]
)
REPORTS = st.lists(st.tuples(CLAUSES, ENDS), max_size=25).map(lambda parts: "".join(a + b for a, b in parts))
ANY_TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("一二百万亿0123.%个元第年（“、，。分别\n")),
    max_size=80,
)
TEXTS = st.one_of(REPORTS, ANY_TEXT, st.tuples(REPORTS, ANY_TEXT, REPORTS).map("".join))


@given(TEXTS)
def test_every_object_says_where_it_stands(text):
    report = gi.extract(text)
    assert report.text == text
    for item in (*report.quantities, *report.entities):
        assert item.start < item.end
        assert text[item.start : item.end] == item.text
    for metric in report.metrics:
        assert text[metric.indicator.start : metric.indicator.end] == metric.indicator.text != ""
        assert 0 <= metric.sentence.start < metric.sentence.end <= len(text)


@given(TEXTS)
def test_order_and_overlap(text):
    report = gi.extract(text)
    for layer in (report.quantities, report.sections):
        for left, right in pairwise(layer):
            assert left.end <= right.start
    starts = [(entity.start, entity.end) for entity in report.entities]
    assert starts == sorted(starts)


@given(TEXTS)
def test_ids_are_unique_and_references_resolve(text):
    report = gi.extract(text)
    items = [*report.sections, *report.quantities, *report.metrics, *report.entities]
    ids = {item.id for item in items}
    assert len(ids) == len(items)
    for metric in report.metrics:
        for reference in (
            metric.quantity,
            metric.project,
            metric.place,
            metric.institution,
            metric.part_of,
            metric.section,
        ):
            assert reference is None or reference in ids
        assert metric.part_of != metric.id
    assert len({metric.quantity for metric in report.metrics}) == len(report.metrics)


@given(TEXTS)
def test_sections_cover_the_text(text):
    report = gi.extract(text)
    assert "".join(text[s.start : s.end] for s in report.sections) == text


@given(TEXTS)
def test_the_same_text_gives_the_same_report(text):
    assert gi.extract(text) == gi.extract(text)


@given(TEXTS)
def test_the_report_validates_as_its_own_model(text):
    report = gi.extract(text)
    assert gi.Report.model_validate_json(report.model_dump_json()) == report


@given(REPORTS, st.integers(0, 5), st.integers(0, 5))
def test_blank_lines_around_change_nothing_but_offsets(text, before, after):
    plain = gi.extract(text)
    padded = gi.extract("\n" * before + text + "\n" * after)

    def shifted(report: gi.Report, by: int) -> list:
        quantities = [(q.start - by, q.end - by, q.value, q.low, q.modifier, q.unit) for q in report.quantities]
        metrics = [(m.indicator.start - by, m.indicator.name, m.measure, m.status, m.period) for m in report.metrics]
        entities = [(e.start - by, e.text, e.label, e.kb_id) for e in report.entities]
        return [quantities, metrics, entities]

    assert shifted(padded, before) == shifted(plain, 0)


@given(st.lists(REPORTS, max_size=4))
def test_quantities_by_paragraph_and_as_a_whole(paragraphs):
    paragraphs = [p.replace("\n", "") + "。" for p in paragraphs]
    whole = gi.extract("\n\n".join(paragraphs))
    alone = [q for p in paragraphs for q in gi.extract(p).quantities]
    assert [(q.text, q.value, q.kind, q.modifier) for q in whole.quantities] == [
        (q.text, q.value, q.kind, q.modifier) for q in alone
    ]
