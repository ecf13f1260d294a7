"""How far two annotators of the same windows agree.

Spans are compared by F1, the one annotator's labels being scored against the other's and the reverse: there is no count of
"spans that neither marked", so no measure that corrects for chance applies, and F1 is what such a measure would approach
(Hripcsak and Rothschild 2005).  Values of objects that both marked are categories, for which Cohen's kappa and Krippendorff's
alpha (nominal) are given beside the plain share.  The label of every character is a category as well; its alpha tells
how well the stretches agree, partial overlap included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import EvaluationError, MissingExtraError
from govreport_ie.evaluation.counts import LAYERS, scores_of, total
from govreport_ie.evaluation.figures import AgreementFigures, FieldAgreement, LayerAgreement
from govreport_ie.evaluation.gold import GoldMetric, Span, Window, load_gold
from govreport_ie.evaluation.layers import score_window
from govreport_ie.evaluation.matching import check_mode
from govreport_ie.evaluation.outputs import write_agreement
from govreport_ie.evaluation.predictions import (
    PredictedEntity,
    PredictedMetric,
    PredictedQuantity,
    Prediction,
)
from govreport_ie.evaluation.terminal import agreement_tables

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Agreement", "FieldAgreement", "LayerAgreement", "agreement", "as_prediction"]

_NOTHING = "none"


@dataclass(frozen=True)
class Agreement(AgreementFigures):
    """How far two annotators agree; printing it with rich shows the tables.

    Attributes:
        windows: the number of windows that both labelled.
        layers: layer to agreement on it.
        fields: field of quantities and metrics to agreement on its value.
        characters: ``quantities`` and ``entities`` to agreement on the label of every character.
        notes: what a reader should know, such as windows that only one of the two labelled.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The tables for rich."""
        yield from agreement_tables(self)

    def write(self, path: str | Path) -> None:
        """Write the figures to a file.

        Args:
            path: the file; its suffix indicates the form: ``.json``, ``.csv``, ``.md`` or ``.html``.

        Raises:
            WriteError: if the file cannot be written, or its suffix indicates no form.
        """
        write_agreement(self, path)


def agreement(
    first: str | Path | Iterable[Mapping[str, Any]],
    second: str | Path | Iterable[Mapping[str, Any]],
    *,
    match: str = "reference",
) -> Agreement:
    """Compare two annotators' labels of the same windows.

    Args:
        first: gold windows of the first: a JSONL file or an iterable of its rows.
        second: gold windows of the second.  Windows are paired by document and place.
        match: how spans are matched, one of `govreport_ie.evaluation.matching.MODES`.

    Returns:
        Agreement on layers, fields and characters.

    Raises:
        EvaluationError: if a file is malformed, or the two have no window in common.
        ConfigError: if there is no such way of matching.
        MissingExtraError: if the packages of the extra ``agreement`` are not installed.

    Example:
        >>> from govreport_ie.evaluation import agreement
        >>> agreement("first.jsonl", "second.jsonl").fields["status"].kappa  # doctest: +SKIP
    """
    check_mode(match)
    pairs, notes = _paired(load_gold(first), load_gold(second))
    directions = [
        scores_of(total(score_window(gold, as_prediction(other), match).counts for gold, other in side))
        for side in (pairs, [(b, a) for a, b in pairs])
    ]
    layers = {name: LayerAgreement(directions[0][name], directions[1][name]) for name in LAYERS}
    return Agreement(
        windows=len(pairs),
        layers={name: a for name, a in layers.items() if a.first_as_gold.tp + a.first_as_gold.fp + a.first_as_gold.fn},
        fields={name: _agree(*values) for name, values in _fields(pairs).items() if values[0]},
        characters={name: _agree(*values) for name, values in _characters(pairs).items()},
        notes=tuple(notes),
    )


Pairs = Sequence[tuple[Window, Window]]


def _paired(first: Sequence[Window], second: Sequence[Window]) -> tuple[list[tuple[Window, Window]], list[str]]:
    by_place = {(w.doc, w.start, w.end): w for w in second}
    pairs = [(w, by_place[w.doc, w.start, w.end]) for w in first if (w.doc, w.start, w.end) in by_place]
    if not pairs:
        raise EvaluationError("the two annotators have no window in common (same doc, start and end)")
    for one, other in pairs:
        if one.text != other.text:
            raise EvaluationError(f"window {one.id}: the two annotators had different texts before them")
    alone = len(first) + len(second) - 2 * len(pairs)
    return pairs, [f"{alone} windows that only one of the two labelled are left out"] if alone else []


def as_prediction(window: Window) -> Prediction:
    """Gold labels in the form of a prediction, so that they can be scored; optional items are among them.

    Args:
        window: the labelled window.
    """
    at = window.start
    quantities = []
    for q in window.quantities:
        several = isinstance(q.value, list)
        ends = q.value if several and q.kind != "ratio" else None
        quantities.append(
            PredictedQuantity(
                start=q.start + at,
                end=q.end + at,
                kind=q.kind,
                value=None if several else q.value,
                low=ends[0] if ends else None,
                high=ends[1] if ends else None,
                values=list(q.value) if several and not ends and q.value else None,
                unit_text=q.unit,
                modifier=q.modifier,
                redacted=q.redacted,
            )
        )
    metrics = tuple(
        PredictedMetric(
            span=(m.quantity.start + at, m.quantity.end + at),
            indicator=m.text,
            name=m.names[0] or m.text,
            measure=m.measure,
            direction=m.direction,
            status=m.status,
            period=m.period,
            policy_area=m.area,
        )
        for m in window.metrics
    )
    entities = tuple(PredictedEntity(e.start + at, e.end + at, e.label) for e in window.entities)
    return Prediction(window.doc, tuple(quantities), metrics, entities)


Values = tuple[list[str], list[str]]


def _fields(pairs: Pairs) -> dict[str, Values]:
    """Values of the quantities and metrics that both annotators marked with the same span."""
    values: dict[str, Values] = {
        name: ([], []) for name in ("kind", "modifier", "measure", "direction", "status", "period", "policy area")
    }

    def note(name: str, one: str | None, other: str | None) -> None:
        values[name][0].append(one or _NOTHING)
        values[name][1].append(other or _NOTHING)

    for one, other in pairs:
        quantities = {q.span: q for q in other.quantities if not q.optional}
        metrics: dict[Span, GoldMetric] = {}
        for m in other.metrics:
            metrics.setdefault(m.quantity.span, m)
        for q in one.quantities:
            if not q.optional and (same := quantities.get(q.span)) is not None:
                note("kind", q.kind, same.kind)
                note("modifier", q.modifier, same.modifier)
        for m in one.metrics:
            twin = metrics.get(m.quantity.span)
            if twin is None or m.quantity.optional or twin.quantity.optional:
                continue
            note("measure", m.measure, twin.measure)
            note("direction", m.direction, twin.direction)
            note("status", m.status, twin.status)
            note("period", m.period, twin.period)
            note("policy area", m.area, twin.area)
    return values


def _characters(pairs: Pairs) -> dict[str, Values]:
    """The label of every character; where entities are nested, that of the shortest."""
    values: dict[str, Values] = {"quantities": ([], []), "entities": ([], [])}
    for pair in pairs:
        for side, window in enumerate(pair):
            marked = {
                "quantities": [(q.start, q.end, "QUANTITY") for q in window.quantities],
                "entities": [(e.start, e.end, e.label) for e in window.entities],
            }
            for name, spans in marked.items():
                labels = [_NOTHING] * len(window.text)
                for start, end, label in sorted(spans, key=lambda span: span[0] - span[1]):
                    labels[start:end] = [label] * (end - start)
                values[name][side].extend(labels)
    return values


def _agree(first: list[str], second: list[str]) -> FieldAgreement:
    try:
        import krippendorff
        from sklearn.metrics import cohen_kappa_score
    except ImportError as error:
        raise MissingExtraError(
            'agreement of annotators needs krippendorff and scikit-learn: pip install "govreport-ie[agreement]"'
        ) from error
    same = sum(one == other for one, other in zip(first, second, strict=True))
    categories = sorted({*first, *second})
    kappa = alpha = None
    if len(categories) > 1:
        kappa = float(cohen_kappa_score(first, second))
        codes = {category: number for number, category in enumerate(categories)}
        data = [[codes[value] for value in side] for side in (first, second)]
        alpha = float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
    return FieldAgreement(len(first), same / len(first), kappa, alpha)
