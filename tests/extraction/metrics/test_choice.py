"""The learned choice: its candidates, its probability wherever a metric is shown, and the features that explain it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport_ie as gi
from govreport_ie.errors import LexiconError
from govreport_ie.extraction.engine import STAGES
from govreport_ie.extraction.metrics import MetricStage
from govreport_ie.extraction.metrics.board import Board, Choice, overlap
from govreport_ie.extraction.metrics.features import GROUPS, TEMPLATES
from govreport_ie.extraction.metrics.heaviest import heaviest_features
from govreport_ie.extraction.metrics.ranker import PLAN, Ranking, Weights, packaged, read_weights
from govreport_ie.extraction.records import Analysis
from tests.extraction.metrics.marked import REVIEW, engine

TEXT = "去年全县粮食产量达到38.6万吨，比上年增长2.1%；新建学校8所，改造12家乡镇卫生院。"


def analysis_of(text: str) -> Analysis:
    return engine().analyse("政府工作报告\n" + REVIEW + text, year=2024)


def test_the_probability_is_in_the_json_and_the_table():
    report = gi.extract("政府工作报告\n" + REVIEW + TEXT, year=2024)
    scores = [metric.indicator.score for metric in report.metrics]
    assert len(scores) == 4
    assert all(score is not None and 0.5 < score <= 1 for score in scores)
    assert [row["indicator_score"] for row in report.to_records()] == scores
    assert [metric["indicator"]["score"] for metric in report.model_dump(mode="json")["metrics"]] == scores


def test_an_obvious_phrase_is_surer_than_one_that_could_be_another():
    obvious = analysis_of("全县森林覆盖率达到45%。").metrics[0]
    doubtful = analysis_of("借助厂房租售推动转型、各类平台扩面等工作中涉及引进13家。").metrics[0]
    assert obvious.indicator_score is not None
    assert doubtful.indicator_score is not None
    assert obvious.indicator_score > max(0.9, doubtful.indicator_score)


def test_the_explanation_shows_the_heaviest_features():
    report = gi.extract("政府工作报告\n" + REVIEW + TEXT, year=2024)
    lines = str(gi.explain(report, "M1")).splitlines()
    weights = [line for line in lines if "metrics.ranker:weight | " in line]
    assert 1 <= len(weights) <= 5
    values = [abs(float(line.split(" | ")[1].split(" ")[0])) for line in weights]
    assert values == sorted(values, reverse=True)


def test_features_of_a_phrase_said_before():
    analysis = analysis_of(TEXT)
    growth = analysis.metrics[1]
    assert analysis.text[growth.indicator_start : growth.indicator_end] == "粮食产量"
    lines = heaviest_features(analysis, growth, packaged(), most=400)
    assert any("group=said before" in line for line in lines)
    assert any("e2=产量" in line for line in lines)


def test_pairs_of_characters_that_stand_in_the_same_places_are_one_class():
    text = "全市20家企业获评示范单位，30家企业入选省级名单，新建学校8所。"
    analysis = analysis_of(text)
    board = Board(analysis)
    shift = board.layout.shifts[0]

    def class_at(words: str, ahead: int) -> int:
        return board.signals.pair_class.item(analysis.folded.index(words) + ahead + shift)

    assert class_at("获评", 0) == class_at("入选", 0) > 0
    assert class_at("企业获", 0) not in (0, class_at("企业获", 1), class_at("获评", 0))


def test_a_noun_of_one_character_is_counted_though_more_follows():
    analysis = analysis_of("累计已有14个县完成改造任务。")
    board = Board(analysis)
    noun = analysis.folded.index("县完成")
    assert board.candidate(0, noun, noun + 1) is not None
    metric = analysis.metrics[0]
    assert analysis.text[metric.indicator_start : metric.indicator_end] == "县"


def test_weights_of_other_templates_are_refused(tmp_path):
    path = tmp_path / "weights.npz"
    np.savez(path, weights=np.zeros(4, dtype=np.int8), scale=1.0, temperature=1.0, templates=np.array("others"))
    with pytest.raises(LexiconError, match="other templates"):
        read_weights(path)


def test_without_weights_phrases_still_lie_in_the_text():
    empty = Weights.of(np.zeros_like(packaged().values))
    analysis = Analysis(text=TEXT, folded=TEXT.replace("，", ",").replace("；", ";"), year=2024)
    for name, make in STAGES.items():
        if name == "metrics":
            break
        make()(analysis)
    MetricStage(weights=empty)(analysis)
    assert analysis.metrics
    assert all(0 <= metric.indicator_start < metric.indicator_end <= len(TEXT) for metric in analysis.metrics)


@given(st.text(alphabet="新增学校医院公里8所，。；、和的达到比上年增长6%（）“”", max_size=60))
def test_candidates_lie_in_their_sentence_and_stand_once(text):
    analysis = analysis_of(text)
    board = Board(analysis)
    for k, passage in enumerate(board.passage_of):
        own = slice(board.first[k], board.first[k + 1])
        spans = list(zip(board.starts[own], board.ends[own], strict=True))
        assert len(set(spans)) == len(spans)
        place = board.passages[passage]
        quantity = analysis.quantities[board.numbers[k].slot.index]
        for start, end in spans:
            assert place.start <= start < end <= max(place.end, quantity.end)
            assert end <= quantity.start or start >= quantity.end


def test_no_candidate_is_half_of_a_quotation():
    analysis = analysis_of("出台《河道管护和采砂条例》等地方性法规5部，打造“书香门第”品牌12个。")
    board = Board(analysis)
    spans = [analysis.folded[a:b] for a, b in zip(board.starts, board.ends, strict=True)]
    assert "《河道管护和采砂条例》等地方性法规" in spans
    assert all(span.count("《") == span.count("》") and span.count("“") == span.count("”") for span in spans)


SENTENCES = st.lists(
    st.sampled_from(
        ("粮食产量", "新建", "学校", "8所", "增长6%", "，", "、", "；", "达到", "居全省第2位", "500亿元", "“", "”", "的", "其中")
    ),
    max_size=24,
).map("".join)  # fmt: skip


@given(SENTENCES)
def test_tables_give_a_candidate_the_weights_of_its_features(text):
    board = Board(analysis_of(text))
    tables, values = board.tables(), packaged().values
    matrix = PLAN.matrix(tables)
    assert matrix.shape == (len(board.starts), len(TEMPLATES))
    np.testing.assert_allclose(PLAN.scores(tables, values), values[matrix].sum(axis=1), rtol=1e-3, atol=1e-3)


@given(SENTENCES, st.integers(0, len(GROUPS) - 1))
def test_the_best_of_the_stretches_is_the_best_of_all_candidates(text, kind):
    board = Board(analysis_of(text))
    weights = packaged()
    ranking = Ranking(board, weights)
    static = PLAN.scores(board.tables(), weights.values)
    for k, number in enumerate(board.numbers):
        if not kind or k == board.passages[board.passage_of[k]].first:
            given: dict[int, Choice] = {}
        else:
            given = {k - 1: Choice(board.lowest[k], board.lowest[k] + 2, kind, k - 1)}
        last = given.get(k - 1)
        lying = weights.touching[number.row[0], GROUPS[kind] if last else 0]
        scores = [
            float(static[i])
            + float(lying[GROUPS[board.types[i]], overlap(int(board.starts[i]), int(board.ends[i]), last)])
            for i in range(board.first[k], board.first[k + 1])
        ]
        pick = ranking.pick(k, given)
        if pick is None:
            assert not scores
        elif pick.source is None:
            i = board.candidate(k, pick.choice.start, pick.choice.end)
            assert i is not None
            assert scores[i - board.first[k]] == pytest.approx(max(scores), abs=1e-3)
            if not board.earlier(k, given):
                odds = np.exp((np.array(scores) - max(scores)) / weights.temperature)
                assert pick.score == pytest.approx(1 / odds.sum(), abs=1e-3)


def test_a_phrase_repeated_twice_is_scored_as_the_phrase_and_not_as_what_stands_beside_the_number():
    analysis = analysis_of("地方财政收入达到60亿元，增长5.2%，比全省高1.1个百分点。")
    phrases = {analysis.text[m.indicator_start : m.indicator_end] for m in analysis.metrics}
    assert phrases == {"地方财政收入"}
