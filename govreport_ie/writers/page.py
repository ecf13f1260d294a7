"""HTML: one self-contained page in which the reports can be looked at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from govreport_ie.errors import GovReportError, WriteError

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["HtmlWriter", "write_page"]


class HtmlWriter:
    """A page of all reports written; see `govreport_ie.view.page`."""

    def __init__(self, path: Path, language: str = "auto") -> None:
        self._path = path
        self.language = language
        self._reports: list[Report] = []

    def write(self, report: Report) -> None:
        """Add one report."""
        self._reports.append(report)

    def close(self) -> None:
        """Write the page; without a report there is none."""
        from govreport_ie.view import page

        html = page(self._reports, language=self.language) if self._reports else ""
        self._path.write_text(html, encoding="utf-8")


def write_page(html: str, path: str | Path) -> None:
    """Write a page to a file, which appears under its name only when it is complete.

    Args:
        html: the page.
        path: the file.

    Raises:
        WriteError: if it cannot be written.
    """
    from govreport_ie.writers import check_output

    path = check_output(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(html, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        if isinstance(error, GovReportError):
            raise
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
