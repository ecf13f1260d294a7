"""Own sentences with marked entities: `支持【绵阳】、【德阳】协同发展`."""

from __future__ import annotations

import re
from functools import lru_cache

from govreport_ie.extraction.engine import new_analysis
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.entities.linking import describe
from govreport_ie.extraction.entities.names import normalise_names
from govreport_ie.extraction.quantities import QuantityStage
from govreport_ie.extraction.records import Analysis, EntityRecord
from govreport_ie.extraction.structure import StructureStage

_MARK = re.compile("【(.*?)】")


@lru_cache(maxsize=1)
def _stages():
    return StructureStage(), QuantityStage(), EntityStage()


def analyse(
    text: str, *, region: str | None = None, level: str | None = None, stage: EntityStage | None = None
) -> Analysis:
    """Structure, quantities and entities of a text; region and level as the caller or the title would give them."""
    analysis = new_analysis(text, region=region)
    structure, quantities, entities = _stages()
    entities = stage or entities
    structure(analysis)
    if region is not None:
        analysis.region = region
    if level is not None:
        analysis.level = level
    quantities(analysis)
    entities(analysis)
    return analysis


def unmark(marked: str) -> tuple[str, list[str]]:
    """The plain text and the marked stretches."""
    return _MARK.sub(r"\1", marked), _MARK.findall(marked)


def of_label(text: str, label: str, **given: str) -> list[EntityRecord]:
    """The entities of one label."""
    return [entity for entity in analyse(text, **given).entities if entity.label == label]  # pyright: ignore[reportArgumentType]


def texts(text: str, label: str, **given: str) -> list[str]:
    """The texts of the entities of one label."""
    return [text[entity.start : entity.end] for entity in of_label(text, label, **given)]


def described(marked: str, label: str, *, region: str | None = None, level: str | None = None) -> list[EntityRecord]:
    """What is looked up of the marked names, whatever would find them."""
    text, _ = unmark(marked)
    analysis = new_analysis(text, region=region)
    structure, quantities, entities = _stages()
    structure(analysis)
    analysis.region, analysis.level = region or analysis.region, level or analysis.level
    quantities(analysis)
    seen = entities.look(analysis)
    records = [
        EntityRecord(match.start() - 2 * number, match.end() - 2 * number - 2, label)
        for number, match in enumerate(_MARK.finditer(marked))
    ]
    for record in records:
        describe(record, seen.context, seen.home)
    return normalise_names(analysis, records, seen.context, seen.home)
