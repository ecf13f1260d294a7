"""The tables of a panel and their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.writers.arrow import arrow_schema, fit_decimal
from govreport_ie.writers.tables import ColumnType, Table

if TYPE_CHECKING:
    import pyarrow

    from govreport_ie.report.models import Report

__all__ = ["PANEL_TABLES", "panel_schema", "record_batch"]

_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("value", "low", "high", "chosen_value", "target_low", "target_high"), "decimal"),
    **dict.fromkeys(("result_low", "result_high"), "decimal"),
    **dict.fromkeys(("target", "result", "difference"), "decimal"),
    **dict.fromkeys(("year", "basis_year", "report_year", "sources", "conflicts", "start", "end"), "integer"),
    **dict.fromkeys(("target_start", "target_end", "result_start", "result_end"), "integer"),
    "difference_percent": "float",
    "own_report": "boolean",
}


def _none(report: Report) -> Iterator[dict[str, Any]]:
    return iter(())


@dataclass(frozen=True)
class _PanelTable(Table):
    rows: Any = field(default=_none)

    def type_of(self, column: str) -> ColumnType:
        return _TYPES.get(column, "string")


_CELL = {
    "region_code": "division code (GB/T 2260; 000000 the country), null if the name is unknown or ambiguous",
    "region": "full name of the division, or the name as given",
    "level": "level of government of the region's own report",
    "year": "year that the value belongs to",
    "indicator_id": "canonical indicator, null for others",
    "indicator": "Chinese name of the canonical indicator, else the name in the report",
    "object": "what the name in the report says beyond the canonical indicator (新建停车位, 户籍人口城镇化率), null for the indicator itself",
    "measure": "level, increment, growth, points, share, rank or ratio",
    "basis": "what a change is relative to: yoy, annual_average, since … are never mixed",
    "basis_year": "year of the basis",
    "peer_group": "group within which a rank or gap holds",
    "status": "actual, estimated or target",
    "unit": "harmonised unit: CNY, square_metre, kilogram … , percent for percentages",
}
_PROVENANCE = {
    "own_report": "whether the region's own report says it",
    "doc_id": "report",
    "report_year": "year of delivery of the report",
    "metric_id": "metric in the report",
    "start": "offset of the amount in the report's text",
    "end": "end offset of the amount",
    "quantity_text": "the amount as written",
    "indicator_text": "the indicator as written",
    "sentence": "the sentence",
    "source_path": "file of the report",
}
_VALUE = {
    "value": "value in the unit; a fall is negative; null for a range",
    "low": "lower end of a range, in the unit",
    "high": "upper end of a range, in the unit",
    "modifier": "hedge on the amount",
    "origin": "stated or computed",
}

PANEL_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _PanelTable(
            "panel",
            {
                **_CELL,
                **_VALUE,
                "computed_from": "of a computed level: the level and the growth it was computed from, doc_id:metric_id",
                "sources": "metrics that give this value, the chosen one included",
                "conflicts": "metrics that give another value; they are in the table conflicts",
                **_PROVENANCE,
            },
        ),
        _PanelTable(
            "conflicts",
            {
                **_CELL,
                **_VALUE,
                "chosen_value": "value of the cell in the panel",
                "chosen_doc_id": "report of the value in the panel",
                "chosen_metric_id": "metric of the value in the panel",
                "reason": "why the other was chosen: the first rule of precedence that tells them apart",
                **_PROVENANCE,
            },
        ),
        _PanelTable(
            "targets",
            {
                **{name: meaning for name, meaning in _CELL.items() if name != "status"},
                "target": "target set in the report of the year; null for a range",
                "target_low": "lower end of a target range",
                "target_high": "upper end of a target range",
                "target_modifier": "hedge on the target",
                "aim": "at_least, at_most, within (a range) or about (neither side is known to be better)",
                "result": "result that a later report of the region tells; null if none does, or for a range",
                "result_low": "lower end of a result that is a range",
                "result_high": "upper end of a result that is a range",
                "result_modifier": "hedge on the result",
                "result_status": "actual or estimated",
                "outcome": "met, missed or undetermined",
                "reason": "why it is undetermined",
                "difference": "result minus target (the nearer end of a range)",
                "difference_percent": "difference in percent of the target; of rates and shares, see difference",
                "confirmed_by": "later reports of the region that tell the same result again",
                "target_doc_id": "report that sets the target",
                "target_metric_id": "metric of the target",
                "target_start": "offset of the target's amount",
                "target_end": "its end offset",
                "target_quantity_text": "the target as written",
                "target_sentence": "sentence of the target",
                "result_doc_id": "report that tells the result",
                "result_metric_id": "metric of the result",
                "result_start": "offset of the result's amount",
                "result_end": "its end offset",
                "result_quantity_text": "the result as written",
                "result_sentence": "sentence of the result",
            },
        ),
    )
}
"""Table name to table."""


@cache
def panel_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table of the panel.

    Args:
        table: panel, conflicts or targets.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    return arrow_schema(PANEL_TABLES[table])


def record_batch(table: str, rows: list[Mapping[str, Any]]) -> pyarrow.RecordBatch:
    """Rows as an Arrow record batch.

    Args:
        table: panel, conflicts or targets.
        rows: the rows.
    """
    import pyarrow as pa

    schema = panel_schema(table)
    decimals = {name for name in schema.names if PANEL_TABLES[table].type_of(name) == "decimal"}
    arrays = []
    for item in schema:
        cells = [row[item.name] for row in rows]
        if item.name in decimals:
            cells = [None if cell is None else fit_decimal(cell) for cell in cells]
        arrays.append(pa.array(cells, type=item.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
