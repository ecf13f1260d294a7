"""Stata files (format 118, Stata 14 and later), written row by row: pandas would hold a whole table in memory.

Format: https://www.stata.com/help.cgi?dta_118.  Decimals become doubles, because Stata has no exact decimal type; the amounts as
written stay beside them in text columns.
"""

from __future__ import annotations

import re
import shutil
import struct
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from govreport_ie.report.columns import Table
from govreport_ie.tables.arrow import arrow_schema, pyarrow_module
from govreport_ie.tables.limits import STATA_TEXT_BYTES
from govreport_ie.tables.rows import Rows

if TYPE_CHECKING:
    import pyarrow

__all__ = ["StataFile", "stata_names"]

_DOUBLE, _LONG, _BYTE, _STRL = 65526, 65528, 65530, 32768
_MISSING = {_DOUBLE: struct.pack("<Q", 0x7FE0000000000000), _LONG: struct.pack("<i", 0x7FFFFFE5), _BYTE: b"\x65"}
_FORMATS = {_DOUBLE: "%16.0g", _LONG: "%12.0g", _BYTE: "%8.0g"}
_LONG_MAX = 0x7FFFFFE4
_WIDEST = 80  # bytes; columns with longer texts are kept apart, so that short cells do not take a long one's room
_RESERVED = frozenset(
    [
        "_all",
        "_b",
        "byte",
        "_coef",
        "_cons",
        "double",
        "float",
        "if",
        "in",
        "int",
        "long",
        "_n",
        "_N",
        "_pi",
        "_pred",
        "_rc",
        "_skip",
        "str",
        "strL",
        "using",
        "with",
    ]
)


class StataFile:
    """One Stata file.

    Rows are first kept as Arrow on the disk, because the widths of text columns stand at the start of a Stata file.

    Args:
        path: the file.
        table: the table; its name is the label of the data set.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """

    def __init__(self, path: Path, table: Table[Any]) -> None:
        pa = pyarrow_module()
        self._path = path
        self._schema = schema = arrow_schema(table)
        self._label = table.name
        self._rows = 0
        self._widths = [0] * len(schema)
        self._big = [False] * len(schema)  # integers that do not fit a Stata long
        self._spool: IO[bytes] = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 (closed by close)
        self._arrow = pa.ipc.new_stream(self._spool, schema)

    def write(self, rows: Rows) -> None:
        """Add rows."""
        batch = rows.arrow()
        import pyarrow as pa
        import pyarrow.compute as pc

        for index, column in enumerate(batch.columns):
            if pa.types.is_string(column.type):
                longest = pc.max(pc.binary_length(column)).as_py() or 0  # pyright: ignore[reportAttributeAccessIssue]
                self._widths[index] = max(self._widths[index], longest)
            elif pa.types.is_integer(column.type):
                ends = pc.min_max(column).as_py()  # pyright: ignore[reportAttributeAccessIssue]
                if ends["max"] is not None and max(ends["max"], -ends["min"]) > _LONG_MAX:
                    self._big[index] = True
        self._arrow.write_batch(batch)
        self._rows += batch.num_rows

    def close(self) -> None:
        """Write the file."""
        import pyarrow as pa

        self._arrow.close()
        self._spool.seek(0)
        kinds = [self._kind(index, field.type) for index, field in enumerate(self._schema)]
        with open(self._path, "wb") as file, tempfile.TemporaryFile(dir=self._path.parent) as texts:
            self._head(file, kinds)
            positions = self._positions
            positions.append(file.tell())
            file.write(b"<data>")
            number = 0
            for batch in pa.ipc.open_stream(self._spool):
                number = _write_rows(file, texts, batch, kinds, number)
            file.write(b"</data>")
            positions.append(file.tell())
            file.write(b"<strls>")
            texts.seek(0)
            shutil.copyfileobj(texts, file)
            file.write(b"</strls>")
            positions.append(file.tell())
            file.write(b"<value_labels></value_labels>")
            positions.append(file.tell())
            file.write(b"</stata_dta>")
            positions.append(file.tell())
            file.seek(positions[1])
            file.write(b"<map>" + struct.pack("<14Q", *positions))
        self._spool.close()

    def _kind(self, index: int, kind: pyarrow.DataType) -> int:
        import pyarrow as pa

        if pa.types.is_string(kind):
            width = self._widths[index]
            return _STRL if width > _WIDEST else max(width, 1)
        if pa.types.is_boolean(kind):
            return _BYTE
        if pa.types.is_integer(kind) and not self._big[index]:
            return _LONG
        return _DOUBLE

    def _head(self, file: IO[bytes], kinds: list[int]) -> None:
        count = len(kinds)
        label = self._label.encode("utf-8")
        file.write(
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"
            + struct.pack("<H", count)
            + b"</K><N>"
            + struct.pack("<Q", self._rows)
            + b"</N><label>"
            + struct.pack("<H", len(label))
            + label
            + b"</label><timestamp>\x00</timestamp></header>"
        )
        self._positions = [0, file.tell()]
        file.write(b"<map>" + bytes(14 * 8) + b"</map>")
        names = stata_names(self._schema.names)
        labels = [(field.metadata or {}).get(b"description", b"").decode("utf-8") for field in self._schema]
        formats = [_FORMATS.get(kind, f"%-{min(kind, 40)}s" if kind != _STRL else "%-40s") for kind in kinds]
        sections: tuple[tuple[str, bytes], ...] = (
            ("variable_types", struct.pack(f"<{count}H", *kinds)),
            ("varnames", b"".join(_fixed(name, 129) for name in names)),
            ("sortlist", bytes(2 * (count + 1))),
            ("formats", b"".join(_fixed(text, 57) for text in formats)),
            ("value_label_names", bytes(129 * count)),
            ("variable_labels", b"".join(_fixed(text[:80], 321) for text in labels)),
            ("characteristics", b""),
        )
        for tag, content in sections:
            self._positions.append(file.tell())
            file.write(f"<{tag}>".encode() + content + f"</{tag}>".encode())


def stata_names(names: list[str]) -> list[str]:
    """Names that Stata takes: letters, digits and underscores, at most 32, no reserved word, no two alike.

    Args:
        names: names of columns.

    Example:
        >>> stata_names(["value", "if", "a b"])
        ['value', 'if_', 'a_b']
    """
    result: list[str] = []
    for name in names:
        legal = re.sub(r"\W", "_", name)[:32]
        if legal in _RESERVED or legal[:1].isdigit():
            legal = f"{legal[:31]}_"
        while legal in result:
            legal = f"{legal[:30]}_{len(result)}"[:32]
        result.append(legal)
    return result


def _write_rows(file: IO[bytes], texts: IO[bytes], batch: pyarrow.RecordBatch, kinds: list[int], number: int) -> int:
    """Write rows; long texts go to ``texts``, row by row, and are pointed to by variable and observation (v, o)."""
    columns: list[list[bytes]] = []
    apart: list[list[bytes]] = []
    for variable, (column, kind) in enumerate(zip(batch.columns, kinds, strict=True), 1):
        values = column.to_pylist()
        if kind == _STRL:
            pointers, blocks = _long_texts(values, variable, number)
            columns.append(pointers)
            apart.append(blocks)
        else:
            columns.append(_cells(values, kind))
    file.writelines(b"".join(row) for row in zip(*columns, strict=True))
    texts.writelines(b"".join(row) for row in zip(*apart, strict=True))
    return number + batch.num_rows


def _long_texts(values: list[Any], variable: int, number: int) -> tuple[list[bytes], list[bytes]]:
    pointers: list[bytes] = []
    blocks: list[bytes] = []
    for observation, value in enumerate(values, number + 1):
        data = (value or "").replace("\x00", "\ufffd").encode("utf-8")[:STATA_TEXT_BYTES]
        if not data:
            pointers.append(bytes(8))
            blocks.append(b"")
            continue
        # in the row, two bytes of v and six of o; at the text itself, four and eight
        pointers.append(struct.pack("<H", variable) + struct.pack("<Q", observation)[:6])
        blocks.append(b"GSO" + struct.pack("<IQBI", variable, observation, 130, len(data) + 1) + data + b"\x00")
    return pointers, blocks


def _cells(values: list[Any], kind: int) -> list[bytes]:
    if kind < _STRL:
        return [_fixed(value or "", kind) for value in values]
    missing = _MISSING[kind]
    if kind == _DOUBLE:
        return [missing if value is None else struct.pack("<d", float(value)) for value in values]
    code = "<i" if kind == _LONG else "<b"
    return [missing if value is None else struct.pack(code, int(value)) for value in values]


def _fixed(text: str, width: int) -> bytes:
    """A text in a column of fixed width, where NUL ends it; U+001A stands for NUL, because it is as wide."""
    return text.replace("\x00", "\x1a").encode("utf-8")[:width].ljust(width, b"\x00")
