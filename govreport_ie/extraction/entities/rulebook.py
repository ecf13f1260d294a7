"""All that names without the network: listed places and bodies, the packaged rows, and the user's own rows and phrases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from govreport_ie.errors import LexiconError
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.gazetteer import PlaceHead, gazetteer
from govreport_ie.extraction.entities.network import LABELS
from govreport_ie.extraction.entities.places import find_places
from govreport_ie.extraction.entities.resolve import resolve
from govreport_ie.extraction.entities.rules import LEFT_EDGES, Rule, Rules
from govreport_ie.extraction.entities.terms import Body, Head, terms
from govreport_ie.extraction.records import EntityRecord
from govreport_ie.extraction.text import fold

__all__ = ["LISTED_PRECISION", "Rulebook", "all_heads", "packaged_rulebook", "read_rules", "read_token_patterns"]

LISTED_PRECISION = 0.9
"""How often a listed place or body was right on the labelled windows, where it does not stand inside a longer name."""

_COLUMNS = ("label",)


class Rulebook:
    """Rules of all kinds.

    Args:
        rows: rows of the table, the first that fits counts.
        phrases: the user's phrases by label.
    """

    def __init__(self, rows: Iterable[Rule], phrases: Sequence[tuple[str, str, str]] = ()) -> None:
        self.rules = Rules(rows, all_heads())
        self.phrases = list(phrases)
        self._phrases = (
            AhoCorasick([fold(text) for text, _, _ in self.phrases], matchkind=MatchKind.LeftmostLongest)
            if self.phrases
            else None
        )

    def with_file(self, path: Path) -> Rulebook:
        """These rules behind those of a user's file.

        Args:
            path: a TSV or CSV file of rows, or EntityRuler patterns as JSONL.

        Raises:
            LexiconError: if the file cannot be read or is malformed; the message names the line.
        """
        if path.suffix.lower() == ".jsonl":
            phrases = [(text, label, name) for label, text, name in _patterns(path) if isinstance(text, str)]
            return Rulebook(self.rules.rows, [*self.phrases, *phrases])
        return Rulebook([*read_rules(path), *self.rules.rows], self.phrases)

    def find(
        self,
        context: EntityContext,
        edges: Edges,
        bodies: Iterable[tuple[int, int, Body]],
        heads: Iterable[tuple[int, int, Head | PlaceHead]],
    ) -> list[EntityRecord]:
        """What the rules find in a report.

        Args:
            context: the context of the report.
            edges: its common words.
            bodies: the listed bodies in it.
            heads: the heads of names in it.

        Returns:
            Entities in text order without overlaps, their score the precision of the rule.
        """
        records = find_places(context)
        records += [
            EntityRecord(start, end, "INSTITUTION", rule="entities.terms:body")
            for start, end, _ in bodies
            if not edges.cut_right(start, end)
        ]
        for record in records:
            record.score = LISTED_PRECISION
        for start, end, rule in self.rules.fire(context, edges, heads):
            records.append(
                EntityRecord(start, end, rule.label, rule=f"entities.rules:{rule.name}", score=rule.precision)
            )
        if self._phrases is not None:
            for number, start, end in self._phrases.find_matches_as_indexes(context.folded):
                text, label, name = self.phrases[number]
                records.append(EntityRecord(start, end, label, name=name, rule=f"user:{text}", score=1.0))
        return resolve(records, context)


def read_rules(path: Path) -> list[Rule]:
    """A user's rows: a TSV or CSV file with the column `label` and `head` or `pattern`.

    Further columns: `rule` (a name), `left` (kinds of left edges, see `govreport_ie.extraction.entities.rules.LEFT_EDGES`; all when empty), `not_behind`,
    `precision` (below one it only votes).

    Raises:
        LexiconError: if the file cannot be read or is malformed.
    """
    rows = lexicons.load_file(path, _COLUMNS)
    return [_rule(row, f"{path}, row {number}", str(number)) for number, row in enumerate(rows, 1)]


def _rule(row: dict[str, str], where: str, name: str) -> Rule:
    heads, pattern = lexicons.values(row.get("head", "")), row.get("pattern", "")
    left = lexicons.values(row.get("left", "")) or tuple(LEFT_EDGES)
    if row["label"] not in LABELS:
        raise LexiconError(f"{where}: label {row['label']!r}; known: {', '.join(LABELS)}")
    if bool(heads) == bool(pattern):
        raise LexiconError(f"{where}: give a head or a pattern")
    unknown = [kind for kind in left if kind not in LEFT_EDGES]
    if unknown:
        raise LexiconError(f"{where}: left edge {unknown[0]!r}; known: {', '.join(LEFT_EDGES)}")
    try:
        re.compile(pattern)
        precision = float(row.get("precision") or 1)
    except (re.error, ValueError) as error:
        raise LexiconError(f"{where}: {error}") from error
    if row.get("firings"):  # of ten firings that were all right the next may be wrong
        precision = min(precision, 1 - 1 / (int(row["firings"]) + 2))
    return Rule(
        row.get("rule") or name,
        row["label"],
        heads,
        left,
        pattern,
        lexicons.values(row.get("not_behind", "")),
        precision,
    )


def _patterns(path: Path) -> Iterable[tuple[str, str | list[dict[str, Any]], str]]:
    """(label, phrase or token pattern, id) of spaCy's EntityRuler patterns, one JSON object a line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            label, pattern = item["label"], item["pattern"]
        except (ValueError, KeyError, TypeError) as error:
            raise LexiconError(f"{path}, line {number}: not an EntityRuler pattern: {error}") from error
        if label not in LABELS:
            raise LexiconError(f"{path}, line {number}: label {label!r}; known: {', '.join(LABELS)}")
        if not pattern or not isinstance(pattern, str | list):
            raise LexiconError(f"{path}, line {number}: pattern must be a text or a list of tokens")
        yield label, pattern, str(item.get("id") or "")


def read_token_patterns(path: Path) -> list[tuple[str, list[dict[str, Any]], str]]:
    """(label, token pattern, id) of the token patterns of a JSONL file of EntityRuler patterns, none of any other file.

    Args:
        path: the file.
    """
    if path.suffix.lower() != ".jsonl":
        return []
    return [(label, pattern, name) for label, pattern, name in _patterns(path) if isinstance(pattern, list)]


def all_heads() -> dict[str, Head]:
    """The heads of all labels by word; a word that ends places and projects is one of both lists, and counts as the latter."""
    heads = {head.word: Head(head.word, "PLACE", head.subtype, head.kind) for head in gazetteer().heads}
    return heads | terms().heads


@lru_cache(maxsize=1)
def packaged_rulebook() -> Rulebook:
    """The packaged rules, built once a process."""
    rows = lexicons.load("entity_rules")
    return Rulebook([_rule(row, f"entity_rules, row {number}", str(number)) for number, row in enumerate(rows, 1)])
