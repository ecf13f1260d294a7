"""Make hostile files and read them: each gives reports or a `GovReportError`, soon.

    python benchmarks/hostile_files.py [--files 200] [--seed 1] [--keep FOLDER]

Files of every kind that is read are made from good ones: bytes flipped, cut off, doubled, headers of other kinds, odd character sets,
archives within archives, members with bad names, methods and sizes, deep nesting, huge numbers of attributes, lines that are no rows.
Every kind of damage is used in turn.  Exit status 1 if a file raises anything else, or takes more than 20 seconds of processor time.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import struct
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import govreport_ie as gi
from govreport_ie.corpus.readers import read_texts

TEXT = "2024年清和县政府工作报告\n2023年，全县新建停车位1860个、充电桩945个，完成投资12.5亿元，增长6.5%。\n"
SECONDS = 20.0
GOOD = ("read", "read in part", "refused")
Maker = Callable[[random.Random], tuple[str, bytes]]


def good_files() -> dict[str, bytes]:
    """A good file of every kind."""
    import docx
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as parquet

    files = {
        ".txt": TEXT.encode(),
        ".html": f"<html><meta charset=utf-8><body><article><p>{TEXT * 5}</p></article></body></html>".encode(),
        ".csv": f'text,year\n"{TEXT}",2024\n"{TEXT}",2023\n'.encode(),
        ".jsonl": "".join(json.dumps({"text": TEXT, "year": 2020 + n}) + "\n" for n in range(4)).encode(),
        ".json": json.dumps([{"text": TEXT}]).encode(),
    }
    document = docx.Document()
    document.add_paragraph(TEXT)
    book = openpyxl.Workbook()
    book.active.append(["text", "year"])
    book.active.append([TEXT, 2024])
    for suffix, save in ((".docx", document.save), (".xlsx", book.save)):
        buffer = io.BytesIO()
        save(buffer)
        files[suffix] = buffer.getvalue()
    sink = io.BytesIO()
    parquet.write_table(pa.table({"text": [TEXT] * 3, "year": [2022, 2023, 2024]}), sink)
    files[".parquet"] = sink.getvalue()
    files[".zip"] = zipped({"a.txt": TEXT.encode(), "b/c.csv": files[".csv"], "d.docx": files[".docx"]})
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 44>>stream\nBT /F 12 Tf 20 100 Td (2023 1860 parking) Tj ET\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    files[".pdf"] = b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"
    return files


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def patched(data: bytes, rng: random.Random, flips: int) -> bytes:
    """The bytes with some of them changed."""
    changed = bytearray(data)
    for _ in range(flips):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


class Damage:
    """The kinds of damage; each gives the suffix and the bytes of a file."""

    def __init__(self) -> None:
        self.good = good_files()
        self.suffixes = sorted(self.good)

    def _any_good(self, rng: random.Random) -> tuple[str, bytes]:
        suffix = rng.choice(self.suffixes)
        return suffix, self.good[suffix]

    def _flipped(self, rng: random.Random) -> tuple[str, bytes]:
        suffix, data = self._any_good(rng)
        return suffix, patched(data, rng, rng.choice((1, 3, 30)))

    def _cut(self, rng: random.Random) -> tuple[str, bytes]:
        suffix, data = self._any_good(rng)
        return suffix, data[: rng.randrange(len(data))]

    def _doubled(self, rng: random.Random) -> tuple[str, bytes]:
        suffix, data = self._any_good(rng)
        at = rng.randrange(len(data))
        return suffix, data[:at] + data[at // 2 :]

    def _misnamed(self, rng: random.Random) -> tuple[str, bytes]:
        return rng.choice(self.suffixes), self._any_good(rng)[1]

    def _noise(self, rng: random.Random) -> tuple[str, bytes]:
        return rng.choice(self.suffixes), rng.randbytes(rng.choice((1, 100, 5000)))

    def _compressed(self, rng: random.Random) -> tuple[str, bytes]:
        data = zipped({"a.txt": TEXT.encode() * 20}, rng.choice((zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)))
        return ".zip", patched(data[:200], rng, 4) + data[200:]

    def _odd_header(self, rng: random.Random) -> tuple[str, bytes]:
        data = bytearray(self.good[".zip"])
        central = data.index(b"PK\x01\x02")
        field, value = rng.choice(((6, 99), (10, 77), (10, 12), (8, 0x801), (24, 2**32 - 2), (42, 2**31), (20, 5)))
        size = "<I" if field in (20, 24, 42) else "<H"
        struct.pack_into(size, data, central + field, value)
        return ".zip", bytes(data)

    def _bad_name(self, rng: random.Random) -> tuple[str, bytes]:
        data = zipped({"名.txt": TEXT.encode()})
        return ".zip", data.replace(
            "名".encode(), rng.choice((b"\xff\xfe\xfd", b"\xc4\xb3\x80", b"\x00\x00\x00", b"../"))
        )

    def _nested(self, rng: random.Random) -> tuple[str, bytes]:
        data = TEXT.encode()
        name = "a.txt"
        for _ in range(rng.choice((3, 7, 300))):
            data, name = zipped({name: data}, zipfile.ZIP_STORED), "a.zip"
        return ".zip", data

    def _bomb(self, rng: random.Random) -> tuple[str, bytes]:
        return ".zip", zipped({rng.choice(("a.txt", "a.csv", "a.docx")): bytes(60_000_000)})

    def _charset(self, rng: random.Random) -> tuple[str, bytes]:
        names = (
            "undefined",
            "punycode",
            "idna",
            "base64",
            "unicode_escape",
            "utf-7",
            "utf-16",
            "x" * 20,
            "hex",
            "rot13",
        )
        page = f"<html><meta charset={rng.choice(names)}><body><p>{TEXT * 5}</p></body></html>"
        return ".html", page.encode(rng.choice(("utf-8", "gb18030")))

    def _markup(self, rng: random.Random) -> tuple[str, bytes]:
        attributes = " ".join(f"a{n}=1" for n in range(30_000))
        return ".html", rng.choice((
            f"<html><body {attributes}><p>{TEXT * 5}</p></body></html>",
            f"<html><body>{'<div>' * 5000}{TEXT}</body></html>",
            f"<html><body>{'<p ' * 20000}{TEXT}</body></html>",
            f"<html><body>&{'a' * 100000};{'&#x110000;' * 1000}<p>{TEXT}</p></body></html>",
            f"<!DOCTYPE x [<!ENTITY a '{'b' * 1000}'><!ENTITY c '{'&a;' * 1000}'>]><p>&c;{TEXT}</p>",
        )).encode()  # fmt: skip

    def _lines(self, rng: random.Random) -> tuple[str, bytes]:
        rows = [
            '{"text": broken', "7", "null", "[" * 5000, '"' + TEXT.strip() + '"', '{"a": 1}', '{"text": null}', "\x00", "\ufeff{}",
            json.dumps({"text": TEXT, "year": "约"}), json.dumps({"text": TEXT, "region": "\ud800", "doc_id": "\udfff"}),
            json.dumps({"text": TEXT, "year": 10**400}), json.dumps({"text": {"a": 1}}), json.dumps({"row": 1, "text": TEXT}),
        ]  # fmt: skip
        return ".jsonl", "\n".join(rng.choices(rows, k=12)).encode("utf-8", "surrogatepass")

    def _cells(self, rng: random.Random) -> tuple[str, bytes]:
        rows = [
            f'"{TEXT}",2024',
            '"open',
            "a,b,c,d,e",
            "\x00,1",
            f"{TEXT.strip()},约2023年",
            "",
            f'"{"长" * 200_000}",2024',
            "=1+1,2024",
        ]
        return rng.choice((".csv", ".tsv")), ("text,year\n" + "\n".join(rng.choices(rows, k=8))).encode()

    def _inner(self, rng: random.Random) -> tuple[str, bytes]:
        suffix = rng.choice((".docx", ".xlsx"))
        members: dict[str, bytes] = {}
        with zipfile.ZipFile(io.BytesIO(self.good[suffix])) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = rng.choice(sorted(members))
        if rng.random() < 0.3:
            del members[name]
        else:
            members[name] = rng.choice((patched(members[name] or b"x", rng, 20), b"", b"<a/>", b"<a>" * 20_000))
        return suffix, zipped(members)

    def kinds(self) -> list[Maker]:
        """Every kind."""
        return [
            *(self._flipped, self._cut, self._doubled, self._misnamed, self._noise, self._compressed, self._odd_header, self._bad_name),
            *(self._nested, self._bomb, self._charset, self._markup, self._lines, self._cells, self._inner),
        ]  # fmt: skip


def outcome_of(path: Path) -> str:
    """What came of reading a file: read, read in part, refused, or the error that should not have come."""
    failed: list[str] = []
    try:
        for source in list(read_texts(path, on_error=lambda name, error: failed.append(name)))[:50]:
            gi.extract(source.text[:20_000])
    except gi.GovReportError:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:100]}"
    return "read in part" if failed else "read"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = random.Random(arguments.seed)
    kinds = Damage().kinds()
    folder = arguments.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    bad = 0
    for number in range(arguments.files):
        maker = kinds[number % len(kinds)]
        suffix, data = maker(rng)
        path = folder / f"{number:04}{maker.__name__}{suffix}"
        path.write_bytes(data)
        began = time.process_time()
        outcome = outcome_of(path)
        seconds = time.process_time() - began
        if seconds > SECONDS:
            bad += 1
            print(f"{path.name}: {seconds:.0f} s of processor time", flush=True)
        if outcome not in GOOD:
            bad += 1
            print(f"{path.name}: {outcome}", flush=True)
        counts[outcome if outcome in GOOD else "failed"] += 1
    if arguments.keep is None:
        shutil.rmtree(folder)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    print(f"seed {arguments.seed}: {arguments.files} files of {len(kinds)} kinds of damage: {told}; {bad} of them bad")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
