"""Amounts in sentences: spans, values, units and hedges; grouped by phenomenon.  ⟦…⟧ marks what must be found."""

from __future__ import annotations

import pytest

from tests.extraction.quantities.marked import analyse, check

KINDS = [
    ("全市完成财政收入⟦12.6亿元⟧，增长⟦8.4%⟧，税收占比提高⟦1.2个百分点⟧。", "money 1260000000 元; percent 8.4 %; percentage_point 1.2 个百分点"),
    ("新建农村公路⟦86公里⟧、桥梁⟦12座⟧，整治山塘⟦33口⟧。", "measure 86 公里; count 12 座; count 33 口"),
    ("城镇新增就业⟦3.2万人⟧，培训⟦1500人次⟧，惠及⟦4.1万户次⟧。", "count 32000 人; count 1500 人次; count 41000 户次"),
    ("筹集保障房⟦3913套(间)⟧，淘汰锅炉⟦25台（套）⟧。", "count 3913 套(间); count 25 台（套）"),
    ("我县健儿夺得⟦5金⟧⟦3银⟧⟦8铜⟧。", "count 5 金; count 3 银; count 8 铜"),
    ("校队勇夺“⟦3金⟧⟦1银⟧”，医院实现⟦1200床⟧供应，千百万人民受益。", "count 3 金; count 1 银; count 1200 床"),
    ("惠及群众⟦20余万⟧，解决⟦12万⟧农村人口饮水安全问题。", "count 200000 - over; count 120000 -"),
    ("累计接种⟦360万剂次⟧，视频监控⟦6000路⟧。", "count 3600000 剂次; count 6000 路"),
    ("土地流转均价⟦680元/亩⟧，低保标准提高到⟦790元/月⟧。", "money 680 元/亩; money 790 元/月"),
    ("居民消费价格指数控制在⟦103⟧左右，城乡居民收入倍差缩小至⟦1.89⟧。", "count 103 - approx; ratio 1.89 -"),
    ("建成沼气池⟦120畦⟧。", "count 120 畦"),
    ("投资⟦13.5亿⟧的社区改造完成，营收超⟦百亿⟧企业达⟦3户⟧。", "money 1350000000 元; money 10000000000 元 over; count 3 户"),
    ("人口超过⟦13亿⟧，游客人次首破⟦千万⟧。", "count 1300000000 - over; count 10000000 - over"),
    ("可节电⟦14.8亿度⟧，测评得分⟦91.6分⟧，坡度在25度以上的耕地退耕。", "measure 1480000000 度; measure 91.6 分"),
]  # fmt: skip

RANKS = [
    ("总量居全市⟦第5位⟧，增速位列全市⟦第2⟧，考核列⟦第十一位⟧。", "rank 5 位; rank 2 -; rank 11 位"),
    ("增速分别列全市⟦第三⟧和⟦第一位⟧，稳居全省⟦首位⟧。", "rank 3 -; rank 1 位; rank 1 位"),
    ("港口排名提升至⟦75位⟧，服务⟦75位⟧老人。", "rank 75 位; count 75 位"),
    ("把就业放在首位，首位度不断提升，发展是第一要务，巩固第一产业。", ""),
    ("第一、第二、第三产业增加值都有增长。", ""),
    ("总量、增速居全市⟦第二⟧、⟦第一⟧。", "rank 2 -; rank 1 -"),
    ("位次前进⟦四位⟧，进入全省前⟦50名⟧。", "rank 4 位; rank 50 名"),
]

RATIOS = [
    ("三次产业结构由⟦12.4∶41.7∶45.9⟧调整为⟦11.8：42.3：45.9⟧。", "ratio 12.4:41.7:45.9 -; ratio 11.8:42.3:45.9 -"),
    (
        "占全市⟦1/4⟧，近⟦三分之一⟧的村完成，收费减少⟦一半⟧以上。",
        "ratio 0.25 -; ratio 0.3333333333 - under; ratio 0.5 - at_least",
    ),
    (
        "总量⟦翻一番⟧，出口⟦翻番⟧，是上年的⟦3.4倍⟧，增长⟦一倍⟧多。",
        "ratio 1 番; ratio 1 番; ratio 3.4 倍; ratio 1 倍 over",
    ),
    ("办事窗口8:30开门，地质图比例尺1:5万，全年无休。", ""),
    ("“一半山水一半城”的格局更加鲜明，事半功倍。", ""),
]

RANGES = [
    (
        "增长⟦6%—6.5%⟧，新建预冷库⟦10～12座⟧，清淤沟渠⟦一百二三十公里⟧。",
        "percent 6~6.5 %; count 10~12 座; measure 120~130 公里",
    ),
    ("盘活厂房⟦6-8万平方米⟧，安排资金⟦2000-2500万元⟧。", "measure 60000~80000 平方米; money 20000000~25000000 元"),
    ("收入分别达到⟦800一2000多亿元⟧。", "money 80000000000~200000000000 元 over"),
    ("占比由⟦46.9%⟧到⟦48.2%⟧，稳步提高。", "percent 46.9 %; percent 48.2 %"),
    ("2018-2022年、1—11月、3月5日至8日完成验收。", ""),
    ("公办幼儿园实现从0到⟦55所⟧的跃升。", "count 55 所"),
]

LISTS = [
    ("分别提高⟦19.73⟧和⟦15.14个百分点⟧。", "percentage_point 19.73 个百分点; percentage_point 15.14 个百分点"),
    ("分别提高⟦29个⟧、⟦6个百分点⟧。", "percentage_point 29 个百分点; percentage_point 6 个百分点"),
    ("分别投入⟦44.1⟧、⟦21.6⟧和⟦11.8亿元⟧。", "money 44.1 元; money 21.6 元; money 1180000000 元"),
    ("抽检食品、药品⟦27987⟧和⟦1315批次⟧。", "count 27987 批次; count 1315 批次"),
]

HEDGES = [
    ("预期分别增长⟦7%⟧、⟦8%⟧和⟦6%⟧左右。", "percent 7 % approx; percent 8 % approx; percent 6 % approx"),
    ("增长⟦7%⟧、⟦8%⟧和⟦6%⟧左右。", "percent 7 %; percent 8 %; percent 6 % approx"),
    ("分别突破⟦3500亿元⟧、⟦7000亿元⟧。", "money 350000000000 元 over; money 700000000000 元 over"),
    ("确保耕地不少于⟦26万亩⟧、农田⟦21万亩⟧、高标准农田⟦12万亩⟧左右。", "measure 260000 亩 at_least; measure 210000 亩; measure 120000 亩 approx"),
    ("全年至少改造村卫生室⟦20个⟧、卫生院⟦3家⟧。", "count 20 个 at_least; count 3 家"),
    ("超过⟦300余家⟧，约⟦120多个⟧。", "count 300 家 over; count 120 个 approx"),
    ("控制在⟦9%⟧以内，压减至⟦3个工作日⟧内，⟦5家⟧及以上。", "percent 9 % at_most; measure 3 个工作日 at_most; count 5 家 at_least"),
    ("签约⟦20个⟧项目，节约⟦30万元⟧，侦破⟦12起⟧案件，通过⟦3项⟧评审。", "count 20 个; money 300000 元; count 12 起; count 3 项"),
    ("突破⟦12项⟧关键技术，产值突破⟦12亿元⟧。", "count 12 项; money 1200000000 元 over"),
    ("不足全省平均水平的⟦十分之一⟧，约占全县总量的⟦三成⟧。", "ratio 0.1 - under; percent 30 % approx"),
    ("未达到⟦2.2%⟧的目标，附近⟦3家⟧企业，最近⟦3个月⟧。", "percent 2.2 % under; count 3 家; measure 3 个月"),
]  # fmt: skip

REDACTED = [
    ("实现生产总值⟦XX亿元⟧，增长⟦X.X%⟧，居全市⟦第X位⟧。", "money XX 元; percent XX %; rank XX 位"),
    ("新增⟦xx家⟧，用电量⟦x.x亿千瓦时⟧，存款⟦***亿元⟧，收入比⟦×.××∶1⟧。", "count XX 家; measure XX 千瓦时; money XX 元; ratio XX -"),
    ("招引亿元以上项目⟦X个⟧，其中⟦X0亿元⟧以上项目⟦X个⟧。".replace("亿元以上项目⟦X个⟧，", "⟦亿元⟧以上项目⟦X个⟧，", 1), "money 100000000 元 at_least; count XX 个; money XX 元 at_least; count XX 个"),
    ("XX大桥建成，XX镇、××社区揭牌，与XX大学共建，数据要素×行动启动。", ""),
    ("完成投资　　亿元，增长　　%。", ""),
]  # fmt: skip

TORN = [
    ("增长⟦8 ．8 ％⟧，投资⟦1 5 2 . 4 亿 元⟧。", "percent 8.8 %; money 15240000000 元"),
    ("改造危桥⟦1 2座⟧，从业人员⟦3.1 2万人⟧，农村公路⟦86 .5 公里⟧。", "count 12 座; count 31200 人; measure 86.5 公里"),
    ("农村居民人均可支配收入达到⟦3\n2.5亿元⟧的规模", "money 3250000000 元"),
    ("全县粮食总产量稳定在⟦23.6\n— 5 —\n万吨⟧，油料⟦8.2万亩⟧。", "measure 236000 吨; measure 82000 亩"),
    ("老旧小区改造完成投资⟦1.\n-12-\n86亿元⟧。", "money 186000000 元"),
    (
        "收入⟦２８，４９４万元⟧，增长⟦３５．８４％⟧，广播覆盖率⟦85. 63%⟧。",
        "money 284940000 元; percent 35.84 %; percent 85.63 %",
    ),
    ("附件1\n名词解释", ""),
    ("发布日期：2021-02-02\n名称：工作报告", ""),
]

KEPT = [
    ("新增“15分钟健身圈”⟦6个⟧，整治“两违”问题⟦125处⟧。", "count 6 个; count 125 处"),
    ('新增"15分钟健身圈"⟦6个⟧，整治"两违"问题⟦125处⟧。', "count 6 个; count 125 处"),
    ("创成“四好农村路”示范镇⟦2个⟧，“千企转型”项目⟦47个⟧。", "count 2 个; count 47 个"),
    ("⟦亿元⟧以上项目⟦28个⟧，过⟦50亿元⟧、⟦百亿元⟧项目实现突破。", "money 100000000 元 at_least; count 28 个; money 5000000000 元 over; money 10000000000 元"),
    ("建设雁岭、澜州⟦两条⟧公路、⟦三座⟧变电站。", "count 2 条; count 3 座"),
    ("引进⟦4支⟧教授团队，举办⟦8次⟧招商活动，扶持⟦36户⟧外贸企业。", "count 4 支; count 8 次; count 36 户"),
]  # fmt: skip


WITHOUT_UNIT = [
    ("劳动力平均受教育年限由⟦9.6年⟧提高到⟦10.2年⟧，2024年办结。", "measure 9.6 年; measure 10.2 年"),
    ("劳动力平均受教育年限达到⟦14年⟧以上，2021年是开局之年，连续5年增长。", "measure 14 年 at_least"),
    ("投入⟦3.2亿元⟧，⟦11万⟧城市低保对象、⟦4.5万⟧监测对象受益，如期裁减员额⟦20万⟧。", "money 320000000 元; count 110000 -; count 45000 -; count 200000 -"),
    ("帮扶⟦3400多⟧贫困户，带动⟦五千⟧农户，向⟦3978⟧困难家庭赠书。", "count 3400 - over; count 5000 -; count 3978 -"),
    ("经济总量连上⟦300亿⟧、⟦400亿⟧⟦两个⟧大台阶，迈上⟦5万亿⟧台阶。", "money 30000000000 元; money 40000000000 元; count 2 个; money 5000000000000 元"),
    ("大豆、油料面积分别达⟦910万⟧、⟦850万亩⟧，注册用户分别超⟦900万⟧、⟦80万⟧。", "measure 9100000 亩; measure 8500000 亩; count 9000000 - over; count 800000 - over"),
    ("效益综合指数由⟦205⟧提高到⟦229⟧，百万吨死亡率由2020年的⟦0.35⟧下降到⟦0.18⟧。", "count 205 -; count 229 -; count 0.35 -; count 0.18 -"),
    ("运动员取得⟦4金⟧、⟦2银⟧、⟦1铜⟧佳绩。", "count 4 金; count 2 银; count 1 铜"),
]  # fmt: skip

UNITS = [
    ("对口帮扶⟦34县（市、区）⟧，撤并⟦3镇（乡）⟧。", "count 34 县（市、区）; count 3 镇（乡）"),
    ("改建⟦76条⟧次干路、⟦7条⟧次级河流，检查道路⟦300条次⟧。", "count 76 条; count 7 条; count 300 条次"),
    ("时延降至⟦10毫秒⟧以内，开挖土方⟦十三亿立方公尺⟧，接种⟦2万针剂⟧。", "measure 10 毫秒 at_most; measure 1300000000 立方公尺; count 20000 针剂"),
    ("年用电量⟦50亿度⟧以上，25度以上坡耕地退耕。", "measure 5000000000 度 at_least"),
    ("⟦两名⟧“最美护士”载誉归来，⟦十项⟧“暖心行动”全面完成。", "count 2 名; count 10 项"),
    ("建成⟦亿元⟧以上项目⟦8个⟧，参与人数⟦千人⟧以上，建成⟦万头⟧以上牧场⟦6处⟧。", "money 100000000 元 at_least; count 8 个; count 1000 人 at_least; count 10000 头 at_least; count 6 处"),
    ("增长⟦3·5%⟧，完成⟦1点2亿元⟧，“9·18”行动8点30分开始。", "percent 3.5 %; money 120000000 元"),
    ("企业数⟦翻了一番⟧还多，完成计划的⟦一半⟧稍多。", "ratio 1 番 over; ratio 0.5 - over"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "expected"),
    [case for group in (WITHOUT_UNIT, UNITS, KINDS, RANKS, RATIOS, RANGES, LISTS, HEDGES, REDACTED, TORN, KEPT) for case in group],
)  # fmt: skip
def test_sentence(marked: str, expected: str) -> None:
    check(marked, expected)


AS_FOUND = [
    # signs
    ("投资⟦−4.5%⟧，利润⟦+7.2%⟧，税收（⟦+3%⟧），出口同比⟦-8.1%⟧。", "percent -4.5 %; percent 7.2 %; percent 3 %; percent -8.1 %"),
    ("降幅为⟦百分之负二⟧，满意率达⟦百分百⟧，成本降⟦半成⟧。", "percent -2 %; percent 100 %; percent 5 %"),
    # glued to an abbreviation, but not the number of a name
    ("人均GDP⟦6.4万元⟧，供应LNG⟦2万吨⟧，PM2.5达标，通过ISO9001认证。", "money 64000 元; measure 20000 吨"),
    # several of one size
    ("⟦2×35万千瓦⟧机组投产，建成⟦3*5万立方米⟧储罐，厂房⟦80米⟧×⟦45米⟧。", "measure 350000 千瓦; measure 50000 立方米; measure 80 米; measure 45 米"),
    # as people speak of money
    ("全年税收⟦2个亿⟧，技改投资⟦三个多亿⟧，建成⟦3个⟧⟦亿元⟧村。", "money 200000000 元; money 300000000 元 over; count 3 个; money 100000000 元"),
    ("水价⟦3块5⟧，每度补贴⟦5分钱⟧，出口⟦2.4亿（美元）⟧。", "money 3.5 元; money 0.05 元; money 240000000 美元"),
    # numerals
    ("债务⟦8亿2345.6万元⟧，覆盖⟦百分之二三十⟧，城镇化率⟦百分之七十⟧百姓满意。", "money 823456000 元; percent 20~30 %; percent 70 %"),
    ("城乡收入比由⟦2.4比1⟧缩小，总量由⟦第7位⟧升至⟦第4位⟧。", "ratio 2.4:1 -; rank 7 位; rank 4 位"),
    # negated hedges
    ("失业率没有突破⟦5%⟧，死亡人数未超过⟦3人⟧，出勤率不会低于⟦95%⟧，产量未达⟦2万吨⟧。",
     "percent 5 % at_most; count 3 人 at_most; percent 95 % at_least; measure 20000 吨 under"),
    ("绿地率>⟦35%⟧，差不多⟦60户⟧，起码⟦40户⟧，⟦80户⟧有余。", "percent 35 % over; count 60 户 approx; count 40 户 at_least; count 80 户 over"),
    # square units
    ("浓度⟦28µg/m³⟧，整治⟦3㎢⟧，铺设⟦12㎞⟧，退耕⟦5㏊⟧。", "measure 28 µg/m³; measure 3 ㎢; measure 12 ㎞; measure 5 ㏊"),
    # torn apart
    ("修路 ⟦12 公 里⟧，下降⟦0.5 个 百分点⟧，债务⟦3 亿 5000 万元⟧，直达⟦1 小时 30 分钟⟧。",
     "measure 12 公里; percentage_point 0.5 个百分点; money 350000000 元; measure 1.5 小时"),
    ("总投资⟦950\n万元⟧。", "money 9500000 元"),
    # English
    ("安排⟦300 million yuan⟧，出口⟦$8.4 billion⟧，惠及⟦12 million⟧ people。", "money 300000000 元; money 8400000000 美元; count 12000000 -"),
    # a number that is lost, a time of day
    ("收入完成亿元，支出（　）亿元，基金……亿元，超⟦亿元⟧的项目有⟦2个⟧。", "money 100000000 元 over; count 2 个"),
    ("发布于2024-05-06 18:05:17，三次产业比为⟦5:40:55⟧。", "ratio 5:40:55 -"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), AS_FOUND)
def test_numbers_as_they_are_found(marked: str, expected: str) -> None:
    check(marked, expected)


REJECTED = [
    ("建成备用（第二）水源工程，北一半导体投产，首位产业加快发展。", "第二:ordinal 一半:word 首位:ordinal"),
    ("如期实现“两个翻番”，工地落实“六个百分之百”。", "两个:quoted 翻番:quoted 六个:quoted 百分之百:quoted"),
    ("附件2：2019年实事项目，北纬30°展馆，年鉴（2014卷）获奖，工业4.0项目落地。", "2:number_of_annex 2019年:date 30°:coordinate 2014卷:version 4.0项:version"),
    ("建设“5分钟便利店+10分钟农贸市场+15分钟超市”，打造3—5小时便捷通达圈。", "5分钟:circle 10:letters 15:letters 3—5小时:circle"),
    ("新建3人制篮球场，发挥中央和地方两个积极性，拨打12345群众热线。", "3人:word 两个积极性:slogan 12345:noun"),
    ("清溪县政府工作报告-10篇（第3页）", "10篇:page_mark"),
    ("推进7×24小时服务。", "7×24:formula"),
    ("小七孔景区、三棵树工业园、新三样出口，双带四起来，三挂钩机制。", "七孔:place 三棵树:place 三样:policy 四:word 三挂钩:policy"),
    ("全国有数十个国家、上百家企业参加，群众踊跃到场。", "十个:vague 百家:vague"),
    ("2023年全年实现开门红，5月20日投产，五年来成效显著，三季度提速。", "2023年:date 5月:date 五年来:date 三季度:date"),
    ("第八轮督察整改，县十七届人大三次会议，经开区二期完工。", "第八:ordinal 十七:session 二期:ordinal"),
    ("3号线通车，327国道改建，G60科创走廊，S315省道扩宽。", "3:ordinal 327:road 60:letters 315:letters"),
    ("5A级景区、三级甲等医院、5G网络和PM2.5治理。", "5:grade 三:grade 5:generation 2.5:letters"),
    ("坚持“两个确立”，落实“1245”机制，建设“四好农村路”和“15分钟生活圈”。", "两个确立:slogan 1245:quoted 四:quoted 15分钟:quoted"),
    ("做到两个维护，打好三大攻坚战，落实八项规定。", "两个维护:slogan 三:list 八项规定:policy"),
    ("确保万无一失，走进千家万户，一一列举。", "万无一失:idiom 千家万户:idiom 一一列举:idiom"),
    ("推行1+N改革，7×24小时服务，3.15晚会。", "1:formula 7×24:formula"),
    ("热线12345全天开通，邮编325000，电话0577-88886666。", "12345:no_unit 325000:no_unit 0577:no_unit 88886666:no_unit"),
    ("详见www.example.gov.cn/2023/5个.html与https://a.cn/20家。", "www.example.gov.cn/2023/5:url https://a.cn/20:url"),
    ("一是抓项目，二是优环境；第一，第二，（三）统筹。", "一:no_unit 二:no_unit 第一:ordinal 第二:ordinal 三:no_unit"),
    ("数十家企业、几百名专家、上千户居民受益。", "十家:vague 百名:vague 千户:vague"),
    ("每千人口托位数、万元GDP能耗双双达标。", "万元:denominator"),
    ("打造一个中心、一批项目，进一步优化。", "一个中心:slogan 一批:one 一步:one"),
    ("三门峡、六盘水、十堰三地协作。", "三门峡:place 六盘水:place 十堰:place 三地:weak_unit"),
    ("推进三次产业融合、二次供水改造。", "三次产:industry 二次供水:industry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REJECTED)
def test_rejected_numerals_have_a_rule(text: str, expected: str) -> None:
    analysis = analyse(text)
    assert analysis.quantities == []
    found = {f"{text[r.start : r.end]}:{r.rule.rpartition(':')[2]}" for r in analysis.rejected}
    assert set(expected.split(" ")) <= found


def test_offsets_hold_in_a_document_with_gaps() -> None:
    text = "一、回顾\n粮食产量23.6\n— 5 —\n万吨，投资1 2 亿元。\n去年建成8 ．8 公里，约3家。"
    found = analyse(text).quantities
    assert [text[q.start : q.end] for q in found] == ["23.6\n— 5 —\n万吨", "1 2 亿元", "8 ．8 公里", "3家"]
    assert text[found[-1].hedge_start : found[-1].hedge_end] == "约3家"


def test_hedge_extent() -> None:
    text = "总投资近1600亿元，确保增长15%以上。"
    first, second = analyse(text).quantities
    assert text[first.hedge_start : first.hedge_end] == "近1600亿元"
    assert text[second.hedge_start : second.hedge_end] == "15%以上"


def test_members_of_a_dealt_out_list_know_its_start() -> None:
    found = analyse("增长5%，分别提高19.73和15.14个百分点，建成3家。").quantities
    assert [q.list_start for q in found] == [-1, 1, 1, -1]


def test_thresholds_and_sizes_are_optional() -> None:
    found = analyse("新引进5000万元以上项目12个，建成110千伏变电站3座，60周岁以上老人2万人。").quantities
    assert [q.optional for q in found] == [True, False, True, False, True, False]
