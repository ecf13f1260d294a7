"""Choose among overlapping entities: the longest stays, and a nested one only where it stands on its own."""

from __future__ import annotations

from govreport_ie.entities.context import EntityContext
from govreport_ie.records import EntityRecord

__all__ = ["resolve"]

_PRIORITY = {"PROJECT": 0, "INSTITUTION": 1, "PLACE": 2}


def resolve(records: list[EntityRecord], context: EntityContext) -> list[EntityRecord]:
    """Drop entities that overlap a longer one, or that cut a quantity.

    The gold guidelines (section 3) annotate the longest entity; of two of one length, PROJECT goes before
    INSTITUTION before PLACE.

    Args:
        records: entities of all labels in any order.
        context: the context of the report.

    Returns:
        Entities in text order without overlaps.
    """
    kept: list[EntityRecord] = []
    ordered = sorted(records, key=lambda record: (record.start - record.end, _PRIORITY[record.label], record.start))
    taken = bytearray(len(context.folded))
    for record in ordered:
        if any(taken[record.start : record.end]) or context.cuts_quantity(record.start, record.end):
            continue
        taken[record.start : record.end] = b"\x01" * (record.end - record.start)
        kept.append(record)
    kept.sort(key=lambda record: record.start)
    return kept
