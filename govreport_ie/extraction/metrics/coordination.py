"""Taking coordinated phrases apart: which members a list has, and what each member's full name is."""

from __future__ import annotations

import re
from functools import cache

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern

__all__ = [
    "MID_DEALER",
    "common_end",
    "compressed_names",
    "full_names",
    "is_quality",
    "modifier_of",
    "names_a_place",
    "of_level",
    "owned_name",
    "shared_level",
    "shared_modifier",
    "split_members",
    "summary_suffix",
]

# the quotation marks part “甲”“乙”, too
_SEPARATOR = lazy_pattern(r"、(?![^(、]{0,4}\))|,|(?<=”)(?=“)|以及|和(?!谐|美|平|田|睦|合)|与(?!会)|及(?!时|其他)|/")
_ENUMERATION = lazy_pattern(r"、|,")
# 分别 inside a phrase: what stands before it are the members, what stands behind it is shared
MID_DEALER = lazy_pattern(r"分别|各自|依次|各")
# 石砚、枫渡两镇: a count and class noun that sums the members up
_SUMMARY = lazy_pattern(
    r"[两二三四五六七八九十\d]个?(?:大|类|项|家)?([镇乡村区县市街道省州园所校院]|街道|行业|产业|社区|园区|部门|企业)?$"
)
_HEADS = lazy_pattern(
    r"(?:(?:保险)?参保(?:人数|率)|[一-龥]{2}率|(?:补助|保障|低保|补贴|供养)标准|(?:违法|违纪|刑事)案件"
    rf"|{alternation('shared_amount')}?额|(?:产业|行业)?(?:增加值|总?产值|总值|主营业务收入)|{alternation('shared_volume')}量|[一-龥][量数]"
    r"|(?:营业|财政|预算|可支配|纯|经营性|税收|旅游|综合)?收入|(?:消费|财政|预算)?支出"
    rf"|{alternation('shared_head')})$"
)


def split_members(text: str, start: int, end: int, count: int) -> list[tuple[int, int]] | None:
    """Split text[start:end] into exactly ``count`` members.

    Args:
        text: the folded text.
        start: start of the phrase.
        end: end of the phrase.
        count: how many values are dealt out.

    Returns:
        The members' spans, or None where the phrase has another number of members.
    """
    for pattern in (_SEPARATOR, _ENUMERATION):
        members: list[tuple[int, int]] = []
        depth_from = start
        for match in pattern.finditer(text, start, end):
            if match.start() > depth_from:
                members.append((depth_from, match.start()))
            depth_from = match.end()
        if depth_from < end:
            members.append((depth_from, end))
        if len(members) == count:
            return members
    return None


@cache
def _compressed() -> list[tuple[str, tuple[str, ...]]]:
    """Words that write several members as one, the longest first."""
    rows = [(row["word"], lexicons.values(row["members"])) for row in lexicons.load("compressed_pairs")]
    return sorted(rows, key=lambda row: -len(row[0]))


def compressed_names(phrase: str, count: int, *, marked: bool = False) -> list[str] | None:
    """The full names of a phrase that writes ``count`` members as one word (城乡居民…), or None.

    Args:
        phrase: the phrase.
        count: how many values are dealt out.
        marked: look only for words with a mark inside (存、贷款), which no list of members is.

    Example:
        >>> compressed_names("各项存贷款余额", 2)
        ['各项存款余额', '各项贷款余额']
    """
    for word, members in _compressed():
        if word in phrase and len(members) == count and (not marked or "、" in word):
            return [phrase.replace(word, member, 1) for member in members]
    return None


def full_names(members: list[str]) -> tuple[list[str], bool]:
    """Complete the members of a list whose head only the last one writes.

    Args:
        members: the members as written, in order.

    Returns:
        The full names, and whether a head was shared.
    """
    for reading in _READINGS:
        if found := reading(members):
            return found
    return list(members), False


_Names = tuple[list[str], bool]
"""The full names of a list's members, and whether they share a head."""


def _of_base(members: list[str]) -> _Names | None:
    """Rates of one base: 万元GDP能耗、水耗."""
    base = _BASE_OF_RATE.match(members[0])
    if base is None or any(_BASE_OF_RATE.match(member) for member in members[1:]):
        return None
    return [members[0], *(base[0] + member for member in members[1:])], False


def _of_characters(members: list[str]) -> _Names | None:
    """Members of one character: 中、高等职业教育; 一、二级公路."""
    last = members[-1]
    if len(members) < 2 or len(last) < 3 or any(len(member) != 1 for member in members[:-1]):
        return None
    return [*(member + last[1:] for member in members[:-1]), last], True


def _of_accidents(members: list[str]) -> _Names | None:
    """Accidents and what they cost: 矿山事故和死亡人数, 安全事故起数、死亡人数."""
    accidents = members[0].removesuffix("起数")
    if not accidents.endswith("事故") or _OF_ACCIDENTS.isdisjoint(members[1:]):
        return None
    return [members[0], *(accidents + one if one in _OF_ACCIDENTS else one for one in members[1:])], False


def _of_bare_heads(members: list[str]) -> _Names | None:
    """Bare heads that share what stands before the first one's head: 政策享受户数与金额."""
    head = _HEADS.search(members[0])
    if head is None or head.start() < 2 or any(member not in _BARE for member in members[1:]):
        return None
    return [members[0], *(members[0][: head.start()] + member for member in members[1:])], True


def _of_zone(members: list[str]) -> _Names | None:
    """What a zone has, which only the first member names: 滨海新区经济总量和财政收入."""
    zone = _ZONE.match(members[0]) if any(_HEADS.search(member) for member in members[:-1]) else None
    if zone is None or any(_ZONE.match(member) for member in members[1:]):
        return None
    return [members[0], *(zone[0] + member for member in members[1:])], False


def _of_last_head(members: list[str]) -> _Names | None:
    """A head that only the last member writes: 粮食、油料产量."""
    first, last = members[0], members[-1]
    if len(members) < 2 or any(_HEADS.search(member) for member in members[:-1]):
        return None
    cut = _modifier_end(first, last)
    if cut is None and (head := _HEADS.search(last)):
        cut = head.start()
        if _BETWEEN.fullmatch(last, len(first), cut):
            cut = len(first)  # 广播、电视综合人口覆盖率
    if not cut or cut == len(last):
        return None
    return [*(member + last[cut:] for member in members[:-1]), last], True


def _of_rates(members: list[str]) -> _Names | None:
    """A rate of change behind the last member that is that of all: 工业增加值、固定资产投资、社零总额增速."""
    head = _RATE.search(members[-1])
    if len(members) < 2 or head is None or not head.start() or any(_RATE.search(member) for member in members[:-1]):
        return None
    return [*(member + head[0] for member in members[:-1]), members[-1]], False


def _of_ordinals(members: list[str]) -> _Names | None:
    """The names of industries told apart by their ordinals (第一、第二、第三产业增加值; 一、二、三产), or None."""
    last = _INDUSTRY.match(members[-1])
    if last is None or not all(_ORDINAL.fullmatch(member) for member in members[:-1]):
        return None
    noun, rest = last[2], members[-1][last.end() :]
    mark = "" if noun == "产" else "第"
    return [*(mark + member[-1] + noun + rest for member in members[:-1]), mark + last[1] + noun + rest], True


def _of_one_kind(members: list[str]) -> _Names | None:
    """A head behind the noun that closes every member: 国有企业、民营企业利润 (企业), 人民币存款、外币存款余额 (存款)."""
    noun, last = members[0][-2:], members[-1]
    if len(members) < 2 or len(members[0]) < 3 or not all(member.endswith(noun) for member in members[:-1]):
        return None
    cut = last.rfind(noun) + 2
    if cut < 4 or cut == len(last) or last[cut:] in ("占比", "比重"):
        return None
    head = _HEADS.search(last)
    if head is None or head.start() > cut:
        return None
    return [*(member + last[cut:] for member in members[:-1]), last], True


def _modifier_end(first: str, last: str) -> int | None:
    """Where the last member's own modifier ends: behind the character that closes the other members too (…业, …产, …镇)."""
    if first.endswith("”") and last.startswith("“"):
        return last.find("”") + 1 or None
    if first[-1:] in _PLACE_ENDS:
        for at in range(1, min(7, len(last) - 2)):
            if last[at] in _PLACE_ENDS:
                return at + 1
    at = last.find(first[-1:])
    if 0 < at < len(last) - 1 and at <= 7:
        return at + 1
    other = _PAIRS.get(first, "")
    return len(other) or None if last.startswith(other) else None


_READINGS = (
    _of_base,
    _of_ordinals,
    _of_characters,
    _of_one_kind,
    _of_accidents,
    _of_bare_heads,
    _of_zone,
    _of_last_head,
    _of_rates,
)
"""Ways in which members share a part of their names, tried in this order."""


_BASE_OF_RATE = lazy_pattern(
    r"(?:万元|亿元|单位)(?:GDP|(?:地区|国内)?生产总值|工业增加值|产值)(?=.{2})|每?[千万](?:名?(?:老年)?人口?)(?:拥有)?(?=.{2})"
    r"|每平方公里(?:土地)?(?:产出)?(?=.{2})"
)
# what may stand between a member and the head that all share, and belongs to all
_BETWEEN_WORDS = "综合 人口 良种 人均 可支配 平均 累计 年均 实际 播种 种植 销售 主营业务 营业 社会 新增 合同 总 年末 年"
_BETWEEN = lazy_pattern(f"(?:{'|'.join(_BETWEEN_WORDS.split())})+")
_RATE = lazy_pattern(r"(?:增速|增幅|增长率|增长速度)$")
_ORDINAL = lazy_pattern(r"第?[一二三]")
_INDUSTRY = lazy_pattern(r"第?([一二三])次?(产业|产(?=$|增|总|占|产|投|比|从|税))")
_BARE = frozenset(
    (
        "金额",
        "户数",
        "人数",
        "面积",
        "产量",
        "数量",
        "总量",
        "件数",
        "占比",
        "产值",
        "税收",
        "利润",
        "投资",
        "单产",
        "总产",
        "规模",
        "营业收入",
        "营业额",
        "销售额",
        "成交额",
        "交易额",
        "合同额",
        "结算额",
        "到位额",
        "贡献额",
    )
)
_ZONE = lazy_pattern(r"[一-龥]{2,8}(?:经济区|开发区|新区|园区|高新区|试验区|自贸区|合作区|示范区)(?=.{2})")
_OF_ACCIDENTS = frozenset(
    ("亡人数", "亡人", "死亡人数", "死亡", "受伤人数", "死伤人数", "伤亡人数", "直接经济损失", "经济损失")
)
_PLACE_ENDS = frozenset("区园镇乡村市县门院校站港")
_CLASSES = frozenset(("示范", "模范", "样板", "试点"))
_PAIRS = {
    "城镇": "农村", "农村": "城镇", "公办": "民办", "民办": "公办", "城市": "农村", "国有": "民营", "出口": "进口", "进口": "出口",
    "存款": "贷款", "贷款": "存款", "本币": "外币", "省级": "市级", "国家级": "省级", "男性": "女性", "内资": "外资", "集体": "个人", "省内": "跨省", "境内": "境外", "线上": "线下",
}  # fmt: skip


def summary_suffix(text: str) -> tuple[str, str]:
    """Part a closing sum (两镇, 三个街道) from the last member; its class noun completes bare members."""
    match = _SUMMARY.search(text)
    if match and match.start() > 0:
        return text[: match.start()], match[1] or ""
    return text, ""


# what a rate or an amount says of a whole phrase; other heads take the place of the phrase's own head (粮食播种面积 → 粮食产量)
_OF_THE_WHOLE = lazy_pattern(rf"{alternation('of_the_whole')}$")
_OWN_HEAD = lazy_pattern(
    rf"(?:总?(?:播种|种植|养殖|建筑|销售|灌溉)?(?:面积|播面)|{alternation('own_head')}|[一-龥]{{2}}率)$"
)
_MEASURES_A_SIZE = frozenset(("增速", "增幅", "占比", "比重", "总量"))
_A_DAY = lazy_pattern(r"^(?:平均)?(?:每[天日月]|[日月]均)(?:平均)?(?:新[增设])?(?=..)")
_DEALT_WITH: dict[str, str] = dict.fromkeys(("办结", "受理", "答复", "办复"), "办理")
_SIZES = frozenset(("总量", "总数", "规模", "增速", "增幅"))
_QUALITY = re.compile(rf"^(?:综合|群众|按时|按期|代表|委员|基本)?{alternation('quality')}[一-龥]{{0,6}}[率度]$")


def is_quality(head: str) -> bool:
    """Whether a head rates how something was dealt with (满意率, 办复率), and so needs the thing's name."""
    return head.endswith(("率", "度")) and len(head) <= 9 and _QUALITY.search(head) is not None


def owned_name(owner: str, verb: str, head: str) -> str:
    """The full name of a bare head (总投资, 满意率) from the phrase it belongs to.

    Args:
        owner: the object of the earlier phrase, without its verb.
        verb: that phrase's verb.
        head: the bare head.

    Example:
        >>> owned_name("粮食播种面积", "", "总产量")
        '粮食总产量'
        >>> owned_name("群众诉求", "办理", "满意率")
        '群众诉求办理满意率'
    """
    if head.startswith("总"):
        owner = _A_DAY.sub("", owner, count=1)  # 日均新增经营主体, 总数
    if not owner or head.startswith(owner):
        return head
    if owner.endswith(head):
        return owner
    if head == "人均":
        return head + owner
    if name := _overlapping(owner, head):
        return name
    if _OF_THE_WHOLE.search(head):
        sized = head[-2:] in _MEASURES_A_SIZE and owner[-2:] in _SIZES
        return (owner[:-2] if sized else owner) + head
    if _QUALITY.search(head) and len(verb) == 2:
        verb = _DEALT_WITH.get(verb, verb)
        return owner + head if head[0] == verb[0] else owner + verb + head
    return _in_place_of_head(owner, head)


def _in_place_of_head(owner: str, head: str) -> str:
    """The name where the head takes the place of its owner's own head (粮食播种面积, 总产量), or stands behind the owner."""
    match = _OWN_HEAD.search(owner) or (_OF_THE_WHOLE.search(owner) if len(head) > 2 else None)
    if match and match.start() >= 2:
        return owner[: match.start()].removesuffix(head[:2]) + head  # 规上工业亩均增加值, 亩均税收
    return owner + head


def _overlapping(owner: str, head: str) -> str:
    """The name where the head begins with what closes its owner (医保参保, 参保率), or totals it (高速公路里程, 总里程); empty where neither."""
    if len(head) < 3:
        return ""
    if head[0] == "总":
        return owner[: 1 - len(head)] + head if owner.endswith(head[1:]) and len(owner) > len(head) else ""
    if owner.endswith(head[:2], 0, -2):
        return owner[:-4] + head  # 空气质量优良天数, 优良率
    return owner[:-2] + head if owner.endswith(head[:2]) and len(owner) > 3 else ""


def names_a_place(member: str) -> bool:
    """Whether a member of a list reads like a place or an institution (北门, 开发区), not like a kind (城镇)."""
    return member[-1:] in _PLACE_ENDS and member not in _PAIRS and len(member) > 1


def modifier_of(members: list[str], names: list[str]) -> list[str]:
    """What each member's name has before the head that all share; a following 居民 goes with it (城镇居民).

    Args:
        members: the members as written.
        names: their full names, from `full_names`.
    """
    head = names[0][len(members[0]) :]
    if not head:
        return [""] * len(members)
    people = 2 if head.startswith("居民") else 0
    return [name[: len(name) - len(head) + people] for name in names]


def shared_modifier(before: str, name: str) -> str:
    """Complete the second of a pair that shares its modifiers: 金融机构存款余额…,贷款余额 → 金融机构贷款余额.

    Args:
        before: the phrase before.
        name: the phrase as written.
    """
    level = shared_level(before, name)
    if level:
        return level + name
    if name in _OF_REPRESENTATIVES and (match := _REPRESENTED.match(before)):
        return match[1] + name  # 代表议案7件、建议278件
    one = name[:2]
    if one in _CLASSES and (at := before.find(one)) > 0:
        return before[:at] + name  # 乡村振兴示范片8个、示范村120个
    other = _PAIRS.get(one)
    if other and len(name) > 2:
        tail = other + name[2:]
        if before.endswith(tail) and len(before) > len(tail):
            return before[: -len(tail)] + name
    return name


_LEVEL = lazy_pattern(r"(?:国家|世界|省|市|县|区|州|部|自治区)级(?:及?以上)?|(?:国家|全国)(?!级)")
_BARE_LEVEL = lazy_pattern(r"(?:国家|世界|省|市|县|区|州|部|自治区)级(?:及?以上)?")
# kinds of things that are recognised at a level; 企业 and 项目 are too wide for the level to carry over
_RECOGNISED = lazy_pattern(rf"{alternation('recognised')}$")
_OF_REPRESENTATIVES = ("议案", "建议", "提案", "书面意见")
_REPRESENTED = lazy_pattern(r"([一-龥]*?(?:人大|代表|政协|委员))[一-龥]{0,4}(?:议案|建议|提案)$")
_OWN_LEVEL = lazy_pattern(rf"级|^{alternation('level_in_front')}")


def of_level(before: str, level: str) -> str | None:
    """The thing named before at another level: 省级企业技术中心, 市级 → 市级企业技术中心.

    Args:
        before: the object of the phrase before.
        level: the words before the number.

    Returns:
        The full name, or None where the words are no bare level.
    """
    if not before or _BARE_LEVEL.fullmatch(level) is None:
        return None
    match = _LEVEL.search(before)
    if match is None:
        return level + before
    return before[: match.start()] + level + before[match.end() :]


def shared_level(before: str, name: str) -> str:
    """The level that a list's first member gives to a later one of the same kind (省级以上企业技术中心、工程研究中心), or nothing.

    Args:
        before: the object of the phrase before.
        name: the phrase as written.
    """
    match = _LEVEL.match(before)
    if match is None or len(name) < 2 or _OWN_LEVEL.search(name):
        return ""
    kind = _RECOGNISED.search(name)
    return match[0] if kind is not None and before.endswith(kind[0]) else ""


def common_end(one: str, two: str) -> int:
    """How many closing characters two names share, at least two characters of each aside (公办, 民办)."""
    size = 0
    while size < min(len(one), len(two)) - 2 and one[-1 - size] == two[-1 - size]:
        size += 1
    return size
