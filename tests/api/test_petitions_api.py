"""The API as a programme meets it: filing once, looking up, and being told plainly what is wrong."""

from __future__ import annotations

import json

import factories
import pytest
from django.test import Client

from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

BODY = {
    "title": "村里的路灯不亮",
    "body": "三组的路灯坏了一年多，电费照收，希望修好并说明电费。",
    "region": factories.VILLAGE,
    "petitioner": {"name": "覃见山", "phone": "199 0001 0001"},
}


def post(client: Client, body: object, **headers: str):
    return client.post(
        "/api/v1/petitions/", json.dumps(body), content_type="application/json", headers=headers
    )


def problem_of(response) -> dict:
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert answer["status"] == response.status_code and answer["title"]
    return answer


def test_a_petition_is_filed_and_looked_up(client):
    made = post(client, BODY)
    assert made.status_code == 201, made.content
    answer = made.json()
    assert answer["status"] == "submitted" and answer["anonymous"] is False
    found = client.get(
        f"/api/v1/petitions/{answer['number'].lower()}/", headers={"X-Query-Password": answer["password"]}
    )
    assert found.status_code == 200
    case = found.json()
    assert case["number"] == answer["number"] and case["holder"] == "砚川县信访局"
    assert "withdraw" in case["available_actions"]
    assert "199" not in found.content.decode() and "覃见山" not in found.content.decode()


def test_wrong_number_and_wrong_password_answer_alike(client):
    made = post(client, BODY).json()
    wrong = client.get(f"/api/v1/petitions/{made['number']}/", headers={"X-Query-Password": "0" * 16})
    unknown = client.get("/api/v1/petitions/2026-0000000-0/", headers={"X-Query-Password": made["password"]})
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.content == unknown.content


def test_guessing_is_limited(client):
    made = post(client, BODY).json()
    for _ in range(10):
        client.get(f"/api/v1/petitions/{made['number']}/", headers={"X-Query-Password": "0" * 16})
    stopped = client.get(f"/api/v1/petitions/{made['number']}/", headers={"X-Query-Password": "0" * 16})
    assert stopped.status_code == 429 and problem_of(stopped) and stopped["Retry-After"]


def test_a_retry_with_the_same_key_gets_the_same_answer_and_makes_one_case(client):
    first = post(client, BODY, **{"Idempotency-Key": "a-1"})
    again = post(client, BODY, **{"Idempotency-Key": "a-1"})
    assert first.json() == again.json()
    assert Petition.objects.count() == 1
    other = post(client, BODY | {"title": "另一件事"}, **{"Idempotency-Key": "a-1"})
    assert other.json()["password"] != first.json()["password"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"titel": "x"}, "titel"),
        ({"title": ""}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"region": "000"}, "region"),
        ({"region": None}, "region"),
        ({"category": "999999"}, "category"),
        ({"petition_class": "complaint"}, "petition_class"),
        ({"petitioner": {"name": "覃", "sex": "f"}}, "petitioner.sex"),
        ({"petitioner": {"phone": "12"}}, "petitioner.phone"),
        ({"petitioner": {"id_number": "990121199001011234"}}, "petitioner.id_number"),
        ({"body": "a\x00b"}, "body"),
        ({"state": "concluded"}, "state"),
    ],
)
def test_what_is_wrong_is_said_by_field(client, change, field):
    response = post(client, BODY | change)
    assert response.status_code == 400
    assert field in {error["field"] for error in problem_of(response)["errors"]}
    assert not Petition.objects.exists()


def test_errors_speak_the_visitors_language(client):
    chinese = problem_of(post(client, BODY | {"x": 1}))
    english = problem_of(post(client, BODY | {"x": 1}, **{"Accept-Language": "en"}))
    assert english["errors"][0]["message"] == "Unknown field."
    assert chinese["errors"][0]["message"] != english["errors"][0]["message"]


def test_an_unknown_parameter_is_refused(client):
    response = client.get("/api/v1/regions/?levl=village")
    assert response.status_code == 400
    assert problem_of(response)["errors"][0]["field"] == "levl"


@pytest.mark.parametrize("body", ["", "[]", "{", '"text"', "null"])
def test_what_is_no_object_is_a_clear_refusal(client, body):
    response = client.post("/api/v1/petitions/", body, content_type="application/json")
    assert response.status_code == 400
    problem_of(response)


def test_a_filed_accusation_is_sealed_though_nobody_called_it_one(client):
    accused = {
        "title": "村支书贪污集体的钱",
        "body": "荷叶埂村支书侵吞集体征地补偿款，虚报冒领危房改造补贴，收受承包老板的好处费，请纪委查处。",
        "region": factories.VILLAGE,
        "reported_party": "荷叶埂村支书",
    }
    made = post(client, accused).json()
    petition = Petition.objects.get(number=made["number"].replace("-", ""))
    assert petition.is_accusation and made["status"] == "received"
    case = client.get(
        f"/api/v1/petitions/{made['number']}/", headers={"X-Query-Password": made["password"]}
    ).json()
    assert case["holder"] is None


def test_lists_are_paged_and_bounded(client):
    page = client.get("/api/v1/organisations/?page_size=100000").json()
    assert len(page["results"]) <= 500
    villages = client.get("/api/v1/regions/?level=village&page_size=500").json()
    assert villages["count"] == 41, "the two that were merged away are gone"
    assert client.get("/api/v1/categories/").json()["count"] == 122


def test_the_schema_describes_this_api_and_no_other(client):
    schema = client.get("/api/v1/schema/?format=json")
    assert schema.status_code == 200
    paths = json.loads(schema.content)["paths"]
    assert set(paths) == {
        "/api/v1/petitions/",
        "/api/v1/petitions/{number}/",
        "/api/v1/regions/",
        "/api/v1/organisations/",
        "/api/v1/categories/",
    }


def test_the_docs_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert "//cdn" not in page and "https://" not in page.replace("https://schema", "")


def test_an_address_that_does_not_exist_is_a_problem_too(client):
    response = client.get("/api/v1/cases/")
    assert response.status_code == 404
    problem_of(response)


def test_no_answer_sets_a_cookie(client):
    for path in ("/api/v1/regions/", "/api/v1/schema/", "/api/v1/docs/"):
        assert not client.get(path).cookies
    assert not post(client, BODY).cookies
