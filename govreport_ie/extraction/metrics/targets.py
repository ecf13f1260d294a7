"""What the linking rules hand each other: a sentence with its numbers, the phrase a value goes to, the metrics found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from govreport_ie.extraction.metrics.segments import Slot
from govreport_ie.extraction.records import Analysis, QuantityRecord

__all__ = ["Entry", "Scene", "Target"]


@dataclass(slots=True)
class Target:
    """A phrase that a value goes to, and what it is called in full."""

    start: int
    end: int
    object_start: int  # where the object begins behind the phrase's verb
    name: str
    rule: str
    verb: str = ""
    member: str = ""  # the member of a dealt-out list that the value belongs to
    explicit: bool = True  # the phrase stands beside this number; otherwise it was said before
    object_name: str = ""  # the object's full name, where it is not the name without its verb
    unsaid: str = ""  # words before the number that its name behind the number leaves out


@dataclass(slots=True)
class Entry:
    """A metric already found in the sentence, as later clauses may refer to it."""

    target: Target
    object_name: str
    kind: str
    measure: str
    direction: str | None
    clause: int
    metric: int  # index in Analysis.metrics
    unit: str
    whole: str  # name of the total whose part this is
    part_of: int | None  # index of the metric whose part this is
    depth: int = 0  # brackets that are open around its quantity

    @property
    def owner(self) -> str:
        """What a later bare head belongs to: the list member, or else the object."""
        return self.target.member or self.object_name


@dataclass(slots=True)
class Scene:
    """One sentence: its slots, and the metrics found in it so far."""

    analysis: Analysis
    start: int
    end: int
    slots: list[Slot]
    quantities: list[QuantityRecord]  # one a slot
    folded: str
    entries: list[Entry] = field(default_factory=list[Entry])

    def again(self, entry: Entry, rule: str, *, name: str | None = None, verb: str | None = None) -> Target:
        """The phrase of an earlier metric as the target of another value."""
        old = entry.target
        return Target(
            old.start,
            old.end,
            old.object_start,
            old.name if name is None else name,
            rule,
            old.verb if verb is None else verb,
            old.member,
            explicit=False,
        )
