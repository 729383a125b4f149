"""Operators open accounts and give memberships, and nothing past them; others do not see the lists."""

import pytest
from django.test import Client
from signing_in import NEW_PASSWORD

from accounts.models import Membership, User

PAGES = [
    "",
    "results/",
    "new/",
    "edit/{pk}/",
    "delete/{pk}/",
    "history/{pk}/",
    "history-results/{pk}/",
    "usage/{pk}/",
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(operator):
    client = Client()
    client.force_login(operator)
    return client


def account(**changes):
    return {
        "username": "clerk9",
        "display_name": "段小满",
        "is_active": "on",
        "password_once": NEW_PASSWORD,
    } | changes


def errors(response):
    assert response.status_code == 200, response.headers.get("Location")
    return set(response.context["form"].errors)


@pytest.mark.parametrize("role", ["handler", "leader", "discipline_head", "clerk"])
@pytest.mark.parametrize("path", PAGES)
def test_nobody_but_operators_gets_into_either_list(client, person, role, path):
    user = person(role)
    client.force_login(user)
    for name, pk in (("staff", user.pk), ("memberships", user.memberships.get().pk)):
        for ask in (client.get, client.post):
            assert ask(f"/admin/{name}/{path.format(pk=pk)}").headers["Location"] == "/admin/"


def test_a_superuser_without_a_membership_is_no_operator(client, officer):
    client.force_login(User.objects.create_superuser("root1", password=NEW_PASSWORD, display_name="根"))
    for path in ("staff/", f"staff/edit/{officer.pk}/", "memberships/", "memberships/new/"):
        assert client.get(f"/admin/{path}").headers["Location"] == "/admin/"


@pytest.mark.parametrize("path", [page for page in PAGES if "delete" not in page])
def test_operators_see_every_page(desk, officer, path):
    for name, pk in (("staff", officer.pk), ("memberships", officer.memberships.get().pk)):
        assert desk.get(f"/admin/{name}/{path.format(pk=pk)}").status_code == 200


def test_the_menu_shows_staff_to_operators_alone_and_wagtail_s_users_to_nobody(desk, client, officer):
    page = desk.get("/admin/").content.decode()
    assert "/admin/staff/" in page
    assert "/admin/memberships/" in page
    root = Client()
    root.force_login(User.objects.create_superuser("root1", password=NEW_PASSWORD, display_name="根"))
    for browser in (desk, root):
        page = browser.get("/admin/").content.decode()
        assert "/admin/users/" not in page
        assert "/admin/groups/" not in page
    client.force_login(officer)
    page = client.get("/admin/").content.decode()
    assert "/admin/staff/" not in page
    assert "/admin/memberships/" not in page


def test_an_account_is_opened_with_a_password_for_one_sign_in(desk):
    assert desk.post("/admin/staff/new/", account()).status_code == 302
    user = User.objects.get(username="clerk9")
    assert user.check_password(NEW_PASSWORD)
    assert user.must_change_password
    assert not user.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password_once": ""}, "password_once"),
        ({"password_once": "password1234"}, "password_once"),
        ({"username": "agriculture_clerk", "password_once": "agriculture_clerk1"}, "password_once"),
        ({"username": "bad name!"}, "username"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "段小满（信访局）"}, "display_name"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(desk, changes, field):
    assert errors(desk.post("/admin/staff/new/", account(**changes))) == {field}
    assert not User.objects.filter(display_name="段小满").exists()


def test_extra_fields_grant_nothing(desk):
    extra = {"is_superuser": "on", "is_staff": "on", "groups": ["1"], "user_permissions": ["1"]}
    desk.post("/admin/staff/new/", account(**extra))
    user = User.objects.get(username="clerk9")
    assert not (user.is_superuser or user.is_staff or user.groups.exists() or user.user_permissions.exists())


def test_the_name_changes_and_the_user_name_and_password_stay(desk, officer):
    before = officer.password
    changes = account(username="other", display_name="改了名", password_once="")
    assert desk.post(f"/admin/staff/edit/{officer.pk}/", changes).status_code == 302
    officer.refresh_from_db()
    assert (officer.display_name, officer.password, officer.must_change_password) == ("改了名", before, False)
    assert officer.username != "other"


def test_a_forgotten_password_is_replaced_for_one_sign_in_and_ends_all_sessions(desk, client, officer):
    client.force_login(officer)
    desk.post(f"/admin/staff/edit/{officer.pk}/", account())
    officer.refresh_from_db()
    assert officer.check_password(NEW_PASSWORD)
    assert officer.must_change_password
    assert client.get("/admin/").headers["Location"].startswith("/accounts/login/")


def test_a_closed_account_is_out_at_once(desk, client, officer):
    client.force_login(officer)
    desk.post(f"/admin/staff/edit/{officer.pk}/", account(is_active="", password_once=""))
    assert client.get("/admin/").headers["Location"].startswith("/accounts/login/")


def test_an_operator_cannot_close_the_own_account(desk, operator):
    assert errors(
        desk.post(f"/admin/staff/edit/{operator.pk}/", account(is_active="", password_once=""))
    ) == {"is_active"}


def test_accounts_are_not_deleted(desk, officer):
    desk.post(f"/admin/staff/delete/{officer.pk}/")
    assert User.objects.filter(pk=officer.pk).exists()


def test_a_membership_given_works_at_once(desk, person, bureau):
    user = person(role=None)
    given = {"user": user.pk, "organisation": bureau.pk, "role": "handler"}
    assert desk.post("/admin/memberships/new/", given).status_code == 302
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_nobody_gives_rights_to_themselves(desk, operator, bureau):
    given = {"user": operator.pk, "organisation": bureau.pk, "role": "discipline_intake"}
    assert errors(desk.post("/admin/memberships/new/", given)) == {"user"}
    own = operator.memberships.get()
    assert errors(desk.post(f"/admin/memberships/edit/{own.pk}/", {"valid_to": "2099-01-01"})) == {"user"}
    assert operator.memberships.count() == 1


def test_of_a_membership_only_the_days_change(desk, officer, person, office):
    membership = officer.memberships.get()
    changes = {"user": person().pk, "organisation": office.pk, "role": "operator", "valid_to": "2020-01-01"}
    assert desk.post(f"/admin/memberships/edit/{membership.pk}/", changes).status_code == 302
    membership.refresh_from_db()
    assert (membership.user, membership.role) == (officer, "handler")
    assert not User.objects.get(pk=officer.pk).has_perm("wagtailadmin.access_admin")


def test_a_membership_given_by_mistake_is_taken_back(desk, officer):
    membership = officer.memberships.get()
    assert desk.post(f"/admin/memberships/delete/{membership.pk}/").status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert not User.objects.get(pk=officer.pk).has_perm("wagtailadmin.access_admin")


def test_people_and_memberships_are_found_by_name(desk, person):
    user = person(username="duan_xiaoman")
    assert desk.get("/admin/staff/", {"q": "xiaoman"}).context["paginator"].count == 1
    found = desk.get("/admin/memberships/", {"q": user.display_name}).context["paginator"]
    assert found.count == 1


def test_the_lists_take_as_many_queries_for_fifty_as_for_five(desk, person, django_assert_max_num_queries):
    for _ in range(60):
        person()
    for name in ("staff", "memberships"):
        with django_assert_max_num_queries(15):
            assert len(desk.get(f"/admin/{name}/").context["object_list"]) == 50
