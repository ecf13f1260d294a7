"""Projects: named construction works, lines, sites, programmes and actions, with the stage of works.

Which stretches are names is decided in `govreport_ie.extraction.entities.scorer`, among the candidates of
`govreport_ie.extraction.entities.candidates`.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.entities.candidates import Candidate
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.scorer import names
from govreport_ie.extraction.entities.stage_of_work import stage_of
from govreport_ie.extraction.records import Analysis, EntityRecord

__all__ = ["find_projects"]

_WORKS = re.compile(
    "[新扩改迁]建|续建|改扩|修复|整治|除险|加固|截污|雨污|污水|垃圾|管[网线道]|供[水热气]|[引调输提]水|饮水|水[利库厂系源]|灌区|河|湖|"
    "铁路|公路|高速|大桥|隧道|港|航道|码头|机场|电站|电厂|电网|风电|光伏|堤|坝|渠|中线|东线|西线|[一二三四]期|"
    "公寓|住房|安置房|学校|小学|中学|医院|校区|院区|基地|大厦|广场|公园|搬迁"
)
_SERVICES = re.compile(
    "教育|人才|科教|强校|强师|强基|素质|道德|培训|培育|就业|创业|帮扶|品牌|名[师医企]|健康|营养|文明|信用|诚信|招商|引才|成长|倍增|"
    "提升|提质|良种|科技|数字|出村进城|互联网"
)


def find_projects(analysis: Analysis, context: EntityContext) -> list[EntityRecord]:
    """Find the named projects of a report.

    Args:
        analysis: the analysis, with structure and quantities.
        context: the shared context of the entities stage.

    Returns:
        Records in text order, without overlaps among themselves and with the institutions.
    """
    records = []
    for name in names(context):
        if name.label != "PROJECT":
            continue
        candidate = name.candidate
        works = candidate.subtype != "programme" and not _is_programme(candidate, context.folded[name.start : name.end])
        records.append(
            EntityRecord(
                name.start,
                name.end,
                "PROJECT",
                subtype="construction" if works else "programme",
                stage=stage_of(context.folded, name.start, name.end) if works else None,
                rule=f"entities.candidates:{candidate.rule}",
            )
        )
    return records


def _is_programme(candidate: Candidate, name: str) -> bool:
    """Whether 工程 or 项目 ends the name of a programme (`名师培育工程`) and not of works (`引水工程`)."""
    if candidate.member:
        return False
    flags = candidate.flags
    if candidate.head not in ("工程", "项目"):
        return False
    if _WORKS.search(name):
        return False
    if "L" in flags:
        return False
    # nothing but a quotation or common words stands before it, or words of people and services
    return not set(flags) - {"Q", "v"} or _SERVICES.search(name) is not None
