"""Extraction from many texts in several processes, in order, with bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.pipeline.run import extract
from govreport_ie.report.models import Report

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["extract_many", "extract_with_contexts"]

_KEYWORDS = frozenset({"year", "region", "genre", "doc_id"})
_worker_nlp: Language | None = None


def extract_many(
    texts: Iterable[str | tuple[str, Mapping[str, Any]]],
    *,
    n_process: int,
    nlp: Language | None,
    chunk_size: int,
) -> Iterator[Report]:
    """The reports of many texts, in their order; see `govreport_ie.pipe`."""
    items = (_with_keywords(item) for item in texts)
    if n_process == 1:
        for text, keywords in items:
            yield _extract(text, keywords, nlp)
        return
    # Workers return finished reports, not Docs: pickling Docs back costs more than the extraction.
    with ProcessPoolExecutor(n_process, initializer=_start_worker, initargs=(nlp,)) as pool:
        pending: deque[Future[list[Report]]] = deque()
        try:
            while chunk := list(islice(items, chunk_size)):
                pending.append(pool.submit(_extract_chunk, chunk))
                if len(pending) >= 2 * n_process:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def extract_with_contexts(
    pairs: Iterable[tuple[str, Any]], *, n_process: int, nlp: Language | None, chunk_size: int
) -> Iterator[tuple[Report, Any]]:
    """The reports of texts that come with a context, each with that context; see `govreport_ie.pipe`."""
    contexts: deque[Any] = deque()

    def items() -> Iterator[tuple[str, dict[str, Any]]]:
        for pair in pairs:
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise ConfigError("with as_tuples every text comes in a pair with its context")
            text, context = pair
            contexts.append(context)
            known = context if isinstance(context, Mapping) else {}
            yield text, {name: known[name] for name in _KEYWORDS if name in known}

    for report in extract_many(items(), n_process=n_process, nlp=nlp, chunk_size=chunk_size):
        yield report, contexts.popleft()


def _with_keywords(item: str | tuple[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    if isinstance(item, tuple):
        text, metadata = item
        unknown = sorted(set(metadata) - _KEYWORDS)
        if unknown:
            known = ", ".join(sorted(_KEYWORDS))
            raise ConfigError(f"unknown metadata {', '.join(map(repr, unknown))}; known: {known}")
        return text, dict(metadata)
    return item, {}


def _start_worker(nlp: Language | None) -> None:
    global _worker_nlp
    _worker_nlp = nlp


def _extract_chunk(chunk: list[tuple[str, dict[str, Any]]]) -> list[Report]:
    return [_extract(text, keywords, _worker_nlp) for text, keywords in chunk]


def _extract(text: str, keywords: dict[str, Any], nlp: Language | None) -> Report:
    return extract(text, nlp=nlp, **keywords)
