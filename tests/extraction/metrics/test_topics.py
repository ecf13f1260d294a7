"""Topics, frames and heads: which phrase a number takes where the nearest words are not what it measures.

``⟨number|name⟩``, grouped by what stands in the way.
"""

from __future__ import annotations

import pytest

from tests.extraction.metrics.marked import PLAN, REVIEW, analyse, cases

CASES: dict[str, list[str]] = {
    "a topic of its own before a year and a verb": [],
    "an aside between topic and number": [
        "农田水利投资总额，由县级预算的部分，拟定为⟨三亿元|农田水利投资总额⟩。",
        "手工业产值，按旧价计算，为⟨六千万元|手工业产值⟩。",
    ],
    "the object of the clause before, raised by some rate": [],
    "a comparison with any base": [
        "茶博会签约金额⟨3.4亿元|茶博会签约金额⟩，比首届增长⟨12%|茶博会签约金额⟩。",
        "渔业产值较禁渔前增长⟨21%|渔业产值⟩。",
        "纺织业产值相比2009年增长⟨18.3%|纺织业产值⟩。",
        "农民收入也安排为比今年增长⟨5%|农民收入⟩。",
    ],
    "what introduces a phrase": [
        "县委决定将村干部月补贴提高到⟨3200元|村干部月补贴⟩。",
        "力争把竹林抚育率控制在⟨40%|竹林抚育率⟩以内。",
        "使茶叶优质率提高⟨5个百分点|茶叶优质率⟩。",
        "尽管茶园面积减少⟨6%|茶园面积⟩，但茶叶产量增长⟨2%|茶叶产量⟩。",
        "渔船保险统筹在全省率先达到⟨100%|渔船保险统筹⟩。",
        "在全市率先探索设立村级医养服务站⟨12个|设立村级医养服务站⟩。",
    ],
    "what a number is taken as": [],
    "nouns that begin like an adverb": [
        "实际使用外资达到⟨2.1亿美元|实际使用外资⟩。",
        "基本建设投资增长⟨4%|基本建设投资⟩。",
    ],
    "the own noun stands behind": [
        "实施背街小巷改造⟨9个|片区⟩片区⟨31项|任务⟩任务。",
        "原有⟨43个|车间⟩车间调整为⟨31个|班组⟩班组。",
        "⟨90个|技改项目⟩技改项目有⟨75个|技改项目⟩投产。",
    ],
    "the size of the field in which a rank is held": [
        "空气优良率在全省⟨76个|县城⟩县城排名上升⟨3位|空气优良率⟩。",
    ],
    "quotation marks and a second work": [
        "获批⟨2个|获批首批“港产协同、城乡共富”先行区⟩首批“港产协同、城乡共富”先行区。",
    ],
    "industries told apart by their ordinals": [
        "第一、第二、第三产业分别为⟨2亿元|第一产业⟩、⟨6亿元|第二产业⟩和⟨8亿元|第三产业⟩，分别增长⟨3%|第一产业⟩、⟨6%|第二产业⟩和⟨7%|第三产业⟩。",
        "一、二、三产业税收分别增长⟨3%|第一产业税收⟩、⟨6%|第二产业税收⟩和⟨7%|第三产业税收⟩。",
        "一、二、三产分别增长⟨3%|一产⟩、⟨6%|二产⟩、⟨7%|三产⟩。",
    ],
    "thresholds whose things were counted before": [
        "新开工亿元以上项目⟨28个|新开工亿元以上项目⟩，其中10亿元以上⟨3个|新开工10亿元以上项目⟩。",
        "签约项目⟨56个|签约项目⟩，其中50亿元以上⟨5个|50亿元以上签约项目⟩、百亿元以上⟨2个|百亿元以上签约项目⟩。",
    ],
    "a contest has no sums of its own": [
        "全省高质量发展考核居⟨第1位|高质量发展考核⟩，亩均税收增长⟨8.2%|亩均税收⟩。",
    ],
    "what a clause says of those counted": [
        "⟨12家|通过环保验收的企业⟩企业通过环保验收，改造老旧小区⟨5个|改造老旧小区⟩。",
    ],
    "the verb before a list goes with every member": [
        "新增⟨3个|新增产业集群⟩产业集群、⟨2个|新增示范园区⟩示范园区。",
        "新增公路⟨102公里|新增公路⟩，铁路新线⟨91公里|新增铁路新线⟩，民航航线⟨4条|新增民航航线⟩。",
    ],
    "a head that begins as its owner ends": [
        "全市医保参保⟨30万人|医保参保⟩，参保率达⟨98%|医保参保率⟩。",
    ],
    "a verb of attainment inside": [
        "大健康产业预计产值⟨780亿元|大健康产业产值⟩。",
    ],
    "the owner of a bare head stands in front of it": [
        "实施⟨40个|实施重点交通项目⟩重点交通项目，完成投资⟨309亿元|重点交通项目完成投资⟩，加快构建国际性综合交通枢纽。",
        "建成工业大道，总投资⟨3亿元|工业大道总投资⟩，路面宽⟨40米|路面宽⟩。",
        "总投资⟨120亿元|总投资⟩，职工⟨300人|职工⟩。",
    ],
    "a threshold between a count and what it counts": [
        "⟨126个|亿元以上项目开工⟩亿元以上项目开工，建成⟨12个|建成5亿元以上项目⟩5亿元以上项目。",
        "培育⟨30个|培育百亿级茶企⟩百亿级茶企、⟨100个|培育亿元级茶企⟩亿元级茶企。",
        "新引进⟨20个|新引进超亿元项目⟩超亿元项目。",
    ],
    "steps that an indicator passes": [
        "经济总量连跨⟨两个|经济总量⟩百亿元台阶，达到⟨460亿元|经济总量⟩，年均增长⟨7%|经济总量⟩。",
        "财政总收入连跨⟨3个|财政总收入⟩亿元台阶，达到⟨5.6亿元|财政总收入⟩。",
    ],
    "members of a list with verbs and shared words of their own": [
        "茶叶税收收入、争取上级补助资金分别增长⟨12%|茶叶税收收入⟩和⟨9%|上级补助资金⟩。",
        "新开工、投产重点项目分别达到⟨30个|新开工重点项目⟩、⟨20个|投产重点项目⟩。",
        "茶业增加值、固定资产投资、社零总额增速分别列⟨第一|茶业增加值增速⟩、⟨第二|固定资产投资增速⟩、⟨第四|社零总额增速⟩。",
        "东、西部片区分别新建道路⟨3公里|东部片区新建道路⟩、⟨4公里|西部片区新建道路⟩。",
    ],
    "another stage of the things counted before": [
        "⟨126个|项目开工⟩项目开工，⟨73个|项目竣工⟩竣工，⟨48个|项目投产⟩投产。",
        "新建茶厂⟨10座|新建茶厂⟩，⟨5座|投产的茶厂⟩投产。",
    ],
    "a whole is spoken of again behind its parts": [
        "经营主体⟨6.8万户|经营主体⟩，其中企业⟨1.9万户|企业⟩，增长⟨12%|企业⟩，总量居⟨第二|经营主体总量⟩。",
        "实施茶业项目39个，其中种植项目2个，加工项目37个，总投资⟨531亿元|茶业项目总投资⟩。",
        "新建学校12所，其中小学5所、总投资⟨2亿元|小学总投资⟩。",
        "茶叶产量30万吨，其中绿茶10万吨，面积⟨20万亩|绿茶面积⟩。",
        "平均每天新增茶企20余家，总数达到⟨3.5万家|茶企总数⟩。",
        "空气质量优良天数341天，优良率⟨93.4%|空气质量优良率⟩。",
    ],
    "words that end like a particle": [
        "⟨12户|得到解决的茶农住房问题⟩茶农住房问题得到解决。",
    ],
    "what a growth leaves out": [
        "渔业税收剔除一次性因素后增长⟨4.2%|渔业税收⟩。",
        "渔民人均可支配收入⟨5万元|渔民人均可支配收入⟩，扣除价格因素后实际增长⟨4.2%|渔民人均可支配收入⟩。",
    ],
    "heads that only the last member writes": [
        "基本养老、医疗保险参保率分别达⟨95%|基本养老保险参保率⟩和⟨98%|医疗保险参保率⟩。",
        "国有企业、民营企业利润分别增长⟨5%|国有企业利润⟩、⟨6%|民营企业利润⟩。",
        "本外币存款、贷款余额分别增长⟨9%|本外币存款余额⟩和⟨11%|本外币贷款余额⟩。",
    ],
}


@pytest.mark.parametrize("marked", cases([case for group in CASES.values() for case in group]))
def test_name(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.indicator_name for metric, _ in found] == [expected for _, expected in found]


@pytest.mark.parametrize(
    ("marked", "heading"),
    [
        ("盐业产值增速由今年预计的⟨5%|estimated⟩提高到⟨7%|target⟩。", PLAN),
        ("推进⟨6家|target⟩已停产和⟨3家|target⟩列入名单的酒企改制。", PLAN),
    ],
)
def test_status(marked, heading):
    _, found = analyse(marked, heading)
    assert [metric.status for metric, _ in found] == [expected for _, expected in found]


def test_period_of_a_change_over_a_distant_base():
    _, found = analyse("纺织业产值相比2009年增长⟨18.3%|⟩。", REVIEW)
    metric = found[0][0]
    assert (metric.period_start, metric.period_end, metric.basis) == (2009, 2023, "since")
