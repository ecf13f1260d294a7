"""Projects: named construction works, lines, sites, programmes and actions, with the stage of works.

Which stretches are names is decided in `govreport_ie.entities.scorer`, among the candidates of
`govreport_ie.entities.candidates`.
"""

from __future__ import annotations

from govreport_ie.entities.candidates import Candidate
from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.scorer import names
from govreport_ie.entities.stage_of_work import stage_of
from govreport_ie.records import Analysis, EntityRecord

__all__ = ["find_projects"]


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
        works = candidate.subtype != "programme" and not _is_programme(candidate)
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


def _is_programme(candidate: Candidate) -> bool:
    """Whether 工程 or 项目 ends the name of a programme: nothing but a quotation or common words stands before it."""
    if candidate.member:
        return False
    _, head, (_, flags), *_ = candidate.values
    return head in ("工程", "项目") and not set(flags) - {"Q", "v"}
