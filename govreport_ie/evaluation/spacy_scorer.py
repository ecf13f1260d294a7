"""Scorers for spaCy: the layers of two Docs compared, for ``nlp.evaluate`` and ``Scorer``.

They judge whole documents whose reference Doc carries our span groups (a corrected Doc, or one read from a DocBin), by
exact match.  `govreport_ie.evaluate` is the tool for gold windows with optional items and other accepted readings.

Each scorer is a function of Examples; the ``make_*`` functions are what the registry ``scorers`` holds.  Examples whose
reference lacks the layer are left out; a figure that no Example tells is None, as in spaCy's own scorers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from spacy.scorer import PRFScore
from spacy.training import Example

from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.pipeline.layers import GROUPS, read_analysis

__all__ = [
    "make_entities_scorer",
    "make_metrics_scorer",
    "make_policy_scorer",
    "make_quantities_scorer",
    "make_structure_scorer",
    "score_entities",
    "score_metrics",
    "score_policy",
    "score_quantities",
    "score_structure",
]

Scores = dict[str, Any]


def score_structure(examples: Iterable[Example], **options: Any) -> Scores:
    """Sections: same span and kind.

    Args:
        examples: pairs of predicted and reference Docs.
        **options: ignored; spaCy hands the settings of its scorer on.

    Returns:
        ``govreport_sections_p``, ``_r``, ``_f`` and ``_per_type``.
    """
    return _spans(examples, "sections", lambda a: [(s.kind, (s.start, s.end)) for s in a.sections])


def score_quantities(examples: Iterable[Example], **options: Any) -> Scores:
    """Quantities: same span and kind; and, under ``govreport_normalised``, same span, value and unit.

    Args:
        examples: pairs of predicted and reference Docs.
        **options: ignored.

    Returns:
        ``govreport_quantities_p``, ``_r``, ``_f``, ``_per_type`` and ``govreport_normalised_p``, ``_r``, ``_f``.
    """
    pairs = list(_pairs(examples, "quantities"))
    scores = _per_type("quantities", pairs, lambda a: [(q.kind, (q.start, q.end)) for q in a.quantities])
    return {**scores, **_sets("normalised", pairs, lambda a: [_normalised(q) for q in a.quantities])}


def score_entities(examples: Iterable[Example], **options: Any) -> Scores:
    """Entities: same span and label.

    Args:
        examples: pairs of predicted and reference Docs.
        **options: ignored.

    Returns:
        ``govreport_entities_p``, ``_r``, ``_f`` and ``_per_type``.
    """
    return _spans(examples, "entities", lambda a: [(e.label, (e.start, e.end)) for e in a.entities])


def score_metrics(examples: Iterable[Example], **options: Any) -> Scores:
    """Metrics: same quantity and indicator span; rows with everything but the policy area right; accuracy by field.

    Args:
        examples: pairs of predicted and reference Docs.
        **options: ignored.

    Returns:
        ``govreport_metrics_p``, ``_r``, ``_f``, ``govreport_rows_p``, ``_r``, ``_f``, and the share of metrics on the
        same quantity whose ``govreport_measure_acc``, ``govreport_status_acc`` and so on agrees.
    """
    pairs = list(_pairs(examples, "metrics"))
    scores = _sets("metrics", pairs, lambda a: [(*_quantity(a, m), *_indicator(m)) for m in a.metrics])
    scores |= _sets("rows", pairs, lambda a: [_row(a, m) for m in a.metrics])
    fields: dict[str, Callable[[MetricRecord], Hashable]] = {
        "measure": lambda m: m.measure,
        "direction": lambda m: m.direction,
        "status": lambda m: m.status,
        "period": lambda m: (m.period_start, m.period_end),
    }
    return {**scores, **_accuracies(pairs, fields)}


def score_policy(examples: Iterable[Example], **options: Any) -> Scores:
    """Policy areas: the share of metrics on the same quantity that have the same level-1 area.

    Args:
        examples: pairs of predicted and reference Docs.
        **options: ignored.

    Returns:
        ``govreport_area_acc``.
    """
    return _accuracies(list(_pairs(examples, "metrics")), {"area": lambda m: m.policy.id if m.policy else None})


def make_structure_scorer() -> Callable[..., Scores]:
    """The scorer of sections, for the registry."""
    return score_structure


def make_quantities_scorer() -> Callable[..., Scores]:
    """The scorer of quantities, for the registry."""
    return score_quantities


def make_entities_scorer() -> Callable[..., Scores]:
    """The scorer of entities, for the registry."""
    return score_entities


def make_metrics_scorer() -> Callable[..., Scores]:
    """The scorer of metrics, for the registry."""
    return score_metrics


def make_policy_scorer() -> Callable[..., Scores]:
    """The scorer of policy areas, for the registry."""
    return score_policy


Pair = tuple[Analysis, Analysis]


def _pairs(examples: Iterable[Example], layer: str) -> Iterator[Pair]:
    """Predicted and reference analysis of every Example whose reference has the layer."""
    for example in examples:
        if GROUPS[layer] in example.reference.spans:
            yield read_analysis(example.predicted), read_analysis(example.reference)


def _spans(examples: Iterable[Example], layer: str, items: Callable[[Analysis], list[Any]]) -> Scores:
    return _per_type(layer, list(_pairs(examples, layer)), items)


def _sets(name: str, pairs: list[Pair], items: Callable[[Analysis], list[Any]]) -> Scores:
    score = PRFScore()
    for predicted, reference in pairs:
        score.score_set(set(items(predicted)), set(items(reference)))
    known = bool(pairs)
    return {
        f"govreport_{name}_p": score.precision if known else None,
        f"govreport_{name}_r": score.recall if known else None,
        f"govreport_{name}_f": score.fscore if known else None,
    }


def _per_type(name: str, pairs: list[Pair], items: Callable[[Analysis], list[Any]]) -> Scores:
    types = sorted({kind for pair in pairs for side in pair for kind, _ in items(side)})
    by_type = {}
    for kind in types:
        score = PRFScore()
        for predicted, reference in pairs:
            score.score_set(
                {i for i in items(predicted) if i[0] == kind}, {i for i in items(reference) if i[0] == kind}
            )
        by_type[kind] = score.to_dict()
    return {**_sets(name, pairs, items), f"govreport_{name}_per_type": by_type if pairs else None}


def _accuracies(pairs: list[Pair], fields: dict[str, Callable[[MetricRecord], Hashable]]) -> Scores:
    right = dict.fromkeys(fields, 0)
    judged = 0
    for predicted, reference in pairs:
        by_span = {_quantity(predicted, metric): metric for metric in predicted.metrics}
        for metric in reference.metrics:
            other = by_span.get(_quantity(reference, metric))
            if other is None:
                continue
            judged += 1
            for name, field in fields.items():
                right[name] += field(metric) == field(other)
    return {f"govreport_{name}_acc": number / judged if judged else None for name, number in right.items()}


def _normalised(quantity: QuantityRecord) -> tuple[Hashable, ...]:
    q = quantity
    return q.start, q.end, q.value, q.low, q.high, q.values, q.unit_text, q.redacted


def _quantity(analysis: Analysis, metric: MetricRecord) -> tuple[int, int]:
    quantity = analysis.quantities[metric.quantity]
    return quantity.start, quantity.end


def _indicator(metric: MetricRecord) -> tuple[int, int]:
    return metric.indicator_start, metric.indicator_end


def _row(analysis: Analysis, metric: MetricRecord) -> tuple[Hashable, ...]:
    return (
        *_normalised(analysis.quantities[metric.quantity]),
        *_indicator(metric),
        metric.indicator_name,
        metric.measure,
        metric.direction,
        metric.status,
        metric.period_start,
        metric.period_end,
    )
