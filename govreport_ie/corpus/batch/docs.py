"""Reports as spaCy Docs, for the format ``docbin``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language

from govreport_ie.pipeline.layers import META
from govreport_ie.pipeline.loading import load_pipeline
from govreport_ie.report.models import Report

__all__ = ["DOCS_SUFFIX", "DocKeeper", "DocShards"]

DOCS_SUFFIX = ".spacy"
_SHARD = 50_000_000  # bytes; DocBins are read as a whole


class DocKeeper:
    """Gathers the Docs of reports, with everything that was found in them.

    Args:
        nlp: the pipeline that makes them; the default one when None.
    """

    def __init__(self, nlp: Language | None) -> None:
        self._nlp: Any = nlp or load_pipeline()
        self._docs: list[Any] = []

    def add(self, report: Report) -> None:
        """Add the Doc of a report."""
        doc = self._nlp.make_doc(report.text)
        doc._.set(META, {"year": report.year, "region": report.region, "doc_id": report.doc_id})
        self._docs.append(self._nlp(doc))

    def take(self) -> bytes:
        """The Docs gathered so far as a DocBin; none are left afterwards."""
        from spacy.tokens import DocBin

        data = DocBin(docs=self._docs, store_user_data=True).to_bytes()
        self._docs.clear()
        return data


class DocShards:
    """Writes Docs to ``docs-00001.spacy``, ``docs-00002.spacy`` … of a size that can be read as a whole.

    Args:
        folder: where the files go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bin: Any = None
        self._bytes = 0
        self.files: list[Path] = []

    def write(self, data: bytes) -> None:
        """Add a DocBin."""
        from spacy.tokens import DocBin

        more = DocBin(store_user_data=True).from_bytes(data)
        if self._bin is None:
            self._bin = more
        else:
            self._bin.merge(more)
        self._bytes += len(data)
        if self._bytes >= _SHARD:
            self.close()

    def close(self) -> None:
        """Write what is left."""
        if self._bin is None:
            return
        path = self._folder / f"docs-{len(self.files) + 1:05}{DOCS_SUFFIX}"
        self._bin.to_disk(path)
        self.files.append(path)
        self._bin, self._bytes = None, 0
