"""Targets against results: what a report promises beside what it, or the report of the year after, says was reached.

Three kinds of comparison:

- ``next``: within one report, the latest result of an indicator and the target set for it.
- ``outcome``: across reports of one region, the target of a year and the result told the year after, met or missed.
- ``stated``: a result that the report itself gives as a share of its target (完成年度计划的108%).

The first two use the panel's harmonised units, signs and rules of precedence, so that 370亿斤 and 1862.5万吨 compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from govreport_ie.panels.build import panel_rows
from govreport_ie.panels.candidates import Candidate, Key, candidate_of
from govreport_ie.panels.cells import Cells, choose
from govreport_ie.report.models import Report

__all__ = ["comparisons"]

_RESULTS = ("actual", "estimated")


def comparisons(reports: Sequence[Report]) -> list[list[dict[str, Any]]]:
    """The comparisons of each report.

    Args:
        reports: the reports of a page.

    Returns:
        One list a report.  A side of a comparison has the position of its ``report``, its ``metric``, ``year``, ``text``
        as written and ``value`` (or ``low`` and ``high``) as floats in one unit, to be drawn.
    """
    rows: list[list[dict[str, Any]]] = [
        [*_next(report, position), *_stated(report, position)] for position, report in enumerate(reports)
    ]
    if len(reports) > 1:
        for row in _outcomes(reports):
            rows[row["result"]["report"]].append(row)
    return rows


def _next(report: Report, position: int) -> list[dict[str, Any]]:
    candidates = [candidate_of(row) for row in report.to_records()]
    cells = choose([item for item in candidates if item is not None and item.own_report])
    found: list[tuple[int, dict[str, Any]]] = []
    results = _results(cells)
    for (key, status), (target, *_) in cells.items():
        if status != "target" or target.origin != "stated":
            continue
        earlier = [item for item in results.get(_whenever(key), ()) if item.key.year < key.year]
        result = max(earlier, key=lambda item: (item.key.year, item.status == "actual"), default=None)
        if result is not None:
            row = {"kind": "next", "outcome": None, **_what(key)}
            row["target"] = {**_side(position, target), "modifier": target.modifier}
            row["result"] = _side(position, result)
            found.append((target.start, row))
    return [row for _, row in sorted(found, key=lambda item: item[0])]


def _results(cells: Cells) -> dict[Key, list[Candidate]]:
    """The chosen results by what they are results of, whatever the year."""
    found: dict[Key, list[Candidate]] = {}
    for (key, status), (candidate, *_) in cells.items():
        if status in _RESULTS and candidate.origin == "stated":
            found.setdefault(_whenever(key), []).append(candidate)
    return found


def _whenever(key: Key) -> Key:
    """The key without its year, and without the base year that moves with it."""
    return key._replace(year=0, basis_year=None if key.basis == "yoy" else key.basis_year)


def _stated(report: Report, position: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for metric, quantity in report.iter_rows():
        if (
            metric.basis != "target"
            or metric.status == "target"
            or quantity.unit != "percent"
            or quantity.value is None
        ):
            continue
        if metric.measure != "share":
            continue
        year = metric.period.start if metric.period else report.year
        result = {"report": position, "metric": metric.id, "year": year, "text": quantity.text}
        rows.append(
            {
                "kind": "stated",
                "outcome": "met" if quantity.value >= 100 else "missed",
                "indicator": metric.indicator.name,
                "indicator_id": metric.indicator.id,
                "measure": metric.measure,
                "target": None,
                "result": {**result, "value": float(quantity.value)},
            }
        )
    return rows


def _outcomes(reports: Sequence[Report]) -> list[dict[str, Any]]:
    # identifiers of reports may be missing or the same; their positions are not
    metrics = (
        {**record, "doc_id": str(position)} for position, report in enumerate(reports) for record in report.to_records()
    )
    rows: list[dict[str, Any]] = []
    for table, row in panel_rows(metrics):
        if table != "targets" or row["result_metric_id"] is None:
            continue
        sides: dict[str, dict[str, Any]] = {}
        for name in ("target", "result"):
            position = int(row[f"{name}_doc_id"])
            report = reports[position]
            sides[name] = {
                "report": position,
                "metric": row[f"{name}_metric_id"],
                "year": row["year"],
                "text": report.text[row[f"{name}_start"] : row[f"{name}_end"]],
                "value": _float(row[name]),
            }
        sides["target"].update(
            low=_float(row["target_low"]), high=_float(row["target_high"]), modifier=row["target_modifier"]
        )
        rows.append(
            {
                "kind": "outcome",
                "outcome": row["outcome"],
                "indicator": row["indicator"],
                "indicator_id": row["indicator_id"],
                "measure": row["measure"],
                **sides,
            }
        )
    return rows


def _what(key: Key) -> dict[str, Any]:
    return {"indicator": key.indicator, "indicator_id": key.indicator_id, "measure": key.measure}


def _side(position: int, candidate: Candidate) -> dict[str, Any]:
    return {
        "report": position,
        "metric": candidate.metric_id,
        "year": candidate.key.year,
        "text": candidate.quantity_text,
        "value": _float(candidate.value),
        "low": _float(candidate.low),
        "high": _float(candidate.high),
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
