"""What clauses without numbers say for the next one: their subject, their object, and the modifiers of half-said names."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.indicators import IndicatorIndex
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.targets import Scene

__all__ = ["Antecedents"]

_LONGEST_CLAUSE = 80
_LOOK_BACK = 60
_TOPIC = 24  # a clause that only names a topic is no longer than this
# where the predicate of a clause without numbers begins: what stands before it is the subject
_SUBJECT_ENDS = lazy_pattern(rf"[从自]\d{{1,2}}月|{alternation('subject_ends')}")
_HALF_SAID = lazy_pattern(rf"{alternation('half_said')}$")
# a clause that only says what part of the topic is meant (按现价计算, 通过省级预算的部分)
_ASIDE = lazy_pattern(
    r"(?:通过|由|按照?|以|从|包括|不含|含|扣除|剔除)[^,;]{1,20}(?:部分|计算|口径|在内|因素|之外|统计)"
)
_RAISING = lazy_pattern(
    r"(?:继续|进一步|逐步|不断|适当|大幅|稳步)?(?:提高|提升|增加|扩大|降低|减少|下调|上调)(?!了|到|至)(?=.{4})"
)
_TOPIC_CLAUSES = 3  # clauses looked back over for a topic, asides and words of time between


class Antecedents:
    """Finds what a clause without a phrase of its own refers to.

    Args:
        reader: reads phrases.
        indicators: tells full names from half-said ones.
    """

    def __init__(self, reader: PhraseReader, indicators: IndicatorIndex) -> None:
        self.reader = reader
        self.indicators = indicators

    def subject_before(self, scene: Scene, k: int, *, topic: bool) -> tuple[int, int] | None:
        """The subject of the clause before, when that clause holds no number (…蓬勃发展,达到2937家).

        With ``topic``, a clause that only names a topic counts too (高新技术企业、创新平台,分别达到64家和6家).
        """
        clause = self._clause_before(scene, k)
        if clause is None:
            return None
        phrase, stop = clause
        folded = scene.folded
        raising = _RAISING.match(folded, phrase.start, stop)
        if raising and topic and stop - raising.end() <= _TOPIC:
            return raising.end(), stop  # 提高补助标准,人均每年增长8%
        match = _SUBJECT_ENDS.search(folded, phrase.start + 2, stop)
        if match:
            return phrase.start, match.start()
        if topic and stop - phrase.start <= _TOPIC and not self.reader.has_verb(folded, phrase.start, stop):
            return phrase.start, phrase.end  # a topic of its own: 我国的工业总产值,前三年共增加了…
        return None

    def _clause_before(self, scene: Scene, k: int) -> tuple[Phrase, int] | None:
        """The clause without a number before a slot, read as a phrase without a verb, and where it ends; asides are passed over."""
        slot = scene.slots[k]
        if slot.mark not in (",", ":"):
            return None
        folded = scene.folded
        stop = slot.left_start - 1
        begin = scene.slots[k - 1].right_start if k else scene.start
        at = _last_mark(folded, begin, stop)
        if at < 0 and k:
            return None
        at = begin - 1 if at < 0 else at
        for _ in range(_TOPIC_CLAUSES):
            if stop - at > _LONGEST_CLAUSE:
                return None
            aside = _ASIDE.fullmatch(folded, at + 1, stop)
            phrase = None if aside else self.reader.read(folded, at + 1, stop, "count")
            if phrase is not None and not phrase.empty:
                return None if phrase.object_start > phrase.start else (phrase, stop)
            if at < begin or folded[at] != ",":
                return None
            stop = at
            at = max(begin - 1, _last_mark(folded, begin, stop))
        return None

    def object_before(self, scene: Scene, k: int) -> tuple[int, int] | None:
        """The object of the clause before that holds no number (推进…中心建设,全年交易额550亿元)."""
        slot = scene.slots[k]
        folded = scene.folded
        stop = slot.left_start - 1
        if slot.mark != "," or stop - scene.start < 4:
            return None
        begin = max(scene.start, stop - _LOOK_BACK)
        begin = max(begin, *(folded.rfind(mark, begin, stop) + 1 for mark in ",;:。"))
        if k and scene.slots[k - 1].right_start > begin:
            return None
        phrase = self.reader.read(folded, begin, stop, "count")
        if phrase.empty or (
            phrase.object_start == phrase.start and folded[begin : begin + 2] not in self.reader.adverb
        ):
            return None
        start = max(phrase.object_start, folded.rfind("等", phrase.object_start, phrase.end) + 1)
        end = phrase.end - 2 if folded[phrase.end - 2 : phrase.end] in ("建设", "发展") else phrase.end
        return (start, end) if end - start >= 2 else None

    def completed(self, scene: Scene, k: int, name: str) -> str:
        """A half-said name with the modifiers that its first word has in an earlier clause.

        In 建立农村最低生活保障制度,…,保障标准提高到840元 the standard is the 农村最低生活保障标准.
        """
        slot = scene.slots[k]
        if slot.mark != "," or len(name) > 6 or not _HALF_SAID.search(name):
            return name
        folded = scene.folded
        stop = slot.left_start - 1
        at = folded.rfind(name[:2], max(scene.start, stop - _LOOK_BACK), stop)
        if at < 0 or folded.startswith(name, at) or self.indicators.knows(name):
            return name
        low = max(scene.start, at - 30)
        begin = max(low, *(folded.rfind(mark, low, at) + 1 for mark in ",;:。、"))
        phrase = self.reader.read(folded, begin, at, "count")
        owner = folded[phrase.object_start : phrase.end]
        if not 2 <= len(owner) <= 12 or owner[:2] in self.reader.adverb:
            return name
        if self.reader.has_verb(folded, phrase.object_start, phrase.end):
            return name
        return owner + name


def _last_mark(folded: str, begin: int, stop: int) -> int:
    """Offset of the last mark between clauses in a stretch, -1 without any."""
    return max(folded.rfind(mark, begin, stop) for mark in ",;:")
