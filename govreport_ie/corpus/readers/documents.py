"""Text out of web pages."""

from __future__ import annotations

import re

from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.errors import MissingExtraError, ReadError

__all__ = ["is_page", "missing_extra", "page_text", "read_html"]

# libxml2 compares every attribute of a tag with all before it
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_ATTRIBUTE = re.compile(r"\s[^\s=]+=")
_ATTRIBUTES = 2_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)


def missing_extra(package: str, kind: str) -> MissingExtraError:
    """The error for an optional package that is not installed.

    Args:
        package: the distribution's name.
        kind: the kind of file that needs it.

    Returns:
        The error, with the one-line install command.
    """
    return MissingExtraError(f'reading {kind} needs {package}: pip install "govreport-ie[files]"')


def read_html(data: bytes, encoding: str | None, name: str) -> tuple[str, str | None, tuple[str, ...]]:
    """The main text of a web page; navigation, scripts and other page furniture are left out.

    Args:
        data: the page's bytes.
        encoding: its encoding, where known; else the page's own declaration or detection decides.
        name: what to call the file in messages.

    Returns:
        Text, encoding and warnings.

    Raises:
        ReadError: if the page holds no text.
        MissingExtraError: without trafilatura.
    """
    declared = _META_CHARSET.search(data[:4096])
    notes: tuple[str, ...] = ()
    if encoding is None and declared:
        named = declared.group(1).decode("ascii").lower()
        # pages that declare GB2312 regularly use characters of its supersets
        named = "gb18030" if named in ("gb2312", "gbk", "gb_2312-80") else named
        try:
            page, used = data.decode(named), named
        except (LookupError, ValueError):  # unknown, no character set, or another one
            page, used, notes = decode_bytes(data, None, name)
            notes = (*notes, f"the page declares {named}, which does not fit")
    else:
        page, used, notes = decode_bytes(data, encoding, name)
    for tag in _LONG_TAG.finditer(page):
        if len(_ATTRIBUTE.findall(tag[0])) > _ATTRIBUTES:
            raise ReadError(f"{name}: a tag with more than {_ATTRIBUTES:,} attributes; no page of a report has such")
    return page_text(page, name), used, notes


def page_text(page: str, name: str) -> str:
    """The main text of a decoded web page; of a short one, and where trafilatura loses a table, all that its body shows.

    Args:
        page: the page, or a part of one.
        name: what to call the file in messages.

    Returns:
        The text: blocks and ``<br>`` end lines, the cells of a row stand between strokes.

    Raises:
        ReadError: if the page holds no text.
        MissingExtraError: without trafilatura.
    """
    try:
        import trafilatura
    except ImportError:
        raise missing_extra("trafilatura", "HTML") from None
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    text = text or ""
    whole = _body_text(page)
    lost_table = "<table" in page.lower() and "|" in whole and "|" not in text
    if len(whole) <= _SHORT_PAGE or lost_table or len(text) < _MAIN_SHARE * len(whole):
        text = whole
    if not text.strip():
        raise ReadError(f"{name}: no main text found in the page")
    return text


_SHORT_PAGE = 1000
"""A page that shows no more characters is read whole: what is main text in it cannot be told."""
_MAIN_SHARE = 0.2
"""A smaller part of what the body shows is not taken for its main text."""
_UNSEEN = (
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "noscript",
    "head",
    "template",
    "iframe",
    "svg",
)
_BLOCKS = frozenset(
    ("p", "div", "br", "table", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "hr", "pre",
     "blockquote", "center", "dd", "dt", "dl", "caption", "body", "html", "tbody", "thead", "option")
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _body_text(page: str) -> str:
    """All that a page shows, line by line."""
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
    from lxml import html as lxml_html

    try:
        root = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if _HIDDEN.search(element.get("style") or ""):
                element.clear(keep_tail=True)
            if tag in _BLOCKS:
                pieces.append("\n")
            elif tag in ("td", "th"):
                pieces.append("\x1f")
            pieces.append(_BLANKS.sub(" ", element.text or ""))
        else:
            if tag == "tr":
                pieces.append("\x1e")
            if tag in _BLOCKS and tag != "br":
                pieces.append("\n")
            pieces.append(_BLANKS.sub(" ", element.tail or ""))
    return _lines_of("".join(pieces))


_ROW = re.compile(r"\x1f([^\x1e]*)\x1e")


def _lines_of(text: str) -> str:
    """The lines of a walk: rows of tables between strokes, no blank lines."""

    def row(match: re.Match[str]) -> str:
        cells = [" ".join(cell.split()) for cell in match[1].split("\x1f")]
        return cells[0] if len(cells) == 1 else f"| {' | '.join(cells)} |"

    flat = _ROW.sub(row, text).replace("\x1f", " ").replace("\x1e", "\n")
    return "\n".join(line for line in (part.strip(" \u00a0") for part in flat.split("\n")) if line)


_TAGS = re.compile(
    r"</?(?:html|body|div|p|span|table|tr|td|br|h[1-6]|font|strong|li|ul|a)\b[^<>]{0,400}>", re.IGNORECASE
)
_BEGINS = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|div|p|table|span|h[1-6]|br|meta|font|center|article|section|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_page(text: str) -> bool:
    """Whether a text is a web page, or a part of one, that was saved as plain text."""
    return _BEGINS.match(text) is not None and len(_TAGS.findall(text[:20000])) >= 4
