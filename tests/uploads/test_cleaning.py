"""Honest files come out showing the same, and telling nothing else."""

from __future__ import annotations

import csv
import io

import openpyxl
import pikepdf
import pytest
from PIL import Image
from uploads import corpus
from uploads.corpus import SECRET

from privacy.uploads import clean
from privacy.uploads.cleaning import CleanFile

TOLD = {
    "a photograph with a place": ("photo.jpg", corpus.told_jpeg(), "jpg"),
    "a PNG with texts": ("shot.png", corpus.told_png(), "png"),
    "a WebP with EXIF": ("shot.webp", corpus.told_webp(), "webp"),
    "an animated GIF with a comment": ("moving.gif", corpus.told_gif(), "png"),
    "a photograph named as another kind of picture": ("photo.png", corpus.told_jpeg(), "jpg"),
    "a photograph without an extension": ("IMG_0001", corpus.told_jpeg(), "jpg"),
    "a photograph with an archive behind it": (
        "photo.jpg",
        corpus.told_jpeg() + corpus.packed({SECRET: SECRET}),
        "jpg",
    ),
    "a GIF that is an archive too": ("a.gif", corpus.told_gif() + corpus.packed({SECRET: SECRET}), "png"),
    "a PNG with a page behind it": (
        "a.png",
        corpus.told_png() + f"<script>{SECRET}</script>".encode(),
        "png",
    ),
    "a DOCX": ("letter.docx", corpus.docx(), "docx"),
    "a workbook": ("account.xlsx", corpus.xlsx(), "xlsx"),
    "a film": ("film.mp4", corpus.mp4(), "mp4"),
    "a film of an iPhone": ("IMG_0001.MOV", corpus.mp4(brand=b"qt  "), "mov"),
    "a recording in MP4": ("voice.m4a", corpus.mp4(b"soun", b"M4A "), "m4a"),
    "an MP3": ("voice.mp3", corpus.mp3(), "mp3"),
    "an AMR with something behind it": ("voice.amr", corpus.amr() + b"\xff" + SECRET.encode(), "amr"),
}


@pytest.mark.parametrize("case", TOLD)
def test_nothing_but_what_the_file_shows_survives(case: str) -> None:
    name, data, kind = TOLD[case]
    cleaned = clean(name, data)
    assert cleaned.kind == kind
    assert cleaned.inline_ok is (kind in ("jpg", "png", "webp"))
    contents = corpus.unpacked(cleaned.content).values() if kind in ("docx", "xlsx") else [cleaned.content]
    assert not any(SECRET.encode() in content for content in contents)


@pytest.mark.parametrize(
    "data", [corpus.told_jpeg(), corpus.told_png(), corpus.told_webp(), corpus.told_gif()]
)
def test_a_cleaned_picture_carries_no_metadata(data: bytes) -> None:
    with Image.open(io.BytesIO(clean("picture.jpg", data).content)) as picture:
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "Author"} & set(picture.info)


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))]
)
def test_a_photograph_is_turned_upright(orientation: int, size: tuple[int, int]) -> None:
    assert _opened(clean("photo.jpg", corpus.told_jpeg(orientation))).size == size


@pytest.mark.parametrize(
    ("mode", "form", "shown"),
    [
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "L"),
        ("1", "PNG", "L"),
        ("P", "PNG", "RGB"),
        ("RGBA", "PNG", "RGBA"),
    ],
)
def test_every_colour_mode_is_understood(mode: str, form: str, shown: str) -> None:
    assert _opened(clean("picture.png", corpus.picture(form, mode=mode))).mode == shown


def test_a_sixteen_bit_picture_keeps_its_shades() -> None:
    source = Image.new("I;16", (4, 4), 0x8000)
    buffer = io.BytesIO()
    source.save(buffer, "PNG")
    assert _opened(clean("scan.png", buffer.getvalue())).getpixel((1, 1)) == 128


def test_a_large_picture_is_made_smaller_without_seams() -> None:
    source = Image.linear_gradient("L").resize((300, 6000))
    buffer = io.BytesIO()
    source.save(buffer, "PNG")
    picture = _opened(clean("long.png", buffer.getvalue()))
    assert picture.size == (204, 4096)
    column = [picture.getpixel((100, row)) for row in range(picture.height)]
    assert column == sorted(column)


def test_a_pdf_keeps_its_pages_and_loses_all_that_acts_or_tells() -> None:
    cleaned = clean("contract.pdf", corpus.pdf())
    assert SECRET.encode() not in corpus.laid_open(cleaned.content)
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        page = document.pages[0]
        assert [str(item.Subtype) for item in page.Annots] == ["/Link", "/Link", "/Text"]
        assert str(page.Annots[2].Contents) == "remark"
        photo = page.Resources.XObject.Im0
        with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
            assert picture.size == (60, 40)
            assert not picture.getexif()
        assert "/OpenAction" not in document.Root
        assert "/Info" not in document.trailer


def test_a_pdf_with_a_page_of_markup_behind_it_loses_the_markup() -> None:
    cleaned = clean("a.pdf", corpus.pdf() + f"<html>{SECRET}</html>".encode())
    assert SECRET.encode() not in cleaned.content


def test_a_docx_keeps_text_links_as_text_and_remarks() -> None:
    parts = corpus.unpacked(clean("letter.docx", corpus.docx()).content)
    text = parts["word/document.xml"].decode()
    for words in ("Water rent for the fish pond", "added later", "a link"):
        assert words in text
    assert "DDEAUTO" not in text
    assert 'w:author="Author"' in text
    assert "a remark" in parts["word/comments.xml"].decode()
    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
        "word/comments.xml", "word/settings.xml", "word/media/image1.jpeg",
    }  # fmt: skip
    with Image.open(io.BytesIO(parts["word/media/image1.jpeg"])) as picture:
        assert not picture.getexif()


def test_a_docx_reaches_nowhere() -> None:
    data = corpus.docx(
        relations={"rT": ("attachedTemplate", "http://evil.example/t.dotm"), "rF": ("frame", "c:/x")}
    )
    for name, content in corpus.unpacked(clean("letter.docx", data).content).items():
        assert b"External" not in content, name
        assert b"evil.example" not in content, name


def test_a_linked_picture_goes_but_the_text_around_it_stays() -> None:
    blip = '<a:blip xmlns:a="urn:a" r:link="rOut"/>'
    body = f"<w:p><w:r><w:t>before</w:t></w:r>{blip}<w:r><w:t>after</w:t></w:r></w:p>"
    data = corpus.docx(body, {"rOut": ("image", f"http://{SECRET}/pixel.png")})
    text = corpus.unpacked(clean("letter.docx", data).content)["word/document.xml"].decode()
    assert "before" in text
    assert "after" in text
    assert "rOut" not in text


def test_a_workbook_keeps_its_values_and_opens_again() -> None:
    cleaned = clean("account.xlsx", corpus.xlsx())
    sheet = openpyxl.load_workbook(io.BytesIO(cleaned.content)).active
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [
        ["item", "amount"], ["pond", 36000], ["total", None],
    ]  # fmt: skip
    assert sheet["A1"].comment.text.strip() == "see the contract"
    assert len(sheet._images) == 1


def test_a_film_keeps_its_samples_where_the_tables_say() -> None:
    data = corpus.mp4()
    cleaned = clean("film.mp4", data)
    assert len(cleaned.content) == len(data)
    assert cleaned.content.index(b"PICTURE") == data.index(b"PICTURE")
    assert b"\x05\x06\x07\x08" not in cleaned.content  # the time of recording


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_usual_encodings_becomes_utf_8(encoding: str) -> None:
    cleaned = clean("note.txt", "水面承包款\r\n去向不明 𠮷".encode(encoding))
    assert cleaned.content.decode() == "水面承包款\n去向不明 𠮷"


def test_a_table_has_no_cell_that_a_spreadsheet_would_run() -> None:
    rows = ["=1+1", "+cmd", "-2+3", "@sum", "\ttab", "＝1", " =1", "-12.50", "+3", "1,200", "plain", "a=b"]
    data = io.StringIO()
    csv.writer(data).writerow(rows)
    cleaned = clean("table.csv", data.getvalue().encode("gb18030"))
    kept = next(csv.reader(io.StringIO(cleaned.content.decode("utf-8-sig"))))
    assert kept[:7] == [f"'{cell}" for cell in rows[:7]]
    assert kept[7:] == rows[7:]


def test_text_without_an_extension_is_what_the_browser_declares() -> None:
    assert clean("note", b"hello", declared_type="text/plain").kind == "txt"
    assert clean("note", b"a,b", declared_type="text/csv; charset=utf-8").kind == "csv"


def test_the_same_file_gives_the_same_content() -> None:
    for name, data in (("a.docx", corpus.docx()), ("a.pdf", corpus.pdf()), ("a.jpg", corpus.told_jpeg())):
        assert clean(name, data).sha256 == clean(name, data).sha256


def test_a_stream_is_read_no_further_than_the_limit() -> None:
    stream = io.BytesIO(corpus.told_jpeg())
    assert clean("photo.jpg", stream).kind == "jpg"


def _opened(cleaned: CleanFile) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.content))
