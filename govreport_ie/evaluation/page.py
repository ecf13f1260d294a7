"""An evaluation as one HTML page that loads nothing and runs nothing.

Plots are SVG in the page: they print sharply, need no library, and their figures stand in the table beside them.  Everything
that comes from gold or predictions is escaped by the template engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from govreport_ie.evaluation.counts import Accuracy, Score
from govreport_ie.evaluation.sheets import Bounds, Findings, Sheet, confusion_sheet, sheets

if TYPE_CHECKING:
    import jinja2

__all__ = ["agreement_page", "page"]

_MOST_ERRORS = 500
_COSTS = 12


@dataclass(frozen=True, slots=True)
class _Dot:
    """A figure with its interval, on a scale of 0 to 1."""

    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class _Bar:
    """A length, as a share of the longest."""

    name: str
    share: float
    shown: str


@dataclass(frozen=True, slots=True)
class _Difference:
    """A difference with its interval, placed on a scale that has zero in its middle."""

    name: str
    value: float
    low: float
    high: float
    clear: bool
    shown: str


def page(findings: Findings) -> str:
    """The page of an evaluation.

    Args:
        findings: what is told.

    Returns:
        The HTML text.
    """
    evaluation = findings.evaluation
    scores = findings.intervals.get("scores", {})
    confusion = confusion_sheet(evaluation) if evaluation.confusion else None
    errors = evaluation.errors
    return _template("evaluation.html").render(
        title="Evaluation",
        evaluation=evaluation,
        documents=len({window.window.doc for window in evaluation.windows}),
        layers=_dots(evaluation.layers, scores),
        fields=_dots(evaluation.fields, scores),
        areas=_dots(evaluation.areas, findings.intervals.get("area", {})),
        costs=_bars(findings),
        differences=_differences(findings),
        tables={sheet.key: sheet for sheet in sheets(findings)},
        groups=[f"by_{key}" for key in findings.by],
        confusion=confusion,
        largest=max((v or 0 for row in confusion.rows for v in row[1:]), default=1) if confusion else 1,
        errors=errors[:_MOST_ERRORS],
        left_out=max(0, len(errors) - _MOST_ERRORS),
        with_intervals=bool(scores),
    )


def agreement_page(tables: Sequence[Sheet], notes: Iterable[str]) -> str:
    """The page of two annotators' agreement.

    Args:
        tables: the tables of `agreement_sheets`.
        notes: what a reader should know.
    """
    layers = [_Dot(row[0], row[1], None, None) for row in tables[0].rows]
    kappas = [_Dot(row[0], max(0.0, row[3]), None, None) for row in tables[1].rows if row[3] is not None]
    return _template("agreement.html").render(
        title="Agreement of two annotators", layers=layers, kappas=kappas, tables=tables, notes=list(notes)
    )


def _dots(figures: dict[str, Score] | dict[str, Accuracy], bounds: Bounds) -> list[_Dot]:
    return [
        _Dot(name, figure.f1 if isinstance(figure, Score) else figure.value, *bounds.get(name, (None, None)))
        for name, figure in figures.items()
        if not isinstance(figure, Score) or figure.tp + figure.fp + figure.fn
    ]


def _bars(findings: Findings) -> list[_Bar]:
    costs = [cost for cost in findings.evaluation.costs if cost.f1_gain > 0][:_COSTS]
    longest = max((cost.f1_gain for cost in costs), default=1.0)
    return [
        _Bar(f"{cost.error} ({cost.layer})", cost.f1_gain / longest, f"+{cost.f1_gain:.3f} F1, {cost.objects} objects")
        for cost in costs
    ]


def _differences(findings: Findings) -> list[_Difference]:
    if findings.comparison is None:
        return []
    items = findings.comparison.differences
    reach = max((abs(end) for d in items.values() for end in (d.low, d.high, d.difference)), default=0.0) or 1.0
    return [
        _Difference(
            name,
            0.5 + d.difference / reach / 2,
            0.5 + d.low / reach / 2,
            0.5 + d.high / reach / 2,
            d.p < 0.05,
            f"{d.difference:+.3f}, p = {d.p:.3f}",
        )
        for name, d in items.items()
    ]


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    def load(name: str) -> str:
        return (resources.files("govreport_ie.evaluation") / "assets" / name).read_text(encoding="utf-8")

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
