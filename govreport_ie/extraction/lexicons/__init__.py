"""The lexicons: tab-separated data files in this folder, each listed in `LEXICONS`, loaded once and checked on load.

A file begins with comment lines (``# …``: what it holds, its source), then a header line, then one row a line.
Cells that hold several values separate them by ``|``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.lexicons.stored import stored_rows, to_bytes

__all__ = ["LEXICONS", "Lexicon", "compact", "load", "load_file", "values"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One data file: its name, the columns it must have, the stage that uses it and what it holds."""

    name: str
    columns: tuple[str, ...]
    stage: str
    content: str


# The one list of all lexicons.  Keep it sorted by stage, then by name.
LEXICONS: dict[str, Lexicon] = {
    entry.name: entry
    for entry in (
        # several stages
        Lexicon(
            "context_words",
            ("role", "word", "not_before", "not_after"),
            "all",
            "words that patterns look for beside numbers, times and headings",
        ),
        Lexicon("traditional", ("simplified", "traditional"), "all", "traditional characters that matching folds"),
        # structure
        Lexicon(
            "genre_frames",
            ("genre", "reviewed", "planned", "bias", "inertia", "title_year"),
            "structure",
            "time and status of each genre",
        ),
        Lexicon("genres", ("genre", "where", "all", "weight"), "structure", "what tells the genre of a document"),
        Lexicon("heading_words", ("word", "weight"), "structure", "words of headings that say review or plan"),
        Lexicon("npc_sessions", ("session", "year"), "structure", "sessions of the National People's Congress"),
        Lexicon("page_chrome", ("text", "match"), "structure", "what web pages put around a report"),
        Lexicon("table_columns", ("name", "field"), "structure", "column headings of tables with one report a row"),
        Lexicon("time_frame_cues", ("cue", "weight"), "structure", "wording of work done and work to come"),
        # quantities
        Lexicon("classifiers", ("unit", "weak", "surfaces"), "quantities", "classifiers of counts"),
        Lexicon("hedges", ("modifier", "side", "not_before", "surfaces"), "quantities", "hedges beside an amount"),
        Lexicon("not_units", ("rule", "surfaces"), "quantities", "what follows a numeral that is no amount"),
        Lexicon("numeral_names", ("kind", "surfaces"), "quantities", "names and idioms that begin with a numeral"),
        Lexicon("threshold_things", ("units", "things"), "quantities", "things that amounts with 以上 or 级 select"),
        Lexicon(
            "units",
            ("unit", "weak", "kind", "dimension", "factor", "base_unit", "pint", "ucum", "iso4217", "surfaces"),
            "quantities",
            "units of money, share, ratio and measure",
        ),
        # entities
        Lexicon(
            "national_bodies",
            ("name", "full_name", "subtype"),
            "entities",
            "bodies that are institutions wherever they stand",
        ),
        Lexicon(
            "stage_cues", ("cue", "where", "stage"), "entities", "words that tell the stage of a construction project"
        ),
        Lexicon(
            "entity_heads",
            ("head", "label", "subtype", "kind"),
            "entities",
            "words that institution and project names end with",
        ),
        Lexicon(
            "entity_rules",
            ("rule", "label", "head", "left", "pattern", "not_behind", "firings", "precision", "example"),
            "entities",
            "heads and left edges that make names, with what they were right of",
        ),
        Lexicon(
            "entity_words", ("word", "class"), "entities", "common words and the part they play at the edges of names"
        ),
        Lexicon("common_names", ("name",), "entities", "division names that are also everyday words"),
        Lexicon("countries", ("name", "full", "cities"), "entities", "countries of the world and their cities"),
        Lexicon("divisions", ("code", "name", "short", "level", "status"), "entities", "divisions, province to county"),
        Lexicon(
            "place_contexts",
            ("role", "word", "not_before", "not_after"),
            "entities",
            "what stands behind the name of a place and makes it a part of another name",
        ),
        Lexicon("place_generic", ("word",), "entities", "words that look like place names"),
        Lexicon("place_heads", ("head", "subtype", "kind"), "entities", "words that place names end with"),
        Lexicon("place_everyday", ("word", "role"), "entities", "everyday words at the front of names of places"),
        Lexicon("place_stems", ("word", "role"), "entities", "common words in names of zones"),
        Lexicon("regions", ("name", "full", "subtype"), "entities", "regions, mountains and waters"),
        Lexicon("towns", ("county", "towns"), "entities", "towns of each county"),
        # metrics
        Lexicon("compressed_pairs", ("word", "members"), "metrics", "words that write several members as one"),
        Lexicon(
            "indicators",
            (
                "id",
                "name_zh",
                "aliases",
                "name_en",
                "dimensions",
                "typical_units",
                "policy_area",
                "direction",
                "kind",
                "context_only_aliases",
            ),
            "metrics",
            "canonical indicators, their aliases, expected dimensions and policy areas",
        ),
        Lexicon(
            "indicator_words",
            ("role", "id", "words", "name_zh", "name_en"),
            "metrics",
            "words that qualify canonical indicators, and words around their names that change nothing",
        ),
        Lexicon(
            "status_cues",
            ("cue", "status", "where", "reach", "place", "not_before", "not_after", "promise"),
            "metrics",
            "words that tell done from forecast and promised",
        ),
        Lexicon(
            "metric_words",
            ("word", "role", "direction"),
            "metrics",
            "words around indicators: verbs, words of attainment and change",
        ),
        Lexicon(
            "time_words",
            ("word", "role", "first", "last", "months"),
            "metrics",
            "words of time and the years they mean",
        ),
        # policy
        Lexicon(
            "policy_areas",
            (
                "id",
                "level",
                "parent",
                "name_zh",
                "name_en",
                "scope",
                "rules",
                "cap_major",
                "cap_sub",
                "cofog",
                "budget",
            ),
            "policy",
            "the policy-area taxonomy with its crosswalk to CAP topics, COFOG groups and budget classes",
        ),
        Lexicon(
            "policy_boundaries",
            ("terms", "area", "secondary", "near", "units", "rule", "basis"),
            "policy",
            "terms that two areas claim: which wins, which comes second, why",
        ),
        Lexicon("policy_terms", ("area", "weight", "terms"), "policy", "terms that point to a policy area"),
        # panels
        Lexicon("panel_units", ("of", "unit"), "panels", "the units in which a panel gives its values"),
        Lexicon(
            "headline_indicators",
            ("id", "scope"),
            "panels",
            "indicators whose aliases are synonyms, and what narrows them",
        ),
        Lexicon("manners", ("manner", "verbs"), "panels", "verbs of work done, by what they do to the things counted"),
    )
}


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """Load a packaged lexicon.

    Args:
        name: a key of `LEXICONS`.

    Returns:
        One dict a row, column name to cell text (never None).

    Raises:
        LexiconError: if the lexicon is not listed, or its file is malformed; the message names the line.
    """
    if name not in LEXICONS:
        raise LexiconError(f"no lexicon named {name!r}; known: {', '.join(sorted(LEXICONS))}")
    content = resources.files("govreport_ie.extraction.lexicons").joinpath(f"{name}.tsv").read_bytes()
    return stored_rows(name, content) or _read(name, content)


def compact() -> bytes:
    """The rows of every lexicon in the form that a wheel holds (see `govreport_ie.extraction.lexicons.stored`).

    Raises:
        LexiconError: if a file is malformed.
    """
    folder = resources.files("govreport_ie.extraction.lexicons")
    contents = {name: folder.joinpath(f"{name}.tsv").read_bytes() for name in LEXICONS}
    return to_bytes({name: (content, _read(name, content)) for name, content in contents.items()})


def _read(name: str, content: bytes) -> tuple[dict[str, str], ...]:
    return _parse(content.decode("utf-8"), f"{name}.tsv", LEXICONS[name].columns)


def load_file(path: str | Path, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Load a user's lexicon from a TSV (or, by its suffix, CSV) file, with the same checks.

    Raises:
        LexiconError: if the file cannot be read or is malformed; the message names the line.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:  # spreadsheet programs on Chinese systems save CSV files in GBK
        line = error.object.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}, line {line}: cannot be read: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error
    if path.suffix.lower() == ".csv":
        import csv
        import io

        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        text = "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in rows)
    return _parse(text, str(path), columns)


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell that separates them by ``|``; empty for an empty cell."""
    if not cell:
        return ()
    parts = cell.split("|")
    return tuple([part for part in parts if part]) if "" in parts else tuple(parts)


def _parse(text: str, source: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    width = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            width = len(header)
            missing = [column for column in columns if column not in header]
            if missing:
                raise LexiconError(f"{source}, line {number}: columns missing: {', '.join(missing)}")
            continue
        if len(cells) != width:
            if len(cells) > width:
                raise LexiconError(f"{source}, line {number}: {len(cells)} cells, the header has {width}")
            cells += [""] * (width - len(cells))
        rows.append(dict(zip(header, cells)))  # noqa: B905 - as long as each other, see above
    if header is None:
        raise LexiconError(f"{source}: no header line")
    return tuple(rows)
