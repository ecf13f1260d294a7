"""PDF files for tests: text at given places, in a font of the Adobe-GB1 collection that is not embedded."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Run", "pdf"]

Run = tuple[float, float, str]
"""Left edge, distance of the base line from the top of the page, text."""

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>",
)


def pdf(*pages: Iterable[Run], size: int = 12, width: int = 595, height: int = 842) -> bytes:
    """A file whose pages hold runs of text, written in the order in which they are given.

    Args:
        pages: the runs of each page.
        size: size of the font in points; a Chinese character is as wide, an ASCII one half.
        width: of a page, in points.
        height: of a page, in points.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_FONT]
    kids: list[bytes] = []
    for runs in pages:
        content = b"".join(
            b"BT /F %d Tf %g %g Td <%s> Tj ET\n" % (size, x, height - y, text.encode("utf-16-be").hex().encode())
            for x, y, text in runs
        )
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (width, height, number + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (body, len(objects) + 1)
