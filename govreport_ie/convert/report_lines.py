"""Our own form: Reports as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from govreport_ie.convert.document import Document
from govreport_ie.convert.files import json_lines, write_text
from govreport_ie.convert.reports import from_report, to_report
from govreport_ie.errors import ConvertError
from govreport_ie.report.models import Report

__all__ = ["read", "write", "write_config"]


def read(path: Path) -> Iterator[Document]:
    """Read Reports.

    Raises:
        ReadError: if the file is not JSONL.
        ConvertError: if a line is no Report.
    """
    for number, (place, row) in enumerate(json_lines(path), 1):
        try:
            report = Report.model_validate_json(json.dumps(row))
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(map(str, problem["loc"]))
            raise ConvertError(f"{place}: not a Report: {where}: {problem['msg']}") from error
        yield from_report(report, f"{path.stem}-{number}")


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write Reports; they do not distinguish predictions from annotations."""
    write_text(path, "".join(to_report(document).model_dump_json() + "\n" for document in documents))


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Nothing: Reports are not for an annotation tool."""
    return []
