"""Label Studio: one JSON file of tasks, with regions, choices and texts on regions, and relations.

Offsets of Label Studio count code points, as ours do.  Attributes are per-region controls, so annotators can change
them; what no control holds travels in the task's data, which every export returns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from govreport_ie.convert.carried import KEY, ToolSpan, pack, unpack
from govreport_ie.convert.document import Document, Span
from govreport_ie.convert.files import beside, read_json, write_text
from govreport_ie.convert.schema import FLAG, Attribute, Schema, kind_of, native, schema_of
from govreport_ie.errors import ConvertError

__all__ = ["config", "read", "task", "write", "write_config"]

LABELS, TEXT = "label", "text"
_HOTKEYS = "1234567890"


def task(document: Document, *, predictions: bool = True) -> dict[str, Any]:
    """The task of a document.

    Args:
        document: the document.
        predictions: hand the annotations over as predictions, which annotators accept and correct; otherwise they are
            finished annotations.
    """
    result: list[dict[str, Any]] = []
    for span in document.spans:
        result += _regions(document, span)
    for relation in document.relations:
        ends = {"from_id": relation.source, "to_id": relation.target}
        result.append({"type": "relation", "direction": "right", "labels": [relation.label], **ends})
    made: dict[str, Any] = {"data": {TEXT: document.text, KEY: pack(document)}}
    if predictions:
        made["predictions"] = [{"model_version": KEY, "score": 1.0, "result": result}]
    else:
        made["annotations"] = [{"completed_by": 1, "was_cancelled": False, "ground_truth": False, "result": result}]
    return made


def _regions(document: Document, span: Span) -> Iterator[dict[str, Any]]:
    place = {"start": span.start, "end": span.end, "text": document.covered(span)}
    base = {"id": span.id, "to_name": TEXT, "origin": "manual"}
    yield {**base, "from_name": LABELS, "type": "labels", "value": {**place, "labels": [span.label]}}
    for name, value in native(span)[0].items():
        kind = "textarea" if kind_of(name) == "text" else "choices"
        held = {"text": [value]} if kind == "textarea" else {"choices": [value]}
        yield {**base, "from_name": name, "type": kind, "value": {**place, **held}}


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write tasks that Label Studio imports.

    Args:
        documents: the documents.
        path: the JSON file.
        predictions: see `task`.
    """
    tasks = [task(document, predictions=predictions) for document in documents]
    write_text(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Write the labelling interface beside the tasks; returns the file."""
    target = beside(path, ".config.xml")
    write_text(target, config(schema_of(documents)))
    return [target]


def config(schema: Schema) -> str:
    """The labelling interface: labels, relations, and controls that show when a region is selected."""
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in schema.relations]
    lines += ["  </Relations>", f'  <Labels name="{LABELS}" toName="{TEXT}">']
    for index, label in enumerate(schema.labels):
        hotkey = f' hotkey="{_HOTKEYS[index]}"' if index < len(_HOTKEYS) else ""
        lines.append(f"    <Label value={quoteattr(label)} background={quoteattr(schema.color(label))}{hotkey}/>")
    lines += ["  </Labels>", f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>']
    for attribute in schema.attributes:
        lines += _control(attribute)
    return "\n".join([*lines, "</View>", ""])


def _control(attribute: Attribute) -> list[str]:
    when = f'visibleWhen="region-selected" whenTagName="{LABELS}" whenLabelValue="{",".join(attribute.labels)}"'
    lines = [f"  <View {when}>", f'    <Header value={quoteattr(f"{attribute.name}: {attribute.hint}")} size="6"/>']
    common = f'name="{attribute.name}" toName="{TEXT}" perRegion="true"'
    if attribute.kind == "text":
        lines.append(f'    <TextArea {common} maxSubmissions="1" editable="true" rows="1"/>')
    else:
        layout = "select" if len(attribute.values) > 10 else "inline"
        lines.append(f'    <Choices {common} choice="single" layout="{layout}">')
        values = attribute.values if attribute.kind == "choice" else (FLAG,)
        lines += [f"      <Choice value={quoteattr(value)}/>" for value in values]
        lines.append("    </Choices>")
    return [*lines, "  </View>"]


def read(path: Path) -> Iterator[Document]:
    """Read an export (JSON, not JSON-MIN) or tasks.

    Of several annotations of a task a ground truth counts before others, then the one changed last; a task that nobody has
    annotated gives its predictions.

    Raises:
        ReadError: if the file is not JSON.
        ConvertError: if it is no export of such tasks.
    """
    rows = read_json(path)
    rows = rows if isinstance(rows, list) else [rows]
    for number, row in enumerate(rows, 1):
        name = f"{path.stem}-{number}"
        try:
            yield _document(row, name)
        except ConvertError as error:
            raise ConvertError(f"{path}, task {number}: {error}") from error
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ConvertError(
                f"{path}, task {number}: not a task of a text with the key {TEXT!r} ({error!r}); export as JSON, not "
                "JSON-MIN"
            ) from error


def _document(row: dict[str, Any], name: str) -> Document:
    result = _chosen(row)
    spans: dict[str, ToolSpan] = {}
    relations: list[tuple[str, str, str]] = []
    for item in result:
        if item["type"] == "labels":
            value = item["value"]
            spans[item["id"]] = ToolSpan(item["id"], value["labels"][0], value["start"], value["end"])
    for item in result:
        if item["type"] in ("choices", "textarea") and item.get("id") in spans:
            held = item["value"]["text" if item["type"] == "textarea" else "choices"]
            text = held if isinstance(held, str) else "".join(held[:1])
            spans[item["id"]].attributes[item["from_name"]] = text.strip()
        elif item["type"] == "relation":
            ends = (item["from_id"], item["to_id"])
            source, target = ends[::-1] if item.get("direction") == "left" else ends
            relations.append((("".join((item.get("labels") or [])[:1])), source, target))
    return unpack(row["data"].get(KEY), row["data"][TEXT], spans.values(), relations, name=name)


def _chosen(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    finished = [a for a in row.get("annotations") or row.get("completions") or () if not a.get("was_cancelled")]
    if finished:
        best = max(
            finished, key=lambda a: (bool(a.get("ground_truth")), a.get("updated_at") or a.get("created_at") or "")
        )
        return best["result"]
    predictions = row.get("predictions") or ()
    return predictions[-1]["result"] if predictions else ()
