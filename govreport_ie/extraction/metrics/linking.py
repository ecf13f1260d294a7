"""Finding what every quantity measures: one pass over the quantities of a sentence with the metrics found so far.

The phrase stands on the number's left (森林覆盖率达45%), on its right (改造8所学校), or is left out and was named before
(…500亿元,增长6%): a learned choice among candidates (`ranker`), which `naming` calls by its full name.  Values dealt out over a list (分别) go to its members in order: `dealing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.antecedents import Antecedents
from govreport_ie.extraction.metrics.board import Board, Choice
from govreport_ie.extraction.metrics.candidates import DEALT, LEFT, LIST, RIGHT, SAID_BEFORE
from govreport_ie.extraction.metrics.canonical import CanonicalIds
from govreport_ie.extraction.metrics.dealing import Dealer
from govreport_ie.extraction.metrics.indicators import IndicatorIndex
from govreport_ie.extraction.metrics.measure import measure_of, measure_of_column
from govreport_ie.extraction.metrics.medals import games_of_medals
from govreport_ie.extraction.metrics.naming import Namer, Owner
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.ranker import Pick, Ranking, Weights, packaged
from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.metrics.shares import NOUN_OF_SHARE
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target
from govreport_ie.extraction.quantities.roles import THRESHOLD
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord

__all__ = ["Linker"]

_SAME_PHRASE = "metrics.linking:same phrase"
_ELIDED = "metrics.naming:elided subject"
_REPEATED = (_SAME_PHRASE, _ELIDED)
_SCORE_OF_DEALT = 0.93
"""How often the member of a dealt-out list is right, on labelled windows; rules choose it."""
_PLACES = ("位", "个位次", "位次")
_RELATES = frozenset("为向对由被从到")  # 为21家企业, 推广到55个县
_SHORT_VERB = 2  # so many characters before a number are a verb, though no lexicon has it (建强56个乡镇卫生院)
_STEP = lazy_pattern(alternation("step"))
_MOVED = lazy_pattern(rf"{alternation('moved')}了?$")
_FOOTNOTE = lazy_pattern(r"\[\d+\]|\(\d{1,2}\)|〔\d+〕|[①-⑳]")
_YEARLY_RATE = re.compile(r"年均(增速|增幅|增长率|增长速度)")
_LOOK_BACK = 8  # metrics among which the total of a 其中 is looked for


@dataclass(slots=True)
class _Run:
    """One report while it is linked: what its numbers were given, and the metrics found."""

    analysis: Analysis
    ranking: Ranking
    clauses: list[tuple[int, int]]
    given: dict[int, Choice]
    entries: dict[int, Entry]


class _Found(NamedTuple):
    """The target of a number: its type as in `Choice`, the number beside which it stands, and its probability if it was chosen."""

    target: Target
    kind: int
    origin: int
    score: float | None


@dataclass(slots=True)
class _Finder:
    """What the ranking says of a number besides its choice."""

    linker: Linker
    run: _Run
    scene: Scene
    number: int

    def found(self) -> Owner:
        pick = self.run.ranking.owner(self.number, self.run.given)
        if pick is None or (pick.source is None and self.linker.says_nothing(self.scene, pick.choice, "percent")):
            return Owner()
        subject = self.linker.reader.subject(self.scene.folded, pick.choice.start, pick.choice.end)
        words = self.scene.folded[slice(*subject)]
        return Owner(self.run.entries.get(pick.source) if pick.source is not None else None, pick.choice, words)

    def behind(self) -> str:
        board = self.run.ranking.board
        last = self.number + 1 < len(board.numbers) and board.numbers[self.number + 1].slot.mark == "q"
        for number in (self.number, self.number + 1) if last else (self.number,):
            choice = self.run.ranking.behind(number)
            if choice:
                return self.scene.folded[choice.start : choice.end]
        return ""

    def beside(self, steps: int) -> Choice | None:
        number = self.number + steps
        return self.run.ranking.behind(number) if number < len(self.run.ranking.board.numbers) else None


class Linker:
    """Links quantities to the phrases that say what they measure.

    Args:
        indicators: the canonical indicators; the packaged ones when omitted.
        weights: the learned choice; the packaged one when omitted.
    """

    def __init__(self, indicators: IndicatorIndex | None = None, weights: Weights | None = None) -> None:
        self.reader = PhraseReader()
        self.indicators = indicators or IndicatorIndex()
        self._ids = CanonicalIds(self.indicators)
        self.weights = weights or packaged()
        antecedents = Antecedents(self.reader, self.indicators)
        self._dealer = Dealer(self.reader, antecedents)
        self._namer = Namer(self.reader, antecedents, self._dealer)

    def link(self, analysis: Analysis) -> list[tuple[int, int]]:
        """Append one metric for every quantity of which the text says what it measures.

        Returns:
            For every metric the stretch of text that holds its quantity and what speaks of it.
        """
        board = Board(analysis)
        if not board.numbers:
            return []
        run = _Run(analysis, Ranking(board, self.weights), [], {}, {})
        for passage in board.passages:
            indexes = [slot.index for slot in passage.slots]
            quantities = analysis.quantities[indexes[0] : indexes[-1] + 1]
            scene = Scene(analysis, passage.start, passage.end, passage.slots, quantities, analysis.folded)
            self._sentence(run, scene, passage.first)
        return run.clauses

    def _sentence(self, run: _Run, scene: Scene, first: int) -> None:
        pending: list[Target] = []  # targets of the values still to be dealt out
        spoken: Phrase | None = None  # what the words before the first value of a list say
        for k, slot in enumerate(scene.slots):
            while len(scene.entries) > 1 and scene.entries[-1].depth > slot.depth:
                scene.entries.pop()  # what a bracket says by the way is not taken up behind it
            found: _Found | None
            if slot.gap_list and pending:
                phrase = spoken or Phrase(slot.left_end, slot.left_end)
                found = _Found(pending.pop(0), DEALT, first + k, _SCORE_OF_DEALT)
            else:
                phrase = self._read(scene, k)
                pending = self._dealt(run, scene, k, phrase, first)
                if pending:
                    found = _Found(pending.pop(0), DEALT, first + k, _SCORE_OF_DEALT)
                else:
                    found = self._chosen(run, scene, k, phrase, first)
                    listed = found is not None and found.target.rule == _SAME_PHRASE
                    if listed and spoken and scene.quantities[k - 1].kind == scene.quantities[k].kind:
                        phrase = spoken
                if not slot.gap_list or phrase is not spoken:
                    spoken = phrase
            if found and found.target.end > found.target.start:
                run.given[first + k] = Choice(found.target.start, found.target.end, found.kind, found.origin)
                entry = self._emit(scene, k, phrase, found.target, found.score)
                if entry:
                    run.entries[first + k] = entry
                q = scene.quantities[k]
                run.clauses.append((min(slot.left_start, q.start), max(slot.right_end, q.end)))

    def _chosen(self, run: _Run, scene: Scene, k: int, phrase: Phrase, first: int) -> _Found | None:
        """The target that the learned choice gives."""
        q = scene.quantities[k]
        if q.row_header:
            header = scene.folded[q.row_header[0] : q.row_header[1]]
            rule = "metrics.linking:header of the table's row"
            return _Found(Target(*q.row_header, q.row_header[0], header, rule), DEALT, first + k, None)
        if games := games_of_medals(scene, k):
            return _Found(games, DEALT, first + k, None)
        pick = run.ranking.pick(first + k, run.given)
        slot = scene.slots[k]
        if pick and _is_step(scene.folded, pick.choice):
            if slot.gap_list:
                q.role = THRESHOLD  # 连跨两个百亿元台阶: how high the steps are
            pick = self._past_a_step(scene, phrase, pick) or run.ranking.owner(first + k, run.given)
        for again in (run.ranking.elsewhere, None):
            if pick and pick.choice.kind == SAID_BEFORE and slot.left_start <= pick.choice.start < slot.left_end:
                # what a threshold selects stands beside the count, too: 年产值超3亿元茶企4家
                pick = Pick(Choice(pick.choice.start, pick.choice.end, LEFT, first + k), None, pick.score)
            if pick is None or pick.choice.kind != LEFT:
                break
            inner = self.reader.narrowed(scene.folded, phrase, pick.choice.start, pick.choice.end, q.kind)
            if not inner.empty:
                phrase.take(inner)
                break
            if again:  # it only says how the number changed or was attained
                pick = again(first + k, run.given)
        if pick is None:
            return None
        entry = run.entries.get(pick.source) if pick.source is not None else None
        target = self._namer.target(scene, k, phrase, pick.choice, entry, _Finder(self, run, scene, first + k))
        if entry and slot.gap_list and pick.source == first + k - 1 and target.rule == _ELIDED:
            target.rule = _SAME_PHRASE
            if q.unit_text == "人" and target.name.endswith("户"):
                target.name = target.name[:-1] + "人口"  # 惠及脱贫户120户、350人
        return _Found(target, pick.choice.kind, pick.choice.origin, pick.score)

    def _past_a_step(self, scene: Scene, phrase: Phrase, pick: Pick) -> Pick | None:
        """The indicator before a number that 大关 or 台阶 follows: GDP一跃跨过5000亿元大关."""
        for end in range(phrase.end, phrase.start + 1, -1):
            if self.indicators.knows(scene.folded[phrase.start : end]):
                return Pick(Choice(phrase.start, end, LEFT, pick.choice.origin), None, pick.score)
        return None

    def says_nothing(self, scene: Scene, choice: Choice, kind: str) -> bool:
        """Whether a phrase only says how a number changed or was attained (增长, 达到)."""
        return self.reader.read(scene.folded, choice.start, choice.end, kind).empty

    def _read(self, scene: Scene, k: int) -> Phrase:
        slot, q = scene.slots[k], scene.quantities[k]
        moved = q.unit_text in _PLACES and _MOVED.search(scene.folded, slot.left_start, slot.left_end)
        return self.reader.read(scene.folded, slot.left_start, slot.left_end, "rank" if moved else q.kind)

    def _dealt(self, run: _Run, scene: Scene, k: int, phrase: Phrase, first: int) -> list[Target]:
        """The targets of a list of values that begins here; empty where there is no list or no members for it."""
        around = scene.slots
        if k and around[k].gap_list:
            return []
        in_words = phrase.dealt and not phrase.shared and scene.quantities[k].kind == "rank"
        if not in_words and (k + 1 == len(around) or not around[k + 1].gap_list):
            return []  # no list, as for most numbers
        count = self._dealer.values(scene, k, phrase.dealt)
        if count > 1 and not phrase.dealt and not phrase.empty:
            last = run.ranking.pick(first + k + count - 1, run.given)
            if last and last.choice.kind == RIGHT:
                return []  # 城区6条及1条新增黑臭水体
        if in_words:
            count += self._dealer.in_words(scene, k, count)
        return (self._dealer.deal(scene, k, phrase, count) if count > 1 else None) or []

    def _emit(self, scene: Scene, k: int, phrase: Phrase, target: Target, score: float | None) -> Entry | None:
        analysis, slot, q = scene.analysis, scene.slots[k], scene.quantities[k]
        last = scene.entries[-1] if scene.entries else None
        measure, direction, rule = self._measure(scene, k, phrase, target)
        written = analysis.text[target.start : target.end]
        # a name that only repeats the phrase is written as the text writes it, traditional characters and all
        name = written if target.name == scene.folded[target.start : target.end] else target.name
        if "[" in name or "(" in target.name:
            name = target.name = _FOOTNOTE.sub("", name) or name
            if "（" in analysis.text[scene.start : scene.end]:
                name = name.replace("(", "（").replace(")", "）")
        record = MetricRecord(
            slot.index,
            target.start,
            target.end,
            name,
            measure=measure,
            direction=direction,
            sentence_start=min(scene.start, target.start),  # a sentence may say more of the one before
            sentence_end=max(scene.end, q.end),  # an amount may go on behind a line end
            verb=target.verb or None,
            indicator_score=None if score is None else round(score, 3),
            rules={"indicator": target.rule, "measure": rule},
        )
        if phrase.scope and q.kind == "rank":
            record.peer_group = analysis.text[phrase.scope[0] : phrase.scope[1]]
            record.rules["peer_group"] = "metrics.phrases:ranking"
        part_of = record.part_of = self._whole(scene, phrase, slot, q)
        if part_of is not None:
            record.rules["part_of"] = "metrics.linking:part of a total"
            whole = analysis.metrics[part_of].indicator_name
        else:
            whole = last.whole if last and not target.explicit else ""
        if slot.threshold and (q.optional or q.modifier) and scene.quantities[k + 1].kind == "count":
            q.role = THRESHOLD  # 年产值超3亿元茶企4家
        if target.start >= slot.right_start and not phrase.only_verb:
            target.unsaid = self._unsaid(scene.folded, phrase, target.name)
        named = "" if q.role else self._with_act(scene, slot, target)
        canonical = self._ids.find(scene, k, target, measure, named)
        if canonical:
            record.indicator_id = canonical[0]
            record.rules["indicator_id"] = f"metrics.indicators:lexicon | {canonical[1]}"
        analysis.metrics.append(record)
        if slot.threshold:
            return None
        object_name = target.object_name or target.name.removeprefix(target.verb)
        entry = Entry(
            target,
            object_name,
            q.kind,
            measure,
            direction,
            slot.clause,
            len(analysis.metrics) - 1,
            q.unit_text,
            whole,
            part_of,
            slot.depth,
        )
        scene.entries.append(entry)
        return entry

    def _unsaid(self, folded: str, phrase: Phrase, name: str) -> str:
        """What the words before a number say of what stands behind it, where its name leaves that out: 辐射带动3个县."""
        core = folded[phrase.start : phrase.end]
        if core in name or phrase.object_start > phrase.start:
            return ""
        related = core[-1] in _RELATES or core[0] in _RELATES or len(core) == _SHORT_VERB
        return core if related or self.reader.has_verb(folded, phrase.start, phrase.end) else ""

    def _with_act(self, scene: Scene, slot: Slot, target: Target) -> str:
        """A name behind its number with the act before it, which may be that of the list (新建5个未来工厂、10个智能工厂); empty if unsaid."""
        if target.start < slot.right_start:
            return target.name
        act = target.verb
        unsaid = target.unsaid
        for entry in reversed(scene.entries):
            if act or unsaid or entry.clause != slot.clause:
                break
            act, unsaid = entry.target.verb, entry.target.unsaid
        if unsaid:
            act = next((unsaid[-size:] for size in (4, 3, 2) if unsaid[-size:] in self.reader.work), "")
            if not act:
                return ""
        return target.name if target.name.startswith(act) else act + target.name

    def _measure(self, scene: Scene, k: int, phrase: Phrase, target: Target) -> tuple[str, str | None, str]:
        slot, q, folded = scene.slots[k], scene.quantities[k], scene.folded
        last = scene.entries[-1] if scene.entries else None
        alike = (
            last is not None and "percent" not in (last.kind, q.kind) and (last.kind == "ratio") == (q.kind == "ratio")
        )
        if last and target.rule == _SAME_PHRASE and alike:  # not of 增加一倍至20000人
            return last.measure, last.direction, "metrics.linking:measure of the same phrase"
        own = folded[phrase.start : phrase.end]
        if target.explicit and target.verb and not own.startswith(target.verb):
            own = target.verb + own
        if target.start >= slot.right_start or (not own and target.explicit):
            own += folded[target.start : target.end]
        if rate := _YEARLY_RATE.match(folded, phrase.end, q.start):
            own += rate[1]  # 地区生产总值年均增速4.5%
        behind = folded[slot.right_start : min(slot.right_end, slot.right_start + 12)]
        written = folded[q.start : q.end]
        if q.column_header and (found := measure_of_column(q, written, folded[slice(*q.column_header)])):
            return found
        measure, direction, rule = measure_of(q, written, phrase, own, behind)
        if last and last.measure == "growth" and measure == "share" and not NOUN_OF_SHARE.search(target.name):
            # 地区生产总值增长7%、服务业8%; 地区生产总值增长7%,力争达到8%
            listed = slot.mark == "q" and target.explicit and not (phrase.attained or phrase.to)
            if listed or target.rule in _REPEATED:
                return "growth", last.direction, "metrics.linking:growth carried on"
        return measure, direction, rule

    def _whole(self, scene: Scene, phrase: Phrase, slot: Slot, q: QuantityRecord) -> int | None:
        """The metric that 其中 makes this one a part of; further members of the same list are parts of the same whole."""
        if not scene.entries:
            return None
        last = scene.entries[-1]
        if not phrase.part:
            same_list = slot.mark == "q" and last.clause == slot.clause and last.unit == q.unit_text
            return last.part_of if same_list and not phrase.empty else None
        for entry in reversed(scene.entries[-_LOOK_BACK:]):
            if entry.unit == q.unit_text and entry.part_of is None and entry.measure in ("level", "increment"):
                return entry.metric
        return last.metric if q.kind in ("percent", "ratio") else None


def _is_step(folded: str, choice: Choice) -> bool:
    """Whether a phrase behind a number or its list is what it passes: 跨过5000亿元大关, 连跨两个百亿元台阶."""
    return choice.kind in (RIGHT, LIST) and _STEP.fullmatch(folded, choice.start, choice.end) is not None
