"""Files as they are found: web pages saved as text, short pages, Word documents with everything that Word puts into them, PDF files of several pages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import govreport_ie as gi
from govreport_ie.corpus.readers import read_texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def rows(path: Path, **options: object) -> list[tuple[str, str, str]]:
    return [
        (metric.indicator.name, str(quantity.value), metric.measure)
        for report in gi.read(path, **options)  # pyright: ignore[reportArgumentType]
        for metric, quantity in report.iter_rows()
    ]


class TestPages:
    """Web pages, whatever the file is called."""

    @pytest.fixture(autouse=True)
    def needs(self) -> None:
        pytest.importorskip("trafilatura")

    def test_page_saved_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(
            "<div><p>全县<b>茶叶</b>产量</p><p>茶叶产量<span>12</span><span>.5</span>万吨，增长<i>3</i>%。</p></div>",
            "utf-8",
        )
        (report,) = gi.read(path)
        assert report.text == "全县茶叶产量\n茶叶产量12.5万吨，增长3%。"
        assert [warning.kind for warning in report.warnings] == ["web_page"]

    def test_angle_brackets_make_no_page(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("<二〇二四年工作回顾>\n新建公园3个。", "utf-8")
        assert next(read_texts(path)).text.startswith("<二〇")

    def test_short_page_with_a_table(self, tmp_path: Path) -> None:
        path = tmp_path / "a.html"
        path.write_text(
            "<html><body><h1>畜牧业</h1><table><tr><th>指标</th><th>产量（万头）</th><th>比上年增长（±%）</th></tr>"
            "<tr><td>生猪</td><td>30.5</td><td>-2.1</td></tr><tr><td>#能繁母猪</td><td>3.2</td><td>1.5</td></tr></table></body></html>",
            "utf-8",
        )  # fmt: skip
        assert rows(path) == [
            ("生猪", "305000", "level"), ("生猪", "-2.1", "growth"), ("能繁母猪", "32000", "level"), ("能繁母猪", "1.5", "growth"),
        ]  # fmt: skip

    def test_lines_that_breaks_end(self, tmp_path: Path) -> None:
        path = tmp_path / "a.html"
        path.write_text("<p>全年生猪出栏30万头<br>茶叶总产量2万吨<br/>新建水库1座</p>", "utf-8")
        assert [row[0] for row in rows(path)] == ["生猪出栏", "茶叶总产量", "新建水库"]


def document(body: str, notes: str = "") -> bytes:
    """A Word document with this body, in the elements of WordprocessingML."""
    docx = pytest.importorskip("docx")
    made = io.BytesIO()
    docx.Document().save(made)
    result = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
            if notes and name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                data = data.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
                )
            if notes and name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                data = data.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                )
            new.writestr(name, data)
        if notes:
            new.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    return result.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


class TestWord:
    """What shows is read once; what is deleted, hidden or struck out is not."""

    @pytest.mark.parametrize(
        ("body", "text"),
        [
            (paragraph(run("改造水渠") + f"<w:ins>{run('12')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>" + run("公里")), "改造水渠12公里"),
            (paragraph(f"<w:moveTo>{run('新建桥梁3座')}</w:moveTo><w:moveFrom>{run('新建桥梁3座')}</w:moveFrom>"), "新建桥梁3座"),
            (paragraph(f"<w:smartTag><w:smartTag>{run('12')}</w:smartTag>{run('公里')}</w:smartTag>"), "12公里"),
            (f"<w:sdt><w:sdtContent>{paragraph(run('甲'))}</w:sdtContent></w:sdt>", "甲"),
            (paragraph(f'<w:fldSimple w:instr="REF a">{run("35")}</w:fldSimple>' + run("公里")), "35公里"),
            (paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText></w:r>' + run("35")), "35"),
            (paragraph(f"<w:customXml>{run('甲')}</w:customXml><w:bdo>{run('乙')}</w:bdo><w:hyperlink>{run('丙')}</w:hyperlink>"), "甲乙丙"),
            (paragraph("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>"), "1/4"),
            (paragraph(run("甲") + run("乙", "<w:vanish/>") + run("丙", "<w:strike/>") + run("丁", '<w:dstrike w:val="0"/>')), "甲丁"),
            (paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("上半句")) + paragraph(run("下半句")), "上半句下半句"),
            (paragraph("<w:ruby><w:rt>" + run("zhǎng") + "</w:rt><w:rubyBase>" + run("长") + "</w:rubyBase></w:ruby>"), "长"),
            (paragraph(run("甲") + f"<w:r><w:pict><w:txbxContent>{paragraph(run('框中'))}</w:txbxContent></w:pict></w:r>"), "甲\n框中"),
        ],
    )  # fmt: skip
    def test_what_is_read(self, tmp_path: Path, body: str, text: str) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(document(body))
        assert next(read_texts(path)).text == text

    def test_tables(self, tmp_path: Path) -> None:
        def cell(text: str, properties: str = "", inner: str = "") -> str:
            return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}{inner}</w:tc>"

        span, first = '<w:gridSpan w:val="3"/>', '<w:vMerge w:val="restart"/>'
        nested = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
        path = tmp_path / "a.docx"
        path.write_bytes(
            document(
                f"<w:tbl><w:tr>{cell('标题行', span)}</w:tr>"
                f"<w:tr>{cell('县', first)}{cell('甲')}{cell('3座')}</w:tr>"
                f"<w:tr>{cell('县', '<w:vMerge/>')}{cell('乙', inner=nested)}{cell('5座')}</w:tr></w:tbl>"
            )
        )
        assert next(read_texts(path)).text == "标题行\n县\t甲\t3座\n\t乙\t5座\n内一\t内二"

    def test_notes_stand_at_the_end_and_what_is_left_out_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        body = paragraph(
            run("新建水库3座") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("。") + run("9", "<w:strike/>")
        )
        note = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{paragraph(run("含小型水库2座。"))}</w:footnote>'
        path.write_bytes(document(body, note))
        (report,) = gi.read(path)
        assert report.text == "新建水库3座。\n注释\n[1] 含小型水库2座。"
        assert [str(quantity.value) for quantity in report.quantities] == ["3", "2"]
        assert [(warning.kind, warning.count) for warning in report.warnings] == [("hidden_text", 1)]


def pages_pdf(*pages: str, font: str = "/Type1 /BaseFont /Helvetica") -> bytes:
    """A PDF of several pages with one line each."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Type /Font /Subtype {font} >>",
    ]
    for number, page in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({page}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode(
        "latin-1"
    )


class TestPdfPages:
    """Pages are known by their offsets; garbage never passes silently."""

    @pytest.fixture(autouse=True)
    def needs(self) -> None:
        pytest.importorskip("pypdfium2")

    def test_pages_of_a_report(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(pages_pdf("12 parks built", "", "3 schools opened"))
        (report,) = gi.read(path)
        assert report.text == "12 parks built\n\f3 schools opened"
        assert report.source.pages == ((0, 1), (16, 3))
        assert report.source.page_of(report.text.index("schools")) == 3
        assert [warning.kind for warning in report.warnings] == ["blank_pages"]

    def test_fonts_without_a_map(self, tmp_path: Path) -> None:
        from govreport_ie.corpus.readers.pdf import _joined

        text, _, warnings = _joined(["全年新建公园3个。", "ҰұҲҳҴҵҶҷҸҹҺһ"], "a.pdf")
        assert text.startswith("全年")
        assert [(warning.kind, warning.count) for warning in warnings] == [("unreadable_pages", 1)]
        assert "page 2" in warnings[0].message
        with pytest.raises(gi.ReadError, match="OCR"):
            _joined(["ҰұҲҳҴҵҶҷҸҹҺһ"], "a.pdf")
