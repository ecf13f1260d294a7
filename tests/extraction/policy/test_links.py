"""What decides between areas, and what a link carries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.evidence import settled
from govreport_ie.extraction.policy.ngrams import packaged_model
from govreport_ie.extraction.policy.terms import TermIndex
from govreport_ie.extraction.records import EntityRecord, PolicyLink, SectionRecord
from tests.extraction.policy.conftest import marked


def link_of(stage: PolicyStage, text: str) -> PolicyLink | None:
    analysis = marked(text)
    stage(analysis)
    return analysis.metrics[0].policy


# What is measured outweighs the sentence.
MEASURED = [
    ("深入推进乡村振兴，新改建<农村公路>{60公里}。", "transport", "transport.roads"),
    ("学校周边新增<停车位>{400个}。", "urban-construction", "urban-construction.utilities"),
    ("医院新建<充电桩>{30个}。", "transport", "transport.charging"),
    ("支持高新技术企业发展，新增<科技贷>{2亿元}。", "finance", "finance.credit"),
    ("园区企业新增<发明专利>{120件}。", "science-innovation", "science-innovation.ip"),
]
# The head noun stands last; a share belongs to the part, not to the whole.
HEADS = [
    ("<研发经费支出占地区生产总值比重>{2.6%}。", "science-innovation", "science-innovation.rd"),
    ("<工业投资占固定资产投资比重>{40%}。", "industry", "industry.industrial-output"),
    ("<教育支出与地区生产总值之比>{4.1%}。", "education", "education.facilities"),
    ("<海洋生产总值>增长{7%}。", "natural-resources-water", "natural-resources-water.sea-minerals"),
    ("<工业用地>出让{900亩}。", "natural-resources-water", "natural-resources-water.land"),
]
# An indicator that says nothing of its own takes the area of its clause and sentence.
ELIDED = [
    ("农村生活污水治理提速，<完成投资>{3亿元}。", "ecology-environment"),
    ("建成养老服务中心，<惠及>{4万人}。", "elderly-childcare"),
    ("新建农村公路80公里，<总投资>{2.4亿元}。", "transport"),
    ("改造老旧小区，<项目>{16个}。", "urban-construction"),
]
# Writing that varies: quotation marks, traditional characters, blanks.
WRITTEN = [
    ("新增<“专精特新”企业>{20家}。", "industry"),
    ("新增<專精特新企業>{20家}。", "industry"),
    ("<雙季稻>種植{3000亩}。", "agriculture-rural"),
    ("<固 定 资 产 投 资>增长{7%}。", "macro-economy"),
    ("<一般公共预\n算收入>{9亿元}。", "fiscal"),
]


@pytest.mark.parametrize(("text", "area", "sub"), [*MEASURED, *HEADS])
def test_what_is_measured_decides(stage: PolicyStage, text: str, area: str, sub: str) -> None:
    link = link_of(stage, text)
    assert link is not None
    assert (link.id, link.sub_id) == (area, sub)


@pytest.mark.parametrize(("text", "area"), [*ELIDED, *WRITTEN])
def test_context_and_writing(stage: PolicyStage, text: str, area: str) -> None:
    link = link_of(stage, text)
    assert link is not None
    assert link.id == area


def test_heading_decides_where_nothing_else_speaks(stage: PolicyStage) -> None:
    analysis = marked("共<完成>{3项}。")
    assert stage.taxonomy.areas["transport"].name_zh == "交通运输与物流"
    analysis.sections.append(SectionRecord(0, len(analysis.text), "review", heading="（三）加快铁路建设", depth=2))
    analysis.metrics[0].section = 0
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert link.id == "transport"
    assert link.name == "交通运输与物流"
    assert link.evidence[0]["rule"] == "policy.evidence:heading | policy_terms"
    assert link.evidence[0]["start"] is None


def test_nothing_to_go_on(stage: PolicyStage) -> None:
    assert link_of(stage, "共有<甲乙丙>{3个}。") is None


def test_wording_speaks_where_no_term_does(stage: PolicyStage) -> None:
    model = packaged_model()
    name = "单日客流量最高"
    best = max(range(len(model.areas)), key=model.name_scores(name).__getitem__)
    gram = model.heaviest(name, best)
    assert gram is not None
    assert gram in name
    assert model.heaviest("", best) is None


def test_wording_outvotes_a_stray_term(stage: PolicyStage) -> None:
    # 人口覆盖率 is a term of broadcasting; the name says what covers the population
    link = link_of(stage, "加大碘盐推广力度，<农牧区碘盐人口覆盖率>提高到{80%}。")
    assert link is not None
    assert link.id == "health"
    assert link.evidence[0]["rule"] == "policy.ngrams:wording"


def test_terms_that_agree_need_no_wording(stage: PolicyStage) -> None:
    analysis = marked("<农村公路桥梁>{60座}。")
    votes = VoteCollector(analysis, TermIndex(stage.taxonomy)).votes(analysis.metrics[0])
    entries = TermIndex(stage.taxonomy).entries
    assert settled(votes, entries)
    assert not settled([], entries)
    weak = marked("<项目>{3个}。")
    assert not settled(VoteCollector(weak, TermIndex(stage.taxonomy)).votes(weak.metrics[0]), entries)


def test_a_name_of_any_length_is_read(stage: PolicyStage) -> None:
    scores = packaged_model().name_scores("工业增加值" * 500)
    assert max(map(abs, scores)) < 100


def test_firm_evidence_scores_higher_than_weak(stage: PolicyStage) -> None:
    firm = link_of(stage, "新增<普惠小微贷款>{3亿元}。")
    weak = link_of(stage, "农业、文化和医疗<项目>{3个}。")
    assert firm is not None
    assert weak is not None
    assert firm.score >= 0.95
    assert weak.score < 0.9


def test_evidence_is_verbatim(stage: PolicyStage) -> None:
    analysis = marked("财政出资，新增<保障性租赁住房>{300套}。")
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    head = link.evidence[0]
    assert head["text"] == "保障性租赁住房"
    assert str(head["rule"]).startswith("policy.evidence:head | ")
    assert analysis.text[head["start"] : head["end"]] == head["text"]  # type: ignore[misc]


def test_name_of_a_shared_head(stage: PolicyStage) -> None:
    analysis = marked("城乡居民养老、医保<补助标准>{640元}。")
    analysis.metrics[0].indicator_name = "城乡居民医保补助标准"
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert link.id == "health"


ENTITIES = [
    ("龙泉医院", "INSTITUTION", "health"),
    ("东海理工大学", "INSTITUTION", "education"),
    ("甬海高速公路", "PROJECT", "transport"),
    ("北溪水库除险加固工程", "PROJECT", "natural-resources-water"),
    ("清河县", "PLACE", None),
]


@pytest.mark.parametrize(("name", "label", "area"), ENTITIES)
def test_entities(stage: PolicyStage, name: str, label: str, area: str | None) -> None:
    analysis = new_analysis(f"建设{name}。")
    analysis.entities.append(EntityRecord(2, 2 + len(name), label))
    stage(analysis)
    assert analysis.entities[0].policy_area == area


def test_project_takes_the_area_of_its_metric(stage: PolicyStage) -> None:
    analysis = marked("启动东岭工程，新增<学位>{900个}。")
    analysis.entities.append(EntityRecord(2, 6, "PROJECT"))
    analysis.metrics[0].project = 0
    stage(analysis)
    assert analysis.entities[0].policy_area == "education"


SECTIONS = [
    ("（一）坚持教育优先。新增学位3000个，新建幼儿园5所，招聘教师100名。", "review", "education"),
    ("（二）建设交通强市。改造农村公路，新开公交线路，高速公路通车。", "plan", "transport"),
    ("（七）切实增进民生福祉。办好学校，建好医院，新修农村公路，增加养老床位，扩大就业。", "plan", None),
    ("教育 学校 学位 幼儿园", "boilerplate", None),
    ("（四）永葆清正为民本色。我们将以身作则。", "self_government", "governance"),
]


@pytest.mark.parametrize(("text", "kind", "area"), SECTIONS)
def test_sections(stage: PolicyStage, text: str, kind: str, area: str | None) -> None:
    analysis = new_analysis(text)
    analysis.sections.append(SectionRecord(0, len(text), kind, heading=text.split("。")[0], depth=2))
    stage(analysis)
    assert analysis.sections[0].policy_area == area


@settings(max_examples=60, deadline=None)
@given(st.text("新增学位公路<贷款农村占与之比0123个%亿元，。；“” \n", max_size=60).map(lambda s: s.replace("<", "")))
def test_any_sentence_gives_a_link_or_none(stage: PolicyStage, text: str) -> None:
    analysis = marked(f"<{text}>达到{{3个}}。")
    stage(analysis)
    link = analysis.metrics[0].policy
    assert link is None or (0 < link.score < 1 and link.id in stage.taxonomy.areas)
