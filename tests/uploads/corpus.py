"""Files made in code: honest ones that tell too much, and hostile ones.

``SECRET`` marks what must not survive.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name
from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = "SECRET199"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
GPS_IFD = 0x8825


# --- pictures -----------------------------------------------------------------------------------------------
def exif(orientation: int = 1) -> bytes:
    """EXIF with a maker, a place and an orientation."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = SECRET
    data.get_ifd(GPS_IFD).update({1: "N", 2: (39.0, 54.0, 26.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    return data.tobytes()


def picture(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 1 if mode in ("P", "1") else "red").save(buffer, form, **options)
    return buffer.getvalue()


def told_jpeg(orientation: int = 1) -> bytes:
    return picture("JPEG", exif=exif(orientation), comment=SECRET.encode(), icc_profile=SECRET.encode())


def told_png() -> bytes:
    texts = PngInfo()
    texts.add_text("Author", SECRET)
    texts.add_itxt("XML:com.adobe.xmp", SECRET)
    return picture("PNG", pnginfo=texts, exif=exif(), icc_profile=SECRET.encode())


def told_webp() -> bytes:
    return picture("WEBP", exif=exif(), xmp=SECRET.encode(), icc_profile=SECRET.encode())


def told_gif() -> bytes:
    frames = [Image.new("P", (20, 10), number) for number in range(3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], comment=SECRET.encode())
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


# --- PDF ----------------------------------------------------------------------------------------------------
def pdf(*, encryption: pikepdf.Encryption | None = None, form: bool = False) -> bytes:
    """A page with a photograph, and everything around it that a page can carry."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    page = document.pages[0].obj
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    document.attachments["tool.exe"] = b"MZ" + SECRET.encode()
    script = Dictionary(S=Name.JavaScript, JS=SECRET)
    document.Root.OpenAction = script
    document.Root.AcroForm = Dictionary(Fields=[], XFA=document.make_stream(SECRET.encode()))
    if form:
        document.Root.NeedsRendering = True
    photo = document.make_stream(told_jpeg())
    photo.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    page.Contents = document.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    page.AA = Dictionary(O=script)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=SECRET)
    )
    launch = Dictionary(S=Name.Launch, F=SECRET, Next=Array([script]))
    page.Annots = Array(
        [
            document.make_indirect(link),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=document.make_indirect(launch)
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.Text, T=SECRET, Contents="remark", Rect=[0, 0, 1, 1]),
            Dictionary(
                Type=Name.Annot, Subtype=Name.FileAttachment, FS=Dictionary(F=SECRET), Rect=[0, 0, 1, 1]
            ),
        ]
    )
    buffer = io.BytesIO()
    document.save(buffer, encryption=encryption or False)
    return buffer.getvalue()


def laid_open(content: bytes) -> bytes:
    """A PDF with every stream and object written in the clear."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            buffer,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return buffer.getvalue()


# --- DOCX and XLSX ------------------------------------------------------------------------------------------
BODY = f"""
<w:p w:rsidR="{SECRET}"><w:r><w:t>Water rent for the fish pond</w:t></w:r>
<w:ins w:author="{SECRET}" w:date="2026-01-02T03:04:05Z"><w:r><w:t>added later</w:t></w:r></w:ins>
<w:hyperlink r:id="rLink"><w:r><w:t>a link</w:t></w:r></w:hyperlink>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\{SECRET} "/k"</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r>
<w:r><w:pict><v:shape xmlns:v="urn:v"><v:imagedata r:id="rImage" src="\\\\host\\{SECRET}"/></v:shape></w:pict>
</w:r></w:p>
"""


def docx(
    body: str = BODY,
    relations: dict[str, tuple[str, str]] | None = None,
    parts: dict[str, bytes] | None = None,
    main_type: str = f"{WORD}.document.main+xml",
) -> bytes:
    """A DOCX with authors everywhere. ``relations`` adds ``id: (kind, target)`` to the document's own."""
    relations = {
        "rImage": ("image", "media/image1.jpeg"), "rComments": ("comments", "comments.xml"),
        "rSettings": ("settings", "settings.xml"), "rPeople": ("people", "people.xml"),
        "rLink": ("hyperlink", f"http://{SECRET}/"),
    } | (relations or {})  # fmt: skip
    rows = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for key, (kind, target) in relations.items()
    )
    files = {
        "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{main_type}"/>
<Override PartName="/word/comments.xml" ContentType="{WORD}.comments+xml"/>
<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/></Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>""",
        "docProps/core.xml": f"<core>{SECRET}</core>",
        "docProps/thumbnail.jpeg": told_jpeg(),
        "word/_rels/document.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
{rows}</Relationships>""",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/comments.xml": f"""<w:comments xmlns:w="{W}">
<w:comment w:id="0" w:author="{SECRET}" w:initials="{SECRET}">
<w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>""",
        "word/settings.xml": f"""<w:settings xmlns:w="{W}">
<w:rsids><w:rsid w:val="{SECRET}"/></w:rsids></w:settings>""",
        "word/people.xml": f"<people>{SECRET}</people>",
        "word/media/image1.jpeg": told_jpeg(),
    }
    return packed({**files, **(parts or {})})


def packed(files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx() -> bytes:
    """A workbook with an author, a note, a formula, a link and a photograph."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["item", "amount"])
    sheet.append(["pond", 36000])
    sheet["B3"] = '=WEBSERVICE("http://' + SECRET + '/")'
    sheet["A3"] = "total"
    sheet["A2"].hyperlink = f"http://{SECRET}/"
    sheet["A2"].value = "pond"
    sheet["A1"].comment = Comment(f"{SECRET}:\nsee the contract", SECRET)
    book.properties.creator = SECRET
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(told_jpeg())), "D1")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- sound and film -----------------------------------------------------------------------------------------
def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + kind + body


def _track(handler: bytes, offset: int, size: int) -> bytes:
    tables = box(
        b"stbl",
        box(b"stsd", bytes(8)),
        box(b"stts", bytes(8)),
        box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        box(b"stsz", bytes(4), struct.pack(">III", 0, 1, size)),
        box(b"stco", bytes(4), struct.pack(">II", 1, offset)),
    )
    head = box(b"hdlr", bytes(8), handler, bytes(12), SECRET.encode(), b"\0")
    media = box(b"mdia", box(b"mdhd", bytes(24)), head, box(b"minf", tables))
    return box(b"trak", box(b"tkhd", bytes(4), b"\x01\x02\x03\x04" * 2, bytes(72)), media)


def mp4(handler: bytes = b"vide", brand: bytes = b"isom") -> bytes:
    """A film of one sample with a place in its user data, in a track of its own and in a gap of the media
    data.
    """
    head = box(b"ftyp", brand, bytes(4), b"isommp42")
    hidden = SECRET.encode()
    media = box(b"mdat", b"PICTURE", hidden, hidden)
    start = len(head) + 8
    movie = box(
        b"moov",
        box(b"mvhd", bytes(4), b"\x05\x06\x07\x08" * 2, bytes(88)),
        _track(handler, start, 7),
        _track(b"meta", start + 7, len(hidden)),
        box(b"udta", box(b"\xa9xyz", hidden)),
    )
    return head + media + movie + box(b"uuid", bytes(16), hidden)


def mp3() -> bytes:
    """Silent frames with tags before and after."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    tag = SECRET.encode() + bytes(11)
    return (
        b"ID3\x04\0\0"
        + bytes((0, 0, 0, len(tag)))
        + tag
        + frame * 20
        + b"TAG"
        + SECRET.encode().ljust(125, b"\0")
    )


def amr() -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 20
