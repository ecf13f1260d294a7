"""The book-keeping clauses of budget reports: 一般公共预算收入12亿元，为预算的98%，增收2亿元，增长5%.

为预算的98% and 增收2亿元 name no indicator of their own: they go on about the account named before them, as do the growth and the
rank behind them.  The account is the amount of money last told in the sentence.  收入总计 and 支出总计 are accounts of their own,
and 加 in front of one (加上级补助收入) or 安排 behind it is none of its name.
"""

from __future__ import annotations

import re

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord

__all__ = ["HELD_AGAINST", "assign_accounts"]

HELD_AGAINST = "metrics.budget:held_against"
"""The rule of an amount that is the budget of the account before it."""

_BUDGET = r"(?:全?年初?|年度|当年|调整后?|变动|本级|汇总)?(?:收支|收入|支出)?预算数?"
_SHARE = re.compile(rf"^(?:为|占|完成|是|达到?|达|同?占)?(?:全[市县区省])?{_BUDGET}(?:任务)?的?$")
_SHARE_NAME = re.compile(rf"(?:占|完成|为){_BUDGET}(?:比重|比例)?$")
_OF_BUDGET = re.compile(rf"(?:占|为|完成){_BUDGET}$")
_ITS_SHARE = re.compile(r"的[\d.]+(?:%|个百分点)")
"""完成收入1.2亿元,占年初预算3亿元的41%: 3亿元 is the budget, and 41% the share that the account has of it."""
_CHANGE = re.compile(r"^(?:同比|比上年(?:同期)?)?(?P<up>增收|超收|增支|超支)?(?P<down>减收|短收|减支)?(?:额)?$")
_CHANGE_BEFORE = re.compile(r"(?:(?P<up>增收|超收|增支|超支)|(?P<down>减收|短收|减支))(?:约|近|超)?$")
_TOTAL = lazy_pattern(r"(?:本级|全[市县区省])?(?:收入|支出)(?:总计|合计|总量)(?=(?:为|达到?|完成)?$)")
_ADDED = re.compile(r"加(?:上(?!级|年))?(?=.{4})")
_REACH_OF_CHANGE = 5
_ACCOUNTS = ("收入", "支出", "资金")
_CARRIED = re.compile(r"[上下]年(?=(?:净?结余|结转|滚存))")
"""上年结转收入: here 上年 is part of the account, no time."""
# what a clause of book-keeping cannot do without, looked for before its pattern is
_WORD_OF_BUDGETS = "预算"
_OPENS_CHANGE = frozenset("同比增超减短额")
_EARLIER_YEAR = ("上年", "下年")
_ARRANGED = lazy_pattern(r"(?<=.{4})(?:拟|预计|计划)?安排$")


def assign_accounts(analysis: Analysis) -> None:
    """Tie the clauses of book-keeping to the account that they speak of, in place.

    Args:
        analysis: a report whose metrics are linked.
    """
    quantities = analysis.quantities
    account: MetricRecord | None = None
    sentence = -1
    for metric in sorted(analysis.metrics, key=lambda item: quantities[item.quantity].start):
        quantity = quantities[metric.quantity]
        if metric.sentence_start != sentence:
            account, sentence = None, metric.sentence_start
        account = _assign(analysis, metric, quantity, account)


def _assign(
    analysis: Analysis, metric: MetricRecord, quantity: QuantityRecord, account: MetricRecord | None
) -> MetricRecord | None:
    """Tie one clause to the account before it; the account that the next clause may speak of."""
    money = quantity.kind == "money"
    if money and _is_budget(analysis, metric, quantity.start, quantity.end, account):
        return account
    _name_account(analysis, metric, quantity.start)
    change = _change_before(analysis.folded, quantity.start)
    if change and money:
        metric.measure, metric.direction = "increment", change.lastgroup
        metric.rules["measure"] = "metrics.budget:more_or_less"
    bookkeeping = _keeps_books(analysis.folded[metric.indicator_start : metric.indicator_end])
    if bookkeeping and money and not change:
        return account  # 年初预算数6亿元 is an amount of its own
    if account is not None and (bookkeeping or change or _is_share_of_budget(metric, quantity.kind)):
        _take(metric, account, bookkeeping and quantity.kind == "percent")
        return account
    return metric if money and metric.measure == "level" else account


def _change_before(folded: str, start: int) -> re.Match[str] | None:
    """The word for more or less than was planned that stands before a number, if one does."""
    before = folded[max(0, start - _REACH_OF_CHANGE) : start]
    return _CHANGE_BEFORE.search(before) if "收" in before or "支" in before else None


def _is_share_of_budget(metric: MetricRecord, kind: str) -> bool:
    """Whether a name says that the number is one of the budget, and the measure does not: 占预算比重."""
    name = metric.indicator_name
    if kind == "money" or metric.measure == "share" or _WORD_OF_BUDGETS not in name:
        return False
    return _SHARE_NAME.search(name) is not None


def _keeps_books(phrase: str) -> bool:
    """Whether a phrase only says how an amount lies to a budget or to what was before: 为预算的, 增收."""
    if _WORD_OF_BUDGETS in phrase and _SHARE.match(phrase):
        return True
    return phrase[:1] in _OPENS_CHANGE and _CHANGE.match(phrase) is not None


def _is_budget(analysis: Analysis, metric: MetricRecord, start: int, end: int, account: MetricRecord | None) -> bool:
    """Name the budget that an account is held against; whether the amount is one."""
    if _WORD_OF_BUDGETS not in analysis.folded[start - 4 : start]:
        return False
    low = max(metric.sentence_start, start - 14)
    before = _OF_BUDGET.search(analysis.folded, low, start)
    if before is None or not _ITS_SHARE.match(analysis.folded, end):
        return False
    metric.indicator_start, metric.indicator_end = before.start() + len("占"), start
    if analysis.folded.startswith("完成", before.start()):
        metric.indicator_start += 1
    phrase = analysis.text[metric.indicator_start : start]
    metric.indicator_name = phrase if account is None else account.indicator_name + phrase
    metric.indicator_id = None
    metric.rules["indicator"] = HELD_AGAINST
    return True


def _name_account(analysis: Analysis, metric: MetricRecord, end: int) -> None:
    """Give totals and added items their own name."""
    folded = analysis.folded
    low = max(metric.sentence_start, end - 12)
    before = folded[low:end]
    if ("计" in before or "总" in before) and (total := _TOTAL.search(before)):
        metric.indicator_start, metric.indicator_end = low + total.start(), low + total.end()
        metric.indicator_name = analysis.text[metric.indicator_start : metric.indicator_end]
        metric.indicator_id = None
        metric.rules["indicator"] = "metrics.budget:total"
        return
    _begin_with_year(analysis, metric)
    _cut_to_account(analysis, metric)


def _begin_with_year(analysis: Analysis, metric: MetricRecord) -> None:
    """Begin the phrase of an amount carried over with the year that it is of: 上年结转收入."""
    start, stop = metric.indicator_start, metric.indicator_end
    front = max(0, start - 2)
    if analysis.folded.startswith(_EARLIER_YEAR, front) and _CARRIED.match(analysis.folded, front, stop):
        if metric.indicator_name == analysis.text[start:stop]:
            metric.indicator_name = analysis.text[start - 2 : stop]
        metric.indicator_start = start - 2


def _cut_to_account(analysis: Analysis, metric: MetricRecord) -> None:
    """Leave 加 before the name of an account and 安排 behind it out of its phrase."""
    folded, start, stop = analysis.folded, metric.indicator_start, metric.indicator_end
    phrase = folded[start:stop]
    added = _ADDED.match(folded, start, stop) if phrase.startswith("加") else None
    arranged = _ARRANGED.search(phrase) if phrase.endswith("安排") else None
    if not (added or arranged) or not any(word in phrase for word in _ACCOUNTS):
        return
    whole = metric.indicator_name == analysis.text[start:stop]
    if added:
        metric.indicator_start = added.end()
    if arranged:
        metric.indicator_end = start + arranged.start()
    if whole:
        metric.indicator_name = analysis.text[metric.indicator_start : metric.indicator_end]


def _take(metric: MetricRecord, account: MetricRecord, is_share: bool) -> None:
    """Give a metric the account's name; one that is a share of its budget says so, unless it tells of growth."""
    metric.indicator_start, metric.indicator_end = account.indicator_start, account.indicator_end
    metric.indicator_name, metric.indicator_id = account.indicator_name, account.indicator_id
    metric.rules["indicator"] = "metrics.budget:account"
    if is_share and metric.measure not in ("growth", "points"):
        metric.measure, metric.rules["measure"] = "share", "metrics.budget:share_of_the_budget"
