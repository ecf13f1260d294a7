"""The flat form of a report: one record a metric, the same columns in every table format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.report.columns import Column, Table
from govreport_ie.report.objects import Entity, Metric, Period, PolicyAreaLink, Quantity, ReportData, Section

if TYPE_CHECKING:
    import pandas  # pyright: ignore[reportMissingTypeStubs]

__all__ = [
    "COLUMNS",
    "METRICS",
    "METRIC_COLUMNS",
    "MetricRow",
    "join_values",
    "metric_frame",
    "metric_records",
    "metric_rows",
]

# Characters of a sentence on either side of the amount.  A file without a full stop is one sentence with thousands of
# metrics; repeating it whole in every row would make a table that grows with the square of the text.
_REACH = 300


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric with everything that it refers to."""

    report: ReportData
    metric: Metric
    quantity: Quantity
    section: Section | None
    project: Entity | None
    place: Entity | None
    institution: Entity | None

    @property
    def period(self) -> Period | None:
        """The metric's period."""
        return self.metric.period

    @property
    def area(self) -> PolicyAreaLink | None:
        """The metric's policy area."""
        return self.metric.policy_area


def join_values(quantity: Quantity) -> str | None:
    """The members of a:b and a:b:c as one text.

    Args:
        quantity: the quantity; None is given for one without members.
    """
    return ":".join(format(value, "f") for value in quantity.values) if quantity.values else None


def _months(row: MetricRow) -> str | None:
    return "-".join(map(str, row.period.months)) if row.period and row.period.months else None


def _sentence(row: MetricRow) -> str:
    start, end = row.metric.sentence.start, row.metric.sentence.end
    return row.report.text[max(start, row.quantity.start - _REACH) : min(end, row.quantity.end + _REACH)]


METRIC_COLUMNS: tuple[Column[MetricRow], ...] = (
    Column("doc_id", "identifier of the document", lambda row: row.report.doc_id),
    Column("region", "region of the report", lambda row: row.report.region),
    Column("level", "level of government", lambda row: row.report.level),
    Column("year", "year of delivery", lambda row: row.report.year, "integer"),
    Column("genre", "genre of the document", lambda row: row.report.genre),
    Column("metric_id", "id of the metric in its report", lambda row: row.metric.id),
    Column("indicator", "what is measured, full name", lambda row: row.metric.indicator.name),
    Column("indicator_text", "what is measured, as written", lambda row: row.metric.indicator.text),
    Column("indicator_id", "canonical indicator", lambda row: row.metric.indicator.id),
    Column(
        "indicator_score", "probability that the indicator is right", lambda row: row.metric.indicator.score, "float"
    ),
    Column("quantity_text", "the amount as written", lambda row: row.quantity.text),
    Column("kind", "kind of amount", lambda row: row.quantity.kind),
    Column("value", "exact value in the unit", lambda row: row.quantity.value, "decimal"),
    Column("low", "lower end of a range", lambda row: row.quantity.low, "decimal"),
    Column("high", "upper end of a range", lambda row: row.quantity.high, "decimal"),
    Column("values", "members of a:b:c, joined by ':'", lambda row: join_values(row.quantity)),
    Column("unit_text", "unit as written, magnitudes stripped", lambda row: row.quantity.unit_text),
    Column("unit", "canonical unit", lambda row: row.quantity.unit),
    Column("base_value", "value in the base unit", lambda row: row.quantity.base_value, "decimal"),
    Column("base_unit", "base unit of the dimension", lambda row: row.quantity.base_unit),
    Column("dimension", "dimension of the unit", lambda row: row.quantity.dimension),
    Column("modifier", "hedge on the amount", lambda row: row.quantity.modifier),
    Column("redacted", "whether the digits are blanked out", lambda row: row.quantity.redacted, "boolean"),
    Column("measure", "level, increment, growth, points, share, rank or ratio", lambda row: row.metric.measure),
    Column("direction", "up or down", lambda row: row.metric.direction),
    Column("basis", "what a change is relative to", lambda row: row.metric.basis),
    Column("basis_year", "year of the basis", lambda row: row.metric.basis_year, "integer"),
    Column("status", "actual, estimated or target", lambda row: row.metric.status),
    Column("period_start", "first year", lambda row: row.period.start if row.period else None, "integer"),
    Column("period_end", "last year", lambda row: row.period.end if row.period else None, "integer"),
    Column("period_months", "first and last month, joined by '-'", lambda row: _months(row)),
    Column("period_text", "words the period came from", lambda row: row.period.text if row.period else None),
    Column("policy_area", "level-1 policy area", lambda row: row.area.id if row.area else None),
    Column("policy_sub_area", "level-2 policy area", lambda row: row.area.sub_id if row.area else None),
    Column("policy_area_name", "Chinese name of the level-1 area", lambda row: row.area.name if row.area else None),
    Column(
        "policy_score", "probability that the area is right", lambda row: row.area.score if row.area else None, "float"
    ),
    Column(
        "policy_secondary",
        "second area that a boundary rule names",
        lambda row: row.area.secondary if row.area else None,
    ),
    Column("project", "name of the project", lambda row: row.project.name if row.project else None),
    Column("place", "name of the place", lambda row: row.place.name if row.place else None),
    Column(
        "place_code", "administrative-division code of the place", lambda row: row.place.kb_id if row.place else None
    ),
    Column("institution", "name of the institution", lambda row: row.institution.name if row.institution else None),
    Column("part_of", "metric of which this is a part", lambda row: row.metric.part_of),
    Column("peer_group", "group within which a rank or gap holds", lambda row: row.metric.peer_group),
    Column("section_id", "section that holds the metric", lambda row: row.metric.section),
    Column("section_kind", "kind of the section", lambda row: row.section.kind if row.section else None),
    Column("section_heading", "heading of the section", lambda row: row.section.heading if row.section else None),
    Column(
        "sentence",
        "the sentence; of one beyond all measure, the 300 characters on either side of the amount",
        lambda row: _sentence(row),
    ),
    Column("start", "offset of the amount", lambda row: row.quantity.start, "integer"),
    Column("end", "end offset of the amount", lambda row: row.quantity.end, "integer"),
    Column("indicator_start", "offset of the indicator", lambda row: row.metric.indicator.start, "integer"),
    Column("indicator_end", "end offset of the indicator", lambda row: row.metric.indicator.end, "integer"),
    Column("source_path", "file the report was read from", lambda row: row.report.source.path),
)
"""The columns of the metrics, in the order in which tables write them."""

THRESHOLD = "threshold"
"""The role of a quantity that only selects what something else counts (亿元以上项目: 1亿元)."""

METRICS: Table[MetricRow] = Table("metrics", METRIC_COLUMNS)
"""The flat form as a table."""

COLUMNS: dict[str, str] = {column.name: column.meaning for column in METRIC_COLUMNS}
"""Column name to its meaning."""


def metric_rows(report: ReportData, *, thresholds: bool = False) -> Iterator[MetricRow]:
    """Every metric of a report with what it refers to.

    Args:
        report: the report.
        thresholds: whether thresholds are rows, too: amounts that only select what something else counts.
    """
    entities = {entity.id: entity for entity in report.entities}
    sections = {section.id: section for section in report.sections}
    for metric, quantity in report.iter_rows():
        if quantity.role == THRESHOLD and not thresholds:
            continue
        yield MetricRow(
            report,
            metric,
            quantity,
            sections.get(metric.section or ""),
            entities.get(metric.project or ""),
            entities.get(metric.place or ""),
            entities.get(metric.institution or ""),
        )


def metric_records(report: ReportData, *, thresholds: bool = False) -> list[dict[str, Any]]:
    """One flat dict a metric, keys as in `COLUMNS`, absent values None.

    Args:
        report: the report.
        thresholds: whether thresholds are rows, too.
    """
    return [METRICS.record(row) for row in metric_rows(report, thresholds=thresholds)]


def metric_frame(reports: Iterable[ReportData], *, thresholds: bool = False) -> pandas.DataFrame:
    """A DataFrame of the metrics of several reports; Decimals stay Decimals.

    Args:
        reports: the reports.
        thresholds: whether thresholds are rows, too.

    Raises:
        MissingExtraError: if pandas is not installed.
    """
    try:
        import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as error:
        raise MissingExtraError('DataFrames need pandas: pip install "govreport-ie[frame]"') from error
    rows = [record for report in reports for record in metric_records(report, thresholds=thresholds)]
    return pd.DataFrame(rows, columns=METRICS.names)
