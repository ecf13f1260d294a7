"""From the texts that readers give to reports."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, get_args

from govreport_ie.corpus.readers import SourceText
from govreport_ie.extraction.records import Notice
from govreport_ie.extraction.structure import split_reports
from govreport_ie.pipeline.run import extract
from govreport_ie.report.assemble import warning_model
from govreport_ie.report.models import Level, Report, ReportWarning, Source

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["document_id", "reports_of"]

_LOGGER = logging.getLogger(__name__)

_LEVELS = frozenset(get_args(Level))


def document_id(source: SourceText, file_id: str) -> str:
    """The identifier of a text of a corpus: unique as long as its files are.

    Args:
        source: the text.
        file_id: identifier of the file that it was read from.

    Returns:
        What the table's own column says; else the file's, followed by ``!/member`` in archives and ``#row`` in tables.
    """
    given = source.metadata.get("doc_id")
    if given is not None:
        return str(given)
    member = (source.path or "").partition("!/")[2]
    base = f"{file_id}!/{member}" if member else file_id
    return base if source.row is None else f"{base}#{source.row}"


def _pages_within(pages: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The pages of a stretch of a text, offsets counted from its start."""
    ends = [at for at, _ in pages[1:]] + [end + 1]
    return tuple(
        (max(0, at - start), page)
        for (at, page), following in zip(pages, ends if pages else (), strict=True)
        if at < end and following > start
    )


def _of_reading(source: SourceText, start: int, end: int, report: Report) -> Iterator[ReportWarning]:
    """What was noticed while reading the file, of this stretch of it and not already said of the text."""
    said = {warning.kind for warning in report.warnings}
    for note in source.warnings:
        notice = note if isinstance(note, Notice) else Notice("reading", note)
        if notice.kind in said or (notice.start is not None and not start <= notice.start < end):
            continue
        at = None if notice.start is None else notice.start - start
        yield warning_model(replace(notice, start=at))


def reports_of(
    source: SourceText,
    *,
    year: int | None = None,
    region: str | None = None,
    genre: str | None = None,
    doc_id: str | None = None,
    nlp: Language | None = None,
) -> Iterator[Report]:
    """Extract from every report that a text holds.

    Args:
        source: a text with what its file, name and columns say of it.
        year: year of delivery, where known; goes before the source's metadata.
        region: name of the region, where known.
        genre: genre of the document, where known.
        doc_id: identifier of the text; ``#1``, ``#2`` … are added where it holds several reports.
        nlp: a pipeline from `govreport_ie.load`.

    Yields:
        The reports; each has its own slice of the text.
    """
    known = source.metadata
    spans = split_reports(source.text)
    _LOGGER.info("%s: %d characters, %d reports", source.path or doc_id or "text", len(source.text), len(spans))
    title = _title_beside(source) if len(spans) == 1 else None
    for number, (start, end) in enumerate(spans, 1):
        report = extract(
            source.text[start:end],
            year=year if year is not None else known.get("year"),
            region=region if region is not None else known.get("region"),
            genre=genre if genre is not None else known.get("genre"),
            title=title,
            doc_id=doc_id if len(spans) == 1 or doc_id is None else f"{doc_id}#{number}",
            nlp=nlp,
        )
        update: dict[str, Any] = {
            "source": Source(
                path=source.path,
                start=source.start + start,
                end=source.start + end,
                encoding=source.encoding,
                pages=_pages_within(source.pages, start, end),
            ),
            "warnings": (*_of_reading(source, start, end, report), *report.warnings),
        }
        if known.get("level") in _LEVELS:
            update["level"] = known["level"]
        yield report.model_copy(update=update)


def _title_beside(source: SourceText) -> str | None:
    """The title that a table's column tells, else the name of the file, for what the text does not say of itself."""
    told = source.metadata.get("title")
    if isinstance(told, str) and told.strip():
        return told.strip()
    return PurePath(source.path.rpartition("!/")[2]).stem if source.path else None
