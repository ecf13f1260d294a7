r"""brat: a folder with ``NAME.txt``, ``NAME.ann`` and the configuration.

Choices are attributes, which brat shows and edits; free words (value, unit, period, names) are the note of the span, as
``value=6.5; unit=%``.  What neither holds stays in ``NAME.json``, which brat does not look at: keep it beside the others.

brat ends a line at every character that Python calls a line end, so a span that runs over one is written as fragments, and
the whole stretch is one span again when it comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from govreport_ie.convert.carried import ToolSpan, pack, unpack
from govreport_ie.convert.document import Document, Span
from govreport_ie.convert.files import file_names, make_folder, read_json, read_text, write_text
from govreport_ie.convert.schema import FLAG, RELATIONS, Schema, kind_of, native, schema_of
from govreport_ie.errors import ConvertError, ReadError

__all__ = ["read", "standoff", "write", "write_config"]

_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]+")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NOTE = "AnnotatorNotes"
_SPAN = re.compile(r"(?P<label>\S+) (?P<places>\d+ \d+(?:;\d+ \d+)*)")


def standoff(document: Document) -> tuple[str, dict[str, str]]:
    """The standoff lines of a document, and span id to the key (T1, T2, …) of the span.

    Raises:
        ConvertError: if a label or relation is no name that brat takes, or a span holds nothing but line ends.
    """
    keys = {span.id: f"T{number}" for number, span in enumerate(document.spans, 1)}
    lines: list[str] = []
    attributes, notes = 0, 0
    for span in document.spans:
        key = keys[span.id]
        lines.append(f"{key}\t{_named(document, span.label)} {_fragments(document, span)}")
        shown = native(span)[0]
        for name, value in shown.items():
            if kind_of(name) != "text":
                attributes += 1
                lines.append(f"A{attributes}\t{name} {key}" + ("" if kind_of(name) == "flag" else f" {value}"))
        free = {name: value for name, value in shown.items() if kind_of(name) == "text"}
        if free:
            notes += 1
            lines.append(f"#{notes}\t{_NOTE} {key}\t" + "; ".join(f"{n}={_escape(v)}" for n, v in free.items()))
    for number, relation in enumerate(document.relations, 1):
        ends = f"Arg1:{keys[relation.source]} Arg2:{keys[relation.target]}"
        lines.append(f"R{number}\t{_named(document, relation.label)} {ends}")
    return "".join(line + "\n" for line in lines), keys


def _named(document: Document, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ConvertError(f"{document.id}: brat takes no label {name!r}; only letters, digits, - and _")
    return name


def _fragments(document: Document, span: Span) -> str:
    places, words = [], []
    start = span.start
    for match in (*_LINE_END.finditer(document.text, span.start, span.end), None):
        end = match.start() if match else span.end
        if start < end:
            places.append(f"{start} {end}")
            words.append(document.text[start:end])
        start = match.end() if match else end
    if not places:
        raise ConvertError(f"{document.id}: the {span.label} at {span.start} is nothing but line ends")
    return f"{';'.join(places)}\t{' '.join(words)}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;")


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write a folder for brat's data directory; brat does not distinguish predictions from annotations."""
    make_folder(path)
    for document, name in zip(documents, file_names(d.id for d in documents), strict=True):
        lines, keys = standoff(document)
        payload = pack(document, keys)
        for item, span in zip(payload["spans"], document.spans, strict=True):
            item["written"] = _fragments(document, span).split("\t")[0]
        write_text(path / f"{name}.txt", document.text)
        write_text(path / f"{name}.ann", lines)
        write_text(path / f"{name}.json", json.dumps(payload, ensure_ascii=False, indent=1) + "\n")


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Write annotation.conf and visual.conf into the folder; returns them."""
    schema = schema_of(documents)
    files = {"annotation.conf": _annotation_conf(schema), "visual.conf": _visual_conf(schema)}
    for name, text in files.items():
        write_text(path / name, text)
    return [path / name for name in files]


def _annotation_conf(schema: Schema) -> str:
    lines = ["[entities]", *schema.labels, "", "[relations]"]
    anything = "|".join(schema.labels)
    for name in schema.relations:
        source, target = RELATIONS.get(name, (anything, anything))
        lines.append(f"{name}\tArg1:{source}, Arg2:{target}")
    lines += [f"<OVERLAP>\tArg1:{anything}, Arg2:{anything}, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for attribute in schema.attributes:
        where = f"Arg:{'|'.join(attribute.labels)}"
        if attribute.kind == "flag":
            lines.append(f"{attribute.name}\t{where}")
        elif attribute.kind == "choice":
            lines.append(f"{attribute.name}\t{where}, Value:{'|'.join(attribute.values)}")
    return "\n".join(lines) + "\n"


def _visual_conf(schema: Schema) -> str:
    short = {"QUANTITY": "Q", "INDICATOR": "IND", "PROJECT": "PROJ", "INSTITUTION": "INST"}
    lines = ["[labels]", *(f"{label} | {label} | {short.get(label, label)}" for label in schema.labels)]
    lines += [*(f"{name} | {name}" for name in schema.relations), "", "[drawing]"]
    lines += [f"SPAN_DEFAULT\tfgColor:black, bgColor:{schema.color('')}, borderColor:darken"]
    lines += ["ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5, labelArrow:none"]
    lines += [f"{label}\tbgColor:{schema.color(label)}" for label in schema.labels]
    for attribute in schema.attributes:
        if attribute.kind == "flag":
            lines.append(f"{attribute.name}\tglyph:●, position:left")
        elif attribute.kind == "choice":
            glyphs = "|".join(f"[{value}]" for value in attribute.values)
            lines.append(f"{attribute.name}\tglyph:{glyphs}, position:right")
    return "\n".join(lines) + "\n"


def read(path: Path) -> Iterator[Document]:
    """Read a folder of brat, every ``NAME.ann`` with its ``NAME.txt``.

    Raises:
        ReadError: if there is no such folder, or a text is missing.
        ConvertError: if a line is no standoff.
    """
    if not path.is_dir():
        raise ReadError(f"{path}: brat's format is a folder of .txt and .ann files, and this is none")
    files = sorted(path.glob("*.ann"))
    if not files:
        raise ReadError(f"{path}: no .ann file in it")
    for file in files:
        try:
            yield _document(file)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, ConvertError) and str(file) in str(error):
                raise
            raise ConvertError(f"{file}: {error if isinstance(error, ConvertError) else repr(error)}") from error


def _document(file: Path) -> Document:
    text = read_text(file.with_suffix(".txt"))
    known = file.with_suffix(".json")
    payload = read_json(known) if known.exists() else None
    spans: dict[str, ToolSpan] = {}
    relations: list[tuple[str, str, str]] = []
    lines = read_text(file).split("\n")
    for place, key, rest in _lines(file, lines):
        if key[0] == "T":
            spans[key] = _tool_span(place, key, rest)
    for place, key, rest in _lines(file, lines):
        try:
            if key[0] in "AM":
                name, target, *value = rest.split(maxsplit=2)
                spans[target].attributes[name] = value[0] if value else FLAG
            elif key[0] == "#" and rest.startswith(_NOTE):
                head, _, note = rest.partition("\t")
                target = head.split()[1]
                if target in spans:
                    spans[target].attributes.update(_note(note))
            elif key[0] == "R":
                label, first, second = rest.split()
                relations.append((label, first.partition(":")[2], second.partition(":")[2]))
        except (ValueError, KeyError, IndexError) as error:
            raise ConvertError(f"{place}: not a line of brat: {error!r}") from error
    _whole(payload, spans)
    return unpack(payload, text, spans.values(), relations, name=file.stem)


def _lines(file: Path, lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            key, tab, rest = line.rstrip("\r").partition("\t")
            if not (key and tab):
                raise ConvertError(f"{file}, line {number}: not a line of brat: no tab in it")
            yield f"{file}, line {number}", key, rest


def _tool_span(place: str, key: str, rest: str) -> ToolSpan:
    match = _SPAN.match(rest)
    if match is None:
        raise ConvertError(f"{place}: not a line of brat: LABEL START END expected")
    offsets = [int(number) for part in match["places"].split(";") for number in part.split()]
    return ToolSpan(key, match["label"], min(offsets), max(offsets))


def _note(text: str) -> dict[str, str]:
    """The free words in a note; words that are no ``name=value`` stay out."""
    result = {}
    for part in re.findall(r"(?:[^;\\]|\\.)+", text):
        name, equals, value = part.partition("=")
        if equals and kind_of(name.strip()) == "text":
            result[name.strip()] = re.sub(r"\\(.)", r"\1", value.strip())
    return result


def _whole(payload: object, spans: dict[str, ToolSpan]) -> None:
    """Give line ends at the edge of a span back, which fragments leave out."""
    if not isinstance(payload, dict):
        return
    for item in payload.get("spans") or ():
        span = spans.get(str(item.get("key", item.get("id"))))
        places = [int(n) for n in re.findall(r"\d+", str(item.get("written", "")))]
        if span and places and (span.start, span.end) == (min(places), max(places)):
            span.start, span.end = item["start"], item["end"]
