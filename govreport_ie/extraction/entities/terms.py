"""Listed bodies and the last words of names: channels of the network and anchors of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from govreport_ie.extraction import lexicons

__all__ = ["Body", "Head", "Terms", "terms"]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names of institutions and projects end with.

    Attributes:
        word: the word.
        label: INSTITUTION, PROJECT or X (either, by context).
        subtype: subtype of the entity.
        kind: org (organisation), care, work (construction works), line, site or prog (programme).
    """

    word: str
    label: str
    subtype: str
    kind: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is an institution wherever it stands.

    Attributes:
        name: the name as listed.
        full_name: its full name.
        subtype: subtype of the entity.
    """

    name: str
    full_name: str
    subtype: str


class Terms:
    """All listed bodies and heads."""

    def __init__(self) -> None:
        self.bodies: dict[str, Body] = {
            row["name"]: Body(row["name"], row["full_name"] or row["name"], row["subtype"])
            for row in lexicons.load("national_bodies")
        }
        self.heads: dict[str, Head] = {
            row["head"]: Head(row["head"], row["label"], row["subtype"], row["kind"])
            for row in lexicons.load("entity_heads")
        }


@lru_cache(maxsize=1)
def terms() -> Terms:
    """The packaged terms, built once a process."""
    return Terms()
