"""The character tokenizer of the default pipeline.

Number and unit boundaries of reports fall inside a word in a third of the cases, whatever the segmenter, and never
inside a character; so the tokens of the default pipeline are characters: token i is character i.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from govreport_ie.errors import TextError

__all__ = ["CharTokenizer", "make_char_tokenizer"]


class CharTokenizer:
    """One token a character, white space included, so that ``doc.text`` is the text as given.

    Args:
        vocab: the vocabulary of the pipeline.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text.

        Raises:
            TextError: if the text holds half a surrogate pair.
        """
        words = list(text)
        try:
            return Doc(self.vocab, words=words, spaces=[False] * len(words))
        except UnicodeEncodeError as error:
            raise TextError("the text holds half a surrogate pair; decode the source again") from error

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> CharTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Nothing to save."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> CharTokenizer:
        """Nothing to load."""
        return self


@registry.tokenizers("govreport_ie.CharTokenizer.v1")
def make_char_tokenizer() -> Callable[[Language], CharTokenizer]:
    """Factory of `CharTokenizer` for the ``[nlp.tokenizer]`` block of a config."""

    def create(nlp: Language) -> CharTokenizer:
        return CharTokenizer(nlp.vocab)

    return create
