"""Which phrase says what a number measures: ``⟨number|phrase⟩``, or ``⟨number|phrase=full name⟩`` where the name says more.

Grouped by where the phrase stands.
"""

from __future__ import annotations

import pytest

from tests.extraction.metrics.marked import REVIEW, analyse

CASES: dict[str, list[str]] = {
    "before the number, words of attainment and time left out": [
        "去年全县森林覆盖率达到⟨45%|森林覆盖率⟩。",
        "全市市场主体总量已突破⟨6万户|市场主体总量⟩。",
        "预计全年规上纺织业产值同比增长⟨7%|规上纺织业产值⟩左右。",
        "截至2023年底，公路通车里程累计达⟨1260公里|公路通车里程⟩。",
        "城镇登记失业率控制在⟨3.5%|城镇登记失业率⟩以内。",
        "林木采伐审批时间平均压缩至⟨60个工作日|林木采伐审批时间⟩内。",
        "固定资产投资（不含农户）增长⟨6%|固定资产投资（不含农户）⟩。",
        "每千人口托位数达⟨4.5个|每千人口托位数⟩。",
    ],
    "verb and object": [
        "新增城镇就业⟨1.3万人|新增城镇就业⟩。",
        "改造提升老旧小区⟨36个|改造提升老旧小区⟩。",
        "高质量完成营造林⟨5万亩|营造林⟩。",
        "新（改）建高标准农田⟨2.4万亩|新（改）建高标准农田⟩。",
        "发放补贴⟨320万元|发放补贴⟩。",
        "累计举办促消费活动⟨86场|举办促消费活动⟩。",
    ],
    "behind the number": [
        "改造⟨8所|学校=改造学校⟩学校。",
        "⟨69件|民生实事⟩民生实事全面完成。",
        "推进⟨198个|居住区燃气“瓶改管”工程=推进居住区燃气“瓶改管”工程⟩居住区燃气“瓶改管”工程。",
        "完成⟨59家|社区卫生服务站建设⟩社区卫生服务站建设。",
        "⟨3个|公园⟩公园建成开园。",
        "全县⟨80%|财政支出用于民生⟩以上财政支出用于民生。",
        "石湾、白塘⟨两个|街道⟩街道完成扩面。",
        "新增⟨12家|品牌店、旗舰店=新增品牌店、旗舰店⟩品牌店、旗舰店。",
        "加快建设⟨12条|在建高速公路⟩⟨845公里|在建高速公路⟩在建高速公路。",
    ],
    "a list of names, then the number and what they are": [
        "建成滨河公园、梅岭公园等⟨19座|公园⟩公园。",
        "龙山、云溪等⟨5个|乡镇⟩乡镇创成省级卫生乡镇。",
    ],
    "named behind a bracket, or in the next clause": [
        "新建绿道⟨9公里|新建绿道⟩。",
        "在去年建成⟨5个|社区食堂⟩的基础上，再建社区食堂⟨8个|社区食堂⟩。",
    ],
    "examples, then what they are of": [
        "出台《河道违建防控和查处条例》等地方性法规⟨5部|地方性法规=出台地方性法规⟩。",
    ],
    "left out and named before": [
        "地区生产总值⟨500亿元|地区生产总值⟩，增长⟨6%|地区生产总值⟩。",
        "建成区绿化覆盖率⟨41.2%|建成区绿化覆盖率⟩，比上年提高⟨0.8个百分点|建成区绿化覆盖率⟩。",
        "光伏产业产值⟨80亿元|光伏产业产值⟩、增长⟨35%|光伏产业产值⟩，居全市⟨第2位|光伏产业产值⟩。",
        "合作社蓬勃发展，达到⟨2937家|合作社⟩。",
        "全年完成投资⟨1.5亿元|投资⟩，投资完成率⟨125%|投资⟩。",
        "污水处理率从⟨46%|污水处理率⟩提升到⟨85%|污水处理率⟩。",
        "集体经营性收入由⟨31万元|集体经营性收入⟩提高到⟨58万元|集体经营性收入⟩。",
        "粮食产量⟨38.6万吨|粮食产量⟩，为近年最高；比上年增长⟨2.1%|粮食产量⟩。",
        "新识别监测对象⟨138户|新识别监测对象⟩、⟨453人|新识别监测对象⟩。",
        "电商交易额⟨12亿元|电商交易额⟩，是2020年的⟨2.3倍|电商交易额⟩。",
    ],
    "a bare head takes the name of what it belongs to": [
        "新能源汽车产量⟨20万辆|新能源汽车产量⟩，增长⟨30%|新能源汽车产量⟩，总量居全省⟨第2位|总量=新能源汽车产量总量⟩。",
        "签约项目⟨28个|签约项目⟩、总投资⟨112亿元|总投资=签约项目总投资⟩。",
        "办理群众诉求⟨1.2万件|办理群众诉求⟩，满意率⟨98%|满意率=群众诉求办理满意率⟩。",
        "粮食播种面积⟨50万亩|粮食播种面积⟩，总产量⟨19万吨|总产量=粮食总产量⟩。",
        "总投资⟨9亿元|总投资=水利类项目总投资⟩的⟨7个|水利类项目⟩水利类项目。",
        "贷款余额⟨300亿元|贷款余额⟩，占全市比重⟨12%|贷款余额=贷款余额占全市比重⟩。",
    ],
    "a share says of what": [
        "工业投资占固定资产投资的⟨57%|工业投资=工业投资占固定资产投资比重⟩。",
        "研发经费投入占地区生产总值比重达⟨3.4%|研发经费投入=研发经费投入占地区生产总值比重⟩。",
        "户籍人口⟨41万人|户籍人口⟩，其中城镇人口⟨18万人|城镇人口⟩，占⟨43.9%|城镇人口=城镇人口占户籍人口比重⟩。",
    ],
    "a share of a class says what that share does": [
        "约⟨四分之三|乡镇=启动土地整治的乡镇占比⟩的乡镇启动土地整治。",
        "⟨80%|行政村=建成卫生室的行政村占比⟩的行政村建成卫生室。",
    ],
    "how much of the work is done": [
        "环城路完成工程总量的⟨75%|环城路=环城路完成工程总量比例⟩。",
        "到位市外资金⟨8亿元|到位市外资金⟩，完成年度目标的⟨104%|到位市外资金=到位市外资金完成年度目标比例⟩。",
    ],
    "a rank held in a review": [
        "规上工业增加值增速，排名全市⟨第一|规上工业增加值⟩。",
    ],
    "words of time inside the phrase": [
        "城乡老人高龄津贴今年再提高⟨5%|城乡老人高龄津贴⟩。",
        "云台镇今年计划完成粮食播种面积⟨2.3万亩|粮食播种面积⟩。",
    ],
    "part of a number, with what was done to it": [
        "谋划产业项目⟨100个|产业项目⟩，有⟨60个|产业项目=建成投产的产业项目⟩建成投产。",
        "规上工业企业实现利税⟨31亿元|规上工业企业实现利税⟩，增长⟨6%|规上工业企业实现利税⟩。",
    ],
    "the object of a clause without numbers": [
        "实施规上企业倍增计划，确保新增⟨45家|规上企业倍增计划⟩以上。",
    ],
    "a threshold selects, the count measures": [
        "百亿元园区、50亿元园区分别达到⟨2个|百亿元园区⟩和⟨6个|50亿元园区⟩。",
        "收入50万元以上的村占比超⟨92%|收入50万元以上的村占比⟩。",
        "新增产值超10亿元企业⟨8家|企业⟩、超20亿元企业⟨2家|超20亿元企业⟩。",
        "谋划亿元以上项目⟨42个|谋划亿元以上项目⟩。",
        "新签约亿元以上项目⟨61个|新签约亿元以上项目⟩。",
    ],
    "money spent on a work": [
        "投入⟨2.8亿元|新建、改造农村公路⟩，新建、改造农村公路⟨310公里|新建、改造农村公路⟩。",
        "投资⟨4.6亿元|建设标准化厂房⟩建设标准化厂房。",
    ],
    "the object of the last verb, not what led to it": [
        "借助厂房租售引进软件企业⟨13家|引进软件企业⟩。",
        "青石村、柳汀村联合共建创新联合体⟨6家|共建创新联合体⟩。",
    ],
    "a verb with an earlier object": [
        "筹建工坊⟨5个|筹建工坊⟩、升级改造⟨3个|工坊=升级改造工坊⟩。",
        "安排民生实事⟨10件|民生实事⟩，已办结⟨9件|民生实事=办结民生实事⟩。",
    ],
    "medals belong to the games": [
        "我县健儿在第八届省运会上夺得⟨5金|第八届省运会=第八届省运会金牌⟩⟨3银|第八届省运会=第八届省运会银牌⟩。",
    ],
    "damaged and traditional text": [
        "全 县 完 成 固 定 资 产 投 资 ⟨152.4亿元|固 定 资 产 投 资⟩，增 长 ⟨7.3%|固 定 资 产 投 资⟩。",
        "外貿進出口總額達⟨三點二億美元|外貿進出口總額⟩。",
    ],
}


@pytest.mark.parametrize("marked", [case for group in CASES.values() for case in group])
def test_indicator(marked):
    analysis, found = analyse(marked, REVIEW)
    for metric, expected in found:
        phrase, _, name = expected.partition("=")
        span = analysis.text[metric.indicator_start : metric.indicator_end]
        assert phrase in span
        assert len(span) <= len(phrase) + 4, "the span says more than the thing measured"
        if name:
            assert metric.indicator_name == name


@pytest.mark.parametrize("text", ["增长6%。", "达到500个。"])
def test_nothing_says_what_it_measures(text):
    analysis, _ = analyse(text)
    assert not analysis.metrics
