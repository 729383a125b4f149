"""A computer that many people use: what one resident typed or was given is not there for the next."""

from __future__ import annotations

import datetime
import html
import re
import shutil

import pytest
import time_machine
from django.test import Client
from factories import OTHER_VILLAGE, file_petition
from petitions_public.resident import CASE, LOST, NEW, RECEIPT, opened, send, text
from petitions_public.test_lost_password import sent_codes

from delivery.channels.files import folder
from intake.petitions.models import IdempotentAnswer


@pytest.mark.parametrize("field", ["title", "reported_party", "target_body"])
def test_a_browser_is_told_not_to_remember_whom_people_report(client: Client, field: str) -> None:
    (written,) = re.findall(rf'<input[^>]*name="{field}"[^>]*>', client.get(NEW).content.decode())
    assert 'autocomplete="off"' in written


def test_a_new_form_is_not_opened_beside_the_receipt_of_the_petition_before(client: Client) -> None:
    send(client)
    shown = client.get(RECEIPT).context["password"]
    page = client.get(f"{NEW}?region={OTHER_VILLAGE}")
    assert "can still be seen on this device" in text(page) and "form" not in page.context
    assert shown not in page.content.decode()
    assert client.get(RECEIPT).context["password"] == shown, "whoever came here by mistake loses nothing"
    way_on = re.findall(r'<form[^>]*action="([^"]*receipt[^"]*)"', page.content.decode())[0]
    page = client.post(html.unescape(way_on), {"begin": "on"}, follow=True)
    assert page.context["form"]["region"].value() == OTHER_VILLAGE
    assert shown not in client.get(RECEIPT).content.decode()
    assert not IdempotentAnswer.objects.exists()


def test_a_receipt_that_was_left_open_for_long_is_closed_by_opening_a_form(client: Client) -> None:
    send(client)
    shown = client.get(RECEIPT).context["password"]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=11)):
        assert "form" in client.get(NEW).context
        assert shown not in client.get(RECEIPT).content.decode()


def test_new_passwords_and_cases_of_the_person_before_are_closed_too(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    assert "form" in client.get(NEW).context, "a case that is being read stays open"
    assert client.get(CASE).status_code == 200
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=11)):
        client.get(NEW)
        assert client.get(CASE).status_code == 302


def test_a_new_password_that_was_just_shown_is_asked_about(client: Client) -> None:
    file_petition()
    shutil.rmtree(folder("sms"), ignore_errors=True)
    client.post(LOST, {"phone": "19900010001"})
    (code,) = sent_codes()
    client.post(f"{LOST}code/", {"code": code})
    page = client.get(NEW)
    assert "can still be seen on this device" in text(page) and f'href="{LOST}new/"' in page.content.decode()
    client.post(RECEIPT, {"begin": "on"})
    assert client.get(f"{LOST}new/")["Location"] == LOST
