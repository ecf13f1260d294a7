"""The optional word tokenizer: words of the genre whose edges respect everything that is extracted.

A segmenter trained for reports (`models/words/train.py`) proposes words; the default stages run over the text, and a word that an
edge of a quantity, an entity, an indicator, a period or a section would cut is split there.  White space is kept as tokens of its own,
so ``doc.text`` is the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from govreport_ie.errors import ConfigError, TextError
from govreport_ie.extraction.engine import default_engine
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import fold

__all__ = ["WORD_MODEL", "WordTokenizer", "edges_of", "make_word_tokenizer"]

WORD_MODEL = Path(__file__).with_name("word_model")
"""Folder of the packaged segmenter."""

# what the segmenter gets at a time: it is linear, but holds the features of the whole piece in memory
_PIECE = re.compile(r"[^\s,，。；;：:、！？!?“”（）()《》]{1,200}|\S")


class WordTokenizer:
    """One token a word; numbers, units, names and everything else that is extracted begin and end with a token.

    Args:
        vocab: the vocabulary of the pipeline.
        model: folder of a segmenter that `spacy_pkuseg` has trained; the packaged one when omitted.

    Example:
        >>> import spacy
        >>> [token.text for token in WordTokenizer(spacy.blank("xx").vocab)("新增就业320人")]
        ['新增', '就业', '320', '人']
    """

    def __init__(self, vocab: Vocab, model: str | Path | None = None) -> None:
        self.vocab = vocab
        self.model = str(model) if model is not None else None

    def __call__(self, text: str) -> Doc:
        """Tokenize a text.

        Raises:
            TextError: if the text holds half a surrogate pair.
        """
        analysis = default_engine().analyse(text)
        cuts = edges_of(analysis)
        words: list[str] = []
        for start, end in self._words(text):
            at = start
            for offset in range(start + 1, end):
                if offset in cuts:
                    words.append(text[at:offset])
                    at = offset
            words.append(text[at:end])
        try:
            return Doc(self.vocab, words=words, spaces=[False] * len(words))
        except UnicodeEncodeError as error:
            raise TextError("the text holds half a surrogate pair; decode the source again") from error

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        segment = _segmenter(self.model or str(WORD_MODEL))
        folded = fold(text)
        done = 0
        for match in _PIECE.finditer(folded):
            start, end = match.span()
            for offset in range(done, start):  # white space
                yield offset, offset + 1
            done = end
            if end - start == 1:
                yield start, end
                continue
            at = start
            for word in segment(match.group()):
                yield at, at + len(word)
                at += len(word)
            for offset in range(at, end):  # what the segmenter has dropped
                yield offset, offset + 1
        for offset in range(done, len(text)):
            yield offset, offset + 1

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing to save: the segmenter is a part of the package."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> WordTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Nothing to save: the segmenter is a part of the package."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> WordTokenizer:
        """Nothing to load."""
        return self


def edges_of(analysis: Analysis) -> set[int]:
    """Every offset of an analysis at which a token must begin or end.

    Args:
        analysis: an analysis with all layers.

    Returns:
        The edges of sections, sentences, quantities with the end of their number, entities, indicators and periods.
    """
    spans = [*analysis.sections, *analysis.entities, *analysis.rejected]
    edges = {edge for span in spans for edge in (span.start, span.end)}
    edges.update(edge for sentence in analysis.sentences for edge in sentence)
    for quantity in analysis.quantities:
        edges.update(_edges_of_quantity(quantity, analysis.text))
    for metric in analysis.metrics:
        edges.update(_edges_of_metric(metric))
    return edges


def _edges_of_quantity(quantity: QuantityRecord, text: str) -> Iterator[int]:
    yield from (quantity.start, quantity.end, quantity.hedge_start, quantity.hedge_end)
    if quantity.unit_text and text.endswith(quantity.unit_text, quantity.start, quantity.end):
        yield quantity.end - len(quantity.unit_text)
    yield from quantity.row_header or ()
    yield from quantity.column_header or ()


def _edges_of_metric(metric: MetricRecord) -> Iterator[int]:
    yield from (metric.indicator_start, metric.indicator_end, metric.sentence_start, metric.sentence_end)
    yield from metric.period_span or ()
    for item in metric.policy.evidence if metric.policy is not None else ():
        yield from (offset for offset in (item.get("start"), item.get("end")) if isinstance(offset, int))


@lru_cache(maxsize=4)
def _segmenter(folder: str) -> Callable[[str], list[str]]:
    """The segmenter of a folder, loaded once a process."""
    if not Path(folder, "weights.npz").exists():
        raise ConfigError(f"no word segmenter in {folder!r}: a folder with weights.npz and features.msgpack is needed")
    from spacy_pkuseg import pkuseg

    cut: Callable[[str], list[str]] = pkuseg(folder).cut  # type: ignore[assignment]
    return cut


@registry.tokenizers("govreport_ie.WordTokenizer.v1")
def make_word_tokenizer(model: str | None = None) -> Callable[[Language], WordTokenizer]:
    """Factory of `WordTokenizer` for the ``[nlp.tokenizer]`` block of a config.

    Args:
        model: folder of a segmenter; the packaged one when omitted.
    """

    def create(nlp: Language) -> WordTokenizer:
        return WordTokenizer(nlp.vocab, model)

    return create
