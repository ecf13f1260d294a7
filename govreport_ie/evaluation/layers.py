"""Scoring one window, layer by layer: counts, and a line for every error.

Only what lies wholly inside the window counts.  Items that the gold marks optional are neither rewarded nor punished, nor
is a prediction that overlaps one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govreport_ie.evaluation.counts import Counts
from govreport_ie.evaluation.errors import Mistake
from govreport_ie.evaluation.gold import GoldEntity, GoldMetric, Span, Window
from govreport_ie.evaluation.matching import (
    canonical_modifier,
    entity_matches,
    full_name_matches,
    indicator_matches,
    periods_agree,
    quantity_matches,
)
from govreport_ie.evaluation.predictions import PredictedEntity, PredictedMetric, PredictedQuantity, Prediction

__all__ = ["WindowScore", "score_window"]

ROW = "whole row"
NAMED_ROW = "named row"
NAMES = "entity all"

_BEFORE = 8  # characters before a quantity in which a 每 may stand
_CONTEXT = (15, 12)  # characters of context in an error line


@dataclass(frozen=True, slots=True)
class WindowScore:
    """What one window contributes."""

    window: Window
    counts: Counts
    mistakes: tuple[Mistake, ...]


def score_window(window: Window, prediction: Prediction | None, match: str = "reference") -> WindowScore:
    """Compare the predictions for a window's document with its gold labels.

    Args:
        window: the labelled window.
        prediction: what was predicted for its document; None counts as nothing predicted.
        match: how spans are matched, one of `govreport_ie.evaluation.matching.MODES`.

    Returns:
        The window's counts and mistakes.
    """
    scorer = _Scorer(window, prediction or Prediction(window.doc), match)
    scorer.quantities()
    scorer.metrics()
    scorer.entities()
    return WindowScore(window, scorer.counts, tuple(scorer.mistakes))


class _Scorer:
    def __init__(self, window: Window, prediction: Prediction, match: str) -> None:
        self.window = window
        self.match = match
        self.counts: Counts = Counter()
        self.mistakes: list[Mistake] = []
        self.found: dict[Span, PredictedQuantity] = {}
        for quantity in prediction.quantities:
            if (span := self._inside(quantity.start, quantity.end)) is not None:
                self.found[span] = quantity
        self.measured: dict[Span, PredictedMetric] = {}
        for metric in prediction.metrics:
            if (span := self._inside(*metric.span)) is not None:
                self.measured.setdefault(span, metric)
        self.named: list[PredictedEntity] = []
        for entity in prediction.entities:
            if (span := self._inside(entity.start, entity.end)) is not None:
                self.named.append(replace(entity, start=span[0], end=span[1]))
        self.optional = [quantity.span for quantity in window.quantities if quantity.optional]
        self.labelled = {quantity.span for quantity in window.quantities}
        self.partner = self._partners()

    def quantities(self) -> None:
        """Spans, normalised values and units, kinds and modifiers."""
        hit: set[Span] = set()
        for gold in self.window.quantities:
            if gold.optional:
                continue
            at = self.partner.get(gold.span, gold.span)
            predicted = self.found.get(at)
            if predicted is None:
                self._count("fn", "quantity span", "quantity normalised")
                self.counts["kind", gold.kind, "fn"] += 1
                self._mistake("quantity missed", gold.span, gold=f"{gold.value} {gold.unit}")
                continue
            hit.add(at)
            self._count("tp", "quantity span")
            self.counts["kind", gold.kind, "tp"] += 1
            if quantity_matches(gold, predicted, self._before(gold.span)):
                self._count("tp", "quantity normalised")
            else:
                self._count("fn", "quantity normalised")
                self._count("fp", "quantity normalised")
                self._mistake("quantity value", gold.span, f"{gold.value} {gold.unit}", _written(predicted))
            self._field("kind", gold.span, gold.kind, predicted.kind, gold.other_kinds)
            modifier = canonical_modifier(predicted.modifier)
            self._field("modifier", gold.span, gold.modifier, modifier, gold.other_modifiers)
        for span, predicted in self.found.items():
            if span not in hit and not self._overlaps_optional(span):
                self._count("fp", "quantity span", "quantity normalised")
                self.counts["kind", predicted.kind or "", "fp"] += 1
                self._mistake("quantity spurious", span, got=_written(predicted))

    def metrics(self) -> None:
        """Indicators, their full names, the other fields, whole rows and whole rows with their name."""
        for gold in self.window.metrics:
            if gold.quantity.optional:
                continue
            at = self.partner.get(gold.quantity.span, gold.quantity.span)
            predicted = self.measured.get(at)
            if predicted is None:
                self._metric_missed(gold, at)
            else:
                self._metric(gold, predicted, self.found.get(at))
        taken = self.labelled | set(self.partner.values())
        for span in self.measured:
            if span not in taken and not self._overlaps_optional(span):
                self._count("fp", "metric indicator", ROW, NAMED_ROW)
                beside = any(_overlap(span, gold) for gold in self.labelled)
                self._lost(ROW, "spurious", {"quantity span" if beside else "quantity spurious": None})

    def _metric_missed(self, gold: GoldMetric, at: Span) -> None:
        span = gold.quantity.span
        self._count("fn", "metric indicator", ROW, NAMED_ROW)
        self._mistake("metric missed", span, gold=gold.text)
        self._lost(ROW, "missed", {"metric missed" if at in self.found else self._why_missed(span): None})

    def _metric(self, gold: GoldMetric, predicted: PredictedMetric, quantity: PredictedQuantity | None) -> None:
        """One metric against its label: the indicator, the name, the fields, and the row that they make."""
        span = gold.quantity.span
        indicator = indicator_matches(gold, predicted, self.match)
        self._count_pair(indicator, "metric indicator")
        if not indicator:
            reading = gold.readings[0]
            self._mistake("indicator", span, f"[{reading.least}] in [{reading.fullest}]", predicted.indicator or "")
        named = self._name(gold, predicted)
        wrong = self._fields(gold, predicted)
        if not indicator:
            wrong["indicator"] = None
        if quantity is None or not quantity_matches(gold.quantity, quantity, self._before(span)):
            wrong["quantity value"] = None
        if wrong:
            self._lost(ROW, "wrong", wrong)
        self._count_pair(not wrong, ROW)
        self._count_pair(named and not wrong, NAMED_ROW)

    def _name(self, gold: GoldMetric, predicted: PredictedMetric) -> bool:
        """Whether the name that a table prints is right; an error of a shared head is listed once, as such."""
        right = full_name_matches(gold, predicted)
        span, got = gold.quantity.span, predicted.name or predicted.indicator
        if gold.named:
            self._judge("shared-head name", span, right, gold.names[0], got)
            self.counts["field", "full name", "right" if right else "wrong"] += 1
        else:
            self._judge("full name", span, right, gold.text, got)
        return right

    def _fields(self, gold: GoldMetric, predicted: PredictedMetric) -> dict[str, tuple[str, str] | None]:
        """The fields that are wrong, with what was wanted and what was predicted."""
        span = gold.quantity.span
        wrong: dict[str, tuple[str, str] | None] = {}
        # Where two measures are accepted (翻一番 as growth or as ratio), no direction is right as well.
        free = bool(gold.other_measures) and predicted.direction is None
        directions = (*gold.other_directions, None) if free else gold.other_directions
        for name, want, got, others in (
            ("measure", gold.measure, predicted.measure, gold.other_measures),
            ("direction", gold.direction, predicted.direction, directions),
            ("status", gold.status, predicted.status, gold.other_statuses),
        ):
            if not self._field(name, span, want, got, others):
                wrong[name] = want or "none", got or "none"
        if gold.period is not None:
            agrees = periods_agree([gold.period, *gold.other_periods], predicted.period)
            if not self._judge("period", span, agrees, gold.period, predicted.period):
                wrong["period"] = None
        wrong |= self._area(gold, predicted)
        return wrong

    def _area(self, gold: GoldMetric, predicted: PredictedMetric) -> dict[str, tuple[str, str] | None]:
        """The policy area if it is wrong; also what it was taken for, for the table of confusions."""
        span = gold.quantity.span
        area, gold_area = predicted.policy_area or "none", gold.area or "none"
        accepted = [gold_area, *(other or "none" for other in gold.other_areas)]
        area_right = area in accepted
        self._judge("policy area", span, area_right, "|".join(accepted), predicted.policy_area)
        self.counts["area", gold_area, "right" if area_right else "wrong"] += 1
        self.counts["confusion", gold_area, gold_area if area_right else area] += 1
        return {} if area_right else {"policy area": (gold_area, area)}

    def entities(self) -> None:
        """Labels and spans of entities."""
        optional = [gold for gold in self.window.entities if gold.optional]
        used = {i for i, entity in enumerate(self.named) if any(_meet(entity, gold) for gold in optional)}
        missed: list[GoldEntity] = []
        for gold in self.window.entities:
            if gold.optional:
                continue
            match = self._entity(gold, used)
            self._count("fn" if match is None else "tp", f"entity {gold.label}")
            if match is not None:
                used.add(match)
            else:
                missed.append(gold)
                self._entity_missed(gold)
        spurious: list[PredictedEntity] = []
        for index, entity in enumerate(self.named):
            if index in used or self._nested(entity):
                continue
            spurious.append(entity)
            self._count("fp", f"entity {entity.label}")
            self._mistake("entity spurious", (entity.start, entity.end), got=entity.label or "")
        self._lost_entities(missed, spurious)

    def _entity_missed(self, gold: GoldEntity) -> None:
        near = [entity for entity in self.named if _meet(entity, gold)]
        got = " | ".join(f"{e.label}:{self.window.text[e.start : e.end]}" for e in near)
        self._mistake("entity missed", (gold.start, gold.end), gold.label, got)

    def _entity(self, gold: GoldEntity, used: set[int]) -> int | None:
        """The prediction that a labelled entity is matched with: the first, or of overlapping ones the nearest."""
        matches = [
            i
            for i, entity in enumerate(self.named)
            if entity_matches(gold, entity, self.match) and not (self.match == "overlap" and i in used)
        ]
        if self.match == "overlap":
            matches.sort(key=lambda i: abs(self.named[i].start - gold.start) + abs(self.named[i].end - gold.end))
        return matches[0] if matches else None

    def _lost_entities(self, missed: list[GoldEntity], spurious: list[PredictedEntity]) -> None:
        """Pair what was missed with what was found in its place, so that each error has one cause."""
        for gold in missed:
            near = [entity for entity in spurious if _meet(entity, gold)]
            same = [e for e in near if e.label == gold.label]
            if not near:
                self._lost(NAMES, "missed", {"entity missed": (gold.label, "none")})
                continue
            other = (same or near)[0]
            spurious.remove(other)
            cause = "entity span" if same else "entity label"
            self._lost(NAMES, "wrong", {cause: (gold.label, other.label or "none")})
        for entity in spurious:
            self._lost(NAMES, "spurious", {"entity spurious": ("none", entity.label or "none")})

    def _nested(self, entity: PredictedEntity) -> bool:
        """Whether an entity of another label lies within a longer labelled one, which the guidelines leave open."""
        return any(
            gold.start <= entity.start
            and entity.end <= gold.end
            and entity.end - entity.start < gold.end - gold.start
            and entity.label != gold.label
            for gold in self.window.entities
        )

    def _partners(self) -> dict[Span, Span]:
        """Labelled spans to the predicted ones they are matched with, where those are not the same."""
        if self.match != "overlap":
            return {}
        gold = [span for span in sorted(self.labelled) if span not in self.found]
        free = [span for span in sorted(self.found) if span not in self.labelled]
        pairs = sorted(
            ((min(a[1], b[1]) - max(a[0], b[0]), a, b) for a in gold for b in free if _overlap(a, b)),
            key=lambda pair: (-pair[0], pair[1:]),
        )
        partner: dict[Span, Span] = {}
        for _, wanted, span in pairs:
            if wanted not in partner and span not in partner.values():
                partner[wanted] = span
        return partner

    def _why_missed(self, span: Span) -> str:
        beside = any(_overlap(span, found) for found in self.found if found not in self.labelled)
        return "quantity span" if beside else "quantity missed"

    def _lost(self, layer: str, outcome: str, causes: Mapping[str, tuple[str, str] | None]) -> None:
        """Count an object that was lost to the F1 of a layer, under everything that is wrong with it."""
        self.counts[("lost", layer, outcome, *sorted(causes))] += 1
        for cause, detail in causes.items():
            if detail is not None:
                self.counts[("detail", layer, cause, *detail, "any")] += 1
                if len(causes) == 1:
                    self.counts[("detail", layer, cause, *detail, outcome)] += 1

    def _inside(self, start: int, end: int) -> Span | None:
        offset = self.window.start
        return (start - offset, end - offset) if start >= offset and end <= self.window.end else None

    def _overlaps_optional(self, span: Span) -> bool:
        return any(_overlap(span, optional) for optional in self.optional)

    def _before(self, span: Span) -> str:
        return self.window.text[max(0, span[0] - _BEFORE) : span[0]]

    def _count(self, cell: str, *layers: str) -> None:
        for layer in layers:
            self.counts["layer", layer, cell] += 1

    def _count_pair(self, right: bool, layer: str) -> None:
        """Count a prediction beside its label: right, or both missed and spurious."""
        self._count("tp" if right else "fn", layer)
        if not right:
            self._count("fp", layer)

    def _field(self, name: str, span: Span, want: str | None, got: str | None, others: Sequence[str | None]) -> bool:
        return self._judge(name, span, got == want or got in others, want, got)

    def _judge(self, name: str, span: Span, right: bool, want: str | None, got: str | None) -> bool:
        self.counts["field", name, "right" if right else "wrong"] += 1
        if not right:
            self._mistake(name, span, want or "null", got or "null")
        return right

    def _mistake(self, kind: str, span: Span, gold: str = "", got: str = "") -> None:
        window, (start, end) = self.window, span
        left, right = _CONTEXT
        self.mistakes.append(
            Mistake(
                window=window.id,
                doc=window.doc,
                start=window.start + start,
                end=window.start + end,
                kind=kind,
                text=window.text[start:end],
                gold=gold,
                got=got,
                context=window.text[max(0, start - left) : end + right],
            )
        )


def _meet(one: PredictedEntity, other: GoldEntity) -> bool:
    return one.start < other.end and other.start < one.end


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _written(quantity: PredictedQuantity) -> str:
    if quantity.redacted:
        number = "redacted"
    elif quantity.values:
        number = ":".join(map(str, quantity.values))
    elif quantity.value is None and quantity.low is not None:
        number = f"{quantity.low}–{quantity.high}"
    else:
        number = str(quantity.value)
    return f"{number} {quantity.unit_text or ''}".rstrip()
