"""From bytes to text: byte order marks, strict UTF-8, then the Chinese encodings, with the choice reported."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

from govreport_ie.errors import ReadError

__all__ = ["decode_bytes", "open_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ["gb18030", "big5", "utf_16_le", "utf_16_be"]
_NAMES = {"gb18030": "gb18030", "big5": "big5", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be"}
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_TOLERATED_DAMAGE = 0.005
_WHOLE = 4_000_000  # bytes; what is longer is decoded as it is read, so that a table of any size takes little memory
_SAMPLE = 1_000_000
_CHUNK = 1 << 20


def decode_bytes(data: bytes, encoding: str | None = None, name: str = "the input") -> tuple[str, str, tuple[str, ...]]:
    """Decode the bytes of a text file.

    Tried in order: the given encoding, a byte order mark, strict UTF-8, then GB18030, Big5 and UTF-16 without a mark,
    told apart by charset-normalizer.

    Args:
        data: the bytes.
        encoding: the encoding, where known.
        name: what to call the file in messages.

    Returns:
        The text, the encoding used, and warnings.

    Raises:
        ReadError: if the bytes are no text in any of these encodings.

    Example:
        >>> decode_bytes("政府工作报告".encode("gb18030"))[:2]
        ('政府工作报告', 'gb18030')
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"{name}: not a text file but {what}")
    if encoding is not None:
        try:
            return data.decode(encoding), encoding, ()
        except LookupError:
            raise ReadError(f"{name}: no encoding named {encoding!r}") from None
        except UnicodeDecodeError as error:
            raise ReadError(f"{name}: not valid {encoding} at byte {error.start}") from None
        except ValueError as error:  # codecs that are no character sets
            raise ReadError(f"{name}: not valid {encoding} ({error})") from None
    for mark, named in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(named), named, ()
            except UnicodeDecodeError as error:
                text = data.decode(named, errors="replace")
                return text, named, (f"damaged {named} from byte {error.start}: replaced by U+FFFD",)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_surrogates(data, error) or _decode_chinese(data, error, name)
    if "\x00" in text:
        wide = _decode_wide(data)
        if wide:
            return wide
    return text, "utf-8", ()


def open_text(
    file: IO[bytes], encoding: str | None = None, name: str = "the input"
) -> tuple[IO[str], str, tuple[str, ...]]:
    r"""Decode a text file of any size as it is read.

    Args:
        file: the open file, which can seek; it must stay open as long as the text is read.
        encoding: the encoding, where known; else found as `decode_bytes` does, in a long file from a part of it that is
            not plain ASCII.
        name: what to call the file in messages.

    Returns:
        The text, with line ends as they are and lines ending at ``\n``, the encoding used, and warnings.

    Raises:
        ReadError: if the bytes are no text in any of these encodings.

    Example:
        >>> text, used, _ = open_text(io.BytesIO("政府\n工作".encode()))
        >>> [*text], used
        (['政府\n', '工作'], 'utf-8')
    """
    data = file.read(_WHOLE + 1)
    if len(data) <= _WHOLE:
        text, used, notes = decode_bytes(data, encoding, name)
        return io.StringIO(text, newline="\n"), used, notes
    odd = None
    if encoding is None and not data.startswith(tuple(mark for mark, _ in _BOMS)):
        odd = _first_damage(file, "utf-8")
    if odd is not None:
        file.seek(odd)
        data = file.read(_SAMPLE)
        data = data[: data.rfind(b"\n") + 1] or data
    used, notes = _of_sample(data[:_SAMPLE], encoding, name)
    damage = _first_damage(file, used)
    if damage is not None:
        if encoding is not None:
            raise ReadError(f"{name}: not valid {encoding} after byte {damage}")
        notes = (*notes, f"damaged {used} after byte {damage}: replaced by U+FFFD")
    file.seek(0)
    errors = "strict" if damage is None else "replace"
    return io.TextIOWrapper(file, encoding=used, errors=errors, newline="\n"), used, notes


def _of_sample(sample: bytes, encoding: str | None, name: str) -> tuple[str, tuple[str, ...]]:
    """Encoding and warnings of the start of a text; it may end within a character, of at most four bytes."""
    for cut in (0, 1, 2):
        try:
            _, used, notes = decode_bytes(sample[: len(sample) - cut], encoding, name)
        except ReadError:
            continue
        if not any("damaged" in note for note in notes):
            return used, notes
    _, used, notes = decode_bytes(sample[: len(sample) - 3], encoding, name)
    return used, notes


def _first_damage(file: IO[bytes], encoding: str) -> int | None:
    """Where the line or chunk begins in which a file stops to be valid, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    position = 0
    for chunk, last in _chunks(file):
        try:
            decoder.decode(chunk, last)
        except UnicodeDecodeError as error:
            return position + chunk.rfind(b"\n", 0, max(0, error.start)) + 1
        position += len(chunk)
    return None


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    chunk = file.read(_CHUNK)
    while chunk:
        following = file.read(_CHUNK)
        yield chunk, not following
        chunk = following


def _decode_wide(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-16 without a mark whose bytes happen to be valid UTF-8 (much ASCII, NUL in every other byte)."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) * 3 < len(data) // 2 or min(even, odd) * 8 > max(even, odd):
        return None
    named = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(named)
    except UnicodeDecodeError:
        return None
    return text, named, (f"no byte order mark: read as {named}",)


def _decode_surrogates(data: bytes, utf8: UnicodeDecodeError) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-8 that holds surrogates (CESU-8, or half a pair); None if anything else is wrong with it."""
    try:
        text = data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return None
    text = text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
    return text, "utf-8", (f"surrogates in UTF-8 from byte {utf8.start}: pairs joined, halves replaced by U+FFFD",)


def _decode_chinese(data: bytes, utf8: UnicodeDecodeError, name: str) -> tuple[str, str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CHINESE).best()
    if best is not None:
        named = _NAMES.get(best.encoding, best.encoding)
        text = data.decode(named)
        if _is_chinese(text):
            return text, named, (f"not UTF-8: read as {named}",)
    wide = _decode_wide(data)
    if wide:
        return wide
    for named in ("utf-8", "gb18030"):
        text = data.decode(named, errors="replace")
        if text.count("\ufffd") <= max(2, _TOLERATED_DAMAGE * len(text)) and _is_chinese(text):
            return text, named, (f"damaged {named} (byte {utf8.start}): replaced by U+FFFD",)
    raise ReadError(f"{name}: neither UTF-8 nor a Chinese encoding; give encoding=, or the file is binary")


def _is_chinese(text: str) -> bool:
    """Whether a good part of a sample lies in the common Chinese block; decoding bytes at random rarely gives that."""
    sample = text[:20000]
    common = sum(
        "\u4e00" <= char <= "\u9fa5" or char.isascii() or char in "，。、；：（）“”《》！？％—　" for char in sample
    )
    controls = sum(char < " " and char not in "\t\n\r\f\v" for char in sample)
    return common >= 0.85 * len(sample) and controls <= 0.02 * len(sample)
