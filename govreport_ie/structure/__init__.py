"""The structure stage."""

from __future__ import annotations

from govreport_ie.records import Analysis
from govreport_ie.text import sentence_spans

__all__ = ["StructureStage"]


class StructureStage:
    """Fill sentences, sections, title, year, region and level of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
        analysis.sentences = sentence_spans(analysis.folded)
