"""The tables of a panel and their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govreport_ie.panels.candidates import Candidate, Key
from govreport_ie.panels.intervals import Verdict
from govreport_ie.report.columns import Column, Table
from govreport_ie.tables.arrow import arrow_schema

if TYPE_CHECKING:
    import pyarrow

__all__ = ["PANEL_TABLES", "ConflictRow", "PanelRow", "TargetRow", "panel_schema"]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A cell of the panel.

    Attributes:
        candidate: the value that was chosen.
        level: level of government of the region's own report.
        sources: metrics that give this value.
        conflicts: metrics that give another one.
    """

    candidate: Candidate
    level: str | None
    sources: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A value that was not chosen and differs.

    Attributes:
        candidate: the value.
        level: level of government of the region's own report.
        chosen: the value that was chosen.
        reason: the first rule of precedence that tells the two apart.
    """

    candidate: Candidate
    level: str | None
    chosen: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target and what came of it.

    Attributes:
        target: the target.
        result: the result, if one was reported.
        aim: how the two were compared.
        verdict: what came of it.
        difference: result minus target.
        difference_percent: the same in percent of the target.
        confirmed_by: later reports that tell the same result again.
    """

    target: Candidate
    result: Candidate | None
    aim: str
    verdict: Verdict
    difference: Decimal | None
    difference_percent: float | None
    confirmed_by: str | None

    @property
    def candidate(self) -> Candidate:
        """The target, which says what the cell is."""
        return self.target

    @property
    def level(self) -> str | None:
        """Level of government of the report that sets the target."""
        return self.target.level


def _key(get: Callable[[Key], Any]) -> Callable[[Any], Any]:
    """A field of the key of the row's cell."""
    return lambda row: get(row.candidate.key)


_CELL: tuple[Column[Any], ...] = (
    Column(
        "region_code",
        "division code (GB/T 2260; 000000 the country), null if the name is unknown or ambiguous",
        lambda row: row.candidate.region_code,
    ),
    Column("region", "full name of the division, or the name as given", lambda row: row.candidate.region),
    Column("level", "level of government of the region's own report", lambda row: row.level),
    Column("year", "year that the value belongs to", _key(lambda key: key.year), "integer"),
    Column("indicator_id", "canonical indicator, null for others", _key(lambda key: key.indicator_id)),
    Column(
        "indicator",
        "Chinese name of the canonical indicator, else the name in the report",
        _key(lambda key: key.indicator),
    ),
    Column(
        "object",
        "what the name in the report says beyond the canonical indicator (新建停车位, 户籍人口城镇化率), null for the indicator itself",
        _key(lambda key: key.object),
    ),
    Column("measure", "level, increment, growth, points, share, rank or ratio", _key(lambda key: key.measure)),
    Column(
        "basis",
        "what a change is relative to: yoy, annual_average, since … are never mixed",
        _key(lambda key: key.basis),
    ),
    Column("basis_year", "year of the basis", _key(lambda key: key.basis_year), "integer"),
    Column("peer_group", "group within which a rank or gap holds", _key(lambda key: key.peer_group)),
)
_STATUS: tuple[Column[Any], ...] = (Column("status", "actual, estimated or target", lambda row: row.candidate.status),)
_UNIT: tuple[Column[Any], ...] = (
    Column(
        "unit",
        "harmonised unit, one for what measures the same: CNY, square_metre, tonne, kilometre, year_of_age … , percent for percentages",
        _key(lambda key: key.unit),
    ),
)
_VALUE: tuple[Column[Any], ...] = (
    Column(
        "value",
        "value in the unit; a fall is negative; null for a range",
        lambda row: row.candidate.value,
        "decimal",
    ),
    Column("low", "lower end of a range, in the unit", lambda row: row.candidate.low, "decimal"),
    Column("high", "upper end of a range, in the unit", lambda row: row.candidate.high, "decimal"),
    Column("modifier", "hedge on the amount", lambda row: row.candidate.modifier),
    Column("origin", "stated or computed", lambda row: row.candidate.origin),
)
_PROVENANCE: tuple[Column[Any], ...] = (
    Column("own_report", "whether the region's own report says it", lambda row: row.candidate.own_report, "boolean"),
    Column("doc_id", "report", lambda row: row.candidate.doc_id),
    Column("report_year", "year of delivery of the report", lambda row: row.candidate.report_year, "integer"),
    Column("metric_id", "metric in the report", lambda row: row.candidate.metric_id),
    Column("start", "offset of the amount in the report's text", lambda row: row.candidate.start, "integer"),
    Column("end", "end offset of the amount", lambda row: row.candidate.end, "integer"),
    Column("quantity_text", "the amount as written", lambda row: row.candidate.quantity_text),
    Column("indicator_text", "the indicator as written", lambda row: row.candidate.indicator_text),
    Column("sentence", "the sentence", lambda row: row.candidate.sentence),
    Column("source_path", "file of the report", lambda row: row.candidate.source_path),
)

PANEL: Table[PanelRow] = Table(
    "panel",
    (
        *_CELL,
        *_STATUS,
        *_UNIT,
        *_VALUE,
        Column(
            "computed_from",
            "of a computed level: the level and the growth it was computed from, doc_id:metric_id",
            lambda row: row.candidate.computed_from,
        ),
        Column("sources", "metrics that give this value, the chosen one included", lambda row: row.sources, "integer"),
        Column(
            "conflicts",
            "metrics that give another value; they are in the table conflicts",
            lambda row: row.conflicts,
            "integer",
        ),
        *_PROVENANCE,
    ),
)

CONFLICTS: Table[ConflictRow] = Table(
    "conflicts",
    (
        *_CELL,
        *_STATUS,
        *_UNIT,
        *_VALUE,
        Column("chosen_value", "value of the cell in the panel", lambda row: row.chosen.value, "decimal"),
        Column("chosen_doc_id", "report of the value in the panel", lambda row: row.chosen.doc_id),
        Column("chosen_metric_id", "metric of the value in the panel", lambda row: row.chosen.metric_id),
        Column(
            "reason",
            "why the other was chosen: the first rule of precedence that tells them apart",
            lambda row: row.reason,
        ),
        *_PROVENANCE,
    ),
)

TARGETS: Table[TargetRow] = Table(
    "targets",
    (
        *_CELL,
        *_UNIT,
        Column(
            "target", "target set in the report of the year; null for a range", lambda row: row.target.value, "decimal"
        ),
        Column("target_low", "lower end of a target range", lambda row: row.target.low, "decimal"),
        Column("target_high", "upper end of a target range", lambda row: row.target.high, "decimal"),
        Column("target_modifier", "hedge on the target", lambda row: row.target.modifier),
        Column(
            "aim",
            "at_least, at_most, within (a range) or about (neither side is known to be better)",
            lambda row: row.aim,
        ),
        Column(
            "result",
            "result that a later report of the region tells; null if none does, or for a range",
            lambda row: row.result.value if row.result else None,
            "decimal",
        ),
        Column(
            "result_low",
            "lower end of a result that is a range",
            lambda row: row.result.low if row.result else None,
            "decimal",
        ),
        Column(
            "result_high",
            "upper end of a result that is a range",
            lambda row: row.result.high if row.result else None,
            "decimal",
        ),
        Column("result_modifier", "hedge on the result", lambda row: row.result.modifier if row.result else None),
        Column("result_status", "actual or estimated", lambda row: row.result.status if row.result else None),
        Column("outcome", "met, missed or undetermined", lambda row: row.verdict.outcome),
        Column("reason", "why it is undetermined", lambda row: row.verdict.reason),
        Column("difference", "result minus target (the nearer end of a range)", lambda row: row.difference, "decimal"),
        Column(
            "difference_percent",
            "difference in percent of the target; of rates and shares, see difference",
            lambda row: row.difference_percent,
            "float",
        ),
        Column(
            "confirmed_by",
            "later reports of the region that tell the same result again",
            lambda row: row.confirmed_by,
        ),
        Column("target_doc_id", "report that sets the target", lambda row: row.target.doc_id),
        Column("target_metric_id", "metric of the target", lambda row: row.target.metric_id),
        Column("target_start", "offset of the target's amount", lambda row: row.target.start, "integer"),
        Column("target_end", "its end offset", lambda row: row.target.end, "integer"),
        Column("target_quantity_text", "the target as written", lambda row: row.target.quantity_text),
        Column("target_sentence", "sentence of the target", lambda row: row.target.sentence),
        Column("result_doc_id", "report that tells the result", lambda row: row.result.doc_id if row.result else None),
        Column("result_metric_id", "metric of the result", lambda row: row.result.metric_id if row.result else None),
        Column(
            "result_start",
            "offset of the result's amount",
            lambda row: row.result.start if row.result else None,
            "integer",
        ),
        Column("result_end", "its end offset", lambda row: row.result.end if row.result else None, "integer"),
        Column(
            "result_quantity_text",
            "the result as written",
            lambda row: row.result.quantity_text if row.result else None,
        ),
        Column("result_sentence", "sentence of the result", lambda row: row.result.sentence if row.result else None),
    ),
)

PANEL_TABLES: dict[str, Table[Any]] = {table.name: table for table in (PANEL, CONFLICTS, TARGETS)}
"""Table name to table."""


def panel_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table of the panel.

    Args:
        table: panel, conflicts or targets.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    return arrow_schema(PANEL_TABLES[table])
