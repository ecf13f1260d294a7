"""What a wheel holds beside the sources: the rows of the lexicons in a form that loads quickly."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEXICONS = "govreport_ie/extraction/lexicons"


class BuildHook(BuildHookInterface):
    """Adds to a wheel what is made when it is built; an editable installation reads the sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files.

        Args:
            version: ``standard`` or ``editable``.
            build_data: what the builder asks of its hooks.
        """
        if self.target_name != "wheel" or version == "editable":
            return
        made = Path(mkdtemp(prefix="govreport_ie-"))
        stored = self._module("govreport_ie.extraction.lexicons.stored")
        rows = made / stored.NAME
        rows.write_bytes(self._module("govreport_ie.extraction.lexicons").compact())
        build_data["force_include"][str(rows)] = f"{LEXICONS}/{stored.NAME}"

    def _module(self, name: str) -> Any:
        """A module of the source tree; those of the lexicons need no other package."""
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        return importlib.import_module(name)
