"""The stage itself: from a folded text to quantity records."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.quantities.amounts import Amount
from govreport_ie.extraction.quantities.hedges import Hedge, Hedges
from govreport_ie.extraction.quantities.joints import make_view
from govreport_ie.extraction.quantities.roles import Roles
from govreport_ie.extraction.quantities.scan import Scanner
from govreport_ie.extraction.quantities.tables import read_tables
from govreport_ie.extraction.quantities.units import base, unit_table
from govreport_ie.extraction.records import Analysis, QuantityRecord, RejectedRecord
from govreport_ie.extraction.text import fold, unified
from govreport_ie.extraction.view import View

__all__ = ["QuantityStage"]


class QuantityStage:
    """Fill the quantities layer of an analysis.

    Example:
        >>> from govreport_ie.extraction.engine import new_analysis
        >>> analysis = new_analysis("建成公路67公里，总投资近1.5亿元。")
        >>> QuantityStage()(analysis)
        >>> [(q.value, q.unit_text, q.modifier) for q in analysis.quantities]
        [(Decimal('67'), '公里', None), (Decimal('150000000'), '元', 'under')]
    """

    def __init__(self) -> None:
        self.scanner = Scanner(unit_table())
        self.hedges = Hedges()
        self.roles = Roles()

    def alone(self, text: str, folded: str) -> QuantityRecord | None:
        """The quantity of a text that is nothing but one quantity with its hedges, read without any context.

        Args:
            text: the text, without blanks at its ends.
            folded: the folded text.
        """
        view = View(folded)
        hedged = self.hedges.leading(folded)
        amount = self.scanner.read_alone(folded, hedged)
        if amount is None:
            return None
        return _record(amount, self.hedges.read(folded, [amount])[0], view, text)

    def __call__(self, analysis: Analysis) -> None:
        """Run the stage in place.

        Args:
            analysis: an analysis of which `text` and `folded` are set.
        """
        view = make_view(middle_point(formal_three(quotes_paired(analysis.folded))))
        amounts, rejected = self.scanner.scan(view.text)
        cells = read_tables(view.text, amounts, self.scanner)
        share_points(view.text, amounts, self.scanner)
        hedges = self.hedges.read(view.text, amounts)
        text = analysis.text
        analysis.quantities = [
            _record(amount, hedge, view, text) for amount, hedge in zip(amounts, hedges, strict=True)
        ]
        for amount, hedge, record in zip(amounts, hedges, analysis.quantities, strict=True):
            if amount.optional or hedge.modifier is not None or text[record.end : record.end + 1] in _MAY_SELECT:
                record.role = self.roles.of(view.text, amount, hedge)
        for amount, record in zip(amounts, analysis.quantities, strict=True) if cells else ():
            cell = cells.get(amount.start)
            if cell is not None:
                record.row_header = _span(view, cell.row_header)
                record.column_header = _span(view, cell.column_header)
        _set_lists(amounts, analysis.quantities)
        analysis.rejected = [
            RejectedRecord(view.original(start), view.original(end - 1) + 1, f"quantities.{rule}")
            for start, end, rule in rejected
            if not cells or start not in cells
        ]


def _set_lists(amounts: list[Amount], records: list[QuantityRecord]) -> None:
    """Tell the members of every list that shares one unit where it begins."""
    index_of = {amount.end: index for index, amount in enumerate(amounts)}
    for index, amount in enumerate(amounts):
        if amount.list_end < 0:
            continue
        for record in records[index : index_of.get(amount.list_end, index - 1) + 1]:
            if record.list_start < 0:
                record.list_start = index


def share_points(text: str, amounts: list[Amount], scanner: Scanner) -> None:
    """Read 提高29个、6个百分点 as two amounts in percentage points."""
    for index in range(len(amounts) - 1, 0, -1):
        last, amount = amounts[index], amounts[index - 1]
        if (
            last.unit is scanner.points
            and amount.kind == "count"
            and text[amount.unit_start : amount.end] == "个"
            and last.start - amount.end == 1
            and text[amount.end] in "、和"
        ):
            amount.kind, amount.unit, amount.unit_text = last.kind, last.unit, "个百分点"
            amount.rule, amount.list_end = "stage:share_points", last.end


def formal_three(folded: str) -> str:
    """The text with 参 as the formal figure three (叁) where it stands beside formal magnitudes; same length."""
    if "仟" in folded or "佰" in folded or "拾" in folded:
        return _FORMAL_THREE.sub("叁", folded)
    return folded


_MAY_SELECT = frozenset("级及(项企")  # the last two: 10亿元项目10宗

_FORMAL_THREE = lazy_pattern(r"参(?=[拾佰仟万亿])|(?<=[零拾佰仟])参")


def middle_point(folded: str) -> str:
    """The text with · and 点 between Arabic numerals as a decimal point where a unit follows (3·5%); same length.

    Without a unit they are dates (9·18) and times of day (8点30).
    """
    if _between_figures(folded, "·") or _between_figures(folded, "点"):
        return _MIDDLE_POINT.sub(r"\1.", folded)
    return folded


def _between_figures(folded: str, mark: str) -> bool:
    """Whether a mark stands between two Arabic numerals anywhere: in most reports 点 does not, frequent as it is."""
    return any(one[-1:] in _FIGURES and two[:1] in _FIGURES for one, two in pairwise(folded.split(mark)))


_FIGURES = frozenset("0123456789")
_MIDDLE_POINT = lazy_pattern(
    r"((?<![0-9·.点“])[0-9]{1,6})[·点](?=[0-9]{1,4}[万亿]{0,2}(?:[%‰元倍亩吨]|个百分点|公里|公斤|平方|立方|千瓦|美元|万人|亿人))"
)


def quotes_paired(folded: str) -> str:
    """The text with straight double quotes turned into opening and closing ones, line by line; same length."""
    if '"' not in folded:
        return folded
    pieces = folded.split('"')
    parts = [pieces[0]]
    opened = False
    for piece in pieces[1:]:
        if "\n" in parts[-1]:
            opened = False
        parts.append("”" if opened else "“")
        parts.append(piece)
        opened = not opened
    return "".join(parts)


def _span(view: View, span: tuple[int, int] | None) -> tuple[int, int] | None:
    if span is None or span[0] == span[1]:
        return None
    return view.original(span[0]), view.original(span[1] - 1) + 1


@lru_cache(maxsize=4096)
def _shown(written: str, *, torn: bool) -> str:
    """A unit as it is shown: characters as they are usually coded, one sign for per cent, no blanks where a line end tore it."""
    unit = unified("".join(written.split()) if torn else written)
    return "%" if len(unit) == 1 and fold(unit) == "%" else unit


def _record(amount: Amount, hedge: Hedge, view: View, text: str) -> QuantityRecord:
    """The record of an amount, offsets and unit as they stand in the text."""
    unit = amount.unit
    modifier, left, right, hedge_rule = hedge
    start, end = amount.start, amount.end
    unit_start = amount.unit_start
    if view.starts:
        start, end = view.original(start), view.original(end - 1) + 1
        left, right = view.original(left), view.original(right - 1) + 1
        unit_start = view.original(unit_start) if unit_start < amount.end else end
    if amount.unit_text is not None:
        unit_text = amount.unit_text
    elif unit.id == "CNY":
        unit_text = "元"  # 块钱, 元人民币
    else:
        unit_text = _shown(text[unit_start:end], torn=bool(view.starts))
    record = QuantityRecord(
        start, end, amount.kind, amount.value, amount.low, amount.high, amount.values, unit_text,
        modifier=modifier, redacted=amount.redacted, hedge_start=left, hedge_end=right, optional=amount.optional,
    )  # fmt: skip
    record.multiplier = amount.multiplier
    record.rules["span"] = f"quantities.{amount.rule}"
    if hedge_rule:
        record.rules["modifier"] = f"quantities.{hedge_rule}"
    record.unit, record.dimension = unit.id, unit.dimension
    if amount.value is not None and unit.base_unit:
        record.base_value, record.base_unit = base(amount.value, unit), unit.base_unit
    return record
