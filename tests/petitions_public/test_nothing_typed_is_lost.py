"""What somebody typed stays in sight when it could not be taken: the case moved on, or the browser forgot the visit."""

from __future__ import annotations

import datetime

import time_machine
from django.test import Client
from factories import act, file_petition
from petitions_public.resident import CASE, answered, opened, read, reopened, text
from petitions_public.test_form_files import photo

WRITTEN = "渠边的田埂也塌了，照片是昨天拍的。"


def test_material_that_comes_after_the_case_was_closed_is_shown_back(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    act(made.petition, "withdraw", "P", all_contacts=False)
    page = client.post(f"{CASE}add/", {"text": WRITTEN, "files": [photo("田埂.jpg")]})
    assert page.status_code == 409
    assert "the case has moved on" in text(page) and "This was not sent" in text(page)
    assert WRITTEN in page.content.decode() and "田埂.jpg" in page.content.decode()
    assert not made.petition.texts.filter(kind="material").exists()


def test_words_of_a_rating_whose_time_is_over_are_shown_back(client: Client) -> None:
    petition, made = answered(client)
    read(client, petition)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=50)):
        reopened(client, petition, made)
        page = client.post(f"{CASE}rate/", {"handler_value": "dissatisfied", "handler_text": WRITTEN})
    assert page.status_code == 409 and WRITTEN in page.content.decode()
    assert not petition.ratings.exists()


def test_where_nothing_was_written_the_case_says_how_it_stands(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    act(made.petition, "withdraw", "P", all_contacts=False)
    assert client.get(f"{CASE}add/")["Location"] == CASE
    page = client.post(f"{CASE}add/", {"text": " "}, follow=True)
    assert page.request["PATH_INFO"] == CASE and "the case has moved on" in text(page)
