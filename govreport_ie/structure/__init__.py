"""The structure stage: sentences, sections, and what the report says about itself."""

from __future__ import annotations

import re

from govreport_ie.records import Analysis, SectionRecord
from govreport_ie.structure.lines import Line, read_lines
from govreport_ie.text import sentence_spans

__all__ = ["StructureStage"]

_REVIEW = re.compile(r"回顾|过去(?:的)?(?:一|五|几|三)年|(?:一|五|三)年来|总结|发展成就|以来(?:的)?工作|执行情况")
_PLAN = re.compile(
    r"今后|安排|任务|目标|部署|思路|重点|要求|建议|展望|计划|预期|主要工作|新的一年|今年(?:的)?(?:政府)?工作|规划|奋斗|年工作$|年的?(?:政府)?工作$|下一步"
)
_SELF = re.compile(r"政府(?:的)?(?:自身|自我)|自身(?:建设|改革)|政府(?:效能|治理能力|工作效能|行政能力)|(?:人民满意的?|服务型|法治|有为|廉洁|务实).{0,8}政府")
_GLOSSARY = re.compile(r"^[※*【\[《]?.{0,14}(?:名词|术语|有关用语).{0,8}(?:解释|注释|说明)")
_OPENING_PLAN = re.compile(r"(?:今年|\d{4}年)(?:,|)?(?:要|将|重点|主要|着力)?.{0,6}(?:重点|做好|抓好|主要)(?:做好|抓好|工作|任务|预期)")


class StructureStage:
    """Fill sentences, sections, title, year, region and level of an analysis."""

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place."""
        analysis.sentences = sentence_spans(analysis.folded)
        lines = read_lines(analysis.folded)
        if analysis.year is None:
            analysis.year = _year(analysis.folded[:3000])
            analysis.year_rule = "structure:first_lines" if analysis.year else None
        analysis.sections = _sections(analysis.folded, lines, analysis.year)


def _year(head: str) -> int | None:
    match = re.search(r"((?:19|20)\d\d)年.{0,12}(?:政府)?工作报告|((?:19|20)\d\d)年\d{1,2}月\d{1,2}日", head)
    if match:
        return int(match.group(1) or match.group(2))
    match = re.search(r"((?:19|20)\d\d)年.{0,6}回顾", head)
    return int(match.group(1)) + 1 if match else None


def _sections(folded: str, lines: list[Line], year: int | None) -> list[SectionRecord]:
    sections: list[SectionRecord] = []
    kind = "other"
    path: list[str] = []
    for line in lines:
        words = folded[line.title_start : line.heading_end if line.depth else line.end]
        depth = line.depth
        if not depth and line.end - line.start <= 30 and not re.search(r"[。;,]", words):
            if re.search(r"(?:19|20)\d\d年|五年|一年|今后", words) and (_REVIEW.search(words) or _PLAN.search(words)):
                depth = 1
            elif _GLOSSARY.match(words) or _SELF.search(words):
                depth = 1
        if not depth:
            if not sections:
                sections.append(SectionRecord(0, 0, "title" if len(lines) > 8 else "other", rule="structure:first"))
            if kind in ("review", "other") and _OPENING_PLAN.match(words[:40]) and kind == "review":
                kind = "plan"
                sections.append(SectionRecord(line.start, 0, kind, rule="structure:opening_sentence"))
            continue
        if depth == 1:
            kind = _kind(words, kind, year)
        heading = folded[line.start : line.heading_end if line.depth else line.end].strip()
        del path[depth - 1 :]
        sections.append(SectionRecord(line.start, 0, kind, heading, depth, "structure:heading", path=tuple(path)))
        path.append(heading)
    if not sections:
        sections.append(SectionRecord(0, 0, "other"))
    sections[0].start = 0
    for section, following in zip(sections, sections[1:], strict=False):
        section.end = following.start
    sections[-1].end = len(folded)
    return sections


def _kind(words: str, kind: str, year: int | None) -> str:
    if _GLOSSARY.match(words):
        return "glossary"
    if _REVIEW.search(words) and not re.search(r"今后|(?:安排|任务)$", words):
        return "review"
    if _SELF.search(words) and kind == "plan":
        return "self_government"
    if _PLAN.search(words):
        return "plan"
    match = re.search(r"((?:19|20)\d\d)年", words)
    if match and year:
        return "plan" if int(match.group(1)) >= year else "review"
    return kind if kind != "glossary" else "plan"
