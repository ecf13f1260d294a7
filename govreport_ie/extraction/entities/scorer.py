"""Choosing among candidate names: a linear model over their features, then the best of those that overlap.

The weights are learned by models/entities/train_names.py (logistic regression, one weight a feature and label); a
feature that is not in the file weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.entities.candidates import MEMBER_TEMPLATES, NAME_TEMPLATES, Candidate, Value, candidates
from govreport_ie.extraction.entities.context import EntityContext

__all__ = ["Model", "Name", "choose", "model", "names", "totals"]


# The weights of both labels are one integer, so that one addition adds both: that for PROJECT times this, and that for INSTITUTION.
_PROJECT = 1 << 32
_HALF = _PROJECT >> 1
_NONE = repeat(0)


@dataclass(slots=True)
class Name:
    """A scored candidate under one label.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        label: INSTITUTION or PROJECT.
        score: how sure the model is, in hundredths; above zero is accepted.
        candidate: the candidate.
    """

    start: int
    end: int
    label: str
    score: float
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in hundredths: feature value to one integer for both labels (see `_PROJECT`).

    Attributes:
        bias: by kind of head; `member` for the members of lists.
        names: by kind of head, a table for every template of `NAME_TEMPLATES`; those without `kind+` are shared.
        members: a table for every template of `MEMBER_TEMPLATES`.
    """

    bias: dict[str, int]
    names: dict[str, tuple[dict[Value, int], ...]]
    members: tuple[dict[Value, int], ...]


@lru_cache(maxsize=1)
def model() -> Model:
    """The packaged model."""
    shared: dict[str, dict[Value, int]] = {template: {} for template in (*NAME_TEMPLATES, *MEMBER_TEMPLATES)}
    by_kind: dict[str, dict[str, dict[Value, int]]] = {kind: {} for kind in _kinds()}
    bias: dict[str, int] = {}
    for row in lexicons.load("entity_weights"):
        template, value = row["template"], row["value"]
        weight = int(row["project"]) * _PROJECT + int(row["institution"])
        if template in ("bias", "kind"):
            bias[value] = weight
            continue
        table = shared[template]
        if template.startswith("kind+"):
            kind, _, value = value.partition(" ")
            table = by_kind[kind].setdefault(template, {})
        parts = tuple(value.split(" "))
        table[parts[0] if len(parts) == 1 else parts] = weight
    return Model(
        {kind: bias["name"] + bias.get(kind, 0) for kind in by_kind} | {"member": bias["member"]},
        {
            kind: tuple(own.get(template, shared[template]) for template in NAME_TEMPLATES)
            for kind, own in by_kind.items()
        },
        tuple(shared[template] for template in MEMBER_TEMPLATES),
    )


def _kinds() -> set[str]:
    """The kinds of heads, and those of a body and of a quotation."""
    return {row["kind"] for row in lexicons.load("entity_heads")} | {"body", "quote"}


def totals(candidate: Candidate, weights: Model) -> dict[str, int]:
    """The score of a candidate under every label it may have, in hundredths.

    Args:
        candidate: the candidate.
        weights: the model.
    """
    kind = candidate.kind
    # one weight a template at most; looked up and added without a step of Python for each, as much of the time goes here
    if candidate.member:
        both = sum(map(dict.get, weights.members, candidate.values, _NONE), weights.bias["member"])
    else:
        both = sum(map(dict.get, weights.names[kind], candidate.values, _NONE), weights.bias[kind])
    institution = (both + _HALF) % _PROJECT - _HALF
    if len(candidate.labels) == 2:
        return {"INSTITUTION": institution, "PROJECT": (both - institution) // _PROJECT}
    (label,) = candidate.labels
    return {label: institution if label == "INSTITUTION" else (both - institution) // _PROJECT}


def choose(scored: Iterable[Name]) -> list[Name]:
    """The best names, none overlapping a better one.

    Of names of one label that begin together the longest is taken, with the best score of all: the guidelines want the
    longest name (`甲水库除险加固工程`, not `甲水库`).

    Args:
        scored: names with their scores, all above zero.

    Returns:
        Names in text order.
    """
    longest: dict[tuple[int, str], tuple[float, Name]] = {}
    for item in scored:
        key = (item.start, item.label)
        best, kept = longest.get(key, (0.0, item))
        longest[key] = max(best, item.score), item if item.end > kept.end else kept
    accepted: list[Name] = []
    taken: set[int] = set()
    for _, item in sorted(longest.values(), key=lambda pair: (-pair[0], pair[1].start - pair[1].end, pair[1].start)):
        span = range(item.start, item.end)
        if taken.isdisjoint(span):
            taken.update(span)
            accepted.append(item)
    accepted.sort(key=lambda item: item.start)
    return accepted


def names(context: EntityContext) -> list[Name]:
    """The names of institutions and projects of a report.

    Args:
        context: the shared context of the entities stage.

    Returns:
        Names in text order without overlaps.
    """
    cached = context.cache.get("names")
    if cached is None:
        weights = model()
        cached = context.cache["names"] = choose(
            Name(candidate.start, candidate.end, label, total, candidate)
            for candidate in candidates(context)
            for label, total in totals(candidate, weights).items()
            if total > 0
        )
    return cached  # type: ignore[return-value]
