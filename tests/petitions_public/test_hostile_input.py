"""Whatever is sent to the residents' pages, the answer is a page and never an error of the server."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import file_petition
from petitions_public.resident import CASE, LOST, MATTER, NEW, RECEIPT, TRACK, begin, open_case

from intake.petitions.models import Petition

HOSTILE = [
    "",
    "\x00",
    "\x00\x01\x02路",
    "' OR 1=1; DROP TABLE petitions_petition; --",
    "{{ 7 * 7 }} {% debug %} %(x)s %s {0.__class__}",
    "<svg onload=alert(1)>\"'><img src=x>",
    "../../../../etc/passwd",
    "\u202eCBA\u2066\ufeff\u200b",
    "Z̵̢̛a̴̡l̸g̶o̷" * 50,
    "👩‍👩‍👧‍👦" * 30,
    "０１２３４５６７８９ＡＢＣ",
    "9" * 400,
    "-1e309",
    "長" * 6000,
    "\r\nSet-Cookie: a=b\r\n",
    "\ud7ff\ue000\ufffe\uffff",
]
FIELDS = [
    *MATTER,
    "category",
    "reported_party",
    "target_body",
    "address",
    "email",
    "id_type",
    "id_number",
    "people_count",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_in_any_field_of_the_form(client: Client, typed: str) -> None:
    unseen = begin(client)
    for field in [*FIELDS, "contacts", "key", "waiting", "remove", "accusation_answer", "unknown"]:
        fields = MATTER | unseen | {"joint": "on", "people_count": "3"} | {field: typed}
        response = client.post(NEW, fields)
        assert response.status_code in (200, 302, 413), field
        if response.status_code == 302:
            assert client.get(RECEIPT).status_code == 200
            unseen = begin(client)
    everything = dict.fromkeys(FIELDS, typed)
    assert client.post(NEW, everything).status_code in (200, 413)


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_at_the_doors(client: Client, typed: str) -> None:
    for path, fields in (
        (NEW, {"region": typed, "petition_class": typed}),
        (TRACK, {"number": typed}),
        (RECEIPT, {"key": typed}),
    ):
        assert client.get(path, fields).status_code == 200
    assert client.post(TRACK, {"number": typed, "password": typed}).status_code in (200, 429)
    assert client.post(LOST, {"phone": typed}).status_code in (200, 302, 429)
    assert client.post(f"{LOST}code/", {"code": typed}).status_code in (200, 302)


def test_any_text_on_the_open_case(client: Client) -> None:
    made = file_petition()
    open_case(client, made.petition, made.password)
    for typed in HOSTILE:
        for act in ("add", "rate", "accept", "withdraw", "contact", "publish", "copy"):
            fields = dict.fromkeys(
                (
                    "text",
                    "waiting",
                    "office_value",
                    "office_text",
                    "sure",
                    "confirm_password",
                    "phone",
                    "email",
                    "agreed",
                ),
                typed,
            )
            response = client.post(f"{CASE}{act}/", fields)
            assert response.status_code in (200, 302, 404, 405, 409), (act, typed)
    assert client.get(CASE).status_code == 200
    made.petition.refresh_from_db()
    assert made.petition.state == "submitted"
    assert Petition.objects.count() == 1
