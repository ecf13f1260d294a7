"""Names from the network's tags and the rules' votes, each with a calibrated probability and what speaks for it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.decoding import best_tags, name_spans, tags_within
from govreport_ie.extraction.entities.network import LABELS, TAGS, Network
from govreport_ie.extraction.entities.rulebook import LISTED_PRECISION
from govreport_ie.extraction.records import EntityRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NameTagger", "evidence", "probabilities", "trimmed"]

Span = tuple[int, int, str]

_ENUMERATOR = re.compile(r"[①-⑳●■◆]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、](?!\d)")
_QUOTES_MEET = re.compile(r'(?<=["”])(?=["“])')  # two quoted names side by side are two names
_CLOSED_BY = {"(": ")", "《": "》"}
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()}
_POINTED = re.compile(r"[本该我各此][省市州县区旗镇乡村]")  # points to a place and does not name it
_NEVER_DOUBTED = 50.0
_EDGE = "\n"
_PLAIN = (0.0, 1.0, 0.0, 0.0, 0.0)  # without calibration a name is as sure as its weakest character
_SMALL = 1e-4
_LEAST = 0.001  # no score is 0 or 1
_LEAST_SCORE = 0.3
_LEAST_REPEATED, _SURE, _THINKABLE = (
    3,
    0.7,
    0.02,
)  # characters; the network's mean where it was found, and where it is repeated
_DEFAULT_VOTES = {"PROJECT": 1.0, "PLACE": 1.0, "INSTITUTION": 1.0}


class NameTagger:
    """Finds the names of a report.

    Args:
        networks: the networks; of several the mean of their log-probabilities counts.
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = tuple(networks)
        settings = self.networks[0].settings
        votes = settings.get("votes", _DEFAULT_VOTES)
        self._votes = np.array([0.0, *(votes[label] for label in LABELS for _ in range(4))], np.float32)
        calibration: dict[str, Any] = settings.get("calibration", {})
        self._calibration = np.array([calibration.get(label, _PLAIN) for label in LABELS])

    def scores(
        self, folded: str, channels: dict[str, NDArray[np.uint8]], wanted: Sequence[tuple[int, int]] = ()
    ) -> NDArray[np.float32]:
        """Log-probabilities of the tags, of any norm: the mean of the networks.

        Args:
            folded: a folded text.
            channels: its channels.
            wanted: stretches whose clauses are read in any case.
        """
        # a report begins and ends as a line does, whatever blank stands around it
        start = len(folded) - len(folded.lstrip())
        end = len(folded.rstrip())
        edge = len(_EDGE)
        found = np.zeros(
            (len(TAGS), len(folded) + 2 * edge), np.float32
        ).T  # edges of a text without blanks around it, too
        found[:, 0] = _NEVER_DOUBTED
        if start < end:
            text = f"{_EDGE}{folded[start:end]}{_EDGE}"
            seen = {name: np.pad(channel[start:end], edge) for name, channel in channels.items()}
            wanted = [(low + edge - start, high + edge - start) for low, high in wanted]
            first, *others = self.networks
            read = first.scores(text, seen, wanted, found[start : end + 2 * edge])
            for other in others:
                read += other.scores(text, seen, wanted)
            if others:
                read /= len(self.networks)
            for blank in (read[:edge], read[-edge:]):
                blank[:], blank[:, 0] = 0.0, _NEVER_DOUBTED
        return found[edge:-edge]

    def find(
        self, context: EntityContext, channels: dict[str, NDArray[np.uint8]], rules: Sequence[EntityRecord]
    ) -> list[EntityRecord]:
        """The names of a report.

        Args:
            context: its context.
            channels: its channels.
            rules: what the rules have found, without overlaps.

        Returns:
            Entities in text order without overlaps; subtype, name and code are still to be told.
        """
        folded = context.folded
        scores = self.scores(folded, channels, [(record.start, record.end) for record in rules])
        found = self._with_votes(scores, rules)
        spans = [
            (begin, stop, label) for start, end, label in found for begin, stop in _names_within(folded, start, end)
        ]
        spans = _that_cut_none(spans, channels["quantity"])
        by_span = {(record.start, record.end, record.label): record for record in rules}
        said = [by_span.get(span) for span in spans]
        rule_names = ["" if rule is None else rule.rule for rule in said]
        records = self._scored(spans, probabilities(scores, spans), rule_names)
        kept: list[EntityRecord] = []
        for record, rule in zip(records, said, strict=True):
            if rule is not None and rule.score == 1.0:  # the user's own are never doubted, nor scored
                kept.append(rule)
            elif record.score is None or record.score >= _LEAST_SCORE:
                kept.append(record)
        return self._with_repeated(kept, context, scores)

    def _with_votes(self, scores: NDArray[np.float32], rules: Sequence[EntityRecord]) -> list[Span]:
        """The best names by scores and votes; the scores are left as they were."""
        if not rules:
            return name_spans(best_tags(scores))
        layout = tags_within([(record.start, record.end, record.label) for record in rules])
        weights = np.array([_weight(record.score) for record in rules], np.float32)
        votes = self._votes[layout.tags] * np.repeat(weights, layout.sizes)
        # never doubted: the user's own
        votes[np.repeat([record.score == 1.0 for record in rules], layout.sizes)] = _NEVER_DOUBTED
        known = scores[layout.offsets, layout.tags]
        scores[layout.offsets, layout.tags] += votes
        found = name_spans(best_tags(scores))
        scores[layout.offsets, layout.tags] = known
        return found

    def _scored(self, spans: Sequence[Span], chances: NDArray[np.float32], rules: Sequence[str]) -> list[EntityRecord]:
        """Names with their scores.

        Args:
            spans: the names.
            chances: see `probabilities`.
            rules: the rules that found them, too; empty where none has.
        """
        if not spans:
            return []
        sizes = np.array([end - start for start, end, _ in spans])
        seen = evidence(chances, np.array([bool(rule) for rule in rules]), sizes)
        weights = self._calibration[[LABELS.index(label) for _, _, label in spans]]
        scores = 1 / (1 + np.exp(-(seen * weights).sum(1)))
        scores = np.round(scores.clip(_LEAST, 1 - _LEAST), 3).tolist()
        return [
            EntityRecord(
                start, end, label, rule=rule or "entities.naming:network", score=score, chances=(weakest, mean)
            )
            for (start, end, label), rule, score, (weakest, mean) in zip(
                spans, rules, scores, chances.tolist(), strict=True
            )
        ]

    def _with_repeated(
        self, records: list[EntityRecord], context: EntityContext, scores: NDArray[np.float32]
    ) -> list[EntityRecord]:
        """The names, and the other places where one that was surely found stands: found once, it is found everywhere."""
        folded = context.folded
        sure: dict[str, tuple[float, str]] = {}
        for record in records:
            if record.end - record.start >= _LEAST_REPEATED and record.chances and record.chances[1] >= _SURE:
                surface = folded[record.start : record.end]
                sure[surface] = max(sure.get(surface, (0.0, "")), (record.chances[1], record.label))
        if not sure:
            return records
        taken = bytearray(len(folded))
        for record in records:
            taken[record.start : record.end] = b"\x01" * (record.end - record.start)
        surfaces = list(sure)
        # of the kinds of automata this is built in a quarter of the time, and is used once
        automaton = AhoCorasick(surfaces, MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)
        spans: list[Span] = [
            (start, end, sure[surfaces[number]][1])
            for number, start, end in automaton.find_matches_as_indexes(folded)
            if taken.find(1, start, end) < 0 and not context.cuts_quantity(start, end)
        ]
        chances = probabilities(scores, spans)
        thinkable = np.flatnonzero(chances[:, 1] >= _THINKABLE)
        spans = [spans[number] for number in thinkable.tolist()]
        repeated = self._scored(spans, chances[thinkable], ["entities.naming:repeated"] * len(spans))
        repeated = [record for record in repeated if record.score is None or record.score >= _LEAST_SCORE]
        return sorted([*records, *repeated], key=lambda record: record.start) if repeated else records


def evidence(chances: NDArray[np.float32], agrees: NDArray[np.bool_], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """What tells whether names are right, as the columns that the calibration weighs.

    Args:
        chances: see `probabilities`.
        agrees: whether a rule found the same name.
        sizes: their lengths in characters.
    """
    clipped = chances.astype(np.float64).clip(_SMALL, 1 - _SMALL)
    odds = np.log(clipped / (1 - clipped))  # which tell .99 from .999, as logarithms of the chances hardly do
    return np.column_stack([np.ones(len(sizes)), odds, agrees.astype(np.float64), np.log(sizes)])


def _weight(precision: float | None) -> float:
    """How much more than a listed name a rule of this precision votes: the ratio of the log odds of being right."""
    if precision is None or not LISTED_PRECISION < precision < 1:
        return 1.0
    return math.log(precision / (1 - precision)) / math.log(LISTED_PRECISION / (1 - LISTED_PRECISION))


def probabilities(scores: NDArray[np.float32], spans: Sequence[Span]) -> NDArray[np.float32]:
    """What the network gives the tags of every name: the smallest probability of its characters, and their geometric mean.

    Args:
        scores: log-probabilities of any norm of all characters.
        spans: the names, in text order without overlaps.
    """
    if not spans:
        return np.zeros((0, 2), np.float32)
    offsets, tags, firsts, sizes = tags_within(spans)
    shifted = scores[offsets]
    shifted -= shifted.max(1, keepdims=True)
    logs = shifted[np.arange(len(tags)), tags] - np.log(np.exp(shifted).sum(1))
    return np.exp(np.column_stack([np.minimum.reduceat(logs, firsts), np.add.reduceat(logs, firsts) / sizes]))


def _that_cut_none(spans: list[Span], quantities: NDArray[np.uint8]) -> list[Span]:
    """The names whose edges lie in no amount.

    Args:
        spans: the names.
        quantities: the channel of the quantities, where 2 is a character behind the first.
    """
    if not spans:
        return spans
    starts, ends, _ = zip(*spans, strict=True)
    last = len(quantities) - 1
    edges, behind = np.array(starts), np.array(ends)
    cut = quantities[edges] == 2
    cut |= (behind <= last) & (quantities[np.minimum(behind, last)] == 2)
    return [span for span, wrong in zip(spans, cut.tolist(), strict=True) if not wrong]


def _names_within(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names that one stretch of tags holds: cut where quotes meet, trimmed, without what only points to a place."""
    surface = folded[start:end]
    if surface.isalpha():  # nothing to cut or trim
        return [] if end - start == 2 and _POINTED.fullmatch(surface) else [(start, end)]
    seams = [match.start() for match in _QUOTES_MEET.finditer(folded, start + 1, end - 1)]
    parts = [trimmed(folded, left, right) for left, right in zip([start, *seams], [*seams, end], strict=True)]
    return [(left, right) for left, right in parts if left < right and not _POINTED.fullmatch(folded, left, right)]


def trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space and brackets of the text around it at its edges and without the number of the item that it opens."""
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    if start < end and folded[start] in _CLOSED_BY and _CLOSED_BY[folded[start]] not in folded[start:end]:
        start += 1
    if start < end and folded[end - 1] in _OPENED_BY and _OPENED_BY[folded[end - 1]] not in folded[start:end]:
        end -= 1
    mark = _ENUMERATOR.match(folded, start, end)
    return (mark.end() if mark and mark.end() < end else start), end
