"""From votes to a policy area, a score and the evidence that decided."""

from __future__ import annotations

import json
from importlib import resources
from math import exp, log

from govreport_ie.policy.evidence import FEATURES, Vote
from govreport_ie.policy.taxonomy import Taxonomy
from govreport_ie.records import PolicyLink

__all__ = ["Decider"]

MAX_EVIDENCE = 4
_PLACE = [place for place, _ in FEATURES]
_INDICATOR = ("head", "inner")


class Decider:
    """Weighs votes.

    The total of an area is the sum of its votes, each times the learned weight of its place; the areas' totals give
    probabilities as in a conditional logit (McFadden 1974), and the score is the probability after calibration.

    Args:
        taxonomy: the taxonomy.
        areas: ids of the level-1 areas, in the order of the votes' numbers.
    """

    def __init__(self, taxonomy: Taxonomy, areas: list[str]) -> None:
        self._taxonomy = taxonomy
        self._areas = areas
        learned = json.loads(
            resources.files("govreport_ie.policy").joinpath("weights.json").read_text(encoding="utf-8")
        )
        self._slope, self._offset = learned["calibration"]
        self._weights: list[float] = [learned["places"][place][weight] for place, weight in FEATURES]

    def link(self, votes: list[Vote], text: str) -> PolicyLink | None:
        """The area that the votes speak for; None without any vote.

        Args:
            votes: what speaks for the areas.
            text: the report, from which the evidence is quoted.
        """
        if not votes:
            return None
        weights = self._weights
        totals: dict[int, float] = {}
        for area, feature, value, _ in votes:
            totals[area] = totals.get(area, 0.0) + weights[feature] * value
        best = max(totals, key=totals.__getitem__)
        top = totals[best]
        mass = sum(exp(total - top) for total in totals.values()) + (len(self._areas) - len(totals)) * exp(-top)
        strong = sorted((vote for vote in votes if vote[0] == best), key=self._strength, reverse=True)
        sub_id = secondary = None
        for _, feature, _, hit in strong:
            if sub_id is None and hit.term.area != self._areas[best]:
                sub_id = hit.term.area
            if secondary is None and hit.term.secondary and _PLACE[feature] in _INDICATOR:
                secondary = hit.term.secondary
        return PolicyLink(
            id=self._areas[best],
            sub_id=sub_id,
            score=self._score(1 / mass),
            evidence=[_evidence(vote, text) for vote in strong[:MAX_EVIDENCE]],
            secondary=secondary,
            name=self._taxonomy.areas[self._areas[best]].name_zh,
        )

    def _strength(self, vote: Vote) -> float:
        return self._weights[vote[1]] * vote[2]

    def _score(self, probability: float) -> float:
        """The probability that the area is right, calibrated by cross-validation (models/policy/train.py)."""
        probability = min(max(probability, 1e-6), 1 - 1e-6)
        odds = self._slope * log(probability / (1 - probability)) + self._offset
        return round(1 / (1 + exp(-odds)), 3)


def _evidence(vote: Vote, text: str) -> dict[str, object]:
    _, feature, _, hit = vote
    located = hit.start >= 0
    return {
        "rule": f"policy.evidence:{_PLACE[feature]} | {hit.term.rule}",
        "text": text[hit.start : hit.end] if located else hit.term.text,
        "start": hit.start if located else None,
        "end": hit.end if located else None,
    }
