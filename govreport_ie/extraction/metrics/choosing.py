"""Choosing the phrase that one number measures: before it, behind it, or said earlier.

The cases are tried in a fixed order; every case is a method that returns a target or None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from govreport_ie.extraction.metrics.antecedents import Antecedents
from govreport_ie.extraction.metrics.coordination import of_level, owned_name, shared_modifier
from govreport_ie.extraction.metrics.dealing import Dealer
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.shares import SHARE_OF, population, share_name
from govreport_ie.extraction.metrics.targets import Scene, Target

__all__ = ["Chooser"]

_COUNTED = ("count", "measure", "money")
_SHORT = 4  # a predicate no longer than this may go into a name
_LONGEST_BRACKET = 40
_LONGEST_PART = 14  # what tells a part of things counted before from the others is no longer than this
_LONG = 8  # a phrase longer than this may hold its subject and verb
# a predicate right behind a number, where its noun would stand
_PREDICATE_BEHIND = re.compile(
    r"[、和与及(]|的?基础上|变为|调整为|优化为|精减|转为|整合为|[居列排](?:全|第|首|于|前|在|名|(?<!列)入|为|世|国|省|市|各|同)|位[居列]|列入(?![^,;。]{0,10}的)|占(?!地)|同比|环比|比|较(?!大)|增长|增加|下降|提高|减少|降低"
    r"|翻(?!新)|达(?!标)|为(?!民|群众|企|老|残|困)|是|均|双双|都(?!市)|其中|并(?!网|购|联)|且|而|以(?!工代赈|旧换新)|等(?!级)|分别|以上$|左右|不等"
    r"|的?(?:增长|增速|速度|目标|(?<!项)任务$|水平$|好成绩)|进入全|跻身|创(?!新|业|意|建)|实现|荣获第|目标|大关|以内|及以上|作用"
)
# where a predicate begins inside the phrase behind a number
_PREDICATE_INSIDE = re.compile(
    r"分别|[、和](?:一批|若干)|位[居列]|通过(?!率|能力)|面向|协同|已(?!经?纳|被)|(?<!平)均(?![衡价等])|全部|正在|即将|加快|有序|稳步|扎实|顺利|如期|同步|成功|陆续|相继|逐步"
    r"|(?<!公)共(?!同|建|享|服|治|性|富|和|青|产|有)|各(?!类|级|界|项|族|地|方|种|部门|单位)"
)
# nouns of one character that a number counts: 300个村
_PLACES_COUNTED = frozenset("村镇乡县市区旗户校店厂")
# what a number of people attained: 3万人实现脱贫
_ATTAINED_BY_PEOPLE = re.compile(r"(?:稳定|顺利)?实现([^,;。、:\d]{2,8})$")
_PRODUCING = frozenset(("生产", "出产", "销售", "出口", "进口"))
# what may stand between the noun of one count and the next count (443个车间调整为351个班组)
_BETWEEN_COUNTS = frozenset(("", "的", "调整为", "整合为", "优化为"))
# the work on one thing ends where the work on another begins: 绿道建设和…片区改造
_WORK_AND_WORK = re.compile(
    r"(?<=..)(?:建设|改造|整治|修缮|拓宽|提升)[和及](?=[^的]{4,}(?:改造|搬迁|建设|整治|修缮|提升)$)"
)
# 6家已进入清算程序和3家…的企业改制: what only describes what the next number's phrase names
_DESCRIBES = re.compile(r"(?:已|拟|未|正在|尚未)[^,;。、的]{2,14}$")
# 每人, 每个社区每年: what a value is counted for, without a head
_REACHING = frozenset(("", "约", "近", "为", "达", "达到", "超过"))
_EACH_FIRST = frozenset("平每")
_EACH = re.compile(
    r"(?:平均)?(?:每个?(?:人|户|家|名|亩|村|社区|镇|乡|县|区|年|月|件|辆|生|班|校|单位|企业|家庭|项目|学生))+"
)
# how an earlier noun's numbers are parted: 303个,217个当年开工
_STATE_BEHIND = re.compile(r"(?:当年|年内|跨年|提前|按期|如期|已经?|全部|正式|顺利|基本)+(?=..)")
_PEOPLE = frozenset("人名户")
_CLOSING_STATE = re.compile(
    r"(?:已?(?:全面|全部|顺利|如期|基本|提前|加快|有序|稳步|扎实|正式|陆续|相继|成功|圆满|超额|正在|即将)+"
    r"(?:完成|推进|实施|建成|开工|竣工|投用|投产|启动|建设|落地|达标|通车|落实|办结|见效)[一-龥]{0,6})$"
)
_TRAILING_VERB = re.compile(
    r"(?:达到?|超过|从|由|至|到|(?<![国公私占拥所专特共])有|共有|(?:调整|整合|优化|(?<=[率量额值数]))为|(?:平均|年均)(?:提高|增长|下降)|的?基础上|的)$"
)
_SKIP_BEHIND = re.compile(r"[\s的]*(?:以上|以下|左右|以内|及以上|多)?[\s的]*")
_CLAUSE_END = re.compile(r"[,;。:、!]")
_MEDAL = re.compile(r"[金银铜]$")
_GAMES = re.compile(
    r"(?:在|参加|获得?)?([^,;。、在]{0,16}?(?:运动会|[省市全亚奥残]运会|奥运|锦标赛|冠军赛|公开赛|世界杯|大赛|竞赛|比赛|世锦赛))"
)
_PLACE_ALONE = re.compile(r"[一-龥]{1,5}(?:镇|乡|县|区|市|街道|村|旗|省|州)")
_PLACE_IN_FRONT = re.compile(
    r"[一-龥]{1,7}(?<!全)(?:省|自治区|州|市|区|县|旗|镇|乡|村|街道|园|社区|(?<!街道)办事处|花园|新城|片区|开发区)"
)
# verbs that go with the noun behind them where a place stands in front (城区1条新增黑臭水体)
_PARTICIPLE = re.compile(r"(?:新增|新建|在建|续建|返还|闲置|待建)(?=..)")
# heads that say a property of what the phrase behind the number names (总投资9亿元的7个项目)
_PROPERTY = re.compile(
    r"(?:总?投资额?|总?规模|总?面积|长度|全长|总长|里程|总?容量|装机|产值|资金|金额|总额|建筑面积|产能|估算|概算)$"
)
_SPENDING = re.compile(r"(?:投入|投资|筹资|出资|斥资|耗资)$")
_TRAILS_OFF = re.compile(r"(?:等|的|有|对|为|向|在|由|于|用于|以|将|给|使|让|与|和|及|、|把|含|包括|涉及|其中)$")


def _thing(name: str) -> str:
    """The noun of an earlier phrase, as later clauses take it up (的经济案件 → 经济案件; 主要指标中 → 主要指标)."""
    return name.lstrip("的").removesuffix("中") or name


class Chooser:
    """Chooses the phrase of one number.

    Args:
        reader: reads phrases.
        antecedents: finds what is left out.
        dealer: knows bare heads.
    """

    def __init__(self, reader: PhraseReader, antecedents: Antecedents, dealer: Dealer) -> None:
        self.reader = reader
        self.antecedents = antecedents
        self.dealer = dealer

    def choose(self, scene: Scene, k: int, phrase: Phrase) -> Target | None:
        """The phrase that the k-th number measures, or None where nothing says it."""
        q = scene.quantities[k]
        if q.row_header:
            header = scene.folded[q.row_header[0] : q.row_header[1]]
            return Target(*q.row_header, q.row_header[0], header, "metrics.choosing:header of the table's row")
        if q.kind == "count" and _MEDAL.search(scene.folded, q.start, q.end):
            games = self._games(scene, k)
            if games:
                return games
            behind = None
        else:
            behind = self._behind(scene, k, phrase)
        if (phrase.empty or phrase.only_verb) and (target := self._named_next(scene, k)):
            return target
        if phrase.empty or self._said_of_last(scene, k, behind):
            return self._per_head(scene, k, behind) or self._without_phrase(scene, k, phrase, behind)
        core = scene.folded[phrase.start : phrase.end]
        if scene.entries and (target := self._headless(scene, k, phrase, behind)):
            return target
        if self._has_property(scene, k, phrase):
            phrase.start = phrase.object_start
            return self._bare_head(scene, k, phrase, behind)
        if self.dealer.is_generic(core):
            return self._bare_head(scene, k, phrase, behind)
        if phrase.only_verb and phrase.part and q.kind != "count" and core in self.reader.event:
            phrase.object_start = phrase.start  # 其中出口
        if phrase.only_verb:
            return self._verb_only(scene, k, phrase, behind)
        counted = q.kind in _COUNTED
        if counted:
            target = self._head_behind(scene, k, phrase, behind)
        else:
            target = self._share(scene, k, phrase, behind) if q.kind != "rank" else None
        if target is None and q.kind == "percent" and scene.folded.startswith("的", phrase.end):
            target = self._work_done(scene, k, phrase)
        if target is None and len(core) > _LONG:
            target = self._after_inner_verb(scene, phrase, counted)
        return target or self._before(scene, k, phrase, counted)

    def _has_property(self, scene: Scene, k: int, phrase: Phrase) -> bool:
        """Whether a verb and a bare head stand before what the head is a property of (实施总投资9亿元的7个项目)."""
        head = scene.folded[phrase.object_start : phrase.end]
        return scene.folded.startswith("的", scene.slots[k].right_start) and head in self.reader.generic

    def _headless(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target | None:
        """The words before the number only qualify the thing counted before, whose name they leave out."""
        slot, q, last = scene.slots[k], scene.quantities[k], scene.entries[-1]
        if q.kind not in _COUNTED or slot.mark == ";":
            return None
        folded = scene.folded
        core = folded[phrase.object_start : phrase.end]
        if core[:1] in _EACH_FIRST and (target := self._per_head(scene, k, behind)):
            return target
        if behind or last.unit != q.unit_text or phrase.change:
            return None
        verb = folded[phrase.start : phrase.object_start] or last.target.verb
        name = of_level(last.object_name, core)
        if name:
            # 培育省级企业技术中心8家、市级30家
            target = scene.again(
                last, "metrics.choosing:another level of an earlier object", name=verb + name, verb=verb
            )
            target.object_name = name
            if target.object_start < target.end:
                target.start = target.object_start
            target.explicit = True
            return target
        if (
            phrase.end == slot.left_end - 1
            and folded[phrase.end] == "的"
            and 2 < len(core) <= _LONGEST_PART
            and last.object_name[:1] != "在"
        ):
            # 规上企业216家,产值超亿元的48家
            thing = _thing(last.object_name)
            target = scene.again(last, "metrics.choosing:some of an earlier object", name=f"{core}的{thing}", verb="")
            target.object_name = thing
            return target
        return None

    def _per_head(self, scene: Scene, k: int, behind: Target | None) -> Target | None:
        """What one of those named before gets (发放助学金800万元,每人2000元)."""
        slot = scene.slots[k]
        if behind or not scene.entries or scene.folded[slot.left_start : slot.left_start + 1] not in _EACH_FIRST:
            return None
        last = scene.entries[-1]
        each = _EACH.match(scene.folded, slot.left_start, slot.left_end)
        if each is None or scene.quantities[k].kind != "money" or last.kind != "money" or last.measure == "growth":
            return None
        if scene.folded[each.end() : slot.left_end] not in _REACHING or each[0].removeprefix("平均") in (
            "每年",
            "每月",
        ):
            return None  # 每所投资500万元: a head of its own; 平均每年增加3亿元: of the whole
        return scene.again(last, "metrics.choosing:per head of an earlier phrase", name=each[0] + last.object_name)

    def _said_of_last(self, scene: Scene, k: int, behind: Target | None) -> bool:
        """Whether the words before a number are the last number's noun, and its own stands behind it (9个片区31项任务)."""
        slot = scene.slots[k]
        if behind is None or slot.mark != "q" or not scene.entries or scene.quantities[k].kind != "count":
            return False
        last = scene.entries[-1]
        if last.kind != "count" or last.target.start != slot.left_start:
            return False
        return scene.folded[last.target.end : slot.left_end] in _BETWEEN_COUNTS

    def phrase_behind(self, folded: str, slot: Slot) -> tuple[int, int] | None:
        """The phrase on the right of a number, unless a predicate stands there."""
        start, end = slot.right_start, slot.right_end
        if start >= end:
            return None
        match = _SKIP_BEHIND.match(folded, start, end)
        if match:
            start = match.end()
        while end > start and folded[end - 1] in " \n\t、":
            end -= 1
        if end - start == 1 and folded[start] in _PLACES_COUNTED:
            return start, end
        if end - start < 2 or _PREDICATE_BEHIND.match(folded, start, end) or self.reader.change_at(folded, start, end):
            return None
        match = _CLOSING_STATE.search(folded, max(start, end - 16), end)
        if match and match.start() - start >= 2:
            end = match.start()
        for match in _PREDICATE_INSIDE.finditer(folded, start + 2, end):
            if folded.count("“", start, match.start()) == folded.count("”", start, match.start()):
                end = match.start()
                break
        match = _TRAILING_VERB.search(folded, start + 2, end)
        return start, match.start() if match else end

    def _behind(self, scene: Scene, k: int, phrase: Phrase) -> Target | None:
        slot = scene.slots[k]
        span = self.phrase_behind(scene.folded, slot)
        if span is None and k + 1 < len(scene.slots):
            following = scene.slots[k + 1]
            if following.gap_list and following.left_end == slot.right_start:
                span = self.phrase_behind(scene.folded, following)  # 12条845公里高速公路
        if span is None and (phrase.empty or phrase.only_verb) and scene.folded.startswith("(", slot.right_start):
            span = self._behind_bracket(scene, slot)
        if span is None:
            return None
        start, end = span
        kind = scene.quantities[k].kind
        if kind == "measure" and (match := _WORK_AND_WORK.search(scene.folded, start, end)):
            end = match.end() - 1
        elif kind == "count" and scene.folded[start] in "已拟未正尚" and _DESCRIBES.fullmatch(scene.folded, start, end):
            start, end = self._described(scene, k, start, end)
        if kind in ("percent", "ratio") and (found := population(scene.folded, start, end)):
            return Target(start, found[0], start, found[1], "metrics.choosing:share of a class", phrase.verb)
        return Target(start, end, start, scene.folded[start:end], "metrics.choosing:phrase behind", phrase.verb)

    def _named_next(self, scene: Scene, k: int) -> Target | None:
        """The thing that only the next clause names (在去年建成5个的基础上,再建社区食堂8个)."""
        if not scene.folded.startswith(("的基础上", "基础上"), scene.slots[k].right_start) or k + 1 == len(scene.slots):
            return None
        if scene.quantities[k + 1].unit_text != scene.quantities[k].unit_text:
            return None
        target = self._spent_on(scene, k)
        if target:
            target.rule = "metrics.choosing:named in the next clause"
        return target

    def _behind_bracket(self, scene: Scene, slot: Slot) -> tuple[int, int] | None:
        """The phrase behind a bracket that parts a number from it (3亿元(每镇500万元)的投入)."""
        close = scene.folded.find(")", slot.right_start, slot.right_start + _LONGEST_BRACKET)
        if close < 0:
            return None
        stop = _CLAUSE_END.search(scene.folded, close + 1, min(scene.end, close + _LONGEST_BRACKET))
        if stop is None or any(char.isdigit() for char in scene.folded[close + 1 : stop.start()]):
            return None
        beyond = replace(slot, right_start=close + 1, right_end=stop.start())
        return self.phrase_behind(scene.folded, beyond)

    def _described(self, scene: Scene, k: int, start: int, end: int) -> tuple[int, int]:
        """The noun behind the next number of the same unit where only a description stands behind this one."""
        if k + 1 < len(scene.slots) and scene.quantities[k + 1].unit_text == scene.quantities[k].unit_text:
            following = scene.slots[k + 1]
            at = scene.folded.find("的", following.right_start, following.right_end)
            if following.mark == "q" and 0 < at < following.right_end - 2:
                return at + 1, following.right_end
        return start, end

    def _games(self, scene: Scene, k: int) -> Target | None:
        """Medals belong to the games where they were won."""
        q = scene.quantities[k]
        found = list(_GAMES.finditer(scene.folded, max(scene.start, q.start - 70), q.start))
        if not found:
            return None
        games = found[-1]
        name = f"{games[1]}{scene.folded[q.end - 1]}牌"
        return Target(games.start(1), games.end(1), games.start(1), name, "metrics.choosing:medals")

    def _without_phrase(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target | None:
        """Nothing is left of the words before the number."""
        slot, q = scene.slots[k], scene.quantities[k]
        if behind is None and q.kind == "count" and not phrase.change and q.unit_text[-1:] in _PEOPLE:
            attained = _ATTAINED_BY_PEOPLE.match(scene.folded, slot.right_start, slot.right_end)
            if attained:
                name = attained[1]
                return Target(*attained.span(1), attained.start(1), name, "metrics.choosing:attained by people", "实现")
        if behind:
            last = scene.entries[-1] if scene.entries else None
            more = last is not None and slot.mark in (",", ";") and last.unit == q.unit_text and not phrase.change
            if more and self._state_at(scene.folded, behind.start, behind.end):
                # 100个产业化项目,有60个建成投产
                target = self.antecedents.elided(scene, k, phrase)
                if target and last and not target.explicit and len(behind.name) <= _LONG:
                    of = "的" if q.kind == "count" else ""
                    target.object_name = _thing(last.object_name)
                    target.name = behind.name + of + target.object_name
                return target
            work = q.kind in _COUNTED and not phrase.to and not phrase.compared
            if q.kind != "rank" and not phrase.dealt and (work or not phrase.change):
                if phrase.change:
                    # the verb of change is the verb of the work done: 增加8所学校
                    behind.verb = self.reader.closing_verb(scene.folded, slot.left_start, slot.left_end)
                    behind.name = behind.verb + behind.name
                    phrase.change = ""
                return behind
        return self.antecedents.elided(scene, k, phrase) or behind

    def _state_at(self, folded: str, start: int, end: int) -> bool:
        """Whether a number's thing is said to have been worked on behind it (建成投产, 当年开工)."""
        match = _STATE_BEHIND.match(folded, start, end)
        return self.reader.predicate_at(folded, match.end() if match else start, end)

    def _bare_head(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target | None:
        """The phrase is a bare head (总投资, 增速) that belongs to something said elsewhere."""
        slot, q = scene.slots[k], scene.quantities[k]
        folded = scene.folded
        core = folded[phrase.start : phrase.end]
        if q.kind in _COUNTED and folded[slot.right_start : slot.right_start + 1] == "的":
            # 总投资9亿元的7个水利类项目
            owner = behind.name if behind else ""
            if not owner and k + 1 < len(scene.slots) and scene.slots[k + 1].mark == "q":
                span = self.phrase_behind(folded, scene.slots[k + 1])
                owner = folded[span[0] : span[1]] if span else ""
            if owner:
                rule = "metrics.choosing:property of the phrase behind"
                return Target(phrase.start, phrase.end, phrase.object_start, owner + core, rule, phrase.verb)
        if phrase.only_verb and behind and q.kind != "rank":
            return behind
        own = self.antecedents.elided(scene, k, phrase)
        if own is None and q.kind == "money" and core[-2:] in ("投资", "投入", "资金"):
            spent = self._spent_on(scene, k)
            if spent:
                return spent
        name, member, object_name = self.antecedents.generic_name(scene, k, phrase, own)
        rule = "metrics.choosing:bare head"
        return Target(phrase.start, phrase.end, phrase.start, name, rule, phrase.verb, member, object_name=object_name)

    def _verb_only(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target:
        """The phrase is a verb without an object."""
        slot, q = scene.slots[k], scene.quantities[k]
        core = scene.folded[phrase.start : phrase.end]
        last = scene.entries[-1] if scene.entries else None
        if behind and not (last and phrase.verb in ("剩余", "其余")):
            behind.name = core + behind.name
            behind.rule = "metrics.choosing:verb and phrase behind"
            return behind
        if q.kind == "money" and not (last and last.clause >= slot.clause - 1):
            spent = self._spent_on(scene, k)
            if spent:
                return spent
        if last is None:
            topic = self.antecedents.subject_before(scene, k, topic=True) if core in _PRODUCING else None
            if topic and topic[1] - topic[0] <= _LONG:
                # 拖拉机,全省只生产400台
                name = core + scene.folded[topic[0] : topic[1]]
                return Target(*topic, topic[0], name, "metrics.choosing:verb of a topic", core)
            return Target(phrase.start, phrase.end, phrase.start, core, "metrics.choosing:verb alone", phrase.verb)
        closing = self.reader.closes_with(last.object_name)
        if closing:
            # 技改项目新开工31个、续建17个
            rest = last.object_name[: len(last.object_name) - closing]
            name = core + rest if core[0] == "在" else rest + core
            target = scene.again(last, "metrics.choosing:another verb of an earlier object", name=name, verb="")
            target.object_name = name
            return target
        rule = "metrics.choosing:verb with an earlier object"
        target = scene.again(last, rule, name=core + last.object_name, verb=phrase.verb)
        if target.object_start < target.end:
            target.start = target.object_start  # the earlier verb is not this number's
        return target

    def _share(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target | None:
        """A share of a whole, or a rate whose phrase stands behind (实现100%清洁取暖)."""
        folded = scene.folded
        core = folded[phrase.start : phrase.end]
        share = SHARE_OF.search(folded, phrase.start, phrase.end)
        if share and share.start() > phrase.start:
            subject = folded[phrase.start : share.start()]
            if subject in self.reader.generic and scene.entries:
                # …产业规模突破6000亿元,增加值占地区生产总值比重…
                name = share_name(owned_name(scene.entries[-1].owner, "", subject), core[len(subject) :])
            else:
                name = subject + "占比" if share.end() == phrase.end else share_name(subject, core[len(subject) :])
            object_start = min(phrase.object_start, share.start())
            rule = "metrics.choosing:share of"
            return Target(phrase.start, share.start(), object_start, name, rule, phrase.verb, object_name=subject)
        if share:
            own = self.antecedents.elided(scene, k, phrase)
            if own:
                whole = scene.entries[-1].whole if core == "占" and not own.explicit else ""
                own.name = share_name(own.name, "占" + whole if whole else core)
                own.rule = "metrics.choosing:share of an earlier phrase"
                own.explicit = False
                return own
        if phrase.attained or phrase.to or phrase.change:
            return None
        lacks_object = len(core) <= 3 or self.reader.ends_in_verb(folded, phrase.start, phrase.end)
        return behind if lacks_object else None

    def _head_behind(self, scene: Scene, k: int, phrase: Phrase, behind: Target | None) -> Target | None:
        """The head stands behind the number although there is a phrase before it (东岭、西塘3万人口安全用水)."""
        if behind is None:
            return None
        slot, q = scene.slots[k], scene.quantities[k]
        folded, reader = scene.folded, self.reader
        core = folded[phrase.start : phrase.end]
        if q.kind == "money" and _SPENDING.search(core) and not folded.startswith("用于", slot.right_start):
            behind.rule = "metrics.choosing:work that money is spent on"
            return behind
        if phrase.change or phrase.attained or phrase.to:
            return None
        if folded[slot.right_start] == "的" and _PROPERTY.search(core):
            rule = "metrics.choosing:property of the phrase behind"
            return Target(phrase.start, phrase.end, phrase.object_start, behind.name + core, rule, phrase.verb)
        owner = folded[phrase.object_start : phrase.end]
        if not (reader.ends_in_verb(folded, phrase.start, phrase.end) or _TRAILS_OFF.search(core)):
            if reader.predicate_at(folded, behind.start, behind.end) and not (
                _PARTICIPLE.match(folded, behind.start, behind.end) and _PLACE_IN_FRONT.fullmatch(owner)
            ):
                return None
            if (
                q.kind == "money"
                and len(core) > _LONG
                and not reader.closes_with_work(folded, phrase.start, phrase.end)
            ):
                return None
        behind.rule = "metrics.choosing:phrase behind a phrase"
        if _PLACE_IN_FRONT.fullmatch(owner):
            behind.name = owner + behind.name
        return behind

    def _work_done(self, scene: Scene, k: int, phrase: Phrase) -> Target | None:
        """How much of the work or of the year's target is done (完成工程总量的75%)."""
        folded = scene.folded
        rule = "metrics.choosing:share of the work done"
        inner = folded.find("完成", phrase.start + 2, phrase.end - 2)
        if inner > 0:
            name = folded[phrase.start : phrase.end] + "比例"
            return Target(phrase.start, inner, min(phrase.object_start, inner), name, rule, phrase.verb)
        if phrase.verb != "完成" or not scene.entries:
            return None
        last = scene.entries[-1]
        name = f"{last.target.name}完成{folded[phrase.start : phrase.end]}比例"
        return scene.again(last, rule, name=name)

    def _after_inner_verb(self, scene: Scene, phrase: Phrase, counted: bool) -> Target | None:
        """The object of the phrase's last verb (借助厂房租售|引进软件企业13家)."""
        folded = scene.folded
        light = not counted or bool(phrase.change) or phrase.to
        inner = self.reader.inner_object(folded, phrase.start, phrase.end, light)
        if inner == phrase.start:
            return None
        object_start = inner + self.reader.verb_at(folded, inner, phrase.end)
        start = object_start if not counted or folded[inner:object_start] in ("实现", "完成") else inner
        rule = "metrics.choosing:object of the last verb"
        verb = folded[start:object_start]
        subject = folded[phrase.start : inner]
        name = folded[start : phrase.end]
        if folded[object_start : phrase.end] in self.reader.generic:
            name = subject + name  # 规模以上工业企业实现利税
        return Target(start, phrase.end, object_start, name, rule, verb, subject=subject)

    def _before(self, scene: Scene, k: int, phrase: Phrase, counted: bool) -> Target:
        """The phrase before the number, with the verb of a list (新增停车位300个、充电桩80个)."""
        slot, q = scene.slots[k], scene.quantities[k]
        folded = scene.folded
        core = name = folded[phrase.start : phrase.end]
        verb = folded[phrase.start : phrase.object_start] or phrase.verb
        last = scene.entries[-1] if scene.entries else None
        if last and counted:
            before = last.target
            if not (verb or phrase.attained or phrase.change or phrase.to or phrase.compared):
                near = slot.mark == "q" or (
                    slot.mark == ","
                    and last.clause == slot.clause - 1
                    and q.kind == last.kind == "count"
                    and not self.reader.has_verb(folded, phrase.start, phrase.end)
                )
                if before.verb and before.explicit and near:
                    verb = before.verb
                    name = verb + core
                if core[0] in "超过" and (at := last.object_name.find(core[0])) > 0:
                    name = verb + last.object_name[:at] + core  # 年产值超3亿元茶企4家、超6亿元茶企1家
                elif phrase.part and before.verb and core[-2:] == last.object_name[-2:]:
                    name = before.verb + core
                elif slot.mark in ("q", ",") and before.explicit:
                    name = name.removesuffix(core) + shared_modifier(last.object_name, core)
            if _PLACE_ALONE.fullmatch(core) and (phrase.part or (before.member and slot.mark == "q")):
                # 新建高标准农田2.8万亩,其中石砚镇1.1万亩、雁岭乡0.9万亩
                whole = before.name.removeprefix(before.member)
                target = scene.again(last, "metrics.choosing:place of a total", name=core + whole)
                target.member, target.object_name = core, whole.removeprefix(before.verb)
                return target
        listed = core.rfind("》等") + 2
        if 1 < listed < len(core) - 1:
            # 出台《河道管理条例》等地方性法规: what the examples are of
            start = phrase.start + listed
            name = folded[phrase.start : phrase.object_start] + core[listed:]
            return Target(start, phrase.end, start, name, "metrics.choosing:phrase before", verb)
        if name is core and phrase.object_start == phrase.start:
            name = self.antecedents.completed(scene, k, core)
        return Target(phrase.start, phrase.end, phrase.object_start, name, "metrics.choosing:phrase before", verb)

    def _spent_on(self, scene: Scene, k: int) -> Target | None:
        """The work of the next clause on which money is spent (投入6亿元,修缮、拓宽乡村道路70公里)."""
        folded = scene.folded
        begin = scene.slots[k].right_end + 1
        if folded[begin - 1 : begin] != ",":
            return None
        if k + 1 < len(scene.slots) and scene.slots[k + 1].left_start == begin:
            following = scene.slots[k + 1]
            phrase = self.reader.read(folded, begin, following.left_end, scene.quantities[k + 1].kind)
            alone = Scene(scene.analysis, scene.start, scene.end, scene.slots, scene.quantities, scene.folded)
            target = self.choose(alone, k + 1, phrase)
        else:
            stop = _CLAUSE_END.search(folded, begin, begin + 60)
            phrase = self.reader.read(folded, begin, stop.start() if stop else begin, "count")
            name = folded[phrase.start : phrase.end]
            target = Target(phrase.start, phrase.end, phrase.object_start, name, "", phrase.verb)
        if target is None or target.start < begin or target.end <= target.start:
            return None
        target.rule = "metrics.choosing:work of the next clause"
        return target
