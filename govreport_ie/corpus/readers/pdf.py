"""The text layer of PDF files, page after page in reading order, through PDFium.

PDFium (pypdfium2; Apache-2.0 or BSD-3-Clause) reads fonts without a Unicode map through the character collections that it brings
(Adobe-GB1, CNS1, Japan1, Korea1), which pypdf does not, and takes milliseconds a page where pdfminer.six takes a second; PyMuPDF
is as fast, but its licence (AGPL) would bind whoever uses this library.  docs/reading.md has the figures.
"""

from __future__ import annotations

import re
from threading import Lock
from typing import Any

from govreport_ie.corpus.readers.layout import Box, arranged, has_gaps, segments_of
from govreport_ie.errors import MissingExtraError, ReadError
from govreport_ie.extraction.records import Notice

__all__ = ["read_pdf"]

_LOCK = Lock()
"""PDFium is not made for several threads of one process."""

_PAGE_BREAK = "\n\f"
"""Between two pages, as pdftotext writes it: running heads and feet are recognised by it."""

_HYPHEN = re.compile("[\ufffe\x02](?:\\r?\\n)?")
"""How PDFium writes a hyphen at the end of a line."""

# What Chinese and English text is written in: ASCII, Latin-1, general punctuation, currency, letterlike and number forms, arrows,
# operators, enclosed numbers, shapes, CJK with radicals and compatibility, half and full width; Greek for units and formulas.
_TEXT = re.compile(
    "[\t\n\r\f\x20-\x7e\xa0-\xff\u0391-\u03c9\u2000-\u206f\u20a0-\u20cf\u2100-\u27bf\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef"
    "\U00020000-\U0003134f]+"
)
_GARBAGE_SHARE = 0.2
"""A page of which a greater part is anything else is no text."""
_OCR = "run OCR first, e.g. ocrmypdf --force-ocr"


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[tuple[int, int], ...], tuple[Notice, ...]]:
    """The text layer of a PDF, page after page.

    Args:
        data: the file's bytes.
        name: what to call the file in messages.

    Returns:
        Text, pairs of an offset and the page that begins there, and warnings: pages without text, pages whose characters are none.

    Raises:
        ReadError: if the file is encrypted or broken, has no text layer, as a scan, or one that cannot be read.
        MissingExtraError: without pypdfium2.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise MissingExtraError('reading PDF needs pypdfium2: pip install "govreport-ie[files]"') from None
    with _LOCK:
        try:
            texts = _texts(pdfium.PdfDocument(data))
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise ReadError(f"{name}: encrypted; remove the password first") from error
            raise ReadError(f"{name}: not a readable PDF ({error})") from error
    return _joined(texts, name)


def _texts(document: object) -> list[str]:
    """The text of every page."""
    texts: list[str] = []
    try:
        for number in range(len(document)):  # pyright: ignore[reportArgumentType]
            page = document[number]  # pyright: ignore[reportIndexIssue]
            layer = page.get_textpage()
            texts.append(_laid_out(layer))
            layer.close()
            page.close()
    finally:
        document.close()  # pyright: ignore[reportAttributeAccessIssue]
    return [_HYPHEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip() for text in texts]


def _laid_out(layer: Any) -> str:
    """The text of a page in reading order."""
    text = layer.get_text_range(errors="replace")
    if len(text) != layer.count_chars() or not has_gaps(layer.get_rect(i) for i in range(layer.count_rects())):
        return text
    import pypdfium2.raw as raw

    rectangle = raw.FS_RECTF()

    def box_of(character: int) -> Box:
        raw.FPDFText_GetLooseCharBox(layer, character, rectangle)  # get_charbox makes a rectangle for each
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top

    return arranged(text, segments_of(text, box_of))


def _joined(texts: list[str], name: str) -> tuple[str, tuple[tuple[int, int], ...], tuple[Notice, ...]]:
    """The pages as one text, with their offsets and what is wrong with them."""
    blank = sum(not text for text in texts)
    if blank == len(texts):
        raise ReadError(f"{name}: no text layer ({len(texts)} page(s), probably scanned); {_OCR}")
    pages: list[tuple[int, int]] = []
    garbage: list[tuple[int, int]] = []
    pieces: list[str] = []
    offset = 0
    for number, text in enumerate(texts, 1):
        if not text:
            continue
        pages.append((offset, number))
        if _is_garbage(text):
            garbage.append((offset, number))
        pieces.append(text)
        offset += len(text) + len(_PAGE_BREAK)
    if len(garbage) == len(pages):
        raise ReadError(
            f"{name}: the text layer cannot be read: its fonts have no Unicode map and its characters are no text; {_OCR}"
        )
    notices: list[Notice] = []
    if blank:
        notices.append(Notice("blank_pages", f"{blank} of {len(texts)} pages have no text layer (scanned?)", blank))
    if garbage:
        listed = ", ".join(str(number) for _, number in garbage[:8]) + (" …" if len(garbage) > 8 else "")
        message = f"page {listed}: the characters are no text (fonts without a Unicode map); {_OCR}"
        notices.append(Notice("unreadable_pages", message, len(garbage), garbage[0][0]))
    return _PAGE_BREAK.join(pieces), tuple(pages), tuple(notices)


def _is_garbage(text: str) -> bool:
    """Whether the characters of a page are no text: letters of scripts that no report is written in, private use, controls."""
    left = _TEXT.sub("", text)
    return len(left) > _GARBAGE_SHARE * len(re.sub(r"\s", "", text))
