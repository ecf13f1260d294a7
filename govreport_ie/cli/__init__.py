"""The command line: ``govreport-ie extract`` and ``govreport-ie evaluate``.

Data go to standard output or a file, messages to standard error.  Exit status: 0 all well, 1 some input failed (the rest
is written, the failures are listed), 2 wrong usage.
"""

from __future__ import annotations

from govreport_ie.cli.app import app, main

__all__ = ["app", "main"]
