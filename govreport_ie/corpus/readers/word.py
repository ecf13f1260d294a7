"""Text out of Word documents, as a reader sees it.

python-docx opens the package and finds its parts; its own paragraphs and cells leave out what is wrapped (inserted and moved runs, smart tags,
content controls, fields, custom XML, equations, text boxes, notes) and repeat merged cells, and so do mammoth and docx2python in
part, so one walk over the elements of the parts reads them all: what shows is read once, what is deleted, hidden or struck out is not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govreport_ie.errors import MissingExtraError, ReadError
from govreport_ie.extraction.records import Notice

__all__ = ["read_docx"]

_OLE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_OFF = frozenset(("0", "false", "off", "none"))
_UNSEEN = frozenset(("vanish", "strike", "dstrike", "webHidden"))
_SKIPPED = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr",
     "customXmlPr", "smartTagPr", "fldData", "annotationRef", "footnoteRef", "endnoteRef", "commentRangeStart", "commentReference")
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES_HEADING = "注释"


def read_docx(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    """What a reader of a Word document sees, in its order; the cells of a row are joined by tabs, notes stand at the end.

    Args:
        data: the file's bytes.
        name: what to call the file in messages.

    Returns:
        Text and warnings: what was left out.

    Raises:
        ReadError: if the file is encrypted, in the old .doc format, or broken.
        MissingExtraError: without python-docx.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError('reading DOCX needs python-docx: pip install "govreport-ie[files]"') from None
    if data.startswith(_OLE):
        raise ReadError(f"{name}: encrypted, or in the old .doc format; save it as .docx without a password")
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk()
        lines = walk.blocks(document.element.body)
        notes = [line for root in _note_parts(document) for line in _notes(walk, root)]
    except RecursionError:
        raise ReadError(f"{name}: not a readable .docx file (elements nested too deep)") from None
    except Exception as error:  # python-docx raises whatever zipfile, lxml or its own parts meet
        raise ReadError(f"{name}: not a readable .docx file ({type(error).__name__}: {error})") from error
    if notes:
        lines += [_NOTES_HEADING, *notes]
    return "\n".join(lines), walk.notices()


def _note_parts(document: Any) -> Iterator[Any]:
    """The roots of the parts with footnotes and endnotes."""
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    for kind in ("footnotes", "endnotes"):
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                # python-docx's parser: no entities are expanded, nothing is fetched
                yield etree.fromstring(
                    relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True)
                )


def _notes(walk: _Walk, root: Any) -> Iterator[str]:
    """The notes of a part, each on a line with its number; separators are none."""
    number = 0
    for note in root:
        if not isinstance(note.tag, str) or note.get(f"{_W}type") not in (None, "normal"):
            continue
        words = " ".join(line.strip() for line in walk.blocks(note) if line.strip())
        if words:
            number += 1
            yield f"[{number}] {words}"


@dataclass
class _Walk:
    """One walk over the elements of a document.

    Attributes:
        unseen: runs that are hidden or struck out.
        deleted: stretches deleted or moved away with tracked changes.
    """

    unseen: int = 0
    deleted: int = 0
    _boxes: list[str] = field(default_factory=list)

    def notices(self) -> tuple[Notice, ...]:
        """What was left out."""
        found = []
        if self.deleted:
            found.append(
                Notice(
                    "deleted_text", f"{self.deleted} stretch(es) deleted with tracked changes, left out", self.deleted
                )
            )
        if self.unseen:
            found.append(Notice("hidden_text", f"{self.unseen} hidden or struck-out run(s), left out", self.unseen))
        return tuple(found)

    def blocks(self, parent: Any) -> list[str]:
        """The lines of the paragraphs and tables below an element."""
        lines: list[str] = []
        joined = False  # the paragraph before was joined to this one: its mark is deleted
        for element in parent:
            kind = _kind(element)
            if kind in _SKIPPED:
                self.deleted += kind in ("del", "moveFrom")
                continue
            if kind == "p":
                outer, self._boxes = self._boxes, []
                text = self.inline(element)
                if joined and lines:
                    lines[-1] += text
                else:
                    lines.append(text)
                joined = _mark_deleted(element)
                lines += self._boxes
                self._boxes = outer
            elif kind == "tbl":
                lines += self.table(element)
            elif kind == "AlternateContent":
                lines += self.blocks(_choice(element))
            elif kind:
                lines += self.blocks(element)  # content controls, custom XML, inserted rows
        return lines

    def inline(self, parent: Any) -> str:
        """The text of the runs below an element; lines of text boxes are put aside."""
        pieces: list[str] = []
        for element in parent:
            kind = _kind(element)
            if kind in _SKIPPED or not kind:
                self.deleted += kind in ("del", "moveFrom")
            elif kind == "t":
                pieces.append(element.text or "")
            elif kind in _CHARACTERS:
                pieces.append(_CHARACTERS[kind])
            elif kind == "r" and _is_unseen(element):
                self.unseen += 1
            elif kind == "txbxContent":
                self._boxes += self.blocks(element)
            elif kind == "AlternateContent":
                pieces.append(self.inline(_choice(element)))
            elif kind == "f":  # a fraction of an equation
                pieces.append("/".join(self.inline(part) for part in element if _kind(part) in ("num", "den")))
            else:
                pieces.append(self.inline(element))
        return "".join(pieces)

    def table(self, table: Any) -> list[str]:
        """The rows of a table; a row of one cell is its paragraphs, tables within cells follow the row that holds them."""
        lines: list[str] = []
        for row in _below(table, "tr"):
            if _has(row, "trPr", "del"):
                self.deleted += 1
                continue
            cells: list[str] = [""] * _number(row, "trPr", "gridBefore")
            inner: list[str] = []
            found = list(_below(row, "tc"))
            for cell in found:
                merge = _property(cell, "tcPr", "vMerge")
                continued = merge is not None and merge.get(_VAL, "continue") == "continue"
                nested = [] if continued else list(_below(cell, "tbl"))
                if len(found) == 1:
                    inner = [] if continued else self.blocks(cell)
                    break
                words = "" if continued else " ".join(filter(None, map(str.strip, self._paragraphs(cell))))
                cells += [words.replace("\n", " ").replace("\t", " "), *[""] * (_number(cell, "tcPr", "gridSpan") - 1)]
                inner += [line for one in nested for line in self.table(one)]
            if len(found) > 1:
                lines.append("\t".join(cells).rstrip("\t"))
            lines += inner
        return lines

    def _paragraphs(self, cell: Any) -> list[str]:
        """The lines of a cell without the tables in it."""
        lines: list[str] = []
        for element in cell:
            kind = _kind(element)
            if kind == "p":
                outer, self._boxes = self._boxes, []
                lines += [self.inline(element), *self._boxes]
                self._boxes = outer
            elif kind and kind != "tbl" and kind not in _SKIPPED:
                lines += self._paragraphs(element)
        return lines


def _kind(element: Any) -> str:
    """The local name of an element of WordprocessingML, of an equation or of a drawing; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _below(parent: Any, kind: str) -> Iterator[Any]:
    """The elements of a kind in a parent and in what wraps them there (content controls, insertions)."""
    for element in parent:
        found = _kind(element)
        if found == kind:
            yield element
        elif found in _WRAPPERS:
            yield from _below(element, kind)


_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def _choice(alternatives: Any) -> Any:
    """The first choice of alternative contents that has any, else the fallback: the same thing drawn in other ways."""
    for element in alternatives:
        if _kind(element) == "Choice" and len(element):
            return element
    return next((element for element in alternatives if _kind(element) == "Fallback"), ())


def _property(element: Any, group: str, name: str) -> Any:
    """A property of an element: the child ``name`` of its child ``group``."""
    for properties in element:
        if _kind(properties) == group:
            return next((item for item in properties if _kind(item) == name), None)
    return None


def _has(element: Any, group: str, name: str) -> bool:
    return _property(element, group, name) is not None


def _number(element: Any, group: str, name: str) -> int:
    """A number among the properties of an element, kept within what a table can have; 0 without it."""
    found = _property(element, group, name)
    value = found.get(_VAL, "0") if found is not None else "0"
    return min(int(value), 64) if value.isdecimal() else 0


def _is_unseen(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    for properties in run:
        if _kind(properties) == "rPr":
            return any(_kind(item) in _UNSEEN and item.get(_VAL, "1") not in _OFF for item in properties)
    return False


def _mark_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted with tracked changes, so that the next one goes on in it."""
    properties = _property(paragraph, "pPr", "rPr")
    return properties is not None and any(_kind(item) in ("del", "moveFrom") for item in properties)
