"""Looking at results: the page of a report, and what a notebook shows.

`page` makes one self-contained HTML page of one or more reports, which the command line (``view``), the server
(``serve``), the HTML writer and notebooks (`show`) share.  Its script, style, template and words are files in
``assets``; its data are the reports' documented JSON form.
"""

from __future__ import annotations

from govreport_ie.view.notebook import show
from govreport_ie.view.page import LANGUAGES, page

__all__ = ["LANGUAGES", "page", "show"]
