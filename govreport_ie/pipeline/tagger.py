"""A former component: pipelines saved as ``zh_govreport_accurate`` before version 0.2 name it, and still load.

The network that it held is part of the entities stage now, so the component leaves the Doc as it is.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["FormerTagger", "make_entity_tagger"]


class FormerTagger:
    """The component ``govreport_entity_tagger`` of saved pipelines."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc as it is."""
        return doc

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> FormerTagger:
        """Pass over the network that lies in the folder of the saved pipeline."""
        return self


@Language.factory("govreport_entity_tagger", default_config={"votes": {}, "veto": 0.0})
def make_entity_tagger(nlp: Language, name: str, votes: dict[str, float], veto: float) -> FormerTagger:
    """Warn that the component does nothing any more."""
    warnings.warn(
        "govreport_entity_tagger does nothing any more: the entities stage has its network; save the pipeline again",
        FutureWarning,
        stacklevel=2,
    )
    return FormerTagger()
