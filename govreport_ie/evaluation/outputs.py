"""Figures as files: JSON, CSV, Markdown and an HTML page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from govreport_ie.errors import ConfigError, WriteError
from govreport_ie.evaluation.figures import AgreementFigures, Figures
from govreport_ie.evaluation.page import agreement_page, page
from govreport_ie.evaluation.sheets import GROUPINGS, Findings, Sheet, agreement_sheets, confusion_sheet, sheets
from govreport_ie.evaluation.significance import compare, intervals
from govreport_ie.tables.files import write_text

__all__ = ["SUFFIXES", "check_suffix", "findings", "write_agreement", "write_findings"]

SUFFIXES = {".json": "JSON", ".csv": "CSV", ".md": "Markdown", ".html": "HTML"}
"""Suffix to the form that it means."""


def check_suffix(path: str | Path) -> str:
    """The suffix of a file, if it indicates a form.

    Args:
        path: the file.

    Raises:
        WriteError: if it indicates none.

    Example:
        >>> check_suffix("figures.MD")
        '.md'
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise WriteError(f"{path}: the suffix {suffix!r} indicates no form; use one of {', '.join(SUFFIXES)}")
    return suffix


def findings(
    evaluation: Figures,
    *,
    with_intervals: bool = True,
    other: Figures | None = None,
    by: Sequence[str] = (),
) -> Findings:
    """Everything that is told about an evaluation.

    Args:
        evaluation: the evaluation.
        with_intervals: draw confidence intervals.
        other: an evaluation to compare it with.
        by: what to break figures down by, of `GROUPINGS`.

    Raises:
        EvaluationError: if ``other`` is of other gold windows.
        ConfigError: if figures cannot be broken down by that.
    """
    for key in by:
        if key not in GROUPINGS:
            raise ConfigError(f"figures cannot be broken down by {key!r}; there are {', '.join(GROUPINGS)}")
    bounds = {table: intervals(evaluation, table=table) for table in ("scores", "kind", "area")}
    return Findings(
        evaluation,
        intervals=bounds if with_intervals else {},
        comparison=compare(evaluation, other) if other is not None else None,
        by=tuple(by),
    )


def write_findings(found: Findings, path: str | Path) -> None:
    """Write an evaluation.

    Args:
        found: what is told.
        path: the file; its suffix indicates the form.

    Raises:
        WriteError: if the file cannot be written, or its suffix indicates no form.
    """
    suffix = check_suffix(path)
    if suffix == ".json":
        text = _json(found.to_dict())
    elif suffix == ".html":
        text = page(found)
    else:
        tables = [*sheets(found), *([confusion_sheet(found.evaluation)] if found.evaluation.confusion else [])]
        text = _csv(tables) if suffix == ".csv" else _markdown("Evaluation", _facts(found), tables)
    write_text(path, text)


def write_agreement(result: AgreementFigures, path: str | Path) -> None:
    """Write two annotators' agreement.

    Args:
        result: the agreement.
        path: the file; its suffix indicates the form.

    Raises:
        WriteError: if the file cannot be written, or its suffix indicates no form.
    """
    suffix = check_suffix(path)
    tables = list(agreement_sheets(result))
    if suffix == ".json":
        text = _json(result.to_dict())
    elif suffix == ".html":
        text = agreement_page(tables, result.notes)
    else:
        text = _csv(tables) if suffix == ".csv" else _markdown("Agreement of two annotators", result.notes, tables)
    write_text(path, text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv(tables: Iterable[Sheet]) -> str:
    """One figure a line (table, row, column, value), so that tables of every shape fit into one file."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("table", "row", "column", "value"))
    for sheet in tables:
        for row in sheet.rows:
            for column, value in zip(sheet.columns[1:], row[1:], strict=True):
                if value is None:
                    continue
                if isinstance(value, tuple):
                    for end, bound in zip(("low", "high"), value, strict=True):
                        writer.writerow((sheet.key, row[0], f"{column.name} {end}", bound))
                else:
                    writer.writerow((sheet.key, row[0], column.name, value))
    return file.getvalue()


def _facts(found: Findings) -> list[str]:
    evaluation = found.evaluation
    documents = len({window.window.doc for window in evaluation.windows})
    facts = [f"{len(evaluation.windows)} windows of {documents} documents, {evaluation.match} matching."]
    if found.intervals:
        facts.append("95 % intervals: percentile bootstrap over documents.")
    return [*facts, *evaluation.notes]


def _markdown(title: str, facts: Iterable[str], tables: Iterable[Sheet]) -> str:
    parts = [f"# {title}", *facts]
    for sheet in tables:
        parts.append(f"## {sheet.title[0].upper()}{sheet.title[1:]}")
        if sheet.note:
            parts.append(sheet.note)
        lines = [
            [column.name for column in sheet.columns],
            ["---" if column.kind == "text" else "---:" for column in sheet.columns],
            *([column.show(v) for column, v in zip(sheet.columns, row, strict=True)] for row in sheet.rows),
        ]
        parts.append("\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    for character in "\\|<*_`":
        text = text.replace(character, "\\" + character)
    return " ".join(text.split())
