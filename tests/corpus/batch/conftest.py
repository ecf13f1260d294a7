"""A small corpus of our own with everything that goes wrong in real ones."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPORT

pytest.importorskip("pyarrow")
pytest.importorskip("pandas")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """Good files of many kinds and encodings, and bad ones."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "county_宁海县_2024.txt").write_text(REPORT, encoding="utf-8")
    (folder / "gb.txt").write_bytes(REPORT.replace("286.4", "300.5").encode("gb18030"))
    (folder / "utf16.txt").write_bytes(REPORT.encode("utf-16"))
    (folder / "more").mkdir()
    (folder / "more" / "gb.txt").write_text(REPORT.replace("2000个", "2001个"), encoding="utf-8")
    with open(folder / "table.csv", "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["标题", "年份", "地区", "正文"])
        rows.writerows([f"r{number}", 2020 + number, "宁海县", REPORT] for number in range(3))
    (folder / "lines.jsonl").write_text(
        "\n".join(json.dumps({"doc_id": f"j{number}", "text": REPORT}) for number in range(20)), encoding="utf-8"
    )
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("inside/a.txt", REPORT)
        archive.writestr("inside/broken.docx", b"PK\x03\x04")
        archive.writestr("inside/z.txt", REPORT)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    return folder


BAD = ["archive.zip!/inside/broken.docx", "binary.txt", "broken.docx", "empty.txt", "old.doc"]
DOCUMENTS = sorted(
    [
        "county_宁海县_2024.txt",
        "gb.txt",
        "utf16.txt",
        "more/gb.txt",
        "archive.zip!/inside/a.txt",
        "archive.zip!/inside/z.txt",
        *(f"j{number}" for number in range(20)),
        *(f"table.csv#{number}" for number in range(1, 4)),
    ]
)
