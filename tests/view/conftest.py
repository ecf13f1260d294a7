"""The command line, for the ways to the page."""

from tests.cli.conftest import report_file, run

__all__ = ["report_file", "run"]
