"""The result of an evaluation: figures, tables, and the errors behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from govreport_ie.errors import MissingExtraError
from govreport_ie.evaluation.errors import write_mistakes
from govreport_ie.evaluation.figures import Figures
from govreport_ie.evaluation.outputs import findings, write_findings
from govreport_ie.evaluation.sheets import Findings
from govreport_ie.evaluation.terminal import tables

if TYPE_CHECKING:
    import pandas
    from rich.console import ConsoleOptions, RenderResult

__all__ = ["Evaluation"]


@dataclass(frozen=True)
class Evaluation(Figures):
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

    def to_frame(self) -> pandas.DataFrame:
        """A DataFrame of `to_records`.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
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
            path: the file; its suffix indicates the form: ``.json``, ``.csv``, ``.md`` or ``.html``.
            with_intervals: draw bootstrap 95 % confidence intervals.
            other: an evaluation of other predictions on the same gold, to compare this one with.
            by: attributes of windows to break the figures down by: ``region``, ``year``, ``level``, ``doc``.

        Raises:
            WriteError: if the file cannot be written, or its suffix indicates no form.
            EvaluationError: if ``other`` is of other gold windows.

        Example:
            >>> import govreport_ie as gi
            >>> gi.evaluate("gold.jsonl", "predictions.jsonl").write("figures.html", by=["year"])  # doctest: +SKIP
        """
        write_findings(findings(self, with_intervals=with_intervals, other=other, by=by), path)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The tables for rich."""
        yield from tables(Findings(self))

    def __str__(self) -> str:
        """The tables as plain text."""
        # force_jupyter: in a notebook the console would show the tables itself and leave the file empty
        console = Console(force_jupyter=False, file=StringIO(), width=100, color_system=None)
        console.print(self)
        return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
