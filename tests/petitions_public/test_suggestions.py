"""Suggestions while typing: helpful, forgiving of every kind of rubbish, and without a trace."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from factories import VILLAGE
from petitions_public.resident import WRONGDOING, begin

from intake.petitions.models import Petition

SUGGEST = "/en/petition/suggest/"


def ask(client: Client, body: object) -> dict:
    response = client.post(SUGGEST, json.dumps(body), content_type="application/json")
    assert response.status_code == 200
    return response.json()


def test_a_text_gets_a_category_to_choose_from(client: Client) -> None:
    found = ask(
        client, {"title": "村口的路坏了", "body": "村里的水泥路坑洼，下雨积水，请修一修。", "region": VILLAGE}
    )
    choices = begin(client) and client.get("/en/petition/new/").context["form"].fields["category"].choices
    codes = {code for _group, leaves in choices if isinstance(leaves, list) for code, _name in leaves}
    assert found["categories"]
    assert {category["code"] for category in found["categories"]} <= codes
    assert found["accusation"] is False
    assert not Petition.objects.exists()


def test_a_text_that_accuses_is_recognised(client: Client) -> None:
    typed = {name: value for name, value in WRONGDOING.items() if name != "petition_class"}
    found = ask(client, typed | {"region": VILLAGE})
    assert found["accusation"] is True


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        [],
        5,
        None,
        {"title": ["x"]},
        {"title": "\ud800路"},
        {"title": "", "region": "no-such"},
        {"body": "长" * 9000},
    ],
)
def test_rubbish_gets_an_answer_and_no_error(client: Client, rubbish: object) -> None:
    assert "categories" in ask(client, rubbish)


def test_what_is_no_json_gets_an_answer_too(client: Client) -> None:
    for body in (b"", b"\x00\xff", b"[" * 30_000, b'{"title": "' + b"x" * 200_000 + b'"}'):
        assert client.post(SUGGEST, body, content_type="application/json").status_code == 200


def test_it_needs_the_forms_token_and_the_right_method() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SUGGEST, "{}", content_type="application/json").status_code == 403
    assert strict.get(SUGGEST).status_code == 405
