"""The API as a programme meets it: filing once, looking up, and being told plainly what is wrong."""

from __future__ import annotations

import datetime
import json
import re

import factories
import pytest
from django.test import Client
from django.utils import timezone
from petitions_public.resident import CASE, answered, read

from intake.petitions.models import IdempotentAnswer, Petition, Petitioner
from intake.petitions.process import Submitted

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


def test_a_retry_in_another_language_is_a_retry(client):
    first, again = (
        post(client, BODY, **{"Idempotency-Key": "a-1", "Accept-Language": language})
        for language in ("zh", "en")
    )
    assert first.json() == again.json(), "the answer that is kept is the first one's"
    assert Petition.objects.count() == 1


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
        ({"title": "a\x1bb"}, "title"),
        ({"petitioner": {"name": "a\x07b"}}, "petitioner.name"),
        ({"petitioner": {"name": "123"}}, "petitioner.name"),
        ({"petitioner": {"phone": "call 19900010001"}}, "petitioner.phone"),
        ({"state": "concluded"}, "state"),
    ],
)
def test_what_is_wrong_is_said_by_field(client, change, field):
    response = post(client, BODY | change)
    assert response.status_code == 400
    assert field in {error["field"] for error in problem_of(response)["errors"]}
    assert not Petition.objects.exists()


def test_all_that_is_wrong_is_said_at_once(client):
    wrong = BODY | {"titel": "x", "title": "", "region": "000", "petitioner": {"sex": "f", "phone": "12"}}
    errors = problem_of(post(client, wrong, **{"Accept-Language": "en"}))["errors"]
    assert {error["field"] for error in errors} == {
        "titel",
        "title",
        "region",
        "petitioner.sex",
        "petitioner.phone",
    }
    assert {error["message"] for error in errors if error["field"] == "region"} == {
        "There is no such code in force here."
    }


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
    categories = client.get("/api/v1/categories/").json()
    assert categories["count"] == 122
    first = categories["results"][0]
    assert first["name"] == "政务服务与窗口作风建议"
    assert first["name_en"] == "Government service halls and staff conduct"
    assert first["group_name_en"] == "Political affairs (general)"


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
        "/api/v1/disclosures/",
        "/api/v1/disclosures/{id}/",
        "/api/v1/notices/",
        "/api/v1/notices/{notice_id}/",
        "/api/v1/cases/",
        "/api/v1/cases/{case_id}/",
        "/api/v1/statistics/",
        "/api/v1/search/",
    }


def test_the_docs_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert "//cdn" not in page and "https://" not in page.replace("https://schema", "")


@pytest.mark.parametrize("path", ["/api/v1/schema/", "/api/v1/docs/"])
@pytest.mark.parametrize("query", ["lang=zh-hans", "version=2", "script=", "x"])
def test_the_pages_about_the_api_refuse_unknown_parameters_too(client, path, query):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert problem_of(response)["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_schema_is_one_text_in_english_whoever_asks(client, form):
    texts = [
        client.get(f"/api/v1/schema/?format={form}", headers={"Accept-Language": language})
        for language in ("zh", "en", "fr")
    ]
    assert len({text.content for text in texts}) == 1
    assert not re.search("[\u3400-\u9fff]", texts[0].content.decode())
    assert {text["Content-Language"] for text in texts} == {"en"}


def test_the_docs_page_has_neither_style_nor_script_in_it(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert "<style" not in page and "style=" not in page
    assert re.findall(r"<script[^>]*>([^<]*)<", page) == ["", ""]


def test_an_address_that_does_not_exist_is_a_problem_too(client):
    response = client.get("/api/v1/nothing/")
    assert response.status_code == 404
    problem_of(response)


def test_no_answer_sets_a_cookie(client):
    for path in ("/api/v1/regions/", "/api/v1/schema/", "/api/v1/docs/"):
        assert not client.get(path).cookies
    assert not post(client, BODY).cookies


def look_up(client: Client, made: Submitted) -> dict:
    number = made.petition.shown_number
    return client.get(f"/api/v1/petitions/{number}/", headers={"X-Query-Password": made.password}).json()


def test_the_day_is_the_one_that_the_page_shows_and_no_inner_one(client):
    made = factories.file_petition()
    shown = made.petition.deadlines.get(rule="transfer_15").due.isoformat()
    assert look_up(client, made)["due"] == shown
    assert post(client, BODY).json()["due"] == shown


def test_an_accusation_tells_no_inner_day_and_never_that_it_is_late(client):
    made = factories.accusation(people=[])
    Petition.objects.filter(pk=made.petition.pk).update(next_due="2026-01-05", overdue=True)
    case = look_up(client, made)
    assert case["due"] is None and case["overdue"] is False
    sealed = {"petition_class": "accusation", "reported_party": "荷叶埂村支书", "petitioner": None}
    assert post(client, BODY | sealed).json()["due"] is None


@pytest.mark.parametrize(
    "body",
    [
        '{"title": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"region": "\\ud800"}',
        '{"petitioner": {"name": "\\udfff"}}',
        "[" * 100_000,
        "[" * 50 + "]" * 50,
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "odd"}])
def test_json_that_cannot_be_stored_or_walked_is_a_clear_refusal(client, body, headers):
    response = client.post("/api/v1/petitions/", body, content_type="application/json", headers=headers)
    assert response.status_code == 400
    problem_of(response)


def test_text_is_cleaned_as_the_form_cleans_it(client):
    made = post(client, BODY | {"title": "路灯\n不亮\u202e"}).json()
    assert Petition.objects.get(number=made["number"].replace("-", "")).title == "路灯 不亮"
    assert post(client, BODY | {"body": "\u202e"}).status_code == 400


def test_a_key_can_be_used_again_after_its_day(client):
    first = post(client, BODY, **{"Idempotency-Key": "a-1"}).json()
    IdempotentAnswer.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    second = post(client, BODY, **{"Idempotency-Key": "a-1"})
    assert second.status_code == 201 and second.json()["number"] != first["number"]
    assert post(client, BODY, **{"Idempotency-Key": "a-1"}).json() == second.json()


def test_a_telephone_without_a_name_is_taken_and_promised_no_date(client):
    matter = BODY | {"petition_class": "accusation", "petitioner": {"phone": "19900010001"}}
    response = post(client, matter)
    assert response.status_code == 201
    petition = Petition.objects.get()
    assert not petition.anonymous and not petition.real_name
    assert not petition.deadlines.exists()


@pytest.mark.parametrize("nothing", ["", None])
@pytest.mark.parametrize("field", ["reported_party", "target_body", "petition_class", "category"])
def test_an_optional_field_may_be_empty_or_null(client, field, nothing):
    assert post(client, BODY | {field: nothing}).status_code == 201
    plain = post(client, BODY).json()
    made, without = Petition.objects.order_by("pk")
    for name in ("reported_party", "target_body", "petition_class", "category"):
        assert getattr(made, name) == getattr(without, name), name
    assert plain["status"] == "submitted"


@pytest.mark.parametrize("nothing", ["", None, " "])
@pytest.mark.parametrize("field", ["name", "phone", "id_number", "address"])
def test_a_part_of_the_petitioner_may_be_empty_or_null(client, field, nothing):
    person = {"name": "覃见山", "phone": "19900010001"} | {field: nothing}
    assert post(client, BODY | {"petitioner": person}).status_code == 201
    assert getattr(Petitioner.objects.get(), field) == ""


def test_a_petitioner_of_empty_parts_is_nobody(client):
    empty = {"name": "", "phone": None, "id_number": " ", "address": ""}
    answer = post(client, BODY | {"petitioner": empty}).json()
    assert answer["anonymous"] is True
    assert not Petitioner.objects.exists()


def test_a_consent_that_is_null_is_none(client):
    assert post(client, BODY | {"publish": None}).status_code == 201
    assert not Petition.objects.get().publish_consent


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"phone": "１９９ 0001 0001"}, {"phone": "19900010001"}),
        ({"phone": "+86 199-0001-0001"}, {"phone": "19900010001"}),
        ({"id_number": "990121 19900101 105x"}, {"id_number": "99012119900101105X", "id_type": "resident"}),
        ({"id_number": "e１２３４５６７８"}, {"id_number": "E12345678", "id_type": "other"}),
        ({"address": "荷叶埂村三组"}, {"address": "荷叶埂村三组", "id_type": ""}),
    ],
)
def test_what_a_petitioner_gives_is_kept_as_the_form_keeps_it(client, given, kept):
    made = post(client, BODY | {"petitioner": {"name": "覃见山"} | given})
    assert made.status_code == 201, made.content
    person = Petitioner.objects.get()
    assert {name: getattr(person, name) for name in kept} == kept


def test_the_actions_are_those_that_the_track_page_offers(client):
    petition, made = answered(client)

    def offered() -> list[str]:
        return look_up(client, made)["available_actions"]

    assert offered() == ["add_material"], "nobody rates or accepts an answer that was not opened"
    read(client, petition)
    assert sorted(offered()) == ["accept_result", "add_material", "rate", "request_review"]
    page = client.get(CASE).content.decode()
    assert all(f"{CASE}{step}/" in page for step in ("rate", "accept", "review"))
