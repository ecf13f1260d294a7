"""One text in, one report out: the extraction that every reader, batch, evaluation and page calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreport_ie.extraction.engine import default_engine, without_cycle_collection
from govreport_ie.report.assemble import assemble
from govreport_ie.report.models import Report

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["extract"]


def extract(
    text: str,
    *,
    year: int | None = None,
    region: str | None = None,
    genre: str | None = None,
    doc_id: str | None = None,
    title: str | None = None,
    nlp: Language | None = None,
) -> Report:
    """Extract everything from the text of one report.

    Args:
        text: the report; it is left as it is, and all offsets point into it.
        year: year of delivery, where known; otherwise it is read from the text.
        region: name of the region, where known.
        genre: genre of the document, where known (``work_report``, ``communique`` …); otherwise it is recognised.  It sets the
            frame of time and status, see `docs/genres.md`.
        doc_id: an identifier to carry along.
        title: its title, where something beside the text tells it (a column of a table, the name of a file).
        nlp: a pipeline from `load`; the default stages are run without spaCy when omitted, which is faster and
            gives the same result.

    Returns:
        The report with its sections, quantities, metrics and entities.

    Raises:
        TextError: if the text is not a string or holds half a surrogate pair.
        ConfigError: if there is no such genre.

    Example:
        >>> import govreport_ie as gi
        >>> report = gi.extract("2023年，全县新增城镇就业1.2万人。", year=2024)
        >>> report.metrics[0].indicator.text, report.quantities[0].value, report.metrics[0].period.start
        ('新增城镇就业', Decimal('12000'), 2023)
    """
    if nlp is None:
        with without_cycle_collection():
            return assemble(
                default_engine().analyse(text, year=year, region=region, doc_id=doc_id, genre=genre, title=title)
            )
    from govreport_ie.pipeline.loading import process  # imports spaCy

    return process(nlp, text, year=year, region=region, doc_id=doc_id, genre=genre, title=title)
