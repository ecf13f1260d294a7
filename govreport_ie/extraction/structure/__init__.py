"""The structure stage: sentences, clauses, sections, and what the report says about itself.

Order of work: lines and numbered headings (`lines`), title, greeting, glossary and page chrome (`layout`), the genre
(`genre`), the year of delivery, region and level (`identity`), then the sections with review and plan told apart (`frames`, `sections`).
`split` cuts a file that holds several reports.
"""

from __future__ import annotations

from govreport_ie.extraction.records import Analysis
from govreport_ie.extraction.structure.frames import FrameModel
from govreport_ie.extraction.structure.genre import frame_of
from govreport_ie.extraction.structure.identity import Identity
from govreport_ie.extraction.structure.layout import LayoutFinder
from govreport_ie.extraction.structure.lines import read_lines
from govreport_ie.extraction.structure.sections import build_sections
from govreport_ie.extraction.structure.split import split_reports
from govreport_ie.extraction.text import clauses_of, sentence_spans

__all__ = ["StructureStage", "split_reports"]


class StructureStage:
    r"""Fill sentences, clauses, sections, title, year, region and level of an analysis.

    Example:
        >>> from govreport_ie.extraction.engine import new_analysis
        >>> analysis = new_analysis("一、2023年工作回顾\n建成公园3个。\n二、2024年工作安排\n新建公园2个。")
        >>> StructureStage()(analysis)
        >>> analysis.year, [section.kind for section in analysis.sections]
        (2024, ['review', 'plan'])
    """

    def __init__(self) -> None:
        self._frames = FrameModel()
        self._layout = LayoutFinder()
        self._identity = Identity(self._frames)

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place.

        Args:
            analysis: the analysis to fill.
        """
        folded = analysis.folded
        analysis.sentences = sentence_spans(folded)
        analysis.clauses = clauses_of(folded, analysis.sentences)
        lines = read_lines(folded)
        layout = self._layout.find(folded, lines)
        self._identity.fill(analysis, lines, layout)
        built = build_sections(
            analysis.text,
            folded,
            lines,
            layout,
            analysis.sentences,
            self._frames,
            analysis.year,
            frame_of(analysis.genre),
        )
        analysis.sections, analysis.forward = built.sections, built.forward
        analysis.leanings = built.leanings
