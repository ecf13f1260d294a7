"""Reading a name as a composition of listed words: a thing, what qualifies it and what was done to it.

新建普惠性幼儿园 is the thing 幼儿园, qualified as 普惠性, with the act 新建; its id says so, ``kindergartens.inclusive.built``.
A name is read only if listed words make up the whole of it, so that an id never leaves out a word that changes what is measured.
The reading of fewest words wins: a cheapest path over the characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from govreport_ie.extraction.lexicons import values
from govreport_ie.extraction.lexicons.patterns import lazy_pattern

__all__ = ["Composition", "Grammar", "Listed"]

WHOLE, THING, GENERIC, HEAD, ALONE = "whole", "thing", "generic", "head", "alone"
_FIELD, _QUALIFIER, _ACT, _DROPPED, _CLOSING, _SHARE, _GROWTH, _JOINT = (
    "field", "qualifier", "act", "dropped", "closing", "share", "growth", "joint",
)  # fmt: skip
_ACTOR, _COUNTED = "actor", "counted"  # who acts, and which places do; both are qualifiers elsewhere
# The parts of a name in their order: what stands before any qualifier, before the thing, behind it.
_OPEN, _QUALIFIED, _CLOSED = 0, 1, 2
_COST = {_DROPPED: 0.9, _ACT: 1.0, _FIELD: 1.0, _QUALIFIER: 1.05, _CLOSING: 1.1, _SHARE: 1.0, _GROWTH: 1.0, _JOINT: 1.0}
_COST_OF_A_THING = {WHOLE: 0.95, ALONE: 0.95, THING: 1.0, GENERIC: 1.1, HEAD: 1.1}
_PURSUED = frozenset(("implemented", "advanced"))
_DONE = "done"
_SIZE = "规模"
_STOCKS = frozenset(("总量", "总数", "总数量", "保有量", "拥有量"))
_WORK = lazy_pattern(r"(?:项目|工程|实事|任务|事项)$")  # what is itself work to be done
_LATE_ACT = 0.5  # an act between a qualifier and its thing is rather a part of the qualifier: 重点项目建设|完成投资
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the lexicon of indicators: what its names may be composed with.

    Attributes:
        id: the canonical id.
        kind: whole (matched alone, or of a field if it is a flow), alone (matched alone), thing, generic (needs a qualifier or an act)
            or head (needs a qualifier).
        row_kind: the kind that the lexicon gives (flow, stock, rate …).
        dimensions: expected dimensions, its own first.
        own: whether the user's lexicon lists it.
        name: its Chinese name.
    """

    id: str
    kind: str
    row_kind: str
    dimensions: tuple[str, ...]
    own: bool = False
    name: str = ""


class Composition(NamedTuple):
    """A name that is wholly read.

    Attributes:
        listed: the thing or whole indicator.
        word: how the name writes it.
        qualifiers: ids of qualifiers, sorted.
        acts: ids of acts, in order.
        share: whether the name says that a share of it is meant.
        change: the id of how it changed (growth, increment), where the name says that this is meant; empty otherwise.
    """

    listed: Listed
    word: str
    qualifiers: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    share: bool = False
    change: str = ""


_Node = tuple[float, int, int, str, "Listed | str | None", str]
"""Cost so far, offset and part that it came from, and the role, id and text of the last word."""

_Step = tuple[int, int, float, float, str, "Listed | str | None"]
"""From one part of a name to another by a word: both, what it costs and what its length takes off, its role and id."""

_Word = tuple[str, "Listed | str | None", str]
"""The role, id and text of a word."""

_STAYS = ((_OPEN, _OPEN), (_QUALIFIED, _QUALIFIED), (_CLOSED, _CLOSED))
_MOVES = {
    _FIELD: ((_OPEN, _QUALIFIED), (_QUALIFIED, _QUALIFIED)),
    _QUALIFIER: ((_OPEN, _QUALIFIED), (_QUALIFIED, _QUALIFIED)),
    **dict.fromkeys((_SHARE, _GROWTH, _CLOSING), ((_CLOSED, _CLOSED),)),
    _JOINT: ((_OPEN, _OPEN),),
}
"""From which part of a name to which part a word of some role leads; the others stay where they are."""


class Grammar:
    """Reads names by the words of ``lexicons/indicator_words.tsv`` and the names of indicators.

    Args:
        words: rows of the words around things.
        names: normalised names and aliases of indicators, each with the rows that it names.
    """

    def __init__(self, words: Iterable[Mapping[str, str]], names: Mapping[str, Iterable[Listed]]) -> None:
        self._words: dict[str, list[tuple[str, Listed | str | None]]] = {
            name: [(listed.kind, listed) for listed in rows] for name, rows in names.items()
        }
        self._actors: dict[str, str] = {}
        for row in words:
            if row["role"] in (_ACTOR, _COUNTED):
                self._actors.update(dict.fromkeys(values(row["words"]), row["role"]))
                continue
            for word in values(row["words"]):
                self._words.setdefault(word, []).append((row["role"], row["id"] or None))
        self._steps: dict[str, tuple[_Step, ...]] = {}
        self._ends = frozenset(word[-2:] for word in self._words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        for pair, sizes in lengths.items():
            if pair[0] in lengths:
                sizes.add(1)
        # by the two characters that begin a word; by one where no longer word begins so
        self._lengths = {front: tuple(sorted(sizes)) for front, sizes in lengths.items()}

    def has(self, word: str) -> bool:
        """Whether a word is listed, in whatever role."""
        return word in self._words

    def read(self, name: str, *, of_parts: bool = False) -> Composition | None:
        """The reading of a name, or None if words are left over or what it says names no indicator.

        Args:
            name: a normalised name.
            of_parts: whether no word may be the whole name.
        """
        end = len(name)
        if not 0 < end <= _LONGEST_NAME or self._ends.isdisjoint((name[-2:], name[-1])):
            return None
        best = self._paths(name, end - of_parts)
        final = best[end][_CLOSED] if end in best else None
        reading = None if final is None else _composed(_path(best, final), self._actors)
        return self._finished(reading) if reading is not None and _DONE in reading.acts else reading

    def _paths(self, name: str, longest: int) -> dict[int, list[_Node | None]]:
        """The cheapest way to every part at every offset of a name whose first word is no longer than given."""
        end = len(name)
        limits = longest, end  # of a word that begins the name, of others
        best: dict[int, list[_Node | None]] = {0: [(0.0, -1, _OPEN, "", None, ""), None, None]}
        lengths, words, known_steps = self._lengths, self._words, self._steps
        for at in range(end):
            states = best.get(at)
            if states is None:
                continue
            limit = limits[at > 0]
            for length in lengths.get(name[at : at + 2]) or lengths.get(name[at], ()):
                stop = at + length
                if stop > limit:
                    break
                word = name[at:stop]
                if word not in words:
                    continue
                for part, to, cost, less, role, what in known_steps.get(word) or self._steps_of(word):
                    node = states[part]
                    if node is None or (role == _JOINT and not at):
                        continue  # 新建、改造公园
                    total = node[0] + cost - less
                    reached = best.get(stop)
                    if reached is None:
                        reached = best[stop] = [None, None, None]
                    known = reached[to]
                    if known is None or total < known[0]:
                        reached[to] = (total, at, part, role, what, word)
        return best

    def _steps_of(self, word: str) -> tuple[_Step, ...]:
        """The steps that a word makes, in all its roles; worked out when it is first met."""
        found = self._steps[word] = tuple(
            [step for role, what in self._words[word] for step in _steps(role, what, len(word))]
        )
        return found

    def _finished(self, reading: Composition) -> Composition | None:
        """A reading without 完成 where another word says what was done, or None where nothing does (完成|学校)."""
        acts = tuple(act for act in reading.acts if act != _DONE)
        says = acts or reading.listed.kind not in (THING, GENERIC)  # 完成危房改造, 完成造林
        if says or any(
            role == _ACT and what != "as_projects" for role, what in self._words.get(reading.word[-2:], ())
        ):  # 完成水土流失治理
            return reading._replace(acts=acts)
        return reading if _WORK.search(reading.word) else None


def _steps(role: str, what: Listed | str | None, size: int) -> Iterator[_Step]:
    """From which part of a name to which part a word of some role leads."""
    if isinstance(what, Listed):
        yield from _steps_of_thing(role, what, size)
        return
    for part, to in _MOVES.get(role, _STAYS):
        late = _LATE_ACT if role == _ACT and part == _QUALIFIED else 0.0
        yield part, to, _COST[role], -late, role, what


def _steps_of_thing(role: str, what: Listed, size: int) -> Iterator[_Step]:
    """The steps of a thing, which closes the name or is the field of another one."""
    # 园区一般公共预算收入, but no 农村森林覆盖率, and 县域经济 is no gross product
    alone = role == ALONE or (role == WHOLE and what.row_kind != "flow")
    for part in (_OPEN,) if alone else (_OPEN, _QUALIFIED):
        yield part, _CLOSED, _COST_OF_A_THING[role], size / 1000, role, what
        if role in (THING, GENERIC):
            yield part, _QUALIFIED, 1.1, 0.0, _FIELD, what


def _path(best: Mapping[int, list[_Node | None]], node: _Node) -> list[_Word]:
    """The words of the cheapest way, from the last one to the first."""
    path: list[_Word] = []
    step: _Node | None = node
    while step is not None and step[1] >= 0:
        _, at, part, role, what, text = step
        path.append((role, what, text))
        step = best[at][part]
    return path


def _composed(path: Sequence[_Word], actors: Mapping[str, str]) -> Composition | None:
    """What the words of a name say together, or None where that names no indicator."""
    _, alone, name = path[0]
    if len(path) == 1 and isinstance(alone, Listed):  # the name of a thing and no more
        return None if alone.kind in (HEAD, GENERIC) else Composition(alone, name)
    roles = [role for role, _, _ in path]
    _, listed, word = path[next(i for i, role in enumerate(roles) if role in _COST_OF_A_THING)]
    assert isinstance(listed, Listed)
    if listed.kind == ALONE and _is_of_another(listed, path):
        return None
    done = _done(path, listed) if _ACT in roles else ()
    share = _SHARE in roles
    fields = _fields(path, actors, listed)
    if fields is None or len(done) > 2 or (share and done) or _is_bare(listed, fields, done):
        return None
    ids = {_id_of(field) for field in fields} - {listed.id}
    change = _ids(path, _GROWTH)[0] if _GROWTH in roles else ""
    return Composition(listed, word, tuple(sorted(ids)), done, share, change) if len(ids) <= 3 else None


def _is_of_another(listed: Listed, path: Sequence[_Word]) -> bool:
    """Whether a name's end says that its word stands for another measure: 服务业|规模, 新能源汽车|总量 of what is made."""
    closings = {text for role, _, text in path if role == _CLOSING}
    counted = listed.row_kind == "flow" and "count" in listed.dimensions
    return _SIZE in closings or (counted and not _STOCKS.isdisjoint(closings))


def _ids(path: Sequence[_Word], role: str) -> list[str]:
    """The ids of the words of some role, in the order of the name."""
    return [str(what) for own, what, _ in reversed(path) if own == role]


def _done(path: Sequence[_Word], listed: Listed) -> tuple[str, ...]:
    """The acts of a name, in its order; 实施老旧小区改造 is 改造老旧小区, and 推动覆盖率达到90% does nothing."""
    done = tuple(dict.fromkeys(_ids(path, _ACT)))
    if len(done) < 2 and listed.kind not in (WHOLE, ALONE, HEAD):
        return done
    return tuple(act for act in done if act not in _PURSUED)


def _id_of(field: Listed | str | None) -> str:
    return field.id if isinstance(field, Listed) else str(field)


def _fields(path: Sequence[_Word], actors: Mapping[str, str], listed: Listed) -> list[Listed | str | None] | None:
    """The qualifiers of a thing, words and at most one other thing; None where they do not qualify it."""
    fields: list[Listed | str | None] = []
    behind, acted = "", False
    for role, what, text in path:
        if role in (_FIELD, _QUALIFIER):
            acting = actors.get(text) if behind == _ACT else None
            if acting == _COUNTED:
                return None  # 县|开展|试点 counts counties
            if isinstance(what, Listed) and not acting and acted and listed.kind in (THING, GENERIC):
                return None  # 职业教育集团|建设|实训基地 says what one thing does with another
            if not acting:  # 省政府|提请|法规草案: who did it says nothing of the thing
                fields.append(what)
        behind, acted = role, acted or role == _ACT
    return fields if sum(isinstance(field, Listed) for field in fields) <= 1 else None


def _is_bare(listed: Listed, fields: Sequence[Listed | str | None], done: Sequence[str]) -> bool:
    """Whether a name does not say of what it speaks: a head of a generic thing (人口覆盖率), a generic thing alone."""
    if listed.kind not in (HEAD, GENERIC):
        return False
    if listed.kind == HEAD:
        general = {_id_of(field) for field in fields if isinstance(field, Listed) and field.kind == GENERIC}
        return not {_id_of(field) for field in fields} - general - {listed.id}
    return not done and not {_id_of(field) for field in fields} - {listed.id}
