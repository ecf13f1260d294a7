"""The accounts of a budget report: what it tells of revenue, transfers, balances and debt is fiscal, whatever the clause speaks of.

A budget report names works only to say what money went into them, so that the words around an account (重建, 国有资本) outvote it.  Money
for an area of its own (教育支出) stays with that area.
"""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.policy.taxonomy import Taxonomy
from govreport_ie.extraction.records import Analysis, MetricRecord, PolicyLink

__all__ = ["link_account"]

_AREA = "fiscal"
_ACCOUNT = lazy_pattern(alternation("account"))
_BEFORE = 14
_SCORE = 0.9


def link_account(analysis: Analysis, metric: MetricRecord, taxonomy: Taxonomy) -> PolicyLink | None:
    """The fiscal area of an account of a budget report.

    Args:
        analysis: the document.
        metric: a metric of it.
        taxonomy: the taxonomy in use; without a fiscal area nothing is linked.

    Returns:
        The link; None where the metric is no account or the document no budget report.
    """
    if analysis.genre != "budget_report" or _AREA not in taxonomy.areas:
        return None
    quantity = analysis.quantities[metric.quantity]
    if quantity.kind not in ("money", "percent"):
        return None
    low = max(metric.sentence_start, quantity.start - _BEFORE)
    for start, end in ((metric.indicator_start, metric.indicator_end), (low, quantity.start)):
        match = _ACCOUNT.search(analysis.folded, max(0, start), max(0, end))
        if match:
            evidence: list[dict[str, object]] = [
                {
                    "rule": "policy.accounts:budget",
                    "text": analysis.text[match.start() : match.end()],
                    "start": match.start(),
                    "end": match.end(),
                }
            ]
            return PolicyLink(_AREA, None, _SCORE, evidence, None, taxonomy.areas[_AREA].name_zh)
    return None
