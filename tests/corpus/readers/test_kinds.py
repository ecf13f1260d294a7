"""HTML, DOCX, PDF, tables, archives and folders, each made by the test itself."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from govreport_ie.corpus.readers import NamePattern, SourceText, find_files, read_texts
from govreport_ie.errors import ConfigError, MissingExtraError, ReadError

PARAGRAPHS = [
    "各位代表：现在，我代表县人民政府向大会报告工作，请予审议，并请各位委员提出意见。",
    "过去一年，全县新建公园12个，改造老旧小区36个，财政收入增长6.5%，城乡面貌明显改善。",
    "今年要新建学校8所，力争生产总值增长6%以上，不断增进民生福祉，让群众更有获得感。",
]


def read_all(source: object, **options: object) -> list[SourceText]:
    return list(read_texts(source, **options))  # type: ignore[arg-type]


class TestHtml:
    """The main text of a page, without its furniture."""

    @staticmethod
    def page(encoding: str, declared: str) -> bytes:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        navigation = "<nav><a href='/'>首页</a><a href='/zwgk'>政务公开</a></nav>"
        html = (
            f"<html><head><meta charset='{declared}'><title>政府工作报告</title><script>var a = 1;</script></head>"
            f"<body>{navigation}<article><h1>2024年青溪县政府工作报告</h1>{body}</article></body></html>"
        )
        return html.encode(encoding)

    @pytest.mark.parametrize(
        ("encoding", "declared"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8")]
    )
    def test_main_text(self, tmp_path: Path, encoding: str, declared: str) -> None:
        pytest.importorskip("trafilatura")
        path = tmp_path / "report.html"
        path.write_bytes(self.page(encoding, declared))
        (source,) = read_all(path)
        assert all(paragraph in source.text for paragraph in PARAGRAPHS)
        assert "var a" not in source.text
        assert source.encoding == encoding

    def test_empty_page(self, tmp_path: Path) -> None:
        pytest.importorskip("trafilatura")
        path = tmp_path / "empty.html"
        path.write_text("<html><body></body></html>")
        with pytest.raises(ReadError, match="no main text"):
            read_all(path)


class TestDocx:
    """Paragraphs and tables in their order."""

    def test_text_and_table(self, tmp_path: Path) -> None:
        docx = pytest.importorskip("docx")
        document = docx.Document()
        document.add_paragraph(PARAGRAPHS[0])
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "财政收入", "12亿元"
        document.add_paragraph(PARAGRAPHS[1])
        path = tmp_path / "report.docx"
        document.save(str(path))
        (source,) = read_all(path)
        assert source.text.strip() == f"{PARAGRAPHS[0]}\n财政收入\t12亿元\n{PARAGRAPHS[1]}"

    @pytest.mark.parametrize(
        ("data", "message"), [(b"\xd0\xcf\x11\xe0" + b"x" * 99, "encrypted"), (b"PK\x03\x04x", "not a readable")]
    )
    def test_encrypted_or_broken(self, tmp_path: Path, data: bytes, message: str) -> None:
        pytest.importorskip("docx")
        path = tmp_path / "report.docx"
        path.write_bytes(data)
        with pytest.raises(ReadError, match=message):
            read_all(path)


def minimal_pdf(text: str | None) -> bytes:
    """A PDF of one page, with a line of text or, as a scan, without."""
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def encrypted_pdf(password: str, algorithm: str) -> bytes:
    pypdf = pytest.importorskip("pypdf")
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(minimal_pdf("12 parks built")))
    writer.encrypt(password, "owner", algorithm=algorithm)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


class TestPdf:
    """The text layer; a scan, a broken or an encrypted file gives one clear message."""

    def read(self, tmp_path: Path, data: bytes) -> list[SourceText]:
        pytest.importorskip("pypdfium2")
        path = tmp_path / "report.pdf"
        path.write_bytes(data)
        return read_all(path)

    def test_text_layer(self, tmp_path: Path) -> None:
        (source,) = self.read(tmp_path, minimal_pdf("12 parks built"))
        assert source.text == "12 parks built"

    def test_scan(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"no text layer.*OCR"):
            self.read(tmp_path, minimal_pdf(None))

    def test_broken(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="not a readable PDF"):
            self.read(tmp_path, b"%PDF-1.4 nothing more")

    @pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
    def test_encrypted(self, tmp_path: Path, algorithm: str) -> None:
        with pytest.raises(ReadError, match="encrypted"):
            self.read(tmp_path, encrypted_pdf("password", algorithm))

    @pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
    def test_locked_only_against_changes(self, tmp_path: Path, algorithm: str) -> None:
        (source,) = self.read(tmp_path, encrypted_pdf("", algorithm))
        assert source.text == "12 parks built"


ROWS = [
    {"正文": PARAGRAPHS[1], "年份": 2023, "地区": "青溪县", "备注": "甲"},
    {"正文": PARAGRAPHS[2], "年份": 2024, "地区": "白水县", "备注": "乙"},
]


def write_table(path: Path, rows: list[dict[str, object]]) -> None:
    if path.suffix == ".csv":
        import csv

        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    elif path.suffix == ".xlsx":
        book = pytest.importorskip("openpyxl").Workbook()
        book.active.append(list(rows[0]))
        for row in rows:
            book.active.append(list(row.values()))
        book.save(path)
    else:
        pytest.importorskip("pyarrow")
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), path)


class TestTables:
    """One report a row; year, region and doc_id under these names whatever the column is called."""

    @pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json", ".xlsx", ".parquet"])
    def test_rows(self, tmp_path: Path, suffix: str) -> None:
        path = tmp_path / f"reports{suffix}"
        write_table(path, ROWS)
        found = read_all(path)
        assert [source.text for source in found] == PARAGRAPHS[1:]
        assert found[0].metadata == {
            "year": 2023,
            "region": "青溪县",
            "备注": "甲",
        }
        assert [source.row for source in found] == [1, 2, 3][: len(found)]

    def test_csv_in_gbk_with_a_quoted_line_end(self, tmp_path: Path) -> None:
        path = tmp_path / "reports.csv"
        path.write_bytes('编号,全文\nA1,"第一行\n第二行，新建公园12个，改造小区36个"\n'.encode("gbk"))
        (source,) = read_all(path)
        assert source.text.startswith("第一行\n第二行")
        assert (source.metadata["doc_id"], source.encoding) == ("A1", "gb18030")

    def test_named_column(self, tmp_path: Path) -> None:
        path = tmp_path / "reports.csv"
        path.write_text("标题,讲话稿\n甲,新建公园12个。\n", encoding="utf-8")
        assert read_all(path, text_column="讲话稿")[0].text == "新建公园12个。"
        with pytest.raises(ReadError, match=r"which column holds the texts.*标题, 讲话稿"):
            read_all(path)
        with pytest.raises(ReadError, match="no column '稿'"):
            read_all(path, text_column="稿")

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.csv", "text,year\n新建公园。,去年\n", "a.csv#1: '去年' is no year"),
            ("a.jsonl", '{"text": "新建公园。"}\n{broken\n', "line 2 is not valid JSON"),
            ("a.jsonl", "[1, 2]\n", "line 1 is no object and no string"),
            ("a.json", "[" * 100_000, "not valid JSON"),
            ("a.csv", "text\n\n", "no row holds a text"),
        ],
    )
    def test_faults(self, tmp_path: Path, name: str, content: str, message: str) -> None:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ReadError, match=message):
            read_all(path)

    def test_huge_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("text\n" + "新建公园12个，" * 50_000 + "\n", encoding="utf-8")
        assert len(read_all(path)[0].text) == 8 * 50_000


class TestLargeTables:
    """Tables and archives are read row by row, so that they may be larger than the memory."""

    @pytest.fixture(autouse=True)
    def small_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("govreport_ie.corpus.readers.encoding._WHOLE", 300)
        monkeypatch.setattr("govreport_ie.corpus.readers.encoding._SAMPLE", 251)
        monkeypatch.setattr("govreport_ie.corpus.readers.encoding._CHUNK", 97)
        monkeypatch.setattr("govreport_ie.corpus.readers.MAX_BYTES", 2000)

    @pytest.mark.parametrize(
        ("written", "reported"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("gbk", "gb18030"),
            ("gb18030", "gb18030"),
        ],
    )
    @pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
    def test_encodings(self, tmp_path: Path, written: str, reported: str, suffix: str) -> None:
        path = tmp_path / f"a{suffix}"
        texts = [f"{number}：{PARAGRAPHS[number % 3]}" for number in range(40)]
        if suffix == ".csv":
            lines = ["id,text", *(f'{number},"plain\n{text}"' for number, text in enumerate(texts))]
            texts = [f"plain\n{text}" for text in texts]
        else:
            lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
        path.write_bytes("\n".join(lines).encode(written))
        assert path.stat().st_size > 2000
        found = read_all(path)
        assert [source.text for source in found] == texts
        assert {source.encoding for source in found} == {reported}

    def test_text_that_is_plain_ascii_at_first(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(("text\n" + "plain words\n" * 100 + "\n".join(PARAGRAPHS)).encode("gbk"))
        assert [source.text for source in read_all(path)][-3:] == PARAGRAPHS

    def test_damage_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        rows = "\n".join(PARAGRAPHS * 9).encode()
        path.write_bytes(b"text\n" + rows + "\n新建公园".encode() + b"\xff\n" + rows)
        found = read_all(path)
        assert [source.text for source in found][27] == "新建公园\ufffd"
        assert "damaged utf-8" in found[0].warnings[-1]  # pyright: ignore[reportOperatorIssue]
        with pytest.raises(ReadError, match="not valid utf-8"):
            read_all(path, encoding="utf-8")

    @pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
    def test_binary_tables(self, tmp_path: Path, suffix: str) -> None:
        path = tmp_path / f"a{suffix}"
        write_table(path, ROWS * 50)
        assert path.stat().st_size > 2000
        assert len(read_all(path)) == 100

    def test_an_archive_may_be_large_but_not_its_members(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(20):
                archive.writestr(f"{number:02}.txt", PARAGRAPHS[number % 3])
            archive.writestr("20.csv", "text\n" + "\n".join(PARAGRAPHS))
            archive.writestr("21.csv", "text\n" + "\n".join(PARAGRAPHS * 20))
        assert path.stat().st_size > 2000
        failures: list[str] = []
        found = read_all(path, on_error=lambda path, error: failures.append(str(error)))
        assert [source.text for source in found[-3:]] == PARAGRAPHS
        assert len(found) == 23
        assert len(failures) == 1
        assert "21.csv: larger than" in failures[0]

    def test_a_plain_text_beyond_all_measure_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("govreport_ie.corpus.readers.MAX_TEXT_BYTES", 100)
        path = tmp_path / "a.txt"
        path.write_text(PARAGRAPHS[0], encoding="utf-8")
        with pytest.raises(ReadError, match="larger than"):
            read_all(path)


class TestFoldersAndArchives:
    """Folders and zip archives, in a fixed order; faults of single files go to the handler."""

    def fill(self, folder: Path) -> None:
        (folder / "b").mkdir()
        (folder / "city_甲市_2024.txt").write_text(PARAGRAPHS[0], encoding="utf-8")
        (folder / "b" / "city_乙市_2023.txt").write_text(PARAGRAPHS[1], encoding="gb18030")
        (folder / ".hidden.txt").write_text("x")
        (folder / "picture.png").write_bytes(b"\x89PNG")
        (folder / "empty.txt").write_bytes(b"")

    def test_folder(self, tmp_path: Path) -> None:
        self.fill(tmp_path)
        failures: list[tuple[str, str]] = []
        found = read_all(
            tmp_path,
            name_pattern="{level}_{region}_{year}.txt",
            on_error=lambda path, error: failures.append((Path(path).name, str(error))),
        )
        assert [source.metadata for source in found] == [
            {"level": "city", "region": "乙市", "year": 2023},
            {"level": "city", "region": "甲市", "year": 2024},
        ]
        assert [name for name, _ in failures] == ["empty.txt"]

    def test_a_name_that_does_not_fit_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "report.txt").write_text(PARAGRAPHS[0], encoding="utf-8")
        (source,) = read_all(tmp_path, name_pattern="{region}_{year}.txt")
        assert source.warnings == ("the file's name does not fit {region}_{year}.txt",)

    def test_first_fault_is_raised_without_a_handler(self, tmp_path: Path) -> None:
        self.fill(tmp_path)
        with pytest.raises(ReadError, match="empty"):
            read_all(tmp_path)

    def test_find_files(self, tmp_path: Path) -> None:
        self.fill(tmp_path)
        assert [path.name for path in find_files(tmp_path)] == ["city_乙市_2023.txt", "city_甲市_2024.txt", "empty.txt"]
        with pytest.raises(ReadError, match="no such"):
            find_files(tmp_path / "none")

    def test_zip(self, tmp_path: Path) -> None:
        path = tmp_path / "reports.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("b/乙.txt", PARAGRAPHS[1].encode("gb18030"))
            archive.writestr("a.jsonl", json.dumps({"text": PARAGRAPHS[2]}))
            archive.writestr("__MACOSX/a.txt", "x")
            archive.writestr("notes.exe", b"x")
        found = read_all(path)
        assert [(source.path, source.text) for source in found] == [
            (f"{path}!/a.jsonl", PARAGRAPHS[2]),
            (f"{path}!/b/乙.txt", PARAGRAPHS[1]),
        ]

    def test_member_names_of_chinese_windows(self, tmp_path: Path) -> None:
        path = tmp_path / "reports.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("AB_2024.txt", PARAGRAPHS[0])
        path.write_bytes(path.read_bytes().replace(b"AB", "县".encode("gbk")))
        (source,) = read_all(path, name_pattern="{region}_{year}")
        assert source.metadata == {"region": "县", "year": 2024}

    def test_broken_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "reports.zip"
        path.write_bytes(b"no archive")
        with pytest.raises(ReadError, match="not a readable zip"):
            read_all(path)


class TestNamePattern:
    """File names read by a user's pattern."""

    @pytest.mark.parametrize(
        ("pattern", "name", "metadata"),
        [
            ("{level}_{region}_{year}.txt", "city_宁波_2024.txt", {"level": "city", "region": "宁波", "year": 2024}),
            ("{year}{region}政府工作报告", "2019青溪县政府工作报告.docx", {"year": 2019, "region": "青溪县"}),
            ("*-{region}-{year}", "07-青溪-2020.pdf", {"region": "青溪", "year": 2020}),
            ("{region}_{year}.txt", "青溪.txt", None),
            ("{region}_{year}.txt", "青溪_24.txt", None),
        ],
    )
    def test_parse(self, pattern: str, name: str, metadata: dict[str, object] | None) -> None:
        assert NamePattern(pattern).parse(name) == metadata

    @pytest.mark.parametrize("pattern", ["report.txt", "{year}_{year}.txt"])
    def test_malformed(self, pattern: str) -> None:
        with pytest.raises(ConfigError, match="field"):
            NamePattern(pattern)


@pytest.mark.parametrize(
    ("module", "suffix"),
    [
        ("trafilatura", ".html"),
        ("docx", ".docx"),
        ("pypdfium2", ".pdf"),
        ("openpyxl", ".xlsx"),
        ("pyarrow", ".parquet"),
    ],
)
def test_missing_package_gives_the_install_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, suffix: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    path = tmp_path / f"report{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(MissingExtraError, match=r'pip install "govreport-ie\[files\]"'):
        read_all(path)
