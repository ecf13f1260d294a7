"""doccano: JSONL of a project for sequence labelling with relations.

doccano holds spans and relations, but no attributes, and numbers spans anew; everything else travels in the record, whose
unknown fields doccano keeps as metadata and writes again when it exports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from govreport_ie.convert.carried import KEY, ToolSpan, pack, unpack
from govreport_ie.convert.document import Document
from govreport_ie.convert.files import beside, json_lines, write_lines, write_text
from govreport_ie.convert.schema import schema_of
from govreport_ie.errors import ConvertError

__all__ = ["read", "record", "write", "write_config"]


def record(document: Document) -> dict[str, Any]:
    """The line of a document.

    Raises:
        ConvertError: if the text is empty, which doccano refuses.
    """
    if not document.text:
        raise ConvertError(f"{document.id}: doccano takes no empty text")
    number = {span.id: index for index, span in enumerate(document.spans)}
    return {
        "text": document.text,
        "entities": [
            {"id": number[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
            for span in document.spans
        ],
        "relations": [
            {"id": index, "from_id": number[r.source], "to_id": number[r.target], "type": r.label}
            for index, r in enumerate(document.relations)
        ],
        KEY: pack(document, everything=True),
    }


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write a file to import as JSONL(Relation); doccano does not distinguish predictions from annotations."""
    write_lines(path, map(record, documents))


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Write the files to import under Labels (span types and relation types); returns them."""
    schema = schema_of(documents)
    spans = beside(path, ".span-types.json")
    relations = beside(path, ".relation-types.json")
    keys = "123456789"
    colors = [(name, schema.color(name)) for name in schema.labels]
    write_text(spans, _types([(*item, keys[i : i + 1] or None) for i, item in enumerate(colors)]))
    write_text(relations, _types([(name, "#5c6bc0", None) for name in schema.relations]))
    return [spans, relations]


def _types(rows: list[tuple[str, str, str | None]]) -> str:
    items = [
        {"text": text, "prefix_key": None, "suffix_key": key, "background_color": color, "text_color": "#000000"}
        for text, color, key in rows
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def read(path: Path) -> Iterator[Document]:
    """Read an export in JSONL, with relations or (of a project without them) with ``label`` triples.

    Raises:
        ReadError: if the file is not JSONL.
        ConvertError: if a line is no record of doccano.
    """
    for number, (place, row) in enumerate(json_lines(path), 1):
        try:
            spans, relations = _annotations(row)
            yield unpack(row.get(KEY), row["text"], spans, relations, name=f"{path.stem}-{number}", stable=False)
        except ConvertError as error:
            raise ConvertError(f"{place}: {error}") from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ConvertError(f"{place}: not a record of doccano: {error!r}") from error


def _annotations(row: dict[str, Any]) -> tuple[list[ToolSpan], list[tuple[str, str, str]]]:
    if "entities" not in row:
        triples: list[tuple[int, int, str]] = row.get("label") or row.get("labels") or []
        return [ToolSpan(str(i), label, start, end) for i, (start, end, label) in enumerate(triples)], []
    spans = [
        ToolSpan(str(item["id"]), item["label"], item["start_offset"], item["end_offset"]) for item in row["entities"]
    ]
    relations = [(i["type"], str(i["from_id"]), str(i["to_id"])) for i in row.get("relations") or ()]
    return spans, relations
