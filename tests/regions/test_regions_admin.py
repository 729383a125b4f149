"""Operators edit regions and organisations in the admin; nobody else sees the lists, nobody deletes."""

import pytest
from django.test import Client

from accounts.models import Membership, User
from regions.models import Organisation, Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

REGION_PAGES = [
    "",
    "results/",
    "new/",
    "edit/{pk}/",
    "delete/{pk}/",
    "history/{pk}/",
    "history-results/{pk}/",
    "usage/{pk}/",
]


def signed_in(role):
    user = User.objects.create_user(f"a_{role}", display_name="试用")
    Membership.objects.create(user=user, role=role, organisation=Organisation.objects.get(code="990121-GOV"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator():
    return signed_in("operator")


def village(**changes):
    town = Region.objects.get(code="990121102000")
    values = {
        "code": "990121102209",
        "name": "新垦村",
        "short_name": "新垦",
        "kind": "village",
        "parent": town.pk,
    }
    return values | {"aliases": "新垦村委会\n新垦大队\n", "valid_from": "2026-01-01", "note": ""} | changes


def errors(response):
    assert response.status_code == 200, response.headers.get("Location")
    return {name: [str(error) for error in found] for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize("role", ["handler", "leader", "discipline_head", "clerk"])
@pytest.mark.parametrize("path", REGION_PAGES)
def test_nobody_but_operators_gets_into_either_list(role, path):
    client = signed_in(role)
    for name, row in (("region", Region.objects.first()), ("organisation", Organisation.objects.first())):
        for ask in (client.get, client.post):
            answer = ask(f"/admin/{name}/{path.format(pk=row.pk)}")
            assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("path", [page for page in REGION_PAGES if "delete" not in page])
def test_operators_see_every_page(operator, path):
    for name, row in (("region", Region.objects.first()), ("organisation", Organisation.objects.first())):
        assert operator.get(f"/admin/{name}/{path.format(pk=row.pk)}").status_code == 200


def test_not_even_an_operator_or_a_superuser_deletes(operator):
    root = Client()
    root.force_login(User.objects.create_superuser("root1", password="x", display_name="根"))
    row = Region.objects.get(code="990121102206-Z02")
    for client in (operator, root):
        assert client.post(f"/admin/region/delete/{row.pk}/").status_code == 302
    assert Region.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("query", "found"), [("苦竹箐村三组", 1), ("990121102206", 6), ("苦竹箐", 6), ("没有这个村", 0)]
)
def test_a_region_is_found_by_name_or_code(operator, query, found):
    response = operator.get("/admin/region/", {"q": query})
    assert response.context["paginator"].count == found


def test_lists_come_in_pages_with_few_queries(operator, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        response = operator.get("/admin/organisation/")
    assert response.context["paginator"].num_pages == 3
    assert len(response.context["object_list"]) == 50


def test_a_new_village_brings_its_committee(operator):
    assert operator.post("/admin/region/new/", village()).status_code == 302
    region = Region.objects.get(code="990121102209")
    committee = Organisation.objects.get(code="990121102209")
    assert (region.level, region.path) == ("village", "990100000000/990121000000/990121102000/990121102209/")
    assert region.aliases == committee.aliases == ["新垦村委会", "新垦大队"]
    assert committee.parent.code == "990121102-GOV"


def test_a_region_may_take_another_name_but_keeps_its_code_and_level(operator):
    operator.post("/admin/region/new/", village())
    region = Region.objects.get(code="990121102209")
    url = f"/admin/region/edit/{region.pk}/"
    assert (
        operator.post(url, village(code="990121102999", name="新垦社区", kind="community")).status_code == 302
    )
    region.refresh_from_db()
    assert (region.code, region.name, region.kind) == ("990121102209", "新垦社区", "community")
    assert Organisation.objects.get(code="990121102209").name == "新垦社区"
    assert "kind" in errors(operator.post(url, village(kind="town")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "新垦"}, "code"),
        ({"code": "990121102206"}, "code"),
        ({"code": "990121-NYNC"}, "code"),
        ({"parent": ""}, "parent"),
        ({"kind": "group"}, "parent"),
        ({"valid_to": "2025-01-01"}, "valid_to"),
        ({"kind": "empire"}, "kind"),
        ({"name": ""}, "name"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(operator, changes, field):
    assert field in errors(operator.post("/admin/region/new/", village(**changes)))
    assert not Region.objects.filter(name="新垦村").exists()


def test_a_merger_needs_its_day(operator):
    other = Region.objects.get(code="990121102201")
    assert "valid_to" in errors(operator.post("/admin/region/new/", village(successor=other.pk)))
    merged = village(successor=other.pk, valid_to="2026-06-30")
    assert operator.post("/admin/region/new/", merged).status_code == 302
    assert Organisation.objects.get(code="990121102209").successor.code == "990121102201"


def bureau(**changes):
    county = Region.objects.get(code="990121000000")
    values = {
        "code": "990121-XX",
        "name": "砚川县新设局",
        "short_name": "县新设局",
        "kind": "county_dept",
        "note": "",
    }
    return values | {"region": county.pk, "parent": "", "aliases": "新设局"} | changes


def test_an_organisation_is_opened_with_those_it_supervises(operator):
    county = Organisation.objects.get(code="990121-NYNC")
    unit = bureau(kind="dispatched_discipline", supervises=[county.pk])
    assert operator.post("/admin/organisation/new/", unit).status_code == 302
    assert [below.code for below in Organisation.objects.get(code="990121-XX").supervises.all()] == [
        "990121-NYNC"
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "990121102206"}, "code"),
        ({"kind": "village_committee"}, "kind"),
        ({"supervises": "some"}, "supervises"),
        ({"region": ""}, "region"),
    ],
)
def test_what_does_not_fit_an_organisation_is_said(operator, changes, field):
    if changes.get("supervises"):
        changes = {"supervises": [Organisation.objects.get(code="990121-NYNC").pk]}
    assert field in errors(operator.post("/admin/organisation/new/", bureau(**changes)))


def test_an_organisation_cannot_stand_under_itself(operator):
    operator.post("/admin/organisation/new/", bureau())
    first = Organisation.objects.get(code="990121-XX")
    operator.post("/admin/organisation/new/", bureau(code="990121-YY", parent=first.pk))
    second = Organisation.objects.get(code="990121-YY")
    assert "parent" in errors(
        operator.post(f"/admin/organisation/edit/{first.pk}/", bureau(parent=second.pk))
    )


def test_of_a_village_s_committee_only_the_review_body_is_set_here(operator):
    committee = Organisation.objects.get(code="990121102206")
    review = Organisation.objects.get(code="990121102-GOV")
    changed = bureau(code="990121-ZZ", name="别的名字", review_unit=review.pk)
    assert operator.post(f"/admin/organisation/edit/{committee.pk}/", changed).status_code == 302
    committee.refresh_from_db()
    assert (committee.code, committee.name, committee.kind) == (
        "990121102206",
        "苦竹箐村",
        "village_committee",
    )
    assert committee.parent == review
    assert committee.review_unit == review
