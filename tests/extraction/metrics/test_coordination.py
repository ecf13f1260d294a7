"""Values dealt out over the members of a list: ``⟨number|full name⟩``, every value with the member it belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_ie.extraction.metrics.coordination import full_names, owned_name, shared_modifier, split_members
from tests.extraction.metrics.marked import REVIEW, analyse, cases

CASES: dict[str, list[str]] = {
    "分别 over members with heads of their own": [
        "林草覆盖率、镇区绿地率分别达到⟨45%|林草覆盖率⟩和⟨40.1%|镇区绿地率⟩。",
        "规上工业增加值、水运投资、茶叶零售总额预期分别增长⟨7%|规上工业增加值⟩、⟨8%|水运投资⟩和⟨6%|茶叶零售总额⟩左右。",
        "高新技术企业、家庭农场、创新平台、孵化器分别达到⟨79家|高新技术企业⟩、⟨93家|家庭农场⟩、⟨19家|创新平台⟩、⟨4家|孵化器⟩。",
    ],
    "分别 over members that share a head": [
        "农业、工业、服务业增加值分别增长⟨4%|农业增加值⟩、⟨7.5%|工业增加值⟩、⟨6%|服务业增加值⟩。",
        "规上批发业、物流业、餐饮业销售额分别增长⟨8%|规上批发业销售额⟩、⟨15.5%|物流业销售额⟩、⟨7.8%|餐饮业销售额⟩。",
        "公办、民办养老机构分别为⟨14家|公办养老机构⟩和⟨9家|民办养老机构⟩。",
        "广播、电视覆盖率分别达到⟨85.6%|广播覆盖率⟩和⟨86.1%|电视覆盖率⟩。",
    ],
    "one written phrase, two members": [
        "城乡居民人均可支配收入依次为⟨4.1万元|城镇居民人均可支配收入⟩、⟨2.3万元|农村居民人均可支配收入⟩。",
        "金融机构存贷款余额分别增长⟨9.1%|金融机构存款余额⟩和⟨11%|金融机构贷款余额⟩。",
    ],
    "values of earlier phrases": [
        "新增制造业贷款⟨5亿元|新增制造业贷款⟩、普惠小微贷款⟨3亿元|新增普惠小微贷款⟩，同比分别增长⟨41.9%|新增制造业贷款⟩和⟨27.8%|新增普惠小微贷款⟩。",
        "进出口总额⟨61亿元|进出口总额⟩，其中出口⟨41亿元|出口⟩，分别增长⟨6.4%|进出口总额⟩和⟨1.5%|出口⟩。",
        "财政总收入、税收收入双双实现两位数增长，分别达到⟨24.8亿元|财政总收入⟩、⟨15.3亿元|税收收入⟩，增幅为⟨12.4%|财政总收入增幅⟩和⟨10.7%|税收收入增幅⟩。",
    ],
    "members that own what stands behind 分别": [
        "云台、青埠两镇分别完成工业产值⟨28.4亿元|云台镇工业产值⟩、⟨19.7亿元|青埠镇工业产值⟩，增长⟨9.2%|云台镇工业产值⟩、⟨6.5%|青埠镇工业产值⟩。",
    ],
    "one value for all: 各, 均, 双双": [
        "新建口袋公园、健身点各⟨6个|新建口袋公园、健身点⟩。",
        "森林覆盖率、村庄绿化率均达到⟨45%|森林覆盖率、村庄绿化率⟩以上。",
        "工业用电量、货运量双双增长⟨5%|工业用电量、货运量⟩以上。",
        "新增单项冠军⟨6家|新增单项冠军⟩、上市企业⟨5家|新增上市企业⟩，均居全市⟨第一|新增单项冠军、上市企业⟩。",
    ],
    "one verb over a list, and its end": [
        "新增停车位⟨2000个|新增停车位⟩、充电桩⟨1157个|新增充电桩⟩，完成老旧小区改造⟨36个|老旧小区改造⟩。",
        "新建、改扩建公办幼儿园⟨11所|新建、改扩建公办幼儿园⟩、中小学校⟨10所|新建、改扩建中小学校⟩。",
        "新增国家检测中心⟨1家|新增国家检测中心⟩，省级检测中心⟨7家|新增省级检测中心⟩。",
        "重点项目新开工⟨33个|重点项目新开工⟩、续建⟨27个|重点项目续建⟩、竣工⟨11个|重点项目竣工⟩。",
    ],
    "a semicolon does not lose the thread": [
        "新建高标准农田⟨2.8万亩|新建高标准农田⟩；改造提升⟨1.5万亩|改造提升高标准农田⟩。",
    ],
    "places share a total": [
        "新建绿道⟨28公里|新建绿道⟩，其中云台镇⟨11公里|云台镇新建绿道⟩、青埠乡⟨9公里|青埠乡新建绿道⟩。",
    ],
    "accidents and their deaths": [
        "矿山事故起数、死亡人数分别减少⟨10.3%|矿山事故起数⟩和⟨8%|矿山事故死亡人数⟩。",
    ],
    "accidents without a head of their own": [
        "生产安全事故和死亡人数分别下降⟨12%|生产安全事故⟩、⟨20%|生产安全事故死亡人数⟩。",
    ],
    "members told apart by what the head says of them": [
        "境外承包业务合同额、营业额分别增长⟨9%|境外承包业务合同额⟩、⟨4%|境外承包业务营业额⟩。",
        "具备条件的乡镇、行政村通硬化路率分别达到⟨95%|乡镇通硬化路率⟩、⟨75%|行政村通硬化路率⟩。",
    ],
    "another level of the same thing": [
        "培育省级工程研究中心⟨8家|培育省级工程研究中心⟩、市级⟨30家|培育市级工程研究中心⟩。",
        "新增国家级示范企业⟨2家|新增国家级示范企业⟩，省级⟨9家|新增省级示范企业⟩。",
        "认定智慧农场⟨20个|认定智慧农场⟩，其中省级⟨6个|认定省级智慧农场⟩。",
    ],
    "a level over the kinds of one list": [
        "新增省级以上企业技术中心⟨9家|新增省级以上企业技术中心⟩、工程技术中心⟨4家|新增省级以上工程技术中心⟩。",
        "创建市级规范司法所⟨3个|创建市级规范司法所⟩、派出所⟨2个|创建市级派出所⟩。",
        "新增国家级技术中心⟨1家|新增国家级技术中心⟩、省级技术中心⟨7家|新增省级技术中心⟩、瞪羚企业⟨5家|新增瞪羚企业⟩。",
    ],
    "what the sentence before or its field names": [
        "实施安居惠民工程。总投资⟨26.5亿元|安居惠民工程总投资⟩，改造危房⟨3万户|改造危房⟩。",
        "交通方面，力争完成投资⟨65亿元|交通完成投资⟩。",
    ],
    "what the clause says of people and places": [
        "⟨12个|完成改造任务的乡镇⟩乡镇完成了改造任务。",
        "⟨8家|入选全国百强榜的企业⟩企业入选全国百强榜，⟨3家|完成改制企业⟩企业完成改制。",
        "⟨4所|通过环保验收的医院⟩医院、⟨9所|通过环保验收的学校⟩学校通过环保验收。",
        "解决⟨2万名|解决安全饮水问题的农牧民⟩农牧民的安全饮水问题。",
        "⟨6个|老旧小区改造⟩老旧小区改造。",
    ],
    "some of the things counted before": [
        "引进外资项目⟨90个|引进外资项目⟩，⟨31个|当年投产的外资项目⟩当年投产。",
        "规上企业⟨210家|规上企业⟩（其中产值超十亿元的⟨12家|产值超十亿元的规上企业⟩），从业人员⟨3万人|规上企业从业人员⟩。",
        "办理代表议案⟨6件|办理代表议案⟩、建议⟨150件|办理代表建议⟩。",
        "安排民生实事⟨20件|民生实事⟩，⟨18件|如期完成的民生实事⟩如期完成。",
    ],
    "what each of them gets": [
        "发放助学金⟨800万元|发放助学金⟩，每人⟨2000元|每人助学金⟩。",
        "安排固本资金⟨6亿元|固本资金⟩（每个社区⟨900万元|每个社区固本资金⟩），新建绿道⟨9公里|新建绿道⟩。",
        "新建幼儿园⟨3所|新建幼儿园⟩，每所投资⟨500万元|每所投资⟩。",
    ],
    "households and people": [
        "帮扶困难户⟨120户|帮扶困难户⟩、⟨350人|帮扶困难人口⟩。",
    ],
    "properties of members that are things": [
        "公办、民办养老机构分别为⟨14家|公办养老机构⟩和⟨9家|民办养老机构⟩，床位⟨2100张|公办养老机构床位⟩、⟨860张|民办养老机构床位⟩。",
    ],
    "a list of values whose last one is said in words": [
        "瞪羚企业和独角兽企业总数分别居全省⟨第三位|瞪羚企业总数⟩和全国前列。",
    ],
    "a rank behind a share of all": [
        "零售总额规模占全市⟨五分之一|零售总额规模占全市比重⟩，居全市⟨第二|零售总额规模⟩。",
    ],
    "a pair that shares its modifiers": [
        "金融机构本外币存款余额⟨820亿元|金融机构本外币存款余额⟩，贷款余额⟨640亿元|金融机构本外币贷款余额⟩。",
    ],
}


@pytest.mark.parametrize("marked", cases([case for group in CASES.values() for case in group]))
def test_member(marked):
    _, found = analyse(marked, REVIEW)
    assert [metric.indicator_name for metric, _ in found] == [name for _, name in found]


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("甲、乙和丙", 3, ["甲", "乙", "丙"]),
        ("电、热和水、气", 2, None),
        ("电动叉车、智能水表和投影器材", 2, ["电动叉车", "智能水表和投影器材"]),
    ],
)
def test_split_members(text, count, expected):
    members = split_members(text, 0, len(text), count)
    assert (members and [text[a:b] for a, b in members]) == expected


@given(st.lists(st.text(alphabet="甲乙丙业值“”()", min_size=1, max_size=6), min_size=1, max_size=5))
def test_as_many_names_as_members(members):
    names, _ = full_names(members)
    assert len(names) == len(members)
    assert names[0].startswith(members[0])


@pytest.mark.parametrize(
    ("owner", "verb", "head", "name"),
    [
        ("粮食播种面积", "", "总产量", "粮食总产量"),
        ("地区生产总值", "", "总量", "地区生产总值总量"),
        ("群众诉求", "办结", "满意率", "群众诉求办理满意率"),
        ("", "", "总投资", "总投资"),
        ("贷款余额", "", "余额", "贷款余额"),
    ],
)
def test_owned_name(owner, verb, head, name):
    assert owned_name(owner, verb, head) == name


def test_shared_modifier_only_between_counterparts():
    assert shared_modifier("全市城镇居民收入", "农村居民收入") == "全市农村居民收入"
    assert shared_modifier("全市城镇居民收入", "企业利润") == "企业利润"
