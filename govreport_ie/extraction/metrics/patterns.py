"""The patterns at both ends of an indicator phrase: times, comparisons, rankings, and nouns that begin like verbs."""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.text import CHINESE_DIGITS, YEAR

__all__ = [
    "BARE_COMPARISON",
    "BY_RATE",
    "COMPARISON",
    "FRAME",
    "FROM",
    "GAP",
    "LEADING_TIME",
    "MIDDLE",
    "MULTIPLE_OF",
    "NOT_ADVERB",
    "NOT_VERB",
    "NOUN_GOES_ON",
    "PIONEERING",
    "RANKING",
    "SCOPE",
    "TRAILING_TIME",
    "TRAILING_TIME_ENDS",
]

_YEAR = rf"{YEAR}年?"
_SPAN_OF_YEARS = rf"{_YEAR}(?:[至到—–~-]+{_YEAR})?(?:年?[底末初]|上半年|全年)?"
_PLAN_PERIOD = r"“?(?:十[一二三四五]|[六七八九十])五”?"
# 2023年, 到“十四五”末, 1—11月, 五年来: in front of a phrase
LEADING_TIME = re.compile(
    rf"(?:(?:到|至|截至|截止|自|从|以|在|预计|与)?(?:{_SPAN_OF_YEARS}|{_PLAN_PERIOD}(?:规划)?(?:期?末|时期|期间)"
    r"|“(?:十[一二三四五]|[六七八九十])五”(?=(?:政府|全社会|财政|累计|完成|新增|投入|投资|固定资产))"
    r"|\d{1,2}月(?:\d{1,2}日)?(?:份|底|末)?|\d{1,2}[至到—–~-]+\d{1,2}月(?:份)?|[前首][一二三四五六七八九十\d]{1,2}个?(?:季度|月|年)"
    r"|连续[一二三四五六七八九十两\d]+年|[一二三四五六七八九十两近这\d]+年(?:来|多来|间|内|里|累计|共)?(?:以来)?"
    r"|(?:全面|全部|项目)?(?:投用|建成|投产|达产|完工|竣工|投运|建成投产|建成投用|达产达效)(?:以?后|之后)(?=.{2})|今明两?年|今后[一二三四五六七八九十两\d]+年|[今去前明]年(?:以来|[底末初])?|年[底末初]前?)[,、]?)"
)
# what introduces a clause or its object in front of a phrase: 决定将, 把, 使, 尽管, 但, 在全市率先
FRAME = re.compile(
    r"(?:[^,;、]{0,10}?(?:决定|同意|批准|规定|提出|要求))?(?:将(?!军|士|来|近|乐|才|要)|把(?!手|关|脉|握|控)|使(?!用|命|馆|者|领|得))(?=.{2})"
    r"|尽管|虽然|但是?(?=.{2})|因此|所以|从而|结果(?=.{3})|即(?!墨|时|期|征|将|便|使|办|开|可)(?=.{2})|就(?=完成|建|实现)"
    r"|在?(?:全[国省市区县州]|国内|省内|市内)(?:率先|首批|首先|最早)(?=.{3})"
)
# the first to attain something: 参保率在全省率先
PIONEERING = lazy_pattern(r"在?(?:全[国省市区县州]|国内|省内|市内)(?:率先|最先|首先)$")
# words that look like an adverb and a verb, and are the beginning of a noun
NOT_ADVERB = lazy_pattern(r"高质量发展(?=.{2})|实际(?:使用|利用|到位|吸收)|基本建设(?:投资|规模|贷款|资金|项目|支出)")
# words that look like a verb, and are the beginning of a noun
NOT_VERB = lazy_pattern(r"建成区(?![域间级县市属])|生产安全|生产总值")
# between a phrase and its number: 增加到2002年的, 由“九五”末的
TRAILING_TIME = lazy_pattern(
    rf"(?:(?:到|至|由|从)?(?:{_YEAR}[底末初]?|{_PLAN_PERIOD}(?:期?末|时期|期间)?|前[一二三四五]年"
    r"|连续(?:第?[一二三四五六七八九十两\d]+)年|(?:近|这|过去)?[三五]年(?:来|间)?|[去今前上]年[底末同]?期?)(?:的|同期|以来)?)$"
)
TRAILING_TIME_ENDS = frozenset(f"0123456789O{CHINESE_DIGITS}五”年底末初期间来同的")
"""With one of these a stretch ends that `TRAILING_TIME` closes."""
# what a change is measured against: 比上年, 较2020年, 比“十二五”末, 比全国平均水平
COMPARISON = lazy_pattern(
    rf"(?:(?<!占)(?<!同)(?<!相)比|较|相比于?)(?:{alternation('compared_with')}|\d|[一二][九〇])[^,;、]{{0,18}}$"
    r"|与[^,;、]{1,14}(?:相比|比较)$"
)
# the same with any other base, right before a verb of change: 比首届, 较试点前
BARE_COMPARISON = lazy_pattern(rf"{alternation('bare_comparison')}[^,;、]{{2,10}}$")
# a gap to a peer: 高于全部贷款, 低于全省平均水平
GAP = lazy_pattern(r"(?:远|大大|明显|仍)?(高于|低于|快于|慢于|高出|多于|少于|优于|大于|小于)[^,;、]{0,14}$")
# where a change starts, and the base of a rate: 由起步时的, 从每立方米
FROM = lazy_pattern(
    r"(?:(?:由|从)[^,;、]{0,8}?(?:的|时的?|时候的?)|(?:由|从)[^,;、]{0,8}?[月年末底初](?:的)?(?:最高点|最低点|高点|低点|峰值)|(?:由|从|至|到)每[一-龥]{1,4})$"
)
# what a multiple multiplies: 是“九五”的2.2倍
MULTIPLE_OF = lazy_pattern(r"(?:分别)?(?:是|为|相当于|达到?|等于)[^,;、]{0,16}的$")
# a verb of ranking and the circle in which the rank is held: 居长江中上游港口首位
RANKING = lazy_pattern(rf"{alternation('ranked')}(?:在)?([^,;、居列排位至到]{{1,16}})$")
# the circle alone: 增速全省第一
SCOPE = lazy_pattern(rf"(?:在)?({alternation('circle')}[^,;、]{{0,14}})$")
# words of time and modality inside a stretch: what stands before them is the subject or the occasion
MIDDLE = lazy_pattern(
    r"(?<![比较与由从])(?:今年|去年|全年|预计|力争|确保|争取|计划(?=新|完成|实[施现]|建|投|改|安|培))(?:共|要|将|再|全年)?(?=.{3})"
    r"|(?<=.)特别是|(?:(?<=部门)|(?<=单位)|(?<=村)|(?<=镇)|(?<=乡))各(?=.{3})"
)
BY_RATE = lazy_pattern(r"按[^,;、]{1,14}?(?:计算|折算|测算|计价|口径|统计)")
# what makes a verb the beginning of a noun: 服务|业, 改造|项目
NOUN_GOES_ON = lazy_pattern(alternation("noun_goes_on"))
