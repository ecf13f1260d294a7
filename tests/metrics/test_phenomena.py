"""Rows by phenomenon: the groups of difficulties that work reports have, each with sentences of our own.

A mark reads ``⟨36家|name, measure direction⟩``: the name must stand in the indicator's name and may not be drowned in it.
``⟨…|-⟩`` is a number that must have no metric (no quantity at all, or one of which nothing says what it measures).
"""

from __future__ import annotations

import pytest

from tests.metrics.marked import FIVE_YEARS, PLAN, REVIEW, engine, unmark

GROUPS: dict[str, list[tuple[str, str]]] = {
    "B same verb in the review and the plan": [
        (REVIEW, "新建幼儿园⟨6所|幼儿园, level actual⟩。"),
        (PLAN, "新建幼儿园⟨6所|幼儿园, level target⟩。"),
    ],
    "C forecast of the closing year": [
        (REVIEW, "预计完成工业投资⟨45亿元|工业投资, level estimated⟩、增长⟨12%|工业投资, growth up estimated⟩。"),
    ],
    "D dealt out by 分别, shared by 各, 均, 双双": [
        (REVIEW, "城乡居民人均可支配收入依次为⟨4.6万元|城镇居民人均可支配收入, level⟩、⟨2.8万元|农村居民人均可支配收入, level⟩。"),
        (REVIEW, "农业、工业、服务业增加值分别增长⟨4%|农业增加值, growth up⟩、⟨7%|工业增加值, growth up⟩、⟨6%|服务业增加值, growth up⟩。"),
        (REVIEW, "本外币存款、贷款余额分别增长⟨9%|存款, growth up⟩和⟨11%|贷款余额, growth up⟩。"),
        (REVIEW, "新增制造业贷款⟨5亿元|制造业贷款, increment up⟩、涉农贷款⟨3亿元|涉农贷款, increment up⟩，同比分别增长⟨41%|制造业贷款, growth up⟩和⟨27%|涉农贷款, growth up⟩。"),
        (REVIEW, "茶园、果园各⟨9000亩|果园, level⟩。"),
    ],
    "E one verb over a list": [
        (REVIEW, "新增停车位⟨800个|停车位, increment up⟩、充电桩⟨350个|充电桩, increment up⟩。"),
        (REVIEW, "改造城中村⟨15万平方米|城中村, level⟩、老旧小区⟨9万平方米|老旧小区, level⟩。"),
        (PLAN, "建成省级未来社区⟨2个|未来社区, level target⟩、和美乡村⟨7个|和美乡村, level target⟩。"),
    ],
    "F one number for a coordinated head": [
        (REVIEW, "新增数字化车间、智能工厂⟨18个|智能工厂, increment up⟩。"),
    ],
    "G totals with a breakdown beside them": [
        (REVIEW, "出让工业用地⟨19宗|工业用地, level⟩、面积⟨2791亩|面积, level⟩。"),
        (REVIEW, "签约项目⟨28个|签约项目, level⟩、总投资⟨112亿元|总投资, level⟩。"),
    ],
    "H redacted amounts": [
        (REVIEW, "实现地区生产总值⟨XX亿元|地区生产总值, level⟩、增长⟨XX%|地区生产总值, growth up⟩。"),
    ],
    "I hedges stay outside the name": [
        (REVIEW, "技术交易额超过⟨70亿元|技术交易额, level⟩，市场主体突破⟨6万户|市场主体, level⟩。"),
        (REVIEW, "地区生产总值增长⟨7.7%|地区生产总值, growth up⟩左右。"),
    ],
    "K a level reached, and a change": [
        (REVIEW, "普惠园覆盖率提升至⟨90%|普惠园覆盖率, share⟩。"),
        (REVIEW, "空气优良率达到⟨93.4%|空气优良率, share⟩，较上年提升⟨6.5个百分点|空气优良率, points up⟩。"),
        (REVIEW, "失业率由⟨4.2%|失业率, share⟩降至⟨3.8%|失业率, share⟩。"),
    ],
    "L growth without a level, level without growth": [
        (REVIEW, "农林牧渔业总产值同比增长⟨5%|农林牧渔业总产值, growth up⟩。"),
        (REVIEW, "城镇登记失业率为⟨1.62%|城镇登记失业率, share⟩。"),
        (REVIEW, "单位生产总值能耗下降⟨3.2%|单位生产总值能耗, growth down⟩。"),
    ],
    "M shares and ratios": [
        (REVIEW, "研发经费投入占地区生产总值比重达⟨3.4%|研发经费投入占地区生产总值比重, share⟩。"),
        (REVIEW, "三次产业结构为⟨11.8∶42.3∶45.9|三次产业结构, ratio⟩。"),
    ],
    "N ranks": [
        (REVIEW, "工业投资增速居全市⟨第2位|工业投资增速, rank⟩。"),
        (REVIEW, "创新指数排名全省⟨第1|创新指数, rank⟩。"),
    ],
    "O 其中": [
        (REVIEW, "完成固定资产投资⟨90亿元|固定资产投资, level⟩，其中产业投资⟨50亿元|产业投资, level⟩、占⟨56%|产业投资占固定资产投资比重, share⟩。"),
    ],
    "Q elided subjects": [
        (REVIEW, "地区生产总值达到⟨500亿元|地区生产总值, level⟩，增长⟨6%|地区生产总值, growth up⟩，总量居全市⟨第2位|总量, rank⟩。"),
    ],
    "R slogans with numerals": [
        (REVIEW, "坚持⟨两个|-⟩确立，实施⟨八八|-⟩战略，新建学校⟨8所|学校, level⟩。"),
    ],
    "S a real count beside a name with digits": [
        (REVIEW, "新增“⟨15分钟|-⟩品质文化生活圈”⟨24个|品质文化生活圈”, increment up⟩。"),
    ],
    "T grades": [
        (REVIEW, "创成⟨4A|-⟩级景区⟨2家|景区, level⟩。"),
    ],
    "U ordinals, batches and phases": [
        (REVIEW, "第⟨六|-⟩批示范村创建完成⟨4个|示范村, level⟩。"),
    ],
    "W examples and their total": [
        (REVIEW, "推进清和小学、城东中学等⟨8所|学校, level⟩学校建设。"),
    ],
    "X the head after the number": [
        (REVIEW, "全面启动⟨198个|居住区燃气改造, level⟩居住区燃气改造工程。"),
        (REVIEW, "⟨7家|产业链企业, level⟩产业链企业顺利落地。"),
    ],
    "AA units": [
        (REVIEW, "筹集保障性住房⟨391套(间)|保障性住房, level⟩，实际利用外资⟨1.4亿美元|外资, level⟩。"),
    ],
    "a verb that takes away": [
        (REVIEW, "压减会议⟨120个|会议, increment down⟩，用电成本减少⟨3亿元|用电成本, increment down⟩。"),
    ],
    "several years": [
        (FIVE_YEARS, "高新技术企业由⟨9家|高新技术企业, level⟩增至⟨41家|高新技术企业, level⟩，专利授权量翻⟨两番|-⟩。"),
    ],
}  # fmt: skip


def rows(heading: str, marked: str):
    text, marks = unmark(heading + marked)
    analysis = engine().analyse(text, year=2024)
    by_span = {}
    for metric in analysis.metrics:
        quantity = analysis.quantities[metric.quantity]
        by_span[quantity.start, quantity.end] = metric
    return text, [(text[start:end], expected, by_span.get((start, end))) for start, end, expected in marks]


@pytest.mark.parametrize(
    ("heading", "marked"),
    [
        pytest.param(*case, id=f"{group}: {number}")
        for group, cases in GROUPS.items()
        for number, case in enumerate(cases)
    ],
)
def test_rows(heading, marked):
    _, found = rows(heading, marked)
    for amount, expected, metric in found:
        if expected == "-":
            assert metric is None, amount
            continue
        assert metric is not None, amount
        name, _, facts = expected.partition(", ")
        assert name in metric.indicator_name, (amount, metric.indicator_name)
        assert len(metric.indicator_name) <= len(name) + 9, (amount, metric.indicator_name)
        have = {metric.measure, metric.status, metric.direction or ""}
        assert set(facts.split()) <= have, (amount, expected, have)
        assert (metric.direction is None) == (not {"up", "down"} & set(facts.split())), (amount, metric.direction)
