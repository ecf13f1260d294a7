"""A local server: the page of a report for pasted text or an uploaded file, and a JSON interface behind it.

It listens to this machine only unless told otherwise, opens no file that a request names, keeps nothing, and bounds
the size, time and memory of every request (`Limits`).
"""

from __future__ import annotations

from govreport_ie.serve.app import create_app
from govreport_ie.serve.limits import Limits

__all__ = ["Limits", "create_app"]
