"""What somebody typed stays in sight when it could not be taken: the case moved on, or the browser forgot the visit."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import act, file_petition
from petitions_public.resident import CASE, NEW, answered, errors, opened, read, reopened, send, text
from petitions_public.test_form_files import photo

from intake.petitions.process import Submitted
from intake.petitions.views.basket import Basket

WRITTEN = "渠边的田埂也塌了，照片是昨天拍的。"
FORMS = {
    "add": {"text": WRITTEN},
    "rate": {"handler_value": "dissatisfied", "handler_text": WRITTEN},
    "contact": {"phone": "199 0009 0009", "address": WRITTEN, "email": "a@example.org"},
}


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


@pytest.mark.parametrize("form", FORMS)
def test_a_browser_that_lost_its_cookies_still_sends_what_was_written(client: Client, form: str) -> None:
    petition, made = answered(client)
    read(client, petition)
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(f"{CASE}{form}/", FORMS[form] | {"csrfmiddlewaretoken": "x" * 64})
    assert page.status_code == 403
    assert WRITTEN in page.content.decode() and 'name="password"' in page.content.decode()
    proof = {"number": petition.shown_number, "password": made.password}
    again = {name: value for name, value, *_ in page.context["typed"]} | proof
    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert strict.post(f"{CASE}{form}/", again | token)["Location"] == CASE
    kept = [
        *petition.texts.filter(kind="material").values_list("text", flat=True),
        *petition.ratings.values_list("text", flat=True),
        petition.petitioners.get().address,
    ]
    assert WRITTEN in kept


@pytest.mark.parametrize("form", FORMS)
def test_with_the_case_still_open_one_press_more_is_enough(client: Client, form: str) -> None:
    petition, _ = answered(client)
    read(client, petition)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies.copy()
    page = strict.post(f"{CASE}{form}/", FORMS[form] | {"csrfmiddlewaretoken": "x" * 64})
    assert page.status_code == 403 and WRITTEN in page.content.decode()
    assert "Please press the button once more" in text(page)
    assert 'name="password"' not in page.content.decode()


def test_a_withdrawal_without_cookies_asks_at_the_door_and_writes_no_password_back() -> None:
    typed = {"confirm_password": "SECRETSECRETSECR", "csrfmiddlewaretoken": "x" * 64}
    page = Client(enforce_csrf_checks=True).post(f"{CASE}withdraw/", typed)
    assert page.status_code == 403 and 'name="number"' in page.content.decode()
    assert "SECRETSECRETSECR" not in page.content.decode()


def test_number_and_password_typed_with_a_text_decide_to_which_case_it_goes(client: Client) -> None:
    meant, other = file_petition(), file_petition()
    opened(client, other)
    proof = {"number": meant.petition.shown_number, "password": meant.password}
    client.post(f"{CASE}add/", {"text": WRITTEN} | proof)
    assert meant.petition.texts.get(kind="material").text == WRITTEN
    assert not other.petition.texts.filter(kind="material").exists()


def test_thirteen_photos_at_once_are_a_form_error_that_keeps_the_text(client: Client) -> None:
    photos = [SimpleUploadedFile(f"{nth}.txt", f"第{nth}张".encode(), "text/plain") for nth in range(13)]
    page = send(client, files=photos)
    assert page.status_code == 200
    assert "At most nine files" in errors(page)["files"][0]
    assert "渠底比我们那一片田高出二十多公分" in page.content.decode()
    assert len(page.context["basket"].files) == 9


def three_waiting(client: Client, made: Submitted) -> Basket:
    opened(client, made)
    return client.post(
        f"{CASE}add/", {"text": "长" * 5001, "files": [photo(f"{nth}.jpg") for nth in range(3)]}
    ).context["basket"]


def test_every_file_that_was_taken_out_stays_out_when_the_half_hour_has_ended(client: Client) -> None:
    made = file_petition()
    basket = three_waiting(client, made)
    ticked = [file.id for file in basket.files[:2]]
    page = Client().post(f"{CASE}add/", {"text": WRITTEN, "waiting": basket.token, "remove": ticked})
    carried: dict[str, list[str]] = {}
    for name, value, *_ in page.context["typed"]:
        carried.setdefault(name, []).append(value)
    proof = {"number": made.petition.shown_number, "password": made.password}
    Client().post(f"{CASE}add/", carried | proof)
    assert made.petition.attachments.get().name == "2.jpg"


def test_an_expired_form_shows_again_which_waiting_files_were_taken_out(client: Client) -> None:
    basket = three_waiting(client, file_petition())
    ticked = [file.id for file in basket.files[:2]]
    page = Client(enforce_csrf_checks=True).post(NEW, {"waiting": basket.token, "remove": ticked})
    shown = re.findall(r'name="remove" value="(\w+)" checked', page.content.decode())
    assert shown == ticked
