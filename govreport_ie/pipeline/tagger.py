"""The optional statistical tagger of entities: it corrects the edges of the rules' entities and finds what they miss.

A small convolutional network over characters, trained with spaCy's own training (`models/entities_tagger/train.py`), gives every
character a probability for each tag (beginning, inside, end or whole of a PROJECT, PLACE or INSTITUTION, or none).  The rules
vote with a fixed weight for the tags of their own entities, and the best tag sequence of both is the entities layer.
The weights of the votes are chosen by the same script and stand in the component's config.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from govreport_ie.extraction.records import Analysis, EntityRecord
from govreport_ie.extraction.text import fold
from govreport_ie.pipeline.layers import read_analysis, write_layer
from govreport_ie.pipeline.tokenizer import CharTokenizer

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "LABELS",
    "NETWORK",
    "TAGS",
    "EntityTagger",
    "NgramTokenizer",
    "best_tags",
    "make_entity_tagger",
    "make_ngram_tokenizer",
    "merge",
    "pieces",
    "spans_of",
    "tags_of",
]

NETWORK = Path(__file__).with_name("entity_tagger_model")
"""Folder of the packaged network."""

LABELS = ("PROJECT", "PLACE", "INSTITUTION")
OUTSIDE = "O"
TAGS = (OUTSIDE, *(f"{place}-{label}" for label in LABELS for place in "BIES"))
"""The tags of a character: outside, or beginning, inside, end or whole of an entity of a label."""

_PIECE = re.compile(r"[^\n。；;！？!?]{1,300}[。；;！？!?]?|[。；;！？!?]")
_BATCH = 64
_FORBIDDEN = -1e9


class NgramTokenizer(CharTokenizer):
    """The tokenizer of the network: one token a character of the folded text, its lemma the pair with the next character.

    Args:
        vocab: the vocabulary of the network's pipeline.
    """

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        words = list(fold(text))
        pairs = [first + second for first, second in zip(words, [*words[1:], "\n"], strict=True)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words), lemmas=pairs)


@registry.tokenizers("govreport_ie.NgramTokenizer.v1")
def make_ngram_tokenizer() -> Callable[[Language], NgramTokenizer]:
    """Factory of `NgramTokenizer` for the ``[nlp.tokenizer]`` block of a config."""

    def create(nlp: Language) -> NgramTokenizer:
        return NgramTokenizer(nlp.vocab)

    return create


class EntityTagger:
    """The component ``govreport_entity_tagger``; it stands after ``govreport_entities`` and rewrites its layer.

    Args:
        network: the pipeline that tags characters; None loads the packaged one at the first text.
        votes: by label, how much a tag of the rules' entity adds to its log-probability.
        veto: how much the rules' finding nothing adds to the log-probability of no entity.
    """

    def __init__(self, network: Language | None, votes: dict[str, float], veto: float) -> None:
        self._network = network
        self.votes = dict(votes)
        self.veto = veto

    @property
    def network(self) -> Language:
        """The pipeline that tags characters."""
        if self._network is None:
            self._network = _packaged_network()
        return self._network

    def __call__(self, doc: Doc) -> Doc:
        """Rewrite the entities layer of a Doc."""
        analysis = read_analysis(doc)
        self.correct(analysis)
        write_layer(doc, analysis, "entities")
        return doc

    @property
    def stage(self) -> Callable[[Analysis], None]:
        """What the component does to an analysis, for texts that need no Doc."""
        return self.correct

    def correct(self, analysis: Analysis) -> None:
        """Correct the entities of an analysis in place.

        Args:
            analysis: an analysis with entities.
        """
        found: list[tuple[int, int, str]] = []
        rules = tags_of(analysis.entities, len(analysis.text))
        for start, logs in self.log_probabilities(analysis.folded):
            tags = best_tags(logs, rules[start : start + len(logs)], self.votes, self.veto)
            found += [(start + first, start + last, label) for first, last, label in spans_of(tags)]
        quantities = [(quantity.start, quantity.end) for quantity in analysis.quantities]
        analysis.entities = merge(analysis.text, analysis.entities, found, quantities)

    def log_probabilities(self, text: str) -> Iterator[tuple[int, np.ndarray]]:
        """Offset and log-probabilities (characters x tags in the order of `TAGS`) of every piece of a text.

        Args:
            text: a folded text.
        """
        import numpy as np

        network = self.network
        embedding: Any = network.get_pipe("tok2vec")
        tagger: Any = network.get_pipe("tagger")
        order = [tagger.labels.index(tag) for tag in TAGS]
        spans = list(pieces(text))
        for first in range(0, len(spans), _BATCH):
            batch = spans[first : first + _BATCH]
            docs = [network.make_doc(text[start:end]) for start, end in batch]
            embedding.set_annotations(docs, embedding.predict(docs))
            for doc, scores, (start, _) in zip(docs, tagger.model.predict(docs), batch, strict=True):
                if len(doc):
                    yield start, np.log(np.maximum(scores[:, order], 1e-8))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the network to a folder."""
        self.network.to_disk(path)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EntityTagger:
        """Load the network from a folder."""
        import spacy

        self._network = spacy.load(path)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The network as bytes."""
        return self.network.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EntityTagger:
        """Load the network from bytes."""
        self._network = self.network.from_bytes(data)
        return self


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that the network reads at a time: sentences, cut at 300 characters.

    Args:
        text: any text.

    Example:
        >>> list(pieces("建成宁溪大桥。开工"))
        [(0, 7), (7, 9)]
    """
    return (match.span() for match in _PIECE.finditer(text))


def tags_of(entities: Iterable[EntityRecord], length: int) -> list[int]:
    """The tags (as indexes of `TAGS`) that entities give to the characters of a text.

    Args:
        entities: entities in text order; of two that overlap the first counts.
        length: length of the text.
    """
    tags = [0] * length
    for entity in entities:
        if any(tags[entity.start : entity.end]):
            continue
        base = 1 + 4 * LABELS.index(entity.label)
        if entity.end - entity.start == 1:
            tags[entity.start] = base + 3
            continue
        tags[entity.start : entity.end] = [base + 1] * (entity.end - entity.start)
        tags[entity.start], tags[entity.end - 1] = base, base + 2
    return tags


def spans_of(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """The entities (start, end, label) that a well-formed tag sequence says.

    Example:
        >>> spans_of([0, 1, 2, 3, 8])
        [(1, 4, 'PROJECT'), (4, 5, 'PLACE')]
    """
    found: list[tuple[int, int, str]] = []
    start = 0
    for offset, tag in enumerate(tags):
        if tag == 0:
            continue
        label, place = divmod(tag - 1, 4)
        if place in (0, 3):
            start = offset
        if place in (2, 3):
            found.append((start, offset + 1, LABELS[label]))
    return found


@lru_cache(maxsize=1)
def _transitions() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What tag may follow what (0 or forbidden), may begin a piece and may end it."""
    import numpy as np

    between = np.full((len(TAGS), len(TAGS)), _FORBIDDEN, dtype="f")
    closed = np.array([tag[0] in "OES" for tag in TAGS])
    opening = np.array([tag[0] in "OBS" for tag in TAGS])
    between[np.ix_(closed, opening)] = 0.0
    for label in range(len(LABELS)):
        begin, inside, end = (1 + 4 * label + place for place in range(3))
        for first in (begin, inside):
            between[first, inside] = between[first, end] = 0.0
    return between, np.where(opening, 0.0, _FORBIDDEN), np.where(closed, 0.0, _FORBIDDEN)


def best_tags(logs: np.ndarray, rules: Sequence[int], votes: dict[str, float], veto: float) -> list[int]:
    """The best well-formed tag sequence of a piece.

    Args:
        logs: log-probabilities, characters x tags.
        rules: the tags of the rules.
        votes: by label, what is added to the rules' tag where it is one of an entity.
        veto: what is added to the outside tag where the rules say it.
    """
    import numpy as np

    weights = np.array([veto, *(votes[label] for label in LABELS for _ in range(4))], dtype="f")
    emissions = logs.astype("f").copy()
    tags = np.asarray(rules)
    emissions[np.arange(len(tags)), tags] += weights[tags]
    if not tags.any() and not emissions.argmax(axis=1).any():
        return [0] * len(tags)
    between, first, last = _transitions()
    score = emissions[0] + first
    back = np.zeros(emissions.shape, dtype="i")
    for offset in range(1, len(emissions)):
        paths = score[:, None] + between
        back[offset] = paths.argmax(axis=0)
        score = paths.max(axis=0) + emissions[offset]
    best = [int((score + last).argmax())]
    for offset in range(len(emissions) - 1, 0, -1):
        best.append(int(back[offset, best[-1]]))
    return best[::-1]


def merge(
    text: str,
    rules: list[EntityRecord],
    found: Sequence[tuple[int, int, str]],
    quantities: Sequence[tuple[int, int]] = (),
) -> list[EntityRecord]:
    """The entities layer after the tagger.

    An entity that the rules found with the same edges stays as it is; one whose edges moved keeps its subtype and stage but
    not its name and code; a new one has the subtype ``other``.

    Args:
        text: the text of the report.
        rules: the entities of the rules, in text order.
        found: (start, end, label) of the decided entities, in text order.
        quantities: (start, end) of the quantities; no new entity cuts one.

    Returns:
        Entities in text order without overlaps.
    """
    exact = {(record.start, record.end, record.label): record for record in rules}
    merged: list[EntityRecord] = []
    at = amount = 0
    for start, end, label in found:
        kept = exact.get((start, end, label))
        if kept is not None:
            merged.append(kept)
            continue
        while at < len(rules) and rules[at].end <= start:
            at += 1
        overlapping = [record for record in rules[at : at + 8] if record.start < end and record.end > start]
        while amount < len(quantities) and quantities[amount][1] <= start:
            amount += 1
        cut = any(
            first < end and last > start and not (start <= first and last <= end)
            for first, last in quantities[amount : amount + 8]
        )
        if cut or not text[start:end].strip():
            merged += [record for record in overlapping if not merged or record.start >= merged[-1].end]
            continue
        same = next((record for record in overlapping if record.label == label), None)
        name = text[start:end]
        if same is not None:
            merged.append(replace(same, start=start, end=end, name=name, kb_id=None, rule="pipeline.tagger:edges"))
        else:
            rule = "pipeline.tagger:label" if overlapping else "pipeline.tagger:found"
            merged.append(EntityRecord(start, end, label, name=name, rule=rule))
    return merged


@lru_cache(maxsize=1)
def _packaged_network() -> Language:
    import spacy

    return spacy.load(NETWORK)


@Language.factory(
    "govreport_entity_tagger",
    assigns=["doc.spans", "doc.ents"],
    requires=["doc.spans"],
    default_config={"votes": {"PROJECT": 1.0, "PLACE": 4.0, "INSTITUTION": 6.0}, "veto": 1.0},
)
def make_entity_tagger(nlp: Language, name: str, votes: dict[str, float], veto: float) -> EntityTagger:
    """Corrects the edges of the rules' entities and finds what they miss."""
    return EntityTagger(None, votes, veto)
