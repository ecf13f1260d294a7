"""Running the structure stage alone."""

from __future__ import annotations

from functools import lru_cache

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.records import Analysis
from govreport_ie.extraction.structure import StructureStage


@lru_cache(maxsize=1)
def stage() -> StructureStage:
    return StructureStage()


def analyse(text: str, year: int | None = None, region: str | None = None) -> Analysis:
    analysis = new_analysis(text, year=year, region=region)
    stage()(analysis)
    return analysis


def outline(text: str, year: int | None = None) -> list[tuple[str, str]]:
    """Kind and first characters of every section."""
    return [(section.kind, text[section.start : section.start + 6]) for section in analyse(text, year).sections]


def frame_of(text: str, words: str, year: int | None = 2024) -> str | None:
    """The time frame of the section in which some words stand."""
    at = text.index(words)
    return next(section.frame for section in analyse(text, year).sections if section.start <= at < section.end)
