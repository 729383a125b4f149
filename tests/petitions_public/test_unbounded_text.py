"""However much is typed, a form answers at once: what is too long is told so, and not put in order first."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from factories import file_petition
from petitions_public.resident import CASE, LOST, MATTER, NEW, TRACK, answered, begin, open_case, read
from unicode_watch import HOSTILE, normalising_watched

from intake.petitions.texts import BODY_LENGTH

# Four times the longest text that a form takes: what is longer is refused as it is.
MOST_NORMALISED = 4 * BODY_LENGTH
FIELDS = (
    *("title", "body", "reported_party", "target_body", "name", "phone", "address", "email", "id_number"),
    *("contacts", "key", "waiting", "region", "category"),
)
JOINT = {"joint": "on", "people_count": "3", "contacts": "施满仓 19900010002"}


def post(client: Client, path: str, fields: dict[str, str]):
    """The answer, if nothing was normalised whose work would grow faster than its length."""
    with normalising_watched() as lengths:
        response = client.post(path, fields)
    assert max(lengths, default=0) <= MOST_NORMALISED
    return response


@pytest.mark.parametrize("field", FIELDS)
def test_a_flood_in_a_field_of_the_petition_form(client: Client, field: str) -> None:
    response = post(client, NEW, MATTER | begin(client) | JOINT | {field: HOSTILE})
    assert response.status_code in (200, 302)
    if field in ("title", "body", "name", "contacts"):
        assert "at most" in str(response.context["form"].errors[field])
        assert "\u0301\u0323" * 100 in response.content.decode(), "what was typed is still there"


@pytest.mark.parametrize("field", ["number", "password"])
def test_a_flood_at_the_door(client: Client, field: str) -> None:
    response = post(client, TRACK, {"number": "2026-7K3M9QX-K", "password": "x"} | {field: HOSTILE})
    assert response.status_code == 200


def test_a_flood_where_a_lost_password_is_asked_for(client: Client) -> None:
    assert post(client, LOST, {"phone": HOSTILE}).status_code == 200
    client.post(LOST, {"phone": "19900010001"})
    assert post(client, f"{LOST}code/", {"code": HOSTILE}).status_code == 200


def test_a_flood_in_each_form_of_an_open_case(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    for act, field in (
        *(("add", "text"), ("add", "waiting"), ("withdraw", "confirm_password")),
        *(("contact", "phone"), ("contact", "address"), ("contact", "email")),
    ):
        assert post(client, f"{CASE}{act}/", {field: HOSTILE}).status_code == 200, (act, field)


@pytest.mark.parametrize("field", ["office_text", "handler_text", "office_value"])
def test_a_flood_in_a_rating(client: Client, field: str) -> None:
    petition, _made = answered(client)
    read(client, petition)
    assert post(client, f"{CASE}rate/", {"office_value": "satisfied", field: HOSTILE}).status_code == 200


def test_a_flood_sent_again_after_the_half_hour(client: Client) -> None:
    for field in ("number", "password", "text"):
        fields = {"number": "2026-7K3M9QX-K", "password": "x", "text": "补充"} | {field: HOSTILE}
        assert post(client, f"{CASE}add/", fields).status_code == 200


@pytest.mark.parametrize("field", ["title", "body", "region"])
def test_a_flood_while_writing(client: Client, field: str) -> None:
    body = json.dumps({field: HOSTILE[:19_000]}, ensure_ascii=False)
    with normalising_watched():
        response = client.post("/petition/suggest/", body, content_type="application/json")
    assert response.status_code == 200
