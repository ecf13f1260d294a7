"""The objects of a report: frozen pydantic models with the fields of the documented JSON form.

Offsets are 0-based Unicode code points, end exclusive, into the report's text; numbers are exact Decimals in Python and decimal strings in JSON.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, field_validator

from govreport_ie.errors import UnitError, UnknownObjectError
from govreport_ie.extraction.quantities.units import convert

__all__ = [
    "SCHEMA_VERSION",
    "Entity",
    "Evidence",
    "Indicator",
    "Level",
    "Metric",
    "Period",
    "PolicyArea",
    "PolicyAreaLink",
    "Quantity",
    "ReportData",
    "ReportWarning",
    "Section",
    "SentenceSpan",
    "Source",
]

SCHEMA_VERSION = "2.0"
"""Version of the JSON form; the first number changes when a field changes its meaning."""

Genre = Literal[
    "work_report",
    "communique",
    "plan_report",
    "budget_report",
    "five_year_plan",
    "quarterly",
    "policy_address",
    "digest",
    "other",
]
SectionKind = Literal["title", "review", "plan", "self_government", "closing", "glossary", "boilerplate", "other"]
QuantityKind = Literal["money", "percent", "percentage_point", "measure", "count", "rank", "ratio"]
Modifier = Literal["approx", "over", "at_least", "under", "at_most"]
MeasureKind = Literal["level", "increment", "growth", "points", "share", "rank", "ratio"]
Direction = Literal["up", "down"]
Basis = Literal["yoy", "qoq", "annual_average", "since", "target", "peer"]
Status = Literal["actual", "estimated", "target"]
EntityLabel = Literal["PROJECT", "PLACE", "INSTITUTION"]
ProjectStage = Literal["planned", "started", "under_construction", "completed"]
Level = Literal["national", "province", "city", "county", "township"]

PlainDecimal = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str, when_used="json")]
"""A Decimal that JSON writes as a string without an exponent."""


class Frozen(BaseModel):
    """A model that cannot be changed and knows no other fields."""

    # validators and serializers are built when first needed: reports are assembled without either
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Frozen):
    """Where a report's text came from."""

    path: str | None = Field(None, description="File the text was read from, or null for text given directly.")
    start: int = Field(0, description="Offset of the report's first character in the file's extracted text.")
    end: int = Field(description="End offset in the file's extracted text, exclusive.")
    encoding: str | None = Field(None, description="Encoding the file was decoded with, where it was bytes of text.")
    pages: tuple[tuple[int, int], ...] = Field(
        (),
        description="Of paged files: pairs of an offset in the report's text and the page that begins there (from 1).",
    )

    def page_of(self, offset: int) -> int | None:
        """The page on which a character of the report stands; None where the file has no pages.

        Args:
            offset: its offset in the report's text.

        Example:
            >>> Source(end=30, pages=((0, 1), (20, 2))).page_of(25)
            2
        """
        index = bisect_right(self.pages, (offset, 1 << 60)) - 1
        return self.pages[index][1] if index >= 0 else None


class Section(Frozen):
    """A stretch of the report with one function."""

    id: str = Field(description="Unique in the report: S1, S2, … in text order.")
    kind: SectionKind = Field(description="Function of the section.")
    heading: str | None = Field(None, description="The heading as written, or null.")
    depth: int = Field(0, description="Depth of the heading: 0 none, 1 outermost.")
    start: int = Field(description="Offset of the first character, heading included.")
    end: int = Field(description="End offset, exclusive.")
    policy_area: str | None = Field(None, description="Level-1 policy area of the section, or null.")


class Quantity(Frozen):
    """A written amount: number and unit, normalised."""

    id: str = Field(description="Unique in the report: Q1, Q2, … in text order.")
    start: int = Field(description="Offset of the first character of the number.")
    end: int = Field(description="End offset of number and unit, exclusive; hedges stay outside.")
    text: str = Field(description="The amount as written.")
    kind: QuantityKind = Field(description="Kind of amount.")
    value: PlainDecimal | None = Field(
        None, description="Exact value in `unit_text`; null if redacted, a range or a list."
    )
    low: PlainDecimal | None = Field(None, description="Lower end of a range.")
    high: PlainDecimal | None = Field(None, description="Upper end of a range.")
    values: tuple[PlainDecimal, ...] | None = Field(None, description="Members of a:b and a:b:c.")
    unit_text: str = Field("", description="The plain unit, magnitude words (万, 亿) stripped; empty if there is none.")
    unit: str | None = Field(None, description="Canonical unit id, or null if the unit is unknown.")
    base_value: PlainDecimal | None = Field(None, description="Value in `base_unit`.")
    base_unit: str | None = Field(None, description="Base unit of the dimension (metre, square_metre, joule, CNY …).")
    dimension: str | None = Field(None, description="Dimension: money, length, area, energy, count …")
    modifier: Modifier | None = Field(None, description="Hedge on the amount.")
    redacted: bool = Field(False, description="Whether digits are blanked out (XX亿元).")
    role: Literal["threshold"] | None = Field(
        None, description="threshold: it only selects what something else counts (亿元以上项目); null if it measures."
    )
    multiplier: PlainDecimal | None = Field(None, description="How many there are of it: 2 in 2×66万千瓦; else null.")
    section: str | None = Field(None, description="Id of the section that holds it.")

    def to(self, unit: str) -> Decimal:
        """Convert the value to another unit of the same dimension.

        Args:
            unit: a canonical id (``square_metre``), a pint name or a Chinese unit as written (``亩``).

        Returns:
            The converted value, exact where the factor is.

        Raises:
            UnitError: if the unit is unknown, the dimension differs, or there is no single value.

        Example:
            >>> import govreport_ie as gi
            >>> gi.parse_quantity("3公里").to("metre")
            Decimal('3000')
        """
        if self.value is None:
            why = "it is redacted" if self.redacted else "it is a range or a list"
            raise UnitError(f"{self.text!r} has no single value to convert: {why}")
        return convert(self.value, self.unit, self.dimension, unit)


class Indicator(Frozen):
    """What a metric measures."""

    text: str = Field(description="The phrase as written.")
    start: int = Field(description="Offset of the phrase.")
    end: int = Field(description="End offset, exclusive.")
    name: str = Field(description="The full name, also where heads are shared or values dealt out.")
    id: str | None = Field(None, description="Canonical indicator id, or null.")
    score: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Probability that the indicator is right, calibrated on labelled data; null in a table's row.",
    )


class Period(Frozen):
    """The year or years that a metric belongs to."""

    start: int = Field(description="First year.")
    end: int = Field(description="Last year; equal to `start` for one year.")
    months: tuple[int, int] | None = Field(None, description="First and last month of a part of a year.")
    text: str | None = Field(None, description="The words it came from; null if only the section indicates it.")


class Evidence(Frozen):
    """One thing that decided."""

    rule: str = Field(description="Name of the rule: package.module:rule.")
    text: str | None = Field(None, description="The lexicon entry or words that matched.")
    start: int | None = Field(None, description="Offset of the words in the text, if they stand there.")
    end: int | None = Field(None, description="End offset, exclusive.")


class PolicyAreaLink(Frozen):
    """The policy area of a metric."""

    id: str = Field(description="Level-1 area id.")
    sub_id: str | None = Field(None, description="Level-2 area id, where clear.")
    name: str = Field(description="Chinese name of the level-1 area.")
    score: float = Field(ge=0, le=1, description="Probability that the area is right, calibrated on labelled data.")
    evidence: tuple[Evidence, ...] = Field((), description="What decided, strongest first.")
    secondary: str | None = Field(None, description="A second level-1 area that a boundary rule names.")


class SentenceSpan(Frozen):
    """Offsets of a sentence."""

    start: int = Field(description="Offset of the first character.")
    end: int = Field(description="End offset, exclusive.")


class Metric(Frozen):
    """What a quantity measures, how, when, and whether it is done or promised."""

    id: str = Field(description="Unique in the report: M1, M2, … in text order.")
    quantity: str = Field(description="Id of the quantity.")
    indicator: Indicator = Field(description="What is measured.")
    measure: MeasureKind = Field(description="How: level, increment, growth, points, share, rank or ratio.")
    direction: Direction | None = Field(None, description="Direction of an increment, growth or points.")
    basis: Basis | None = Field(None, description="What a change or gap is relative to.")
    basis_year: int | None = Field(None, description="Year of the basis, where the text names it.")
    status: Status = Field(description="Reported, estimated, or promised.")
    period: Period | None = Field(None, description="Years it belongs to; null if the text does not say.")
    policy_area: PolicyAreaLink | None = Field(None, description="Policy area; null with nothing to go on.")
    project: str | None = Field(None, description="Id of the project it is tied to.")
    place: str | None = Field(None, description="Id of the place it is tied to.")
    institution: str | None = Field(None, description="Id of the institution it is tied to.")
    part_of: str | None = Field(None, description="Id of the metric of which it is a part (其中).")
    peer_group: str | None = Field(None, description="Group within which a rank or gap holds (全省, 全市 …).")
    section: str | None = Field(None, description="Id of the section that holds it.")
    sentence: SentenceSpan = Field(description="The sentence that holds the quantity.")


class Entity(Frozen):
    """A named project, place or institution."""

    id: str = Field(description="Unique in the report: E1, E2, … in text order.")
    label: EntityLabel = Field(description="PROJECT, PLACE or INSTITUTION.")
    subtype: str = Field(description="Finer class within the label.")
    stage: ProjectStage | None = Field(None, description="Stage of a project, from its governing verb.")
    start: int = Field(description="Offset of the first character.")
    end: int = Field(description="End offset, exclusive.")
    text: str = Field(description="The name as written.")
    name: str = Field(description="The normalised name, the same for every mention of one entity.")
    score: float | None = Field(
        None, description="Calibrated probability that edges and label are right; null for an entity that a user added."
    )
    kb_id: str | None = Field(None, description="Administrative-division code (GB/T 2260) of a place.")
    policy_area: str | None = Field(None, description="Level-1 policy area, or null.")


class PolicyArea(Frozen):
    """One node of the policy-area taxonomy."""

    id: str = Field(description="Area id: `finance`, or `finance.credit` at level 2.")
    level: int = Field(description="1 or 2; 0 for text without policy content.")
    parent: str | None = Field(None, description="Id of the level-1 area of a level-2 area.")
    name_zh: str = Field(description="Chinese name.")
    name_en: str = Field(description="English name.")
    scope: str = Field("", description="What belongs to it.")
    rules: str = Field("", description="Boundary rules against its neighbours.")
    codes: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Crosswalk: cap_major, cap_sub, cofog, budget."
    )


class ReportWarning(Frozen):
    """Something that was odd about a text, left out of it while reading, or repaired."""

    kind: str = Field(description="What it was, for programs: page_furniture, invisible_characters, blank_text …")
    message: str = Field(description="The same in plain words.")
    count: int = Field(1, description="How often.")
    start: int | None = Field(None, description="Offset of the first place in the text, where it has one.")

    def __str__(self) -> str:
        """The message."""
        return self.message


class ReportData(Frozen):
    """The fields of a report, and the ways through them."""

    schema_version: str = Field(SCHEMA_VERSION, description="Version of this JSON form.")
    doc_id: str | None = Field(None, description="Identifier of the document.")
    text: str = Field(description="The report's text, unchanged.")
    source: Source = Field(description="Where the text came from.")
    genre: Genre = Field("other", description="Genre of the document; it sets the frame of time and status.")
    title: str | None = Field(None, description="Title as written, or null.")
    region: str | None = Field(None, description="Region, or null if not stated or redacted.")
    level: Level | None = Field(None, description="Level of government, or null if nothing indicates it.")
    year: int | None = Field(None, description="Year of delivery, or null if nothing indicates it.")
    sections: tuple[Section, ...] = Field((), description="Sections in text order.")
    quantities: tuple[Quantity, ...] = Field((), description="Quantities in text order.")
    metrics: tuple[Metric, ...] = Field((), description="Metrics in the order of their quantities.")
    entities: tuple[Entity, ...] = Field((), description="Entities in text order.")
    warnings: tuple[ReportWarning, ...] = Field((), description="What was odd, left out or repaired.")

    @field_validator("warnings", mode="before")
    @classmethod
    def _plain_words(cls, value: Any) -> Any:
        """Reports of schema version 1 have plain words where version 2 has objects."""
        return [{"kind": "other", "message": w} if isinstance(w, str) else w for w in value]

    def __getitem__(self, object_id: str) -> Section | Quantity | Metric | Entity:
        """The section, quantity, metric or entity with this id.

        Raises:
            UnknownObjectError: (a KeyError) if the report has no such object.
        """
        for group in (self.metrics, self.quantities, self.entities, self.sections):
            for item in group:
                if item.id == object_id:
                    return item
        layers = (self.metrics, self.quantities, self.entities, self.sections)
        known = ", ".join(f"{layer[0].id} to {layer[-1].id}" for layer in layers if layer)
        raise UnknownObjectError(f"no object {object_id!r} in this report; it has {known or 'none'}")

    def __repr__(self) -> str:
        """One line: what the report is and how much was found in it."""
        told = [self.doc_id, self.region, self.year, f"{len(self.text)} characters", f"{len(self.metrics)} metrics"]
        return f"<Report {', '.join(str(part) for part in told if part)}, {len(self.entities)} entities>"

    __str__ = __repr__

    def iter_rows(self) -> Iterator[tuple[Metric, Quantity]]:
        """Every metric with its quantity."""
        quantities = {quantity.id: quantity for quantity in self.quantities}
        for metric in self.metrics:
            yield metric, quantities[metric.quantity]
