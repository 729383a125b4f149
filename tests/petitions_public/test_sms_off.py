"""Where no text messages are sent, no page promises one: a lost password is a way to the office."""

from __future__ import annotations

import pytest
from django.test import Client
from petitions_public.resident import CASE, LOST, NEW, RECEIPT, TRACK, filed, open_case, text

from delivery.models import OutboxMessage

PROMISES = ("SMS", "Send me a code", "on its way", "sent to a mobile", "短信", "验证码", "发到")


@pytest.fixture(autouse=True)
def no_text_messages(settings) -> None:
    settings.SUNSHINE_SMS_CHANNEL = "off"


def test_no_page_of_residents_promises_a_text_message(client: Client) -> None:
    petition, password = filed(client)
    pages = {path: text(client.get(path)) for path in (NEW, RECEIPT, TRACK, LOST)}
    pages[CASE] = text(open_case(client, petition, password))
    pages["contact"] = text(client.get(f"{CASE}contact/"))
    for path in ("/petition/new/", "/petition/receipt/", "/track/", "/track/lost/", "/track/case/contact/"):
        pages[path] = text(client.get(path))
    for path, words in pages.items():
        for promise in PROMISES:
            assert promise not in words, (path, promise)
    for path in (RECEIPT, TRACK, LOST):
        assert "with your identity card" in pages[path], path
    for path in ("/petition/receipt/", "/track/", "/track/lost/"):
        assert "身份证" in pages[path], path


def test_a_phone_number_sent_all_the_same_gets_the_page_and_no_code(client: Client) -> None:
    filed(client)
    before = OutboxMessage.objects.count()
    page = client.post(LOST, {"phone": "19900010001"})
    assert page.status_code == 200 and "with your identity card" in text(page)
    assert 'name="phone"' not in page.content.decode()
    assert client.get(f"{LOST}code/")["Location"] == LOST
    assert OutboxMessage.objects.count() == before
