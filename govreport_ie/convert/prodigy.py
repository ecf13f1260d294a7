"""Prodigy: JSONL for rel.manual, spans.manual and review, one character a token.

Prodigy holds spans and relations, but no attributes; everything else travels in a field of the task, which Prodigy keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from govreport_ie.convert.carried import KEY, ToolSpan, pack, unpack
from govreport_ie.convert.document import Document, Span
from govreport_ie.convert.files import beside, json_lines, write_lines, write_text
from govreport_ie.convert.schema import schema_of
from govreport_ie.errors import ConvertError

__all__ = ["read", "task", "write", "write_config"]


def task(document: Document) -> dict[str, Any]:
    """The task of a document.  The head and child of a relation are the last tokens of its spans."""
    spans = document.by_id()
    return {
        "text": document.text,
        "tokens": [
            {"text": character, "start": i, "end": i + 1, "id": i, "ws": False}
            for i, character in enumerate(document.text)
        ],
        "spans": [_span(span) for span in document.spans],
        "relations": [
            {
                "head": spans[r.source].end - 1,
                "child": spans[r.target].end - 1,
                "head_span": _span(spans[r.source]),
                "child_span": _span(spans[r.target]),
                "label": r.label,
            }
            for r in document.relations
        ],
        "meta": {"doc": document.id},
        KEY: pack(document, everything=True),
    }


def _span(span: Span) -> dict[str, Any]:
    tokens = {"token_start": span.start, "token_end": span.end - 1}
    return {"start": span.start, "end": span.end, **tokens, "label": span.label}


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write tasks; finished annotations get the answer ``accept``."""
    tasks = map(task, documents)
    write_lines(path, tasks if predictions else ({**item, "answer": "accept"} for item in tasks))


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Write the settings (colours) for ``prodigy.json`` and the command to start with; returns the files."""
    schema = schema_of(documents)
    settings = beside(path, ".prodigy.json")
    command = beside(path, ".prodigy.sh")
    theme = {"labels": {label: schema.color(label) for label in schema.labels}}
    write_text(settings, json.dumps({"custom_theme": theme, "writing_dir": "ltr"}, indent=1) + "\n")
    write_text(
        command,
        "# Spans and relations in one interface; merge the settings beside this file into prodigy.json for the colours.\n"
        f"prodigy rel.manual govreport blank:zh {path.name} --loader jsonl --wrap \\\n"
        f"  --span-label {','.join(schema.labels)} \\\n"
        f"  --label {','.join(schema.relations)}\n"
        "# When done:\n"
        f"prodigy db-out govreport > {path.stem}.corrected.jsonl\n",
    )
    return [settings, command]


def read(path: Path) -> Iterator[Document]:
    """Read what ``prodigy db-out`` wrote; tasks that were rejected or ignored are left out.

    Raises:
        ReadError: if the file is not JSONL.
        ConvertError: if a line is no task of Prodigy.
    """
    for number, (place, row) in enumerate(json_lines(path), 1):
        if row.get("answer", "accept") != "accept":
            continue
        try:
            spans, relations = _annotations(row)
            yield unpack(row.get(KEY), row["text"], spans, relations, name=f"{path.stem}-{number}", stable=False)
        except ConvertError as error:
            raise ConvertError(f"{place}: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise ConvertError(f"{place}: not a task of Prodigy: {error!r}") from error


def _annotations(row: dict[str, Any]) -> tuple[list[ToolSpan], list[tuple[str, str, str]]]:
    found: dict[str, ToolSpan] = {}

    def add(item: dict[str, Any]) -> str:
        key = f"{item['label']} {item['start']} {item['end']}"
        found.setdefault(key, ToolSpan(key, item["label"], item["start"], item["end"]))
        return key

    for item in row.get("spans") or ():
        add(item)
    relations = [
        (item.get("label") or "", add(item["head_span"]), add(item["child_span"]))
        for item in row.get("relations") or ()
    ]
    return list(found.values()), relations
