"""The policy stage: metrics, sections and entities linked to policy areas, with a score and the evidence.

Terms of the taxonomy vote for areas from where they stand: in the indicator, its clause, its sentence, the sentence before,
the section's heading.  How much each place counts was learned once from labelled metrics (`weights.json`).

- `taxonomy`, `usertaxonomy`: areas, terms, boundary rules; the packaged ones and a user's own.
- `terms`: all terms of a text in one pass.
- `collect`, `evidence`: the votes for a metric.
- `decide`: from votes to an area, a score and the evidence.
- `ngrams`: a small learned model, asked where the votes are unsure.
- `regions`: areas of sections and entities.
- `accounts`: the accounts of budget reports.
"""

from __future__ import annotations

from pathlib import Path

from govreport_ie.extraction.policy.accounts import link_account
from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.decide import Decider
from govreport_ie.extraction.policy.ngrams import packaged_model
from govreport_ie.extraction.policy.regions import link_entities, link_sections
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.extraction.policy.terms import TermIndex
from govreport_ie.extraction.records import Analysis

__all__ = ["PolicyStage"]


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
        model = packaged_model()
        self._decider = Decider(self.taxonomy, self._index, model if model.areas == self._index.areas else None)

    def __call__(self, analysis: Analysis) -> None:
        """Link metrics, entities and sections in place."""
        collector = VoteCollector(analysis, self._index)
        for metric in analysis.metrics:
            account = link_account(analysis, metric, self.taxonomy)
            metric.policy = account or self._decider.link(collector.votes(metric), analysis, metric)
        link_entities(analysis, collector, self._index)
        link_sections(analysis, collector, self._index)
