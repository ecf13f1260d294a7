"""Annotated documents: extracted from sentences of our own, and made up by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.convert import Document, Relation, Span, from_report
from govreport_ie.convert.schema import ENTITIES, RELATIONS

TEXT = """清河县2024年政府工作报告

一、2023年工作回顾
全县实现地区生产总值286.4亿元、增长6.2%，居全市第2位。一般公共预算收入XX亿元，其中税收收入占比86.2%。
城镇、农村居民人均可支配收入分别为4.1万元、2.3万元，三次产业比调整为11.8:48.3:39.9。清河大桥建成通车，完成投资约3.5亿元。
县人民医院新增床位120余张，在𬇹水镇建成农村公路36.5公里。

二、2024年工作安排
地区生产总值增长6%—7%，力争新增城镇就业3000人以上。
"""


def report() -> gi.Report:
    return gi.extract(TEXT, year=2024, doc_id="qinghe_2024.txt")


def document() -> Document:
    return from_report(report())


WINDOW = {
    "id": "w1",
    "doc": "qinghe_2024.txt",
    "start": 16,
    "end": 56,
    "text": "全县改造老旧小区36个，增长5%—8%。清河大桥建成通车，居全市前列的企业五大。",
    "level": "county",
    "region": "清河县",
    "year": "2024",
    "readers": 2,
    "quantities": [
        {"k": 7, "start": 8, "end": 11, "text": "36个", "value": "36", "unit": "个", "kind": "count", "mod": None,
         "redacted": False, "opt": False, "value_ok": [["35", "个"]], "kind_ok": ["measure"]},
        {"k": 2, "start": 14, "end": 19, "text": "5%—8%", "value": ["5", "8"], "unit": "%", "kind": "percent", "mod": None,
         "redacted": False, "opt": False, "value_ok": []},
        {"k": 3, "start": 37, "end": 39, "text": "五大", "value": "5", "unit": "", "kind": "count", "mod": None,
         "redacted": False, "opt": True, "value_ok": []},
    ],
    "metrics": [
        {"q": 2, "max": [2, 8], "min": [4, 8], "text": "改造老旧小区", "name": None, "measure": "growth", "dir": "up",
         "status": "actual", "period": "2023", "area": "housing", "area_ok": ["urban"], "measure_ok": ["share"],
         "period_ok": [], "status_ok": [], "name_ok": [], "alt": [{"max": [4, 8], "min": [6, 8], "text": "老旧小区"}]},
        {"q": 7, "max": [2, 8], "min": [4, 8], "text": "改造老旧小区", "name": "老旧小区改造数", "measure": "level", "dir": None,
         "status": "actual", "period": "2018-2023", "area": "housing", "area_ok": [], "measure_ok": [], "period_ok": [],
         "status_ok": [], "name_ok": ["改造小区"], "alt": []},
    ],
    "entities": [
        {"start": 20, "end": 24, "min": [20, 22], "text": "清河大桥", "label": "PROJECT", "opt": False},
        {"start": 30, "end": 32, "min": [30, 32], "text": "全市", "label": "PLACE", "opt": True},
    ],
}  # fmt: skip
assert all(WINDOW["text"][q["start"] : q["end"]] == q["text"] for q in WINDOW["quantities"])
assert all(WINDOW["text"][e["start"] : e["end"]] == e["text"] for e in WINDOW["entities"])

# Texts with everything that has broken offsets somewhere: astral ideographs, emoji, combining marks, every kind of line end,
# characters that XML does not hold, markup, and the separators of the formats themselves.
_CHARACTERS = st.one_of(
    st.sampled_from("全县增长6.5%、亿元，。 \n"),
    st.sampled_from("𬇹𫖯😀e\u0301\u200b\u3000<&>\"';=\\|#$:~\t\r\x0b\x0c\x00\x1c\x85\u2028\ufeff\ufffd\uffff"),
    st.characters(exclude_categories=["Cs"]),
)
_WORDS = st.text(_CHARACTERS, max_size=8)
_JSON = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**40), 2**40), _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_WORDS, inner, max_size=3)),
    max_leaves=6,
)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["kind", "value", "unit", "redacted", "optional", "area", "period", "name", "subtype", "kb_id", "mine"]
    ),
    st.one_of(st.sampled_from(["count", "6.5", "元", "", "yes", "fiscal", "a b", "x;y=z\\"]), st.just(True), _JSON),
    max_size=5,
)
_LABELS = ("QUANTITY", "INDICATOR", *ENTITIES, "OTHER_label-1")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document: spans that overlap, nest and cross lines, attributes of ours and not, relations between any two."""
    text = draw(st.text(_CHARACTERS, min_size=1, max_size=40))
    places = draw(st.sets(st.tuples(*[st.integers(0, len(text))] * 2, st.sampled_from(_LABELS)), max_size=6))
    spans = []
    for number, (start, end, label) in enumerate(sorted(places), 1):
        if start < end and text[start:end].split():
            spans.append(Span(f"S{number}", label, start, end, draw(_ATTRIBUTES)))
    relations = []
    if len(spans) > 1:
        ids = st.sampled_from([span.id for span in spans])
        for source, target in draw(st.lists(st.tuples(ids, ids), max_size=5)):
            if source != target:
                relations.append(Relation(draw(st.sampled_from([*RELATIONS, "other"])), source, target))
    meta = draw(st.dictionaries(_WORDS, _JSON, max_size=2))
    return Document(draw(_WORDS) or "d", text, tuple(spans), tuple(relations), meta)
