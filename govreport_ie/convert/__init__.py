"""Round trips with annotation tools: pre-annotations out, corrections in, nothing lost on the way.

Every format is a module with ``read``, ``write`` and ``write_config``, around one neutral form (`Document`): a text, spans
with a label and attributes, relations between spans.  What a tool cannot hold travels beside its annotations and is
put back on return.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from govreport_ie.convert.document import Document, Relation, Span
from govreport_ie.convert.gold import from_gold, to_gold
from govreport_ie.convert.reports import from_report, to_report
from govreport_ie.errors import ConvertError

__all__ = [
    "FORMATS",
    "Document",
    "Relation",
    "Span",
    "convert",
    "from_gold",
    "from_report",
    "read_documents",
    "to_gold",
    "to_report",
    "write_documents",
]

FORMATS: dict[str, str] = {
    "report": "report_lines",
    "gold": "gold_lines",
    "label-studio": "label_studio",
    "doccano": "doccano",
    "brat": "brat",
    "inception": "inception",
    "spacy": "spacy_docs",
    "prodigy": "prodigy",
}
"""Name of a format to the module that reads and writes it."""


def _module(format: str) -> Any:
    if format not in FORMATS:
        raise ConvertError(f"no format {format!r}; there are {', '.join(FORMATS)}")
    return import_module(f"govreport_ie.convert.{FORMATS[format]}")


def read_documents(path: str | Path, format: str) -> list[Document]:
    """Read the annotated documents of a file or folder.

    Args:
        path: the file, or the folder of formats that are one (brat, inception).
        format: a key of `FORMATS`.

    Raises:
        ReadError: if it cannot be read.
        ConvertError: if something in it is not what the format asks for; the message says where.
        MissingExtraError: if the format needs a package that is not installed.
    """
    return list(_module(format).read(Path(path)))


def write_documents(
    documents: Iterable[Document], path: str | Path, format: str, *, predictions: bool = True, config: bool = True
) -> list[Path]:
    """Write annotated documents, and the configuration that the tool needs for them.

    Args:
        documents: the documents.
        path: the file, or the folder of formats that are one.
        format: a key of `FORMATS`.
        predictions: mark the annotations as a machine's, in formats that tell.
        config: also write the tool's configuration files.

    Returns:
        The configuration files.

    Raises:
        WriteError: if a file cannot be written.
        ConvertError: if the format cannot hold something; the message says what.
        MissingExtraError: if the format needs a package that is not installed.
    """
    module, documents, path = _module(format), list(documents), Path(path)
    module.write(documents, path, predictions=predictions)
    return module.write_config(documents, path) if config else []


def convert(
    source: str | Path,
    target: str | Path,
    *,
    from_format: str,
    to_format: str,
    predictions: bool = True,
    config: bool = True,
) -> int:
    """Convert a file of one format to another.

    Args:
        source: what to read.
        target: what to write.
        from_format: a key of `FORMATS`.
        to_format: a key of `FORMATS`.
        predictions: see `write_documents`.
        config: see `write_documents`.

    Returns:
        The number of documents.

    Raises:
        ReadError: if the source cannot be read.
        WriteError: if the target cannot be written.
        ConvertError: if something is not what a format asks for.
        MissingExtraError: if a format needs a package that is not installed.

    Example:
        >>> from govreport_ie.convert import convert
        >>> convert("reports.jsonl", "tasks.json", from_format="report", to_format="label-studio")  # doctest: +SKIP
        12
    """
    documents = read_documents(source, from_format)
    write_documents(documents, target, to_format, predictions=predictions, config=config)
    return len(documents)
