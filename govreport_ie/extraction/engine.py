"""The stages of the extraction in their order, without spaCy.

`Engine` runs them over plain strings; the spaCy components of `govreport_ie.pipeline` wrap the same stage objects, so
both ways give the same result.  This is the one list of components.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from numbers import Integral
from typing import Any

from govreport_ie.errors import ConfigError, TextError
from govreport_ie.extraction.cleaning import lay_view
from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.metrics import MetricStage
from govreport_ie.extraction.offsets import from_view, into_view
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.quantities import QuantityStage
from govreport_ie.extraction.records import Analysis, Notice
from govreport_ie.extraction.structure import StructureStage
from govreport_ie.extraction.structure.genre import GENRES
from govreport_ie.extraction.text import fold
from govreport_ie.extraction.times import TimesStage

__all__ = ["STAGES", "Engine", "Stage", "default_engine", "new_analysis", "run_stage", "without_cycle_collection"]

Stage = Callable[[Analysis], None]
"""A stage reads the layers before it and fills its own layer of the analysis in place."""

_FILE_NAME = re.compile(r"[^\n]{1,250}\.(?:txt|docx?|pdf|html?|md|csv|tsv|xlsx?|jsonl?|zip)\s*", re.IGNORECASE)
_YEARS = range(1900, 2200)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


STAGES: dict[str, Callable[[], Stage]] = {
    "structure": StructureStage,
    "times": TimesStage,
    "quantities": QuantityStage,
    "entities": EntityStage,
    "metrics": MetricStage,
    "policy": PolicyStage,
}
"""Stage name to maker, in the order in which they run."""


def new_analysis(
    text: str,
    *,
    year: int | None = None,
    region: str | None = None,
    doc_id: str | None = None,
    genre: str | None = None,
    title: str | None = None,
) -> Analysis:
    """Start an analysis of a text.

    Args:
        text: the report.
        year: year of delivery, if known.
        region: name of the region, if known.
        doc_id: an identifier of the document.
        genre: one of `GENRES`, if known.
        title: its title, where something beside the text tells it (a column of a table, the name of a file).

    Raises:
        TextError: if the text, the region or the identifier is not a string or holds half a surrogate pair, which no output
            format can write.
        ConfigError: if the year is no year, or there is no such genre.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TextError(f"text must be a str, not {type(text).__name__}; decode bytes first or use gi.read(path)")
    _check_unicode("text", text)
    for name, value in (("region", region), ("doc_id", doc_id)):
        if value is not None and not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TextError(f"{name} must be a str, not {type(value).__name__}")
        _check_unicode(name, value or "")
    analysis = Analysis(text=text, folded=fold(text), year=_checked_year(year), region=region, doc_id=doc_id)
    if genre is not None and genre not in GENRES:
        raise ConfigError(f"no genre {genre!r}; there are {', '.join(GENRES)}")
    analysis.genre, analysis.title = genre, title
    if _FILE_NAME.fullmatch(text):
        message = "the text looks like the name of a file; gi.read(path) reads files"
        analysis.warnings.append(Notice("file_name", message))
    if not text.strip():
        analysis.warnings.append(Notice("blank_text", "the text is blank"))
    control = _CONTROL.search(text)
    if control:
        first = control.start()
        count = len(_CONTROL.findall(text, first))
        message = f"the text holds control characters, the first U+{ord(control[0]):04X} at {first}"
        analysis.warnings.append(Notice("control_characters", message, count, first))
    lay_view(analysis)
    return analysis


def _check_unicode(name: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise TextError(
            f"the {name} holds half a surrogate pair at offset {error.start}; "
            f"decode the source again, or replace it: {name}.encode('utf-8', 'replace').decode()"
        ) from None


def _checked_year(year: Any) -> int | None:
    """The year as a number: tables and file names give it as text."""
    if year is None:
        return None
    if isinstance(year, str) and year.strip().isdecimal():
        year = int(year.strip())
    if isinstance(year, bool) or not isinstance(year, Integral) or int(year) not in _YEARS:
        raise ConfigError(f"year must be a number from {_YEARS.start} to {_YEARS.stop - 1}, not {year!r}")
    return int(year)


def run_stage(stage: Stage, analysis: Analysis) -> None:
    """Run one stage on the view of an analysis that stands in the offsets of the text given."""
    into_view(analysis)
    stage(analysis)
    from_view(analysis)


@contextmanager
def without_cycle_collection() -> Generator[None, None, None]:
    """Pause the collector of reference cycles: the many small records hold none, and looking for them costs a fifth."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Engine:
    """Runs stages over texts.

    Args:
        stages: the stages to run, in order; all default stages when omitted.
    """

    def __init__(self, stages: Sequence[Stage] | None = None) -> None:
        self.stages: list[Stage] = list(stages) if stages is not None else [make() for make in STAGES.values()]

    @exactly
    def analyse(
        self,
        text: str,
        *,
        year: int | None = None,
        region: str | None = None,
        doc_id: str | None = None,
        genre: str | None = None,
        title: str | None = None,
    ) -> Analysis:
        """Run every stage over one text.

        Args:
            text: the report.
            year: year of delivery, if known.
            region: name of the region, if known.
            doc_id: an identifier of the document.
            genre: its genre, if known.
            title: its title, where something beside the text tells it.

        Raises:
            TextError: if the text is no valid Unicode string.
        """
        analysis = new_analysis(text, year=year, region=region, doc_id=doc_id, genre=genre, title=title)
        with without_cycle_collection():
            into_view(analysis)
            for stage in self.stages:
                stage(analysis)
            from_view(analysis)
        return analysis


_default: Engine | None = None


def default_engine() -> Engine:
    """The engine with the default stages and lexicons, built once a process."""
    global _default
    if _default is None:
        with without_cycle_collection():  # it is made of many small objects that stay
            _default = Engine()
    return _default
