"""Rows by phenomenon: the groups of difficulties that work reports have, each with sentences of our own.

A mark reads ``⟨36家|name, measure direction⟩``: the name must stand in the indicator's name and may not be drowned in it.
``⟨…|-⟩`` is a number that must have no metric (no quantity at all, or one of which nothing says what it measures).

The groups that are about names mark entities, ``⟨清河大桥|PROJECT completed⟩``, and a sentence of theirs has no entity
beside the marked ones.  The same letters name the groups of difficulties wherever they are tested.
"""

from __future__ import annotations

import pytest

from govreport_ie.extraction.engine import default_engine
from govreport_ie.extraction.structure import split_reports
from tests.extraction.metrics.marked import FIVE_YEARS, PLAN, REVIEW, engine, unmark

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
    "J thresholds that are part of the name": [
        (REVIEW, "新开工五千万元以上项目⟨36个|五千万元以上项目, level actual⟩。"),
        (REVIEW, "签约亿元以上项目⟨17个|亿元以上项目, level actual⟩、总投资⟨210亿元|总投资, level actual⟩。"),
        (REVIEW, "县控及以上河流断面水质达标率⟨98%|县控及以上河流断面水质达标率, share actual⟩。"),
        (REVIEW, "一般及以上安全事故起数下降⟨12%|一般及以上安全事故起数, growth down actual⟩。"),
        (REVIEW, "预计规上服务业营业收入增长⟨8.5%|规上服务业营业收入, growth up estimated⟩。"),
        (PLAN, "坚决防止较大及以上火灾事故发生，规上工业企业新增⟨60家|规上工业企业, increment up target⟩。"),
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
    "P per-capita heads": [
        (REVIEW, "每千名儿童托位数达到⟨4.6个|每千名儿童托位数, level⟩。"),
        (REVIEW, "每万人口发明专利拥有量达到⟨21件|每万人口发明专利拥有量, level⟩，居全市⟨第3|每万人口发明专利拥有量, rank⟩。"),
        (REVIEW, "每千名老人拥有养老床位数全省⟨第3|每千名老人拥有养老床位数, rank⟩。"),
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
    "V numerals inside a project name": [
        (REVIEW, "青山镇⟨九|-⟩年一贯制学校投用，新增学位⟨1800个|学位, increment up⟩。"),
        (REVIEW, "打造⟨六大|-⟩农文旅融合示范带，建成驿站⟨9座|驿站, level⟩。"),
    ],
    "W examples and their total": [
        (REVIEW, "推进清和小学、城东中学等⟨8所|学校, level⟩学校建设。"),
    ],
    "X the head after the number": [
        (REVIEW, "全面启动⟨198个|居住区燃气改造, level⟩居住区燃气改造工程。"),
        (REVIEW, "⟨7家|产业链企业, level⟩产业链企业顺利落地。"),
    ],
    "Y number and noun without a classifier": [
        (REVIEW, "在全国职业院校技能大赛中摘得⟨5金|职业院校技能大赛金牌, level⟩⟨4银|职业院校技能大赛银牌, level⟩。"),
        (REVIEW, "在亚运会上摘得⟨5金|亚运会金牌, level⟩⟨4银|亚运会银牌, level⟩。"),
        (REVIEW, "惠及群众⟨30余万|惠及群众, level⟩。"),
    ],
    "AA units": [
        (REVIEW, "筹集保障性住房⟨391套(间)|保障性住房, level⟩，实际利用外资⟨1.4亿美元|外资, level⟩。"),
    ],
    "AC quotes without direction, half-width commas": [
        (REVIEW, '整合"一件事""一次办""异地通办"等服务事项⟨36项|"一件事""一次办""异地通办"等服务事项, level⟩。'),
        (REVIEW, '培育"专精特新"企业⟨15家|"专精特新"企业, level⟩,"小巨人"企业⟨3家|"小巨人"企业, level⟩。'),
        (REVIEW, '推行"一窗受理""一网通办",办件量⟨12.5万件|办件量, level⟩。'),
        (REVIEW, '让居民出行更有"速"度,新辟公交线路⟨6条|公交线路, level⟩。'),
    ],
    "a verb that takes away": [
        (REVIEW, "压减会议⟨120个|会议, increment down⟩，用电成本减少⟨3亿元|用电成本, increment down⟩。"),
    ],
    "several years": [
        (FIVE_YEARS, "高新技术企业由⟨9家|高新技术企业, level⟩增至⟨41家|高新技术企业, level⟩，专利授权量翻⟨两番|-⟩。"),
    ],
}  # fmt: skip

AREAS: list[tuple[str, str]] = [
    ("在全国职业院校技能大赛中摘得5金4银。", "education"),
    ("在亚运会上摘得5金4银。", "culture-tourism-sports"),
]
"""Y: the same medals are education in one place and sport in the other."""

NAME_GROUPS: dict[str, list[str]] = {
    "V a capacity inside a project's name": [
        "⟨恒达石化80万吨乙二醇项目|PROJECT completed⟩建成投产。",
    ],
    "Z a status shared over a list": [
        "⟨沙河大桥二期|PROJECT completed⟩、⟨环城快速路|PROJECT completed⟩建成通车,⟨明湖大道一期|PROJECT started⟩顺利开工,"
        "⟨云河路二期|PROJECT under_construction⟩、⟨轨道交通6号线三期|PROJECT under_construction⟩等项目扎实推进。",
        "⟨北山隧道一期|PROJECT completed⟩、⟨滨河大道西延|PROJECT completed⟩建成通车，⟨南环路二期|PROJECT started⟩、"
        "⟨城西快速路|PROJECT started⟩顺利开工，⟨江口大桥|PROJECT under_construction⟩等项目加快推进。",
        "⟨汇智产业园|PROJECT completed⟩投用,⟨云谷数字双创产业园|PROJECT completed⟩竣工。",
        "⟨恒达化工POE项目|PROJECT completed⟩投产。",
    ],
    "AB place and organisation traps": [
        "整治⟨青溪陈家湾|PLACE⟩、⟨白石李家屯|PLACE⟩、⟨云河周村|PLACE⟩等村庄。",
        "该镇、本村、辖区企业协同推进。",
        "⟨云宁市域铁路|PROJECT started⟩开工建设，⟨白宁城际铁路|PROJECT under_construction⟩加快建设。",
        "⟨云州大学滨海工程学院|INSTITUTION⟩揭牌，⟨云大滨海研究院|INSTITUTION⟩成立。",
        "⟨云州大学医学院附属医院|INSTITUTION⟩开诊。",
    ],
    "AC quotes without direction": [
        '推出"一件事""一次办""掌上办"等服务包。',
        '开展⟨"敲门行动"|PROJECT⟩⟨"暖冬行动"|PROJECT⟩,走访老人3600人次。',
        '让老人吃饭更有"滋"有"味"。',
    ],
}  # fmt: skip

TO_DO = "".join(f"要抓好第{batch}批村庄的环境整治和产业发展。" for batch in "一二三四五")
TWO_REPORTS = (
    f"2024年区政府工作报告-4篇(第2/9页)\n三、下一步打算\n新建幼儿园7所。{TO_DO}\n",
    "2024年清和区政府工作报告\n各位代表：\n现在，我代表区人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n"
    f"新建学校6所。\n二、2024年工作安排\n新建学校9所。{TO_DO}\n下一篇:2024年县政府工作报告-7篇\n",
)


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


@pytest.mark.parametrize(("sentence", "area"), AREAS)
def test_medals_belong_to_the_area_of_the_contest(sentence, area):
    analysis = default_engine().analyse(REVIEW + sentence, year=2024)
    assert [metric.policy.id for metric in analysis.metrics if metric.policy] == [area, area]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(marked, id=f"{group}: {number}")
        for group, cases in NAME_GROUPS.items()
        for number, marked in enumerate(cases)
    ],
)
def test_names(marked):
    text, marks = unmark(REVIEW + marked)
    found = [
        (text[entity.start : entity.end], " ".join(filter(None, (entity.label, entity.stage))))
        for entity in default_engine().analyse(text, year=2024).entities
    ]
    assert found == [(text[start:end], expected) for start, end, expected in marks]


def test_a_document_boundary_and_boilerplate():
    """A: a file with the rest of one report and another whole; page chrome has neither numbers nor names."""
    text = "".join(TWO_REPORTS)
    assert [text[start:end] for start, end in split_reports(text)] == list(TWO_REPORTS)
    plan, whole = (default_engine().analyse(part, year=2024) for part in TWO_REPORTS)
    for analysis, expected in (
        (plan, [("7所", "target", 2024)]),
        (whole, [("6所", "actual", 2023), ("9所", "target", 2024)]),
    ):
        spans = [analysis.quantities[metric.quantity] for metric in analysis.metrics]
        found = [
            (analysis.text[span.start : span.end], metric.status, metric.period_start)
            for span, metric in zip(spans, analysis.metrics, strict=True)
        ]
        assert found == expected
        assert len(analysis.quantities) == len(expected), "no number of the page chrome"
