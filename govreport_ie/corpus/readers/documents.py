"""Text out of web pages."""

from __future__ import annotations

import re

from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.errors import MissingExtraError, ReadError

__all__ = ["missing_extra", "read_html"]

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
