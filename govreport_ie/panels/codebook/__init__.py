"""The codebook: every column, value, indicator and policy area of the outputs, for people and for Stata.

What a column holds is declared with the column; the Chinese names and the labels of values are two tables beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from govreport_ie.errors import WriteError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.panels.tables import PANEL_TABLES
from govreport_ie.report.columns import Table
from govreport_ie.tables import BATCH_TABLES
from govreport_ie.tables.stata import stata_names

__all__ = ["CODEBOOK_FORMATS", "Value", "codebook", "column_names_zh", "tables", "values_of"]

CODEBOOK_FORMATS = (".md", ".do")
"""Suffixes of codebooks: Markdown to read, and a Stata do-file that labels the variables in English and Chinese."""

_GROUPS = {
    **dict.fromkeys(("target_modifier", "result_modifier"), "modifier"),
    "result_status": "status",
}
_KIND_OF_SECTION = "section_kind"


class Value(NamedTuple):
    """A value of a column that has a fixed set of them."""

    value: str
    label_en: str
    label_zh: str


def tables() -> dict[str, Table]:
    """Every table of a batch and of a panel, by name; those of a panel under ``panel``, ``panel_conflicts``, ``panel_targets``."""
    of_panel = {name if name == "panel" else f"panel_{name}": table for name, table in PANEL_TABLES.items()}
    return {**BATCH_TABLES, **of_panel}


@lru_cache(maxsize=1)
def column_names_zh() -> dict[str, str]:
    """Column to its Chinese name."""
    return {row["column"]: row["name_zh"] for row in _rows("columns.tsv", ("column", "name_zh"))}


@lru_cache(maxsize=1)
def _values() -> dict[str, tuple[Value, ...]]:
    groups: dict[str, list[Value]] = {}
    for row in _rows("values.tsv", ("group", "value", "label_en", "label_zh")):
        groups.setdefault(row["group"], []).append(Value(row["value"], row["label_en"], row["label_zh"]))
    return {group: tuple(values) for group, values in groups.items()}


def values_of(table: str, column: str) -> tuple[Value, ...]:
    """The values of a column, empty if it may hold anything.

    Args:
        table: name of the table; the kinds of sections are other ones than those of quantities.
        column: name of the column.

    Example:
        >>> [value.value for value in values_of("metrics", "status")]
        ['actual', 'estimated', 'target']
    """
    group = _KIND_OF_SECTION if (table, column) == ("sections", "kind") else _GROUPS.get(column, column)
    return _values().get(group, ())


def codebook(path: str | Path) -> str:
    """The codebook in the form that a file's suffix asks for.

    Args:
        path: the file that it is meant for; nothing is written.

    Returns:
        The text of the file.

    Raises:
        WriteError: if the suffix is none of `CODEBOOK_FORMATS`.

    Example:
        >>> codebook("codebook.md").splitlines()[0]
        '# Codebook of govreport_ie'
    """
    suffix = Path(path).suffix.lower()
    if suffix not in CODEBOOK_FORMATS:
        raise WriteError(f"{path}: a codebook is written to {' or '.join(CODEBOOK_FORMATS)}")
    return "\n".join(_markdown() if suffix == ".md" else _stata()) + "\n"


def _rows(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    with resources.as_file(resources.files("govreport_ie.panels.codebook") / name) as path:
        return lexicons.load_file(path, columns)


def _markdown() -> Iterator[str]:
    yield "# Codebook of govreport_ie"
    yield "Every table, column, value, canonical indicator and policy area. Values are exact; absent values are empty."
    for name, table in tables().items():
        yield from ("", f"## Table {name}", "", "| column | 中文 | type | meaning | values |", "|---|---|---|---|---|")
        for column in table.columns:
            values = ", ".join(f"`{value.value}`" for value in values_of(name, column.name))
            chinese = column_names_zh().get(column.name, "")
            yield f"| `{column.name}` | {chinese} | {column.type} | {_cell(column.meaning)} | {values} |"
    yield from ("", "## Values", "", "| column | value | meaning | 中文 |", "|---|---|---|---|")
    for group, values in _values().items():
        for value in values:
            yield f"| {group} | `{value.value}` | {_cell(value.label_en)} | {value.label_zh} |"
    yield from (
        "",
        "## Canonical indicators",
        "",
        "| id | 中文 | English | dimension | policy area |",
        "|---|---|---|---|---|",
    )
    for row in lexicons.load("indicators"):
        yield f"| `{row['id']}` | {row['name_zh']} | {_cell(row['name_en'])} | {_cell(row['dimensions'])} | {row['policy_area']} |"
    yield from ("", "## Policy areas", "", "| id | 中文 | English |", "|---|---|---|")
    for area in load_taxonomy(None).areas.values():
        yield f"| `{area.id}` | {area.name_zh} | {_cell(area.name_en)} |"


def _cell(text: str) -> str:
    return text.replace("|", ", ").replace("\n", " ")


def _stata() -> Iterator[str]:
    """Label languages ``en`` and ``zh``: `label language zh` in Stata switches (https://www.stata.com/help.cgi?label_language)."""
    yield "* Variable labels of govreport_ie in English and Chinese; run it with a table in memory, then: label language zh"
    yield "version 14"
    yield "capture label language en, rename"
    yield "capture label language zh, new"
    columns: dict[str, str] = {}
    for table in tables().values():
        for column in table.columns:
            columns.setdefault(column.name, column.meaning)
    for language in ("en", "zh"):
        yield f"label language {language}"
        for name, stata in zip(columns, stata_names(list(columns)), strict=True):
            label = columns[name] if language == "en" else column_names_zh().get(name, columns[name])
            yield f'capture label variable {stata} "{_stata_text(label)}"'
    yield "label language en"
    for group, values in _values().items():
        for value in values:
            yield f"notes _dta: {group} {value.value}: {_stata_text(value.label_en)} {value.label_zh}"


def _stata_text(text: str) -> str:
    return text[:80].replace('"', "'").replace("`", "'").replace("$", "")
