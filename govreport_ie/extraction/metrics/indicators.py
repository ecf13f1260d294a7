"""Canonical indicators: which id a phrase has.

A phrase has an id if the words of the lexicons make up the whole of it (`composition`): a listed indicator with words around it
that do not change what is measured (全社会, 实现, names of jurisdictions), or a listed thing with words that say which of them
and what was done (省级, 新建).  What stands apart in the id: qualifiers, acts, a share, a growth rate that is ranked, and a
dimension that is not the thing's own.  Level, increment and growth of one thing share the id, as measure tells them apart.  No
id is given where the expected dimensions exclude the quantity: a percent cannot be the level of a gross product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.metrics.composition import ALONE, GENERIC, HEAD, THING, WHOLE, Composition, Grammar, Listed
from govreport_ie.extraction.records import QuantityRecord

__all__ = ["COLUMNS", "IndicatorIndex", "names_of"]

COLUMNS = (
    "id", "name_zh", "aliases", "name_en", "dimensions", "typical_units", "policy_area", "direction", "kind", "context_only_aliases",
)  # fmt: skip

_SPELLING = re.compile(r"[\s“”\"‘’《》·「」]|[(（][^()（）]{0,20}[)）]|\[\d+\]|^\d{1,2}[.、](?!\d)")
_BUILT_OR_REBUILT = lazy_pattern(r"新[(（][改扩续、和]{1,4}[)）]建|[改扩][(（]新[)）]建")
_VARIANTS = (("规模以上", "规上"), ("限额以上", "限上"), ("国内生产总值", "地区生产总值"), ("居民家庭", "居民"))
_SHARE_OF = lazy_pattern(r"(.{2,24}?)(?:占|相当于)(.{2,20}?)的?(?:比重|比例|比率|份额|比|占比)$")
_SHARE_OF_NOTHING = re.compile(r"的(?:比[重例率]|份额)$")  # (占)GDP的比重 does not say of what
_OF_A_REGION = lazy_pattern("的?(?:总量|总数|总额|总体)?$")  # 占全省(总量的)比重: of the same thing in a larger region
_ADDED_OF = lazy_pattern("(?:新增|净增).*?(?:企业|项目|单位)(?=..)")  # 新增企业产值: the firms are new, not the output
_ALL_OF_IT = lazy_pattern("^(?:新增|净增).*(?:总量|总数|保有量|拥有量)$")
_ADDED_AND = re.compile("新增[、和及与]")
_AND = re.compile("以及|[、和及与]")
_BOTH = ".and."
_SHARE_MARK = ".share_of."
_RATES = frozenset(("growth", "points", "rank", "ratio"))
"""Measures that fit whatever dimension the thing has."""

_PUSHED = frozenset(("implemented", "advanced", "backed"))
_PLACES = frozenset(
    (
        "县",
        "区",
        "市",
        "乡镇",
        "镇",
        "乡",
        "村",
        "行政村",
        "自然村",
        "街道",
        "社区",
        "小区",
        "城市",
        "县城",
        "县区",
        "县市",
    )
)
_FOR_PLACES = frozenset(("added", "resolved", "included", "covered"))
"""Acts on places of which a name without more does not say what it is that is added to them or solved there."""
_ORGANISED = frozenset(("家", "户", "人", "名", "位"))
_PERSONS = frozenset(("人", "名", "人次", "位", "批次人", "员"))
_PIECES = frozenset(("项", "个", "处", "宗", "件", "座", "条", "批", ""))
_LONGEST_ACT = 8
_NOT_BEFORE = ("as_projects", "done")
"""Acts that are none where they stand before a phrase: 完成 tells only that there is an end."""
_WORK = lazy_pattern(alternation("work_or_outcome") + "$")
_RUN_BY_SOMEONE = lazy_pattern(alternation("counted_as_households") + "$")
"""Things that 户 counts as it counts households."""
_SHARES = frozenset(("share", "pp", "per_mille", "score", "per_100k", "index", "ratio", "rate"))
_MONEY = frozenset(("money", "money_per_capita", "money_per_month", "money_per_area", "energy_per_money", "area_per_money", "volume_per_money"))  # fmt: skip
_USED = frozenset(("energy_per_money", "area_per_money", "volume_per_money"))
"""What is used for money: 万元GDP能耗 is measured in energy, though 万元 stands in its name."""
_PLAIN = frozenset(("mass", "area", "length", "volume", "power", "energy"))
_SET_APART = frozenset(("area", "length", "power"))
"""Of the plain dimensions those in which nothing is measured that is measured in another; coal is, by mass and by energy."""
_COUNTED = frozenset(("count", "person_times", "teu", "medals", "index", "score", "grade", "per_100k", "density"))
_ACTS_OF_FLOWS = frozenset(
    ("issued", "won", "secured", "allocated", "raised", "spent", "attracted", "held", "handled", "provided", "implemented", "placed", "aided",
     "resolved", "planted", "trained", "converted", "signed", "served", "rectified",
     "run", "hosted", "gained", "made_or_revised", "disposed_of")
)  # fmt: skip
"""Acts that a flow has anyway, so that they do not change it: 发放创业担保贷款."""
_ACTS_OF_CHANGE = frozenset(("added", "reduced"))
_ACTS_OF_WORKS = frozenset(("built", "built_or_rebuilt", "started", "opened", "under_way", "completed", "set_up"))
_ACTS_ON_WHAT_STANDS = frozenset(("renovated", "upgraded", "rebuilt", "adjusted"))
"""Acts on what is there already, so that with 新增 the number is of both (新增改造基站)."""
_STANDING = (WHOLE, ALONE, THING)
_CLASSES = frozenset(("类", "大类", "种", "批", "批次", "轮"))
"""Units that count classes of a thing, not the thing (十大类49项民生实事)."""
_REMEMBERED = 8192
"""So many lookups are kept."""


def _normal(text: str) -> str:
    if not text.isalnum():
        text = _SPELLING.sub("", _BUILT_OR_REBUILT.sub("新改建", text))
    for long, short in _VARIANTS:
        if long in text:
            text = text.replace(long, short)
    return text


class IndicatorIndex:
    """Looks phrases up in the indicator lexicon.

    Args:
        path: a TSV or CSV file of the user's own indicators with the columns of `COLUMNS`; its entries go before the packaged ones.

    Raises:
        LexiconError: if the user's file is malformed; the message names the line.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._found: dict[
            tuple[str, str, str, str, str | None], tuple[str, str] | None
        ] = {}  # reports repeat themselves
        names: dict[str, list[Listed]] = {}
        words = lexicons.load("indicator_words")
        self._acts = frozenset(
            word for word, act in _words_of_role(words, "act") if len(word) > 1 and act not in _NOT_BEFORE
        )
        uncounted = ((row["id"], row["words"]) for row in words if row["role"] == "uncounted")
        self._uncounted = {unit: re.compile(f"(?:{ends})$") for unit, ends in uncounted}
        self._regions = dict(_words_of_role(words, "region"))
        fields = frozenset(word for word, _ in _words_of_role(words, "field"))
        if path is not None:
            _add(names, lexicons.load_file(path, COLUMNS), fields, own=True)
        _add(names, lexicons.load("indicators"), fields, own=False)
        self._names = names
        self._counted = frozenset(listed.id for rows in names.values() for listed in rows if _is_counted(listed))
        self._grammar = Grammar((row for row in words if row["role"] not in ("region", "uncounted")), names)
        self._made: dict[tuple[str, ...], Listed] | None = None
        self._made_shares: dict[str, str] | None = None

    def _composed(self) -> dict[tuple[str, ...], Listed]:
        """Indicators that are listed and can be composed as well, by the parts that compose them: 省级 and 重点项目."""
        # made when first asked for, and not by cached_property, which keeps nothing where classes are compiled
        if self._made is None:
            self._made = self._compose()
        return self._made

    def _compose(self) -> dict[tuple[str, ...], Listed]:
        found: dict[tuple[str, ...], set[Listed]] = {}
        for name, rows in self._names.items():
            standing = [listed for listed in rows if listed.kind in _STANDING]
            parts = self._qualified_parts(name) if standing else None
            if parts:
                found.setdefault(parts, set()).update(standing)
        return {
            parts: next(iter(all_listed))
            for parts, all_listed in found.items()
            if len({listed.id for listed in all_listed}) == 1
        }

    def _qualified_parts(self, name: str) -> tuple[str, ...] | None:
        """The thing and the qualifiers that compose a listed name and nothing else with them, if any do."""
        # the names of two parts are nearly all of them, and half the time
        if not any(name[at:] in self._names and self._grammar.has(name[:at]) for at in range(1, len(name))):
            return None
        reading = self._grammar.read(name, of_parts=True)
        if reading is None or not reading.qualifiers or reading.acts or reading.share or reading.change:
            return None
        return (reading.listed.id, *reading.qualifiers)

    def knows(self, name: str) -> bool:
        """Whether a phrase is the name or an alias of a canonical indicator that stands alone."""
        return any(listed.kind in _STANDING for listed in self._names.get(_normal(name), ()))

    def find(self, name: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        """The id of a phrase's canonical indicator and the lexicon entry that matched, or None.

        Args:
            name: the full name, with its verb.
            quantity: the quantity it measures.
            measure: level, increment, growth, points, share, rank or ratio.
        """
        key = name, quantity.kind, measure, quantity.unit_text, quantity.dimension
        try:
            return self._found[key]
        except KeyError:
            pass
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        found = self._found[key] = self._find(_normal(name), quantity, measure)
        return found

    def act_before(self, text: str, low: int, end: int) -> str:
        """The longest listed act that ends before a place of a text; empty if none does."""
        return next((text[at:end] for at in range(low, end - 1) if text[at:end] in self._acts), "")

    def act_at(self, name: str) -> str:
        """The longest listed act that begins a name; empty if none does."""
        return next(
            (name[:size] for size in range(min(_LONGEST_ACT, len(name) - 1), 1, -1) if name[:size] in self._acts), ""
        )

    def is_work(self, phrase: str) -> bool:
        """Whether a phrase ends with work to be done or with what came of it: 民生实事, 贫困人口脱贫."""
        return phrase[-2:] in self._acts or _WORK.search(phrase) is not None

    def is_bare_thing(self, indicator_id: str) -> bool:
        """Whether an id names countable things and not what was done with them."""
        first, *rest = indicator_id.split(".")
        return first in self._counted and _acts().isdisjoint(rest)

    def _find(self, name: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        if measure in ("share", "points") and ("占" in name or "相当于" in name):
            found = self._share_of(name)
            if found:
                return found
        if self._counts_otherwise(name, quantity.unit_text):
            return None
        reading = self._read(name)
        if reading is None:
            return self._both(name, quantity, measure)
        if measure == "increment":
            if _adds_otherwise(name, quantity.kind):
                return None
            if _ADDED_AND.match(name):
                measure = "level"  # 新增和优化公交线路: what was added is not all of it
        found_id = _id(reading, quantity, measure)
        return (found_id, reading.word) if found_id else None

    def _counts_otherwise(self, name: str, unit: str | None) -> bool:
        """Whether a number with this unit is of something else than the name says, or the name does not say of what."""
        if unit in _CLASSES or _SHARE_OF_NOTHING.search(name):
            return True
        uncounted = self._uncounted.get(unit or "")
        return uncounted is not None and uncounted.search(name) is not None

    def _both(self, name: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        """智能工厂、数字化车间: one number for two things has the ids of both."""
        for mark in _AND.finditer(name):
            one, two = self._read(name[: mark.start()]), self._read(name[mark.end() :])
            if one is None or two is None or two.acts:
                continue
            two = two._replace(acts=one.acts)  # 新建公园、绿道
            ids = _id(one, quantity, measure), _id(two, quantity, measure)
            if ids[0] and ids[1]:
                both = ids[0] if ids[0] == ids[1] else f"{ids[0]}{_BOTH}{ids[1]}"
                return both, f"{one.word}{mark[0]}{two.word}"
        return None

    def _read(self, name: str) -> Composition | None:
        reading = self._grammar.read(name)
        if reading is None:
            start = _owner(name)
            if start:
                reading = self._grammar.read(name[start:])
        if reading is None:
            return None
        if not reading.qualifiers:
            return reading  # what is composed without any is not listed by another name; finding those that are takes a while
        listed = self._composed().get((reading.listed.id, *reading.qualifiers))
        return reading._replace(listed=listed, qualifiers=()) if listed else reading

    def _share_of(self, name: str) -> tuple[str, str] | None:
        """工业投资占固定资产投资比重: an id of the part and the whole."""
        for listed in self._names.get(name, ()):
            if listed.kind in (WHOLE, ALONE):
                return listed.id, name
        match = _SHARE_OF.fullmatch(name)
        if match is None:
            return None
        composed = self._composed_share(match)
        if composed is None:
            return None
        return self._listed_shares().get(composed, composed), name

    def _listed_shares(self) -> dict[str, str]:
        """Listed shares by the ids that their names compose, so that one share has one id however it is spelled."""
        if self._made_shares is None:
            shares: dict[str, set[str]] = {}
            for name, rows in self._names.items():
                match = _SHARE_OF.fullmatch(name)
                composed = self._composed_share(match) if match else None
                if composed:
                    shares.setdefault(composed, set()).update(row.id for row in rows if row.kind in (WHOLE, ALONE))
            self._made_shares = {composed: next(iter(ids)) for composed, ids in shares.items() if len(ids) == 1}
        return self._made_shares

    def _composed_share(self, match: re.Match[str]) -> str | None:
        part = self._read(match[1])
        if part is None or part.share:
            return None
        region = self._regions.get(_OF_A_REGION.sub("", match[2]))
        if region:
            return f"{_plain_id(part)}{_SHARE_MARK}{region}"
        whole = self._read(match[2])
        if whole is None or whole.share or _plain_id(whole) == _plain_id(part):
            return None  # of what in a larger region the part is, the name leaves out
        return f"{_plain_id(part)}{_SHARE_MARK}{_plain_id(whole)}"


def _words_of_role(rows: tuple[dict[str, str], ...], role: str) -> Iterator[tuple[str, str]]:
    """The words of a role with the id of their row."""
    for row in rows:
        if row["role"] == role:
            for word in lexicons.values(row["words"]):
                yield word, row["id"]


def _is_counted(listed: Listed) -> bool:
    """Whether a packaged entry is of things that are counted."""
    return not listed.own and (listed.kind in (THING, GENERIC) or listed.row_kind in ("stock", "count"))


def _adds_otherwise(name: str, kind: str) -> bool:
    """Whether a name adds something else than the number is of: all there is (新增人才总量), or firms that make the money."""
    return _ALL_OF_IT.search(name) is not None or (kind == "money" and _ADDED_OF.match(name) is not None)


def _add(names: dict[str, list[Listed]], rows: tuple[dict[str, str], ...], fields: frozenset[str], own: bool) -> None:
    """Add the names of a lexicon; a whole indicator called like a field of work stands alone under that name."""
    for row in rows:
        kind = row["kind"] if row["kind"] in (THING, GENERIC, HEAD) else WHOLE
        listed = Listed(row["id"], kind, row["kind"], lexicons.values(row["dimensions"]), own, row["name_zh"])
        alone = replace(listed, kind=ALONE) if kind == WHOLE else listed
        spoken = [
            (name, alone if name in fields and not own else listed)
            for name in (row["name_zh"], *lexicons.values(row["aliases"]))
        ]
        spoken += [(name, alone) for name in lexicons.values(row["context_only_aliases"])]
        for name, entry in spoken:
            known = names.setdefault(_normal(name), [])
            if not any((other.kind in _STANDING) == (kind in _STANDING) for other in known):
                known.append(entry)  # 税收 is the whole revenue from taxes, and what is measured in 工业税收


_LONGEST_JURISDICTION = 8


@lru_cache(maxsize=1)
def _jurisdictions() -> dict[str, frozenset[str]]:
    """The names of divisions by their first two characters."""
    found: dict[str, set[str]] = {}
    for row in lexicons.load("divisions"):
        for name in (row["name"], row["short"]):
            if len(name) > 1:
                found.setdefault(name[:2], set()).add(name)
    return {front: frozenset(names) for front, names in found.items()}


_MARKED = re.compile("[市县州旗]")
_WORDS_AS_WELL = re.compile("[和新](?!疆)|合作|城区|矿区|郊区")
"""How names of counties begin that are other words more often (新建, 新兴, 和政)."""


def _owner(name: str) -> int:
    """Where the phrase begins behind the name of a jurisdiction that owns what is measured: 保定市|常住人口."""
    known = _jurisdictions().get(name[:2])
    if known is None:
        return 0
    for length in range(min(_LONGEST_JURISDICTION, len(name) - 2), 1, -1):
        if name[:length] in known:
            if _WORDS_AS_WELL.match(name) and not _MARKED.search(name[length - 1 : length + 1]):
                return 0
            return length + (2 if name.startswith("机场", length) else name[length] in "省市区县州旗港")
    return 0


def _plain_id(reading: Composition) -> str:
    return ".".join((reading.listed.id, *reading.qualifiers, *reading.acts))


def _id(reading: Composition, quantity: QuantityRecord, measure: str) -> str | None:
    """The id of a reading for a quantity, or None if they do not fit."""
    listed = reading.listed
    acts = _acts_of_id(reading, quantity, measure)
    if acts is None:
        return None
    other = "" if measure in _RATES else _dimension(listed, quantity, measure, reading.share, "as_projects" in acts)
    if other is None:
        return None
    parts = [listed.id, *reading.qualifiers, *acts]
    if reading.share:
        if measure not in ("share", "points", "rank"):
            return None
        parts.append("share")
    if reading.change and not (reading.change == "growth_rate" and measure in ("growth", "points")):
        if measure not in ("rank", "share"):
            return None
        parts.append(reading.change.removesuffix("_rate"))
    if other:
        parts.append(other)
    return ".".join(parts)


def _acts_of_id(reading: Composition, quantity: QuantityRecord, measure: str) -> tuple[str, ...] | None:
    """The acts that an id says, without those that the measure or the indicator says; None if they do not fit the thing."""
    listed = reading.listed
    if listed.own or not reading.acts:
        return ()
    acts = _acts_besides(reading.acts, listed, measure)
    if quantity.kind == "money":
        acts = tuple(["won" if act == "recognised" else act for act in acts])  # 获补助资金
    if not _PUSHED.isdisjoint(acts) and (quantity.unit_text in _ORGANISED or reading.word in _PLACES):
        return None  # 推动50家企业: to do what, the name does not say
    if not reading.qualifiers and _says_too_little(reading):
        return None
    if listed.kind in (WHOLE, ALONE):
        return None if _changes_whole(acts, listed) else ()
    if listed.dimensions[:1] == ("mass",) and not _ACTS_OF_WORKS.isdisjoint(acts):
        return None  # 建成60万吨甲醇项目: what is built makes it
    return acts


def _acts_besides(acts: tuple[str, ...], listed: Listed, measure: str) -> tuple[str, ...]:
    """The acts without those of change where the measure tells of it."""
    told = measure == "increment" or (listed.row_kind == "flow" and measure != "level")
    if not told or ("added" in acts and not _ACTS_ON_WHAT_STANDS.isdisjoint(acts)):
        return acts
    return tuple([act for act in acts if act not in _ACTS_OF_CHANGE])


def _changes_whole(acts: tuple[str, ...], listed: Listed) -> bool:
    """Whether acts make something else of an indicator that stands alone; those that a flow has anyway do not."""
    return bool(acts) and (listed.row_kind not in ("flow", "count") or not _ACTS_OF_FLOWS.issuperset(acts))


def _says_too_little(reading: Composition) -> bool:
    """Whether an unqualified thing is added or recognised, and the name does not say as what: 新增11个县摘帽, 3个村入选."""
    if "recognised" in reading.acts:
        return reading.listed.kind == GENERIC or reading.word in _PLACES
    return reading.word in _PLACES and not _FOR_PLACES.isdisjoint(reading.acts)


def _dimension(listed: Listed, quantity: QuantityRecord, measure: str, share: bool, projects: bool) -> str | None:
    """Empty if the quantity has the thing's own dimension, another one that it may have, or None if it can have it not."""
    kind, expected = quantity.kind, listed.dimensions
    if measure == "share":
        if share:
            return ""
        fits = (
            kind in ("percent", "ratio")
            and not _SHARES.isdisjoint(expected)
            and listed.row_kind not in ("flow", "stock")
        )
        return "" if fits else None
    if listed.kind in (WHOLE, ALONE):
        return "" if not expected or _fits(frozenset(expected), quantity) else None
    own = _measured_in(quantity, expected)
    if own == "count" and projects:
        return ""  # 河道整治工程3项
    if own not in expected:
        return None
    return "" if own == expected[0] else own


def _measured_in(quantity: QuantityRecord, expected: tuple[str, ...]) -> str:
    """The dimension of a thing that a quantity is of."""
    kind, unit = quantity.kind, quantity.unit_text
    if kind == "percent":
        return "share"
    if kind != "count":
        return "money" if kind == "money" else quantity.dimension or ""
    if unit in _PERSONS or (not unit and "persons" in expected):
        return "persons"
    return "households" if unit == "户" and "households" in expected else "count"


def _fits(expected: frozenset[str], quantity: QuantityRecord) -> bool:
    """Whether the expected dimensions of an indicator that stands alone allow the quantity."""
    kind = quantity.kind
    if kind == "money":
        return not expected.isdisjoint(_MONEY)
    if kind in ("percent", "ratio"):
        return not expected.isdisjoint(_SHARES)
    if kind == "count":
        return not expected.isdisjoint(_COUNTED)
    if quantity.dimension == "time":
        return "time" in expected  # 零就业家庭24小时动态清零
    measured = expected - (_MONEY - _USED) - _SHARES - {"growth"}
    if (
        quantity.dimension not in measured
        and not _SET_APART.isdisjoint((quantity.dimension, *measured))
        and (quantity.dimension in _PLAIN and not _PLAIN.isdisjoint(measured))
    ):
        return False  # 播种粮食90万亩 is no output
    return bool(measured - (_COUNTED - {"count", "density", "person_times", "teu", "score"}))


@lru_cache(maxsize=1)
def _names_of_parts() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    things = {row["id"]: (row["name_zh"], row["name_en"]) for row in lexicons.load("indicators")}
    words = {row["id"]: (row["name_zh"], row["name_en"]) for row in lexicons.load("indicator_words") if row["id"]}
    return things, words


_SUFFIXES = {
    "share": ("占比", "share"), "growth": ("增速", "growth rate"), "money": ("金额", "amount"), "area": ("面积", "area"),
    "length": ("长度", "length"), "persons": ("人数", "persons"), "households": ("户数", "households"), "mass": ("重量", "mass"),
    "volume": ("容积", "volume"), "power": ("功率", "capacity"), "energy": ("电量", "energy"), "count": ("数量", "number"),
    "time": ("时间", "time"), "compute": ("算力", "computing power"),
}  # fmt: skip
"""Parts of an id that no lexicon lists: Chinese and English name."""


def names_of(indicator_id: str) -> tuple[str, str] | None:
    """The Chinese and English name of a canonical indicator, listed or composed; None for an unknown id.

    Args:
        indicator_id: an id as in `Indicator.id`.

    Example:
        >>> names_of("kindergartens.inclusive.built")
        ('普惠性幼儿园（新建）', 'Kindergartens: inclusive, built')
    """
    if _SHARE_MARK in indicator_id:
        part, of = indicator_id.split(_SHARE_MARK, 1)
        words = _names_of_parts()[1]
        return _joined(names_of(part), words[of] if of in words else names_of(of), "占{}比重", ", share of {}")
    if _BOTH in indicator_id:
        one, two = indicator_id.split(_BOTH, 1)
        return _joined(names_of(one), names_of(two), "和{}", " and {}")
    return _composed_names(indicator_id)


def _joined(
    front: tuple[str, str] | None, behind: tuple[str, str] | None, chinese: str, english: str
) -> tuple[str, str] | None:
    """The names of two halves of an id as one; None if one half is unknown."""
    if front is None or behind is None:
        return None
    return front[0] + chinese.format(behind[0]), front[1] + english.format(behind[1])


def _composed_names(indicator_id: str) -> tuple[str, str] | None:
    """The names of an id of one thing and what is said of it."""
    things, words = _names_of_parts()
    first, *rest = indicator_id.split(".")
    if first not in things:
        return None
    chinese, english = things[first]
    front: list[str] = []
    behind: list[str] = []
    notes: list[str] = []
    for word in rest:
        named = words.get(word) or things.get(word) or _SUFFIXES.get(word)
        if named is None:
            return None
        notes.append(named[1].lower())
        (behind if word in _SUFFIXES or word in _acts() else front).append(named[0])
    chinese = "".join(front) + chinese + (f"（{'，'.join(behind)}）" if behind else "")
    return chinese, f"{english}: {', '.join(notes)}" if notes else english


@lru_cache(maxsize=1)
def _acts() -> frozenset[str]:
    return frozenset(row["id"] for row in lexicons.load("indicator_words") if row["role"] == "act")
