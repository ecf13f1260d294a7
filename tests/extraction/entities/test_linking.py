"""What is looked up once a name is found: codes and full names of places, subtypes, the stage of works."""

from __future__ import annotations

import pytest

from tests.extraction.entities.marked import described

CODES = [
    ("支持【绵阳市】发展", "510700", "绵阳市"),
    ("支持【绵阳】发展", "510700", "绵阳市"),
    ("【广西】发展态势良好", "450000", "广西壮族自治区"),
    ("对口帮扶【甘孜】", "513300", "甘孜藏族自治州"),
    ("建设【浦东新区】", "310115", "浦东新区"),
    ("加强与【台湾】的交流", "710000", "台湾省"),
    # GB/T 2260 has no codes below Hong Kong, Macao and Taiwan
    ("开通到【高雄】的航线", None, "高雄市"),
    ("与【香港沙田区】结对", None, "沙田区"),
    ("与【俄罗斯】的贸易", None, "俄罗斯"),
    ("融入【粤港澳大湾区】", None, "粤港澳大湾区"),
    ("建设【大湾区】", None, "粤港澳大湾区"),
    # a former name has the code of what it became; a district that was merged keeps its own former code
    ("【襄樊市】工业增长", "420600", "襄樊市"),
    ("【郫县】工业增长", "510117", "郫县"),
    ("【崇文区】商业繁荣", "110103", "崇文区"),
    # a larger division and the smaller one behind it are one place
    ("与【上海黄浦区】结对", "310101", "黄浦区"),
    # two short names of one city in a list
    ("深化与【田东】、德保东西部协作", "451022", "田东县"),
]


@pytest.mark.parametrize(("marked", "code", "name"), CODES)
def test_a_place_is_linked_to_its_code_and_full_name(marked: str, code: str | None, name: str) -> None:
    (place,) = described(marked, "PLACE")
    assert (place.kb_id, place.name) == (code, name)


@pytest.mark.parametrize(("region", "code"), [("兰州市", "620102"), ("西宁市", None), (None, None)])
def test_an_ambiguous_full_name_is_read_in_the_home_region(region: str | None, code: str | None) -> None:
    (place,) = described("【城关区】建设提速", "PLACE", region=region, level="city" if region else None)
    assert place.kb_id == code


def test_towns_of_the_home_region_have_codes_by_their_full_and_short_names() -> None:
    marked = "支持【屯堡】、【白果】、【七里坪街道】发展"
    towns = described(marked, "PLACE", region="恩施市", level="county")
    assert [town.name for town in towns] == ["屯堡乡", "白果乡", "七里坪街道"]
    assert {(town.kb_id or "")[:6] for town in towns} == {"422801"}
    assert [town.kb_id for town in described(marked, "PLACE")] == [None, None, None]


def test_a_town_that_many_counties_have_gets_its_code_from_the_region() -> None:
    (known,) = described("支持【城关镇】发展", "PLACE", region="凤翔区", level="county")
    assert (known.kb_id or "").startswith("610305")
    assert described("支持【城关镇】发展", "PLACE")[0].kb_id is None


def test_a_short_name_that_is_an_everyday_word_gets_no_code_of_a_far_county() -> None:
    (quarter,) = described("改造【光明】片区", "PLACE", region="绵阳市", level="city")
    assert (quarter.kb_id, quarter.name) == (None, "光明")


SUBTYPES = [
    ("PLACE", "支持【绵阳市】", "division"),
    ("PLACE", "建设【绵阳高新区】", "zone"),
    ("PLACE", "启动【白庙村】改造", "settlement"),
    ("PLACE", "保护【泥螺湖】", "natural"),
    ("INSTITUTION", "【国务院】批复", "government"),
    ("INSTITUTION", "在【党中央】领导下", "party"),
    ("INSTITUTION", "【云岫学院】获批新专业", "school"),
    ("INSTITUTION", "【枫渡镇卫生院】创成二级甲等", "hospital"),
    ("INSTITUTION", "【云岫银行】挂牌开业", "company"),
    ("INSTITUTION", "【甬江实验室】投入运行", "research"),
    ("INSTITUTION", "【恒泰】发展", "other"),
    ("PROJECT", "实施【基础教育强师工程】", "programme"),
    ("PROJECT", "实施【“名师培育”工程】", "programme"),
    ("PROJECT", "实施【“凤凰行动”】", "programme"),
    ("PROJECT", "开工建设【砚湖引水工程】", "construction"),
    ("PROJECT", "实施【望岭中学扩建工程】", "construction"),
    ("PROJECT", "建成【清溪大桥】", "construction"),
]


@pytest.mark.parametrize(("label", "marked", "subtype"), SUBTYPES)
def test_the_last_word_gives_the_subtype(label: str, marked: str, subtype: str) -> None:
    (found,) = described(marked, label)
    assert found.subtype == subtype


STAGES = [
    ("规划建设【砚州至临溪铁路】", "planned"),
    ("谋划推进【望岭水库】前期工作", "planned"),
    ("【砚州新能源产业园】签约落户", "planned"),
    ("开工建设【云岫至砚州高速公路】", "started"),
    ("启动【砚州机场改扩建工程】", "started"),
    ("【望岭隧道】主体封顶", "under_construction"),
    ("【清溪大桥】建成通车", "completed"),
    ("【云岫湿地公园】开园", "completed"),
    ("完成【朝阳路升级改造】", "completed"),
    ("【望潮大道】贯通", "completed"),
    # intent: a start is still to come, a completion too
    ("力争年内开工【砚湖大道北延工程】", "planned"),
    ("确保【望岭变电站】建成投运", "under_construction"),
    # so does what is urged on, and what is done in part
    ("推动【清溪大桥】尽快开工", "planned"),
    ("促进【云岫新材料产业园】建成投产", "under_construction"),
    ("【清溪大桥】完成70%的工程量", "under_construction"),
    ("争取建设【云岫至砚州高速公路】", "planned"),
    ("启动【云岫至砚州高速公路】规划研究", "planned"),
    # what follows a list holds for every member
    ("【甲山大桥】、乙溪大桥等3座桥梁建成通车", "completed"),
    # a programme has no stage of work
    ("深入实施【“凤凰行动”】", None),
]


@pytest.mark.parametrize(("marked", "stage"), STAGES)
def test_the_clause_tells_the_stage_of_works(marked: str, stage: str | None) -> None:
    (found,) = described(marked, "PROJECT")
    assert found.stage == stage
