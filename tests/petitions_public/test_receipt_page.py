"""The receipt: shown until the resident leaves, never in an address, with the dates of what happens next."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation
from factories import staff
from petitions_public.resident import CASE, RECEIPT, WRONGDOING, filed, open_case, send, text, visit_cookie

from intake.petitions.models import IdempotentAnswer
from intake.petitions.views.receipt import qr_code, track_address


def test_reload_and_back_show_the_same_until_the_resident_leaves(client: Client) -> None:
    _, password = filed(client)
    for _look in range(3):
        assert password in client.get(RECEIPT).content.decode()
    assert client.post(RECEIPT).status_code == 302
    words = client.get(RECEIPT).content.decode()
    assert password not in words
    assert not IdempotentAnswer.objects.exists()


def test_the_password_is_in_no_address_header_session_or_database_row(client: Client) -> None:
    sent = send(client)
    shown = client.get(RECEIPT)
    password = shown.context["password"]
    for response in (sent, shown):
        assert password not in str(response.headers)
        assert password not in response.get("Location", "")
    bare = password.replace("-", "")
    for session in Session.objects.all():
        assert password not in str(session.get_decoded()) and bare not in str(session.get_decoded())
    assert bare not in str(IdempotentAnswer.objects.values_list("key_hash").get())


def test_no_row_links_who_is_signed_in_with_what_was_filed_anonymously(county: None) -> None:
    client = Client()
    client.force_login(staff("officer"))
    petition, password = filed(client, identity="anonymous")
    open_case(client, petition, password)
    assert client.get("/admin/").status_code == 200, "still signed in"
    rows = [session.get_decoded() for session in Session.objects.all()]
    assert len(rows) == 2
    for row in rows:
        visit = any(key.startswith("petitions.") for key in row)
        assert visit != any(key.startswith(("_auth", "staff")) for key in row), sorted(row)


def test_signing_in_and_out_neither_takes_the_visit_along_nor_ends_it(county: None) -> None:
    client = Client()
    petition, password = filed(client, identity="anonymous")
    open_case(client, petition, password)
    client.force_login(staff("officer"))
    assert not any(key.startswith("petitions.") for key, _ in client.session.items())
    assert client.post("/admin/logout/").status_code == 302
    assert not client.session.get("_auth_user_id")
    assert client.get(CASE).status_code == 200


def test_nobody_is_signed_in_on_the_pages_of_residents(county: None) -> None:
    client = Client()
    client.force_login(staff("officer"))
    assert not client.get("/petition/new/").wsgi_request.user.is_authenticated
    assert client.get("/admin/").wsgi_request.user.is_authenticated


def test_nothing_of_it_is_stored_by_a_browser_or_kept_after_it_closes(client: Client) -> None:
    send(client)
    response = client.get(RECEIPT)
    assert response["Cache-Control"] == "no-store"
    for cookie in client.cookies.values():
        assert not cookie["max-age"] and not cookie["expires"], cookie.key
        assert cookie["httponly"] and cookie["samesite"]


def test_the_code_opens_the_track_page_with_the_number_and_without_the_password(client: Client) -> None:
    petition, password = filed(client)
    with translation.override("en"):
        address = track_address(petition.shown_number)
    assert address == f"http://testserver/en/track/#{petition.shown_number}"
    html = client.get(RECEIPT).content.decode()
    assert str(qr_code(address)) in html
    assert "<style" not in html and " style=" not in html
    assert password.replace("-", "") not in address


def test_it_says_who_has_it_and_what_happens_when(client: Client) -> None:
    petition, _ = filed(client)
    response = client.get(RECEIPT)
    words = text(response)
    assert petition.owner.name in words
    assert "You are told which unit it went to" in words
    assert "A written answer" in words
    due = petition.deadlines.get(rule="transfer_15").due
    assert f'datetime="{due.isoformat()}"' in response.content.decode()


def test_the_receipt_of_an_accusation_names_no_unit(client: Client) -> None:
    petition, _ = filed(client, **WRONGDOING)
    words = text(client.get(RECEIPT))
    assert petition.owner.name not in words
    assert "Only the discipline side, and those to whom it must pass it, can see it" in words


def test_an_anonymous_writer_is_told_again_that_nothing_can_be_replaced(client: Client) -> None:
    filed(client, identity="anonymous")
    assert "can never be replaced" in text(client.get(RECEIPT))


def test_another_browser_sees_no_receipt(client: Client) -> None:
    _, password = filed(client)
    assert password not in Client().get(RECEIPT).content.decode()


def test_a_session_id_seen_before_the_form_was_opened_is_worth_nothing(client: Client) -> None:
    filed(client)
    seen = visit_cookie(client)
    _, password = filed(client)
    stranger = Client()
    stranger.cookies[settings.SUNSHINE_VISIT_COOKIE] = seen
    assert password not in stranger.get(RECEIPT).content.decode()


def test_the_paper_says_by_when_one_is_told_where_it_went_and_after_a_report_whether_it_is_accepted(
    client: Client,
) -> None:
    ordinary, _ = filed(client)
    paper = ordinary.notices.get(code="receipt").body
    assert "which unit it went to by:" in paper
    assert "within fifteen days of receiving it" in paper
    assert "You will be told whether it is accepted by:" not in paper
    report, _ = filed(client, **WRONGDOING)
    paper = report.notices.get(code="receipt").body
    assert "You will be told whether it is accepted by:" in paper
    assert "unit" not in paper
