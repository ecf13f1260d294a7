"""Places that no list holds: waters, mountains, villages, zones, corridors, scenic areas."""

from __future__ import annotations

import pytest

from tests.extraction.entities.marked import of_label, texts, unmark

SHAPES = [
    # waters and land
    "开展【玉龙河】、【双河沟】治理",
    "【湘江流域】水质改善",
    "保护【泸沽湖】生态",
    "确保【黄河银川段】水质稳定",
    "确保【长江干流江苏段】水质稳定",
    "保护【镜泊湖】、【莲花湖】生态",
    "修复【大青山】生态",
    # villages and communities
    "启动【白庙村】、【马者村】环境整治",
    "【碧岭社区】获评全国示范社区",
    # zones
    "加快【滨江新城】开发",
    "推进【绵阳高新区】提质",
    "申建【洛阳综合保税区】",
    "做大【东部创新产业带】",
    "融入【淮河生态经济带】",
    "推进【重庆都市圈】建设",
    "建设【成渝中线科创走廊】",
    "发展【珠江—西江经济带】",
    "高质量建设【中国（三亚）跨境电子商务综合试验区】",
    "共建【浙台经贸合作区】",
    "完善【中越跨境经济合作区】",
    "加快【城南片区】更新",
    "提升【绵阳国家级经济技术开发区】能级",
    "支持【苏南国家自主创新示范区】建设",
    "共建【西部（成都）科学城】",
    "加快【中新天津生态城】建设",
    "推进【北海出口加工区】、【平潭综合实验区】开发",
    "【深港科技创新特别合作区】揭牌",
    "【清平镇勇敢社区】获评先进",
    "在【凤凰社区】、【红旗村】开展试点",
    "力促【盐田三村】、四村改造",
    # a rank, or a verb that the lexicon knows, between the place and the head
    "建设【郴州国家可持续农业创新示范区】",
    "提升【明溪县石砚岭国家级自然保护区】",
    "加快【湘南湘西承接产业转移示范区】建设",
    "规划【长江口绿色发展协同区】",
    # a place in brackets behind the name
    "建成【东源县（盐田区）产业合作区】",
    "办好【海峡两岸（福建）农业合作试验区】",
    # what stands before the place that the name of a zone begins with
    "建设【沿沪宁产业创新带】",
    "建设【沿淮经济带】",
    "启动【大空港片区】",
    "建设【中南部果菜生产区】",
    "建设【东部国际旅游度假区】",
    # a side of a city or a river
    "【保南地区】做强主业",
    "建设【渭北生态农业区】",
    # a common noun is a name beside a name of the same kind
    "加大【株洲清水塘】、【湘潭竹埠港】治理力度",
    "疏浚【砚溪河】、【月牙河】、【复兴河】，扩建泵站",
    # redacted
    "【XX区】经济平稳运行",
    "支持【XX镇】发展",
]


@pytest.mark.parametrize("marked", SHAPES)
def test_names_are_found_exactly(marked: str) -> None:
    text, expected = unmark(marked)
    assert texts(text, "PLACE") == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("修复沿涡河两岸生态", "涡河"),
        ("建设跨涡河大堤", "涡河"),
        ("治理徒骇河河道", "徒骇河"),
        ("完成社区分设，新设柳湖、云桥两个社区", "柳湖"),
        ("环湖绿道通到莲花湖", "莲花湖"),
    ],
)
def test_the_left_edge_leaves_prepositions_and_verbs_out(text: str, name: str) -> None:
    assert name in texts(text, "PLACE")


@pytest.mark.parametrize(
    "text",
    [
        "创建普惠金融发展示范区",  # clipped words of the genre are no name
        "打造无废园区",
        "治水军令如山",
        "打通丁字路",
        "坚持开放兴县、科教兴县",
        "得到中外来宾好评",
        "坚持工业强县、城市富县",
        "划定海洋功能区划",
        "普查暗化河渠",
        "减少入海河流污染",
        "打造现代化滨海新城、综合性港口经济带",
        "改造老旧电路",
        "完成往北地区、以南地区勘察",
    ],
)
def test_slogans_and_common_words_are_no_places(text: str) -> None:
    assert texts(text, "PLACE") == []


def test_a_zone_ends_its_walk_at_a_rank() -> None:
    found = texts("鄄城县省级城乡融合发展试验区创建顺利", "PLACE")
    assert "鄄城县" in found


def test_an_amount_is_never_cut() -> None:
    text = "新建20个村级服务站和98个社区食堂"
    for place in of_label(text, "PLACE"):
        assert not text[place.start : place.end].startswith(("0", "8", "个"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("做强成都区域金融中心", "成都"),
        ("发挥成都城市带动作用", "成都"),
        ("西安、咸阳共建临空经济示范区", "咸阳"),
    ],
)
def test_a_head_that_belongs_to_a_longer_word_makes_no_name(text: str, name: str) -> None:
    assert not [place for place in texts(text, "PLACE") if name in place and place != name]


def test_a_town_is_evidence_for_a_zone_in_a_report_on_its_county() -> None:
    text = "顺平县人民政府工作报告\n加快腰山工业区、腰山高铁新城建设。"
    assert {"腰山工业区", "腰山高铁新城"} <= set(texts(text, "PLACE", region="顺平县", level="county"))


def test_a_town_of_the_home_region_may_end_with_a_common_word() -> None:
    assert (
        texts("加快结古镇重建", "PLACE", region="玉树市", level="county") == []
    )  # 结古街道 today, 结古镇 is not listed
    assert texts("支持军城镇发展", "PLACE", region="唐县", level="county") == ["军城镇"]


def test_the_front_of_a_longer_name_is_no_place() -> None:
    assert "安宁河谷" in texts("开发安宁河谷", "PLACE")
    assert "中江仓山" not in texts("支持中江仓山镇发展", "PLACE")
