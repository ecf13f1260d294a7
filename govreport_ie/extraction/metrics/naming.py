"""The full name of what a number measures, and the verb and owner in it, once its phrase is chosen.

The choice is the ranker's (`metrics.ranker`); here it is only said what the chosen phrase is called in full: a bare head
(总投资) gets its owner, the member of a list its verb, a share its whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.antecedents import Antecedents
from govreport_ie.extraction.metrics.board import Choice
from govreport_ie.extraction.metrics.candidates import LEFT, RIGHT
from govreport_ie.extraction.metrics.coordination import common_end, is_quality, of_level, owned_name, shared_modifier
from govreport_ie.extraction.metrics.dealing import Dealer
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.shares import SHARE_OF, population, share_name
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target
from govreport_ie.extraction.quantities.roles import THRESHOLD

__all__ = ["Finder", "Namer", "Owner"]

_COUNTED = ("count", "measure", "money")
_LISTED = ("count", "measure")
_LONGEST_PART = 14  # what tells a part of things counted before from the others is no longer than this
_LONG = 8  # a phrase longer than this may hold its subject and verb
# 每人, 每个社区每年: what a value is counted for, without a head
_REACHING = frozenset(("", "约", "近", "为", "达", "达到", "超过"))
_EACH = lazy_pattern(rf"(?:平均)?(?:每个?{alternation('each_of')})+")
# how an earlier noun's numbers are parted: 303个,217个当年开工
_STATE_BEHIND = lazy_pattern(rf"{alternation('manner_behind')}+(?=..)")
_STATE_STOPS = lazy_pattern(r"[,;。:、!(]")
_PLACE_ALONE = lazy_pattern(r"[一-龥]{1,5}(?:镇|乡|县|区|市|街道|村|旗|省|州)")
_PLACE_IN_FRONT = lazy_pattern(rf"[一-龥]{{1,7}}(?<!全){alternation('place_suffix')}")
# heads that say a property of what the phrase behind the number names (总投资9亿元的7个项目)
_PROPERTY = lazy_pattern(rf"{alternation('property')}$")


_LONGEST_STATE = 16  # what a clause says of the noun behind a number is no longer than this, to go into a name
# A state of more characters, or one that begins so, goes before a noun with 的: 通过环保验收的企业, 实现定居的牧民, but 完成改制企业.
_SHORT_STATE = 4
_OF_STATE = ("实现", "得到", "主体")
_CLAUSE_ENDS = ("", ",", ";", "。", ":", "!", "、", "\n")
_OPPOSITES = {"支出": "收入", "收入": "支出", "出口": "进口", "进口": "出口", "产量": "销量", "销量": "产量"}
_SHORTEST_SUBJECT = 4
_BEFORE_A_SHARE = frozenset(("", "的", "近", "约", "的近", "的约", "超", "达", "的比重达", "比重达"))
_LONGEST_OWNER = 8  # whose whole it is: 占新区生产总值
_ATTAINS = lazy_pattern(r"(?:[共已可全年累计预]{0,4}(?:实现|完成|达到|创造|引进))+$")
_ATTAINED_INSIDE = lazy_pattern(
    r"(?<=..)(?:[共已可全年累计预拟]{0,4}(?:实现|完成(?!.{0,4}投资)|达到|预计))(?=..)"
)  # says nothing of what is measured: 农产品加工业实现销售收入
_SELECTING = ("以上", "以下", "以上的", "以下的")
_THRESHOLD = lazy_pattern(r"[\d.一二三五十百千万亿]+(?:美)?元(?:及?以[上下]的?)?")
_CONTEST = lazy_pattern(alternation("contest") + "$")
_SPENT = frozenset(("支出", "投入", "投资"))
_TOTALS = frozenset(("总数", "总量", "总人数", "总户数", "总规模", "累计总数", "存量", "保有量", "数量"))
_REACHED = lazy_pattern(r"(?:[达到有超破过共]|累计|总计)(?:了|至)?$")  # what is reached is all there are
_RATES = ("增速", "增幅", "总量", "规模")


class Owner(NamedTuple):
    """What a bare head belongs to: an earlier metric, or a phrase elsewhere in the sentence."""

    entry: Entry | None = None
    choice: Choice | None = None
    words: str = ""


class Finder(Protocol):
    """Finds, when asked, what a number's bare head may belong to."""

    def found(self) -> Owner:
        """The likeliest phrase that does not stand beside the number."""
        ...

    def behind(self) -> str:
        """What stands behind the number or behind the next one; empty for nothing."""
        ...


def _thing(name: str) -> str:
    """The noun of an earlier phrase, as later clauses take it up (的经济案件 → 经济案件; 主要指标中 → 主要指标)."""
    return name.lstrip("的").removesuffix("中") or name


class Namer:
    """Names what a number measures.

    Args:
        reader: reads phrases.
        antecedents: finds owners of bare heads.
        dealer: knows bare heads.
    """

    def __init__(self, reader: PhraseReader, antecedents: Antecedents, dealer: Dealer) -> None:
        self.reader = reader
        self.antecedents = antecedents
        self.dealer = dealer

    def target(
        self, scene: Scene, k: int, phrase: Phrase, choice: Choice, entry: Entry | None, owner: Finder
    ) -> Target:
        """The chosen phrase with its full name.

        Args:
            scene: the sentence.
            k: which of its numbers.
            phrase: what the words before the number say; the chosen phrase where that stands there.
            choice: the chosen span.
            entry: the metric whose phrase it repeats, if it does.
            owner: gives what a bare head belongs to.
        """
        if entry is not None:
            return self._again(scene, k, phrase, entry)
        if choice.kind == LEFT:
            return self._own(scene, k, phrase, owner)
        name = scene.folded[choice.start : choice.end]
        if choice.kind == RIGHT:
            return self._behind(scene, k, phrase, choice, name)
        return Target(choice.start, choice.end, choice.start, name, "metrics.naming:phrase elsewhere")

    def _again(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target:
        """The phrase of an earlier metric; words beside the number may tell a part of it apart."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        if phrase.only_verb and self.antecedents.indicators.knows(folded[phrase.start : phrase.end]):
            phrase.object_start = phrase.start  # 出口增长7%: what looks like a verb is an indicator of its own
            return self._before(scene, k, phrase)
        target = self._per_head(scene, k, entry) or self._above(scene, k, entry) or self._part(scene, k, phrase, entry)
        if target:
            return target
        if q.kind in ("percent", "ratio", "percentage_point"):
            if not phrase.empty and SHARE_OF.match(folded, phrase.start, phrase.end):
                return self._share_of_entry(scene, entry, folded[phrase.start : phrase.end])
            if folded.startswith("的", phrase.end) and (target := self._work_done(scene, k, phrase, entry)):
                return target
        if phrase.only_verb:
            return self._other_verb(folded[phrase.start : phrase.end], phrase, scene, entry)
        if target := self._stock(scene, k, phrase, entry):
            return target
        if q.kind == "rank" and (head := folded[phrase.start : phrase.end]) in self.reader.generic:
            name = owned_name(entry.owner, "", head)  # 贷款余额…,增速居全省第一
            return scene.again(entry, "metrics.naming:bare head of an earlier phrase", name=name)
        if phrase.empty and slot.right_start < slot.right_end and entry.unit == q.unit_text:
            stop = _STATE_STOPS.search(folded, slot.right_start, slot.right_end)
            state = folded[slot.right_start : stop.start() if stop else slot.right_end]
            if 2 < len(state) <= _LONG and self._is_state(state):
                # 100个产业化项目,有60个建成投产
                thing = _thing(entry.object_name)
                of = "的" if q.kind == "count" else ""
                target = scene.again(entry, "metrics.naming:state of an earlier object", name=state + of + thing)
                target.object_name = thing
                return target
        if q.kind == "rank" and entry.measure == "share":
            # 规模占全市五分之一,居第二: the rank is that of the size
            name = SHARE_OF.split(entry.target.name, maxsplit=1)[0].removesuffix("占比")
            return scene.again(entry, "metrics.naming:elided subject", name=name or entry.target.name)
        if phrase.shared and len(scene.entries) > 1 and entry is scene.entries[-1]:
            other = scene.entries[-2]
            if other.target.explicit and entry.target.explicit and other.kind == entry.kind:
                # 单项冠军6家、上市企业5家,均全市第一
                name = f"{other.target.name}、{entry.object_name}"
                return scene.again(entry, "metrics.naming:elided subjects", name=name)
        return scene.again(entry, "metrics.naming:elided subject")

    def _stock(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """All there are of what was added before (新增上市公司24家、达189家; 总数达189家), whose name has no verb of adding."""
        slot, q = scene.slots[k], scene.quantities[k]
        head = scene.folded[phrase.start : phrase.end]
        if phrase.change or q.kind != entry.kind or entry.unit != q.unit_text or not entry.target.verb:
            return None
        added = entry.measure == "increment" and entry.target.verb in self.reader.change
        if head and (head not in _TOTALS or not (added or q.kind == "count")):
            return None  # 新登记市场主体3万户、总量达20万户
        if not head and not (added and _REACHED.search(scene.folded, slot.left_start, slot.left_end)):
            return None
        name = owned_name(entry.owner, "", head) if head else entry.object_name
        target = scene.again(entry, "metrics.naming:stock of what was added", name=name, verb="")
        if target.object_start < target.end:
            target.start = target.object_start
        return target

    def _verb_of_part(self, before: Target, whole: Entry, core: str, unit: str) -> str:
        """The verb of a whole that its part shares: 新增装机10万千瓦,其中水电3万千瓦; empty if it does not."""
        if whole.measure == "increment" and whole.unit == unit:
            for size in (3, 2):
                if before.verb[:size] in self.reader.change:
                    return before.verb[:size]
        return before.verb if core[-2:] == whole.object_name[-2:] else ""

    def _is_state(self, words: str) -> bool:
        match = _STATE_BEHIND.match(words)
        return self.reader.predicate_at(words, match.end() if match else 0, len(words))

    def _part(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """Words before the number that only qualify the thing counted before, whose name they leave out."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        core = folded[phrase.object_start : phrase.end]
        if q.kind not in _COUNTED or entry.unit != q.unit_text or phrase.empty:
            return None
        verb = folded[phrase.start : phrase.object_start] or entry.target.verb
        name = of_level(entry.object_name, core)
        if name:
            # 培育省级企业技术中心8家、市级30家
            target = scene.again(
                entry, "metrics.naming:another level of an earlier object", name=verb + name, verb=verb
            )
            target.object_name = name
            target.explicit = True
            return target
        closed = phrase.end == slot.left_end - 1 and folded[phrase.end] == "的"
        if closed and 2 < len(core) <= _LONGEST_PART and entry.object_name[:1] != "在":
            # 规上企业216家,产值超亿元的48家
            thing = _thing(entry.object_name)
            target = scene.again(entry, "metrics.naming:some of an earlier object", name=f"{core}的{thing}", verb="")
            target.object_name = thing
            return target
        if _PLACE_ALONE.fullmatch(core) and (phrase.part or entry.target.member):
            # 新建高标准农田2.8万亩,其中石砚镇1.1万亩、雁岭乡0.9万亩
            whole = entry.target.name.removeprefix(entry.target.member)
            target = scene.again(entry, "metrics.naming:place of a total", name=core + whole)
            target.member, target.object_name = core, whole.removeprefix(entry.target.verb)
            return target
        return None

    @staticmethod
    def _above(scene: Scene, k: int, entry: Entry) -> Target | None:
        """Those of the things counted before that a threshold selects, whose noun is left out (其中10亿元以上3个)."""
        if not k or scene.quantities[k - 1].role != THRESHOLD or scene.quantities[k].kind != "count":
            return None
        said = scene.folded[scene.quantities[k - 1].start : scene.slots[k].left_end]
        if not said.endswith(_SELECTING) or len(said) > _LONGEST_PART:
            return None
        thing = said + _THRESHOLD.sub("", entry.object_name, count=1)
        target = scene.again(entry, "metrics.naming:those above a threshold", name=entry.target.verb + thing)
        target.object_name = thing
        return target

    def _per_head(self, scene: Scene, k: int, entry: Entry) -> Target | None:
        """What one of those named before gets (发放助学金800万元,每人2000元)."""
        slot, folded = scene.slots[k], scene.folded
        if folded[slot.left_start : slot.left_start + 1] not in ("平", "每"):
            return None
        each = _EACH.match(folded, slot.left_start, slot.left_end)
        if each is None or scene.quantities[k].kind != "money" or entry.kind != "money" or entry.measure == "growth":
            return None
        if folded[each.end() : slot.left_end] not in _REACHING or each[0].removeprefix("平均") in ("每年", "每月"):
            return None  # 每所投资500万元: a head of its own; 平均每年增加3亿元: of the whole
        return scene.again(entry, "metrics.naming:per head of an earlier phrase", name=each[0] + entry.object_name)

    def _other_verb(self, core: str, phrase: Phrase, scene: Scene, entry: Entry) -> Target:
        """Another verb of an earlier object (技改项目新开工31个、续建17个)."""
        other = _OPPOSITES.get(core)
        if other and entry.object_name.endswith(other):
            # 一般预算收入13亿元,…,支出55亿元
            name = entry.object_name.removesuffix(other) + core
            target = scene.again(entry, "metrics.naming:the other of a pair", name=name, verb="")
            target.object_name = name
            return target
        closing = self.reader.closes_with(entry.object_name)
        if closing:
            rest = entry.object_name[: len(entry.object_name) - closing]
            name = core + rest if core[0] == "在" else rest + core
            target = scene.again(entry, "metrics.naming:another verb of an earlier object", name=name, verb="")
            target.object_name = name
            return target
        if core in _SPENT and entry.kind == "count":
            name = entry.object_name + core  # 完成民生工程33项,支出605亿元
            return scene.again(entry, "metrics.naming:spent on an earlier object", name=name, verb="")
        rule = "metrics.naming:verb with an earlier object"
        target = scene.again(entry, rule, name=core + entry.object_name, verb=phrase.verb)
        if target.object_start < target.end:
            target.start = target.object_start  # the earlier verb is not this number's
        return target

    def _behind(self, scene: Scene, k: int, phrase: Phrase, choice: Choice, name: str) -> Target:
        """A phrase behind the number, with the words before the number that belong to it."""
        q, folded, slot = scene.quantities[k], scene.folded, scene.slots[k]
        start, end = choice.start, choice.end
        rule = "metrics.naming:phrase behind"
        if q.kind in ("percent", "ratio"):
            stop = _STATE_STOPS.search(folded, start, slot.right_end)
            found = population(folded, start, stop.start() if stop else slot.right_end)
            if found and found[0] <= end + 2:
                return Target(start, found[0], start, found[1], "metrics.naming:share of a class", phrase.verb)
        target = Target(start, end, start, name, rule, phrase.verb)
        if q.kind == "count" and (said := self._said_behind(folded, end, slot.right_end)):
            # 9家企业完成改制: 完成改制的企业
            target.name = said + ("的" if len(said) > _SHORT_STATE or said.startswith(_OF_STATE) else "") + name
            if phrase.empty:
                return target
        if phrase.empty:
            if phrase.change and q.kind in _COUNTED and not (phrase.to or phrase.compared):
                # the verb of change is the verb of the work done: 增加8所学校
                target.verb = self.reader.closing_verb(folded, slot.left_start, slot.left_end)
                target.name = target.verb + name
                phrase.change = ""
            elif verb := self._verb_of_list(scene, k):
                target.verb, target.name = verb, verb + target.name
            return target
        core = folded[phrase.start : phrase.end]
        owner = folded[phrase.object_start : phrase.end]
        if phrase.only_verb:
            target.name = core + name
        elif folded[slot.right_start : slot.right_start + 1] == "的" and _PROPERTY.search(core):
            rule = "metrics.naming:property of the phrase behind"
            return Target(phrase.start, phrase.end, phrase.object_start, name + owner, rule, phrase.verb)
        elif _PLACE_IN_FRONT.fullmatch(owner) and not (scene.entries and scene.entries[-1].target.end >= phrase.end):
            target.name = owner + name
        elif q.kind == "count" and len(core) <= _LONGEST_PART and core[-2:] in self.reader.reach:
            target.name = core + name  # 主电网覆盖62个县
        return target

    @staticmethod
    def _verb_of_list(scene: Scene, k: int) -> str:
        """The verb before a list of things counted on their left (新增3个产业集群、2个示范园区); empty without one."""
        if not scene.entries or scene.slots[k].mark != "q" or scene.quantities[k].kind != "count":
            return ""
        last, before = scene.entries[-1], scene.quantities[k - 1]
        listed = last.kind == "count" and last.target.explicit and last.target.start >= before.end
        return (
            last.target.verb
            if listed and scene.analysis.metrics[last.metric].quantity == scene.slots[k - 1].index
            else ""
        )

    def _said_behind(self, folded: str, start: int, end: int) -> str:
        """What the clause says of the noun behind a number, where that tells those counted from others; empty if nothing.

        How far a work has come (全面完成, 加快推进) is said of all of them and tells none apart.
        """
        words = folded[start:end]
        if not 2 <= len(words) <= _LONGEST_STATE or folded[end : end + 1] not in _CLAUSE_ENDS:
            return ""
        if any(char.isdigit() or char in "、(" for char in words):
            return ""
        verb = self.reader.verb_at(folded, start, end) or (2 if words[:2] in self.reader.inner else 0)
        if not (verb or words[0] in "获与") or words[-1] in "的中等和、":
            return ""
        return words.replace("了", "", 1)

    def _own(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target:
        """A phrase before the number."""
        q, folded = scene.quantities[k], scene.folded
        core = folded[phrase.start : phrase.end]
        head = folded[phrase.object_start : phrase.end]
        if scene.entries and (target := self._per_head(scene, k, scene.entries[-1])):
            return target
        if q.kind in ("percent", "ratio", "percentage_point") and (target := self._share(scene, k, phrase, owner)):
            return target
        said = folded.startswith("的", scene.slots[k].right_start) and _PROPERTY.search(core)
        if said and (thing := owner.behind()):
            rule = "metrics.naming:property of the phrase behind"
            written = head if head in self.reader.generic else said[0]  # 提速建设总投资9亿元的8个项目
            return Target(phrase.start, phrase.end, phrase.object_start, thing + written, rule, phrase.verb)
        if self.dealer.is_generic(core) or (phrase.object_start < phrase.end and head in self.reader.generic):
            return self._bare_head(scene, k, phrase, owner.found())
        if phrase.only_verb and not self.antecedents.indicators.knows(core):  # 出口增长7%
            if scene.entries and not (phrase.part and q.kind != "count"):
                return self._other_verb(core, phrase, scene, scene.entries[-1])
            phrase.object_start = phrase.start
        last = scene.entries[-1] if scene.entries else None
        rest = folded[phrase.end : scene.slots[k].left_end]
        if q.kind == "percent" and rest.startswith("完成") and rest.endswith("的"):
            name = f"{core}{rest[:-1]}比例"  # 环城路|完成工程总量的75%
            return Target(phrase.start, phrase.end, phrase.object_start, name, "metrics.naming:share of the work done")
        if q.kind == "percent" and folded.startswith("的", phrase.end):
            target = self._work_done(scene, k, phrase, last)
            if target:
                return target
        if last and (target := self._part(scene, k, phrase, last)):
            return target
        return self._before(scene, k, phrase)

    def _bare_head(self, scene: Scene, k: int, phrase: Phrase, owner: Owner) -> Target:
        """A bare head (总投资, 增速, 满意率) that belongs to something said elsewhere."""
        name, member, object_name = self._owned(scene, k, phrase, owner)
        rule = "metrics.naming:bare head"
        return Target(phrase.start, phrase.end, phrase.start, name, rule, phrase.verb, member, object_name=object_name)

    def _owned(self, scene: Scene, k: int, phrase: Phrase, owner: Owner) -> tuple[str, str, str]:
        """The full name of a bare head, the list member it belongs to, and the object that later bare heads belong to."""
        head = scene.folded[phrase.start : phrase.end]
        if subject := self._subject_in_front(scene, k, phrase):
            return owned_name(subject, "", head), "", subject
        if head == "投资" and phrase.verb == "完成":
            head = "完成投资"
        last = owner.entry
        if last is None or self.dealer.is_generic(last.owner) or _CONTEST.search(last.owner):
            # 总投资…,完成投资…: neither says of what; 考核第一,亩均税收…: a contest has none
            return owned_name("" if last else owner.words, "", head), "", ""
        member = last.target.member
        at = next(i for i in range(len(scene.entries), -1, -1) if i == 0 or scene.entries[i - 1] is last)
        before = scene.entries[at - 2] if at > 1 else None
        for_all = phrase.shared or scene.folded.startswith("均", scene.slots[k].left_end)  # 均不足
        if for_all and before and member and before.target.member and before.target.member != member:
            # 公办、民办养老机构分别为14家和9家,入住率均不足六成
            shared = common_end(before.target.member, member)
            return f"{before.target.member[: len(before.target.member) - shared]}、{member}{head}", "", last.object_name
        if head in ("占比", "比重") and last.whole:
            name = f"{last.object_name}占{last.whole}比重"
        elif head in _RATES and last.target.verb.startswith(("新增", "净增")):
            name = last.target.name + head
        elif (
            before
            and is_quality(head)
            and last.target.explicit
            and not member
            and (before.target.verb, before.clause, before.kind) == (last.target.verb, last.clause, last.kind)
        ):
            # 办理代表议案3件、书面意见61件,满意率98%
            written = scene.folded[last.target.object_start : last.target.end]  # 代表议案、建议
            name = owned_name(f"{before.object_name}、{written or last.object_name}", last.target.verb[:2], head)
        elif phrase.verb and last.subject and phrase.start > scene.slots[k].left_start:
            name = last.subject + head  # 规上纺织企业实现产值…;实现利润…
        else:
            name = owned_name(last.owner, last.target.verb, head)
        return name, member, "" if member else last.object_name

    def _subject_in_front(self, scene: Scene, k: int, phrase: Phrase) -> str:
        """The subject in front of a phrase and its verb (建筑业完成增加值27亿元); empty without one."""
        start = scene.slots[k].left_start
        if phrase.start - start < _SHORTEST_SUBJECT:
            return ""
        lead = self.reader.read(scene.folded, start, phrase.start, "count")
        verb = _ATTAINS.search(scene.folded, lead.start, phrase.start)
        if verb is None or lead.object_start > lead.start or verb.start() - lead.start < 2:
            return ""
        words = scene.folded[lead.start : verb.start()]
        # a noun of work may close the subject (城市更新), no other verb stands in it
        return (
            words if len(words) <= _LONGEST_PART and not self.reader.has_verb(words + "等", 0, len(words) + 1) else ""
        )

    def _share(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target | None:
        """A share of a whole (工业投资占固定资产投资比重)."""
        folded, slot = scene.folded, scene.slots[k]
        share = SHARE_OF.search(folded, phrase.start, slot.left_end) or self._share_in_front(folded, slot, phrase)
        if share is None or share.start() > phrase.end:
            return None
        # the whole may stand behind the chosen subject: 技术合同成交额占全国的三成
        end = phrase.end
        if share.end() >= end:
            end = self.reader.read(folded, share.start(), slot.left_end, "percent").end
            end = max(end, share.end())
        whole = folded[share.start() : end]
        rule = "metrics.naming:share of"
        if share.start() > phrase.start:
            subject = folded[phrase.start : share.start()]
            if subject in self.reader.generic and scene.entries:
                # 产业规模超过900亿元,增加值占生产总值比重
                name = share_name(owned_name(scene.entries[-1].owner, "", subject), whole)
            else:
                name = subject + "占比" if end == share.end() else share_name(subject, whole)
            object_start = min(phrase.object_start, share.start())
            return Target(phrase.start, share.start(), object_start, name, rule, phrase.verb, object_name=subject)
        own = owner.found()
        rule = "metrics.naming:share of an earlier phrase"
        if own.entry is not None:
            return self._share_of_entry(scene, own.entry, whole)
        if own.choice is None:
            return None
        return Target(
            own.choice.start, own.choice.end, own.choice.start, share_name(own.words, whole), rule, explicit=False
        )

    @staticmethod
    def _share_in_front(folded: str, slot: Slot, phrase: Phrase) -> re.Match[str] | None:
        """The word of a share in front of a whole that was chosen without it (占全区|生产总值的23.8%)."""
        start = max(slot.left_start, phrase.start - _LONGEST_OWNER)
        share = SHARE_OF.search(folded, start, phrase.start)
        return share if share and folded[phrase.end : slot.left_end] in _BEFORE_A_SHARE else None

    def _share_of_entry(self, scene: Scene, entry: Entry, whole: str) -> Target:
        """The share that an earlier metric's thing has of a whole."""
        if whole == "占" and entry.whole:
            whole += entry.whole
        subject = entry.target.name
        if len(said := SHARE_OF.split(subject, maxsplit=1)[0]) > 1:
            subject = said  # the share of another whole before: 占全市四成,占全国一成
        return scene.again(entry, "metrics.naming:share of an earlier phrase", name=share_name(subject, whole))

    def _work_done(self, scene: Scene, k: int, phrase: Phrase, last: Entry | None) -> Target | None:
        """How much of the work or of the year's target is done (完成工程总量的75%)."""
        folded = scene.folded
        if folded.startswith(
            "完成", phrase.start - 2
        ):  # the choice left out whose work it is: 环城路完成|工程总量的75%
            phrase = self.reader.read(folded, scene.slots[k].left_start, phrase.end, "percent")
        rule = "metrics.naming:share of the work done"
        inner = folded.find("完成", phrase.start + 2, phrase.end - 2)
        if inner > 0:
            name = folded[phrase.start : phrase.end] + "比例"
            return Target(phrase.start, inner, min(phrase.object_start, inner), name, rule, phrase.verb)
        if phrase.verb != "完成" or last is None:
            return None
        name = f"{last.target.name}完成{folded[phrase.start : phrase.end]}比例"
        return scene.again(last, rule, name=name)

    @staticmethod
    def _listed(scene: Scene, k: int, phrase: Phrase, last: Entry) -> bool:
        """Whether a number goes on a list of counts, or of amounts right behind their nouns (新增公路8公里,航线2条)."""
        q = scene.quantities[k]
        if q.kind == last.kind == "count":
            return True
        close = not phrase.part and scene.folded[phrase.end : scene.slots[k].left_end] in _REACHING
        return close and q.kind in _LISTED and last.kind in _LISTED

    def _before(self, scene: Scene, k: int, phrase: Phrase) -> Target:
        """The phrase before the number, with the verb of a list (新增停车位300个、充电桩80个)."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        core = name = folded[phrase.start : phrase.end]
        verb = folded[phrase.start : phrase.object_start] or phrase.verb
        last = scene.entries[-1] if scene.entries else None
        if last and q.kind in _COUNTED:
            before = last.target
            if not (verb or phrase.attained or phrase.change or phrase.to or phrase.compared):
                near = slot.mark == "q" or (
                    slot.mark == ","
                    and last.clause == slot.clause - 1
                    and self._listed(scene, k, phrase, last)
                    and not self.reader.has_verb(folded, phrase.start, phrase.end)
                )
                # money is spent, things are counted: no verb goes from one to the other (接待游客…、旅游总收入)
                alike = (q.kind == "money") == (last.kind == "money")
                if before.verb and before.explicit and near and alike and core[0] != "总":  # 新增装机…、总装机…
                    verb = before.verb
                    name = verb + core
                if core[0] in "超过" and (at := last.object_name.find(core[0])) > 0:
                    name = verb + last.object_name[:at] + core  # 年产值超3亿元茶企4家、超6亿元茶企1家
                elif phrase.part and not verb and (whose := self._verb_of_part(before, last, core, q.unit_text)):
                    verb, name = whose, whose + core
                elif slot.mark in ("q", ",") and before.explicit:
                    name = name.removesuffix(core) + shared_modifier(last.object_name, core)
        listed = core.rfind("》等") + 2
        if 1 < listed < len(core) - 1:
            # 出台《河道管理条例》等地方性法规: what the examples are of
            start = phrase.start + listed
            name = folded[phrase.start : phrase.object_start] + core[listed:]
            return Target(start, phrase.end, start, name, "metrics.naming:phrase before", verb)
        if k and scene.slots[k - 1].threshold and scene.slots[k - 1].right_start <= phrase.start:
            # 年产值超3亿元|茶企4家: the threshold belongs to the name
            whole = self.reader.read(folded, slot.left_start, phrase.end, q.kind)
            if whole.start < phrase.start < whole.end == phrase.end:
                name = folded[whole.start : whole.end]
                verb = folded[whole.start : whole.object_start] or verb
        if name is core and phrase.object_start == phrase.start:
            name = self._subject_in_front(scene, k, phrase) + core  # 城市更新完成固定资产投资154亿元
            if name == core:
                name = self.antecedents.completed(scene, k, core)
        subject = ""
        if name is core and q.kind != "count" and (attained := _ATTAINED_INSIDE.search(core)):
            subject = core[: attained.start()]
            name = subject + core[attained.end() :]
        rule = "metrics.naming:phrase before"
        return Target(phrase.start, phrase.end, phrase.object_start, name, rule, verb, subject=subject)
