"""The names of numbers that take up the phrase of an earlier metric: the whole of it, or a part that words beside the number tell apart."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.coordination import of_level, owned_name
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.shares import SHARE_OF, share_name
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target
from govreport_ie.extraction.quantities.roles import THRESHOLD

__all__ = ["COUNTED", "LONGEST_PART", "REACHING", "RELATIVE", "STATE_STOPS", "Repeater"]

COUNTED = ("count", "measure", "money")
RELATIVE = ("percent", "ratio", "percentage_point")
LONGEST_PART = 14
"""What tells a part of things counted before from the others is no longer than this."""
REACHING = frozenset(("", "约", "近", "为", "达", "达到", "超过"))
"""What may stand between a head and its number."""
STATE_STOPS = lazy_pattern(r"[,;。:、!(]")
"""Where ends what is said behind a number."""

_LONG = 8  # a phrase longer than this may hold its subject and verb
# 每人, 每个社区每年: what a value is counted for, without a head
_EACH = lazy_pattern(rf"(?:平均)?(?:每个?{alternation('each_of')})+")
# how an earlier noun's numbers are parted: 303个,217个当年开工
_STATE_BEHIND = lazy_pattern(rf"{alternation('manner_behind')}+(?=..)")
_PLACE_ALONE = lazy_pattern(r"[一-龥]{1,5}(?:镇|乡|县|区|市|街道|村|旗|省|州)")
_OPPOSITES = {"支出": "收入", "收入": "支出", "出口": "进口", "进口": "出口", "产量": "销量", "销量": "产量"}
_SPENT = frozenset(("支出", "投入", "投资"))
_SELECTING = ("以上", "以下", "以上的", "以下的")
_THRESHOLD = lazy_pattern(r"[\d.一二三五十百千万亿]+(?:美)?元(?:及?以[上下]的?)?")
_TOTALS = frozenset(("总数", "总量", "总人数", "总户数", "总规模", "累计总数", "存量", "保有量", "数量"))
_REACHED = lazy_pattern(r"(?:[达到有超破过共]|累计|总计)(?:了|至)?$")  # what is reached is all there are
_AROUND_THING = ("的", "中")  # 的经济案件 → 经济案件; 主要指标中 → 主要指标


def _thing(name: str) -> str:
    """The noun of an earlier phrase, as later clauses take it up."""
    return name.lstrip(_AROUND_THING[0]).removesuffix(_AROUND_THING[1]) or name


class Repeater:
    """Names numbers whose phrase is that of an earlier metric.

    The readings are tried in their order; the phrase as it was where none applies.

    Args:
        reader: reads phrases.
    """

    def __init__(self, reader: PhraseReader) -> None:
        self.reader = reader
        self._readings = (
            self._above,
            self.part,
            self._relative,
            self.verb_alone,
            self._stock,
            self._rank,
            self._state,
            self._of_both,
        )

    def name(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target:
        """The phrase of an earlier metric, named for another number.

        Args:
            scene: the sentence.
            k: which of its numbers.
            phrase: what the words before the number say.
            entry: the earlier metric.
        """
        for reading in self._readings:
            if target := reading(scene, k, phrase, entry):
                return target
        return scene.again(entry, "metrics.naming:elided subject")

    @staticmethod
    def per_head(scene: Scene, k: int, entry: Entry) -> Target | None:
        """What one of those named before gets (发放助学金800万元,每人2000元)."""
        slot, folded = scene.slots[k], scene.folded
        if folded[slot.left_start : slot.left_start + 1] not in ("平", "每"):
            return None
        each = _EACH.match(folded, slot.left_start, slot.left_end)
        if each is None or scene.quantities[k].kind != "money" or entry.kind != "money" or entry.measure == "growth":
            return None
        if folded[each.end() : slot.left_end] not in REACHING or each[0].removeprefix("平均") in ("每年", "每月"):
            return None  # 每所投资500万元: a head of its own; 平均每年增加3亿元: of the whole
        return scene.again(entry, "metrics.naming:per head of an earlier phrase", name=each[0] + entry.object_name)

    @staticmethod
    def _above(scene: Scene, k: int, _phrase: Phrase, entry: Entry) -> Target | None:
        """Those of the things counted before that a threshold selects, whose noun is left out (其中10亿元以上3个)."""
        if not k or scene.quantities[k - 1].role != THRESHOLD or scene.quantities[k].kind != "count":
            return None
        said = scene.folded[scene.quantities[k - 1].start : scene.slots[k].left_end]
        if not said.endswith(_SELECTING) or len(said) > LONGEST_PART:
            return None
        thing = said + _THRESHOLD.sub("", entry.object_name, count=1)
        target = scene.again(entry, "metrics.naming:those above a threshold", name=entry.target.verb + thing)
        target.object_name = thing
        return target

    def part(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """Words before the number that only qualify the thing counted before, whose name they leave out."""
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        if q.kind not in COUNTED or entry.unit != q.unit_text or phrase.empty:
            return None
        core = folded[phrase.object_start : phrase.end]
        verb = folded[phrase.start : phrase.object_start] or entry.target.verb
        if name := of_level(entry.object_name, core):
            # 培育省级龙头茶企5家、市级20家
            rule = "metrics.naming:another level of an earlier object"
            target = scene.again(entry, rule, name=verb + name, verb=verb)
            target.object_name, target.explicit = name, True
            return target
        closed = phrase.end == slot.left_end - 1 and folded[phrase.end] == "的"
        if closed and 2 < len(core) <= LONGEST_PART and entry.object_name[:1] != "在":
            # 规上企业216家,产值超亿元的48家
            thing = _thing(entry.object_name)
            target = scene.again(entry, "metrics.naming:some of an earlier object", name=f"{core}的{thing}", verb="")
            target.object_name = thing
            return target
        if (phrase.part or entry.target.member) and _PLACE_ALONE.fullmatch(core):
            # 新建高标准农田2.8万亩,其中石砚镇1.1万亩、雁岭乡0.9万亩
            whole = entry.target.name.removeprefix(entry.target.member)
            target = scene.again(entry, "metrics.naming:place of a total", name=core + whole)
            target.member, target.object_name = core, whole.removeprefix(entry.target.verb)
            return target
        return None

    def _relative(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """A share that the earlier thing has of a whole, or how much of it is done."""
        if scene.quantities[k].kind not in RELATIVE:
            return None
        if not phrase.empty and SHARE_OF.match(scene.folded, phrase.start, phrase.end):
            return self.share(scene, entry, scene.folded[phrase.start : phrase.end])
        return self.work_done(scene, k, phrase, entry) if scene.folded.startswith("的", phrase.end) else None

    @staticmethod
    def share(scene: Scene, entry: Entry, whole: str) -> Target:
        """The share that an earlier metric's thing has of a whole, that of which it is a part where none is named."""
        if whole == "占":
            whole += entry.whole
        subject = entry.target.name
        if len(said := SHARE_OF.split(subject, maxsplit=1)[0]) > 1:
            subject = said  # the share of another whole before: 占全市四成,占全国一成
        return scene.again(entry, "metrics.naming:share of an earlier phrase", name=share_name(subject, whole))

    def work_done(self, scene: Scene, k: int, phrase: Phrase, last: Entry | None) -> Target | None:
        """How much of the work or of the year's target is done (完成工程总量的75%)."""
        folded = scene.folded
        if folded.startswith("完成", phrase.start - 2):
            # the choice left out whose work it is: 环城路完成|工程总量的75%
            phrase = self.reader.read(folded, scene.slots[k].left_start, phrase.end, "percent")
        rule = "metrics.naming:share of the work done"
        inner = folded.find("完成", phrase.start + 2, phrase.end - 2)
        if inner > 0:
            name = folded[phrase.start : phrase.end] + "比例"
            return Target(phrase.start, inner, min(phrase.object_start, inner), name, rule, phrase.verb)
        if phrase.verb != "完成" or last is None:
            return None
        return scene.again(last, rule, name=f"{last.target.name}完成{folded[phrase.start : phrase.end]}比例")

    def verb_alone(self, scene: Scene, _k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """Another verb of an earlier object (技改项目新开工31个、续建17个)."""
        if not phrase.only_verb:
            return None
        core, thing = scene.folded[phrase.start : phrase.end], entry.object_name
        other = _OPPOSITES.get(core)
        if other and thing.endswith(other):
            # 一般预算收入13亿元,…,支出55亿元
            return self._object(scene, entry, "metrics.naming:the other of a pair", thing.removesuffix(other) + core)
        closing = self.reader.closes_with(thing)
        if closing or (core in _SPENT and entry.kind == "count"):  # 完成民生工程33项,支出605亿元
            rest = thing[: len(thing) - closing]
            name = core + rest if core[0] == "在" else rest + core
            return self._object(scene, entry, "metrics.naming:another verb of an earlier object", name)
        rule = "metrics.naming:verb with an earlier object"
        return _without_its_verb(scene.again(entry, rule, name=core + thing, verb=phrase.verb))

    @staticmethod
    def _object(scene: Scene, entry: Entry, rule: str, name: str) -> Target:
        """The phrase of an earlier metric under the name of another object, without a verb."""
        target = scene.again(entry, rule, name=name, verb="")
        target.object_name = name
        return target

    def _stock(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """All there are of what was added before (新增上市公司24家、达189家; 总数达189家), whose name has no verb of adding."""
        slot, q = scene.slots[k], scene.quantities[k]
        if phrase.change or q.kind != entry.kind or entry.unit != q.unit_text or not entry.target.verb:
            return None
        head = scene.folded[phrase.start : phrase.end]
        added = entry.measure == "increment" and entry.target.verb in self.reader.change
        if head:
            said = head in _TOTALS and (added or q.kind == "count")  # but 新登记市场主体3万户、总量达20万户
        else:
            said = added and _REACHED.search(scene.folded, slot.left_start, slot.left_end) is not None
        if not said:
            return None
        name = owned_name(entry.owner, "", head) if head else entry.object_name
        return _without_its_verb(scene.again(entry, "metrics.naming:stock of what was added", name=name, verb=""))

    def _rank(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """The rank of a head of the earlier thing (贷款余额…,增速居全省第一), or of the size whose share was told."""
        if scene.quantities[k].kind != "rank":
            return None
        head = scene.folded[phrase.start : phrase.end]
        if head in self.reader.generic:
            name = owned_name(entry.owner, "", head)
            return scene.again(entry, "metrics.naming:bare head of an earlier phrase", name=name)
        if entry.measure != "share":
            return None
        # 规模占全市五分之一,居第二
        name = SHARE_OF.split(entry.target.name, maxsplit=1)[0].removesuffix("占比")
        return scene.again(entry, "metrics.naming:elided subject", name=name or entry.target.name)

    def _state(self, scene: Scene, k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """Those of the things counted before that are in a state (100个产业化项目,有60个建成投产)."""
        slot, q = scene.slots[k], scene.quantities[k]
        if not phrase.empty or slot.right_start >= slot.right_end or entry.unit != q.unit_text:
            return None
        stop = STATE_STOPS.search(scene.folded, slot.right_start, slot.right_end)
        state = scene.folded[slot.right_start : stop.start() if stop else slot.right_end]
        thing = _thing(entry.object_name)
        closing = self.reader.closes_with(thing)
        if closing and state in self.reader.event:
            # 86个项目开工,42个竣工
            return self._object(scene, entry, "metrics.naming:state of an earlier object", thing[:-closing] + state)
        long = 2 < len(state) <= _LONG
        if not (long or state in self.reader.event) or not self._is_state(state):
            return None
        of = "的" if q.kind == "count" else ""
        target = scene.again(entry, "metrics.naming:state of an earlier object", name=state + of + thing)
        target.object_name = thing
        return target

    def _is_state(self, words: str) -> bool:
        match = _STATE_BEHIND.match(words)
        return self.reader.predicate_at(words, match.end() if match else 0, len(words))

    @staticmethod
    def _of_both(scene: Scene, _k: int, phrase: Phrase, entry: Entry) -> Target | None:
        """One value of the last two things (单项冠军6家、上市企业5家,均全市第一)."""
        if not phrase.shared or len(scene.entries) < 2 or entry is not scene.entries[-1]:
            return None
        other = scene.entries[-2]
        if not (other.target.explicit and entry.target.explicit and other.kind == entry.kind):
            return None
        name = f"{other.target.name}、{entry.object_name}"
        return scene.again(entry, "metrics.naming:elided subjects", name=name)


def _without_its_verb(target: Target) -> Target:
    """The phrase of an earlier metric, whose verb is not this number's."""
    if target.object_start < target.end:
        target.start = target.object_start
    return target
