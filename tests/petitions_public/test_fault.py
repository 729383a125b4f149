"""Something of ours breaks while a form is sent: what was typed is in the page that says so, and can be sent again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from factories import file_petition
from petitions_public.resident import CASE, MATTER, NEW, begin, open_case

from intake.petitions.models import Petition

ADDED = "渠口的闸门上周又坏了一次，照片在附件里，请一并处理。"


@contextmanager
def broken() -> Iterator[None]:
    """The table of the cases is gone, which nobody expects."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE petitions_petition RENAME TO gone")
        yield
        cursor.execute("ALTER TABLE gone RENAME TO petitions_petition")


def fields_of(page: str) -> dict[str, str]:
    """What the form in the page sends, as a browser would."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    found += re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


needs_ddl = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL gives up a transaction in which something failed"
)


@needs_ddl
def test_a_petition_is_in_the_page_and_is_filed_once_from_it(visitor: Client) -> None:
    receipt = SimpleUploadedFile("收据.txt", "收据".encode())
    with broken():
        response = visitor.post(NEW, MATTER | begin(visitor) | {"files": [receipt]})
    page = response.content.decode()
    assert response.status_code == 500
    assert "went wrong on our side" in page
    assert MATTER["body"] in page
    assert "收据.txt" in page, "files are to be chosen again, by name"
    again = fields_of(page)
    assert {name: again[name] for name in MATTER} == MATTER
    assert visitor.post(NEW, again).status_code == 302
    assert Petition.objects.get().body == MATTER["body"]


@needs_ddl
def test_material_is_in_the_page_and_the_password_beside_it_is_not(visitor: Client) -> None:
    made = file_petition()
    fields = {"text": ADDED, "number": made.petition.shown_number, "password": made.password}
    with broken():
        response = visitor.post(f"{CASE}add/", fields)
    page = response.content.decode()
    assert response.status_code == 500
    assert fields_of(page)["text"] == ADDED
    assert made.password not in page


@needs_ddl
def test_the_case_that_was_open_takes_it_afterwards(visitor: Client) -> None:
    made = file_petition()
    open_case(visitor, made.petition, made.password)
    with broken():
        page = visitor.post(f"{CASE}add/", {"text": ADDED}).content.decode()
    assert visitor.post(f"{CASE}add/", fields_of(page)).status_code == 302
    assert ADDED in visitor.get(CASE).content.decode()


@needs_ddl
def test_a_page_that_was_only_opened_offers_nothing_to_send(visitor: Client) -> None:
    made = file_petition()
    open_case(visitor, made.petition, made.password)
    with broken():
        response = visitor.get(CASE)
    assert response.status_code == 500
    assert "<form" not in response.content.decode()
