"""The full name of what a number measures, and the verb and owner in it, once its phrase is chosen.

The choice is the ranker's (`metrics.ranker`); here it is only said what the chosen phrase is called in full: a bare head
(总投资) gets its owner, the member of a list its verb, a share its whole.  Names taken up from earlier metrics are `repeating`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.antecedents import Antecedents
from govreport_ie.extraction.metrics.board import Choice
from govreport_ie.extraction.metrics.candidates import LEFT, RIGHT
from govreport_ie.extraction.metrics.coordination import is_quality, owned_name, shared_modifier
from govreport_ie.extraction.metrics.dealing import Dealer
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.repeating import COUNTED, LONGEST_PART, REACHING, RELATIVE, STATE_STOPS, Repeater
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.shares import SHARE_OF, population, share_name
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target
from govreport_ie.extraction.quantities.roles import THRESHOLD

__all__ = ["Finder", "Namer", "Owner"]

_LISTED = ("count", "measure")
_PLACE_IN_FRONT = lazy_pattern(rf"[一-龥]{{1,7}}(?<!全){alternation('place_suffix')}")
# heads that say a property of what the phrase behind the number names (总投资9亿元的7个项目)
_PROPERTY = lazy_pattern(rf"{alternation('property')}$")
_LONGEST_STATE = 16  # what a clause says of the noun behind a number is no longer than this, to go into a name
# A state of more characters, or one that begins so, goes before a noun with 的: 通过环保验收的企业, 实现定居的牧民, but 完成改制企业.
_SHORT_STATE = 4
_OF_STATE = ("实现", "得到", "主体", "通")
_JOINS = frozenset(("、", "和", "及", "以及", "与"))  # between the members of a list of things counted
# people and places, of which a clause says something (317个县实现目标), and whose matters are dealt with (15万群众的饮水问题)
_CLASS = lazy_pattern(alternation("counted_class"))
_STATE_VERB = lazy_pattern(alternation("state_verb"))
_MATTER = lazy_pattern(r"的[一-龥]{2,12}(?:问题|任务|困难|难题)$")
_SELECTING = re.compile(
    r"(?:\(含\))?(?:及?以[上下])?(?:\(含\))?级?(?:及?以上)?的?"
)  # between a threshold and what it selects
_CLAUSE_ENDS = ("", ",", ";", "。", ":", "!", "、", "\n")
_SHORTEST_SUBJECT = 4
_BEFORE_A_SHARE = frozenset(("", "的", "近", "约", "的近", "的约", "超", "达", "的比重达", "比重达"))
_LONGEST_OWNER = 8  # whose whole it is: 占新区生产总值
_ATTAINS = lazy_pattern(r"(?:[共已可全年累计预]{0,4}(?:实现|完成|达到|创造|引进))+$")
_ATTAINED_INSIDE = lazy_pattern(
    r"(?<=..)(?:[共已可全年累计预拟]{0,4}(?:实现|完成(?!.{0,4}投资)|达到|预计))(?=..)"
)  # says nothing of what is measured: 农产品加工业实现销售收入
_CONTEST = lazy_pattern(alternation("contest") + "$")
_FIELD = lazy_pattern(r"([一-龥]{2,8})方面[,:]")  # what a sentence opens with, to say of what it speaks
_LONGEST_TOPIC = 24
_WORKS = ("工程", "项目", "行动", "计划")
_RATES = ("增速", "增幅", "总量", "规模")
_ADDING = ("新增", "净增")


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

    def beside(self, steps: int) -> Choice | None:
        """The likeliest phrase behind the number that stands so many numbers further on."""
        ...


_Reading = Callable[[Scene, int, Phrase, Finder], Target | None]


class _Name(NamedTuple):
    """The full name of a phrase before its number, and its verb."""

    words: str
    verb: str


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
        self.repeater = Repeater(reader)
        counted = (self._property, self._bare_head, self._verb, self._part, self._examples)
        relative = (self._share, self._property, self._bare_head, self._verb, self._work, self._part, self._examples)
        self._of_counted: tuple[_Reading, ...] = counted
        self._of_kind: dict[str, tuple[_Reading, ...]] = dict.fromkeys(RELATIVE, relative)
        self._completions = (self._selected, self._listed, self._with_subject, self._without_attaining)

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
        last = entry or (scene.entries[-1] if scene.entries and choice.kind == LEFT else None)
        if last and (target := self.repeater.per_head(scene, k, last)):
            return target
        if entry is not None and not self._is_indicator(scene, phrase):
            return self.repeater.name(scene, k, phrase, entry)
        if entry is not None or choice.kind == LEFT:
            return self._own(scene, k, phrase, owner)
        begin = self._from_threshold(scene, k, choice.start)
        if choice.kind == RIGHT or begin < choice.start:
            return self._behind(scene, k, phrase, choice._replace(start=begin), owner)
        name = scene.folded[choice.start : choice.end]
        return Target(choice.start, choice.end, choice.start, name, "metrics.naming:phrase elsewhere")

    # A phrase before its number.

    def _own(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target:
        """A phrase before the number: the first reading that applies, else the phrase with what completes it."""
        for reading in self._of_kind.get(scene.quantities[k].kind, self._of_counted):
            if target := reading(scene, k, phrase, owner):
                return target
        return self._before(scene, k, phrase)

    def _is_indicator(self, scene: Scene, phrase: Phrase) -> bool:
        """Whether what looks like a verb without its object is an indicator of its own (出口增长7%)."""
        return phrase.only_verb and self.antecedents.indicators.knows(scene.folded[phrase.start : phrase.end])

    def _property(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target | None:
        """A property of the things behind the number or the next one (总投资9亿元的8个项目)."""
        if not scene.folded.startswith("的", scene.slots[k].right_start):
            return None
        said = _PROPERTY.search(scene.folded, phrase.start, phrase.end)
        thing = owner.behind() if said else ""
        if said is None or not thing:
            return None
        head = scene.folded[phrase.object_start : phrase.end]
        written = head if head in self.reader.generic else said[0]  # 提速建设总投资9亿元的8个项目
        rule = "metrics.naming:property of the phrase behind"
        return Target(phrase.start, phrase.end, phrase.object_start, thing + written, rule, phrase.verb)

    def _bare_head(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target | None:
        """A bare head (总投资, 增速, 满意率) that belongs to something said elsewhere."""
        head = scene.folded[phrase.start : phrase.end]
        bare = (
            phrase.object_start < phrase.end and scene.folded[phrase.object_start : phrase.end] in self.reader.generic
        )
        if not bare and not self.dealer.is_generic(head):
            return None
        target = Target(phrase.start, phrase.end, phrase.start, head, "metrics.naming:bare head", phrase.verb)
        if subject := self._subject_in_front(scene, k, phrase):
            target.name, target.object_name = owned_name(subject, "", head), subject
            return target
        if head == "投资" and phrase.verb == "完成":
            head = "完成投资"
        if topic := self._topic(scene, k):
            target.name, target.object_name = owned_name(topic, "", head), topic
            return target
        found = owner.found()
        last = found.entry
        if last is not None and self._is_of_the_whole(scene, k, head, last):
            last = _whole_of(scene, last)
        if last is None:
            target.name = owned_name(found.words, "", head)
        elif self.dealer.is_generic(last.owner) or _CONTEST.search(last.owner):
            target.name = head  # 总投资…,完成投资…: neither says of what; 考核第一,亩均税收…: a contest has none
        else:
            target.name, target.member = self._owned(scene, head, last), last.target.member
            target.object_name = "" if target.member else last.object_name
        return target

    @staticmethod
    def _is_of_the_whole(scene: Scene, k: int, head: str, last: Entry) -> bool:
        """Whether a bare head behind the parts of a whole speaks of the whole again: 项目44项,其中续建23项,总投资9亿元."""
        amount = last.kind == "count" and scene.quantities[k].kind in ("money", "measure")
        return scene.slots[k].mark == "," and (amount or head.startswith("总"))

    def _topic(self, scene: Scene, k: int) -> str:
        """What a sentence is about whose first number has a bare head (交通方面,完成投资5亿元; 安居工程。总投资2亿元); empty if unsaid."""
        if k or scene.entries:
            return ""
        folded, start = scene.folded, scene.start
        if field := _FIELD.match(folded, start, scene.slots[k].left_start):
            return field[1]
        begin = max(folded.rfind(mark, max(0, start - _LONGEST_TOPIC), start - 1) for mark in "。\n;") + 1
        if not begin or folded[start - 1] != "。":
            return ""
        named = self.reader.read(folded, begin, start - 1, "count")
        words = folded[named.object_start : named.end]
        return words if 4 < len(words) <= LONGEST_PART and words.endswith(_WORKS) else ""

    def _owned(self, scene: Scene, head: str, last: Entry) -> str:
        """The full name of a bare head that belongs to an earlier metric."""
        if head in _RATES and last.target.verb.startswith(_ADDING):
            return last.target.name + head
        before = self._paired(scene, last) if is_quality(head) else None
        if before is None:
            return owned_name(last.owner, last.target.verb, head)
        # 办理代表议案3件、书面意见61件,满意率98%
        written = scene.folded[last.target.object_start : last.target.end]  # 代表议案、建议
        return owned_name(f"{before.object_name}、{written or last.object_name}", last.target.verb[:2], head)

    @staticmethod
    def _paired(scene: Scene, last: Entry) -> Entry | None:
        """The metric before another one that has the same verb in the same clause; None without one."""
        at = next((i for i, entry in enumerate(scene.entries) if entry is last), 0)
        before = scene.entries[at - 1] if at else None
        if before is None or not last.target.explicit or last.target.member:
            return None
        alike = (before.target.verb, before.clause, before.kind) == (last.target.verb, last.clause, last.kind)
        return before if alike else None

    def _subject_in_front(self, scene: Scene, k: int, phrase: Phrase) -> str:
        """The subject in front of a phrase and its verb (建筑业完成增加值27亿元); empty without one."""
        start = scene.slots[k].left_start
        if phrase.start - start < _SHORTEST_SUBJECT:
            return ""
        verb = _ATTAINS.search(scene.folded, start, phrase.start)
        if verb is None:
            return ""
        lead = self.reader.read(scene.folded, start, phrase.start, "count")
        if lead.object_start > lead.start or verb.start() - lead.start < 2:
            return ""
        words = scene.folded[lead.start : verb.start()]
        # a noun of work may close the subject (城市更新), no other verb stands in it
        named = len(words) <= LONGEST_PART and not self.reader.has_verb(words + "等", 0, len(words) + 1)
        return words if named else ""

    def _share(self, scene: Scene, k: int, phrase: Phrase, owner: Finder) -> Target | None:
        """A share of a whole (工业投资占固定资产投资比重)."""
        folded, slot = scene.folded, scene.slots[k]
        share = SHARE_OF.search(folded, phrase.start, slot.left_end) or self._share_in_front(folded, slot, phrase)
        if share is None or share.start() > phrase.end:
            return None
        # the whole may stand behind the chosen subject: 技术合同成交额占全国的三成
        end = phrase.end
        if share.end() >= end:
            end = max(share.end(), self.reader.read(folded, share.start(), slot.left_end, "percent").end)
        whole = folded[share.start() : end]
        if share.start() <= phrase.start:
            return self._share_of_owner(scene, owner.found(), whole)
        subject = folded[phrase.start : share.start()]
        if subject in self.reader.generic and scene.entries:
            # 产业规模超过900亿元,增加值占生产总值比重
            name = share_name(owned_name(scene.entries[-1].owner, "", subject), whole)
        else:
            name = subject + "占比" if end == share.end() else share_name(subject, whole)
        object_start = min(phrase.object_start, share.start())
        rule = "metrics.naming:share of"
        return Target(phrase.start, share.start(), object_start, name, rule, phrase.verb, object_name=subject)

    def _share_of_owner(self, scene: Scene, own: Owner, whole: str) -> Target | None:
        """A share whose subject is said elsewhere."""
        if own.entry is not None:
            return self.repeater.share(scene, own.entry, whole)
        if own.choice is None:
            return None
        start, end = own.choice.start, own.choice.end
        rule = "metrics.naming:share of an earlier phrase"
        return Target(start, end, start, share_name(own.words, whole), rule, explicit=False)

    @staticmethod
    def _share_in_front(folded: str, slot: Slot, phrase: Phrase) -> re.Match[str] | None:
        """The word of a share in front of a whole that was chosen without it (占全区|生产总值的23.8%)."""
        start = max(slot.left_start, phrase.start - _LONGEST_OWNER)
        share = SHARE_OF.search(folded, start, phrase.start)
        return share if share and folded[phrase.end : slot.left_end] in _BEFORE_A_SHARE else None

    def _verb(self, scene: Scene, k: int, phrase: Phrase, _owner: Finder) -> Target | None:
        """A verb without its object, which was named before; a phrase of its own where nothing was (出口增长7%)."""
        if not phrase.only_verb or self._is_indicator(scene, phrase):
            return None
        if scene.entries and not (phrase.part and scene.quantities[k].kind != "count"):
            return self.repeater.verb_alone(scene, k, phrase, scene.entries[-1])
        phrase.object_start = phrase.start
        return None

    def _work(self, scene: Scene, k: int, phrase: Phrase, _owner: Finder) -> Target | None:
        """How much of the work is done."""
        folded = scene.folded
        if scene.quantities[k].kind != "percent":
            return None
        rest = folded[phrase.end : scene.slots[k].left_end]
        if not (rest.startswith("完成") and rest.endswith("的")):
            last = scene.entries[-1] if scene.entries else None
            return self.repeater.work_done(scene, k, phrase, last) if folded.startswith("的", phrase.end) else None
        name = f"{folded[phrase.start : phrase.end]}{rest[:-1]}比例"  # 环城路|完成工程总量的75%
        return Target(phrase.start, phrase.end, phrase.object_start, name, "metrics.naming:share of the work done")

    def _part(self, scene: Scene, k: int, phrase: Phrase, _owner: Finder) -> Target | None:
        """A part of the things counted before."""
        return self.repeater.part(scene, k, phrase, scene.entries[-1]) if scene.entries else None

    @staticmethod
    def _examples(scene: Scene, _k: int, phrase: Phrase, _owner: Finder) -> Target | None:
        """Things of which examples are given (出台《河道管理条例》等地方性法规)."""
        core = scene.folded[phrase.start : phrase.end]
        listed = core.rfind("》等") + 2
        if not 1 < listed < len(core) - 1:
            return None
        start = phrase.start + listed
        verb = scene.folded[phrase.start : phrase.object_start]
        rule = "metrics.naming:phrase before"
        return Target(start, phrase.end, start, verb + core[listed:], rule, verb or phrase.verb)

    def _before(self, scene: Scene, k: int, phrase: Phrase) -> Target:
        """The phrase before the number, with what the first completion that applies adds to it."""
        core = scene.folded[phrase.start : phrase.end]
        verb = scene.folded[phrase.start : phrase.object_start] or phrase.verb
        for fill in self._completions:
            if name := fill(scene, k, phrase, core):
                break
        else:
            name = _Name(core, verb)
        rule = "metrics.naming:phrase before"
        return Target(phrase.start, phrase.end, phrase.object_start, name.words, rule, name.verb)

    def _selected(self, scene: Scene, k: int, phrase: Phrase, _core: str) -> _Name | None:
        """The threshold that selects what is counted belongs to its name (年产值超3亿元|茶企4家)."""
        slot, folded = scene.slots[k], scene.folded
        if not k or not scene.slots[k - 1].threshold or scene.slots[k - 1].right_start > phrase.start:
            return None
        whole = self.reader.read(folded, slot.left_start, phrase.end, scene.quantities[k].kind)
        if not whole.start < phrase.start < whole.end == phrase.end:
            return None
        verb = folded[whole.start : whole.object_start] or phrase.verb
        return _Name(folded[whole.start : whole.end], verb)

    def _listed(self, scene: Scene, k: int, phrase: Phrase, core: str) -> _Name | None:
        """What a phrase shares with the one before it: the verb of the list (新增停车位300个、充电桩80个), a threshold, a level."""
        slot, q = scene.slots[k], scene.quantities[k]
        if not scene.entries or q.kind not in COUNTED:
            return None
        last = scene.entries[-1]
        verb = scene.folded[phrase.start : phrase.object_start] or phrase.verb
        taken = "" if verb else self._taken_verb(scene, k, phrase, core, last)
        whole = last.object_name
        thing = core
        if core.startswith(("超", "过")) and (at := whole.find(core[0])) > 0:
            thing = whole[:at] + core  # 年产值超3亿元茶企4家、超6亿元茶企1家
        elif phrase.part and not verb:
            taken = self._verb_of_part(last, core, q.unit_text) or taken
        elif slot.mark in ("q", ",") and last.target.explicit:
            thing = shared_modifier(whole, core)
        return _Name(taken + thing, taken or verb) if taken or thing != core else None

    def _taken_verb(self, scene: Scene, k: int, phrase: Phrase, core: str, last: Entry) -> str:
        """The verb of the phrase before, if both stand in one list; empty if not."""
        before = last.target
        if not (before.verb and before.explicit) or phrase.governed or core.startswith("总"):  # 新增装机…、总装机…
            return ""
        # money is spent, things are counted: no verb goes from one to the other (接待游客…、旅游总收入)
        if (scene.quantities[k].kind == "money") != (last.kind == "money"):
            return ""
        return before.verb if scene.slots[k].mark == "q" or self._goes_on(scene, k, phrase, last) else ""

    def _goes_on(self, scene: Scene, k: int, phrase: Phrase, last: Entry) -> bool:
        """Whether a number goes on a list of counts behind a comma, or of amounts right behind their nouns (新增公路8公里,航线2条)."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        if slot.mark != "," or last.clause != slot.clause - 1:
            return False
        close = not phrase.part and folded[phrase.end : slot.left_end] in REACHING
        amounts = close and q.kind in _LISTED and last.kind in _LISTED
        return (q.kind == last.kind == "count" or amounts) and not self.reader.has_verb(
            folded, phrase.start, phrase.end
        )

    def _verb_of_part(self, whole: Entry, core: str, unit: str) -> str:
        """The verb of a whole that its part shares: 新增装机10万千瓦,其中水电3万千瓦; empty if it does not."""
        verb = whole.target.verb
        if whole.measure == "increment" and whole.unit == unit:
            for size in (3, 2):
                if verb[:size] in self.reader.change:
                    return verb[:size]
        return verb if core[-2:] == whole.object_name[-2:] else ""

    def _with_subject(self, scene: Scene, k: int, phrase: Phrase, core: str) -> _Name | None:
        """The subject in front of the phrase's verb (茶园改造完成投资3亿元), or the modifiers of a half-said name."""
        if phrase.object_start > phrase.start:
            return None
        name = self._subject_in_front(scene, k, phrase) + core
        if name == core:
            name = self.antecedents.completed(scene, k, core)
        return _Name(name, phrase.verb) if name != core else None

    @staticmethod
    def _without_attaining(scene: Scene, k: int, phrase: Phrase, core: str) -> _Name | None:
        """The subject and the object of a verb that says nothing of what is measured (农产品加工业实现销售收入)."""
        attained = _ATTAINED_INSIDE.search(core) if scene.quantities[k].kind != "count" else None
        if attained is None:
            return None
        verb = scene.folded[phrase.start : phrase.object_start] or phrase.verb
        return _Name(core[: attained.start()] + core[attained.end() :], verb)

    # A phrase behind its number.

    def _behind(self, scene: Scene, k: int, phrase: Phrase, choice: Choice, owner: Finder) -> Target:
        """A phrase behind the number, with what is said of it behind and in front of the number."""
        q, folded, slot = scene.quantities[k], scene.folded, scene.slots[k]
        start, end = choice.start, choice.end
        if q.kind in ("percent", "ratio"):
            stop = STATE_STOPS.search(folded, start, slot.right_end)
            found = population(folded, start, stop.start() if stop else slot.right_end)
            if found and found[0] <= end + 2:
                return Target(start, found[0], start, found[1], "metrics.naming:share of a class", phrase.verb)
        target = Target(start, end, start, folded[start:end], "metrics.naming:phrase behind", phrase.verb)
        said = ""
        if q.kind == "count":
            if said := self._said_of_list(scene, k, phrase, choice, owner):
                # 9家企业完成改制: 完成改制的企业
                target.name = _turned(target.name, said)
                if phrase.empty and not phrase.change:
                    return target
            else:
                target.name = self._inside_out(folded, choice, phrase)
        if phrase.empty:
            if verb := self._verb_in_front(scene, k, phrase) or self._verb_of_list(scene, k):
                target.verb, target.name = verb, verb + target.name
            return target
        thing = folded[start:end] if said else target.name
        return self._in_front(scene, k, phrase, target, thing)

    @staticmethod
    def _from_threshold(scene: Scene, k: int, start: int) -> int:
        """Where a phrase behind a count begins with the threshold in front of it (126个|亿元以上项目开工)."""
        if k + 1 == len(scene.slots) or scene.quantities[k + 1].role != THRESHOLD:
            return start
        slot, amount = scene.slots[k], scene.quantities[k + 1]
        joined = scene.slots[k + 1].left_end == slot.right_start and amount.end <= start
        return slot.right_start if joined and _SELECTING.fullmatch(scene.folded, amount.end, start) else start

    def _said_of_list(self, scene: Scene, k: int, phrase: Phrase, choice: Choice, owner: Finder) -> str:
        """What the clause says of the things counted, or of the list that they begin (12家医院、33所学校与外地开展共建)."""
        folded, slots, end = scene.folded, scene.slots, choice.end
        said = self._said_behind(folded, end, slots[k].right_end)
        open_list = phrase.empty and not said and self._end_of_thing(folded, choice) == end
        for last in range(k + 1, len(slots) if open_list else 0):
            if folded[end : scene.quantities[last].start] not in _JOINS:
                break
            beside = owner.beside(last - k)
            if beside is None:
                break
            end = self._end_of_thing(folded, beside)
            said = self._said_behind(folded, end, slots[last].right_end)
            if said:
                return "" if _is_short(said) else said
        return said

    @staticmethod
    def _end_of_thing(folded: str, choice: Choice) -> int:
        """Where the people or places end that a phrase names before it says something of them (县|实现目标)."""
        for noun in _CLASS.finditer(folded, choice.start, choice.end):
            if _STATE_VERB.match(folded, noun.end(), choice.end):
                return noun.end()
        return choice.end

    def _inside_out(self, folded: str, choice: Choice, phrase: Phrase) -> str:
        """A phrase that says something of people or places, with these behind it (县实现目标: 实现目标的县; 群众的饮水问题)."""
        written = folded[choice.start : choice.end]
        at = self._end_of_thing(folded, choice)
        if at == choice.end and phrase.only_verb:
            matter = _MATTER.search(folded, choice.start, choice.end)
            if matter and _CLASS.search(folded, matter.start() - 3, matter.start()):
                at = matter.start()
        said = folded[at : choice.end].removeprefix("的").replace("了", "", 1)
        if not said or _is_short(said) or self.antecedents.indicators.knows(written):
            return written
        return _turned(folded[choice.start : at], said)

    def _verb_in_front(self, scene: Scene, k: int, phrase: Phrase) -> str:
        """The verb of change before a number that is the verb of the work done (增加8所学校); empty without one."""
        if not phrase.change or scene.quantities[k].kind not in COUNTED or phrase.to or phrase.compared:
            return ""
        phrase.change = ""
        return self.reader.closing_verb(scene.folded, scene.slots[k].left_start, scene.slots[k].left_end)

    def _in_front(self, scene: Scene, k: int, phrase: Phrase, target: Target, thing: str) -> Target:
        """A phrase behind the number with the words before the number that belong to its name."""
        folded = scene.folded
        core, owner = folded[phrase.start : phrase.end], folded[phrase.object_start : phrase.end]
        if phrase.only_verb:
            target.name = core + thing
        elif folded.startswith("的", scene.slots[k].right_start) and _PROPERTY.search(core):
            rule = "metrics.naming:property of the phrase behind"
            return Target(phrase.start, phrase.end, phrase.object_start, thing + owner, rule, phrase.verb)
        elif _PLACE_IN_FRONT.fullmatch(owner) and not (scene.entries and scene.entries[-1].target.end >= phrase.end):
            target.name = owner + thing
        elif scene.quantities[k].kind == "count" and len(core) <= LONGEST_PART and core[-2:] in self.reader.reach:
            target.name = core + thing  # 主电网覆盖62个县
        return target

    @staticmethod
    def _verb_of_list(scene: Scene, k: int) -> str:
        """The verb before a list of things counted on their left (新增3个产业集群、2个示范园区); empty without one."""
        if not scene.entries or scene.slots[k].mark != "q" or scene.quantities[k].kind != "count":
            return ""
        last, before = scene.entries[-1], scene.quantities[k - 1]
        listed = last.kind == "count" and last.target.explicit and last.target.start >= before.end
        near = listed and scene.analysis.metrics[last.metric].quantity == scene.slots[k - 1].index
        return last.target.verb if near else ""

    def _said_behind(self, folded: str, start: int, end: int) -> str:
        """What the clause says of the noun behind a number, where that tells those counted from others; empty if nothing.

        How far a work has come (全面完成, 加快推进) is said of all of them and tells none apart.
        """
        words = folded[start:end]
        if not 2 <= len(words) <= _LONGEST_STATE or folded[end : end + 1] not in _CLAUSE_ENDS:
            return ""
        if "、" in words or "(" in words:
            return ""
        if words[-1] in "的中等和、":
            return ""
        verb = self.reader.verb_at(folded, start, end) or words[:2] in self.reader.inner or words[0] in "获与"
        return words.replace("了", "", 1) if verb or _STATE_VERB.match(words) else ""


def _whole_of(scene: Scene, part: Entry) -> Entry:
    """The metric whose part an earlier one is, or the member of a list of parts before it; that one itself where it is none."""
    same = [i for i, entry in enumerate(scene.entries) if entry.target.start == part.target.start]
    whole: int | None = None
    for entry in reversed(scene.entries[: same[-1] + 1] if same else []):
        if entry.kind not in RELATIVE and (entry.unit, entry.kind) != (part.unit, part.kind) and entry.part_of is None:
            break
        if entry.part_of is not None:
            whole = entry.part_of
            break
    return next((entry for entry in scene.entries if entry.metric == whole), part)


def _turned(thing: str, said: str) -> str:
    """A thing with what is said of it as its qualifier."""
    return said + ("" if _is_short(said) else "的") + thing


def _is_short(said: str) -> bool:
    """Whether what is said goes before a noun without 的."""
    return len(said) <= _SHORT_STATE and not said.startswith(_OF_STATE)
