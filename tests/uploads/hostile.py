"""Files that are refused, each with the code of its reason."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
import zlib

import pikepdf
from uploads import corpus

from privacy.uploads import MAX_BYTES

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{n} '{('&a' + str(n - 1) if n else '&a') + ';'}'>" for n in range(9))
    + "]><x>&a8;</x>"
)
OPEN_XML = "application/vnd.openxmlformats-officedocument"


def _encrypted_zip() -> bytes:
    data = bytearray(corpus.docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        data[position + offset] |= 1
    return bytes(data)


def _twice() -> bytes:
    buffer = io.BytesIO(corpus.docx())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


def pdf_bomb() -> bytes:
    """A cross-reference stream of some kilobytes that inflates to a gigabyte."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    entries = f"/Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length {len(body)}"
    head = f"1 0 obj\n<<{entries}>>\nstream\n".encode()
    start = b"%PDF-1.5\n"
    return start + head + body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(start)


REFUSED = {
    "an empty file": ("a.jpg", b"", "empty"),
    "a file over ten megabytes": ("a.pdf", b"%PDF-" + bytes(MAX_BYTES), "too_big"),
    "a program": ("tool.exe", b"MZ\x90\0", "unknown_type"),
    "a program named as a photograph": ("photo.jpg", b"MZ\x90\0\3\0\0\0\4" + bytes(60), "unknown_type"),
    "a program named as text": ("note.txt", b"\x7fELF\2\1\1" + bytes(60), "unknown_type"),
    "a page": ("a.html", b"<html>", "web_page"),
    "a page named as text": ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE html><script>", "web_page"),
    "a page named as a photograph": ("a.jpg", b"<script>alert(1)</script>", "web_page"),
    "an SVG": ("a.svg", b"<svg onload='x'>", "web_page"),
    "an SVG named as PNG": ("a.png", b"<svg onload='x'>", "web_page"),
    "a script": ("a.js", b"alert(1)", "web_page"),
    "a ZIP": ("a.zip", corpus.packed({"a": "b"}), "archive"),
    "a ZIP named as DOCX": ("a.docx", corpus.packed({"a": "b"}), "archive"),
    "a JAR in the clothes of a photograph": (
        "a.jpg",
        corpus.packed({"META-INF/MANIFEST.MF": "x"}),
        "archive",
    ),
    "a RAR named as PDF": ("a.pdf", b"Rar!\x1a\x07\x00" + bytes(60), "archive"),
    "a photograph in HEIC": ("a.heic", b"\0\0\0\x18ftypheic", "heic"),
    "a HEIC named as JPG": ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "an AVIF named as MP4": ("a.mp4", b"\0\0\0\x18ftypavif\0\0\0\0mif1", "heic"),
    "an old DOC": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "an old DOC named as DOCX": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "an RTF named as TXT": ("a.txt", rb"{\rtf1 x}", "old_office"),
    "a PDF named as a photograph": ("a.jpg", corpus.pdf(), "mismatch"),
    "a photograph named as PDF": ("a.pdf", corpus.told_jpeg(), "mismatch"),
    "a cut photograph": ("a.jpg", corpus.picture("JPEG", (400, 400))[:900], "unreadable"),
    "a photograph of random bytes": (
        "a.jpg",
        b"\xff\xd8\xff" + random.Random(1).randbytes(3000),
        "unreadable",
    ),
    "a PNG that promises 60,000 pixels a side": (
        "a.png",
        corpus.png_that_claims(60000, 60000),
        "too_many_pixels",
    ),
    "a PNG just over the limit": ("a.png", corpus.png_that_claims(8000, 5001), "too_many_pixels"),
    "a PNG with less than it promises": ("a.png", corpus.png_that_claims(5000, 5000), "unreadable"),
    "a locked PDF": ("a.pdf", corpus.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted"),
    "a PDF with restrictions": (
        "a.pdf",
        corpus.pdf(encryption=pikepdf.Encryption(owner="o", user="")),
        "encrypted",
    ),
    "a PDF that is a form": ("a.pdf", corpus.pdf(form=True), "pdf_form"),
    "a PDF of random bytes": ("a.pdf", b"%PDF-1.7\n" + random.Random(2).randbytes(3000), "unreadable"),
    "a cut PDF": ("a.pdf", corpus.pdf()[:700], "unreadable"),
    "a page with a PDF behind it": ("a.pdf", b"<html><script>x</script>" + corpus.pdf(), "web_page"),
    "a DOCX with macros": ("a.docx", corpus.docx(parts={"word/vbaProject.bin": b"x"}), "macros"),
    "a DOCX that says it has macros": (
        "a.docx",
        corpus.docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "a DOCM": ("a.docm", corpus.docx(), "macros"),
    "a DOCX with an ActiveX control": (
        "a.docx",
        corpus.docx(relations={"r9": ("control", "people.xml")}),
        "macros",
    ),
    "a DOCX with an embedded object": (
        "a.docx",
        corpus.docx(relations={"r9": ("oleObject", "people.xml")}),
        "office_objects",
    ),
    "a DOCX with a metafile": (
        "a.docx",
        corpus.docx(parts={"word/media/image1.jpeg": b"\1\0\0\0"}),
        "office_objects",
    ),
    "a DOCX with check boxes": (
        "a.docx",
        corpus.docx("<w:instrText> FORMCHECKBOX </w:instrText>"),
        "office_objects",
    ),
    "a DOCX with an import of another file": (
        "a.docx",
        corpus.docx(relations={"r9": ("aFChunk", "people.xml")}),
        "office_objects",
    ),
    "slides named as DOCX": (
        "a.docx",
        corpus.docx(main_type=f"{OPEN_XML}.presentationml.presentation.main+xml"),
        "archive",
    ),
    "a DOCX that laughs a billion times": (
        "a.docx",
        corpus.docx(parts={"word/settings.xml": LAUGHS.encode()}),
        "unreadable",
    ),
    "a DOCX that nests without end": ("a.docx", corpus.docx("<w:p>" * 5000 + "</w:p>" * 5000), "unreadable"),
    "a DOCX that isn't XML": ("a.docx", corpus.docx("<w:p>"), "unreadable"),
    "a DOCX that unpacks to a hundred megabytes": (
        "a.docx",
        corpus.docx("<w:p>" + " " * 100_000_000 + "</w:p>"),
        "bomb",
    ),
    "a DOCX with three thousand parts": (
        "a.docx",
        corpus.docx(parts={f"x/{n}.xml": b"" for n in range(3000)}),
        "bomb",
    ),
    "a DOCX with a path out of itself": (
        "a.docx",
        corpus.docx(parts={"../../etc/passwd": b"x"}),
        "unreadable",
    ),
    "a DOCX with two documents": ("a.docx", _twice(), "unreadable"),
    "a DOCX in an odd compression": (
        "a.docx",
        corpus.packed({"[Content_Types].xml": "x"}, zipfile.ZIP_LZMA),
        "unreadable",
    ),
    "a locked DOCX part": ("a.docx", _encrypted_zip(), "encrypted"),
    "a cut DOCX": ("a.docx", corpus.docx()[:-200], "unreadable"),
    "a text with a null": ("a.txt", b"a\0b", "not_text"),
    "a text in no encoding": ("a.txt", b"\xff\x80\x81" * 30, "not_text"),
    "a table with an open quote": ("a.csv", b'a,"b\n', "unreadable"),
    "an MP3 of nothing": ("a.mp3", b"ID3\4\0\0\0\0\0\0" + bytes(5000), "unreadable"),
    "an AMR of nothing": ("a.amr", b"#!AMR\n" + bytes([0xFF] * 500), "unreadable"),
    "a film in fragments": ("a.mp4", corpus.mp4() + corpus.box(b"moof", bytes(8)), "media_form"),
    "a film without a track": (
        "a.mp4",
        corpus.box(b"ftyp", b"isom", bytes(4)) + corpus.box(b"moov"),
        "unreadable",
    ),
    "a film from another maker": ("a.mp4", corpus.box(b"ftyp", b"3g2a", bytes(4)), "unknown_type"),
    "a font named as text": ("a.txt", b"wOFF\0\1\0\0" + bytes(60), "unknown_type"),
    "random bytes without a name": ("", random.Random(3).randbytes(400), "unknown_type"),
}
