"""Documents that no one would write, made from a grammar of lexicon words, numerals, quotes and marks; and what must hold for each.

Used by a test on a bounded number of documents and by ``benchmarks/fuzz_extract.py`` on any number.
"""

from __future__ import annotations

import decimal
import random
from itertools import pairwise

import govreport_ie as gi
from govreport_ie.extraction import lexicons

__all__ = ["Grammar", "violations", "wrong_objects"]

_OPEN_CLOSE = ["“”", "‘’", "「」", "『』", "《》", "〈〉", "（）", "()", "［］", "【】", '""', "''", "｢｣"]
_MARKS = [
    *"，。；：、！？,.;:!?—-–~～·…％%‰°/／×*+=@#$￥^_|\\<>",
    "——",
    "……",
    "--",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "　",
]
_ODD = [
    *"\x00\x0b\x0c\x1c\x85\xa0\u2028\u2029\ufeff\u200b\u202d\u202e\ufffd",
    "𠀀",
    "😀",
    "e\u0301",
    "⼀",
    "Ａ",
    "①",
    "½",
    "Ⅱ",
    "㎡",
    "℃",
]
_NUMERALS = [
    "3", "12.5", "1,860", "１２．５", "0", "00.00", "1.2.3", "99999999999999999999999999999999999", "一", "十", "百", "千", "万", "亿", "兆", "两",
    "一千二百三十四万五千六百七十八", "三四百", "五六十", "零", "〇", "二〇二三", "廿", "壹佰贰拾", "点五", "三点一四", "半", "几十", "数百", "XX", "××",
    "百分之六", "千分之三", "三分之二", "三成半", "一又二分之一", "11.8:48.3:39.9", "5%—7%", "-1.86", "负3.9", "3-5", "2023", "第3", "前三", "12亿3456",
]  # fmt: skip
_WORDS = [
    "稳步向好", "工程", "项目", "分别", "其中", "比上年", "同比", "达到", "增长", "下降", "左右", "以上", "超过", "不低于", "力争", "预计", "去年", "五年来",
    "今年", "2023年", "到2025年", "上半年", "1至6月", "全县", "全市", "居全省", "位", "名", "等", "和", "与", "及", "的", "了", "由", "从", "调整为", "翻一番",
    "一、", "（一）", "1.", "第一，", "附件", "名词解释", "政府工作报告", "各位代表：", "回顾", "工作安排", "目录", "以内", "余", "多", "来", "个", "·",
]  # fmt: skip
_MUTATIONS = 6


class Grammar:
    """Makes documents.

    Args:
        seed: the same seed gives the same documents.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words: dict[str, list[str]] = {}
        for name in lexicons.LEXICONS:
            if name in ("towns", "policy_areas", "entity_weights"):
                continue
            rows = lexicons.load(name)
            taken = [rows[i * len(rows) // 400] for i in range(400)] if len(rows) > 400 else rows
            found = [part for row in taken for cell in row.values() for part in cell.split("|") if 0 < len(part) < 25]
            words[name] = [word for word in found if any(c > "\x7f" for c in word)] or ["一"]
        self._lists = list(words.values())
        self._makers = (
            (self._lexicon_word, 8), (self._common, 6), (self._amount, 6), (self._bracketed, 4), (self._list, 3),
            (self._mark, 5), (self._odd, 1), (self._heading, 1), (self._table, 1),
        )  # fmt: skip

    def document(self) -> str:
        """One document, up to a few hundred characters."""
        rng = self.random
        makers, weights = zip(*self._makers, strict=True)
        text = "".join(rng.choices(makers, weights)[0](2) for _ in range(rng.randint(0, 40)))
        for _ in range(rng.randint(0, _MUTATIONS) if rng.random() < 0.5 else 0):
            text = self._mutated(text)
        return text

    def _mutated(self, text: str) -> str:
        rng = self.random
        first, last = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        last = min(last, first + 12)
        return rng.choice((
            text[:first] + text[last:],
            text[:last] + text[first:],
            text[:first] + text[first:last][::-1] + text[last:],
            text[:first] + self._mark(0) + text[first:],
            text[:first] + self._odd(0) + text[first:],
            text[:first] + rng.choice(_OPEN_CLOSE)[rng.randint(0, 1)] + text[first:],
        ))  # fmt: skip

    def _part(self, depth: int) -> str:
        makers = (self._lexicon_word, self._common, self._amount, self._mark, self._odd)
        return self._bracketed(depth - 1) if depth and self.random.random() < 0.2 else self.random.choice(makers)(depth)

    def _lexicon_word(self, depth: int) -> str:
        return self.random.choice(self.random.choice(self._lists))

    def _common(self, depth: int) -> str:
        return self.random.choice(_WORDS)

    def _amount(self, depth: int) -> str:
        unit = (
            self.random.choice(lexicons.load("units"))["surfaces"].split("|") if self.random.random() < 0.7 else ["个"]
        )
        return (
            self.random.choice(_NUMERALS)
            + self.random.choice(("", "", "万", "亿", "\n", "余", " "))
            + self.random.choice(unit)
        )

    def _bracketed(self, depth: int) -> str:
        pair = self.random.choice(_OPEN_CLOSE)
        inner = "".join(self._part(depth) for _ in range(self.random.choice((0, 0, 1, 1, 2, 3))))
        ends = self.random.choice(((0, 1), (0, 1), (0, 1), (0, 0), (1, 0), (1, 1)))
        return pair[ends[0]] + inner + pair[ends[1]]

    def _list(self, depth: int) -> str:
        members = [self._part(depth) for _ in range(self.random.randint(0, 5))]
        return self.random.choice("、，；和 ").join(members) + self.random.choice(("等", "分别", "", "工程", "项目"))

    def _mark(self, depth: int) -> str:
        return self.random.choice(_MARKS)

    def _odd(self, depth: int) -> str:
        return self.random.choice(_ODD)

    def _heading(self, depth: int) -> str:
        return f"\n{self.random.choice(('一、', '二、', '（一）', '1.', '第一部分 ', '附件1：', '注释：'))}{self._part(1)}{self._common(0)}\n"

    def _table(self, depth: int) -> str:
        columns = self.random.randint(1, 4)
        rows = ["\t".join(self._part(0) for _ in range(columns)) for _ in range(self.random.randint(1, 4))]
        return "\n" + "\n".join(rows) + "\n"


def violations(text: str, nlp: object = None) -> list[str]:
    """What does not hold for the report of a text; nothing if all is well.

    Args:
        text: the text.
        nlp: a pipeline whose Doc must give the same report; not run when omitted.
    """
    try:
        report = gi.extract(text, year=2024)
        with decimal.localcontext() as context:
            context.prec = 3
            again = gi.extract(text, year=2024)
        loaded = gi.Report.model_validate_json(report.model_dump_json())
        records = report.to_records()
        shares = report.attention()
        through_spacy = _through_spacy(text, nlp) if nlp is not None else report
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    wrong = wrong_objects(report)
    if again != report:
        wrong.append("not the same at the second time, in another decimal context")
    if loaded != report:
        wrong.append("not the same after JSON")
    if through_spacy != report:
        wrong.append("not the same as through spaCy")
    if len(records) > len(report.metrics):
        wrong.append("more rows than metrics")
    if any(not 0 <= share <= 1 for area in shares.values() for share in area.values()):
        wrong.append("a share outside 0 to 1")
    return wrong


def _through_spacy(text: str, nlp) -> gi.Report:
    doc = nlp.make_doc(text)
    doc._.govreport_meta = {"year": 2024}
    return nlp(doc)._.govreport


def wrong_objects(report: gi.Report) -> list[str]:
    """What of the objects of a report does not hold: offsets, ids, references, order.

    Args:
        report: the report.
    """
    text, wrong = report.text, []
    items = [*report.sections, *report.quantities, *report.metrics, *report.entities]
    ids = {item.id: item for item in items}
    if len(ids) != len(items):
        wrong.append("ids not unique")
    wrong += [
        f"offsets of {item!r}"
        for item in (*report.quantities, *report.entities, *(metric.indicator for metric in report.metrics))
        if not (item.start < item.end and text[item.start : item.end] == item.text)
    ]
    if "".join(text[section.start : section.end] for section in report.sections) != text:
        wrong.append("sections do not cover the text")
    for layer in (report.quantities, report.sections):
        wrong += [f"{left.id} and {right.id} overlap" for left, right in pairwise(layer) if left.end > right.start]
    for metric in report.metrics:
        quantity = ids.get(metric.quantity)
        if quantity is None:
            wrong.append(f"{metric.id} without quantity")
        elif not metric.sentence.start <= quantity.start < quantity.end <= metric.sentence.end <= len(text):
            wrong.append(f"{quantity.id} outside the sentence of {metric.id}")
        for other in (metric.project, metric.place, metric.institution, metric.part_of, metric.section):
            if other is not None and other not in ids:
                wrong.append(f"{metric.id} refers to {other}, which is not there")
    return wrong
