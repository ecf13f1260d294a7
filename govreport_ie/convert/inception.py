"""INCEpTION: UIMA CAS XMI, read and written by dkpro-cassis.

INCEpTION joins only spans of one layer, so there is one span layer with the label as a feature, one relation layer on it,
and one layer of document metadata, which holds what annotators do not edit.  Offsets in XMI count UTF-16 units; the
library converts them.  Characters that XML cannot hold stand as U+FFFD in the XMI and come back as they were.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.convert.carried import ToolSpan, pack, unpack
from govreport_ie.convert.document import Document
from govreport_ie.convert.files import file_names, make_folder, write_text
from govreport_ie.convert.schema import Attribute, Schema, native, schema_of
from govreport_ie.errors import ConvertError, MissingExtraError, ReadError
from govreport_ie.extraction.text import sentence_spans

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

__all__ = ["RELATION", "SPAN", "layers", "read", "to_cas", "type_system", "write", "write_config"]

SPAN = "webanno.custom.Govreport"
RELATION = "webanno.custom.GovreportRelation"
DOCUMENT = "webanno.custom.GovreportDocument"
_TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_STRING = "uima.cas.String"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CLAUSE = re.compile(r"[^\s，。；、：！？]+|[，。；、：！？]")
_TYPES_FILE = "TypeSystem.xml"


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        raise MissingExtraError('inception needs dkpro-cassis: pip install "govreport-ie[convert]"') from error
    return cassis


def type_system(schema: Schema) -> TypeSystem:
    """The type system: DKPro Core's sentences and tokens, and our three layers.

    Raises:
        MissingExtraError: if dkpro-cassis is not installed.
    """
    types = _cassis().load_dkpro_core_typesystem()
    if not types.contains_type(_METADATA):
        metadata = types.create_type(_METADATA, "uima.tcas.DocumentAnnotation")
        for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
            types.create_feature(metadata, name, _STRING)
    span = types.create_type(SPAN, "uima.tcas.Annotation")
    for name in ("label", "identifier", *(attribute.name for attribute in schema.attributes)):
        types.create_feature(span, name, _STRING)
    relation = types.create_type(RELATION, "uima.tcas.Annotation")
    types.create_feature(relation, "label", _STRING)
    types.create_feature(relation, "Governor", span)
    types.create_feature(relation, "Dependent", span)
    types.create_feature(types.create_type(DOCUMENT, "uima.cas.AnnotationBase"), "carried", _STRING)
    return types


def to_cas(document: Document, types: TypeSystem) -> Cas:
    """The CAS of a document."""
    cas = _cassis().Cas(typesystem=types)
    lost = [[match.start(), ord(match[0])] for match in _NOT_XML.finditer(document.text)]
    cas.sofa_string = _NOT_XML.sub("\ufffd", document.text)
    cas.sofa_mime = "text/plain"
    name = _NOT_XML.sub("\ufffd", document.id)
    facts = {"documentId": name, "documentTitle": name, "language": "zh"}
    cas.add(types.get_type(_METADATA)(begin=0, end=len(document.text), **facts))
    for start, end in sentence_spans(document.text):
        cas.add(types.get_type(_SENTENCE)(begin=start, end=end))
    cas.add_all([types.get_type(_TOKEN)(begin=start, end=end) for start, end in _tokens(document)])
    made: dict[str, Any] = {}
    for span in document.spans:
        values = {"label": span.label, "identifier": span.id, **native(span)[0]}
        made[span.id] = types.get_type(SPAN)(begin=span.start, end=span.end, **values)
    cas.add_all(made.values())
    for relation in document.relations:
        source, target = made[relation.source], made[relation.target]
        place = {"begin": target.begin, "end": target.end}
        cas.add(types.get_type(RELATION)(**place, label=relation.label, Governor=source, Dependent=target))
    payload = {**pack(document), "lost": lost}
    cas.add(types.get_type(DOCUMENT)(carried=json.dumps(payload)))
    return cas


def _tokens(document: Document) -> Iterator[tuple[int, int]]:
    """Tokens, without which INCEpTION shows no text: clauses, cut where spans begin and end.

    Our layers are anchored to characters; a token a character would only make files twenty times as slow to read.
    """
    edges = sorted({edge for span in document.spans for edge in (span.start, span.end)})
    for match in _CLAUSE.finditer(document.text):
        start = match.start()
        for edge in edges[bisect_right(edges, start) : bisect_left(edges, match.end())]:
            yield start, edge
            start = edge
        yield start, match.end()


def write(documents: Sequence[Document], path: Path, *, predictions: bool = True) -> None:
    """Write a folder with an XMI file a document and the type system; INCEpTION does not distinguish predictions.

    Raises:
        MissingExtraError: if dkpro-cassis is not installed.
    """
    types = type_system(schema_of(documents))
    make_folder(path)
    write_text(path / _TYPES_FILE, str(types.to_xml()))
    for document, name in zip(documents, file_names(d.id for d in documents), strict=True):
        write_text(path / f"{name}.xmi", str(to_cas(document, types).to_xmi()))


def write_config(documents: Sequence[Document], path: Path) -> list[Path]:
    """Write the layers to import under Settings, Layers; returns the files."""
    files = []
    for name, layer in layers(schema_of(documents)).items():
        files.append(path / f"layer-{name}.json")
        write_text(files[-1], json.dumps(layer, ensure_ascii=False, indent=1) + "\n")
    return files


def layers(schema: Schema) -> dict[str, dict[str, Any]]:
    """The layers as INCEpTION exports and imports them: spans, relations, document metadata."""
    features = [
        _feature("label", "label", _tags("Govreport labels", schema.labels), required=True),
        _feature("identifier", "keep as it is", None, visible=False),
        *(_feature(a.name, _describe(a), _tags(f"Govreport {a.name}", _choices(a))) for a in schema.attributes),
    ]
    ends = [
        {**_feature(name, "", None), "type": SPAN, "visible": False, "enabled": True}
        for name in ("Governor", "Dependent")
    ]
    relation = [_feature("label", "relation", _tags("Govreport relations", schema.relations), required=True), *ends]
    return {
        "spans": _layer(SPAN, "Govreport", "span", features),
        "relations": {
            **_layer(RELATION, "Govreport relation", "relation", relation),
            "attach_type": {"name": SPAN},
        },
        "document": _layer(
            DOCUMENT, "Govreport document", "document-metadata", [_feature("carried", "keep as it is", None)]
        ),
    }


def _choices(attribute: Attribute) -> tuple[str, ...]:
    return {"choice": attribute.values, "flag": ("yes",), "text": ()}[attribute.kind]


def _describe(attribute: Attribute) -> str:
    return f"{attribute.hint} ({', '.join(attribute.labels)})"


def _layer(name: str, shown: str, kind: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "features": features,
        "uiName": shown,
        "type": kind,
        "description": "",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": True,
        "linked_list_behavior": False,
    }


def _feature(
    name: str, description: str, tags: dict[str, Any] | None, *, required: bool = False, visible: bool = True
) -> dict[str, Any]:
    return {
        "name": name,
        "tag_set": tags,
        "uiName": name,
        "type": _STRING,
        "enabled": True,
        "visible": visible,
        "include_in_hover": False,
        "required": required,
        "remember": False,
        "hideUnconstraintFeature": False,
        "description": description,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
    }


def _tags(name: str, values: Sequence[str]) -> dict[str, Any] | None:
    if not values:
        return None
    tags = [{"tag_name": value, "tag_description": ""} for value in values]
    return {"name": name, "description": "", "language": "zh", "tags": tags, "create_tag": True}


def read(path: Path) -> Iterator[Document]:
    """Read a folder or a zip file of XMI files with their ``TypeSystem.xml``, as INCEpTION exports them, or one file.

    Raises:
        ReadError: if there is nothing such.
        ConvertError: if a file is no XMI with our layers.
        MissingExtraError: if dkpro-cassis is not installed.
    """
    cassis = _cassis()
    number = 0
    system: Any = None
    read_from = b""
    for name, types, xmi in _files(path):
        number += 1
        try:
            if types != read_from:  # the documents of a folder share one, and reading it takes most of the time
                system, read_from = cassis.load_typesystem(io.BytesIO(types)), types
            cas = cassis.load_cas_from_xmi(io.BytesIO(xmi), typesystem=system)
            document = _document(cas, Path(name).stem)
        except ConvertError:
            raise
        except Exception as error:  # the library has no class of its own for files that are none
            raise ConvertError(f"{path}: {name} is no XMI with the layer {SPAN}: {error!r}") from error
        yield document
    if not number:
        raise ReadError(f"{path}: no XMI file in it; export as UIMA CAS XMI")


def _files(path: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, type system and XMI of every document."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from _members(archive)
            return
        files = sorted(path.rglob("*.xmi")) if path.is_dir() else [path]
        for file in files:
            yield file.name, (file.parent / _TYPES_FILE).read_bytes(), file.read_bytes()
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes, bytes]]:
    """The documents of an archive, and of the archives in it (a project holds one a document)."""
    for name in sorted(archive.namelist()):
        if name.endswith(".xmi"):
            yield name, archive.read(str(Path(name).parent / _TYPES_FILE)), archive.read(name)
        elif name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
                yield from _members(inner)


def _document(cas: Any, name: str) -> Document:
    carried = (item["carried"] for item in _of_type(cas, DOCUMENT))
    payload = next((json.loads(given) for given in carried if given), None)
    text = _restored(cas.sofa_string or "", (payload or {}).get("lost", ()))
    spans: list[ToolSpan] = []
    keys: dict[Any, str] = {}
    for number, item in enumerate(cas.select(SPAN)):
        key = item["identifier"]
        if not key or key in keys.values():
            key = f"new {number}"
        keys[item.xmiID] = key
        values = {f.name: str(item[f.name]) for f in item.type.all_features if f.name not in _OWN and item[f.name]}
        spans.append(ToolSpan(key, item["label"] or "", item["begin"], item["end"], values))
    relations = [
        (item["label"] or "", keys[item["Governor"].xmiID], keys[item["Dependent"].xmiID])
        for item in _of_type(cas, RELATION)
    ]
    return unpack(payload, text, spans, relations, name=name)


def _of_type(cas: Any, name: str) -> list[Any]:
    """The annotations of a type that a project need not have."""
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


def _restored(text: str, lost: Iterable[tuple[int, int]]) -> str:
    """The text with the characters that XML cannot hold, where their replacement still stands."""
    for offset, code in lost:
        if text[offset : offset + 1] == "\ufffd":
            text = f"{text[:offset]}{chr(code)}{text[offset + 1 :]}"
    return text


_OWN = frozenset({"label", "identifier", "begin", "end", "sofa"})
