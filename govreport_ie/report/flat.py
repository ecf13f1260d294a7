"""The flat form of a report: one record a metric, the same columns in every table format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas

    from govreport_ie.report.models import Report

__all__ = ["COLUMNS", "metric_frame", "metric_records"]

COLUMNS: dict[str, str] = {
    "doc_id": "identifier of the document",
    "region": "region of the report",
    "level": "level of government",
    "year": "year of delivery",
    "metric_id": "id of the metric in its report",
    "indicator": "what is measured, full name",
    "indicator_text": "what is measured, as written",
    "indicator_id": "canonical indicator",
    "quantity_text": "the amount as written",
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
    "measure": "level, increment, growth, points, share, rank or ratio",
    "direction": "up or down",
    "basis": "what a change is relative to",
    "basis_year": "year of the basis",
    "status": "actual, estimated or target",
    "period_start": "first year",
    "period_end": "last year",
    "period_months": "first and last month, joined by '-'",
    "period_text": "words the period came from",
    "policy_area": "level-1 policy area",
    "policy_sub_area": "level-2 policy area",
    "policy_area_name": "Chinese name of the level-1 area",
    "policy_score": "probability that the area is right",
    "policy_secondary": "second area that a boundary rule names",
    "project": "name of the project",
    "place": "name of the place",
    "place_code": "administrative-division code of the place",
    "institution": "name of the institution",
    "part_of": "metric of which this is a part",
    "peer_group": "group within which a rank or gap holds",
    "section_id": "section that holds the metric",
    "section_kind": "kind of the section",
    "section_heading": "heading of the section",
    "sentence": "the sentence; of one beyond all measure, the 300 characters on either side of the amount",
    "start": "offset of the amount",
    "end": "end offset of the amount",
    "indicator_start": "offset of the indicator",
    "indicator_end": "end offset of the indicator",
    "source_path": "file the report was read from",
}
"""Column name to its meaning, in the order in which tables write them."""

# Characters of a sentence on either side of the amount.  A file without a full stop is one sentence with thousands of
# metrics; repeating it whole in every row would make a table that grows with the square of the text.
_REACH = 300


def metric_records(report: Report) -> list[dict[str, Any]]:
    """One flat dict a metric, keys as in `COLUMNS`, absent values None."""
    entities = {entity.id: entity for entity in report.entities}
    sections = {section.id: section for section in report.sections}
    records: list[dict[str, Any]] = []
    for metric, quantity in report.iter_rows():
        section = sections.get(metric.section or "")
        place = entities.get(metric.place or "")
        project = entities.get(metric.project or "")
        institution = entities.get(metric.institution or "")
        period, area = metric.period, metric.policy_area
        records.append(
            {
                "doc_id": report.doc_id,
                "region": report.region,
                "level": report.level,
                "year": report.year,
                "metric_id": metric.id,
                "indicator": metric.indicator.name,
                "indicator_text": metric.indicator.text,
                "indicator_id": metric.indicator.id,
                "quantity_text": quantity.text,
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
                "measure": metric.measure,
                "direction": metric.direction,
                "basis": metric.basis,
                "basis_year": metric.basis_year,
                "status": metric.status,
                "period_start": period.start if period else None,
                "period_end": period.end if period else None,
                "period_months": "-".join(map(str, period.months)) if period and period.months else None,
                "period_text": period.text if period else None,
                "policy_area": area.id if area else None,
                "policy_sub_area": area.sub_id if area else None,
                "policy_area_name": area.name if area else None,
                "policy_score": area.score if area else None,
                "policy_secondary": area.secondary if area else None,
                "project": project.name if project else None,
                "place": place.name if place else None,
                "place_code": place.kb_id if place else None,
                "institution": institution.name if institution else None,
                "part_of": metric.part_of,
                "peer_group": metric.peer_group,
                "section_id": metric.section,
                "section_kind": section.kind if section else None,
                "section_heading": section.heading if section else None,
                "sentence": report.text[
                    max(metric.sentence.start, quantity.start - _REACH) : min(
                        metric.sentence.end, quantity.end + _REACH
                    )
                ],
                "start": quantity.start,
                "end": quantity.end,
                "indicator_start": metric.indicator.start,
                "indicator_end": metric.indicator.end,
                "source_path": report.source.path,
            }
        )
    return records


def metric_frame(reports: Iterable[Report]) -> pandas.DataFrame:
    """A DataFrame of the metrics of several reports; Decimals stay Decimals.

    Raises:
        MissingExtraError: if pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError('DataFrames need pandas: pip install "govreport-ie[frame]"') from error
    rows = [record for report in reports for record in metric_records(report)]
    return pd.DataFrame(rows, columns=list(COLUMNS))
