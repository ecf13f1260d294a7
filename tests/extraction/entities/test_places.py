"""Listed places: full and short names, codes, lists, nested divisions, home region."""

from __future__ import annotations

import pytest

from tests.extraction.entities.marked import of_label, texts, unmark

FULL_AND_SHORT = [
    "支持【绵阳市】走在前列",
    "推动【绵阳】高质量发展",
    "【四川省】与【重庆市】共同推进",
    "深化与【香港】、【澳门】的合作",
    "【新疆】棉花产量稳定",
    "【内蒙古自治区】草原生态好转",
    "【恩施州】全面脱贫",
    "与【俄罗斯】、【越南】贸易增长",
    "深度融入【长三角】一体化发展",
    "落实【京津冀】协同发展要求",
    "保护【长江】、【黄河】水质",
    "支援【东北】粮食运输",
    "【上海】企业前来投资",
    # regions, landscapes, ports and foreign cities that are no divisions
    "推动【湘赣边】、【金衢丽】协同发展",
    "保护【羌塘】、【色林错】生态",
    "加强【长江中下游】、【苏锡常】协作",
    "来自【纽约】、【悉尼】的客商",
    "依托【广州大学城】发展",  # the place, not the university
    "到【月牙泉】、【莫高窟】旅游的人数增加",
]


@pytest.mark.parametrize("marked", FULL_AND_SHORT)
def test_names_are_found_exactly(marked: str) -> None:
    text, expected = unmark(marked)
    assert texts(text, "PLACE") == expected


CODES = [
    ("支持绵阳市发展", "绵阳市", "510700", "绵阳市"),
    ("支持绵阳发展", "绵阳", "510700", "绵阳市"),
    ("广西发展态势良好", "广西", "450000", "广西壮族自治区"),
    ("对口帮扶甘孜", "甘孜", "513300", "甘孜藏族自治州"),
    ("对口帮扶甘孜州", "甘孜州", "513300", "甘孜藏族自治州"),
    ("建设浦东新区", "浦东新区", "310115", "浦东新区"),
    ("加强与台湾的交流", "台湾", "710000", "台湾省"),
    # GB/T 2260 has no codes below Hong Kong, Macao and Taiwan
    ("开通到高雄的航线", "高雄", None, "高雄市"),
    ("与香港沙田区结对", "香港沙田区", None, "沙田区"),
    ("与俄罗斯的贸易", "俄罗斯", None, "俄罗斯"),
    ("融入粤港澳大湾区", "粤港澳大湾区", None, "粤港澳大湾区"),
    ("建设大湾区", "大湾区", None, "粤港澳大湾区"),
]


@pytest.mark.parametrize(("text", "surface", "code", "name"), CODES)
def test_a_name_is_linked_to_its_code(text: str, surface: str, code: str | None, name: str) -> None:
    (place,) = of_label(text, "PLACE")
    assert (text[place.start : place.end], place.kb_id, place.name) == (surface, code, name)


FORMER = [
    ("襄樊市工业增长", "420600"),  # 襄阳市 since 2010
    ("郫县工业增长", "510117"),  # 郫都区
    ("支持达县发展", "511703"),  # 达川区
    ("宝鸡县农业增产", "610304"),  # 陈仓区
    ("清苑县工业增长", "130608"),  # 清苑区
    ("崇文区商业繁荣", "110103"),  # merged into 东城区; its own former code is kept
]


@pytest.mark.parametrize(("text", "code"), FORMER)
def test_a_former_name_has_the_code_of_what_it_became(text: str, code: str) -> None:
    place = of_label(text, "PLACE")[0]
    assert place.kb_id == code


def test_a_short_name_in_a_list_is_read_in_the_province_of_its_neighbours() -> None:
    text = "加快建设百色、田阳、田东电商体系"
    assert texts(text, "PLACE")[:2] == ["百色", "田阳"]


def test_the_last_member_of_a_list_may_stand_before_a_whole_word() -> None:
    text = "支持贵德县、同仁新型城镇化试点"
    assert texts(text, "PLACE") == ["贵德县", "同仁"]


def test_two_short_names_of_one_city_make_each_other_sure() -> None:
    assert [one.kb_id for one in of_label("深化与田东、德保东西部协作", "PLACE")] == ["451022", "451024"]
    assert texts("坚持和平、光明的道路", "PLACE") == []


def test_a_short_county_name_of_another_province_needs_its_province() -> None:
    assert "西林" not in texts("西林采摘园开业", "PLACE")
    assert texts("对口帮扶广西西林", "PLACE") == ["广西西林"]


def test_a_division_and_the_smaller_one_behind_it_are_one_place() -> None:
    (place,) = of_label("与上海黄浦区结对", "PLACE")
    assert (place.start, place.end, place.name, place.kb_id) == (1, 6, "黄浦区", "310101")


@pytest.mark.parametrize(
    ("region", "code"),
    [("兰州市", "620102"), ("西宁市", "630103"), (None, None)],
)
def test_an_ambiguous_full_name_is_read_in_the_home_region(region: str | None, code: str | None) -> None:
    given = {"region": region, "level": "city"} if region else {}
    (place,) = [one for one in of_label("城关区和开发区建设提速", "PLACE", **given) if one.name == "城关区"] or [None]
    if place is not None:
        assert place.kb_id == (code if region != "西宁市" else None)


def test_a_town_that_many_counties_have_gets_its_code_from_the_region() -> None:
    text = "支持城关镇发展"
    (known,) = of_label(text, "PLACE", region="凤翔区", level="county")
    assert known.kb_id is not None
    assert known.kb_id.startswith("610305")
    (unknown,) = of_label(text, "PLACE")
    assert unknown.kb_id is None


def test_short_names_of_home_towns_are_found_in_lists() -> None:
    text = "支持屯堡、白果、七里坪街道发展"
    found = of_label(text, "PLACE", region="恩施市", level="county")
    assert [text[one.start : one.end] for one in found] == ["屯堡", "白果", "七里坪街道"]
    assert [one.name for one in found] == ["屯堡乡", "白果乡", "七里坪街道"]
    assert {one.kb_id[:6] for one in found if one.kb_id} == {"422801"}


def test_an_everyday_word_is_a_place_in_a_list_of_places() -> None:
    text = "支持宝安区、光明、坪山区协同发展"
    assert texts(text, "PLACE", region="深圳市", level="city") == ["宝安区", "光明", "坪山区"]


def test_an_everyday_word_is_the_county_of_the_report_before_a_whole_word() -> None:
    given = {"region": "光明区", "level": "county"}
    assert "光明" in texts("吸引人才到光明创业", "PLACE", **given)
    assert "光明" not in texts("建成光明云谷", "PLACE", **given)


def test_subtypes() -> None:
    text = "绵阳市、绵阳高新区、白庙村、泥螺湖和龙泉山景区"
    found = {text[one.start : one.end]: one.subtype for one in of_label(text, "PLACE")}
    assert found["绵阳市"] == "division"
    assert found["绵阳高新区"] == "zone"
    assert found["白庙村"] == "settlement"
    assert found["泥螺湖"] == "natural"


CLASSED = [
    ("石砚、枫渡两镇工业产值增长", ["石砚", "枫渡"], ["石砚镇", "枫渡镇"]),
    ("云泉、望潮、禾塘三个街道新增就业", ["云泉", "望潮", "禾塘"], ["云泉街道", "望潮街道", "禾塘街道"]),
    ("完成石砚、枫渡、云泉等7个村的规划编制", ["石砚", "枫渡", "云泉"], ["石砚村", "枫渡村", "云泉村"]),
    ("推进石砚、枫渡、望岭3个化工园区建设", ["石砚", "枫渡", "望岭"], ["石砚化工园区", "枫渡化工园区", "望岭化工园区"]),
    ("推进石砚、枫渡两大统筹片区建设", ["石砚", "枫渡"], ["石砚片区", "枫渡片区"]),
    ("加快石砚、枫渡岭等城中村改造", ["石砚", "枫渡岭"], ["石砚", "枫渡岭"]),
    ("帮助凌云、乐业两个贫困县", ["凌云", "乐业"], ["凌云县", "乐业县"]),
]


@pytest.mark.parametrize(("text", "members", "full"), CLASSED)
def test_the_members_of_a_list_that_a_number_and_a_class_close(text: str, members: list[str], full: list[str]) -> None:
    found = of_label(text, "PLACE")
    assert [text[one.start : one.end] for one in found] == members
    assert [one.name for one in found] == full


def test_the_number_must_fit_the_list() -> None:
    assert texts("石砚、枫渡九镇", "PLACE") == []


def test_counties_that_no_list_holds_stand_in_a_list() -> None:
    assert texts("与东屿区、南峤县、各部门对接", "PLACE") == ["东屿区", "南峤县"]
    assert texts("争创全国学前教育普惠县", "PLACE") == []


@pytest.mark.parametrize(
    ("marked", "region", "level"),
    [
        # what is called by a place and lies in none
        ("弘扬太行精神、吕梁精神", None, None),
        ("纪念百色起义八十周年", None, None),
        ("做好非洲猪瘟防控", None, None),
        ("外事、港澳、侨务工作取得新成效", None, None),
        ("举办第六届江西旅游消费节、首届中国深圳（盐田）望岭设计展", None, None),
        ("办好深圳国际钢琴比赛", None, None),
        ("新增广东省著名商标18个", None, None),
        ("让居民得到真金白银的实惠", None, None),
        # what the people of a place do at an event is told of the place
        ("【徐州】健儿在省运动会上夺金", None, None),
        # a city that opens a list or is the centre of something, after 以
        ("形成以【西宁】为中心的城镇体系", "青海省", "province"),
        # a preposition and the first character of a name may look like a word
        ("天然气向【上海】供气", None, None),
        ("以【南疆】各县为重点", None, None),
        ("开拓【东盟】市场", None, None),
        ("三年帮扶【龙川】33个村", "深圳市", "city"),
        # a verb behind a place makes a clause, not a name
        ("支持【上海】建设科技创新中心", None, None),
        ("推动【绵阳】争创5A级景区", None, None),
        ("【广西】扩大滨江产业园、【绵阳】规划石砚产业园", None, None),
        # a division and the zone or the landscape behind it are one name, wherever else a zone is called so
        ("支持【绍兴滨海新区】、【南京江北新区】发展", None, None),
        ("加强【重庆三峡库区】生态修复", None, None),
        # roads by their number or a name that many towns have
        ("打通【G308】、【S520】沿线", None, None),
        ("改造【人民南路】、【中山路】", None, None),
        # a river called like a county, the name of an autonomous county without its peoples
        ("加强【赤水河流域】治理", None, None),
        ("支持【务川自治县】发展", None, None),
        ("加快【郑东新区】发展", None, None),
        # a street of the district, not the city far away
        ("【杨浦】平凉居民得到实惠", "上海市", "province"),
    ],
)
def test_classes_read_in_reports(marked: str, region: str | None, level: str | None) -> None:
    text, expected = unmark(marked)
    given = {key: value for key, value in (("region", region), ("level", level)) if value}
    assert texts(text, "PLACE", **given) == expected


def test_a_county_called_by_a_lake_is_the_lake_in_a_list_of_waters() -> None:
    found = of_label("推进斧头湖、梁子湖、洪湖综合治理", "PLACE", region="湖北省", level="province")
    assert [(one.name, one.kb_id) for one in found if one.name.startswith("梁子")] == [("梁子湖", None)]
