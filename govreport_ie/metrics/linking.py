"""Finding what every quantity measures: one pass over the quantities of a sentence with the phrases found so far.

The phrase stands on the number's left (森林覆盖率达45%), on its right (改造8所学校), or is left out and
was named before (…500亿元,增长6%).  Values dealt out over a list (分别) go to its members in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_ie.metrics.coordination import MID_DEALER, compressed_names, full_names, is_quality, modifier_of, owned_name, shared_modifier, split_members, summary_suffix
from govreport_ie.metrics.indicators import IndicatorIndex
from govreport_ie.metrics.measure import measure_of
from govreport_ie.metrics.phrases import Phrase, PhraseReader
from govreport_ie.metrics.segments import Slot, slots
from govreport_ie.records import Analysis, MetricRecord, QuantityRecord

__all__ = ["Linker"]

_PREDICATE_BEHIND = re.compile(
    r"[、和与及]|[居列排](?:全|第|首|于|前|在|名|入|为|世|国|省|市|各|同)|位[居列]|占(?!地)|同比|环比|比|较(?!大)|增长|增加|下降|提高|减少|降低|翻(?!新)|达(?!标)|为(?!民|群众|企|老|残|困)|是"
    r"|均|都(?!市)|其中|并(?!网|购|联)|且|而|以(?!工代赈|旧换新)|等(?!级)|分别|以上$|左右|不等|的?(?:增长|增速|速度|目标|任务$|水平$|好成绩)|进入全|跻身|创(?!新|业|意|建)|实现|荣获第|目标|大关|以内|及以上|作用"
)
_SKIP_BEHIND = re.compile(r"[\s的]*(?:以上|以下|左右|以内|及以上|多)?[\s的]*")
_CLOSING_STATE = re.compile(
    r"(?:已?(?:全面|全部|顺利|如期|基本|提前|加快|有序|稳步|扎实|正式|陆续|相继|成功|圆满|超额|正在|即将)+(?:完成|推进|实施|建成|开工|竣工|投用|投产|启动|建设|落地|达标|通车|落实|办结|见效)[一-龥]{0,6})$"
)
_SUBJECT_ENDS = re.compile(
    r"蓬勃|迅速|迅猛|不断|持续|稳步|明显|进一步|全面|快速|加快|扎实|得到|取得|实现|达到|首次|突破|有力|保持|有效|显著|大幅|逐步|较快|基本|成功|位居|建成|启动|顺利|稳定|再创|再次|发展|增长|双双|均|继续|又|已|正式|深入|日趋|日益|更加|开工|通车|投用|竣工|完成|完工"
)
_SHARE_OF = re.compile(r"(?:仅|约)?占(?!比|地面积|用|有率|道|补)")
_NOUNS_OF_SHARE = re.compile(r"(?:率|比重|占比|比例|程度|度|面|覆盖|系数|比|进度|份额|水平|浓度)$")
_PREDICATE_INSIDE = re.compile(
    r"分别|通过(?!率|能力)|面向|协同|已(?!经?纳|被)|均|全部|正在|即将|加快|有序|稳步|扎实|顺利|如期|同步|成功|陆续|相继|逐步|(?<!公)共(?!同|建|享|服|治|性|富|和|青|产|有)|各(?!类|级|界|项|族|地|方|种|部门|单位)"
)
_PLACE_ALONE = re.compile(r"[一-龥]{1,5}(?:镇|乡|县|区|市|街道|村|旗|省|州)")
_PLACE_IN_FRONT = re.compile(r"[一-龥]{1,7}(?:省|自治区|州|市|区|县|旗|镇|乡|村|街道|园|社区|花园|新城|片区|开发区)")
_GENERIC_CLOSE = re.compile(r"(?:总?投资额?|总?规模|总?面积|长度|全长|总长|里程|总?容量|装机|产值|资金|金额|总额|建筑面积|产能|估算|概算)$")
_GAMES = re.compile(r"(?:在|参加|获得?)?([^,;。、在]{0,16}?(?:运动会|[省市全亚奥残]运会|奥运|锦标赛|冠军赛|公开赛|世界杯|大赛|竞赛|比赛|世锦赛))")
_HALF_SAID = re.compile(r"(?:标准|人数|水平|人口|能力|总额|资金|收入|产值|产量|规模|面积)$")
_MOVED = re.compile(r"(?:前进|前移|上升|提升|进位|晋升|晋位|跃升|下降|后退|后移|下滑)了?$")
_SPENDING = re.compile(r"(?:投入|投资|筹资|出资|斥资|耗资)$")
_FOOTNOTE = re.compile(r"\[\d+\]|\(\d{1,2}\)|〔\d+〕|[①-⑳]")
_LONGEST_LIST = 16  # values that one phrase deals out
_CLAUSE_END = re.compile(r"[,;。:、!]")
_MEDAL = re.compile(r"[金银铜]$")
_TRAILS_OFF = re.compile(r"(?:等|的|有|对|为|向|在|由|于|用于|以|将|给|使|让|与|和|及|、|把|含|包括|涉及|其中)$")


@dataclass(slots=True)
class Entry:
    """One metric already found in the sentence."""

    start: int
    end: int
    object_start: int
    name: str
    object_name: str
    verb: str
    kind: str
    measure: str
    direction: str | None
    clause: int
    metric: int
    member: str = ""
    explicit: bool = True
    unit: str = ""
    subject: str = ""  # what stands before the last verb of the phrase
    whole: str = ""  # name of the total whose part this is
    part_of: int | None = None  # index of the metric whose part this is


@dataclass(slots=True)
class Target:
    """A phrase that a value goes to."""

    start: int
    end: int
    object_start: int
    name: str
    rule: str
    verb: str = ""
    member: str = ""
    explicit: bool = True
    subject: str = ""
    object_name: str = ""  # the object's full name, where it is not the name without its verb


class Linker:
    """Links quantities to the phrases that say what they measure."""

    def __init__(self, indicators: IndicatorIndex | None = None) -> None:
        self.reader = PhraseReader()
        self.indicators = indicators or IndicatorIndex()

    def link(self, analysis: Analysis) -> list[tuple[int, int]]:
        """Append one metric for every quantity of which the text says what it measures.

        Returns:
            For every metric the stretch of text that holds its quantity and what speaks of it.
        """
        self._clauses: list[tuple[int, int]] = []
        quantities = analysis.quantities
        sentences = analysis.sentences
        total = len(quantities)
        i = 0
        s = 0
        while i < total:
            at = quantities[i].start
            while s < len(sentences) and sentences[s][1] <= at:
                s += 1
            if s >= len(sentences) or sentences[s][0] > at:
                i += 1
                continue
            start, end = sentences[s]
            j = i
            while j < total and quantities[j].start < end:
                j += 1
            self._sentence(analysis, start, end, i, j)
            i = j
        return self._clauses

    def _sentence(self, analysis: Analysis, start: int, end: int, first: int, last: int) -> None:
        folded = analysis.folded
        quantities = analysis.quantities
        found = slots(folded, start, end, quantities, first, last)
        entries: list[Entry] = []
        pending: list[Target] = []  # targets of the values still to be dealt out
        run_phrase: Phrase | None = None
        for k, slot in enumerate(found):
            q = quantities[slot.index]
            if slot.gap_list and pending:
                target = pending.pop(0)
                phrase = run_phrase or Phrase(slot.left_end, slot.left_end)
            else:
                kind = "rank" if q.unit_text in ("位", "个位次", "位次") and _MOVED.search(folded, slot.left_start, slot.left_end) else q.kind
                phrase = self.reader.read(folded, slot.left_start, slot.left_end, kind)
                run = self._run(quantities, found, k, phrase.dealt)
                pending = []
                target = None
                if run > 1 and not (slot.gap_list and k):
                    dealt = self._deal(analysis, found, k, phrase, run, entries, start)
                    if dealt:
                        target, pending = dealt[0], dealt[1:]
                        run_phrase = phrase
                if target is None:
                    if slot.gap_list and entries and phrase.empty and not self._right(folded, slot) and entries[-1].unit not in ("金", "银", "铜"):
                        e = entries[-1]
                        target = Target(e.start, e.end, e.object_start, e.name, "metrics.linking:same phrase", e.verb, e.member, False)
                        if run_phrase is not None and quantities[found[k - 1].index].kind == q.kind:
                            phrase = run_phrase
                    else:
                        target = self._target(analysis, found, k, phrase, entries, start)
                        run_phrase = phrase
            if target is None:
                continue
            self._emit(analysis, slot, q, phrase, target, entries, start, end)

    def _run(self, quantities: list[QuantityRecord], found: list[Slot], k: int, dealt: bool) -> int:
        """How many values of one kind (of any, when 分别 deals them out) follow each other with only separators between."""
        kind = quantities[found[k].index].kind
        size = 1
        while size < _LONGEST_LIST and k + size < len(found) and found[k + size].gap_list and (dealt or quantities[found[k + size].index].kind == kind):
            size += 1
        return size

    # ---- values dealt out over members

    def _deal(
        self, analysis: Analysis, found: list[Slot], k: int, phrase: Phrase, count: int, entries: list[Entry], start: int
    ) -> list[Target] | None:
        folded = analysis.folded
        slot = found[k]
        if not phrase.empty and not phrase.only_verb:
            if folded[phrase.end - 1] == "占":
                phrase.end -= 1
                while phrase.end - 2 > phrase.start and folded[phrase.end - 2 : phrase.end] in self.reader.dist:
                    phrase.end -= 2
                phrase.dealt = True
            core = folded[phrase.start : phrase.end]
            middle = MID_DEALER.search(folded, phrase.start, phrase.end)
            if middle and middle.start() > phrase.start:
                named = self._dealt_inside(folded, phrase, middle, count)
                if named:
                    return named
            if self._is_generic(core) or not phrase.dealt:
                group = self._group(entries, count)
                if group and (all(e.member for e in group) or self._is_generic(core) or len(core) <= 6 and "、" not in core):
                    return [
                        Target(phrase.start, phrase.end, phrase.object_start, owned_name(e.member or e.object_name, e.verb, core), "metrics.coordination:values of members", phrase.verb, e.member)
                        for e in group
                    ]
            share = _SHARE_OF.search(folded, phrase.start, phrase.end)
            whole_end = share.start() if share and share.start() > phrase.start else phrase.end
            members = split_members(folded, phrase.start, whole_end, count)
            if members:
                targets = self._members(folded, members, phrase)
                if whole_end < phrase.end:
                    tail = folded[whole_end : phrase.end]
                    for target in targets:
                        target.name += tail if _NOUNS_OF_SHARE.search(tail) else tail + "比重"
                return targets
            names = compressed_names(core, count)
            if names:
                return [Target(phrase.start, phrase.end, phrase.object_start, name, "metrics.coordination:compressed", phrase.verb, _prefix(name, core)) for name in names]
            if phrase.dealt or phrase.change:
                group = self._group(entries, count)
                if group and phrase.dealt:
                    return [
                        Target(phrase.start, phrase.end, phrase.object_start, owned_name(e.member or e.object_name, e.verb, core), "metrics.coordination:values of members", phrase.verb, e.member)
                        for e in group
                    ]
            return None
        group = self._group(entries, count)
        subject = self._subject_before(analysis, found, k, start)
        if subject:
            members = split_members(folded, subject[0], subject[1], count)
            if members:
                return self._members(folded, members, Phrase(subject[0], subject[1], subject[0]))
        if group:
            return [Target(e.start, e.end, e.object_start, e.name, "metrics.coordination:dealt to earlier phrases", e.verb, e.member, False) for e in group]
        return None

    def _is_generic(self, core: str) -> bool:
        """Whether a phrase is a bare head, or two of them (总量和占比)."""
        generic = self.reader.generic
        if core in generic or is_quality(core):
            return True
        one, separator, two = core.partition("和")
        return bool(separator) and one in generic and two in generic

    def _members(self, folded: str, members: list[tuple[int, int]], phrase: Phrase) -> list[Target]:
        whole = (phrase.start, phrase.end)
        texts = [folded[a:b].strip() for a, b in members]
        if phrase.object_start > phrase.start and members[0][0] == phrase.start:
            texts[0] = folded[phrase.object_start : members[0][1]]
        names, shared = full_names(texts)
        targets = []
        owners = modifier_of(texts, names) if shared else names
        for (a, b), owner, name in zip(members, owners, names, strict=True):
            if shared:
                targets.append(Target(*whole, phrase.object_start, name, "metrics.coordination:shared head", phrase.verb, owner))
            else:
                object_start = phrase.object_start if a == phrase.start else a
                targets.append(Target(a, b, object_start, name, "metrics.coordination:member", phrase.verb, ""))
        return targets

    def _dealt_inside(self, folded: str, phrase: Phrase, middle: re.Match[str], count: int) -> list[Target] | None:
        """石砚、枫渡两镇分别完成工业产值…: the members own the phrase behind 分别."""
        text = folded[phrase.start : middle.start()]
        body, suffix = summary_suffix(text)
        members = split_members(folded, phrase.start, phrase.start + len(body), count)
        if not members:
            return None
        rest = self.reader.read(folded, middle.end(), phrase.end, "count")
        if rest.empty:
            return None
        targets = []
        for a, b in members:
            member = folded[a:b]
            if suffix and not member.endswith(suffix):
                member += suffix
            targets.append(
                Target(rest.start, rest.end, rest.object_start, member + folded[rest.start : rest.end], "metrics.coordination:dealt inside", rest.verb, member)
            )
        return targets

    def _group(self, entries: list[Entry], count: int) -> list[Entry] | None:
        """The last ``count`` different phrases, in text order."""
        group: list[Entry] = []
        seen: set[str] = set()
        for entry in reversed(entries[-24:]):
            if entry.name in seen:
                continue
            seen.add(entry.name)
            group.append(entry)
            if len(group) == count:
                return group[::-1]
        return None

    # ---- one value

    def _right(self, folded: str, slot: Slot) -> tuple[int, int] | None:
        """The phrase on the right of a number, unless a predicate stands there."""
        start, end = slot.right_start, slot.right_end
        match = _SKIP_BEHIND.match(folded, start, end)
        if match:
            start = match.end()
        while end > start and folded[end - 1] in " \n\t、":
            end -= 1
        if end - start < 2 or _PREDICATE_BEHIND.match(folded, start, end) or self.reader.change_at(folded, start, end):
            return None
        match = _CLOSING_STATE.search(folded, max(start, end - 16), end)
        if match and match.start() - start >= 2:
            end = match.start()
        match = _PREDICATE_INSIDE.search(folded, start + 2, end)
        if match:
            end = match.start()
        return start, end

    def _target(
        self, analysis: Analysis, found: list[Slot], k: int, phrase: Phrase, entries: list[Entry], start: int
    ) -> Target | None:
        folded = analysis.folded
        reader = self.reader
        slot = found[k]
        q = analysis.quantities[slot.index]
        counted = q.kind in ("count", "measure", "money")
        right = self._right(folded, slot)
        if right is None and k + 1 < len(found) and found[k + 1].gap_list and found[k + 1].left_end == slot.right_start:
            right = self._right(folded, found[k + 1])  # 12条845公里高速公路
        if right and _MEDAL.search(folded, q.start, q.end):
            right = None
        behind = Target(*right, right[0], folded[right[0] : right[1]], "metrics.linking:phrase behind", phrase.verb) if right else None
        if q.kind == "count" and _MEDAL.search(folded, q.start, q.end):
            games = None
            for games in _GAMES.finditer(folded, max(start, q.start - 70), q.start):
                pass
            if games:
                return Target(games.start(1), games.end(1), games.start(1), f"{games[1]}{folded[q.end - 1]}牌", "metrics.linking:medals")
        if phrase.empty:
            if behind and entries and entries[-1].unit == q.unit_text and slot.mark in (",", ";") and slot.left_start == slot.left_end and reader.verb_at(folded, *right):
                return self._elided(analysis, found, k, phrase, entries, start)  # …已办结9件,1件跨年实施
            if behind and q.kind != "rank" and (not phrase.change or counted and not phrase.to and not phrase.compared) and not phrase.dealt:
                if phrase.change:
                    # the verb of change is the verb of the work done: 增加8所学校
                    behind.verb = self.reader.closing_verb(folded, slot.left_start, slot.left_end)
                    behind.name = behind.verb + behind.name
                    phrase.change = ""
                return behind
            return self._elided(analysis, found, k, phrase, entries, start) or behind
        core = folded[phrase.start : phrase.end]
        if self._is_generic(core):
            if counted and folded[slot.right_start : slot.right_start + 1] == "的":
                # 总投资123亿元的58个城建类项目
                owner = right
                if owner is None and k + 1 < len(found) and found[k + 1].mark == "q":
                    owner = self._right(folded, found[k + 1])
                if owner:
                    return Target(phrase.start, phrase.end, phrase.object_start, folded[owner[0] : owner[1]] + core, "metrics.linking:head of the phrase behind", phrase.verb)
            if phrase.only_verb and behind and q.kind != "rank":
                return behind
            own = self._elided(analysis, found, k, phrase, entries, start)
            if own is None and q.kind == "money" and core[-2:] in ("投资", "投入", "资金"):
                spent = self._spent_on(analysis, found, k, start)
                if spent:
                    return spent
            owner = entries[-1] if own and not own.explicit and entries else None
            if owner and core in ("占比", "比重") and owner.whole:
                name = f"{owner.object_name}占{owner.whole}比重"
            elif owner and owner.verb.startswith(("新增", "净增")) and core in ("增速", "增幅", "总量", "规模"):
                name = owner.name + core
            elif owner and is_quality(core) and not owner.member and len(entries) > 1 and entries[-2].verb == owner.verb and entries[-2].clause == owner.clause and entries[-2].kind == owner.kind and owner.explicit:
                # 办理代表议案7件、建议278件,满意率100%
                name = owned_name(f"{entries[-2].object_name}、{owner.object_name}", owner.verb[:2], core)
            elif owner and phrase.verb and owner.subject and phrase.start > slot.left_start:
                name = owner.subject + core  # 规模以上工业企业实现工业增加值…;实现利润…
            elif owner:
                name = owned_name(owner.member or owner.object_name, owner.verb, core)
            else:
                name = owned_name(folded[own.object_start : own.end] if own else self._object_before(folded, slot, start), "", core)
            return Target(
                phrase.start, phrase.end, phrase.start, name, "metrics.linking:generic head", phrase.verb, owner.member if owner else "",
                object_name=owner.object_name if owner and not owner.member else "",
            )  # fmt: skip
        if phrase.only_verb and phrase.part and core in reader.event:
            phrase.object_start = phrase.start  # 其中出口
        if phrase.only_verb:
            if behind and not (entries and phrase.verb in ("剩余", "其余")):
                behind.name = core + behind.name
                behind.rule = "metrics.linking:verb and phrase behind"
                return behind
            if q.kind == "money" and folded[slot.right_end : slot.right_end + 1] == "," and not any(e.clause >= slot.clause - 1 for e in entries[-1:]):
                spent = self._spent_on(analysis, found, k, start)
                if spent:
                    return spent
            if entries:
                e = entries[-1]
                tail = reader.closes_with(e.object_name)
                if tail:
                    # 重点项目新开工330个、续建371个
                    name = e.object_name[: len(e.object_name) - tail] + core
                    return Target(e.start, e.end, e.object_start, name, "metrics.linking:another verb of an earlier object", "", e.member, False, object_name=name)
                return Target(e.start, e.end, e.object_start, core + e.object_name, "metrics.linking:verb with an earlier object", phrase.verb, e.member, False)
            return Target(phrase.start, phrase.end, phrase.start, core, "metrics.linking:verb alone", phrase.verb)
        if q.kind in ("percent", "ratio", "percentage_point"):
            share = _SHARE_OF.search(folded, phrase.start, phrase.end)
            if share:
                name = core if _NOUNS_OF_SHARE.search(core) else core + "比重"
                if share.start() > phrase.start:
                    subject = folded[phrase.start : share.start()]
                    if subject in reader.generic and entries:
                        # …产业规模突破6000亿元,增加值占地区生产总值比重…
                        owner = entries[-1]
                        name = owned_name(owner.member or owner.object_name, "", subject) + name[len(subject) :]
                    elif share.end() == phrase.end:
                        name = subject + "占比"
                    return Target(
                        phrase.start, share.start(), min(phrase.object_start, share.start()), name, "metrics.linking:share of", phrase.verb, object_name=subject
                    )
                own = self._elided(analysis, found, k, phrase, entries, start)
                if own and core == "占" and not own.explicit and entries[-1].whole:
                    name = f"占{entries[-1].whole}比重"
                if own:
                    return Target(own.start, own.end, own.object_start, own.name + name, "metrics.linking:share of an earlier phrase", own.verb, own.member, False)
            if behind and not (phrase.attained or phrase.to or phrase.change) and (reader.ends_in_verb(folded, phrase.start, phrase.end) or len(core) <= 3):
                return behind
        if behind and q.kind == "money" and _SPENDING.search(core) and not folded[slot.right_start :].startswith("用于"):
            behind.rule = "metrics.linking:work that money is spent on"
            return behind
        if behind and counted and not (phrase.change or phrase.attained or phrase.to):
            if folded[slot.right_start] == "的" and _GENERIC_CLOSE.search(core):
                behind.name += core
                behind.start, behind.end, behind.object_start = phrase.start, phrase.end, phrase.object_start
                behind.rule = "metrics.linking:head of the phrase behind"
                return behind
            ends = reader.ends_in_verb(folded, phrase.start, phrase.end) or _TRAILS_OFF.search(folded, phrase.start, phrase.end)
            if ends or not reader.predicate_at(folded, *right) and (q.kind != "money" or len(core) <= 8 or reader.closes_with_work(folded, phrase.start, phrase.end)):
                behind.rule = "metrics.linking:phrase behind a phrase"
                owner = folded[phrase.object_start : phrase.end]
                if _PLACE_IN_FRONT.fullmatch(owner):
                    behind.name = owner + behind.name
                return behind
        if len(core) > 8:
            inner = reader.inner_object(folded, phrase.start, phrase.end, not counted or bool(phrase.change) or phrase.to)
            if inner > phrase.start:
                size = reader.verb_at(folded, inner, phrase.end)
                if not counted:
                    return Target(inner + size, phrase.end, inner + size, folded[inner + size : phrase.end], "metrics.linking:object of the last verb", subject=folded[phrase.start : inner])
                return Target(inner, phrase.end, inner + size, folded[inner : phrase.end], "metrics.linking:object of the last verb", folded[inner : inner + size], subject=folded[phrase.start : inner])
        # a verb over a list: 新增停车位2000个、充电桩1157个
        verb = folded[phrase.start : phrase.object_start] or phrase.verb
        name = core
        if entries and counted and not (verb or phrase.attained or phrase.change or phrase.to or phrase.compared):
            before = entries[-1]
            near = slot.mark == "q" or (slot.mark == "," and before.clause == slot.clause - 1 and q.kind == before.kind == "count" and not reader.has_verb(folded, phrase.start, phrase.end))
            if before.verb and before.explicit and near:
                verb = before.verb
                name = verb + core
            if core[0] in "超过" and (at := before.object_name.find(core[0])) > 0:
                name = verb + before.object_name[:at] + core  # 产值超10亿元企业8家、超20亿元企业2家
            elif phrase.part and before.verb and core[-2:] == before.object_name[-2:]:
                name = before.verb + core
            elif slot.mark in ("q", ",") and before.explicit:
                name = shared_modifier(before.object_name, name)
        if entries and counted and _PLACE_ALONE.fullmatch(core) and (phrase.part or entries[-1].member and slot.mark == "q"):
            # 新建高标准农田2.8万亩,其中石砚镇1.1万亩、雁岭乡0.9万亩
            e = entries[-1]
            whole = e.name[len(e.member) :] if e.member and e.name.startswith(e.member) else e.name
            return Target(
                e.start, e.end, e.object_start, core + whole, "metrics.coordination:place of a total", e.verb, core, False, object_name=whole.removeprefix(e.verb)
            )
        if name is core and slot.mark == "," and len(core) <= 6 and phrase.object_start == phrase.start and _HALF_SAID.search(core):
            name = self._completed(folded, core, slot, start)
        return Target(phrase.start, phrase.end, phrase.object_start, name, "metrics.linking:phrase before", verb)

    def _spent_on(self, analysis: Analysis, found: list[Slot], k: int, start: int) -> Target | None:
        """The work of the next clause on which money is spent (投入278亿元,新建、改造农村公路10.1万公里)."""
        folded = analysis.folded
        if folded[found[k].right_end : found[k].right_end + 1] != ",":
            return None
        begin = found[k].right_end + 1
        if k + 1 < len(found) and found[k + 1].left_start == begin:
            phrase = self.reader.read(folded, begin, found[k + 1].left_end, analysis.quantities[found[k + 1].index].kind)
            target = self._target(analysis, found, k + 1, phrase, [], start)
        else:
            stop = _CLAUSE_END.search(folded, begin, begin + 60)
            phrase = self.reader.read(folded, begin, stop.start() if stop else begin, "count")
            target = None if phrase.empty else Target(phrase.start, phrase.end, phrase.object_start, folded[phrase.start : phrase.end], "", phrase.verb)
        if target is None or target.start < begin or target.end <= target.start:
            return None
        target.rule = "metrics.linking:work of the next clause"
        return target

    def _completed(self, folded: str, core: str, slot: Slot, start: int) -> str:
        """A half-said name with the modifiers of its first word from an earlier clause.

        建立了农村最低生活保障制度,…,保障标准提高到840元: 农村最低生活保障标准.
        """
        stop = slot.left_start - 1
        at = folded.rfind(core[:2], max(start, stop - 60), stop)
        if at < 0 or folded.startswith(core, at):
            return core
        begin = max(folded.rfind(mark, max(start, at - 30), at) + 1 for mark in ",;:。、")
        begin = max(begin, start)
        phrase = self.reader.read(folded, begin, at, "count")
        owner = folded[phrase.object_start : phrase.end]
        if not 2 <= len(owner) <= 12 or self.indicators.knows(core) or owner[:2] in self.reader.adverb or self.reader.has_verb(folded, phrase.object_start, phrase.end):
            return core
        return owner + core

    def _object_before(self, folded: str, slot: Slot, start: int) -> str:
        """The object of the clause before that holds no quantity (推进…中心建设,全年交易额550亿元)."""
        stop = slot.left_start - 1
        if slot.mark != "," or stop - start < 4:
            return ""
        begin = max(start, stop - 60)
        begin = max(begin, *(folded.rfind(mark, begin, stop) + 1 for mark in ",;:。"))
        phrase = self.reader.read(folded, begin, stop, "count")
        if phrase.empty or phrase.object_start == phrase.start:
            return ""
        return folded[phrase.object_start : phrase.end].removesuffix("建设").removesuffix("发展")

    def _subject_before(self, analysis: Analysis, found: list[Slot], k: int, start: int) -> tuple[int, int] | None:
        """The subject of the clause before, when that clause holds no quantity (…蓬勃发展,达到2937家)."""
        slot = found[k]
        if slot.mark not in (",", ":") :
            return None
        stop = slot.left_start - 1
        begin = start if k == 0 else max(start, found[k - 1].right_start)
        folded = analysis.folded
        at = max(folded.rfind(",", begin, stop), folded.rfind(";", begin, stop), folded.rfind(":", begin, stop))
        if at < 0:
            if k and begin == found[k - 1].right_start:
                return None
            at = begin - 1
        clause_start = at + 1
        if stop - clause_start > 80:
            return None
        phrase = self.reader.read(folded, clause_start, stop, "count")
        if phrase.empty or phrase.object_start > phrase.start:
            return None
        match = _SUBJECT_ENDS.search(folded, phrase.start + 2, stop)
        if match is None:
            # a topic of its own: 我国的工业总产值,前三年共增加了…
            if stop - phrase.start <= 24 and not self.reader.has_verb(folded, phrase.start, stop):
                return phrase.start, phrase.end
            return None
        return phrase.start, match.start()

    def _elided(
        self, analysis: Analysis, found: list[Slot], k: int, phrase: Phrase, entries: list[Entry], start: int
    ) -> Target | None:
        """The phrase that an elided subject refers to."""
        subject = self._subject_before(analysis, found, k, start)
        folded = analysis.folded
        if subject:
            return Target(*subject, subject[0], folded[subject[0] : subject[1]], "metrics.linking:subject of the clause before")
        if entries:
            e = entries[-1]
            if phrase.shared and len(entries) > 1 and entries[-2].explicit and e.explicit and entries[-2].kind == e.kind:
                # 单项冠军6家、上市企业5家,均全市第一
                name = f"{entries[-2].name}、{e.object_name}"
                return Target(e.start, e.end, e.object_start, name, "metrics.linking:elided subjects", e.verb, e.member, False)
            return Target(e.start, e.end, e.object_start, e.name, "metrics.linking:elided subject", e.verb, e.member, False)
        return None

    def _emit(
        self, analysis: Analysis, slot: Slot, q: QuantityRecord, phrase: Phrase, target: Target, entries: list[Entry], start: int, end: int
    ) -> None:
        folded = analysis.folded
        if target.end <= target.start:
            return
        behind = folded[slot.right_start : min(slot.right_end, slot.right_start + 12)]
        if target.rule == "metrics.linking:same phrase" and entries and entries[-1].kind != "percent" and q.kind != "percent":
            measure, direction, rule = entries[-1].measure, entries[-1].direction, "metrics.measure:same phrase"
        else:
            own = folded[phrase.start : phrase.end]
            if target.explicit and target.verb and not own.startswith(target.verb):
                own = target.verb + own
            if target.start >= slot.right_start:
                own += folded[target.start : target.end]
            measure, direction, rule = measure_of(q, folded[q.start : q.end], phrase, own or (folded[target.start : target.end] if target.explicit else ""), behind)
        if entries and slot.mark == "q" and measure == "share" and entries[-1].measure == "growth" and target.explicit and not _NOUNS_OF_SHARE.search(target.name) and not (phrase.attained or phrase.to):
            measure, direction, rule = "growth", entries[-1].direction, "metrics.measure:list"
        if target.name == folded[target.start : target.end]:
            name = analysis.text[target.start : target.end]
        else:
            name = target.name
        record = MetricRecord(
            quantity=slot.index,
            indicator_start=target.start,
            indicator_end=target.end,
            indicator_name=name,
            measure=measure,
            direction=direction,
            sentence_start=start,
            sentence_end=end,
            verb=target.verb or None,
        )
        record.rules["indicator"] = target.rule
        record.rules["measure"] = rule
        if phrase.scope and q.kind == "rank":
            record.peer_group = analysis.text[phrase.scope[0] : phrase.scope[1]]
        part_of = self._whole(phrase, slot, q, entries)
        if part_of is not None:
            record.part_of = part_of
            record.rules["part_of"] = "metrics.linking:part of a total"
        whole = analysis.metrics[part_of].indicator_name if part_of is not None else ""
        if part_of is None and not target.explicit and entries:
            whole = entries[-1].whole
        canonical = self.indicators.find(target.name, folded[target.object_start : target.end], q, measure)
        if canonical:
            record.indicator_id = canonical[0]
            record.rules["indicator_id"] = f"metrics.indicators:lexicon | {canonical[1]}"
        if "[" in target.name or "(" in target.name:
            record.indicator_name = target.name = _FOOTNOTE.sub("", name) or name
        analysis.metrics.append(record)
        self._clauses.append((min(slot.left_start, q.start), max(slot.right_end, q.end)))
        if slot.threshold:
            return
        entries.append(
            Entry(
                target.start, target.end, target.object_start, target.name, target.object_name or target.name.removeprefix(target.verb), target.verb, q.kind,
                measure, direction, slot.clause, len(analysis.metrics) - 1, target.member, target.explicit, q.unit_text, target.subject or (entries[-1].subject if entries and not target.explicit else ""), whole, part_of,
            )
        )  # fmt: skip

    def _whole(self, phrase: Phrase, slot: Slot, q: QuantityRecord, entries: list[Entry]) -> int | None:
        """The metric that 其中 makes this one a part of; further members of the same list are parts of the same whole."""
        if not entries:
            return None
        if not phrase.part:
            last = entries[-1]
            if last.part_of is not None and slot.mark == "q" and last.clause == slot.clause and last.unit == q.unit_text and not phrase.empty:
                return last.part_of
            return None
        for entry in reversed(entries[-8:]):
            if entry.unit == q.unit_text and entry.part_of is None and entry.measure in ("level", "increment"):
                return entry.metric
        return entries[-1].metric if q.kind in ("percent", "ratio") else None


def _prefix(name: str, core: str) -> str:
    """What a member's full name has before the part it shares."""
    size = 0
    while size < min(len(name), len(core)) and name[-1 - size] == core[-1 - size]:
        size += 1
    return name[: len(name) - size] if size else ""
