"""Text out of HTML, DOCX and PDF files, each through a well-kept library of the extra ``files``."""

from __future__ import annotations

import io
import logging
import re

from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.errors import MissingExtraError, ReadError

__all__ = ["missing_extra", "read_docx", "read_html", "read_pdf"]

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"


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
    try:
        import trafilatura
    except ImportError:
        raise missing_extra("trafilatura", "HTML") from None
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
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    if not text or not text.strip():
        raise ReadError(f"{name}: no main text found in the page")
    return text, used, notes


def read_docx(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The paragraphs and tables of a Word document in their order; the cells of a row are joined by tabs.

    Args:
        data: the file's bytes.
        name: what to call the file in messages.

    Returns:
        Text and warnings.

    Raises:
        ReadError: if the file is encrypted, in the old .doc format, or broken.
        MissingExtraError: without python-docx.
    """
    try:
        import docx
        from docx.table import Table
    except ImportError:
        raise missing_extra("python-docx", "DOCX") from None
    if data.startswith(_OLE):
        raise ReadError(f"{name}: encrypted, or in the old .doc format; save it as .docx without a password")
    try:
        document = docx.Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines.extend("\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows)
            else:
                lines.append(block.text)
    except Exception as error:  # python-docx raises whatever zipfile, lxml or its own parts meet
        raise ReadError(f"{name}: not a readable .docx file ({type(error).__name__}: {error})") from error
    return "\n".join(lines), ()


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text layer of a PDF, page after page.

    Args:
        data: the file's bytes.
        name: what to call the file in messages.

    Returns:
        Text and warnings; pages without text are counted in a warning.

    Raises:
        ReadError: if the file is encrypted or broken, or has no text layer, as a scan.
        MissingExtraError: without pypdf.
    """
    try:
        import pypdf
        import pypdf.errors
    except ImportError:
        raise missing_extra("pypdf", "PDF") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes to the terminal what it has mended in a file
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{name}: encrypted; remove the password first")
        pages = [(page.extract_text() or "").strip() for page in reader.pages]
    except ReadError:
        raise
    except pypdf.errors.DependencyError:
        raise missing_extra("cryptography", "PDF files encrypted with AES") from None
    except Exception as error:  # pypdf raises many kinds of errors on broken files
        raise ReadError(f"{name}: not a readable PDF ({type(error).__name__}: {error})") from error
    blank = sum(not page for page in pages)
    if blank == len(pages):
        raise ReadError(f"{name}: no text layer ({len(pages)} page(s), probably scanned); run OCR first, e.g. ocrmypdf")
    notes = (f"{blank} of {len(pages)} pages have no text layer (scanned?)",) if blank else ()
    return "\n".join(page for page in pages if page), notes
