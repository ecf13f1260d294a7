"""From votes to a policy area, a score and the evidence that decided."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from math import exp, log
from operator import itemgetter

from govreport_ie.extraction.policy.evidence import FEATURES, GENERIC_HEAD, Vote
from govreport_ie.extraction.policy.ngrams import NgramModel, model_texts
from govreport_ie.extraction.policy.taxonomy import Taxonomy
from govreport_ie.extraction.policy.terms import Entry, TermIndex
from govreport_ie.extraction.records import Analysis, MetricRecord, PolicyLink

__all__ = ["Decider"]

MAX_EVIDENCE = 4
_PLACE = [place for place, _ in FEATURES]
_INDICATOR = ("head", "inner")
_TOTAL = itemgetter(1)


class Decider:
    """Weighs votes.

    The total of an area is the sum of its votes, each times the learned weight of its place; the areas' totals give
    probabilities as in a conditional logit (McFadden 1974), and the score is the probability after calibration.  Where the
    votes leave it unsure, an n-gram model is asked too.

    Args:
        taxonomy: the taxonomy.
        index: the terms, and the level-1 areas in the order of the votes' numbers.
        model: the n-gram model; None where the areas are not those it knows.
    """

    def __init__(self, taxonomy: Taxonomy, index: TermIndex, model: NgramModel | None) -> None:
        self._areas = index.areas
        self._entries = index.entries
        self._names = [taxonomy.areas[area].name_zh for area in index.areas]
        learned = json.loads(
            resources.files("govreport_ie.extraction.policy").joinpath("weights.json").read_text(encoding="utf-8")
        )
        self._model = model
        self._unsure: float = learned["unsure"]
        self._mixture: list[float] = learned["mixture"]
        self._calibration: dict[str, list[float]] = learned["calibration"]
        self._weights: list[float] = [learned["places"][place][weight] for place, weight in FEATURES]
        self._alone = list(map(self._score_alone, self._weights))

    def link(self, votes: list[Vote], analysis: Analysis, metric: MetricRecord) -> PolicyLink | None:
        """The area that the votes speak for; None without any vote.

        Args:
            votes: what speaks for the areas of the metric.
            analysis: the report, from which the evidence is quoted.
            metric: the metric.
        """
        if not votes:
            return None
        if len(votes) == 1:
            area, feature, value, _ = votes[0]
            score = self._alone[feature]
            if value == 1 and score is not None:  # half of all metrics: an indicator of one term that is sure
                return self._linked(area, votes, score, analysis.text)
        totals, voted, chance = self._count(votes)
        best = voted
        state = "unsure" if chance < self._unsure else "sure"
        if self._model is not None and state == "unsure":
            generic = any(feature == GENERIC_HEAD for _, feature, _, _ in votes)
            texts = model_texts(analysis, metric, analysis.quantities[metric.quantity], generic)
            best, chance = self._mixed(totals, *self._model.log_probabilities(*texts))
        strong = votes
        if len(votes) > 1:
            strong = [vote for vote in votes if vote[0] == best]
            strong.sort(key=self._strength, reverse=True)
        elif best != voted:
            strong = []
        link = self._linked(best, strong, self._score(chance, state), analysis.text)
        if best != voted:
            link.evidence.insert(0, {"rule": "policy.ngrams:wording", "text": None, "start": None, "end": None})
        return link

    def _count(self, votes: list[Vote]) -> tuple[dict[int, float], int, float]:
        """The votes for every area, the winner and its probability."""
        weights = self._weights
        totals: dict[int, float] = {}
        for area, feature, value, _ in votes:
            totals[area] = totals.get(area, 0.0) + weights[feature] * value
        best, top = max(totals.items(), key=_TOTAL) if len(totals) > 1 else next(iter(totals.items()))
        silent = (len(self._areas) - len(totals)) * exp(-top)
        return totals, best, 1 / (sum([exp(total - top) for total in totals.values()], 0.0) + silent)

    def _linked(self, best: int, strong: list[Vote], score: float, text: str) -> PolicyLink:
        """The link to an area, with the votes for it, strongest first, as evidence."""
        area = self._areas[best]
        sub_id, secondary = _details(strong, self._entries, area)
        evidence = [_evidence(vote, self._entries, text) for vote in strong[:MAX_EVIDENCE]]
        return PolicyLink(area, sub_id, score, evidence, secondary, self._names[best])

    def _score_alone(self, weight: float) -> float | None:
        """The score of an area for which one vote of full value speaks and nothing for any other; None if it is unsure."""
        chance = 1 / (1 + (len(self._areas) - 1) * exp(-weight))
        return None if chance < self._unsure else self._score(chance, "sure")

    def _mixed(self, totals: dict[int, float], name: list[float], around: list[float]) -> tuple[int, float]:
        """The winner of votes and wording together, and its probability."""
        vote, by_name, by_words = self._mixture
        mixed = [by_name * one + by_words * other for one, other in zip(name, around, strict=True)]
        for area, total in totals.items():
            mixed[area] += vote * total
        top = max(mixed)
        return mixed.index(top), 1 / sum([exp(total - top) for total in mixed], 0.0)

    def _strength(self, vote: Vote) -> float:
        return self._weights[vote[1]] * vote[2]

    def _score(self, probability: float, state: str) -> float:
        """The probability that the area is right, calibrated by cross-validation (models/policy/train.py)."""
        probability = 1e-6 if probability < 1e-6 else 1 - 1e-6 if probability > 1 - 1e-6 else probability
        slope, offset = self._calibration[state]
        odds = slope * log(probability / (1 - probability)) + offset
        return round(1 / (1 + exp(-odds)), 3)


def _details(strong: list[Vote], entries: list[Entry], area: str) -> tuple[str | None, str | None]:
    """The sub-area and the secondary area that the strongest votes with one of them name."""
    sub_id = secondary = None
    for _, feature, _, hit in strong:
        term = entries[hit[0]].term
        if sub_id is None and term.area != area:
            sub_id = term.area
        if secondary is None and term.secondary and _PLACE[feature] in _INDICATOR:
            secondary = term.secondary
    return sub_id, secondary


def _evidence(vote: Vote, entries: list[Entry], text: str) -> dict[str, object]:
    _, feature, _, (number, start, end) = vote
    term = entries[number].term
    rule = _rule(_PLACE[feature], term.rule)
    if start < 0:
        return {"rule": rule, "text": term.text, "start": None, "end": None}
    return {"rule": rule, "text": text[start:end], "start": start, "end": end}


@lru_cache(maxsize=512)
def _rule(place: str, lexicon: str) -> str:
    return f"policy.evidence:{place} | {lexicon}"
