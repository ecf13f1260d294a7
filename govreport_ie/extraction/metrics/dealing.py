"""Values dealt out over the members of a list: 分别达到45%和40.1%, and lists of values without 分别."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.antecedents import Antecedents
from govreport_ie.extraction.metrics.coordination import (
    MID_DEALER,
    compressed_names,
    full_names,
    is_quality,
    modifier_of,
    names_a_place,
    owned_name,
    split_members,
    summary_suffix,
)
from govreport_ie.extraction.metrics.phrases import Phrase, PhraseReader
from govreport_ie.extraction.metrics.shares import SHARE_OF, share_name
from govreport_ie.extraction.metrics.targets import Entry, Scene, Target

__all__ = ["Dealer"]

_LONGEST_LIST = 16  # values that one phrase deals out
_LOOK_BACK = 24  # metrics among which the members of an earlier list are looked for
# says nothing about which of the members is meant: 具备条件的乡镇、建制村通畅率
_QUALIFIED = lazy_pattern(r"(?:具备|符合|满足|有)(?:一定)?条件的")
# what stands in the place of a number in a list of values: 分别居第二位和前列
_IN_WORDS = lazy_pattern(
    r"(?:、|,|和|及|与)(?:全[国省市区县]|中部|西部|东部)?[^,;。、和及与\d]{0,6}(?:前列|前茅|上游|领先)"
)
# shared heads that are things with properties of their own (公办、民办养老机构: 床位), not properties
_THINGS = lazy_pattern(rf"{alternation('thing_with_properties')}$")
_SHORT = 6  # a short phrase over a list of values (床位2100张、860张) belongs to the members named before


class Dealer:
    """Deals the values of a list out to its members.

    Args:
        reader: reads phrases.
        antecedents: finds what a list without members of its own refers to.
    """

    def __init__(self, reader: PhraseReader, antecedents: Antecedents) -> None:
        self.reader = reader
        self.antecedents = antecedents

    def values(self, scene: Scene, k: int, dealt: bool) -> int:
        """How many values of one kind (of any kind behind 分别) follow each other with only separators between."""
        first = scene.quantities[k]
        size = 1
        while size < _LONGEST_LIST and k + size < len(scene.slots) and scene.slots[k + size].gap_list:
            q = scene.quantities[k + size]
            counts = q.kind == "count" and q.unit_text != first.unit_text  # 138户、453人: two values of one phrase
            if not dealt and (q.kind != first.kind or counts):
                break
            size += 1
        return size

    def in_words(self, scene: Scene, k: int, size: int) -> int:
        """How many values of a list are said in words behind its last number (分别居第二位和前列)."""
        at = scene.slots[k + size - 1].right_start
        return 1 if scene.folded[at : at + 1] in "、,和及与" and _IN_WORDS.match(scene.folded, at) else 0

    def deal(self, scene: Scene, k: int, phrase: Phrase, count: int) -> list[Target] | None:
        """The targets of ``count`` values in order, or None where nothing has that many members."""
        if phrase.empty or phrase.only_verb:
            return self._to_earlier(scene, k, count)
        folded = scene.folded
        if folded[phrase.end - 1] == "占":
            self._drop_share_verb(folded, phrase)
        owned = self._dealt_inside(folded, phrase, count)
        if owned:
            return owned
        core = folded[phrase.start : phrase.end]
        group = self._group(scene.entries, count)
        if group and self._is_said_of(group, core, phrase):
            return self._of_members(phrase, core, group)
        own = self._to_own_members(folded, phrase, count) or self._past_a_verb(scene, k, phrase, count)
        if own:
            return own
        return self._of_members(phrase, core, group) if group and phrase.dealt else None

    def _past_a_verb(self, scene: Scene, k: int, phrase: Phrase, count: int) -> list[Target]:
        """Values for a list whose last member has a verb, which parted it from the others: 税收收入、争取补助资金分别增长12%和9%."""
        folded, start = scene.folded, scene.slots[k].left_start
        members = split_members(folded, start, phrase.end, count) if phrase.dealt and phrase.governed else None
        if not members or not members[-1][0] < phrase.start:
            return []
        read = [self.reader.read(folded, a, b, "count") for a, b in members[:-1]]
        if any(one.empty or one.only_verb for one in read):
            return []
        rule = "metrics.dealing:member"
        return [
            Target(one.start, one.end, one.object_start, folded[one.start : one.end], rule, one.verb)
            for one in (*read, phrase)
        ]

    def _is_said_of(self, group: list[Entry], core: str, phrase: Phrase) -> bool:
        """Whether a phrase is a bare head, or so short a phrase, that it belongs to the members named before."""
        if self.is_generic(core):
            return True
        if phrase.dealt:
            return False
        return all(entry.target.member for entry in group) or (len(core) <= _SHORT and "、" not in core)

    def _to_own_members(self, folded: str, phrase: Phrase, count: int) -> list[Target]:
        """Values for the members that the phrase itself names: 粮食、油料产量, and two in one word; empty without any."""
        core = folded[phrase.start : phrase.end]
        names = compressed_names(core, count, marked=True)
        if names is None:
            share = SHARE_OF.search(folded, phrase.start, phrase.end)
            end = share.start() if share and share.start() > phrase.start else phrase.end
            members = split_members(folded, phrase.start, end, count)
            if members:
                targets = self._to_members(folded, members, phrase)
                for target in targets if end < phrase.end else ():
                    target.name = share_name(target.name, folded[end : phrase.end])
                return targets
        names = names or compressed_names(core, count) or []
        rule = "metrics.dealing:two members in one word"
        return [
            Target(phrase.start, phrase.end, phrase.object_start, name, rule, phrase.verb, _front(name, core))
            for name in names
        ]

    def is_generic(self, core: str) -> bool:
        """Whether a phrase is a bare head, or two of them (总量和占比)."""
        generic = self.reader.generic
        if core in generic or is_quality(core):
            return True
        one, separator, two = core.partition("和")
        return bool(separator) and one in generic and two in generic

    def _drop_share_verb(self, folded: str, phrase: Phrase) -> None:
        """Part 分别占 from 规上企业分别占三成和一成五."""
        phrase.end -= 1
        while phrase.end - 2 > phrase.start and folded[phrase.end - 2 : phrase.end] in self.reader.dist:
            phrase.end -= 2
        phrase.dealt = True

    def _of_members(self, phrase: Phrase, core: str, group: list[Entry]) -> list[Target]:
        """Values of one phrase for the members named before (床位2100张、860张)."""
        share = SHARE_OF.search(core)
        return [
            Target(
                phrase.start,
                phrase.end,
                phrase.object_start,
                share_name(entry.target.name, core[share.start() :])
                if share
                else owned_name(entry.owner, entry.target.verb, core),
                "metrics.dealing:values of earlier members",
                phrase.verb,
                entry.target.member,
            )
            for entry in group
        ]

    def _to_earlier(self, scene: Scene, k: int, count: int) -> list[Target] | None:
        """Values without a phrase: for the members of the clause before, or for the last phrases in order."""
        subject = self.antecedents.subject_before(scene, k, topic=True) or self.antecedents.object_before(scene, k)
        if subject:
            members = split_members(scene.folded, *subject, count)
            if members:
                return self._to_members(scene.folded, members, Phrase(*subject, subject[0]))
        group = self._group(scene.entries, count)
        if group is None:
            return None
        return [scene.again(entry, "metrics.dealing:earlier phrases in order") for entry in group]

    def _to_members(self, folded: str, members: list[tuple[int, int]], phrase: Phrase) -> list[Target]:
        if (
            members[0][0] == phrase.start
            and phrase.object_start >= members[0][1]
            and (own := self._to_verbs(folded, members))
        ):
            return own
        texts = [folded[a:b].strip() for a, b in members]
        if phrase.object_start > phrase.start and members[0][0] == phrase.start:
            texts[0] = folded[phrase.object_start : members[0][1]]
        texts[0] = _QUALIFIED.sub("", texts[0], count=1) or texts[0]
        names, shared = full_names(texts)
        if shared:
            rule = "metrics.dealing:shared head"
            places = names_a_place(texts[0])
            owners = list(names) if not places and _THINGS.search(names[-1]) else modifier_of(texts, names)
            start = phrase.start
            if places:
                start = phrase.end - len(names[0]) + len(texts[0])  # the shared head without the places
            return [
                Target(start, phrase.end, max(start, phrase.object_start), name, rule, phrase.verb, owner)
                for name, owner in zip(names, owners, strict=True)
            ]
        return [
            Target(a, b, phrase.object_start if a == phrase.start else a, name, "metrics.dealing:member", phrase.verb)
            for (a, b), name in zip(members, names, strict=True)
        ]

    def _to_verbs(self, folded: str, members: list[tuple[int, int]]) -> list[Target]:
        """Values for verbs that share the object of the last one (新开工、投产重点项目); empty where it has none."""
        last = self.reader.read(folded, *members[-1], "count")
        thing = folded[last.object_start : last.end]
        if not thing:
            return []
        verbs = [*(folded[a:b] for a, b in members[:-1]), folded[last.start : last.object_start]]
        rule = "metrics.dealing:verbs of one object"
        return [Target(last.object_start, last.end, last.object_start, verb + thing, rule, verb) for verb in verbs]

    def _dealt_inside(self, folded: str, phrase: Phrase, count: int) -> list[Target] | None:
        """石砚、枫渡两镇分别完成工业产值…: the members own the phrase behind 分别."""
        middle = MID_DEALER.search(folded, phrase.start, phrase.end)
        if middle is None or middle.start() == phrase.start:
            return None
        body, suffix = summary_suffix(folded[phrase.start : middle.start()])
        members = split_members(folded, phrase.start, phrase.start + len(body), count)
        if not members:
            return None
        rest = self.reader.read(folded, middle.end(), phrase.end, "count")
        if rest.empty:
            return None
        owners = [folded[a:b] if folded[a:b].endswith(suffix) else folded[a:b] + suffix for a, b in members]
        if len(owners[0]) == 1:
            owners, _ = full_names(owners)  # 东、中、西部片区
        head = folded[rest.start : rest.end]
        rule = "metrics.dealing:members before the dealing word"
        return [
            Target(rest.start, rest.end, rest.object_start, owner + head, rule, rest.verb, owner) for owner in owners
        ]

    def _group(self, entries: list[Entry], count: int) -> list[Entry] | None:
        """The last ``count`` different phrases, in text order."""
        group: list[Entry] = []
        seen: set[str] = set()
        for entry in reversed(entries[-_LOOK_BACK:]):
            if entry.target.name in seen:
                continue
            seen.add(entry.target.name)
            group.append(entry)
            if len(group) == count:
                return group[::-1]
        return None


def _front(name: str, core: str) -> str:
    """What a member's full name has before the part it shares."""
    size = 0
    while size < min(len(name), len(core)) and name[-1 - size] == core[-1 - size]:
        size += 1
    return name[: len(name) - size] if size else ""
