"""Projects: lines with phases, sites, works, programmes, quotations, lists; the verb outside; stages; generic phrases."""

from __future__ import annotations

import pytest

from tests.extraction.entities.marked import of_label, texts, unmark

NAMES = [
    # lines and roads with sections and phases
    "加快推进【轨道交通3号线二期】、【杭甬复线宁波段一期】建设",
    "开工建设【云岫至砚州高速公路】",
    "推进【禾塘—雁岭快速路】建设",
    "建成【330国道云岫段】、【G9512砚州东互通】",
    "开通【地铁5号线】",
    # sites and buildings, being built or just opened
    "建成【清溪大桥】、【云岫隧道】",
    "建成【砚湖湿地公园】、【望岭体育公园】",
    "加快【望潮家苑安置房】建设",
    "启动【市中医院新院区】建设",
    # works: the noun of the work belongs to the name, the verb before it does not
    "谋划推进【望岭水库除险加固工程】前期工作",
    "完成【朝阳路升级改造】",
    "启动【城南污水处理厂提标改造项目】",
    "抓好【石砚河综合治理工程】",
    "力争年内开工【砚湖大道北延工程】",
    "确保【望岭220千伏变电站】建成投运",
    # programmes and actions, quoted or not
    "深入实施【“千万工程”】和【“凤凰行动”】",
    "开展【第八轮环保三年行动】",
    "实施【制造业提质三年行动计划】",
    "开展【“三联三送”活动】",
    "实施【“百村万树”】【“千塘清淤”】【“万户焕新”】三大行动",
    # lists that share their last word
    "【临溪至砚州】、【砚州至云岫高速】加快建设",
]


@pytest.mark.parametrize("marked", NAMES)
def test_names_are_found_exactly(marked: str) -> None:
    text, expected = unmark(marked)
    assert texts(text, "PROJECT") == expected


def test_the_class_noun_of_a_list_with_its_number_is_no_part_of_the_last_name() -> None:
    assert texts("砚湖引水工程、X216石枫线改建工程四个项目同步推进", "PROJECT")[-1] == "X216石枫线改建工程"


@pytest.mark.parametrize(
    "text",
    [
        "抓好重大项目建设，推进老旧小区改造、基础设施建设",
        "谋划亿元以上项目，加快重点工程建设",
        "推进一批项目开工，实施民生工程",
        "加强项目管理，开展专项行动",
        "改造农村公路200公里，新建桥梁12座",
        "完善公共服务体系，健全工作机制",
        "深化农村综合改革",
        "引导社会资本参与水利工程建设",
        "推进污水处理厂、垃圾处理场建设",
        "建设一批产业园区和孵化器",
        "统筹城乡发展，推进高标准农田建设",
        "落实《土地管理法》和《关于加快项目建设的意见》",
    ],
)
def test_generic_phrases_are_no_projects(text: str) -> None:
    assert texts(text, "PROJECT") == []


STAGES = [
    ("规划建设砚州至临溪铁路", "planned"),
    ("谋划推进望岭水库前期工作", "planned"),
    ("砚州新能源产业园签约落户", "planned"),
    ("开工建设云岫至砚州高速公路", "started"),
    ("启动砚州机场改扩建工程", "started"),
    ("望岭隧道主体封顶", "under_construction"),
    ("清溪大桥建成通车", "completed"),
    ("云岫湿地公园开园", "completed"),
    ("完成朝阳路升级改造", "completed"),
    ("望潮大道贯通", "completed"),
    # intent: a start is still to come, a completion too
    ("力争年内开工砚湖大道北延工程", "planned"),
    ("确保望岭变电站建成投运", "under_construction"),
    # so does what is urged on, and what is done in part
    ("推动清溪大桥尽快开工", "planned"),
    ("促进云岫新材料产业园建成投产", "under_construction"),
    ("清溪大桥完成70%的工程量", "under_construction"),
    ("争取建设云岫至砚州高速公路", "planned"),
    ("启动云岫至砚州高速公路规划研究", "planned"),
]


@pytest.mark.parametrize(("text", "stage"), STAGES)
def test_the_clause_tells_the_stage(text: str, stage: str) -> None:
    (found,) = of_label(text, "PROJECT")
    assert (found.stage, found.subtype) == (stage, "construction")


def test_what_follows_a_list_holds_for_every_member() -> None:
    found = of_label("甲山大桥、乙溪大桥等3座桥梁建成通车", "PROJECT")
    assert [one.stage for one in found] == ["completed", "completed"]


def test_a_programme_has_no_stage_of_work() -> None:
    (found,) = of_label("深入实施“凤凰行动”", "PROJECT")
    assert (found.subtype, found.stage) == ("programme", None)


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("实施基础教育强师工程", "programme"),
        ("实施“名师培育”工程", "programme"),
        ("开工建设砚湖引水工程", "construction"),
        ("实施望岭中学扩建工程", "construction"),
    ],
)
def test_the_words_before_the_head_tell_works_from_programmes(text: str, subtype: str) -> None:
    (found,) = of_label(text, "PROJECT")
    assert found.subtype == subtype
