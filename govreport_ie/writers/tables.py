"""The tables in which reports are written: their columns, types and rows, in one place for every format.

``metrics`` is the flat form (`govreport_ie.report.flat.COLUMNS`); the others hold one row for each report, section, quantity and
entity, and are joined by ``doc_id`` and id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from govreport_ie.report.flat import COLUMNS as METRIC_COLUMNS
from govreport_ie.report.flat import metric_records

if TYPE_CHECKING:
    from govreport_ie.report.models import Report

__all__ = ["TABLES", "ColumnType", "Table"]

ColumnType = Literal["string", "integer", "decimal", "float", "boolean"]

_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("value", "low", "high", "base_value"), "decimal"),
    **dict.fromkeys(
        (
            *(
                "year",
                "basis_year",
                "period_start",
                "period_end",
                "depth",
                "characters",
                "sections",
                "quantities",
                "attempts",
            ),
            *("metrics", "entities", "start", "end", "indicator_start", "indicator_end", "source_start", "source_end"),
        ),
        "integer",
    ),
    "policy_score": "float",
    "redacted": "boolean",
}


@dataclass(frozen=True)
class Table:
    """One table: its name, its columns with their meaning, and how a report's rows are made."""

    name: str
    columns: Mapping[str, str]
    rows: Callable[[Report], Iterator[dict[str, Any]]]

    def type_of(self, column: str) -> ColumnType:
        """The type of a column; columns of one name have one type in every table."""
        return _TYPES.get(column, "string")


def _reports(report: Report) -> Iterator[dict[str, Any]]:
    yield {
        "doc_id": report.doc_id,
        "title": report.title,
        "region": report.region,
        "level": report.level,
        "year": report.year,
        "characters": len(report.text),
        "sections": len(report.sections),
        "quantities": len(report.quantities),
        "metrics": len(report.metrics),
        "entities": len(report.entities),
        "warnings": "; ".join(report.warnings) or None,
        "source_path": report.source.path,
        "source_start": report.source.start,
        "source_end": report.source.end,
        "encoding": report.source.encoding,
        "text": report.text,
    }


def _sections(report: Report) -> Iterator[dict[str, Any]]:
    for section in report.sections:
        yield {
            "doc_id": report.doc_id,
            "section_id": section.id,
            "kind": section.kind,
            "heading": section.heading,
            "depth": section.depth,
            "start": section.start,
            "end": section.end,
            "policy_area": section.policy_area,
        }


def _quantities(report: Report) -> Iterator[dict[str, Any]]:
    for quantity in report.quantities:
        yield {
            "doc_id": report.doc_id,
            "quantity_id": quantity.id,
            "text": quantity.text,
            "kind": quantity.kind,
            "value": quantity.value,
            "low": quantity.low,
            "high": quantity.high,
            "values": ":".join(format(v, "f") for v in quantity.values) if quantity.values else None,
            "unit_text": quantity.unit_text,
            "unit": quantity.unit,
            "base_value": quantity.base_value,
            "base_unit": quantity.base_unit,
            "dimension": quantity.dimension,
            "modifier": quantity.modifier,
            "redacted": quantity.redacted,
            "section_id": quantity.section,
            "start": quantity.start,
            "end": quantity.end,
        }


def _entities(report: Report) -> Iterator[dict[str, Any]]:
    for entity in report.entities:
        yield {
            "doc_id": report.doc_id,
            "entity_id": entity.id,
            "label": entity.label,
            "subtype": entity.subtype,
            "stage": entity.stage,
            "text": entity.text,
            "name": entity.name,
            "kb_id": entity.kb_id,
            "policy_area": entity.policy_area,
            "start": entity.start,
            "end": entity.end,
        }


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "reports",
            {
                "doc_id": "identifier of the document",
                "title": "title as written",
                "region": "region, or empty if redacted or not stated",
                "level": "level of government",
                "year": "year of delivery",
                "characters": "length of the text",
                "sections": "number of sections",
                "quantities": "number of quantities",
                "metrics": "number of metrics",
                "entities": "number of entities",
                "warnings": "warnings, separated by semicolons",
                "source_path": "file the report was read from",
                "source_start": "offset of the report in the file's text",
                "source_end": "end offset of the report in the file's text",
                "encoding": "encoding of the file",
                "text": "text of the report, into which all offsets point",
            },
            _reports,
        ),
        Table(
            "sections",
            {
                "doc_id": "identifier of the document",
                "section_id": "id of the section in its report",
                "kind": "function of the section",
                "heading": "heading as written",
                "depth": "depth of the heading, 1 outermost, 0 none",
                "start": "offset of the first character",
                "end": "end offset",
                "policy_area": "level-1 policy area of the section",
            },
            _sections,
        ),
        Table("metrics", METRIC_COLUMNS, lambda report: iter(metric_records(report))),
        Table(
            "quantities",
            {
                "doc_id": "identifier of the document",
                "quantity_id": "id of the quantity in its report",
                "text": "the amount as written",
                "kind": "kind of amount",
                "value": "exact value in the unit",
                "low": "lower end of a range",
                "high": "upper end of a range",
                "values": "members of a:b:c, joined by ':'",
                "unit_text": "unit as written, magnitudes stripped",
                "unit": "canonical unit",
                "base_value": "value in the base unit",
                "base_unit": "base unit of the dimension",
                "dimension": "dimension of the unit",
                "modifier": "hedge on the amount",
                "redacted": "whether the digits are blanked out",
                "section_id": "section that holds it",
                "start": "offset of the amount",
                "end": "end offset of the amount",
            },
            _quantities,
        ),
        Table(
            "entities",
            {
                "doc_id": "identifier of the document",
                "entity_id": "id of the entity in its report",
                "label": "PROJECT, PLACE or INSTITUTION",
                "subtype": "finer class within the label",
                "stage": "stage of a project",
                "text": "the name as written",
                "name": "the normalised name",
                "kb_id": "administrative-division code",
                "policy_area": "level-1 policy area",
                "start": "offset of the first character",
                "end": "end offset",
            },
            _entities,
        ),
    )
}
"""Table name to table, in the order in which workbooks and databases hold them."""
