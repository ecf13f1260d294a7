"""What a notebook shows of a report on its own: a card without script."""

from __future__ import annotations

from govreport_ie.report.areas import area_names
from govreport_ie.report.attention import attention
from govreport_ie.report.objects import ReportData
from govreport_ie.report.templates import template

__all__ = ["card"]

_ROWS = 12  # metrics on a card; the rest are counted
_AREAS = 8  # segments of its bar; the rest are one


def card(report: ReportData) -> str:
    """A report in brief as HTML: its facts, the attention by area and its first metrics; no script.

    Args:
        report: the report.
    """
    names = area_names([report])
    shares = [
        (names.get(area, {}).get("zh", area), float(share["metrics"]))
        for area, share in attention(report).items()
        if share["metrics"] and area in names
    ]
    shares.sort(key=lambda item: -item[1])
    rest = sum(share for _, share in shares[_AREAS:])
    bar = [*shares[:_AREAS], *([("其他", rest)] if rest else [])]
    facts = [report.region, report.level, report.year, f"{len(report.text):,} 字"]
    facts += [f"{len(report.metrics):,} metrics", f"{len(report.entities):,} entities"]
    return template("govreport_ie.report", "card.html").render(
        title=report.title or report.doc_id or "政府工作报告",
        facts=" · ".join(str(fact) for fact in facts if fact),
        bar=[
            (name, round(100 * share, 1), round(index * 137.508 + 200) % 360) for index, (name, share) in enumerate(bar)
        ],
        rows=list(report.iter_rows())[:_ROWS],
        more=max(0, len(report.metrics) - _ROWS),
        warnings=report.warnings,
    )
