"""The tables of reports: the flat metrics, and one row a report, section, quantity, entity and failure beside them.

They are joined by ``doc_id`` and id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from govreport_ie.report.columns import Column, Table
from govreport_ie.report.flat import METRIC_COLUMNS, join_values, metric_rows
from govreport_ie.report.models import Entity, Quantity, Report, Section
from govreport_ie.tables.arrow import arrow_schema, pyarrow_module
from govreport_ie.tables.rows import Rows

if TYPE_CHECKING:
    import pyarrow

__all__ = ["BATCH_TABLES", "FAILURES", "TABLES", "Failure", "ReportTable", "RowBuffer", "report_tables", "schema_of"]

Item = TypeVar("Item")
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class ReportPart(Generic[Part]):
    """A part of a report together with the report."""

    report: Report
    part: Part


@dataclass(frozen=True, eq=False)
class ReportTable(Table[Item]):
    """A table to which each report adds rows.

    Attributes:
        items: what the rows of a report are made of.
    """

    items: Callable[[Report], Iterable[Item]]

    def rows(self, report: Report) -> Iterator[dict[str, Any]]:
        """The rows of a report as dicts.

        Args:
            report: the report.
        """
        return map(self.record, self.items(report))


REPORT_COLUMNS: tuple[Column[Report], ...] = (
    Column("doc_id", "identifier of the document", lambda report: report.doc_id),
    Column(
        "genre",
        "genre of the document: work_report, communique, plan_report, budget_report, five_year_plan, quarterly, policy_address, digest or other",
        lambda report: report.genre,
    ),
    Column("title", "title as written", lambda report: report.title),
    Column("region", "region, or empty if redacted or not stated", lambda report: report.region),
    Column("level", "level of government", lambda report: report.level),
    Column("year", "year of delivery", lambda report: report.year, "integer"),
    Column("characters", "length of the text", lambda report: len(report.text), "integer"),
    Column("sections", "number of sections", lambda report: len(report.sections), "integer"),
    Column("quantities", "number of quantities", lambda report: len(report.quantities), "integer"),
    Column("metrics", "number of metrics", lambda report: len(report.metrics), "integer"),
    Column("entities", "number of entities", lambda report: len(report.entities), "integer"),
    Column(
        "warnings", "warnings, separated by semicolons", lambda report: "; ".join(map(str, report.warnings)) or None
    ),
    Column("source_path", "file the report was read from", lambda report: report.source.path),
    Column("source_start", "offset of the report in the file's text", lambda report: report.source.start, "integer"),
    Column("source_end", "end offset of the report in the file's text", lambda report: report.source.end, "integer"),
    Column("encoding", "encoding of the file", lambda report: report.source.encoding),
    Column("text", "text of the report, into which all offsets point", lambda report: report.text),
)

SECTION_COLUMNS: tuple[Column[ReportPart[Section]], ...] = (
    Column("doc_id", "identifier of the document", lambda row: row.report.doc_id),
    Column("section_id", "id of the section in its report", lambda row: row.part.id),
    Column("kind", "function of the section", lambda row: row.part.kind),
    Column("heading", "heading as written", lambda row: row.part.heading),
    Column("depth", "depth of the heading, 1 outermost, 0 none", lambda row: row.part.depth, "integer"),
    Column("start", "offset of the first character", lambda row: row.part.start, "integer"),
    Column("end", "end offset", lambda row: row.part.end, "integer"),
    Column("policy_area", "level-1 policy area of the section", lambda row: row.part.policy_area),
)

QUANTITY_COLUMNS: tuple[Column[ReportPart[Quantity]], ...] = (
    Column("doc_id", "identifier of the document", lambda row: row.report.doc_id),
    Column("quantity_id", "id of the quantity in its report", lambda row: row.part.id),
    Column("text", "the amount as written", lambda row: row.part.text),
    Column("kind", "kind of amount", lambda row: row.part.kind),
    Column("value", "exact value in the unit", lambda row: row.part.value, "decimal"),
    Column("low", "lower end of a range", lambda row: row.part.low, "decimal"),
    Column("high", "upper end of a range", lambda row: row.part.high, "decimal"),
    Column("values", "members of a:b:c, joined by ':'", lambda row: join_values(row.part)),
    Column("unit_text", "unit as written, magnitudes stripped", lambda row: row.part.unit_text),
    Column("unit", "canonical unit", lambda row: row.part.unit),
    Column("base_value", "value in the base unit", lambda row: row.part.base_value, "decimal"),
    Column("base_unit", "base unit of the dimension", lambda row: row.part.base_unit),
    Column("dimension", "dimension of the unit", lambda row: row.part.dimension),
    Column("modifier", "hedge on the amount", lambda row: row.part.modifier),
    Column("redacted", "whether the digits are blanked out", lambda row: row.part.redacted, "boolean"),
    Column("role", "threshold: only selects what something else counts", lambda row: row.part.role),
    Column("section_id", "section that holds it", lambda row: row.part.section),
    Column("start", "offset of the amount", lambda row: row.part.start, "integer"),
    Column("end", "end offset of the amount", lambda row: row.part.end, "integer"),
)

ENTITY_COLUMNS: tuple[Column[ReportPart[Entity]], ...] = (
    Column("doc_id", "identifier of the document", lambda row: row.report.doc_id),
    Column("entity_id", "id of the entity in its report", lambda row: row.part.id),
    Column("label", "PROJECT, PLACE or INSTITUTION", lambda row: row.part.label),
    Column("subtype", "finer class within the label", lambda row: row.part.subtype),
    Column("stage", "stage of a project", lambda row: row.part.stage),
    Column("text", "the name as written", lambda row: row.part.text),
    Column("name", "the normalised name", lambda row: row.part.name),
    Column("score", "calibrated probability that edges and label are right", lambda row: row.part.score, "float"),
    Column("kb_id", "administrative-division code", lambda row: row.part.kb_id),
    Column("policy_area", "level-1 policy area", lambda row: row.part.policy_area),
    Column("start", "offset of the first character", lambda row: row.part.start, "integer"),
    Column("end", "end offset", lambda row: row.part.end, "integer"),
)


class Failure(NamedTuple):
    """A text that could not be annotated."""

    name: str
    reason: str
    message: str
    attempts: int = 1


FAILURES: Table[Failure] = Table(
    "failures",
    (
        Column(
            "source_path",
            "file, member of an archive (archive.zip!/member) or row of a table (table.csv#3)",
            lambda failure: failure.name,
        ),
        Column("reason", "read, text, memory, killed, time, package or internal", lambda failure: failure.reason),
        Column("message", "what happened and what to do", lambda failure: failure.message),
        Column("attempts", "how often it was tried", lambda failure: failure.attempts, "integer"),
    ),
)
"""What could not be annotated and why."""

TABLES: dict[str, ReportTable[Any]] = {
    table.name: table
    for table in (
        ReportTable("reports", REPORT_COLUMNS, lambda report: [report]),
        ReportTable("sections", SECTION_COLUMNS, lambda report: [ReportPart(report, part) for part in report.sections]),
        ReportTable("metrics", METRIC_COLUMNS, metric_rows),
        ReportTable(
            "quantities", QUANTITY_COLUMNS, lambda report: [ReportPart(report, part) for part in report.quantities]
        ),
        ReportTable("entities", ENTITY_COLUMNS, lambda report: [ReportPart(report, part) for part in report.entities]),
    )
}
"""Table name to table, in the order in which workbooks and databases hold them."""

_WITH_THRESHOLDS = ReportTable("metrics", METRIC_COLUMNS, partial(metric_rows, thresholds=True))


def report_tables(*, thresholds: bool = False) -> dict[str, ReportTable[Any]]:
    """Table name to table, as `TABLES`.

    Args:
        thresholds: whether the metrics have rows of thresholds, which select and measure nothing, too.
    """
    return {**TABLES, _WITH_THRESHOLDS.name: _WITH_THRESHOLDS} if thresholds else TABLES


BATCH_TABLES: dict[str, Table[Any]] = {**TABLES, FAILURES.name: FAILURES}
"""The tables of a batch: those of reports, and what failed."""


def schema_of(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table, every column with its description as metadata.

    Args:
        table: a key of `BATCH_TABLES`.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    return arrow_schema(BATCH_TABLES[table])


class RowBuffer:
    """Rows of tables, gathered report by report.

    Args:
        tables: keys of `TABLES`; all of them when omitted.
        thresholds: whether the metrics have rows of thresholds, too.
    """

    def __init__(self, tables: Iterable[str] = tuple(TABLES), *, thresholds: bool = False) -> None:
        made = report_tables(thresholds=thresholds)
        self._tables = {name: made[name] for name in tables}
        self._batches: dict[str, list[pyarrow.RecordBatch]] = {name: [] for name in self._tables}
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, report: Report) -> None:
        """Add the rows of one report to every table, or to none if one of them cannot be written.

        Args:
            report: the report.

        Raises:
            Exception: whatever keeps a row from being written.
        """
        made = {name: Rows.of(table, table.items(report)).arrow() for name, table in self._tables.items()}
        for name, batch in made.items():
            self._batches[name].append(batch)
            self._rows += batch.num_rows

    def take(self) -> dict[str, Rows]:
        """The rows gathered so far, by table; the buffer is empty afterwards."""
        pa = pyarrow_module()
        taken: dict[str, Rows] = {}
        for name, table in self._tables.items():
            whole = pa.Table.from_batches(self._batches[name], schema=arrow_schema(table)).combine_chunks().to_batches()
            taken[name] = Rows.from_arrow(table, whole[0]) if whole else Rows.of(table, ())
            self._batches[name].clear()
        self._rows = 0
        return taken
