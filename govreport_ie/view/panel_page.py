"""The page of a panel: one self-contained file in which indicator, regions and years are chosen and every value leads to its sentence.

Rows become columns of numbers into lists of the distinct values, so that a hundred thousand cells stay small; the script draws
lines, small multiples and the rows in sight of the table, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from markupsafe import Markup

from govreport_ie.errors import ConfigError
from govreport_ie.extraction import lexicons
from govreport_ie.report.models import SCHEMA_VERSION
from govreport_ie.view.page import LANGUAGES, asset, json_block, source_hash, template

__all__ = ["panel_page"]

_SCRIPTS = ("dom", "panel_data", "panel_chart", "panel_table", "panel_app")
_CELL = (
    "region_code", "region", "level", "indicator_id", "indicator", "object", "measure", "basis", "peer_group", "status", "unit",
    "modifier", "origin", "doc_id", "metric_id", "quantity_text", "sentence",
)  # fmt: skip
_CELL_NUMBERS = ("year", "basis_year", "value", "low", "high", "sources", "conflicts", "report_year")
_TARGET = (
    "region_code", "region", "indicator_id", "indicator", "object", "measure", "basis", "peer_group", "unit", "aim", "outcome",
    "reason", "result_status", "confirmed_by", "target_doc_id", "target_quantity_text", "target_sentence", "result_doc_id",
    "result_quantity_text", "result_sentence",
)  # fmt: skip
_TARGET_NUMBERS = ("year", "target", "target_low", "target_high", "result", "difference")
_CONFLICT = (
    "region_code", "region", "indicator_id", "indicator", "object", "measure", "basis", "peer_group", "status", "unit", "doc_id",
    "quantity_text", "sentence", "reason",
)  # fmt: skip
_CONFLICT_NUMBERS = ("year", "value", "low", "high")


@cache
def _script() -> str:
    return '(() => {\n"use strict";\n' + "\n".join(asset(f"{name}.js") for name in _SCRIPTS) + "\n})();"


def panel_page(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], *, title: str = "panel", language: str = "auto"
) -> str:
    """One self-contained HTML page of a panel: no network, no other files.

    Args:
        tables: rows of the tables ``panel``, ``targets`` and ``conflicts``, as `govreport_ie.panels.source.read_panel` gives them.
        title: what to call the page.
        language: ``zh``, ``en``, or ``auto`` for that of the reader's browser; the page has a switch.

    Returns:
        The page.

    Raises:
        ConfigError: if there is no such language, or the panel has no cells.
    """
    if language not in LANGUAGES:
        raise ConfigError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    if not tables.get("panel"):
        raise ConfigError("the panel has no cells")
    strings: dict[str, int] = {}
    data = {
        "version": SCHEMA_VERSION,
        "cells": _columns(tables["panel"], _CELL, _CELL_NUMBERS, strings),
        "targets": _columns(tables.get("targets", ()), _TARGET, _TARGET_NUMBERS, strings),
        "conflicts": _columns(tables.get("conflicts", ()), _CONFLICT, _CONFLICT_NUMBERS, strings),
        "units": _unit_names({row["unit"] for row in tables["panel"] if row["unit"]}),
        "english": {row["id"]: row["name_en"] for row in lexicons.load("indicators")},
    }
    data["strings"] = list(strings)
    style, script = asset("panel.css"), _script()
    words = asset("panel_labels.json")
    return template("panel.html").render(
        title=title,
        language=language,
        style=Markup(style),
        style_hash=Markup(source_hash(style)),
        script=Markup(script),
        script_hash=Markup(source_hash(script)),
        labels=Markup(words),
        data=Markup(json_block(data)),
    )


def _unit_names(units: Iterable[str]) -> dict[str, str]:
    """The units as reports write them; of one over another, both."""
    written: dict[str, str] = {}
    for name in ("units", "classifiers"):
        for row in lexicons.load(name):
            written.setdefault(row["unit"], lexicons.values(row["surfaces"])[0])  # percent is % before it is 成
    names: dict[str, str] = {}
    for unit in units:
        parts = [_PER_SEVERAL.sub(r"\1", part) for part in unit.split("_per_")]
        if all(part in written for part in parts):
            several = [_PER_SEVERAL.match(part) for part in unit.split("_per_")]
            counts = ["" if match is None else _COUNTS.get(match[0].partition("_")[0], "?") for match in several]
            names[unit] = "/".join(count + written[part] for count, part in zip(counts, parts, strict=True))
    return names


_PER_SEVERAL = re.compile(r"^10+_(.+)$")
_COUNTS = {"10": "十", "100": "百", "1000": "千", "10000": "万", "100000000": "亿"}


def _columns(
    rows: Iterable[Mapping[str, Any]], texts: Sequence[str], numbers: Sequence[str], strings: dict[str, int]
) -> dict[str, list[Any]]:
    """Rows as columns; a text is its number in the list of all texts, -1 for none."""
    columns: dict[str, list[Any]] = {name: [] for name in (*texts, *numbers)}
    for row in rows:
        for name in texts:
            text = row[name]
            columns[name].append(-1 if text is None else strings.setdefault(str(text), len(strings)))
        for name in numbers:
            columns[name].append(_number(row[name]))
    return columns


def _number(value: Any) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value
