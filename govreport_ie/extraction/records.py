"""The mutable records that the stages hand on, and the `Analysis` that carries them.

Stages run in one direction (structure, times, quantities, entities, metrics, policy).  Each reads the layers
before it and fills its own.  Records are plain slotted dataclasses, because building pydantic or spaCy objects
for every intermediate value would cost more than the extraction itself; `assemble` turns them
into the frozen public models at the end, and the spaCy components write them to ``doc.spans``.

Rule names have the form ``package.module:rule`` (``quantities.hedges:postposed``), so that the name in an
explanation leads to the file that holds the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from govreport_ie.extraction.text import Clause
from govreport_ie.extraction.view import View

__all__ = [
    "Analysis",
    "Clause",
    "EntityRecord",
    "MetricRecord",
    "Notice",
    "PolicyLink",
    "QuantityRecord",
    "RejectedRecord",
    "SectionRecord",
    "TemporalExpression",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was odd about a text, left out of it or repaired.

    Attributes:
        kind: what it was, for programs: ``page_furniture``, ``invisible_characters`` …
        message: the same in plain words.
        count: how often.
        start: offset of the first place in the text, None where it has none.
    """

    kind: str
    message: str
    count: int = 1
    start: int | None = None

    def __str__(self) -> str:
        """The message."""
        return self.message


@dataclass(slots=True)
class SectionRecord:
    """A stretch of the report with one function; sections are in text order and do not overlap.

    Sections cover the text without gaps.  A section starts at its heading.
    """

    start: int
    end: int
    kind: str  # title review plan self_government closing glossary boilerplate other
    heading: str | None = None
    depth: int = 0  # 0 no heading, 1 一、 2 （一） 3 1. / 一是 …
    rule: str = ""
    policy_area: str | None = None
    path: tuple[str, ...] = ()  # headings above this one, outermost first
    frame: str | None = None  # review or plan: the time the section speaks of, whatever its kind; None when unclear
    horizon: tuple[int, int] | None = None  # the years of the outline (五年规划纲要) that it speaks of


@dataclass(slots=True)
class TemporalExpression:
    """An expression of time, with the years it means in a report of the year of delivery.

    Attributes:
        start: offset of the expression, with the preposition that belongs to it (比, 到, 由 …) left out.
        end: offset of its end.
        role: in, ahead, base, source, part, rate; streak (连续四年); open (五年累计, 用三年时间: back in a review, ahead in
            a plan); vague (近年来); name (“十四五”, which dates only what stands under such a heading).
        first: first year meant; None where the words before must tell.
        last: last year meant.
        months: first and last month, for parts of a year.
        shift: years to move from the period spoken of (上年: -1), or the number of years of an open span.
        form: which shape or lexicon matched: year, range, span, plan, month, or the lexicon's word.
    """

    start: int
    end: int
    role: str
    first: int | None = None
    last: int | None = None
    months: tuple[int, int] | None = None
    shift: int = 0
    form: str = ""

    @property
    def several(self) -> bool:
        """Whether it means more than one year."""
        return self.first is not None and self.last is not None and self.last > self.first


@dataclass(slots=True)
class QuantityRecord:
    """A written amount.  Offsets point into ``Analysis.text``; values are exact Decimals."""

    start: int
    end: int
    kind: str  # money percent percentage_point measure count rank ratio
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[Decimal, ...] | None = None
    unit_text: str = ""
    unit: str | None = None  # canonical id
    dimension: str | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None
    modifier: str | None = None  # approx over at_least under at_most
    redacted: bool = False
    role: str | None = None  # threshold: only selects what something else counts (亿元以上项目)
    multiplier: Decimal | None = None  # how many there are of it: 2 in 2×66万千瓦
    hedge_start: int = -1  # start of span + outside hedges on the left (equals start without one)
    hedge_end: int = -1  # end of span + outside hedges on the right
    optional: bool = False  # a threshold, part of a name …: a metric is not needed
    list_start: int = -1  # index of the first quantity of the list this one is dealt out in (提高19.73和15.14个百分点)
    row_header: tuple[int, int] | None = None  # table cells: span of the row's header
    column_header: tuple[int, int] | None = None
    rules: dict[str, str] = field(default_factory=dict[str, str])  # field -> rule name


@dataclass(slots=True)
class RejectedRecord:
    """A numeral that is no quantity (date, ordinal, slogan, name …), with the rule that rejected it."""

    start: int
    end: int
    rule: str


@dataclass(slots=True)
class EntityRecord:
    """A named project, place or institution."""

    start: int
    end: int
    label: str  # PROJECT PLACE INSTITUTION
    subtype: str = "other"
    stage: str | None = None  # planned started under_construction completed
    name: str = ""  # normalised name; the text itself where nothing is to normalise
    kb_id: str | None = None  # administrative-division code
    policy_area: str | None = None
    rule: str = ""  # what gave edges and label
    link: str = ""  # what gave name, code and subtype, with the listed name after " | "
    score: float | None = None  # calibrated probability that edges and label are right
    chances: tuple[float, float] | None = None  # the network's: smallest of its characters, geometric mean


@dataclass(slots=True)
class PolicyLink:
    """The policy area of a metric, how sure it is and what decided."""

    id: str
    sub_id: str | None
    score: float
    evidence: list[dict[str, object]]  # [{"rule", "text", "start", "end"}]; start/end null for rules without a span
    secondary: str | None = None
    name: str = ""  # Chinese name of the level-1 area, from the taxonomy in use


@dataclass(slots=True)
class MetricRecord:
    """What one quantity measures.  Quantities, entities and metrics are referred to by list index."""

    quantity: int
    indicator_start: int = -1
    indicator_end: int = -1
    indicator_name: str = ""
    indicator_id: str | None = None
    indicator_score: float | None = (
        None  # calibrated probability that the indicator is right; None where a table says it
    )
    measure: str = "level"  # level increment growth points share rank ratio
    direction: str | None = None  # up down
    basis: str | None = None  # yoy qoq annual_average since target peer
    basis_year: int | None = None
    status: str = "actual"  # actual estimated target
    period_start: int | None = None
    period_end: int | None = None
    period_months: tuple[int, int] | None = None
    period_text: str | None = None
    period_span: tuple[int, int] | None = None
    part_of: int | None = None
    peer_group: str | None = None
    project: int | None = None
    place: int | None = None
    institution: int | None = None
    section: int | None = None
    sentence_start: int = -1
    sentence_end: int = -1
    verb: str | None = None  # the governing verb of work done (新建, 完成 …): evidence for later stages
    change_start: bool = False  # the first value of a change: the A of 由A提高到B
    promise: str | None = None  # quoted: a goal that a review quotes; investment: money that projects plan; change: the
    #   start of a promised change, itself done; None for any other promise, and for what is none
    change_base: int | None = None  # the year of a distant base that the change is measured against (比2019年增长)
    policy: PolicyLink | None = None
    rules: dict[str, str] = field(default_factory=dict[str, str])  # field -> "rule name" or "rule name | lexicon entry"


@dataclass(slots=True)
class Analysis:
    """Everything known about one report while it passes through the stages.

    Attributes:
        text: the report as the stages read it: its view while they run, the text given before and after.
        folded: the text with full-width and traditional forms folded one character to one; same length.
        view: the text without what the stages read over (`govreport_ie.extraction.cleaning`); None where that is all of it.
        given: the report as given; never changed.
        furniture: stretches of page furniture, offsets in the text given.
        year: year of delivery, given or found; the year planned where that is the one after (`delivered`).
        delivered: year of delivery, given, of a plan or a budget that was delivered in the year before the one it plans; else None.
        region: name of the region, given or found; None when redacted.
        level: national, province, city, county, township or None.
        genre: work_report, communique … (`structure.genre.GENRES`), given or recognised.
        genre_rule: what gave the genre: the rule, and the words that decided.
        reviewed_year: the year that results belong to unless the text says otherwise; None where the year is unknown.
        planned_year: the year that promises belong to unless the text says otherwise.
        forward: starts of the sentences that look ahead, in documents that mix what was done with what will be; else None.
        sentences: (start, end) of every sentence, in order; a sentence runs over hard line wraps.
        clauses: the clauses of the sentences, in order, each with the mark that ends it.
        leanings: how each sentence of the body leans by its wording: towards plans (positive) or reports (negative).
        times: the temporal expressions, in order, without overlap.
    """

    text: str
    folded: str
    doc_id: str | None = None
    year: int | None = None
    delivered: int | None = None
    region: str | None = None
    level: str | None = None
    title: str | None = None
    year_rule: str | None = None
    genre: str | None = None
    genre_rule: str | None = None
    reviewed_year: int | None = None
    planned_year: int | None = None
    forward: list[int] | None = None
    sentences: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    clauses: list[Clause] = field(default_factory=list[Clause])
    leanings: list[float] = field(default_factory=list[float])
    sections: list[SectionRecord] = field(default_factory=list[SectionRecord])
    quantities: list[QuantityRecord] = field(default_factory=list[QuantityRecord])
    rejected: list[RejectedRecord] = field(default_factory=list[RejectedRecord])
    entities: list[EntityRecord] = field(default_factory=list[EntityRecord])
    metrics: list[MetricRecord] = field(default_factory=list[MetricRecord])
    times: list[TemporalExpression] = field(default_factory=list[TemporalExpression])
    warnings: list[Notice] = field(default_factory=list[Notice])
    view: View | None = None
    given: str = ""
    given_folded: str = ""
    view_folded: str = ""
    furniture: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
