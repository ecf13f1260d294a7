"""Choosing among candidate names: a linear model over their features, then the best of those that overlap.

The weights are learned by models/entities/train_names.py (logistic regression, one weight a feature and label); a
feature that is not in the file weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

from govreport_ie import lexicons
from govreport_ie.entities.candidates import MEMBER_TEMPLATES, NAME_TEMPLATES, Candidate, Value, candidates
from govreport_ie.entities.context import EntityContext

__all__ = ["Model", "Name", "choose", "model", "names", "score"]


@dataclass(frozen=True, slots=True)
class Name:
    """A scored candidate under one label.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        label: INSTITUTION or PROJECT.
        score: how sure the model is; above zero is accepted.
        candidate: the candidate.
    """

    start: int
    end: int
    label: str
    score: float
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by template: feature value to one complex number.

    Its real part is the weight for PROJECT, its imaginary part that for INSTITUTION, so that one addition adds both.

    Attributes:
        bias: by label and whether the candidate is a member of a list.
        names: a table for every template of `NAME_TEMPLATES`.
        members: a table for every template of `MEMBER_TEMPLATES`.
    """

    bias: dict[tuple[str, bool], float]
    names: tuple[dict[Value, complex], ...]
    members: tuple[dict[Value, complex], ...]


@lru_cache(maxsize=1)
def model() -> Model:
    """The packaged model."""
    tables: dict[str, dict[Value, complex]] = {
        template: {} for template in (*NAME_TEMPLATES, *MEMBER_TEMPLATES, "bias")
    }
    for row in lexicons.load("entity_weights"):
        parts = tuple(row["value"].split(" "))
        value = parts[0] if len(parts) == 1 else parts
        tables[row["template"]][value] = complex(int(row["project"]) / 100, int(row["institution"]) / 100)
    name, member = tables["bias"]["name"], tables["bias"]["member"]
    return Model(
        {
            ("PROJECT", False): name.real,
            ("INSTITUTION", False): name.imag,
            ("PROJECT", True): member.real,
            ("INSTITUTION", True): member.imag,
        },
        tuple(tables[template] for template in NAME_TEMPLATES),
        tuple(tables[template] for template in MEMBER_TEMPLATES),
    )


def score(candidate: Candidate, weights: Model) -> list[Name]:
    """The accepted readings of a candidate, one a label at most.

    Args:
        candidate: the candidate.
        weights: the model.
    """
    member = candidate.member
    # one weight a template at most; looked up and added without a step of Python for each, as most of the time goes here
    tables = weights.members if member else weights.names
    both = reduce(add, filter(None, map(dict.get, tables, candidate.values)), 0j)
    found = []
    for label in candidate.labels:
        total = (both.real if label == "PROJECT" else both.imag) + weights.bias[label, member]
        if total > 0:
            found.append(Name(candidate.start, candidate.end, label, total, candidate))
    return found


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
            name for candidate in candidates(context) for name in score(candidate, weights)
        )
    return cached  # type: ignore[return-value]
