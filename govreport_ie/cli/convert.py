"""``govreport-ie convert``: annotated documents from one tool's format to another's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.cli.messages import error_line, note_line, warning_line
from govreport_ie.errors import ConvertError, MissingExtraError, WriteError

if TYPE_CHECKING:
    from govreport_ie.convert.document import Document

__all__ = ["convert"]

_LISTED = 10


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="What to read: a file, or a folder.", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="What to write: a folder for brat and inception, else a file.", show_default=False
        ),
    ],
    from_format: Annotated[str, typer.Option("--from", metavar="FORMAT", help="Format of IN.", show_default=False)],
    to_format: Annotated[str, typer.Option("--to", metavar="FORMAT", help="Format of OUT.", show_default=False)],
    as_annotations: Annotated[
        bool,
        typer.Option(
            "--annotations",
            help="Write finished annotations instead of predictions to be corrected, where a tool tells.",
        ),
    ] = False,
    with_config: Annotated[
        bool, typer.Option("--config/--no-config", help="Write the tool's labelling configuration beside OUT.")
    ] = True,
) -> None:
    """Convert annotated documents: pre-annotations for a tool, corrections from it.

    FORMAT is report (what extract writes as jsonl), gold (what evaluate reads), label-studio, doccano, brat, inception,
    spacy or prodigy.

    govreport-ie convert reports.jsonl tasks.json --from report --to label-studio     and tasks.config.xml

    govreport-ie convert export.json gold.jsonl --from label-studio --to gold         corrections, to evaluate against
    """
    from govreport_ie.convert import FORMATS, read_documents, write_documents

    for option, name in (("--from", from_format), ("--to", to_format)):
        if name not in FORMATS:
            raise typer.BadParameter(f"no format {name!r}; there are {', '.join(FORMATS)}", param_hint=option)
    _check_paths(source, out, folder=to_format in ("brat", "inception"))
    try:
        documents = read_documents(source, from_format)
        files = write_documents(documents, out, to_format, predictions=not as_annotations, config=with_config)
    except MissingExtraError as error:
        error_line(str(error))  # not in typer's box, which would break the install command in two
        raise typer.Exit(2) from error
    if to_format in ("report", "gold"):
        notes = [note for document in documents for note in _notes(document)]
        for note in notes[:_LISTED]:
            warning_line(note)
        if len(notes) > _LISTED:
            warning_line(f"and {len(notes) - _LISTED} more; a report lists them under warnings")
    spans = sum(len(document.spans) for document in documents)
    relations = sum(len(document.relations) for document in documents)
    beside = f", with {', '.join(str(file) for file in files)}" if files else ""
    note_line(f"{len(documents):,} documents, {spans:,} spans, {relations:,} relations → {out}{beside}")


def _check_paths(source: Path, out: Path, *, folder: bool) -> None:
    from govreport_ie.writers import check_output

    if not source.exists():
        raise typer.BadParameter(f"{source}: no such file or folder", param_hint="IN")
    if out.exists() and source.resolve() == out.resolve():
        raise typer.BadParameter(f"{out} is what is read", param_hint="OUT")
    try:
        check_output(out / "a file" if folder and out.is_dir() else out)
    except WriteError as error:
        raise typer.BadParameter(str(error), param_hint="OUT") from error


def _notes(document: Document) -> list[str]:
    """What is doubtful about the annotations of a document."""
    from govreport_ie.convert import to_report

    try:
        return [f"{document.id}: {note}" for note in to_report(document).warnings if note.kind == "annotation"]
    except ConvertError as error:
        return [str(error)]
