"""``govreport-ie codebook``: what every column, value and indicator of the outputs means."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govreport_ie.cli.messages import note_line
from govreport_ie.errors import WriteError

__all__ = ["codebook"]


def codebook(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="File to write: .md to read, .do for Stata.", show_default=False
        ),
    ],
) -> None:
    """Write the codebook: every column, value, canonical indicator and policy area of the outputs.

    govreport-ie codebook -o codebook.md    to read

    govreport-ie codebook -o labels.do      variable labels in English and Chinese for Stata
    """
    from govreport_ie.panels.codebook import codebook as text_of
    from govreport_ie.tables.files import check_output, write_text

    try:
        text = text_of(out)
        check_output(out)
    except WriteError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
    write_text(out, text)
    note_line(f"codebook → {out}")
