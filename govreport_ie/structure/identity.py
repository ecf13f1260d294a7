"""What the report says about itself: title, year of delivery, region and level."""

from __future__ import annotations

from govreport_ie.records import Analysis
from govreport_ie.structure.layout import Layout
from govreport_ie.structure.lines import Line

__all__ = ["Identity"]


class Identity:
    """Reads title, year, region and level from title, headings and wording."""

    def fill(self, analysis: Analysis, lines: list[Line], layout: Layout) -> None:
        """Fill the fields that were not given.

        Args:
            analysis: the analysis to fill.
            lines: the lines of the text.
            layout: its outer parts.
        """
        if analysis.year is None:
            import re
            m=re.search(r"((?:19|20)\d\d)年.{0,12}(?:政府)?工作报告|((?:19|20)\d\d)年\d{1,2}月\d{1,2}日", analysis.folded[:3000])
            if m: analysis.year=int(m.group(1) or m.group(2)); analysis.year_rule='structure.identity:title'
            else:
                m=re.search(r"((?:19|20)\d\d)年.{0,6}回顾", analysis.folded[:3000])
                if m: analysis.year=int(m.group(1))+1
