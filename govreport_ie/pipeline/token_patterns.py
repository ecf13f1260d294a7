"""Token patterns of the user's own entities: spaCy's Matcher over the Doc, its matches put before what the pipeline found.

Phrases of a file of EntityRuler patterns are taken by the entities stage; only patterns of tokens need a Doc (with the packaged
tokenizer, one token a character).
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from govreport_ie.errors import ConfigError
from govreport_ie.extraction.entities.rulebook import read_token_patterns
from govreport_ie.extraction.records import EntityRecord
from govreport_ie.pipeline.layers import read_analysis, write_layer

__all__ = ["TokenPatterns", "make_token_patterns"]


class TokenPatterns:
    """The component ``govreport_token_patterns``; it stands after ``govreport_entities``.

    Args:
        nlp: the pipeline.
        patterns: EntityRuler patterns as JSONL.

    Raises:
        ConfigError: if spaCy does not accept a pattern.
        LexiconError: if the file cannot be read or is malformed.
    """

    def __init__(self, nlp: Language, patterns: Path) -> None:
        self._matcher = Matcher(nlp.vocab)
        self._of: list[tuple[str, str]] = []
        for number, (label, pattern, name) in enumerate(read_token_patterns(patterns)):
            try:
                self._matcher.add(str(number), [pattern], greedy="LONGEST")
            except ValueError as error:
                raise ConfigError(f"{patterns}: {error}") from error
            self._of.append((label, name))

    def __call__(self, doc: Doc) -> Doc:
        """Put the matches into the entities layer; what they overlap goes."""
        analysis = read_analysis(doc)
        taken: list[EntityRecord] = []
        done = 0
        matches = [(doc[start:end], doc.vocab.strings[number]) for number, start, end in self._matcher(doc)]
        for span, number in sorted(matches, key=lambda match: (match[0].start_char, -match[0].end_char)):
            if span.start_char < done:
                continue
            label, name = self._of[int(number)]
            done = span.end_char
            taken.append(
                EntityRecord(
                    span.start_char,
                    span.end_char,
                    label,
                    name=name or span.text,
                    rule=f"user:pattern {number}",
                    score=1.0,
                )
            )
        if taken:
            kept = [one for one in analysis.entities if not any(one.start < t.end and one.end > t.start for t in taken)]
            analysis.entities = sorted([*kept, *taken], key=lambda one: one.start)
            write_layer(doc, analysis, "entities")
        return doc


@Language.factory(
    "govreport_token_patterns",
    assigns=["doc.spans", "doc.ents"],
    requires=["doc.spans"],
    default_config={"patterns": ""},
)
def make_token_patterns(nlp: Language, name: str, patterns: str) -> TokenPatterns:
    """The user's own entities, as token patterns of spaCy's EntityRuler."""
    return TokenPatterns(nlp, Path(patterns))
