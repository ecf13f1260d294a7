"""Statistics of the time of every stage, of the whole path and of jieba's tokenizer, with pytest-benchmark.

    pytest benchmarks/bench_stages.py [--benchmark-save NAME] [--benchmark-compare]

The texts are the first reports of ../shared/gold/docs, or the project's own samples when that is not there.  Times differ
between machines; `benchmarks/speed.py` prints the ratio to jieba by turns on the same texts, which does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from speed import jieba_tokenizer, texts

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES, default_engine, new_analysis, without_cycle_collection
from govreport_ie.extraction.records import Analysis
from govreport_ie.report.assemble import assemble

DOCUMENTS = 10
ROUNDS = 5
_NAMES = list(STAGES)
_WHERE, _TEXTS = texts(Path(__file__).resolve().parents[2] / "shared", DOCUMENTS)


@pytest.fixture(autouse=True)
def _as_the_stages_run() -> Any:
    with without_cycle_collection():
        yield


def analyses(stages: int) -> list[Analysis]:
    """The texts after the first stages."""
    found = [new_analysis(text) for text in _TEXTS]
    for analysis in found:
        for stage in default_engine().stages[:stages]:
            stage(analysis)
    return found


@pytest.mark.parametrize("name", [*_NAMES, "assemble"])
def test_stage(benchmark: Any, name: str) -> None:
    """One stage over the texts, each round on analyses that hold what the stages before it found."""
    at = _NAMES.index(name) if name in _NAMES else len(_NAMES)
    stage = assemble if name == "assemble" else default_engine().stages[at]

    def run(found: list[Analysis]) -> None:
        for analysis in found:
            stage(analysis)

    benchmark.extra_info["texts"] = _WHERE
    benchmark.pedantic(run, setup=lambda: ((analyses(at),), {}), rounds=ROUNDS, warmup_rounds=1)


def test_extract(benchmark: Any) -> None:
    """The whole path, from texts to reports."""
    reports = benchmark.pedantic(lambda: [gi.extract(text) for text in _TEXTS], rounds=ROUNDS, warmup_rounds=1)
    assert all(report.quantities for report in reports)


def test_pipeline(benchmark: Any) -> None:
    """The whole path as a spaCy pipeline."""
    nlp = gi.load()
    docs = benchmark.pedantic(lambda: [nlp(text) for text in _TEXTS], rounds=ROUNDS, warmup_rounds=1)
    assert all(doc.ents for doc in docs)


def test_jieba(benchmark: Any) -> None:
    """What jieba takes to split the same texts into words."""
    tokenize = jieba_tokenizer()
    if tokenize is None:
        pytest.skip("jieba is not installed")
    docs = benchmark.pedantic(lambda: [tokenize(text) for text in _TEXTS], rounds=ROUNDS, warmup_rounds=1)
    assert len(docs) == len(_TEXTS)
