"""The functions of the public interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError
from govreport_ie.pipeline.run import extract
from govreport_ie.report.assemble import quantity_model
from govreport_ie.report.models import PolicyArea, Quantity, Report

if TYPE_CHECKING:
    from spacy.language import Language

    from govreport_ie.evaluation import Evaluation
    from govreport_ie.pipeline.explanation import Explanation

__all__ = [
    "evaluate",
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
) -> Language:
    """Load the pipeline as a spaCy ``Language``.

    Args:
        name_or_path: ``zh_govreport`` or ``zh_govreport_accurate`` (a statistical tagger corrects the entities, at a lower speed)
            for the pipelines that ship with the library, or the path or name of a saved one.
        tokens: ``char`` for one token a character; ``words`` for words whose edges respect what is extracted.
        policy_areas: a taxonomy of your own (CSV or TSV file) instead of the packaged one.
        indicators: canonical indicators of your own (CSV or TSV file), looked up before the packaged ones.

    Returns:
        The pipeline.  ``nlp(text)`` gives a Doc; ``doc._.govreport`` is its `Report`.

    Raises:
        ConfigError: if the pipeline does not exist or an option has no such value.
        LexiconError: if a file of your own is malformed; the message names the line.

    Example:
        >>> import govreport_ie as gi
        >>> nlp = gi.load()
        >>> doc = nlp("全年新增就业1.2万人。")
        >>> doc.spans["govreport_quantities"][0].text
        '1.2万人'
    """
    from govreport_ie.pipeline.loading import load_pipeline

    return load_pipeline(name_or_path, tokens=tokens, policy_areas=policy_areas, indicators=indicators)


def pipe(
    texts: Iterable[str | tuple[str, Mapping[str, Any]]],
    *,
    n_process: int = 1,
    nlp: Language | None = None,
    chunk_size: int = 8,
) -> Iterator[Report]:
    """Extract from many texts, in order, streaming.

    Args:
        texts: texts, or pairs of a text and its metadata (keywords of `extract`: year, region, doc_id).
        n_process: number of processes; 1 works in this one.
        nlp: a pipeline from `load`; it must be picklable for more than one process.
        chunk_size: texts a worker is handed at a time.

    Yields:
        One report a text.

    Raises:
        TextError: at a text that is not a valid Unicode string.
        ConfigError: if ``n_process`` is below one or metadata has an unknown key.

    Example:
        >>> import govreport_ie as gi
        >>> [len(r.quantities) for r in gi.pipe(["增长6.5%。", ("增长7%。", {"year": 2024})])]
        [1, 1]
    """
    if n_process < 1:
        raise ConfigError(f"n_process must be 1 or more, not {n_process}")
    from govreport_ie.corpus.parallel import extract_many

    return extract_many(texts, n_process=n_process, nlp=nlp, chunk_size=chunk_size)


def read(
    path: str | Path,
    *,
    year: int | None = None,
    region: str | None = None,
    encoding: str | None = None,
    nlp: Language | None = None,
    **options: Any,
) -> Iterator[Report]:
    """Read a file of any supported kind and extract from every report in it.

    Args:
        path: the file, or ``-`` for standard input.
        year: year of delivery, where known, for all reports of the file.
        region: name of the region, where known.
        encoding: encoding of a text file; detected when omitted.
        nlp: a pipeline from `load`.
        **options: further options of `govreport_ie.corpus.readers.read_texts`.

    Yields:
        One report for each that the file holds; ``report.source`` says where it lay.

    Raises:
        ReadError: if the file cannot be read as text.
        MissingExtraError: if the kind of file needs a package that is not installed.
    """
    from govreport_ie.corpus.documents import reports_of
    from govreport_ie.corpus.readers import read_texts

    for source in read_texts(path, encoding=encoding, **options):
        name = Path(source.path).name if source.path else None
        doc_id = source.metadata.get("doc_id") or name
        yield from reports_of(source, year=year, region=region, doc_id=doc_id, nlp=nlp)


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
    from govreport_ie.extraction.quantities import parse_number as parse

    return parse(text)


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
    from govreport_ie.extraction.quantities import parse_quantity as parse

    return quantity_model(parse(text), 0, text, None)


def explain(report: Report, object_id: str | int, *, nlp: Language | None = None) -> Explanation:
    """Which rules, lexicon entries and spans gave each field of an extracted object.

    Args:
        report: a report.
        object_id: id of a metric, quantity, entity or section (``M12``); or an offset into the text, to see what was
            made of the number that stands there, or why it was rejected.
        nlp: the pipeline the report came from, if it was not the default one.

    Returns:
        An explanation; printing it shows a readable account.

    Raises:
        KeyError: if the report has no such object.

    Example:
        >>> import govreport_ie as gi
        >>> report = gi.extract("全年新建停车位1860个。", year=2024)
        >>> print(gi.explain(report, "M1"))  # doctest: +SKIP
    """
    from govreport_ie.pipeline.explanation import explain_object

    return explain_object(report, object_id, nlp=nlp)


def policy_areas(path: str | Path | None = None) -> list[PolicyArea]:
    """The policy-area taxonomy.

    Args:
        path: a taxonomy file of your own; the packaged taxonomy when omitted.

    Returns:
        Every area with its names, scope, rules and codes, level-1 areas before their sub-areas.

    Raises:
        LexiconError: if the file is malformed; the message names the line.

    Example:
        >>> import govreport_ie as gi
        >>> next(area.codes["cofog"] for area in gi.policy_areas() if area.id == "education")
        ('09',)
    """
    from govreport_ie.extraction.policy.taxonomy import load_taxonomy

    return [
        PolicyArea(
            id=area.id,
            level=area.level,
            parent=area.parent or None,
            name_zh=area.name_zh,
            name_en=area.name_en,
            scope=area.scope,
            rules=area.rules,
            codes={key: tuple(codes) for key, codes in area.codes.items()},
        )
        for area in load_taxonomy(path).areas.values()
    ]


def evaluate(
    gold: str | Path | Iterable[Mapping[str, Any]],
    predicted: str | Path | Iterable[Mapping[str, Any] | Report] | None = None,
    **options: Any,
) -> Evaluation:
    """Precision, recall and F1 of predictions against gold labels, layer by layer.

    Args:
        gold: a gold file (JSONL) or an iterable of its rows.
        predicted: predictions (JSONL file or iterable of Reports or dicts); when omitted, the default pipeline is run
            on the gold documents.
        **options: further options of `govreport_ie.evaluation.evaluate`, among them ``docs_dir``.

    Raises:
        GovReportError: if a file or a document is missing or malformed; the message says which.
    """
    from govreport_ie.evaluation import evaluate as run

    return run(gold, predicted, **options)
