"""The door to a case: forgiving in form, equal in every refusal, open for half an hour, and shut for good by a new
password."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import accusation, file_petition
from petitions_public.resident import CASE, RECEIPT, TRACK, filed, open_case, remembered, text, visit_cookie

from intake.petitions import limits
from intake.petitions.models import IdempotentAnswer, Petition
from intake.petitions.process import passwords


def refusal(response: HttpResponse) -> str:
    """A page without what differs by nature: the form's token and what was typed."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'(<input type="text" name="(?:number|password)") value="[^"]*"', r"\1", html)


def test_the_number_is_found_however_it_is_typed() -> None:
    made = file_petition()
    number = made.petition.shown_number
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in number)
    lookalikes = number.replace("0", "o").replace("1", "l")
    for typed in (
        number.lower(),
        number.replace("-", " "),
        number.replace("-", ""),
        wide,
        lookalikes,
        f"  {number}\n",
    ):
        client = Client()
        response = client.post(TRACK, {"number": typed, "password": made.password.lower()})
        assert response.status_code == 302, typed
        assert client.get(CASE).context["petition"] == made.petition


def test_a_wrong_password_an_unknown_number_and_a_sealed_case_get_the_same_page() -> None:
    opened, sealed = file_petition().petition, accusation().petition
    asked = [
        {"number": opened.shown_number, "password": "0000-0000-0000-0000"},
        {"number": sealed.shown_number, "password": "0000-0000-0000-0000"},
        {"number": "2026-0000000-0", "password": "0000-0000-0000-0000"},
        {"number": "?!", "password": "?"},
        {"number": opened.number, "password": sealed.number},
    ]
    pages = {
        (response.status_code, refusal(response))
        for response in (Client().post(TRACK, typed) for typed in asked)
    }
    assert len(pages) == 1
    assert "do not fit together" in pages.pop()[1]


def test_the_right_password_opens_a_sealed_case_for_its_writer(client: Client) -> None:
    made = accusation()
    page = open_case(client, made.petition, made.password)
    assert page.context["petition"] == made.petition


def test_guessing_is_limited_for_a_number_from_anywhere_and_the_right_password_waits_too() -> None:
    made = file_petition()
    for nth in range(limits.GUESSES_PER_NUMBER):
        Client(REMOTE_ADDR=f"203.0.113.{nth}").post(TRACK, {"number": made.petition.number, "password": "x"})
    typed = {"number": made.petition.shown_number, "password": made.password}
    response = Client(REMOTE_ADDR="203.0.113.200").post(TRACK, typed)
    assert response.status_code == 429
    assert "quarter of an hour" in text(response)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=16)):
        assert Client(REMOTE_ADDR="203.0.113.200").post(TRACK, typed).status_code == 302


def test_all_the_addresses_that_one_household_has_share_its_limit() -> None:
    made = file_petition()
    typed = {"number": made.petition.number, "password": made.password}
    for nth in range(limits.GUESSES_PER_ADDRESS):
        guess = {"number": f"2026-7777777-{nth}", "password": "x"}
        Client(REMOTE_ADDR=f"2001:db8:0:1::{nth:x}").post(TRACK, guess)
    assert Client(REMOTE_ADDR="2001:db8:0:1:ffff::1").post(TRACK, typed).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:0:2::1").post(TRACK, typed).status_code == 302


def test_guessing_is_limited_for_an_address_over_many_numbers(client: Client) -> None:
    for nth in range(limits.GUESSES_PER_ADDRESS):
        client.post(TRACK, {"number": f"2026-{nth:07d}-0", "password": "x"})
    assert client.post(TRACK, {"number": "2026-7777777-0", "password": "x"}).status_code == 429


def test_the_case_closes_after_half_an_hour(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=31)):
        assert client.get(CASE).headers["Location"] == TRACK


def test_what_was_typed_when_the_half_hour_ended_goes_on_with_the_password(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=31)):
        page = client.post(f"{CASE}add/", {"text": "渠边的田埂也塌了。"})
        assert "What you typed is still here" in text(page)
        assert "渠边的田埂也塌了。" in page.content.decode()
        proof = {"number": made.petition.shown_number, "password": "wrong"}
        page = client.post(f"{CASE}add/", {"text": "渠边的田埂也塌了。"} | proof)
        assert "渠边的田埂也塌了。" in page.content.decode()
        assert not made.petition.texts.exists()
        done = client.post(
            f"{CASE}add/", {"text": "渠边的田埂也塌了。"} | proof | {"password": made.password}
        )
        assert done.status_code == 302
    assert made.petition.texts.get().text == "渠边的田埂也塌了。"


def test_a_new_password_shuts_the_case_that_the_old_one_had_opened(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    renewed = passwords.renew(made.petition)
    assert client.get(CASE).status_code == 302
    page = open_case(client, made.petition, renewed)
    assert "The password was changed" in text(page)


def test_leaving_shuts_it_and_needs_a_button(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    assert client.get("/en/track/leave/").status_code == 405
    assert client.get(CASE).status_code == 200
    client.post("/en/track/leave/")
    assert client.get(CASE).status_code == 302


def test_an_expired_door_keeps_the_number_and_asks_again() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(TRACK, {"number": "2026-7K3M9QX-K", "password": "SECRETSECRETSECR"})
    assert response.status_code == 403
    assert "2026-7K3M9QX-K" in response.content.decode()
    assert "SECRETSECRETSECR" not in response.content.decode()


def test_the_session_id_changes_at_the_door_and_says_nothing_of_the_case(client: Client) -> None:
    made = file_petition()
    client.get("/en/petition/new/")
    before = visit_cookie(client)
    open_case(client, made.petition, made.password)
    assert visit_cookie(client) != before
    kept = str(remembered(client))
    assert str(made.petition.pk) not in kept
    assert made.petition.number not in kept


def test_an_erased_case_is_no_longer_open(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    Petition.objects.filter(pk=made.petition.pk).delete()
    assert client.get(CASE).status_code == 302


@pytest.mark.parametrize("way_out", ["/en/track/leave/", "/en/petition/receipt/", "/en/track/lost/new/"])
def test_whichever_way_the_resident_leaves_nothing_stays_open(client: Client, way_out: str) -> None:
    petition, password = filed(client)
    open_case(client, petition, password)
    before = visit_cookie(client)
    assert "No password and no case is open" in text(client.post(way_out, follow=True))
    page = client.get(RECEIPT)
    assert petition.shown_number not in page.content.decode()
    assert password not in page.content.decode()
    assert not IdempotentAnswer.objects.exists()
    assert client.get(CASE).status_code == 302
    assert client.get("/en/track/lost/new/")["Location"] == "/en/track/lost/"
    assert "petitions.nonce" not in remembered(client)
    assert visit_cookie(client) != before


def test_the_password_of_a_withdrawal_is_never_written_back_into_a_page(client: Client) -> None:
    made = file_petition()
    typed = {"confirm_password": made.password, "reason": "已经解决"}
    page = client.post(f"{CASE}withdraw/", typed).content.decode()
    assert "已经解决" in page
    assert made.password not in page and "confirm_password" not in page


def test_number_and_password_are_compared_before_anything_else_is_read() -> None:
    made = file_petition()
    for number in (made.petition.number, "202600000000"):
        with CaptureQueriesContext(connection) as queries:
            assert passwords.prove(number, "0000-0000-0000-0000") is None
        (query,) = queries.captured_queries
        assert "password_hash" in query["sql"] and "body" not in query["sql"]
    assert passwords.prove(made.petition.number, made.password) == made.petition
