"""The result of an evaluation: figures, tables, and the errors behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.evaluation.averages import Average, area_scores, averages
from govreport_ie.evaluation.costs import Cost, costs
from govreport_ie.evaluation.counts import (
    Accuracy,
    Counts,
    Score,
    accuracies_of,
    rows_of,
    score_of,
    scores_of,
    total,
)
from govreport_ie.evaluation.errors import Mistake, write_mistakes
from govreport_ie.evaluation.layers import WindowScore

if TYPE_CHECKING:
    import pandas
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Evaluation"]


@dataclass(frozen=True)
class Evaluation:
    """How predictions compare with gold labels.

    Printing it with rich, or ``str()``, shows the tables.  Figures that were not judged anywhere are absent, not zero.

    Attributes:
        windows: the windows with their counts and mistakes, in the order of the gold.
        notes: what a reader of the figures should know, such as documents without predictions.
        match: how spans were matched, one of `govreport_ie.evaluation.matching.MODES`.

    Example:
        >>> import govreport_ie as gi
        >>> gold = {"doc": "a", "text": "增长6%。", "metrics": [], "entities": [], "year": "2024", "quantities": [
        ...     {"start": 2, "end": 4, "text": "6%", "kind": "percent", "value": "6", "unit": "%"}]}
        >>> gi.evaluate([gold], [{"doc": "a", "quantities": [{"start": 2, "end": 4, "value": "6", "unit_text": "%"}]}])["quantity span"].f1
        1.0
    """

    windows: tuple[WindowScore, ...]
    notes: tuple[str, ...] = field(default=())
    match: str = "reference"

    @cached_property
    def counts(self) -> Counts:
        """The counts of all windows together."""
        return total(window.counts for window in self.windows)

    @cached_property
    def layers(self) -> dict[str, Score]:
        """Precision, recall and F1 of every layer and entity label."""
        return scores_of(self.counts)

    @cached_property
    def fields(self) -> dict[str, Accuracy]:
        """Accuracy of every field that was judged."""
        return accuracies_of(self.counts)

    @cached_property
    def kinds(self) -> dict[str, Score]:
        """Precision, recall and F1 of quantity spans by kind of quantity."""
        return {kind: score_of(self.counts, "kind", kind) for kind in rows_of(self.counts, "kind")}

    @cached_property
    def areas(self) -> dict[str, Accuracy]:
        """Accuracy of the policy area by gold area."""
        result = {}
        for area in rows_of(self.counts, "area"):
            right, wrong = self.counts["area", area, "right"], self.counts["area", area, "wrong"]
            result[area] = Accuracy(right, right + wrong)
        return result

    @cached_property
    def confusion(self) -> dict[str, dict[str, int]]:
        """Gold area to predicted area to the number of metrics; accepted readings count as the gold area."""
        table: dict[str, dict[str, int]] = {}
        for (kind, gold, *predicted), number in sorted(self.counts.items()):
            if kind == "confusion":
                table.setdefault(gold, {})[predicted[0]] = number
        return table

    @cached_property
    def area_scores(self) -> dict[str, Score]:
        """Precision, recall and F1 of every policy area, over the metrics that were found."""
        return area_scores(self.counts)

    @cached_property
    def averages(self) -> dict[str, Average]:
        """Micro and macro averages over kinds, labels, policy areas and documents."""
        return averages(self.windows)

    @cached_property
    def costs(self) -> list[Cost]:
        """What every class of error costs, dearest first."""
        return costs(self.counts)

    @cached_property
    def costs_by_value(self) -> list[Cost]:
        """What every confusion of two values costs, dearest first."""
        return costs(self.counts, by_value=True)

    @property
    def errors(self) -> list[Mistake]:
        """Every disagreement with the gold, window by window."""
        return [mistake for window in self.windows for mistake in window.mistakes]

    def __getitem__(self, name: str) -> Score | Accuracy:
        """The figure of a layer (``whole row``) or field (``status``).

        Raises:
            KeyError: if there is no such layer, or nothing of that field was judged.
        """
        return self.layers[name] if name in self.layers else self.fields[name]

    def scores(self) -> dict[str, float]:
        """One number a layer (F1) and field (accuracy), rounded to four places as the reference scorer does."""
        figures = {name: round(score.f1, 4) for name, score in self.layers.items()}
        figures.update({name: round(accuracy.value, 4) for name, accuracy in self.fields.items()})
        return figures

    def by(self, key: str | Callable[[WindowScore], object]) -> dict[str, Evaluation]:
        """The same evaluation for every group of windows.

        Args:
            key: ``region``, ``year``, ``level``, ``doc`` or ``id`` of the window, or a function of a `WindowScore`.

        Returns:
            Group to evaluation, sorted by group.

        Raises:
            AttributeError: if windows have no such attribute.
        """
        groups: dict[str, list[WindowScore]] = {}
        for window in self.windows:
            value = key(window) if callable(key) else getattr(window.window, key)
            groups.setdefault("unknown" if value is None else str(value), []).append(window)
        return {group: Evaluation(tuple(windows), match=self.match) for group, windows in sorted(groups.items())}

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dict a row of every table: layers, fields, kinds and areas."""
        return list(self._records())

    def _records(self) -> Iterator[dict[str, Any]]:
        for table, scores in (("layer", self.layers), ("kind", self.kinds)):
            for name, score in scores.items():
                yield {
                    "table": table,
                    "name": name or "none",
                    "precision": score.precision,
                    "recall": score.recall,
                    "f1": score.f1,
                    "tp": score.tp,
                    "fp": score.fp,
                    "fn": score.fn,
                    "accuracy": None,
                    "right": None,
                    "total": None,
                }
        for table, accuracies in (("field", self.fields), ("area", self.areas)):
            for name, accuracy in accuracies.items():
                yield {
                    "table": table,
                    "name": name,
                    "precision": None,
                    "recall": None,
                    "f1": None,
                    "tp": None,
                    "fp": None,
                    "fn": None,
                    "accuracy": accuracy.value,
                    "right": accuracy.right,
                    "total": accuracy.total,
                }

    def to_dict(self) -> dict[str, Any]:
        """Everything but the error list, as plain JSON values with unrounded figures; ``scores`` is `scores`."""
        keep = {"layer": ("precision", "recall", "f1", "tp", "fp", "fn"), "field": ("accuracy", "right", "total")}
        keep |= {"kind": keep["layer"], "area": keep["field"]}
        names = {"layer": "layers", "field": "fields", "kind": "kinds", "area": "areas"}
        result: dict[str, Any] = {"windows": len(self.windows), "scores": self.scores()}
        result |= {name: {} for name in names.values()}
        for record in self._records():
            table = record["table"]
            result[names[table]][record["name"]] = {key: record[key] for key in keep[table]}
        return {
            **result,
            "match": self.match,
            "area_scores": {
                name: {"precision": score.precision, "recall": score.recall, "f1": score.f1}
                for name, score in self.area_scores.items()
            },
            "averages": {name: asdict(average) for name, average in self.averages.items()},
            "confusion": self.confusion,
            "costs": [asdict(cost) for cost in self.costs],
            "costs_by_value": [asdict(cost) for cost in self.costs_by_value],
            "errors": len(self.errors),
            "notes": list(self.notes),
        }

    def to_frame(self) -> pandas.DataFrame:
        """A DataFrame of `to_records`.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        from govreport_ie.errors import MissingExtraError

        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError('DataFrames need pandas: pip install "govreport-ie[frame]"') from error
        return pd.DataFrame(self.to_records())

    def write_errors(self, path: str | Path) -> None:
        """Write the mistakes as TSV.

        Args:
            path: the file.

        Raises:
            WriteError: if the file cannot be written.
        """
        write_mistakes(self.errors, path)

    def write(
        self,
        path: str | Path,
        *,
        with_intervals: bool = True,
        other: Evaluation | None = None,
        by: Sequence[str] = (),
    ) -> None:
        """Write the figures to a file.

        Args:
            path: the file; its suffix tells the form: ``.json``, ``.csv``, ``.md`` or ``.html``.
            with_intervals: draw bootstrap 95 % confidence intervals.
            other: an evaluation of other predictions on the same gold, to compare this one with.
            by: attributes of windows to break the figures down by: ``region``, ``year``, ``level``, ``doc``.

        Raises:
            WriteError: if the file cannot be written, or its suffix tells no form.
            EvaluationError: if ``other`` is of other gold windows.

        Example:
            >>> import govreport_ie as gi
            >>> gi.evaluate("gold.jsonl", "predictions.jsonl").write("figures.html", by=["year"])  # doctest: +SKIP
        """
        from govreport_ie.evaluation.outputs import findings, write_findings

        write_findings(findings(self, with_intervals=with_intervals, other=other, by=by), path)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The tables for rich."""
        from govreport_ie.evaluation.sheets import Findings
        from govreport_ie.evaluation.tables import tables

        yield from tables(Findings(self))

    def __str__(self) -> str:
        """The tables as plain text."""
        from io import StringIO

        from rich.console import Console

        # force_jupyter: in a notebook the console would show the tables itself and leave the file empty
        console = Console(force_jupyter=False, file=StringIO(), width=100, color_system=None)
        console.print(self)
        return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
