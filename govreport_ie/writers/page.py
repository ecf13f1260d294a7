"""HTML: one self-contained page in which the reports can be looked at."""

from __future__ import annotations

from pathlib import Path

from govreport_ie.report.models import Report
from govreport_ie.view.page import page

__all__ = ["HtmlWriter"]


class HtmlWriter:
    """A page of all reports written; see `govreport_ie.view.page`.

    Args:
        path: the file.
        language: language of the page's own words; see `govreport_ie.view.page`.
    """

    def __init__(self, path: Path, language: str = "auto") -> None:
        self._path = path
        self.language = language
        self._reports: list[Report] = []

    def write(self, report: Report) -> None:
        """Add one report."""
        self._reports.append(report)

    def close(self) -> None:
        """Write the page; without a report there is none."""
        html = page(self._reports, language=self.language) if self._reports else ""
        self._path.write_text(html, encoding="utf-8")
