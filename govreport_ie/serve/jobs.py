"""What a worker process does: bytes or text in, JSON or a page out.  It opens no file that a request names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from govreport_ie.corpus.documents import reports_of
from govreport_ie.corpus.readers import SourceText, read_texts
from govreport_ie.errors import GovReportError, MissingExtraError, ReadError
from govreport_ie.pipeline.run import extract
from govreport_ie.report.models import Report
from govreport_ie.serve.errors import RequestError
from govreport_ie.view.page import page

__all__ = ["KINDS", "Job", "work"]

KINDS = (".txt", ".text", ".md", ".html", ".htm", ".docx", ".pdf")
"""Suffixes of files that are taken; archives and tables with many reports are work for ``batch``."""

_MOST_REPORTS = 20


@dataclass(frozen=True, slots=True)
class Job:
    """One request's work.

    Attributes:
        content: the text, or the bytes of a file.
        answer: ``report`` for one report's JSON, ``reports`` for a list, ``page`` for the page.
        name: name of the uploaded file, of which only the suffix matters.
        year: year of delivery, where given.
        region: region, where given.
        doc_id: identifier to carry along.
        language: language of the page.
        max_characters: longest text.
    """

    content: str | bytes
    answer: Literal["report", "reports", "page"]
    name: str | None = None
    year: int | None = None
    region: str | None = None
    doc_id: str | None = None
    language: str = "auto"
    max_characters: int = 1_000_000


def work(job: Job) -> str:
    """Do a job.

    Args:
        job: the job.

    Returns:
        The body of the answer.

    Raises:
        RequestError: if the text or file cannot be used.
    """
    if job.answer == "report":
        text = _checked(_text(job), job)
        try:
            return extract(text, year=job.year, region=job.region, doc_id=job.doc_id).model_dump_json()
        except GovReportError as error:
            raise RequestError(422, "bad_text", str(error)) from error
    reports = list(_reports(job))
    if job.answer == "page":
        return page(reports, language=job.language, home="/")
    return "[" + ",".join(report.model_dump_json() for report in reports) + "]"


def _text(job: Job) -> str:
    assert isinstance(job.content, str)
    return job.content


def _checked(text: str, job: Job) -> str:
    if not text.strip():
        raise RequestError(422, "empty", "there is no text in it")
    if len(text) > job.max_characters:
        raise RequestError(
            413, "too_long", f"the text has {len(text):,} characters; at most {job.max_characters:,} are taken"
        )
    return text


class _Upload(io.BytesIO):
    """Bytes with a name, by which the readers tell the kind of file; nothing is opened by it."""

    name = ""


def _reports(job: Job) -> Iterator[Report]:
    if isinstance(job.content, str):
        sources: list[SourceText] = list(read_texts(io.StringIO(job.content)))
    else:
        file_name = PurePath((job.name or "").replace("\\", "/")).name
        suffix = PurePath(file_name).suffix.lower()
        if suffix and suffix not in KINDS:
            raise RequestError(
                415, "unknown_kind", f"files of the kind {suffix} are not taken here; there are {' '.join(KINDS)}"
            )
        upload = _Upload(job.content)
        upload.name = file_name or "upload.txt"
        try:
            sources = list(read_texts(upload))
        except MissingExtraError as error:
            raise RequestError(501, "package_missing", str(error)) from error
        except ReadError as error:
            raise RequestError(422, "unreadable", str(error)) from error
    number = 0
    try:
        for source in sources:
            _checked(source.text, job)
            for report in reports_of(source, year=job.year, region=job.region, doc_id=job.doc_id or source.path):
                number += 1
                if number > _MOST_REPORTS:
                    raise RequestError(413, "too_many", f"more than {_MOST_REPORTS} reports in one text; use batch")
                yield report
    except GovReportError as error:
        raise RequestError(422, "bad_text", str(error)) from error
    if not number:
        raise RequestError(422, "empty", "there is no report in it")
