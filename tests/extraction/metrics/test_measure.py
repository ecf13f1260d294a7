"""What kind of number a metric is, and which way it goes: ``⟨6%|growth up⟩``."""

from __future__ import annotations

import pytest

from tests.extraction.metrics.marked import REVIEW, analyse

CASES: dict[str, list[str]] = {
    "growth": [
        "规上工业增加值增长⟨8.1%|growth up⟩，单位能耗下降⟨3.2%|growth down⟩。",
        "社会消费品零售总额增速保持在⟨5%|growth up⟩左右，水产价格涨幅控制在⟨2%|growth up⟩以内。",
        "压减一般性支出⟨10%|growth down⟩。",
        "经营主体实现⟨翻一番|growth up⟩，发电量增长⟨1.4倍|growth up⟩。",
        "零售业实现⟨12%|growth up⟩以上的增长。",
        "地区生产总值增长⟨7%|growth up⟩、服务业⟨8%|growth up⟩。",
        "地区生产总值增长⟨7%|growth up⟩以上，力争达到⟨8%|growth up⟩。",
        "办理时限压缩⟨一半|growth down⟩以上。",
        "商品零售物价上涨幅度控制在⟨3%|growth up⟩左右，细颗粒物浓度下降幅度为⟨12%|growth down⟩。",
    ],
    "level, reached or done": [
        "高标准农田达到⟨11.7万亩|level⟩，绿道总里程突破⟨540公里|level⟩。",
        "建成学校⟨8所|level⟩，新建公厕⟨20座|level⟩，淘汰落后设备⟨300台|level⟩。",
        "补助标准由⟨400元|level⟩提高到⟨460元|level⟩。",
        "财政补助由2020年的⟨44亿元|level⟩增加到2023年的⟨111亿元|level⟩。",
        "大顶岭绿道提升⟨6.8公里|level⟩，改造提升道路⟨12条|level⟩。",
        "新增企业⟨12家|increment up⟩，总数达⟨63家|level⟩。",
    ],
    "increment": [
        "新增学位⟨1.7万个|increment up⟩，城镇新增就业⟨1.3万人|increment up⟩，人均增收⟨1800元|increment up⟩。",
        "存款余额比年初增加⟨30亿元|increment up⟩，贫困人口减少⟨13万人|increment down⟩。",
        "减少存栏生猪⟨5200头|increment down⟩。",
        "镇域面积、驻地人口分别增加⟨4.3平方公里|increment up⟩、⟨5.9万人|increment up⟩。",
        "新增⟨3个|increment up⟩产业集群、⟨2个|increment up⟩示范园区。",
        "粮食总产达到⟨594万吨|level⟩，增产⟨12万吨|increment up⟩；基本养老金人均月增⟨186元|increment up⟩。",
        "降低企业用电成本⟨1.5亿元|increment down⟩。",
    ],
    "points": [
        "城镇化率提高⟨1.2个百分点|points up⟩，失业率下降⟨0.3个百分点|points down⟩。",
        "茶企贷款增速高于全部贷款⟨2个百分点|points up⟩。",
        "增速比全国低⟨0.4个百分点|points down⟩。",
        "森林覆盖率、绿化覆盖率分别提高⟨5.5|points up⟩和⟨6.7个百分点|points up⟩。",
    ],
    "share": [
        "普惠园覆盖率达⟨96.4%|share⟩，民生支出占比⟨83%|share⟩，人口自然增长率⟨3.28‰|share⟩。",
        "关税总水平由⟨9.8%|share⟩降至⟨7.5%|share⟩。",
        "工资性收入占可支配收入的⟨四分之一|share⟩。",
        "污水收集率提升至⟨78%|share⟩。",
    ],
    "rank": ["总量居全省⟨第2位|rank⟩，增速位列全市⟨第一|rank⟩。"],
    "ratio": ["三次产业结构为⟨11.8∶42.3∶45.9|ratio⟩。", "电商交易额是2019年的⟨2.1倍|ratio⟩。"],
}


@pytest.mark.parametrize("marked", [case for group in CASES.values() for case in group])
def test_measure(marked):
    _, found = analyse(marked, REVIEW)
    got = [" ".join(filter(None, (metric.measure, metric.direction))) for metric, _ in found]
    assert got == [expected for _, expected in found]
