"""The policy stage: every metric linked to the policy area it belongs to, with a score and the evidence.

Terms of the taxonomy vote for areas from where they stand: in the indicator, its clause, its sentence, the sentence before,
the section's heading.  How much each place counts was learned once from labelled metrics (`weights.json`).
"""

from __future__ import annotations

import json
from importlib import resources
from math import exp, log
from pathlib import Path

from govreport_ie.policy.collect import VoteCollector
from govreport_ie.policy.evidence import FEATURES, Vote
from govreport_ie.policy.taxonomy import load_taxonomy
from govreport_ie.policy.terms import TermIndex
from govreport_ie.records import Analysis, PolicyLink

__all__ = ["PolicyStage"]

_PLACE = [place for place, _ in FEATURES]


class PolicyStage:
    """Fill the policy layer of an analysis.

    Args:
        taxonomy: a taxonomy file of the user's; the packaged taxonomy when omitted.

    Raises:
        LexiconError: if the file is malformed; the message names the line.
    """

    def __init__(self, taxonomy: str | Path | None = None) -> None:
        self.taxonomy = load_taxonomy(taxonomy)
        self._index = TermIndex(self.taxonomy)
        weights = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
        self._slope, self._offset = weights["calibration"]
        self._weights = [weights["places"][place][weight] for place, weight in FEATURES]

    def __call__(self, analysis: Analysis) -> None:
        """Link every metric in place."""
        collector = VoteCollector(analysis, self._index)
        for metric in analysis.metrics:
            metric.policy = self._decide(collector.votes(metric))

    def _decide(self, votes: list[Vote]) -> PolicyLink | None:
        if not votes:
            return None
        totals: dict[int, float] = {}
        for area, feature, value, _ in votes:
            totals[area] = totals.get(area, 0.0) + self._weights[feature] * value
        best = max(totals, key=totals.__getitem__)
        mass = sum(exp(total - totals[best]) for total in totals.values())
        mass += (len(self._index.areas) - len(totals)) * exp(-totals[best])
        area = self._index.areas[best]
        strong = sorted(
            ((self._weights[feature] * value, hit, _PLACE[feature]) for area, feature, value, hit in votes if area == best),
            key=lambda pair: -pair[0],
        )
        sub = next((hit.term.area for _, hit, _ in strong if "." in hit.term.area), None)
        evidence: list[dict[str, object]] = [
            {
                "rule": f"policy.evidence:{place} | {hit.term.rule}",
                "text": hit.term.text,
                "start": hit.start if hit.start >= 0 else None,
                "end": hit.end if hit.start >= 0 else None,
            }
            for _, hit, place in strong[:4]
        ]
        return PolicyLink(area, sub, self._score(1 / mass), evidence, next((hit.term.secondary for _, hit, _ in strong if hit.term.secondary), None), self.taxonomy.areas[area].name_zh)

    def _score(self, probability: float) -> float:
        """The probability that the area is right, calibrated by cross-validation (models/policy/train.py)."""
        probability = min(max(probability, 1e-6), 1 - 1e-6)
        odds = self._slope * log(probability / (1 - probability)) + self._offset
        return round(1 / (1 + exp(-odds)), 3)
