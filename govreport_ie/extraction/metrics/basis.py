"""Basis: what a change, a ratio or a completed share is relative to.

``yoy`` the year before (同比, 比上年), ``qoq`` the month or quarter before (环比), ``annual_average`` a yearly average
(年均), ``since`` an earlier year (比2020年, 较“十三五”末, or the years of the passage: 五年来增长50%), ``target`` a plan
(完成年度目标的105%, 高于预期目标), ``peer`` another region or indicator (高于全省平均2个百分点).

The words before the number in its own clause decide, the nearest first.  Without any, a rate of change of one year is
year on year: that is how annual reports state growth (地区生产总值增长6%), and how a panel of them is read.
``basis_year`` is set where the text names the year (比2020年, 比上年), and not for 同比 or by that default.  A gap to
a whole territory (高于全省) gets it as ``peer_group``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord, TemporalExpression
from govreport_ie.extraction.text import FIGURE_YEAR, clause_at

__all__ = ["assign_basis"]

_WINDOW = 60  # characters looked back over
_CHANGES = frozenset(("growth", "points", "increment", "ratio"))

_OWN_PAST = rf"(?:{alternation('own_past')}|{FIGURE_YEAR})"
_EVERYWHERE = rf"(?:同期)?全{alternation('territory')}"
_GROUP = lazy_pattern(f"全{alternation('peer_territory')}")
_CUES = re.compile(
    r"(?P<yoy>同比|上年同期|去年同期|同口径)"
    r"|(?P<qoq>环比|[比较]上(?:个?月|个?季))"
    rf"|(?P<target>{alternation('measured_by_plan')}(?:了)?[^,;。、:\n]{{0,8}}?(?:目标|任务|计划|(?<!公共)(?<!财政)预算(?![支收总内外])|[序时]进度|时间进度))"
    rf"|(?P<peer>(?<!不){alternation('gap')}(?!{_OWN_PAST}|[\d百三四五]|[约近])|(?<![占同对相])[比较]{_EVERYWHERE}|(?:超过?|超出|相当于|[是为]){_EVERYWHERE})"
)
# 年均 is a yearly average of change only before a verb of change (年均增长), and not in 年均浓度, 年均气温
_OF_CHANGE = lazy_pattern(r"[^,;。、\n度温值]{0,8}?(?:增|递|提高|下降|减|上升|升|降)")
# 压减材料50%, 办理时间缩短30%: a cut in one step, whose base is not the year before
_ONE_STEP = re.compile(rf"{alternation('one_step')}[^,;。\n]{{0,12}}$")


def assign_basis(analysis: Analysis) -> None:
    """Set ``basis`` and ``basis_year`` on every metric of an analysis, in place; `assign_periods` must have run.

    Args:
        analysis: a report with sections, quantities and metrics.
    """
    words = [word for word in analysis.times if word.role in ("base", "rate")]
    starts = [word.start for word in words]
    folded = analysis.folded
    for metric in analysis.metrics:
        quantity = analysis.quantities[metric.quantity]
        if metric.measure not in _CHANGES and quantity.kind not in ("percent", "ratio"):
            continue
        at = clause_at(analysis.clauses, quantity.start)
        low = max(metric.sentence_start, quantity.start - _WINDOW, analysis.clauses[at].start if at >= 0 else 0)
        near = words[bisect_left(starts, low) : bisect_left(starts, quantity.start)]
        _decide(folded, metric, quantity, low, near)
        if metric.basis == "peer" and metric.peer_group is None:
            _name_peers(analysis, metric, low, quantity.start)


def _name_peers(analysis: Analysis, metric: MetricRecord, low: int, end: int) -> None:
    """Set the group that a gap is measured against, where a word for a whole territory names it (高于全省平均)."""
    cues = [cue for cue in _CUES.finditer(analysis.folded, low, end) if cue.lastgroup == "peer"]
    group = _GROUP.search(analysis.folded, cues[-1].start(), min(end, cues[-1].end() + 6)) if cues else None
    if group:
        metric.peer_group = analysis.text[group.start() : group.end()]
        metric.rules["peer_group"] = f"metrics.basis:gap | {group.group()}"


def _decide(
    folded: str, metric: MetricRecord, quantity: QuantityRecord, low: int, words: list[TemporalExpression]
) -> None:
    """Set the basis of one metric from the words of its clause, or by default."""
    changing = metric.measure in _CHANGES
    at, basis, rule, year = -1, None, "", None
    for match in _CUES.finditer(folded, low, quantity.start):
        if (
            match.lastgroup == "target"
            and metric.measure not in _CHANGES
            and not folded.startswith("的", quantity.start - 1)
        ):
            continue  # 完成投资计划80% is a share of the plan, 目标达80% is none
        at, basis, rule = match.start(), match.lastgroup, f"metrics.basis:cue | {match.group()}"
    for word in words:
        if word.start < at or not changing:
            continue
        if word.role == "rate":
            if _OF_CHANGE.match(folded, word.end):
                at, basis, rule, year = (
                    word.start,
                    "annual_average",
                    f"metrics.basis:yearly_average | {word.form}",
                    None,
                )
        else:
            at, (basis, year) = word.start, _of_base(word, metric)
            rule = "metrics.basis:base_year"
    if basis is None and changing:
        basis, rule, year = _default(folded, metric, quantity.start)
    if basis is not None:
        metric.basis, metric.basis_year = basis, year
        metric.rules["basis"] = rule
        if year is not None:
            metric.rules["basis_year"] = rule


def _of_base(word: TemporalExpression, metric: MetricRecord) -> tuple[str, int | None]:
    """Year on year where the base is the year before the metric's own, else since that year."""
    end = metric.period_end
    if word.last is None:
        return "yoy", None if end is None else end - 1
    if end is not None and word.last >= end - 1 and not word.several:
        return "yoy", end - 1  # 较去年 in a review means the year before the one reviewed
    return "since", word.last


def _default(folded: str, metric: MetricRecord, start: int) -> tuple[str | None, str, int | None]:
    first, last = metric.period_start, metric.period_end
    if metric.change_base is not None:
        return "since", "metrics.basis:base_year", metric.change_base
    if metric.measure not in ("growth", "points") or first is None or last is None:
        return None, "", None
    if _ONE_STEP.search(folded, max(0, start - 18), start):
        return None, "", None
    if first == last:
        return "yoy", "metrics.basis:annual_report", None
    return "since", "metrics.basis:years_of_passage", first - 1
