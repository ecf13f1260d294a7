"""The functions of the public interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from govreport_ie.corpus.documents import reports_of
from govreport_ie.corpus.parallel import extract_many, extract_with_contexts
from govreport_ie.corpus.readers import read_texts
from govreport_ie.errors import ConfigError, GovReportError
from govreport_ie.extraction import quantities
from govreport_ie.pipeline.explanation import Explanation, explain_object
from govreport_ie.pipeline.run import extract
from govreport_ie.report.areas import policy_areas
from govreport_ie.report.assemble import quantity_model
from govreport_ie.report.models import Entity, Metric, Quantity, Report, Section

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "explain",
    "extract",
    "load",
    "parse_number",
    "parse_quantity",
    "pipe",
    "policy_areas",
    "read",
]

DEFAULT_PIPELINE = "zh_govreport"


def load(
    name_or_path: str | Path = DEFAULT_PIPELINE,
    *,
    tokens: str = "char",
    policy_areas: str | Path | None = None,
    indicators: str | Path | None = None,
    entity_rules: str | Path | None = None,
    names: str | Path | None = None,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
) -> Language:
    """Load the pipeline as a spaCy ``Language``.

    Args:
        name_or_path: ``zh_govreport``, or ``zh_govreport_rules`` (names by the rules alone, without the network) for the
            pipelines that ship with the library, or the path or name of a saved one.
        tokens: ``char`` for one token a character; ``words`` for words whose edges respect what is extracted.
        policy_areas: a taxonomy of your own (CSV or TSV file) instead of the packaged one.
        indicators: canonical indicators of your own (CSV or TSV file), looked up before the packaged ones.
        entity_rules: rules of names of your own: a CSV or TSV file with the columns `label` and `head` or `pattern` (see
            `govreport_ie.extraction.entities.rulebook.read_rules`), or spaCy's EntityRuler patterns (JSONL).
        names: a network of names of your own, as ``govreport-ie train-names`` writes it, instead of the packaged one.
        disable: components to load but not to run, as in ``spacy.load``.
        enable: the only components to run.
        exclude: components not to load.

    Returns:
        The pipeline.  ``nlp(text)`` gives a Doc; ``doc._.govreport`` is its `Report`.

    Raises:
        ConfigError: if the pipeline does not exist, or an option has no such value or names a component that it lacks.
        LexiconError: if a file of your own is malformed; the message names the line.

    Example:
        >>> import govreport_ie as gi
        >>> nlp = gi.load()
        >>> doc = nlp("全年新增就业1.2万人。")
        >>> doc.spans["govreport_quantities"][0].text
        '1.2万人'
    """
    from govreport_ie.pipeline.loading import load_pipeline  # needs spaCy

    return load_pipeline(
        name_or_path,
        tokens=tokens,
        policy_areas=policy_areas,
        indicators=indicators,
        entity_rules=entity_rules,
        names=names,
        disable=disable,
        enable=enable,
        exclude=exclude,
    )


@overload
def pipe(
    texts: Iterable[str | tuple[str, Mapping[str, Any]]],
    *,
    n_process: int = 1,
    nlp: Language | None = None,
    chunk_size: int = 8,
    as_tuples: Literal[False] = False,
) -> Iterator[Report]: ...


@overload
def pipe(
    texts: Iterable[tuple[str, Any]],
    *,
    n_process: int = 1,
    nlp: Language | None = None,
    chunk_size: int = 8,
    as_tuples: Literal[True],
) -> Iterator[tuple[Report, Any]]: ...


def pipe(
    texts: Iterable[Any],
    *,
    n_process: int = 1,
    nlp: Language | None = None,
    chunk_size: int = 8,
    as_tuples: bool = False,
) -> Iterator[Report] | Iterator[tuple[Report, Any]]:
    """Extract from many texts, in order, streaming.

    Args:
        texts: texts, or pairs of a text and its metadata (keywords of `extract`: year, region, genre, doc_id).
        n_process: number of processes; 1 works in this one.
        nlp: a pipeline from `load`; it must be picklable for more than one process.
        chunk_size: texts a worker is handed at a time.
        as_tuples: as in ``nlp.pipe``: texts come with a context of any kind, and their reports come back with it.  A context
            that is a mapping serves as metadata too, and may hold other keys beside.

    Yields:
        One report a text, or a pair of the report and the context.

    Raises:
        TextError: at a text that is not a valid Unicode string.
        ConfigError: if ``n_process`` is below one or metadata has an unknown key.

    Example:
        >>> import govreport_ie as gi
        >>> [len(r.quantities) for r in gi.pipe(["增长6.5%。", ("增长7%。", {"year": 2024})])]
        [1, 1]
        >>> [(len(r.quantities), context) for r, context in gi.pipe([("增长6.5%。", "a.txt")], as_tuples=True)]
        [(1, 'a.txt')]
    """
    if n_process < 1:
        raise ConfigError(f"n_process must be 1 or more, not {n_process}")
    if as_tuples:
        return extract_with_contexts(texts, n_process=n_process, nlp=nlp, chunk_size=chunk_size)
    return extract_many(texts, n_process=n_process, nlp=nlp, chunk_size=chunk_size)


def read(
    path: str | Path | Iterable[str | Path],
    *,
    year: int | None = None,
    region: str | None = None,
    genre: str | None = None,
    encoding: str | None = None,
    nlp: Language | None = None,
    on_error: Callable[[str, GovReportError], None] | None = None,
    **options: Any,
) -> Iterator[Report]:
    """Read files of any supported kind and extract from every report in them.

    Args:
        path: the file, or ``-`` for standard input; or several files, read one after the other.
        year: year of delivery, where known, for all reports of the file.
        region: name of the region, where known.
        genre: genre of the documents, where known; recognised otherwise.
        encoding: encoding of a text file; detected when omitted.
        nlp: a pipeline from `load`.
        on_error: called with name and error of each file, member of an archive and row of a table that fails, and reading
            goes on; without it the first error is raised.
        **options: further options of `govreport_ie.corpus.readers.read_texts`.

    Yields:
        One report for each that the file holds; ``report.source`` says where it lay.

    Raises:
        ReadError: if the file cannot be read as text.
        MissingExtraError: if the kind of file needs a package that is not installed.
    """
    for file in [path] if isinstance(path, str | Path) else path:
        try:
            for source in read_texts(file, encoding=encoding, on_error=on_error, **options):
                name = Path(source.path).name if source.path else None
                if source.row is not None:
                    name = f"{name or 'input'}#{source.row}"
                doc_id = source.metadata.get("doc_id") or name
                try:
                    yield from reports_of(source, year=year, region=region, genre=genre, doc_id=doc_id, nlp=nlp)
                except GovReportError as error:
                    if on_error is None:
                        raise
                    on_error(name or "the input", error)
        except GovReportError as error:
            if on_error is None:
                raise
            on_error(str(file), error)


def parse_number(text: str) -> Decimal:
    """The value of one written number.

    Args:
        text: a number in any written form: ASCII, full-width, Chinese, formal, with magnitudes.

    Returns:
        The exact value.

    Raises:
        NumberError: if the text is anything else; ``error.position`` is where it stops being a number.

    Example:
        >>> import govreport_ie as gi
        >>> gi.parse_number("一千二百万")
        Decimal('12000000')
    """
    return quantities.parse_number(text)


def parse_quantity(text: str) -> Quantity:
    """The one quantity that a text holds, hedges included.

    Args:
        text: a written amount such as ``近11.7万亩``.

    Returns:
        The quantity; its offsets point into ``text``.

    Raises:
        QuantityError: if there is not exactly one quantity, or something else beside it.

    Example:
        >>> import govreport_ie as gi
        >>> quantity = gi.parse_quantity("近11.7万亩")
        >>> quantity.value, quantity.unit_text, quantity.modifier
        (Decimal('117000'), '亩', 'under')
    """
    return quantity_model(quantities.parse_quantity(text), 0, text, None)


def explain(
    report: Report, target: str | int | Section | Quantity | Metric | Entity, *, nlp: Language | None = None
) -> Explanation:
    """Which rules, lexicon entries and spans gave each field of an extracted object.

    Args:
        report: a report.
        target: a metric, quantity, entity or section of the report, or its id (``M12``); or an offset into the text, to see
            what was made of the number that stands there, or why it was rejected.
        nlp: the pipeline the report came from, if it was not the default one.

    Returns:
        An explanation; printing it shows a readable account.

    Raises:
        UnknownObjectError: (a KeyError) if the report has no such object, or no number stands at the offset.

    Example:
        >>> import govreport_ie as gi
        >>> report = gi.extract("全年新建停车位1860个。", year=2024)
        >>> print(gi.explain(report, "M1"))  # doctest: +SKIP
    """
    return explain_object(report, target, nlp=nlp)
