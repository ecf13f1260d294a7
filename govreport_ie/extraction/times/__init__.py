"""The times stage: temporal expressions (years, spans of years, months, plans, and words that point at them), resolved.

- `tagger`: one scan that finds and resolves them.
- `years`: years as reports write them, and the years of the five-year plans.
"""

from __future__ import annotations

from govreport_ie.extraction.records import Analysis, TemporalExpression
from govreport_ie.extraction.times.tagger import CALENDAR, packaged_tagger

__all__ = ["TimesStage"]


class TimesStage:
    """Fill the temporal expressions of an analysis; the structure stage must have run, for its year anchors 去年 and 今年.

    Example:
        >>> from govreport_ie.extraction.engine import new_analysis
        >>> analysis = new_analysis("去年建成公园3个。", year=2024)
        >>> TimesStage()(analysis)
        >>> [(time.first, time.last) for time in analysis.times]
        [(2023, 2023)]
    """

    def __init__(self) -> None:
        self._tagger = packaged_tagger()

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place.

        Args:
            analysis: the analysis to fill.
        """
        analysis.times = self._tagger.tag(analysis.folded, analysis.year)
        if analysis.delivered is not None and analysis.year is not None:
            _count_from(analysis.times, analysis.delivered - analysis.year)


def _count_from(words: list[TemporalExpression], shift: int) -> None:
    """Let the words of the calendar (今年, 明年) count from the day of delivery and not from the year that the report plans."""
    for word in words:
        if word.form in CALENDAR and word.first is not None and word.last is not None:
            word.first, word.last = word.first + shift, word.last + shift
