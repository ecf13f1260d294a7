"""From votes and wording to a policy area, a score and the evidence that decided."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from math import exp, log

from govreport_ie.extraction.policy.evidence import FEATURES, FIRM_HEADS, GENERIC_HEAD, Vote, settled
from govreport_ie.extraction.policy.ngrams import NgramModel, text_around, text_of_name
from govreport_ie.extraction.policy.taxonomy import Taxonomy
from govreport_ie.extraction.policy.terms import Entry, TermIndex
from govreport_ie.extraction.records import Analysis, MetricRecord, PolicyLink

__all__ = ["Decider"]

MAX_EVIDENCE = 4
FAR_BEHIND = 12.0
LEAST = 0.4
"""With a smaller score than this, wording alone, without any term, names no area."""

_PLACE = [place for place, _ in FEATURES]
_INDICATOR = ("head", "inner")


class Decider:
    """Weighs votes and wording.

    The total of an area is the sum of its votes, each times the learned weight of its place, and of what the wording adds:
    the name of what is measured and, where votes and name leave it unsure, the words around; a term that settles the matter
    needs no wording.  The totals give
    probabilities as in a conditional logit (McFadden 1974), and the score is the probability after calibration.

    Args:
        taxonomy: the taxonomy.
        index: the terms, and the level-1 areas in the order of the votes' numbers.
        model: the n-gram model; None where the areas are not those it knows, and votes decide alone.
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
        self._calibration: dict[str, tuple[float, float]] = {
            state: (float(slope), float(offset)) for state, (slope, offset) in learned["calibration"].items()
        }
        self._weights: list[float] = [learned["places"][place][weight] for place, weight in FEATURES]
        # beside the wording, votes around count in full unless a firm head has its say, and a generic head is left to the name
        self._open = [*self._weights]
        self._open[GENERIC_HEAD] = 0.0
        self._firm = [learned["share"] * weight for weight in self._open]
        others = len(self._areas) - 1
        self._alone = [self._score(1 / (1 + others * exp(-weight)), "votes") for weight in self._weights]

    def link(self, votes: list[Vote], analysis: Analysis, metric: MetricRecord) -> PolicyLink | None:
        """The area that votes and wording speak for; None where neither says anything.

        Args:
            votes: what speaks for the areas of the metric.
            analysis: the report, from which the evidence is quoted.
            metric: the metric.
        """
        model = None if settled(votes, self._entries) else self._model
        if not votes and model is None:
            return None
        best, score = self._voted(votes) if model is None else self._worded(model, votes, analysis, metric)
        if not votes and score < LEAST:
            return None
        strong = [vote for vote in votes if vote[0] == best]
        if len(strong) > 1:
            strong.sort(key=self._strength, reverse=True)
        area = self._areas[best]
        sub_id, secondary = _details(strong, self._entries, area)
        evidence = [_evidence(vote, self._entries, analysis.text) for vote in strong[:MAX_EVIDENCE]]
        if model is not None and self._outvoted(strong, votes):
            gram = model.heaviest(text_of_name(analysis, metric), best)
            evidence.insert(0, _wording(gram, analysis, metric))
        return PolicyLink(area, sub_id, score, evidence, secondary, self._names[best])

    def _voted(self, votes: list[Vote]) -> tuple[int, float]:
        """The area that the votes alone speak for, and its score."""
        if len(votes) == 1 and votes[0][2] == 1:  # half of all metrics: an indicator of one term
            return votes[0][0], self._alone[votes[0][1]]
        best, chance = _winner(_totals(votes, self._weights, [0.0] * len(self._areas)))
        return best, self._score(chance, "votes")

    def _worded(
        self, model: NgramModel, votes: list[Vote], analysis: Analysis, metric: MetricRecord
    ) -> tuple[int, float]:
        """The area that votes and wording speak for, and its score."""
        name = model.name_scores(text_of_name(analysis, metric))
        firm = any(vote[1] in FIRM_HEADS for vote in votes)
        totals = _totals(votes, self._firm if firm else self._open, name)
        best, chance = _winner(totals)
        if chance < self._unsure:
            around = text_around(analysis, metric, analysis.quantities[metric.quantity])
            best, chance = _winner(list(map(float.__add__, totals, model.around_scores(around))))
        return best, self._score(chance, "wording")

    def _outvoted(self, strong: list[Vote], votes: list[Vote]) -> bool:
        """Whether the strongest vote is one for another area than the one chosen."""
        return not strong or (len(strong) < len(votes) and max(map(self._strength, votes)) > self._strength(strong[0]))

    def _strength(self, vote: Vote) -> float:
        return self._weights[vote[1]] * vote[2]

    def _score(self, probability: float, state: str) -> float:
        """The probability that the area is right, calibrated by cross-validation (models/policy/train.py)."""
        probability = 1e-6 if probability < 1e-6 else 1 - 1e-6 if probability > 1 - 1e-6 else probability
        slope, offset = self._calibration[state]
        odds = slope * log(probability / (1 - probability)) + offset
        return round(1 / (1 + exp(-odds)), 3)


def _totals(votes: list[Vote], weights: list[float], start: list[float]) -> list[float]:
    """The votes for every area, each times the weight of its place, added to what the areas start with."""
    totals = start.copy()
    for area, feature, value, _ in votes:
        totals[area] += weights[feature] * value
    return totals


def _winner(totals: list[float]) -> tuple[int, float]:
    """The area of the highest total and its probability; areas far behind add nothing that shows."""
    top = max(totals)
    behind = top - FAR_BEHIND
    # a sum that starts with an int is of two types, which fails where the module is compiled
    return totals.index(top), 1 / sum([exp(total - top) for total in totals if total > behind], 0.0)


def _wording(gram: str | None, analysis: Analysis, metric: MetricRecord) -> dict[str, object]:
    """The wording as evidence: the n-gram that speaks most for the area, quoted where it stands in the indicator."""
    start, end = metric.indicator_start, metric.indicator_end
    at = analysis.folded.find(gram, start, end) if gram and start >= 0 else -1
    if at < 0 or gram is None:
        return {"rule": "policy.ngrams:wording", "text": gram, "start": None, "end": None}
    stop = at + len(gram)
    return {"rule": "policy.ngrams:wording", "text": analysis.text[at:stop], "start": at, "end": stop}


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
