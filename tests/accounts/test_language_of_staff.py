"""Staff work in the language in which they came, unless they chose one; a public page knows of nobody's choice."""

from __future__ import annotations

import pytest
from django.conf import settings
from signing_in import ADMIN, LOGIN, PASSWORD
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db(databases="__all__")

ENGLISH_LOGIN = f"/en{LOGIN}"


def come_in(client, user, door=LOGIN, **typed):
    return client.post(door, {"login": user.username, "password": PASSWORD, **typed})


def language_of_the_admin(client):
    page = client.get(ADMIN).content.decode()
    return "en" if 'lang="en"' in page else "zh-hans" if 'lang="zh-hans"' in page else page


@pytest.mark.parametrize(("door", "language"), [(LOGIN, "zh-hans"), (ENGLISH_LOGIN, "en")])
def test_the_admin_speaks_the_language_of_the_door(client, officer, door, language):
    come_in(client, officer, door)
    assert language_of_the_admin(client) == language


def test_what_somebody_chose_in_the_profile_goes_before_the_door(client, officer):
    UserProfile.objects.create(user=officer, preferred_language="en")
    come_in(client, officer, LOGIN)
    assert language_of_the_admin(client) == "en"


def test_the_next_visit_may_be_in_the_other_language(client, officer):
    come_in(client, officer, ENGLISH_LOGIN)
    client.post("/accounts/logout/")
    come_in(client, officer, LOGIN)
    assert language_of_the_admin(client) == "zh-hans"


def test_what_the_admin_refuses_it_refuses_in_that_language(client, officer):
    come_in(client, officer, ENGLISH_LOGIN)
    assert "you do not have permission" in client.get("/admin/staff/", follow=True).content.decode()


def test_the_gates_before_the_admin_speak_it_too(client, person):
    user = person(role=None, username="nobody")
    come_in(client, user, ENGLISH_LOGIN)
    assert "You have no role here" in client.get(ADMIN).content.decode()


def test_the_sign_in_of_an_english_page_is_english(client, county):
    page = client.get("/en/elder/").content.decode()
    assert f'href="{ENGLISH_LOGIN}"' in client.get("/en/track/").content.decode() + page


def test_the_other_language_still_leads_where_one_wanted_to_go(client, officer):
    asked = client.get("/admin/cases/?tab=all").headers["Location"]
    page = client.get(asked).content.decode()
    other = f"{ENGLISH_LOGIN}?next=%2Fadmin%2Fcases%2F%3Ftab%3Dall"
    assert f'href="{other}"' in page
    assert 'name="next" value="/admin/cases/?tab=all"' in client.get(other).content.decode()
    wrong = come_in(client, officer, LOGIN, password="wrong", next="/admin/cases/?tab=all")
    assert f'href="{other}"' in wrong.content.decode(), "also after a mistake"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/admin/", "/track/", "javascript:0"]
)
def test_it_leads_nowhere_else(client, target):
    page = client.get(LOGIN, {"next": target}).content.decode()
    assert f'href="{ENGLISH_LOGIN}"' in page


def test_a_public_page_sets_no_cookie_for_it(client, county):
    for path in ("/", "/en/elder/", "/elder/", "/en/track/lost/"):
        client.get(path)
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    assert settings.SESSION_COOKIE_NAME not in client.get("/en/elder/").cookies
