"""However long a text of a request is, the API says at once that it is too long."""

from __future__ import annotations

import json

import factories
import pytest
from django.test import Client
from unicode_watch import HOSTILE, normalising_watched

from intake.petitions.models import Petition
from intake.petitions.texts import BODY_LENGTH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

PETITIONS = "/api/v1/petitions/"
BODY = {"title": "路灯不亮", "body": "三组的路灯坏了一年多。", "region": factories.VILLAGE}
TEXTS = ("title", "body", "reported_party", "target_body")


def problems(client: Client, body: dict[str, object]) -> dict[str, str]:
    """What is wrong, by field, if nothing was normalised whose work would grow faster than its length."""
    sent = json.dumps(body, ensure_ascii=False).encode()
    with normalising_watched() as lengths:
        response = client.post(PETITIONS, sent, content_type="application/json")
    assert max(lengths, default=0) <= 4 * BODY_LENGTH
    assert response.status_code == 400
    return {problem["field"]: problem["code"] for problem in response.json()["errors"]}


@pytest.mark.parametrize("field", [*TEXTS, "region", "category", "petition_class"])
def test_a_flood_in_a_field(client: Client, field: str) -> None:
    found = problems(client, BODY | {field: HOSTILE})
    assert list(found) == [field]
    if field in TEXTS:
        assert found[field] == "max_length"
    assert not Petition.objects.exists()


@pytest.mark.parametrize("field", ["name", "phone", "id_number", "address"])
def test_a_flood_about_the_writer(client: Client, field: str) -> None:
    assert list(problems(client, BODY | {"petitioner": {field: HOSTILE}}).values()) == ["max_length"]


def test_a_flood_as_a_number_or_password(client: Client) -> None:
    with normalising_watched():
        by_number = client.get(f"{PETITIONS}{HOSTILE[:20_000]}/", headers={"X-Query-Password": "x"})
        by_password = client.get(
            f"{PETITIONS}2026-7K3M9QX-K/", headers={"X-Query-Password": HOSTILE[:20_000]}
        )
    assert (by_number.status_code, by_password.status_code) == (404, 404)
