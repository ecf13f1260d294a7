"""Choose among overlapping entities: the longest stays, and a nested one only where it stands on its own."""

from __future__ import annotations

import re

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.records import EntityRecord

__all__ = ["resolve"]

_PRIORITY = {"PROJECT": 1, "INSTITUTION": 2, "PLACE": 3}
_PARKS = ("园区", "园", "基地", "小镇")
_SCENIC = ("景区", "度假区", "旅游区")
# a verb right behind a place makes a clause, not a name: 望岭创建5A级景区, 砚湖市建设科技创新中心
_CLAUSE = re.compile(
    r"创建|扩大|打造|争创|申报|争取|开展|外?畅游|新建(?=\d)|规划(?!区|馆|院|局|展|设计|建设|项目|方案|编制)(?=[\u3400-\u9fff]{3})|"
    r"建设(?=[\u3400-\u9fff]*(?:中心|景区|总部|高地|枢纽|城市)$)"
)


def _priority(record: EntityRecord) -> int:
    # a policy zone, a scenic area and a reach of a river are places, a park that is built is a project (gold guidelines, section 5)
    if record.label == "PLACE":
        zone = record.subtype == "zone" and (record.name.endswith("工业园") or not record.name.endswith(_PARKS))
        zone = zone or (record.subtype == "scenic" and record.name.endswith(_SCENIC))
        return 0 if zone or record.shape == "reach" else _PRIORITY["PLACE"]
    return _PRIORITY[record.label]


def _clause(record: EntityRecord, place_from: dict[int, int], context: EntityContext) -> bool:
    end = place_from.get(record.start, record.end)
    return end < record.end and _CLAUSE.match(context.folded, end, record.end) is not None


def resolve(records: list[EntityRecord], context: EntityContext) -> list[EntityRecord]:
    """Drop entities that overlap a longer one, or that cut a quantity.

    The gold guidelines (section 3) annotate the longest entity; of two of one length, a zone goes first, then PROJECT,
    INSTITUTION and other places.

    Args:
        records: entities of all labels in any order.
        context: the context of the report.

    Returns:
        Entities in text order without overlaps.
    """
    kept: list[EntityRecord] = []
    place_from = {record.start: record.end for record in records if record.label == "PLACE"}
    records = [record for record in records if record.label == "PLACE" or not _clause(record, place_from, context)]
    ordered = sorted(records, key=lambda record: (record.start - record.end, _priority(record), record.start))
    taken = bytearray(len(context.folded))
    for record in ordered:
        if any(taken[record.start : record.end]) or context.cuts_quantity(record.start, record.end):
            continue
        taken[record.start : record.end] = b"\x01" * (record.end - record.start)
        kept.append(record)
    kept.sort(key=lambda record: record.start)
    return kept
