"""Asking for review on the track page: the form with its receipt, what the page says meanwhile, and taking it back."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import GROUNDS, REVIEW, act, staff
from petitions_public.resident import CASE, answered, read, text

from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db

ASK, BACK = f"{CASE}review/", f"{CASE}review/withdraw/"


@pytest.fixture(autouse=True)
def somebody_reviews(in_the_county: None) -> None:
    for name in ("review_officer", "review_head", "city_review_officer"):
        staff(name)


def reviewed(petition: Petition) -> None:
    act(petition, "accept_review", "review_officer")
    act(petition, "decide_review", "review_officer", **REVIEW)
    act(petition, "grant", "review_head")


def test_nobody_is_asked_to_review_what_was_not_read(client: Client):
    answered(client)
    assert ASK not in client.get(CASE).content.decode()
    assert client.get(ASK).status_code == 302


def test_a_request_is_written_receipted_and_shown(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    assert ASK in client.get(CASE).content.decode()
    page = client.get(ASK)
    assert "砚川县人民政府 looks at the opinion again" in text(page)
    empty = client.post(ASK, {"text": " "})
    assert "Write why you disagree" in text(empty)
    receipt = client.post(ASK, {"text": GROUNDS}, follow=True)
    assert "复查（复核）申请" in text(receipt) or "request for review" in text(receipt)
    case = text(client.get(CASE))
    assert "You asked 砚川县人民政府 to review the answer" in case
    assert "You asked for review" in case and "The review is decided" in case
    petition.refresh_from_db()
    assert petition.state == "in_review"


def test_a_button_pressed_twice_asks_once(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    first = client.post(ASK, {"text": GROUNDS})
    second = client.post(ASK, {"text": GROUNDS})
    assert first["Location"] == second["Location"]
    assert petition.reviews.count() == 1
    other = client.post(ASK, {"text": "另外再写一次。"})
    assert other.status_code == 409 and "另外再写一次。" in other.content.decode()


def test_a_request_is_taken_back_and_may_be_made_again(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    client.post(ASK, {"text": GROUNDS})
    assert BACK in client.get(CASE).content.decode()
    client.post(BACK, {})
    petition.refresh_from_db()
    assert petition.state == "in_review", "only with the tick"
    client.post(BACK, {"sure": "on"})
    petition.refresh_from_db()
    assert petition.state == "replied"
    assert client.get(BACK).status_code == 302
    assert ASK in client.get(CASE).content.decode()


def test_a_second_review_is_asked_for_once_the_review_opinion_was_read(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    client.post(ASK, {"text": GROUNDS})
    reviewed(petition)
    assert ASK not in client.get(CASE).content.decode()
    opinion = petition.notices.get(code="review_opinion")
    client.post(f"{CASE}notice/{opinion.pk}/")
    case = client.get(CASE)
    assert "you can ask here for a second review" in text(case) and ASK in case.content.decode()
    assert "澄陵市人民政府" in text(client.get(ASK))
    client.post(ASK, {"text": GROUNDS})
    petition.refresh_from_db()
    assert petition.state == "in_rereview"
    assert "You asked 澄陵市人民政府 for a second review" in text(client.get(CASE))


def test_the_api_names_what_may_be_asked_for(client: Client):
    petition, made = answered(client)
    address = f"/api/v1/petitions/{petition.shown_number}/"

    def actions() -> list[str]:
        return client.get(address, headers={"X-Query-Password": made.password}).json()["available_actions"]

    assert "request_review" not in actions()
    read(client, petition)
    assert "request_review" in actions()
    client.post(ASK, {"text": GROUNDS})
    assert "withdraw_review" in actions() and "request_review" not in actions()
