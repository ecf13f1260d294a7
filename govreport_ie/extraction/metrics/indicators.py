"""Canonical indicators: which entry of the indicator lexicon a phrase names.

A phrase is looked up whole, then without its verb, without modifiers that do not change what is measured
(全社会, 实现, names of jurisdictions) and without closing words (增速, 总量).  No entry is taken whose expected dimensions
exclude the quantity: a percent cannot be the level of a gross product.
"""

from __future__ import annotations

import re
from pathlib import Path

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.records import QuantityRecord

__all__ = ["COLUMNS", "IndicatorIndex"]

COLUMNS = (
    "id", "name_zh", "aliases", "name_en", "dimensions", "typical_units", "policy_area", "direction", "kind", "context_only_aliases",
)  # fmt: skip

_NEUTRAL_FRONT = re.compile(
    r"(?:全社会|全口径|全体|全年|累计|实现|完成|达到|年度|当年|共|我[国省市区县]|全[国省市区县州镇乡]|本[市省区县]|其中|预计|地方级?|区域|我们|总的|[一-龥]{2,3}(?:省|市|区|县|州)(?=.{4}))"
)
_NEUTRAL_BACK = re.compile(
    r"(?:增速|增幅|增长率|总量|总数|数量|规模|个数|户数|家数|人数|总人数|占比|比重|排名|指标|目标|情况|任务|工作|建设|项目|总额|额|数|量)$"
)
_SPELLING = re.compile(r"[\s“”\"‘’《》·]|[(（][^()（）]{0,20}[)）]|\[\d+\]")
_VARIANTS = (
    ("规模以上", "规上"),
    ("限额以上", "限上"),
    ("国内生产总值", "地区生产总值"),
    ("市场主体", "经营主体"),
    ("居民家庭", "居民"),
)
_MONEY = frozenset(
    (
        "money",
        "money_per_capita",
        "money_per_month",
        "money_per_area",
        "energy_per_money",
        "area_per_money",
        "volume_per_money",
    )
)
_RATE = frozenset(("share", "pp", "per_mille", "growth", "score", "per_100k", "index", "ratio"))
_COUNTED = frozenset(("count", "person_times", "teu", "medals", "index", "score", "grade", "per_100k", "density"))
_AMOUNT = frozenset(
    (
        "area",
        "length",
        "mass",
        "time",
        "power",
        "volume",
        "energy",
        "mass_rate",
        "volume_rate",
        "concentration",
        "compute",
        "flow_rate",
        "mass_length",
        "area_per_capita",
        "mass_per_area",
        "volume_per_money",
        "teu",
        "count",
        "density",
        "score",
        "person_times",
        "energy_per_money",
    )
)
_REMEMBERED = 4096
"""So many lookups are kept."""


def _normal(text: str) -> str:
    text = _SPELLING.sub("", text)
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
        self._found: dict[tuple[str, str, str, str], tuple[str, str] | None] = {}  # reports repeat their indicators
        self._layers: list[dict[str, str]] = []  # normalised name -> id; the user's layer goes first
        self._dimensions: dict[str, frozenset[str]] = {}
        layers = [lexicons.load("indicators")]
        if path is not None:
            layers.insert(0, lexicons.load_file(path, COLUMNS))
        for rows in layers:
            ids: dict[str, str] = {}
            for row in rows:
                self._dimensions.setdefault(row["id"], frozenset(lexicons.values(row["dimensions"])))
                aliases = (*lexicons.values(row["aliases"]), *lexicons.values(row["context_only_aliases"]))
                for name in (row["name_zh"], *aliases):
                    ids.setdefault(_normal(name), row["id"])
            self._layers.append(ids)

    def knows(self, name: str) -> bool:
        """Whether a phrase is the name or an alias of a canonical indicator."""
        name = _normal(name)
        return any(name in ids for ids in self._layers)

    def find(self, name: str, object_name: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        """The id of a phrase's canonical indicator and the lexicon entry that matched, or None.

        Args:
            name: the full name, with its verb.
            object_name: the phrase without its verb.
            quantity: the quantity it measures.
            measure: level, increment, growth, points, share, rank or ratio.
        """
        key = name, object_name, quantity.kind, measure
        try:
            return self._found[key]
        except KeyError:
            pass
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        found = self._found[key] = self._find(name, object_name, quantity, measure)
        return found

    def _find(self, name: str, object_name: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        texts = [_normal(text) for text in ((name, object_name) if object_name != name else (name,))]
        for ids in self._layers:
            for text in texts:
                found = self._lookup(ids, text, quantity, measure)
                if found:
                    return found
        return None

    def _lookup(self, ids: dict[str, str], text: str, quantity: QuantityRecord, measure: str) -> tuple[str, str] | None:
        if len(text) > 40:
            text = text[-40:]
        front = text
        for _ in range(3):
            back = front
            for _ in range(3):
                found = ids.get(back)
                if found and self._fits(found, quantity, measure):
                    return found, back
                match = _NEUTRAL_BACK.search(back)
                if not match or match.start() < 2:
                    break
                back = back[: match.start()]
            match = _NEUTRAL_FRONT.match(front)
            if not match or match.end() >= len(front) - 1:
                return None
            front = front[match.end() :]
        return None

    def _fits(self, found: str, quantity: QuantityRecord, measure: str) -> bool:
        """Whether the expected dimensions allow the quantity."""
        expected = self._dimensions[found]
        if measure in ("growth", "points", "rank", "ratio") or not expected:
            return True
        kind = quantity.kind
        if kind == "money":
            return not expected.isdisjoint(_MONEY)
        if kind == "percent" or kind == "ratio":
            return not expected.isdisjoint(_RATE - {"growth"})
        if kind == "count":
            return not expected.isdisjoint(_COUNTED)
        return not expected.isdisjoint(_AMOUNT)
