"""The second factor: asked for by role, set up before anything opens, good once."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from signing_in import ADMIN, LOGIN, PASSWORD, open_admin, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db(databases="__all__")


def code_of_app(step=0):
    counters = list(yield_hotp_counters_from_time())
    return f"{hotp_value(SECRET, counters[len(counters) // 2] + step):06d}"


@pytest.fixture
def with_second_factor(settings):
    settings.SUNSHINE_SECOND_FACTOR_ROLES = ["*"]


def test_only_the_roles_named_need_a_second_factor(client, person, settings):
    settings.SUNSHINE_SECOND_FACTOR_ROLES = ["handler", "discipline_intake"]
    for role, answer in (("handler", (302, "/accounts/2fa/")), ("leader", (200, ""))):
        client.force_login(person(role))
        assert open_admin(client) == answer
    settings.SUNSHINE_SECOND_FACTOR_ROLES = [""]
    client.force_login(person("handler"))
    assert open_admin(client) == (200, "")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/api/main/pages/", "/admin/nothing/"]
)
def test_every_page_of_the_admin_leads_to_setting_it_up_until_that_is_done(
    client, officer, with_second_factor, path
):
    sign_in(client, officer.username)
    for answer in (client.get(path), client.post(path)):
        assert answer.headers["Location"] == "/accounts/2fa/"


def test_setting_up_an_app_opens_the_admin(
    client, officer, with_second_factor, django_capture_on_commit_callbacks
):
    sign_in(client, officer.username)
    assert client.get("/accounts/2fa/").status_code == 200
    assert (
        client.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/reauthenticate/")
    )
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    code = f"{hotp_value(secret, list(yield_hotp_counters_from_time())[1]):06d}"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
    # The test's transaction never commits; in life the callbacks come before the session is stored.
    answer.wsgi_request.session.save()
    assert open_admin(client) == (200, "")
    stored = Authenticator.objects.get(user=officer, type="totp").data["secret"]
    assert secret not in stored


def test_signing_in_asks_for_the_code_before_anything_opens(client, officer, with_second_factor):
    TOTP.activate(officer, SECRET)
    assert sign_in(client, officer.username).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert open_admin(client) == (302, LOGIN)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert open_admin(client) == (302, LOGIN)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of_app()}).headers["Location"] == ADMIN
    assert open_admin(client) == (200, "")


def test_a_code_is_good_once(client, officer, with_second_factor):
    TOTP.activate(officer, SECRET)
    code = code_of_app()
    for browser, answer in ((client, 302), (Client(), 200)):
        sign_in(browser, officer.username)
        assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == answer


def test_a_session_opened_by_a_password_alone_gets_no_further_than_the_code(
    client, officer, with_second_factor
):
    TOTP.activate(officer, SECRET)
    client.force_login(officer)
    assert open_admin(client) == (302, "/accounts/2fa/reauthenticate/")
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of_app()})
    assert open_admin(client) == (200, "")


def test_the_code_of_one_person_does_not_open_for_another(client, officer, person, with_second_factor):
    TOTP.activate(officer, SECRET)
    client.force_login(officer)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of_app()})
    client.force_login(person())
    assert open_admin(client) == (302, "/accounts/2fa/")


def test_a_second_key_added_without_showing_the_first_opens_nothing(client, officer, with_second_factor):
    from accounts.receivers import second_factor_added

    TOTP.activate(officer, SECRET)
    client.force_login(officer)
    request = client.get("/accounts/2fa/").wsgi_request
    key = Authenticator.objects.create(user=officer, type="webauthn", data={})
    second_factor_added(request=request, user=officer, authenticator=key)
    request.session.save()
    assert open_admin(client) == (302, "/accounts/2fa/reauthenticate/")


def test_taking_the_last_factor_away_closes_the_admin(client, officer, with_second_factor):
    TOTP.activate(officer, SECRET)
    client.force_login(officer)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of_app()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    client.post("/accounts/2fa/totp/deactivate/")
    assert open_admin(client) == (302, "/accounts/2fa/")


def test_the_way_out_stays_open(client, officer, with_second_factor):
    sign_in(client, officer.username)
    client.post("/admin/logout/")
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "path",
    ["", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/", "reauthenticate/"],
)
def test_every_page_of_the_second_factor_can_be_read(client, officer, path):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(officer, SECRET)
    RecoveryCodes.activate(officer)
    client.force_login(officer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(f"/accounts/2fa/{path}")
    assert page.status_code == 200
    assert "<h1>" in page.content.decode()
