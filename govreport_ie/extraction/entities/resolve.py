"""Choose among overlapping entities of the rules: the user's own first, then the longest."""

from __future__ import annotations

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.records import EntityRecord

__all__ = ["resolve"]

_PRIORITY = {"PROJECT": 0, "INSTITUTION": 1, "PLACE": 2}


def resolve(records: list[EntityRecord], context: EntityContext) -> list[EntityRecord]:
    """Drop entities that overlap a longer one, or that cut a quantity.

    The gold guidelines (section 3) annotate the longest entity; what is never doubted (score 1: the user's own) goes before any
    length, and of two of one length PROJECT goes first, then INSTITUTION.

    Args:
        records: entities of all labels in any order.
        context: the context of the report.

    Returns:
        Entities in text order without overlaps.
    """
    kept: list[EntityRecord] = []
    ordered = sorted(records, key=lambda one: (one.score != 1.0, one.start - one.end, _PRIORITY[one.label], one.start))
    taken = bytearray(len(context.folded))
    for record in ordered:
        if taken.find(1, record.start, record.end) >= 0 or context.cuts_quantity(record.start, record.end):
            continue
        taken[record.start : record.end] = b"\x01" * (record.end - record.start)
        kept.append(record)
    kept.sort(key=lambda record: record.start)
    return kept
