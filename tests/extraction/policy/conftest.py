"""Marked-up sentences: the indicator stands in <>, its quantity in {}; the last pair of each is taken."""

from __future__ import annotations

import re

import pytest

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord

_NUMBER = re.compile(r"[0-9.:,]+[万亿]*")
_MARK = re.compile(r"[<>{}]")


def marked(text: str) -> Analysis:
    """An analysis with one sentence and one metric, from a marked-up sentence."""
    plain: list[str] = []
    at: dict[str, int] = {}
    length = 0
    for part in re.split(r"([<>{}])", text):
        if _MARK.fullmatch(part):
            at[part] = length
        else:
            plain.append(part)
            length += len(part)
    analysis = new_analysis("".join(plain))
    analysis.sentences.append((0, length))
    quantity = analysis.text[at["{"] : at["}"]]
    analysis.quantities.append(QuantityRecord(at["{"], at["}"], "count", unit_text=_NUMBER.sub("", quantity, count=1)))
    analysis.metrics.append(MetricRecord(0, at["<"], at[">"], sentence_start=0, sentence_end=length))
    return analysis


@pytest.fixture(scope="session")
def stage() -> PolicyStage:
    """The stage with the packaged taxonomy."""
    return PolicyStage()
