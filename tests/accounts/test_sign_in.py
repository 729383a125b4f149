"""Signing in and out: one door, failures that look alike, sessions that end."""

import datetime
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from signing_in import ADMIN, LOGIN, NEW_PASSWORD, PASSWORD, open_admin, sign_in
from unicode_watch import HOSTILE, normalising_watched

from accounts.models import User

pytestmark = pytest.mark.django_db(databases="__all__")


# --- the door


def test_an_officer_signs_in_and_lands_in_the_admin(client, officer):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()
    assert sign_in(client, officer.username).headers["Location"] == ADMIN
    assert open_admin(client) == (200, "")


def test_the_door_speaks_english_too(client, officer):
    page = client.get("/en/accounts/login/").content.decode()
    assert 'lang="en"' in page
    assert 'action="/en/accounts/login/"' in page
    wrong = client.post("/en/accounts/login/", {"login": officer.username, "password": "not the password"})
    assert "not correct" in wrong.content.decode()
    answer = client.post("/en/accounts/login/", {"login": officer.username, "password": PASSWORD})
    assert answer.headers["Location"] == ADMIN


def test_after_signing_in_one_is_where_one_wanted_to_be_but_never_elsewhere(client, officer):
    asked = client.get("/admin/account/")
    assert asked.headers["Location"] == "/accounts/login/?next=/admin/account/"
    wanted = client.post(
        asked.headers["Location"],
        {"login": officer.username, "password": PASSWORD, "next": "/admin/account/"},
    )
    assert wanted.headers["Location"] == "/admin/account/"
    client.post("/accounts/logout/")
    lured = client.post(
        LOGIN, {"login": officer.username, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert lured.headers["Location"] == ADMIN


@pytest.mark.parametrize("field", ["login", "password", "next", "anything"])
@pytest.mark.parametrize(
    "path", [LOGIN, "/en/accounts/login/", "/accounts/reauthenticate/", "/accounts/logout/"]
)
def test_a_flood_at_the_door_is_not_even_read(client, officer, path, field):
    sign_in(client, officer.username) if path != LOGIN else None
    fields = {"login": officer.username, "password": PASSWORD, field: "//" + HOSTILE}
    with normalising_watched() as lengths:
        response = client.post(path, fields)
    assert max(lengths, default=0) < 1000
    assert response.status_code == 413


def test_a_wrong_password_an_unknown_name_and_a_closed_account_look_alike(client, officer, person):
    closed = person(is_active=False)

    def answer(username, password):
        response = sign_in(client, username, password)
        page = re.sub(r'(nonce|value)="[^"]*"', "", response.content.decode()).replace(username, "…")
        return response.status_code, page

    wrong = answer(officer.username, "not the password")
    assert wrong == answer("nobody-at-all", PASSWORD)
    assert wrong == answer(closed.username, PASSWORD)
    assert not client.session.get("_auth_user_id")


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(client, officer):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []

    class Counting(MD5PasswordHasher):
        def encode(self, password, salt):
            hashed.append(1)
            return super().encode(password, salt)

    def cost(username):
        hashed.clear()
        sign_in(client, username, "not the password")
        return len(hashed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.auth.hashers.get_hashers", lambda: [Counting()])
        patch.setattr("django.contrib.auth.hashers.get_hashers_by_algorithm", lambda: {"md5": Counting()})
        assert cost(officer.username) == cost("nobody-at-all") == 1


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", "/en/_util/login/"])
def test_other_sign_in_forms_lead_to_ours(client, officer, door):
    for answer in (
        client.get(f"{door}?next=/admin/account/"),
        client.post(f"{door}?next=/admin/account/", {"username": officer.username, "password": PASSWORD}),
    ):
        assert answer.headers["Location"] == "/accounts/login/?next=%2Fadmin%2Faccount%2F"
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/email/",
        "/accounts/3rdparty/",
        "/admin/password_reset/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/users/edit/1/",
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/bulk/accounts/user/assign_role/",
        "/admin/bulk/accounts/user/delete/",
        "/admin/bulk/auth/group/delete/",
    ],
)
def test_what_staff_do_not_need_is_not_there_for_operator_or_superuser(client, operator, path):
    root = User.objects.create_superuser("root1", password=PASSWORD, display_name="根")
    for user in (operator, root):
        client.force_login(user)
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_there_is_no_other_admin(settings):
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_the_account_page_has_no_fields_of_other_people_s_users(client, officer):
    client.force_login(officer)
    page = client.get("/admin/account/").content.decode()
    assert "name_email" not in page
    assert 'type="file"' not in page
    assert "/accounts/password/change/" in page
    assert "/accounts/2fa/" in page


# --- sessions


def test_the_session_is_another_after_signing_in(client, officer):
    client.get("/accounts/2fa/")
    session = client.session
    session["something"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, officer.username)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


@pytest.mark.parametrize("way_out", ["/accounts/logout/", "/admin/logout/"])
def test_signing_out_kills_the_session_on_the_server(client, officer, way_out):
    sign_in(client, officer.username)
    stolen = client.cookies["sessionid"].value
    client.post(way_out)
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert open_admin(thief) == (302, LOGIN)
    assert not Session.objects.filter(pk=stolen).exists()


def test_nobody_is_signed_out_by_a_link(client, officer):
    sign_in(client, officer.username)
    assert client.get("/accounts/logout/").status_code == 200
    assert open_admin(client) == (200, "")


def test_signing_in_and_changing_the_password_need_a_token(officer):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, officer.username).status_code == 403
    strict.force_login(officer)
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert strict.post("/accounts/password/change/", change).status_code == 403
    assert strict.post("/accounts/logout/").status_code == 403


def test_a_new_password_ends_every_session(client, officer):
    other = Client()
    for browser in (client, other):
        sign_in(browser, officer.username)
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", change).headers["Location"] == LOGIN
    for browser in (client, other):
        assert open_admin(browser) == (302, LOGIN)
    assert sign_in(client, officer.username).status_code == 200
    assert sign_in(client, officer.username, NEW_PASSWORD).headers["Location"] == ADMIN


def test_a_session_ends_after_an_hour_without_use(client, officer):
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC), tick=False) as clock:
        sign_in(client, officer.username)
        for _ in range(3):
            clock.shift(datetime.timedelta(minutes=59))
            assert open_admin(client) == (200, "")
        clock.shift(datetime.timedelta(minutes=61))
        assert open_admin(client) == (302, LOGIN)
        assert not client.session.get("_auth_user_id")


def test_a_session_ends_after_ten_hours_however_busy(client, officer):
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC), tick=False) as clock:
        sign_in(client, officer.username)
        for _ in range(20):
            clock.shift(datetime.timedelta(minutes=30))
            assert open_admin(client) == (200, "")
        clock.shift(datetime.timedelta(seconds=1))
        assert open_admin(client) == (302, LOGIN)


def test_the_cookie_ends_with_the_browser_and_is_out_of_reach_of_scripts(client, officer, settings):
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client, officer.username)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_production_sends_cookies_over_tls_alone():
    from sunshine.settings import production

    assert production.SESSION_COOKIE_SECURE
    assert production.CSRF_COOKIE_SECURE
    assert production.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_a_page_for_everybody_opens_no_session(client):
    response = client.get("/elder/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_membership_that_ends_at_midnight_ends_in_a_session_too(client, person, bureau):
    user = person(role=None)
    shanghai = datetime.timezone(datetime.timedelta(hours=8))
    with time_machine.travel(datetime.datetime(2026, 3, 31, 23, 50, tzinfo=shanghai), tick=False) as clock:
        user.memberships.create(organisation=bureau, role="handler", valid_to=datetime.date(2026, 3, 31))
        sign_in(client, user.username)
        assert open_admin(client) == (200, "")
        clock.shift(datetime.timedelta(minutes=15))
        assert open_admin(client) == (403, "")


def test_somebody_without_a_role_is_told_so_and_can_leave(client, person):
    sign_in(client, person(role=None).username)
    response = client.get(ADMIN)
    assert response.status_code == 403
    assert 'action="/accounts/logout/"' in response.content.decode()
    client.post("/accounts/logout/")
    assert open_admin(client) == (302, LOGIN)


def test_a_password_that_somebody_else_chose_is_good_for_choosing_one_s_own(client, officer):
    User.objects.filter(pk=officer.pk).update(must_change_password=True)
    sign_in(client, officer.username)
    assert open_admin(client) == (302, "/accounts/password/change/")
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/change/", same).status_code == 200
    change = same | {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", change)
    sign_in(client, officer.username, NEW_PASSWORD)
    assert open_admin(client) == (200, "")
