"""``govreport-ie panel``: the output of a batch in, a panel out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govreport_ie.cli.messages import error_line, note_line, progress
from govreport_ie.cli.pipelines import RawOption
from govreport_ie.errors import ConfigError, MissingExtraError, WriteError

__all__ = ["panel"]


def panel(
    source: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="What batch wrote: a folder, a database or a workbook.", show_default=False),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="PANEL",
            help="File to write: .csv, .xlsx, .dta, .parquet, .duckdb or .jsonl.",
            show_default=False,
        ),
    ],
    raw: RawOption = False,
) -> None:
    """Build a panel: region x year x indicator x status, one value a cell, with its source.

    govreport-ie panel corpus.duckdb -o panel.dta     and panel_conflicts.dta, panel_targets.dta

    govreport-ie panel tables -o panel.xlsx           three sheets in one workbook
    """
    from govreport_ie.panels.output import panel_format, write_panel
    from govreport_ie.panels.source import read_metrics
    from govreport_ie.writers import check_output

    if not source.exists():
        raise typer.BadParameter(f"{source}: no such file or folder", param_hint="OUT")
    if out.exists() and source.resolve() == out.resolve():
        raise typer.BadParameter(f"{out} is the file to read", param_hint="--out")
    try:
        panel_format(out)
        check_output(out)
    except (ConfigError, WriteError) as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
    try:
        with progress("building the panel") as step:
            counts = write_panel(
                read_metrics(source), out, progress=lambda read: step(read, read, f"{read:,} metrics read"), raw=raw
            )
    except MissingExtraError as error:
        error_line(str(error))  # not in typer's box, which would break the install command in two
        raise typer.Exit(2) from error
    note_line(
        f"{counts['panel']:,} cells, {counts['conflicts']:,} values in conflict, {counts['targets']:,} targets → {out}"
    )
