"""A name is for showing: no paths, no tricks, not too long, and the extension of what the file really is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.uploads.names import MAX_LENGTH, display_name
from privacy.uploads.sniff import extension_of


@pytest.mark.parametrize(
    ("name", "extension", "shown"),
    [
        ("合同照片.jpg", "jpg", "合同照片.jpg"),
        ("𠮷㐂·证据.PNG", "png", "𠮷㐂·证据.png"),
        (r"C:\Users\zhang\Desktop\账本.xlsx", "xlsx", "账本.xlsx"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("report.pdf.exe", "jpg", "report.jpg"),
        ("photo\u202egpj.exe", "jpg", "photogpj.jpg"),
        ("a\0b\r\nContent-Type: text/html.jpg", "jpg", "html.jpg"),
        ("   ...   ", "pdf", "file.pdf"),
        ("", "mp3", "file.mp3"),
        (".htaccess", "txt", "htaccess.txt"),
        ("CON.txt", "txt", "file CON.txt"),
        ('a<b>"c"|d?*.csv', "csv", "a b c d.csv"),
        ("\ud800.jpg", "jpg", "file.jpg"),
        ("长" * 200 + ".docx", "docx", "长" * 75 + ".docx"),
    ],
)
def test_a_name_is_made_safe(name: str, extension: str, shown: str) -> None:
    assert display_name(name, extension) == shown


@given(st.text(max_size=300))
def test_no_name_is_a_path_or_too_long_or_without_its_extension(name: str) -> None:
    shown = display_name(name, "pdf")
    assert shown.endswith(".pdf")
    assert 5 <= len(shown) <= MAX_LENGTH
    assert not set(shown) & set('/\\:*?"<>|\0\r\n\u202e\u2066')
    assert not shown.startswith(".")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.JPG", "jpg"),
        ("a", ""),
        (".jpg", ""),
        ("a.tar.gz", "gz"),
        (r"x.jpg\a", ""),
        ("a.文档", ""),
        ("a. pdf ", "pdf"),
    ],
)
def test_the_extension_is_the_last_one(name: str, extension: str) -> None:
    assert extension_of(name) == extension
