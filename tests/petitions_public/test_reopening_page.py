"""Asking on the track page that a closed case be opened again: the form with its receipt, and what the page says."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import act
from petitions_public.resident import CASE, answered, read, text

pytestmark = pytest.mark.django_db

ASK = f"{CASE}reopen/"
NEW_FACTS = "答复里写的返工到今天没有动工。"


def test_a_closed_case_is_asked_to_be_opened_once_and_the_page_says_by_when(
    in_the_county: None, client: Client
):
    petition, made = answered(client)
    read(client, petition)
    assert ASK not in client.get(CASE).content.decode() and client.get(ASK).status_code == 302
    act(petition, "accept_result", "P")
    assert ASK in client.get(CASE).content.decode()
    assert "within 15 days" in text(client.get(ASK))
    assert "Write what is new" in text(client.post(ASK, {"text": " "}))
    first = client.post(ASK, {"text": NEW_FACTS})
    assert client.get(first["Location"]).status_code == 200
    assert client.post(ASK, {"text": NEW_FACTS})["Location"] == first["Location"], "pressed twice"
    other = client.post(ASK, {"text": "另外再写一次。"})
    assert other.status_code == 409 and "另外再写一次。" in other.content.decode()
    case = client.get(CASE)
    assert "You asked to have it opened again." in text(
        case
    ) and "You are told whether it is opened again" in text(case)
    assert ASK not in case.content.decode() and f"{CASE}add/" in case.content.decode()
    address = f"/api/v1/petitions/{petition.shown_number}/"
    answer = client.get(address, headers={"X-Query-Password": made.password}).json()
    assert "ask_reopen" not in answer["available_actions"] and answer["due"] is not None
