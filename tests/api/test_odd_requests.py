"""Requests that no client should send get a problem that says what is wrong, and never an error of the server."""

from __future__ import annotations

import json

import factories
import pytest
from django.test import Client

from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

PETITIONS = "/api/v1/petitions/"
BODY = {"title": "路灯不亮", "body": "三组的路灯坏了一年多。", "region": factories.VILLAGE}
TEXT = json.dumps(BODY, ensure_ascii=False)


def send(client: Client, body: str | bytes, content_type: str = "application/json", **headers: str):
    """The very bytes, whatever the content type says of them."""
    sent = body.encode() if isinstance(body, str) else body
    return client.generic("POST", PETITIONS, sent, content_type=content_type, headers=headers)


def is_problem(response, status: int) -> bool:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code == response.json()["status"] == status


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{\x00}\x00",
        TEXT.encode("gb18030"),
        '{"title": ' + "9" * 5000 + "}",
        '{"title": NaN}',
        '{"title": "a", "title": "b"}',
        '{"petitioner": {"name": "a", "name": "b"}}',
        b"\x00",
    ],
    ids=["utf-16", "gb18030", "long number", "nan", "name twice", "inner name twice", "nul"],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(client, body):
    assert is_problem(send(client, body), 400)
    assert not Petition.objects.exists()


@pytest.mark.parametrize("charset", ["base64", "rot13", "utf-7", "idna", "'", "utf-16"])
def test_a_wrong_charset_changes_nothing_for_json_is_utf_8(client, charset):
    assert send(client, TEXT, f"application/json; charset={charset}").status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "x",
        "application/json; charset=" + "x" * 500,
    ],
)
def test_another_kind_of_body_is_refused(client, content_type):
    assert is_problem(send(client, TEXT, content_type), 415)


@pytest.mark.parametrize("length", [2 * 1024 * 1024 + 1, 10 * 1024 * 1024])
def test_a_body_beyond_the_bound_is_not_read_to_its_end(client, length):
    assert is_problem(send(client, json.dumps(BODY | {"body": "w" * length})), 413)


@pytest.mark.parametrize("accepted", ["text/html", "application/xml", "image/*;q=0"])
def test_what_the_api_cannot_give_is_said(client, accepted):
    assert is_problem(client.get("/api/v1/regions/", headers={"Accept": accepted}), 406)


@pytest.mark.parametrize(
    "change",
    [
        {"title": 12345},
        {"title": ["路灯"]},
        {"region": int(factories.VILLAGE)},
        {"region": {}},
        {"publish": "yes"},
        {"publish": 1},
        {"petitioner": []},
        {"petitioner": {"phone": 19900010001}},
    ],
)
def test_a_value_of_another_kind_is_not_guessed_at(client, change):
    assert is_problem(send(client, json.dumps(BODY | change)), 400)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=last",
        "page=1e3",
        "page=" + "9" * 5000,
        "page=%E4%B8%80",
        "page_size=many",
        "page=1&page=2",
        "level=",
        "level=%00",
        "level=%FF%FE",
        "parent=%00",
        "%00=1",
        "page[]=1",
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(client, query):
    assert is_problem(client.get(f"/api/v1/regions/?{query}"), 400)


def test_more_parameters_than_anybody_needs_are_too_many(client):
    assert is_problem(client.get("/api/v1/regions/?" + "&p=1" * 5001), 413)


def test_a_page_beyond_the_last_is_not_there(client):
    assert is_problem(client.get("/api/v1/regions/?page=999"), 404)


@pytest.mark.parametrize(
    "number", ["%00", "%FF%FE", "..%2F..%2Fetc", "%E2%80%AE", "9" * 3000, "%25", "'%20OR%201=1", "{{7*7}}"]
)
def test_no_number_is_too_odd_to_be_unknown(client, number):
    for password in ("x", "密码", "9" * 5000):
        header = password.encode().decode("latin-1")
        assert is_problem(client.get(f"{PETITIONS}{number}/", headers={"X-Query-Password": header}), 404)


@pytest.mark.parametrize(
    "key", ["\xff\xfe", "密".encode().decode("latin-1") * 60, "\u202e".encode().decode("latin-1")]
)
def test_any_key_of_a_retry_is_a_key(client, key):
    first, again = (send(client, TEXT, **{"Idempotency-Key": key}) for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json()


@pytest.mark.parametrize(
    "language", ["x" * 5000, "en;q=9", ",,,;;;", "zh-hans;q=nan", "*", "\xff", "en-" * 200 + ",en"]
)
def test_any_language_is_answered(client, language):
    assert send(client, TEXT, **{"Accept-Language": language}).status_code == 201


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [PETITIONS, "/api/v1/petitions/2026-0000000-0/", "/api/v1/regions/"])
def test_a_method_that_is_not_there_is_a_problem_and_names_those_that_are(client, method, path):
    response = client.generic(method, path)
    assert is_problem(response, 405) and response["Allow"]
