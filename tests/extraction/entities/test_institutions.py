"""Institutions: national bodies, local bodies, schools, hospitals, companies, institutes, venues; and what is none."""

from __future__ import annotations

import pytest

from tests.extraction.entities.marked import of_label, texts, unmark

NAMES = [
    # national bodies and mass organisations stand alone
    "在【党中央】、【国务院】坚强领导下",
    "得到【交通运输部】、【国家发展改革委】支持",
    "【共青团】、【妇联】、【工商联】等群团组织作用充分发挥",
    "与【清华大学】、【北京大学】深化合作",
    # well-known schools, exchanges and companies in their short forms
    "与【复旦】、【中科大】、【哈工大】共建创新平台",
    "在【郑州商品交易所】挂牌上市",
    "【太钢】、【酒钢】、【宝武】等企业产量稳定",
    "支持【华大基因】、【科大讯飞】做大做强",
    "得到【中宣部】、【国家林草局】肯定",
    "争取【亚洲开发银行】、【欧洲投资银行】贷款",
    # local bodies with their jurisdiction
    "【市第一人民医院】通过三级评审",
    "【区综合行政执法指挥中心】挂牌成立",
    "【县人民医院】通过评审",
    "【砚州市总工会】开展慰问",
    "【国家税务总局云岫县税务局】获评先进",
    "【白沙河口新区管委会】完成改革",
    # schools, hospitals, institutes, companies by their last word
    "与【云岫大学】签约",
    "【云岫学院】获批新专业",
    "【枫渡镇卫生院】创成二级甲等",
    "【甬江实验室】投入运行",
    "成立【砚州产业技术研究院】",
    "【云岫银行】挂牌开业",
    "【岫峰新材料（云岫）有限公司】入选绿色工厂",
    # a shared suffix: one span for the list
    "【绵阳市第一、第二人民医院】完成扩建",
    "今年，【市第三、第五中学】完成改造",
    # redacted names
    "【省农科院】、【××省农科院】签约落户",
    "引进【***科技公司】",
    # members of a list whose class follows
    "支持【砚光】、【恒泰】、【澜盛】等龙头企业",
    "支持【砚光集团】、【恒泰科技有限公司】等龙头企业发展壮大",
    "引进【XX炼化】等企业",
]


@pytest.mark.parametrize("marked", NAMES)
def test_names_are_found_exactly(marked: str) -> None:
    text, expected = unmark(marked)
    assert texts(text, "INSTITUTION") == expected


@pytest.mark.parametrize(
    "text",
    [
        "区政府、市委、各部门要履行责任",
        "各级各部门、学校、企业要加强管理",
        "新建学校8所、改造医院3家",
        "提高医院、学校服务水平",
        "用好银行、保险、证券等金融机构",
        "发展生物医药、新能源汽车等产业",
        "支持民营企业、科研院所合作",
        "三甲医院覆盖各区县",
        "普惠性幼儿园覆盖率达到90%",
        "深化省市合作",
        "大学生就业创业",
    ],
)
def test_roles_and_kinds_of_bodies_are_no_names(text: str) -> None:
    assert texts(text, "INSTITUTION") == []


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("国务院批复", "government"),
        ("在党中央领导下", "party"),
        ("云岫学院获批新专业", "school"),
        ("枫渡镇卫生院创成二级甲等", "hospital"),
        ("云岫银行挂牌开业", "company"),
        ("甬江实验室投入运行", "research"),
    ],
)
def test_the_head_gives_the_subtype(text: str, subtype: str) -> None:
    (found,) = of_label(text, "INSTITUTION")
    assert found.subtype == subtype


def test_the_rule_says_what_proposed_the_name() -> None:
    assert [one.rule for one in of_label("国务院批复", "INSTITUTION")] == ["entities.candidates:body"]
    assert [one.rule for one in of_label("云岫银行挂牌开业", "INSTITUTION")] == ["entities.candidates:head"]
    assert [one.rule for one in of_label("引进XX炼化等企业", "INSTITUTION")] == ["entities.candidates:member"]
