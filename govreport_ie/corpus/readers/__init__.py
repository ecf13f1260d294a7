"""Readers: the texts of files of any supported kind, of folders, archives, tables and streams.

`read_texts` is the one entry.  Kinds by suffix: plain text (txt, md, text and anything unknown that decodes), html, docx, pdf, tables
with one report a row (csv, tsv, xlsx, parquet, jsonl, json), zip archives and folders of all these.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from govreport_ie.corpus.readers.documents import is_page, page_text, read_html
from govreport_ie.corpus.readers.encoding import decode_bytes
from govreport_ie.corpus.readers.folders import SUPPORTED_SUFFIXES, find_files
from govreport_ie.corpus.readers.names import NamePattern
from govreport_ie.corpus.readers.pdf import read_pdf
from govreport_ie.corpus.readers.source import SourceText, make_source, path_of, shown
from govreport_ie.corpus.readers.tables import TABLE_SUFFIXES, table_rows
from govreport_ie.corpus.readers.word import read_docx
from govreport_ie.errors import GovReportError, ReadError
from govreport_ie.extraction.records import Notice

__all__ = [
    "SUPPORTED_SUFFIXES",
    "NamePattern",
    "SourceText",
    "decode_bytes",
    "find_files",
    "path_of",
    "read_texts",
    "shown",
]

MAX_BYTES = 500_000_000
"""Larger documents and archive members are refused, so that a mistake or a zip bomb fills neither memory nor disk.

Archives and tables in files of their own are read row by row and may have any size, but for ``.json``, which is read whole.
"""

MAX_TEXT_BYTES = 100_000_000
"""The same for plain text and web pages, which take several times their size in memory."""

MAX_DEPTH = 5
"""Archives within archives are opened so deep."""

ErrorHandler = Callable[[str, GovReportError], None]


def read_texts(
    source: str | Path | IO[bytes] | IO[str],
    *,
    encoding: str | None = None,
    text_column: str | None = None,
    name_pattern: str | NamePattern | None = None,
    metadata: dict[str, Any] | None = None,
    on_error: ErrorHandler | None = None,
) -> Iterator[SourceText]:
    """Read the texts of a file, a folder, an archive or a stream.

    Args:
        source: a path, ``-`` for standard input, or an open file.
        encoding: encoding of text files; detected when omitted.
        text_column: the column of a table that holds the texts; found by its name when omitted.
        name_pattern: how file names tell metadata, e.g. ``{level}_{region}_{year}.txt``.
        metadata: metadata of every text; what columns and file names say goes before it.
        on_error: called with path and error for each file of a folder or archive and each row of a table (``table.csv#3``)
            that cannot be read, and reading goes on; without it the first error is raised.

    Yields:
        One source for a document, one for each row of a table, in a fixed order.

    Raises:
        ReadError: if a file is missing, empty, binary, encrypted, too large or broken.
        MissingExtraError: if a kind of file needs a package that is not installed.
        ConfigError: if the pattern is malformed.

    Example:
        >>> import io
        >>> [found.text for found in read_texts(io.BytesIO("新建公园3个。".encode("gb18030")))]
        ['新建公园3个。']
    """
    pattern = NamePattern(name_pattern) if isinstance(name_pattern, str) else name_pattern
    reader = _Reader(encoding, text_column, pattern, dict(metadata or {}), on_error)
    if isinstance(source, (str, Path)):
        if str(source) == "-":
            yield from _only_ours("the input", reader.data(sys.stdin.buffer.read(), None, ".txt"))
        else:
            yield from _only_ours(shown(str(source)), reader.path(Path(source)))
        return
    try:
        content = source.read()
    except UnicodeError as error:
        raise ReadError(f"{getattr(source, 'name', 'the input')}: {error}; open it in binary mode") from error
    name = getattr(source, "name", None)
    path = name if isinstance(name, str) else None
    if isinstance(content, str):
        known, misfit = reader.known(path)
        yield make_source(content, path, warnings=misfit, metadata=known)
    else:
        suffix = Path(path).suffix.lower() if path else ".txt"
        yield from _only_ours(path or "the input", reader.data(content, path, suffix))


def _only_ours(name: str, texts: Iterator[SourceText]) -> Iterator[SourceText]:
    """Read on with every error a `GovReportError`: what parsers of other people raise on broken bytes has no end."""
    try:
        yield from texts
    except (GovReportError, MemoryError):
        raise
    except Exception as error:
        raise ReadError(f"{name}: cannot be read ({type(error).__name__}: {str(error)[:200]})") from error


class _Reader:
    """One call of `read_texts` with its options."""

    def __init__(
        self,
        encoding: str | None,
        text_column: str | None,
        pattern: NamePattern | None,
        metadata: dict[str, Any],
        on_error: ErrorHandler | None,
    ) -> None:
        self.encoding = encoding
        self.text_column = text_column
        self.pattern = pattern
        self.metadata = metadata
        self.on_error = on_error

    def known(self, path: str | None) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The given metadata and what the file's name says; a warning where it does not fit the pattern."""
        if self.pattern is None or path is None:
            return dict(self.metadata), ()
        named = self.pattern.parse(Path(path).name)
        notes = () if named else (f"the file's name does not fit {self.pattern.pattern}",)
        return {**self.metadata, **(named or {})}, notes

    def path(self, path: Path) -> Iterator[SourceText]:
        if path.is_dir():
            for found in find_files(path):
                yield from self.guarded(shown(str(found)), lambda found=found: self.path(found))
            return
        suffix = path.suffix.lower()
        name = shown(str(path))
        try:
            if suffix == ".zip" or (suffix in TABLE_SUFFIXES and suffix != ".json"):
                with open(path, "rb") as file:
                    yield from self.stream(file, name, suffix)
                return
            _check_size(path.stat().st_size, suffix, name)
            data = path.read_bytes()
        except FileNotFoundError:
            raise ReadError(f"{name}: no such file") from None
        except OSError as error:
            if isinstance(error, GovReportError):
                raise
            raise ReadError(f"{name}: cannot be read: {error.strerror or error}") from error
        yield from self.data(data, name, suffix)

    def guarded(self, path: str, read: Callable[[], Iterator[SourceText]]) -> Iterator[SourceText]:
        """Read one file of many; its error goes to the handler if there is one."""
        try:
            yield from _only_ours(path, read())
        except GovReportError as error:
            if self.on_error is None:
                raise
            self.on_error(path, error)

    def stream(self, file: IO[bytes], path: str | None, suffix: str) -> Iterator[SourceText]:
        """Read an archive or table text by text."""
        name = path or "the input"
        if not file.read(1):
            raise ReadError(f"{name}: the file is empty")
        file.seek(0)
        if suffix == ".zip":
            yield from self.archive(file, name)
            return
        known, _ = self.known(path)  # tables have columns for what file names tell

        def failed(number: int, error: ReadError) -> None:
            if self.on_error is None:
                raise error
            self.on_error(f"{name}#{number}", error)

        options = {"encoding": self.encoding, "text_column": self.text_column, "name": name}
        for row in table_rows(file, suffix, **options, on_error=failed):
            metadata = {**known, **row.metadata}
            try:
                source = make_source(
                    row.text, path, encoding=row.encoding, warnings=row.warnings, metadata=metadata, row=row.number
                )
            except ReadError as error:
                failed(row.number, error)
                continue
            yield source

    def data(self, data: bytes, path: str | None, suffix: str) -> Iterator[SourceText]:
        name = path or "the input"
        if not data:
            raise ReadError(f"{name}: the file is empty")
        if suffix == ".zip" or suffix in TABLE_SUFFIXES:
            yield from self.stream(io.BytesIO(data), path, suffix)
            return
        known, misfit = self.known(path)
        used: str | None = None
        pages: tuple[tuple[int, int], ...] = ()
        if suffix == ".docx":
            text, notes = read_docx(data, name)
        elif suffix == ".pdf":
            text, pages, notes = read_pdf(data, name)
        elif suffix in (".html", ".htm"):
            text, used, notes = read_html(data, self.encoding, name)
        else:
            text, used, notes = decode_bytes(data, self.encoding, name)
            if text[:200].lstrip()[:1] == "<" and is_page(text):
                text = page_text(text, name)
                notes = (*notes, Notice("web_page", "the text is a web page: read as one"))
        yield make_source(text, path, encoding=used, warnings=(*notes, *misfit), metadata=known, pages=pages)

    def archive(self, file: IO[bytes], name: str) -> Iterator[SourceText]:
        if name.count("!/") >= MAX_DEPTH:
            raise ReadError(f"{name}: more than {MAX_DEPTH} archives within each other; unpack them first")
        try:
            archive = zipfile.ZipFile(file)
        except MemoryError:
            raise
        except Exception as error:  # zipfile raises whatever its readers meet in broken bytes
            raise ReadError(f"{name}: not a readable zip archive ({error})") from error
        members = [(info, _member_name(info)) for info in archive.infolist() if not info.is_dir()]
        for info, member in sorted(members, key=lambda item: item[1]):
            parts = Path(member).parts
            if Path(member).suffix.lower() not in SUPPORTED_SUFFIXES or any(
                part.startswith((".", "__MACOSX", "~$")) for part in parts
            ):
                continue
            path = f"{name}!/{member}"
            yield from self.guarded(path, lambda info=info, path=path: self.member(archive, info, path))

    def member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> Iterator[SourceText]:
        if info.flag_bits & 1:
            raise ReadError(f"{path}: encrypted; unpack the archive first")
        suffix = Path(path).suffix.lower()
        _check_size(info.file_size, suffix, path)
        # a table is read row by row, so it goes by way of the disk
        with tempfile.TemporaryFile() if suffix in TABLE_SUFFIXES else io.BytesIO() as spool:
            try:
                with archive.open(info) as stream:
                    shutil.copyfileobj(_Limited(stream, MAX_BYTES, path), spool)
            except (GovReportError, MemoryError):
                raise
            except Exception as error:  # of the decompressors, and of versions and methods that zipfile does not know
                raise ReadError(f"{path}: cannot be unpacked ({error})") from error
            spool.seek(0)
            if suffix in TABLE_SUFFIXES:
                yield from self.stream(spool, path, suffix)
            else:
                yield from self.data(spool.read(), path, suffix)


class _Limited:
    """A stream that refuses to give more than an archive may hold, whatever the archive says of its size."""

    def __init__(self, stream: IO[bytes], limit: int, name: str) -> None:
        self._stream, self._left, self._name = stream, limit, name

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"{self._name}: larger than {MAX_BYTES // 1_000_000} MB")
        return data


def _check_size(size: int, suffix: str, name: str) -> None:
    limit = MAX_BYTES if suffix in (".docx", ".pdf", ".zip") or suffix in TABLE_SUFFIXES else MAX_TEXT_BYTES
    if size > limit:
        raise ReadError(f"{name}: larger than {limit // 1_000_000} MB; split it, or put its texts into a .jsonl file")


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese Windows writes it in GBK without saying so, and zipfile takes it for cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
